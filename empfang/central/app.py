"""The service over HTTP (design 4): one function per call."""

import asyncio
import contextlib
import functools
import logging
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any, NoReturn, TypeVar

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import ValidationError

from empfang import __version__
from empfang.central import access, epochs, feed
from empfang.central.agreeing import Seen, came_back, page_or_why, told, why_not
from empfang.central.callers import Callers
from empfang.central.database import CentralDatabase
from empfang.central.given import Given
from empfang.central.handover import Brought, open_lines
from empfang.central.hub import Hub
from empfang.central.outgoing.sender import Sender, Sending
from empfang.central.past_days import sum_up_days
from empfang.central.persons import Persons
from empfang.central.problems import Discreet, HttpProblem, answer, body_of, handle_problems, with_digest
from empfang.central.pruning import prune_feed
from empfang.central.public import USUAL, Limits, Public, public_calls
from empfang.central.watch import Watch, look
from empfang.central.writer import Batch, Incoming, Writer
from empfang.clock import Clock
from empfang.errors import Problem
from empfang.packing import ZSTD, pack
from empfang.protocol import (
    LONGEST_SEARCH,
    MAX_COMMAND_BYTES,
    MAX_COMMANDS,
    MAX_FOUND,
    MAX_PAGE,
    MAX_WAIT_S,
    ChangesPage,
    CommandsReply,
    EnrolReply,
    EnrolRequest,
    ForgottenCommand,
    FoundPersons,
    HandoverReply,
    Verdict,
)

T = TypeVar("T")
_LOG = logging.getLogger("empfang.central")
_READERS = 4
"""Threads for what is short and must not wait: who asks, where a desk stands."""
_PAGE_READERS = 4
"""Threads for pages and snapshots. When something moves for all desks at once, pages queue here, commands do not."""
_FIRST_PRUNING_S, _DAY_S, _AGAIN_S = 300.0, 86_400.0, 3_600.0


