"""Taking what can be read out of a damaged store.

SQLCipher seals every page, and refuses everything on a connection that has met a bad one: so what fails is asked again
in smaller pieces, on a fresh connection each time, until only the rows of the bad page are left over. Where the way to
the outbox's pages is what is damaged, up to the first page of the file, each page is looked at by itself
(`_stray_rows`).

All this works on a copy: reading a damaged file must not make it worse.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlcipher3 import dbapi2

from empfang.protocol import Command
from empfang.store.database import Connection, unlock

_COLUMNS = (
    "number", "command_id", "kind", "bytes", "recorded_at", "verdict", "feed_number", "seen_number", "settled_at",
    "dealt_at", "recover",
)  # fmt: skip
_LIST = ", ".join(_COLUMNS)
_PAGE = 4096
_FRAME = 24 + _PAGE
_WAL_HEAD = 32
_SALT = 16
_NAMED_PAGE = re.compile(r"page (\d+)")
_PAGES_AT_ONCE = 60
_TRIES = 2_000
"""Failed queries after which a table that is not the outbox is given up."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A row of the outbox, as it was."""

    number: int
    command_id: str
    kind: str
    bytes: bytes
    recorded_at: str
    verdict: str | None
    feed_number: int | None
    seen_number: int | None
    settled_at: str | None
    dealt_at: str | None
    recover: int

    @property
    def unsent(self) -> bool:
        """Whether the service has yet to answer."""
        return self.verdict is None or bool(self.recover)


@dataclass(slots=True)
class Salvaged:
    """What could be read. `unreadable`: numbers that may have been given and cannot be read."""

    meta: dict[str, str] = field(default_factory=dict)
    rows: dict[int, OutboxRow] = field(default_factory=dict)
    unreadable: set[int] = field(default_factory=set)
    last: int | None = None
    """The highest number given; None: not even that can be read."""
    torn: bool = False
    """Whether the journal broke off within what had been written: the newest entries may be missing."""
    audit: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    day_numbers: dict[str, int] = field(default_factory=dict)
    """The highest number that this desk gave to a visitor, by day."""


