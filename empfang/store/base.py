"""The service's word as it comes to a desk: what is to be put, what goes, and the guard of the day."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from empfang.commands.person import DeleteRegistration
from empfang.errors import StoreProblem
from empfang.model import (
    OF_A_PERSON,
    RECORDS,
    Appointment,
    Centre,
    Deletion,
    Person,
    Record,
    Slot,
    moment_text,
)
from empfang.packing import SnapshotPart
from empfang.protocol import ChangesPage, Op
from empfang.rows import Cursor
from empfang.store.meta import get_meta, set_meta
from empfang.store.tx import DeskTx

Key = tuple[str, str]
"""Kind and id of a record."""
PERSON_KEY: Mapping[str, str] = {
    Person.kind: "id",
    Deletion.kind: "id",
    **{record.kind: "person_id" for record in OF_A_PERSON},
}
"""Where each kind that belongs to a person says whose it is."""
FEW = 10
"""So many appointments of a day may go without anybody being asked."""


@dataclass(slots=True)
class Base:
    """What the service says: records to put, records that are gone, persons of whom everything goes."""

    puts: dict[Key, Record] = field(default_factory=dict)
    gone: dict[Key, None] = field(default_factory=dict)
    left: dict[str, None] = field(default_factory=dict)

    @classmethod
    def of_page(cls, page: ChangesPage) -> "Base":
        """What a page of changes comes to, in its order. Kinds that this program does not know are passed over."""
        base = cls()
        for change in page.changes:
            key = change.kind, change.id
            record = RECORDS.get(change.kind)
            if record is None:
                continue
            if change.op is Op.PUT and change.body is not None:
                # After a deletion in the same page: first it goes, whatever its revision was, then it comes anew.
                base.puts[key] = record.model_validate(change.body)
            elif change.op is Op.LEFT_SCOPE:
                base.left[change.id] = None
                base.puts = {known: put for known, put in base.puts.items() if put.subject != change.id}
            else:
                base.gone[key] = None
                base.puts.pop(key, None)
        return base

    def subjects(self, tx: DeskTx) -> set[str]:
        """Whom it concerns."""
        found = {record.subject for record in self.puts.values()} | set(self.left)
        for kind, record_id in (*self.puts, *self.gone):
            if kind == Slot.kind:
                # What is asked for there shows the slot's time, whatever was done with it since.
                tx.cursor.execute(
                    "SELECT person_id FROM appointment WHERE slot_id = ? AND EXISTS"
                    " (SELECT 1 FROM outbox_row WHERE kind = 'appointment' AND record_id = appointment.id)",
                    (record_id,),
                )
                found |= {row[0] for row in tx.cursor.fetchall()}
        for kind, record_id in self.gone:
            record = tx.get(RECORDS[kind], record_id)
            if record is not None:
                found.add(record.subject)
            # An unsettled command may have taken it away already.
            tx.cursor.execute("SELECT subject FROM image WHERE kind = ? AND record_id = ?", (kind, record_id))
            found |= {row[0] for row in tx.cursor.fetchall()}
        return found

    def going(self, tx: DeskTx) -> list[Key]:
        """The records that will not be here any more."""
        found = dict.fromkeys(self.gone)
        for person_id in self.left:
            for kind, column in PERSON_KEY.items():
                tx.cursor.execute(f"SELECT id FROM {kind} WHERE {column} = ?", (person_id,))  # noqa: S608 - own names
                found.update({(kind, row[0]): None for row in tx.cursor.fetchall()})
        return list(found)

    def write(self, tx: DeskTx, *, unless_newer: bool) -> None:
        """Write it, below whatever this desk has not settled."""
        for kind, record_id in self.going(tx):
            tx.delete(RECORDS[kind], record_id)
        tx.put_many(list(self.puts.values()), unless_newer=unless_newer)
        for record in self.puts.values():
            if isinstance(record, Deletion):
                # What was sent about them and is settled goes, too; what is not yet sent, the service will not keep.
                # The deletion itself stays: a restored service may have to hear of it again.
                tx.cursor.execute(
                    "UPDATE outbox SET bytes = x'' WHERE settled_at IS NOT NULL AND kind <> ?"
                    " AND instr(CAST(bytes AS TEXT), ?)",
                    (DeleteRegistration.kind, record.id),
                )


@dataclass(frozen=True, slots=True)
class Section:
    """What a snapshot says of the persons with `after` < id <= `until` (None: all that follow)."""

    after: str
    until: str | None
    records: dict[Key, Record]


def sections(part: SnapshotPart, people: int) -> Iterator[Section]:
    """A part in sections of so many persons each. The first one of the first part has what belongs to no person."""
    of_whom: dict[str, dict[Key, Record]] = {}
    common: dict[Key, Record] = {}
    for record in part.records:
        whose = of_whom.setdefault(record.subject, {}) if record.kind in PERSON_KEY else common
        whose[record.kind, record.id] = record
    ids = sorted(of_whom)
    after = part.head.after
    for begin in range(0, max(1, len(ids)), people):
        chosen = ids[begin : begin + people]
        last = begin + people >= len(ids)
        until = part.head.until if last else chosen[-1]
        records = {key: record for person_id in chosen for key, record in of_whom[person_id].items()}
        yield Section(after, until, {**common, **records})
        common = {}
        after = until or ""


def no_longer_there(cursor: Cursor, section: Section) -> dict[Key, None]:
    """Records of the section's range that the desk has and the service has not."""
    stale: dict[Key, None] = {}
    bounds = section.after, section.until, section.until
    for kind in RECORDS:
        column = PERSON_KEY.get(kind)
        if column is not None:
            cursor.execute(
                f"SELECT id FROM {kind} WHERE {column} > ? AND (? IS NULL OR {column} <= ?)",  # noqa: S608 - own names
                bounds,
            )
        elif section.after == "":
            cursor.execute(f"SELECT id FROM {kind}")  # noqa: S608 - own names
        else:
            continue
        stale.update({(kind, row[0]): None for row in cursor.fetchall() if (kind, row[0]) not in section.records})
    # What an unsettled command has taken away here comes back from its image: unless it is gone there too.
    cursor.execute("SELECT kind, record_id, subject FROM image WHERE body IS NOT NULL")
    for kind, record_id, subject in cursor.fetchall():
        within = section.after < subject and (section.until is None or subject <= section.until)
        said_here = within if kind in PERSON_KEY else section.after == ""
        if said_here and (kind, record_id) not in section.records:
            stale[kind, record_id] = None
    return stale


