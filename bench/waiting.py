"""Three hundred desks that wait for changes, and twenty check-ins a second, over real HTTP.

Beside: the same check-ins with nobody waiting. The desks are sockets in this one process and do as little as possible,
so that the machine's cores are the service's.
"""

import asyncio
import contextlib
import json
import os
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.result import Result, quantile
from empfang.central.access import enrol, make_code, put_reference
from empfang.central.database import CentralDatabase
from empfang.commands.visit import CheckIn
from empfang.ids import new_id
from empfang.model import Appointment, Centre, Operator, Person, Source
from empfang.protocol import Command
from empfang.rows import Rows
from tests.postgresql import postgresql_server
from tests.processes.parts import start_service
from tests.times import DAY, at
from tests.world import World

CENTRES = 50
DESKS_EACH = 6
A_SECOND = 20
ALONE_S = 10
TOGETHER_S = 20
MOST_MS = 1000.0
MOST_POST_MS = 250.0
_WAIT_S = 25
_PEOPLE_EACH = (ALONE_S + TOGETHER_S) * A_SECOND // CENTRES + 2


@dataclass
class _Desk:
    """A desk: where it stands, and its connection on which it waits."""

    id: str
    centre: int
    token: str
    port: int = 0
    number: int = 0
    epoch: str = ""
    cursor: int = 0
    mark: str = ""
    seen: dict[str, float] = field(default_factory=dict)


