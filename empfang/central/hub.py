"""Desks that wait for changes: each is woken when something moved in a stream that it follows, and by nothing else.

`heard` is told by the commits of this process, by hints of others, and by the look at the feed (empfang.central.watch).
Everything here runs on the event loop.
"""

import asyncio
from collections.abc import Iterable, Sequence

_ANY = "*"
"""Stands for every stream."""


class Hub:
    """Knows, as far as this process has heard, up to which number of the feed each stream has moved."""

    def __init__(self) -> None:
        self._moved: dict[str, int] = {}
        self._waiting: dict[str, set[asyncio.Future[None]]] = {}
        self.closed = False
        self.beginnings = 0
        """How often everything that was heard has been forgotten."""

    def heard(self, head: int, moved: frozenset[str] | None = None) -> None:
        """Something new stands in these streams (None: in any), at this number or below it."""
        for stream in (_ANY,) if moved is None else moved:
            if self._moved.get(stream, 0) < head:
                self._moved[stream] = head
                self._wake([stream])

    def begin_anew(self) -> None:
        """The feed was put back: what was heard says nothing any more. Everybody looks again."""
        self._moved.clear()
        self.beginnings += 1
        self.wake_all()

    def wake_all(self) -> None:
        """Let everybody who waits look again."""
        self._wake(list(self._waiting))

    def close(self) -> None:
        """Send everybody who waits home."""
        self.closed = True
        self.wake_all()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(set().union(*self._waiting.values()))

    def has_moved(self, streams: Sequence[str], number: int) -> bool:
        """Whether something stands in one of these streams beyond a number, as far as was heard."""
        return any(self._moved.get(stream, 0) > number for stream in (*streams, _ANY))

    async def wait_beyond(self, streams: Sequence[str], number: int, timeout_s: float) -> bool:
        """Wait until something stands in one of these streams beyond a number.

        False when the time is up or the service stops.
        """
        if self.closed or self.has_moved(streams, number):
            return not self.closed
        followed = (*streams, _ANY)
        woken = asyncio.get_running_loop().create_future()
        for stream in followed:
            self._waiting.setdefault(stream, set()).add(woken)
        try:
            async with asyncio.timeout(timeout_s):
                await woken
        except TimeoutError:
            return False
        finally:
            for stream in followed:
                self._waiting[stream].discard(woken)
                if not self._waiting[stream]:
                    del self._waiting[stream]
        return not self.closed

    def _wake(self, streams: Iterable[str]) -> None:
        for stream in streams:
            chosen = list(self._waiting) if stream == _ANY else [stream]
            for woken in [each for one in chosen for each in self._waiting.get(one, ())]:
                if not woken.done():
                    woken.set_result(None)
