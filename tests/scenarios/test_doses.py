"""Vials and doses at two desks: one vial is one, what was drawn counts, counting rules, and nothing is given twice."""

from datetime import timedelta

from empfang.commands.doses import CorrectVial, DiscardDoses, DrawDoses, GiveDose, TakeBackDoses, vial_id
from empfang.commands.immunization import CorrectImmunization, RecordImmunization
from empfang.commands.visit import CheckIn
from empfang.ids import new_id
from empfang.model import AppointmentStatus, Outcome, PromiseState, Vial
from empfang.rules.leftover_records import given_id
from empfang.rules.vials import Dose
from tests.scenarios.leftover import COM, asked, at_the_service, centre, counted, promises, to_promise, vial, waiting
from tests.scenarios.test_contradictions import appointment, recorded, settled, visit
from tests.scenarios.test_twice import admitted
from tests.times import DAY, at
from tests.world import Place, World


def given(place: Place, person_id: str, encounter_id: str) -> None:
    """Somebody was given a dose, as a desk notes it: about the person, and about the stock."""
    about = {"person_id": person_id, "encounter_id": encounter_id, "centre_id": "KL", "day": DAY}
    recorded(place, RecordImmunization(**about, **COM))
    recorded(place, GiveDose(change_id=given_id(encounter_id), centre_id="KL", day=DAY, **COM))


def test_the_same_vial_entered_at_two_desks_is_one(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    vial(here, "7")
    vial(there, "7")
    settled(world)
    assert at_the_service(world).usable == 6
    assert [each.id for each in here.records(Vial)] == [vial_id("KL", DAY, "COM", "7")]


def test_more_drawn_than_the_table_says_counts_as_drawn_whichever_word_comes_last_over_the_wire(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    number = vial(here, drawn=6)
    settled(world)
    recorded(here, DrawDoses(vial_id=number, drawn=7))
    world.wall.go_on(minutes=1)
    recorded(there, DrawDoses(vial_id=number, drawn=5))
    there.push()
    here.push()
    settled(world)
    assert at_the_service(world).usable == 5


def test_a_vial_that_ends_or_was_a_mistake_leaves_nothing_and_its_promises_are_short(world: World) -> None:
    centre(world)
    place = world.place()
    one, other = waiting(world, 2)
    first = vial(place, "1", drawn=1, use_by=at("19:15"))
    vial(place, "2", drawn=1)
    for person in (one, other):
        asked(place, to_promise(person, at("18:40")))
    assert at_the_service(world).short == 0
    recorded(place, CorrectVial(vial_id=first, void=True))
    place.push()
    found = at_the_service(world)
    assert (found.usable, found.short, found.safe) == (1, 1, 0)


def test_what_somebody_counts_rules_from_then_on_and_the_deviation_is_known(world: World) -> None:
    centre(world)
    place = world.place()
    vial(place, "1", drawn=14)
    counted(place, 13, computed=14)
    place.push()
    assert at_the_service(world).usable == 13
    world.wall.go_on(minutes=1)
    recorded(place, DiscardDoses(change_id=new_id(), centre_id="KL", day=DAY, **COM, number=2, reason="gefallen"))
    place.push()
    found = at_the_service(world)
    assert found.usable == 11
    assert [line.values["deviation"] for line in found.lines if line.code == "leftover.counted"] == [-1]


def test_a_dose_noted_at_two_desks_is_given_once(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    person = world.person()
    booked = world.booked(person, "17:50", vaccine="Comirnaty")
    vial(here)
    world.settle()
    arrival = admitted(here, person.id)
    settled(world)
    assert at_the_service(world).in_house == 1
    for place in (here, there):
        given(place, person.id, arrival.encounter_id)
    settled(world)
    found = at_the_service(world)
    assert (found.usable, found.in_house) == (5, 0)
    assert appointment(world, booked.id).status is AppointmentStatus.FULFILLED
    assert visit(world, arrival.encounter_id).outcome is Outcome.VACCINATED


def test_a_dose_that_was_noted_by_mistake_is_there_again_and_so_is_the_person(world: World) -> None:
    centre(world)
    place = world.place()
    person = world.person()
    booked = world.booked(person, "17:50", vaccine="Comirnaty")
    vial(place)
    world.settle()
    arrival = admitted(place, person.id)
    given(place, person.id, arrival.encounter_id)
    settled(world)
    world.wall.go_on(minutes=1)
    recorded(place, CorrectImmunization(person_id=person.id, encounter_id=arrival.encounter_id))
    recorded(place, TakeBackDoses(change_id=given_id(arrival.encounter_id)))
    settled(world)
    found = at_the_service(world)
    assert (found.usable, found.in_house) == (6, 1)
    assert appointment(world, booked.id).status is AppointmentStatus.CHECKED_IN


def test_a_deletion_takes_nothing_from_the_balance(world: World) -> None:
    centre(world)
    place = world.place()
    person = world.person()
    world.booked(person, "17:50", vaccine="Comirnaty")
    vial(place)
    world.settle()
    arrival = admitted(place, person.id)
    given(place, person.id, arrival.encounter_id)
    settled(world)
    place.desk.hotline.delete(person.id)
    settled(world)
    assert at_the_service(world).usable == 5
    assert world.state()["immunization"] == []


def test_whoever_was_promised_a_dose_and_comes_holds_it_by_being_there(world: World) -> None:
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    vial(place, drawn=2)
    world.settle()
    asked(place, to_promise(person))
    settled(world)
    arrival = admitted(place, person.id)
    settled(world)
    [promise] = promises(world)
    found = at_the_service(world)
    assert (promise.state, found.promised, found.in_house, found.safe) == (PromiseState.KEPT, 0, 1, 1)
    place.desk.undo(arrival.encounter_id)
    settled(world)
    assert [each.state for each in promises(world)] == [PromiseState.OPEN]


def test_whoever_was_promised_a_dose_may_come_as_soon_as_they_can(world: World) -> None:
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    vial(place, drawn=2)
    world.settle()
    asked(place, to_promise(person, at("19:20")))
    settled(world)
    admitted(place, person.id)
    settled(world)
    assert [each.state for each in promises(world)] == [PromiseState.KEPT]


def test_whoever_is_let_in_with_the_appointment_of_another_day_needs_a_dose_today(world: World) -> None:
    centre(world)
    place = world.place()
    person = world.person()
    booked = world.booked(person, "10:00", day=DAY + timedelta(days=1), vaccine="Comirnaty")
    vial(place, drawn=2)
    world.settle()
    here = {"centre_id": "KL", "day": DAY, "exception": "falscher Tag"}
    visit_id = new_id()
    recorded(
        place,
        CheckIn(encounter_id=visit_id, person_id=person.id, appointment_id=booked.id, day_number="A-1", **here),
    )
    settled(world)
    found = at_the_service(world)
    assert (found.in_house, found.safe) == (1, 1)


def test_half_doses_are_counted_apart(world: World) -> None:
    centre(world)
    place = world.place()
    vial(place, "1", vaccine="SPI", size="half", drawn=20)
    vial(place, "2", vaccine="SPI", size="full", drawn=10)
    place.push()
    assert (at_the_service(world, Dose("SPI", "half")).usable, at_the_service(world, Dose("SPI")).usable) == (20, 10)
