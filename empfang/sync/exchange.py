"""One request to the service, and what follows from its answer in the store: push, pull, snapshot.

Between one `await` and the next a store transaction begins and ends; none is held while the network is waited for.
"""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from pydantic import ValidationError

from empfang.clock import Clock
from empfang.errors import StoreProblem
from empfang.protocol import CommandsReply, ForgottenCommand, Status, Verdict
from empfang.store import Store
from empfang.store.store import Standing, Unsent
from empfang.store.tx import Topics
from empfang.sync.calls import Calls, Result
from empfang.sync.correction import Correction
from empfang.sync.progress import Download, Loss
from empfang.sync.step import Answered, Lane, Reply

BATCH = 500
PAGE = 500
_MAX_BATCH_BYTES = 4_000_000
_LONGEST_RETRY_S = 60.0
_TOO_LARGE_S = 60.0


class Exchange:
    """What the engine's lanes do, one request at a time each, on the engine's own store."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        correction: Correction,
        on_change: Callable[[Topics], None] = lambda _topics: None,
        *,
        batch: int = BATCH,
        page: int = PAGE,
    ) -> None:
        """`batch` and `page`: at most so many commands a request, and about so many changes an answer."""
        self._store = store
        self._clock = clock
        self._correction = correction
        self._on_change = on_change
        self._batch = self._batch_now = batch
        self._page = page
        self._not_before: dict[int, datetime] = {}
        self.download: Download | None = None

    async def push(self, calls: Calls) -> Answered:
        """Send a batch of what is unsent, and take in the verdicts."""
        batch, waits_s = self._next_batch()
        if not batch:
            return Answered(Lane.PUSH, Reply.OK, retry_after_s=waits_s)
        asked, standing = self._clock.now(), self._store.standing()
        result = await self._send(calls, batch, standing)
        if result.reply is Reply.TOO_LARGE:
            return self._smaller(batch)
        if result.message is None:
            if result.reply is Reply.GONE:
                return await self._rejoin(calls, Lane.PUSH)
            return Answered(Lane.PUSH, result.reply, retry_after_s=result.retry_after_s)
        if result.message.epoch != self._store.standing().epoch:
            # Restored while it answered: what it said is asked again, in the new epoch.
            return await self._rejoin(calls, Lane.PUSH)
        self._batch_now = min(self._batch, self._batch_now * 2)
        self._compare_clock(asked, result.message.now)
        return self._take(batch, result.message, standing)

    async def pull(self, calls: Calls, wait_s: float) -> Answered:
        """Fetch changes, or the next part of a snapshot while there is no cursor."""
        standing = self._store.standing()
        if standing.cursor is None:
            return await self._snapshot(calls, standing)
        asked = self._clock.now()
        result = await calls.changes(standing, self._page, wait_s)
        page = result.message
        if page is not None:
            self._compare_clock(asked, page.now)
        if not self._still(standing):
            # The other lane has begun a new epoch meanwhile.
            return Answered(Lane.PULL, Reply.OK, more=True)
        if page is None:
            if result.reply is Reply.GONE and result.code == "cursor_old":
                self._store.begin_snapshot()
                return Answered(Lane.PULL, Reply.OK, more=True)
            if result.reply is Reply.GONE:
                return await self._rejoin(calls, Lane.PULL)
            return Answered(Lane.PULL, result.reply, retry_after_s=result.retry_after_s)
        if page.epoch != standing.epoch:
            return await self._rejoin(calls, Lane.PULL)
        if not self._goes_on(standing, page.cursor, page.mark):
            return Answered(Lane.PULL, Reply.OK, more=True)
        if page.changes or page.cursor != standing.cursor:
            self._on_change(self._store.pull(page, self._clock.now()))
        else:
            self._store.nothing_new(page.now)
        return Answered(Lane.PULL, Reply.OK, more=page.has_more)

    async def _snapshot(self, calls: Calls, standing: Standing) -> Answered:
        after = self._store.meta("snapshot_after") or ""
        begun_at = self._store.meta("snapshot_cursor")
        result = await calls.snapshot(after, None if begun_at is None else int(begun_at), standing)
        part = result.message
        if part is None and result.reply is Reply.GONE and result.code:
            return await self._rejoin(calls, Lane.PULL)
        if part is None:
            # Gone is an answer about changes; here it would send the engine round in circles.
            reply = Reply.FAILED if result.reply is Reply.GONE else result.reply
            return Answered(Lane.PULL, reply, retry_after_s=result.retry_after_s, detail=result.code or None)
        if not self._still(standing):
            return Answered(Lane.PULL, Reply.OK, more=True)
        if part.head.epoch != standing.epoch:
            return await self._rejoin(calls, Lane.PULL)
        if not self._goes_on(standing, part.head.head, part.head.head_mark):
            return Answered(Lane.PULL, Reply.OK, more=True)
        if not self._store.continues(part):
            self._store.begin_snapshot()
            return Answered(Lane.PULL, Reply.OK, more=True)
        self._on_change(self._store.take_snapshot_part(part, self._clock.now()))
        done = self._store.meta("snapshot_persons")
        total = int(self._store.meta("snapshot_total") or 0)
        self.download = None if done is None else Download(int(done), max(int(done), total))
        return Answered(Lane.PULL, Reply.OK, more=part.head.until is not None)

    def _still(self, standing: Standing) -> bool:
        """Whether the desk stands where it stood when it asked."""
        now = self._store.standing()
        return (now.epoch, now.cursor) == (standing.epoch, standing.cursor)

    def _goes_on(self, vouched: Standing, number: int, mark: str) -> bool:
        """Whether what the service names goes on from all that the desk has heard by now.

        It has `vouched` for what the desk named when it asked. If the other lane has heard more since, that may be of a
        history which is no more: only the same number with the same mark says that it is not, or the next answer.
        """
        now = self._store.standing()
        if (now.heard, now.mark) == (vouched.heard, vouched.mark):
            return True
        return number < now.heard or (number, mark) == (now.heard, now.mark)

    # Sending

    def _next_batch(self) -> tuple[list[Unsent], float | None]:
        """What is sent next; else, in how many seconds something may be asked again.

        What a restored service has forgotten goes first, by itself: what came later builds on it.
        """
        now = self._clock.now()
        self._not_before = {number: until for number, until in self._not_before.items() if until > now}
        unsent = self._store.unsent(self._batch + len(self._not_before))
        free = [each for each in unsent if each.number not in self._not_before]
        forgotten = [each for each in free if each.earlier is not None]
        if not free:
            waits = min(self._not_before.values(), default=None)
            return [], None if waits is None else (waits - now).total_seconds()
        return _bounded((forgotten or free)[: self._batch_now]), None

    async def _send(self, calls: Calls, batch: list[Unsent], standing: Standing) -> Result[CommandsReply]:
        if batch[0].earlier is None:
            return await calls.commands([each.line for each in batch], standing)
        over = self._store.meta("epoch_before") or ""
        seen = Standing(over, None, "", int(self._store.meta("heard_before") or 0))
        return await calls.recover([_forgotten(each) for each in batch], seen, standing)

    def _take(self, batch: list[Unsent], reply: CommandsReply, vouched: Standing) -> Answered:
        now = self._clock.now()
        pairs = [(each.number, _on(each, verdict)) for each, verdict in zip(batch, reply.verdicts, strict=True)]
        head = (reply.head, reply.mark) if self._goes_on(vouched, reply.head, reply.mark) else None
        self._on_change(self._store.take_verdicts(pairs, now, head))
        waiting = [(number, verdict) for number, verdict in pairs if not verdict.final]
        for number, verdict in waiting:
            self._not_before[number] = now + timedelta(seconds=min(verdict.retry_after_s or 1.0, _LONGEST_RETRY_S))
        # Put back to where nothing had a number yet, the service has forgotten what the desk has a verdict on.
        missed = {str(needed) for _, verdict in waiting for needed in verdict.parameters.get("needs", ())}
        if missed:
            self._store.send_again(missed)
        return self._and_then(settled_any=len(waiting) < len(pairs))

    def _and_then(self, *, settled_any: bool) -> Answered:
        """Go on at once with what may be sent; what was put off may have been waiting for what is settled now."""
        if settled_any:
            self._not_before.clear()
        batch, waits_s = self._next_batch()
        return Answered(Lane.PUSH, Reply.OK, more=bool(batch), retry_after_s=waits_s)

    def _smaller(self, batch: list[Unsent]) -> Answered:
        """Something between here and the service takes no requests of this size."""
        if len(batch) == 1:
            self._not_before[batch[0].number] = self._clock.now() + timedelta(seconds=_TOO_LARGE_S)
            return self._and_then(settled_any=False)
        self._batch_now = len(batch) // 2
        return Answered(Lane.PUSH, Reply.OK, more=True)

    async def _rejoin(self, calls: Calls, lane: Lane) -> Answered:
        """The service began a new epoch: ask how much of this desk it knows, and begin anew."""
        before = self._store.standing()
        result = await calls.recover([], before)
        if result.message is None:
            reply = Reply.FAILED if result.reply is Reply.GONE else result.reply
            return Answered(lane, reply, retry_after_s=result.retry_after_s)
        if result.message.epoch == before.epoch:
            # Somebody in between said that it is gone, or the service was put right again.
            return Answered(lane, Reply.FAILED, detail=Reply.GONE.value)
        self._store.begin_epoch(result.message.epoch, result.message.contiguous)
        self._not_before.clear()
        return Answered(lane, Reply.OK, more=True, send_again=True)

    def _compare_clock(self, asked: datetime, told: datetime) -> None:
        if self._correction.compare(asked, told, self._clock.now()):
            self._correction.to_store(self._store)


async def answer_of(work: Awaitable[Answered], lane: Lane) -> Answered:
    """What an exchange came to, whatever happens: a fault is shown as the last error, and tried again."""
    try:
        return await work
    except StoreProblem as problem:
        if problem.code == "day_would_empty":
            lost, size = (int(str(problem.values.get(name, 0))) for name in ("lost", "size"))
            return Answered(lane, Reply.STOPPED, detail=problem.code, loss=Loss(lost, size))
        return Answered(lane, Reply.UNSTORED, detail=problem.code)
    except ValidationError:
        # A record or a word that this program does not know: the service is newer.
        return Answered(lane, Reply.FAILED, detail="program_old")
    except Exception as error:  # noqa: BLE001 - a fault of ours
        return Answered(lane, Reply.FAILED, detail=type(error).__name__)


def _on(unsent: Unsent, verdict: Verdict) -> Verdict:
    """The verdict on what was sent; "ask again" if it is on something else: the line was spoilt on the way.

    The service names a line of which it cannot read the id by its digest.
    """
    if verdict.command_id == unsent.command_id:
        return verdict
    as_it_is = verdict.command_id.endswith(hashlib.sha256(unsent.line).hexdigest()[:32])
    return verdict if as_it_is else Verdict(command_id=unsent.command_id, status=Status.RETRY)


def _forgotten(unsent: Unsent) -> ForgottenCommand:
    verdict = Verdict.model_validate_json(unsent.earlier or "")
    if unsent.line:
        return ForgottenCommand(command=unsent.line.decode(), verdict=verdict)
    known_as = verdict.model_copy(update={"command_id": unsent.command_id})
    return ForgottenCommand(command="", verdict=known_as, number=unsent.number, kind=unsent.kind)


def _bounded(batch: list[Unsent]) -> list[Unsent]:
    """As many of the batch, from its beginning, as make a request of sensible size; at least one."""
    size, kept = 0, 0
    for each in batch:
        size += len(each.line)
        if kept and size > _MAX_BATCH_BYTES:
            break
        kept += 1
    return batch[:kept]
