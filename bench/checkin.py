"""A check-in at the desk, beside the very statements it makes, run raw on a copy of the same store."""

import shutil
import tempfile
import time
from pathlib import Path

from bench.recording import RecordingConnection, Statement, run_again
from bench.result import Result, beside, quantile
from empfang.desk import Admission, Desk
from empfang.store import Store, open_store
from tests.world import World

PEOPLE = 2_122
CHECK_INS = 500
_WARM = 20


def measure() -> list[Result]:
    """Milliseconds per check-in, commit and all."""
    with tempfile.TemporaryDirectory(prefix="empfang-bench-") as name:
        folder = Path(name)
        original = _prepare(folder)
        recorded, timed, raw = (folder / each for each in ("recorded", "timed", "raw"))
        for copy in (recorded, timed, raw):
            shutil.copytree(original, copy)
        statements = _record(recorded)
        ours, bare = _time_ours(timed), _time_raw(raw, statements)
    p95, bare_p95 = quantile(ours, 0.95), quantile(bare, 0.95)
    return [
        beside("check-in at the desk, median", quantile(ours, 0.5), quantile(bare, 0.5), "ms", 5),
        beside("check-in at the desk, p95", p95, bare_p95, "ms", 5, 10),
    ]


def _prepare(folder: Path) -> Path:
    """A desk that has downloaded the day."""
    from empfang.central.database import CentralDatabase  # noqa: PLC0415
    from empfang.model import Appointment, Person  # noqa: PLC0415
    from tests.times import at  # noqa: PLC0415

    world = World(CentralDatabase(folder / "central.db"), folder)
    people = [Person(id=f"p{n:05}", family=f"Mensch{n}", registered_centre_id="KL") for n in range(PEOPLE)]
    world.put(*people)
    world.put(
        *[Appointment(id=f"a{p.id}", person_id=p.id, centre_id="KL", start=at("09:40"), code=p.id) for p in people]
    )
    place = world.place()
    world.close()
    return place.folder


def _desk(folder: Path) -> tuple[Store, Desk]:
    from tests.times import at  # noqa: PLC0415
    from tests.world import Wall  # noqa: PLC0415

    store = Store(open_store(folder))
    return store, Desk(store, Wall(at("09:40")).clock)


def _check_in(desk: Desk, number: int) -> None:
    person = f"p{number:05}"
    if not isinstance(desk.admit(person, f"a{person}"), Admission):
        raise TypeError("not admitted")


def _record(folder: Path) -> list[list[Statement]]:
    store, desk = _desk(folder)
    per_check_in: list[list[Statement]] = []
    noted: list[Statement] = []
    bare = store.database.connection
    store.database.connection = RecordingConnection(bare, noted)
    desk = Desk(store, desk.clock)
    for number in range(CHECK_INS):
        noted.clear()
        _check_in(desk, number)
        per_check_in.append(list(noted))
    bare.close()
    return per_check_in


def _time_ours(folder: Path) -> list[float]:
    store, desk = _desk(folder)
    desk.search("mensch1")
    times: list[float] = []
    for number in range(CHECK_INS):
        begun = time.perf_counter()
        _check_in(desk, number)
        times.append((time.perf_counter() - begun) * 1000)
    store.close()
    return times[_WARM:]


def _time_raw(folder: Path, statements: list[list[Statement]]) -> list[float]:
    store = Store(open_store(folder))
    times = [run_again(store.database.connection, each) * 1000 for each in statements]
    store.close()
    return times[_WARM:]
