"""The replay's callers: each a desk with an operator who calls whoever is next, and promises what the service grants.

What the called answer is drawn (`answers`); everything else is what a desk does. Nobody is dialled without a lease.
While the service is away only those are called who were reserved before, and only what was allotted is promised.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from empfang.desk import Answer, CalledPage, Requested, Yes
from empfang.model import Appointment, Person, Promise
from empfang.replay.answers import CALL_BACK, People, takes
from empfang.replay.clock import DayClock
from empfang.replay.desk_part import Wish
from empfang.replay.leftover_part import LeftoverPart
from empfang.rules.call_candidates import Portion
from empfang.rules.call_order import CallLine
from empfang.rules.call_outcomes import CallOutcome, callback_refused
from empfang.texts import replay as words
from empfang.texts import say

T = TypeVar("T")
_ANSWER_S = 3.0
"""So long one waits for the service, as on the screen."""
_LOOK_S = 0.005
_RENEW = timedelta(minutes=2)
"""A lease that lasts no longer than that is renewed."""
_TRIES = 5


@dataclass(frozen=True, slots=True)
class _OnCall:
    """Somebody on the telephone. `outcome`: what will come of it."""

    line: CallLine
    page: CalledPage
    fence: int
    number: str
    outcome: CallOutcome


class Caller(LeftoverPart):
    """One operator at one telephone."""

    def __init__(self, folder: Path, clock: DayClock, people: People) -> None:
        self.name = folder.name
        self._people = people
        self._call: _OnCall | None = None
        self._given_up: set[str] = set()
        self._was_alone = False
        super().__init__(folder, clock)
        self.desk.calling.is_alone = lambda: not self.connected
        self.does |= {
            "dial": self._dial,
            "keep": self._keep,
            "hang_up": self._hang_up,
            "stock_up": self._stock_up,
            "call_off": self._call_off,
        }

    # Whom to call

    def _dial(self, _wish: Wish) -> dict[str, Any]:
        """Call whoever is next, if it is time to; gives whom, and for how many seconds."""
        calling = self.desk.calling
        while calling.go_on():
            pass
        self._tidy()
        overview = calling.overview()
        if overview.alarm or not overview.may_call.allowed:
            return {}
        if not self.connected:
            self._was_alone = True
            found = self._reserved()
        else:
            evening = self.evening()
            found = self._next() if evening.is_time() and evening.room() > 0 else None
        return {} if found is None else self._dialled(*found)

    def _tidy(self) -> None:
        """What came too late to be wanted goes back: a promise that nobody was told of, a lease, an allotment."""
        calling = self.desk.calling
        for each in self.desk.call_room.untold():
            calling.withdraw(each.promise.id, say(words.GRANTED_LATE))
        for person_id in sorted(self._given_up):
            lease = calling.lease(person_id)
            if lease is not None:
                self._given_up.discard(person_id)
                calling.release(person_id, lease.fence)
        if self.connected and self._was_alone:
            self._was_alone = False
            self.desk.stocking_up.give_back()

    def _next(self) -> tuple[CallLine, int] | None:
        """The next of the list who is not just being taken by somebody else, and the lease's fence."""
        for _ in range(_TRIES):
            line = self.desk.calling.next()
            if not isinstance(line, CallLine):
                return None
            fence = self._lease(line.person_id)
            if fence:
                return line, fence
            if fence is None:
                return None
            self._wait(partial(self._is_not_next, line.person_id))
        return None

    def _is_not_next(self, person_id: str) -> bool:
        line = self.desk.calling.next()
        return not isinstance(line, CallLine) or line.person_id != person_id

    def _lease(self, person_id: str) -> int | None:
        """The fence of a lease on somebody; 0 if somebody else is at them, None if nobody says so in time."""
        calling, person = self.desk.calling, self._person(person_id)
        if person is None:
            return None
        asked = calling.ask_for([person])

        def answered() -> int | None:
            lease = calling.lease(person_id)
            return lease.fence if lease is not None else 0 if calling.refused(asked) else None

        found = self._wait(answered)
        if found is None:
            self._given_up.add(person_id)
        return found

    def _reserved(self) -> tuple[CallLine, int] | None:
        """Of those who were reserved before: this desk alone may call them."""
        line = self.desk.calling.next()
        lease = self.desk.calling.lease(line.person_id) if isinstance(line, CallLine) else None
        return (line, lease.fence) if isinstance(line, CallLine) and lease is not None else None

    def _person(self, person_id: str) -> Person | None:
        return self.desk.call_room.people([person_id]).get(person_id)

    # A call

    def _dialled(self, line: CallLine, fence: int) -> dict[str, Any]:
        page = self.desk.call_room.open(line.person_id)
        wanted = line.candidate.call.number if line.candidate.call is not None else ""
        if page is None or not page.numbers:
            self.desk.calling.release(line.person_id, fence)
            return {}
        number = wanted if wanted in page.numbers else page.numbers[0]
        outcome = self._people.answer(line.person_id, line.candidate.callee.state.today.attempts)
        self._call = _OnCall(line, page, fence, number, outcome)
        return {
            "person": line.person_id,
            "numbers": page.numbers,
            "doses": line.candidate.doses,
            "takes_s": takes(outcome).total_seconds(),
        }

    def _keep(self, _wish: Wish) -> dict[str, Any]:
        """The call goes on: the person stays reserved."""
        if self._call is not None:
            person = self._call.page.person
            lease = self.desk.calling.lease(person.id)
            if lease is None or lease.until - self.desk.clock.now() < _RENEW:
                self.desk.calling.ask_for([person])
        return {}

    def _hang_up(self, _wish: Wish) -> dict[str, Any]:
        """The call is over: what came of it is recorded, a promise only if there is one."""
        call, self._call = self._call, None
        if call is None:
            return {}
        outcome, details, promised = call.outcome, dict[str, Any](), None
        match outcome:
            case CallOutcome.PROMISED:
                promised = self._promised(call)
                outcome = CallOutcome.PROMISED if promised else CallOutcome.STANDBY
            case CallOutcome.CALLBACK:
                at = self.here + CALL_BACK
                if callback_refused(at, self.here, self.desk.calling.overview().last_promise) is not None:
                    outcome = CallOutcome.NOT_TODAY
                else:
                    details["callback_at"] = at
            case CallOutcome.NOT_THIS_VACCINE:
                details["vaccines"] = call.line.candidate.vaccines[:1]
            case CallOutcome.MEDICALLY_NOT:
                details["reason"] = say(words.MEDICAL_REASON)
        person_id = call.page.person.id
        self.desk.calling.record(person_id, outcome, call.fence, number=call.number, **details)
        return {"person": person_id, "outcome": outcome, "promised": promised}

    # A promise

    def _promised(self, call: _OnCall) -> dict[str, Any] | None:
        """Ask for a dose; None if there is none, or no answer in time."""
        answer = next((each for each in self._answers(call) if each.granted), None)
        promise = self.rows.get(Promise, answer.promise_id) if answer is not None else None
        visit = self.rows.get(Appointment, promise.appointment_id) if promise is not None else None
        if promise is None or visit is None:
            return None
        return {
            "promise": promise.id,
            "code": visit.code,
            "dose": (promise.vaccine, promise.size),
            "arrive_by": promise.arrive_by.isoformat(),
            "minutes": call.line.candidate.callee.minutes,
        }

    def _answers(self, call: _OnCall) -> Iterator[Answer]:
        """What is answered of the first dose that seems free."""
        rows = {row.found.dose: row for row in self.desk.calling.overview().doses}
        later = call.page.later.id if call.page.later is not None else None
        for vaccine, size in self._free(call.line.candidate.doses)[:1]:
            row = next(each for dose, each in rows.items() if dose == (vaccine, size))
            minutes = call.line.candidate.callee.minutes
            arrive_by = self.desk.call_room.arrive_by(minutes, row.latest)
            yes = Yes(vaccine, size, 1, arrive_by, call.page.dose_kind, later)
            asked = self.desk.calling.promise(call.page.person, yes, call.fence, alone=not self.connected)
            found = self._answer(asked) if isinstance(asked, Requested) else asked
            if found is not None:
                yield found

    def _answer(self, asked: Requested) -> Answer | None:
        def answered() -> Answer | None:
            found = self.desk.calling.answer(asked)
            return None if found.granted is None else found

        return self._wait(answered)

    def _free(self, doses: Sequence[Portion]) -> list[Portion]:
        """Which of these can be promised, as far as this desk knows, the one of which there is most first."""
        allotted = {(each.vaccine, each.size): left for each, left in self.desk.calling.allotments() if left}
        if not self.connected:
            return [each for each in doses if each in allotted]
        evening = self.evening()
        spare = {dose: found.by_phone for dose, found in evening.of.items() if evening.room() > 0}
        free = {(dose.vaccine, dose.size): number for dose, number in spare.items() if number} | allotted
        return sorted((each for each in doses if each in free), key=lambda each: -free[each])

    def _call_off(self, wish: Wish) -> dict[str, Any]:
        """Somebody calls: they cannot come after all."""
        self.desk.calling.withdraw(wish["promise"], say(words.CALLED_OFF))
        return {}

    # Before the service goes

    def _stock_up(self, wish: Wish) -> dict[str, Any]:
        """Reserve the next people and some doses for this desk alone, for so many minutes."""
        calling = self.desk.calling
        while calling.go_on():
            pass
        overview = calling.overview()
        if overview.alarm or not overview.may_call.allowed:
            return {}
        asked = self.desk.stocking_up.ask(self.desk.operator_id, wish["minutes"])
        leases = [asked.reserving] if asked.reserving else []
        self._wait(lambda: None not in map(self._granted, [*leases, *asked.allotting]))
        # What was granted is there a moment later.
        self._wait(lambda: len(calling.allotments()) >= sum(map(bool, map(self._granted, asked.allotting))))
        self._wait(lambda: self._has_people() or not any(map(self._granted, leases)))
        held = self.desk.stocking_up.held()
        return {"people": held.people, "doses": held.doses} if held is not None else {}

    def _has_people(self) -> bool:
        held = self.desk.stocking_up.held()
        return held is not None and held.people > 0

    def _granted(self, command_id: str) -> bool | None:
        return self.desk.request_state(command_id).granted

    def _wait(self, asked: Callable[[], T | None]) -> T | None:
        """What this gives, once it gives something; None if it does not in time."""
        until = time.monotonic() + _ANSWER_S
        while True:
            self.follow()
            found = asked()
            if found is not None and found is not False:
                return found
            if time.monotonic() > until:
                return None
            time.sleep(_LOOK_S)
