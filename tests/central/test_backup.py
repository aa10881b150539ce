"""Backup and restore: one file for both databases, whole or not at all."""

import json
import os
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest
import zstandard

from empfang.central import backup, epochs
from empfang.central.access import enrol, make_code
from empfang.central.database import CentralDatabase
from empfang.central.tables import SCHEMA_VERSION
from empfang.cli.root import run
from empfang.errors import Problem, StoreProblem
from empfang.model import Appointment, AppointmentStatus, Conflict, DoseKind, Encounter, Person
from empfang.sync.step import Reply
from tests.central.test_migrating import beside
from tests.scenarios.test_twice import admitted
from tests.world import Place, World


def quiet(_done: int, _rows: int) -> None:
    """Nobody looks."""


def lines_of(path: Path) -> list[Any]:
    """What a backup says, line by line."""
    with path.open("rb") as file:
        text = zstandard.ZstdDecompressor().stream_reader(file).read()
    return [json.loads(line) for line in text.splitlines()]


def written(path: Path, lines: list[Any]) -> Path:
    """A file of the same kind that says something else; its sum is right."""
    import hashlib  # noqa: PLC0415

    parts = [json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for line in lines[:-1]]
    end = {**lines[-1], "sha256": hashlib.sha256(b"".join(parts)).hexdigest()}
    path.write_bytes(zstandard.ZstdCompressor().compress(b"".join(parts) + json.dumps(end).encode() + b"\n"))
    return path


