"""Requests on their way, and how a desk's client makes them and waits for them without an event loop."""

from collections.abc import Coroutine, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from empfang.sync.step import Lane

if TYPE_CHECKING:
    from tests.sim.desks import SimDesk

_FIRST_TIMEOUT_S = 20.0


@dataclass(eq=False)
class Flight:
    """A request on its way, and the answer on its way back."""

    desk: "SimDesk"
    lane: Lane
    request: httpx.Request
    sent_at: float
    until: float
    """The world's seconds at which the desk gives up."""
    awaited: bool = True
    answer: httpx.Response | None = None
    held_at: int | None = None
    """The head of the feed when the service found nothing new for it."""
    life: int = 0
    copies: int = 0
    ahead: "Ahead | None" = None
    """What asked for it, if it was asked for before it was needed."""

    def __await__(self) -> Generator["Flight", Any, Any]:
        return (yield self)

    @property
    def path(self) -> str:
        """Where it goes."""
        return self.request.url.path


class Ahead:
    """Something that the client does beside what it is asked for: what `asyncio.ensure_future` gives it."""

    def __init__(self, desk: "SimDesk", work: Coroutine[Any, Any, Any]) -> None:
        self._desk = desk
        self._work = work
        self._flight: Flight | None = None
        self.done = False
        self._result: Any = None
        self.go_on(None)

    def __await__(self) -> Generator["Ahead", Any, Any]:
        while not self.done:
            yield self
        return self._result

    def go_on(self, outcome: Any) -> None:
        """Until the next request, or the end."""
        try:
            self._flight = self._work.send(outcome)
        except StopIteration as ended:
            self.done, self._result = True, ended.value
            return
        self._flight.ahead, self._flight.life = self, self._desk.life

    def cancel(self) -> None:
        """It is not needed any more."""
        if self._flight is not None:
            self._flight.awaited = False
        self._work.close()


class Sent:
    """What `asyncio.Event` gives the client: requests go out at once here."""

    def set(self) -> None: ...

    async def wait(self) -> None: ...


class Way(httpx.AsyncBaseTransport):
    """Hands requests to the simulation."""

    def __init__(self, desk: "SimDesk", lane: Lane) -> None:
        self._desk = desk
        self._lane = lane

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        sim = self._desk.sim
        patience = request.extensions["timeout"]["read"] or _FIRST_TIMEOUT_S
        flight = Flight(self._desk, self._lane, request, sim.seconds, sim.seconds + patience)
        sim.network.send(flight)
        outcome = await flight
        if isinstance(outcome, Exception):
            raise outcome
        return outcome  # type: ignore[no-any-return]
