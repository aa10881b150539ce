"""Facts that contradict each other: one truth in whatever order they arrive, and it goes when its cause goes."""

import itertools
from collections.abc import Iterator, Sequence
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
from tests.times import DAY
from tests.world import Place, World

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


def contradictions(world: World) -> list[tuple[str, bool]]:
    """The kind of each conflict, and whether somebody has to decide."""
    return [(conflict.conflict_kind, conflict.needs_decision) for conflict in conflicts(world)]


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


def arrived(world: World, places: Sequence[Place], order: tuple[int, ...]) -> None:
    """These desks send in this order; then everybody knows everything."""
    for number in order:
        places[number].push()
    settled(world)


def two_places(world: World) -> tuple[Place, Place]:
    """Two receptions, neither of which hears of what the other one does."""
    return world.place(), world.place()


def one_by_one(world: World, places: Sequence[Place], *times: str) -> Iterator[tuple[Place, str]]:
    """Each desk at a time of its own."""
    for place, time in zip(places, times, strict=True):
        world.wall.set(time)
        yield place, time


def admitted_twice(world: World) -> tuple[tuple[Place, Admission], tuple[Place, Admission]]:
    """Somebody is admitted at one desk, and a second later at another one; everybody knows of both."""
    booked = world.booked(world.person())
    one, other = two_places(world)
    first = admitted(one, booked.person_id)
    world.wall.go_on(seconds=1)
    second = admitted(other, booked.person_id)
    settled(world)
    return (one, first), (other, second)


def moved_and_cancelled(world: World) -> tuple[Appointment, Place, Place]:
    """An appointment, the desk that moves it to another time, and the one that cancels it; neither has sent."""
    booked = world.booked(world.person(registered_centre_id="KL"), "10:00")
    slot = world.slot("11:00")
    moving, cancelling = two_places(world)
    moving.desk.move(booked.id, offer(slot))
    cancelling.desk.cancel(booked.id, "will nicht")
    return booked, moving, cancelling


def corrected_alike(world: World) -> tuple[Person, Place, Place]:
    """Somebody for whom two desks enter the same new street; neither has sent."""
    person = world.person(registered_centre_id="KL", street="Alt")
    one, other = two_places(world)
    for place in (one, other):
        place.desk.change_person(person.id, {"street": "Neu"})
    return person, one, other


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
    places = two_places(small_world)
    for place, time in one_by_one(small_world, places, "09:41", "09:42"):
        place.desk.cancel(booked.id, f"angerufen um {time}")
    arrived(small_world, places, order)
    assert appointment(small_world, booked.id).cancel_reason == "angerufen um 09:41"


@BOTH_ORDERS
def test_the_earliest_leaving_counts(small_world: World, order: tuple[int, ...]) -> None:
    booked = small_world.booked(small_world.person())
    places = two_places(small_world)
    admission = admitted(places[0], booked.person_id)
    small_world.settle()
    for place, time in one_by_one(small_world, places, "09:45", "09:46"):
        place.desk.left(admission.encounter_id, f"gegangen um {time}")
    arrived(small_world, places, order)
    assert visit(small_world, admission.encounter_id).outcome_reason == "gegangen um 09:45"


@BOTH_ORDERS
def test_who_cancelled_and_came_is_here_and_it_is_noted(small_world: World, order: tuple[int, ...]) -> None:
    booked = small_world.booked(small_world.person())
    hotline, offline = places = two_places(small_world)
    hotline.desk.cancel(booked.id, "angerufen")
    admitted(offline, booked.person_id)
    arrived(small_world, places, order)
    assert appointment(small_world, booked.id).status is AppointmentStatus.CHECKED_IN
    assert conflict_kinds(small_world) == ["cancelled_but_present"]


@BOTH_ORDERS
def test_undone_and_cancelled_is_cancelled(small_world: World, order: tuple[int, ...]) -> None:
    booked = small_world.booked(small_world.person())
    front, hotline = places = two_places(small_world)
    admission = admitted(front, booked.person_id)
    small_world.settle()
    front.desk.undo(admission.encounter_id)
    hotline.desk.cancel(booked.id, "angerufen")
    arrived(small_world, places, order)
    assert appointment(small_world, booked.id).status is AppointmentStatus.CANCELLED
    assert conflicts(small_world) == []


