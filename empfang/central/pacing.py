"""How often a desk may do something: a person at a telephone is never held up, a program that reads everything is."""

from collections.abc import Callable

_MOST = 5_000
"""Desks that are remembered; beyond that all are forgotten at once."""


class Pace:
    """So many at once, and then so many a second, for each desk by itself. Of one process of the service."""

    def __init__(self, at_once: int, a_second: float, time_s: Callable[[], float]) -> None:
        """`time_s` is a clock that never goes back."""
        self._at_once = at_once
        self._a_second = a_second
        self._time_s = time_s
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, desk_id: str) -> float:
        """Take one of a desk's: 0, or in how many seconds there is another one."""
        now = self._time_s()
        if desk_id not in self._left and len(self._left) >= _MOST:
            self._left.clear()
        left, at = self._left.get(desk_id, (float(self._at_once), now))
        left = min(float(self._at_once), left + (now - at) * self._a_second)
        if left < 1:
            return (1 - left) / self._a_second
        self._left[desk_id] = left - 1, now
        return 0.0
