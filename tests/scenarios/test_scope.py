"""Who is at which desk and for how long; who is forgotten; what may not simply vanish (checkin.md 44, 46, 51)."""

from datetime import timedelta
from typing import Any, cast

import pytest

from empfang.central.opening import open_person
from empfang.central.tx import CentralTx
from empfang.central.writer import decide
from empfang.commands.person import DeleteRegistration
from empfang.errors import StoreProblem
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Conflict,
    Deletion,
    DeskRole,
    DoseKind,
    Encounter,
    Person,
    Source,
)
from empfang.rows import Rows
from empfang.sync.progress import Loss
from empfang.sync.step import Reply
from tests.scenarios.test_restore import met, of_kind
from tests.scenarios.test_twice import admitted
from tests.store.test_rebase import everything
from tests.world import COMPARED, Place, World


def ids(place: Place, kind: Any) -> list[str]:
    """The ids of the records of a kind at a desk."""
    return [record.id for record in place.records(kind)]


def delete(place: Place, person_id: str) -> None:
    """The clerk deletes a registration."""
    with place.store.writing() as writing:
        writing.record(DeleteRegistration(person_id=person_id, centre_id="KL"), place.desk._stamp(Source.KEYBOARD))
    place.desk.took_in(writing.tx.topics)


def columns(world: World, statement: str) -> str:
    """What the service holds, as one text."""
    with world.database.reading() as cursor:
        cursor.execute(statement)
        return repr([bytes(v) if isinstance(v, memoryview) else v for row in cursor.fetchall() for v in row])


def test_51_a_desk_has_its_own_centres_people_and_nobody_else(world: World) -> None:
    here, there = world.person("Hier, A"), world.person("Dort, B")
    world.booked(here)
    world.booked(there, centre_id="DA")
    kaiserslautern, darmstadt = world.place(), world.place("DA")
    met(kaiserslautern, darmstadt)
    assert ids(kaiserslautern, Person) == [here.id]
    assert ids(darmstadt, Person) == [there.id]


def test_somebody_of_two_centres_is_at_both_with_all_appointments(world: World) -> None:
    person = world.person()
    kaiserslautern, darmstadt = world.place(), world.place("DA")
    first = world.booked(person)
    met(kaiserslautern, darmstadt)
    second = world.booked(person, "10:00", centre_id="DA")
    met(kaiserslautern, darmstadt)
    for place in (kaiserslautern, darmstadt):
        assert ids(place, Person) == [person.id]
        assert sorted(ids(place, Appointment)) == sorted([first.id, second.id])


def test_who_has_nothing_to_do_with_a_centre_any_more_leaves_its_desks(world: World) -> None:
    person = world.person()
    appointment = world.booked(person)
    kaiserslautern, darmstadt = world.place(), world.place("DA")
    met(kaiserslautern, darmstadt)
    world.put(appointment.with_(centre_id="DA"))
    met(kaiserslautern, darmstadt)
    left = everything(kaiserslautern)
    assert left == {"images": [], **{kind.kind: [] for kind in COMPARED}}
    assert ids(darmstadt, Appointment) == [appointment.id]
    assert kaiserslautern.desk.search("meier") == []


def test_who_left_and_comes_back_is_complete_again(world: World) -> None:
    person = world.person()
    appointment = world.booked(person)
    place = world.place()
    met(place)
    world.put(appointment.with_(centre_id="DA"))
    world.put(appointment.with_(centre_id="KL"))
    met(place)
    assert (ids(place, Person), ids(place, Appointment)) == ([person.id], [appointment.id])
    world.put(appointment.with_(centre_id="DA"))
    met(place)
    world.put(appointment.with_(centre_id="KL"))
    met(place)
    world.assert_all_equal()


def test_what_was_done_here_about_somebody_who_left_is_not_lost(world: World) -> None:
    """Their appointment went to Darmstadt; meanwhile, cut off, they came in here: so they are of this centre again."""
    person = world.person()
    appointment = world.booked(person)
    place = world.place()
    met(place)
    world.put(appointment.with_(centre_id="DA"))
    admission = admitted(place, person.id)
    assert place.meet().reply is Reply.OK
    met(place)
    world.assert_all_equal()
    assert ids(place, Encounter) == [admission.encounter_id]


def test_after_sixty_days_a_change_brings_somebody_back_completely(world: World) -> None:
    person = world.person()
    appointment = world.booked(person)
    world.wall.go_on(days=62)
    place = world.place()
    assert ids(place, Person) == []
    again = world.booked(person, "10:00", day=world.wall.moment.date())
    met(place)
    assert ids(place, Person) == [person.id]
    assert sorted(ids(place, Appointment)) == sorted([appointment.id, again.id])


