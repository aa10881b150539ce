"""The day itself: people come to the desks at their times, the service goes and comes back, a computer goes out."""

import heapq
import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from empfang.replay.clerk import Outcome
from empfang.replay.clock import DayClock
from empfang.replay.desks import ANSWER_WITHIN_S, Desks
from empfang.replay.ledger import Killed, Ledger, Let
from empfang.replay.plan import Plan, Visitor
from empfang.replay.processes import ServiceProcess

_SEEN_WITHIN_S = 0.25
"""So long the clock waits with its next leap for the other desks to show a check-in."""
_LOOK_S = 0.05
_ZERO_WITHIN_S = 120.0
_DOWNLOAD_LOOK_S = 0.1
_A_MOMENT = timedelta(seconds=1)
"""Who was sent away until 9:30 is back a moment after it."""
_STOP, _RETURN, _VISIT, _ELSE = 0, 1, 2, 3
Happening = Callable[[], None]
Progress = Callable[[datetime, int, bool], None]
"""Told the day's moment on the centre's clock, how many were let in, and whether the service is there."""


def _nothing(_visitor: Visitor, _said: dict[str, Any]) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A check-in while connected: when it was on the desk's screen (the computer's time), and who does not show it."""

    at: float
    unseen: set[int]


class Day:
    """One day, from the doors' opening until everything is settled."""

    def __init__(self, plan: Plan, desks: Desks, clock: DayClock, service: ServiceProcess, progress: Progress) -> None:
        self.ledger = Ledger()
        self.admitted: Callable[[Visitor, dict[str, Any]], None] = _nothing
        """Told who was let in, and what the desk said about it."""
        self._plan = plan
        self._desks = desks
        self._clock = clock
        self._service = service
        self._progress = progress
        self._order = itertools.count()
        self._due: list[tuple[datetime, int, int, Visitor | Happening | None]] = []
        self._made: dict[str, _Made] = {}
        self._connected = True
        self._killed_with = plan.killed_with
        self._asked_of_killed: set[int] = set()
        desks.saw = self._saw

    # Beginning and end

    def run(self, settled_at: Callable[[], int], at_end: Happening | None = None) -> None:
        """Live through it. `settled_at` tells where the service's feed stands for these desks; `at_end` is done when
        nobody comes any more.
        """
        for visitor in self._plan.visitors:
            self._add(visitor.at, _VISIT, visitor)
        if self._plan.outage is not None:
            self._add(self._plan.outage.begin, _STOP)
            self._add(self._plan.outage.end, _RETURN)
        while self._due:
            self._next()
        if at_end is not None:
            at_end()
        self._desks.wait_until_loaded()
        self.ledger.settled = self._desks.wait_for(
            lambda states: all(s["unsettled"] == 0 and (s["cursor"] or 0) >= settled_at() for s in states),
            _ZERO_WITHIN_S,
        )
        self._desks.end_all()
        self._service.stop()

    @property
    def now(self) -> datetime:
        """The day's moment."""
        return self._clock.now()

    @property
    def connected(self) -> bool:
        """Whether the service is there."""
        return self._connected

    def come(self, visitor: Visitor) -> None:
        """Somebody more will come."""
        self._add(visitor.at, _VISIT, visitor)

    def at(self, moment: datetime, happens: Happening) -> None:
        """Let something happen at a moment, after whoever comes then."""
        self._add(moment, _ELSE, happens)

    def _add(self, at: datetime, kind: int, what: Visitor | Happening | None = None) -> None:
        heapq.heappush(self._due, (at, kind, next(self._order), what))

    def _next(self) -> None:
        """What is due next, and everybody who comes at the same moment."""
        at, kind, _, what = self._due[0]
        self._leap_to(at)
        if kind == _VISIT:
            known = len(self._made)
            self._receive(self._take_due(at))
            self._wait_until_seen(list(self._made.values())[known:])
        else:
            heapq.heappop(self._due)
            if kind == _STOP:
                self._stop_service()
            elif kind == _RETURN:
                self._return_service()
            elif callable(what):
                what()
        self._tell()

    def _tell(self) -> None:
        self._service.must_run()
        self._progress(self._clock.now(), len(self.ledger.let_in), self._service.runs)

    def _leap_to(self, at: datetime) -> None:
        if at > self._clock.now():
            self._clock.leap_to(at)

    def _take_due(self, at: datetime) -> list[Visitor]:
        """Who comes until this moment."""
        found: list[Visitor] = []
        while self._due and self._due[0][0] <= at and isinstance(visitor := self._due[0][3], Visitor):
            heapq.heappop(self._due)
            found.append(visitor)
        return found

    # At the desks

    def _receive(self, visitors: Sequence[Visitor]) -> None:
        """Each goes to their desk; the desks work beside each other."""
        waiting = {visitor.number: visitor for visitor in visitors if visitor.number != self._killed_with}
        for visitor in waiting.values():
            self._let_in(visitor)
        until = time.monotonic() + ANSWER_WITHIN_S
        not_loaded = False
        while waiting:
            message = self._desks.must_listen(until)
            if "visitor" in message:
                # However many they are: a desk that goes on answering is not stuck.
                until = time.monotonic() + ANSWER_WITHIN_S
                not_loaded |= self._answered(waiting.pop(message["visitor"]), message)
        for visitor in visitors:
            if visitor.number == self._killed_with:
                self._killed_with = None
                self._kill_with(visitor)
        if not_loaded:
            time.sleep(_DOWNLOAD_LOOK_S)

    def _let_in(self, visitor: Visitor) -> None:
        wish = {"do": "admit", "code": visitor.code, "visitor": visitor.number, "person": visitor.person_id}
        self._desks.all[visitor.desk].tell(**wish)

    def _answered(self, visitor: Visitor, said: dict[str, Any]) -> bool:
        """Note what became of somebody; True if they must wait for the desk's first download."""
        outcome, fresh = Outcome(said["outcome"]), True
        ledger = self.ledger
        if outcome is Outcome.NOT_LOADED:
            ledger.waited_for_download.add(visitor.number)
            outage = self._plan.outage
            waits_for_service = not self._service.runs and outage is not None
            self._add(outage.end if waits_for_service and outage else self._clock.now(), _VISIT, visitor)
            return True
        if said["appointment_id"]:
            ledger.came.add(said["appointment_id"])
        if outcome is Outcome.TOO_EARLY:
            ledger.came_early.add(visitor.number)
            self._add(datetime.fromisoformat(said["possible_from"]) + _A_MOMENT, _VISIT, visitor)
            return False
        told = {each.encounter_id for each in ledger.let_in}
        if (
            outcome is Outcome.ALREADY_IN
            and visitor.number in self._asked_of_killed
            and said["encounter_id"] not in told
        ):
            # The desk had let them in before it went out; only nobody had read it.
            outcome, fresh = Outcome.ADMITTED, False
        ledger.outcomes[outcome] += 1
        if outcome is Outcome.UNKNOWN:
            ledger.unknown.append((visitor.code, visitor.at))
        if outcome is not Outcome.ADMITTED:
            return False
        ledger.took_s.append(said["took_s"])
        encounter_id = said["encounter_id"]
        at = self._clock.now()
        ledger.let_in.append(Let(said["appointment_id"], encounter_id, visitor.desk, at, said["late"], fresh))
        if self._connected:
            others = set(range(len(self._desks.all))) - {visitor.desk}
            self._made[encounter_id] = _Made(said["at"], others)
        self.admitted(visitor, said)
        return False

    def _saw(self, desk: int, encounter_id: str, at: float) -> None:
        made = self._made.get(encounter_id)
        if made is not None and desk in made.unseen:
            made.unseen.discard(desk)
            self.ledger.seen_s.append(max(0.0, at - made.at))

    def _wait_until_seen(self, fresh: Sequence[_Made]) -> None:
        """Give the desks the time that they would have had in reality before the next one comes."""
        until = time.monotonic() + _SEEN_WITHIN_S
        while any(made.unseen for made in fresh) and self._desks.listen(until) is not None:
            pass

    # The service goes and comes back

    def _stop_service(self) -> None:
        # Who has not loaded the day by then has nothing to work with: in a centre that is done the evening before.
        self._desks.wait_until_loaded()
        self._service.stop()
        self._connected = False
        self._made.clear()

    def _return_service(self) -> None:
        """From here on the clock does not leap until nothing is unsent anywhere: so long as that really takes."""
        self.ledger.unsent_at_return = sum(state["unsent"] for state in self._desks.states())
        begun = self._service.start()
        until = begun + _ZERO_WITHIN_S
        self.ledger.unsent_zero_after_s = None
        while time.time() < until:
            self._receive(self._take_due(self._clock.now()))
            states = self._desks.states()
            if self.ledger.unsent_zero_after_s is None and not any(state["unsent"] for state in states):
                self.ledger.unsent_zero_after_s = time.time() - begun
            if self.ledger.unsent_zero_after_s is not None and all(state["connected"] for state in states):
                break
            self._tell()
            time.sleep(_LOOK_S)
        self._connected = True

    # A computer goes out

    def _kill_with(self, visitor: Visitor) -> None:
        """In the middle of a check-in, with whatever is unsent; then somebody switches it on again."""
        number = visitor.desk
        desk = self._desks.all[number]
        at, begun = self._clock.now(), time.monotonic()
        self._let_in(visitor)
        time.sleep(self._plan.killed_after_s)
        desk.kill()
        self._desks.start_again(number)
        away_s = time.monotonic() - begun
        for made in self._made.values():
            # It shows nobody anything now, and what it said last may never have been read.
            made.unseen.discard(number)
        before = len(self.ledger.let_in)
        answered = self._last_words(visitor)
        unsent = self._desks.states()[number]["unsent"]
        if not answered:
            self._asked_of_killed.add(visitor.number)
            self._receive([visitor])
        said = self.ledger.let_in[before:]
        stored = (answered or any(not each.fresh for each in said)) if said else None
        self.ledger.killed = Killed(number, at, stored, unsent, away_s)

    def _last_words(self, visitor: Visitor) -> bool:
        """What the killed desk had said before it went out; True if the answer about the visitor was among it."""
        answered = False
        while not self._desks.heard.empty():
            message = self._desks.must_listen(time.monotonic() + _LOOK_S)
            if message.get("visitor") == visitor.number:
                self._answered(visitor, message)
                answered = True
        return answered
