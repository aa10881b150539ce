"""The driver: carries out what `step` says, in a thread and with a connection of its own.

Between one `await` and the next a store transaction begins and ends; none is held while the network is waited for.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import ValidationError

from empfang.clock import Clock
from empfang.errors import StoreProblem
from empfang.protocol import Verdict
from empfang.store import Store
from empfang.store.store import Unsent
from empfang.store.tx import Topics
from empfang.sync.address import check_url
from empfang.sync.correction import Correction
from empfang.sync.progress import Progress
from empfang.sync.step import (
    Answered,
    Blocked,
    Effect,
    Event,
    FetchSnapshot,
    Lane,
    Pull,
    Push,
    Reply,
    Started,
    State,
    TimeCame,
    WakeAt,
    Woken,
    step,
)

if TYPE_CHECKING:
    import httpx

    from empfang.sync.client import Client

BATCH = 500
PAGE = 500
_MAX_BATCH_BYTES = 4_000_000
_LONGEST_RETRY_S = 60.0


class Engine:
    """Keeps a desk's store and the service together for as long as it runs."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        jitter: Callable[[], float],
        *,
        correction: Correction | None = None,
        on_change: Callable[[Topics], None] = lambda _topics: None,
        on_progress: Callable[[Progress], None] = lambda _progress: None,
        transport: "httpx.AsyncBaseTransport | None" = None,
    ) -> None:
        """`store` becomes the engine's own. The callbacks are called in its thread; `transport` is for tests."""
        self._store = store
        self._clock = clock
        self._jitter = jitter
        self._on_change = on_change
        self._on_progress = on_progress
        self._transport = transport
        self._state = State()
        self._progress = Progress()
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self.correction = correction or Correction.of_store(store)

    @property
    def progress(self) -> Progress:
        """The latest report; a frozen value, safe to read from any thread."""
        return self._progress

    def start(self) -> None:
        """Run in a thread until `stop`. Returns at once.

        Raises:
            ServiceProblem: `url_bad`, `url_needs_tls`: the store knows no usable address.
        """
        check_url(self._store.meta("service_url") or "")
        self._thread = threading.Thread(target=self._run_in_thread, name="empfang-sync", daemon=True)
        self._thread.start()

    def _run_in_thread(self) -> None:
        try:
            asyncio.run(self.run())
        except Exception as error:  # noqa: BLE001 - nothing is sent any more, and the screen must say so
            self._progress = replace(self._progress, blocked=type(error).__name__)
            self._on_progress(self._progress)
        finally:
            self._ready.set()

    def wake(self) -> None:
        """Something was recorded: send it now. From any thread."""
        self._tell(Woken())

    def stop(self) -> None:
        """End at once, whatever is under way: what is not settled is asked again next time."""
        if self._thread is not None:
            self._ready.wait()
        loop, main = self._loop, self._main
        if loop is not None and main is not None:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(main.cancel)
        if self._thread is not None:
            self._thread.join()

    async def run(self) -> None:
        """Run until cancelled."""
        self._loop = asyncio.get_running_loop()
        self._main = asyncio.current_task()
        clients = {lane: self._client() for lane in Lane}
        tasks: set[asyncio.Task[None]] = set()
        self._ready.set()
        try:
            self._events.put_nowait(Started(snapshot_needed=self._store.meta("cursor") is None))
            while True:
                event = await self._events.get()
                self._state, effects = step(self._state, event, self._clock.now(), self._jitter())
                for effect in effects:
                    task = asyncio.create_task(self._carry_out(effect, clients))
                    tasks.add(task)
                    task.add_done_callback(tasks.discard)
                self._report_whatever_comes()
        except asyncio.CancelledError:
            pass
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for client in clients.values():
                await client.close()
            self._store.close()

    async def settle_once(self) -> Progress:
        """Send everything and fetch everything once, then end: for `empfang desk sync` and for tests."""
        self._loop = asyncio.get_running_loop()
        client = self._client()
        try:
            for lane in (Lane.PUSH, Lane.PULL):
                more = True
                while more:
                    downloading = self._store.meta("cursor") is None
                    answer = await self._one_step(lane, client)
                    self._note(answer)
                    if answer.reply not in {Reply.OK, Reply.GONE}:
                        return self._report()
                    more = answer.more or downloading or answer.reply is Reply.GONE
            return self._report()
        finally:
            await client.close()
            self._store.close()

    async def _one_step(self, lane: Lane, client: "Client") -> Answered:
        if self._store.meta("cursor") is None:
            return await self._fetch_snapshot(client)
        return await (self._push(client) if lane is Lane.PUSH else self._pull(client, 0))

    def _client(self) -> "Client":
        # Only here, in the engine's thread: importing httpx would make the screen wait.
        from empfang.sync.client import Client  # noqa: PLC0415

        return Client(self._store.meta("service_url") or "", self._store.meta("token") or "", self._transport)

    async def _carry_out(self, effect: Effect, clients: "dict[Lane, Client]") -> None:
        if isinstance(effect, WakeAt):
            await asyncio.sleep(max(0.0, (effect.at - self._clock.now()).total_seconds()))
            self._events.put_nowait(TimeCame(effect.at))
            return
        lane = Lane.PUSH if isinstance(effect, Push) else Lane.PULL
        try:
            answer = await self._request(effect, clients[lane])
        except StoreProblem as problem:
            answer = Answered(lane, Reply.FAILED, detail=problem.code)
        except ValidationError:
            # A record or a word that this program does not know: the service is newer.
            answer = Answered(lane, Reply.FAILED, detail="program_old")
        except Exception as error:  # noqa: BLE001 - a fault of ours: shown as the last error, and tried again
            answer = Answered(lane, Reply.FAILED, detail=type(error).__name__)
        self._events.put_nowait(answer)

    async def _request(self, effect: Push | Pull | FetchSnapshot, client: "Client") -> Answered:
        match effect:
            case Push():
                return await self._push(client)
            case Pull(wait_s):
                return await self._pull(client, wait_s)
            case FetchSnapshot():
                return await self._fetch_snapshot(client)

    async def _push(self, client: "Client") -> Answered:
        batch = _bounded(self._store.unsent(BATCH))
        if not batch:
            return Answered(Lane.PUSH, Reply.OK)
        asked = self._clock.now()
        result = await client.commands([each.line for each in batch])
        if result.message is None:
            return Answered(Lane.PUSH, result.reply, retry_after_s=result.retry_after_s)
        self._compare_clock(asked, result.message.now)
        pairs = [(each.number, verdict) for each, verdict in zip(batch, result.message.verdicts, strict=True)]
        self._changed(self._store.take_verdicts(pairs, self._clock.now()))
        waiting = [verdict for _, verdict in pairs if not verdict.final]
        settled_any = len(waiting) < len(batch)
        return Answered(
            Lane.PUSH,
            Reply.OK,
            more=settled_any and self._store.unsent_count()[0] > len(waiting),
            retry_after_s=_longest(waiting),
        )

    async def _pull(self, client: "Client", wait_s: float) -> Answered:
        cursor, epoch = int(self._store.meta("cursor") or 0), self._store.meta("epoch") or ""
        result = await client.changes(cursor, epoch, PAGE, wait_s)
        page = result.message
        if page is None:
            if result.reply is Reply.GONE:
                # Without a cursor a restart goes on with the snapshot, too.
                self._store.set_meta(cursor=None, snapshot_cursor=None, snapshot_after=None, snapshot_persons=None)
            return Answered(Lane.PULL, result.reply, retry_after_s=result.retry_after_s)
        if page.changes or page.cursor != cursor:
            self._changed(self._store.pull(page, self._clock.now()))
        else:
            self._store.set_meta(pulled_at=page.now.isoformat())
        return Answered(Lane.PULL, Reply.OK, more=page.has_more)

    async def _fetch_snapshot(self, client: "Client") -> Answered:
        after = self._store.meta("snapshot_after") or ""
        begun_at = self._store.meta("snapshot_cursor")
        result = await client.snapshot(after, None if begun_at is None else int(begun_at))
        part = result.message
        if part is None:
            # Gone is an answer about changes; here it would send the engine round in circles.
            reply = Reply.FAILED if result.reply is Reply.GONE else result.reply
            return Answered(Lane.PULL, reply, retry_after_s=result.retry_after_s)
        if after and part.epoch != self._store.meta("epoch"):
            # The service was restored in the middle: begin again.
            self._store.set_meta(snapshot_cursor=None, snapshot_after=None, snapshot_persons=None)
            return Answered(Lane.PULL, Reply.OK, more=True)
        self._changed(self._store.take_snapshot_part(part, self._clock.now()))
        done = self._store.meta("snapshot_persons")
        self._progress = replace(
            self._progress,
            snapshot_done=None if done is None else int(done),
            snapshot_total=None if done is None else part.persons_total,
        )
        return Answered(Lane.PULL, Reply.OK, more=part.until is not None)

    def _compare_clock(self, asked: datetime, told: datetime) -> None:
        if self.correction.compare(asked, told, self._clock.now()):
            self.correction.to_store(self._store)

    def _tell(self, event: Event) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._events.put_nowait, event)

    def _note(self, answer: Answered) -> None:
        self._state, _ = step(self._state, answer, self._clock.now(), 0.0)

    def _changed(self, topics: Topics) -> None:
        if topics:
            self._on_change(topics)

    def _report_whatever_comes(self) -> None:
        """A report that fails must not end the engine; the next one says so."""
        try:
            self._report()
        except Exception as error:  # noqa: BLE001 - shown as the last error
            self._state = replace(self._state, last_error=type(error).__name__)

    def _report(self) -> Progress:
        unsent, since = self._store.unsent_count()
        pulled_at = self._store.meta("pulled_at")
        state = self._state
        progress = replace(
            self._progress,
            connected=state.connected,
            offline_since=state.offline_since,
            unsent=unsent,
            unsent_since=None if since is None else datetime.fromisoformat(since),
            data_as_of=None if pulled_at is None else datetime.fromisoformat(pulled_at),
            last_error=state.last_error,
            blocked=state.push.reason if isinstance(state.push, Blocked) else None,
        )
        if progress != self._progress:
            self._progress = progress
            self._on_progress(progress)
        return progress


def _bounded(batch: list[Unsent]) -> list[Unsent]:
    """As many of the batch, from its beginning, as make a request of sensible size; at least one."""
    size, kept = 0, 0
    for each in batch:
        size += len(each.line)
        if kept and size > _MAX_BATCH_BYTES:
            break
        kept += 1
    return batch[:kept]


def _longest(waiting: list[Verdict]) -> float | None:
    asked = [verdict.retry_after_s or 1.0 for verdict in waiting]
    return min(max(asked), _LONGEST_RETRY_S) if asked else None
