"""People who were promised a dose, and come: in time, late, with somebody, or not at all."""

from datetime import timedelta
from typing import cast

import pytest

from empfang.commands.bringing import BringAlong
from empfang.commands.promising import WithdrawPromise
from empfang.desk import Admission, Card, Declined, PromiseStanding, RowState
from empfang.model import Appointment, AppointmentStatus, Encounter, Person, Promise, PromiseState
from empfang.protocol import Status
from empfang.rules.arrival import Answer
from empfang.rules.newcomers import Newcomer
from empfang.rules.on_site import OnSite
from empfang.rules.vials import Dose
from tests.scenarios.leftover import asked, at_the_service, centre, promises, to_promise, vial, waiting, waits
from tests.scenarios.test_calling import list_of
from tests.scenarios.test_contradictions import recorded, settled
from tests.times import DAY, at
from tests.world import Place, World

KARL = Newcomer("Weiß", "Karl", at("12:00").date().replace(year=1952, month=4, day=3))


def promised_to(world: World, place: Place, person: Person, time: str = "18:40", persons: int = 1) -> Promise:
    """Somebody is promised a dose until a time; gives the promise as the desk has it."""
    wanted = to_promise(person, at(time), persons)
    assert asked(place, wanted).status is Status.GRANTED
    settled(world)
    found = place.desk.card(person.id).promise
    assert found is not None
    return found.promise


def answer(card: Card) -> Answer | None:
    return card.arrival.answer if card.arrival is not None else None


def standing(place: Place, person: Person) -> PromiseStanding | None:
    found = place.desk.card(person.id).promise
    return found.standing if found is not None else None


def status_of(world: World, appointment_id: str) -> AppointmentStatus:
    [found] = [cast(Appointment, each) for each in world.state()["appointment"] if each.id == appointment_id]
    return found.status


