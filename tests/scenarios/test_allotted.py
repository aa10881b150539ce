"""What a desk was allotted it promises without asking: what is one too many is kept, and told (callup 40)."""

from typing import cast

import pytest
from pydantic import ValidationError

from empfang.commands.granting import NewAppointment
from empfang.commands.promised import ToPromise
from empfang.commands.promising import PromiseFromAllotment, WithdrawPromise
from empfang.model import Allotment, Conflict, DoseKind, PromiseState
from empfang.protocol import Effect, Status
from tests.scenarios.leftover import allotted, asked, centre, promises, to_promise, vial, waiting
from tests.scenarios.test_contradictions import recorded, settled
from tests.times import at
from tests.world import Place, World


def given_away(place: Place, wanted: ToPromise, of: Place | None = None) -> None:
    """A desk promises a dose without asking, from its own allotment or another desk's."""
    desk_id = (of or place).id
    known = [cast(Allotment, each) for each in place.records(Allotment)]
    [own] = [each for each in known if each.desk_id == desk_id]
    recorded(place, PromiseFromAllotment(wanted=wanted, allotment_id=own.id))


def alarms(world: World) -> list[str]:
    """Whom somebody must look at, because one dose too many was promised."""
    found = [cast(Conflict, each) for each in world.state()["conflict"]]
    return sorted(each.person_id for each in found if each.conflict_kind == "promised_too_many")


def with_allotment(world: World, doses: int, number: int) -> tuple[Place, Place]:
    """Two desks, of which the first has so many of the doses for itself until half past six."""
    centre(world)
    here, there = world.place(), world.place()
    vial(there, drawn=doses)
    settled(world)
    assert allotted(here, number, minutes=30).status is Status.GRANTED
    settled(world)
    return here, there


def test_what_was_allotted_is_promised_without_a_network_and_nothing_is_too_many(world: World) -> None:
    here, there = with_allotment(world, doses=3, number=2)
    one, other, third, fourth = waiting(world, 4)
    for person in (one, other):
        given_away(here, to_promise(person))
    assert asked(there, to_promise(third)).status is Status.GRANTED
    assert asked(there, to_promise(fourth)).code == "no_dose_left"
    settled(world)
    assert [each.state for each in promises(world)] == [PromiseState.OPEN] * 3
    assert alarms(world) == []
    world.assert_all_equal()


def test_one_more_than_was_allotted_is_kept_and_somebody_must_look(world: World) -> None:
    here, _ = with_allotment(world, doses=1, number=1)
    one, other = waiting(world, 2)
    given_away(here, to_promise(one))
    wanted = to_promise(other)
    given_away(here, wanted)
    verdict = here.push().verdicts[-1]
    assert (verdict.status, verdict.effect) == (Status.RECORDED, Effect.FULL)
    settled(world)
    assert alarms(world) == [other.id]
    recorded(here, WithdrawPromise(promise_id=wanted.promise_id, person_id=other.id))
    settled(world)
    assert alarms(world) == []


def test_nobody_gives_away_what_another_desk_was_allotted_without_an_alarm(world: World) -> None:
    here, there = with_allotment(world, doses=1, number=1)
    [person] = waiting(world, 1)
    given_away(there, to_promise(person), of=here)
    settled(world)
    assert alarms(world) == [person.id]


@pytest.mark.parametrize("taken", [True, False])
def test_what_becomes_known_only_after_its_end_is_an_alarm_if_the_dose_is_somebody_elses(
    world: World, *, taken: bool
) -> None:
    here, there = with_allotment(world, doses=1, number=1)
    one, other = waiting(world, 2)
    given_away(here, to_promise(one))
    world.wall.go_on(minutes=31)
    if taken:
        assert asked(there, to_promise(other, at("19:00"))).status is Status.GRANTED
    settled(world)
    assert alarms(world) == ([one.id] if taken else [])


def test_a_place_for_the_second_dose_is_asked_for(world: World) -> None:
    [person] = waiting(world, 1)
    slot = world.slot("10:00")
    second = NewAppointment(
        appointment_id="s", person_id=person.id, centre_id="KL", slot_id=slot.id, contingent_id="KL:online",
        dose_kind=DoseKind.SECOND,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="a place is asked for"):
        PromiseFromAllotment(wanted=to_promise(person, second=second), allotment_id="a")
