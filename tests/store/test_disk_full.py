"""A full disk: every action says it in words, nothing is half written, and work goes on when there is room again."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from empfang.clock import CallableClock
from empfang.desk import Desk
from empfang.errors import StoreProblem
from empfang.model import DoseKind, Encounter, Person
from empfang.store.care import damage_of
from empfang.store.store import Store
from empfang.texts.problems import words_for
from tests.processes.parts import ROOT
from tests.sync.test_engine import engine_of, served
from tests.times import at
from tests.world import Place, World

_LONG = "Am langen Weg " * 200


@contextmanager
def full(store: Store) -> Iterator[None]:
    """No further page in this store's file, through this connection; what is free inside the file is used up."""
    run = store.database.connection.execute
    run(f"PRAGMA max_page_count = {run('PRAGMA page_count').fetchone()[0]}")
    desk = Desk(store, CallableClock(lambda: at("09:00")))
    for street in (_LONG, "Am langen Weg", ""):
        ballast = {"family": "Ballast", "street": street}
        with pytest.raises(StoreProblem, match="disk_full"):
            _register_for_ever(desk, ballast)
    yield
    run("PRAGMA max_page_count = 1000000")


def _register_for_ever(desk: Desk, fields: dict[str, str]) -> None:
    for _ in range(2000):
        desk.register_person(fields)


@pytest.fixture
def place(small_world: World) -> Place:
    """A desk with two people who have an appointment; one is inside."""
    for name in ("Meier, Anna", "Schulz, Bert"):
        small_world.booked(small_world.person(name), "09:40")
    small_world.slot("12:00")
    place = small_world.place()
    [row] = place.desk.search("schulz")
    place.desk.admit(row.person_id, row.appointment_id)
    return place


def everything(place: Place) -> list[object]:
    """All that the store holds, but for the search index."""
    run = place.store.database.connection.execute
    tables = [row[0] for row in run("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_%'")]
    return [(table, run(f"SELECT * FROM {table}").fetchall()) for table in sorted(tables)]  # noqa: S608


def actions(place: Place) -> dict[str, Callable[[], object]]:
    """What a clerk can do."""
    desk = place.desk
    [meier], [schulz] = desk.search("meier"), desk.search("schulz")
    inside = desk.last_admissions(1)[0].encounter_id
    assert meier.appointment_id is not None
    slot = place.store.database.connection.execute("SELECT id FROM slot").fetchone()[0]
    return {
        "admit": lambda: desk.admit(meier.person_id, meier.appointment_id),
        "undo": lambda: desk.undo(inside),
        "left": lambda: desk.left(inside, "Angst"),
        "change": lambda: desk.change_person(meier.person_id, {"street": _LONG}),
        "register": lambda: desk.register_person({"family": "Neu", "street": _LONG}),
        "cancel": lambda: desk.cancel(meier.appointment_id or "", "krank"),
        "book": lambda: desk.book(schulz.person_id, slot, "KL:online", DoseKind.BOOSTER),
        "card": lambda: [desk.card(meier.person_id) for _ in range(300)],
        "page": lambda: [desk.page(meier.person_id) for _ in range(300)],
    }


@pytest.mark.parametrize("name", ["admit", "undo", "left", "change", "register", "cancel", "book", "card", "page"])
def test_every_action_says_it_in_words_and_writes_nothing_by_half(place: Place, name: str) -> None:
    with full(place.store):
        action, before = actions(place)[name], everything(place)
        with pytest.raises(StoreProblem, match="disk_full") as problem:
            action()
        assert "Datenträger ist voll" in words_for(problem.value)
        if name not in {"card", "page"}:  # each look is logged by itself, as long as there is room
            assert everything(place) == before
        assert place.desk.search("meier"), "looking goes on"
    actions(place)[name]()
    assert damage_of(place.store.database) is None


