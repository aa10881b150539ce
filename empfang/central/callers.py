"""Who asks, by token: remembered for a few seconds, so that three hundred waiting desks do not ask the database each
time. An access that was taken away ends within that time, also for who is waiting.
"""

from collections.abc import Awaitable, Callable

from empfang.central.access import Caller

KEPT_S = 3.0
_MOST = 5_000
"""Tokens that are remembered; beyond that all are forgotten at once."""


class Callers:
    """Desks by token. Unknown tokens are asked about each time: a newly enrolled desk is let in at once."""

    def __init__(self, ask: Callable[[str], Awaitable[Caller | None]], time_s: Callable[[], float]) -> None:
        """`ask` looks into the database; `time_s` is a clock that never goes back."""
        self._ask = ask
        self._time_s = time_s
        self._known: dict[str, tuple[Caller, float]] = {}

    async def of(self, token: str) -> Caller | None:
        """The desk with this token; None if there is none, or its access was taken away."""
        known = self._known.get(token)
        if known is not None and known[1] > self._time_s():
            return known[0]
        until = self._time_s() + KEPT_S
        caller = await self._ask(token)
        if caller is None:
            self._known.pop(token, None)
            return None
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[token] = caller, until
        return caller
