"""Dates and spans by the conventions of the eligibility facts (K-ALTER, K-WOCHE, K-MONAT, K-EINHEIT).

A day on which something was done is day 0; what is allowed after a span is allowed from the day that `after` gives on.
Days and weeks are counted, months and years go by the calendar: the same number of the day, or the month's last one.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Unit(StrEnum):
    """What a span counts; which one is the rule's business (K-EINHEIT): 3 months are not 90 days."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Span:
    """So many days, weeks, months or years."""

    number: int
    unit: Unit


_SPAN = re.compile(r"(?P<number>\d{1,4}) (?P<unit>day|week|month|year)s?")


def read_span(text: str) -> Span:
    """The span of a text such as "6 months" or "28 days".

    Raises:
        ValueError: it is none.
    """
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(f"no span: {text}")
    return Span(int(found["number"]), Unit(found["unit"]))


def after(day: date, span: Span) -> date:
    """The first day on which the span is over; the calendar's last day where there is none."""
    try:
        match span.unit:
            case Unit.DAY:
                return day + timedelta(days=span.number)
            case Unit.WEEK:
                return day + timedelta(weeks=span.number)
            case Unit.MONTH:
                return _months_later(day, span.number)
            case Unit.YEAR:
                return _months_later(day, 12 * span.number)
    except (OverflowError, ValueError):
        return date.max


def _months_later(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def age_on(born: date, day: date) -> int:
    """Completed years, the birthday counting. Who was born on 29 February is older from 1 March in common years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birthday(born: date, years: int) -> date:
    """The first day on which so many years are completed; the calendar's last day where there is none."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1) if born.year + years <= date.max.year else date.max
