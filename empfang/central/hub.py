"""Desks that wait for changes: woken by a commit here, and by a look at the head every second."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from empfang.errors import Problem


class Hub:
    """Knows the head of the feed, as far as this process has heard."""

    def __init__(self) -> None:
        self._head = 0
        self._moved = asyncio.Event()
        self.closed = False

    def heard(self, head: int, moved: frozenset[str] | None = None) -> None:
        """The feed has reached this number, with something new in these streams (None: in any).

        Call it on the event loop.
        """
        if head > self._head:
            self._head = head
            self._wake()

    def wake_all(self) -> None:
        """Let everybody who waits look again."""
        self._wake()

    def close(self) -> None:
        """Send everybody who waits home."""
        self.closed = True
        self._wake()

    async def wait_beyond(self, number: int, timeout_s: float) -> bool:
        """Wait until the feed is beyond a number; False when the time is up or the service stops."""
        try:
            async with asyncio.timeout(timeout_s):
                while self._head <= number and not self.closed:
                    await self._moved.wait()
        except TimeoutError:
            return False
        return not self.closed

    async def watch(self, look: Callable[[], Awaitable[int]], every_s: float = 1.0) -> None:
        """Look at the head again and again: other processes write too."""
        while not self.closed:
            with contextlib.suppress(Problem):  # the database is away for a moment: the next look will tell
                self.heard(await look())
            await asyncio.sleep(every_s)

    def _wake(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()
