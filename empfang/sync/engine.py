"""The driver: carries out what `step` says, in a thread and with a connection of its own."""

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from empfang.clock import Clock
from empfang.store import Store
from empfang.store.tx import Topics
from empfang.sync.address import check_url
from empfang.sync.asking import Asking
from empfang.sync.correction import Correction
from empfang.sync.exchange import Exchange, answer_of
from empfang.sync.progress import Progress
from empfang.sync.step import (
    Allowed,
    Answered,
    Blocked,
    Effect,
    Event,
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

_NICE = 10
_LOOK_S = 0.05
_LOOKS = 20
"""A part of a download waits at most so often, so long for somebody who types."""
_PICTURE_S = 0.03
"""Sending waits so long: what was recorded is on the screen first, a quarter sooner than beside it."""


class Engine:
    """Keeps a desk's store and the service together for as long as it runs."""

    def __init__(  # noqa: PLR0913 - what it works with, and whom it tells
        self,
        store: Store,
        clock: Clock,
        jitter: Callable[[], float],
        *,
        correction: Correction | None = None,
        on_change: Callable[[Topics], None] = lambda _topics: None,
        on_progress: Callable[[Progress], None] = lambda _progress: None,
        is_typing: Callable[[], bool] = lambda: False,
        asking: Asking | None = None,
        transport: "httpx.AsyncBaseTransport | None" = None,
    ) -> None:
        """`store` becomes the engine's own. The callbacks are called in its thread; `transport` is for tests.

        `is_typing` tells when somebody at the screen needs the processor. `asking` are a hotline's questions.
        """
        self._store = store
        self._clock = clock
        self._jitter = jitter
        self._on_change = on_change
        self._on_progress = on_progress
        self._is_typing = is_typing
        self._asking = asking
        self._transport = transport
        self._state = State()
        self._progress = Progress()
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self.correction = correction or Correction.of_store(store)
        self._exchange = Exchange(store, clock, self.correction, self._changed)
        self._to_send = 0

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
        if sys.platform == "linux":  # where threads have a priority of their own: a letter is more urgent than a part
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        try:
            asyncio.run(self.run())
        except Exception as error:  # noqa: BLE001 - nothing is sent any more, and the screen must say so
            self._progress = replace(self._progress, blocked=type(error).__name__)
            self._on_progress(self._progress)
        finally:
            self._ready.set()

    def wake(self) -> None:
        """Something was recorded: send it in a moment. From any thread."""
        self._tell(Woken(), _PICTURE_S)

    def allow_loss(self) -> None:
        """Go on fetching although it takes the day away; `Store.allow_loss` was called. From any thread."""
        self._tell(Allowed())

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
        questions = None if self._asking is None else self._client()
        if self._asking is not None and questions is not None:
            tasks.add(asyncio.create_task(self._asking.run(questions)))
        self._ready.set()
        try:
            self._events.put_nowait(Started())
            while True:
                event = await self._events.get()
                self._state, effects = step(self._state, event, self._clock.now(), self._jitter())
                if self._asking is not None:
                    self._asking.connected(self._state.connected)
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
            for client in (*clients.values(), questions):
                if client is not None:
                    await client.close()
            self._store.close()

    async def settle_once(self) -> Progress:
        """Send everything and fetch everything once, then end: for `empfang desk sync` and for tests."""
        self._loop = asyncio.get_running_loop()
        client = self._client()
        try:
            # A first download comes before sending, so that verdicts find what they are about.
            while self._store.standing().cursor is None:
                if not await self._went_well(self._exchange.pull(client, 0), Lane.PULL):
                    return self._report()
            for lane in (Lane.PUSH, Lane.PULL):
                more = True
                while more:
                    work = self._exchange.push(client) if lane is Lane.PUSH else self._exchange.pull(client, 0)
                    answer = await answer_of(work, lane)
                    self._note(answer)
                    if answer.reply is not Reply.OK:
                        return self._report()
                    more = answer.more or self._store.standing().cursor is None
            return self._report()
        finally:
            await client.close()
            self._store.close()

    async def _went_well(self, work: Awaitable[Answered], lane: Lane) -> bool:
        answer = await answer_of(work, lane)
        self._note(answer)
        return answer.reply is Reply.OK

    def _client(self) -> "Client":
        # Only here, in the engine's thread: importing httpx would make the screen wait.
        from empfang.sync.client import Client  # noqa: PLC0415

        return Client(self._store.meta("service_url") or "", self._store.meta("token") or "", self._transport)

    async def _carry_out(self, effect: Effect, clients: "dict[Lane, Client]") -> None:
        if isinstance(effect, WakeAt):
            await asyncio.sleep(max(0.0, (effect.at - self._clock.now()).total_seconds()))
            self._events.put_nowait(TimeCame(effect.at))
            return
        match effect:
            case Push():
                lane, work = Lane.PUSH, self._exchange.push(clients[Lane.PUSH])
            case Pull(wait_s):
                await self._give_way()
                lane, work = Lane.PULL, self._exchange.pull(clients[Lane.PULL], wait_s)
        self._events.put_nowait(await answer_of(work, lane))

    async def _give_way(self) -> None:
        """A part of a download takes the processor for a third of a second: letters come first, for a while."""
        for _ in range(_LOOKS):
            if self._exchange.download is None or not self._is_typing():
                return
            await asyncio.sleep(_LOOK_S)

    def _tell(self, event: Event, after_s: float = 0.0) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(loop.call_later, after_s, self._events.put_nowait, event)

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
        # What comes up while it sends is part of the same sending, until nothing is left.
        more = max(0, unsent - self._progress.unsent)
        self._to_send = max(self._to_send + more, unsent) if unsent else 0
        progress = replace(
            self._progress,
            connected=state.connected,
            offline_since=state.offline_since,
            unsent=unsent,
            unsent_since=None if since is None else datetime.fromisoformat(since),
            data_as_of=None if pulled_at is None else datetime.fromisoformat(pulled_at),
            last_error=state.last_error,
            blocked=state.push.reason if isinstance(state.push, Blocked) else None,
            stopped=state.pull == Blocked("stopped"),
            loss=state.loss if state.pull == Blocked("stopped") else None,
            sent=self._to_send - unsent,
            to_send=self._to_send,
            download=self._exchange.download,
        )
        if progress != self._progress:
            self._progress = progress
            self._on_progress(progress)
        return progress
