"""Facts that contradict each other: one truth in whatever order they arrive, and it goes when its cause goes."""

import itertools
from typing import cast

import pytest

from empfang.commands.base import Payload
from empfang.commands.person import ChangePerson, FieldPatch
from empfang.commands.visit import CheckIn
from empfang.desk import Admission, MoveOffer
from empfang.model import Appointment, AppointmentStatus, Conflict, DoseKind, Encounter, EncounterState, Person, Slot
from empfang.protocol import Effect, Status
from empfang.store.store import Recorded, Stamp
from tests.scenarios.test_twice import admitted, visits
from tests.world import DAY, Place, World

BOTH_ORDERS = pytest.mark.parametrize("order", list(itertools.permutations(range(2))))


def recorded(place: Place, payload: Payload) -> Recorded:
    """A command for which the desk has no function of its own, or not in this state."""
    moment = place.wall.moment
    with place.store.writing() as writing:
        return writing.record(payload, Stamp(place.id, "op-1", moment, moment))


def offer(slot: Slot) -> MoveOffer:
    """A place of this slot, offered by hand."""
    return MoveOffer(slot.id, "KL:online", slot.start, 1)


def conflicts(world: World) -> list[Conflict]:
    """What contradicts, as the service knows it."""
    return [cast(Conflict, each) for each in world.state()["conflict"]]


def conflict_kinds(world: World) -> list[str]:
    """The kinds of conflicts there are."""
    return sorted(conflict.conflict_kind for conflict in conflicts(world))


def appointment(world: World, appointment_id: str) -> Appointment:
    """The appointment as the service knows it."""
    return next(cast(Appointment, each) for each in world.state()["appointment"] if each.id == appointment_id)


def visit(world: World, encounter_id: str) -> Encounter:
    """The visit as the service knows it."""
    return next(cast(Encounter, each) for each in world.state()["encounter"] if each.id == encounter_id)


def settled(world: World) -> None:
    """Everybody sends and fetches everything, and all show the same."""
    world.settle()
    world.settle()
    world.assert_all_equal()


def checked_in_by_hand(place: Place, person_id: str, appointment_id: str) -> str:
    """The visit of somebody whom the desk admits without having heard of anything."""
    payload = CheckIn(
        encounter_id="by-hand", person_id=person_id, appointment_id=appointment_id, centre_id="KL", day=DAY,
        day_number="3-009",
    )  # fmt: skip
    recorded(place, payload)
    return payload.encounter_id


@BOTH_ORDERS
def test_the_earliest_cancellation_counts(small_world: World, order: tuple[int, ...]) -> None:
    booked = small_world.booked(small_world.person())
    places = [small_world.place(), small_world.place()]
    for place, clock in zip(places, ("09:41", "09:42"), strict=True):
        small_world.wall.set(clock)
        place.desk.cancel(booked.id, f"angerufen um {clock}")
    for number in order:
        places[number].push()
    settled(small_world)
    assert appointment(small_world, booked.id).cancel_reason == "angerufen um 09:41"


@BOTH_ORDERS
def test_the_earliest_leaving_counts(small_world: World, order: tuple[int, ...]) -> None:
    person = small_world.person()
    small_world.booked(person)
    places = [small_world.place(), small_world.place()]
    admission = admitted(places[0], person.id)
    small_world.settle()
    for place, clock in zip(places, ("09:45", "09:46"), strict=True):
        small_world.wall.set(clock)
        place.desk.left(admission.encounter_id, f"gegangen um {clock}")
    for number in order:
        places[number].push()
    settled(small_world)
    assert visit(small_world, admission.encounter_id).outcome_reason == "gegangen um 09:45"


@BOTH_ORDERS
def test_who_cancelled_and_came_is_here_and_it_is_noted(small_world: World, order: tuple[int, ...]) -> None:
    person = small_world.person()
    booked = small_world.booked(person)
    hotline, offline = places = [small_world.place(), small_world.place()]
    hotline.desk.cancel(booked.id, "angerufen")
    admitted(offline, person.id)
    for number in order:
        places[number].push()
    settled(small_world)
    assert appointment(small_world, booked.id).status is AppointmentStatus.CHECKED_IN
    assert conflict_kinds(small_world) == ["cancelled_but_present"]


