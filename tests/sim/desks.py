"""A desk of the simulation: the real store, desk, exchange and client, moved on by hand instead of by asyncio."""

import shutil
from collections import deque
from collections.abc import Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from sqlcipher3 import dbapi2

from empfang.desk import Desk
from empfang.model import Record
from empfang.packing import SnapshotPart
from empfang.protocol import EnrolReply, Status, Verdict
from empfang.rows import Rows
from empfang.running import keep_enrolment
from empfang.store import Store, Writing
from empfang.store.database import KEY_FILE, STORE_FILE, Database
from empfang.store.pruning import prune
from empfang.store.store import Recorded
from empfang.sync.client import Client
from empfang.sync.correction import Correction
from empfang.sync.exchange import Exchange, answer_of
from empfang.sync.step import Answered, Event, Lane, Pull, Push, Started, State, TimeCame, WakeAt, Woken, step
from tests.sim.model import OF_A_PERSON, Base
from tests.sim.parts import DriftingClock, FaultyCursor, KilledError, ViolationError

if TYPE_CHECKING:
    from tests.sim.world import Sim

_SPINS = 200
NEVER_DROPPED = {Status.REFUSED, Status.QUARANTINED, Status.MISMATCH}
"""Verdicts with which a command stays until somebody has dealt with it."""
_KNOWN_TROUBLE = {
    *(
        "disk_full",
        "day_would_empty",
        "gone",
        "token_unknown",
        "internal",
        "database_failed",
        "bad_request",
        "other_epoch",
    ),
    *("history_differs", "cursor_old", "program_old", ""),
}
"""What may be the matter with an exchange besides the way to the service; everything else is a fault of ours."""
_FIRST_TIMEOUT_S = 20.0


class Blow(StrEnum):
    """What may befall a write."""

    KILL = "kill -9 within a transaction"
    KILL_BEFORE = "kill -9 before the commit"
    KILL_AFTER = "kill -9 after the commit"
    FULL = "disk full at the desk"


@dataclass
class Disk:
    """What befalls the next transactions of a desk: `blow` at the `at`-th statement of the `skip`-th one from now."""

    blow: Blow | None = None
    at: int = 1
    skip: int = 0
    on_commit: list[Callable[[], None]] = field(default_factory=list)


@dataclass(eq=False)
class Flight:
    """A request on its way, and the answer on its way back."""

    desk: "SimDesk"
    lane: Lane
    request: httpx.Request
    sent_at: float
    until: float
    """The world's seconds at which the desk gives up."""
    awaited: bool = True
    answer: httpx.Response | None = None
    held_at: int | None = None
    """The head of the feed when the service found nothing new for it."""
    life: int = 0
    copies: int = 0

    ahead: "Ahead | None" = None
    """What asked for it, if it was asked for before it was needed."""

    def __await__(self) -> Generator["Flight", Any, Any]:
        return (yield self)

    @property
    def path(self) -> str:
        """Where it goes."""
        return self.request.url.path


class Ahead:
    """Something that the client does beside what it is asked for: what `asyncio.ensure_future` gives it."""

    def __init__(self, desk: "SimDesk", work: Coroutine[Any, Any, Any]) -> None:
        self._desk = desk
        self._work = work
        self._flight: Flight | None = None
        self.done = False
        self._result: Any = None
        self.go_on(None)

    def __await__(self) -> Generator["Ahead", Any, Any]:
        while not self.done:
            yield self
        return self._result

    def go_on(self, outcome: Any) -> None:
        """Until the next request, or the end."""
        try:
            self._flight = self._work.send(outcome)
        except StopIteration as ended:
            self.done, self._result = True, ended.value
            return
        self._flight.ahead, self._flight.life = self, self._desk.life

    def cancel(self) -> None:
        """It is not needed any more."""
        if self._flight is not None:
            self._flight.awaited = False
        self._work.close()


class Sent:
    """What `asyncio.Event` gives the client: requests go out at once here."""

    def set(self) -> None: ...

    async def wait(self) -> None: ...


class _Way(httpx.AsyncBaseTransport):
    """Hands requests to the simulation."""

    def __init__(self, desk: "SimDesk", lane: Lane) -> None:
        self._desk = desk
        self._lane = lane

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        sim = self._desk.sim
        patience = request.extensions["timeout"]["read"] or _FIRST_TIMEOUT_S
        flight = Flight(self._desk, self._lane, request, sim.seconds, sim.seconds + patience)
        sim.flights.append(flight)
        sim.count_message()
        outcome = await flight
        if isinstance(outcome, Exception):
            raise outcome
        return outcome  # type: ignore[no-any-return]