def test_what_is_long_over_brings_nobody_not_even_half_of_them(world: World) -> None:
    """An appointment of two months ago turns out to have been another centre's; the other one stays where it was."""
    person = world.person()
    old = world.booked(person, centre_id="DA")
    world.booked(person, "10:00", centre_id="DA")
    place = world.place()
    world.wall.go_on(days=80)
    met(place)
    world.put(old.with_(centre_id="KL"))
    met(place)
    assert (ids(place, Person), ids(place, Appointment)) == ([], [])


def test_a_hotline_has_places_and_whom_it_opened(world: World) -> None:
    slot = world.slot("11:00", capacity=1)
    world.slot("11:00", capacity=1, centre_id="DA")
    known, other = world.person("Bekannt, A"), world.person("Fremd, B")
    world.booked(known)
    world.booked(other)
    hotline = world.place("KL", role=DeskRole.HOTLINE, serves=("DA",))
    met(hotline)
    assert ids(hotline, Person) == []
    with world.database.writing() as cursor:
        assert open_person(cursor, world.database.flavour, hotline.id, known.id, world.wall.moment)
        assert not open_person(cursor, world.database.flavour, hotline.id, "nobody", world.wall.moment)
    met(hotline)
    assert ids(hotline, Person) == [known.id]
    hotline.desk.book(known.id, slot.id, "KL:online", DoseKind.BOOSTER)
    new_id = hotline.desk.register_person({"family": "Anruferin"})
    met(hotline)
    assert set(ids(hotline, Person)) == {known.id, new_id}
    assert [a.status for a in of_kind(hotline, Appointment)].count(AppointmentStatus.BOOKED) == 2
    world.wall.go_on(days=1)
    with world.database.reading() as cursor:
        assert hotline.streams(cursor)
    hotline.store.begin_snapshot()
    met(hotline)
    assert ids(hotline, Person) == [], "watched until the day's end"


def test_46_a_deleted_registration_is_gone_everywhere_and_what_is_said_later_is_kept_as_said(world: World) -> None:
    person = world.person("Vergessen, Vera", street="Geheimweg")
    world.booked(person)
    one, cut_off = world.place(), world.place()
    met(one, cut_off)
    one.desk.change_person(person.id, {"street": "Schweigegasse"})
    met(one, cut_off)
    admitted(cut_off, person.id)
    delete(one, person.id)
    assert ids(one, Person) == []
    met(one, cut_off)
    world.assert_all_equal()
    for place in (one, cut_off):
        assert (ids(place, Person), ids(place, Appointment), ids(place, Encounter)) == ([], [], [])
        assert ids(place, Deletion) == [person.id]
        assert place.desk.search("vergessen") == []
        [conflict] = of_kind(place, Conflict)
        assert (conflict.conflict_kind, conflict.needs_decision) == ("person_deleted", False)
        assert conflict.facts["command"] == "check_in"
        kept = repr(place.store.database.connection.execute("SELECT bytes FROM outbox").fetchall())
        assert "Schweigegasse" not in kept
    everywhere = columns(world, "SELECT body FROM feed_entry") + columns(world, "SELECT line, verdict FROM received")
    for word in ("Vergessen", "Geheimweg", "Schweigegasse"):
        assert word not in everywhere
    late = columns(world, "SELECT kind, line FROM received WHERE kind = 'check_in'")
    assert late == "['check_in', b'']", "the fact is kept, its content not"


def test_46_what_was_set_aside_unread_is_forgotten_with_the_person(world: World) -> None:
    person = world.person("Vergessen, Vera", registered_centre_id="KL", id="017dbd3f-de9e-77be-87f8-1c885f64c942")
    place = world.place()
    spoilt = f'??{{"kind":"change_person","person_id":"{person.id}","family":"Vergessen"'.encode()
    decide(world.database, world.wall.clock, [(place.id, [spoilt])])
    assert "Vergessen" in columns(world, "SELECT line FROM received")
    delete(place, person.id)
    met(place)
    decide(world.database, world.wall.clock, [(place.id, [spoilt + b"!"])])
    assert "Vergessen" not in columns(world, "SELECT line FROM received")
    assert columns(world, "SELECT count(*) FROM received") == "[3]"


def test_a_deletion_and_what_waits_behind_it_go_together(world: World) -> None:
    person = world.person()
    world.booked(person)
    place = world.place()
    admitted(place, person.id)
    delete(place, person.id)
    place.desk.register_person({"family": "Nachbarin"})
    met(place)
    world.assert_all_equal()
    assert place.unsent() == 0
    assert "Meier" not in columns(world, "SELECT line FROM received") + columns(world, "SELECT body FROM feed_entry")


