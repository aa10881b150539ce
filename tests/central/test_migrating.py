"""Databases of earlier versions: brought to this one once, with everything that is in them."""

import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import pytest
import zstandard
from sqlalchemy import inspect

from empfang.central import epochs
from empfang.central.database import CentralDatabase
from empfang.central.migrating import make_first_version, migrate
from empfang.central.tables import SCHEMA_VERSION
from empfang.central.writer import decide
from empfang.cli.central import open_database
from empfang.errors import StoreProblem
from empfang.model import Appointment, AppointmentStatus, Conflict, Desk, Encounter, Person
from empfang.protocol import Status
from empfang.rows import Cursor, Flavour, Rows, marked
from tests.times import at
from tests.world import Wall

DATA = Path(__file__).parents[1] / "data"
NOW = at("12:00")


def kept(name: str) -> bytes:
    """A file that an earlier version made."""
    return zstandard.ZstdDecompressor().decompress((DATA / name).read_bytes())


@pytest.fixture
def first(tmp_path: Path) -> Iterator[CentralDatabase]:
    """A service's database as version 1 left it: 21 persons, 13 commands of two desks, one refused, an import."""
    (tmp_path / "central.db").write_bytes(kept("service-v1.db.zst"))
    made = CentralDatabase(tmp_path / "central.db")
    yield made
    made.close()


def schema(database: CentralDatabase) -> dict[str, Any]:
    """Tables, columns and indexes, as the database tells."""
    known = inspect(database.engine)
    return {
        table: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"]) for column in known.get_columns(table)
            },
            "key": known.get_pk_constraint(table)["constrained_columns"],
            "indexes": {
                (index["name"], tuple(cast(list[str], index["column_names"])), bool(index["unique"]))
                for index in known.get_indexes(table)
            },
            "unique": [tuple(each["column_names"]) for each in known.get_unique_constraints(table)],
        }
        for table in known.get_table_names()
    }


def rows(cursor: Cursor, flavour: Flavour, query: str, *values: Any) -> list[tuple[Any, ...]]:
    cursor.execute(marked(query, flavour), values)
    return [tuple(row) for row in cursor.fetchall()]


def beside(database: CentralDatabase, tmp_path: Path) -> CentralDatabase:
    """Another empty database of the same kind."""
    if database.flavour == "sqlite":
        return CentralDatabase(tmp_path / "beside.db")
    with database.writing() as cursor:
        [(schema_name,)] = rows(cursor, "postgresql", "SELECT current_schema()")
        cursor.execute(f"CREATE SCHEMA {schema_name}_beside")
    url = database.url.render_as_string(hide_password=False)
    return CentralDatabase(url.replace(schema_name, f"{schema_name}_beside"))


def test_a_new_database_and_one_of_the_first_version_come_to_the_same(
    database: CentralDatabase, tmp_path: Path
) -> None:
    other = beside(database, tmp_path)
    try:
        make_first_version(database, NOW)
        with database.writing() as cursor:
            cursor.execute("INSERT INTO head VALUES (1, 'e', 0, 1)")
        with pytest.raises(StoreProblem, match="database_older"):
            database.check()
        migrate(database, NOW)
        database.check()
        other.create(NOW)
        assert schema(database) == schema(other)
        assert len(schema(other)) > 20
        versions = []
        for each in (database, other):
            with each.reading() as cursor:
                versions.append(rows(cursor, each.flavour, "SELECT version_num FROM alembic_version"))
        assert versions == [[(f"{SCHEMA_VERSION:04}",)]] * 2
        assert migrate(other, NOW) is None, "a new one is of this version"
    finally:
        if other.flavour == "postgresql":
            with other.writing() as cursor:
                cursor.execute(
                    "DROP SCHEMA " + rows(cursor, "postgresql", "SELECT current_schema()")[0][0] + " CASCADE"
                )
        other.close()


def test_everything_is_there_and_what_follows_from_it_is_filled_in(first: CentralDatabase) -> None:
    migrate(first, NOW)
    with first.reading() as cursor:
        found = Rows(cursor, "sqlite")
        assert [len(found.find(kind)) for kind in (Person, Appointment, Encounter, Conflict)] == [21, 23, 5, 1]
        assert {desk.role for desk in found.find(Desk)} == {"reception"}
        [conflict] = found.find(Conflict)
        assert (conflict.conflict_kind, conflict.decision, conflict.decided_at) == ("double_check_in", "", None)
        assert epochs.head(cursor)[1] == 39
        assert rows(cursor, "sqlite", "SELECT previous, number, seen_to FROM epoch_begun") == [(None, 0, 0)]
        assert rows(cursor, "sqlite", "SELECT epoch FROM epoch_begun") == [(epochs.head(cursor)[0],)]
        about_people = ("person", "appointment", "encounter", "conflict")
        said = rows(cursor, "sqlite", "SELECT kind, subject FROM feed_entry")
        assert all(bool(subject) == (kind in about_people) for kind, subject in said)
        known = {person.id for person in found.find(Person)}
        assert {row[0] for row in rows(cursor, "sqlite", "SELECT subject FROM feed_entry WHERE subject <> ''")} <= known
        assert {row[0] for row in rows(cursor, "sqlite", "SELECT subject FROM received_subject")} <= known
        assert rows(cursor, "sqlite", "SELECT count(*) FROM received WHERE kind = ''") == [(0,)]
        unconcerned = "SELECT count(*) FROM received WHERE command_id NOT IN (SELECT command_id FROM received_subject)"
        assert rows(cursor, "sqlite", unconcerned) == [(0,)]
        assert {row[0] for row in rows(cursor, "sqlite", "SELECT until FROM scope")} == {"2022-02-13"}
        assert rows(cursor, "sqlite", "SELECT count(*) FROM received WHERE verdict LIKE '%refused%'") == [(1,)]
        assert rows(cursor, "sqlite", "SELECT count(*) FROM import_run WHERE rows = 12") == [(1,)]