class _FragileDatabase(Database):
    """A store's connection on which writes fail as `Disk` says."""

    def __init__(self, folder: Path, key: str, desk: "SimDesk") -> None:
        super().__init__(folder, key)
        self._desk = desk

    @contextmanager
    def writing(self, **how: Any) -> Iterator[Any]:
        disk = self._desk.disk
        blow = disk.blow if disk.skip == 0 else None
        disk.skip = max(0, disk.skip - 1)
        with super().writing(**how) as cursor:
            happen = self._happening(blow)
            yield FaultyCursor(cursor, disk.at, happen) if blow in {Blow.KILL, Blow.FULL} else cursor
            if blow is not None and blow is not Blow.KILL_AFTER and disk.blow is not None:
                happen()
        staged, disk.on_commit = disk.on_commit, []
        for note in staged:
            note()
        if blow is Blow.KILL_AFTER:
            happen()

    def _happening(self, blow: Blow | None) -> Callable[[], None]:
        def happen() -> None:
            if blow is None:
                return
            self._desk.disk.blow = None
            self._desk.sim.fault(blow)
            if blow is Blow.FULL:
                raise dbapi2.OperationalError("database or disk is full")
            self._desk.freeze()
            raise KilledError

        return happen


@dataclass
class Entry:
    """A command that a desk has recorded, in a list that no crash can reach."""

    number: int
    recorded: Recorded
    payload: Any
    line: bytes
    verdicts: list[Verdict] = field(default_factory=list)
    """Those that the desk has stored, one after another."""
    stored: str | None = None
    """The last one as it was seen in the store."""
    gone: bool = False
    """Settled long ago, and forgotten by the desk since."""

    @property
    def id(self) -> str:
        return self.recorded.command.id


class _WatchedStore(Store):
    """The real store; what it has committed is noted beside it."""

    def __init__(self, database: Database, desk: "SimDesk") -> None:
        super().__init__(database)
        self._desk_here = desk
        self._part: SnapshotPart | None = None

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        desk = self._desk_here
        try:
            with super().writing() as writing:
                record = writing.record

                def recording(payload: Any, stamp: Any) -> Recorded:
                    done = record(payload, stamp)
                    entry = Entry(done.command.number, done, payload, done.command.to_bytes())
                    desk.disk.on_commit.append(lambda: desk.noted(entry))
                    return done

                writing.record = recording
                yield writing
        finally:
            desk.disk.on_commit.clear()

    def _staged(self, note: Callable[[], None], work: Callable[[], Any]) -> Any:
        desk = self._desk_here
        desk.disk.on_commit.append(note)
        try:
            return work()
        finally:
            desk.disk.on_commit.clear()

    def pull(self, page: Any, now: Any) -> Any:
        desk = self._desk_here

        def note() -> None:
            desk.sim.rules.desk_takes_page(desk, page)
            desk.base.take_page(page)
            desk.cursor = page.cursor

        return self._staged(note, lambda: super(_WatchedStore, self).pull(page, now))

    def take_snapshot_part(self, part: Any, now: Any) -> Any:
        self._part = part
        return super().take_snapshot_part(part, now)

    def _take_section(self, section: Any, head: Any, now: Any) -> Any:
        desk, part = self._desk_here, self._part

        def note() -> None:
            assert part is not None
            desk.base.take_section(section.after, section.until, part.records)
            desk.cursor = head.cursor if section.until is None else None
            desk.sim.cover.events["snapshot sections"] += 1
            if section.until is None:
                desk.sim.cover.events["snapshots complete"] += 1

        return self._staged(note, lambda: super(_WatchedStore, self)._take_section(section, head, now))

    def take_verdicts(self, verdicts: Any, *more: Any, **named: Any) -> Any:
        desk = self._desk_here

        def note() -> None:
            for number, verdict in verdicts:
                if verdict.final:
                    desk.ledger[number].verdicts.append(verdict)

        return self._staged(note, lambda: super(_WatchedStore, self).take_verdicts(verdicts, *more, **named))

    def begin_snapshot(self) -> None:
        self._desk_here.sim.cover.events["cursor too old"] += 1
        super().begin_snapshot()
        self._desk_here.cursor = None

    def begin_epoch(self, epoch: str, contiguous: int) -> None:
        self._desk_here.sim.cover.events["desk begins an epoch"] += 1
        super().begin_epoch(epoch, contiguous)
        self._desk_here.cursor = None


