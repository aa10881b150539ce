"""The service's memory as a file: the same one for both databases.

zstd NDJSON: a manifest; then for each table a head with its columns, and its rows; at last how many rows there were of
each, and a SHA-256 over all lines before. It is read in one transaction, beside the running service.
"""

import base64
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import zstandard
from sqlalchemy import select

from empfang.audit import AuditEvent
from empfang.central import epochs
from empfang.central.database import CentralDatabase
from empfang.central.sql import insert_into, select_rows, table_of
from empfang.central.tables import SCHEMA_VERSION, TABLES, EpochBegun
from empfang.errors import InputProblem, StoreProblem
from empfang.model import RECORDS, moment_text
from empfang.rows import Cursor, Flavour, marked, record_table

FORMAT = "empfang-backup"
FORMAT_VERSION = 1
_AT_ONCE = 1_000
_LEVEL = 6
_LONGEST_LINE = 64_000_000
Progress = Callable[[int, int], None]
"""Is told how many rows are done, of how many."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is: its versions, and where the service stood."""

    schema_version: int
    epoch: str
    head: int
    created_at: str
    rows: int


@dataclass(frozen=True, slots=True)
class _Table:
    """A table's columns: which hold structures (JSON), bytes, and truth values."""

    name: str
    columns: tuple[str, ...]
    structures: frozenset[str]
    bytes: frozenset[str]
    truths: frozenset[str]


def _tables() -> tuple[_Table, ...]:
    """All tables, in the order in which they are written."""
    found = []
    for record in RECORDS.values():
        columns = record_table(record, "sqlite").columns
        found.append(
            _Table(
                record.kind,
                tuple(column.name for column in columns),
                frozenset(column.name for column in columns if column.structure),
                frozenset(),
                frozenset(column.name for column in columns if column.type is bool),
            )
        )
    found.append(_Table("audit_event", tuple(AuditEvent.__dataclass_fields__), *[frozenset[str]()] * 3))
    for model in TABLES:
        table = table_of(model)
        kinds = {column.name: column.type.python_type for column in table.columns}
        found.append(
            _Table(
                str(table.name),
                tuple(kinds),
                frozenset(),
                frozenset(name for name, kind in kinds.items() if kind is bytes),
                frozenset(name for name, kind in kinds.items() if kind is bool),
            )
        )
    return tuple(found)


# Writing


def write(database: CentralDatabase, path: Path, now: datetime, progress: Progress) -> Manifest:
    """Write a backup; a file that is there is replaced only by a whole one.

    Raises:
        StoreProblem: `backup_unwritable`, `database_failed`.
    """
    part = path.with_name(path.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            with zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).stream_writer(file, closefd=False) as out:
                manifest = _write_lines(database, out, now, progress)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StoreProblem("backup_unwritable", path=path, detail=error.strerror or type(error).__name__) from None
    finally:
        part.unlink(missing_ok=True)  # nothing is left of it once it has its name
    return manifest


def _write_lines(database: CentralDatabase, out: Any, now: datetime, progress: Progress) -> Manifest:
    digest = hashlib.sha256()

    def line(value: Any) -> None:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        digest.update(text)
        out.write(text)

    with database.reading() as cursor:
        counts: dict[str, int] = {}
        for table in _tables():
            cursor.execute(f'SELECT count(*) FROM "{table.name}"')  # noqa: S608 - own names
            counts[table.name] = cursor.fetchone()[0]
        epoch, head = epochs.head(cursor)
        manifest = Manifest(SCHEMA_VERSION, epoch, head, moment_text(now), sum(counts.values()))
        line({"format": FORMAT, "version": FORMAT_VERSION, **_as_json(manifest)})
        done = 0
        for table in _tables():
            line({"table": table.name, "columns": table.columns})
            for row in _rows_of(cursor, database.flavour, table):
                line(_as_lines_have_it(table, row, database.flavour))
                done += 1
                if done % _AT_ONCE == 0:
                    progress(done, manifest.rows)
        progress(manifest.rows, manifest.rows)
    text = {"rows": counts, "sha256": digest.hexdigest()}
    out.write(json.dumps(text, separators=(",", ":")).encode() + b"\n")
    return manifest


def _as_json(manifest: Manifest) -> dict[str, Any]:
    return {name: getattr(manifest, name) for name in Manifest.__slots__}


