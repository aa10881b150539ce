"""Commands decided by the service in batches of 100, beside the same statements raw with one commit per batch."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import IsolationLevel

from bench.recording import RecordingConnection, Statement, run_again
from bench.result import Result, beside, quantile
from empfang.central.database import CentralDatabase
from empfang.central.writer import decide
from empfang.model import Appointment, Person
from tests.postgresql import postgresql_server
from tests.times import at
from tests.world import World

BATCH = 100
BATCHES = 20
_WARM = 2


def measure() -> list[Result]:
    """Milliseconds per batch of check-ins, on both databases."""
    with tempfile.TemporaryDirectory(prefix="empfang-bench-") as name:
        results = [_measure_sqlite(Path(name))]
    results.append(_measure_postgresql())
    return results


def _result(flavour: str, ours: list[float], bare: list[float]) -> Result:
    title = f"service, {BATCH} commands in one batch, {flavour}, median"
    return beside(title, quantile(ours[_WARM:], 0.5), quantile(bare[_WARM:], 0.5), "ms", 5)


def _measure_sqlite(folder: Path) -> Result:
    world, lines = _prepare(CentralDatabase(folder / "central.db"), folder / "desks")
    desk_id = world.places[0].id
    world.close()
    for copy in ("recorded", "timed", "raw"):
        (folder / copy).mkdir()
        shutil.copy(folder / "central.db", folder / copy / "central.db")
    statements = _record(CentralDatabase(folder / "recorded" / "central.db"), desk_id, lines)
    ours = _time_ours(CentralDatabase(folder / "timed" / "central.db"), desk_id, lines)
    raw = CentralDatabase(folder / "raw" / "central.db")
    with raw._connection(IsolationLevel.READ_COMMITTED) as connection:
        bare = [run_again(connection, each) * 1000 for each in statements]
    raw.close()
    return _result("SQLite", ours, bare)


def _measure_postgresql() -> Result:
    with postgresql_server() as url, tempfile.TemporaryDirectory(prefix="empfang-bench-") as folder:
        world, lines = _prepare(CentralDatabase(_new(url, "original")), Path(folder))
        desk_id = world.places[0].id
        world.close()
        copies = [_new(url, name, "original") for name in ("recorded", "timed", "raw")]
        statements = _record(CentralDatabase(copies[0]), desk_id, lines)
        ours = _time_ours(CentralDatabase(copies[1]), desk_id, lines)
        with psycopg.connect(copies[2]) as connection:
            bare = [run_again(connection, each) * 1000 for each in statements]
    return _result("PostgreSQL", ours, bare)


def _new(url: str, name: str, template: str = "template1") -> str:
    """A new database, as a copy of another one; its URL."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
    return url.replace("/postgres?", f"/{name}?")


def _prepare(database: CentralDatabase, folder: Path) -> tuple[World, list[list[bytes]]]:
    """The service with a day, and batches of a desk's check-ins."""
    world = World(database, folder)
    people = [Person(id=f"p{n:05}", family=f"Mensch{n}", registered_centre_id="KL") for n in range(BATCH * BATCHES)]
    world.put(*people)
    world.put(
        *[Appointment(id=f"a{p.id}", person_id=p.id, centre_id="KL", start=at("09:40"), code=p.id) for p in people]
    )
    place = world.place()
    for person in people:
        place.desk.admit(person.id, f"a{person.id}")
    unsent = [each.line for each in place.store.unsent(BATCH * BATCHES)]
    return world, [unsent[begin : begin + BATCH] for begin in range(0, len(unsent), BATCH)]


def _decide(database: CentralDatabase, desk_id: str, lines: list[bytes]) -> None:
    from tests.world import Wall  # noqa: PLC0415

    [reply] = decide(database, Wall(at("09:40")).clock, [(desk_id, lines)])
    if {verdict.status for verdict in reply.verdicts} != {"recorded"}:
        raise ValueError("not recorded")


def _record(database: CentralDatabase, desk_id: str, batches: list[list[bytes]]) -> list[list[Statement]]:
    noted: list[Statement] = []
    connect = database._connection

    @contextmanager
    def recording(isolation: IsolationLevel) -> Iterator[Any]:
        with connect(isolation) as connection:
            yield RecordingConnection(connection, noted)

    database._connection = recording  # type: ignore[method-assign]
    per_batch: list[list[Statement]] = []
    for lines in batches:
        noted.clear()
        _decide(database, desk_id, lines)
        per_batch.append(list(noted))
    database.close()
    return per_batch


def _time_ours(database: CentralDatabase, desk_id: str, batches: list[list[bytes]]) -> list[float]:
    times: list[float] = []
    for lines in batches:
        begun = time.perf_counter()
        _decide(database, desk_id, lines)
        times.append((time.perf_counter() - begun) * 1000)
    database.close()
    return times
