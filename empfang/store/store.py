"""What can be done with the desk's store: record commands, take in verdicts, changes and snapshots."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from empfang.audit import AuditTrail
from empfang.commands.base import Applied, Payload
from empfang.errors import InputProblem
from empfang.ids import new_id
from empfang.model import RECORDS, Record, Source, moment_text
from empfang.protocol import MAX_COMMAND_BYTES, ChangesPage, Command, Op, SnapshotPart, Verdict
from empfang.rows import Cursor
from empfang.store.database import Database
from empfang.store.rebase import apply_pending, rework, settle, subjects_of
from empfang.store.tx import DeskTx, Topics

_PERSONAL = ("person", "appointment", "encounter", "conflict")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who does something, when and how. `clock_uncertainty_s` is None while the clock was never compared."""

    desk_id: str
    operator_id: str
    occurred_at: datetime
    recorded_at: datetime
    source: Source = Source.KEYBOARD
    clock_uncertainty_s: float | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A command that is in the outbox now. `applied` is None for a request."""

    command: Command
    applied: Applied | None


@dataclass(frozen=True, slots=True)
class Unsent:
    """A command that waits for its verdict."""

    number: int
    command_id: str
    line: bytes


class Writing:
    """A write transaction of a clerk's action: read with `tx`, decide, `record`."""

    def __init__(self, tx: DeskTx, trail: AuditTrail) -> None:
        self.tx = tx
        self._trail = trail

    def record(self, payload: Payload, stamp: Stamp) -> Recorded:
        """Put a command into the outbox and apply it (a fact) or mark it (a request).

        Raises:
            InputProblem: `entry_too_long`, before anything is written.
        """
        cursor = self.tx.cursor
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'")
        row = cursor.fetchone()
        number = 1 if row is None else row[0] + 1
        command = Command(
            kind=payload.kind,
            version=payload.version,
            id=new_id(),
            desk_id=stamp.desk_id,
            number=number,
            operator_id=stamp.operator_id,
            occurred_at=stamp.occurred_at,
            recorded_at=stamp.recorded_at,
            clock_uncertainty_s=stamp.clock_uncertainty_s,
            source=stamp.source,
            needs=self._needs(payload),
            payload=payload.model_dump(mode="json"),
        )
        line = command.to_bytes()
        if len(line) > MAX_COMMAND_BYTES:
            raise InputProblem("entry_too_long")
        cursor.execute(
            "INSERT INTO outbox (number, command_id, kind, bytes, recorded_at) VALUES (?, ?, ?, ?, ?)",
            (number, command.id, command.kind, line, moment_text(stamp.recorded_at)),
        )
        subjects = payload.subjects()
        cursor.executemany("INSERT INTO outbox_subject VALUES (?, ?)", [(subject, number) for subject in subjects])
        applied = apply_pending(self.tx, number, command, payload)
        for subject in subjects:
            self._trail.append(
                command.kind,
                subject,
                at=stamp.recorded_at,
                desk_id=stamp.desk_id,
                operator_id=stamp.operator_id,
                changed=payload.changed_fields(),
                command_id=command.id,
            )
        self.tx.topics.add(("outbox", ""))
        return Recorded(command, applied)

    def next_number(self, counter: str) -> int:
        """The next number of a counter that the store keeps, from 1."""
        number = int(_meta(self.tx.cursor, counter) or 0) + 1
        _set_meta(self.tx.cursor, {counter: str(number)})
        return number

    def viewed(self, subject: str, what: str, stamp: Stamp) -> None:
        """Log that somebody's data was looked at."""
        self._trail.append(what, subject, at=stamp.recorded_at, desk_id=stamp.desk_id, operator_id=stamp.operator_id)

    def _needs(self, payload: Payload) -> tuple[str, ...]:
        """Unsettled commands that wrote a record which this one builds on."""
        cursor = self.tx.cursor
        needed: dict[str, None] = {}
        for kind, record_id in payload.builds_on():
            cursor.execute(
                "SELECT command_id FROM outbox JOIN outbox_row USING (number)"
                " WHERE outbox_row.kind = ? AND record_id = ? ORDER BY number",
                (kind, record_id),
            )
            needed.update({row[0]: None for row in cursor.fetchall()})
        return tuple(needed)