def _rows_of(cursor: Cursor, flavour: Flavour, table: _Table) -> Iterator[tuple[Any, ...]]:
    """All rows of a table, in bearable portions."""
    columns = ", ".join(f'"{name}"' for name in table.columns)
    query = f'SELECT {columns} FROM "{table.name}"'  # noqa: S608 - own names
    fetch = query
    if flavour == "postgresql":
        # The driver would fetch the whole table at once.
        cursor.execute(f"DECLARE backup NO SCROLL CURSOR FOR {query}")
        fetch = f"FETCH {_AT_ONCE} FROM backup"
    cursor.execute(fetch)
    while part := cursor.fetchmany(_AT_ONCE):
        yield from part
        if flavour == "postgresql":
            cursor.execute(fetch)
    if flavour == "postgresql":
        cursor.execute("CLOSE backup")


def _as_lines_have_it(table: _Table, row: tuple[Any, ...], flavour: Flavour) -> list[Any]:
    values: list[Any] = []
    for name, value in zip(table.columns, row, strict=True):
        if value is None:
            values.append(None)
        elif name in table.structures:
            values.append(json.loads(value) if flavour == "sqlite" else value)
        elif name in table.bytes:
            values.append(base64.b64encode(bytes(value)).decode())
        elif name in table.truths:
            values.append(bool(value))
        elif isinstance(value, datetime):
            values.append(moment_text(value))
        else:
            values.append(value.isoformat() if isinstance(value, date) else value)
    return values