@BOTH_ORDERS
def test_undone_and_cancelled_is_cancelled(small_world: World, order: tuple[int, ...]) -> None:
    person = small_world.person()
    booked = small_world.booked(person)
    front, hotline = places = [small_world.place(), small_world.place()]
    admission = admitted(front, person.id)
    small_world.settle()
    front.desk.undo(admission.encounter_id)
    hotline.desk.cancel(booked.id, "angerufen")
    for number in order:
        places[number].push()
    settled(small_world)
    assert appointment(small_world, booked.id).status is AppointmentStatus.CANCELLED
    assert conflicts(small_world) == []


def test_an_undone_check_in_is_superseded_by_nobody(small_world: World) -> None:
    person = small_world.person()
    small_world.booked(person)
    one, other = small_world.place(), small_world.place()
    first = admitted(one, person.id)
    small_world.wall.go_on(seconds=1)
    second = admitted(other, person.id)
    settled(small_world)
    assert visit(small_world, second.encounter_id).superseded_by_id == first.encounter_id
    other.desk.undo(second.encounter_id)
    settled(small_world)
    assert visit(small_world, second.encounter_id).superseded_by_id is None
    assert visit(small_world, first.encounter_id).state is EncounterState.ACTIVE
    assert conflicts(small_world) == []


def test_a_superseded_check_in_counts_when_the_earlier_one_is_undone(small_world: World) -> None:
    person = small_world.person()
    small_world.booked(person)
    one, other = small_world.place(), small_world.place()
    first = admitted(one, person.id)
    small_world.wall.go_on(seconds=1)
    second = admitted(other, person.id)
    settled(small_world)
    one.desk.undo(first.encounter_id)
    settled(small_world)
    standing = visit(small_world, second.encounter_id)
    assert (standing.state, standing.superseded_by_id) == (EncounterState.ACTIVE, None)
    assert conflicts(small_world) == []


@BOTH_ORDERS
def test_a_readmission_stands_though_the_first_admission_is_undone(small_world: World, order: tuple[int, ...]) -> None:
    person = small_world.person()
    booked = small_world.booked(person)
    one, other = places = [small_world.place(), small_world.place()]
    first = admitted(one, person.id)
    one.push()
    other.pull()
    again = other.desk.admit(person.id, None, readmission_reason="von der Ärztin zurück")
    assert isinstance(again, Admission)
    one.desk.undo(first.encounter_id)
    for number in order:
        places[number].push()
    settled(small_world)
    assert visit(small_world, again.encounter_id).state is EncounterState.ACTIVE
    assert appointment(small_world, booked.id).status is AppointmentStatus.CHECKED_IN
    assert conflicts(small_world) == []


def test_a_cancellation_after_a_move_is_a_conflict_and_takes_nothing(world: World) -> None:
    booked = world.booked(world.person(registered_centre_id="KL"), "10:00")
    slot = world.slot("11:00")
    one, other = world.place(), world.place()
    one.desk.move(booked.id, offer(slot))
    other.desk.cancel(booked.id, "will nicht")
    one.push()
    [verdict] = other.push().verdicts
    settled(world)
    assert verdict.effect is Effect.CONFLICT
    assert [(each.conflict_kind, each.needs_decision) for each in conflicts(world)] == [("cancelled_and_moved", True)]
    old = appointment(world, booked.id)
    assert old.cancel_reason == "rebooked"
    assert appointment(world, old.replaced_by_id or "").status is AppointmentStatus.BOOKED


def test_a_move_after_a_cancellation_is_refused(world: World) -> None:
    booked = world.booked(world.person(registered_centre_id="KL"), "10:00")
    slot = world.slot("11:00")
    one, other = world.place(), world.place()
    one.desk.move(booked.id, offer(slot))
    other.desk.cancel(booked.id, "will nicht")
    other.push()
    [verdict] = one.push().verdicts
    settled(world)
    assert (verdict.status, verdict.code) == (Status.REFUSED, "old_appointment_not_open")
    assert [each.id for each in world.state()["appointment"]] == [booked.id]
    assert conflicts(world) == []


