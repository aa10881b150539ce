"""How the columns of one list are to be read: the order of dates and of names, found once for all rows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta, tzinfo
from statistics import median

from empfang.exchange.addresses import find_name_order
from empfang.exchange.dates import DateStyle, Unfit, find_style, read_moment
from empfang.exchange.fields import Field
from empfang.exchange.mapping import Mapping
from empfang.exchange.remarks import Remark
from empfang.exchange.tables import Table
from empfang.exchange.words import nothing
from empfang.texts import say
from empfang.texts.imports import FIELDS

_DATED = (
    Field.DATE,
    Field.DATETIME,
    Field.BIRTH_DATE,
    Field.BOOKED_AT,
    Field.REGISTERED_AT,
    Field.LAST_DOSE_DATE,
)


_DAYS = (Field.DATETIME, Field.DATE, Field.REGISTERED_AT)
_POSTAL = (Field.POSTAL_CODE, Field.POSTAL_TOWN)
_NEAR = 45
_YOUNGEST = 5
"""Nobody under five was vaccinated (licences of 2021)."""


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns of one list are to be read: found once, used for every row."""

    mapping: Mapping
    styles: dict[Field, DateStyle]
    name_order: str
    today: date
    zone: tzinfo
    notes: tuple[Remark, ...]
    zeros_lost: bool = True
    """Whether post codes may have lost their leading zero: in this list none has one."""

    def label(self, field: Field) -> str:
        """What the list calls this column, or what we call it."""
        places = self.mapping.columns(field)
        return (self.mapping.headers[places[0]] if places else "") or say(FIELDS[field.value])


def prepare(table: Table, mapping: Mapping, today: date, zone: tzinfo) -> Columns:
    """The styles of dates and names in a list, with notes where something had to be assumed."""
    values = {
        use: [value for place in mapping.columns(use) for value in table.column(place) if not nothing(value)]
        for use in _DATED
        if mapping.has(use)
    }
    for use, constant in mapping.constants.items():
        if use in values and not values[use]:
            values[use] = [constant]
    notes = list(mapping.notes)
    styles = {use: find_style(said) for use, said in values.items()}
    if mapping.has(Field.BIRTH_YEAR):
        styles[Field.BIRTH_DATE] = DateStyle()
    if mapping.date_order:
        styles = {use: DateStyle(mapping.date_order, serial=style.serial) for use, style in styles.items()}
    else:
        notes += _decide_unsure(styles, values, today, Columns(mapping, styles, "", today, zone, ()))
    if Field.BIRTH_DATE in styles:
        styles[Field.BIRTH_DATE] = styles[Field.BIRTH_DATE].until(_youngest(styles, values, today, zone))
    order, sure = _name_order(table, mapping)
    if not sure:
        notes.append(Remark("name_order_assumed", {"column": table.header[mapping.columns(Field.FULL_NAME)[0]]}))
    if table.lost_letters:
        notes.append(Remark("letters_lost", {"number": table.lost_letters}))
    if table.pads_rows:
        notes.append(Remark("rows_padded"))
    postal = [value for use in _POSTAL for place in mapping.columns(use) for value in table.column(place)]
    zeros_lost = not any(value.startswith("0") for value in postal)
    return Columns(mapping, styles, order, today, zone, tuple(notes), zeros_lost)


def _name_order(table: Table, mapping: Mapping) -> tuple[str, bool]:
    places = mapping.columns(Field.FULL_NAME)
    if mapping.name_order or not places:
        return mapping.name_order or "given_first", True
    emails = mapping.columns(Field.EMAIL)

    def cell(cells: tuple[str, ...], place: int) -> str:
        return cells[place].strip() if place < len(cells) else ""

    names = [cell(row.cells, places[0]) for row in table.rows]
    addresses = [cell(row.cells, emails[0]) if emails else "" for row in table.rows]
    if not any("," not in name and " " in name for name in names):
        return "given_first", True
    return find_name_order(names, addresses, table.header[places[0]])


def _decide_unsure(
    styles: dict[Field, DateStyle], values: dict[Field, list[str]], today: date, columns: Columns
) -> list[Remark]:
    """Settle, in place, the columns in which day and month cannot be told apart: as another column writes them, else
    so that the list's days lie near today.
    """
    notes = []
    known = next((use for use, style in styles.items() if style.sure and style.order == "mdy"), None)
    if known is None:
        for use in _DAYS:
            if use in styles and not styles[use].sure and _american_is_nearer(values[use], styles[use], today):
                styles[use] = replace(styles[use], order="mdy", sure=True)
                notes.append(Remark("order_near_today", {"column": columns.label(use)}))
                known = use
    for use, style in styles.items():
        if style.sure:
            continue
        if known is None:
            notes.append(Remark("order_assumed", {"column": columns.label(use)}))
        else:
            styles[use] = replace(style, order="mdy")
            notes.append(Remark("order_borrowed", {"column": columns.label(use), "other": columns.label(known)}))
    return notes


def _american_is_nearer(values: list[str], style: DateStyle, today: date) -> bool:
    away = {order: _days_away(values, replace(style, order=order), today) for order in ("dmy", "mdy")}
    return away["mdy"] <= _NEAR < away["dmy"]


def _days_away(values: Iterable[str], style: DateStyle, today: date) -> float:
    return median([abs((day - today).days) for day in _readable(values, style)] or [10_000])


def _readable(values: Iterable[str], style: DateStyle, zone: tzinfo = UTC) -> list[date]:
    days = []
    for value in values:
        try:
            days.append(read_moment(value, style, zone).date())
        except Unfit:
            continue
    return days


def _youngest(styles: dict[Field, DateStyle], values: dict[Field, list[str]], today: date, zone: tzinfo) -> date:
    """The latest birth date that two digits of a year may mean: five years before the list's first day, or today.

    A stray day long before the others does not count as the first.
    """
    days = sorted(day for use in _DAYS if use in styles for day in _readable(values[use], styles[use], zone))
    usual = days[len(days) // 2] - timedelta(days=366) if days else today
    first = min([today, *(day for day in days if day >= usual)])
    return first - timedelta(days=round(365.25 * _YOUNGEST))
