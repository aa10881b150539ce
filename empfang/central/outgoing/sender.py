"""The thread that lets confirmations leave: takes on what is due, hands it over, writes down what was said.

Nothing is sent within a transaction. A message is taken on in one, and its state is written in another when the answer
is there; should the process die between, the message is due again in some minutes, and goes with the same Message-ID:
perhaps twice, never not at all. Of several processes each message is taken on by one.
"""

import logging
import queue
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from empfang.central.database import CONNECTION_ERRORS, CentralDatabase
from empfang.central.outgoing.answers import FAULT, NOT_CONFIGURED, Meaning, Said, after, deferred, given_up
from empfang.central.outgoing.holds import Holds, Lane
from empfang.central.outgoing.pace import Pace
from empfang.central.outgoing.parcel import Carrier, Parcel
from empfang.central.outgoing.queue import Due, Queue
from empfang.central.outgoing.records import Change, Leaving, closed, look_up, packed, while_open, write
from empfang.central.outgoing.workers import LONGEST_S, Done, Workers
from empfang.clock import Clock
from empfang.errors import Problem
from empfang.model import Channel, Communication, MessageState
from empfang.rows import Rows
from empfang.rules.confirmed import Closed

_LOG = logging.getLogger("empfang.central")
BY_WIRE = (Channel.EMAIL, Channel.SMS)
"""What leaves by itself; letters leave when somebody prints them."""
AT_ONCE = 100
"""Records changed in one transaction."""
_LOOK_S = 1.0
_AGAIN_S = 5.0
_LAST_MOMENT_S = 1.0
_BROKEN_OFF_S = 0.5


@dataclass(frozen=True, slots=True)
class Sending:
    """What is set: the ways there are, and how many messages leave in a minute at most, of this process."""

    carriers: tuple[Carrier, ...] = ()
    per_minute: int = 300


