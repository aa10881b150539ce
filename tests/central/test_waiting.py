"""Desks that wait for changes: who is woken, by whom, and what waiting costs."""

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import psycopg
import pytest

from empfang.central import app as calls
from empfang.central import epochs, hints
from empfang.central.access import Caller, enrol, make_code, put_reference
from empfang.central.agreeing import Seen, page_or_why
from empfang.central.app import HttpProblem, Service
from empfang.central.callers import KEPT_S, Callers
from empfang.central.database import CentralDatabase
from empfang.central.hub import Hub
from empfang.central.tx import CentralTx
from empfang.central.watch import Moved, Watch, look
from empfang.errors import StoreProblem
from empfang.model import Centre, Operator, Person
from empfang.protocol import ChangesPage, EnrolReply
from empfang.rows import marked
from tests.central.test_robust import another_process
from tests.world import World

CENTRES, DESKS_EACH = 10, 6


def enrolled(world: World, centres: int = CENTRES) -> list[EnrolReply]:
    """Six desks of each of so many centres."""
    now = world.wall.moment
    put_reference(world.database, [Centre(id=f"C{number}", name=f"Zentrum {number}") for number in range(centres)], now)
    codes = [make_code(world.database, f"C{number}", "", now) for number in range(centres) for _ in range(DESKS_EACH)]
    return [enrol(world.database, code, now) for code in codes]


def standing(world: World) -> Seen:
    """Where a desk stands that has everything."""
    with world.database.reading() as cursor:
        cursor.execute("SELECT epoch, number, mark FROM head")
        epoch, number, mark = cursor.fetchone()
    return Seen(epoch, number, mark, number)


@contextlib.asynccontextmanager
async def running(world: World) -> AsyncIterator[Service]:
    """A service process on the world's database."""
    service = Service(another_process(world), world.wall.clock)
    async with service.running():
        yield service


async def until(holds: Callable[[], bool], within_s: float = 5) -> None:
    """Wait until it holds."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < within_s
        await asyncio.sleep(0.01)


async def all_waiting(service: Service, desks: Sequence[EnrolReply], seen: Seen) -> list[asyncio.Task[ChangesPage]]:
    """All these desks ask, and wait."""
    tasks = [asyncio.create_task(service.changes(desk.token, seen, 500, 20)) for desk in desks]
    await until(lambda: service.hub.waiting == len(desks), 20)
    return tasks


async def done_of(tasks: Sequence[asyncio.Task[Any]], after_s: float) -> list[int]:
    """Which of them have ended by then."""
    await asyncio.sleep(after_s)
    return [place for place, task in enumerate(tasks) if task.done()]


async def ended(tasks: Sequence[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The desks for which a page was read."""
    found: list[str] = []

    def noted(database: CentralDatabase, caller: Caller, *more: Any) -> ChangesPage | str:
        found.append(caller.desk_id)
        return page_or_why(database, caller, *more)

    monkeypatch.setattr(calls, "page_or_why", noted)
    return found


@pytest.fixture
def seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """The look at the feed comes too late for a test: what is heard was heard otherwise."""
    monkeypatch.setattr(Watch.poll, "__defaults__", (60.0,))


async def test_a_commit_in_one_centre_wakes_its_six_desks_and_reads_for_no_other(
    world: World, reads: list[str]
) -> None:
    desks = enrolled(world)
    seen = standing(world)
    async with running(world) as service:
        tasks = await all_waiting(service, desks, seen)
        reads.clear()
        world.put(Person(id="p", family="Neu", registered_centre_id="C3"))
        await until(lambda: any(task.done() for task in tasks))
        assert await done_of(tasks, 0.5) == list(range(18, 24))
        assert sorted(reads) == sorted(desk.desk_id for desk in desks[18:24])
        assert service.hub.waiting == len(desks) - DESKS_EACH
        pages = [await tasks[place] for place in range(18, 24)]
        assert {change.id for page in pages for change in page.changes} == {"p"}
        await ended(tasks)


async def test_what_concerns_all_wakes_all(world: World) -> None:
    desks = enrolled(world)
    seen = standing(world)
    async with running(world) as service:
        tasks = await all_waiting(service, desks, seen)
        put_reference(world.database, [Operator(id="new", name="Adler, Jan")], world.wall.moment)
        pages = await asyncio.wait_for(asyncio.gather(*tasks), 10)
        assert {change.id for page in pages for change in page.changes} == {"new"}


async def test_waiting_holds_no_connection_and_no_thread(world: World) -> None:
    desks = enrolled(world)
    seen = standing(world)
    async with running(world) as service:
        tasks = await all_waiting(service, desks, seen)
        await asyncio.sleep(0.2)
        assert service.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        assert threading.active_count() < 20
        await ended(tasks)


