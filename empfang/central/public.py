"""The public side over HTTP: what people do themselves, as far as it competes for places.

Who asks too often waits; how often is counted by client address and by person, and wrong birth dates and secrets apart.
"""

import asyncio
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ValidationError

from empfang.central import online
from empfang.central.access import digest as digest_of
from empfang.central.limits import Limiter, household
from empfang.central.online import Named, OnlineCall
from empfang.central.places_online import places_online
from empfang.central.problems import HttpProblem, answer, body_of, with_digest
from empfang.central.public_messages import (
    MAX_BODY_BYTES,
    Booked,
    Booking,
    Cancellation,
    Cancelled,
    FreePlaces,
    Registered,
    Registration,
)
from empfang.districts import districts_of
from empfang.model import Appointment, AppointmentStatus, Centre, Person, PostCodes, Slot
from empfang.protocol import ProblemDetails, Status, Verdict
from empfang.rows import Rows
from empfang.rules.birth_dates import OLDEST
from empfang.rules.codes import code_key
from empfang.rules.confirmation import channel_for

if TYPE_CHECKING:
    from empfang.central.app import Service

M = TypeVar("M", bound=BaseModel)
_KEY = re.compile(r'"?([A-Za-z0-9_-]{22,64})"?')
"""What an Idempotency-Key looks like, such as a UUID: long enough that nobody guesses another's."""
_MOST_WAITING = 500
"""Calls that are looked at or wait to be decided; beyond that the next ones are sent away for a moment."""
_BUSY_S = 2.0
_BODY_S = 10.0
"""So long a body may take to come."""
_MOST_NAMED = 20
"""Fields that are named as wrong."""
_MOST_READING = 50
"""Readings of free places under way: the pages of desks wait in the same queue."""
_PLACES_KEPT_S = 1.0
_MOST_PLACES_KEPT = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """How often: so many at once, then one in so many seconds."""

    address: tuple[int, float] = (120, 0.5)
    """By client address, all calls; behind one address may be a town hall."""
    registering: tuple[int, float] = (60, 5.0)
    """By client address: whoever is registered is at every desk of a centre from then on."""
    person: tuple[int, float] = (20, 5.0)
    """By person, or by booking code."""
    wrong: tuple[int, float] = (5, 600.0)
    """Wrong secrets of a person, wrong birth dates for a code."""
    guessing: tuple[int, float] = (30, 60.0)
    """By client address, wrong birth dates for whatever codes: those of other systems may be numbers in a row."""

    @classmethod
    def of(cls, calls_per_minute: int, registrations_per_hour: int) -> "Limits":
        """Others by client address: the calls of a minute, the registrations of five minutes may come at once."""
        at_once = max(1, round(registrations_per_hour / 12))
        return cls(
            address=(calls_per_minute, 60 / calls_per_minute), registering=(at_once, 3600 / registrations_per_hour)
        )


USUAL = Limits()


