"""The first download of 100,000 appointments with their persons: time beside raw inserts, bytes beside JSON, breaks.

A service in a process of its own over real HTTP; the desk's own exchange takes the parts in.
"""

import asyncio
import os
import random
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import httpx

from bench.people import people
from bench.result import Result, beside, quantile
from bench.terminal import TYPED, type_texts
from empfang.central.access import enrol, make_code
from empfang.central.database import CentralDatabase
from empfang.central.scope import people_of
from empfang.central.tx import CentralTx
from empfang.clock import SystemClock
from empfang.ids import derived_id
from empfang.model import Appointment, Centre, DoseKind, Operator, moment_text
from empfang.packing import unpacked
from empfang.rows import Rows
from empfang.rules.codes import code_key
from empfang.running import keep_enrolment
from empfang.store import Store, create_store, open_store
from empfang.sync.client import Client
from empfang.sync.correction import Correction
from empfang.sync.exchange import Exchange, answer_of
from empfang.sync.step import Lane, Reply
from tests.processes.parts import start_service
from tests.times import at
from tests.world import World

PEOPLE = 100_000
BREAKS = 20
_BATCH = 5_000
_BEGIN = datetime(2021, 12, 15, 7, 0, tzinfo=UTC)
_TABLES = ("person", "appointment", "search_person")
_RAW = 4.0
_SMALL = 0.1


class Counting(httpx.AsyncBaseTransport):
    """A way to the service that counts what comes, and breaks off after so many bytes of answers in all."""

    def __init__(self, breaks_at: list[int] | None = None) -> None:
        self._inner = httpx.AsyncHTTPTransport()
        self._breaks_at = sorted(breaks_at or [])
        self.bytes = 0
        self.plain_bytes = 0
        self.broken = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        body = await response.aread()
        if self._breaks_at and self.bytes + len(body) > self._breaks_at[0]:
            arrived = self._breaks_at.pop(0) - self.bytes
            self.bytes += max(0, arrived)
            self.broken += 1
            return httpx.Response(200, headers=response.headers, stream=_Torn(body[: max(0, arrived)]))
        self.bytes += len(body)
        if request.url.path == "/v1/snapshot":
            self.plain_bytes += len(unpacked(body))
        return httpx.Response(response.status_code, headers=response.headers, content=body)

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Torn(httpx.AsyncByteStream):
    """A body whose end never comes."""

    def __init__(self, begin: bytes) -> None:
        self._begin = begin

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._begin
        raise httpx.ReadError("broken off")


def measure() -> Iterator[Result]:
    """Rows per second, bytes, resumed downloads, keys meanwhile."""
    with tempfile.TemporaryDirectory(prefix="empfang-bench-") as name:
        folder = Path(name)
        database = prepare_service(folder)
        service, url, _ = start_service(str(folder / "central.db"))
        try:
            whole = enrolled_desk(database, folder / "whole", url)
            way = Counting()
            ours_s = download(whole, way)
            raw_s = _raw(whole, folder / "raw")
            rows = 2 * PEOPLE
            yield from (
                beside(f"first download, {PEOPLE:,} appointments with persons", ours_s, raw_s, "s", _RAW),
                Result("first download, rows a second", rows / ours_s, "1/s", rows / raw_s, "shown", True),
                beside("first download, bytes", way.bytes / 1e6, way.plain_bytes / 1e6, "MB", _SMALL),
            )
            yield _broken_off(database, folder, url, whole, way.bytes)
            yield from _keys_meanwhile(database, folder, url, whole)
        finally:
            service.end()
            database.close()


def prepare_service(folder: Path, count: int = PEOPLE) -> CentralDatabase:
    """A service that knows so many people of Kaiserslautern with an appointment each."""
    world = World(CentralDatabase(folder / "central.db"), folder)
    everybody = people(count)
    number = 0
    with world.database.writing() as cursor:
        rows = Rows(cursor, "sqlite")
        while batch := list(islice(everybody, _BATCH)):
            rows.put_many([person.with_(revision=1, registered_centre_id="KL") for person in batch])
            appointments = []
            for person in batch:
                start = _BEGIN + timedelta(days=number % 60, minutes=5 * (number % 120))
                code = f"KL-{number:08X}"
                appointments.append(
                    Appointment(
                        id=derived_id("appointment", person.id),
                        revision=1,
                        person_id=person.id,
                        centre_id="KL",
                        start=start,
                        slot_id=derived_id("slot", "KL", moment_text(start)),
                        contingent_id="KL:online",
                        vaccine="Comirnaty",
                        dose_kind=DoseKind.BOOSTER,
                        code=code,
                        code_key=code_key(code),
                        origin="online",
                        booked_at=start - timedelta(days=20, seconds=number % 7919),
                    )
                )
                number += 1
            rows.put_many(appointments)
            cursor.executemany(
                "INSERT INTO scope (person_id, stream, until) VALUES (?, ?, '2022-12-31')",
                [(person.id, people_of("KL")) for person in batch],
            )
    return world.database


