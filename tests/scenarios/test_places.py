"""Who gets a place: capacity, pairs, parties, opening moments; and what is refused names its reason."""

from typing import cast

import pytest
from pydantic import ValidationError

from empfang.commands.booking import Book
from empfang.commands.granting import NewAppointment
from empfang.model import Appointment, AppointmentStatus, Contingent, DoseKind, Person, Slot
from empfang.protocol import Status, Verdict
from tests.scenarios.test_contradictions import offer, recorded
from tests.times import at
from tests.world import Place, World

ONLINE = "KL:online"


def known(world: World, name: str = "Meier, Hannelore") -> Person:
    """A person of Kaiserslautern without an appointment."""
    return world.person(name, registered_centre_id="KL")


def wanted(
    person: Person, slot: Slot, name: str, kind: DoseKind = DoseKind.FIRST, series_id: str | None = None
) -> NewAppointment:
    """A place that is asked for, with a name of the test's as its id."""
    return NewAppointment(
        appointment_id=name, person_id=person.id, centre_id="KL", slot_id=slot.id, contingent_id=ONLINE,
        dose_kind=kind, series_id=series_id,
    )  # fmt: skip


def only_verdict(place: Place) -> Verdict:
    """What the service says to the only command that waits."""
    [verdict] = place.push().verdicts
    return verdict


def states(world: World) -> dict[str, AppointmentStatus]:
    """All appointments at the service."""
    return {each.id: cast(Appointment, each).status for each in world.state()["appointment"]}


def last_wish(place: Place) -> str:
    """The appointment that this desk asked for last."""
    return max(place.records(Appointment), key=lambda each: each.id).id


def test_a_second_dose_before_its_first_is_refused(world: World) -> None:
    person = known(world)
    early, late = world.slot("11:00", 2), world.slot("12:00", 2)
    place = world.place()
    first, second = wanted(person, late, "a1", series_id="s"), wanted(person, early, "a2", DoseKind.SECOND, "s")
    recorded(place, Book(appointments=(first, second)))
    assert only_verdict(place).code == "pair_order"
    assert states(world) == {}


def test_a_pair_in_order_is_granted(world: World) -> None:
    person = known(world)
    early, late = world.slot("11:00", 2), world.slot("12:00", 2)
    place = world.place()
    first, second = wanted(person, early, "a1", series_id="s"), wanted(person, late, "a2", DoseKind.SECOND, "s")
    recorded(place, Book(appointments=(first, second)))
    place.sync()
    assert states(world) == {"a1": AppointmentStatus.BOOKED, "a2": AppointmentStatus.BOOKED}
    world.assert_all_equal()


@pytest.mark.parametrize(
    ("moved", "to", "code"),
    [
        (DoseKind.FIRST, "12:00", "pair_order"),
        (DoseKind.FIRST, "10:30", None),
        (DoseKind.SECOND, "09:50", "pair_order"),
        (DoseKind.SECOND, "12:00", None),
    ],
)
def test_one_of_a_pair_is_not_moved_beyond_the_other(
    small_world: World, moved: DoseKind, to: str, code: str | None
) -> None:
    person = known(small_world)
    pair = {
        DoseKind.FIRST: small_world.booked(person, "10:00", series_id="s", dose_kind=DoseKind.FIRST),
        DoseKind.SECOND: small_world.booked(person, "11:00", series_id="s", dose_kind=DoseKind.SECOND),
    }
    slot = small_world.slot(to)
    place = small_world.place()
    place.desk.move(pair[moved].id, offer(slot))
    assert only_verdict(place).code == code


def test_moving_within_a_full_slot_needs_no_second_place(world: World) -> None:
    slot = world.slot("11:00", 1)
    old = world.booked(known(world), "11:00", slot_id=slot.id, contingent_id=ONLINE)
    place = world.place()
    place.desk.move(old.id, offer(slot))
    assert only_verdict(place).status is Status.GRANTED
    assert sorted(states(world).values()) == [AppointmentStatus.BOOKED, AppointmentStatus.CANCELLED]


def test_moving_into_a_slot_that_somebody_else_filled_is_refused_and_the_old_place_stays(world: World) -> None:
    slot = world.slot("11:00", 1)
    world.booked(world.person("Ott, Werner"), "11:00", slot_id=slot.id, contingent_id=ONLINE)
    old = world.booked(known(world), "10:00")
    place = world.place()
    place.desk.move(old.id, offer(slot))
    assert only_verdict(place).code == "contingent_used_up"
    place.pull()
    world.assert_all_equal()
    assert states(world)[old.id] is AppointmentStatus.BOOKED


