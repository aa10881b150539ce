"""A process with many clients: `python -m tests.rush.clients` reads a `Plan` and asks until its attempts are used up.

People at home use the public calls, the hotline's desks send commands. Clients act in bursts; answers are lost and
asked for again, calls are repeated and doubled, and some give back what they got. All of it is written down.
"""

import asyncio
import hashlib
import json
import random
import secrets
import ssl
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from empfang.commands.base import Payload
from empfang.commands.booking import Book
from empfang.commands.cancelling import CancelAppointment
from empfang.commands.granting import NewAppointment
from empfang.commands.person import RegisterPerson
from empfang.garbage import look_seldom
from empfang.ids import new_id
from empfang.model import DoseKind
from empfang.protocol import Command
from empfang.rules.codes import make_code
from tests.rush.scene import contingent_id, days, slot_id, starts

LOST, DOUBLED, AGAIN, GIVEN_BACK = 0.05, 0.03, 0.05, 0.1
"""How often an answer is lost, a call is made twice at once, or again after its answer; how often a booking is given
back."""
PARTY = 3
TOLD = ("appointment_id", "person_id", "slot_id", "contingent_id", "code")
"""What is noted of a place that was granted."""
_LOOKS = 0.5
"""How many of those who were refused look at what is free, instead of taking what was named."""
_PATIENCE_S = 60.0
_TOLD = 40
"""So often a process tells how far it is."""
_NO_PAIR_ANY_MORE = 6
_FIRST_DAYS, _SECOND_DAYS = days()[:3], days()[-3:]
_POPULAR = 0.6
"""How many want one of the first days."""


@dataclass(frozen=True, slots=True)
class ClientPlan:
    """One client: at home ("online"), or a desk of the hotline ("phone")."""

    number: int
    way: str
    centre_id: str
    desk_id: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a process of clients does. `attempts` to book are shared by its clients; `until`: or end with so many
    bookings."""

    seed: int
    urls: tuple[str, ...]
    offset_s: float
    attempts: int
    until: int
    out: str
    clients: tuple[ClientPlan, ...]

    def to_json(self) -> str:
        """A line for the process."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, line: str) -> "Plan":
        """The plan in a line."""
        said = json.loads(line)
        clients = tuple(ClientPlan(**each) for each in said.pop("clients"))
        return cls(**{**said, "urls": tuple(said["urls"]), "clients": clients})


@dataclass(slots=True)
class Attempt:
    """What was asked once, and every answer that came to it (of each a digest)."""

    kind: str
    way: str
    wanted: int = 0
    answers: list[str] = field(default_factory=list)
    code: str = ""
    granted: list[dict[str, Any]] = field(default_factory=list)
    given_back: bool = False
    sent: int = 0
    took_s: float = 0.0


class UnexpectedError(Exception):
    """An answer that nobody may get who asks as these clients do."""


async def as_told(reply: httpx.Response) -> None:
    """Wait until one may ask again."""
    wait_s = float(reply.headers.get("retry-after", "1"))
    if wait_s > _PATIENCE_S:
        raise UnexpectedError(f"told to wait {wait_s:.0f} s: {reply.status_code} {reply.text}")
    await asyncio.sleep(wait_s)


class Shared:
    """What the clients of a process share."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.left = plan.attempts
        self.bookings = 0
        self.looks = 0
        self.failed: list[str] = []
        self.attempts: list[Attempt] = []

    def begin(self, kind: str, way: str, wanted: int = 0) -> Attempt:
        """Something more is asked. What counts is who wants places: registering and cancelling come on top."""
        attempt = Attempt(kind, way, wanted)
        self.attempts.append(attempt)
        if kind == "book":
            self.left -= 1
        return attempt

    def booked(self) -> None:
        """One more booking was granted."""
        self.bookings += 1

    @property
    def share(self) -> float:
        """How much of it is done: 0 to 1."""
        return max(1 - self.left / self.plan.attempts, self.bookings / self.plan.until)

    def tell(self, **more: object) -> None:
        """Say how far it is."""
        done = {"attempts": self.plan.attempts - self.left, "bookings": self.bookings, "looks": self.looks}
        print(json.dumps({"share": self.share, **done, **more}), flush=True)

    @property
    def over(self) -> bool:
        """Whether it is enough. When something has failed, it is."""
        return bool(self.failed) or self.left <= 0 or self.bookings >= self.plan.until

    def now(self) -> datetime:
        """The service's time."""
        return datetime.now(UTC) + timedelta(seconds=self.plan.offset_s)