async def test_a_desk_that_comes_back_with_what_it_was_given_is_not_read_for_until_something_moves(
    world: World, reads: list[str]
) -> None:
    [desk] = enrolled(world, 1)[:1]
    seen = standing(world)
    async with running(world) as service:
        waiting = await all_waiting(service, [desk], seen)
        world.put(Person(id="p", family="Neu", registered_centre_id="C0"))
        page = await asyncio.wait_for(waiting[0], 5)
        reads.clear()
        again = await all_waiting(service, [desk], Seen(page.epoch, page.cursor, page.mark, page.cursor))
        assert reads == []
        world.put(Person(id="q", family="Neu", registered_centre_id="C0"))
        assert [change.id for change in (await asyncio.wait_for(again[0], 5)).changes] == ["q"]
        # What moved before it came back counts, too.
        world.put(Person(id="r", family="Neu", registered_centre_id="C0"))
        stood = Seen(page.epoch, page.cursor, page.mark, page.cursor)
        late = await service.changes(desk.token, stood, 500, 20)
        assert [change.id for change in late.changes] == ["q", "r"]


async def test_the_hint_of_another_process_comes_with_its_commit_and_not_before(
    postgresql_world: World, seldom: None
) -> None:
    world = postgresql_world
    desks = enrolled(world, 2)
    seen = standing(world)
    async with running(world) as service:
        tasks = await all_waiting(service, desks, seen)
        await until(lambda: listening(world) == 1)
        other = another_process(world)

        def write(*, fails: bool) -> None:
            with other.writing() as cursor:
                tx = CentralTx(cursor, other.flavour, world.wall.moment)
                tx.put(Person(id="p", family="Neu", registered_centre_id="C1"))
                tx.finish(None)
                tx.take_numbers()
                time.sleep(0.3)
                assert service.hub.waiting == len(desks)
                if fails:
                    raise RuntimeError

        with pytest.raises(RuntimeError):
            await asyncio.to_thread(write, fails=True)
        assert await done_of(tasks, 0.3) == []
        await asyncio.to_thread(write, fails=False)
        assert await done_of(tasks, 0.3) == list(range(6, 12))
        await ended(tasks)
        other.close()


def listening(world: World, *, end: bool = False) -> int:
    """How many connections listen for hints on the world's database; with `end` they are cut."""
    query = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
    with psycopg.connect(world.database.url.render_as_string(hide_password=False), autocommit=True) as connection:
        found = connection.execute(query).fetchall()
        for (pid,) in found if end else ():
            connection.execute("SELECT pg_terminate_backend(%s)", (pid,))
    return len(found)


async def test_the_ear_for_hints_opens_again_when_it_was_cut(
    postgresql_world: World, monkeypatch: pytest.MonkeyPatch, seldom: None
) -> None:
    monkeypatch.setattr(Watch.listen, "__defaults__", (0.1,))
    world = postgresql_world
    desks = enrolled(world, 1)
    seen = standing(world)
    async with running(world) as service:
        tasks = await all_waiting(service, desks, seen)
        await until(lambda: listening(world) == 1)
        listening(world, end=True)
        world.put(Person(id="p", family="Neu", registered_centre_id="C0"))
        pages = await asyncio.wait_for(asyncio.gather(*tasks), 5)
        assert {change.id for page in pages for change in page.changes} == {"p"}
        await until(lambda: listening(world) == 1)


