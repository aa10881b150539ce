"""A new store from what is left of a damaged one: the outbox is saved, everything else is fetched anew.

The damaged file stays beside the new one. The new one has the old identity, so that to the service it is the same desk.
"""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from empfang.audit import AuditTrail
from empfang.clock import local_day
from empfang.commands.all import read_command
from empfang.commands.base import UnreadableError
from empfang.errors import StoreProblem
from empfang.model import moment_text
from empfang.rows import Cursor
from empfang.store.care import backups
from empfang.store.database import KEY_FILE, STORE_FILE, Database, make_tables, read_key
from empfang.store.mirror import KEPT, lines_of, path_of
from empfang.store.rebase import all_subjects, rework
from empfang.store.salvage import OutboxRow, Salvaged, copy_whatever_is_readable, salvage
from empfang.store.tx import DeskTx

LEAP = 1_000
"""So far numbers go on above the highest known one, if the last one given is not known: none is ever used twice."""
DAY_LEAP = 100
_FETCHED_ANEW = frozenset(
    {
        "cursor", "snapshot_cursor", "snapshot_after", "snapshot_persons", "snapshot_total", "snapshot_day",
        "pulled_at", "rejoining", "salt", "day_guard", "damage", "checked_at", "backup_at", "care_trouble",
        "prune_trouble", "pruned_on", "day_begun",
    }
)  # fmt: skip
_IDENTITY = frozenset({"desk_id", "token", "service_url", "centre_id"})
_WORK = "repair"
_DAY_NUMBER = "day_number:"
_USUAL_ZONE = "Europe/Berlin"
_NO_SPACE = 28


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was saved. Numbers are those of the outbox.

    `missing` cannot be read anywhere (what of it was sent is at the service); `in_mirror` is only in the encrypted copy
    `mirror`, from which it can be handed in. `newest_unknown`: there may have been newer ones that nobody can name.
    """

    saved: int
    unsent: int
    from_backup: int
    missing: tuple[int, ...]
    in_mirror: tuple[int, ...]
    newest_unknown: bool
    damaged: Path | None
    mirror: Path | None


@dataclass(slots=True)
class _Collected:
    """What all sources together know."""

    meta: dict[str, str]
    rows: dict[int, OutboxRow] = field(default_factory=dict)
    missing: set[int] = field(default_factory=set)
    highest: int = 0
    newest_unknown: bool = False
    from_backup: int = 0
    audit: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    day_numbers: dict[str, int] = field(default_factory=dict)
    in_mirror: dict[int, str] = field(default_factory=dict)


def repair(folder: Path, now: datetime, mirror_folder: Path | None = None) -> Repaired:
    """Make the store of this desk anew. The caller holds the claim on the folder.

    Raises:
        StoreProblem: `store_missing`, `key_missing`, `key_wrong`, `nothing_readable`, `disk_full`, `store_unwritable`:
            then everything is as it was.
    """
    key = read_key(folder)
    work = folder / _WORK
    damaged = _damaged(folder)
    try:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        collected = _collect(folder, damaged, key, now)
        mirror = None if mirror_folder is None else path_of(mirror_folder, collected.meta["desk_id"])
        _look_into_mirror(collected, mirror)
        fresh = _make(work / "new", key, collected, now)
        kept_as = _swap(folder, fresh, now)
    except OSError as error:
        code = "disk_full" if error.errno == _NO_SPACE else "store_unwritable"
        raise StoreProblem(code, detail=error.strerror or type(error).__name__) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Repaired(
        saved=len(collected.rows),
        unsent=sum(row.unsent for row in collected.rows.values()),
        from_backup=collected.from_backup,
        missing=tuple(sorted(collected.missing)),
        in_mirror=tuple(sorted(collected.in_mirror)),
        newest_unknown=collected.newest_unknown,
        damaged=kept_as or damaged,
        mirror=mirror if collected.in_mirror else None,
    )


def _damaged(folder: Path) -> Path | None:
    """The store's file; after a repair that broke off, the one it had put aside."""
    if (folder / STORE_FILE).exists():
        return folder / STORE_FILE
    aside = [path for path in folder.glob(f"{STORE_FILE}.damaged-*") if not path.name.endswith(("-wal", "-shm"))]
    return max(aside, default=None)


def _collect(folder: Path, damaged: Path | None, key: str, now: datetime) -> _Collected:
    """Everything that can be read, the damaged file first, then its copies from the newest on."""
    copies = [_read(folder, path, key) for path in backups(folder)]
    at_least = max((copy.last or 0 for copy in copies if copy is not None), default=0)
    salt = next((copy.meta["salt"] for copy in copies if copy is not None and "salt" in copy.meta), "")
    main = None if damaged is None else _read(folder, damaged, key, at_least, bytes.fromhex(salt))
    sources = [source for source in (main, *copies) if source is not None]
    put_aside = damaged is not None and damaged.name != STORE_FILE
    if put_aside:
        # By an earlier repair: the copies may be newer, and so may have been the store that is gone.
        sources.sort(key=lambda source: source.last or 0, reverse=True)
    named = next((source for source in sources if source.meta.keys() >= _IDENTITY), None)
    if named is None:
        raise StoreProblem("nothing_readable", path=folder, key=KEY_FILE)
    newest = sources[0]
    found = _Collected(dict(named.meta))
    found.rows, found.missing = dict(newest.rows), set(newest.unreadable)
    lasts = [source.last or 0 for source in sources]
    found.highest = max([*lasts, *found.rows, *found.missing])
    sure = newest is main and not put_aside and not newest.torn and newest.last == max(lasts)
    found.newest_unknown = not sure
    for older in sources[1:]:
        _complete(found, older, newest.last)
    for source in reversed(sources):
        found.audit |= source.audit
    _count_days(found, sources, now, sure=sure and named is main)
    return found