def _sync_folder(folder: Path) -> None:
    """Make a new name last, where folders can be asked to."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# Reading


def check(path: Path) -> Manifest:
    """Read a backup to its end, and make sure that it is whole and that this program understands it.

    Raises:
        InputProblem: `file_missing`, `file_unreadable`, `backup_damaged`, `backup_foreign`, `backup_newer`.
    """
    digest = hashlib.sha256()
    counts: dict[str, int] = {}
    before = b""
    manifest: Manifest | None = None
    table = ""
    for line in _lines(path):
        if before:
            digest.update(before)
        said = _read_line(path, line)
        if manifest is None:
            manifest = _manifest(path, said)
        elif isinstance(said, list) and table:
            counts[table] = counts.get(table, 0) + 1
        elif isinstance(said, dict) and "table" in said:
            table = _known_table(path, said)
            counts.setdefault(table, 0)
        elif not isinstance(said, dict):
            raise InputProblem("backup_damaged", path=path)
        before = line
    end = _read_line(path, before) if before else {}
    whole = (
        manifest is not None
        and isinstance(end, dict)
        and end.get("rows") == counts
        and end.get("sha256") == digest.hexdigest()
        and set(counts) == {each.name for each in _tables()}
    )
    if manifest is None or not whole:
        raise InputProblem("backup_damaged", path=path)
    return manifest


def _manifest(path: Path, said: Any) -> Manifest:
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise InputProblem("backup_foreign", path=path)
    version, schema = said.get("version"), said.get("schema_version")
    if not isinstance(version, int) or not isinstance(schema, int):
        raise InputProblem("backup_damaged", path=path)
    if version > FORMAT_VERSION or schema > SCHEMA_VERSION:
        raise InputProblem("backup_newer", path=path, version=schema, known=SCHEMA_VERSION)
    if schema < SCHEMA_VERSION:
        raise InputProblem("backup_older", path=path, version=schema, known=SCHEMA_VERSION)
    try:
        return Manifest(**{name: said[name] for name in Manifest.__slots__})
    except KeyError:
        raise InputProblem("backup_damaged", path=path) from None


def _known_table(path: Path, head: Mapping[str, Any]) -> str:
    for table in _tables():
        if table.name == head["table"] and list(table.columns) == head.get("columns"):
            return table.name
    raise InputProblem("backup_damaged", path=path)


def _read_line(path: Path, line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        raise InputProblem("backup_damaged", path=path) from None


def _lines(path: Path) -> Iterator[bytes]:
    """The lines of a backup, each with its end.

    Raises:
        InputProblem: `file_missing`, `file_unreadable`, `backup_foreign`, `backup_damaged`.
    """
    try:
        with path.open("rb") as file:
            if file.read(4) != zstandard.FRAME_HEADER:
                raise InputProblem("backup_foreign", path=path)
            file.seek(0)
            with io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(file), 1 << 20) as lines:
                while line := lines.readline(_LONGEST_LINE):
                    yield line
    except FileNotFoundError:
        raise InputProblem("file_missing", path=path) from None
    except zstandard.ZstdError:
        raise InputProblem("backup_damaged", path=path) from None
    except OSError as error:
        raise InputProblem("file_unreadable", path=path, detail=error.strerror or type(error).__name__) from None


# Restoring


def restore(database: CentralDatabase, path: Path, now: datetime, progress: Progress, *, replace: bool) -> Manifest:
    """Make the service's memory what it was then, in one transaction, and begin a new epoch.

    The file is read to its end before anything is touched. Safe beside a running service: it answers from what was
    before until the transaction is committed, and its desks learn of the new epoch at their next call.

    Raises:
        InputProblem: as `check`; nothing was touched.
        StoreProblem: `database_not_empty` without `replace`; `database_failed`, and nothing was changed.
    """
    manifest = check(path)
    fresh = not database.exists()
    if fresh:
        database.create(now)
    else:
        database.check()
    with database.writing() as cursor:
        if not replace and not _is_empty(cursor):
            raise StoreProblem("database_not_empty", where=database.shown)
        given_out = _given_out(cursor, database.flavour)
        for table in _tables():
            cursor.execute(f'DELETE FROM "{table.name}"')  # noqa: S608 - own names
        _write_rows(cursor, database.flavour, path, manifest, progress)
        _begin_epoch(cursor, database.flavour, manifest, given_out, now)
    return manifest


@dataclass(frozen=True, slots=True)
class _GivenOut:
    """What desks may have seen of the database that is replaced."""

    epoch: str
    head: int
    epochs: dict[str, dict[str, Any]]


def _is_empty(cursor: Cursor) -> bool:
    """Whether nobody has worked with it yet: centres may be there, and operators."""
    found = 0
    for name in ("person", "received", "desk_access"):
        cursor.execute(f'SELECT count(*) FROM (SELECT 1 FROM "{name}" LIMIT 1) AS one')  # noqa: S608 - own names
        found += cursor.fetchone()[0]
    return found == 0


def _given_out(cursor: Cursor, flavour: Flavour) -> _GivenOut:
    table = table_of(EpochBegun)
    names = tuple(table.columns.keys())
    rows = [dict(zip(names, row, strict=True)) for row in select_rows(cursor, flavour, select(table))]
    return _GivenOut(*epochs.head(cursor), {row["epoch"]: row for row in rows})


def _begin_epoch(cursor: Cursor, flavour: Flavour, manifest: Manifest, before: _GivenOut, now: datetime) -> None:
    """The desks learn of the restore by it. Where the database that was replaced had come further on the same road, all
    that it gave out after the backup is known to be forgotten, also what no desk ever tells of."""
    seen_to = 0
    if manifest.epoch in before.epochs:
        seen_to = before.head
        known = _given_out(cursor, flavour).epochs
        for epoch, row in before.epochs.items():
            if epoch not in known:
                insert_into(EpochBegun, flavour).run(cursor, **row)
        cursor.execute(marked("UPDATE head SET epoch = ?", flavour), (before.epoch,))
    epochs.begin(cursor, flavour, now, seen_to)


def _write_rows(cursor: Cursor, flavour: Flavour, path: Path, manifest: Manifest, progress: Progress) -> None:
    tables = {table.name: table for table in _tables()}
    waiting: list[tuple[Any, ...]] = []
    insert = ""
    table: _Table | None = None
    done = 0

    def write_out() -> None:
        if waiting:
            cursor.executemany(insert, waiting)
            waiting.clear()

    for line in _lines(path):
        said = _read_line(path, line)
        if isinstance(said, list) and table is not None:
            waiting.append(_as_database_has_it(table, said))
            done += 1
            if len(waiting) == _AT_ONCE:
                write_out()
                progress(done, manifest.rows)
        elif "table" in said:
            write_out()
            table = tables[said["table"]]
            names = ", ".join(f'"{name}"' for name in table.columns)
            marks = ", ".join("?" * len(table.columns))
            insert = marked(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', flavour)  # noqa: S608 - own names
    write_out()
    if done != manifest.rows:
        raise InputProblem("backup_damaged", path=path)
    progress(done, manifest.rows)


def _as_database_has_it(table: _Table, row: list[Any]) -> tuple[Any, ...]:
    values: list[Any] = []
    for name, value in zip(table.columns, row, strict=True):
        if value is None:
            values.append(None)
        elif name in table.structures:
            values.append(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
        elif name in table.bytes:
            values.append(base64.b64decode(value))
        else:
            values.append(value)
    return tuple(values)