def test_who_is_admitted_on_an_appointment_that_was_moved_is_somebodys_decision(world: World) -> None:
    person = world.person(registered_centre_id="KL")
    booked = world.booked(person)
    slot = world.slot("12:00")
    offline, hotline = world.place(), world.place()
    hotline.desk.move(booked.id, offer(slot))
    hotline.sync()
    admitted(offline, person.id)
    settled(world)
    assert [(each.conflict_kind, each.needs_decision) for each in conflicts(world)] == [("cancelled_but_present", True)]


def test_a_check_in_on_somebody_elses_appointment_leaves_it_alone(world: World) -> None:
    owner, other = world.person("Erst, A"), world.person("Zweit, B")
    booked = world.booked(owner)
    world.booked(other)
    place = world.place()
    made = checked_in_by_hand(place, other.id, booked.id)
    settled(world)
    assert appointment(world, booked.id).status is AppointmentStatus.BOOKED
    assert [(each.conflict_kind, each.person_id) for each in conflicts(world)] == [("appointment_unknown", other.id)]
    assert [each.id for each in visits(place)] == [made]


def test_two_who_enter_the_same_new_value_agree(world: World) -> None:
    person = world.person(registered_centre_id="KL", street="Alt")
    one, other = world.place(), world.place()
    for place in (one, other):
        place.desk.change_person(person.id, {"street": "Neu"})
    one.push()
    [verdict] = other.push().verdicts
    settled(world)
    assert (verdict.status, verdict.effect) == (Status.RECORDED, Effect.NONE)
    assert conflicts(world) == []


def test_nothing_builds_on_a_change_that_says_nothing_new_any_more(small_world: World) -> None:
    person = small_world.person(registered_centre_id="KL", street="Alt")
    one, other = small_world.place(), small_world.place()
    one.desk.change_person(person.id, {"street": "Neu"})
    other.desk.change_person(person.id, {"street": "Neu"})
    other.push()
    one.pull()
    patch = FieldPatch(old="", new="Trier")
    later = recorded(one, ChangePerson(person_id=person.id, centre_id="KL", changes={"town": patch}))
    assert later.command.needs == ()
    settled(small_world)
    [known] = [cast(Person, each) for each in small_world.state()["person"]]
    assert (known.street, known.town) == ("Neu", "Trier")


@pytest.mark.parametrize("again", ["one page", "snapshot"])
def test_a_double_check_in_that_went_and_came_again_is_shown_as_it_is_now(small_world: World, again: str) -> None:
    person = small_world.person()
    booked = small_world.booked(person)
    one, two, three, watching = (small_world.place() for _ in range(4))
    made = {}
    for place, clock in ((one, "09:41"), (two, "09:42"), (three, "09:43")):
        small_world.wall.set(clock)
        made[place.name] = admitted(place, person.id).encounter_id
    settled(small_world)
    for place in (two, three):
        place.desk.undo(made[place.name])
        place.push()
    late = checked_in_by_hand(three, person.id, booked.id)
    three.push()
    if again == "snapshot":
        watching.download()
    for place in small_world.places:
        place.pull()
    small_world.assert_all_equal()
    assert [each.facts["encounters"] for each in conflicts(small_world)] == [[made[one.name], late]]


def test_the_alarm_of_a_taken_place_ends_when_the_admission_is_undone(world: World) -> None:
    first, second = world.person("Erst, A"), world.person("Zweit, B", registered_centre_id="KL")
    slot = world.slot("09:40")
    booked = world.booked(first, slot_id=slot.id, contingent_id="KL:online")
    offline, hotline = world.place(), world.place()
    hotline.desk.cancel(booked.id, "angerufen")
    hotline.desk.book(second.id, slot.id, "KL:online", DoseKind.BOOSTER)
    hotline.sync()
    admission = admitted(offline, first.id)
    settled(world)
    assert conflict_kinds(world) == ["cancelled_but_present", "over_capacity"]
    offline.desk.undo(admission.encounter_id)
    settled(world)
    assert conflicts(world) == []
