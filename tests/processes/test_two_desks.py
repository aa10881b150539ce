"""Two desks and the service as processes over real HTTP (checkin.md 42, 48 and the outage)."""

import random
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from empfang.central.database import CentralDatabase
from empfang.clock import SystemClock
from empfang.model import Encounter
from empfang.running import status_of
from empfang.store import Store, open_store
from tests.processes.parts import Part, enrol_desk, start_desk, start_service, wait_until
from tests.times import at
from tests.world import World

PEOPLE = 60


def code(number: int) -> str:
    return f"KL-TEST-{number:04}"


@pytest.fixture
def served(database: CentralDatabase, tmp_path: Path) -> Iterator[tuple[World, list[Part]]]:
    """The day on either database."""
    yield from _day(database, tmp_path)


@pytest.fixture
def served_small(sqlite_database: CentralDatabase, tmp_path: Path) -> Iterator[tuple[World, list[Part]]]:
    """The day on SQLite, where the service's database does not matter."""
    yield from _day(sqlite_database, tmp_path)


def _day(database: CentralDatabase, folder: Path) -> Iterator[tuple[World, list[Part]]]:
    """A day with sixty people at 09:40; whatever a test starts is ended."""
    world = World(database, folder)
    for number in range(PEOPLE):
        world.booked(world.person(f"Mensch{number}, A", id=f"p{number:03}"), "09:40", code=code(number))
    parts: list[Part] = []
    yield world, parts
    for part in parts:
        part.end()
    world.close()


def url_of(database: CentralDatabase) -> str:
    return database.url.render_as_string(hide_password=False)


