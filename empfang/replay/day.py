"""The day itself: people come to the desks at their times, the service goes and comes back, a computer goes out."""

import heapq
import itertools
import queue
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from empfang.errors import Problem
from empfang.replay.clerk import Outcome
from empfang.replay.clock import DayClock
from empfang.replay.ledger import Killed, Ledger, Let
from empfang.replay.plan import Plan, Visitor
from empfang.replay.processes import DeskProcess, Said, ServiceProcess

_ANSWER_WITHIN_S = 60.0
_SEEN_WITHIN_S = 0.25
"""So long the clock waits with its next leap for the other desks to show a check-in."""
_LOOK_S = 0.05
_LOADED_WITHIN_S = 120.0
_ZERO_WITHIN_S = 120.0
_DOWNLOAD_LOOK_S = 0.1
_A_MOMENT = timedelta(seconds=1)
"""Who was sent away until 9:30 is back a moment after it."""
_STOP, _RETURN, _VISIT = 0, 1, 2
Progress = Callable[[datetime, int, bool], None]
"""Told the day's moment on the centre's clock, how many were let in, and whether the service is there."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A check-in while connected: when it was on the desk's screen (the computer's time), and who does not show it."""

    at: float
    unseen: set[int]


class Day:
    """One day, from the doors' opening until everything is settled."""

    def __init__(self, plan: Plan, folder: Path, clock: DayClock, service: ServiceProcess, progress: Progress) -> None:
        self.ledger = Ledger()
        self._plan = plan
        self._folder = folder
        self._clock = clock
        self._service = service
        self._progress = progress
        self._heard: queue.SimpleQueue[Said] = queue.SimpleQueue()
        self._desks: list[DeskProcess] = []
        self._order = itertools.count()
        self._due: list[tuple[datetime, int, int, Visitor | None]] = []
        self._made: dict[str, _Made] = {}
        self._connected = True
        self._killed_with = plan.killed_with
        self._asked_of_killed: set[int] = set()

    # Beginning and end

    def start_desks(self, desks: int) -> None:
        """Start the enrolled desks; each downloads what it needs."""
        for number in range(desks):
            self._desks.append(DeskProcess(number, self._folder, self._heard))
        for desk in self._desks:
            desk.wait_until_ready()

    def kill_all(self) -> None:
        """Leave nothing running, whatever happened."""
        for desk in self._desks:
            desk.kill()
        self._desks.clear()

    def run(self, settled_at: Callable[[], int]) -> None:
        """Live through it. `settled_at` tells where the service's feed stands for these desks."""
        for visitor in self._plan.visitors:
            self._add(visitor.at, _VISIT, visitor)
        if self._plan.outage is not None:
            self._add(self._plan.outage.begin, _STOP)
            self._add(self._plan.outage.end, _RETURN)
        while self._due:
            self._next()
        self._wait_for(lambda states: all(s["cursor"] is not None for s in states), _LOADED_WITHIN_S)
        self.ledger.settled = self._wait_for(
            lambda states: all(s["unsettled"] == 0 and (s["cursor"] or 0) >= settled_at() for s in states),
            _ZERO_WITHIN_S,
        )
        for desk in self._desks:
            desk.end()
        self._desks.clear()
        self._service.stop()

    def _add(self, at: datetime, kind: int, visitor: Visitor | None = None) -> None:
        heapq.heappush(self._due, (at, kind, next(self._order), visitor))

    def _next(self) -> None:
        """What is due next, and everything of the same moment."""
        at, kind, _, _ = self._due[0]
        self._leap_to(at)
        if kind == _VISIT:
            known = len(self._made)
            self._receive(self._take_due(at))
            self._wait_until_seen(list(self._made.values())[known:])
        else:
            heapq.heappop(self._due)
            if kind == _STOP:
                self._stop_service()
            else:
                self._return_service()
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
        while self._due and self._due[0][0] <= at and self._due[0][1] == _VISIT:
            _, _, _, visitor = heapq.heappop(self._due)
            if visitor is not None:
                found.append(visitor)
        return found

    # At the desks

    def _receive(self, visitors: Sequence[Visitor]) -> None:
        """Each goes to their desk; the desks work beside each other."""
        waiting = {visitor.number: visitor for visitor in visitors if visitor.number != self._killed_with}
        for visitor in waiting.values():
            self._desks[visitor.desk].tell(do="admit", code=visitor.code, visitor=visitor.number)
        until = time.monotonic() + _ANSWER_WITHIN_S
        not_loaded = False
        while waiting:
            message = self._must_listen(until)
            if "visitor" in message:
                # However many they are: a desk that goes on answering is not stuck.
                until = time.monotonic() + _ANSWER_WITHIN_S
                not_loaded |= self._answered(waiting.pop(message["visitor"]), message)
        for visitor in visitors:
            if visitor.number == self._killed_with:
                self._killed_with = None
                self._kill_with(visitor)
        if not_loaded:
            time.sleep(_DOWNLOAD_LOOK_S)

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
            others = set(range(len(self._desks))) - {visitor.desk}
            self._made[encounter_id] = _Made(said["at"], others)
        return False

    def _must_listen(self, until: float) -> dict[str, Any]:
        message = self._listen(until)
        if message is None:
            raise Problem("replay_stuck")
        return message

    def _listen(self, until: float) -> dict[str, Any] | None:
        """The next thing that a desk says, None if nothing until then; what engines brought is noted."""
        try:
            said = self._heard.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            return None
        if not said.message:
            if said.process in self._desks:
                raise Problem("replay_part_ended", part=f"desk-{said.desk + 1}")
            return {}
        for encounter_id in said.message.get("saw", ()):
            self._saw(said.desk, encounter_id, said.message["at"])
        return said.message

    def _saw(self, desk: int, encounter_id: str, at: float) -> None:
        made = self._made.get(encounter_id)
        if made is not None and desk in made.unseen:
            made.unseen.discard(desk)
            self.ledger.seen_s.append(max(0.0, at - made.at))

    def _wait_until_seen(self, fresh: Sequence[_Made]) -> None:
        """Give the desks the time that they would have had in reality before the next one comes."""
        until = time.monotonic() + _SEEN_WITHIN_S
        while any(made.unseen for made in fresh) and self._listen(until) is not None:
            pass

    # The service goes and comes back

    def _stop_service(self) -> None:
        # Who has not loaded the day by then has nothing to work with: in a centre that is done the evening before.
        self._wait_for(lambda states: all(s["cursor"] is not None for s in states), _LOADED_WITHIN_S)
        self._service.stop()
        self._connected = False
        self._made.clear()

    def _return_service(self) -> None:
        """From here on the clock does not leap until nothing is unsent anywhere: so long as that really takes."""
        self.ledger.unsent_at_return = sum(state["unsent"] for state in self._states())
        begun = self._service.start()
        until = begun + _ZERO_WITHIN_S
        self.ledger.unsent_zero_after_s = None
        while time.time() < until:
            self._receive(self._take_due(self._clock.now()))
            states = self._states()
            if self.ledger.unsent_zero_after_s is None and not any(state["unsent"] for state in states):
                self.ledger.unsent_zero_after_s = time.time() - begun
            if self.ledger.unsent_zero_after_s is not None and all(state["connected"] for state in states):
                break
            self._tell()
            time.sleep(_LOOK_S)
        self._connected = True

    def _states(self) -> list[dict[str, Any]]:
        """How it stands at each desk, from its store."""
        self._service.must_run()
        until = time.monotonic() + _ANSWER_WITHIN_S
        found: list[dict[str, Any]] = []
        for desk in self._desks:
            desk.tell(do="state")
            while True:
                message = self._must_listen(until)
                if "state" in message:
                    break
            if message["blocked"]:
                raise Problem("replay_blocked", part=f"desk-{desk.number + 1}", reason=message["blocked"])
            found.append(message)
        return found

    def _wait_for(self, holds: Callable[[list[dict[str, Any]]], bool], within_s: float) -> bool:
        until = time.monotonic() + within_s
        while not holds(self._states()):
            if time.monotonic() > until:
                return False
            time.sleep(_LOOK_S)
        return True

    # A computer goes out

    def _kill_with(self, visitor: Visitor) -> None:
        """In the middle of a check-in, with whatever is unsent; then somebody switches it on again."""
        number = visitor.desk
        desk = self._desks[number]
        at, begun = self._clock.now(), time.monotonic()
        desk.tell(do="admit", code=visitor.code, visitor=visitor.number)
        time.sleep(self._plan.killed_after_s)
        desk.kill()
        self._desks[number] = DeskProcess(number, self._folder, self._heard)
        self._desks[number].wait_until_ready()
        away_s = time.monotonic() - begun
        for made in self._made.values():
            # It shows nobody anything now, and what it said last may never have been read.
            made.unseen.discard(number)
        before = len(self.ledger.let_in)
        answered = self._last_words(visitor)
        unsent = self._states()[number]["unsent"]
        if not answered:
            self._asked_of_killed.add(visitor.number)
            self._receive([visitor])
        said = self.ledger.let_in[before:]
        stored = (answered or any(not each.fresh for each in said)) if said else None
        self.ledger.killed = Killed(number, at, stored, unsent, away_s)

    def _last_words(self, visitor: Visitor) -> bool:
        """What the killed desk had said before it went out; True if the answer about the visitor was among it."""
        answered = False
        while not self._heard.empty():
            message = self._must_listen(time.monotonic() + _LOOK_S)
            if message.get("visitor") == visitor.number:
                self._answered(visitor, message)
                answered = True
        return answered
