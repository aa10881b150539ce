"""Searching and opening people over HTTP: who may, what is written down, how often."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from empfang import audit
from empfang.central.app import Service, make_app
from empfang.central.database import CentralDatabase
from empfang.central.persons import AT_ONCE
from empfang.central.view_log import Searched, ViewLog
from empfang.errors import StoreProblem
from empfang.model import DeskRole, Operator, Person, Role
from empfang.packing import unpack
from empfang.protocol import MAX_FOUND, ChangesPage, FoundPersons
from tests.central.test_http import enrolled
from tests.times import at
from tests.world import World

Served = tuple[World, httpx.AsyncClient, Service]


@pytest.fixture
async def served(world: World) -> AsyncIterator[Served]:
    """The real app on the real database, with three people."""
    service = Service(CentralDatabase(world.database.url.render_as_string(hide_password=False)), world.wall.clock)
    world.booked(world.person("Meier, Hannelore", id="here", street="Gartenstraße"), code="KL-HANP-Y95H")
    world.booked(world.person("Meier, Dora", id="there"), centre_id="DA")
    world.person("Meier, Niemand", id="nowhere")
    transport = httpx.ASGITransport(make_app(service))
    async with service.running(), httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield world, client, service


async def hotline(served: Served, *serves: str) -> dict[str, str]:
    """Headers of a new hotline desk of Kaiserslautern."""
    return await enrolled(served[0], served[1], "KL", DeskRole.HOTLINE, serves)


async def search(served: Served, headers: dict[str, str], q: str, operator: str = "op-1", **more: Any) -> Any:
    """The answer to a search."""
    return await served[1].get("/v1/persons", params={"q": q, "operator": operator, **more}, headers=headers)


def trail(world: World, desk_id: str) -> list[audit.AuditEvent]:
    """What is written down of a desk."""
    with world.database.reading() as cursor:
        found = audit.events(cursor, world.database.flavour, f"desk:{desk_id}")
    assert audit.broken_at(found) is None
    return found


def only_desk(world: World, number: int = 1) -> str:
    """The id of the desk with this number."""
    with world.database.reading() as cursor:
        cursor.execute(f"SELECT id FROM desk WHERE number = {number} AND centre_id = 'KL'")  # noqa: S608 - a number
        return str(cursor.fetchone()[0])


async def test_a_hotline_finds_the_people_of_the_centres_it_serves(served: Served) -> None:
    reply = await search(served, await hotline(served), "meier")
    assert reply.status_code == 200
    assert [each.person_id for each in FoundPersons.model_validate_json(reply.content).persons] == ["here"]
    reply = await search(served, await hotline(served, "DA"), "meier")
    assert {each["person_id"] for each in reply.json()["persons"]} == {"here", "there"}


async def test_a_reception_searches_what_it_has_with_it(served: Served) -> None:
    headers = await enrolled(served[0], served[1])
    reply = await search(served, headers, "meier")
    assert (reply.status_code, reply.json()["code"]) == (403, "not_allowed")
    reply = await served[1].post("/v1/persons/here/open", params={"operator": "op-1"}, headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (403, "not_allowed")


@pytest.mark.parametrize(
    ("role", "centres", "may"),
    [
        (Role.HOTLINE, ("KL",), True),
        (Role.RECEPTION, (), True),
        (Role.COORDINATOR, ("DA", "KL"), True),
        (Role.TRAINEE, ("KL",), False),
        (Role.MEDICAL, ("KL",), False),
        ("of a newer program", ("KL",), False),
        (Role.HOTLINE, ("DA",), False),
    ],
)
async def test_only_in_the_name_of_somebody_who_works_there(
    served: Served, role: str, centres: tuple[str, ...], *, may: bool
) -> None:
    world, client, _ = served
    await asyncio.to_thread(world.put, Operator(id="op-2", name="Neu, A", role=role, centre_ids=centres))
    headers = await hotline(served)
    status = 200 if may else 403
    assert (await search(served, headers, "meier", "op-2")).status_code == status
    opened = await client.post("/v1/persons/here/open", params={"operator": "op-2"}, headers=headers)
    assert opened.status_code == (204 if may else 403)
    for nobody in ("", "unnamed", "op-9", "\0"):
        assert (await search(served, headers, "meier", nobody)).status_code == 403


async def test_every_search_is_written_down_without_what_was_typed(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    world, _, _ = served
    headers = await hotline(served)
    await search(served, headers, "hannelore 41")
    world.wall.go_on(minutes=1)
    await search(served, headers, "nobody at all")
    desk_id = only_desk(world)
    said = [(e.action, e.operator_id, e.desk_id, e.fields, e.subject, e.at) for e in trail(world, desk_id)]
    assert said == [
        ("search_persons", "op-1", desk_id, "shown=1", "", "2021-12-15T08:40:00.000000Z"),
        ("search_persons", "op-1", desk_id, "shown=0", "", "2021-12-15T08:41:00.000000Z"),
    ]
    of_the_service = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert "hannelore" not in repr([said, of_the_service]).lower()


async def test_what_cannot_be_written_down_is_not_shown(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = await hotline(served)

    def fails(*_arguments: object) -> None:
        raise StoreProblem("database_failed")

    monkeypatch.setattr("empfang.central.view_log.AuditTrail.flush", fails)
    reply = await search(served, headers, "meier")
    assert (reply.status_code, reply.json()["code"]) == (503, "database_failed")
    assert "Hannelore" not in reply.text
    monkeypatch.undo()
    assert (await search(served, headers, "meier")).status_code == 200


async def test_many_searches_at_once_are_all_written_down(served: Served) -> None:
    world, _, _ = served
    one, other = await hotline(served), await hotline(served)
    replies = await asyncio.gather(*[search(served, each, "meier") for each in (one, other) for _ in range(15)])
    assert {reply.status_code for reply in replies} == {200}
    assert [len(trail(world, only_desk(world, number))) for number in (1, 2)] == [15, 15]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({}, "bad_request"),
        ({"q": ""}, "search_short"),
        ({"q": "m"}, "search_short"),
        ({"q": " m  "}, "search_short"),
        ({"q": "m" * 201}, "bad_request"),
        ({"q": "meier", "limit": 0}, "bad_request"),
        ({"q": "meier", "limit": MAX_FOUND + 1}, "bad_request"),
        ({"q": "meier", "limit": "viele"}, "bad_request"),
        ({"q": "meier", "operator": "x" * 65}, "bad_request"),
    ],
)
async def test_what_is_no_search_is_named_and_not_written_down(
    served: Served, params: dict[str, Any], code: str
) -> None:
    world, client, _ = served
    headers = await hotline(served)
    reply = await client.get("/v1/persons", params={"operator": "op-1", **params}, headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (422, code)
    assert "meier" not in reply.text
    assert trail(world, only_desk(world)) == []


async def test_nul_and_markup_in_a_search_are_letters_like_others(served: Served) -> None:
    headers = await hotline(served)
    for text in ("\0\0", "mei\0er", "[/b]", "'; --", "%%"):
        assert (await search(served, headers, text)).status_code == 200


async def test_a_program_that_reads_everything_is_slowed_down(served: Served) -> None:
    headers, other = await hotline(served), await hotline(served)
    for _ in range(AT_ONCE):
        assert (await search(served, headers, "meier")).status_code == 200
    replies = [await search(served, headers, "meier") for _ in range(30)]
    refused = [reply for reply in replies if reply.status_code == 429]
    assert refused
    assert (refused[-1].json()["code"], refused[-1].headers["Retry-After"]) == ("too_many_searches", "1")
    assert (await search(served, other, "meier")).status_code == 200, "each desk by itself"


async def test_opening_brings_everything_about_a_person_and_names_the_operator(served: Served) -> None:
    world, client, _ = served
    headers = await hotline(served)
    cursor = unpack((await client.get("/v1/snapshot", headers=headers)).content).head.cursor
    reply = await client.post("/v1/persons/here/open", params={"operator": "op-1"}, headers=headers)
    assert reply.status_code == 204
    page = ChangesPage.model_validate_json(
        (await client.get("/v1/changes", params={"cursor": cursor, "wait": 5}, headers=headers)).content
    )
    assert {(change.op, change.kind) for change in page.changes} == {
        ("left_scope", "person"), ("put", "person"), ("put", "appointment"),
    }  # fmt: skip
    [event] = trail(world, only_desk(world))
    assert (event.action, event.subject, event.operator_id) == ("open_person", "here", "op-1")


@pytest.mark.parametrize("person_id", ["there", "nowhere", "nobody", "%00", "x" * 200])
async def test_only_people_of_the_centres_it_serves_can_be_opened(served: Served, person_id: str) -> None:
    world, client, _ = served
    headers = await hotline(served)
    reply = await client.post(f"/v1/persons/{person_id}/open", params={"operator": "op-1"}, headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (404, "person_unknown")
    assert trail(world, only_desk(world)) == []


async def test_a_search_is_answered_while_all_page_readers_are_busy(served: Served) -> None:
    _, _, service = served
    headers = await hotline(served)
    release = asyncio.Event()
    loop = asyncio.get_running_loop()

    def wait() -> None:
        asyncio.run_coroutine_threadsafe(release.wait(), loop).result(10)

    busy = [asyncio.create_task(service.read_pages(wait)) for _ in range(8)]
    try:
        async with asyncio.timeout(5):
            assert (await search(served, headers, "meier")).status_code == 200
    finally:
        release.set()
        await asyncio.gather(*busy)


async def test_entries_that_wait_together_are_written_together() -> None:
    written: list[int] = []
    hold = asyncio.Event()

    async def write(together: Any) -> None:
        written.append(len(together))
        await hold.wait()

    log = ViewLog(write)
    notes = [asyncio.create_task(log.note(Searched("d", "o", at("09:00"), n))) for n in range(10)]
    await asyncio.sleep(0.01)
    notes[3].cancel()
    hold.set()
    done = await asyncio.gather(*notes, return_exceptions=True)
    assert written in ([10], [1, 9])
    assert [isinstance(each, asyncio.CancelledError) for each in done].count(True) == 1


async def test_a_person_registered_a_moment_ago_is_found(served: Served) -> None:
    world, _, _ = served
    headers = await hotline(served)
    await asyncio.to_thread(world.put, Person(id="new", family="Meier", given="Neu", registered_centre_id="KL"))
    reply = await search(served, headers, "meier")
    assert [each["person_id"] for each in reply.json()["persons"]] == ["new", "here"]