class Client(ABC):
    """What a client at home and a desk have in common."""

    def __init__(self, shared: Shared, plan: ClientPlan, wire: httpx.AsyncClient) -> None:
        self.shared = shared
        self.plan = plan
        self.wire = wire
        self.draw = random.Random(f"{shared.plan.seed}/{plan.number}")
        self.instead: list[str] = []
        """Slots that were named as free with the last refusal, or found so."""
        self.pairs_refused = 0

    async def run(self) -> None:
        """Bursts of attempts, and pauses between them."""
        while not self.shared.over:
            for _ in range(self.draw.randrange(3, 10)):
                if self.shared.over:
                    break
                try:
                    await self.attempt()
                except (TimeoutError, UnexpectedError, httpx.HTTPStatusError) as error:
                    self.shared.failed.append(f"{self.plan.way}: {error}")
            await asyncio.sleep(self.draw.random() * 0.2)

    @abstractmethod
    async def attempt(self) -> None:
        """Ask for one place, for a pair, or for a party."""

    def wish(self) -> list[list[tuple[str, DoseKind]]]:
        """For each person the places they want: (slot, dose)."""
        shape = self.draw.random()
        if shape < 0.25 and self.pairs_refused < _NO_PAIR_ANY_MORE:
            return [[(self.slot_on(_FIRST_DAYS), DoseKind.FIRST), (self.slot_on(_SECOND_DAYS), DoseKind.SECOND)]]
        soon = self.draw.random() < _POPULAR
        slot = self.instead.pop() if self.instead else self.slot_on(days()[:2] if soon else days())
        return [[(slot, DoseKind.BOOSTER)] for _ in range(PARTY if shape < 0.45 else 1)]

    def refused(self, attempt: Attempt, wish: Sequence[Sequence[object]], code: str, named: Sequence[str]) -> None:
        """Remember why, and what was named instead."""
        attempt.code = code
        self.pairs_refused += len(wish[0]) > 1
        self.instead = list(named[:2])

    def slot_on(self, among: Any) -> str:
        """Some time of one of these days."""
        return slot_id(self.plan.centre_id, self.draw.choice(list(starts(self.draw.choice(among)))))

    async def asked(self, attempt: Attempt, send: Callable[[], Awaitable[str | None]]) -> str:
        """Send until it was answered, and sometimes once more. `send` gives None where somebody must wait."""
        begun = time.monotonic()
        first = ""
        more = 1 + (self.draw.random() < AGAIN)
        while more:
            if time.monotonic() - begun > _PATIENCE_S:
                raise TimeoutError(f"no answer to {attempt.kind}")
            attempt.sent += 1
            at_once = [send()] * 1 if self.draw.random() >= DOUBLED else [send(), send()]
            try:
                if self.draw.random() < LOST:
                    told = await asyncio.wait_for(asyncio.gather(*at_once), self.draw.random() * 0.05)
                else:
                    told = await asyncio.gather(*at_once)
            except (httpx.TransportError, TimeoutError):
                await asyncio.sleep(0.02 + self.draw.random() * 0.1)
                continue
            known = [each for each in told if each is not None]
            attempt.answers += [hashlib.sha256(each.encode()).hexdigest()[:16] for each in known]
            if known:
                attempt.took_s = attempt.took_s or time.monotonic() - begun
                first = first or known[0]
                more -= 1
        return first

    def url(self, call: str) -> str:
        """At one of the service's processes."""
        return self.draw.choice(self.shared.plan.urls) + call


