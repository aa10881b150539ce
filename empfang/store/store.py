"""What can be done with the desk's store: record commands, take in verdicts, changes and snapshots."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from empfang.audit import AuditTrail
from empfang.commands.base import Applied, Payload, is_request
from empfang.errors import InputProblem
from empfang.ids import new_id
from empfang.model import Source, moment_text
from empfang.packing import SnapshotPart
from empfang.protocol import MAX_COMMAND_BYTES, ChangesPage, Command, SnapshotHead, Status, Verdict
from empfang.rows import Cursor
from empfang.store.base import Base, Section, guard_the_day, no_longer_there, sections
from empfang.store.database import Database
from empfang.store.days import all_came, begin_day
from empfang.store.meta import get_meta, set_meta
from empfang.store.rebase import apply_pending, forget_verdicts, not_seen, rework, settle, subjects_of
from empfang.store.tx import DeskTx, Topics

KEPT_DAYS = 7
"""So long settled commands stay: what a restored service has forgotten can be sent again."""
PEOPLE_AT_ONCE = 2_000
"""Persons of a snapshot in one transaction, so that a clerk's own write never waits long."""


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
    """A command that waits for its verdict; `earlier` is that of a service which has forgotten it since.

    `line` is empty if it was about somebody who was deleted.
    """

    number: int
    command_id: str
    line: bytes
    earlier: str | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the desk has come: the epoch, and the cursor (None: a snapshot is needed).

    `heard` is the highest number that the service has ever named in this epoch, and `mark` belongs to it. `done` is
    the highest of this desk's commands that it has decided in this epoch.
    """

    epoch: str
    cursor: int | None
    mark: str
    heard: int = 0
    done: int = 0


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
        number = int(get_meta(self.tx.cursor, counter) or 0) + 1
        set_meta(self.tx.cursor, {counter: str(number)})
        return number

    def viewed(self, subject: str, what: str, stamp: Stamp) -> None:
        """Log that somebody's data was looked at."""
        self._trail.append(what, subject, at=stamp.recorded_at, desk_id=stamp.desk_id, operator_id=stamp.operator_id)

    def _needs(self, payload: Payload) -> tuple[str, ...]:
        """Unsettled commands that wrote a record which this one builds on: the requests, and the last of all.

        The last one needs the ones before it, so that a record which is changed again and again offline does not make
        its commands longer and longer.
        """
        cursor = self.tx.cursor
        needed: dict[str, None] = {}
        for kind, record_id in payload.builds_on():
            cursor.execute(
                "SELECT command_id, outbox.kind FROM outbox JOIN outbox_row USING (number)"
                " WHERE outbox_row.kind = ? AND record_id = ? ORDER BY number",
                (kind, record_id),
            )
            wrote = cursor.fetchall()
            needed.update({command_id: None for command_id, of_kind in wrote[:-1] if is_request(of_kind)})
            needed.update({command_id: None for command_id, _ in wrote[-1:]})
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
            set_meta(cursor, values)

    def allow_loss(self, day: date) -> None:
        """Somebody has looked: what takes this day's appointments away may come (`guard_the_day`)."""
        with self.database.writing() as cursor:
            guarded = json.loads(get_meta(cursor, "day_guard") or "{}")
            set_meta(
                cursor,
                {"day_guard": json.dumps({"day": "", "lost": 0, "size": 0, **guarded, "allowed": day.isoformat()})},
            )

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

    def standing(self) -> Standing:
        """How far the desk has come with the service."""
        with self.database.reading() as cursor:
            number = get_meta(cursor, "cursor")
            epoch, mark = get_meta(cursor, "epoch") or "", get_meta(cursor, "mark") or ""
            heard, done = (int(get_meta(cursor, key) or 0) for key in ("heard", "done"))
        return Standing(epoch, None if number is None else int(number), mark, heard, done)

    def unsent(self, limit: int) -> list[Unsent]:
        """Commands without a verdict that the service still knows, the oldest first."""
        rows = self.database.connection.execute(
            "SELECT number, command_id, bytes, verdict, kind FROM outbox WHERE verdict IS NULL OR recover = 1"
            " ORDER BY number LIMIT ?",
            (limit,),
        ).fetchall()
        return [Unsent(*row) for row in rows]

    def unsent_count(self) -> tuple[int, str | None]:
        """How many commands wait, and since when the oldest (UTC text)."""
        row = self.database.connection.execute(
            "SELECT count(*), min(recorded_at) FROM outbox WHERE verdict IS NULL OR recover = 1"
        ).fetchone()
        return int(row[0]), row[1]

    def take_verdicts(
        self, verdicts: Sequence[tuple[int, Verdict]], now: datetime, head: tuple[int, str] | None = None
    ) -> Topics:
        """Store the service's verdicts by outbox number, and the `head` it named with its mark; gives what changed.

        What settles with its verdict (no effect in the feed, or one that is here already) leaves the screen's state
        to the service's word in the same transaction.
        """
        with self.database.writing() as cursor:
            tx = DeskTx(cursor)
            at = int(get_meta(cursor, "cursor") or 0)
            settled: list[int] = []
            for number, verdict in verdicts:
                if not verdict.final:
                    continue
                cursor.execute(
                    "UPDATE outbox SET verdict = ?, feed_number = ?, recover = 0"
                    " WHERE number = ? AND (verdict IS NULL OR recover = 1)",
                    (verdict.model_dump_json(), verdict.number, number),
                )
                if cursor.rowcount and (verdict.number is None or verdict.number <= at):
                    settled.append(number)
            if head is not None:
                _heard(cursor, *head)
            _decided(cursor, [number for number, verdict in verdicts if verdict.status in _DECIDED])
            subjects = subjects_of(cursor, settled)
            settle(tx, settled, now)
            rework(tx, subjects, lambda: None)
            return tx.topics | {("outbox", "")}

    def send_again(self, command_ids: Iterable[str]) -> None:
        """The service does not know these commands any more, whatever it said of them."""
        with self.database.writing() as cursor:
            cursor.executemany(
                "UPDATE outbox SET recover = 1 WHERE command_id = ? AND verdict IS NOT NULL",
                [(command_id,) for command_id in command_ids],
            )

    def pull(self, page: ChangesPage, now: datetime) -> Topics:
        """Take in a page of changes and move the cursor, in one transaction; gives what changed.

        Raises:
            StoreProblem: `day_would_empty`, and nothing is written.
        """
        base = Base.of_page(page)
        with self.database.writing() as cursor:
            begin_day(cursor, page.now)
            tx = DeskTx(cursor)
            for change in page.changes:
                if change.command_id is not None:
                    cursor.execute(
                        "UPDATE outbox SET seen_number = ? WHERE command_id = ? AND seen_number IS NULL",
                        (change.number, change.command_id),
                    )
            self._advance(tx, page.cursor, base, now, unless_newer=True)
            set_meta(cursor, {"cursor": str(page.cursor), "pulled_at": moment_text(now)})
            _heard(cursor, page.cursor, page.mark)
            return tx.topics

    def nothing_new(self, now: datetime) -> None:
        """The service has nothing for this desk: what is here is as of now."""
        with self.database.writing() as cursor:
            begin_day(cursor, now)
            set_meta(cursor, {"pulled_at": moment_text(now)})

    def take_snapshot_part(self, part: SnapshotPart, now: datetime) -> Topics:
        """Replace everything about the part's range of persons by what the service says; gives what changed.

        In several transactions; each remembers how far it came. After the last part the cursor stands where the
        snapshot began. What the desk did itself and is not settled stays on top.

        Raises:
            StoreProblem: `day_would_empty`; what came before it is kept.
        """
        topics: Topics = set()
        for section in sections(part, PEOPLE_AT_ONCE):
            topics |= self._take_section(section, part.head, now)
        return topics

    def _take_section(self, section: Section, head: SnapshotHead, now: datetime) -> Topics:
        last = section.until is None
        # What is lost with the power here is fetched again: the disk need not be waited for.
        with self.database.writing(wait_for_disk=False) as cursor:
            begin_day(cursor, head.now)
            tx = DeskTx(cursor)
            rejoining = get_meta(cursor, "rejoining") is not None
            unseen = not_seen(cursor, section) if rejoining else set()
            base = Base(puts=section.records, gone=no_longer_there(cursor, section))
            self._advance(tx, head.cursor if last else None, base, now, unless_newer=False, also=unseen)
            done = int(get_meta(cursor, "snapshot_persons") or 0) + sum(kind == "person" for kind, _ in base.puts)
            set_meta(
                cursor,
                {
                    "epoch": head.epoch,
                    "snapshot_cursor": None if last else str(head.cursor),
                    "snapshot_after": section.until,
                    "snapshot_persons": None if last else str(done),
                    "snapshot_day": None if last else head.now.date().isoformat(),
                },
            )
            _heard(cursor, head.head, head.head_mark)
            if head.persons_total is not None:
                set_meta(cursor, {"snapshot_total": str(head.persons_total)})
            if last:
                set_meta(cursor, {"cursor": str(head.cursor), "pulled_at": moment_text(now), "rejoining": None})
                all_came(cursor, head.now)
            return tx.topics

    def continues(self, part: SnapshotPart) -> bool:
        """Whether a part goes with those before it: all are of one day (in UTC).

        Whose time at a centre ended with a day would be in none of the later parts, and half in the changes after them.
        """
        return part.head.after == "" or self.meta("snapshot_day") == part.head.now.date().isoformat()

    def begin_snapshot(self) -> None:
        """The cursor is too old: everything is fetched anew. What is here stays on the screen meanwhile."""
        self.set_meta(**_NO_CURSOR)

    def begin_epoch(self, epoch: str, contiguous: int) -> None:
        """The service was restored, and knows this desk's commands up to `contiguous` for certain.

        Everything is fetched anew; what the service may have forgotten is unsent again, and what it did stays on the
        screen: it is part of what is here, until the snapshot has replaced that (`not_seen`).
        """
        with self.database.writing() as cursor:
            before = get_meta(cursor, "epoch")
            if before == epoch:
                return
            forget_verdicts(cursor, contiguous)
            came_to = {"epoch_before": before, "heard_before": get_meta(cursor, "heard")}
            begun = {"epoch": epoch, "mark": None, "heard": None, "done": None, "rejoining": "1"}
            set_meta(cursor, {**_NO_CURSOR, **came_to, **begun})

    def _advance(
        self,
        tx: DeskTx,
        cursor_number: int | None,
        base: Base,
        now: datetime,
        *,
        unless_newer: bool,
        also: Iterable[str] = (),
    ) -> None:
        """Write the service's word, and settle what it contains. `also`: whom else to make anew.

        A page of changes may be older than what a snapshot brought; a snapshot is the service's word whatever revisions
        the desk holds.
        """
        numbers: list[int] = []
        if cursor_number is not None:
            tx.cursor.execute(
                "SELECT number FROM outbox WHERE settled_at IS NULL AND feed_number <= ?", (cursor_number,)
            )
            numbers = [row[0] for row in tx.cursor.fetchall()]
        subjects = subjects_of(tx.cursor, numbers) | base.subjects(tx) | set(also)
        settle(tx, numbers, now)

        def write_base() -> None:
            guard_the_day(tx, base, now)
            base.write(tx, unless_newer=unless_newer)

        rework(tx, subjects, write_base)


def _heard(cursor: Cursor, number: int, mark: str) -> None:
    """The service has named this number: that it forgets it again will be noticed by the mark."""
    if number >= int(get_meta(cursor, "heard") or 0):
        set_meta(cursor, {"heard": str(number), "mark": mark})


def _decided(cursor: Cursor, numbers: Iterable[int]) -> None:
    """The service has decided these commands: that it forgets them again will be noticed."""
    highest = max(numbers, default=0)
    if highest > int(get_meta(cursor, "done") or 0):
        set_meta(cursor, {"done": str(highest)})


_DECIDED = frozenset({Status.RECORDED, Status.GRANTED, Status.REFUSED})
"""What was set aside unread may be known there under no number."""
_NO_CURSOR: dict[str, str | None] = {
    "cursor": None,
    "snapshot_cursor": None,
    "snapshot_after": None,
    "snapshot_persons": None,
    "snapshot_total": None,
    "snapshot_day": None,
}
