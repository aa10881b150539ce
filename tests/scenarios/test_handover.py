"""Handing over another desk's unsent work (checkin.md 41 and 64)."""

import asyncio
import base64
import json
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from empfang.audit import broken_at, events
from empfang.central.app import Service, make_app
from empfang.central.database import CentralDatabase
from empfang.central.sql import select_rows, table_of
from empfang.central.tables import DeskAccess, Received
from empfang.model import DoseKind, Person
from empfang.protocol import Effect, HandedOver, HandoverReply, SealedCommand, Status
from empfang.rows import marked
from empfang.sealing import new_key_pair, seal
from empfang.store.mirror import Mirror, export
from tests.world import Place, World


def hand_over(by: Place, lines: Sequence[bytes]) -> list[HandedOver]:
    """What the service's own app answers to this desk."""

    async def ask() -> HandoverReply:
        world = by.world
        service = Service(CentralDatabase(world.database.url.render_as_string(hide_password=False)), world.wall.clock)
        async with service.running():
            transport = httpx.ASGITransport(make_app(service))
            async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
                response = await client.post(
                    "/v1/handover",
                    content=b"\n".join(lines),
                    headers={"Authorization": f"Bearer {by.store.meta('token')}"},
                )
                assert response.status_code == 200, response.text
                return HandoverReply.model_validate_json(response.content)

    return list(asyncio.run(ask()).lines)


def revoke(place: Place) -> None:
    """Take a desk's access away."""
    with place.world.database.writing() as cursor:
        statement = marked("UPDATE desk_access SET revoked = ? WHERE desk_id = ?", place.world.database.flavour)
        cursor.execute(statement, (True, place.id))


def exported(place: Place) -> list[bytes]:
    """What the desk has not sent, sealed."""
    path = place.folder / "export.empfang"
    export(place.store, path)
    return path.read_bytes().splitlines()


def handed_over_by(world: World) -> dict[str, str | None]:
    """Of each command at the service: who brought it."""
    table = table_of(Received)
    from sqlalchemy import select  # noqa: PLC0415

    with world.database.reading() as cursor:
        rows = select_rows(cursor, world.database.flavour, select(table.c.command_id, table.c.handed_over_by))
    return {row[0]: row[1] for row in rows}


@pytest.fixture
def pair(world: World) -> tuple[Place, Place]:
    """Two desks; the first one has admitted three people and registered one, and cannot send."""
    for name in ("Meier, Anna", "Schulz, Bert", "Weiss, Cem"):
        world.booked(world.person(name))
    lost, other = world.place(), world.place()
    for name in ("meier", "schulz", "weiss"):
        [row] = lost.desk.search(name)
        lost.desk.admit(row.person_id, row.appointment_id)
    lost.desk.register_person({"family": "Neu"})
    return lost, other


def test_64_a_computer_that_died_its_work_is_brought_by_another_desk(pair: tuple[Place, Place], tmp_path: Path) -> None:
    lost, other = pair
    stick = tmp_path / "stick"
    stick.mkdir()
    Mirror(lost.store, stick).catch_up()
    content = Mirror(lost.store, stick).path.read_bytes()
    told = hand_over(other, content.splitlines())
    assert [each.code for each in told] == ["taken"] * 4
    assert all(each.verdict is not None and each.verdict.effect is Effect.FULL for each in told)
    assert set(handed_over_by(lost.world).values()) == {other.id}
    other.pull()
    assert other.state() == lost.world.state()
    assert len(other.state()["encounter"]) == 3
    trail = f"desk:{other.id}"
    with lost.world.database.reading() as cursor:
        logged = events(cursor, lost.world.database.flavour, trail)
        own = events(cursor, lost.world.database.flavour, f"desk:{lost.id}")
    assert [(event.action, event.subject) for event in logged] == [("hand_over", lost.id)] * 4
    assert broken_at(logged) is None
    assert broken_at(own) is None
    assert {event.command_id for event in own} == {event.command_id for event in logged}


def test_64_when_the_desk_comes_back_its_own_get_the_first_verdicts(pair: tuple[Place, Place]) -> None:
    lost, other = pair
    first = hand_over(other, exported(lost))
    again = lost.push()
    assert list(again.verdicts) == [each.verdict for each in first]
    assert again.contiguous == 4
    lost.pull()
    other.pull()
    lost.world.assert_all_equal()
    assert lost.unsent() == 0
    assert set(handed_over_by(lost.world).values()) == {other.id}, "it stays said who brought them"


def test_handed_over_twice_counts_once(pair: tuple[Place, Place]) -> None:
    lost, other = pair
    lines = exported(lost)
    hand_over(other, lines[:2])
    told = hand_over(other, [*lines, lines[3]])
    assert [each.code for each in told] == ["known", "known", "taken", "taken", "known"]
    assert told[3].verdict == told[4].verdict
    other.pull()
    assert len(other.state()["encounter"]) == 3


