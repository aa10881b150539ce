"""Care for the desk's file: is it whole, and a copy beside it.

Check and copy run on a connection of their own. They read one state of the store and hold no write transaction, so a
clerk never waits for them. What came of it stands in meta: `checked_at`, `backup_at`, `damage`.
"""

import os
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from empfang.errors import StoreProblem
from empfang.model import moment_text
from empfang.store.database import Connection, Database, unlock, write_problem
from empfang.store.meta import set_meta

BACKUPS = "backup"
GENERATIONS = 2
_PAGES_AT_ONCE = 128
_REST_S = 0.004
"""Between so many pages: the clerk's own work goes first."""
_LOOK_AGAIN_S = 0.5
_LONGEST = 200


def damage_of(database: Database) -> str | None:
    """What is wrong with the store's file, in technical words; None if it is whole.

    A page that is being written while it is looked at seems damaged for a moment: what is found must be found twice.
    """
    found = _pages(database.connection)
    if found:
        time.sleep(_LOOK_AGAIN_S)
        found &= _pages(database.connection)
    if found:
        return ", ".join(sorted(found))[:_LONGEST]
    said = _said_of(database.connection)
    if said != "ok":
        return said[:_LONGEST]
    return _older_than_backup(database)


def check(database: Database, now: datetime) -> str | None:
    """Look whether the file is whole, and note what was found; gives it, too.

    Raises:
        StoreProblem: it could not be looked at, or not be noted.
    """
    # On a connection of its own: one that has met a bad page answers nothing any more.
    with closing(database.another()) as looking:
        damage = damage_of(looking)
    with database.writing() as cursor:
        set_meta(cursor, {"checked_at": moment_text(now), "damage": damage})
    return damage


def back_up(database: Database, now: datetime) -> Path:
    """Copy the store beside itself, encrypted with the same key; gives the copy's path.

    The copy is whole before it gets its name; the one before it stays as the second generation.

    Raises:
        StoreProblem: `disk_full`, `store_damaged`, `store_unwritable`: the copies that are there stay.
    """
    newest = copy_beside(database)
    with database.writing() as cursor:
        set_meta(cursor, {"backup_at": moment_text(now)})
    return newest


def copy_beside(database: Database) -> Path:
    """Like `back_up`, without noting when."""
    folder = database.folder / BACKUPS
    fresh = folder / "desk.tmp"
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
        _remove(fresh)
        with closing(database.another()) as reading:
            _copy(reading, fresh)
        _make_sure(fresh, database.key)
        _sync_to_disk(fresh)
        for number in range(GENERATIONS, 1, -1):
            older = _generation(database.folder, number - 1)
            if older.exists():
                older.replace(_generation(database.folder, number))
        newest = fresh.replace(_generation(database.folder, 1))
        _sync_folder(folder)
    except (dbapi2.DatabaseError, OSError) as error:
        raise write_problem(error) from error
    finally:
        _remove(fresh)
    return newest


def backups(folder: Path) -> list[Path]:
    """The copies of the store in a folder, the newest first."""
    paths = [_generation(folder, number) for number in range(1, GENERATIONS + 1)]
    return [path for path in paths if path.exists()]


def state_of(database: Database) -> str:
    """Something that differs as soon as there is anything new to copy."""
    row = database.connection.execute(
        "SELECT (SELECT value FROM meta WHERE key = 'cursor'), (SELECT count(*) FROM outbox WHERE settled_at IS NULL)"
    ).fetchone()
    return f"{last_number(database.connection)} {row[0]} {row[1]}"


def last_number(connection: Connection) -> int:
    """The highest number that the outbox has given."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").fetchone()
    return 0 if row is None else int(row[0])


def read_only(path: Path, key: str) -> Connection:
    """A connection that changes nothing in a file, such as a copy.

    Raises:
        StoreProblem: `key_wrong`.
    """
    return unlock(f"{path.absolute().as_uri()}?mode=ro", key)


def _pages(connection: Connection) -> set[str]:
    """Pages whose content does not fit their seal."""
    try:
        return {str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()}
    except dbapi2.DatabaseError as error:
        return {str(error)}


def _said_of(connection: Connection) -> str:
    """What SQLite says of the file's structure: "ok", or what is wrong."""
    try:
        return str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except dbapi2.DatabaseError as error:
        return str(error)


def _older_than_backup(database: Database) -> str | None:
    """A store that knows less than its own copy was put back, or lost its journal (desk.db-wal)."""
    for path in backups(database.folder)[:1]:
        try:
            with closing(read_only(path, database.key)) as copy:
                there = last_number(copy)
        except dbapi2.DatabaseError:
            # The copy is what is damaged; the next one replaces it.
            return None
        here = last_number(database.connection)
        if here < there:
            return f"older than its backup ({here} < {there})"
    return None


def _copy(database: Database, fresh: Path) -> None:
    """One state of the store, in steps with a rest between them."""
    source = database.connection
    with closing(unlock(str(fresh), database.key)) as target:
        target.execute("PRAGMA synchronous = FULL")
        source.execute("BEGIN")
        try:
            # What is read from now on stays as it is, so that a write elsewhere does not begin the copy anew.
            source.execute("SELECT count(*) FROM meta").fetchone()
            source.backup(target, pages=_PAGES_AT_ONCE, progress=_rest)
        finally:
            source.execute("COMMIT")
        # No journal beside it: the copy is one file.
        target.execute("PRAGMA journal_mode = DELETE")


def _make_sure(copy: Path, key: str) -> None:
    """SQLite copies a page that it cannot read as an empty one, and says nothing."""
    with closing(read_only(copy, key)) as reading:
        if _pages(reading) or _said_of(reading) != "ok":
            raise StoreProblem("store_damaged", path=copy)


def _rest(_status: int, _left: int, _all: int) -> None:
    time.sleep(_REST_S)


def _generation(folder: Path, number: int) -> Path:
    return folder / BACKUPS / f"desk-{number}.db"


def _remove(path: Path) -> None:
    if not path.parent.is_dir():
        return
    for each in (path, path.with_name(path.name + "-journal"), path.with_name(path.name + "-wal")):
        each.unlink(missing_ok=True)


def _sync_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make names last. Windows does not open folders, and does not need it."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
