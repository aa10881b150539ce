"""Records to rows and back, for SQLite and PostgreSQL alike.

A table has the fields of its record. The few statements are written once per kind and run on the driver's own cursor:
so a check-in costs about what plain SQL costs. A record that is read is validated.
"""

import json
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Literal, Protocol, TypeVar, Union, cast, get_args, get_origin

from pydantic_core import to_json

from empfang.model import Record, moment_text

R = TypeVar("R", bound=Record)
Flavour = Literal["sqlite", "postgresql"]
_MARK: dict[Flavour, str] = {"sqlite": "?", "postgresql": "%s"}
_TYPES: dict[Flavour, dict[type, str]] = {
    "sqlite": {str: "TEXT", int: "INTEGER", bool: "INTEGER", date: "TEXT", datetime: "TEXT", dict: "TEXT"},
    "postgresql": {
        str: "TEXT",
        int: "INTEGER",
        bool: "BOOLEAN",
        date: "DATE",
        datetime: "TIMESTAMPTZ",
        dict: "JSONB",
    },
}
_AT_ONCE = 500
"""Values in one list of a query."""


class Cursor(Protocol):
    """What both drivers' cursors can do."""

    @property
    def rowcount(self) -> int: ...
    def execute(self, sql: str, parameters: Any = ..., /) -> Any: ...
    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def fetchmany(self, size: int = ..., /) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Column:
    """A field as a column. A structure is kept as JSON."""

    name: str
    type: type
    optional: bool
    write: Callable[[Any], Any] | None
    """Makes of a field's value, where it has one, what the database takes. None: that is the value itself."""

    @property
    def structure(self) -> bool:
        return self.type is dict


def marked(sql: str, flavour: Flavour) -> str:
    """A statement written with `?`, with the marks of the flavour."""
    return sql if flavour == "sqlite" else sql.replace("?", _MARK[flavour])


