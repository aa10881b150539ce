"""Until when a leftover dose can be promised by telephone, and when to begin calling (../shared/design/7-leftover.md).

`T_last = min(last jab, use-by) − travel − way through the house`, after which only people on site help. Attempts
needed: `doses / (reached × accepts × shows)`; to begin at `T_last − attempts / (callers × attempts per hour) − buffer`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

MEASURED, LEAST_MEASURED = 40, 5
"""So many of the last visits tell the way through the house, and with fewer than the second there is no telling."""
WAY_SHARE = 0.8
USUAL_WAY = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Calling:
    """How the centre calls: shares between 0 (not included) and 1, times as they are usual there.

    Raises:
        ValueError: a share is out of its range, or nobody could ever make an attempt.
    """

    callers: int = 1
    attempts_per_hour: float = 20.0
    reached: float = 0.5
    accepts: float = 0.5
    shows: float = 0.9
    """Of those who said yes."""
    travel: timedelta = timedelta(minutes=20)
    buffer: timedelta = timedelta(minutes=10)

    def __post_init__(self) -> None:
        if not all(0 < share <= 1 for share in (self.reached, self.accepts, self.shows)):
            raise ValueError("a share of calls is more than 0 and at most 1")
        if self.callers < 0 or self.attempts_per_hour <= 0:
            raise ValueError("attempts per hour are more than 0, callers not less")


def way_through(measured: Sequence[timedelta]) -> timedelta:
    """From admission to the jab: within this time four of five of today's last visits had it. `measured`: in order."""
    last = sorted(measured[-MEASURED:])
    if len(last) < LEAST_MEASURED:
        return USUAL_WAY
    return last[ceil(WAY_SHARE * len(last)) - 1]


def last_promise(last_jab: datetime, use_by: datetime | None, travel: timedelta, way: timedelta) -> datetime:
    """T_last: whoever is promised a dose later cannot have it in time. Without `use_by` the last jab alone counts."""
    return (last_jab if use_by is None else min(last_jab, use_by)) - travel - way


def attempts_needed(doses: int, calling: Calling) -> int:
    """Attempts that it takes on average until so many doses have found somebody who comes."""
    return ceil(doses / (calling.reached * calling.accepts * calling.shows) - 1e-9)


def begin_calling(latest: datetime, attempts: int, calling: Calling) -> datetime:
    """When to begin, so that all attempts are made by `latest`. With no caller yet: as for one."""
    hours = attempts / (max(calling.callers, 1) * calling.attempts_per_hour)
    return latest - timedelta(hours=hours) - calling.buffer
