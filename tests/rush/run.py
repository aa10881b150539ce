"""A rush from beginning to end: the service's processes, the clients' processes, the observers, and what came of it."""

import json
import os
import re
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from empfang.central.database import CentralDatabase
from empfang.clock import SystemClock
from tests.processes.parts import Part, start
from tests.rush.checks import broken, seen_wrong
from tests.rush.clients import Attempt, ClientPlan, Plan
from tests.rush.observer import Follower, Observer
from tests.rush.scene import BEFORE_S, DORSTEN, OPENED, Scene, make

CLIENT_PROCESSES = 2
_PARTICULAR = re.compile(r"\S*\d\S*|:.*")
"""What is different with each of a kind: numbers, ids, and what comes after a colon."""
_LONGEST = 300
_DOWN_S = 0.3
"""How long a killed process stays away."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What kind of rush. `until`: how many bookings are enough; `kills`: so often a process of the service is
    killed, spread over the rush; once is in the middle."""

    attempts: int
    clients: int = 300
    centres: tuple[str, ...] = (DORSTEN,)
    services: int = 1
    kills: int = 0
    until: int = 1_000_000_000
    seed: int = 1
    look_every_s: float = 0.5


@dataclass(slots=True)
class Outcome:
    """What came of it."""

    attempts: list[Attempt]
    seconds: float
    moments: int
    pages: int
    looks: int
    taken: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def told(self) -> str:
        """In a few lines."""
        kinds = Counter(f"{each.kind} {each.way}" for each in self.attempts)
        codes = Counter(each.code for each in self.attempts if each.code)
        booking = sum(each.kind == "book" for each in self.attempts)
        granted = [each for each in self.attempts if each.granted]
        times = sorted(each.took_s for each in self.attempts)
        sent = sum(each.sent for each in self.attempts)
        return "\n".join(
            [
                f"{booking:,} attempts to book in {self.seconds:.1f} s: {booking / self.seconds:,.0f}/s;"
                f" {len(granted):,} bookings granted: {len(granted) / self.seconds:,.0f}/s",
                f"asked: {dict(kinds.most_common())}: {len(self.attempts):,}, sent {sent:,} times;"
                f" looked at what is free {self.looks:,} times",
                f"refused: {dict(codes.most_common())}",
                f"taken at the end, of {len(self.taken)} contingents: {sum(self.taken.values()):,} places",
                f"answer after {times[len(times) // 2] * 1000:.0f} ms (median),"
                f" {times[int(len(times) * 0.99)] * 1000:.0f} ms (99 of 100)",
                f"looked at {self.moments} moments, followed {self.pages:,} pages; wrong: {len(self.wrong)}",
                *self._wrong_by_kind(),
            ]
        )

    def _wrong_by_kind(self) -> Iterator[str]:
        """An example of each kind, and how many there are."""
        kinds: dict[str, list[str]] = {}
        for each in self.wrong:
            kinds.setdefault(_PARTICULAR.sub("", each), []).append(each)
        return (f"{len(found):,} × {found[0][:_LONGEST]}" for found in kinds.values())


class Services:
    """The processes of the service: each can be killed and comes back at its address."""

    def __init__(self, database: str, number: int, offset_s: float) -> None:
        self._database = database
        self._offset_s = offset_s
        self._parts: list[Part] = []
        self._ports: list[int] = []
        for _ in range(number):
            part, port = self._start(0)
            self._parts.append(part)
            self._ports.append(port)

    @property
    def urls(self) -> tuple[str, ...]:
        """Where they listen."""
        return tuple(f"http://127.0.0.1:{port}" for port in self._ports)

    def kill_one(self, turn: int) -> None:
        """End one as a power cut would, each in its turn, and start it again a moment later."""
        place = turn % len(self._parts)
        part = self._parts[place]
        os.kill(part.process.pid, signal.SIGKILL)
        part.process.wait()
        part.end()
        time.sleep(_DOWN_S)
        self._parts[place], _ = self._start(self._ports[place])

    def end(self) -> None:
        """Stop all."""
        for part in self._parts:
            part.end()

    def _start(self, port: int) -> tuple[Part, int]:
        arguments = ("central", "serve", "--database", self._database, "--port", str(port))
        part = start("-m", "empfang", "--lang", "en", *arguments, EMPFANG_CLOCK_OFFSET_S=str(self._offset_s))
        url = next(word for word in part.read_line().split() if word.startswith("http"))
        return part, int(url.rpartition(":")[2])


