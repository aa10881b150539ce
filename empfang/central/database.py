"""The service's database: a SQLite file, or PostgreSQL by URL."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
from psycopg import IsolationLevel
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from empfang import audit
from empfang.central import epochs, keys
from empfang.central.sql import definition
from empfang.central.tables import SCHEMA_VERSION, TABLES
from empfang.errors import StoreProblem
from empfang.model import RECORDS
from empfang.rows import Cursor, Flavour, marked, record_table

_BUSY_MS = 15_000
_DRIVER_ERRORS: tuple[type[Exception], ...] = (dbapi2.Error, psycopg.Error)
CONNECTION_ERRORS: tuple[type[Exception], ...] = (SQLAlchemyError, *_DRIVER_ERRORS)
ONE_WRITER: dict[Flavour, str] = {
    "sqlite": "BEGIN IMMEDIATE",
    # Like SQLite's: what a writer has read stays so until its commit, also beside other processes. And the numbers of
    # the feed are in the order of commits: PostgreSQL gives the lock back only after the commit can be seen by others,
    # and the next writer reads the head only after it has the lock. So whoever sees a number sees all below it. The
    # lock belongs to the transaction, not to the session: it also holds behind a pooler that hands out connections for
    # single transactions. (The row of the head, which every writer updates, would alone give that order; this lock also
    # covers what a writer has read before.)
    "postgresql": "SELECT pg_advisory_xact_lock(hashtext('empfang:' || current_schema()))",
}
PASSING: tuple[type[Exception], ...] = (dbapi2.OperationalError, psycopg.OperationalError)
"""Errors of the database that say nothing about what was asked of it: disk full, deadlock, connection lost."""
_READERS = 12
"""Connections that are kept: the threads that read and write for the calls have one each."""
_MORE = 4
_VERSIONS = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
    " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))",
    f"INSERT INTO alembic_version VALUES ('{SCHEMA_VERSION:04}')",  # noqa: S608 - a number of ours
)


class CentralDatabase:
    """Connections to the service's database: writers one at a time (of all processes), readers beside them."""

    def __init__(self, url: str | Path) -> None:
        self.url = _parse(url)
        self.flavour: Flavour = "postgresql" if self.url.get_backend_name() == "postgresql" else "sqlite"
        self._writer = threading.Lock()

    @cached_property
    def engine(self) -> Engine:
        """SQLAlchemy's pool. Statements run on the driver's cursors."""
        if self.flavour == "postgresql":
            url = self.url.set(drivername="postgresql+psycopg")
            return create_engine(url, pool_size=_READERS, max_overflow=_MORE)
        path = self.url.database or ""
        engine = create_engine(
            "sqlite://",
            module=dbapi2,
            creator=lambda: dbapi2.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512),
            poolclass=QueuePool,
            pool_size=_READERS,
            max_overflow=_MORE,
        )
        event.listen(engine, "connect", _prepare_sqlite)
        return engine

    @property
    def shown(self) -> str:
        """Where it is, without a password."""
        return self.url.render_as_string(hide_password=True) if self.flavour == "postgresql" else str(self.url.database)

    def exists(self) -> bool:
        """Whether the tables are there."""
        if self.flavour == "sqlite" and not Path(self.url.database or "").exists():
            return False
        query = {
            "sqlite": "SELECT count(*) FROM sqlite_master WHERE name = 'head'",
            "postgresql": "SELECT count(*) FROM pg_tables WHERE tablename = 'head' AND schemaname = current_schema()",
        }[self.flavour]
        with self.reading() as cursor:
            cursor.execute(query)
            return bool(cursor.fetchone()[0])

    def create(self, now: datetime) -> None:
        """Make the tables and begin an epoch.

        Raises:
            StoreProblem: `database_exists`, `database_unreachable`.
        """
        if self.flavour == "sqlite":
            Path(self.url.database or "").parent.mkdir(parents=True, exist_ok=True)
        elif self.exists():
            raise StoreProblem("database_exists", where=self.shown)
        if self.flavour == "sqlite" and self.exists():
            raise StoreProblem("database_exists", where=self.shown)
        statements = [each for record in RECORDS.values() for each in record_table(record, self.flavour).definition()]
        statements += [*audit.DEFINITION, *definition(TABLES, self.flavour), *_VERSIONS]
        begin = "INSERT INTO head (id, epoch, number, schema_version, mark, pruned_to) VALUES (1, '', 0, ?, '', 0)"
        with self.writing() as cursor:
            for statement in statements:
                cursor.execute(statement)
            cursor.execute(marked(begin, self.flavour), (SCHEMA_VERSION,))
            epochs.begin(cursor, self.flavour, now)
            keys.recovery_key(cursor, self.flavour)

    def version(self) -> int:
        """The version of its tables.

        Raises:
            StoreProblem: `database_missing`, `database_unreachable`, `database_newer`.
        """
        if not self.exists():
            raise StoreProblem("database_missing", where=self.shown)
        with self.reading() as cursor:
            cursor.execute("SELECT schema_version FROM head")
            version = int(cursor.fetchone()[0])
        if version > SCHEMA_VERSION:
            raise StoreProblem("database_newer", where=self.shown, version=version, known=SCHEMA_VERSION)
        return version

    def check(self) -> None:
        """Make sure that the database is there and of this program's version.

        Raises:
            StoreProblem: `database_missing`, `database_unreachable`, `database_newer`, `database_older`.
        """
        version = self.version()
        if version < SCHEMA_VERSION:
            raise StoreProblem("database_older", where=self.shown, version=version, known=SCHEMA_VERSION)

    @contextmanager
    def writing(self) -> Iterator[Cursor]:
        """A cursor in a write transaction: committed at the end, rolled back on any error."""
        # Said, and not left to the server's settings: a snapshot from before the wait for the lock would be an old one.
        with self._writer, self._connection(IsolationLevel.READ_COMMITTED) as connection:
            cursor = connection.cursor()
            try:
                cursor.execute(ONE_WRITER[self.flavour])
                yield cursor
                cursor.execute("COMMIT") if self.flavour == "sqlite" else connection.commit()
            except BaseException:
                connection.rollback()
                raise
            finally:
                cursor.close()

    @contextmanager
    def reading(self) -> Iterator[Cursor]:
        """A cursor that sees one state until the end."""
        with self._connection(IsolationLevel.REPEATABLE_READ) as connection:
            cursor = connection.cursor()
            try:
                if self.flavour == "sqlite":
                    cursor.execute("BEGIN")
                yield cursor
            finally:
                connection.rollback()
                cursor.close()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @contextmanager
    def _connection(self, isolation: IsolationLevel) -> Iterator[Any]:
        try:
            pooled = self.engine.raw_connection()
        except CONNECTION_ERRORS as error:
            raise StoreProblem("database_unreachable", where=self.shown) from error
        try:
            if self.flavour == "postgresql":
                pooled.driver_connection.isolation_level = isolation  # type: ignore[union-attr]
            yield pooled.driver_connection
        except _DRIVER_ERRORS as error:
            # The driver's words may hold values of rows; its class does not.
            raise StoreProblem("database_failed", where=self.shown, kind=type(error).__name__) from None
        finally:
            pooled.close()


def _parse(url: str | Path) -> URL:
    """A URL, or a file's path.

    Raises:
        StoreProblem: `database_url`.
    """
    text = str(url)
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        parsed = make_url(text)
        if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
            raise StoreProblem("database_url")
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreProblem("database_url") from error
    return parsed


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -65536")
