"""Klärfälle are decided: the latest decision counts everywhere, and all are kept."""

from typing import cast

import pytest

from empfang.audit import events
from empfang.commands.cancelling import CancelAppointment
from empfang.commands.conflict import OPEN, ResolveConflict
from empfang.commands.visit import CheckIn, UndoCheckIn
from empfang.model import Conflict, Person
from empfang.protocol import Effect, Status
from tests.scenarios.test_contradictions import BOTH_ORDERS, conflicts, recorded, settled
from tests.times import DAY
from tests.world import Place, World


def changed_twice(world: World) -> tuple[Place, Place, Conflict]:
    """Two desks offline have changed the same street; both know that it has to be decided."""
    person = world.person(registered_centre_id="KL", street="Alt")
    one, other = world.place(), world.place()
    one.desk.change_person(person.id, {"street": "Eins"})
    other.desk.change_person(person.id, {"street": "Zwei"})
    settled(world)
    [conflict] = conflicts(world)
    return one, other, conflict


def decided(place: Place, conflict: Conflict, choice: str) -> None:
    recorded(
        place,
        ResolveConflict(conflict_id=conflict.id, person_id=conflict.person_id, choice=choice, field="street"),
    )


def street(world: World) -> str:
    [person] = [cast(Person, each) for each in world.state()["person"]]
    return person.street


@pytest.mark.parametrize(
    ("choice", "value"), [("mine", "Zwei"), ("theirs", "Eins"), ("base", "Alt"), ("noted", "Eins")]
)
def test_the_choice_writes_the_value_everywhere(world: World, choice: str, value: str) -> None:
    one, other, conflict = changed_twice(world)
    world.wall.go_on(minutes=5)
    decided(one, conflict, choice)
    [verdict] = one.push().verdicts
    settled(world)
    [after] = conflicts(world)
    assert (verdict.status, verdict.effect) == (Status.RECORDED, Effect.FULL)
    assert (after.open, after.decision, after.decided_desk_id, after.decided_operator_id, after.decided_at) == (
        False, choice, one.id, "op-1", world.wall.moment,
    )  # fmt: skip
    assert street(world) == value
    assert [place.desk.shift().open_conflicts for place in (one, other)] == [0, 0]


@BOTH_ORDERS
def test_of_two_offline_decisions_the_later_counts_and_both_are_kept(world: World, order: tuple[int, ...]) -> None:
    one, other, conflict = changed_twice(world)
    places = [one, other]
    for place, choice in ((one, "mine"), (other, "base")):
        world.wall.go_on(minutes=5)
        decided(place, conflict, choice)
    effects = {}
    for number in order:
        [verdict] = places[number].push().verdicts
        effects[number] = (verdict.effect, verdict.code, verdict.number is None)
    settled(world)
    [after] = conflicts(world)
    assert (after.decision, after.decided_desk_id, street(world)) == ("base", other.id, "Alt")
    overtaken = (Effect.NONE, "decided_later", True) if order == (1, 0) else (Effect.FULL, None, False)
    assert effects == {0: overtaken, 1: (Effect.FULL, None, False)}
    with world.database.reading() as cursor:
        for place in places:
            trail = events(cursor, world.database.flavour, f"desk:{place.id}")
            assert (trail[-1].action, trail[-1].fields) == ("resolve_conflict:recorded", "street")


@BOTH_ORDERS
def test_of_two_decisions_at_the_same_moment_every_order_takes_the_same(
    small_world: World, order: tuple[int, ...]
) -> None:
    one, other, conflict = changed_twice(small_world)
    places = [one, other]
    for place, choice in ((one, "mine"), (other, "base")):
        decided(place, conflict, choice)
    for number in order:
        places[number].push()
    settled(small_world)
    assert (conflicts(small_world)[0].decision, street(small_world)) == ("base", "Alt")