def rush(database: CentralDatabase, wish: Wish, tell: Callable[[str], None] = lambda line: None) -> Outcome:
    """Make the service in this empty database, and let everybody ask. `tell` hears how far it is."""
    url = database.url.render_as_string(hide_password=False) if database.flavour == "postgresql" else database.shown
    hotlines = wish.clients // 5 // len(wish.centres) or 1
    scene = make(database, wish.centres, hotlines)
    offset_s = (OPENED - SystemClock().now()).total_seconds() - BEFORE_S
    with ExitStack() as parts:
        folder = Path(parts.enter_context(tempfile.TemporaryDirectory(prefix="empfang-rush-")))
        services = Services(url, wish.services, offset_s)
        parts.callback(services.end)
        observer = Observer(url, wish.look_every_s)
        parts.callback(observer.stop)
        follower = Follower(services.urls, scene.reception, wish.centres[0])
        parts.callback(follower.stop)
        begun = time.monotonic()
        with _clients(scene, wish, services.urls, offset_s, folder) as clients:
            looks, failed = _wait(clients, wish, services, tell)
        seconds = time.monotonic() - begun
        follower.end()
        observer.end()
        written = [file.read_text().splitlines() for file in sorted(folder.glob("*.ndjson"))]
        attempts = [Attempt(**json.loads(line)) for lines in written for line in lines]
    outcome = Outcome(attempts, seconds, len(observer.moments), follower.pages, looks, observer.moments[-1].taken)
    outcome.wrong = [*failed, *broken(attempts, database), *seen_wrong(observer, follower, database)]
    return outcome


@contextmanager
def _clients(scene: Scene, wish: Wish, urls: tuple[str, ...], offset_s: float, folder: Path) -> Iterator[list[Part]]:
    """The processes of the clients, at work."""
    plans = _plans(scene, wish, urls, offset_s, folder)
    parts = [start("-m", "tests.rush.clients") for _ in plans]
    try:
        for part, plan in zip(parts, plans, strict=True):
            part.tell(plan.to_json())
        yield parts
    finally:
        for part in parts:
            part.end()


def _plans(scene: Scene, wish: Wish, urls: tuple[str, ...], offset_s: float, folder: Path) -> Sequence[Plan]:
    """One in five is a desk of the hotline; each process has some of every kind."""
    desks = [(centre_id, desk) for centre_id in scene.centre_ids for desk in scene.hotlines[centre_id]]
    clients = [
        ClientPlan(number, "phone", centre_id, desk.desk_id, desk.token)
        for number, (centre_id, desk) in enumerate(desks)
    ]
    clients += [
        ClientPlan(number, "online", scene.centre_ids[number % len(scene.centre_ids)])
        for number in range(len(clients), wish.clients)
    ]
    return [
        Plan(
            wish.seed, urls, offset_s, wish.attempts // CLIENT_PROCESSES, wish.until // CLIENT_PROCESSES,
            str(folder / f"{place}.ndjson"), tuple(clients[place::CLIENT_PROCESSES]),
        )
        for place in range(CLIENT_PROCESSES)
    ]  # fmt: skip


def _wait(
    clients: Sequence[Part], wish: Wish, services: Services, tell: Callable[[str], None]
) -> tuple[int, list[str]]:
    """Wait until all have ended; gives how often they looked at what is free, and what went wrong with them. Meanwhile
    processes of the service are killed, if that is wished for. `tell` hears how far the first of them is; the others
    are about as far.
    """
    ended = looks = 0
    killed = 0
    failed: list[str] = []
    begun = time.monotonic()
    for part in clients:
        while line := part.read_line():
            said = json.loads(line)
            if killed < wish.kills and said["share"] >= (killed + 1) / (wish.kills + 1):
                services.kill_one(killed)
                killed += 1
            if said.get("ended"):
                ended += 1
                looks += said["looks"]
                failed += said["failed"]
            elif part is clients[0]:
                tell(f"{said['share']:4.0%} after {time.monotonic() - begun:,.0f} s: {said['bookings']:,} bookings")
    if ended != len(clients):
        raise RuntimeError("a process of clients has failed")
    if killed < wish.kills and not failed:
        raise RuntimeError(f"only {killed} of {wish.kills} were killed")
    return looks, failed
