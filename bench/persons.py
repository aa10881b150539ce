"""How fast the service finds people for a hotline: every beginning of what is typed, beside one plain indexed query.

The plain query finds twenty people by the beginning of the family name as it is written, with their appointments; it
knows no umlauts, dates, numbers or second words.
"""

import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg

from bench.people import people
from bench.result import Result, beside, quantile
from bench.search import _code, _inputs
from empfang.central.database import CentralDatabase
from empfang.central.person_index import PersonIndex, findable
from empfang.central.person_search import find_persons
from empfang.central.scope import people_of
from empfang.model import Appointment, Person
from empfang.rows import Cursor, Rows, marked, record_table
from tests.postgresql import postgresql_server
from tests.times import at

ON_SQLITE, ON_POSTGRESQL = 1_000_000, 200_000
CENTRES = tuple(f"C{number:02}" for number in range(20))
SERVED = CENTRES[:3]
_BATCH = 10_000
_SAMPLES = 60
_ASKED = 3_000
_MOST = 80.0
_MOST_MS = 50.0
_PLAIN = (
    "SELECT p.id, p.family, p.given, p.birth_date, p.street, p.town, a.centre_id"
    " FROM (SELECT * FROM person WHERE family >= ? AND family < ? LIMIT 20) AS p"
    " LEFT JOIN appointment AS a ON a.person_id = p.id"
)


def measure() -> list[Result]:
    """Milliseconds a search, 95th percentile: for a desk that serves three of twenty centres, and for one of all."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="empfang-bench-") as name:
        results += _measure(CentralDatabase(Path(name) / "central.db"), ON_SQLITE, "SQLite")
    with postgresql_server() as url:
        results += _measure(CentralDatabase(url), ON_POSTGRESQL, "PostgreSQL", url)
    return results


def _measure(database: CentralDatabase, size: int, flavour: str, url: str = "") -> Iterator[Result]:
    database.create(at("09:00"))
    begun = time.perf_counter()
    sample, index_s = _fill(database, size)
    if url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
    print(
        f"  {size:,} people written in {time.perf_counter() - begun:.0f} s, {index_s:.0f} of them for the terms",
        flush=True,
    )
    typed = [each for kind in _inputs(sample).values() for each in kind]
    random.Random(1).shuffle(typed)
    try:
        for served in (SERVED, CENTRES):
            yield _search(database, served, typed[:_ASKED], f"{size:,} people, {flavour}")
    finally:
        database.close()


def _fill(database: CentralDatabase, size: int) -> tuple[list[Person], float]:
    """That many people, each with an appointment at one of the centres; some of them, and the seconds for the terms."""
    dice = random.Random(size)
    chosen = set(dice.sample(range(size), _SAMPLES))
    sample: list[Person] = []
    spent = 0.0
    everybody = people(size)
    for start in range(0, size, _BATCH):
        batch = list(islice(everybody, _BATCH))
        sample += [person for number, person in enumerate(batch, start) if number in chosen]
        centre_of = {person.id: CENTRES[number % len(CENTRES)] for number, person in enumerate(batch)}
        with database.writing() as cursor:
            Rows(cursor, database.flavour).put_many(batch)
            _put_appointments(database, cursor, batch, centre_of)
            begun = time.perf_counter()
            PersonIndex(cursor, database.flavour).keep(
                {each.id: findable(each, [centre_of[each.id]], [_code(each)]) for each in batch}
            )
            spent += time.perf_counter() - begun
    with database.writing() as cursor:
        cursor.execute("CREATE INDEX bench_family ON person (family)")
    return sample, spent


def _put_appointments(
    database: CentralDatabase, cursor: Cursor, batch: Sequence[Person], centre_of: dict[str, str]
) -> None:
    table = record_table(Appointment, database.flavour)
    one = Appointment(id="", person_id="", centre_id="", start=at("09:40"))
    some = dict(zip(table.names, table.to_row(one), strict=True))
    rows = [
        tuple((some | {"id": f"a{each.id}", "person_id": each.id, "centre_id": centre_of[each.id]}).values())
        for each in batch
    ]
    cursor.executemany(table.put, rows)
    into_scope = marked("INSERT INTO scope (person_id, stream, until) VALUES (?, ?, ?)", database.flavour)
    cursor.executemany(into_scope, [(each.id, people_of(centre_of[each.id]), "2022-02-13") for each in batch])


def _search(database: CentralDatabase, served: Sequence[str], typed: Sequence[tuple[str, str]], what: str) -> Result:
    ours: list[float] = []
    plain: list[float] = []
    with database.reading() as cursor:
        for text, family in typed:
            took = _ms(lambda text=text: find_persons(cursor, database.flavour, served, text))  # type: ignore[misc]
            ours.append(took)
            beginning = family[: max(2, len(text))]
            plain.append(_ms(lambda beginning=beginning: _ask(cursor, database, beginning)))  # type: ignore[misc]
    print(
        f"  p50 {quantile(ours, 0.5):.2f} ms, p99 {quantile(ours, 0.99):.2f} ms, longest {max(ours):.0f} ms;"
        f" beside p50 {quantile(plain, 0.5):.2f} ms",
        flush=True,
    )
    name = f"hotline search, {len(served)} centres of {what}, p95"
    return beside(name, quantile(ours, 0.95), quantile(plain, 0.95), "ms", _MOST, _MOST_MS)


def _ask(cursor: Cursor, database: CentralDatabase, beginning: str) -> Any:
    cursor.execute(marked(_PLAIN, database.flavour), (beginning, beginning + "\U0010ffff"))
    return cursor.fetchall()


def _ms(run: Any) -> float:
    begun = time.perf_counter()
    run()
    return (time.perf_counter() - begun) * 1000