def test_41_a_revoked_desk_keeps_its_work_and_another_one_brings_it(pair: tuple[Place, Place]) -> None:
    lost, other = pair
    revoke(lost)
    assert lost.unsent() == 4
    told = hand_over(other, exported(lost))
    assert [each.code for each in told] == ["taken"] * 4
    other.pull()
    assert other.state() == lost.world.state()


def test_what_is_forged_or_spoilt_is_named_and_its_neighbours_go_on(pair: tuple[Place, Place]) -> None:
    lost, other = pair
    good = exported(lost)
    key = lost.store.meta("recovery_key") or ""
    command = lost.store.unsent(1)[0].line
    with_other_token = seal(key, "guessed", lost.id, 1, "c1", command.replace(b"Meier", b"Maier"))
    as_other_desk = seal(key, other.store.meta("token") or "", other.id, 1, "c1", command)
    nobody = seal(key, "token", "nobody", 1, "c1", command)
    for_another = seal(new_key_pair()[1], lost.store.meta("token") or "", lost.id, 1, "c1", command)
    outside = SealedCommand.model_validate_json(good[1])
    box = bytearray(base64.b64decode(outside.sealed))
    box[len(box) // 2] ^= 1
    byte_changed = outside.model_copy(update={"sealed": base64.b64encode(box).decode()}).model_dump_json().encode()
    relabelled = outside.model_copy(update={"desk_id": other.id}).model_dump_json().encode()
    lines = [
        good[0], with_other_token, as_other_desk, nobody, for_another, byte_changed, relabelled, b"{}", b"\xff\x00",
        good[2], good[3],
    ]  # fmt: skip
    told = hand_over(other, lines)
    assert [each.code for each in told] == [
        "taken", "forged", "forged", "desk_unknown", "unreadable", "unreadable", "forged", "unreadable", "unreadable",
        "taken", "taken",
    ]  # fmt: skip
    assert set(handed_over_by(lost.world)) == {
        json.loads(each.line)["id"] for place, each in enumerate(lost.store.unsent(9)) if place != 1
    }


def test_a_dependent_waits_until_its_root_is_brought(pair: tuple[Place, Place]) -> None:
    lost, other = pair
    person_id = lost.desk.register_person({"family": "Erst"})
    lost.desk.change_person(person_id, {"given": "Dann"})
    *_, root, dependent = exported(lost)
    told = hand_over(other, [dependent])
    assert [(each.code, each.verdict) for each in told] == [("waits", None)]
    told = hand_over(other, [dependent, root])
    assert [each.code for each in told] == ["taken", "taken"], "in the order in which the desk made them"


def test_a_request_that_is_brought_is_decided_like_any_other(pair: tuple[Place, Place]) -> None:
    lost, other = pair
    full, free = lost.world.slot("11:00", capacity=0), lost.world.slot("12:00", capacity=1)
    person = next(person.id for person in lost.records(Person))
    lost.pull()
    lost.desk.book(person, full.id, "KL:online", DoseKind.BOOSTER)
    lost.desk.book(person, free.id, "KL:online", DoseKind.BOOSTER)
    told = hand_over(other, exported(lost))[-2:]
    assert [each.verdict.status for each in told if each.verdict] == [Status.REFUSED, Status.GRANTED]
    lost.sync()
    assert lost.desk.shift().to_deal_with == 1


def test_lines_of_several_desks_come_in_one_request(pair: tuple[Place, Place]) -> None:
    lost, other = pair
    third = lost.world.place()
    third.desk.register_person({"family": "Dritter"})
    told = hand_over(other, [exported(third)[0], *exported(lost)])
    assert [(each.code, each.desk_id) for each in told] == [("taken", third.id), *[("taken", lost.id)] * 4]


def test_a_service_of_before_gets_its_key_when_the_next_desk_enrols(world: World) -> None:
    with world.database.writing() as cursor:
        cursor.execute("DELETE FROM service_key")
    lost, other = world.place(), world.place()
    assert lost.store.meta("recovery_key") == other.store.meta("recovery_key")
    lost.desk.register_person({"family": "Neu"})
    assert [each.code for each in hand_over(other, exported(lost))] == ["taken"]


def test_only_the_digest_of_a_token_is_at_the_service(world: World) -> None:
    place = world.place()
    table = table_of(DeskAccess)
    from sqlalchemy import select  # noqa: PLC0415

    with world.database.reading() as cursor:
        [(digest,)] = select_rows(cursor, world.database.flavour, select(table.c.token_digest))
    assert digest != place.store.meta("token")
