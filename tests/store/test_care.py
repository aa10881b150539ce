"""Care for the desk's file: the check, the copies beside it, the keeper who does both."""

import shutil
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from empfang.errors import StoreProblem
from empfang.store import Store, care
from empfang.store.care import back_up, backups, check, damage_of, read_only
from empfang.store.database import STORE_FILE, Database
from empfang.store.keeper import CARE_TROUBLE, Keeper
from tests.processes.parts import wait_until
from tests.store.damage import overwrite_pages
from tests.world import Place, World

PATIENCE_S = 30
"""The keeper lets everybody else go first: on a busy machine it comes to its work late."""


@pytest.fixture
def place(small_world: World) -> Place:
    """A desk with forty people, of whom it has admitted five."""
    for number in range(40):
        small_world.booked(small_world.person(f"Mensch{number}, A"), "09:40")
    place = small_world.place()
    for row in place.desk.search("mensch")[:5]:
        assert row.appointment_id is not None
        place.desk.admit(row.person_id, row.appointment_id)
    return place


def unlocked(place: Place, path: Path) -> int:
    with closing(read_only(path, place.store.database.key)) as copy:
        return int(copy.execute("SELECT count(*) FROM outbox").fetchone()[0])


def test_a_whole_store_is_found_whole_and_that_is_noted(place: Place) -> None:
    assert check(place.store.database, place.wall.moment) is None
    assert place.store.meta("checked_at") is not None
    assert place.store.meta("damage") is None


def test_a_damaged_page_is_found_noted_and_shown_until_it_is_gone(place: Place) -> None:
    place.store.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = place.folder / STORE_FILE
    whole = path.read_bytes()
    place.store.close()
    with overwrite_pages(place.folder, "search_person"):
        place.open()
        found = check(place.store.database, place.wall.moment)
        assert found is not None
        assert "HMAC" in found
        assert place.desk.shift().damaged
        with pytest.raises(StoreProblem, match="store_damaged"):
            back_up(place.store.database, place.wall.moment)
        assert [unlocked(place, path) for path in backups(place.folder)] == [0], "the one made at enrolment"
        assert len(list((place.folder / care.BACKUPS).iterdir())) == 1, "nothing half made is left"
    place.store.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(whole)
    place.open()
    assert check(place.store.database, place.wall.moment) is None
    assert not place.desk.shift().damaged


def test_a_copy_is_whole_encrypted_one_file_and_knows_everything(place: Place) -> None:
    newest = back_up(place.store.database, place.wall.moment)
    assert unlocked(place, newest) == 5
    assert sorted(path.name for path in newest.parent.iterdir()) == ["desk-1.db", "desk-2.db"]
    with closing(sqlite3.connect(newest)) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM meta")
    with pytest.raises(dbapi2.DatabaseError):
        read_only(newest, "0" * 64).execute("SELECT * FROM meta")


def test_two_generations_are_kept(place: Place) -> None:
    for _ in range(3):
        back_up(place.store.database, place.wall.moment)
        place.desk.register_person({"family": "Neu"})
    assert [unlocked(place, path) for path in backups(place.folder)] == [7, 6]


def test_a_clerk_works_on_while_a_copy_is_made(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy shows one moment; what is written meanwhile neither waits nor begins the copy anew."""
    monkeypatch.setattr(care, "_PAGES_AT_ONCE", 2)
    waits: list[float] = []

    def work() -> None:
        begun = time.monotonic()
        place.desk.register_person({"family": "Währenddessen"})
        waits.append(time.monotonic() - begun)

    monkeypatch.setattr(care, "_rest", lambda *_: work() if len(waits) < 20 else None)
    beside = place.store.another()
    newest = back_up(beside.database, place.wall.moment)
    beside.close()
    assert len(waits) == 20
    assert max(waits) < 0.5
    assert unlocked(place, newest) == 5


def test_a_store_that_knows_less_than_its_copy_is_not_whole(place: Place) -> None:
    """Somebody put an old file back, or the journal was lost."""
    place.store.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    old = (place.folder / STORE_FILE).read_bytes()
    place.desk.register_person({"family": "Neu"})
    back_up(place.store.database, place.wall.moment)
    place.store.close()
    (place.folder / STORE_FILE).write_bytes(old)
    place.open()
    assert "older" in str(damage_of(place.store.database))


def test_a_copy_for_which_there_is_no_room_leaves_the_others(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    back_up(place.store.database, place.wall.moment)

    def no_room(_database: Database, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(care, "_copy", no_room)
    with pytest.raises(StoreProblem, match="disk_full"):
        back_up(place.store.database, place.wall.moment)
    assert sorted(path.name for path in (place.folder / care.BACKUPS).iterdir()) == ["desk-1.db", "desk-2.db"]
    assert [unlocked(place, path) for path in backups(place.folder)] == [5, 0]


def test_the_keeper_checks_and_copies_and_again_when_the_shift_ends(place: Place) -> None:
    keeper = Keeper(place.store.another(), place.wall.clock, first_s=0)
    keeper.start()
    wait_until(lambda: place.store.meta("backup_at") is not None, PATIENCE_S)
    assert place.store.meta("checked_at") is not None
    assert place.store.meta("pruned_on") == "2021-12-15"
    place.desk.register_person({"family": "Neu"})
    keeper.stop()
    assert [unlocked(place, path) for path in backups(place.folder)] == [6, 5]


def test_a_keeper_with_nothing_new_makes_no_second_copy(place: Place) -> None:
    keeper = Keeper(place.store.another(), place.wall.clock, first_s=0)
    keeper.start()
    wait_until(lambda: place.store.meta("backup_at") is not None, PATIENCE_S)
    keeper.stop()
    assert [unlocked(place, path) for path in backups(place.folder)] == [5, 0]


def test_a_keeper_that_cannot_copy_says_so_and_tries_again(place: Place) -> None:
    shutil.rmtree(place.folder / care.BACKUPS)
    (place.folder / care.BACKUPS).write_text("a file where the folder should be")
    keeper = Keeper(place.store.another(), place.wall.clock, first_s=0, again_s=0.05, look_s=0.05)
    keeper.start()
    wait_until(lambda: place.store.meta(CARE_TROUBLE) == "store_unwritable", PATIENCE_S)
    (place.folder / care.BACKUPS).unlink()
    wait_until(lambda: place.store.meta("backup_at") is not None, PATIENCE_S)
    wait_until(lambda: place.store.meta(CARE_TROUBLE) is None, PATIENCE_S)
    keeper.stop()


def test_the_keeper_never_starts_a_copy_of_a_damaged_store_over_a_good_one(place: Place) -> None:
    back_up(place.store.database, place.wall.moment)
    good = backups(place.folder)[0].read_bytes()
    place.store.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    place.store.close()
    with overwrite_pages(place.folder, "search_person"):
        keeper = Keeper(Store(Database(place.folder, place.store.database.key)), place.wall.clock, first_s=0)
        keeper.start()
        place.open()
        wait_until(lambda: place.store.meta("damage") is not None, PATIENCE_S)
        keeper.stop()
        place.store.close()
    assert backups(place.folder)[0].read_bytes() == good
    shutil.rmtree(place.folder / care.BACKUPS)
    place.open()


def test_a_keeper_that_was_never_started_ends_too(place: Place) -> None:
    before = threading.active_count()
    Keeper(place.store.another(), place.wall.clock).stop()
    assert threading.active_count() == before