class SimDesk:
    """One desk, whatever becomes of it."""

    def __init__(self, sim: "Sim", number: int, reply: EnrolReply, folder: Path, clock: DriftingClock) -> None:
        self.sim = sim
        self.number = number
        self.id = reply.desk_id
        self.centre_id = reply.centre_id
        self.role = reply.role
        self.clock = clock
        self.disk = Disk()
        self.base = Base()
        self.ledger: dict[int, Entry] = {}
        self.cursor: int | None = None
        self._version = (0, 0, 0)
        self.deleted: set[str] = set()
        """Whose deletion it has heard of."""
        self.unplugged_until = 0.0
        self.life = 0
        self._folder = folder
        self._frozen: Path | None = None
        keep_enrolment(folder, "http://127.0.0.1:1", reply)
        self._open()

    @property
    def name(self) -> str:
        """As in the story."""
        return f"desk {self.number}"

    # From start to crash

    def _open(self) -> None:
        self.life += 1
        self.disk.on_commit.clear()
        key = (self._folder / KEY_FILE).read_text().strip()
        self.store = _WatchedStore(_FragileDatabase(self._folder, key, self), self)
        engine_store = _WatchedStore(_FragileDatabase(self._folder, key, self), self)
        self._engine_store = engine_store
        correction = Correction.of_store(self.store)
        self.desk = Desk(self.store, self.clock, wake=self._wake, correction=correction)
        self.desk.sign_in("op-1")
        story = self.sim.story
        self._exchange = Exchange(
            engine_store, self.clock, correction, self.desk.took_in, batch=story.batch, page=story.page
        )
        token = self.store.meta("token") or ""
        self._clients = {lane: Client("http://127.0.0.1:1", token, _Way(self, lane)) for lane in Lane}
        self.state = State()
        self._events: deque[Event] = deque()
        self._running = False
        self.lanes: dict[Lane, tuple[Coroutine[Any, Any, Answered], Flight | Ahead]] = {}
        self._timers: list[tuple[float, Any]] = []

    def start(self) -> None:
        """The engine begins."""
        self.tell(Started())

    def freeze(self) -> None:
        """Keep the files as a crash leaves them."""
        frozen = self._folder.with_name(f"desk-{self.number}-{self.life + 1}")
        frozen.mkdir()
        for name in (STORE_FILE, f"{STORE_FILE}-wal", KEY_FILE):
            if (self._folder / name).exists():
                shutil.copyfile(self._folder / name, frozen / name)
        self._frozen = frozen

    def close(self) -> None:
        """Everything under way ends at once."""
        for flight in self.sim.flights:
            if flight.desk is self:
                flight.awaited = False
        lanes, self.lanes = self.lanes, {}
        for work, _ in lanes.values():
            work.close()
        self.store.close()
        self._engine_store.close()

    def crashed(self) -> None:
        """`kill -9` has happened: start again on what is left of the files."""
        if self._frozen is None:
            self.freeze()
        self.close()
        shutil.rmtree(self._folder)
        assert self._frozen is not None
        self._folder, self._frozen = self._frozen, None
        self._open()
        self.start()

    def restart(self) -> None:
        """Ended and started by the clerk."""
        self.close()
        self._open()
        self.start()

    # The engine, as `empfang.sync.engine` drives it

    def _wake(self) -> None:
        self.tell(Woken())

    def tell(self, event: Event) -> None:
        """Something happened."""
        self._events.append(event)
        if self._running:
            return
        self._running = True
        try:
            spins = 0
            while self._events:
                spins += 1
                if spins > _SPINS:
                    raise ViolationError("engine", f"{self.name} goes round in circles")
                self.state, effects = step(self.state, self._events.popleft(), self.clock.now(), 0.5)
                for effect in effects:
                    self._carry_out(effect)
        finally:
            self._running = False

    def _carry_out(self, effect: Push | Pull | WakeAt) -> None:
        match effect:
            case WakeAt(at):
                due = self.sim.seconds + max(0.0, (at - self.clock.now()).total_seconds())
                self._timers.append((due, at))
            case Push():
                self._begin(Lane.PUSH, self._exchange.push(self._clients[Lane.PUSH]))
            case Pull(wait_s):
                self._begin(Lane.PULL, self._exchange.pull(self._clients[Lane.PULL], wait_s))

    def _begin(self, lane: Lane, work: Any) -> None:
        if lane in self.lanes:
            raise ViolationError("engine", f"{self.name} asks twice at once on the lane {lane}")
        self._go_on(lane, answer_of(work, lane), None)

    def _go_on(self, lane: Lane, work: Coroutine[Any, Any, Answered], outcome: Any) -> None:
        self.sim.at_work = self
        try:
            waiting = work.send(outcome)
        except StopIteration as done:
            self.lanes.pop(lane, None)
            if done.value.detail is not None and done.value.detail not in _KNOWN_TROUBLE:
                raise ViolationError("engine", f"{self.name} failed: {done.value.detail}") from None
            self._events.append(done.value)
            return
        waiting.life = self.life
        self.lanes[lane] = (work, waiting)

    def answer(self, flight: Flight, outcome: httpx.Response | Exception) -> None:
        """A request ends so; what follows from it happens."""
        if not flight.awaited or flight.life != self.life:
            return
        flight.awaited = False
        if flight.ahead is not None:
            flight.ahead.go_on(outcome)
            if not flight.ahead.done or self.lanes.get(flight.lane, (None, None))[1] is not flight.ahead:
                return
        work, _ = self.lanes.pop(flight.lane)
        self._go_on(flight.lane, work, outcome)
        if self._events:
            self.tell(self._events.popleft())

    def time_came(self) -> None:
        """Timers whose moment has come."""
        due = [at for moment, at in self._timers if moment <= self.sim.seconds]
        self._timers = [(moment, at) for moment, at in self._timers if moment > self.sim.seconds]
        for at in due:
            self.tell(TimeCame(at))

    @property
    def next_timer(self) -> float | None:
        """The world's seconds of the next one."""
        return min((moment for moment, _ in self._timers), default=None)

    # What the rules look at

    def noted(self, entry: Entry) -> None:
        """A command was recorded and its transaction is committed."""
        self.ledger[entry.number] = entry
        self.sim.cover.commands[entry.recorded.command.kind] += 1

    def wrote(self) -> bool:
        """Whether anything was written to the store since this was asked."""
        version = (self.life, self.store.database.connection.total_changes, self._engine_changes())
        changed = version != self._version
        self._version = version
        return changed

    def _engine_changes(self) -> int:
        return int(self._engine_store.database.connection.total_changes)

    def prune(self) -> int:
        """What the desk's keeper does daily; gives how many records went."""
        dealt = {row[0] for row in self.run("SELECT number FROM outbox WHERE dealt_at IS NOT NULL")}
        topics = prune(self._engine_store.database, self.clock.now())
        gone = {kind: {row[0] for row in self.run(f"SELECT id FROM {kind}")} for kind in OF_A_PERSON}  # noqa: S608
        imaged = {(row[0], row[1]) for row in self.run("SELECT kind, record_id FROM image")}
        for kind, record_id in topics:
            if kind in gone and record_id not in gone[kind] and (kind, record_id) not in imaged:
                self.base.remove(kind, record_id)
        there = {row[0] for row in self.run("SELECT number FROM outbox")}
        week_ago = self.clock.now() - timedelta(days=7)
        for number, entry in self.ledger.items():
            old = entry.recorded.command.recorded_at < week_ago
            free = number in dealt or (entry.verdicts and entry.verdicts[-1].status not in NEVER_DROPPED)
            if number not in there and old and free:
                entry.gone = True
        self.desk.took_in(topics)
        return len(topics)

    def keeps(self, number: int) -> bool:
        """Whether the bytes of a command are still there."""
        rows = self.run("SELECT length(bytes) FROM outbox WHERE number = ?", number)
        return bool(rows and rows[0][0])

    def all(self, kind: type[Record]) -> list[Any]:
        """All records of a kind, by id."""
        return list(Rows(self.store.database.connection.cursor(), "sqlite").find(kind))

    def run(self, sql: str, *values: Any) -> list[Any]:
        """Read the store."""
        return list(self.store.database.connection.execute(sql, values).fetchall())
