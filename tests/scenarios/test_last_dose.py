"""The last dose: never two promises for one, whoever asks first, whatever is repeated or late (callup 10 to 21)."""

from datetime import timedelta
from typing import cast

from empfang.commands.doses import DiscardDoses
from empfang.commands.granting import NewAppointment
from empfang.commands.promising import PromiseDose, WithdrawPromise
from empfang.ids import new_id
from empfang.model import Appointment, AppointmentStatus, DoseKind, Person, Promise, PromiseState, moment_text
from empfang.protocol import Status
from tests.scenarios.leftover import COM, allotted, asked, centre, promises, to_promise, vial, waiting
from tests.scenarios.test_contradictions import recorded, settled
from tests.times import DAY, at
from tests.world import World


def test_of_two_who_accept_the_last_dose_at_once_one_is_promised_it(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    one, other = waiting(world, 2)
    vial(here, drawn=1)
    world.settle()
    for place, person in ((here, one), (there, other)):
        recorded(place, PromiseDose(wanted=to_promise(person)))
    verdicts = [place.push().verdicts[-1] for place in (here, there)]
    assert [each.status for each in verdicts] == [Status.GRANTED, Status.REFUSED]
    assert verdicts[1].code == "no_dose_left"
    settled(world)
    [promise] = promises(world)
    assert (promise.person_id, promise.state, promise.arrive_by) == (one.id, PromiseState.OPEN, at("18:40"))


def test_ten_doses_are_promised_to_ten_and_to_no_eleventh(world: World) -> None:
    centre(world)
    place = world.place()
    vial(place, drawn=10)
    verdicts = [asked(place, to_promise(person)) for person in waiting(world, 11)]
    assert [each.status for each in verdicts] == [Status.GRANTED] * 10 + [Status.REFUSED]


def test_a_dose_that_is_discarded_during_the_call_is_not_promised(world: World) -> None:
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    vial(place, drawn=1)
    recorded(place, DiscardDoses(change_id=new_id(), centre_id="KL", day=DAY, **COM, number=1, reason="Spritze defekt"))
    assert asked(place, to_promise(person)).code == "no_dose_left"


def test_the_same_yes_twice_is_one_promise(world: World) -> None:
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    vial(place, drawn=2)
    wanted = to_promise(person)
    assert asked(place, wanted).status is Status.GRANTED
    assert asked(place, to_promise(person)).code == "has_promise"
    assert asked(place, wanted).code == "promise_exists"
    assert len(promises(world)) == 1


def test_a_withdrawn_promise_frees_its_dose(world: World) -> None:
    centre(world)
    place = world.place()
    one, other = waiting(world, 2)
    vial(place, drawn=1)
    wanted = to_promise(one)
    asked(place, wanted)
    recorded(place, WithdrawPromise(promise_id=wanted.promise_id, person_id=one.id, reason="kommt doch nicht"))
    assert asked(place, to_promise(other)).status is Status.GRANTED
    settled(world)
    visits = [cast(Appointment, each) for each in world.state()["appointment"]]
    assert {each.person_id: each.status for each in visits} == {
        one.id: AppointmentStatus.CANCELLED,
        other.id: AppointmentStatus.BOOKED,
    }


def test_a_quarter_of_an_hour_after_its_time_the_dose_is_somebody_elses(world: World) -> None:
    centre(world)
    place = world.place()
    one, other = waiting(world, 2)
    vial(place, drawn=1)
    asked(place, to_promise(one, at("18:20")))
    world.wall.set("18:35")
    assert asked(place, to_promise(other, at("19:00"))).code == "no_dose_left"
    world.wall.go_on(minutes=1)
    assert asked(place, to_promise(other, at("19:00"))).status is Status.GRANTED


def test_two_are_promised_one_if_only_one_is_left(world: World) -> None:
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    vial(place, drawn=1)
    assert asked(place, to_promise(person, persons=2)).status is Status.GRANTED
    assert [each.persons for each in promises(world)] == [1]


def test_nobody_is_promised_a_dose_for_which_they_would_come_too_late(world: World) -> None:
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    vial(place, drawn=1)
    refused = asked(place, to_promise(person, at("19:31")))
    assert (refused.code, refused.parameters) == ("arrives_too_late", {"latest": moment_text(at("19:30"))})


def test_a_later_appointment_is_given_up_only_with_the_promise(world: World) -> None:
    centre(world)
    place = world.place()
    one, other = waiting(world, 2)
    later = [world.booked(person, "10:00", day=DAY + timedelta(days=7)) for person in (one, other)]
    vial(place, drawn=1)
    world.settle()
    for person, old in zip((one, other), later, strict=True):
        asked(place, to_promise(person, instead_of=old.id))
    settled(world)
    status = {each.id: cast(Appointment, each).status for each in world.state()["appointment"]}
    assert [status[each.id] for each in later] == [AppointmentStatus.CANCELLED, AppointmentStatus.BOOKED]


def test_what_a_desk_was_allotted_nobody_else_is_promised_and_it_comes_back_at_its_end(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    [person] = waiting(world, 1)
    vial(here, drawn=3)
    world.settle()
    assert allotted(there, 5, minutes=30).status is Status.GRANTED, "of what is asked for as much as is safe"
    assert asked(here, to_promise(person)).code == "no_dose_left"
    world.wall.go_on(minutes=31)
    assert asked(here, to_promise(person, at("19:00"))).status is Status.GRANTED


def test_nothing_is_shown_as_promised_before_the_service_has_said_so(world: World) -> None:
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    vial(place, drawn=1)
    world.settle()
    recorded(place, PromiseDose(wanted=to_promise(person)))
    [pending] = [cast(Promise, each) for each in place.records(Promise)]
    assert pending.state is PromiseState.PENDING
    settled(world)
    [promise] = [cast(Promise, each) for each in place.records(Promise)]
    assert promise.state is PromiseState.OPEN


def a_pair(world: World, second_in_days: int) -> tuple[Person, Appointment, Appointment]:
    """Somebody with a first dose in a week and a second one after it."""
    person = world.person("Erst, Anna", "1960-02-03", id="first", registered_centre_id="KL", district="07312")
    first = world.booked(
        person, "10:00", day=DAY + timedelta(days=7), vaccine="Comirnaty", dose_kind=DoseKind.FIRST, series_id="pair"
    )
    second = world.booked(
        person, "10:00", day=DAY + timedelta(days=second_in_days), vaccine="Comirnaty", dose_kind=DoseKind.SECOND,
        series_id="pair",
    )  # fmt: skip
    return person, first, second


def test_a_first_dose_brought_forward_keeps_its_second_one_where_the_rules_allow(world: World) -> None:
    centre(world)
    place = world.place()
    person, first, second = a_pair(world, 28)
    vial(place, drawn=1)
    world.settle()
    wanted = to_promise(person, instead_of=first.id).model_copy(update={"dose_kind": DoseKind.FIRST})
    assert asked(place, wanted).status is Status.GRANTED
    settled(world)
    known = {each.id: cast(Appointment, each) for each in world.state()["appointment"]}
    assert known[first.id].status is AppointmentStatus.CANCELLED
    assert known[second.id].status is AppointmentStatus.BOOKED
    assert known[wanted.appointment_id].series_id == "pair"


def test_a_second_dose_that_would_come_too_soon_is_moved_with_it_or_nothing_is(world: World) -> None:
    centre(world)
    place = world.place()
    person, first, second = a_pair(world, 19)
    vial(place, drawn=1)
    later = world.slot("09:00", day=DAY + timedelta(days=30))
    world.settle()
    wanted = to_promise(person, instead_of=first.id).model_copy(update={"dose_kind": DoseKind.FIRST})
    assert asked(place, wanted).code == "second_too_soon"
    settled(world)
    known = {each.id: cast(Appointment, each) for each in world.state()["appointment"]}
    assert {known[each.id].status for each in (first, second)} == {AppointmentStatus.BOOKED}
    moved = NewAppointment(
        appointment_id="moved", person_id=person.id, centre_id="KL", slot_id=later.id, contingent_id="KL:online",
        dose_kind=DoseKind.SECOND, series_id="pair", origin="online",
    )  # fmt: skip
    again = to_promise(person, instead_of=first.id).model_copy(update={"dose_kind": DoseKind.FIRST, "second": moved})
    assert asked(place, again).status is Status.GRANTED
    settled(world)
    known = {each.id: cast(Appointment, each) for each in world.state()["appointment"]}
    assert {known[each.id].status for each in (first, second)} == {AppointmentStatus.CANCELLED}
    assert known["moved"].status is AppointmentStatus.BOOKED
