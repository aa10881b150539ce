"""The service's one writer: a queue, and one commit for all requests that wait together."""

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from empfang.central.accept import Acceptance, FailedError
from empfang.central.database import CentralDatabase
from empfang.central.epochs import head, newest_mark
from empfang.central.lines import read_line
from empfang.clock import Clock
from empfang.protocol import CommandsReply, ForgottenCommand, Verdict

MAX_TOGETHER = 2_000
"""Command lines in one commit."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Commands of a desk: fresh lines, or (with the epoch they are from) what a restored service has forgotten.

    `handed_over_by`: another desk brings them.
    """

    desk_id: str
    lines: Sequence[bytes] = ()
    forgotten: Sequence[ForgottenCommand] = ()
    epoch: str = ""
    handed_over_by: str | None = None

    def __len__(self) -> int:
        return len(self.lines) + len(self.forgotten)

    def read(self) -> "Ready":
        """Read the lines, before the lock is taken."""
        if self.forgotten:
            ids = [each.verdict.command_id for each in self.forgotten]
            return Ready(self.desk_id, ids, lambda deciding: deciding.recover(self.desk_id, self.epoch, self.forgotten))
        lines = [read_line(line) for line in self.lines]
        ids = [each.command_id for each in lines]
        return Ready(self.desk_id, ids, lambda deciding: deciding.accept(self.desk_id, lines, self.handed_over_by))


@dataclass(frozen=True, slots=True)
class Ready:
    """What waits for the lock: whose, the ids of its commands, and what hands it to the acceptance."""

    desk_id: str
    command_ids: Sequence[str]
    decide: Callable[[Acceptance], list[Verdict | str]]


class Incoming(Protocol):
    """What the writer decides: a desk's batch, or a call of the public side."""

    def __len__(self) -> int:
        """How many commands."""
        ...

    def read(self) -> Ready:
        """Read it, before the lock is taken."""
        ...


@dataclass(slots=True)
class _Job:
    batch: Incoming
    reply: "Future[CommandsReply]"


class Writer:
    """Decides commands in a thread of its own; answers come after the commit."""

    def __init__(
        self, database: CentralDatabase, clock: Clock, committed: Callable[[int, frozenset[str]], None]
    ) -> None:
        """`committed` is told the new head, and what streams moved, after each commit, in the writer's thread."""
        self._database = database
        self._clock = clock
        self._committed = committed
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="empfang-writer", daemon=True)
        self._thread.start()

    def submit(self, batch: Incoming) -> "Future[CommandsReply]":
        """Hand in a desk's commands; the future fails if the database does, and then nothing was written."""
        reply: Future[CommandsReply] = Future()
        self._jobs.put(_Job(batch, reply))
        return reply

    def close(self) -> None:
        """Finish what was handed in, and stop."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            job = self._jobs.get()
            if job is None:
                return
            jobs, stop = self._waiting_with(job)
            try:
                replies, moved = decide_all(self._database, self._clock, [each.batch for each in jobs])
            except Exception as error:  # noqa: BLE001 - handed to those who wait; nothing was committed
                for each in jobs:
                    if each.reply.set_running_or_notify_cancel():
                        each.reply.set_exception(error)
            else:
                self._committed(replies[-1].head, moved)
                for each, reply in zip(jobs, replies, strict=True):
                    if each.reply.set_running_or_notify_cancel():
                        each.reply.set_result(reply)
            if stop:
                return

    def _waiting_with(self, first: _Job) -> tuple[list[_Job], bool]:
        """This job and those that wait behind it, up to a bound."""
        jobs, lines = [first], len(first.batch)
        while lines < MAX_TOGETHER:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return jobs, True
            jobs.append(job)
            lines += len(job.batch)
        return jobs, False


def decide(
    database: CentralDatabase, clock: Clock, batches: Sequence[tuple[str, Sequence[bytes]]]
) -> list[CommandsReply]:
    """Decide batches of lines (desk id, lines) in one transaction and commit it; a reply per batch."""
    return decide_all(database, clock, [Batch(desk_id, lines) for desk_id, lines in batches])[0]


def decide_all(
    database: CentralDatabase, clock: Clock, batches: Sequence[Incoming]
) -> tuple[list[CommandsReply], frozenset[str]]:
    """Like `decide`, for all kinds of batches; also gives the streams in which something new stands."""
    ready = [batch.read() for batch in batches]
    try:
        return _decide(database, clock, ready)
    except FailedError:
        # Hardly ever: a fault of ours. Once more, so that the one command is set aside and the others go on.
        return _decide(database, clock, ready, one_by_one=True)


def _decide(
    database: CentralDatabase, clock: Clock, ready: Sequence[Ready], *, one_by_one: bool = False
) -> tuple[list[CommandsReply], frozenset[str]]:
    with database.writing() as cursor:
        now = clock.now()
        acceptance = Acceptance(cursor, database.flavour, now, one_by_one=one_by_one)
        acceptance.look_up(command_id for each in ready for command_id in each.command_ids)
        answers = [(each.desk_id, each.decide(acceptance)) for each in ready]
        decided = acceptance.finish()
        progress = {desk_id: acceptance.progress(desk_id) for desk_id in dict.fromkeys(each.desk_id for each in ready)}
        epoch, newest = head(cursor)
        mark = newest_mark(cursor)
    replies: list[CommandsReply] = []
    for desk_id, given in answers:
        verdicts = tuple(each if isinstance(each, Verdict) else decided[each] for each in given)
        standing = progress[desk_id]
        replies.append(
            CommandsReply(
                epoch=epoch,
                head=newest,
                mark=mark,
                now=now,
                contiguous=standing.contiguous,
                gaps=standing.gaps,
                verdicts=verdicts,
            )
        )
    return replies, acceptance.moved
