"""Dates and times as people and programs write them.

The order of day and month is found out per column: 12/25/1960 somewhere in it tells that 01/02/1950 is 2
January.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from empfang.rules.names import fold


class Unfit(ValueError):  # noqa: N818 - a value that does not fit, told to the user as a reason and not as an error
    """A value that is no such thing; `code` is the reason of the rejection."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How a column writes dates. `sure` is False where both orders fit every value.

    `latest` is set for birth dates: a year of two digits is then the last one that is not after it.
    """

    order: str = "dmy"
    sure: bool = True
    serial: bool = False
    latest: date | None = None

    def until(self, latest: date) -> "DateStyle":
        return replace(self, latest=latest)


_WEEKDAY = re.compile(
    r"^(?:mo|di|mi|do|fr|sa|so|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag|"
    r"samstag|sonnabend|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:\.,?|,|)\s+|"
    r"^(?:mo|di|mi|do|fr|sa|so)[.,]+\s*",
    re.IGNORECASE,
)
_MONTHS = {
    fold(name): number
    for number, names in enumerate(
        (
            "januar jan january jänner jän jaen",
            "februar feb february feber febr",
            "märz mär mrz march mar maerz",
            "april apr",
            "mai may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "dezember dez december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_NUMERIC = re.compile(r"^(\d{1,4})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?$")
_DAY_MONTH_NAME = re.compile(r"^(\d{1,2})(?:\.|st|nd|rd|th)?[\s.-]*([^\W\d_]+)[\s.,-]*(\d{2}|\d{4})$", re.IGNORECASE)
_MONTH_NAME_DAY = re.compile(r"^([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})$", re.IGNORECASE)
_SERIAL = re.compile(r"^(\d{4,5})(?:[.,](\d+))?$")
_CLOCK = (
    r"(\d{1,2})\s*(?:[:.h]\s*(\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?)?\s*"
    r"((?:[ap]\.?m\.?)|uhr(?:\s*(\d{2}))?|h\b|o'clock)?"
)
_TIME = re.compile(rf"^(?:um|ab|at|ca\.?)?\s*{_CLOCK}$", re.IGNORECASE)
_SHORT_MINUTES = re.compile(r"^(\d{1,2}):(\d)$")
_FOUR_DIGITS = re.compile(r"^(\d{1,2})(\d{2})(?:\s*uhr|\s*h)?$", re.IGNORECASE)
_RANGE = re.compile(r"^([^–—-]*\d[^–—-]*?)\s*(?:-|–|—|bis|to|until)\s*(\d[^–—-]*)$", re.IGNORECASE)
_FRACTION = re.compile(r"^0?[.,]\d+$")
_ISO = re.compile(r"^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$", re.IGNORECASE)
_COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(?:\d\d)?(Z?)$")
_DATE_THEN_TIME = re.compile(
    rf"^(.*?\d)(?:\s*,\s*|\s+|\s*[T/|]\s*|\s*-\s+)((?:um|at|ab)?\s*{_CLOCK}(?:\s*(?:-|–|bis)\s*\d.*)?)$",
    re.IGNORECASE,
)
_TIME_THEN_DATE = re.compile(r"^(\d{1,2}[:.]\d\d(?:\s*uhr|\s*[ap]m)?)[\s,]+(?:am\s+)?(.*\d.*)$", re.IGNORECASE)
_EPOCH = date(1899, 12, 30)
_LAST_SERIAL = 55_000
"""Later days (after July 2050) are other numbers: post codes, say."""


def find_style(values: Iterable[str]) -> DateStyle:
    """How these values of one column write dates."""
    first_is_day = second_is_day = ambiguous = serials = total = year_first = 0
    for value in values:
        total += 1
        text = _without_time(_WEEKDAY.sub("", value.strip()))
        serials += bool(re.fullmatch(r"\d{5}(?:[.,]\d+)?", text))
        found = _NUMERIC.match(text)
        if not found or len(found[1]) > 2:
            continue
        first, second = int(found[1]), int(found[3])
        if len(found[4]) <= 2 and first > 31:
            year_first += 1
        elif found[2] == "." or (first > 12 >= second):
            first_is_day += 1
        elif second > 12 >= first:
            second_is_day += 1
        elif first != second:
            ambiguous += 1
    serial = serials * 2 > total
    if year_first > first_is_day + second_is_day:
        return DateStyle("ymd", serial=serial)
    if second_is_day > first_is_day:
        return DateStyle("mdy", serial=serial)
    return DateStyle("dmy", sure=bool(first_is_day) or not ambiguous, serial=serial)


def _without_time(text: str) -> str:
    found = _DATE_THEN_TIME.match(text)
    return found[1] if found and _NUMERIC.match(found[1]) else text


@lru_cache(maxsize=65_536)
def read_date(text: str, style: DateStyle) -> date:
    """The date; raises Unfit("not_a_date") or Unfit("no_such_date"), the latter for 31.02."""
    bare = _WEEKDAY.sub("", text.strip()).strip()
    try:
        return _plain_date(bare, style)
    except Unfit as problem:
        # Spreadsheets write dates with a time of 00:00.
        shorter = bare.split(" ")[0].split("T")[0]
        if problem.code == "not_a_date" and shorter != bare and re.search(r"[T ]\d\d?:\d\d(:\d\d)?(\.\d+)?Z?$", bare):
            return _plain_date(shorter, style)
        raise


def _plain_date(text: str, style: DateStyle) -> date:
    found = _NUMERIC.match(text)
    if found:
        return _ordered(found[1], found[3], found[4], style)
    for pattern, places in ((_DAY_MONTH_NAME, (3, 2, 1)), (_MONTH_NAME_DAY, (3, 1, 2))):
        found = pattern.match(text)
        if found:
            month = _MONTHS.get(fold(found[places[1]]))
            if month:
                return _checked(found[places[0]], month, int(found[places[2]]), style)
    if re.fullmatch(r"\d{8}", text):
        by_year = 1850 <= int(text[:4]) <= 2199 and int(text[4:6]) <= 12
        parts = (text[:4], text[4:6], text[6:]) if by_year else (text[4:], text[2:4], text[:2])
        return _checked(parts[0], int(parts[1]), int(parts[2]), style)
    if re.fullmatch(r"\d{6}", text):
        return _ordered(text[:2], text[2:4], text[4:], style)
    found = _SERIAL.match(text)
    if found and (style.serial or len(found[1]) == 5) and int(found[1]) <= _LAST_SERIAL:
        return _EPOCH + timedelta(days=int(found[1]))
    raise Unfit("not_a_date")


def _ordered(first: str, second: str, third: str, style: DateStyle) -> date:
    if len(first) >= 3:
        return _checked(first, int(second), int(third), style) if len(third) <= 2 else _no_date()
    if style.order == "ymd" and len(third) <= 2:
        return _checked(first, int(second), int(third), style)
    day, month = (second, first) if style.order == "mdy" else (first, second)
    return _checked(third, int(month), int(day), style)


def _no_date() -> date:
    raise Unfit("not_a_date")


def _checked(year: str, month: int, day: int, style: DateStyle) -> date:
    if len(year) not in {2, 4}:
        raise Unfit("no_such_date")
    try:
        if len(year) == 4:
            return date(int(year), month, day)
        if style.latest is not None:
            return _last_one(int(year), month, day, style.latest)
        return date(2000 + int(year), month, day)
    except ValueError as error:
        raise error if isinstance(error, Unfit) else Unfit("no_such_date") from error


def _last_one(year: int, month: int, day: int, latest: date) -> date:
    """The last date with these two digits of a year that is not after `latest`; 29.02.00 is 2000 and never
    1900.
    """
    for century in (latest.year // 100 * 100, latest.year // 100 * 100 - 100):
        try:
            found = date(century + year, month, day)
        except ValueError:
            continue
        if found <= latest:
            return found
    raise Unfit("no_such_date")


@lru_cache(maxsize=8192)
def read_time(text: str) -> time:
    """The time, of a span its beginning; raises Unfit("not_a_time") or Unfit("no_such_time"), the latter for
    25:30.
    """
    bare = _SHORT_MINUTES.sub(r"\1:0\2", re.sub(r"^von\s+", "", text.strip(), flags=re.IGNORECASE))
    if _FRACTION.match(bare):
        minutes = round(float("0." + re.split("[.,]", bare)[1]) * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    stamp = re.match(r"^(?:1899-12-3[01]|1900-01-0[01]|30\.12\.1899)[T ](\d\d:\d\d(?::\d\d)?)$", bare)
    if stamp:
        return read_time(stamp[1])
    found = _TIME.match(bare)
    if found:
        return _clock(found[1], found[2] or found[5], found[3], found[4] or "")
    found = _FOUR_DIGITS.match(bare)
    if found:
        return _clock(found[1], found[2], None, "")
    span = _RANGE.match(bare)
    if span:
        return read_time(span[1])
    raise Unfit("not_a_time")


def _clock(hour: str, minute: str | None, second: str | None, suffix: str) -> time:
    half = suffix.lower().replace(".", "")
    number = int(hour)
    if half in {"am", "pm"}:
        if not 1 <= number <= 12:
            raise Unfit("no_such_time")
        number = number % 12 + (12 if half == "pm" else 0)
    elif minute is None and not suffix and len(hour) > 2:
        raise Unfit("not_a_time")
    try:
        return time(number, int(minute or 0), int(second or 0))
    except ValueError as error:
        raise Unfit("no_such_time") from error


@lru_cache(maxsize=65_536)
def read_moment(text: str, style: DateStyle, zone: tzinfo, *, whole: bool = False) -> datetime:
    """Date and time in one, naive, as a clock on the wall of `zone` shows them; a date alone has the time
    00:00.

    Raises Unfit as read_date and read_time do, and Unfit("no_time") for a date alone if it must be `whole`.
    """
    bare = _COMPACT.sub(r"\1-\2-\3T\4:\5:00\6", _WEEKDAY.sub("", text.strip()).strip())
    found = _ISO.match(bare)
    if found:
        local = datetime.combine(read_date(found[1], style), read_time(found[2]))
        if not found[3]:
            return local
        offset = "+00:00" if found[3].upper() in {"Z", "UTC"} else found[3]
        try:
            aware = datetime.fromisoformat(local.isoformat() + offset)
            return aware.astimezone(zone).replace(tzinfo=None)
        except (ValueError, OverflowError) as error:
            raise Unfit("no_such_time") from error
    serial = _SERIAL.match(bare)
    if serial and serial[2] and (style.serial or len(serial[1]) == 5):
        return datetime.combine(read_date(bare, style), read_time("0." + serial[2]))
    for pattern, swapped in ((_DATE_THEN_TIME, False), (_TIME_THEN_DATE, True)):
        found = pattern.match(bare)
        if found:
            day, clock = (found[2], found[1]) if swapped else (found[1], found[2])
            try:
                return datetime.combine(read_date(day.strip(" ,-"), style), read_time(clock))
            except Unfit as problem:
                if problem.code.startswith("no_such"):
                    raise
    day = read_date(bare, style)
    if whole:
        raise Unfit("no_time")
    return datetime.combine(day, time())