class Service:
    """What the calls share: database, writer, waiting desks."""

    def __init__(
        self, database: CentralDatabase, clock: Clock, sending: Sending | None = None, limits: Limits | None = USUAL
    ) -> None:
        """`sending`: by which ways confirmations leave; None: this service leaves them to others. `limits`: how often
        somebody may ask on the public side; None: there is none."""
        self.database = database
        self.clock = clock
        self._sending = sending
        self.hub = Hub()
        self.callers = Callers(functools.partial(self.read, self.caller), time.monotonic)
        self.given = Given(self.hub)
        self.persons = Persons(database, clock, time.monotonic)
        self.public = None if limits is None else Public(self, time.monotonic, limits)
        self.watch = Watch(self.hub, functools.partial(self.read, look, database))
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="empfang-reader")
        self._page_readers = ThreadPoolExecutor(_PAGE_READERS, thread_name_prefix="empfang-pages")
        self._writer: Writer | None = None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """From start to stop: the writer's thread, and the watch over what others write."""
        loop = asyncio.get_running_loop()

        def committed(head: int, moved: frozenset[str]) -> None:
            loop.call_soon_threadsafe(self.hub.heard, head, moved)

        self._writer = Writer(self.database, self.clock, committed)
        sender = None
        if self._sending is not None:
            sender = Sender(self.database, self.clock, self._sending, committed, random.random)
            sender.start()
        watching = [asyncio.create_task(self.watch.poll()), asyncio.create_task(self.prune_daily())]
        if self.database.flavour == "postgresql":
            watching.append(asyncio.create_task(self.watch.listen(self.database)))
        try:
            yield
        finally:
            self.hub.close()
            for each in watching:
                each.cancel()
            await asyncio.gather(*watching, return_exceptions=True)
            if sender is not None:
                await asyncio.to_thread(sender.stop)
            await asyncio.to_thread(self._writer.close)
            self._readers.shutdown(cancel_futures=True)
            self._page_readers.shutdown(cancel_futures=True)
            self.persons.close()
            self.database.close()

    async def read(self, work: Callable[..., T], *args: Any) -> T:
        """Do blocking work in one of a few threads."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, functools.partial(work, *args))

    async def read_pages(self, work: Callable[..., T], *args: Any) -> T:
        """Like `read`, for what is larger and may wait."""
        return await asyncio.get_running_loop().run_in_executor(self._page_readers, functools.partial(work, *args))

    async def decide(self, batch: Incoming) -> CommandsReply:
        """Decide a desk's commands, or a call of the public side; the answer comes after the commit."""
        if self._writer is None:
            raise HttpProblem(503, "stopping")
        return await asyncio.wrap_future(self._writer.submit(batch))

    async def known(self, token: str) -> access.Caller:
        """The desk that has this token.

        Raises:
            HttpProblem: 401.
        """
        caller = await self.callers.of(token) if token else None
        if caller is None:
            raise HttpProblem(401, "token_unknown", "This desk is not known here, or its access was taken away.")
        return caller

    async def changes(self, token: str, seen: Seen, limit: int, wait_s: float) -> ChangesPage:
        """A page of changes, waited for if there is none. While it waits it holds no thread and no connection."""
        loop = asyncio.get_running_loop()
        until = loop.time() + wait_s
        caller = await self.known(token)
        if wait_s > 0 and self.given.was_given(caller.desk_id, seen):
            # It comes back with what it was told a moment ago: nothing to read until something moves.
            await self.hub.wait_beyond(caller.streams, seen.cursor, wait_s)
            if self.hub.closed:
                return self._nothing_beyond(seen)
            caller = await self.known(token)
        while True:
            beginnings = self.hub.beginnings
            page = await self.read_pages(page_or_why, self.database, caller, seen, limit, self.clock.now())
            if not isinstance(page, ChangesPage):
                await self._refuse(seen, page)
            left = until - loop.time()
            if page.changes or left <= 0:
                self.given.give(caller.desk_id, page, beginnings)
                return page
            await self.watch.agree(page.epoch)
            if not await self.hub.wait_beyond(caller.streams, page.head, left):
                self.given.give(caller.desk_id, page, beginnings)
                return page
            caller = await self.known(token)

    def _nothing_beyond(self, seen: Seen) -> ChangesPage:
        """What a desk is told when the service stops while it waits."""
        return ChangesPage(
            epoch=seen.epoch,
            cursor=seen.cursor,
            mark=seen.mark,
            head=seen.cursor,
            has_more=False,
            now=self.clock.now(),
            changes=(),
        )

    async def agree(self, caller: access.Caller, seen: Seen) -> None:
        """Make sure that service and desk tell the same story up to where the desk stands.

        Where this process has just told it so, nothing is read. Should the service be restored in that second, its
        answer names another epoch, and the desk asks again.

        Raises:
            HttpProblem: 410; the desk must begin anew.
        """
        if self.given.was_given(caller.desk_id, seen):
            return
        why = await self.read(why_not, self.database, caller.desk_id, seen)
        if why is not None:
            await self._refuse(seen, why)

    async def _refuse(self, seen: Seen, why: str) -> NoReturn:
        code = await self.read(told, self.database, seen, why, self.clock.now())
        if code != why:
            self.hub.wake_all()
        raise HttpProblem(410, code, "A snapshot is needed.")

    def _head(self) -> int:
        with self.database.reading() as cursor:
            return epochs.head(cursor)[1]

    def snapshot(self, caller: access.Caller, after: str, begun_at: int | None) -> bytes:
        """A part of what the desk follows, packed."""
        with self.database.reading() as cursor:
            now = self.clock.now()
            head, lines = feed.snapshot_part(cursor, self.database.flavour, caller.streams, after, begun_at, now)
        return pack(head, lines)

    def caller(self, token: str) -> access.Caller | None:
        """The desk that has this token."""
        with self.database.reading() as cursor:
            return access.caller_of(cursor, self.database.flavour, token)

    async def hand_over(self, caller: access.Caller, lines: list[bytes]) -> HandoverReply:
        """Decide what a desk brings of others, each line as that other desk's command."""
        brought = await self.read_pages(self._open_lines, lines)
        verdicts: dict[int, Verdict] = {}
        for desk_id, opened in brought.of_desks.items():
            batch = Batch(desk_id, [each.line for each in opened], handed_over_by=caller.desk_id)
            reply = await self.decide(batch)
            verdicts |= {each.place: verdict for each, verdict in zip(opened, reply.verdicts, strict=True)}
        return brought.reply(verdicts)

    def _open_lines(self, lines: list[bytes]) -> Brought:
        with self.database.reading() as cursor:
            return open_lines(cursor, self.database.flavour, lines)

    async def prune_daily(self) -> None:
        """Once a day, forget what the feed need not keep, and sum up the days that are over.

        A database that is away has another chance in an hour.
        """
        await asyncio.sleep(_FIRST_PRUNING_S)
        while True:
            try:
                await asyncio.to_thread(prune_feed, self.database, self.clock.now())
                await asyncio.to_thread(sum_up_days, self.database, self.clock.now())
                await asyncio.sleep(_DAY_S)
            except Problem as problem:
                _LOG.warning("pruning: %s", problem.code)
                await asyncio.sleep(_AGAIN_S)

    def enrol(self, code: str) -> EnrolReply:
        """A new desk."""
        return access.enrol(self.database, code, self.clock.now())


