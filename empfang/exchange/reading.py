"""One row of a list into values: each field read, each problem named."""

import re
from datetime import date, datetime, time
from itertools import zip_longest

from empfang.exchange.addresses import (
    split_address,
    split_name,
    split_postal_town,
    split_street,
    without_family,
)
from empfang.exchange.dates import Unfit, read_date, read_moment, read_time
from empfang.exchange.doses import dose_kind
from empfang.exchange.fields import Field
from empfang.exchange.preparing import Columns
from empfang.exchange.remarks import Remark
from empfang.exchange.words import (
    is_cancelled,
    marks_cancelled,
    minutes,
    nothing,
    phones,
    several,
    state,
    vaccine,
    vaccine_among,
    vaccines,
    yes_or_no,
)
from empfang.model import DoseKind, Phone, ReportedDose
from empfang.rules.names import fold

_OLDEST_YEARS = 125
_UNKNOWN = r"(?:0{1,2}|[?xX]{1,2})"
_YEAR_ONLY = re.compile(
    rf"(?:(?:(?:{_UNKNOWN}|\d{{1,2}})[./-])?(?:{_UNKNOWN}[./-])?|{_UNKNOWN}[./-]\d{{1,2}}[./-])(?:1[89]|20)\d\d"
    r"|(?:1[89]\d\d|20\d\d|0000)-\d\d-00"
)
"""What people write who do not know the day: 1950, 05.1950, 00.00.1950, 12.00.1950, 1950-00-00."""
_ABROAD = re.compile(r"[A-Z]{1,3}\s?[-–]")
_FIRST_WITH_ZERO, _LAST_WITH_ZERO = 1067, 9669


