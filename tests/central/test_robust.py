"""What must not harm the service: poison lines, passing errors of the database, other processes, second centres."""

import json
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any, cast

import psycopg
import pytest
from sqlcipher3 import dbapi2

from empfang.central.database import CentralDatabase
from empfang.central.tx import CentralTx
from empfang.central.writer import Batch, Writer, decide
from empfang.commands.base import Applied
from empfang.commands.person import ChangePerson
from empfang.commands.tx import Tx
from empfang.errors import InputProblem, StoreProblem
from empfang.model import Appointment, AppointmentStatus, DoseKind, Person
from empfang.protocol import Command, CommandsReply, Effect, Status
from tests.scenarios.test_contradictions import checked_in_by_hand
from tests.scenarios.test_twice import admitted
from tests.sync.test_engine import with_a_check_in
from tests.world import Place, World


def decided(world: World, place: Place, *lines: bytes) -> CommandsReply:
    """What the service says to these lines of a desk."""
    [reply] = decide(world.database, world.wall.clock, [(place.id, lines)])
    return reply


def statuses(reply: CommandsReply) -> list[Status]:
    """What became of each line."""
    return [verdict.status for verdict in reply.verdicts]


def changed(line: bytes, **parts: Any) -> bytes:
    """The line of another command, with some parts as no desk would write them."""
    return json.dumps({**json.loads(line), "id": "bad", **parts}).encode()


def another_process(world: World) -> CentralDatabase:
    """The service's database, as another process opens it."""
    return CentralDatabase(world.database.url.render_as_string(hide_password=False))


def decided_at_once(world: World, places: Sequence[Place]) -> list[Status]:
    """Each desk sends its lines one by one, all desks at once, and each to a process of its own."""
    ready = threading.Barrier(len(places))

    def send(place: Place, lines: list[bytes]) -> list[Status]:
        database = another_process(world)
        ready.wait(10)
        replies = [decide(database, world.wall.clock, [(place.id, [line])])[0] for line in lines]
        database.close()
        return [status for reply in replies for status in statuses(reply)]

    with ThreadPoolExecutor(len(places)) as pool:
        return [status for sent in pool.map(send, places, [place.lines() for place in places]) for status in sent]


@pytest.mark.parametrize(
    "parts",
    [
        {"number": 0}, {"number": -1}, {"number": 2**31}, {"number": 2**63}, {"number": 10**30},
        {"occurred_at": "0001-01-01T00:00:00+14:00"}, {"recorded_at": "9999-12-31T23:59:59-14:00"},
        {"occurred_at": "0999-12-15T08:00:00Z"}, {"occurred_at": "3000-01-01T00:00:00Z"},
        {"occurred_at": "2021-12-15T08:00:00"}, {"id": "a\0b"}, {"id": ""}, {"id": "x" * 100},
        {"operator_id": "\0"}, {"kind": "\0"}, {"payload": {"\0": 1}}, {"payload": {}}, {"version": 99},
    ],
)  # fmt: skip
def test_a_line_that_no_desk_would_write_is_set_aside_and_spoils_no_other(world: World, parts: dict[str, Any]) -> None:
    place = with_a_check_in(world)
    [line] = place.lines()
    bad = changed(line, **parts)
    first = decided(world, place, line, bad)
    assert statuses(first) == [Status.RECORDED, Status.QUARANTINED]
    assert decided(world, place, bad, line).verdicts == first.verdicts[::-1]


@pytest.mark.parametrize(
    "bad",
    [
        b'{"id": "a\\u0000b"}', b'{"id": "x", "number": 99999999999999999999}', b'{"id":"\\ud800"}',
        b'{"id": "\\u0000"}', b'{"id": "x", "number": 3000000000}', b'{"id": 7}', b"[]", b"null",
        b"\xff\xfe", b"{" * 5_000,
    ],
)  # fmt: skip
def test_a_line_of_which_hardly_anything_can_be_read_is_set_aside(world: World, bad: bytes) -> None:
    place = with_a_check_in(world)
    [line] = place.lines()
    reply = decided(world, place, bad, line)
    assert statuses(reply) == [Status.QUARANTINED, Status.RECORDED]
    assert reply.contiguous == 1


def test_what_builds_on_a_line_that_is_too_long_does_not_wait_for_ever(world: World) -> None:
    place = world.place()
    person_id = place.desk.register_person({"family": "Neu"})
    place.desk.change_person(person_id, {"street": "Lindenweg"})
    root, dependent = place.lines()
    name = json.loads(root)["id"]
    too_long = json.dumps({**json.loads(root), "payload": {"family": "X" * 70_000}}).encode()
    reply = decided(world, place, too_long, dependent)
    assert statuses(reply) == [Status.QUARANTINED, Status.RECORDED]
    set_aside, kept = reply.verdicts
    assert (set_aside.command_id, set_aside.code) == (name, "too_long")
    assert kept.effect is Effect.NONE
    assert (reply.contiguous, reply.gaps) == (2, ())


def test_a_desk_records_nothing_that_is_too_long_to_send(small_world: World) -> None:
    place = small_world.place()
    with pytest.raises(InputProblem, match="entry_too_long"):
        place.desk.register_person({"family": "X" * 70_000})
    assert place.unsent() == 0
    assert place.records(Person) == []


