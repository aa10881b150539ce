"""Bookings decided by the service's writer, beside the same transactions in raw SQL.

The raw side is what one would write by hand. It looks whether the command is known, at the person, the slot, and what
else the person has, and writes the same rows (appointment, count of the slot and of what is free, confirmation,
received command, feed, audit trail, what people are found by), one statement each, with one commit per batch of the
same size. It decides nothing. The centres are in Rheinland-Pfalz: ours judges each booking by the rule books.
"""

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
from psycopg import IsolationLevel

from bench.result import Result, beside, quantile
from empfang.audit import AuditEvent
from empfang.central.access import enrol, make_code, put_reference
from empfang.central.database import ONE_WRITER, CentralDatabase
from empfang.central.person_index import CODE
from empfang.central.sql import insert_into, table_of
from empfang.central.tables import FeedEntry, FeedNumber, Received, ReceivedSubject, SearchTerm
from empfang.central.tx import CentralTx
from empfang.central.writer import decide
from empfang.clock import CallableClock
from empfang.commands.booking import Book
from empfang.commands.granting import NewAppointment
from empfang.garbage import look_seldom
from empfang.ids import derived_id
from empfang.model import Appointment, Centre, Communication, Contingent, DoseKind, Person, Slot
from empfang.protocol import Command
from empfang.rows import Cursor, Flavour, Rows, marked, record_table
from empfang.rules.codes import make_code as booking_code
from tests.postgresql import postgresql_server

CENTRES = (1, 8, 53)
BATCH = 106
"""Bookings in one commit: two for each of 53 centres."""
BATCHES = 24
_WARM = 4
_NOW = datetime(2021, 12, 1, 9, 0, tzinfo=UTC)
_DAYS, _A_DAY, _EACH = 13, 36, 10
_PLACES = _DAYS * _A_DAY * _EACH
Batches = list[list[tuple[str, list[bytes]]]]
"""For each commit, the lines of each desk."""
_CLOCK = CallableClock(lambda: _NOW)


def measure() -> Iterator[Result]:
    """Milliseconds per commit and bookings per second, on both databases, from one to 53 centres."""
    with tempfile.TemporaryDirectory(prefix="empfang-bench-") as name:
        for centres in CENTRES:
            folder = Path(name) / str(centres)
            folder.mkdir()
            yield from _compare("SQLite", centres, lambda copy, folder=folder: _sqlite_copy(folder, copy))  # type: ignore[misc]
    with postgresql_server() as url:
        for centres in CENTRES:
            yield from _compare("PostgreSQL", centres, _postgresql_copies(url, f"of_{centres}"))


def _compare(flavour: str, centres: int, database: Callable[[str], CentralDatabase]) -> Iterator[Result]:
    first = database("first")
    batches = prepare(first, centres)
    first.close()
    ours, heads = decide_batches(database("ours"), batches)
    timed = database("ours")
    raw = list(_rows(timed, heads))
    timed.close()
    bare = _write_raw(database("raw"), raw)
    each = quantile(ours[_WARM:], 0.5)
    size = sum(len(lines) for _, lines in batches[0])
    place = f"{centres} {'centre' if centres == 1 else 'centres'}, {flavour}"
    yield beside(f"{size} bookings in one batch, {place}", each, quantile(bare[_WARM:], 0.5), "ms", 5)
    yield Result(f"bookings per second, {place}", size / each * 1000, "/s", None, "told", ok=True)


# The service with centres, places, people and desks


def prepare(database: CentralDatabase, centres: int) -> Batches:
    """A new service with so many centres, and what their hotlines ask of it."""
    database.create(_NOW)
    ids = [f"C{number:02}" for number in range(centres)]
    put_reference(database, [Centre(id=each, name=f"Impfzentrum {each}", jurisdiction="DE-RP") for each in ids], _NOW)
    desks = [enrol(database, make_code(database, each, "", _NOW), _NOW).desk_id for each in ids]
    slots = {each: list(_slots(each)) for each in ids}
    per_desk = BATCH // centres
    people = {each: [_person(each, number) for number in range(per_desk * BATCHES)] for each in ids}
    with database.writing() as cursor:
        tx = CentralTx(cursor, database.flavour, _NOW)
        for each in ids:
            tx.put_new([Contingent(id=f"{each}:phone", centre_id=each, name="phone"), *slots[each], *people[each]])
        tx.finish(None)
        tx.take_numbers()
    batches: Batches = []
    for batch in range(BATCHES):
        batches.append(
            [
                (desk_id, [_line(desk_id, n + 1, people[each][n], slots[each]) for n in _numbers(batch, per_desk)])
                for each, desk_id in zip(ids, desks, strict=True)
            ]
        )
    return batches


