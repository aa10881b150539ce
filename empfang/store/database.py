"""The desk's database: opening, its key, its tables, its version."""

import os
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlcipher3 import dbapi2

from empfang import audit
from empfang.errors import StoreProblem
from empfang.model import RECORDS
from empfang.rows import record_table
from empfang.store import search
from empfang.store.migrations import VERSION, migrate

STORE_FILE = "desk.db"
KEY_FILE = "desk.key"
LOCK_FILE = "desk.lock"
_BUSY_MS = 15_000
_WAL_PAGES = 4_000
"""16 MB: a download goes through it often enough."""
_ENGINE_TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # What was done here and not yet settled, and for a while what was. `bytes` are sent as they are.
    # `recover`: the service that gave the verdict has forgotten it, and must be told again.
    """CREATE TABLE outbox (
        number INTEGER PRIMARY KEY AUTOINCREMENT, command_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
        bytes BLOB NOT NULL, recorded_at TEXT NOT NULL, verdict TEXT, feed_number INTEGER, seen_number INTEGER,
        settled_at TEXT, dealt_at TEXT, recover INTEGER NOT NULL DEFAULT 0)""",
    "CREATE INDEX outbox_unsent ON outbox (number) WHERE verdict IS NULL OR recover = 1",
    "CREATE INDEX outbox_unsettled ON outbox (feed_number) WHERE settled_at IS NULL",
    # Whom each unsettled command concerns, and what it wrote.
    "CREATE TABLE outbox_subject (subject TEXT, number INTEGER, PRIMARY KEY (subject, number)) WITHOUT ROWID",
    "CREATE INDEX outbox_subject_number ON outbox_subject (number)",
    """CREATE TABLE outbox_row (kind TEXT, record_id TEXT, number INTEGER,
        PRIMARY KEY (kind, record_id, number)) WITHOUT ROWID""",
    "CREATE INDEX outbox_row_number ON outbox_row (number)",
    # Every row that an unsettled command wrote, as it was before; a body of NULL: it was not there.
    """CREATE TABLE image (kind TEXT, record_id TEXT, subject TEXT NOT NULL, body TEXT,
        PRIMARY KEY (kind, record_id)) WITHOUT ROWID""",
    "CREATE INDEX image_subject ON image (subject)",
)

_FAULTS_OF_OURS = (dbapi2.IntegrityError, dbapi2.ProgrammingError, dbapi2.InterfaceError, dbapi2.DataError)
Connection = Any
"""A sqlcipher3 connection (the package has no types)."""


class Database:
    """One connection to the store. Threads and the screen's reads each have their own.

    Connections made by `another` take turns in writing: who waits goes next. SQLite's own waiting looks again every
    tenth of a second, and a download that writes part after part would keep a clerk out.
    """

    def __init__(self, folder: Path, key: str, turn: "threading.Lock | None" = None) -> None:
        self.folder = folder
        self.key = key
        self._turn = turn or threading.Lock()
        self.connection = connect(folder / STORE_FILE, key)

    def another(self) -> "Database":
        """A further connection to the same store."""
        return Database(self.folder, self.key, self._turn)

    def close(self) -> None:
        """Give the connection back."""
        self.connection.close()

    @contextmanager
    def writing(self, *, wait_for_disk: bool = True) -> Iterator[Any]:
        """A cursor in a write transaction, committed at the end and rolled back on any error.

        Without `wait_for_disk` a power failure may undo it, as a whole and after all that came before it.
        """
        if not self._turn.acquire(timeout=_BUSY_MS / 1000):
            raise StoreProblem("store_busy")
        try:
            with self._transaction(wait_for_disk=wait_for_disk) as cursor:
                yield cursor
        finally:
            self._turn.release()

    @contextmanager
    def _transaction(self, *, wait_for_disk: bool) -> Iterator[Any]:
        cursor = self.connection.cursor()
        try:
            if not wait_for_disk:
                cursor.execute("PRAGMA synchronous = NORMAL")
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                cursor.execute("COMMIT")
            finally:
                # Else every later write would fail, too. A full disk has rolled it back already.
                if self.connection.in_transaction:
                    cursor.execute("ROLLBACK")
        except _FAULTS_OF_OURS:
            raise
        except dbapi2.DatabaseError as error:
            raise write_problem(error) from error
        finally:
            if not wait_for_disk:
                cursor.execute("PRAGMA synchronous = FULL")
            cursor.close()

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """A cursor that sees one state of the store until the end."""
        cursor = self.connection.cursor()
        cursor.execute("BEGIN")
        try:
            yield cursor
        finally:
            cursor.execute("COMMIT")
            cursor.close()