def test_a_command_that_fails_leaves_nothing_behind(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    person = world.person(registered_centre_id="KL")
    place = world.place()
    place.desk.change_person(person.id, {"street": "Lindenweg"})
    place.desk.change_person(person.id, {"town": "Trier"})
    real = ChangePerson.apply

    def fails_at_the_street(payload: ChangePerson, tx: Tx, command: Command) -> Applied:
        applied = real(payload, tx, command)
        if "street" in payload.changes:
            raise RuntimeError
        return applied

    monkeypatch.setattr(ChangePerson, "apply", fails_at_the_street)
    assert statuses(decided(world, place, *place.lines())) == [Status.QUARANTINED, Status.RECORDED]
    monkeypatch.undo()
    [known] = [cast(Person, each) for each in world.state()["person"]]
    assert (known.street, known.town, known.revision) == ("", "Trier", 2)
    place.sync()
    world.assert_all_equal()


def test_a_passing_error_of_the_database_sets_nothing_aside(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    place = with_a_check_in(world)
    [line] = place.lines()
    error = {"sqlite": dbapi2.OperationalError, "postgresql": psycopg.OperationalError}[world.database.flavour]

    def put(_tx: CentralTx, _record: object) -> None:
        raise error("the disk is full")

    monkeypatch.setattr(CentralTx, "put", put)
    with pytest.raises(StoreProblem, match="database_failed"):
        decided(world, place, b"not a command", line)
    monkeypatch.undo()
    with world.database.reading() as cursor:
        cursor.execute("SELECT count(*) FROM received")
        assert cursor.fetchone()[0] == 0
    assert statuses(place.push()) == [Status.RECORDED]
    place.pull()
    world.assert_all_equal()


def test_another_desk_that_sends_a_command_does_not_take_its_id(world: World) -> None:
    owner = with_a_check_in(world)
    [line] = owner.lines()
    other = world.place()
    first = decided(world, other, line)
    assert (statuses(first), first.verdicts[0].code) == ([Status.QUARANTINED], "other_desk")
    assert (first.contiguous, first.gaps) == (0, ())
    assert statuses(owner.push()) == [Status.RECORDED]
    assert decided(world, other, line).verdicts == first.verdicts
    owner.pull()
    other.pull()
    world.assert_all_equal()


def test_two_processes_grant_each_place_once(world: World) -> None:
    people = [world.person(f"Mensch{number:02}, A", registered_centre_id="KL") for number in range(40)]
    slots = [world.slot(f"1{number // 6}:{number % 6}0") for number in range(20)]
    places = world.place(), world.place()
    for number, person in enumerate(people):
        places[number % 2].desk.book(person.id, slots[number // 2].id, "KL:online", DoseKind.BOOSTER)
    assert sorted(decided_at_once(world, places)) == [Status.GRANTED] * 20 + [Status.REFUSED] * 20
    booked = [cast(Appointment, each) for each in world.state()["appointment"]]
    assert {each.slot_id for each in booked} == {slot.id for slot in slots}
    assert [each.status for each in booked] == [AppointmentStatus.BOOKED] * 20


def test_a_second_process_decides_nothing_until_the_first_has_committed(world: World) -> None:
    place = with_a_check_in(world)
    other = another_process(world)
    with ThreadPoolExecutor(1) as pool:
        with world.database.writing():
            waiting = pool.submit(decide, other, world.wall.clock, [(place.id, place.lines())])
            assert not wait([waiting], timeout=0.3).done
        [reply] = waiting.result(10)
    other.close()
    assert statuses(reply) == [Status.RECORDED]


def test_a_person_who_becomes_known_at_a_second_centre_brings_their_records_along(world: World) -> None:
    darmstadt, lautern = world.place("DA", "Darmstadt"), world.place("KL", "Lautern")
    checked_in_by_hand(lautern, "p", "unknown")
    lautern.sync()
    assert world.state()["person"] == []
    world.put(Person(id="p", family="Spät", registered_centre_id="DA"))
    darmstadt.pull()
    lautern.pull()
    world.assert_all_equal()


def test_a_second_centre_gets_everything_about_a_person(world: World) -> None:
    person = world.person(registered_centre_id="DA")
    world.booked(person, centre_id="DA")
    lautern, darmstadt = world.place("KL", "Lautern"), world.place("DA", "Darmstadt")
    admitted(darmstadt, person.id)
    darmstadt.sync()
    world.booked(person, "12:00", centre_id="KL")
    for place in world.places:
        place.pull()
    world.assert_all_equal()
    assert len(lautern.records(Appointment)) == 2


def test_revisions_rise(world: World) -> None:
    person = world.person()
    for street in ("Eins", "Zwei", "Zwei"):
        world.put(person.with_(street=street))
    assert [person.revision for person in world.state()["person"]] == [3]


def test_somebody_who_waits_no_longer_does_not_end_the_writer(small_world: World) -> None:
    place = with_a_check_in(small_world)
    [line] = place.lines()
    writer = Writer(small_world.database, small_world.wall.clock, lambda _head, _moved: None)
    with small_world.database.writing():
        given_up = writer.submit(Batch(place.id, [line]))
        assert given_up.cancel()
    assert statuses(writer.submit(Batch(place.id, [line])).result(5)) == [Status.RECORDED]
    writer.close()