class AtHome(Client):
    """Somebody with a browser, and whoever they register."""

    def __init__(self, shared: Shared, plan: ClientPlan, wire: httpx.AsyncClient) -> None:
        super().__init__(shared, plan, wire)
        self.people: list[dict[str, str]] = []
        self.registered = 0
        self.address = ""
        self.was_refused = False

    async def attempt(self) -> None:
        wish = self.wish()
        while len(self.people) < len(wish):
            await self.register()
            if self.shared.over:
                return
        people = self.people[: len(wish)]
        contingent = contingent_id(self.plan.centre_id, "online")
        members = [
            {
                **person,
                "places": [{"slot_id": slot, "contingent_id": contingent, "dose_kind": kind} for slot, kind in places],
            }
            for person, places in zip(people, wish, strict=True)
        ]
        attempt = self.shared.begin("book", "online", sum(map(len, wish)))
        status, said = await self.post(attempt, "book", {"members": members})
        if status == 201:
            attempt.granted = [{name: each[name] for name in TOLD} for each in said["appointments"]]
            self.shared.booked()
            del self.people[: len(wish)]
            if self.draw.random() < GIVEN_BACK:
                attempt.given_back = True
                await self.give_back(attempt.granted, people)
        else:
            named = [each["slot_id"] for each in said.get("alternatives", ())]
            looks, self.was_refused = self.draw.random() < _LOOKS or not self.was_refused, True
            self.refused(attempt, wish, said["code"], await self.free() if looks else named)

    async def register(self) -> None:
        """One person more, in another household."""
        self.registered += 1
        self.address = f"10.{self.registered & 255}.{self.plan.number >> 8}.{self.plan.number & 255}"
        attempt = self.shared.begin("register", "online")
        said = {
            "centre_id": self.plan.centre_id, "family": f"Mensch{self.plan.number}", "given": f"A{self.registered}",
            "birth_date": "1955-06-15", "postal_code": "46282", "town": "Dorsten",
            "email": f"m{self.plan.number}.{self.registered}@example.org",
        }  # fmt: skip
        status, who = await self.post(attempt, "register", said)
        if status != 201:
            raise UnexpectedError(f"registering: {status} {who}")
        self.people.append(who)

    async def free(self) -> list[str]:
        """Two of the times that are free; none if that cannot be told now."""
        self.shared.looks += 1
        try:
            reply = await self.wire.get(
                self.url("/v1/public/places"),
                params={"centre": self.plan.centre_id},
                headers={"X-Forwarded-For": self.address},
            )
        except httpx.TransportError:
            return []
        if reply.status_code in {429, 503}:
            await as_told(reply)
            return []
        found = [each["slot_id"] for day in reply.json()["days"] for each in day["slots"]]
        return self.draw.sample(found, min(2, len(found)))

    async def give_back(self, granted: list[dict[str, Any]], people: list[dict[str, str]]) -> None:
        """Cancel each person's booking by its code; those who gave back want no place any more."""
        codes = {each["person_id"]: each["code"] for each in granted}
        for person in people:
            attempt = self.shared.begin("cancel", "online")
            by = {"birth_date": "1955-06-15"} if self.draw.random() < 0.5 else {"secret": person["secret"]}
            status, said = await self.post(attempt, "cancel", {"code": codes[person["person_id"]], **by})
            if status != 200:
                raise UnexpectedError(f"cancelling: {status} {said}")

    async def post(self, attempt: Attempt, call: str, said: Any) -> tuple[int, Any]:
        """A public call under a key of its own."""
        body = json.dumps(said)
        headers = {
            "Idempotency-Key": secrets.token_urlsafe(24), "Content-Type": "application/json",
            # As the proxy before the service would say it.
            "X-Forwarded-For": self.address,
        }  # fmt: skip

        async def send() -> str | None:
            reply = await self.wire.post(self.url(f"/v1/public/{call}"), content=body, headers=headers)
            if reply.status_code in {429, 503}:
                await as_told(reply)
                return None
            return f"{reply.status_code} {reply.text}"

        status, _, text = (await self.asked(attempt, send)).partition(" ")
        return int(status), json.loads(text)