def tables_of(path: Path) -> dict[str, list[str]]:
    """The rows of each table in any order, without what a restore changes."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in lines_of(path)[1:-1]:
        if isinstance(line, dict):
            name = line["table"]
            found[name] = []
        else:
            found[name].append(json.dumps(line, sort_keys=True))
    del found["epoch_begun"], found["head"]
    return {table: sorted(rows) for table, rows in found.items()}


@pytest.fixture
def busy(world: World) -> World:
    """A service that has seen something of everything."""
    people = [world.person(f"Öztürk{number}, Anna", phones=[{"number": "+49631"}]) for number in range(3)]
    world.booked(people[0])
    slot = world.slot("11:00", 1)
    one, other = world.place(), world.place()
    admitted(one, people[0].id)
    one.desk.book(people[1].id, slot.id, "KL:online", DoseKind.FIRST)
    other.desk.book(people[2].id, slot.id, "KL:online", DoseKind.FIRST)
    for place in (one, other):
        place.meet()
    world.put(people[2].with_(needs=("wheelchair",)))
    return world


def test_every_table_is_in_it(busy: World, tmp_path: Path) -> None:
    """A table that somebody adds must not be forgotten here."""
    from sqlalchemy import inspect  # noqa: PLC0415

    manifest = backup.write(busy.database, tmp_path / "b", busy.wall.moment, quiet)
    lines = lines_of(tmp_path / "b")
    named = {line["table"] for line in lines if isinstance(line, dict) and "table" in line}
    known = inspect(busy.database.engine)
    assert named == set(known.get_table_names()) - {"alembic_version"}
    for line in lines:
        if isinstance(line, dict) and "table" in line:
            assert line["columns"] == [column["name"] for column in known.get_columns(line["table"])]
    assert lines[0] == {"format": "empfang-backup", "version": 1, "schema_version": SCHEMA_VERSION,
                        "epoch": manifest.epoch, "head": manifest.head, "created_at": manifest.created_at,
                        "rows": manifest.rows}  # fmt: skip
    assert manifest.rows == sum(lines[-1]["rows"].values()) > 50


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
def test_it_comes_back_into_either_database(
    busy: World, into: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file = tmp_path / "backup"
    before = backup.write(busy.database, file, busy.wall.moment, quiet)
    with closing(_another(busy.database, into, tmp_path, request)) as target:
        assert backup.restore(target, file, busy.wall.moment, quiet, replace=False) == before
        target.check()
        after = backup.write(target, tmp_path / "again", busy.wall.moment, quiet)
        assert tables_of(tmp_path / "again") == tables_of(file)
        assert (after.head, after.rows) == (before.head, before.rows + 1), "and one epoch more"
        assert after.epoch != before.epoch
        restored = World(target, tmp_path / "other", fresh=False)
        assert restored.state() == busy.state()


def _another(database: CentralDatabase, flavour: str, folder: Path, request: pytest.FixtureRequest) -> CentralDatabase:
    """A further empty database."""
    if flavour == "sqlite":
        return CentralDatabase(folder / "target.db")
    if database.flavour == "postgresql":
        return beside(database, folder)
    other: CentralDatabase = request.getfixturevalue("postgresql_database")
    return other


def test_it_shows_one_moment_though_the_service_goes_on(busy: World, tmp_path: Path) -> None:
    place = busy.places[0]
    written_meanwhile: list[str] = []

    def meanwhile(_done: int, _rows: int) -> None:
        written_meanwhile.append(place.desk.register_person({"family": f"Neu{len(written_meanwhile)}"}))
        place.push()

    before = busy.state()
    backup.write(busy.database, tmp_path / "b", busy.wall.moment, meanwhile)
    assert written_meanwhile
    assert len(busy.state()["person"]) == len(before["person"]) + len(written_meanwhile)
    with closing(CentralDatabase(tmp_path / "target.db")) as target:
        backup.restore(target, tmp_path / "b", busy.wall.moment, quiet, replace=False)
        assert World(target, tmp_path / "other", fresh=False).state() == before


def test_only_its_owner_may_read_it_and_nothing_is_left_beside(busy: World, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for _ in range(2):
        backup.write(busy.database, folder / "b", busy.wall.moment, quiet)
    assert [path.name for path in folder.iterdir()] == ["b"]
    if os.name == "posix":
        assert stat.S_IMODE((folder / "b").stat().st_mode) == 0o600


def test_one_that_breaks_off_leaves_the_one_before(busy: World, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    backup.write(busy.database, folder / "b", busy.wall.moment, quiet)
    before = (folder / "b").read_bytes()

    def full(_done: int, _rows: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreProblem, match="backup_unwritable"):
        backup.write(busy.database, folder / "b", busy.wall.moment, full)
    assert [path.name for path in folder.iterdir()] == ["b"]
    assert (folder / "b").read_bytes() == before
    with pytest.raises(StoreProblem, match="backup_unwritable"):
        backup.write(busy.database, tmp_path / "no such folder" / "b", busy.wall.moment, quiet)


def _cut(path: Path, at: float) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * at)])


def _flip(path: Path, at: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(len(data) * at)] ^= 0x10
    path.write_bytes(data)


def _say(path: Path, **changes: Any) -> None:
    lines = lines_of(path)
    written(path, [{**lines[0], **changes}, *lines[1:]])


def _lose_a_row(path: Path) -> None:
    lines = lines_of(path)
    place = next(place for place, line in enumerate(lines) if isinstance(line, list))
    written(path, [*lines[:place], *lines[place + 1 :]])


def _lose_a_table(path: Path) -> None:
    lines = lines_of(path)
    counts = {name: count for name, count in lines[-1]["rows"].items() if name != "recovered"}
    left = [line for line in lines if not (isinstance(line, dict) and line.get("table") == "recovered")]
    written(path, [*left[:-1], {"rows": counts}])


BAD: dict[str, tuple[str, Callable[[Path], object]]] = {
    **{f"cut at {at}": ("backup_damaged", lambda path, at=at: _cut(path, at)) for at in (0.1, 0.5, 0.9, 0.99)},
    **{f"flipped at {at}": ("backup_damaged", lambda path, at=at: _flip(path, at)) for at in (0.2, 0.5, 0.8)},
    "a row is missing": ("backup_damaged", _lose_a_row),
    "a table is missing": ("backup_damaged", _lose_a_table),
    "newer tables": ("backup_newer", lambda path: _say(path, schema_version=SCHEMA_VERSION + 1)),
    "newer format": ("backup_newer", lambda path: _say(path, version=2)),
    "older tables": ("backup_older", lambda path: _say(path, schema_version=1)),
    "another program's": ("backup_foreign", lambda path: _say(path, format="tar")),
    "a manifest without words": ("backup_damaged", lambda path: _say(path, version=None)),
    "no archive": ("backup_foreign", lambda path: path.write_text("hello")),
    "empty": ("backup_foreign", lambda path: path.write_bytes(b"")),
    "missing": ("file_missing", lambda path: path.unlink()),
    "a folder": ("file_unreadable", lambda path: (path.unlink(), path.mkdir())),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_named_and_changes_nothing(small_world: World, what: str, tmp_path: Path) -> None:
    small_world.person()
    small_world.place()
    file = tmp_path / "b"
    backup.write(small_world.database, file, small_world.wall.moment, quiet)
    code, spoil = BAD[what]
    spoil(file)
    before = small_world.state(), _head(small_world.database)
    target = CentralDatabase(tmp_path / "target.db")
    for database in (small_world.database, target):
        with pytest.raises(Problem, match=code):
            backup.restore(database, file, small_world.wall.moment, quiet, replace=True)
    assert (small_world.state(), _head(small_world.database)) == before
    assert not target.exists()


def _head(database: CentralDatabase) -> tuple[str, int]:
    with database.reading() as cursor:
        return epochs.head(cursor)


def test_what_has_been_worked_with_is_replaced_only_when_that_is_said(world: World, tmp_path: Path) -> None:
    file = tmp_path / "b"
    backup.write(world.database, file, world.wall.moment, quiet)
    backup.restore(world.database, file, world.wall.moment, quiet, replace=False)
    world.person()
    before = world.state()
    with pytest.raises(StoreProblem, match="database_not_empty"):
        backup.restore(world.database, file, world.wall.moment, quiet, replace=False)
    assert world.state() == before
    backup.restore(world.database, file, world.wall.moment, quiet, replace=True)
    assert world.state()["person"] == []


def test_a_restore_that_breaks_off_changes_nothing(busy: World, tmp_path: Path) -> None:
    file = tmp_path / "b"
    backup.write(busy.database, file, busy.wall.moment, quiet)
    busy.person("Später, Eva")
    before = busy.state(), _head(busy.database)

    def interrupted(_done: int, _rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.restore(busy.database, file, busy.wall.moment, interrupted, replace=True)
    assert (busy.state(), _head(busy.database)) == before


# Scenario 43


@pytest.fixture
def day(world: World) -> tuple[World, Place, Place]:
    """Two desks, and a slot with two places; both have everything."""
    for name in ("Albers, Ina", "Braun, Ulf", "Conrad, Eva"):
        world.booked(world.person(name, registered_centre_id="KL"))
    one, other = world.place(), world.place()
    met(one, other)
    return world, one, other


def met(*places: Place) -> None:
    for _ in range(3):
        for place in places:
            assert place.meet().reply is Reply.OK


def test_43_desks_send_again_what_was_forgotten_granted_bookings_stand_and_what_is_lost_is_listed(
    day: tuple[World, Place, Place], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world, one, other = day
    albers, braun, conrad = (cast(Person, each) for each in sorted(world.state()["person"], key=lambda p: p.family))  # type: ignore[attr-defined]
    slot = world.slot("11:00", 1)
    met(one, other)
    file = tmp_path / "b"
    saved = backup.write(world.database, file, world.wall.moment, quiet)
    admission = admitted(one, albers.id)
    one.desk.book(braun.id, slot.id, "KL:online", DoseKind.FIRST)
    new_id = other.desk.register_person({"family": "Neu", "given": "Nora"})
    met(one, other)
    # Online, without any desk; and what another has taken after the restore, before the first desk came back.
    world.booked(conrad, "12:00", id="online", contingent_id="KL:online", slot_id=slot.id)
    came_to = _head(world.database)[1]
    backup.restore(world.database, file, world.wall.moment, quiet, replace=True)
    assert world.state()["encounter"] == []
    world.booked(conrad, "11:00", id="in between", contingent_id="KL:online", slot_id=slot.id)

    met(one, other)
    world.assert_all_equal()
    state = world.state()
    assert [cast(Encounter, each).id for each in state["encounter"]] == [admission.encounter_id]
    assert new_id in {person.id for person in state["person"]}
    booked = [each for each in state["appointment"] if cast(Appointment, each).slot_id == slot.id]
    assert {cast(Appointment, each).status for each in booked} == {AppointmentStatus.BOOKED}
    assert {cast(Appointment, each).person_id for each in booked} == {braun.id, conrad.id}
    assert "online" not in {each.id for each in booked}
    assert [cast(Conflict, each).conflict_kind for each in state["conflict"]] == ["over_capacity"]
    assert one.unsent() == other.unsent() == 0

    url = world.database.url.render_as_string(hide_password=False)
    assert run(["central", "lost", "--json", "--database", url]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["lost"] == 1
    [gap] = told["gaps"]
    assert (gap["first"], gap["last"], gap["count"]) == (came_to, came_to, 1)
    assert saved.head < came_to
    assert run(["central", "lost", "--database", url]) == 0
    words = capsys.readouterr().out
    assert f"Eintrag {came_to} hat niemand wieder gebracht" in words
    assert "eingelesene Listen" in words


def test_43_into_another_database_what_the_desks_have_seen_is_known_by_what_they_tell(
    day: tuple[World, Place, Place], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The machine is lost with its database: nobody knows any more how far it had come, but the desks do."""
    world, one, other = day
    file = tmp_path / "b"
    backup.write(world.database, file, world.wall.moment, quiet)
    world.person("Online, Ole", registered_centre_id="KL")
    admitted(one, world.state()["person"][0].id)
    met(one, other)
    gone, came_to = world.database, _head(world.database)[1]
    flavour = "postgresql" if gone.flavour == "sqlite" else "sqlite"
    with closing(_another(gone, flavour, tmp_path, request)) as target:
        world.database = target
        backup.restore(world.database, file, world.wall.moment, quiet, replace=False)
        assert _gaps(world.database) == []
        met(one, other)
        world.assert_all_equal()
        assert len(world.state()["encounter"]) == 1
        assert _gaps(world.database) == [(came_to - 1, came_to - 1)]
        world.database = gone