class Row:
    """The values of one row. Reading never stops at a problem: `problems` and `notes` collect them all."""

    def __init__(self, columns: Columns, cells: tuple[str, ...], line: int) -> None:
        self._columns = columns
        self._mapping = columns.mapping
        self._cells = cells
        self._line = line
        self.problems: list[Remark] = []
        self.notes: list[Remark] = []

    def text(self, use: Field) -> str:
        """The cell as it came, without blanks at its ends; a constant where the list has no such column."""
        for place in self._mapping.columns(use):
            cell = self._cells[place].strip() if place < len(self._cells) else ""
            if cell:
                return cell
        return self._mapping.constants.get(use, "")

    def said(self, use: Field) -> str:
        """The same, but empty where a cell only says that there is nothing ("-", "unbekannt")."""
        text = self.text(use)
        return "" if nothing(text) else text

    def _refuse(self, code: str, use: Field, value: str = "") -> None:
        self.problems.append(Remark(code, {"column": self._columns.label(use), "value": value}, self._line))

    def _mention(self, code: str, use: Field, value: str) -> None:
        self.notes.append(Remark(code, {"column": self._columns.label(use), "value": value}, self._line))

    def name(self) -> tuple[str, str]:
        """Family name and given names; a row without a family name is refused."""
        if self._mapping.has(Field.FAMILY):
            family, given = self.text(Field.FAMILY), self.text(Field.GIVEN)
            given = given or without_family(self.text(Field.FULL_NAME), family)
            missing = Field.FAMILY
        else:
            family, given = split_name(self.text(Field.FULL_NAME), self._columns.name_order)
            given = self.text(Field.GIVEN) or given
            missing = Field.FULL_NAME
        if not family:
            self._refuse("missing", missing)
        return family, given

    def birth_date(self) -> date | None:
        """The birth date. Only a year, or a month: the row comes in without."""
        text = self.said(Field.BIRTH_DATE)
        if self._mapping.has(Field.BIRTH_YEAR):
            parts = [self.said(part) for part in (Field.BIRTH_DAY, Field.BIRTH_MONTH, Field.BIRTH_YEAR)]
            text = ".".join(parts) if any(parts) else ""
        if not text:
            return None
        if _YEAR_ONLY.fullmatch(text.strip(".")):
            self._mention("birth_date_partial", Field.BIRTH_DATE, text)
            return None
        found = self._date(Field.BIRTH_DATE, text)
        if found and found > self._columns.today:
            self._refuse("birth_in_future", Field.BIRTH_DATE, text)
        elif found and found.year < self._columns.today.year - _OLDEST_YEARS:
            self._refuse("birth_too_early", Field.BIRTH_DATE, text)
        return found

    def check_birth(self, birth_date: date | None, day: date | None) -> None:
        """Nobody is born after their own appointment."""
        if birth_date and day and day < birth_date <= self._columns.today:
            self._refuse("birth_after_day", Field.BIRTH_DATE, self.said(Field.BIRTH_DATE) or birth_date.isoformat())

    def _date(self, use: Field, text: str) -> date | None:
        try:
            return read_date(text, self._columns.styles[use])
        except Unfit as problem:
            self._refuse(problem.code, use, text)
        return None

    def appointment(self) -> tuple[date | None, time | None]:
        """Day and time, both needed in a day list."""
        if self._mapping.has(Field.DATETIME):
            text = self.said(Field.DATETIME)
            if not text:
                self._refuse("missing", Field.DATETIME)
                return None, None
            moment = self._moment(Field.DATETIME, text, whole=True)
            return (moment.date(), moment.time()) if moment else (None, None)
        day_text, clock_text = self.said(Field.DATE), self.said(Field.TIME)
        day = self._date(Field.DATE, day_text) if day_text else None
        clock = None
        for use, text in ((Field.DATE, day_text), (Field.TIME, clock_text)):
            if not text:
                self._refuse("missing", use)
        if clock_text:
            try:
                clock = read_time(clock_text)
            except Unfit as problem:
                self._refuse(problem.code, Field.TIME, clock_text)
        return day, clock

    def _moment(self, use: Field, text: str, *, whole: bool = False) -> datetime | None:
        try:
            return read_moment(text, self._columns.styles[use], self._columns.zone, whole=whole)
        except Unfit as problem:
            self._refuse(problem.code, use, text)
        return None

    def registered_at(self) -> datetime | None:
        text = self.said(Field.REGISTERED_AT)
        return self._moment(Field.REGISTERED_AT, text) if text else None

    def booked_at(self) -> datetime | None:
        """When it was booked; what cannot be read here keeps nobody out."""
        text = self.said(Field.BOOKED_AT)
        try:
            return read_moment(text, self._columns.styles[Field.BOOKED_AT], self._columns.zone) if text else None
        except Unfit:
            self._mention("value_left_out", Field.BOOKED_AT, text)
        return None

    def reported_doses(self) -> tuple[ReportedDose, ...]:
        """Earlier doses; where several columns tell of them, the first date belongs to the first vaccine."""
        columns = zip_longest(self._mapping.columns(Field.LAST_DOSE_DATE), self._mapping.columns(Field.LAST_VACCINE))
        doses = []
        for date_column, vaccine_column in columns:
            text, product = self._cell(date_column), self._cell(vaccine_column)
            moment = self._moment(Field.LAST_DOSE_DATE, text) if text else None
            if text or product:
                given_on = moment.date() if moment else None
                doses.append(ReportedDose(given_on=given_on, vaccine=vaccine(product) if product else None))
        return tuple(doses)

    def _cell(self, place: int | None) -> str:
        """One column's cell; empty where it says that there is nothing."""
        text = self._cells[place].strip() if place is not None and place < len(self._cells) else ""
        return "" if nothing(text) else text

    def dose(self) -> tuple[DoseKind | None, str | None]:
        """Which dose, and of which vaccine."""
        both = self.said(Field.DOSE_VACCINE)
        text = self.said(Field.DOSE) or both
        said = self._mapping.words.get("dose_kind", {}).get(fold(text))
        kind = DoseKind(said) if said else dose_kind(text) if text else None
        if text and kind is None:
            self._mention("dose_unknown", Field.DOSE if self._mapping.has(Field.DOSE) else Field.DOSE_VACCINE, text)
        product = self.said(Field.VACCINE)
        own = self._mapping.words.get("vaccine", {}).get(fold(product or both))
        return kind, own or (vaccine(product) if product else vaccine_among(both)) or None

    def cancelled(self) -> bool:
        text = self.said(Field.STATUS)
        said = self._mapping.words.get("status", {}).get(fold(text))
        if said:
            return said == "cancelled"
        if marks_cancelled(self.text(Field.CANCELLED)):
            return True
        found = state(text)
        if text and found in {"moved", "over", "unknown"}:
            self._mention(f"status_{found}", Field.STATUS, text)
        return is_cancelled(text)

    def standby(self) -> bool | None:
        text = self.said(Field.STANDBY)
        said = self._mapping.words.get("standby", {}).get(fold(text))
        if said:
            return said == "yes"
        answer = yes_or_no(text) if text else None
        if text and answer is None:
            self._mention("value_left_out", Field.STANDBY, text)
        return answer

    def address(self) -> tuple[str, str, str, str]:
        """Street, house number, postal code, town, from however many columns."""
        street, number, postal, town = split_address(self.said(Field.ADDRESS))
        if self._mapping.has(Field.STREET):
            street, number = self.said(Field.STREET), self.said(Field.HOUSE_NUMBER)
            if not self._mapping.has(Field.HOUSE_NUMBER):
                street, number = split_street(street)
        number = self.said(Field.HOUSE_NUMBER) or number
        if self._mapping.has(Field.POSTAL_TOWN):
            postal, town = split_postal_town(self.said(Field.POSTAL_TOWN))
        postal = self._with_zero(self.said(Field.POSTAL_CODE) or postal)
        return street, number, postal, self.said(Field.TOWN) or town

    def _with_zero(self, postal: str) -> str:
        """The post code with the leading zero that a spreadsheet took away."""
        lost = len(postal) == 4 and postal.isdecimal() and _FIRST_WITH_ZERO <= int(postal) <= _LAST_WITH_ZERO
        if not lost or not self._columns.zeros_lost or _ABROAD.match(self.said(Field.POSTAL_TOWN)):
            return postal
        self._mention("postal_zero", Field.POSTAL_CODE, postal)
        return "0" + postal

    def phones(self) -> tuple[Phone, ...]:
        """All numbers of the row, each once, in the order of the columns."""
        found: dict[str, Phone] = {}
        for place, use in enumerate(self._mapping.fields):
            cell = self._cells[place].strip() if place < len(self._cells) else ""
            if use not in {Field.PHONE, Field.MOBILE} or nothing(cell):
                continue
            read, unread = phones(cell, "mobile" if use is Field.MOBILE else "home")
            for phone in read:
                found.setdefault(phone.number, phone)
            for number in unread:
                self._mention("phone_unreadable", use, number)
        return tuple(found.values())

    def minutes_to_centre(self) -> int | None:
        text = self.said(Field.MINUTES)
        found = minutes(text) if text else None
        if text and found is None:
            self._mention("value_left_out", Field.MINUTES, text)
        return found

    def reachable(self) -> tuple[str, str]:
        """From when until when one may call, as HH:MM; empty where nothing is said."""
        span = re.split(r"\s*(?:-|–|bis|to|until)\s*", self.said(Field.REACHABLE), maxsplit=1)
        texts = [
            (Field.REACHABLE_FROM, self.said(Field.REACHABLE_FROM) or span[0]),
            (Field.REACHABLE_UNTIL, self.said(Field.REACHABLE_UNTIL) or (span[1] if len(span) > 1 else "")),
        ]
        hours = []
        for use, text in texts:
            try:
                hours.append(read_time(text).strftime("%H:%M") if text else "")
            except Unfit:
                self._mention("value_left_out", use if self._mapping.has(use) else Field.REACHABLE, text)
                hours.append("")
        return hours[0], hours[1]

    def needs(self) -> tuple[str, ...]:
        """What somebody needs, as it is written; a ticked column gives its own name."""
        found: dict[str, None] = {}
        for place in self._mapping.columns(Field.NEEDS):
            cell = self._cells[place].strip() if place < len(self._cells) else ""
            if nothing(cell) or yes_or_no(cell) is False:
                continue
            found |= dict.fromkeys((self._mapping.headers[place],) if yes_or_no(cell) else several(cell))
        return tuple(found)

    def vaccines_wanted(self) -> tuple[str, ...]:
        return vaccines(self.said(Field.VACCINES_WANTED))
