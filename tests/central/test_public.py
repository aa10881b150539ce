"""The public side: registering, booking, cancelling and looking, without a desk."""

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from empfang.central.app import Service, make_app
from empfang.central.database import CentralDatabase
from empfang.central.public import USUAL, Limits
from empfang.central.writer import decide
from empfang.commands.person import DeleteRegistration
from empfang.config import Settings
from empfang.model import Appointment, AppointmentStatus, Contingent, Deletion, Desk, Person
from empfang.rows import Rows
from tests.scenarios.test_contradictions import recorded
from tests.times import at
from tests.world import World

ONLINE = "KL:online"
EMINE = {
    "centre_id": "KL",
    "family": "Kaya",
    "given": "Emine",
    "birth_date": "1958-08-12",
    "postal_code": "46282",
    "town": "Dorsten",
    "street": "Lindenweg",
    "house_number": "14",
    "phone": "0176 04069020",
    "email": "emine.kaya@example.org",
}
DENIZ = {**EMINE, "given": "Deniz", "birth_date": "1956-01-30"}


class Caller:
    """Somebody at home."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def post(self, call: str, said: Any, key: str | None = None, address: str = "") -> httpx.Response:
        """Ask for something, under a key of its own if none is named."""
        headers = {"Idempotency-Key": key or secrets.token_urlsafe(24)}
        if isinstance(said, str):
            return await self.client.post(f"/v1/public/{call}", content=said, headers=headers)
        return await self.client.post(f"/v1/public/{call}", json=said, headers=headers)

    async def registered(self, said: dict[str, Any] = EMINE) -> dict[str, str]:
        """Who somebody is now."""
        reply = await self.post("register", said)
        assert reply.status_code == 201, reply.text
        who: dict[str, str] = reply.json()
        return who

    async def books(self, *members: dict[str, Any], key: str | None = None) -> httpx.Response:
        """Ask for places."""
        return await self.post("book", {"members": list(members)}, key)

    async def free(self, **asked: str) -> dict[str, Any]:
        """What is free."""
        reply = await self.client.get("/v1/public/places", params={"centre": "KL", **asked})
        assert reply.status_code == 200, reply.text
        found: dict[str, Any] = reply.json()
        return found


def wants(who: dict[str, str], *places: tuple[str, str]) -> dict[str, Any]:
    """A member of a booking: (slot, dose) for each place."""
    wanted = [{"slot_id": slot_id, "contingent_id": ONLINE, "dose_kind": kind} for slot_id, kind in places]
    return {**who, "places": wanted}


@asynccontextmanager
async def service_of(world: World, limits: Limits | None = USUAL) -> AsyncIterator[Caller]:
    """The real app on the real database, as one process of several."""
    database = CentralDatabase(world.database.url.render_as_string(hide_password=False))
    service = Service(database, world.wall.clock, limits=limits)
    transport = httpx.ASGITransport(make_app(service))
    async with service.running(), httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Caller(client)


@pytest.fixture
async def caller(world: World) -> AsyncIterator[Caller]:
    async with service_of(world) as caller:
        yield caller


@pytest.fixture
async def small_caller(small_world: World) -> AsyncIterator[Caller]:
    async with service_of(small_world) as caller:
        yield caller


def appointments(world: World) -> dict[str, Appointment]:
    """All appointments at the service."""
    with world.database.reading() as cursor:
        return {each.id: each for each in Rows(cursor, world.database.flavour).find(Appointment)}


def count(world: World, query: str) -> int:
    with world.database.reading() as cursor:
        cursor.execute(query)
        number: int = cursor.fetchone()[0]
        return number


async def test_who_registers_and_books_online_is_known_to_the_centre_s_desks(world: World, caller: Caller) -> None:
    slot = world.slot("11:00", 1)
    desk = world.place()
    who = await caller.registered()
    reply = await caller.books(wants(who, (slot.id, "booster")))
    assert reply.status_code == 201, reply.text
    [booked] = reply.json()["appointments"]
    assert booked["code"].startswith("KL-")
    assert booked["start"] == "2021-12-15T10:00:00.000000Z"
    desk.pull()
    [person] = [each for each in desk.records(Person) if isinstance(each, Person)]
    assert (person.family, person.phones[0].number, person.registered_by) == ("Kaya", "+4917604069020", "online")
    assert person.district == "05562", "which follows from the post code, and is never what somebody says"
    assert (person.registered_at, person.registered_centre_id) == (world.wall.moment, "KL")
    [appointment] = desk.records(Appointment)
    assert isinstance(appointment, Appointment)
    assert (appointment.status, appointment.code, appointment.origin) == ("booked", booked["code"], "online")
    assert [each.name for each in desk.records(Desk) if isinstance(each, Desk) and each.id == "online"] == ["Online"]
    world.assert_all_equal()


async def test_the_service_s_own_desk_counts_its_commands_without_gaps(world: World, caller: Caller) -> None:
    slots = [world.slot(clock, 1) for clock in ("11:00", "12:00")]
    people = [await caller.registered({**EMINE, "given": f"Emine{n}"}) for n in range(3)]
    asked = [caller.books(wants(who, (slots[n % 2].id, "first"))) for n, who in enumerate(people)]
    replies = await asyncio.gather(*asked)
    assert sorted(each.status_code for each in replies) == [201, 201, 409]
    with world.database.reading() as cursor:
        cursor.execute("SELECT number FROM received WHERE desk_id = 'online' ORDER BY number")
        assert [row[0] for row in cursor.fetchall()] == [1, 2, 3, 4, 5, 6]
        cursor.execute("SELECT contiguous FROM desk_access WHERE desk_id = 'online'")
        assert cursor.fetchone()[0] == 6


async def test_the_same_call_has_the_same_answer_on_every_process_and_counts_once(world: World, caller: Caller) -> None:
    slot = world.slot("11:00", 5)
    async with service_of(world) as elsewhere:
        replies = [await each.post("register", EMINE, "a-key-of-twenty-two-signs") for each in (caller, elsewhere)]
        assert [each.content for each in replies] == [replies[0].content] * 2
        who = replies[0].json()
        key = secrets.token_urlsafe(24)
        told = await asyncio.gather(*(
            each.books(wants(who, (slot.id, "first")), key=key) for each in (caller, elsewhere) * 4
        ))  # fmt: skip
        assert {(each.status_code, each.content) for each in told} == {(201, told[0].content)}
        [booked] = told[0].json()["appointments"]
        key = secrets.token_urlsafe(24)
        for each in (caller, elsewhere, caller):
            reply = await each.post("cancel", {"code": booked["code"], "birth_date": "1958-08-12"}, key)
            assert (reply.status_code, reply.json()) == (200, {"code": booked["code"]})
    [appointment] = appointments(world).values()
    assert appointment.status is AppointmentStatus.CANCELLED
    assert count(world, "SELECT count(*) FROM received") == 3


async def test_a_refusal_is_repeated_too_although_a_place_became_free(world: World, caller: Caller) -> None:
    slot = world.slot("11:00", 1)
    first, second = await caller.registered(), await caller.registered(DENIZ)
    taken = await caller.books(wants(first, (slot.id, "first")))
    key = secrets.token_urlsafe(24)
    refused = await caller.books(wants(second, (slot.id, "first")), key=key)
    assert (refused.status_code, refused.json()["code"]) == (409, "contingent_used_up")
    code = taken.json()["appointments"][0]["code"]
    assert (await caller.post("cancel", {"code": code, "secret": first["secret"]})).status_code == 200
    assert (await caller.books(wants(second, (slot.id, "first")), key=key)).content == refused.content
    assert (await caller.books(wants(second, (slot.id, "first")))).status_code == 201


async def test_a_key_stands_for_one_thing(small_world: World, small_caller: Caller) -> None:
    key = secrets.token_urlsafe(24)
    who = (await small_caller.post("register", EMINE, key)).json()
    slot = small_world.slot("11:00", 5)
    others = [
        await small_caller.post("register", DENIZ, key),
        await small_caller.books(wants(who, (slot.id, "first")), key=key),
    ]
    for reply in others:
        assert (reply.status_code, reply.json()["code"]) == (409, "key_used")
        assert reply.headers["content-type"] == "application/problem+json"
    assert appointments(small_world) == {}
    for bad in ("", "short", "x" * 65, "with blanks in it, and long enough"):
        reply = await small_caller.client.post("/v1/public/register", json=EMINE, headers={"Idempotency-Key": bad})
        assert (reply.status_code, reply.json()["code"]) == (400, "key_missing")


async def test_who_does_not_prove_who_they_are_gets_nothing(world: World, caller: Caller) -> None:
    slot = world.slot("11:00", 5)
    who, other = await caller.registered(), await caller.registered(DENIZ)
    stranger = world.person("Ott, Werner", registered_centre_id="KL")
    for person_id, secret in (
        (who["person_id"], other["secret"]),
        (who["person_id"], "x" * 40),
        (stranger.id, who["secret"]),
        ("nobody", who["secret"]),
    ):
        claimed = {"person_id": person_id, "secret": secret}
        reply = await caller.books(wants(other, (slot.id, "first")), wants(claimed, (slot.id, "first")))
        assert (reply.status_code, reply.json()["code"]) == (403, "not_identified")
    assert appointments(world) == {}
    assert count(world, "SELECT count(*) FROM online_access") == 2
    with world.database.reading() as cursor:
        cursor.execute("SELECT secret_digest FROM online_access")
        assert who["secret"] not in str(cursor.fetchall())


async def test_a_pair_and_a_party_are_booked_together_or_not_at_all(world: World, caller: Caller) -> None:
    early, late, full = world.slot("11:00", 3), world.slot("12:00", 3), world.slot("13:00", 1)
    emine, deniz = await caller.registered(), await caller.registered(DENIZ)
    for places in ([(early.id, "first"), (full.id, "second")], [(full.id, "first"), (late.id, "second")]):
        both = [wants(who, *places) for who in (emine, deniz)]
        reply = await caller.books(*both)
        assert reply.status_code == 409
        assert reply.json()["alternatives"], "what is free instead is named"
    assert appointments(world) == {}
    reply = await caller.books(*(wants(who, (early.id, "first"), (late.id, "second")) for who in (emine, deniz)))
    assert reply.status_code == 201, reply.text
    held = appointments(world)
    told = reply.json()["appointments"]
    assert len(told) == 4
    assert {each["appointment_id"] for each in told} == held.keys()
    assert len({each.party_id for each in held.values()}) == 1
    assert len({each.series_id for each in held.values()}) == 2
    assert len({each["code"] for each in told}) == 2, "one code for each person"


async def test_a_pair_is_cancelled_with_its_one_code(world: World, caller: Caller) -> None:
    early, late = world.slot("11:00", 1), world.slot("12:00", 1)
    who = await caller.registered()
    booked = await caller.books(wants(who, (early.id, "first"), (late.id, "second")))
    code = booked.json()["appointments"][0]["code"]
    reply = await caller.post("cancel", {"code": code.lower().replace("-", " "), "birth_date": "1958-08-12"})
    assert reply.status_code == 200, reply.text
    assert {each.status for each in appointments(world).values()} == {AppointmentStatus.CANCELLED}
    assert [(day["day"], day["free"]) for day in (await caller.free())["days"]] == [("2021-12-15", 2)]
    again = await caller.post("cancel", {"code": code, "birth_date": "1958-08-12"})
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_cancel")


@pytest.mark.parametrize("proof", [{"birth_date": "1958-08-13"}, {"secret": "x" * 40}])
async def test_a_code_alone_cancels_nothing(small_world: World, small_caller: Caller, proof: dict[str, str]) -> None:
    slot = small_world.slot("11:00", 1)
    booked = await small_caller.books(wants(await small_caller.registered(), (slot.id, "first")))
    code = booked.json()["appointments"][0]["code"]
    wrong = await small_caller.post("cancel", {"code": code, **proof})
    unknown = await small_caller.post("cancel", {"code": "KL-222-222-222", "birth_date": "1958-08-12"})
    assert (wrong.status_code, wrong.content) == (403, unknown.content), "nobody learns which codes there are"
    assert [each.status for each in appointments(small_world).values()] == [AppointmentStatus.BOOKED]


async def test_whoever_guesses_is_stopped_for_a_while(small_world: World, small_caller: Caller) -> None:
    slot = small_world.slot("11:00", 1)
    who = await small_caller.registered()
    code = (await small_caller.books(wants(who, (slot.id, "first")))).json()["appointments"][0]["code"]
    for day in range(1, USUAL.wrong[0] + 1):
        reply = await small_caller.post("cancel", {"code": code, "birth_date": f"1958-08-{day:02}"})
        assert reply.status_code == 403
    reply = await small_caller.post("cancel", {"code": code, "birth_date": "1958-08-12"})
    assert (reply.status_code, reply.json()["code"]) == (429, "too_many_requests")
    assert 0 < int(reply.headers["retry-after"]) <= USUAL.wrong[1]
    assert [each.status for each in appointments(small_world).values()] == [AppointmentStatus.BOOKED]


async def test_many_guesses_at_once_are_no_more_than_one_after_the_other(
    small_world: World, small_caller: Caller
) -> None:
    slot = small_world.slot("11:00", 1)
    code = (await small_caller.books(wants(await small_caller.registered(), (slot.id, "first")))).json()[
        "appointments"
    ][0]["code"]
    guesses = [{"code": code, "birth_date": f"1958-07-{day:02}"} for day in range(1, 16)]
    replies = await asyncio.gather(*(small_caller.post("cancel", each) for each in guesses))
    told = Counter(each.status_code for each in replies)
    assert told == {403: USUAL.wrong[0], 429: len(guesses) - USUAL.wrong[0]}


async def test_who_guesses_birth_dates_for_many_codes_is_stopped_too_and_a_secret_still_counts(
    small_world: World,
) -> None:
    slot = small_world.slot("11:00", 1)
    async with service_of(small_world, Limits(guessing=(3, 600.0))) as caller:
        who = await caller.registered()
        code = (await caller.books(wants(who, (slot.id, "first")))).json()["appointments"][0]["code"]
        guesses = [{"code": f"1000{number}", "birth_date": "1958-08-12"} for number in range(10, 14)]
        assert [(await caller.post("cancel", each)).status_code for each in guesses] == [403, 403, 403, 429]
        assert (await caller.post("cancel", {"code": code, "birth_date": "1958-08-12"})).status_code == 429
        assert (await caller.post("cancel", {"code": code, "secret": who["secret"]})).status_code == 200


@pytest.mark.parametrize(
    "code", ["------", "]Q3-----", "  a-b-c  ", "-- -- --", "\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc"]
)
async def test_what_is_no_code_is_not_the_one_of_those_who_have_none(
    small_world: World, small_caller: Caller, code: str
) -> None:
    person = small_world.person("Ott, Werner", registered_centre_id="KL")
    slot = small_world.slot("11:00", 1)
    small_world.put(
        Appointment(id="a", person_id=person.id, centre_id="KL", slot_id=slot.id, contingent_id=ONLINE, code="")
    )
    reply = await small_caller.post("cancel", {"code": code, "birth_date": str(person.birth_date)})
    assert (reply.status_code, reply.json()["detail"]) == (422, "code")
    assert [each.status for each in appointments(small_world).values()] == [AppointmentStatus.BOOKED]


async def test_who_asks_too_often_waits_and_others_do_not(small_world: World) -> None:
    async with service_of(small_world, Limits(address=(2, 60.0))) as caller:
        replies = [await caller.post("register", {**EMINE, "given": f"E{n}"}) for n in range(3)]
        assert [each.status_code for each in replies] == [201, 201, 429]
        assert 1 <= int(replies[-1].headers["retry-after"]) <= 60
        assert (await caller.client.get("/v1/public/places", params={"centre": "KL"})).status_code == 429
        assert (await caller.client.get("/healthz")).status_code == 200
    async with service_of(small_world, Limits(registering=(1, 60.0))) as caller:
        assert (await caller.post("register", EMINE)).status_code == 201
        assert (await caller.post("register", DENIZ)).status_code == 429
        assert (await caller.client.get("/v1/public/places", params={"centre": "KL"})).status_code == 200
    async with service_of(small_world, Limits(person=(1, 60.0))) as caller:
        who, other = await caller.registered(), await caller.registered(DENIZ)
        slot = small_world.slot("11:00", 5)
        told = [(await caller.books(wants(each, (slot.id, "first")))).status_code for each in (who, who, other)]
        assert told == [201, 429, 201]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth_date", "1958-02-30"), ("birth_date", "12.08.1958"), ("birth_date", "2031-01-01"), ("birth_date", 1958),
        ("birth_date", "1850-01-01"), ("birth_date", None), ("family", ""), ("family", "  "), ("family", "K\u202eaya"),
        ("family", "K\u0000aya"), ("family", "x" * 81), ("family", 5), ("given", ["Emine"]), ("phone", "0800 IMPFEN"),
        ("phone", "12"), ("email", "emine@"), ("email", "emine kaya@example.org"), ("email", "e\u0000@example.org"),
        ("email", "e\u202e@example.org"), ("postal_code", "4628"),
        ("postal_code", "00000"), ("postal_code", "46282 "  * 3), ("centre_id", "XX"), ("centre_id", ""),
        ("channel", "pigeon"), ("doses", [{"given_on": "2021-06-31", "vaccine": "Comirnaty"}]),
        ("doses", [{"given_on": "2022-06-30", "vaccine": "Comirnaty"}]), ("district", "05562"),
        ("registered_by", "desk"),
    ],
)  # fmt: skip
async def test_what_cannot_be_so_is_named_by_its_field_alone(
    small_world: World, small_caller: Caller, field: str, value: Any
) -> None:
    reply = await small_caller.post("register", {**EMINE, field: value})
    assert (reply.status_code, reply.json()["code"]) == (422, "bad_request")
    assert reply.json()["detail"].split(".")[0] == field
    assert "Emine" not in reply.text
    assert count(small_world, "SELECT count(*) FROM person") == 0


async def test_a_way_of_confirming_needs_its_address(small_world: World, small_caller: Caller) -> None:
    reachable = {name: value for name, value in EMINE.items() if name != "phone"}
    reply = await small_caller.post("register", {**reachable, "channel": "sms"})
    assert (reply.status_code, reply.json()["detail"]) == (422, "channel")
    assert (await small_caller.post("register", {**reachable, "channel": "post"})).status_code == 201


@pytest.mark.parametrize("body", ["", "[]", "{", '"x"', "\x00", '{"members": []}'])
async def test_what_cannot_be_read_is_no_request(small_world: World, small_caller: Caller, body: str) -> None:
    for call in ("register", "book", "cancel"):
        reply = await small_caller.post(call, body)
        assert (reply.status_code, reply.json()["code"]) == (422, "bad_request")
    big = await small_caller.post("book", "[" * 20_000)
    assert (big.status_code, big.json()["code"]) == (413, "too_large")


async def test_when_too_many_wait_the_next_are_sent_away_for_a_moment(
    small_world: World, small_caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("empfang.central.public._MOST_WAITING", 3)
    replies = await asyncio.gather(*(small_caller.post("register", {**EMINE, "given": f"E{n}"}) for n in range(9)))
    told = {each.status_code: each for each in replies}
    assert told.keys() == {201, 503}
    assert (told[503].json()["code"], told[503].headers["retry-after"]) == ("busy", "2")
    assert (await small_caller.post("register", EMINE)).status_code == 201


async def test_who_sends_slowly_holds_nobody_up(
    small_world: World, small_caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("empfang.central.public._MOST_WAITING", 1)
    monkeypatch.setattr("empfang.central.public._BODY_S", 0.5)
    never = asyncio.Event()

    async def body() -> AsyncIterator[bytes]:
        yield b"{"
        await never.wait()

    key = {"Idempotency-Key": secrets.token_urlsafe(24)}
    call = "/v1/public/register"
    slow = [asyncio.create_task(small_caller.client.post(call, content=body(), headers=key)) for _ in range(3)]
    await asyncio.sleep(0.1)
    assert (await small_caller.post("register", EMINE)).status_code == 201
    for each in slow:
        reply = await each
        assert (reply.status_code, reply.json()["code"]) == (408, "too_slow")


async def test_who_asks_for_places_in_ever_new_ways_does_not_hold_up_the_desks(
    small_world: World, small_caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_world.slot("11:00", 1)
    monkeypatch.setattr("empfang.central.public._MOST_READING", 2)
    asked = [{"centre": "KL", "vaccine": f"V{number}"} for number in range(6)]
    replies = await asyncio.gather(*(small_caller.client.get("/v1/public/places", params=each) for each in asked))
    told = Counter(each.status_code for each in replies)
    assert told == {200: 2, 503: 4}
    assert (await small_caller.free())["days"], "and the next one is answered again"
    for centre in ("XX", "XX", "XX"):
        unknown = await small_caller.client.get("/v1/public/places", params={"centre": centre})
        assert unknown.status_code == 404, "those that failed are not counted as under way"
    odd = await small_caller.client.get("/v1/public/places", params={"centre": "K\x00L"})
    assert (odd.status_code, odd.json()["code"]) == (422, "bad_request")


async def test_a_service_without_an_online_side_has_no_such_calls(small_world: World) -> None:
    async with service_of(small_world, None) as caller:
        for call in ("register", "book", "cancel"):
            assert (await caller.post(call, EMINE)).status_code == 404
        assert (await caller.client.get("/v1/public/places", params={"centre": "KL"})).status_code == 404
        assert "/v1/public" not in (await caller.client.get("/openapi.json")).text
        assert (await caller.client.get("/healthz")).status_code == 200


def test_limits_that_are_not_set_are_the_usual_ones() -> None:
    settings = Settings()
    assert Limits.of(settings.online_calls_per_minute, settings.online_registrations_per_hour) == USUAL
    assert Limits.of(1, 1) == Limits(address=(1, 60.0), registering=(1, 3600.0))


async def test_a_place_that_is_not_for_online_is_refused_and_the_reason_names_the_term(
    world: World, caller: Caller
) -> None:
    slot = world.slot("11:00", 5)
    who = await caller.registered()
    terms = {
        "contingent_way": {"ways": ("phone",)},
        "contingent_not_open": {"opens_at": at("09:41")},
        "contingent_closed": {"closes_at": at("09:40")},
        "contingent_birth_dates": {"born_until": date(1950, 12, 31)},
        "contingent_districts": {"districts": ("07312",)},
    }
    for code, term in terms.items():
        world.put(Contingent(id=ONLINE, centre_id="KL", name="special").with_(**term))
        reply = await caller.books(wants(who, (slot.id, "first")))
        assert (reply.status_code, reply.json()["code"]) == (409, code)
        assert reply.json()["parameters"]
    world.put(Contingent(id=ONLINE, centre_id="KL", name="special"))
    assert (await caller.books(wants(who, (slot.id, "first")))).status_code == 201
    assert (await caller.books(wants(who, ("no-slot", "second")))).json()["code"] == "slot_unknown"


async def test_nobody_hoards_places_online(small_world: World, small_caller: Caller) -> None:
    slots = [small_world.slot(clock, 5) for clock in ("11:00", "12:00")]
    who = await small_caller.registered()
    told = [await small_caller.books(wants(who, (slot.id, "first"))) for slot in slots]
    assert [each.status_code for each in told] == [201, 409]
    assert told[1].json()["code"] == "has_appointment"
    place = small_world.place()
    place.desk.book(who["person_id"], slots[1].id, ONLINE, "first")  # type: ignore[arg-type]
    assert [each.status for each in place.push().verdicts] == ["granted"], "a clerk may"


async def test_free_places_are_told_by_day_without_persons(world: World, caller: Caller) -> None:
    today, later = world.slot("11:00", 2), world.slot("11:00", 3, day=date(2021, 12, 17))
    world.put(Contingent(id="KL:phone", centre_id="KL", name="phone"))
    world.put(later.with_(capacity={ONLINE: 3, "KL:phone": 9}))
    world.slot("09:00", 7)  # over
    world.put(world.slot("16:00", 4).with_(released_at=at("12:00")))
    await caller.books(wants(await caller.registered(), (today.id, "first")))
    found = await caller.free()
    assert [(day["day"], day["free"], len(day["slots"])) for day in found["days"]] == [
        ("2021-12-15", 1, 1), ("2021-12-17", 3, 1),
    ]  # fmt: skip
    assert found["days"][0]["slots"][0] == {
        "slot_id": today.id, "contingent_id": ONLINE, "start": "2021-12-15T10:00:00.000000Z", "vaccine": "Comirnaty",
        "free": 1,
    }  # fmt: skip
    assert [each["contingent_id"] for each in found["contingents"]] == [ONLINE]
    assert "Kaya" not in str(found)
    assert [day["day"] for day in (await caller.free(**{"from": "2021-12-16"}))["days"]] == ["2021-12-17"]
    assert (await caller.free(vaccine="Spikevax"))["days"] == []
    unknown = await caller.client.get("/v1/public/places", params={"centre": "XX"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "centre_unknown")
    for bad in ({}, {"centre": "KL", "from": "2021-02-30"}, {"centre": "KL", "from": "0001-01-01"}):
        assert (await caller.client.get("/v1/public/places", params=bad)).status_code == 422


async def test_many_places_of_one_vaccine_hide_none_of_another(
    world: World, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("empfang.central.places_online.MOST", 2)
    for hour in range(10, 15):
        world.slot(f"{hour}:00")
    others = [world.slot("11:00", day=date(2021, 12, day)).with_(vaccine="Spikevax") for day in (17, 18, 19)]
    world.put(*others)
    found = await caller.free(vaccine="Spikevax")
    assert [each["slot_id"] for day in found["days"] for each in day["slots"]] == [each.id for each in others[:2]]
    assert found["more"] is True
    rest = await caller.free(vaccine="Spikevax", **{"from": "2021-12-19"})
    assert ([each["day"] for each in rest["days"]], rest["more"]) == (["2021-12-19"], False)


async def test_who_deletes_their_registration_is_forgotten_online_too(world: World, caller: Caller) -> None:
    slot = world.slot("11:00", 1)
    who = await caller.registered()
    key = secrets.token_urlsafe(24)
    assert (await caller.books(wants(who, (slot.id, "first")), key=key)).status_code == 201
    place = world.place()
    recorded(place, DeleteRegistration(person_id=who["person_id"], centre_id="KL"))
    place.sync()
    assert [each.id for each in place.records(Deletion)] == [who["person_id"]]
    assert count(world, "SELECT count(*) FROM online_access") == 0
    assert count(world, "SELECT count(*) FROM received WHERE desk_id = 'online' AND length(line) > 0") == 0
    reply = await caller.books(wants(who, (slot.id, "first")), key=key)
    assert (reply.status_code, reply.json()["code"]) == (403, "not_identified")


async def test_nothing_personal_is_logged(
    world: World, caller: Caller, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise ValueError("Kaya, Emine")

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("empfang.central.online.registering", fail)
    reply = await caller.post("register", EMINE)
    assert (reply.status_code, reply.json()["code"]) == (500, "internal")
    assert "Kaya" not in reply.text + caplog.text


async def test_places_that_open_at_a_moment_are_given_from_that_moment_on(world: World, caller: Caller) -> None:
    slot = world.slot("11:00", 1)
    world.put(Contingent(id=ONLINE, centre_id="KL", name="online", opens_at=at("10:00")))
    who = await caller.registered()
    world.wall.moment = at("10:00") - timedelta(microseconds=1)
    assert (await caller.books(wants(who, (slot.id, "first")))).json()["code"] == "contingent_not_open"
    world.wall.moment = at("10:00")
    assert (await caller.books(wants(who, (slot.id, "first")))).status_code == 201


def test_a_hotline_desk_that_claims_to_be_the_service_s_own_is_set_aside(small_world: World) -> None:
    small_world.person(registered_centre_id="KL")
    place = small_world.place()
    place.desk.change_person(small_world.state()["person"][0].id, {"town": "Trier"})
    [line] = [each.replace(place.id.encode(), b"online") for each in place.lines()]
    [reply] = decide(small_world.database, small_world.wall.clock, [(place.id, [line])])
    assert [(each.status, each.code) for each in reply.verdicts] == [("quarantined", "other_desk")]
