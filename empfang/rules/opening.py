"""A centre's hours, and when its emergency list is due."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from empfang.model import Centre

BEFORE_OPENING = timedelta(minutes=30)
"""So long before the doors open the day's list is written anew: it is on paper when somebody needs it."""
LAST_HOUR = timedelta(hours=1)
MIDDAY = time(12)
CLOSED = frozenset({"geschlossen", "zu", "closed"})
"""What stands instead of hours for a day without any."""
DEFAULT = "default"
"""The usual hours, beside those of single days."""
_CLOCK = re.compile(r"(\d{1,2})(?::(\d\d))?")


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when a centre is open, on its own clock."""

    opens: time
    closes: time


_ASSUMED = Hours(time(8), time(18))
"""For a centre that has stated no hours."""


def read_hours(text: str) -> tuple[Hours, ...]:
    """What "08:00-12:30, 13:15-18:00" says: from each opening until the next break; nothing for a closed day.

    Raises:
        ValueError: a part that cannot be read, ends before it begins, or begins before the one before it ends.
    """
    if text.strip().casefold() in CLOSED:
        return ()
    parts = [_part(part) for part in text.split(",")]
    for before, after in pairwise(parts):
        if after.opens < before.closes:
            raise ValueError(f"not in order: {text}")
    return tuple(parts)


def open_times(centre: Centre, day: date) -> tuple[Hours, ...]:
    """When a centre is open on a day, with a part before and after each break; nothing on a day that it is closed.

    Like `hours_of`, 08:00 to 18:00 where no usual hours are stated. What is stated for the day itself and cannot be
    read is taken for closed: nobody is asked to come before doors that may stay shut.
    """
    stated = centre.hours.get(day.isoformat())
    try:
        return read_hours(centre.hours[DEFAULT] if stated is None else stated)
    except (KeyError, ValueError):
        return (_ASSUMED,) if stated is None else ()


def stated_hours(centre: Centre, day: date) -> Hours | None:
    """The centre's hours on a day: the day's own, else the usual ones; None if none (that can be read) are stated."""
    return _read(centre.hours, day)


def hours_of(centre: Centre, day: date) -> Hours:
    """The centre's hours on a day, assumed to be 08:00 to 18:00 where none are stated."""
    return _read(centre.hours, day) or _ASSUMED


Written = Mapping[date, datetime]
"""Of each day the moment at which its newest list was written, on the centre's clock."""


def list_due(centre: Centre, now: datetime, written: Written, next_day: date | None) -> date | None:
    """The day whose emergency list is to be written now; None: the lists there are will do.

    A list is due at closing (of `next_day`, the next one with appointments), half an hour before opening and at midday
    (of today). `now` is on the centre's clock. A desk that was off at one of these moments writes as soon as it is on.
    """
    today = now.date()
    hours, before = hours_of(centre, today), hours_of(centre, today - timedelta(days=1))
    moments: list[tuple[datetime, date | None]] = [
        (_at(today - timedelta(days=1), before.closes, now), today),
        (_at(today, hours.opens, now) - BEFORE_OPENING, today),
        (_at(today, hours.closes, now), next_day),
    ]
    if hours.closes > MIDDAY:
        moments.append((_at(today, MIDDAY, now), today))
    moment, day = sorted((each for each in moments if each[0] <= now), key=lambda each: each[0])[-1]
    return day if day is not None and _older(written, day, moment) else None


def list_at_the_end(centre: Centre, now: datetime, written: Written, next_day: date | None) -> date | None:
    """The day whose list a desk that is switched off now leaves behind: within an hour of closing the next day's,
    before it is quite due.
    """
    evening = _evening(centre, now)
    if now >= evening and next_day is not None and _older(written, next_day, evening):
        return next_day
    return None


def in_the_evening(centre: Centre, now: datetime) -> bool:
    """Whether it is the last hour before closing, or later."""
    return now >= _evening(centre, now)


def _evening(centre: Centre, now: datetime) -> datetime:
    return _at(now.date(), hours_of(centre, now.date()).closes, now) - LAST_HOUR


def _older(written: Written, day: date, moment: datetime) -> bool:
    """Whether the day's newest list is older than that, or there is none."""
    return day not in written or written[day] < moment


def _at(day: date, when: time, like: datetime) -> datetime:
    return datetime.combine(day, when, like.tzinfo)


def _read(hours: Mapping[str, str], day: date) -> Hours | None:
    """From the first opening until the last closing."""
    try:
        parts = read_hours(hours.get(day.isoformat(), hours.get(DEFAULT, "")))
    except ValueError:
        return None
    return Hours(parts[0].opens, parts[-1].closes) if parts else None


def _part(text: str) -> Hours:
    begin, _, end = text.partition("-")
    part = Hours(_time(begin), _time(end))
    if part.closes <= part.opens:
        raise ValueError(f"ends before it begins: {text.strip()}")
    return part


def _time(text: str) -> time:
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"no time: {text.strip()}")
    return time(int(found[1]), int(found[2] or 0))
