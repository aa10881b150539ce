"""The whole last hour without the service: two desks call on from what they were given before, and one of them crashes.

Afterwards nothing is promised twice and nothing is lost (callup 40, 41). Each seed is another evening.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import cast

import pytest

from empfang.desk import Answer, Yes
from empfang.model import Allotment, CallAttempt, Conflict, DoseKind, Operator, Person, Phone, PromiseState
from empfang.rules.call_order import CallLine
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.vials import Dose
from tests.scenarios.leftover import centre, promises, waiting, waits
from tests.scenarios.test_calling import list_of
from tests.scenarios.test_contradictions import settled
from tests.scenarios.test_restore import of_kind
from tests.times import at
from tests.world import Place, World

COM = Dose("COM")
PEOPLE, BLOCK, MINUTES = 16, 7, 120
GONE, BACK = "17:30", "20:05"
"""The doors close at 20:00."""
CAME_OF_IT = (
    CallOutcome.PROMISED, CallOutcome.PROMISED, CallOutcome.PROMISED, CallOutcome.NO_ANSWER, CallOutcome.MAILBOX,
    CallOutcome.BUSY, CallOutcome.NOT_TODAY, CallOutcome.NEVER_AGAIN,
)  # fmt: skip


@dataclass
class Caller:
    """Somebody on the telephone at a desk, and what they said and were told."""

    place: Place
    operator_id: str
    draw: Random
    attempts: set[str] = field(default_factory=set)
    promised: dict[str, int] = field(default_factory=dict)
    """Promises that somebody was told of, with the number of doses."""
    withdrawn: set[str] = field(default_factory=set)

    def starts(self) -> None:
        """The program was started, for the first time or again."""
        self.place.desk.sign_in(self.operator_id)
        list_of(self.place)

    def stocks_up(self, doses: int) -> None:
        """Some people, whom the other desk may ask for at the same moment, and some doses, for this desk alone."""
        calling = self.place.desk.calling
        free = self.draw.sample(list(calling.page().lines), BLOCK)
        people = self.place.desk.call_room.people([each.person_id for each in free])
        calling.ask_for([people[each.person_id] for each in free], MINUTES)
        calling.allot(COM, doses, MINUTES)

    def calls(self) -> None:
        """Call whoever is next; nobody is dialled without the right to."""
        list_of(self.place)
        calling = self.place.desk.calling
        calling.is_alone = lambda: True
        line = calling.next()
        if not isinstance(line, CallLine):
            return
        lease, call = calling.lease(line.person_id), line.candidate.call
        assert lease is not None
        assert call is not None
        person = self.place.desk.call_room.people([line.person_id])[line.person_id]
        outcome = self.draw.choice(CAME_OF_IT)
        if outcome is CallOutcome.PROMISED:
            outcome = self.says_yes(person, lease.fence)
        self.attempts.add(calling.record(person.id, outcome, lease.fence, number=call.number))

    def says_yes(self, person: Person, fence: int) -> CallOutcome:
        """Promised from the allotment at once; else they are told that there is none."""
        persons = self.draw.choice((1, 1, 1, 2))
        yes = Yes("COM", "full", persons, at("19:20"), DoseKind.BOOSTER)
        answer = self.place.desk.calling.promise(person, yes, fence, alone=True)
        if not isinstance(answer, Answer):
            return CallOutcome.STANDBY
        assert answer.granted is not None
        assert 0 < answer.granted <= persons
        self.promised[answer.promise_id] = answer.granted
        return CallOutcome.PROMISED

    def somebody_comes_or_not(self) -> None:
        """One of those who were promised a dose is here, or rings and does not come after all."""
        known = {each.promise.id: each.promise for each in self.place.desk.calling.overview().promises}
        open_ = [each for each in sorted(self.promised) if known[each].state is PromiseState.OPEN]
        if not open_:
            return
        promise = known[self.draw.choice(open_)]
        if self.draw.random() < 0.3:
            self.place.desk.calling.withdraw(promise.id, "kommt doch nicht")
            self.withdrawn.add(promise.id)
        else:
            self.place.desk.admit(promise.person_id, promise.appointment_id)


def evening(world: World, draw: Random) -> tuple[list[Caller], int]:
    """Half past five: two callers, each with people and doses of their own; how many doses there are."""
    world.put(*(Operator(id=f"op-{n}", name=f"Name, {n}", centre_ids=("KL",)) for n in (1, 2)))
    centre(world)
    world.wall.set("17:25")
    people = waiting(world, PEOPLE, standby=True, minutes_to_centre=15)
    for place, person in enumerate(people):
        # Half of them have a telephone with somebody else.
        number = f"+4963140{place // 2 if place < PEOPLE // 2 else place:04}"
        world.put(person.with_(phones=(Phone(number=number, kind="mobile"),)))
        waits(world, person, since=at("08:00"))
    callers = [Caller(world.place(), f"op-{n}", Random(draw.random())) for n in (1, 2)]
    doses = draw.randint(3, 9)
    callers[0].place.desk.doses.open_vial(COM, drawn=doses)
    settled(world)
    for each in callers:
        each.starts()
        each.stocks_up(draw.randint(1, 6))
    settled(world)
    world.wall.set(GONE)
    return callers, doses


def last_hour(world: World, callers: Sequence[Caller], draw: Random) -> None:
    """Until after the doors have closed, with a crash of one desk on the way."""
    crash = draw.randrange(10, 40)
    for step in range(45):
        world.wall.go_on(minutes=2)
        for each in callers:
            each.calls()
            if draw.random() < 0.4:
                each.somebody_comes_or_not()
        if step == crash:
            died = draw.choice(callers)
            died.place.restart()
            died.starts()
    world.wall.set(BACK)


def back_again(world: World, callers: Sequence[Caller], draw: Random) -> None:
    """The service answers again, one or the other first; some answers are lost, and it is sent again."""
    for each in draw.sample(list(callers), len(callers)):
        while each.place.unsent():
            each.place.push(limit=draw.choice((3, 7, 500)), lose_answer=draw.random() < 0.3)
    settled(world)
    world.assert_all_equal()


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_promised_twice_and_nothing_is_lost(world: World, seed: int) -> None:
    draw = Random(seed)
    callers, doses = evening(world, draw)
    last_hour(world, callers, draw)
    assert all(each.attempts and each.place.unsent() for each in callers), (
        "both have called, and nobody has heard of it"
    )
    back_again(world, callers, draw)

    attempts = [cast(CallAttempt, each) for each in world.state()["call_attempt"]]
    assert Counter(each.id for each in attempts) == Counter([one for each in callers for one in each.attempts])
    desks_of: dict[str, set[str]] = {}
    for each in attempts:
        desks_of.setdefault(each.number, set()).add(each.desk_id)
    assert {len(desks) for desks in desks_of.values()} == {1}, "nobody is called by both, nor one of their household"

    kept = promises(world)
    told = {promise: persons for each in callers for promise, persons in each.promised.items()}
    assert {each.id: each.persons for each in kept} == told
    withdrawn = {one for each in callers for one in each.withdrawn}
    assert {each.id for each in kept if each.state is PromiseState.WITHDRAWN} == withdrawn
    standing = [each for each in kept if each.state in {PromiseState.OPEN, PromiseState.KEPT}]
    assert len({each.person_id for each in standing}) == len(standing), "nobody has two"
    assert sum(each.persons for each in standing) <= doses

    for allotment in of_kind(callers[0].place, Allotment):
        mine = [each for each in standing if each.allotment_id == allotment.id]
        assert {each.desk_id for each in mine} <= {allotment.desk_id}
        assert sum(each.persons for each in mine) <= allotment.number - allotment.returned
    assert [cast(Conflict, each).conflict_kind for each in world.state()["conflict"]] == []


def test_these_evenings_are_not_all_alike(world: World) -> None:
    """Some promise all they have, some take something back, some are used up: or the others would show little."""
    draw = Random(3)
    callers, _ = evening(world, draw)
    last_hour(world, callers, draw)
    outcomes = Counter(each.outcome for caller in callers for each in of_kind(caller.place, CallAttempt))
    assert outcomes[CallOutcome.PROMISED]
    assert outcomes[CallOutcome.STANDBY], "more said yes than there was"
    assert any(each.withdrawn for each in callers)
