"""Taking in a day list or a waiting list: one transaction and one number of the feed per hundred rows.

A row is known again by its key (the foreign code, else name, birth date, date and time; `exchange.keys`) and compared
with how it came the last time, not with what was done since: so the same list again changes nothing.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select, update

from empfang.central.database import CentralDatabase
from empfang.central.sql import Statement, insert_into, select_rows, table_of
from empfang.central.tables import ImportedRowKey, ImportRun
from empfang.central.tx import CentralTx
from empfang.exchange.keys import Stored, before, same_person
from empfang.exchange.lists import ImportedRow, ReadList
from empfang.exchange.pairs import pairs_of
from empfang.exchange.report import ImportReport
from empfang.exchange.words import channel_of
from empfang.ids import derived_id, new_id
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Centre,
    Contingent,
    Deletion,
    Identifier,
    Person,
    Record,
    Slot,
    moment_text,
)
from empfang.rows import Cursor, Rows
from empfang.rules.codes import code_key
from empfang.rules.names import fold

CHUNK = 100
NOTES_TOLD = 500


@dataclass(slots=True)
class _Sorted:
    """Some rows, sorted by what is to be done with them."""

    fresh: list[tuple[ImportedRow, str, str | None]]
    """New rows, the key each is to be known by, and whose it is if that person is known."""
    unchanged: int = 0
    changed: tuple[int, ...] = ()


class Import:
    """One import of one list into one centre."""

    def __init__(self, database: CentralDatabase, centre: Centre, read: ReadList, now: datetime) -> None:
        self._database = database
        self._centre = centre
        self._read = read
        self._now = now
        self._zone = ZoneInfo(centre.time_zone)

    def preview(self) -> ImportReport:
        """What `run` would do; nothing is written."""
        with self._database.reading() as cursor:
            count = self._count(cursor)
            parts = [self._sorted(cursor, chunk) for chunk in _chunks(self._read.rows)]
        return self._report(parts, count, None)

    def run(
        self, data: bytes, file_name: str, progress: Callable[[int, int], None] = lambda _done, _all: None
    ) -> ImportReport:
        """Take the list in. `progress` is told rows done and rows in all; broken off, the same list goes on later."""
        run_id = new_id()
        self._begin(run_id, data, file_name)
        with self._database.reading() as cursor:
            count = self._count(cursor)
        parts, done = [], 0
        for chunk in _chunks(self._read.rows):
            with self._database.writing() as cursor:
                parts.append(self._sorted(cursor, chunk))
                self._take_in(cursor, parts[-1].fresh, run_id)
            done += len(chunk)
            progress(done, len(self._read.rows))
        self._finish(run_id)
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
        stored = self._stored(cursor, rows)
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
                if whose is None and people.get(Deletion, self._person_id(row, key)) is not None:
                    done.unchanged += 1
                    continue
                done.fresh.append((row, key, whose))
        return done

    def _stored(self, cursor: Cursor, rows: Sequence[ImportedRow]) -> dict[str, Stored]:
        """What came before under the keys of these rows."""
        table = table_of(ImportedRowKey)
        keys = [key for row in rows for key in (row.key, row.also) if key]
        query = select(table.c.key, table.c.fingerprint, table.c.day, table.c.person_id).where(
            table.c.centre_id == self._centre.id, table.c.list_kind == self._read.kind, table.c.key.in_(keys)
        )
        return {row[0]: Stored(*row) for row in select_rows(cursor, self._database.flavour, query)}

    def _count(self, cursor: Cursor) -> int:
        """How many rows of earlier lists are about the same days."""
        table = table_of(ImportedRowKey)
        days = sorted({row.day.isoformat() for row in self._read.rows if row.day})
        query = select(func.count()).where(table.c.centre_id == self._centre.id, table.c.list_kind == self._read.kind)
        if self._read.kind == "day":
            query = query.where(table.c.day.in_(days))
        return int(select_rows(cursor, self._database.flavour, query)[0][0])

    # Rows that are new

    def _take_in(self, cursor: Cursor, rows: Sequence[tuple[ImportedRow, str, str | None]], run_id: str) -> None:
        """Write new rows: persons, appointments, the slots they imply, and what they are known by."""
        tx = CentralTx(cursor, self._database.flavour, self._now)
        records: list[Record] = []
        keys: list[dict[str, Any]] = []
        made: set[str] = set()
        for row, key, person_id in rows:
            person = self._person(row, key)
            if person_id is None and person.id not in made and (key == row.person_key or not tx.get(Person, person.id)):
                records.append(person)
                made.add(person.id)
            appointment = self._appointment(row, key, person_id or person.id)
            records.append(appointment)
            keys.append(
                {
                    "centre_id": self._centre.id,
                    "list_kind": self._read.kind,
                    "key": key,
                    "fingerprint": row.fingerprint,
                    "person_id": appointment.person_id,
                    "appointment_id": appointment.id,
                    "day": row.day.isoformat() if row.day else None,
                    "run_id": run_id,
                }
            )
            if appointment.status is AppointmentStatus.BOOKED:
                self._imply_slot(tx, appointment)
        tx.put_new(records)
        tx.finish(None)
        if keys:
            statement = insert_into(ImportedRowKey, self._database.flavour)
            cursor.executemany(statement.sql, [statement.parameters(key) for key in keys])
        tx.take_numbers()

    def _person(self, row: ImportedRow, key: str) -> Person:
        """Somebody of whom all rows of the list tell that are known as this person's."""
        identifiers = (Identifier(system=f"{self._centre.id}:booking", value=row.code),) if row.code else ()
        return Person(
            id=self._person_id(row, key),
            family=row.family,
            given=row.given,
            birth_date=row.birth_date,
            street=row.street,
            house_number=row.house_number,
            postal_code=row.postal_code,
            town=row.town,
            phones=row.phones,
            email=row.email,
            channel=row.channel,
            language=row.language,
            needs=row.needs,
            standby=row.standby,
            minutes_to_centre=row.minutes_to_centre,
            reachable_from=row.reachable_from,
            reachable_until=row.reachable_until,
            vaccines_wanted=row.vaccines_wanted,
            reported_doses=row.reported_doses,
            identifiers=identifiers,
            registered_at=self._moment(row.registered_at or row.booked_at),
            registered_centre_id=self._centre.id,
        )

    def _person_id(self, row: ImportedRow, key: str) -> str:
        own = row.person_key if key == row.key else key
        return derived_id("imported person", self._centre.id, self._read.kind, own)

    def _appointment(self, row: ImportedRow, key: str, person_id: str) -> Appointment:
        start = self._moment(datetime.combine(row.day, row.time or time())) if row.day else None
        status = AppointmentStatus.BOOKED if start else AppointmentStatus.WAITLIST
        if row.cancelled:
            status = AppointmentStatus.CANCELLED
        booked = status is AppointmentStatus.BOOKED
        return Appointment(
            id=derived_id("imported appointment", self._centre.id, self._read.kind, key),
            person_id=person_id,
            centre_id=self._centre.id,
            status=status,
            start=start,
            minutes=self._centre.slot_minutes,
            slot_id=self._slot_id(start, row.vaccine or "") if start and booked else None,
            contingent_id=self._contingent_id(row) if booked else None,
            dose_kind=row.dose_kind,
            vaccine=row.vaccine,
            party_id=self._party_id(row),
            code=row.code,
            code_key=code_key(row.code),
            origin=channel_of(row.origin),
            booked_at=self._moment(row.booked_at),
            waiting_since=self._moment(row.registered_at) or (None if start else self._now),
            cancelled_at=self._now if row.cancelled else None,
            cancel_reason="import" if row.cancelled else "",
        )

    def _imply_slot(self, tx: CentralTx, appointment: Appointment) -> None:
        """A booked row is a place: the slot is there, with room for those who are in the list."""
        if appointment.start is None or appointment.slot_id is None or appointment.contingent_id is None:
            return
        contingent_id = appointment.contingent_id
        if tx.get(Contingent, contingent_id) is None:
            name = contingent_id.partition(":")[2]
            tx.put(Contingent(id=contingent_id, centre_id=self._centre.id, name=name))
        slot = tx.get(Slot, appointment.slot_id) or Slot(
            id=appointment.slot_id,
            centre_id=self._centre.id,
            start=appointment.start,
            minutes=appointment.minutes,
            vaccine=appointment.vaccine or "",
        )
        capacity = {**slot.capacity, contingent_id: slot.capacity.get(contingent_id, 0) + 1}
        tx.put(slot.with_(capacity=capacity))

    def _slot_id(self, start: datetime, vaccine: str) -> str:
        return derived_id("slot", self._centre.id, moment_text(start), vaccine)

    def _contingent_id(self, row: ImportedRow) -> str:
        return f"{self._centre.id}:{fold(row.contingent) or channel_of(row.origin)}"

    def _party_id(self, row: ImportedRow) -> str | None:
        day: date | str = row.day or ""
        return derived_id("imported party", self._centre.id, day, row.party) if row.party else None

    def _moment(self, naive: datetime | None) -> datetime | None:
        """A time of the list, on the centre's clock, as a moment."""
        return None if naive is None else naive.replace(tzinfo=self._zone).astimezone(UTC)

    # The run itself

    def _begin(self, run_id: str, data: bytes, file_name: str) -> None:
        with self._database.writing() as cursor:
            insert_into(ImportRun, self._database.flavour).run(
                cursor,
                id=run_id,
                centre_id=self._centre.id,
                file_name=file_name,
                file_digest=hashlib.sha256(data).hexdigest(),
                started_at=moment_text(self._now),
                finished_at=None,
                rows=len(self._read.rows),
            )

    def _finish(self, run_id: str) -> None:
        table = table_of(ImportRun)
        done = update(table).where(table.c.id == bindparam("run")).values(finished_at=bindparam("at"))
        with self._database.writing() as cursor:
            Statement(done, self._database.flavour).run(cursor, run=run_id, at=moment_text(self._now))


def _chunks(rows: Sequence[ImportedRow]) -> Iterator[Sequence[ImportedRow]]:
    for begin in range(0, len(rows), CHUNK):
        yield rows[begin : begin + CHUNK]


def _length(stored: Stored) -> int:
    return len(stored.key)
