"""SQL for the service's own tables: SQLAlchemy writes it once, the driver's cursor runs it."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, insert
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlmodel import SQLModel

from empfang.rows import Cursor, Flavour

_DIALECTS: dict[Flavour, Dialect] = {
    "sqlite": pysqlite.dialect(paramstyle="qmark"),
    "postgresql": psycopg.dialect(),  # type: ignore[no-untyped-call]
}


class Statement:
    """One SQL statement in one database's flavour, and how its parameters are handed over."""

    def __init__(self, element: ClauseElement, flavour: Flavour) -> None:
        compiled = cast(SQLCompiler, element.compile(dialect=_DIALECTS[flavour]))
        self.sql = str(compiled)
        self._order = tuple(compiled.positiontup or ()) if flavour == "sqlite" else None
        self._constants = {name: value for name, value in compiled.params.items() if value is not None}

    def parameters(self, values: dict[str, Any]) -> Any:
        """The parameters in the form the driver wants."""
        if self._constants:
            values = {**self._constants, **values}
        return values if self._order is None else tuple([values[name] for name in self._order])

    def run(self, cursor: Cursor, **values: Any) -> Cursor:
        """Run it, and give the cursor back for fetching."""
        cursor.execute(self.sql, self.parameters(values))
        return cursor


def table_of(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table of a SQLModel table class."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]


def insert_into(model: type[SQLModel], flavour: Flavour) -> Statement:
    """A new row, every column given."""
    table = table_of(model)
    return Statement(insert(table).values({name: bindparam(name) for name in table.columns.keys()}), flavour)  # noqa: SIM118


def select_rows(cursor: Cursor, flavour: Flavour, query: Select[Any]) -> list[Sequence[Any]]:
    """Run a query that is composed anew each time, such as one with a list of ids."""
    compiled = query.compile(dialect=_DIALECTS[flavour], compile_kwargs={"render_postcompile": True})
    parameters: Any = compiled.params
    if flavour == "sqlite":
        parameters = tuple([parameters[name] for name in compiled.positiontup or ()])
    cursor.execute(str(compiled), parameters)
    return cursor.fetchall()


def definition(models: Iterable[type[SQLModel]], flavour: Flavour) -> list[str]:
    """The statements that make the tables and their indexes."""
    made: list[str] = []
    for model in models:
        table = table_of(model)
        made.append(str(CreateTable(table).compile(dialect=_DIALECTS[flavour])))
        made += [
            str(CreateIndex(index).compile(dialect=_DIALECTS[flavour]))
            for index in sorted(table.indexes, key=lambda index: str(index.name))
        ]
    return made
