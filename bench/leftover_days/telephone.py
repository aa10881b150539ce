"""People who are called, what they answer, and who comes: by the rules of calling, with answers drawn by the seed."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bench.leftover_days.house import Balance
from bench.leftover_days.settings import Settings, moment
from bench.leftover_days.visitors import Visitor, drawn_way
from bench.leftover_days.waiting_list import waiting_list
from empfang.replay.answers import CALL_BACK, IN_VAIN, NO
from empfang.rules.call_candidates import Callee, Lease, Stock, candidates
from empfang.rules.call_hours import CallHours, may_call
from empfang.rules.call_order import CallLine, Order, call_list, next_of
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.call_state import Attempt, follow
from empfang.rules.leftover_day import Promise
from empfang.rules.vials import Dose
from tests.times import DAY

_LEASE = timedelta(minutes=3)
_UNTIL_DEPARTURE = 8
"""Minutes that the person is told they have, besides the way."""


@dataclass(slots=True)
class Call:
    """A call that somebody is on until a minute; `yes`: the person would come."""

    operator: str
    line: CallLine
    ends: int
    outcome: CallOutcome

    @property
    def yes(self) -> bool:
        """Whether the person would come."""
        return self.outcome is CallOutcome.PROMISED


@dataclass(slots=True)
class Expected:
    """Somebody who was promised a dose; `comes_at`: None if they do not come."""

    promise: Promise
    visitor: Visitor
    comes_at: int | None
    here: bool = False


@dataclass(slots=True)
class Telephone:
    """Callers at work. `promises`: everything that was promised."""

    seed: int
    settings: Settings
    balance: Balance
    people: dict[str, Callee] = field(default_factory=lambda: {each.person_id: each for each in waiting_list()})
    calls: list[Call] = field(default_factory=list)
    promises: list[Expected] = field(default_factory=list)
    _answers: dict[str, random.Random] = field(default_factory=dict)
    _number: int = 0

    @property
    def free(self) -> list[str]:
        """Callers who are on no call."""
        busy = {each.operator for each in self.calls}
        return [each for each in map(str, range(self.settings.calling.callers)) if each not in busy]

    def dial(self, operator: str, minute: int, here_by: Mapping[Dose, int], free: frozenset[Dose]) -> bool:
        """Call whoever is next; False: there is nobody. `here_by`: when somebody has to be here for a dose."""
        now = moment(minute)
        if not may_call(now, CallHours()).allowed:
            return False
        stock = Stock({dose: moment(by) for dose, by in here_by.items()}, frozenset(free))
        leases = [Lease(each.line.person_id, each.operator, now + _LEASE) for each in self.calls]
        found = candidates(self.people.values(), stock, now, leases)
        line = next_of(call_list(found.possible, stock, Order(str(self.seed)), now), stock, operator, now)
        if not isinstance(line, CallLine):
            return False
        outcome, took = self._answer(line.person_id)
        self.calls.append(Call(operator, line, minute + took, outcome))
        self.balance.calls += 1
        return True

    def ended(self, minute: int) -> list[Call]:
        """Calls that end now; each must be noted."""
        over = [each for each in self.calls if each.ends <= minute]
        self.calls = [each for each in self.calls if each.ends > minute]
        return over

    def note(self, call: Call, minute: int, outcome: CallOutcome) -> None:
        """What came of it."""
        callee = self.people[call.line.person_id]
        self._number += 1
        attempt = Attempt(
            id=f"{self._number:06}",
            occurred_at=moment(minute),
            on=DAY,
            outcome=outcome,
            operator_id=call.operator,
            number=call.line.candidate.call.number if call.line.candidate.call else "",
            vaccines=call.line.candidate.vaccines[:1],
            callback_at=moment(minute) + CALL_BACK if outcome is CallOutcome.CALLBACK else None,
            reason="simulated" if outcome is CallOutcome.MEDICALLY_NOT else "",
        )
        self.people[callee.person_id] = replace(callee, state=follow(callee.state, attempt))

    def promise(self, call: Call, minute: int, dose: Dose, here_by: int) -> None:
        """Promise this dose to whom the call was with; whether and when they come is drawn."""
        callee = call.line.candidate.callee
        answers = self._of(callee.person_id)
        way = callee.minutes or 0
        told = min(minute + way + _UNTIL_DEPARTURE, here_by)
        comes = answers.random() < self.settings.calling.shows
        arrives = minute + round(way * answers.uniform(0.8, 1.2) + answers.uniform(2, 12))
        otherwise = next((Dose(*each) for each in call.line.candidate.doses if Dose(*each) != dose), None)
        visitor = Visitor(None, dose, arrives, drawn_way(answers), otherwise)
        promise = Promise(moment(told), dose, comes=self.settings.calling.shows)
        self.promises.append(Expected(promise, visitor, arrives if comes else None))
        self.balance.promised += 1
        self.note(call, minute, CallOutcome.PROMISED)

    def arrived(self, minute: int) -> list[Visitor]:
        """Those of the promised who arrive now."""
        found = [each for each in self.promises if each.comes_at == minute and not each.here]
        for each in found:
            each.here = True
        return [each.visitor for each in found]

    def open_promises(self) -> tuple[Promise, ...]:
        """Of those who are not here yet."""
        return tuple(each.promise for each in self.promises if not each.here)

    def _answer(self, person_id: str) -> tuple[CallOutcome, int]:
        answers, calling = self._of(person_id), self.settings.calling
        reached, accepts = answers.random() < calling.reached, answers.random() < calling.accepts
        if not reached:
            return answers.choices(list(IN_VAIN), list(IN_VAIN.values()))[0], self.settings.ring
        if not accepts:
            return answers.choices(list(NO), list(NO.values()))[0], self.settings.talk
        return CallOutcome.PROMISED, self.settings.talk

    def _of(self, person_id: str) -> random.Random:
        """What somebody answers does not depend on who else was called."""
        return self._answers.setdefault(person_id, random.Random(f"{self.seed}|{person_id}"))