def test_an_undone_check_in_is_superseded_by_nobody(small_world: World) -> None:
    (_, first), (other, second) = admitted_twice(small_world)
    assert visit(small_world, second.encounter_id).superseded_by_id == first.encounter_id
    other.desk.undo(second.encounter_id)
    settled(small_world)
    assert visit(small_world, second.encounter_id).superseded_by_id is None
    assert visit(small_world, first.encounter_id).state is EncounterState.ACTIVE
    assert conflicts(small_world) == []


def test_a_superseded_check_in_counts_when_the_earlier_one_is_undone(small_world: World) -> None:
    (one, first), (_, second) = admitted_twice(small_world)
    one.desk.undo(first.encounter_id)
    settled(small_world)
    standing = visit(small_world, second.encounter_id)
    assert (standing.state, standing.superseded_by_id) == (EncounterState.ACTIVE, None)
    assert conflicts(small_world) == []


@BOTH_ORDERS
def test_a_readmission_stands_though_the_first_admission_is_undone(small_world: World, order: tuple[int, ...]) -> None:
    booked = small_world.booked(small_world.person())
    one, other = places = two_places(small_world)
    first = admitted(one, booked.person_id)
    one.push()
    other.pull()
    again = other.desk.admit(booked.person_id, None, readmission_reason="von der Ärztin zurück")
    assert isinstance(again, Admission)
    one.desk.undo(first.encounter_id)
    arrived(small_world, places, order)
    assert visit(small_world, again.encounter_id).state is EncounterState.ACTIVE
    assert appointment(small_world, booked.id).status is AppointmentStatus.CHECKED_IN
    assert conflicts(small_world) == []


def test_a_cancellation_after_a_move_is_a_conflict_and_takes_nothing(world: World) -> None:
    booked, moving, cancelling = moved_and_cancelled(world)
    moving.push()
    [verdict] = cancelling.push().verdicts
    settled(world)
    assert verdict.effect is Effect.CONFLICT
    assert contradictions(world) == [("cancelled_and_moved", True)]
    old = appointment(world, booked.id)
    assert old.cancel_reason == "rebooked"
    assert appointment(world, old.replaced_by_id or "").status is AppointmentStatus.BOOKED


def test_a_move_after_a_cancellation_is_refused(world: World) -> None:
    booked, moving, cancelling = moved_and_cancelled(world)
    cancelling.push()
    [verdict] = moving.push().verdicts
    settled(world)
    assert (verdict.status, verdict.code) == (Status.REFUSED, "old_appointment_not_open")
    assert [each.id for each in world.state()["appointment"]] == [booked.id]
    assert conflicts(world) == []


def test_who_is_admitted_on_an_appointment_that_was_moved_is_somebodys_decision(world: World) -> None:
    booked = world.booked(world.person(registered_centre_id="KL"))
    slot = world.slot("12:00")
    offline, hotline = two_places(world)
    hotline.desk.move(booked.id, offer(slot))
    hotline.sync()
    admitted(offline, booked.person_id)
    settled(world)
    assert contradictions(world) == [("cancelled_but_present", True)]


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
    _, one, other = corrected_alike(world)
    one.push()
    [verdict] = other.push().verdicts
    settled(world)
    assert (verdict.status, verdict.effect) == (Status.RECORDED, Effect.NONE)
    assert conflicts(world) == []


def test_nothing_builds_on_a_change_that_says_nothing_new_any_more(small_world: World) -> None:
    person, one, other = corrected_alike(small_world)
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
    booked = small_world.booked(small_world.person())
    one, two, three, watching = (small_world.place() for _ in range(4))
    made = {}
    for place, _ in one_by_one(small_world, (one, two, three), "09:41", "09:42", "09:43"):
        made[place.name] = admitted(place, booked.person_id).encounter_id
    settled(small_world)
    for place in (two, three):
        place.desk.undo(made[place.name])
        place.push()
    late = checked_in_by_hand(three, booked.person_id, booked.id)
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
    offline, hotline = two_places(world)
    hotline.desk.cancel(booked.id, "angerufen")
    hotline.desk.book(second.id, slot.id, "KL:online", DoseKind.BOOSTER)
    hotline.sync()
    admission = admitted(offline, first.id)
    settled(world)
    assert conflict_kinds(world) == ["cancelled_but_present", "over_capacity"]
    offline.desk.undo(admission.encounter_id)
    settled(world)
    assert conflicts(world) == []
