"""The time, passed in wherever it is needed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Something that tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The computer's clock, moved by `offset` (the demo lives on another day; a desk corrects a wrong clock)."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset


class CallableClock:
    """A clock from a function: for tests and simulations."""

    def __init__(self, tell: Callable[[], datetime]) -> None:
        self._tell = tell

    def now(self) -> datetime:
        return self._tell().astimezone(UTC)


def local_day(moment: datetime, time_zone: str) -> date:
    """The calendar day of a moment in the centre's zone."""
    return moment.astimezone(ZoneInfo(time_zone)).date()