def test_a_deleted_person_is_not_in_the_next_snapshot_but_their_deletion_is(world: World) -> None:
    person = world.person(registered_centre_id="KL")
    place = world.place()
    delete(place, person.id)
    met(place)
    fresh = world.place()
    assert (ids(fresh, Person), ids(fresh, Deletion)) == ([], [person.id])


def removed(world: World, appointments: list[Appointment]) -> None:
    """The service loses appointments, as by a faulty import."""
    for appointment in appointments:
        with world.database.writing() as cursor:
            tx = CentralTx(cursor, world.database.flavour, world.wall.moment)
            tx.delete(Appointment, appointment.id)
            tx.finish(None)
            tx.take_numbers()


def day_of(world: World, number: int) -> list[Appointment]:
    """So many people of today."""
    return [world.booked(world.person(f"Mensch{n}, A", id=f"p{n:03}")) for n in range(number)]


def test_44_a_pull_that_would_empty_the_day_is_stopped_until_somebody_allows_it(world: World) -> None:
    day = day_of(world, 30)
    place = world.place()
    removed(world, day)
    answer = place.meet()
    assert (answer.reply, answer.detail, answer.loss) == (Reply.STOPPED, "day_would_empty", Loss(30, 30))
    assert len(ids(place, Appointment)) == 30
    place.desk.register_person({"family": "Trotzdem"})
    place.meet()
    assert place.unsent() == 0, "what was done here goes out all the same"
    place.store.allow_loss(world.wall.moment.date())
    met(place)
    assert ids(place, Appointment) == []


@pytest.mark.parametrize("page", [1, 4])
def test_44_also_when_it_comes_bit_by_bit(world: World, page: int) -> None:
    day = day_of(world, 30)
    place = world.place()
    removed(world, day)
    assert place.meet(page=page).reply is Reply.STOPPED
    assert len(ids(place, Appointment)) >= 15


def test_44_and_by_a_snapshot_of_a_service_that_has_forgotten_the_day(world: World) -> None:
    day_of(world, 30)
    place = world.place()
    with world.database.writing() as cursor:
        for table in ("appointment", "person", "scope", "feed_entry"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - own tables
    place.store.begin_snapshot()
    assert place.meet().reply is Reply.STOPPED
    assert len(ids(place, Appointment)) == 30


def test_44_single_cancellations_and_a_few_that_vanish_are_no_reason_to_stop(world: World) -> None:
    day = day_of(world, 30)
    place = world.place()
    for appointment in day[:25]:
        cancelled = appointment.with_(status=AppointmentStatus.CANCELLED, cancelled_at=world.wall.moment)
        world.put(cancelled)
    removed(world, day[25:])
    met(place)
    assert [a.status for a in of_kind(place, Appointment)] == [AppointmentStatus.CANCELLED] * 25


def test_44_the_guard_looks_at_today_only(world: World) -> None:
    tomorrow = world.wall.moment.date() + timedelta(days=1)
    day = [world.booked(world.person(f"Mensch{n}, A", id=f"p{n:03}"), day=tomorrow) for n in range(30)]
    place = world.place()
    removed(world, day)
    met(place)
    assert ids(place, Appointment) == []


def test_a_fact_that_came_before_what_it_speaks_of_is_applied_when_that_comes(world: World) -> None:
    """Somebody was let in for an appointment which the service gets only with the next list."""
    person = world.person(registered_centre_id="KL")
    place = world.place()
    appointment = world.booked(person)
    place.pull()
    with world.database.writing() as cursor:
        Rows(cursor, world.database.flavour).delete(Appointment, appointment.id)
    admission = admitted(place, person.id)
    place.push()
    assert [cast(Conflict, c).conflict_kind for c in world.state()["conflict"]] == ["appointment_unknown"]
    other = world.place()
    with other.store.writing() as writing:
        from empfang.commands.booking import Book  # noqa: PLC0415
        from empfang.commands.granting import NewAppointment  # noqa: PLC0415

        slot = world.slot("11:00")
        wanted = NewAppointment(
            appointment_id=appointment.id, person_id=person.id, centre_id="KL", slot_id=slot.id,
            contingent_id="KL:online", dose_kind=DoseKind.BOOSTER,
        )  # fmt: skip
        writing.record(Book(appointments=(wanted,)), other.desk._stamp(Source.KEYBOARD))
    met(other, place)
    world.assert_all_equal()
    assert world.state()["conflict"] == []
    assert [cast(Appointment, a).status for a in world.state()["appointment"]] == [AppointmentStatus.CHECKED_IN]
    assert ids(place, Encounter) == [admission.encounter_id]


def test_a_stopped_page_leaves_nothing_half_written(small_world: World) -> None:
    day = day_of(small_world, 30)
    place = small_world.place()
    before = everything(place)
    removed(small_world, day)
    with pytest.raises(StoreProblem, match="day_would_empty"):
        place.pull()
    assert everything(place) == before