def _token(request: Request) -> str:
    """The token of who asks; "" without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


async def _caller(request: Request) -> access.Caller:
    """The desk that asks, by its token."""
    service: Service = request.app.state.service
    return await service.known(_token(request))


Asking = Annotated[access.Caller, Depends(_caller)]
OperatorId = Annotated[str, Query(max_length=64)]


def _seen(named: str = "") -> Callable[..., Awaitable[Seen]]:
    """Reads how far the desk has come, as it says, from parameters whose names begin so."""

    async def read(
        cursor: Annotated[int, Query(alias=f"{named}cursor", ge=0)] = 0,
        epoch: Annotated[str, Query(alias=f"{named}epoch")] = "",
        mark: Annotated[str, Query(alias=f"{named}mark")] = "",
        heard: Annotated[int, Query(alias=f"{named}heard", ge=0)] = 0,
        done: Annotated[int, Query(alias=f"{named}done", ge=0)] = 0,
    ) -> Seen:
        return Seen(epoch, cursor, mark, heard, done)

    return read  # async: FastAPI would ask a thread to run anything else


SeenSoFar = Annotated[Seen, Depends(_seen())]
SeenNow = Annotated[Seen, Depends(_seen("now_"))]
"""In the present epoch, beside one that is over."""


async def _lines(request: Request, longest: int) -> list[bytes]:
    """The lines of an NDJSON body."""
    body = await body_of(request, MAX_COMMANDS * longest)
    lines = [line for line in body.split(b"\n") if line.strip()]
    if len(lines) > MAX_COMMANDS:
        raise HttpProblem(413, "too_many_commands", f"At most {MAX_COMMANDS} lines.")
    return lines


def make_app(service: Service) -> FastAPI:
    """The service's calls, documented by its own /openapi.json."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with service.running():
            yield

    app = FastAPI(title="empfang central", version=__version__, lifespan=lifespan)
    app.state.service = service

    @app.post("/v1/commands", response_model=CommandsReply)
    async def commands(request: Request, caller: Asking, seen: SeenSoFar) -> Response:
        """NDJSON, one command per line, at most 500; each is decided on its own."""
        lines = await _lines(request, MAX_COMMAND_BYTES)
        await service.agree(caller, seen)
        return answer(await service.decide(Batch(caller.desk_id, lines)))

    @app.post("/v1/recover", response_model=CommandsReply)
    async def recover(request: Request, caller: Asking, seen: SeenSoFar, now: SeenNow) -> Response:
        """NDJSON of `ForgottenCommand`: what the service decided in an earlier epoch and may not know any more.

        `epoch` and `cursor` say how far the desk had come then, `now_epoch` and so on where it is in the present one.
        Without lines: only where the desk's commands stand.
        """
        lines = await _lines(request, 2 * MAX_COMMAND_BYTES + 65_536)
        try:
            forgotten = [ForgottenCommand.model_validate_json(line) for line in lines]
        except ValidationError:
            raise HttpProblem(422, "bad_request") from None
        if now.epoch:
            await service.agree(caller, now)
        await service.read(came_back, service.database, seen)
        return answer(await service.decide(Batch(caller.desk_id, forgotten=forgotten, epoch=seen.epoch)))

    @app.post("/v1/handover", response_model=HandoverReply)
    async def handover(request: Request, caller: Asking) -> Response:
        """NDJSON of `SealedCommand`, at most 500 lines, of any desks; each is decided as its own desk's command."""
        return answer(await service.hand_over(caller, await _lines(request, 4 * MAX_COMMAND_BYTES)))

    @app.get("/v1/changes", response_model=ChangesPage)
    async def changes(
        request: Request,
        seen: SeenSoFar,
        limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 500,
        wait: Annotated[float, Query(ge=0, le=MAX_WAIT_S)] = 0,
    ) -> Response:
        """What changed in the desk's streams after the cursor; with `wait`, up to so many seconds later."""
        return answer(await service.changes(_token(request), seen, limit, wait))

    @app.get("/v1/snapshot", response_class=Response, responses={200: {"content": {ZSTD: {}}}})
    async def snapshot(caller: Asking, seen: SeenSoFar, after: str = "", cursor: int | None = None) -> Response:
        """A part of the desk's whole state, as zstd NDJSON: a `SnapshotHead`, then a record a line.

        Hand `until` (as `after`) and `cursor` back for the next part.
        """
        await service.agree(caller, seen)
        return with_digest(await service.read_pages(service.snapshot, caller, after, cursor), ZSTD)

    @app.get("/v1/persons", response_model=FoundPersons)
    async def find_persons(
        caller: Asking,
        q: Annotated[str, Query(max_length=LONGEST_SEARCH)],
        limit: Annotated[int, Query(ge=1, le=MAX_FOUND)] = MAX_FOUND,
        operator: OperatorId = "",
    ) -> Response:
        """People of the centres that a hotline desk serves, by what is typed into a search box. The search is logged,
        without its text.
        """
        return answer(await service.persons.find(caller, operator, q, limit))

    @app.post("/v1/persons/{person_id}/open", status_code=204)
    async def open_person(person_id: str, caller: Asking, operator: OperatorId = "") -> Response:
        """Follow this person until the day's end; their records come with the changes. The view is logged."""
        await service.persons.open(caller, operator, person_id)
        return Response(status_code=204)

    @app.post("/v1/enrol", response_model=EnrolReply)
    async def enrol(wanted: EnrolRequest) -> Response:
        """A one-time code for a token."""
        return answer(await service.read(service.enrol, wanted.code))

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Whether the service can reach its database."""
        await service.read(service._head)
        return {"status": "ok"}

    if service.public is not None:
        app.include_router(public_calls(service.public))
    handle_problems(app)
    app.add_middleware(Discreet)
    return app
