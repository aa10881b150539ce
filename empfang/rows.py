"""Records to rows and back, for SQLite and PostgreSQL alike.

SQLModel's tables give names, types and data definition; SQLAlchemy writes each statement once; the statements then run
on the driver's own cursor, which keeps a check-in near the cost of plain SQL. A record that is read is validated.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Literal, Protocol, TypeVar, cast

from sqlalchemy import JSON, Select, Table, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlmodel import SQLModel

from empfang.model import Record

R = TypeVar("R", bound=Record)
Flavour = Literal["sqlite", "postgresql"]
_DIALECTS: dict[Flavour, Dialect] = {
    "sqlite": pysqlite.dialect(paramstyle="qmark"),
    "postgresql": psycopg.dialect(),  # type: ignore[no-untyped-call]
}


class Cursor(Protocol):
    """What both drivers' cursors can do."""

    @property
    def rowcount(self) -> int: ...
    def execute(self, sql: str, parameters: Any = ..., /) -> Any: ...
    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...


class Statement:
    """One SQL statement in one database's flavour, and how its parameters are handed over."""

    def __init__(self, element: ClauseElement, flavour: Flavour) -> None:
        compiled = cast(SQLCompiler, element.compile(dialect=_DIALECTS[flavour]))
        self.sql = str(compiled)
        self.order = tuple(compiled.positiontup or ()) if flavour == "sqlite" else None
        self.constants = {name: value for name, value in compiled.params.items() if value is not None}

    def parameters(self, values: dict[str, Any]) -> Any:
        """The parameters in the form the driver wants."""
        if self.constants:
            values = {**self.constants, **values}
        return values if self.order is None else tuple([values[name] for name in self.order])

    def run(self, cursor: Cursor, **values: Any) -> Cursor:
        """Run it, and give the cursor back for fetching."""
        cursor.execute(self.sql, self.parameters(values))
        return cursor


def select_rows(cursor: Cursor, flavour: Flavour, query: Select[Any]) -> list[Sequence[Any]]:
    """Run a query that is composed anew each time, such as one with a list of ids."""
    compiled = query.compile(dialect=_DIALECTS[flavour], compile_kwargs={"render_postcompile": True})
    parameters: Any = compiled.params
    if flavour == "sqlite":
        parameters = tuple([parameters[name] for name in compiled.positiontup or ()])
    cursor.execute(str(compiled), parameters)
    return cursor.fetchall()


def table_of(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table of a SQLModel table class."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]


def definition(models: Iterable[type[SQLModel]], flavour: Flavour) -> list[str]:
    """The statements that make the tables and their indexes."""
    made: list[str] = []
    for model in models:
        table = table_of(model)
        made.append(str(CreateTable(table, if_not_exists=True).compile(dialect=_DIALECTS[flavour])))
        made += [
            str(CreateIndex(index, if_not_exists=True).compile(dialect=_DIALECTS[flavour]))
            for index in sorted(table.indexes, key=lambda index: str(index.name))
        ]
    return made


def upsert(table: Table, flavour: Flavour, *, unless_newer: bool = False) -> Statement:
    """Insert a row, or overwrite the one with its key; with `unless_newer` only if that has no higher revision."""
    insert = (sqlite.insert if flavour == "sqlite" else postgresql.insert)(table)
    keys = [column.name for column in table.primary_key]
    values: dict[str, Any] = {name: bindparam(name) for name in table.columns.keys()}  # noqa: SIM118 - a column collection
    changed = {name: insert.excluded[name] for name in values if name not in keys}
    where = table.c.revision <= insert.excluded.revision if unless_newer else None
    return Statement(
        insert.values(values).on_conflict_do_update(index_elements=keys, set_=changed, where=where), flavour
    )


class RecordTable:
    """The statements for one kind of record."""

    def __init__(self, record: type[Record], flavour: Flavour) -> None:
        self.record = record
        self.flavour = flavour
        self.table = table_of(record.table_model)
        self.names = tuple(self.table.columns.keys())
        self.structures = tuple(name for name, column in self.table.columns.items() if isinstance(column.type, JSON))
        self.by_id = Statement(select(self.table).where(self.table.c.id == bindparam("id")), flavour)
        self.put = upsert(self.table, flavour)
        self.put_unless_newer = upsert(self.table, flavour, unless_newer=True)
        self.remove = Statement(delete(self.table).where(self.table.c.id == bindparam("id")), flavour)
        self._by: dict[tuple[str, ...], Statement] = {}

    def by(self, fields: tuple[str, ...]) -> Statement:
        """Rows in which these fields have given values, in the order of ids."""
        found = self._by.get(fields)
        if found is None:
            query = select(self.table).order_by(self.table.c.id)
            for name in fields:
                query = query.where(self.table.c[name] == bindparam(name))
            found = self._by[fields] = Statement(query, self.flavour)
        return found

    def to_row(self, record: Record) -> dict[str, Any]:
        """The values as the database takes them."""
        row = record.model_dump(mode="json")
        for name in self.structures:
            row[name] = json.dumps(row[name], ensure_ascii=False, separators=(",", ":"))
        return row

    def to_record(self, row: Sequence[Any]) -> Record:
        """The validated record of a row in the table's order."""
        values = dict(zip(self.names, row, strict=True))
        if self.flavour == "sqlite":
            for name in self.structures:
                values[name] = json.loads(values[name])
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
        row = table.by_id.run(self.cursor, id=record_id).fetchone()
        return None if row is None else cast(R, table.to_record(row))

    def find(self, record: type[R], /, **equals: Any) -> list[R]:
        """The records whose fields have these values, in the order of ids."""
        table = record_table(record, self.flavour)
        rows = table.by(tuple(sorted(equals))).run(self.cursor, **equals).fetchall()
        return [cast(R, table.to_record(row)) for row in rows]

    def put(self, record: Record, /) -> None:
        """Insert the record, or overwrite the one with its id."""
        table = record_table(type(record), self.flavour)
        self.cursor.execute(table.put.sql, table.put.parameters(table.to_row(record)))

    def put_many(self, records: Iterable[Record], *, unless_newer: bool = False) -> None:
        """Like `put`, for many at once; with `unless_newer` a row with a higher revision stays."""
        groups: dict[type[Record], list[Any]] = {}
        for record in records:
            table = record_table(type(record), self.flavour)
            groups.setdefault(type(record), []).append(table.put.parameters(table.to_row(record)))
        for kind, parameters in groups.items():
            table = record_table(kind, self.flavour)
            statement = table.put_unless_newer if unless_newer else table.put
            self.cursor.executemany(statement.sql, parameters)

    def delete(self, record: type[Record], record_id: str, /) -> None:
        """Remove the record with this id, if there is one."""
        record_table(record, self.flavour).remove.run(self.cursor, id=record_id)