async def test_without_hints_the_look_at_the_feed_wakes_them_within_its_second(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def deaf(*_: Any) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(Watch, "listen", deaf)
    desks = enrolled(world, 2)
    seen = standing(world)
    async with running(world) as service:
        tasks = await all_waiting(service, desks, seen)
        world.put(Person(id="p", family="Neu", registered_centre_id="C1"))
        assert await done_of(tasks, 1.5) == list(range(6, 12))
        await ended(tasks)


async def test_an_access_that_was_taken_away_ends_within_seconds_also_for_who_waits(world: World) -> None:
    desk, other = enrolled(world, 1)[:2]
    async with running(world) as service:
        [task] = await all_waiting(service, [desk], standing(world))
        with world.database.writing() as cursor:
            statement = marked("UPDATE desk_access SET revoked = TRUE WHERE desk_id = ?", world.database.flavour)
            cursor.execute(statement, (desk.desk_id,))
        await asyncio.sleep(KEPT_S)
        world.put(Person(id="p", family="Neu", registered_centre_id="C0"))
        with pytest.raises(HttpProblem, match="token_unknown"):
            await asyncio.wait_for(task, 5)
        assert (await service.known(other.token)).desk_id == other.desk_id


async def test_who_is_unknown_is_asked_about_each_time() -> None:
    asked: list[str] = []
    known: dict[str, Caller] = {}
    now = 0.0

    async def ask(token: str) -> Caller | None:
        asked.append(token)
        return known.get(token)

    callers = Callers(ask, lambda: now)
    assert await callers.of("t") is None
    known["t"] = Caller("d", "KL")
    assert await callers.of("t") == await callers.of("t") == known["t"]
    assert asked == ["t", "t"]
    del known["t"]
    now = KEPT_S + 0.1
    assert await callers.of("t") is None


async def test_a_restore_beneath_the_service_is_noticed_by_those_who_wait(world: World) -> None:
    desks = enrolled(world, 1)
    seen = standing(world)
    world.put(Person(id="p", family="Neu", registered_centre_id="C0"))
    async with running(world) as service:
        tasks = await all_waiting(service, desks, standing(world))
        with world.database.writing() as cursor:
            for table in ("feed_entry", "feed_number"):
                statement = marked(f"DELETE FROM {table} WHERE number > ?", world.database.flavour)  # noqa: S608
                cursor.execute(statement, (seen.cursor,))
            statement = marked("UPDATE head SET number = ?, mark = ?", world.database.flavour)
            cursor.execute(statement, (seen.cursor, seen.mark))
            epochs.begin(cursor, world.database.flavour, world.wall.moment)
        for task in tasks:
            with pytest.raises(HttpProblem, match="other_epoch"):
                await asyncio.wait_for(task, 5)
        # In the new epoch they wait again, and what was heard of numbers that are gone wakes nobody.
        again = await all_waiting(service, desks, standing(world))
        assert await done_of(again, 1.3) == []
        world.put(Person(id="q", family="Neu", registered_centre_id="C0"))
        pages = await asyncio.wait_for(asyncio.gather(*again), 5)
        assert {change.id for page in pages for change in page.changes} == {"q"}


async def test_a_stopping_service_sends_everybody_home(world: World, reads: list[str]) -> None:
    desks = enrolled(world, 1)
    async with running(world) as service:
        tasks = await all_waiting(service, desks, standing(world))
        reads.clear()
        service.hub.close()
        pages = await asyncio.wait_for(asyncio.gather(*tasks), 1)
        assert [page.changes for page in pages] == [()] * DESKS_EACH
        assert reads == []


def test_the_look_tells_up_to_where_each_stream_has_moved(world: World) -> None:
    before = look(world.database, 0).head
    world.put(Person(id="p", family="Neu", registered_centre_id="KL"))
    world.put(Person(id="q", family="Neu", registered_centre_id="DA"))
    world.put(Person(id="p", family="Alt", registered_centre_id="KL"))
    found = look(world.database, before)
    assert found == Moved(found.epoch, before + 3, {"centre:KL": before + 3, "centre:DA": before + 2})
    assert look(world.database, before + 3).streams == {}


async def test_the_watch_goes_on_when_the_database_was_away_for_a_moment() -> None:
    hub = Hub()
    looks = 0

    async def ask(_beyond: int) -> Moved:
        nonlocal looks
        looks += 1
        if looks == 2:
            raise StoreProblem("database_unreachable")
        return Moved("e", looks, {"centre:KL": looks})

    watching = asyncio.create_task(Watch(hub, ask).poll(0.001))
    await until(lambda: looks > 2)
    assert await hub.wait_beyond(["centre:KL"], 4, 5)
    assert not await hub.wait_beyond(["centre:DA"], 4, 0.05)
    hub.close()
    await asyncio.wait_for(watching, 5)


def test_a_hint_that_would_be_too_long_stands_for_any_stream() -> None:
    few = {"centre:KL", "places:Zürich"}
    assert hints.read(hints.written(7, few)) == (7, frozenset(few))
    many = [f"desk:{number:036}" for number in range(300)]
    assert hints.read(hints.written(8, many)) == (8, None)
    assert len(hints.written(8, many[:180]).encode()) < 8000


async def test_a_word_on_the_channel_that_is_none_of_ours_is_passed_over(postgresql_world: World, seldom: None) -> None:
    world = postgresql_world
    desks = enrolled(world, 1)
    async with running(world) as service:
        tasks = await all_waiting(service, desks, standing(world))
        await until(lambda: listening(world) == 1)
        with world.database.writing() as cursor:
            cursor.execute(hints.TELL, ("not a hint",))
        world.put(Person(id="p", family="Neu", registered_centre_id="C0"))
        await asyncio.wait_for(asyncio.gather(*tasks), 5)