def test_what_was_decided_gets_its_first_verdict_again_and_is_not_counted_twice(first: CentralDatabase) -> None:
    migrate(first, NOW)
    with first.reading() as cursor:
        received = rows(cursor, "sqlite", "SELECT desk_id, line, verdict FROM received ORDER BY desk_id, number")
        before = epochs.head(cursor)
    clock = Wall(NOW).clock
    for desk_id, line, verdict in received:
        [reply] = decide(first, clock, [(desk_id, [bytes(line)])])
        assert reply.verdicts[0].model_dump_json() == verdict
    with first.reading() as cursor:
        assert epochs.head(cursor) == before
    assert Status.REFUSED in {
        decide(first, clock, [(row[0], [bytes(row[1])])])[0].verdicts[0].status for row in received
    }


def test_a_sqlite_file_is_copied_first_and_then_migrated_when_it_is_opened(
    first: CentralDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(first.url.database or "")
    open_database(str(path)).close()
    copy = path.with_name("central.db.v1-1")
    assert str(copy) in capsys.readouterr().err
    assert CentralDatabase(copy).version() == 1
    if os.name == "posix":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    first.check()
    open_database(str(path)).close()
    assert capsys.readouterr().err == "", "there is nothing more to do"
    assert not path.with_name("central.db.v1-2").exists()


def test_a_copy_that_cannot_be_made_leaves_everything_as_it_was(
    first: CentralDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    before = schema(first)
    monkeypatch.setattr(os, "open", full)
    with pytest.raises(StoreProblem, match="copy_failed"):
        migrate(first, NOW)
    monkeypatch.undo()
    assert schema(first) == before
    assert first.version() == 1


def test_a_migration_that_fails_leaves_everything_as_it_was(
    database: CentralDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_first_version(database, NOW)
    with database.writing() as cursor:
        cursor.execute("INSERT INTO head VALUES (1, 'e', 0, 1)")
        cursor.execute(
            "INSERT INTO person (id, revision, family, given, street, house_number, postal_code, town,"
            " district, phones, email, channel, language, needs, reachable_from, reachable_until,"
            " vaccines_wanted, reported_doses, identifiers)"
            " VALUES ('p', 1, 'A', '', '', '', '', '', '', '[]', '', '', '', '[]', '', '', '[]', '[]', '[]')"
        )
        # An entry that no program of ours can have written.
        cursor.execute("INSERT INTO feed_entry VALUES ('centre:KL', 1, 0, 'put', 'encounter', 'e', 1, NULL, '{}')")
    before = schema(database)
    with pytest.raises(KeyError):
        migrate(database, NOW)
    assert schema(database) == before
    assert database.version() == 1


def test_of_several_processes_that_start_at_once_one_migrates(database: CentralDatabase, tmp_path: Path) -> None:
    make_first_version(database, NOW)
    with database.writing() as cursor:
        cursor.execute("INSERT INTO head VALUES (1, 'e', 0, 1)")
    url = database.url.render_as_string(hide_password=False)

    def start(_: int) -> bool:
        process = CentralDatabase(url)
        migrate(process, NOW)
        process.check()
        process.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(start, range(4))) == [True] * 4
    with database.reading() as cursor:
        assert rows(cursor, database.flavour, "SELECT count(*) FROM epoch_begun") == [(1,)]
    assert len(list(tmp_path.glob("central.db.v1-*"))) == (1 if database.flavour == "sqlite" else 0)


def test_a_postgresql_of_an_older_version_is_left_alone_by_everything_but_the_command(
    postgresql_database: CentralDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    from empfang.cli.root import run  # noqa: PLC0415
    from empfang.texts.problems import words_for  # noqa: PLC0415

    make_first_version(postgresql_database, NOW)
    with postgresql_database.writing() as cursor:
        cursor.execute("INSERT INTO head VALUES (1, 'e', 0, 1)")
    url = postgresql_database.url.render_as_string(hide_password=False)
    with pytest.raises(StoreProblem, match="database_older") as told:
        open_database(url)
    assert "empfang central migrate" in words_for(told.value)
    assert postgresql_database.version() == 1
    assert run(["central", "migrate", "--database", url]) == 0
    open_database(url).close()
    assert run(["central", "migrate", "--database", url]) == 0
    assert "schon auf dem Stand" in capsys.readouterr().out


def test_a_database_of_a_newer_version_is_left_alone(first: CentralDatabase) -> None:
    with first.writing() as cursor:
        cursor.execute("UPDATE head SET schema_version = 99")
    with pytest.raises(StoreProblem, match="database_newer"):
        migrate(first, NOW)


def test_a_cancelled_appointment_stays_so(first: CentralDatabase) -> None:
    migrate(first, NOW)
    with first.reading() as cursor:
        states = [appointment.status for appointment in Rows(cursor, "sqlite").find(Appointment)]
    assert states.count(AppointmentStatus.CANCELLED) == 2, "one called off, one moved"
