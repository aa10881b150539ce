"""A restored service hears of places again that it had granted: what went with them is as it was then."""

from collections.abc import Callable

import pytest

from empfang.commands.base import Payload
from empfang.commands.booking import Book, Rebook, TakeShortNotice
from empfang.desk import Draft
from empfang.model import Appointment, AppointmentStatus, Communication, Contingent, DoseKind, MessageState, Person
from tests.central.outgoing.posting import by_mail, send
from tests.central.outgoing.servers import mail_server
from tests.scenarios.test_contradictions import recorded
from tests.scenarios.test_restore import Backup, met, of_kind
from tests.scenarios.test_short_notice import PHONE, TUESDAY, hessen, holds, local, registered, slot, wanted
from tests.world import Place, World

BOOKED, CANCELLED = AppointmentStatus.BOOKED, AppointmentStatus.CANCELLED


@pytest.fixture
def hotline(world: World) -> Place:
    """A telephone at Darmstadt on Tuesday, 20 July 2021, at 10."""
    world.wall.moment = local(TUESDAY, "10:00")
    world.put(hessen(), Contingent(id=PHONE, centre_id="DA", name="phone"))
    return world.place("DA")


def asks(place: Place, payload: Payload) -> None:
    """Something is asked for, and given."""
    recorded(place, payload)
    [verdict] = place.push().verdicts
    assert verdict.status == "granted"
    place.pull()
    place.wall.go_on(minutes=1)


def books(person: Person, world: World, ahead: int = 8) -> Book:
    """A place so many days ahead."""
    return Book(appointments=wanted(person, slot(world, ahead)))


def rebooks(person: Person, world: World) -> Rebook:
    """A place instead of the one four weeks ahead."""
    [old], [new] = wanted(person, slot(world, 28)), wanted(person, slot(world, 8))
    return Rebook(old_appointment_id=old.appointment_id, new=new)


def takes(person: Person, world: World) -> TakeShortNotice:
    """A place the day after tomorrow, instead of what comes later."""
    return TakeShortNotice(appointments=wanted(person, slot(world, 2)))


def confirmations(place: Place, state: MessageState = MessageState.WAITING) -> dict[str, tuple[str, ...]]:
    """By id: the appointments of the confirmations in this state."""
    return {each.id: each.appointment_ids for each in of_kind(place, Communication) if each.state is state}


def statuses(place: Place, person: Person) -> dict[str, AppointmentStatus]:
    """Somebody's appointments."""
    return {each.id: each.status for each in of_kind(place, Appointment) if each.person_id == person.id}


# Waiting lists


def test_who_was_given_a_place_does_not_wait_again(world: World, hotline: Place) -> None:
    kaya = registered(world)
    hotline.desk.hotline.wait(Draft(kaya.id), DoseKind.FIRST, priority=1)
    met(hotline)
    asked = books(kaya, world)
    backup = Backup(world)
    asks(hotline, asked)
    then = statuses(hotline, kaya)
    assert sorted(then.values()) == [BOOKED, CANCELLED]
    backup.put_back(announced=True)
    met(hotline)
    assert statuses(hotline, kaya) == then
    world.assert_all_equal()


def test_who_gave_the_place_back_and_waits_again_is_not_taken_off_the_list(world: World, hotline: Place) -> None:
    kaya, other = registered(world), world.place("DA")
    asked = books(kaya, world)
    backup = Backup(world)
    asks(hotline, asked)
    [held] = of_kind(hotline, Appointment)
    hotline.desk.cancel(held.id)
    met(hotline, other)
    other.desk.hotline.wait(Draft(kaya.id), DoseKind.FIRST, priority=1)
    met(other, hotline)
    then = statuses(hotline, kaya)
    assert sorted(then.values()) == [CANCELLED, AppointmentStatus.WAITLIST]
    backup.put_back(announced=True)
    met(other, hotline)
    assert statuses(hotline, kaya) == then
    world.assert_all_equal()


def test_a_place_taken_at_short_notice_does_not_cost_the_one_booked_after_it(world: World, hotline: Place) -> None:
    kaya, other = registered(world), world.place("DA")
    taken, booked = takes(kaya, world), books(kaya, world, ahead=23)
    booked = Book(appointments=(booked.appointments[0].model_copy(update={"dose_kind": DoseKind.SECOND}),))
    met(hotline, other)
    backup = Backup(world)
    asks(hotline, taken)
    met(hotline, other)
    asks(other, booked)
    met(other, hotline)
    then = holds(hotline, kaya)
    assert len(then) == 2
    backup.put_back(announced=True)
    met(other, hotline)
    assert holds(hotline, kaya) == then
    world.assert_all_equal()


# Confirmations


@pytest.mark.parametrize("asked", [books, rebooks, takes], ids=["booked", "rebooked", "at short notice"])
def test_a_confirmation_that_still_waited_waits_again(
    world: World, hotline: Place, asked: Callable[[Person, World], Payload]
) -> None:
    kaya = registered(world)
    asks(hotline, books(kaya, world, ahead=28))
    payload = asked(kaya, world)
    before = confirmations(hotline)
    backup = Backup(world)
    asks(hotline, payload)
    then = confirmations(hotline)
    assert len(then.keys() - before.keys()) == 1
    backup.put_back(announced=True)
    met(hotline)
    assert confirmations(hotline) == then
    world.assert_all_equal()


def test_what_had_left_since_the_backup_leaves_once_more_under_the_same_name(world: World, hotline: Place) -> None:
    kaya = registered(world)
    asked = books(kaya, world)
    backup = Backup(world)
    asks(hotline, asked)
    with mail_server() as server:
        send(world, by_mail(server, world))
        backup.put_back(announced=True)
        met(hotline)
        send(world, by_mail(server, world))
        send(world, by_mail(server, world))
    assert len(server.came) == 2
    assert len(set(server.ids())) == 1


def test_what_was_read_out_stays_read_out(world: World, hotline: Place) -> None:
    kaya = registered(world)
    asked = books(kaya, world)
    backup = Backup(world)
    asks(hotline, asked)
    [message] = of_kind(hotline, Communication)
    hotline.desk.hotline.told(message)
    met(hotline)
    backup.put_back(announced=True)
    met(hotline)
    assert list(confirmations(hotline, MessageState.TOLD)) == [message.id]
    world.assert_all_equal()


def test_who_was_deleted_meanwhile_gets_none(world: World, hotline: Place) -> None:
    kaya, other = registered(world), world.place("DA")
    asked = books(kaya, world)
    backup = Backup(world)
    asks(hotline, asked)
    met(other)
    assert other.desk.hotline.delete(kaya.id).done
    met(other)
    backup.put_back(announced=True)
    met(other, hotline)
    assert of_kind(hotline, Communication) == []
    world.assert_all_equal()