class Public:
    """What the public calls share."""

    def __init__(self, service: "Service", time_s: Callable[[], float], limits: Limits) -> None:
        """`time_s` is a clock that never goes back."""
        self._service = service
        self._time_s = time_s
        self._addresses = Limiter(*limits.address, time_s)
        self._registering = Limiter(*limits.registering, time_s)
        self._people = Limiter(*limits.person, time_s)
        self._wrong = Limiter(*limits.wrong, time_s)
        self._guessing = Limiter(*limits.guessing, time_s)
        self._key: bytes | None = None
        self._waiting = 0
        self._reading = 0
        self._places: OrderedDict[tuple[str, str, date | None], tuple[float, asyncio.Task[bytes]]] = OrderedDict()

    async def register(self, request: Request) -> Registered:
        """Keep somebody; gives who they are and their secret."""
        wanted, named, digest = await self._asked(request, Registration, self._registering)
        with self._turn():
            district, earlier = await self._service.read(self._checked, wanted, named, digest)
            payload = online.registering(wanted, named, district)
            person = payload.record()
            if wanted.channel is not None and channel_for(person) != wanted.channel:
                raise HttpProblem(422, "bad_request", "channel")
            secret = named.secret()
            call = OnlineCall(digest, [(named.command_id, payload)], (person.id, digest_of(secret)))
            await self._decide(call, earlier)
            return Registered(person_id=person.id, secret=secret)

    async def book(self, request: Request) -> Booked:
        """Ask for places."""
        wanted, named, digest = await self._asked(request, Booking)
        for member in wanted.members:
            _count(self._people, member.person_id)
            _may_ask(self._wrong, member.person_id)
        with self._turn():
            stranger, slots, earlier = await self._service.read(self._look, wanted, named, digest)
            for member in wanted.members:
                _judge(self._wrong, member.person_id, right=member.person_id != stranger)
            if stranger is not None:
                raise HttpProblem(403, "not_identified")
            payload = online.booking(wanted, slots, named)
            await self._decide(OnlineCall(digest, [(named.command_id, payload)]), earlier)
            return online.booked(payload, slots)

    async def cancel(self, request: Request) -> Cancelled:
        """Give a booking back; its places are free at once."""
        wanted, named, digest = await self._asked(request, Cancellation)
        judges = [(self._wrong, code_key(wanted.code))]
        if wanted.secret is None:
            judges.append((self._guessing, _client(request)))
        _count(self._people, code_key(wanted.code))
        for limiter, key in judges:
            _may_ask(limiter, key)
        with self._turn():
            theirs, earlier = await self._service.read(self._theirs, wanted, named, digest)
            for limiter, key in judges:
                _judge(limiter, key, right=bool(theirs))
            if not theirs:
                raise HttpProblem(403, "not_identified")
            now = self._service.clock.now()
            still = [each for each in theirs if each.status is AppointmentStatus.BOOKED and _ahead(each, now)]
            if not still and earlier is None:
                raise HttpProblem(409, "nothing_to_cancel")
            await self._decide(OnlineCall(digest, online.cancelling(still, named)), earlier)
            return Cancelled(code=theirs[0].code)

    async def places(self, request: Request, centre_id: str, vaccine: str, first: date | None) -> bytes:
        """What is free, as JSON; read once a second, however many ask."""
        _count(self._addresses, _client(request))
        key = centre_id, vaccine, first
        kept = self._places.get(key)
        if kept is None or kept[0] < self._time_s() or _failed(kept[1]):
            if self._reading >= _MOST_READING:
                raise HttpProblem(503, "busy", retry_after_s=_BUSY_S)
            self._reading += 1
            reading = asyncio.create_task(self._service.read_pages(self._read_places, *key))
            reading.add_done_callback(self._was_read)
            kept = self._places[key] = self._time_s() + _PLACES_KEPT_S, reading
            self._places.move_to_end(key)
            while len(self._places) > _MOST_PLACES_KEPT:
                self._places.popitem(last=False)
        return await asyncio.shield(kept[1])

    def _was_read(self, reading: "asyncio.Task[bytes]") -> None:
        self._reading -= 1
        if not reading.cancelled():
            reading.exception()  # whoever asked may be gone: nobody else is to be told of it

    # What comes before each call

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self._waiting >= _MOST_WAITING:
            raise HttpProblem(503, "busy", retry_after_s=_BUSY_S)
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    async def _asked(self, request: Request, model: type[M], *also: Limiter) -> tuple[M, Named, str]:
        """What was asked, what follows from its key, and the digest over it. `also`: what else counts addresses."""
        for limiter in (self._addresses, *also):
            _count(limiter, _client(request))
        key = _KEY.fullmatch(request.headers.get("idempotency-key", ""))
        if key is None:
            raise HttpProblem(400, "key_missing", "Idempotency-Key: 22 to 64 of A-Z a-z 0-9 _ -, such as a UUID.")
        try:
            async with asyncio.timeout(_BODY_S):
                body = await body_of(request, MAX_BODY_BYTES)
        except TimeoutError:
            raise HttpProblem(408, "too_slow") from None
        try:
            wanted = model.model_validate_json(body)
        except ValidationError as error:
            # Where, never what: it may be somebody's name.
            where = sorted({".".join(map(str, each["loc"])) for each in error.errors()} - {""})
            raise HttpProblem(422, "bad_request", ", ".join(where[:_MOST_NAMED])) from None
        if self._key is None:
            self._key = await self._service.read(online.service_key, self._service.database)
        digest = hashlib.sha256(request.url.path.encode() + b"\n" + body).hexdigest()
        return wanted, Named(key[1], self._key), digest

    # What is read

    def _checked(self, wanted: Registration, named: Named, digest: str) -> tuple[str, Verdict | None]:
        """The district of the address ("": not known, or one of several), and what was said to this call before.

        Raises:
            HttpProblem: what cannot be true by the calendar or the centres there are.
        """
        today = self._service.clock.now().date()
        wrong = [] if _possible(wanted.birth_date, today) else ["birth_date"]
        wrong += [
            f"doses.{n}.given_on"
            for n, each in enumerate(wanted.doses)
            if not wanted.birth_date <= each.given_on <= today
        ]
        database = self._service.database
        with database.reading() as cursor:
            rows = Rows(cursor, database.flavour)
            if rows.get(Centre, wanted.centre_id) is None:
                wrong.append("centre_id")
            lists = rows.find(PostCodes)
            earlier = online.earlier_verdict(cursor, database.flavour, named.command_id, digest)
        if wrong:
            raise HttpProblem(422, "bad_request", ", ".join(wrong))
        found = districts_of(lists).find(wanted.postal_code, wanted.town)
        return (found[0].ags if len(found) == 1 else ""), earlier

    def _look(self, wanted: Booking, named: Named, digest: str) -> tuple[str | None, dict[str, Slot], Verdict | None]:
        """Who is not who they say they are, the slots, and what was said to this call before."""
        database = self._service.database
        with database.reading() as cursor:
            for each in wanted.members:
                if not online.has_secret(cursor, database.flavour, each.person_id, each.secret):
                    return each.person_id, {}, None
            ids = list(dict.fromkeys(place.slot_id for each in wanted.members for place in each.places))
            slots = {each.id: each for each in Rows(cursor, database.flavour).among(Slot, "id", ids)}
            return None, slots, online.earlier_verdict(cursor, database.flavour, named.command_id, digest)

    def _theirs(self, wanted: Cancellation, named: Named, digest: str) -> tuple[list[Appointment], Verdict | None]:
        """The appointments with this code, if they are of whom it was said; and what was said to this call before."""
        database = self._service.database
        with database.reading() as cursor:
            found = [
                each
                for each in online.with_code(cursor, database.flavour, wanted.code)
                if self._is_theirs(cursor, each.person_id, wanted)
            ]
            return found, online.earlier_verdict(cursor, database.flavour, named.command_id, digest)

    def _is_theirs(self, cursor: Any, person_id: str, wanted: Cancellation) -> bool:
        flavour = self._service.database.flavour
        if wanted.secret is not None:
            return online.has_secret(cursor, flavour, person_id, wanted.secret)
        person = Rows(cursor, flavour).get(Person, person_id)
        return person is not None and person.birth_date is not None and person.birth_date == wanted.birth_date

    def _read_places(self, centre_id: str, vaccine: str, first: date | None) -> bytes:
        database = self._service.database
        with database.reading() as cursor:
            found = places_online(cursor, database.flavour, centre_id, vaccine, first, self._service.clock.now())
        if found is None:
            raise HttpProblem(404, "centre_unknown")
        return found.model_dump_json().encode()

    # What is decided

    async def _decide(self, call: OnlineCall, earlier: Verdict | None) -> None:
        """Let the writer decide, unless it has.

        Raises:
            HttpProblem: it said no, or cannot say anything now.
        """
        verdict = earlier or (await self._service.decide(call)).verdicts[0]
        if verdict.status is Status.MISMATCH:
            raise HttpProblem(409, "key_used", "Something else was asked with this Idempotency-Key.")
        if verdict.status is Status.REFUSED:
            told = verdict.model_dump(mode="json", include={"parameters", "alternatives"})
            raise HttpProblem(409, verdict.code or "refused", more=told)
        if verdict.status not in {Status.RECORDED, Status.GRANTED}:
            raise HttpProblem(500, "failed")


