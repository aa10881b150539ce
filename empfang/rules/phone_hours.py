"""Hours on days of the week, such as those of a hotline: "Mo-Fr 08:00-12:00, Sa,So 09:00-11:00"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_PART = re.compile(r"([^\d]+)\s+(\d{1,2}:\d\d)\s*-\s*(\d{1,2}:\d\d)")
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Opening:
    """On these days of the week (0 is Monday) from a local time until another, which is no longer in it."""

    days: frozenset[int]
    begin: time
    end: time


def weekly_hours(text: str) -> tuple[Opening, ...]:
    """The openings that a text says; none for an empty one.

    Raises:
        ValueError: a part that cannot be read, or ends before it begins.
    """
    found: list[Opening] = []
    days = frozenset[int]()
    for part in text.split(","):
        read = _PART.fullmatch(part.strip())
        days |= weekdays(read[1] if read else part)
        if read is not None:
            found.append(_opening(days, read[2], read[3]))
            days = frozenset()
    if days:
        raise ValueError(f"days without hours: {text.strip()}")
    return tuple(found)


def is_readable(text: str) -> bool:
    """Whether a text says hours."""
    try:
        return bool(weekly_hours(text))
    except ValueError:
        return False


def weekdays(text: str) -> frozenset[int]:
    """The days of the week (0 is Monday) in a text such as "Mi,Do,Fr" or "Mo-Fr"; none for an empty one.

    Raises:
        ValueError: a part that is no day.
    """
    found: set[int] = set()
    for part in text.split(","):
        if part.strip():
            first, between, last = (each.strip() for each in part.partition("-"))
            found |= _span(first, last if between else first)
    return frozenset(found)


def is_open(text: str, local: datetime) -> bool:
    """Whether a moment of the centre's clock lies in these hours; always for an empty text."""
    openings = weekly_hours(text)
    if not openings:
        return True
    wall = local.time()
    return any(local.weekday() in each.days and each.begin <= wall < each.end for each in openings)


def next_open(text: str, local: datetime) -> datetime | None:
    """From when it is open next, on the same clock: the moment itself if it is now; None if never."""
    if is_open(text, local):
        return local
    return min((each for each in _beginnings(text, local) if each > local), default=None)


def _beginnings(text: str, local: datetime) -> Iterator[datetime]:
    for ahead in range(_WEEK + 1):
        day = local.date() + timedelta(days=ahead)
        for each in weekly_hours(text):
            if day.weekday() in each.days:
                yield datetime.combine(day, each.begin, local.tzinfo)


def _opening(days: frozenset[int], begin: str, end: str) -> Opening:
    opening = Opening(days, _time(begin), _time(end))
    if opening.end <= opening.begin:
        raise ValueError(f"ends before it begins: {begin}-{end}")
    return opening


def _span(first: str, last: str) -> frozenset[int]:
    """From a day of the week until another; "Sa-Mo" goes over Sunday."""
    begin, end = DAYS.index(first), DAYS.index(last)
    return frozenset((begin + step) % _WEEK for step in range((end - begin) % _WEEK + 1))


def _time(text: str) -> time:
    return time.fromisoformat(text.zfill(5))