class Store:
    """The desk's store through one connection."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def another(self) -> "Store":
        """The same store through a connection of its own, for another thread."""
        return Store(self.database.another())

    def close(self) -> None:
        """Give the connection back."""
        self.database.close()

    # What the store knows of itself

    def meta(self, key: str) -> str | None:
        """A value that belongs to the store as a whole, such as `cursor` or `desk_id`."""
        row = self.database.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, **values: str | None) -> None:
        """Set such values; None removes one."""
        with self.database.writing() as cursor:
            _set_meta(cursor, values)

    # A clerk's actions

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One transaction in which to read, decide and record."""
        with self.database.writing() as cursor:
            desk_id = cursor.execute("SELECT value FROM meta WHERE key = 'desk_id'").fetchone()[0]
            trail = AuditTrail(cursor, "sqlite", f"desk:{desk_id}")
            yield Writing(DeskTx(cursor), trail)
            trail.flush()

    # The engine

    def unsent(self, limit: int) -> list[Unsent]:
        """Commands without a verdict, the oldest first."""
        rows = self.database.connection.execute(
            "SELECT number, command_id, bytes FROM outbox WHERE verdict IS NULL ORDER BY number LIMIT ?", (limit,)
        ).fetchall()
        return [Unsent(*row) for row in rows]

    def unsent_count(self) -> tuple[int, str | None]:
        """How many commands wait, and since when the oldest (UTC text)."""
        row = self.database.connection.execute(
            "SELECT count(*), min(recorded_at) FROM outbox WHERE verdict IS NULL"
        ).fetchone()
        return int(row[0]), row[1]

    def take_verdicts(self, verdicts: Sequence[tuple[int, Verdict]], now: datetime) -> Topics:
        """Store the service's verdicts by outbox number; gives what changed.

        What settles with its verdict (no effect in the feed, or one that is here already) leaves the screen's state
        to the service's word in the same transaction.
        """
        with self.database.writing() as cursor:
            tx = DeskTx(cursor)
            at = int(_meta(cursor, "cursor") or 0)
            settled: list[int] = []
            for number, verdict in verdicts:
                if not verdict.final:
                    continue
                cursor.execute(
                    "UPDATE outbox SET verdict = ?, feed_number = ? WHERE number = ? AND verdict IS NULL",
                    (verdict.model_dump_json(), verdict.number, number),
                )
                if cursor.rowcount and (verdict.number is None or verdict.number <= at):
                    settled.append(number)
            subjects = subjects_of(cursor, settled)
            settle(tx, settled, now)
            rework(tx, subjects, lambda: None)
            return tx.topics | {("outbox", "")}

    def pull(self, page: ChangesPage, now: datetime) -> Topics:
        """Take in a page of changes and move the cursor, in one transaction; gives what changed."""
        puts: dict[tuple[str, str], Record] = {}
        gone: dict[tuple[str, str], None] = {}
        for change in page.changes:
            key = change.kind, change.id
            record = RECORDS.get(change.kind)
            if record is None:
                continue
            if change.op is Op.PUT and change.body is not None:
                # After a deletion in the same page: first it goes, whatever its revision was, then it comes anew.
                puts[key] = record.model_validate(change.body)
            else:
                gone[key] = None
                puts.pop(key, None)
        with self.database.writing() as cursor:
            tx = DeskTx(cursor)
            for change in page.changes:
                if change.command_id is not None:
                    cursor.execute(
                        "UPDATE outbox SET seen_number = ? WHERE command_id = ? AND seen_number IS NULL",
                        (change.number, change.command_id),
                    )
            self._advance(tx, page.cursor, puts, gone, now, unless_newer=True)
            _set_meta(cursor, {"cursor": str(page.cursor), "pulled_at": moment_text(now)})
            return tx.topics

    def take_snapshot_part(self, part: SnapshotPart, now: datetime) -> Topics:
        """Replace everything about the part's range of persons by what the service says; gives what changed.

        After the last part the cursor stands where the snapshot began. What the desk did itself and is not settled
        stays on top.
        """
        puts: dict[tuple[str, str], Record] = {
            (row.kind, row.body["id"]): RECORDS[row.kind].model_validate(row.body)
            for row in part.records
            if row.kind in RECORDS
        }
        with self.database.writing() as cursor:
            tx = DeskTx(cursor)
            gone = _no_longer_there(cursor, part, puts.keys())
            last = part.until is None
            self._advance(tx, part.cursor if last else None, puts, gone, now, unless_newer=False)
            done = int(_meta(cursor, "snapshot_persons") or 0) + sum(kind == "person" for kind, _ in puts)
            _set_meta(
                cursor,
                {
                    "epoch": part.epoch,
                    "snapshot_cursor": None if last else str(part.cursor),
                    "snapshot_after": part.until,
                    "snapshot_persons": None if last else str(done),
                },
            )
            if last:
                _set_meta(cursor, {"cursor": str(part.cursor), "pulled_at": moment_text(now)})
            return tx.topics

    def _advance(
        self,
        tx: DeskTx,
        cursor_number: int | None,
        puts: dict[tuple[str, str], Record],
        gone: Iterable[tuple[str, str]],
        now: datetime,
        *,
        unless_newer: bool,
    ) -> None:
        """Write the service's word, and settle what it contains.

        A page of changes may be older than what a snapshot brought; a snapshot is the service's word whatever revisions
        the desk holds.
        """
        numbers: list[int] = []
        if cursor_number is not None:
            tx.cursor.execute(
                "SELECT number FROM outbox WHERE settled_at IS NULL AND feed_number <= ?", (cursor_number,)
            )
            numbers = [row[0] for row in tx.cursor.fetchall()]
        lost = [(kind, record_id, tx.get(RECORDS[kind], record_id)) for kind, record_id in gone]
        subjects = subjects_of(tx.cursor, numbers)
        subjects |= {record.subject for record in puts.values()}
        subjects |= {record.subject for _, _, record in lost if record is not None}
        subjects |= _imaged_subjects(tx, gone)
        settle(tx, numbers, now)

        def write_base() -> None:
            for kind, record_id, _ in lost:
                tx.delete(RECORDS[kind], record_id)
            tx.put_many(list(puts.values()), unless_newer=unless_newer)

        rework(tx, subjects, write_base)