def test_48_a_check_in_is_at_the_other_desk_within_a_second_and_an_outage_loses_nothing(
    served: tuple[World, list[Part]], tmp_path: Path
) -> None:
    world, parts = served
    service, url, port = start_service(url_of(world.database))
    parts.append(service)
    for name in ("one", "other"):
        enrol_desk(world.database, tmp_path / name, url)
    one, other = start_desk(tmp_path / "one"), start_desk(tmp_path / "other")
    parts += [one, other]
    for desk in (one, other):
        wait_until(lambda desk=desk: desk.ask("state")["connected"] is True, 10)  # type: ignore[misc]
    wait_until(lambda: one.ask(f"scan {code(0)}")["admitted"], 10)
    waits = []
    for number in range(1, 6):
        assert one.ask(f"scan {code(number)}") == {"admitted": True}
        key = code(number).replace("-", "")
        waits.append(wait_until(lambda key=key: key in other.ask("state")["inside"], 5))  # type: ignore[misc]
    assert sorted(waits)[len(waits) // 2] < 1.0
    assert other.ask(f"scan {code(1)}") == {"admitted": False}

    service.process.terminate()
    assert service.process.wait(10) is not None
    wait_until(lambda: one.ask("state")["connected"] is False, 10)
    for number in range(10, 20):
        assert one.ask(f"scan {code(number)}") == {"admitted": True}
    for number in range(20, 30):
        assert other.ask(f"scan {code(number)}") == {"admitted": True}
    assert other.ask(f"scan {code(10)}") == {"admitted": True}, "nobody can know: settled when they meet"
    assert one.ask("state")["unsent"] == 10
    assert other.ask("state")["unsent"] == 11

    service, _, _ = start_service(url_of(world.database), port)
    parts.append(service)
    for desk in (one, other):
        wait_until(lambda desk=desk: desk.ask("state")["unsettled"] == 0, 60)  # type: ignore[misc]
    wait_until(lambda: sorted(one.ask("state")["inside"]) == sorted(other.ask("state")["inside"]), 5)
    visits = [visit for visit in world.state()["encounter"] if isinstance(visit, Encounter)]
    assert len(visits) == 27
    assert len([visit for visit in visits if visit.state == "active"]) == 26
    assert len(world.state()["conflict"]) == 1
    assert len(one.ask("state")["inside"]) == 26


def test_42_killed_right_after_enter_it_is_there_once_or_was_never_shown_as_done(
    served_small: tuple[World, list[Part]], tmp_path: Path
) -> None:
    """Twenty times at random moments: what was said to be admitted is in the store, and at the service once."""
    world, parts = served_small
    service, url, _ = start_service(url_of(world.database))
    parts.append(service)
    folder = tmp_path / "desk"
    enrol_desk(world.database, folder, url)
    first = start_desk(folder)
    parts.append(first)
    wait_until(lambda: first.ask("state")["connected"] is True and first.ask(f"scan {code(59)}")["admitted"], 10)
    first.end()
    draw = random.Random(42)
    shown: set[int] = {59}
    for number in range(20):
        desk = start_desk(folder)
        parts.append(desk)
        desk.ask("scan NOBODY")
        desk.tell(f"scan {code(number)}")
        time.sleep(draw.uniform(0.01, 0.1))
        desk.process.kill()
        if '"admitted": true' in desk.process.communicate()[0]:
            shown.add(number)
    last = start_desk(folder)
    parts.append(last)
    wait_until(lambda: last.ask("state")["connected"] is True and last.ask("state")["unsettled"] == 0, 30)
    inside = set(last.ask("state")["inside"])
    assert {code(number).replace("-", "") for number in shown} <= inside
    assert 3 < len(shown) < 21, "the moments of killing should fall on both sides"
    people = [visit.person_id for visit in world.state()["encounter"] if isinstance(visit, Encounter)]
    assert len(people) == len(set(people)) == len(inside)


def test_the_service_leaves_at_once_though_desks_wait(served_small: tuple[World, list[Part]], tmp_path: Path) -> None:
    world, parts = served_small
    service, url, _ = start_service(url_of(world.database))
    parts.append(service)
    enrol_desk(world.database, tmp_path / "desk", url)
    desk = start_desk(tmp_path / "desk")
    parts.append(desk)
    wait_until(lambda: desk.ask("state")["connected"] is True, 10)
    time.sleep(0.3)
    begun = time.monotonic()
    service.process.terminate()
    service.process.wait(10)
    assert time.monotonic() - begun < 3


def test_a_second_process_on_the_store_is_told_so(served_small: tuple[World, list[Part]], tmp_path: Path) -> None:
    from filelock import FileLock  # noqa: PLC0415 - the app's lock, held by this test

    from empfang.errors import StoreProblem  # noqa: PLC0415
    from empfang.store.database import LOCK_FILE, claim  # noqa: PLC0415

    world, _ = served_small
    enrol_desk(world.database, tmp_path / "desk", "http://127.0.0.1:1")
    with FileLock(tmp_path / "desk" / LOCK_FILE), pytest.raises(StoreProblem, match="store_in_use"):
        claim(tmp_path / "desk")
    assert status_of(tmp_path / "desk")["centre_id"] == "KL", "looking is allowed"
    Store(open_store(tmp_path / "desk")).close()


def test_the_desks_clock_is_corrected_by_the_services(served_small: tuple[World, list[Part]], tmp_path: Path) -> None:
    """Measured on a real connection; six minutes wrong here."""
    import asyncio  # noqa: PLC0415

    from empfang.desk import Desk  # noqa: PLC0415
    from empfang.sync import Engine  # noqa: PLC0415

    world, parts = served_small
    service, url, _ = start_service(url_of(world.database))
    parts.append(service)
    enrol_desk(world.database, tmp_path / "desk", url)
    offset = at("09:40") - SystemClock().now()
    wrong = SystemClock(offset + timedelta(minutes=6))
    asyncio.run(Engine(Store(open_store(tmp_path / "desk")), wrong, random.random).settle_once())
    store = Store(open_store(tmp_path / "desk"))
    desk = Desk(store, wrong)
    desk.register_person({"family": "Neu"})
    asyncio.run(Engine(Store(open_store(tmp_path / "desk")), wrong, random.random).settle_once())
    desk = Desk(store, wrong)
    # The service's clock was set before it started, this one after: seconds apart on a busy machine.
    assert abs((desk.clock.now() - SystemClock(offset).now()).total_seconds()) < 30
    assert desk.clock.correction.read()[1] is not None
    store.close()
