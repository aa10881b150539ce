"""The network between desks and service: one message after another moves, and some fare badly."""

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING

import httpx

from empfang.sync.step import Lane
from tests.sim.faults import ANSWER_FAULTS, ON_THE_WAY, REQUEST_FAULTS, race, spoilt
from tests.sim.flights import Flight
from tests.sim.parts import KilledError

if TYPE_CHECKING:
    from tests.sim.desks import SimDesk
    from tests.sim.world import Sim


class Network:
    """Requests and answers on their way."""

    def __init__(self, sim: "Sim") -> None:
        self._sim = sim
        self.flights: list[Flight] = []
        self.quiet = False
        """Nothing goes wrong any more."""

    # What desks and service do with it

    def send(self, flight: Flight) -> None:
        """A desk asks."""
        self.flights.append(flight)
        self._count()

    def stray(self, desk: "SimDesk", line: bytes, name: str) -> None:
        """A command arrives that the desk has not sent just now."""
        request = httpx.Request(
            "POST",
            "http://127.0.0.1:1/v1/commands",
            params={"epoch": desk.store.standing().epoch, "cursor": 0, "mark": ""},
            content=line,
            headers={"Authorization": f"Bearer {desk.store.meta('token') or ''}"},
        )
        self._sim.fault(name)
        self.serve([Flight(desk, Lane.PUSH, request, self._sim.seconds, self._sim.seconds, awaited=False)], 0)

    def serve(self, flights: Sequence[Flight], process: int) -> None:
        """The service does what these ask."""
        for flight in flights:
            flight.desk.histories_seen = self._sim.histories
        try:
            answers = self._sim.central.take(flights, process)
        except KilledError:
            for flight in flights:
                self.end(flight, httpx.RemoteProtocolError("the service was killed"))
            return
        for flight, answer in zip(flights, answers, strict=True):
            if answer is None:
                continue
            flight.answer = answer
            if not answer.is_success:
                self._sim.cover.events[f"service says {answer.status_code}"] += 1
            if not flight.awaited:
                self._drop(flight)

    # How a request ends

    def end(self, flight: Flight, outcome: httpx.Response | Exception) -> None:
        """Nothing of it is on the way any more, and the desk hears how it went."""
        self._drop(flight)
        self._give(flight, outcome)

    def give_up(self, flight: Flight) -> None:
        """The desk waits no longer; a request that is still on its way arrives all the same."""
        if flight.answer is not None:
            self._drop(flight)
        self._give(flight, httpx.ReadTimeout("too long"))

    def time_passed(self) -> None:
        """Desks give up what has taken too long."""
        for flight in list(self.flights):
            if flight.awaited and flight.until < self._sim.seconds:
                self._sim.cover.events["desk gives up waiting"] += 1
                self.give_up(flight)

    def _give(self, flight: Flight, outcome: httpx.Response | Exception) -> None:
        if flight.awaited:
            self._sim.at_desk(flight.desk, lambda desk: desk.answer(flight, outcome))

    def _drop(self, flight: Flight) -> None:
        if flight in self.flights:
            self.flights.remove(flight)

    # One moves

    def movable(self) -> list[Flight]:
        """Requests and answers that can arrive now: all but those for which the service has nothing new yet."""
        head = self._sim.central.head()
        found = []
        for flight in self.flights:
            held = flight.held_at is not None and flight.held_at == head
            if (
                flight.answer is not None
                or not held
                or self._sim.seconds >= flight.sent_at + float(flight.request.url.params.get("wait", 0))
            ):
                found.append(flight)
        return found

    def move_one(self, draw: Random) -> None:
        """One of them arrives, or what arrives of it."""
        movable = self.movable()
        if not movable:
            self._sim.tell("    nothing on the way")
            return
        flight = draw.choice(movable)
        self._sim.tell(
            f"    {flight.desk.name} {flight.lane} {flight.request.method} {flight.request.url.raw_path.decode()[:60]}"
            f" {'answer ' + str(flight.answer.status_code) if flight.answer is not None else 'request'}"
        )
        faulty = not self.quiet and draw.randrange(100) < self._sim.story.faulty
        if flight.desk.unplugged_until > self._sim.seconds:
            self._fault("unplugged")
            self.end(flight, httpx.ConnectError("unplugged"))
        elif flight.answer is not None:
            self._answer_arrives(flight, flight.answer, draw, faulty=faulty)
        else:
            self._request_arrives(flight, draw, faulty=faulty)

    def _answer_arrives(self, flight: Flight, answer: httpx.Response, draw: Random, *, faulty: bool) -> None:
        if not flight.awaited:
            self._drop(flight)
            return
        self._count()
        if not faulty:
            self.end(flight, answer)
            return
        fault = draw.choice(ANSWER_FAULTS)
        self._fault(f"answer {fault}")
        self.end(flight, spoilt(answer, fault, draw))

    def _request_arrives(self, flight: Flight, draw: Random, *, faulty: bool) -> None:
        if faulty:
            fault = draw.choice(REQUEST_FAULTS)
            self._fault(f"request {fault}")
            ON_THE_WAY[fault](self._sim, flight, draw)
        elif flight.request.method != "POST":
            self.serve([flight], draw.randrange(2))
        elif draw.random() < 0.3:
            race(self._sim, flight, draw)
        elif draw.random() < 0.3:
            self.serve(self._together(flight, draw), draw.randrange(2))
        else:
            self.serve([flight], draw.randrange(2))

    def _together(self, flight: Flight, draw: Random) -> list[Flight]:
        """One commit for all that wait: but two requests of one desk come one after the other."""
        others = [each for each in self.movable() if each is not flight and each.answer is None]
        waiting = [flight, *[each for each in others if each.request.method == "POST"][: draw.randint(1, 3)]]
        together = list({each.desk.id: each for each in reversed(waiting)}.values())
        if flight not in together:
            together = [flight]
        self._sim.cover.events["several desks in one commit"] += len(together) > 1
        return together

    # What is counted

    def _count(self) -> None:
        """A request, or an answer; those at the end, when everything works, apart."""
        self._sim.cover.events["messages at the end" if self.quiet else "messages"] += 1

    def _fault(self, name: str) -> None:
        self._sim.cover.events["faulty messages"] += 1
        self._sim.fault(name)