def guard_the_day(tx: DeskTx, base: Base, now: datetime) -> None:
    """Stop what would take away half of today's appointments without cancelling a single one.

    Raises:
        StoreProblem: `day_would_empty`, unless somebody has allowed it for today.
    """
    going = [key[1] for key in base.going(tx) if key[0] == Appointment.kind and key not in base.puts]
    if not going:
        return
    centre_id = get_meta(tx.cursor, "centre_id") or ""
    centre = tx.get(Centre, centre_id)
    local = now.astimezone(ZoneInfo(centre.time_zone if centre else "Europe/Berlin"))
    begin = local.replace(hour=0, minute=0, second=0, microsecond=0)
    today = moment_text(begin), moment_text(begin + timedelta(days=1))
    due = "SELECT id FROM appointment WHERE centre_id = ? AND start >= ? AND start < ? AND cancelled_at IS NULL"
    tx.cursor.execute(due, (centre_id, *today))
    here = {row[0] for row in tx.cursor.fetchall()}
    lost = len(here.intersection(going))
    if not lost:
        return
    day = local.date().isoformat()
    guarded = json.loads(get_meta(tx.cursor, "day_guard") or "{}")
    before = guarded["lost"] if guarded.get("day") == day else 0
    size = max(guarded["size"] if guarded.get("day") == day else 0, len(here) + before)
    if before + lost > FEW and (before + lost) * 2 >= size and guarded.get("allowed") != day:
        raise StoreProblem("day_would_empty", lost=before + lost, size=size)
    noted = {"day": day, "lost": before + lost, "size": size, "allowed": guarded.get("allowed")}
    set_meta(tx.cursor, {"day_guard": json.dumps(noted)})