class RecordTable:
    """The statements for one kind of record."""

    def __init__(self, record: type[Record], flavour: Flavour) -> None:
        self.record = record
        self.flavour: Flavour = flavour
        self.columns = tuple(_column(name, field.annotation) for name, field in record.model_fields.items())
        self.names = tuple(column.name for column in self.columns)
        self._writes = tuple((column.name, column.write) for column in self.columns)
        self._structures = tuple(column.name for column in self.columns if column.structure)
        self._keys = tuple(f'"{name}":' for name in self.names)
        self._structures_at = tuple(column.structure for column in self.columns)
        self._select = f'SELECT {_listed(self.names)} FROM "{record.kind}"'  # noqa: S608 - names of the model
        marks = ", ".join("?" * len(self.names))
        changed = ", ".join(f'"{name}" = excluded."{name}"' for name in self.names if name != "id")
        put = (
            f'INSERT INTO "{record.kind}" ({_listed(self.names)}) VALUES ({marks})'  # noqa: S608 - names of the model
            f" ON CONFLICT (id) DO UPDATE SET {changed}"
        )
        self.by_id = marked(f"{self._select} WHERE id = ?", flavour)
        self.put = marked(put, flavour)
        self.put_unless_newer = marked(
            f'{put} WHERE "{record.kind}".revision <= excluded.revision',
            flavour,
        )
        self.remove = marked(f'DELETE FROM "{record.kind}" WHERE id = ?', flavour)  # noqa: S608 - names of the model
        self._by: dict[tuple[str, ...], str] = {}

    def definition(self) -> list[str]:
        """The statements that make the table and its indexes."""
        types = _TYPES[self.flavour]
        columns = [
            f'"{column.name}" {types[column.type]}{"" if column.optional else " NOT NULL"}'
            f"{' PRIMARY KEY' if column.name == 'id' else ''}"
            for column in self.columns
        ]
        kind = self.record.kind
        return [
            f'CREATE TABLE "{kind}" ({", ".join(columns)})',
            *(f'CREATE INDEX "ix_{kind}_{name}" ON "{kind}" ("{name}")' for name in self.record.indexes),
        ]

    def by(self, fields: tuple[str, ...]) -> str:
        """Rows in which these fields have given values, in the order of ids."""
        if fields not in self._by:
            where = " AND ".join(f'"{name}" = ?' for name in fields)
            self._by[fields] = marked(f"{self._select}{' WHERE ' + where if where else ''} ORDER BY id", self.flavour)
        return self._by[fields]

    def one_by(self, fields: tuple[str, ...]) -> str:
        """Any one of the rows in which these fields have given values."""
        key = ("one", *fields)
        if key not in self._by:
            where = " AND ".join(f'"{name}" = ?' for name in fields)
            self._by[key] = marked(f"{self._select} WHERE {where} LIMIT 1", self.flavour)
        return self._by[key]

    def between(self, field: str, fields: tuple[str, ...]) -> str:
        """Rows in which a field is from one value until before another and others have given values, by id."""
        key = (f"{field} between", *fields)
        if key not in self._by:
            where = " AND ".join([*(f'"{name}" = ?' for name in fields), f'"{field}" >= ? AND "{field}" < ?'])
            self._by[key] = marked(f"{self._select} WHERE {where} ORDER BY id", self.flavour)
        return self._by[key]

    def among(self, field: str, count: int) -> str:
        """Rows in which a field has one of so many values, in the order of that field."""
        marks = ", ".join("?" * count)
        return marked(f'{self._select} WHERE "{field}" IN ({marks}) ORDER BY "{field}", id', self.flavour)

    def taken(self, values: Iterable[tuple[str, Any]]) -> tuple[Any, ...]:
        """Values of fields as the database takes them."""
        writes = dict(self._writes)
        return tuple(
            value if value is None or (write := writes[name]) is None else write(value) for name, value in values
        )

    def to_row(self, record: Record) -> tuple[Any, ...]:
        """The values in the table's order, as the database takes them."""
        values = record.__dict__
        return tuple(
            [
                value if write is None or value is None else write(value)
                for name, write in self._writes
                for value in (values[name],)
            ]
        )

    def to_line(self, row: Sequence[Any]) -> bytes:
        """The record of a row as JSON, not validated: for sending what was validated when it was written."""
        values = zip(self._keys, self._structures_at, row, strict=True)
        if self.flavour == "sqlite":
            parts = [f"{key}{value if whole else _encode(value)}" for key, whole, value in values]
        else:
            parts = [f"{key}{_encode(_plain(value))}" for key, _, value in values]
        return f"{{{','.join(parts)}}}".encode()

    def to_record(self, row: Sequence[Any]) -> Record:
        """The validated record of a row in the table's order."""
        values = dict(zip(self.names, row, strict=True))
        if self.flavour == "sqlite":
            for name in self._structures:
                values[name] = () if values[name] == "[]" else json.loads(values[name])
        return self.record.of(values)


@cache
def record_table(record: type[Record], flavour: Flavour) -> RecordTable:
    """The statements for one kind of record, made once."""
    return RecordTable(record, flavour)