def test_the_engine_waits_for_room_and_then_goes_on(place: Place) -> None:
    arriving = [place.world.person(f"Neu{number}, A", street=_LONG) for number in range(40)]

    async def run() -> None:
        async with served(place.world) as way:
            engine = engine_of(place, way)
            with full(engine._store):
                for person in arriving:
                    place.world.booked(person)
                task = asyncio.create_task(engine.run())
                async with asyncio.timeout(10):
                    while engine.progress.last_error != "disk_full":
                        await asyncio.sleep(0.01)
                assert not {person.id for person in arriving} & {record.id for record in place.records(Person)}
            async with asyncio.timeout(20):
                while engine.progress.unsent or not engine.progress.connected:
                    engine.wake()
                    await asyncio.sleep(0.05)
            assert not task.done()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    asyncio.run(run())
    assert place.unsent() == 0
    place.pull()
    assert {person.id for person in arriving} <= {record.id for record in place.records(Person)}
    assert len(place.world.state()["encounter"]) == 1
    place.world.assert_all_equal()


_REAL = """
import resource, signal, sys
from pathlib import Path
from empfang.clock import SystemClock
from empfang.desk import Desk
from empfang.errors import Problem
from empfang.store import Store, open_store
from empfang.store.care import back_up, damage_of
from empfang.texts.problems import words_for

folder, limit = Path(sys.argv[1]), int(sys.argv[2])
store = Store(open_store(folder))
desk = Desk(store, SystemClock())
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
said, done = set(), 0
for number in range(400):
    try:
        desk.register_person({"family": f"Neu{number}", "street": "Am langen Weg " * 100})
        done += 1
    except Problem as problem:
        said.add(problem.code)
        words_for(problem)
try:
    back_up(store.database, SystemClock().now())
except Problem as problem:
    said.add("backup:" + problem.code)
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
desk.register_person({"family": "Danach"})
done += 1
assert damage_of(store.database) is None
stored = store.database.connection.execute("SELECT count(*) FROM outbox").fetchone()[0]
people = store.database.connection.execute("SELECT count(*) FROM person WHERE family LIKE 'Neu%'").fetchone()[0]
print(done, stored, people, ",".join(sorted(said)))
store.close()
"""


def outcome(folder: Path, limit: int) -> tuple[int, int, int, str]:
    ran = subprocess.run(
        [sys.executable, "-c", _REAL, str(folder), str(limit)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    done, stored, people, *said = ran.stdout.split()
    return int(done), int(stored), int(people), said[0] if said else ""


@pytest.mark.skipif(os.name != "posix", reason="limits of this kind are POSIX's")
def test_a_system_that_takes_no_more_bytes_is_said_and_survived(small_world: World) -> None:
    place = small_world.place()
    place.store.close()
    size = sum(path.stat().st_size for path in place.folder.glob("desk.db*"))
    done, stored, people, said = outcome(place.folder, size + 300_000)
    assert 1 < done < 401, "it must have been full in between"
    assert (stored, people) == (done, done - 1)
    assert "store_unwritable" in said
    place.open()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root mounts a small disk")
def test_a_disk_that_is_really_full_is_said_and_survived(small_world: World, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("no mounting here")
    try:
        place = small_world.place()
        place.store.close()
        for path in place.folder.iterdir():
            if path.is_file():
                (disk / path.name).write_bytes(path.read_bytes())
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(900_000))
        script = _REAL.replace(
            'desk.register_person({"family": "Danach"})',
            '(folder / "ballast").unlink(); desk.register_person({"family": "Danach"})',
        )
        ran = subprocess.run(
            [sys.executable, "-c", script, str(disk), "0"],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        done, stored, people, said = ran.stdout.split()
        assert 1 < int(done) < 401
        assert (int(stored), int(people)) == (int(done), int(done) - 1)
        assert said == "backup:disk_full,disk_full"
        assert not (disk / "backup" / "desk.tmp").exists()
        place.open()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_nobody_is_inside_who_was_not_stored(place: Place) -> None:
    """The picture on the screen is made from what is stored, also after a failure."""
    with full(place.store):
        [meier] = place.desk.search("meier")
        with pytest.raises(StoreProblem):
            place.desk.admit(meier.person_id, meier.appointment_id)
        assert [visit.person_id for visit in place.records(Encounter) if isinstance(visit, Encounter)] != [
            meier.person_id
        ]
        assert len(place.desk.last_admissions()) == 1
    place.desk.admit(meier.person_id, meier.appointment_id)
    assert [each.day_number for each in place.desk.last_admissions()][:1] == ["1-002"], "no number was used up"
