"""How fast the desk finds people as one types: every beginning of typical inputs, in an encrypted store."""

import gc
import random
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter

from bench.people import people
from bench.result import Result, beside
from empfang.model import Appointment, Person
from empfang.rows import Rows, record_table
from empfang.rules.codes import code_key
from empfang.rules.names import fold
from empfang.rules.query import parse, terms_of
from empfang.store import Database, create_store
from empfang.store.search import Search, SearchIndex
from empfang.store.today import Due, Guest, Today

SIZES = (10_000, 100_000, 1_000_000)
_NOW = datetime(2021, 12, 15, 9, 42, tzinfo=UTC)
_LIMIT = 60
_SAMPLES = 60
_BATCH = 20_000
_TARGET_MS = 16.0
_TARGET_RATIO = 4.0
_SIMILAR_MS = 60.0
_BARE = (
    "SELECT person.* FROM search_index CROSS JOIN person ON person.rowid = search_index.rowid"
    " WHERE search_index MATCH ? LIMIT 60"
)
"""What FTS5 alone takes to find and read rows by a beginning of a name; keys and hidden row ids are equal here."""


def measure(sizes: Iterable[int] = SIZES) -> list[Result]:
    """One row per kind of input and size: 99th percentile in ms, and the same for a bare FTS5 query."""
    found: list[Result] = [_today()]
    # As the app does: what was loaded at the start is not looked through again and again (40 ms each time).
    gc.collect()
    gc.freeze()
    for size in sizes:
        folder = Path(tempfile.mkdtemp(prefix="empfang-bench-"))
        try:
            found += _measure_one(folder, size)
        finally:
            shutil.rmtree(folder)
    return found


def _today() -> Result:
    """Every beginning of names and years among a day's 2,122 people in memory."""
    everybody = list(people(2_122))
    today = Today()
    today.load(_of_day(person, minutes=number % 600) for number, person in enumerate(everybody))
    inputs = [typed for kind in _inputs(everybody[:_SAMPLES]).values() for typed, _ in kind]
    times = [_ms(partial(_search_today, today, typed)) for typed in inputs]
    return _row("search among today's 2,122 people", _p99(times), "ms p99", target=_TARGET_MS)


def _of_day(person: Person, minutes: int) -> tuple[Guest, Due, str]:
    appointment = Appointment(
        id=f"a{person.id}", person_id=person.id, centre_id="c", start=_NOW + timedelta(minutes=minutes)
    )
    numbers = [phone.number for phone in person.phones]
    terms = terms_of(person.family, person.given, person.birth_date, person.town, numbers)
    return Guest.of(person), Due.of(appointment), " ".join(terms)


def _search_today(today: Today, typed: str) -> object:
    return today.search(parse(typed), _NOW, _LIMIT)


def _measure_one(folder: Path, size: int) -> list[Result]:
    database = create_store(folder / "desk", {})
    try:
        sample = _fill(database, size)
        found = _build(database, size)
        reader = database.another()
        try:
            for kind, inputs in _inputs(sample).items():
                found.append(_as_typed(reader, f"search {kind}, {size:,} people", inputs))
            found.append(_while_writing(database, reader, size, sample))
            found += _similar(reader, size)
        finally:
            reader.close()
        found.append(_unchanged(database, size))
    finally:
        database.close()
    return found


def _fill(database: Database, size: int) -> list[Person]:
    """Store that many people with an appointment each; gives some of them back."""
    dice = random.Random(size)
    chosen = set(dice.sample(range(size), _SAMPLES))
    sample: list[Person] = []
    table = record_table(Appointment, "sqlite")
    some = dict(zip(table.names, table.to_row(Appointment(id="", person_id="", centre_id="c")), strict=True))
    everybody = people(size)
    for start in range(0, size, _BATCH):
        batch = list(islice(everybody, _BATCH))
        sample += [person for number, person in enumerate(batch, start) if number in chosen]
        with database.writing() as cursor:
            Rows(cursor, "sqlite").put_many(batch)
            rows = [tuple((some | {"id": f"a{p.id}", "person_id": p.id, "code_key": _code(p)}).values()) for p in batch]
            cursor.executemany(table.put, rows)
    return sample


def _code(person: Person) -> str:
    """A booking code of this person, as its key."""
    signs = "ABCDEFGHJKLMNPQRSTUVWX23456789"
    dice = random.Random(person.id)
    return "KL" + "".join(dice.choices(signs, k=8))


def _build(database: Database, size: int) -> list[Result]:
    def pages() -> int:
        return int(database.connection.execute("PRAGMA page_count").fetchone()[0])

    before = pages()
    start = perf_counter()
    with database.writing() as cursor:
        SearchIndex(cursor).rebuild()
    seconds = perf_counter() - start
    grown = (pages() - before) * 4096 / size
    return [
        _row(f"search index built, {size:,} people", size / seconds, "people/s", target=10_000, at_least=True),
        _row(f"search index on disk, {size:,} people", grown, "bytes/person", target=800),
    ]


