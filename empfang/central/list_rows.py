"""What is kept of the rows of lists: by which keys they are known, and what they said."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from empfang.central.database import CentralDatabase
from empfang.central.sql import Statement, insert_into, select_rows, table_of
from empfang.central.tables import ImportedRowKey, ImportRun
from empfang.exchange.keys import Stored
from empfang.exchange.lists import ImportedRow, ReadList
from empfang.ids import new_id
from empfang.model import moment_text
from empfang.rows import Cursor, Flavour

_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A key, and what came under it."""

    key: str
    fingerprint: str
    person_id: str
    appointment_id: str
    day: str | None
    said: str


class ListRows:
    """The rows of one centre's lists of one kind, within one transaction."""

    def __init__(self, cursor: Cursor, flavour: Flavour, centre_id: str, kind: str) -> None:
        self._cursor = cursor
        self._flavour: Flavour = flavour
        self._of = {"centre_id": centre_id, "list_kind": kind}
        self._table = table_of(ImportedRowKey)

    def stored(self, rows: Sequence[ImportedRow]) -> dict[str, Stored]:
        """What came before under the keys of these rows."""
        table = self._table
        keys = [key for row in rows for key in (row.key, row.also) if key]
        query = select(table.c.key, table.c.fingerprint, table.c.day, table.c.person_id)
        found = select_rows(self._cursor, self._flavour, query.where(*self._mine(), table.c.key.in_(keys)))
        return {row[0]: Stored(*row) for row in found}

    def count(self, read: ReadList) -> int:
        """How many appointments of earlier lists are about the same days."""
        table = self._table
        query = select(func.count(table.c.appointment_id.distinct())).where(*self._mine())
        if read.kind == "day":
            query = query.where(table.c.day.in_(days_of(read)))
        return int(select_rows(self._cursor, self._flavour, query)[0][0])

    def kept(self, read: ReadList) -> list[KeptRow]:
        """All rows of earlier lists that this list may speak of: those of its days, and of its codes."""
        table = self._table
        query = select(
            table.c.key, table.c.fingerprint, table.c.person_id, table.c.appointment_id, table.c.day, table.c.said
        ).where(*self._mine())
        found: dict[str, KeptRow] = {}
        days = set(days_of(read))
        if read.kind == "day":
            wanted = [table.c.day.in_(sorted(days))]
            keys = [key for row in read.rows for key in (row.key, row.also) if key]
            wanted += [table.c.key.in_(keys[begin : begin + _AT_ONCE]) for begin in range(0, len(keys), _AT_ONCE)]
            parts: list[Any] = [query.where(each) for each in wanted]
        else:
            parts = [query]
        for part in parts:
            found.update({row[0]: KeptRow(*row) for row in select_rows(self._cursor, self._flavour, part)})
        # Found by its code, and of another day: it may be known by further keys.
        known = {row.appointment_id for row in found.values()}
        others = sorted({row.person_id for row in found.values() if row.day not in days})
        for begin in range(0, len(others), _AT_ONCE):
            same = query.where(table.c.person_id.in_(others[begin : begin + _AT_ONCE]))
            kept = [KeptRow(*row) for row in select_rows(self._cursor, self._flavour, same)]
            found.update({row.key: row for row in kept if row.appointment_id in known})
        return sorted(found.values(), key=lambda row: (len(row.key), row.key))

    def of_keys(self, keys: Sequence[str]) -> dict[str, KeptRow]:
        """The rows under these keys, as they are now."""
        table = self._table
        query = select(
            table.c.key, table.c.fingerprint, table.c.person_id, table.c.appointment_id, table.c.day, table.c.said
        ).where(*self._mine(), table.c.key.in_(keys))
        return {row[0]: KeptRow(*row) for row in select_rows(self._cursor, self._flavour, query)}

    def elsewhere(self, rows: Sequence[ImportedRow]) -> dict[str, int]:
        """How many of these rows' codes other centres' lists have, by centre."""
        table = self._table
        keys = [key for row in rows for key in (row.key,) if key.startswith("code:")]
        found: dict[str, int] = {}
        for begin in range(0, len(keys), _AT_ONCE):
            query = (
                select(table.c.centre_id, func.count())
                .where(table.c.key.in_(keys[begin : begin + _AT_ONCE]), table.c.centre_id != self._of["centre_id"])
                .group_by(table.c.centre_id)
            )
            for centre_id, number in select_rows(self._cursor, self._flavour, query):
                found[centre_id] = found.get(centre_id, 0) + int(number)
        return found

    def keep(self, rows: Iterable[KeptRow], run_id: str) -> None:
        """Know rows by new keys."""
        statement = insert_into(ImportedRowKey, self._flavour)
        values = [statement.parameters({**self._of, **_values(row), "run_id": run_id}) for row in rows]
        if values:
            self._cursor.executemany(statement.sql, values)

    def change(self, rows: Iterable[KeptRow], run_id: str) -> None:
        """What known keys stand for now."""
        table = self._table
        names = ("fingerprint", "person_id", "appointment_id", "day", "said", "run_id")
        changed = (
            update(table)
            .where(
                table.c.centre_id == bindparam("of_centre"),
                table.c.list_kind == bindparam("of_kind"),
                table.c.key == bindparam("of_key"),
            )
            .values({name: bindparam(name) for name in names})
        )
        statement = Statement(changed, self._flavour)
        of = {"of_centre": self._of["centre_id"], "of_kind": self._of["list_kind"]}
        values = [statement.parameters({**_values(row), **of, "of_key": row.key, "run_id": run_id}) for row in rows]
        if values:
            self._cursor.executemany(statement.sql, values)

    def _mine(self) -> tuple[Any, ...]:
        return self._table.c.centre_id == self._of["centre_id"], self._table.c.list_kind == self._of["list_kind"]


def begin_run(database: CentralDatabase, centre_id: str, rows: int, data: bytes, file_name: str, now: datetime) -> str:
    """Note that an import has begun; gives its id."""
    run_id = new_id()
    with database.writing() as cursor:
        insert_into(ImportRun, database.flavour).run(
            cursor,
            id=run_id,
            centre_id=centre_id,
            file_name=file_name,
            file_digest=hashlib.sha256(data).hexdigest(),
            started_at=moment_text(now),
            finished_at=None,
            rows=rows,
        )
    return run_id


def finish_run(database: CentralDatabase, run_id: str, now: datetime) -> None:
    """Note that an import came to its end."""
    table = table_of(ImportRun)
    done = update(table).where(table.c.id == bindparam("run")).values(finished_at=bindparam("at"))
    with database.writing() as cursor:
        Statement(done, database.flavour).run(cursor, run=run_id, at=moment_text(now))


def outdated_since(cursor: Cursor, flavour: Flavour, centre_id: str, data: bytes) -> datetime | None:
    """When this very file was taken in, if another one of the centre came after it."""
    table = table_of(ImportRun)
    query = select(table.c.file_digest, table.c.started_at).where(table.c.centre_id == centre_id)
    runs = select_rows(cursor, flavour, query.order_by(table.c.started_at, table.c.id))
    digest = hashlib.sha256(data).hexdigest()
    mine = [at for known, at in runs if known == digest]
    return datetime.fromisoformat(mine[-1]) if mine and runs[-1][0] != digest else None


def days_of(read: ReadList) -> list[str]:
    """The days that a list speaks of, as ISO dates."""
    return sorted({row.day.isoformat() for row in read.rows if row.day})


def _values(row: KeptRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "fingerprint": row.fingerprint,
        "person_id": row.person_id,
        "appointment_id": row.appointment_id,
        "day": row.day,
        "said": row.said,
    }
