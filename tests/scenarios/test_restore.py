"""The service loses its memory: restored from a backup, or its file copied back (checkin.md 43)."""

from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest

from empfang.central import epochs, feed
from empfang.commands.booking import Book
from empfang.commands.cancelling import CancelAppointment
from empfang.commands.granting import NewAppointment
from empfang.commands.person import DeleteRegistration
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Conflict,
    DeskRole,
    DoseKind,
    Encounter,
    EncounterState,
    Person,
    Record,
    Source,
)
from empfang.protocol import CommandsReply
from empfang.store.pruning import prune
from empfang.store.store import Standing
from empfang.sync.calls import Result
from empfang.sync.exchange import Exchange
from empfang.sync.step import Reply
from tests.scenarios.test_twice import admitted
from tests.store.test_rebase import everything
from tests.world import InProcess, Place, World, at_once


class Backup:
    """All rows of the service's tables at one moment."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tables: dict[str, list[tuple[Any, ...]]] = {}
        names = {
            "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
            "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
        }[world.database.flavour]
        with world.database.reading() as cursor:
            cursor.execute(names)
            for (name,) in cursor.fetchall():
                cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - own tables
                self._tables[name] = cursor.fetchall()

    def put_back(self, *, announced: bool) -> None:
        """The service is as it was then; `announced`: by a restore, which begins an epoch."""
        database = self._world.database
        mark = "?" if database.flavour == "sqlite" else "%s"
        with database.writing() as cursor:
            for name, rows in self._tables.items():
                cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608 - own tables
                if rows:
                    marks = ", ".join([mark] * len(rows[0]))
                    adapted = [tuple(map(_adapted, row)) for row in rows]
                    cursor.executemany(f'INSERT INTO "{name}" VALUES ({marks})', adapted)  # noqa: S608
            if announced:
                epochs.begin(cursor, database.flavour, self._world.wall.moment)


def _adapted(value: Any) -> Any:
    if isinstance(value, dict | list):
        from psycopg.types.json import Jsonb  # noqa: PLC0415 - PostgreSQL only

        return Jsonb(value)
    return value


@pytest.fixture(params=[True, False], ids=["restored", "copied back"])
def announced(request: pytest.FixtureRequest) -> bool:
    """Whether the service knows that it was put back."""
    return bool(request.param)


def met(*places: Place) -> None:
    """Every desk sends and fetches until nothing moves."""
    for _ in range(3):
        for place in places:
            assert place.meet().reply is Reply.OK


def of_kind(place: Place, kind: type[Record]) -> list[Any]:
    """The records of a kind at a desk."""
    return cast(list[Any], place.records(kind))


def test_43_desks_send_again_what_the_service_forgot_and_nothing_leaves_the_screen(
    world: World, announced: bool
) -> None:
    person = world.person()
    world.booked(person)
    one, other = world.place(), world.place()
    met(one, other)
    backup = Backup(world)
    admission = admitted(one, person.id)
    new_id = one.desk.register_person({"family": "Neu", "given": "Nora"})
    one.desk.change_person(new_id, {"street": "Lindenweg"})
    met(one, other)
    shown = one.state()
    backup.put_back(announced=announced)
    assert world.state()["encounter"] == []

    first = one.meet()
    assert first.reply is Reply.OK
    assert [visit.id for visit in of_kind(one, Encounter)] == [admission.encounter_id]
    met(one, other)
    world.assert_all_equal()
    assert {kind: [r.id for r in records] for kind, records in one.state().items()} == {
        kind: [r.id for r in records] for kind, records in shown.items()
    }
    assert everything(one)["images"] == []
    assert one.unsent() == 0


def test_whom_a_hotline_sends_again_stays_there_until_that_day_ends(world: World, announced: bool) -> None:
    hotline = world.place("KL", role=DeskRole.HOTLINE)
    backup = Backup(world)
    hotline.desk.register_person({"family": "Zweimal"})
    met(hotline)
    world.wall.go_on(days=2)
    backup.put_back(announced=announced)
    met(hotline)
    prune(hotline.store.database, world.wall.moment)
    world.assert_all_equal()
    assert len(of_kind(hotline, Person)) == 1
    world.wall.go_on(days=1)
    hotline.meet()
    prune(hotline.store.database, world.wall.moment)
    assert of_kind(hotline, Person) == []


def test_43_while_it_comes_back_the_check_in_stays_on_the_screen(world: World, announced: bool) -> None:
    person = world.person()
    world.booked(person)
    one = world.place()
    backup = Backup(world)
    admission = admitted(one, person.id)
    met(one)
    backup.put_back(announced=announced)
    seen: list[list[str]] = []
    one.desk.took_in = lambda _topics: seen.append([v.id for v in of_kind(one, Encounter)])  # type: ignore[method-assign]
    met(one)
    assert seen
    assert all(visits == [admission.encounter_id] for visits in seen)


def test_43_a_granted_booking_stands_and_what_it_breaks_is_a_conflict(world: World, announced: bool) -> None:
    slot = world.slot("11:00", capacity=1)
    early = world.person("Erst, A", registered_centre_id="KL")
    late = world.person("Zweit, B", registered_centre_id="KL")
    one, other = world.place(), world.place()
    backup = Backup(world)
    one.desk.book(early.id, slot.id, "KL:online", DoseKind.BOOSTER)
    met(one)
    assert [a.status for a in of_kind(one, Appointment)] == [AppointmentStatus.BOOKED]
    backup.put_back(announced=announced)
    # Before the first desk comes back, somebody else gets the place.
    other.desk.book(late.id, slot.id, "KL:online", DoseKind.BOOSTER)
    met(other)
    met(one, other)
    world.assert_all_equal()
    assert {(a.person_id, a.status) for a in of_kind(one, Appointment)} == {
        (early.id, AppointmentStatus.BOOKED), (late.id, AppointmentStatus.BOOKED),
    }  # fmt: skip
    [alarm] = of_kind(one, Conflict)
    assert (alarm.conflict_kind, alarm.person_id) == ("over_capacity", early.id)


def test_43_also_what_had_no_effect_is_brought_again(world: World, announced: bool) -> None:
    """A refusal, and a fact that said nothing new, leave no number in the feed by which their loss could be noticed."""
    slot = world.slot("11:00", capacity=0)
    person = world.person(registered_centre_id="KL")
    one = world.place()
    met(one)
    backup = Backup(world)
    one.desk.book(person.id, slot.id, "KL:online", DoseKind.BOOSTER)
    one.desk._record(CancelAppointment(appointment_id="unknown", person_id=person.id))
    met(one)
    backup.put_back(announced=announced)
    met(one)
    with world.database.reading() as cursor:
        cursor.execute("SELECT kind FROM received ORDER BY number")
        assert [row[0] for row in cursor.fetchall()] == ["book", "cancel_appointment"]
    assert one.unsent() == 0
    assert one.meet().reply is Reply.OK


def test_an_answer_on_its_way_does_not_hide_that_the_service_was_put_back_meanwhile(world: World) -> None:
    """What the other lane heard while the answer was on its way is not vouched for by it."""
    person = world.person()
    world.booked(person)
    one, other = world.place(), world.place()
    met(one, other)
    backup = Backup(world)
    world.booked(world.person("Kurz, Karl"))
    made = Exchange(one.store, world.wall.clock, one.desk.clock.correction, one.desk.took_in)

    class Overtaken(InProcess):
        async def commands(self, lines: Sequence[bytes], standing: Standing) -> Result[CommandsReply]:
            at_once(made.pull(InProcess(world, one.id), 0))
            backup.put_back(announced=False)
            for name in ("Neu, Nora", "Neu, Nina", "Neu, Nele"):
                world.booked(world.person(name))
            return await super().commands(lines, standing)

    admitted(one, person.id)
    assert at_once(made.push(Overtaken(world, one.id))).reply is Reply.OK
    assert "Kurz" in {p.family for p in of_kind(one, Person)}
    met(one, other)
    world.assert_all_equal()
    assert "Kurz" not in {p.family for p in of_kind(one, Person)}


def test_put_back_twice_while_it_is_brought_again_and_nothing_is_lost(world: World) -> None:
    """The second time before everything was brought: what was brought last must be brought once more."""
    person = world.person()
    world.booked(person)
    one = world.place()
    met(one)
    backup = Backup(world)
    for number in range(4):
        one.desk.change_person(person.id, {"street": f"Weg {number}"})
    met(one)
    backup.put_back(announced=True)
    made = Exchange(one.store, world.wall.clock, one.desk.clock.correction, one.desk.took_in, batch=1)
    calls = InProcess(world, one.id)
    again = [at_once(made.push(calls)) for _ in range(3)]
    half_way = Backup(world)
    again += [at_once(made.push(calls))]
    half_way.put_back(announced=False)
    assert {answer.reply for answer in again} == {Reply.OK}
    met(one)
    with world.database.reading() as cursor:
        cursor.execute("SELECT count(*) FROM received")
        assert cursor.fetchone()[0] == 4
    world.assert_all_equal()


def test_43_a_refusal_stays_a_refusal(world: World, announced: bool) -> None:
    slot = world.slot("11:00", capacity=1)
    taken = world.person("Erst, A")
    appointment = world.booked(taken, "11:00", slot_id=slot.id, contingent_id="KL:online")
    late = world.person("Zweit, B", registered_centre_id="KL")
    one = world.place()
    backup = Backup(world)
    request = one.desk.book(late.id, slot.id, "KL:online", DoseKind.BOOSTER)
    met(one)
    backup.put_back(announced=announced)
    world.put(appointment.with_(status=AppointmentStatus.CANCELLED, cancelled_at=world.wall.moment))
    met(one)
    assert one.desk.request_state(request).granted is False
    assert one.desk.shift().to_deal_with == 1
    assert [a.person_id for a in cast(list[Any], world.state()["appointment"])] == [taken.id]
    world.assert_all_equal()


def test_43_what_another_desk_built_upon_finds_its_ground_again(world: World, announced: bool) -> None:
    """The second desk comes back first: it says that somebody left of whose coming the service knows nothing yet."""
    person = world.person()
    world.booked(person)
    one, other = world.place(), world.place()
    backup = Backup(world)
    admission = admitted(one, person.id)
    met(one, other)
    other.desk.left(admission.encounter_id, "musste gehen")
    met(other)
    backup.put_back(announced=announced)
    met(other)
    met(one, other)
    world.assert_all_equal()
    [visit] = of_kind(one, Encounter)
    assert (visit.id, visit.outcome_reason) == (admission.encounter_id, "musste gehen")


def test_43_an_undo_that_was_forgotten_with_its_check_in_comes_back_whole(world: World, announced: bool) -> None:
    person = world.person()
    world.booked(person)
    one = world.place()
    backup = Backup(world)
    admission = admitted(one, person.id)
    met(one)
    one.desk.undo(admission.encounter_id)
    met(one)
    backup.put_back(announced=announced)
    met(one)
    world.assert_all_equal()
    assert [visit.state for visit in of_kind(one, Encounter)] == [EncounterState.UNDONE]


def test_43_what_nobody_brings_again_is_listed_by_gap(world: World, announced: bool) -> None:
    person = world.person()
    world.booked(person)
    one = world.place()
    with world.database.reading() as cursor:
        begun = epochs.head(cursor)[1]
    backup = Backup(world)
    online = Appointment(id="online-1", person_id=person.id, centre_id="KL", origin="online")
    world.put(online)
    admitted(one, person.id)
    met(one)
    world.put(online.with_(origin="online again"))
    met(one)
    backup.put_back(announced=announced)
    met(one)
    with world.database.reading() as cursor:
        gaps = epochs.gaps(cursor, world.database.flavour)
    assert [(gap.first, gap.last) for gap in gaps] == [(begun + 1, begun + 1), (begun + 3, begun + 3)]
    world.assert_all_equal()
    assert "online-1" not in {a.id for a in of_kind(one, Appointment)}


def test_43_a_party_whose_booking_was_forgotten_is_whole_again(world: World, announced: bool) -> None:
    slot = world.slot("11:00", capacity=2)
    people = [world.person(f"Mensch{n}, A", id=f"p{n}", registered_centre_id="KL") for n in range(2)]
    one = world.place()
    backup = Backup(world)
    with one.store.writing() as writing:
        writing.record(
            Book(
                appointments=tuple(
                    NewAppointment(
                        appointment_id=f"a-{person.id}", person_id=person.id, centre_id="KL", slot_id=slot.id,
                        contingent_id="KL:online", dose_kind=DoseKind.FIRST, party_id="party",
                    )
                    for person in people
                )
            ),
            one.desk._stamp(Source.KEYBOARD),
        )  # fmt: skip
    met(one)
    backup.put_back(announced=announced)
    met(one)
    world.assert_all_equal()
    assert [a.status for a in of_kind(one, Appointment)] == [AppointmentStatus.BOOKED] * 2


def test_43_who_was_forgotten_stays_so(world: World, announced: bool) -> None:
    person = world.person(registered_centre_id="KL")
    one, other = world.place(), world.place()
    backup = Backup(world)
    with one.store.writing() as writing:
        writing.record(DeleteRegistration(person_id=person.id, centre_id="KL"), one.desk._stamp(Source.KEYBOARD))
    met(one, other)
    backup.put_back(announced=announced)
    met(one, other)
    world.assert_all_equal()
    assert other.records(Person) == []


def test_two_desks_that_come_back_at_once_begin_one_epoch(world: World) -> None:
    one, other = world.place(), world.place()
    backup = Backup(world)
    world.person(registered_centre_id="KL")
    met(one, other)
    backup.put_back(announced=False)
    met(one, other)
    with world.database.reading() as cursor:
        cursor.execute("SELECT count(*) FROM epoch_begun")
        assert cursor.fetchone()[0] == 2
    assert one.store.meta("epoch") == other.store.meta("epoch")
    world.assert_all_equal()


def test_a_history_that_has_grown_beyond_the_desks_cursor_is_noticed_too(world: World) -> None:
    """Put back without a word, and by the time this desk asks the numbers have passed the one it knows."""
    person = world.person(registered_centre_id="KL", street="Alt")
    one = world.place()
    backup = Backup(world)
    world.put(person.with_(street="Neu"))
    met(one)
    backup.put_back(announced=False)
    for number in range(5):
        world.put(person.with_(town=f"Ort {number}"))
    met(one)
    world.assert_all_equal()
    assert [cast(Person, p).street for p in one.records(Person)] == ["Alt"]


def test_a_verdict_of_which_the_service_knows_nothing_any_more_is_noticed(world: World) -> None:
    """Put back without a word before the desk had fetched what it had only a verdict for, and others went on."""
    person = world.person()
    world.booked(person)
    one, other = world.place(), world.place()
    met(one, other)
    backup = Backup(world)
    admission = admitted(one, person.id)
    sending = Exchange(one.store, one.wall.clock, one.desk.clock.correction)
    assert at_once(sending.push(InProcess(world, one.id))).reply is Reply.OK
    backup.put_back(announced=False)
    for number in range(4):
        world.put(person.with_(town=f"Ort {number}"))
    met(one, other)
    world.assert_all_equal()
    assert [visit.id for visit in of_kind(other, Encounter)] == [admission.encounter_id]


def test_what_a_snapshot_knew_beyond_its_cursor_is_noticed_when_it_is_forgotten(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PERSONS_PER_PART", 1)
    people = [world.person(f"Mensch{number}, A", registered_centre_id="KL") for number in range(3)]
    place = world.place(download=False)
    fetching = Exchange(place.store, place.wall.clock, place.desk.clock.correction)
    calls = InProcess(world, place.id)
    at_once(fetching.pull(calls, 0))
    backup = Backup(world)
    last = max(people, key=lambda person: person.id)
    world.put(last.with_(street="Neue Straße"))
    while place.store.standing().cursor is None:
        at_once(fetching.pull(calls, 0))
    backup.put_back(announced=False)
    met(place)
    world.assert_all_equal()


def test_a_refusal_that_the_service_has_forgotten_holds_up_nobody(world: World) -> None:
    """A refusal has no number: put back to just before it, the service shows no sign of having forgotten anything."""
    slot = world.slot("11:00", capacity=0)
    person = world.person(registered_centre_id="KL")
    one = world.place()
    met(one)
    one.desk.book(person.id, slot.id, "KL:online", DoseKind.BOOSTER)
    [asked] = of_kind(one, Appointment)
    one.desk.cancel(asked.id)
    backup = Backup(world)
    sending = Exchange(one.store, one.wall.clock, one.desk.clock.correction, batch=1)
    assert at_once(sending.push(InProcess(world, one.id))).reply is Reply.OK
    backup.put_back(announced=False)
    met(one)
    assert one.unsent() == 0
    assert one.desk.shift().to_deal_with == 1
    world.assert_all_equal()


def test_a_second_restore_during_the_first_ones_recovery_loses_nothing(world: World) -> None:
    person = world.person()
    world.booked(person)
    one = world.place()
    backup = Backup(world)
    admitted(one, person.id)
    met(one)
    backup.put_back(announced=True)
    stop: Callable[..., Any] = one.store.take_snapshot_part

    def put_back_again(*arguments: Any) -> Any:
        one.store.take_snapshot_part = stop  # type: ignore[method-assign]
        topics = stop(*arguments)
        backup.put_back(announced=True)
        return topics

    one.store.take_snapshot_part = put_back_again  # type: ignore[method-assign]
    met(one)
    world.assert_all_equal()
    assert len(world.state()["encounter"]) == 1