def test_a_decision_taken_back_is_open_again_with_the_value_that_stood(world: World) -> None:
    one, other, conflict = changed_twice(world)
    for place, choice in ((one, "mine"), (other, OPEN)):
        world.wall.go_on(minutes=1)
        decided(place, conflict, choice)
        settled(world)
    assert (conflicts(world)[0].open, street(world)) == (True, "Eins")
    assert one.desk.shift().open_conflicts == 1
    world.wall.go_on(minutes=1)
    decided(one, conflict, "base")
    settled(world)
    assert (conflicts(world)[0].open, street(world)) == (False, "Alt")


def test_a_decision_whose_value_is_there_writes_no_person(world: World) -> None:
    one, _, conflict = changed_twice(world)
    before = world.state()["person"]
    decided(one, conflict, "theirs")
    settled(world)
    assert world.state()["person"] == before


def test_a_decision_about_what_is_not_known_changes_nothing(world: World) -> None:
    person = world.person(registered_centre_id="KL")
    place = world.place()
    unknown = recorded(place, ResolveConflict(conflict_id="nothing", person_id=person.id, choice="noted"))
    assert unknown.applied is not None
    assert (unknown.applied.effect, unknown.applied.code) == (Effect.NONE, "conflict_unknown")
    [verdict] = place.push().verdicts
    assert (verdict.status, verdict.effect, verdict.code) == (Status.RECORDED, Effect.NONE, "conflict_unknown")
    settled(world)
    assert conflicts(world) == []


def test_a_decision_about_somebody_else_s_conflict_changes_nothing(small_world: World) -> None:
    one, _, conflict = changed_twice(small_world)
    payload = ResolveConflict(conflict_id=conflict.id, person_id="somebody-else", choice="noted")
    applied = recorded(one, payload).applied
    assert applied is not None
    assert applied.code == "conflict_unknown"
    settled(small_world)
    assert conflicts(small_world)[0].open


def cancelled_and_here(world: World, place: Place, *visits: str) -> Conflict:
    """Somebody was let in although the appointment is cancelled."""
    booked = world.booked(world.person(registered_centre_id="KL"))
    place.pull()
    for visit in visits:
        recorded(
            place,
            CheckIn(
                encounter_id=visit, person_id=booked.person_id, appointment_id=booked.id, centre_id="KL", day=DAY,
                day_number=f"1-{visit}",
            ),
        )  # fmt: skip
    recorded(place, CancelAppointment(appointment_id=booked.id, person_id=booked.person_id))
    settled(world)
    [conflict] = [each for each in conflicts(world) if each.conflict_kind == "cancelled_but_present"]
    return conflict


def test_a_decision_stays_when_another_visit_joins_and_goes_with_the_last_it_was_about(world: World) -> None:
    place = world.place()
    conflict = cancelled_and_here(world, place, "a", "b")
    recorded(
        place, ResolveConflict(conflict_id=conflict.id, person_id=conflict.person_id, choice="noted", about=("a",))
    )
    recorded(
        place,
        CheckIn(
            encounter_id="c", person_id=conflict.person_id, appointment_id=conflict.appointment_id or "",
            centre_id="KL", day=DAY, day_number="1-c",
        ),
    )  # fmt: skip
    settled(world)
    [now] = [each for each in conflicts(world) if each.id == conflict.id]
    assert (now.open, now.decision, now.facts["encounters"]) == (False, "noted", ["a", "b", "c"])
    recorded(place, UndoCheckIn(encounter_id="a", person_id=conflict.person_id, day=DAY))
    settled(world)
    [now] = [each for each in conflicts(world) if each.id == conflict.id]
    assert (now.open, now.decision, now.decided_at, now.facts["encounters"]) == (True, "", None, ["b", "c"])


def test_a_visit_taken_back_leaves_no_question_about_its_appointment(world: World) -> None:
    place = world.place()
    person = world.person(registered_centre_id="KL")
    place.pull()
    fact = CheckIn(
        encounter_id="a", person_id=person.id, appointment_id="nowhere", centre_id="KL", day=DAY, day_number="1-001"
    )
    recorded(place, fact)
    settled(world)
    assert [each.conflict_kind for each in conflicts(world)] == ["appointment_unknown"]
    recorded(place, UndoCheckIn(encounter_id="a", person_id=person.id, day=DAY))
    settled(world)
    assert conflicts(world) == []