def _inputs(sample: list[Person]) -> dict[str, list[tuple[str, str]]]:
    """Kind of input to what is typed, letter by letter, with the name that the bare query looks for meanwhile."""
    found: dict[str, list[tuple[str, str]]] = {}
    for person in sample:
        family, given = person.family, person.given
        born = person.birth_date
        assert born is not None
        phone = person.phones[0].number if person.phones else "+4963112345"
        typed = {
            "by name": [family, given, f"{family[:4]} {given}", f"{given} {family}"],
            "by name and year": [f"{family[:3]} {born:%y}", f"{given[:2]} {born:%Y}", f"{family} {born:%y}"],
            "by birth date": [f"{born:%d%m%y}", f"{born:%d%m%Y}", f"{born.day}.{born.month}.{born:%Y}"],
            "by telephone": [phone[-6:], "0" + phone[3:], phone, f"{family[:3]} {phone[-4:]}"],
            "by code": [_code(person)],
        }
        for kind, texts in typed.items():
            ways = found.setdefault(kind, [])
            ways += [(text[:end], family) for text in texts for end in range(2, len(text) + 1)]
            if kind == "by name":
                two = found.setdefault("by two letters", [])
                two += [(name[:2], name[:2]) for name in (family, given, _joined(family)[1:], given[::-1])]
    return found


def _as_typed(reader: Database, name: str, inputs: list[tuple[str, str]]) -> Result:
    cursor = reader.connection.cursor()
    search = Search(cursor)
    mine: list[float] = []
    bare: list[float] = []
    for number, (typed, family) in enumerate(inputs):
        beginning = _beginning(typed, family)

        def find(typed: str = typed) -> None:
            query = parse(typed)
            if query.code and "code" in name:
                search.by_code(code_key(query.code), prefix=True, limit=20)
            search.people(query, _LIMIT)

        def ask(beginning: str = beginning) -> None:
            cursor.execute(_BARE, (f'"{beginning}"*',))
            cursor.fetchall()

        # In turns, so that neither always finds the pages that the other has read.
        for times, run in ((mine, find), (bare, ask))[:: 1 if number % 2 else -1]:
            times.append(_ms(run))
    return _compared(name, mine, bare)


def _while_writing(database: Database, reader: Database, size: int, sample: list[Person]) -> Result:
    """Names, with a commit of another connection before each query: the reader's cached pages are void each time."""
    cursor = reader.connection.cursor()
    search = Search(cursor)
    mine: list[float] = []
    bare: list[float] = []

    def find(beginning: str) -> object:
        return search.people(parse(beginning), _LIMIT)

    def ask(beginning: str) -> object:
        return cursor.execute(_BARE, (f'"{beginning}"*',)).fetchall()

    for person in sample * 2:
        for length in (2, 3, 4, 6):
            beginning = _joined(person.family)[:length]
            for times, run in ((mine, find), (bare, ask)):
                _change(database, person.with_(town=f"Neustadt {len(mine)}{run.__name__}"))
                times.append(_ms(partial(run, beginning)))
    return _compared(f"search by name while others write, {size:,} people", mine, bare)


def _change(database: Database, person: Person) -> None:
    with database.writing() as cursor:
        Rows(cursor, "sqlite").put(person)
        SearchIndex(cursor).put([person])


def _similar(reader: Database, size: int) -> Iterator[Result]:
    search = Search(reader.connection.cursor())
    portions: list[float] = []
    more = True
    gc.disable()  # the app looks for garbage seldom
    while more:
        begun = perf_counter()
        more = search.learn_words()
        portions.append((perf_counter() - begun) * 1000)
    gc.enable()
    yield _row(f"words of names read, {size:,} people, in all", sum(portions), "ms", target=1_500)
    yield _row(f"words of names read, {size:,} people, longest portion", max(portions), "ms", target=_TARGET_MS)
    names = (
        "schmitt",
        "meier",
        "zimermann",
        "yilmas anna",
        "öztrük",
        "kowalsky jan",
        "hofman 41",
        "Lükasz",
        "wisniewska",
    )
    times = [_ms(partial(search.similar, parse(name))) for name in names * 6]
    yield _row(f"similar names, {size:,} people", _p99(times), "ms", target=_SIMILAR_MS)


def _unchanged(database: Database, size: int) -> Result:
    some = list(people(5_000))
    with database.writing() as cursor:
        index = SearchIndex(cursor)
        ms = _ms(lambda: index.put(some))
    return _row(f"search index told of unchanged people, {size:,}", ms * 1_000 / len(some), "us/person", target=100)


def _beginning(typed: str, family: str) -> str:
    """What the bare query looks for: the first word that is typed; for digits as much of the family name."""
    first = fold(typed).split()[:1]
    return first[0] if first and first[0][0].isalpha() else _joined(family)[: len(typed)]


def _joined(name: str) -> str:
    return fold(name).replace(" ", "")


def _ms(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return (perf_counter() - start) * 1_000


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


def _compared(name: str, mine: list[float], bare: list[float]) -> Result:
    """The 99th percentile beside that of the bare query."""
    return beside(f"{name}, p99", _p99(mine), _p99(bare), "ms", _TARGET_RATIO, _TARGET_MS)


def _row(name: str, value: float, unit: str, *, target: float, at_least: bool = False) -> Result:
    """A value with a bound and no baseline."""
    within = value >= target if at_least else value <= target
    return Result(name, value, unit, None, f"{'≥' if at_least else '≤'} {target:g} {unit}", within)