class Sender:
    """Confirmations leave as long as this runs."""

    def __init__(
        self,
        database: CentralDatabase,
        clock: Clock,
        sending: Sending,
        committed: Callable[[int, frozenset[str]], None],
        luck: Callable[[], float],
        longest_s: float = LONGEST_S,
    ) -> None:
        """`committed` is told like the writer's (`central.writer`); `luck` gives numbers from 0 to 1."""
        self._database = database
        self._clock = clock
        self._carriers = sending.carriers
        self._committed = committed
        self._luck = luck
        self._holds = Holds()
        self._pace = Pace(sending.per_minute)
        self._done: queue.SimpleQueue[Done | None] = queue.SimpleQueue()
        self._workers = {each.channel: Workers(each, self._done.put, longest_s) for each in sending.carriers}
        self._under_way: dict[str, Lane] = {}
        self._answered: list[Done] = []
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="empfang-sender", daemon=True)

    def start(self) -> None:
        """Begin to send in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End within two seconds; what is under way then is due again in some minutes."""
        self._stopping.set()
        self._done.put(None)
        if self._thread.is_alive():
            self._thread.join()
        for each in self._workers.values():
            each.stop(_BROKEN_OFF_S)

    def turn(self, *, tell: bool = True) -> None:
        """One round: write what was answered, tell why others wait, take on what is due."""
        self._settle()
        for each in self._workers.values():
            each.end_what_hangs()
        if tell:
            self._tell_who_waits()
        for carrier in self._carriers:
            self._take_on(carrier)

    def finish(self, within_s: float) -> None:
        """Wait so long at most for what was taken on, and write what was answered."""
        until = time.monotonic() + within_s
        while len(self._answered) < len(self._under_way) and time.monotonic() < until:
            self._hear(0.05)
        self._settle()

    def _run(self) -> None:
        told_s = -_LOOK_S
        while not self._stopping.is_set():
            # Each answer begins a turn; telling is for many, and must not keep those who book from writing.
            tell = time.monotonic() - told_s >= _LOOK_S
            told_s = time.monotonic() if tell else told_s
            try:
                self.turn(tell=tell)
            except Problem as problem:  # the database is away for a moment; what was answered is kept
                _LOG.warning("sending: %s", problem.code)
                self._stopping.wait(_AGAIN_S)
            except Exception as error:  # noqa: BLE001 - others' confirmations must go on leaving
                _tell_fault(error)
                self._stopping.wait(_AGAIN_S)
            else:
                self._hear(_LOOK_S)
        try:
            self.finish(_LAST_MOMENT_S)
        except Problem as problem:
            _LOG.warning("sending: %s", problem.code)

    def _hear(self, within_s: float) -> None:
        """Wait for an answer."""
        try:
            done = self._done.get(timeout=within_s)
        except queue.Empty:
            return
        if done is not None:
            self._take_in(done)

    def _take_in(self, done: Done) -> None:
        self._answered.append(done)
        self._holds.heard((done.channel, done.parcel.lane), done.said, self._clock.now())

    def _settle(self) -> None:
        """Write what was answered."""
        while not self._done.empty():
            self._hear(0)
        while self._answered:
            some, now = self._answered[:AT_ONCE], self._clock.now()
            self._write(
                [
                    (each.parcel.id, partial(after, said=each.said, to=each.parcel.to, now=now, luck=self._luck()))
                    for each in some
                ],
                now,
            )
            del self._answered[:AT_ONCE]
            for each in some:
                self._under_way.pop(each.parcel.id, None)

    def _write(self, changes: list[tuple[str, Change]], now: datetime) -> None:
        written = write(self._database, now, changes)
        self._committed(written.head, written.moved)

    def _tell_who_waits(self) -> None:
        """Say in the records why messages are not tried: no way is set, it is at rest, or it has taken too long."""
        now = self._clock.now()
        changes: list[tuple[str, Change]] = []
        with self._database.reading() as cursor:
            due = Queue(cursor, self._database.flavour)
            for channel in BY_WIRE:
                if channel not in self._workers:
                    changes += [(each, _not_configured) for each in due.unnoted(channel, None, now, AT_ONCE)]
            for (way, lane), hold in self._holds.to_tell(now):
                put_off = partial(while_open, change=partial(deferred, code=hold.code, next_at=hold.until, now=now))
                changes += [(each, put_off) for each in due.unnoted(way, lane or None, now, AT_ONCE)]
            give_up = partial(while_open, change=partial(given_up, now=now))
            changes += [(each, give_up) for each in due.over(now, AT_ONCE)]
        some = list(dict(changes[:AT_ONCE]).items())
        if some:
            self._write(some, now)

    def _take_on(self, carrier: Carrier) -> None:
        """Take on what is due of one way, as many as it has room for, and hand it to the threads."""
        now, channel = self._clock.now(), carrier.channel
        free = carrier.sessions - sum(lane[0] == channel for lane in self._under_way.values())
        if self._holds.on_trial((channel, "")):
            free = min(free, 1) if free == carrier.sessions else 0
        most = min(free, self._pace.allowed(time.monotonic()))
        if most <= 0 or self._holds.at_rest((channel, ""), now):
            return
        with self._database.reading() as cursor:
            wanted = Queue(cursor, self._database.flavour).due(
                channel, now, most, partial(self._room, carrier), self._holds.resting(channel, now)
            )
        if not wanted:
            return
        with self._database.writing() as cursor:
            due = Queue(cursor, self._database.flavour)
            wanted = [each for each in wanted if due.take(each, now)]
        self._give(carrier, wanted, now)

    def _room(self, carrier: Carrier, lane: str) -> int:
        most = 1 if self._holds.on_trial((carrier.channel, lane)) else carrier.per_lane
        return most - sum(each == (carrier.channel, lane) for each in self._under_way.values())

    def _give(self, carrier: Carrier, taken: list[Due], now: datetime) -> None:
        not_needed: list[tuple[str, Change]] = []
        with self._database.reading() as cursor:
            rows = Rows(cursor, self._database.flavour)
            for each in taken:
                ready = _made_ready(rows, each, now)
                if isinstance(ready, Parcel):
                    self._under_way[each.communication_id] = (carrier.channel, ready.lane)
                    self._workers[carrier.channel].give(ready)
                    self._pace.left(1)
                elif isinstance(ready, Said):
                    parcel = Parcel(each.communication_id, each.lane, "", "")
                    self._under_way[each.communication_id] = (carrier.channel, each.lane)
                    self._take_in(Done(carrier.channel, parcel, ready))
                elif ready is not None:
                    not_needed.append((each.communication_id, partial(closed, why=ready, now=now)))
        if not_needed:
            self._write(not_needed, now)


def _made_ready(rows: Rows, wanted: Due, now: datetime) -> Parcel | Closed | Said | None:
    """The message with its words as they are now, or why it does not leave; None if nobody need send it any more."""
    try:
        found = look_up(rows, wanted.communication_id, now)
        return packed(found, wanted.channel) if isinstance(found, Leaving) else found
    except CONNECTION_ERRORS:
        raise
    except Exception as error:  # noqa: BLE001 - one message that cannot be worded must not hold up the others
        _tell_fault(error)
        return Said(Meaning.LATER, FAULT)


def _not_configured(known: Communication) -> Communication | None:
    return known.with_(answer=NOT_CONFIGURED) if known.state is MessageState.WAITING else None


def _tell_fault(error: Exception) -> None:
    """Where it was and not what was in it."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    _LOG.error("sending: %s in %s, line %s", type(error).__name__, place.name, place.lineno)
