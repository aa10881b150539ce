"""After an outage: 5,000 unsent commands of one desk sent over HTTP, beside the same ones decided in this process."""

import asyncio
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.result import Result, beside
from empfang.central.access import enrol, make_code
from empfang.central.database import CentralDatabase
from empfang.central.writer import decide
from empfang.clock import SystemClock
from empfang.commands.person import RegisterPerson
from empfang.desk import Desk
from empfang.ids import new_id
from empfang.model import Source
from empfang.protocol import MAX_COMMANDS, EnrolReply
from empfang.running import keep_enrolment
from empfang.store import Store, open_store
from empfang.store.store import Stamp
from empfang.sync import Engine, Progress
from tests.processes.parts import start_service
from tests.times import at
from tests.world import World

UNSENT = 5_000


def measure() -> Iterator[Result]:
    """Seconds until nothing is unsent and everything is settled, in one run of the engine."""
    with tempfile.TemporaryDirectory(prefix="empfang-bench-") as name:
        folder = Path(name)
        database = World(CentralDatabase(folder / "central.db"), folder).database
        clock = SystemClock(at("09:40") - datetime.now(UTC))
        reply = enrol(database, make_code(database, "KL", "", at("09:00")), at("09:00"))
        lines = _record(folder / "desk", reply.desk_id, reply)
        database.close()
        shutil.copy(folder / "central.db", folder / "copy.db")
        service, url, _ = start_service(str(folder / "central.db"))
        told: list[Progress] = []
        try:
            store = Store(open_store(folder / "desk"))
            store.set_meta(service_url=url)
            begun = time.perf_counter()
            ended = asyncio.run(Engine(store, clock, random.random, on_progress=told.append).settle_once())
            ours_s = time.perf_counter() - begun
        finally:
            service.end()
        bare_s = _decide(folder / "copy.db", reply.desk_id, lines)
        yield beside(f"{UNSENT:,} unsent, sent and settled in one run", ours_s, bare_s, "s", 5)
        yield Result("unsent afterwards", float(ended.unsent), "", None, "0", ended.unsent == 0)


def _record(folder: Path, desk_id: str, reply: EnrolReply) -> list[bytes]:
    """A desk that has registered so many people without a network; what it would send."""
    keep_enrolment(folder, "http://127.0.0.1:9", reply)
    store = Store(open_store(folder))
    Desk(store, SystemClock())
    stamp = Stamp(desk_id, "op-1", at("09:40"), at("09:40"), Source.KEYBOARD)
    with store.writing() as writing:
        for number in range(UNSENT):
            fields = {"family": f"Mensch{number}", "given": "A"}
            writing.record(RegisterPerson(person_id=new_id(), centre_id="KL", person=fields), stamp)
    lines = [each.line for each in store.unsent(UNSENT)]
    store.close()
    return lines


def _decide(path: Path, desk_id: str, lines: list[bytes]) -> float:
    """Seconds to decide the same batches without desk and wire."""
    database = CentralDatabase(path)
    clock = SystemClock(at("09:40") - datetime.now(UTC))
    begun = time.perf_counter()
    for first in range(0, len(lines), MAX_COMMANDS):
        decide(database, clock, [(desk_id, lines[first : first + MAX_COMMANDS])])
    seconds = time.perf_counter() - begun
    database.close()
    return seconds


if __name__ == "__main__":
    for each in measure():
        print(each.line(), flush=True)
