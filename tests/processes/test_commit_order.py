"""No number of the feed appears below one that somebody has seen, however many processes write."""

import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from empfang.central import feed
from empfang.central.access import put_reference
from empfang.central.database import CentralDatabase
from empfang.central.importing import Import
from empfang.central.tx import CentralTx
from empfang.central.writer import decide
from empfang.exchange.lists import find_columns, read_rows
from empfang.model import Centre, Operator
from empfang.rows import Rows
from tests.central.test_robust import another_process
from tests.times import DAY
from tests.world import KL_STREAMS, Place, World

WRITERS = 3
READERS = 2
COMMANDS = 40
IMPORTED = 400
REFERENCES = 30


def sends(world: World, place: Place) -> Callable[[CentralDatabase], None]:
    """A desk sends its commands one by one."""

    def work(database: CentralDatabase) -> None:
        for line in place.lines():
            decide(database, world.wall.clock, [(place.id, [line])])

    return work


def imports(world: World) -> Callable[[CentralDatabase], None]:
    """A list is taken in meanwhile."""
    rows = [
        f"L{number:04};Liste{number};Otto;01.05.1950;15.12.2021;{10 + number % 8}:{number % 6}0;Comirnaty"
        for number in range(IMPORTED)
    ]
    data = "\n".join(["Code;Nachname;Vorname;Geburtsdatum;Datum;Uhrzeit;Impfstoff", *rows]).encode()

    def work(database: CentralDatabase) -> None:
        with database.reading() as cursor:
            centre = Rows(cursor, database.flavour).get(Centre, "KL")
        assert centre is not None
        read = read_rows(*find_columns(data, None), DAY)
        Import(database, centre, read, world.wall.moment).run(data, "list.csv", lambda _done, _all: None)

    return work


def adds_operators(world: World) -> Callable[[CentralDatabase], None]:
    """Somebody adds operators meanwhile."""

    def work(database: CentralDatabase) -> None:
        for number in range(REFERENCES):
            put_reference(database, [Operator(id=f"o{number}", name=f"Neu{number}, A")], world.wall.moment)

    return work


def follow(database: CentralDatabase, world: World, stop: threading.Event) -> list[int]:
    """Page through the feed as a desk does, until there is nothing more after the writers have ended."""
    seen: list[int] = []
    cursor_number = 0
    while True:
        ended = stop.is_set()
        with database.reading() as cursor:
            page = feed.changes(cursor, database.flavour, KL_STREAMS, cursor_number, 7, world.wall.moment)
        seen += sorted({change.number for change in page.changes})
        cursor_number = page.cursor
        if ended and not page.has_more:
            return seen


def all_numbers(world: World) -> list[int]:
    with world.database.reading() as cursor:
        cursor.execute(
            "SELECT DISTINCT number FROM feed_entry WHERE stream IN ('reference', 'centre:KL', 'places:KL')"
            " ORDER BY number"
        )
        return [row[0] for row in cursor.fetchall()]


def test_readers_see_every_number_once_and_in_order(world: World) -> None:
    people = [world.person(f"Mensch{number}, A", id=f"p{number}", registered_centre_id="KL") for number in range(20)]
    places = [world.place() for _ in range(WRITERS)]
    for place, number in itertools.product(places, range(COMMANDS)):
        place.desk.change_person(people[number % len(people)].id, {"house_number": f"{place.name} {number}"})
    jobs = [*(sends(world, place) for place in places), imports(world), adds_operators(world)]
    stop = threading.Event()
    ready = threading.Barrier(len(jobs) + READERS)

    def write(job: Callable[[CentralDatabase], None]) -> None:
        with closing(another_process(world)) as database:
            ready.wait(20)
            job(database)

    def read(_: int) -> list[int]:
        with closing(another_process(world)) as database:
            ready.wait(20)
            return follow(database, world, stop)

    with ThreadPoolExecutor(len(jobs) + READERS) as pool:
        readers = [pool.submit(read, number) for number in range(READERS)]
        writers = [pool.submit(write, job) for job in jobs]
        try:
            for writer in writers:
                writer.result(120)
        finally:
            stop.set()
        seen = [reader.result(60) for reader in readers]
    expected = all_numbers(world)
    assert len(expected) > WRITERS * COMMANDS + REFERENCES
    for each in seen:
        assert each == expected
    with world.database.reading() as cursor:
        cursor.execute("SELECT count(*), max(number) FROM feed_number")
        count, newest = cursor.fetchone()
    assert count == newest, "and no number is missing in the whole"
    for place in places:
        place.meet()
    world.assert_all_equal()


def test_a_number_that_is_taken_early_and_committed_late_holds_up_the_next(world: World) -> None:
    """What would go wrong without the lock: the later number would be seen first."""
    taken, may_commit = threading.Event(), threading.Event()

    def slow() -> int:
        with closing(another_process(world)) as database:
            with database.writing() as cursor:
                tx = CentralTx(cursor, database.flavour, world.wall.moment)
                tx.put(Operator(id="slow", name="Langsam, L"))
                tx.finish(None)
                [number] = tx.take_numbers().values()
                taken.set()
                may_commit.wait(20)
            return number

    def quick() -> None:
        with closing(another_process(world)) as database:
            put_reference(database, [Operator(id="quick", name="Schnell, S")], world.wall.moment)

    before = all_numbers(world)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(slow)
        assert taken.wait(20)
        second = pool.submit(quick)
        time.sleep(0.3)
        assert not second.done()
        assert all_numbers(world) == before
        may_commit.set()
        number = first.result(20)
        second.result(20)
    assert all_numbers(world)[-2:] == [number, number + 1]


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
def test_whatever_the_server_s_usual_isolation_a_writer_sees_what_was_committed_while_it_waited(
    postgresql_world: World, level: str
) -> None:
    world = postgresql_world
    url = world.database.url.render_as_string(hide_password=False)
    strict = f"{url}%20-cdefault_transaction_isolation%3D{level.replace(' ', chr(92) + ' ').replace(' ', '%20')}"
    held, released = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(another_process(world)) as database, database.writing() as cursor:
            tx = CentralTx(cursor, database.flavour, world.wall.moment)
            tx.put(Operator(id="first", name="Erster, E"))
            tx.finish(None)
            tx.take_numbers()
            held.set()
            released.wait(20)

    with ThreadPoolExecutor(2) as pool, closing(CentralDatabase(strict)) as database:
        with database.reading() as cursor:
            cursor.execute("SHOW default_transaction_isolation")
            assert cursor.fetchone()[0] == level
        holding = pool.submit(hold)
        assert held.wait(20)
        waiting = pool.submit(put_reference, database, [Operator(id="second", name="Zweite, Z")], world.wall.moment)
        time.sleep(0.2)
        released.set()
        holding.result(20)
        waiting.result(20)
