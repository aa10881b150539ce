"""Hours on days of the week, such as those of a hotline: "Mo-Fr 08:00-12:00, Sa 09:00-11:00"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_PART = re.compile(r"\s*([A-Z][a-z])(?:\s*-\s*([A-Z][a-z]))?\s+(\d{1,2}:\d\d)\s*-\s*(\d{1,2}:\d\d)\s*")
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
    return tuple(_opening(part) for part in text.split(",") if part.strip())


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


def _opening(part: str) -> Opening:
    found = _PART.fullmatch(part)
    if found is None or found[1] not in DAYS or found[2] not in {*DAYS, None}:
        raise ValueError(f"no hours: {part.strip()}")
    first = DAYS.index(found[1])
    last = DAYS.index(found[2]) if found[2] else first
    days = frozenset((first + step) % _WEEK for step in range((last - first) % _WEEK + 1))
    opening = Opening(days, _time(found[3]), _time(found[4]))
    if opening.end <= opening.begin:
        raise ValueError(f"ends before it begins: {part.strip()}")
    return opening


def _time(text: str) -> time:
    return time.fromisoformat(text.zfill(5))