def enrolled_desk(database: CentralDatabase, folder: Path, url: str) -> Path:
    """A desk of Kaiserslautern that has nothing yet."""
    now = at("09:00")
    keep_enrolment(folder, url, enrol(database, make_code(database, "KL", "", now), now))
    return folder


def download(folder: Path, way: Counting) -> float:
    """Seconds until the desk has everything; it goes on after each break."""

    async def fetch() -> None:
        store = Store(open_store(folder))
        client = Client(store.meta("service_url") or "", store.meta("token") or "", way)
        exchange = Exchange(store, SystemClock(at("09:40") - datetime.now(UTC)), Correction.of_store(store))
        while store.standing().cursor is None:
            answer = await answer_of(exchange.pull(client, 0), Lane.PULL)
            if answer.reply not in {Reply.OK, Reply.UNREACHABLE, Reply.UNREADABLE}:
                raise ValueError(f"{answer.reply} {answer.detail}")
        await client.close()
        store.close()

    begun = time.perf_counter()
    asyncio.run(fetch())
    return time.perf_counter() - begun


def _contents(folder: Path) -> dict[str, list[Any]]:
    """The rows of the tables a download fills, and how many the search finds."""
    store = Store(open_store(folder))
    run = store.database.connection.execute
    try:
        found = {table: run(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in _TABLES}
        found["found"] = run("SELECT count(*) FROM search_index WHERE search_index MATCH ?", ('"m"*',)).fetchall()
        found["found"] += run("SELECT word, sound FROM search_word ORDER BY word").fetchall()
        return found
    finally:
        store.close()


def _raw(filled: Path, folder: Path) -> float:
    """Seconds to insert the same rows, and index them for search, into an empty store in one transaction."""
    contents = _contents(filled)
    database = create_store(folder, {})
    begun = time.perf_counter()
    with database.writing() as cursor:
        for table in _TABLES:
            marks = ", ".join("?" * len(contents[table][0]))
            cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", contents[table])
        cursor.executemany(
            "INSERT INTO search_index (rowid, terms) VALUES (?, ?)",
            [(row[0], row[-1]) for row in contents["search_person"]],
        )
    seconds = time.perf_counter() - begun
    database.close()
    return seconds


def _broken_off(database: CentralDatabase, folder: Path, url: str, whole: Path, size: int) -> Result:
    """Broken off at random bytes and resumed: the share of tables that are as without any break."""
    dice = random.Random(3)
    way = Counting([dice.randrange(size) for _ in range(BREAKS)])
    broken = enrolled_desk(database, folder / "broken", url)
    download(broken, way)
    ours, wanted = _contents(broken), _contents(whole)
    # The search's keys count in the order of arrival.
    same = [_without_keys(name, ours[name]) == _without_keys(name, wanted[name]) for name in wanted]
    right = all(same) and way.broken == BREAKS
    return Result(
        f"download broken off at {BREAKS} random bytes, complete and right", float(right), "", None, "1", right
    )


def _without_keys(table: str, rows: list[Any]) -> list[Any]:
    return sorted(row[1:] for row in rows) if table == "search_person" else rows


def name_centre(database: CentralDatabase) -> None:
    """A centre with a name, and somebody who works there: the screen asks who it is."""
    with database.writing() as cursor:
        tx = CentralTx(cursor, "sqlite", at("09:00"))
        tx.put(Centre(id="KL", name="Landesimpfzentrum Kaiserslautern"))
        tx.put(Operator(id="op-1", name="Becker, Anja", centre_ids=("KL",)))
        tx.finish(None)
        tx.take_numbers()


def _keys_meanwhile(database: CentralDatabase, folder: Path, url: str, filled: Path) -> list[Result]:
    """Milliseconds from a typed letter to its repaint: after the download, and during one."""
    name_centre(database)
    loading = enrolled_desk(database, folder / "loading", url)
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    quiet, _ = type_texts("bench.desk_app", [str(filled)], b"\r", b"Suche", TYPED, environment)
    during, _ = type_texts("bench.desk_app", [str(loading)], b"\r", b"Suche", TYPED, environment, busy=True)
    store = Store(open_store(loading))
    persons = store.database.connection.execute("SELECT count(*) FROM person").fetchone()[0]
    store.close()
    going_on = 0 < persons < PEOPLE
    return [
        beside(f"typed letter during a download, {name}", quantile(during, share), quantile(quiet, share), "ms", most)
        for name, share, most in (("median", 0.5, 1.5), ("p95", 0.95, 2.0))
    ] + [Result("persons downloaded when the last letter was typed", float(persons), "", PEOPLE, "< all", going_on)]


if __name__ == "__main__":
    for each in measure():
        print(each.line(), flush=True)
