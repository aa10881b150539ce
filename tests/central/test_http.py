"""The service over HTTP: who may ask, limits, problems, waiting, enrolment."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from empfang.central import epochs
from empfang.central.access import make_code
from empfang.central.app import Service, make_app
from empfang.central.database import CentralDatabase
from empfang.model import DeskRole, Person
from empfang.packing import unpack
from empfang.protocol import MAX_COMMANDS, ChangesPage, CommandsReply
from tests.world import World


@pytest.fixture
async def served(world: World) -> AsyncIterator[tuple[World, httpx.AsyncClient]]:
    """The real app on the real database; only the socket is left out (tests/processes has it)."""
    service = Service(CentralDatabase(world.database.url.render_as_string(hide_password=False)), world.wall.clock)
    transport = httpx.ASGITransport(make_app(service))
    async with service.running(), httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield world, client


async def enrolled(
    world: World,
    client: httpx.AsyncClient,
    centre_id: str = "KL",
    role: DeskRole = DeskRole.RECEPTION,
    serves: tuple[str, ...] = (),
) -> dict[str, str]:
    """Headers of a newly enrolled desk."""
    code = make_code(world.database, centre_id, "", world.wall.moment, role, serves)
    reply = await client.post("/v1/enrol", json={"code": code})
    assert reply.status_code == 200
    return {"Authorization": f"Bearer {reply.json()['token']}"}


async def test_without_a_token_nobody_gets_anything(served: tuple[World, httpx.AsyncClient]) -> None:
    _, client = served
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eA=="}, {"Authorization": ""}):
        for path in ("/v1/changes?cursor=0", "/v1/snapshot", "/v1/persons?q=meier"):
            reply = await client.get(path, headers=headers)
            assert (reply.status_code, reply.json()["code"]) == (401, "token_unknown")
            assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("change", ["used", "expired", "unknown"])
async def test_52_an_enrolment_code_that_is_used_expired_or_unknown_is_refused(
    served: tuple[World, httpx.AsyncClient], change: str
) -> None:
    world, client = served
    code = make_code(world.database, "KL", "", world.wall.moment)
    if change == "used":
        assert (await client.post("/v1/enrol", json={"code": code.lower().replace("-", " ")})).status_code == 200
    elif change == "expired":
        world.wall.moment += timedelta(hours=49)
    else:
        code = "AAAA-BBBB-CCCC-DDDD"
    reply = await client.post("/v1/enrol", json={"code": code})
    assert (reply.status_code, reply.json()["code"]) == (403, f"enrol_code_{change}")


async def test_enrolling_gives_the_next_number_of_the_centre(served: tuple[World, httpx.AsyncClient]) -> None:
    world, client = served
    numbers = []
    for centre in ("KL", "KL", "DA"):
        code = make_code(world.database, centre, "", world.wall.moment)
        numbers.append((await client.post("/v1/enrol", json={"code": code})).json()["desk_number"])
    assert numbers == [1, 2, 1]


async def test_a_desk_hears_of_a_change_while_it_waits(served: tuple[World, httpx.AsyncClient]) -> None:
    world, client = served
    headers = await enrolled(world, client)
    part = unpack((await client.get("/v1/snapshot", headers=headers)).content).head
    waiting = asyncio.create_task(
        client.get("/v1/changes", params={"cursor": part.cursor, "wait": 20}, headers=headers, timeout=30)
    )
    await asyncio.sleep(0.3)
    assert not waiting.done()
    # Written by another connection, as an import beside the service would.
    await asyncio.to_thread(world.put, Person(id="p", family="Neu", registered_centre_id="KL"))
    page = ChangesPage.model_validate_json((await asyncio.wait_for(waiting, 3)).content)
    assert [(change.kind, change.id) for change in page.changes] == [("person", "p")]


async def test_a_wait_without_change_ends_when_its_time_is_up(served: tuple[World, httpx.AsyncClient]) -> None:
    world, client = served
    headers = await enrolled(world, client, "DA")
    part = unpack((await client.get("/v1/snapshot", headers=headers)).content).head
    await asyncio.to_thread(world.put, Person(id="p", family="Neu", registered_centre_id="KL"))
    reply = await client.get("/v1/changes", params={"cursor": part.cursor, "wait": 0.5}, headers=headers)
    page = ChangesPage.model_validate_json(reply.content)
    assert page.changes == ()
    assert page.cursor == page.head > part.cursor, "nothing of Kaiserslautern is shown in Darmstadt"


async def test_another_epoch_or_a_cursor_ahead_asks_for_a_snapshot(served: tuple[World, httpx.AsyncClient]) -> None:
    world, client = served
    headers = await enrolled(world, client)
    for params in ({"cursor": 0, "epoch": "old"}, {"cursor": 99}):
        reply = await client.get("/v1/changes", params=params, headers=headers)
        assert (reply.status_code, reply.json()["code"]) == (410, "other_epoch")


@pytest.mark.parametrize("call", ["changes", "commands"])
@pytest.mark.parametrize("seen", [{"cursor": 99}, {"cursor": 1, "mark": "of another history"}])
async def test_a_service_put_back_without_a_word_notices_it_by_the_first_desk_that_asks(
    served: tuple[World, httpx.AsyncClient], call: str, seen: dict[str, Any]
) -> None:
    world, client = served
    headers = await enrolled(world, client)
    with world.database.reading() as cursor:
        epoch = epochs.head(cursor)[0]
    method = client.get if call == "changes" else client.post
    for _ in range(2):
        reply = await method(f"/v1/{call}", params={**seen, "epoch": epoch}, headers=headers)
        assert (reply.status_code, reply.json()["code"]) == (410, "other_epoch")
    with world.database.reading() as cursor:
        assert epochs.head(cursor)[0] != epoch
        cursor.execute("SELECT count(*) FROM epoch_begun")
        assert cursor.fetchone()[0] == 2, "one new epoch, not one for each desk that asks"


async def test_limits_are_kept_and_named(served: tuple[World, httpx.AsyncClient]) -> None:
    world, client = served
    headers = await enrolled(world, client)
    many = b"\n".join([b"{}"] * (MAX_COMMANDS + 1))
    reply = await client.post("/v1/commands", content=many, headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (413, "too_many_commands")
    for params in ({"cursor": -1}, {"cursor": "x"}, {"cursor": 0, "wait": 999}, {"cursor": 0, "limit": 0}):
        reply = await client.get("/v1/changes", params=params, headers=headers)
        assert (reply.status_code, reply.json()["code"]) == (422, "bad_request")


async def test_unreadable_lines_are_quarantined_in_place(served: tuple[World, httpx.AsyncClient]) -> None:
    world, client = served
    headers = await enrolled(world, client)
    lines = [b"not json", b"\xff\xfe", b'{"id": "x1"}', b'{"id": "' + b"y" * 70_000 + b'"}', json.dumps(
        {"id": "x2", "name": "\0"}
    ).encode()]  # fmt: skip
    body = b"\n".join(lines)
    first = CommandsReply.model_validate_json(
        (await client.post("/v1/commands", content=body, headers=headers)).content
    )
    assert [verdict.status for verdict in first.verdicts] == ["quarantined"] * 5
    assert first.verdicts[2].command_id == "x1"
    again = CommandsReply.model_validate_json(
        (await client.post("/v1/commands", content=body, headers=headers)).content
    )
    assert again.verdicts == first.verdicts
    empty = CommandsReply.model_validate_json((await client.post("/v1/commands", content=b"", headers=headers)).content)
    assert empty.verdicts == ()


async def test_a_fault_of_ours_is_a_problem_and_says_nothing_of_the_data(
    served: tuple[World, httpx.AsyncClient], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world, client = served
    headers = await enrolled(world, client)

    def fail(*_arguments: object) -> None:
        raise ValueError("Meier, Hannelore")

    monkeypatch.setattr("empfang.central.feed.snapshot_part", fail)
    reply = await client.get("/v1/snapshot", headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (500, "internal")
    assert "Meier" not in reply.text + caplog.text
    assert "ValueError" in caplog.text


async def test_the_service_documents_itself(served: tuple[World, httpx.AsyncClient]) -> None:
    _, client = served
    paths = (await client.get("/openapi.json")).json()["paths"]
    assert set(paths) == {
        "/v1/commands", "/v1/recover", "/v1/changes", "/v1/snapshot", "/v1/persons", "/v1/persons/{person_id}/open",
        "/v1/handover", "/v1/enrol", "/healthz",
        "/v1/public/register", "/v1/public/book", "/v1/public/cancel", "/v1/public/places",
    }  # fmt: skip
    assert (await client.get("/healthz")).json() == {"status": "ok"}


def test_a_missing_database_is_named(tmp_path: Path) -> None:
    from empfang.errors import StoreProblem  # noqa: PLC0415

    with pytest.raises(StoreProblem, match="database_missing"):
        CentralDatabase(tmp_path / "none.db").check()
