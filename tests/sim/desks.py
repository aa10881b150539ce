"""A desk of the simulation: the real store, desk, exchange and client, moved on by hand instead of by asyncio."""

import shutil
from collections import deque
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from empfang.desk import Desk
from empfang.model import Record
from empfang.protocol import EnrolReply, Status
from empfang.rows import Rows
from empfang.running import keep_enrolment
from empfang.store.database import KEY_FILE, STORE_FILE
from empfang.store.pruning import prune
from empfang.store.tx import Topics
from empfang.sync.client import Client
from empfang.sync.correction import Correction
from empfang.sync.exchange import Exchange, answer_of
from empfang.sync.step import Answered, Event, Lane, Pull, Push, Started, State, TimeCame, WakeAt, Woken, step
from tests.sim.disk import Disk, FragileDatabase
from tests.sim.flights import Ahead, Flight, Way
from tests.sim.ledger import Entry, WatchedStore
from tests.sim.model import ABOUT_A_PERSON, Base
from tests.sim.parts import DriftingClock, ViolationError

if TYPE_CHECKING:
    from tests.sim.world import Sim

_SPINS = 200
NEVER_DROPPED = {Status.REFUSED, Status.QUARANTINED, Status.MISMATCH}
"""Verdicts with which a command stays until somebody has dealt with it."""
_KNOWN_TROUBLE = {
    "disk_full", "day_would_empty", "gone", "token_unknown", "internal", "database_failed", "bad_request",
    "other_epoch", "history_differs", "cursor_old", "program_old", "",
}  # fmt: skip
"""What may be the matter with an exchange besides the way to the service; everything else is a fault of ours."""


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
        self.histories_seen = 0
        """How many restores had been when the service last heard from it."""
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
        self.store = WatchedStore(FragileDatabase(self._folder, key, self), self)
        engine_store = WatchedStore(FragileDatabase(self._folder, key, self), self)
        self._engine_store = engine_store
        correction = Correction.of_store(self.store)
        self.desk = Desk(self.store, self.clock, wake=self._wake, correction=correction)
        self.desk.sign_in("op-1")
        story = self.sim.story
        self._exchange = Exchange(
            engine_store, self.clock, correction, self.desk.took_in, batch=story.batch, page=story.page
        )
        token = self.store.meta("token") or ""
        self._clients = {lane: Client("http://127.0.0.1:1", token, Way(self, lane)) for lane in Lane}
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
        for flight in self.sim.network.flights:
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
        topics: Topics | None = None
        try:
            topics = prune(self._engine_store.database, self.clock.now())
        finally:
            # Also when it was killed half-way: what was committed until then is gone.
            self._note_pruned(dealt, topics)
        self.desk.took_in(topics)
        return len(topics)

    def _note_pruned(self, dealt: set[int], topics: Topics | None) -> None:
        there = {(kind, row[0]) for kind in ABOUT_A_PERSON for row in self.run(f"SELECT id FROM {kind}")}  # noqa: S608
        there |= {(row[0], row[1]) for row in self.run("SELECT kind, record_id FROM image")}
        whole = {key for keys in self.base.of_whom.values() if not keys & there for key in keys}
        for kind, record_id in whole if topics is None else topics:
            if kind in ABOUT_A_PERSON and (kind, record_id) not in there:
                self.base.remove(kind, record_id)
        kept = {row[0] for row in self.run("SELECT number FROM outbox")}
        week_ago = self.clock.now() - timedelta(days=7)
        for number, entry in self.ledger.items():
            old = entry.recorded.command.recorded_at < week_ago
            free = number in dealt or (entry.verdicts and entry.verdicts[-1].status not in NEVER_DROPPED)
            if number not in kept and old and free:
                entry.gone = True

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