@pytest.mark.parametrize(
    ("opens", "closes", "code"),
    [
        ("10:00", None, "contingent_not_open"), ("09:40", None, None), ("09:00", None, None),
        (None, "09:30", "contingent_closed"), (None, "09:40", "contingent_closed"), (None, "10:00", None),
    ],
)  # fmt: skip
def test_places_are_given_from_the_opening_moment_until_the_closing_one(
    small_world: World, opens: str | None, closes: str | None, code: str | None
) -> None:
    person = known(small_world)
    slot = small_world.slot("11:00")
    moments = {name: at(clock) for name, clock in (("opens_at", opens), ("closes_at", closes)) if clock}
    small_world.put(Contingent(id=ONLINE, centre_id="KL", name="online").with_(**moments))
    place = small_world.place()
    place.desk.book(person.id, slot.id, ONLINE, DoseKind.FIRST)
    assert only_verdict(place).code == code


@pytest.mark.parametrize(("start", "code"), [("09:35", "slot_over"), ("09:36", None)])
def test_a_slot_that_is_over_gives_no_place(small_world: World, start: str, code: str | None) -> None:
    person = known(small_world)
    slot = small_world.slot(start)
    place = small_world.place()
    place.desk.book(person.id, slot.id, ONLINE, DoseKind.FIRST)
    assert only_verdict(place).code == code


@pytest.mark.parametrize(("capacity", "booked"), [(1, 0), (2, 2)])
def test_a_party_takes_as_many_places_as_it_has_members_or_none(world: World, capacity: int, booked: int) -> None:
    slot = world.slot("11:00", capacity)
    members = [known(world, name) for name in ("Kaya, Emine", "Kaya, Deniz")]
    place = world.place()
    recorded(place, Book(appointments=tuple(wanted(each, slot, f"of {each.id}") for each in members)))
    place.sync()
    assert list(states(world).values()) == [AppointmentStatus.BOOKED] * booked
    world.assert_all_equal()


def test_two_desks_book_the_same_person_into_a_slot_and_one_is_refused(world: World) -> None:
    person = known(world)
    slot = world.slot("11:00", 2)
    one, other = world.place(), world.place()
    for place in (one, other):
        place.desk.book(person.id, slot.id, ONLINE, DoseKind.FIRST)
    assert only_verdict(one).status is Status.GRANTED
    assert only_verdict(other).code == "has_place_there"
    world.settle()
    world.assert_all_equal()
    assert list(states(world).values()) == [AppointmentStatus.BOOKED]


def test_the_same_person_twice_in_a_slot_of_one_request_is_refused(world: World) -> None:
    person = known(world)
    slot = world.slot("11:00", 2)
    place = world.place()
    recorded(place, Book(appointments=(wanted(person, slot, "a1"), wanted(person, slot, "a2"))))
    assert only_verdict(place).code == "has_place_there"
    assert states(world) == {}


def test_a_request_does_not_name_an_appointment_twice(small_world: World) -> None:
    slot = small_world.slot("11:00", 2)
    members = [known(small_world, name) for name in ("Kaya, Emine", "Kaya, Deniz")]
    with pytest.raises(ValidationError, match="asked for twice"):
        Book(appointments=tuple(wanted(each, slot, "same") for each in members))


def test_all_that_hangs_on_a_refused_request_names_that_request(world: World) -> None:
    person = known(world)
    full, later, last = world.slot("11:00", 0), world.slot("17:00", 5), world.slot("18:00", 5)
    place = world.place()
    root = place.desk.book(person.id, full.id, ONLINE, DoseKind.BOOSTER)
    for slot in (later, last):
        place.desk.move(last_wish(place), offer(slot))
    verdicts = place.push().verdicts
    assert [verdict.code for verdict in verdicts] == ["slot_full", "depends_on_refused", "depends_on_refused"]
    assert [verdict.depends_on for verdict in verdicts] == [None, root, root]


def test_what_was_asked_for_and_cancelled_again_shows_the_time_of_a_slot_that_is_moved(small_world: World) -> None:
    person, slot = small_world.person(), small_world.slot("11:00")
    small_world.booked(person)
    place = small_world.place()
    place.desk.book(person.id, slot.id, ONLINE, DoseKind.FIRST)
    [wish] = [each for each in place.records(Appointment) if isinstance(each, Appointment) and each.slot_id == slot.id]
    place.desk.cancel(wish.id)
    small_world.put(slot.with_(start=at("12:00")))
    place.pull()
    [wish] = [each for each in place.records(Appointment) if each.id == wish.id and isinstance(each, Appointment)]
    assert (wish.status, wish.start) == (AppointmentStatus.CANCELLED, at("12:00"))