class Source:
    """A damaged file, asked with SQL; gets a fresh connection after every error."""

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._key = key
        self._connection: Connection | None = None

    def ask(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """All rows of a query.

        Raises:
            dbapi2.DatabaseError: it cannot be answered.
        """
        try:
            if self._connection is None:
                self._connection = unlock(str(self._path), self._key)
                # Or a file that is shorter than it says is not opened at all.
                self._connection.execute("PRAGMA writable_schema = ON")
            return self._connection.execute(sql, values).fetchall()  # type: ignore[no-any-return]
        except dbapi2.DatabaseError:
            self.close()
            raise

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def asked(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any] | None:
        """All rows of a query; None if it cannot be answered."""
        try:
            return self.ask(sql, values)
        except dbapi2.DatabaseError:
            return None


def salvage(path: Path, key: str, at_least: int = 0, salt: bytes = b"") -> Salvaged | None:
    """What can be read of a store's file, a copy that may be written to; None: nothing at all.

    `at_least` is a number that is known to have been given; `salt` the file's first bytes, if they are known from
    elsewhere: without them no page can be read.

    Raises:
        StoreProblem: `key_wrong`: it is no key.
    """
    journal = Journal(path)
    source = Source(path, key)
    found = Salvaged()
    try:
        # What the journal holds comes into the file, as far as that can be done.
        frames = source.asked("PRAGMA wal_checkpoint(PASSIVE)")
        source.asked("PRAGMA wal_checkpoint(TRUNCATE)")
        opens = source.asked("SELECT count(*) FROM sqlite_master") is not None
        if opens:
            found.torn = journal.torn_after(frames[0][1] if frames else 0)
            found.meta = {str(row[0]): str(row[1]) for row in _meta(source)}
            _read_outbox(source, found, at_least)
        source.close()
        if not opens or found.unreadable or found.last is None:
            with path.open("rb") as file:
                salts = dict.fromkeys((file.read(_SALT), salt))
            _read_stray(path, key, [each for each in salts if len(each) == _SALT], found)
        if opens:
            _read_audit(source, found)
        _read_day_numbers(source, found)
        return found if opens or found.rows else None
    finally:
        source.close()


def _read_stray(path: Path, key: str, salts: list[bytes], found: Salvaged) -> None:
    read = set(found.rows)
    for salt in salts:
        for row in _stray_rows(path, key, salt):
            if row.number in found.unreadable or (found.last is None and row.number not in read):
                _prefer(found.rows, row)
        if found.rows.keys() - read:
            break
    if found.last is None and found.rows:
        found.unreadable |= set(range(min(found.rows), max(found.rows)))
    found.unreadable -= found.rows.keys()


def copy_whatever_is_readable(source: Path, target: Path) -> None:
    """Copy a file from a disk that may not give all of it; what it does not give is zeros.

    Raises:
        OSError: the target cannot be written.
    """
    size = source.stat().st_size
    with source.open("rb") as giving, target.open("wb") as taking:
        for begin in range(0, size, _PAGE):
            block = b""
            with contextlib.suppress(OSError):
                giving.seek(begin)
                block = giving.read(min(_PAGE, size - begin))
            taking.write(block.ljust(min(_PAGE, size - begin), b"\0"))


def _meta(source: Source) -> list[Any]:
    whole = source.asked("SELECT key, value FROM meta")
    if whole is not None:
        return whole
    found: list[Any] = []
    for key in ("desk_id", "token", "service_url", "desk_number", "desk_name", "centre_id", "epoch", "role"):
        found += source.asked("SELECT key, value FROM meta WHERE key = ?", (key,)) or []
    return found


def _read_outbox(source: Source, found: Salvaged, at_least: int) -> None:
    last = source.asked("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'")
    highest = source.asked("SELECT max(number) FROM outbox")
    # The index of command ids lies on other pages, and knows which numbers there are.
    listed = source.asked("SELECT number FROM outbox INDEXED BY sqlite_autoindex_outbox_1")
    known = [row[0][0] for row in (last, highest) if row and row[0][0] is not None]
    numbers = None if listed is None else {int(row[0]) for row in listed}
    found.last = 0 if last == [] else int(last[0][0]) if last else None
    ceiling = max([at_least, *known, *(numbers or ())])
    # A store of an older version has not all columns.
    there = {row[0] for row in source.asked("SELECT name FROM pragma_table_info('outbox')") or []}
    columns = ", ".join(name if name in there else f"NULL AS {name}" for name in _COLUMNS)
    query = f"SELECT {columns} FROM outbox WHERE number BETWEEN ? AND ?"  # noqa: S608 - own names
    for rows, unreadable in _pieces(source, query, 1, ceiling):
        found.unreadable |= set(unreadable)
        for values in rows:
            row = _row(values)
            if row is None:
                found.unreadable.add(int(values[0]))
            else:
                found.rows[row.number] = row
    if numbers is not None:
        found.unreadable &= numbers


def _pieces(
    source: Source, query: str, first: int, last: int, tries: int | None = None
) -> Iterator[tuple[list[Any], range]]:
    """Rows by their integer keys, and ranges of keys that cannot be read; after so many failures larger ones."""
    waiting = [(first, last)] if first <= last else []
    failed = 0
    while waiting:
        begin, end = waiting.pop()
        rows = source.asked(query, (begin, end))
        if rows is not None:
            yield rows, range(0)
            continue
        failed += 1
        if begin == end or (tries is not None and failed > tries):
            yield [], range(begin, end + 1)
        else:
            middle = (begin + end) // 2
            waiting += [(middle + 1, end), (begin, middle)]


def _row(values: tuple[Any, ...]) -> OutboxRow | None:
    """A row of the outbox if it is one: its command says its own number and id."""
    named: dict[str, Any] = dict(zip(_COLUMNS, values, strict=True))
    row = OutboxRow(**{**named, "recover": named["recover"] or 0})
    if row.bytes == b"" and row.verdict is not None:
        # What was said about somebody whose registration was deleted since.
        return row
    try:
        command = Command.model_validate_json(row.bytes)
    except (ValidationError, TypeError):
        return None
    return row if (command.number, command.id) == (row.number, row.command_id) else None


def _prefer(rows: dict[int, OutboxRow], row: OutboxRow) -> None:
    """Of two copies of a row (an old page may still hold one) the one that knows more."""
    known = rows.get(row.number)
    if known is None or (known.verdict is None and row.verdict is not None):
        rows[row.number] = row


def _stray_rows(path: Path, key: str, salt: bytes) -> Iterator[OutboxRow]:
    """Rows of the outbox on any page, also when no way leads there any more.

    The pages are put into a fresh file with the same key and salt, where each is given a name as if a table began
    there; SQLite then reads the rows that lie on it.
    """
    graft = path.with_name("graft.db")
    graft.unlink(missing_ok=True)
    pages = _graft(path, graft, key, salt)
    source = Source(graft, key)
    try:
        told = source.asked("PRAGMA cipher_integrity_check") or []
        bad = {int(page) for row in told for page in _NAMED_PAGE.findall(str(row[0]))}
        good = [page for page in range(2, pages + 1) if page not in bad]
        for begin in range(0, len(good), _PAGES_AT_ONCE):
            some = good[begin : begin + _PAGES_AT_ONCE]
            _name_pages(source, some)
            for page in some:
                sure = "typeof(command_id) = 'text' AND typeof(bytes) = 'blob' AND typeof(recorded_at) = 'text'"
                query = f"SELECT {_LIST} FROM stray_{page} WHERE {sure}"  # noqa: S608 - own names
                for values in source.asked(query) or []:
                    row = _row(values)
                    if row is not None:
                        yield row
    finally:
        source.close()


def _graft(path: Path, graft: Path, key: str, salt: bytes) -> int:
    """Make the fresh file, with a healthy first page and all other pages of the old one; gives their number."""
    frames = Journal(path).frames()
    pages = max([path.stat().st_size // _PAGE, *(page for page, _ in frames)])
    with contextlib.closing(unlock(str(graft), key)) as connection:
        connection.execute(f"PRAGMA cipher_salt = \"x'{salt.hex()}'\"")
        # As large as the old one, or SQLite would not look at its last pages.
        connection.execute("CREATE TABLE filler (content)")
        connection.execute("INSERT INTO filler VALUES (zeroblob(?))", (pages * _PAGE,))
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master")
    with path.open("rb") as old, graft.open("rb+") as new:
        for page in range(2, path.stat().st_size // _PAGE + 1):
            old.seek((page - 1) * _PAGE)
            new.seek((page - 1) * _PAGE)
            new.write(old.read(_PAGE))
        for page, content in frames:
            if page > 1:
                new.seek((page - 1) * _PAGE)
                new.write(content)
    return pages


def _name_pages(source: Source, pages: list[int]) -> None:
    columns = ", ".join(("number INTEGER PRIMARY KEY", *_COLUMNS[1:]))
    # A copy of a copy: it need not survive anything.
    source.ask("PRAGMA synchronous = OFF")
    source.ask("BEGIN")
    source.ask("DELETE FROM sqlite_master")
    for page in pages:
        name = f"stray_{page}"
        source.ask(
            "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('table', ?, ?, ?, ?)",
            (name, name, page, f"CREATE TABLE {name} ({columns})"),
        )
    source.ask("COMMIT")
    # The names are known from the next connection on.
    source.close()


def _read_audit(source: Source, found: Salvaged) -> None:
    last = source.asked("SELECT max(rowid) FROM audit_event")
    if last and last[0][0] is not None:
        query = "SELECT * FROM audit_event WHERE rowid BETWEEN ? AND ?"
        for rows, _ in _pieces(source, query, 1, int(last[0][0]), _TRIES):
            found.audit.update({int(row[1]): tuple(row) for row in rows})


def _read_day_numbers(source: Source, found: Salvaged) -> None:
    """From the counters, and from what this desk has done: a number must not be given twice."""
    desk_id = found.meta.get("desk_id", "")
    told = source.asked("SELECT day, day_number FROM encounter WHERE desk_id = ?", (desk_id,)) or []
    given = [(str(day), str(day_number)) for day, day_number in told]
    for row in found.rows.values():
        if row.kind == "check_in" and row.bytes:
            payload = Command.model_validate_json(row.bytes).payload
            given.append((str(payload.get("day")), str(payload.get("day_number"))))
    for day, day_number in given:
        number = day_number.rpartition("-")[2]
        if number.isdecimal():
            found.day_numbers[day] = max(found.day_numbers.get(day, 0), int(number))


class Journal:
    """The journal beside a file (desk.db-wal), read without SQLite, which may take it in or not."""

    def __init__(self, path: Path) -> None:
        wal = path.with_name(path.name + "-wal")
        self._content = wal.read_bytes() if wal.exists() else b""
        self._salt = self._content[16:24]

    def torn_after(self, frames: int) -> bool:
        """Whether frames of the same run follow those that could be taken in."""
        begin = _WAL_HEAD + max(0, frames) * _FRAME
        return bool(self._salt) and self._content[begin + 8 : begin + 16] == self._salt

    def frames(self) -> list[tuple[int, bytes]]:
        """The pages of the last run, in the order in which they were written, up to its last commit."""
        found: list[tuple[int, bytes]] = []
        committed = 0
        for begin in range(_WAL_HEAD, len(self._content) - _FRAME + 1, _FRAME):
            head = self._content[begin : begin + 24]
            if head[8:16] != self._salt:
                break
            found.append((int.from_bytes(head[:4], "big"), self._content[begin + 24 : begin + _FRAME]))
            if int.from_bytes(head[4:8], "big"):
                committed = len(found)
        return found[:committed]
