"""Opening a desk's store: the key, a newer version, damage, a second process, a full disk."""

import threading
import time
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from empfang.errors import StoreProblem
from empfang.store import create_store, open_store
from empfang.store.database import KEY_FILE, STORE_FILE, claim
from empfang.store.migrations import VERSION


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store, closed."""
    create_store(tmp_path / "desk", {"desk_id": "d1"}).close()
    return tmp_path / "desk"


def test_a_store_is_not_made_twice(folder: Path) -> None:
    key = (folder / KEY_FILE).read_text()
    with pytest.raises(StoreProblem, match="store_exists"):
        create_store(folder, {})
    assert (folder / KEY_FILE).read_text() == key


@pytest.mark.parametrize("key", ["0" * 64, "", "nonsense", "Z" * 64])
def test_a_wrong_key_opens_nothing_and_prints_nothing(
    folder: Path, key: str, capfd: pytest.CaptureFixture[str]
) -> None:
    right = (folder / KEY_FILE).read_text()
    (folder / KEY_FILE).write_text(key)
    with pytest.raises(StoreProblem, match="key_wrong"):
        open_store(folder)
    assert capfd.readouterr() == ("", "")
    (folder / KEY_FILE).write_text(right)
    open_store(folder).close()


def test_a_missing_key_or_store_is_named(folder: Path, tmp_path: Path) -> None:
    (folder / KEY_FILE).unlink()
    with pytest.raises(StoreProblem, match="key_missing"):
        open_store(folder)
    with pytest.raises(StoreProblem, match="store_missing"):
        open_store(tmp_path / "nowhere")


def test_a_store_of_a_newer_version_is_left_alone(folder: Path) -> None:
    database = open_store(folder)
    database.connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.close()
    before = (folder / STORE_FILE).read_bytes()
    with pytest.raises(StoreProblem, match="store_newer"):
        open_store(folder)
    assert (folder / STORE_FILE).read_bytes() == before


def test_a_damaged_file_is_named(folder: Path) -> None:
    (folder / STORE_FILE).write_bytes(b"x" * 8192)
    with pytest.raises(StoreProblem, match="key_wrong"):
        open_store(folder)


def test_the_store_is_claimed_once(folder: Path) -> None:
    first = claim(folder)
    with pytest.raises(StoreProblem, match="store_in_use"):
        claim(folder)
    first.release()
    claim(folder).release()


def test_a_full_disk_stores_nothing_of_the_transaction(folder: Path) -> None:
    database = open_store(folder)
    pages = database.connection.execute("PRAGMA page_count").fetchone()[0]
    before = database.connection.execute("SELECT * FROM meta").fetchall()
    database.connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    def fill() -> None:
        with database.writing() as cursor:
            for number in range(10_000):
                cursor.execute("INSERT INTO meta VALUES (?, ?)", (f"k{number}", "x" * 500))

    with pytest.raises(StoreProblem, match="disk_full"):
        fill()
    assert database.connection.execute("SELECT * FROM meta").fetchall() == before
    database.close()


def test_the_file_cannot_be_read_without_the_key(folder: Path) -> None:
    connection = dbapi2.connect(str(folder / STORE_FILE))
    connection.execute("PRAGMA cipher_log_level = NONE")
    with pytest.raises(dbapi2.DatabaseError):
        connection.execute("SELECT * FROM meta")
    connection.close()


def test_who_waits_to_write_goes_next_though_somebody_writes_again_and_again(tmp_path: Path) -> None:
    """A download writes part after part; a clerk's entry in between waits for one of them at most."""
    database = create_store(tmp_path / "desk", {"desk_id": "d"})
    other = database.another()
    stop = threading.Event()

    def download() -> None:
        while not stop.is_set():
            with other.writing() as cursor:
                cursor.execute("INSERT OR REPLACE INTO meta VALUES ('x', 'y')")
                time.sleep(0.03)
            time.sleep(0.002)

    downloading = threading.Thread(target=download)
    downloading.start()
    waits = []
    for _ in range(20):
        begun = time.monotonic()
        with database.writing() as cursor:
            waits.append(time.monotonic() - begun)
            cursor.execute("INSERT OR REPLACE INTO meta VALUES ('clerk', 'here')")
        time.sleep(0.005)
    stop.set()
    downloading.join()
    other.close()
    database.close()
    assert max(waits) < 1.0
    assert sum(waits) / len(waits) < 0.1
