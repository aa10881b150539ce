"""How long the free places of a contingent will last, from how fast they went so far.

The formula: the places that went in the last seven days, divided by the hours in which they could be asked for, is the
rate; the free places divided by the rate are the hours that they last, counted on from now over the hours to come. The
seven days begin anew with the first one on which a place went, so that the days before a release do not slow it down,
and the present day counts with the hours it has had. So a rush of the morning says "heute", and its end a day later
"Freitag". Places that come back are not foreseen.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from empfang.rules.phone_hours import weekly_hours

LOOKED_BACK = timedelta(days=7)
AHEAD = timedelta(days=60)
"""What lasts longer than this is not told: nobody can know."""
LEAST_HOURS, LEAST_TAKEN = 1.0, 10
"""With less time and fewer places than this there is no rate yet: the first caller of a day says nothing about it."""
_HOUR = timedelta(hours=1)


def lasts_until(free: int, taken: Mapping[date, int], now: datetime, hours: str = "") -> date | None:
    """The day on which the last of the free places will go; None if that cannot be told.

    `taken`: places that went on each day, the present one among them. `now` is on the centre's clock, `hours` when
    places can be asked for (`rules.phone_hours`; empty: at any time).
    """
    if free <= 0:
        return now.date()
    rate = _rate(taken, now, hours)
    if rate is None:
        return None
    left = free / rate
    for begin, end in _openings(now.date(), now.date() + AHEAD, hours):
        length = _length(max(begin, _wall(now)), end)
        if length and left <= length:
            return begin.date()
        left -= length
    return None


def _rate(taken: Mapping[date, int], now: datetime, hours: str) -> float | None:
    """Places that go in an hour; None if there is too little to tell by."""
    since = now.date() - LOOKED_BACK
    counted = {day: number for day, number in taken.items() if since < day <= now.date() and number > 0}
    if not counted:
        return None
    first = min(counted)
    length = sum(_length(begin, min(end, _wall(now))) for begin, end in _openings(first, now.date(), hours))
    went = sum(counted.values())
    if length <= 0 or (length < LEAST_HOURS and went < LEAST_TAKEN):
        return None
    return went / length


def _openings(first: date, last: date, hours: str) -> Iterator[tuple[datetime, datetime]]:
    """From when until when places can be asked for, on the clock's face, in order."""
    openings = weekly_hours(hours)
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        if not openings:
            yield datetime.combine(day, time()), datetime.combine(day + timedelta(days=1), time())
        of_day = sorted((each.begin, each.end) for each in openings if day.weekday() in each.days)
        for begin, end in of_day:
            yield datetime.combine(day, begin), datetime.combine(day, end)


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _length(begin: datetime, end: datetime) -> float:
    """Hours from one to the other; none if the end comes first."""
    return max((end - begin) / _HOUR, 0.0)
