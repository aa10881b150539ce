"""The service's one writer: a queue, and one commit for all requests that wait together."""

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from empfang.central.accept import Acceptance
from empfang.central.database import CentralDatabase
from empfang.central.epochs import head, newest_mark
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

    def decide_with(self, acceptance: Acceptance) -> list[Verdict | str]:
        """Hand them to the acceptance."""
        if self.forgotten:
            return acceptance.recover(self.desk_id, self.epoch, self.forgotten)
        return acceptance.accept(self.desk_id, self.lines, self.handed_over_by)


@dataclass(slots=True)
class _Job:
    batch: Batch
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

    def submit(self, batch: Batch) -> "Future[CommandsReply]":
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
    database: CentralDatabase, clock: Clock, batches: Sequence[Batch]
) -> tuple[list[CommandsReply], frozenset[str]]:
    """Like `decide`, for all kinds of batches; also gives the streams in which something new stands."""
    now = clock.now()
    with database.writing() as cursor:
        acceptance = Acceptance(cursor, database.flavour, now)
        answers = [(batch.desk_id, batch.decide_with(acceptance)) for batch in batches]
        decided = acceptance.finish()
        progress = {batch.desk_id: acceptance.progress(batch.desk_id) for batch in batches}
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
