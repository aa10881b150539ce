"""Bringing the service's database to this program's version.

One process at a time does it, in one transaction, and looks again once it has the lock: those that come at the same
moment find it done. A SQLite file is copied first.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from psycopg import IsolationLevel
from sqlalchemy import Connection, inspect, text
from sqlcipher3 import dbapi2

from empfang.central.database import CONNECTION_ERRORS, ONE_WRITER, CentralDatabase
from empfang.central.tables import SCHEMA_VERSION
from empfang.errors import StoreProblem

_SCRIPTS = Path(__file__).parent / "migrations"


def migrate(database: CentralDatabase, now: datetime) -> Path | None:
    """Bring a database of an older version to this one; gives the copy that was made before, if any.

    Raises:
        StoreProblem: `database_missing`, `database_newer`, `database_unreachable`; nothing was changed then.
    """
    if database.version() == SCHEMA_VERSION:
        return None
    with _alone(database) as connection:
        version = connection.execute(text("SELECT schema_version FROM head")).scalar_one()
        if version >= SCHEMA_VERSION:
            return None
        copy = _copy_of(database, version) if database.flavour == "sqlite" else None
        if not inspect(connection).has_table("alembic_version"):
            command.stamp(_config(connection, now), f"{version:04}")
        command.upgrade(_config(connection, now), "head")
    return copy


def make_first_version(database: CentralDatabase, now: datetime) -> None:
    """Make the tables of version 1, empty: for the test that compares what becomes of them with new ones."""
    with _alone(database) as connection:
        command.upgrade(_config(connection, now), "0001")


@contextmanager
def _alone(database: CentralDatabase) -> Iterator[Connection]:
    """A transaction beside which nobody writes."""
    try:
        with database.engine.connect() as connection, connection.begin():
            if database.flavour == "postgresql":
                # Not as the last reader left it: what is seen must be from after the wait for the lock.
                driver: Any = connection.connection.driver_connection
                driver.isolation_level = IsolationLevel.READ_COMMITTED
            # SQLAlchemy's own BEGIN does not reach this driver, which leaves transactions to who uses it.
            connection.exec_driver_sql(ONE_WRITER[database.flavour])
            yield connection
    except CONNECTION_ERRORS as error:
        raise StoreProblem("database_failed", where=database.shown, kind=type(error).__name__) from error


def _config(connection: Connection, now: datetime) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes.update(connection=connection, now=now)
    return config


def _copy_of(database: CentralDatabase, version: int) -> Path:
    """The file as it is, beside it, only for its owner.

    Raises:
        StoreProblem: `copy_failed`.
    """
    source = Path(database.url.database or "")
    number = 1
    while (copy := source.with_name(f"{source.name}.v{version}-{number}")).exists():
        number += 1
    try:
        os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        # Another connection: it reads what was committed, whatever the writer has begun.
        reader = dbapi2.connect(str(source), isolation_level=None)
        try:
            reader.execute("VACUUM INTO ?", (str(copy),))
        finally:
            reader.close()
        with copy.open("rb+") as written:
            os.fsync(written.fileno())
    except (OSError, dbapi2.Error) as error:
        copy.unlink(missing_ok=True)
        raise StoreProblem("copy_failed", path=copy, kind=type(error).__name__) from error
    return copy