def public_calls(public: Public) -> APIRouter:
    """The public calls, for the service's app."""
    router = APIRouter(prefix="/v1/public")
    problems: dict[int | str, dict[str, Any]] = {
        each: {"model": ProblemDetails} for each in (400, 403, 408, 409, 413, 422, 429, 503)
    }

    @router.post(
        "/register", status_code=201, response_model=Registered, responses=problems, openapi_extra=_reads(Registration)
    )
    async def register(request: Request) -> Response:
        """Register yourself (`Registration`, with an `Idempotency-Key`)."""
        return answer(await public.register(request), 201)

    @router.post("/book", status_code=201, response_model=Booked, responses=problems, openapi_extra=_reads(Booking))
    async def book(request: Request) -> Response:
        """Book places for yourself or a party, all or none (`Booking`, with an `Idempotency-Key`)."""
        return answer(await public.book(request), 201)

    @router.post("/cancel", response_model=Cancelled, responses=problems, openapi_extra=_reads(Cancellation))
    async def cancel(request: Request) -> Response:
        """Cancel what was booked (`Cancellation`, with an `Idempotency-Key`)."""
        return answer(await public.cancel(request))

    @router.get(
        "/places",
        response_model=FreePlaces,
        responses={each: {"model": ProblemDetails} for each in (404, 422, 429, 503)},
    )
    async def places(
        request: Request,
        centre: Annotated[str, Query(min_length=1, max_length=64, pattern=r"^[!-~]+$")],
        vaccine: Annotated[str, Query(max_length=64)] = "",
        first: Annotated[date | None, Query(alias="from", ge=date(2000, 1, 1), le=date(2999, 12, 31))] = None,
    ) -> Response:
        """What is free online, by day; nothing about persons."""
        return with_digest(await public.places(request, centre, vaccine, first), "application/json")

    return router


