"""A store of version 1: it opens, keeps what is unsent, and goes on with the service that was updated beside it."""

import json
import secrets
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from empfang.central.database import CentralDatabase
from empfang.central.migrating import migrate
from empfang.central.writer import decide
from empfang.commands.all import read_command, released_versions
from empfang.model import Appointment, Deletion, Encounter, Person
from empfang.protocol import Status
from empfang.rows import Rows
from empfang.store import Store, create_store, open_store
from empfang.store.database import KEY_FILE, STORE_FILE
from empfang.store.migrations import VERSION
from empfang.sync.step import Reply
from tests.central.test_migrating import DATA, NOW, kept
from tests.store.test_rebase import everything
from tests.world import Place, World

UNSENT = 1
OUTBOX = 11


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk's folder as version 1 left it.

    The frozen file is not encrypted, since random bytes do not compress; here it gets a key, as it had one.
    """
    found = tmp_path / "desk-1"
    found.mkdir()
    plain = tmp_path / "plain.db"
    plain.write_bytes(kept("desk-v1.db.zst"))
    key = secrets.token_hex(32)
    (found / KEY_FILE).write_text(key)
    connection = dbapi2.connect(str(plain))
    connection.execute(f"ATTACH DATABASE '{found / STORE_FILE}' AS desk KEY \"x'{key}'\"")
    connection.execute("SELECT sqlcipher_export('desk')")
    connection.execute("PRAGMA desk.user_version = 1")
    connection.execute("DETACH DATABASE desk")
    connection.close()
    plain.unlink()
    return found


def schema(store: Store) -> dict[str, Any]:
    """Tables with their columns, and indexes."""
    run = store.database.connection.execute
    tables = [row[0] for row in run("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    indexes = run("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    return {
        **{name: {(*row[1:4], row[5]) for row in run(f"PRAGMA table_info({name})")} for name in tables},
        "indexes": {(name, " ".join(sql.split())) for name, sql in indexes},
    }


def outbox(store: Store) -> list[tuple[Any, ...]]:
    query = "SELECT number, command_id, kind, bytes, verdict, feed_number, settled_at FROM outbox ORDER BY number"
    return [tuple(row) for row in store.database.connection.execute(query).fetchall()]


def frozen_outbox(tmp_path: Path) -> list[tuple[Any, ...]]:
    """The outbox in the frozen file, not touched by anything of this version."""
    path = tmp_path / "untouched.db"
    path.write_bytes(kept("desk-v1.db.zst"))
    connection = dbapi2.connect(str(path))
    query = "SELECT number, command_id, kind, bytes, verdict, feed_number, settled_at FROM outbox ORDER BY number"
    rows = [tuple(row) for row in connection.execute(query).fetchall()]
    connection.close()
    return rows


def test_it_comes_to_the_same_tables_as_a_new_one(folder: Path, tmp_path: Path) -> None:
    old, new = Store(open_store(folder)), Store(create_store(tmp_path / "new", {}))
    assert schema(old) == schema(new)
    for store in (old, new):
        assert store.database.connection.execute("PRAGMA user_version").fetchone()[0] == VERSION
        store.close()


def test_it_keeps_everything_that_is_unsent_and_settled(folder: Path, tmp_path: Path) -> None:
    store = Store(open_store(folder))
    assert outbox(store) == frozen_outbox(tmp_path)
    assert len(outbox(store)) == OUTBOX
    assert store.unsent_count()[0] == UNSENT
    assert store.standing().mark == ""
    found = Rows(store.database.connection.cursor(), "sqlite")
    assert [len(found.find(kind)) for kind in (Person, Appointment, Encounter, Deletion)] == [21, 23, 4, 0]
    store.close()
    again = Store(open_store(folder))
    assert outbox(again) == frozen_outbox(tmp_path), "opened twice, migrated once"
    again.close()


def test_it_goes_on_with_the_service_that_was_updated(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "central.db").write_bytes(kept("service-v1.db.zst"))
    database = CentralDatabase(tmp_path / "central.db")
    migrate(database, NOW)
    world = World(database, tmp_path, fresh=False)
    world.wall.moment = NOW
    place = Place(world, folder, world.wall)
    world.places.append(place)
    for _ in range(3):
        assert place.meet().reply is Reply.OK
    assert place.unsent() == 0
    assert everything(place)["images"] == []
    world.assert_all_equal()
    place.desk.change_person(place.records(Person)[0].id, {"street": "Lindenweg"})
    assert place.meet().reply is Reply.OK
    world.assert_all_equal()
    assert place.store.standing().mark, "from now on it knows what it has seen"
    world.close()


def test_every_command_that_was_ever_released_is_read(tmp_path: Path) -> None:
    """By desks from their outbox, and by the service from whatever desk."""
    released: dict[str, set[tuple[str, int]]] = {}
    for file in sorted(DATA.glob("commands-v*.ndjson")):
        for line in file.read_bytes().splitlines():
            command, payload = read_command(line)
            assert payload.kind == command.kind
            said = json.loads(line)["payload"]
            fields = type(payload).model_fields.items()
            unsaid = json.loads(json.dumps({name: field.default for name, field in fields if name not in said}))
            assert payload.model_dump(mode="json") == {**said, **unsaid}, (
                "nothing is lost, or added that means something"
            )
            released.setdefault(file.name, set()).add((command.kind, command.version))
    first = {"book", "cancel_appointment", "change_person", "check_in", "left_before_dose", "rebook",
             "register_person", "undo_check_in"}  # fmt: skip
    assert released["commands-v1.ndjson"] == {(kind, 1) for kind in first}
    assert set().union(*released.values()) == released_versions(), "a new version: keep a line of it here, for ever"


def test_what_an_older_desk_sends_is_decided_by_this_service(sqlite_database: CentralDatabase, tmp_path: Path) -> None:
    world = World(sqlite_database, tmp_path)
    place = world.place()
    sent = []
    for number, line in enumerate((DATA / "commands-v1.ndjson").read_bytes().splitlines(), start=1):
        said = json.loads(line)
        sent.append(json.dumps({**said, "desk_id": place.id, "number": number, "needs": []}).encode())
    [reply] = decide(world.database, world.wall.clock, [(place.id, sent)])
    assert {verdict.status for verdict in reply.verdicts} == {Status.RECORDED, Status.REFUSED}
    assert reply.contiguous == len(sent)
    world.close()