def _read(folder: Path, path: Path, key: str, at_least: int = 0, salt: bytes = b"") -> Salvaged | None:
    """What a file holds, read from a copy."""
    copy = folder / _WORK / "copy.db"
    for suffix in ("", "-wal", "-shm"):
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)
    copy_whatever_is_readable(path, copy)
    journal = path.with_name(path.name + "-wal")
    if journal.exists():
        copy_whatever_is_readable(journal, copy.with_name(copy.name + "-wal"))
    return salvage(copy, key, at_least, salt)


def _complete(found: _Collected, older: Salvaged, last: int | None) -> None:
    """Take from a copy what is not known yet; what was forgotten on purpose since does not come back."""
    for number, row in older.rows.items():
        if number not in found.rows and (number in found.missing or last is None or number > last):
            found.rows[number] = row
            found.missing.discard(number)
            found.from_backup += 1


def _count_days(found: _Collected, sources: Iterable[Salvaged], now: datetime, *, sure: bool) -> None:
    """The counters of visitors' numbers: never below what was given, and well above where that is not sure."""
    for source in sources:
        counters = {
            key.removeprefix(_DAY_NUMBER): int(value)
            for key, value in source.meta.items()
            if key.startswith(_DAY_NUMBER)
        }
        for given in (counters, source.day_numbers):
            for day, number in given.items():
                found.day_numbers[day] = max(found.day_numbers.get(day, 0), number)
    if not sure:
        today = local_day(now, _USUAL_ZONE).isoformat()
        found.day_numbers[today] = found.day_numbers.get(today, 0) + DAY_LEAP


def _look_into_mirror(found: _Collected, mirror: Path | None) -> None:
    """Which of the missing commands are in the encrypted copy; they must stay there until they are handed in."""
    try:
        content = b"" if mirror is None or not mirror.exists() else mirror.read_bytes()
    except OSError:
        # The stick may have gone with the disk: what is missing is named as missing.
        return
    for _, outside in lines_of(content):
        beyond = outside.number > found.highest
        if outside.number not in found.rows and (outside.number in found.missing or beyond):
            found.in_mirror[outside.number] = outside.command_id
            found.newest_unknown |= beyond
    found.missing -= found.in_mirror.keys()
    found.highest = max([found.highest, *found.in_mirror])
    if found.in_mirror:
        found.meta[KEPT] = " ".join(sorted({*found.meta.get(KEPT, "").split(), *found.in_mirror.values()}))


def _make(folder: Path, key: str, found: _Collected, now: datetime) -> Path:
    """The new store, in a folder of its own; gives its file."""
    folder.mkdir(mode=0o700)
    meta = {
        name: value
        for name, value in found.meta.items()
        if name not in _FETCHED_ANEW and not name.startswith(_DAY_NUMBER)
    }
    meta |= {f"{_DAY_NUMBER}{day}": str(number) for day, number in found.day_numbers.items()}
    database = Database(folder, key)
    try:
        make_tables(database, {**meta, "repaired_at": moment_text(now)})
        with database.writing() as cursor:
            _write_outbox(cursor, found, now)
            cursor.executemany(
                f"INSERT INTO audit_event VALUES ({', '.join('?' * 11)})",  # noqa: S608 - as many as columns
                [found.audit[position] for position in sorted(found.audit)],
            )
            trail = AuditTrail(cursor, "sqlite", f"desk:{meta['desk_id']}")
            trail.append("repair_store", meta["desk_id"], at=now, desk_id=meta["desk_id"], operator_id="")
            trail.flush()
            tx = DeskTx(cursor)
            rework(tx, all_subjects(cursor), lambda: None)
        database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        database.close()
    path = folder / STORE_FILE
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    return path


def _write_outbox(cursor: Cursor, found: _Collected, now: datetime) -> None:
    """All commands with their bytes, numbers and verdicts. What has a verdict is part of what is fetched anew."""
    for row in sorted(found.rows.values(), key=lambda row: row.number):
        settled_at = row.settled_at or (None if row.unsent else moment_text(now))
        cursor.execute(
            "INSERT INTO outbox (number, command_id, kind, bytes, recorded_at, verdict, feed_number, settled_at,"
            " dealt_at, recover) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row.number, row.command_id, row.kind, row.bytes, row.recorded_at, row.verdict, row.feed_number,
                settled_at, row.dealt_at, row.recover,
            ),
        )  # fmt: skip
        if settled_at is None:
            cursor.executemany(
                "INSERT INTO outbox_subject VALUES (?, ?)",
                [(subject, row.number) for subject in _subjects(row.bytes)],
            )
    last = found.highest + (LEAP if found.newest_unknown else 0)
    cursor.execute("DELETE FROM sqlite_sequence WHERE name = 'outbox'")
    cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', ?)", (last,))


def _subjects(line: bytes) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(read_command(line)[1].subjects()))
    except UnreadableError:
        # Of a newer program: it is sent as it is, and shown when the service has answered.
        return ()


def _swap(folder: Path, fresh: Path, now: datetime) -> Path | None:
    """Put the damaged file aside, with its journal, and the new one in its place; gives where the damaged one is."""
    store = folder / STORE_FILE
    aside = folder / f"{STORE_FILE}.damaged-{now:%Y%m%dT%H%M%S}"
    was_there = store.exists()
    if was_there:
        store.replace(aside)
    # The journal belongs to the old file: the new one must not find it.
    for suffix in ("-wal", "-shm"):
        beside = store.with_name(store.name + suffix)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + suffix))
    fresh.replace(store)
    return aside if was_there else None
