"""How many messages may leave now, so that a mail server or gateway is not flooded."""

from dataclasses import dataclass

_BURST_S = 2.0


@dataclass(slots=True)
class Pace:
    """So many in a minute at most, and no more at once than in two seconds (at least one)."""

    per_minute: int
    _left: float = 1.0
    _seen_s: float | None = None

    def allowed(self, now_s: float) -> int:
        """How many may leave now; `now_s` is a clock that only goes forward."""
        rate = self.per_minute / 60
        if self._seen_s is not None:
            self._left = min(max(1.0, rate * _BURST_S), self._left + (now_s - self._seen_s) * rate)
        self._seen_s = now_s
        return int(self._left)

    def left(self, number: int) -> None:
        """So many have left."""
        self._left -= number
