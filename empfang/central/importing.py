"""Taking in a day list or a waiting list: one transaction and one number of the feed per hundred rows.

A row is known again by its key (the foreign code, else name, birth date, date and time; `exchange.keys`) and compared
with how it came the last time, not with what was done since: so the same list again changes nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from empfang.central.database import CentralDatabase
from empfang.central.list_places import add_place
from empfang.central.list_records import ListRecords
from empfang.central.list_rows import KeptRow, ListRows, begin_run, finish_run
from empfang.central.tx import CentralTx
from empfang.central.waiting import Waiting
from empfang.exchange.fields import Field
from empfang.exchange.keys import Stored, before, same_person
from empfang.exchange.lists import ImportedRow, ReadList
from empfang.exchange.pairs import pairs_of
from empfang.exchange.recognising import Fresh
from empfang.exchange.report import ImportReport
from empfang.model import Appointment, AppointmentStatus, Centre, Deletion, Person, Record
from empfang.rows import Cursor, Rows

CHUNK = 100
NOTES_TOLD = 500


@dataclass(slots=True)
class _Sorted:
    """Some rows, sorted by what is to be done with them."""

    fresh: list[Fresh]
    unchanged: int = 0
    changed: tuple[int, ...] = ()


class Import:
    """One import of one list into one centre."""

    def __init__(self, database: CentralDatabase, centre: Centre, read: ReadList, now: datetime) -> None:
        self._database = database
        self._centre = centre
        self._read = read
        self._now = now
        self._records = ListRecords(centre, read.kind, now)

    def preview(self) -> ImportReport:
        """What `run` would do; nothing is written."""
        with self._database.reading() as cursor:
            count = self._rows(cursor).count(self._read)
            parts = [self._sorted(cursor, chunk) for chunk in chunks(self._read.rows)]
        return self._report(parts, count, None)

    def run(
        self, data: bytes, file_name: str, progress: Callable[[int, int], None] = lambda _done, _all: None
    ) -> ImportReport:
        """Take the list in. `progress` is told rows done and rows in all; broken off, the same list goes on later."""
        run_id = begin_run(self._database, self._centre.id, len(self._read.rows), data, file_name, self._now)
        with self._database.reading() as cursor:
            count = self._rows(cursor).count(self._read)
        parts, done = [], 0
        for chunk in chunks(self._read.rows):
            with self._database.writing() as cursor:
                parts.append(self._sorted(cursor, chunk))
                self._take_in(cursor, parts[-1].fresh, run_id)
            done += len(chunk)
            progress(done, len(self._read.rows))
        finish_run(self._database, run_id, self._now)
        return self._report(parts, count, run_id)

    def _report(self, parts: Sequence[_Sorted], count: int, run_id: str | None) -> ImportReport:
        unchanged = sum(part.unchanged for part in parts)
        changed = tuple(line for part in parts for line in part.changed)
        return ImportReport(
            imported=sum(len(part.fresh) for part in parts),
            unchanged=unchanged,
            changed=changed,
            missing=max(0, count - unchanged - len(changed)),
            rejections=self._read.rejections,
            pairs=pairs_of(self._read.rows),
            unused_columns=self._read.unused_columns,
            notes=tuple(note.text for note in self._read.notes[:NOTES_TOLD]),
            run_id=run_id,
        )

    # Rows that are known

    def _sorted(self, cursor: Cursor, rows: Sequence[ImportedRow]) -> _Sorted:
        """Which of the rows are new, which came before, and which of these came differently."""
        stored = self._rows(cursor).stored(rows)
        people = Rows(cursor, self._database.flavour)
        done = _Sorted([])
        for row in rows:
            alike = before(row, stored, known_person=False)
            if alike and alike.fingerprint == row.fingerprint:
                done.unchanged += 1
                continue
            same_code = min(filter(None, (stored.get(row.key), stored.get(row.also))), key=_length, default=None)
            if same_code and people.get(Deletion, same_code.person_id) is not None:
                done.unchanged += 1  # they wanted to be forgotten, and stay so
                continue
            person = people.get(Person, same_code.person_id) if same_code else None
            known = person is not None and same_person(row, person.family, person.given, person.birth_date)
            if before(row, stored, known):
                done.changed += (row.line,)
            else:
                key = row.also if row.key in stored else row.key
                whose = same_code.person_id if same_code and known else None
                if whose is None and people.get(Deletion, self._records.person_id(row, key)) is not None:
                    done.unchanged += 1
                    continue
                done.fresh.append(Fresh(row, key, whose))
        return done

    def _rows(self, cursor: Cursor) -> ListRows:
        return ListRows(cursor, self._database.flavour, self._centre.id, self._read.kind)

    # Rows that are new

    def _take_in(self, cursor: Cursor, rows: Sequence[Fresh], run_id: str) -> None:
        """Write new rows: persons, appointments, the slots they imply, and what they are known by."""
        tx = CentralTx(cursor, self._database.flavour, self._now)
        kept = write_fresh(tx, self._records, self._read.told, rows, run_id)
        for appointment in kept.appointments:
            if appointment.status is AppointmentStatus.BOOKED:
                add_place(tx, appointment)
        tx.finish(None)
        # Somebody may have been let in for an appointment that the service did not know (any more).
        Waiting(cursor, self._database.flavour, tx).came(kept.appointments, lambda _: None)
        self._rows(cursor).keep(kept.rows, run_id)
        tx.take_numbers()


@dataclass(slots=True)
class Written:
    """What new rows became."""

    appointments: list[Appointment]
    rows: list[KeptRow]


def write_fresh(
    tx: CentralTx, records: ListRecords, told: frozenset[Field], rows: Sequence[Fresh], run_id: str
) -> Written:
    """Write the persons and appointments of new rows; what else they need is the caller's business."""
    made: list[Record] = []
    people: set[str] = set()
    done = Written([], [])
    for fresh in rows:
        row = fresh.row
        # A key that is another booking's now makes no id: that would be the other one's.
        key = f"{fresh.key}:{run_id}:{row.line}" if fresh.taken else fresh.key
        person = records.person(row, key)
        unknown = fresh.person_id is None and person.id not in people
        if unknown and (key == row.person_key or not tx.get(Person, person.id)):
            made.append(person)
            people.add(person.id)
        appointment = records.appointment(row, key, fresh.person_id or person.id)
        made.append(appointment)
        done.appointments.append(appointment)
        day = row.day.isoformat() if row.day else None
        said = records.said(row, told).as_text()
        done.rows.append(KeptRow(key, row.fingerprint, appointment.person_id, appointment.id, day, said))
    tx.put_new(made)
    return done


T = TypeVar("T")


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Parts of a sequence, in order."""
    for begin in range(0, len(items), size):
        yield items[begin : begin + size]


def _length(stored: Stored) -> int:
    return len(stored.key)