def _gaps(database: CentralDatabase) -> list[tuple[int, int]]:
    with database.reading() as cursor:
        return [(gap.first, gap.last) for gap in epochs.gaps(cursor, database.flavour)]


def test_43_restored_twice_from_the_same_backup_the_desks_of_both_times_come_back(
    day: tuple[World, Place, Place], tmp_path: Path
) -> None:
    world, one, other = day
    people = world.state()["person"]
    file = tmp_path / "b"
    backup.write(world.database, file, world.wall.moment, quiet)
    first = admitted(one, people[0].id)
    met(one)
    backup.restore(world.database, file, world.wall.moment, quiet, replace=True)
    second = admitted(other, people[1].id)
    met(other)
    backup.restore(world.database, file, world.wall.moment, quiet, replace=True)
    met(one, other)
    world.assert_all_equal()
    assert {visit.id for visit in world.state()["encounter"]} == {first.encounter_id, second.encounter_id}
    assert _gaps(world.database) == []


def test_a_desk_that_was_enrolled_after_the_backup_is_not_known_any_more(small_world: World, tmp_path: Path) -> None:
    backup.write(small_world.database, tmp_path / "b", small_world.wall.moment, quiet)
    now = small_world.wall.moment
    late = enrol(small_world.database, make_code(small_world.database, "KL", "", now), now)
    backup.restore(small_world.database, tmp_path / "b", now, quiet, replace=True)
    from empfang.central.access import caller_of  # noqa: PLC0415

    with small_world.database.reading() as cursor:
        assert caller_of(cursor, "sqlite", late.token) is None


def test_the_commands_say_in_words_what_follows(
    small_world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, file = str(small_world.database.url.database), str(tmp_path / "b")
    small_world.person()
    assert run(["central", "backup", file, "--database", url]) == 0
    assert "sicher verwahren" in capsys.readouterr().out
    assert run(["central", "restore", file, "--database", url]) == 5
    assert "--replace" in capsys.readouterr().err
    assert run(["central", "restore", file, "--replace", "--database", url]) == 0
    told = capsys.readouterr().out
    for words in ("schicken von selbst noch einmal", "Klärfall", "noch einmal einlesen", "empfang central lost"):
        assert words in told
    assert run(["central", "lost", "--database", url]) == 0
    assert "nichts verloren" in capsys.readouterr().out
    (tmp_path / "b").write_bytes(b"(\xb5/\xfd")
    assert run(["central", "restore", file, "--replace", "--database", url]) == 1
    assert "Nichts wurde verändert" in capsys.readouterr().err