class AtTheHotline(Client):
    """A desk that takes calls: each caller is registered with the same request."""

    def __init__(self, shared: Shared, plan: ClientPlan, wire: httpx.AsyncClient) -> None:
        super().__init__(shared, plan, wire)
        self.number = 0

    async def attempt(self) -> None:
        wish = self.wish()
        contingent = contingent_id(self.plan.centre_id, "phone")
        people = [new_id() for _ in wish]
        party_id = new_id() if len(wish) > 1 else None
        places: list[NewAppointment] = []
        for person_id, wanted in zip(people, wish, strict=True):
            series_id = new_id() if len(wanted) > 1 else None
            code = make_code(self.plan.centre_id, self.draw.randrange)
            places += [
                NewAppointment(
                    appointment_id=new_id(), person_id=person_id, centre_id=self.plan.centre_id, slot_id=slot,
                    contingent_id=contingent, dose_kind=kind, series_id=series_id, party_id=party_id, code=code,
                    origin="phone",
                )
                for slot, kind in wanted
            ]  # fmt: skip
        fields = {
            "family": f"Anruf{self.plan.number}",
            "given": "B",
            "birth_date": "1950-03-02",
            "registered_by": "phone",
        }
        said: list[Payload] = [
            RegisterPerson(person_id=each, centre_id=self.plan.centre_id, person=fields) for each in people
        ]
        attempt = self.shared.begin("book", "phone", len(places))
        verdict = (await self.send(attempt, [*said, Book(appointments=tuple(places), contact_id=people[0])]))[-1]
        if verdict["status"] == "granted":
            attempt.granted = [each.model_dump(mode="json", include=set(TOLD)) for each in places]
            self.shared.booked()
            if self.draw.random() < GIVEN_BACK:
                attempt.given_back = True
                gone = [
                    CancelAppointment(appointment_id=each.appointment_id, person_id=each.person_id) for each in places
                ]
                await self.send(self.shared.begin("cancel", "phone"), gone)
        else:
            self.refused(attempt, wish, verdict["code"], [each["slot_id"] for each in verdict["alternatives"]])

    async def send(self, attempt: Attempt, payloads: list[Any]) -> list[dict[str, Any]]:
        """The verdicts to these commands."""
        body = b"\n".join(map(self.line, payloads))
        headers = {"Authorization": f"Bearer {self.plan.token}"}

        async def send() -> str | None:
            reply = await self.wire.post(self.url("/v1/commands"), content=body, headers=headers)
            if reply.status_code in {429, 503}:
                await as_told(reply)
                return None
            reply.raise_for_status()
            return json.dumps(reply.json()["verdicts"])

        verdicts: list[dict[str, Any]] = json.loads(await self.asked(attempt, send))
        return verdicts

    def line(self, payload: Payload) -> bytes:
        """A command as it is sent, however often."""
        self.number += 1
        now = self.shared.now()
        return Command(
            kind=payload.kind, version=payload.version, id=new_id(), desk_id=self.plan.desk_id, number=self.number,
            operator_id="op-1", occurred_at=now, recorded_at=now, payload=payload.model_dump(mode="json"),
        ).to_bytes()  # fmt: skip


async def tell(shared: Shared) -> None:
    """Say how far it is, often enough to be killed in the middle, and no more often than somebody reads it."""
    told = 0
    while True:
        await asyncio.sleep(0.05)
        if int(shared.share * _TOLD) > told:
            told = int(shared.share * _TOLD)
            shared.tell()


async def rush(plan: Plan) -> None:
    """All clients at once, until it is enough."""
    look_seldom()  # the clients must not be what is slow
    shared = Shared(plan)
    nothing_secret = ssl.create_default_context()  # made once: it takes longer than a booking
    telling = asyncio.create_task(tell(shared))
    async with asyncio.TaskGroup() as group:
        wires = []
        for each in plan.clients:
            transport = httpx.AsyncHTTPTransport(verify=nothing_secret, limits=httpx.Limits(max_connections=4))
            wires.append(httpx.AsyncClient(transport=transport, timeout=20))
            kind = AtHome if each.way == "online" else AtTheHotline
            group.create_task(kind(shared, each, wires[-1]).run())
    telling.cancel()
    for wire in wires:
        await wire.aclose()
    Path(plan.out).write_text("\n".join(json.dumps(asdict(each)) for each in shared.attempts))
    shared.tell(ended=True, failed=shared.failed)


if __name__ == "__main__":
    asyncio.run(rush(Plan.of(sys.stdin.readline())))