def measure() -> list[Result]:
    """One service process on SQLite; one and two on PostgreSQL."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="empfang-bench-") as name:
        folder = Path(name)
        results += _measure(str(folder / "central.db"), folder, "SQLite", 1)
    for processes in (1, 2):
        with postgresql_server() as url:
            results += _measure(url, Path(tempfile.gettempdir()), "PostgreSQL", processes)
    return results


def _measure(url: str, folder: Path, flavour: str, processes: int) -> list[Result]:
    database = CentralDatabase(url)
    desks, lines = _prepare(database, folder)
    database.close()
    services = [start_service(url) for _ in range(processes)]
    try:
        for place, desk in enumerate(desks):
            # The desks of a centre are spread: what one sends to a process, others hear from another.
            desk.port = services[place % processes][2]
        day = _Day(desks, lines, [part.process.pid for part, _, _ in services])
        asyncio.run(day.run())
    finally:
        for part, _, _ in services:
            part.end()
    title = f"{len(desks)} desks wait, {flavour}, {processes} process{'es' if processes > 1 else ''}"
    print(
        f"  {title}: {len(day.waited)} times heard of {len(day.together)} check-ins; heard p50"
        f" {quantile(day.waited, 0.5):.0f} ms, max {max(day.waited):.0f} ms; sent p50"
        f" {quantile(day.together, 0.5):.0f} ms, max {max(day.together):.0f} ms; of a core"
        f" the service used {day.served:.0%}, these desks {day.busy:.0%}",
        flush=True,
    )
    heard, alone, together = (quantile(values, 0.95) for values in (day.waited, day.alone, day.together))
    everything = len(day.waited) == len(day.together) * (DESKS_EACH - 1)
    return [
        Result(
            f"{title}: another desk has it, p95",
            heard,
            "ms",
            None,
            f"≤ {MOST_MS:g} ms",
            everything and heard <= MOST_MS,
        ),
        Result(f"{title}: POST, p95", together, "ms", alone, f"≤ {MOST_POST_MS:g} ms", together <= MOST_POST_MS),
    ]


def _prepare(database: CentralDatabase, folder: Path) -> tuple[list[_Desk], dict[int, list[tuple[str, str]]]]:
    """The service with its centres, their people for a day, and the desks; person and appointment by centre."""
    world = World(database, folder)
    now = world.wall.moment
    centres = [Centre(id=f"C{number:02}", name=f"Zentrum {number}") for number in range(CENTRES)]
    put_reference(database, centres, now)
    put_reference(database, [Operator(id="op-w", name="Wart, Ina", centre_ids=("C00",))], now)
    people: dict[int, list[tuple[str, str]]] = {}
    for number, centre in enumerate(centres):
        known = [f"{centre.id}-{each:03}" for each in range(_PEOPLE_EACH)]
        world.put(*[Person(id=f"p{each}", family=f"Mensch{each}", registered_centre_id=centre.id) for each in known])
        world.put(
            *[
                Appointment(id=f"a{each}", person_id=f"p{each}", centre_id=centre.id, start=at("09:40"))
                for each in known
            ]
        )
        people[number] = [(f"p{each}", f"a{each}") for each in known]
    desks: list[_Desk] = []
    for number, centre in enumerate(centres):
        for _ in range(DESKS_EACH):
            reply = enrol(database, make_code(database, centre.id, "", now), now)
            desks.append(_Desk(reply.desk_id, number, reply.token, epoch=reply.epoch))
    with database.reading() as cursor:
        cursor.execute("SELECT number, mark FROM head")
        newest, mark = cursor.fetchone()
        assert len(Rows(cursor, database.flavour).find(Centre)) >= CENTRES
    for desk in desks:
        desk.cursor, desk.mark = newest, mark
    world.places.clear()
    return desks, people


class _Day:
    """Check-ins at a steady pace, first with nobody waiting."""

    def __init__(
        self, desks: Sequence[_Desk], people: dict[int, list[tuple[str, str]]], services: Sequence[int] = ()
    ) -> None:
        """`services`: the process ids of the service."""
        self._services = services
        self._desks = desks
        self._people = people
        self._by_centre = {number: [desk for desk in desks if desk.centre == number] for number in people}
        self._draw = random.Random(300)
        self.alone: list[float] = []
        self.together: list[float] = []
        self.waited: list[float] = []
        self.busy = self.served = 0.0

    async def run(self) -> None:
        """Measure."""
        await self._send_for(ALONE_S, self.alone)
        waiting = [asyncio.create_task(self._wait(desk)) for desk in self._desks]
        await asyncio.sleep(4)
        sent: dict[str, tuple[int, str, float]] = {}
        begun, used, served = time.perf_counter(), time.process_time(), _processor_s(self._services)
        await self._send_for(TOGETHER_S, self.together, sent)
        took = time.perf_counter() - begun
        self.busy = (time.process_time() - used) / took
        self.served = (_processor_s(self._services) - served) / took
        await asyncio.sleep(2)
        for each in waiting:
            each.cancel()
        done = await asyncio.gather(*waiting, return_exceptions=True)
        failed = [each for each in done if not isinstance(each, asyncio.CancelledError)]
        if failed:
            raise ValueError(f"{len(failed)} desks stopped waiting: {failed[0]!r}")
        for command_id, (centre, sender, at_s) in sent.items():
            for desk in self._by_centre[centre]:
                if desk.id != sender and command_id in desk.seen:
                    self.waited.append((desk.seen[command_id] - at_s) * 1000)

    async def _send_for(
        self, seconds: float, took: list[float], sent: dict[str, tuple[int, str, float]] | None = None
    ) -> None:
        loop = asyncio.get_running_loop()
        begin = loop.time()
        jobs: list[asyncio.Task[None]] = []
        for place in range(int(seconds * A_SECOND)):
            await asyncio.sleep(max(0.0, begin + place / A_SECOND - loop.time()))
            jobs.append(asyncio.create_task(self._check_in(took, sent)))
        await asyncio.gather(*jobs)

    async def _check_in(self, took: list[float], sent: dict[str, tuple[int, str, float]] | None) -> None:
        centre = self._draw.choice([number for number, known in self._people.items() if known])
        person_id, appointment_id = self._people[centre].pop()
        desk = self._draw.choice(self._by_centre[centre])
        desk.number += 1
        payload = CheckIn(
            encounter_id=new_id(), person_id=person_id, appointment_id=appointment_id, centre_id=f"C{centre:02}",
            day=DAY, day_number=f"{desk.number}",
        )  # fmt: skip
        command = Command(
            kind=payload.kind, version=payload.version, id=new_id(), desk_id=desk.id, number=desk.number,
            operator_id="op-w", occurred_at=at("09:40"), recorded_at=at("09:40"), source=Source.KEYBOARD,
            payload=payload.model_dump(mode="json"),
        )  # fmt: skip
        line = command.to_bytes()
        reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
        begun = time.perf_counter()
        if sent is not None:
            sent[command.id] = centre, desk.id, begun
        writer.write(
            f"POST /v1/commands?epoch={desk.epoch}&cursor={desk.cursor}&mark={desk.mark} HTTP/1.1\r\n"
            f"Host: x\r\nAuthorization: Bearer {desk.token}\r\nContent-Length: {len(line)}\r\n\r\n".encode()
            + line
        )
        reply = await _answer(reader)
        took.append((time.perf_counter() - begun) * 1000)
        writer.close()
        if [verdict["status"] for verdict in reply["verdicts"]] != ["recorded"]:
            raise ValueError("not recorded")

    async def _wait(self, desk: _Desk) -> None:
        """Ask for changes for ever, and note when one came."""
        reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
        try:
            while True:
                writer.write(
                    f"GET /v1/changes?epoch={desk.epoch}&cursor={desk.cursor}&mark={desk.mark}&limit=500"
                    f"&wait={_WAIT_S} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {desk.token}\r\n\r\n".encode()
                )
                page = await _answer(reader)
                now = time.perf_counter()
                desk.cursor, desk.mark = page["cursor"], page["mark"]
                for change in page["changes"]:
                    desk.seen.setdefault(change["command_id"], now)
        finally:
            writer.close()


def _processor_s(processes: Sequence[int]) -> float:
    """Seconds of a core that these processes have used; 0 where the system does not tell."""
    used = 0.0
    for process in processes:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


async def _answer(reader: asyncio.StreamReader) -> dict[str, Any]:
    """The body of a response.

    Raises:
        ValueError: it is not the one asked for.
    """
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
    body = await reader.readexactly(length)
    if b" 200 " not in head.partition(b"\r\n")[0]:
        raise ValueError(head.partition(b"\r\n")[0].decode())
    answer: dict[str, Any] = json.loads(body)
    return answer