def test_the_card_says_until_when_what_and_for_how_many(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    [person] = waiting(world, 1)
    vial(here, drawn=2)
    promised_to(world, here, person, persons=2)
    found = there.desk.card(person.id).promise
    assert found is not None
    said = (found.standing, f"{found.at:%H:%M}", found.vaccine, found.promise.persons)
    assert said == (PromiseStanding.OPEN, "18:40", "Comirnaty", 2)
    [row] = there.desk.search("wartet")
    assert row.state is RowState.PROMISED
    world.wall.set("18:56")
    [row] = there.desk.search("wartet")
    assert row.state is RowState.LATE


@pytest.mark.parametrize("by", ["name", "old code", "waiting list"])
def test_nothing_of_an_earlier_booking_is_in_their_way(world: World, by: str) -> None:
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    old = world.booked(person, "10:00", day=DAY + timedelta(days=7), code="KL-HANP-Y95H")
    if by == "waiting list":
        waits(world, person, since=at("09:00"))
    vial(place, drawn=1)
    settled(world)
    wanted = to_promise(person, instead_of=old.id)
    assert asked(place, wanted).status is Status.GRANTED
    settled(world)
    world.wall.set("18:20")
    admitted = place.desk.scan("KL-HANP-Y95H") if by == "old code" else place.desk.admit(person.id, None)
    assert isinstance(admitted, Admission)
    settled(world)
    assert status_of(world, wanted.appointment_id) is AppointmentStatus.CHECKED_IN
    assert [each.state for each in promises(world)] == [PromiseState.KEPT]
    found = at_the_service(world)
    assert (found.in_house, found.promised, found.safe) == (1, 0, 0)


def test_who_is_a_quarter_of_an_hour_late_has_lost_it_and_is_said_to_be_late(world: World) -> None:
    """callup 14"""
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    vial(place, drawn=1)
    promised_to(world, place, person, "18:20")
    world.wall.set("18:35")
    assert standing(place, person) is PromiseStanding.OPEN
    assert at_the_service(world).safe == 0
    world.wall.go_on(minutes=1)
    assert standing(place, person) is PromiseStanding.LATE
    assert at_the_service(world).safe == 1
    assert [each.standing for each in place.desk.calling.overview().promises] == [PromiseStanding.LATE]


def test_a_late_one_who_finds_one_left_is_let_in_and_vaccinated(world: World) -> None:
    """callup 15"""
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    vial(place, drawn=1)
    promised_to(world, place, person, "18:20")
    world.wall.set("18:45")
    card = place.desk.card(person.id)
    assert answer(card) is Answer.ADMIT
    assert card.promise is not None
    assert (card.promise.standing, card.promise.is_left) == (PromiseStanding.LATE, True)
    assert isinstance(place.desk.admit(person.id, None), Admission)
    [visit] = [cast(Encounter, each) for each in place.records(Encounter)]
    place.desk.doses.give(visit, Dose("COM"))
    settled(world)
    assert answer(place.desk.card(person.id)) is Answer.VACCINATED
    found = at_the_service(world)
    assert (found.usable, found.in_house, found.promised) == (0, 0, 0)


def test_a_late_one_who_finds_none_left_waits_and_is_first_when_one_becomes_free(world: World) -> None:
    """callup 14, 15"""
    centre(world)
    place = world.place()
    person, other = waiting(world, 2)
    vial(place, drawn=1)
    late = promised_to(world, place, person, "18:20")
    world.wall.set("18:40")
    taken = promised_to(world, place, other, "19:00")
    card = place.desk.card(person.id)
    assert card.promise is not None
    assert card.promise.none_left
    assert isinstance(place.desk.admit(person.id, None), Declined)
    place.desk.people_here.note(person.id, OnSite.WALK_IN)
    settled(world)
    assert list_of(place) == [person.id]
    recorded(place, WithdrawPromise(promise_id=taken.id, person_id=other.id))
    settled(world)
    again = promised_to(world, place, person, "18:50")
    assert status_of(world, late.appointment_id) is AppointmentStatus.CANCELLED
    assert {each.id: each.state for each in promises(world)}[late.id] is PromiseState.WITHDRAWN
    admitted = place.desk.admit(person.id, None)
    assert isinstance(admitted, Admission)
    settled(world)
    assert status_of(world, again.appointment_id) is AppointmentStatus.CHECKED_IN
    assert at_the_service(world).promised == 0


def test_a_withdrawn_one_is_said_so_and_whether_one_is_left(world: World) -> None:
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    vial(place, drawn=1)
    promise = promised_to(world, place, person)
    world.wall.set("18:10")
    recorded(place, WithdrawPromise(promise_id=promise.id, person_id=person.id, reason="kommt doch nicht"))
    settled(world)
    card = place.desk.card(person.id)
    assert answer(card) is Answer.CANCELLED
    assert card.promise is not None
    assert (card.promise.standing, f"{card.promise.state_at:%H:%M}") == (PromiseStanding.WITHDRAWN, "18:10")
    assert card.promise.is_left


def test_somebody_with_an_appointment_who_comes_late_is_counted_anew(world: World) -> None:
    """callup 17"""
    centre(world)
    place = world.place()
    booked, *others = waiting(world, 3)
    world.booked(booked, "16:30", status=AppointmentStatus.NOSHOW)
    vial(place, drawn=2)
    settled(world)
    for person in others:
        promised_to(world, place, person, "18:40")
    assert at_the_service(world).safe == 0
    assert isinstance(place.desk.admit(booked.id, None), Admission)
    settled(world)
    found = at_the_service(world)
    assert (found.safe, found.by_phone, found.short) == (0, 0, 1), "never below zero without an alarm"
    assert place.desk.calling.overview().alarm


def test_who_was_admitted_two_hours_ago_and_is_gone_makes_one_more_free(world: World) -> None:
    """callup 45"""
    centre(world)
    place = world.place()
    booked = world.person("Gegangen, Gerd", "1950-05-05", registered_centre_id="KL")
    world.booked(booked, "16:30")
    settled(world)
    world.wall.set("16:30")
    assert isinstance(place.desk.admit(booked.id, None), Admission)
    world.wall.set("18:31")
    vial(place, drawn=3)
    settled(world)
    before = at_the_service(world)
    assert (before.in_house, before.hanging, before.safe) == (1, 1, 2)
    [hangs] = place.desk.calling.overview().house
    assert hangs.hanging
    assert place.desk.left(hangs.encounter_id).done
    settled(world)
    after = at_the_service(world)
    assert (after.in_house, after.hanging, after.safe) == (0, 0, 3)


# For two


def test_a_companion_who_is_not_known_is_registered_in_a_line_and_has_the_second_dose(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    [person] = waiting(world, 1)
    vial(here, drawn=2)
    promise = promised_to(world, here, person, persons=2)
    person_id, done = here.desk.newcomers.bring_along(promise, KARL)
    assert done.done
    settled(world)
    assert sum(each.persons for each in promises(world, PromiseState.OPEN)) == 2
    assert at_the_service(world).promised == 2
    for place, whom in ((here, person.id), (there, person_id)):
        assert isinstance(place.desk.admit(whom, None), Admission)
    settled(world)
    found = at_the_service(world)
    assert (found.in_house, found.promised, found.safe) == (2, 0, 0), "nobody is counted twice"
    assert here.desk.newcomers.known(KARL) == there.desk.newcomers.known(KARL)
    world.assert_all_equal()


def test_the_companion_can_come_after_the_first_one_was_let_in(world: World) -> None:
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    vial(place, drawn=2)
    promise = promised_to(world, place, person, persons=2)
    assert isinstance(place.desk.admit(person.id, None), Admission)
    settled(world)
    assert at_the_service(world).promised == 1
    person_id, done = place.desk.newcomers.bring_along(promise, KARL)
    settled(world)
    assert done.done
    assert at_the_service(world).promised == 1
    assert isinstance(place.desk.admit(person_id, None), Admission)
    settled(world)
    assert (at_the_service(world).in_house, at_the_service(world).promised) == (2, 0)


def test_a_companion_who_is_known_is_not_registered_again_and_waits_no_more(world: World) -> None:
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    known = world.person("WEISS, Karl", "1952-04-03", registered_centre_id="KL")
    waits(world, known, since=at("09:00"))
    vial(place, drawn=2)
    settled(world)
    promise = promised_to(world, place, person, persons=2)
    person_id, _ = place.desk.newcomers.bring_along(promise, KARL)
    settled(world)
    assert person_id == known.id
    assert status_of(world, f"wait {known.id}") is AppointmentStatus.CANCELLED
    assert answer(place.desk.card(known.id)) is Answer.ADMIT


def test_two_desks_give_the_second_dose_once(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    [person] = waiting(world, 1)
    vial(here, drawn=2)
    promise = promised_to(world, here, person, persons=2)
    here.desk.newcomers.bring_along(promise, KARL)
    there.desk.newcomers.bring_along(promise, Newcomer("Schwarz", "Karla", KARL.born))
    here.push()
    assert there.push().verdicts[-1].code == "promise_divided"
    settled(world)
    assert sum(each.persons for each in promises(world, PromiseState.OPEN)) == 2
    world.assert_all_equal()


def test_who_was_promised_one_is_not_their_own_companion(world: World) -> None:
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    vial(place, drawn=2)
    promise = promised_to(world, place, person, persons=2)
    assert person.birth_date is not None
    _, undone = place.desk.newcomers.bring_along(promise, Newcomer("wartet", "0", person.birth_date))
    assert undone.code == "same_person"


def test_a_promise_for_one_is_not_divided(world: World) -> None:
    centre(world)
    place = world.place()
    person, other = waiting(world, 2)
    vial(place, drawn=2)
    promise = promised_to(world, place, person)
    recorded(place, BringAlong(promise_id=promise.id, person_id=person.id, companion_id=other.id))
    assert place.push().verdicts[-1].code == "promise_for_one"
    settled(world)
    assert [each.id for each in promises(world)] == [promise.id]


def test_a_count_that_finds_fewer_turns_a_late_one_away_and_more_lets_them_in(world: World) -> None:
    """callup 15, 46"""
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    vial(place, drawn=1)
    promised_to(world, place, person, "18:20")
    world.wall.set("18:40")
    place.desk.doses.count(Dose("COM"), 0, 1)
    assert isinstance(place.desk.admit(person.id, None), Declined)
    world.wall.go_on(minutes=1)
    place.desk.doses.count(Dose("COM"), 1, 0)
    assert isinstance(place.desk.admit(person.id, None), Admission)
