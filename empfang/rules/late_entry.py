"""Entering afterwards what was written on paper while the desk was off: what was typed, and whether it can be so."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from empfang.model import Centre
from empfang.rules.line_numbers import DIGITS, is_line_number
from empfang.rules.opening import stated_hours

KEPT_DAYS = 7
"""So many days back a list can still be entered."""
_TYPED = re.compile(r"[0-9\s.,:;/_+\-]+")
_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})(?:\.(?:([0-9]{2})|([0-9]{4}))?)?")
_NO_DIGIT = re.compile(r"[^0-9]")


class Wrong(StrEnum):
    """Why something typed is asked for again; nothing is stored."""

    NOT_A_LINE = "not_a_line"
    CHECK_DIGIT = "check_digit"
    NO_SUCH_TIME = "no_such_time"
    NO_SUCH_DAY = "no_such_day"
    DAY_TOO_OLD = "day_too_old"
    DAY_TO_COME = "day_to_come"
    TO_COME = "to_come"
    BEFORE_OPENING = "before_opening"
    AFTER_CLOSING = "after_closing"


OUTSIDE_HOURS = frozenset({Wrong.BEFORE_OPENING, Wrong.AFTER_CLOSING})
"""Most likely a slip; but whoever stood in the queue at closing, or was let in early, did come."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A line of the list, by its number, and when the person came."""

    number: str
    at: time


def read_line(text: str) -> Typed | Wrong:
    """A line number and a time, such as `482137 0912`, `482 137 9:12` or `4821370912`."""
    digits = _NO_DIGIT.sub("", text)
    if not _TYPED.fullmatch(text.strip() or "-") or not DIGITS + 3 <= len(digits) <= DIGITS + 4:
        return Wrong.NOT_A_LINE
    number, when = digits[:DIGITS], digits[DIGITS:]
    if not is_line_number(number):
        return Wrong.CHECK_DIGIT
    try:
        return Typed(number, time(int(when[:-2]), int(when[-2:])))
    except ValueError:
        return Wrong.NO_SUCH_TIME


def read_day(text: str, today: date) -> date | Wrong | None:
    """The day whose list is entered from now on, such as `14.12.`; None if the text is no day at all."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    year = int(found[4] or f"20{found[3]}" if found[3] or found[4] else today.year)
    try:
        day = date(year, int(found[2]), int(found[1]))
        if not (found[3] or found[4]) and day > today and day.month > today.month:
            day = day.replace(year=year - 1)  # 31.12. typed in January
    except ValueError:
        return Wrong.NO_SUCH_DAY
    if day > today:
        return Wrong.DAY_TO_COME
    return day if today - day <= timedelta(days=KEPT_DAYS) else Wrong.DAY_TOO_OLD


def judge_time(at: time, day: date, centre: Centre, now: datetime) -> Wrong | None:
    """Why nobody can have come at this time of the day; `now` is on the centre's clock.

    Whoever may be admitted early or late may also have been on paper.
    """
    came = datetime.combine(day, at, now.tzinfo)
    if came > now:
        return Wrong.TO_COME
    hours = stated_hours(centre, day)
    if hours is None:
        return None
    if came < datetime.combine(day, hours.opens, now.tzinfo) - timedelta(minutes=centre.early_minutes):
        return Wrong.BEFORE_OPENING
    if came > datetime.combine(day, hours.closes, now.tzinfo) + timedelta(minutes=centre.late_minutes):
        return Wrong.AFTER_CLOSING
    return None
