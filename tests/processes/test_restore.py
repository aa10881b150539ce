"""A service that loses its memory, with real processes (checkin.md 43): restored beside it, or its file copied back."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from empfang.central.database import CentralDatabase
from empfang.model import Encounter, Person
from tests.processes.parts import ROOT, Part, enrol_desk, start_desk, start_service, wait_until
from tests.processes.test_two_desks import code, url_of
from tests.world import World

PEOPLE = 12


@pytest.fixture
def parts() -> Iterator[list[Part]]:
    """Whatever a test starts is ended."""
    started: list[Part] = []
    yield started
    for part in started:
        part.end()


def day(database: CentralDatabase, folder: Path) -> World:
    """A day with a few people at 09:40."""
    world = World(database, folder)
    for number in range(PEOPLE):
        world.booked(world.person(f"Mensch{number}, A", id=f"p{number:03}"), "09:40", code=code(number))
    return world


def started(world: World, parts: list[Part], folder: Path, port: int = 0) -> tuple[Part, list[Part], int]:
    """The service, and two desks that are connected; its port."""
    service, url, port = start_service(url_of(world.database), port)
    parts.append(service)
    desks = []
    for name in ("one", "other"):
        if not (folder / name).exists():
            enrol_desk(world.database, folder / name, url)
        desks.append(start_desk(folder / name))
    parts += desks
    for desk in desks:
        wait_until(lambda desk=desk: desk.ask("state")["connected"] is True, 10)  # type: ignore[misc]
    wait_until(lambda: all(desk.ask(f"scan {code(PEOPLE - 1)}") is not None for desk in desks), 10)
    return service, desks, port


def central(world: World, *arguments: str) -> str:
    """`empfang central …` on the world's database; what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "empfang", "central", *arguments, "--database", url_of(world.database)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def scan(desk: Part, *numbers: int) -> None:
    for number in numbers:
        wait_until(lambda number=number: desk.ask(f"scan {code(number)}")["admitted"], 10)  # type: ignore[misc]


def settled(desks: list[Part]) -> None:
    for desk in desks:
        wait_until(lambda desk=desk: desk.ask("state")["unsettled"] == 0, 20)  # type: ignore[misc]
    wait_until(lambda: len({tuple(sorted(desk.ask("state")["inside"])) for desk in desks}) == 1, 10)


def inside(world: World) -> set[str]:
    """Who is inside, as the service knows."""
    return {visit.person_id for visit in world.state()["encounter"] if isinstance(visit, Encounter)}


def test_43_restored_while_it_runs_the_desks_bring_everything_again(
    database: CentralDatabase, tmp_path: Path, parts: list[Part]
) -> None:
    world = day(database, tmp_path)
    _, desks, _ = started(world, parts, tmp_path)
    one, other = desks
    scan(one, 0)
    settled(desks)
    assert "sicher verwahren" in central(world, "backup", str(tmp_path / "backup"))
    scan(one, 1, 2, 3)
    scan(other, 4, 5)
    settled(desks)
    world.put(Person(id="online", family="Online", registered_centre_id="KL"))
    with world.database.reading() as cursor:
        cursor.execute("SELECT number FROM head")
        [came_to] = cursor.fetchone()
    world.put(world.person("Später, Eva", id="later").with_(street="Lindenweg"))
    before = inside(world)
    assert {f"p{number:03}" for number in range(6)} <= before

    assert "schicken von selbst noch einmal" in central(world, "restore", str(tmp_path / "backup"), "--replace")
    scan(other, 6)
    wait_until(lambda: inside(world) >= before, 20)
    settled(desks)
    wait_until(lambda: inside(world) == before | {"p006"}, 10)
    assert len(one.ask("state")["inside"]) == len(before) + 1
    told = json.loads(central(world, "lost", "--json"))
    assert told["lost"] == 3
    [gap] = told["gaps"]
    assert (gap["first"], gap["last"]) == (came_to, came_to + 2)
    world.close()


def test_43_a_file_that_was_copied_back_is_noticed_by_itself(
    sqlite_database: CentralDatabase, tmp_path: Path, parts: list[Part]
) -> None:
    world = day(sqlite_database, tmp_path)
    service, desks, port = started(world, parts, tmp_path)
    one, other = desks
    scan(one, 0)
    settled(desks)
    path = Path(world.database.url.database or "")
    stop(world, service)
    shutil.copy(path, tmp_path / "copy.db")

    service, _, _ = start_service(str(path), port)
    parts.append(service)
    scan(one, 1, 2)
    scan(other, 3)
    wait_until(lambda: all(desk.ask("state")["connected"] is True for desk in desks), 20)
    settled(desks)
    before = inside(world)
    assert {"p000", "p001", "p002", "p003"} <= before
    stop(world, service)
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "copy.db", path)
    assert "p001" not in inside(world)

    service, _, _ = start_service(str(path), port)
    parts.append(service)
    wait_until(lambda: inside(world) == before, 30)
    settled(desks)
    assert len(one.ask("state")["inside"]) == len(before)
    with world.database.reading() as cursor:
        cursor.execute("SELECT count(*) FROM epoch_begun")
        assert cursor.fetchone()[0] == 2
    world.close()


def stop(world: World, service: Part) -> None:
    """End the service, and this test's own connections."""
    service.process.terminate()
    service.process.wait(10)
    world.database.close()