def _numbers(batch: int, per_desk: int) -> range:
    return range(batch * per_desk, (batch + 1) * per_desk)


def _slots(centre_id: str) -> Iterator[Slot]:
    for place in range(_DAYS * _A_DAY):
        start = _NOW + timedelta(days=1 + place // _A_DAY, minutes=10 * (place % _A_DAY))
        yield Slot(
            id=derived_id("slot", centre_id, start),
            centre_id=centre_id,
            start=start,
            minutes=10,
            vaccine="Comirnaty",
            capacity={f"{centre_id}:phone": _EACH},
        )


def _person(centre_id: str, number: int) -> Person:
    born = date(1935, 1, 1) + timedelta(days=number * 7 % 20_000)
    return Person(
        id=derived_id("person", centre_id, number),
        family=f"Mensch{number}",
        given="A",
        birth_date=born,
        registered_centre_id=centre_id,
        registered_at=_NOW,
    )


def _line(desk_id: str, number: int, person: Person, slots: Sequence[Slot]) -> bytes:
    """A booking; the places are asked for all over the days, and never more than there are."""
    slot = slots[number * 7 % len(slots)]
    signs = iter(f"{number:08}")
    wanted = NewAppointment(
        appointment_id=derived_id("appointment", person.id),
        person_id=person.id,
        centre_id=slot.centre_id,
        slot_id=slot.id,
        contingent_id=f"{slot.centre_id}:phone",
        dose_kind=DoseKind.FIRST,
        code=booking_code(slot.centre_id, lambda _: int(next(signs))),
        origin="phone",
    )
    payload = Book(appointments=(wanted,))
    return Command(
        kind=payload.kind,
        version=payload.version,
        id=derived_id("command", person.id),
        desk_id=desk_id,
        number=number,
        operator_id="op-1",
        occurred_at=_NOW,
        recorded_at=_NOW,
        payload=payload.model_dump(mode="json"),
    ).to_bytes()


# Ours, and the same rows without it


def decide_batches(database: CentralDatabase, batches: Batches) -> tuple[list[float], list[int]]:
    """Milliseconds of each commit, and where the feed stood before the first and after each."""
    look_seldom()  # as the service does
    times: list[float] = []
    with database.reading() as cursor:
        cursor.execute("SELECT number FROM head")
        heads: list[int] = [cursor.fetchone()[0]]
    for batch in batches:
        begun = time.perf_counter()
        replies = decide(database, _CLOCK, batch)
        times.append((time.perf_counter() - begun) * 1000)
        if {verdict.status for reply in replies for verdict in reply.verdicts} != {"granted"}:
            raise ValueError("not granted")
        heads.append(replies[-1].head)
    database.close()
    return times, heads


@dataclass(frozen=True, slots=True)
class _Raw:
    """A statement with its parameters."""

    sql: str
    parameters: Any


def _rows(database: CentralDatabase, heads: Sequence[int]) -> Iterator[list[_Raw]]:
    """For each commit what it has written, as plain statements."""
    flavour = database.flavour
    keep_head = marked("UPDATE head SET number = ?, mark = ? WHERE id = 1", flavour)
    keep_scope = marked("UPDATE scope SET until = ? WHERE person_id = ? AND stream = ?", flavour)
    keep_free = marked("UPDATE free_place SET free = ? WHERE slot_id = ? AND contingent_id = ?", flavour)
    keep_terms = marked("UPDATE search_person SET terms = ? || terms WHERE person_id = ?", flavour)
    of_batch = "number > ? AND number <= ?"
    decided = f"command_id IN (SELECT command_id FROM feed_entry WHERE {of_batch})"
    with database.reading() as cursor:
        for numbers in pairwise(heads):
            raw: list[_Raw] = []
            for entry in _of(cursor, flavour, FeedEntry, of_batch, numbers):
                raw += [*_record(cursor, flavour, entry), _insert(FeedEntry, flavour, entry)]
                if entry["kind"] == Slot.kind:
                    raw.append(
                        _Raw(keep_free, (1, entry["record_id"], f"{json.loads(entry['body'])['centre_id']}:phone"))
                    )
                if entry["kind"] == Appointment.kind:
                    raw = [*_looks(flavour, entry), *raw]
                    code = f"{CODE}{json.loads(entry['body'])['code_key']}"
                    raw.append(_Raw(keep_scope, ("2022-03-01", entry["subject"], entry["stream"])))
                    raw.append(_Raw(keep_terms, (f" {code} ", entry["subject"])))
                    raw += [
                        _insert(SearchTerm, flavour, row)
                        for row in _of(cursor, flavour, SearchTerm, "term = ?", (code,))
                    ]
            for model, where in ((FeedNumber, of_batch), (Received, decided), (ReceivedSubject, decided)):
                raw += [_insert(model, flavour, row) for row in _of(cursor, flavour, model, where, numbers)]
            cursor.execute(marked(f"SELECT * FROM audit_event WHERE {decided}", flavour), numbers)
            kept = marked(f"INSERT INTO audit_event VALUES ({', '.join('?' * len(AuditEvent.__slots__))})", flavour)
            raw += [_Raw(kept, row) for row in cursor.fetchall()]
            yield [*raw, _Raw(keep_head, (numbers[1], ""))]


def _looks(flavour: Flavour, entry: dict[str, Any]) -> Iterator[_Raw]:
    """What must be looked at before this appointment is given."""
    made = json.loads(entry["body"])
    looked_at = (("received", "command_id", entry["command_id"]), ("person", "id", made["person_id"]),
                 ("slot", "id", made["slot_id"]), ("appointment", "person_id", made["person_id"]))  # fmt: skip
    for table, column, value in looked_at:
        yield _Raw(marked(f"SELECT * FROM {table} WHERE {column} = ?", flavour), (value,))


def _record(cursor: Cursor, flavour: Flavour, entry: dict[str, Any]) -> list[_Raw]:
    """The record that a feed entry tells of: new, or a slot with another count."""
    rows = Rows(cursor, flavour)
    kinds = {kind.kind: kind for kind in (Appointment, Communication)}
    if entry["kind"] == Slot.kind:
        sql = marked("UPDATE slot SET taken = ?, revision = revision + 1 WHERE id = ?", flavour)
        return [_Raw(sql, ('{"of": 1}', entry["record_id"]))]
    kind = kinds[entry["kind"]]
    record = rows.get(kind, entry["record_id"])
    assert record is not None
    table = record_table(kind, flavour)
    names = ", ".join(f'"{name}"' for name in table.names)
    marks = ", ".join("?" * len(table.names))
    return [_Raw(marked(f'INSERT INTO "{kind.kind}" ({names}) VALUES ({marks})', flavour), table.to_row(record))]


def _of(cursor: Cursor, flavour: Flavour, model: Any, where: str, values: Any) -> list[dict[str, Any]]:
    names = tuple(table_of(model).columns.keys())
    cursor.execute(marked(f"SELECT {', '.join(names)} FROM {model.__tablename__} WHERE {where}", flavour), values)
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _insert(model: Any, flavour: Flavour, values: dict[str, Any]) -> _Raw:
    statement = insert_into(model, flavour)
    return _Raw(statement.sql, statement.parameters(values))


def _write_raw(database: CentralDatabase, batches: Sequence[Sequence[_Raw]]) -> list[float]:
    times: list[float] = []
    with database._connection(IsolationLevel.READ_COMMITTED) as connection:
        cursor = connection.cursor()
        for batch in batches:
            begun = time.perf_counter()
            cursor.execute(ONE_WRITER[database.flavour])
            for each in batch:
                cursor.execute(each.sql, each.parameters)
                if cursor.description:
                    cursor.fetchall()
            cursor.execute("COMMIT") if database.flavour == "sqlite" else connection.commit()
            times.append((time.perf_counter() - begun) * 1000)
    database.close()
    return times


# Copies of what was prepared


def _sqlite_copy(folder: Path, copy: str) -> CentralDatabase:
    path = folder / f"{copy}.db"
    if not path.exists() and copy != "first":
        shutil.copy(folder / "first.db", path)
    return CentralDatabase(path)


def _postgresql_copies(url: str, name: str) -> Callable[[str], CentralDatabase]:
    made: set[str] = set()

    def database(copy: str) -> CentralDatabase:
        if copy not in made:
            template = "template1" if copy == "first" else f"{name}_first"
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}_{copy} TEMPLATE {template}".encode())
            made.add(copy)
        return CentralDatabase(url.replace("/postgres?", f"/{name}_{copy}?"))

    return database