def _imaged_subjects(tx: DeskTx, gone: Iterable[tuple[str, str]]) -> set[str]:
    """Subjects of records that are to go but that an unsettled command has taken away already."""
    found: set[str] = set()
    for kind, record_id in gone:
        tx.cursor.execute("SELECT subject FROM image WHERE kind = ? AND record_id = ?", (kind, record_id))
        found |= {row[0] for row in tx.cursor.fetchall()}
    return found


def _no_longer_there(cursor: Cursor, part: SnapshotPart, present: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Records of the part's range that the desk has and the service has not."""
    known = set(present)
    stale: list[tuple[str, str]] = []
    for kind in RECORDS:
        key = {"person": "id"}.get(kind, "person_id") if kind in _PERSONAL else None
        if key is not None:
            rows = cursor.execute(
                f"SELECT id FROM {kind} WHERE {key} > ? AND (? IS NULL OR {key} <= ?)",  # noqa: S608 - names of the model
                (part.after, part.until, part.until),
            ).fetchall()
        elif part.after == "":
            rows = cursor.execute(f"SELECT id FROM {kind}").fetchall()  # noqa: S608 - names of the model
        else:
            rows = []
        stale += [(kind, row[0]) for row in rows if (kind, row[0]) not in known]
    # What an unsettled command has taken away here comes back from its image: unless it is gone there too.
    images = cursor.execute(
        "SELECT kind, record_id FROM image WHERE subject > ? AND (? IS NULL OR subject <= ?) AND body IS NOT NULL",
        (part.after, part.until, part.until),
    ).fetchall()
    stale += [(kind, record_id) for kind, record_id in images if (kind, record_id) not in known]
    return stale


def _meta(cursor: Cursor, key: str) -> str | None:
    row = cursor.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def _set_meta(cursor: Cursor, values: dict[str, str | None]) -> None:
    for key, value in values.items():
        if value is None:
            cursor.execute("DELETE FROM meta WHERE key = ?", (key,))
        else:
            cursor.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
            )