def _reads(model: type[BaseModel]) -> dict[str, Any]:
    """For the documentation: what a call's body is. It is read as bytes, since they are what a key stands for."""
    schema = {"$id": f"urn:empfang:{model.__name__}", **model.model_json_schema()}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _count(limiter: Limiter, key: str) -> None:
    """Count a call.

    Raises:
        HttpProblem: 429.
    """
    _wait(limiter.take(key))


def _may_ask(limiter: Limiter, key: str) -> None:
    """Whether this may still be tried.

    Raises:
        HttpProblem: 429.
    """
    _wait(limiter.wait_s(key))


def _judge(limiter: Limiter, key: str, *, right: bool) -> None:
    """Count a wrong answer. When there were too many, nobody is told whether one was right: many may have been sent at
    once, before the first was found to be wrong.

    Raises:
        HttpProblem: 429.
    """
    _wait(limiter.wait_s(key) if right else limiter.take(key))


def _wait(wait_s: float) -> None:
    if wait_s:
        raise HttpProblem(429, "too_many_requests", retry_after_s=wait_s)


def _client(request: Request) -> str:
    return household(request.client.host) if request.client else ""


def _possible(born: date, today: date) -> bool:
    return born <= today and today.year - born.year <= OLDEST


def _ahead(appointment: Appointment, now: datetime) -> bool:
    """Whether there is still time to give it back."""
    return appointment.start is None or appointment.start + timedelta(minutes=appointment.minutes) > now


def _failed(reading: "asyncio.Task[bytes]") -> bool:
    return reading.done() and (reading.cancelled() or reading.exception() is not None)