class Rows:
    """Reading and writing records through one cursor."""

    def __init__(self, cursor: Cursor, flavour: Flavour) -> None:
        self.cursor = cursor
        self.flavour: Flavour = flavour

    def get(self, record: type[R], record_id: str, /) -> R | None:
        """The record with this id, or None."""
        table = record_table(record, self.flavour)
        self.cursor.execute(table.by_id, (record_id,))
        row = self.cursor.fetchone()
        return None if row is None else cast(R, table.to_record(row))

    def find(self, record: type[R], /, **equals: Any) -> list[R]:
        """The records whose fields have these values, in the order of ids."""
        table = record_table(record, self.flavour)
        self.cursor.execute(table.by(tuple(equals)), table.taken(equals.items()))
        return [cast(R, table.to_record(row)) for row in self.cursor.fetchall()]

    def has(self, record: type[Record], /, **equals: Any) -> bool:
        """Whether there is a record whose fields have these values."""
        table = record_table(record, self.flavour)
        self.cursor.execute(table.one_by(tuple(equals)), table.taken(equals.items()))
        return self.cursor.fetchone() is not None

    def between(self, record: type[R], field: str, begin: datetime, end: datetime, /, **equals: Any) -> list[R]:
        """The records in which a moment is from `begin` until before `end` and others have these values, by id."""
        table = record_table(record, self.flavour)
        values = [*equals.items(), (field, begin), (field, end)]
        self.cursor.execute(table.between(field, tuple(equals)), table.taken(values))
        return [cast(R, table.to_record(row)) for row in self.cursor.fetchall()]

    def among(self, record: type[R], field: str, values: Sequence[str]) -> Iterator[R]:
        """The records in which a field has one of these values."""
        table = record_table(record, self.flavour)
        for begin in range(0, len(values), _AT_ONCE):
            part = values[begin : begin + _AT_ONCE]
            self.cursor.execute(table.among(field, len(part)), tuple(part))
            yield from (cast(R, table.to_record(row)) for row in self.cursor.fetchall())

    def lines(self, record: type[Record], /, **equals: Any) -> list[bytes]:
        """Like `find`, as JSON."""
        table = record_table(record, self.flavour)
        self.cursor.execute(table.by(tuple(equals)), table.taken(equals.items()))
        return [table.to_line(row) for row in self.cursor.fetchall()]

    def lines_among(self, record: type[Record], field: str, values: Sequence[str]) -> list[bytes]:
        """Like `among`, as JSON."""
        table = record_table(record, self.flavour)
        found: list[bytes] = []
        for begin in range(0, len(values), _AT_ONCE):
            part = values[begin : begin + _AT_ONCE]
            self.cursor.execute(table.among(field, len(part)), tuple(part))
            found += [table.to_line(row) for row in self.cursor.fetchall()]
        return found

    def put(self, record: Record, /) -> None:
        """Insert the record, or overwrite the one with its id."""
        table = record_table(type(record), self.flavour)
        self.cursor.execute(table.put, table.to_row(record))

    def put_many(self, records: Iterable[Record], *, unless_newer: bool = False) -> None:
        """Like `put`, for many at once; with `unless_newer` a row with a higher revision stays."""
        groups: dict[type[Record], list[Any]] = {}
        for record in records:
            groups.setdefault(type(record), []).append(record_table(type(record), self.flavour).to_row(record))
        for kind, rows in groups.items():
            table = record_table(kind, self.flavour)
            self.cursor.executemany(table.put_unless_newer if unless_newer else table.put, rows)

    def delete(self, record: type[Record], record_id: str, /) -> None:
        """Remove the record with this id, if there is one."""
        self.cursor.execute(record_table(record, self.flavour).remove, (record_id,))


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _plain(value: Any) -> Any:
    """A value of PostgreSQL's as JSON has it."""
    if isinstance(value, datetime):
        return moment_text(value)
    return value.isoformat() if isinstance(value, date) else value


def _column(name: str, annotation: Any) -> Column:
    """What kind of column holds a field of this annotation."""
    parts = get_args(annotation) if get_origin(annotation) in {Union, types.UnionType} else (annotation,)
    [kept] = [part for part in parts if part is not type(None)]
    base = get_args(kept)[0] if hasattr(kept, "__metadata__") else kept
    origin = get_origin(base) or base
    for known in (bool, int, str, datetime, date):
        if issubclass(origin, known):
            write = StrEnum.__str__ if issubclass(origin, StrEnum) else _WRITES.get(known)
            return Column(name, known, len(parts) > 1, write)
    return Column(name, dict, len(parts) > 1, _structure)


def _structure(value: Any) -> str:
    return to_json(value).decode() if value else "{}" if isinstance(value, dict) else "[]"


_WRITES: dict[type, Callable[[Any], Any]] = {datetime: moment_text, date: date.isoformat}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