def create_store(folder: Path, meta: dict[str, str]) -> Database:
    """Make the store of a newly enrolled desk: key file (0600), tables, and what it knows of itself.

    Raises:
        StoreProblem: `store_exists`.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / STORE_FILE
    if path.exists():
        raise StoreProblem("store_exists", path=path)
    key = secrets.token_hex(32)
    descriptor = os.open(folder / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    database = Database(folder, key)
    make_tables(database, meta)
    return database


def make_tables(database: Database, meta: Mapping[str, str]) -> None:
    """Fill a new file: the tables, and what the store knows of itself."""
    with database.writing() as cursor:
        statements = [each for record in RECORDS.values() for each in record_table(record, "sqlite").definition()]
        statements += [*audit.DEFINITION, *_ENGINE_TABLES, *search.DEFINITION]
        for statement in statements:
            cursor.execute(statement)
        # The file's first bytes, without which no page can be read: its copies know them, too.
        [(salt,)] = cursor.execute("PRAGMA cipher_salt").fetchall()
        cursor.executemany("INSERT INTO meta VALUES (?, ?)", {**meta, "salt": salt}.items())
        cursor.execute(f"PRAGMA user_version = {VERSION}")


def open_store(folder: Path) -> Database:
    """Open the store in a folder; one of an older version is brought to this one first.

    Raises:
        StoreProblem: `store_missing`, `store_lost` (it was here), `key_missing`, `key_wrong` (or the file is damaged),
            `store_damaged`, `store_newer`.
    """
    path = folder / STORE_FILE
    if not path.exists():
        code = "store_lost" if (folder / KEY_FILE).exists() else "store_missing"
        raise StoreProblem(code, path=path)
    database = Database(folder, read_key(folder))
    with ExitStack() as unless_opened:
        unless_opened.callback(database.close)
        try:
            version = database.connection.execute("PRAGMA user_version").fetchone()[0]
        except dbapi2.DatabaseError as error:
            raise StoreProblem("store_damaged", path=path) from error
        if version > VERSION:
            raise StoreProblem("store_newer", path=path, version=version, known=VERSION)
        if version < VERSION:
            with database.writing() as cursor:
                migrate(cursor)
        unless_opened.pop_all()
    return database


def read_key(folder: Path) -> str:
    """The key of the store in a folder, hexadecimal.

    Raises:
        StoreProblem: `key_missing`.
    """
    try:
        return (folder / KEY_FILE).read_text().strip()
    except FileNotFoundError:
        raise StoreProblem("key_missing", path=folder / KEY_FILE) from None


def claim(folder: Path) -> FileLock:
    """Keep a second process off the store for as long as the lock is held.

    Raises:
        StoreProblem: `store_in_use`.
    """
    lock = FileLock(folder / LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise StoreProblem("store_in_use", path=folder) from None
    return lock


def connect(path: Path, key: str) -> Connection:
    """A connection to an encrypted file, for a desk at work.

    Raises:
        StoreProblem: `key_wrong`: the key does not fit, or the beginning of the file is damaged.
    """
    connection = unlock(str(path), key)
    try:
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_WAL_PAGES}")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -65536")
    except dbapi2.DatabaseError as error:
        connection.close()
        raise StoreProblem("key_wrong", path=path) from error
    return connection


def unlock(where: str, key: str) -> Connection:
    """A connection to an encrypted file (a path, or a `file:` URI), with nothing read or set yet.

    Raises:
        StoreProblem: `key_wrong`: it is no key at all.
    """
    if len(key) != 64 or not all(sign in "0123456789abcdef" for sign in key):
        raise StoreProblem("key_wrong", path=where)
    connection = dbapi2.connect(
        where,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
        uri=where.startswith("file:"),
    )
    # First of all, or a wrong key writes its complaint over the screen.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    return connection


def write_problem(error: Exception) -> StoreProblem:
    """A failed write in the user's terms; nothing of the transaction is in the store."""
    text = str(error)
    if "full" in text or "No space left" in text:
        return StoreProblem("disk_full")
    if "locked" in text or "busy" in text:
        return StoreProblem("store_busy")
    if "malformed" in text or "not a database" in text:
        return StoreProblem("store_damaged")
    return StoreProblem("store_unwritable", detail=text)
