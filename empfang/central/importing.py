"""Taking in a day list or a waiting list: one transaction and one number of the feed per hundred rows.

A row is known again by its key (the foreign code, else name, birth date, date and time) and compared with how it came
the last time, not with what was done since: so the same list again changes nothing.
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
from empfang.exchange.lists import ImportedRow, ReadList, Rejection
from empfang.ids import derived_id, new_id
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Centre,
    Contingent,
    Identifier,
    Person,
    Record,
    Slot,
    moment_text,
)
from empfang.rows import Cursor
from empfang.rules.codes import code_key
from empfang.rules.matching import Candidate, Pair, suspected_pairs
from empfang.rules.names import fold

CHUNK = 100
_PHONE_WORDS = ("tel", "phone", "hotline", "anruf")
_ONLINE_WORDS = ("online", "internet", "web", "portal", "app")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a list. `changed` rows came differently than before and are not applied; `missing` ones were in
    an earlier list of the same day and are not in this one; neither is ever taken back by itself.
    """

    imported: int
    unchanged: int
    changed: tuple[int, ...]
    missing: int
    rejections: tuple[Rejection, ...]
    pairs: tuple[Pair, ...]
    run_id: str | None

    def as_json(self) -> dict[str, Any]:
        """The object that scripts rely on (design 2)."""
        return {
            "imported": self.imported,
            "unchanged": self.unchanged,
            "changed": len(self.changed),
            "missing": self.missing,
            "rejected": len(self.rejections),
            "rejections": [rejection.as_json() for rejection in self.rejections],
            "suspected_pairs": len(self.pairs),
            "pairs": [{"a": pair.a, "b": pair.b, "why": list(pair.why)} for pair in self.pairs],
        }


def pairs_of(rows: Sequence[ImportedRow]) -> tuple[Pair, ...]:
    """People who are probably in the list twice under another spelling; named by code, else by line."""
    return tuple(
        suspected_pairs(
            [
                Candidate(
                    id=row.code or f"#{row.line}",
                    family=row.family,
                    given=row.given,
                    birth_date=row.birth_date,
                    street=row.street,
                    house_number=row.house_number,
                    postal_code=row.postal_code,
                    phones=tuple(phone.number for phone in row.phones),
                    email=row.email,
                )
                for row in rows
                if not row.cancelled
            ]
        )
    )


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
        imported, unchanged, changed = 0, 0, []
        with self._database.reading() as cursor:
            for chunk in _chunks(self._read.rows):
                known = self._known(cursor, chunk)
                for row in chunk:
                    imported += row.key not in known
                    unchanged += known.get(row.key) == row.fingerprint
                    if known.get(row.key, row.fingerprint) != row.fingerprint:
                        changed.append(row.line)
            missing = self._missing(cursor)
        return self._report(imported, unchanged, changed, missing, None)

    def run(
        self, data: bytes, file_name: str, progress: Callable[[int, int], None] = lambda _done, _all: None
    ) -> ImportReport:
        """Take the list in. `progress` is told rows done and rows in all; broken off, the same list goes on later."""
        run_id = new_id()
        self._begin(run_id, data, file_name)
        imported, unchanged, changed, done = 0, 0, [], 0
        for chunk in _chunks(self._read.rows):
            with self._database.writing() as cursor:
                known = self._known(cursor, chunk)
                fresh = [row for row in chunk if row.key not in known]
                self._take_in(cursor, fresh, run_id)
            imported += len(fresh)
            unchanged += sum(known.get(row.key) == row.fingerprint for row in chunk)
            changed += [row.line for row in chunk if known.get(row.key, row.fingerprint) != row.fingerprint]
            done += len(chunk)
            progress(done, len(self._read.rows))
        with self._database.reading() as cursor:
            missing = self._missing(cursor)
        self._finish(run_id)
        return self._report(imported, unchanged, changed, missing, run_id)

    def _report(
        self, imported: int, unchanged: int, changed: list[int], missing: int, run_id: str | None
    ) -> ImportReport:
        return ImportReport(
            imported=imported,
            unchanged=unchanged,
            changed=tuple(changed),
            missing=missing,
            rejections=self._read.rejections,
            pairs=pairs_of(self._read.rows),
            run_id=run_id,
        )

    # Rows that are known

    def _known(self, cursor: Cursor, rows: Sequence[ImportedRow]) -> dict[str, str]:
        """The fingerprints of those of the rows that came before, by key."""
        table = table_of(ImportedRowKey)
        query = select(table.c.key, table.c.fingerprint).where(
            table.c.centre_id == self._centre.id,
            table.c.list_kind == self._read.kind,
            table.c.key.in_([row.key for row in rows]),
        )
        return {str(key): str(fingerprint) for key, fingerprint in select_rows(cursor, self._database.flavour, query)}

    def _missing(self, cursor: Cursor) -> int:
        """How many rows of earlier lists about the same days are not in this one."""
        table = table_of(ImportedRowKey)
        days = sorted({row.day.isoformat() for row in self._read.rows if row.day})
        query = select(func.count()).where(table.c.centre_id == self._centre.id, table.c.list_kind == self._read.kind)
        if self._read.kind == "day":
            query = query.where(table.c.day.in_(days))
        before = int(select_rows(cursor, self._database.flavour, query)[0][0])
        still = sum(len(self._known(cursor, chunk)) for chunk in _chunks(self._read.rows))
        return max(0, before - still)

    # Rows that are new

    def _take_in(self, cursor: Cursor, rows: Sequence[ImportedRow], run_id: str) -> None:
        """Write new rows: persons, appointments, the slots they imply, and what they are known by."""
        tx = CentralTx(cursor, self._database.flavour)
        records: list[Record] = []
        keys: list[dict[str, Any]] = []
        for row in rows:
            person = self._person(row)
            appointment = self._appointment(row, person)
            records += [person, appointment]
            keys.append(
                {
                    "centre_id": self._centre.id,
                    "list_kind": self._read.kind,
                    "key": row.key,
                    "fingerprint": row.fingerprint,
                    "person_id": person.id,
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

    def _person(self, row: ImportedRow) -> Person:
        identifiers = (Identifier(system=f"{self._centre.id}:booking", value=row.code),) if row.code else ()
        return Person(
            id=derived_id("imported person", self._centre.id, self._read.kind, row.key),
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

    def _appointment(self, row: ImportedRow, person: Person) -> Appointment:
        start = self._moment(datetime.combine(row.day, row.time or time())) if row.day else None
        status = AppointmentStatus.BOOKED if start else AppointmentStatus.WAITLIST
        if row.cancelled:
            status = AppointmentStatus.CANCELLED
        booked = status is AppointmentStatus.BOOKED
        return Appointment(
            id=derived_id("imported appointment", self._centre.id, self._read.kind, row.key),
            person_id=person.id,
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
            origin=_channel_of(row.origin),
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
        return f"{self._centre.id}:{fold(row.contingent) or _channel_of(row.origin)}"

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


def _channel_of(origin: str) -> str:
    """How somebody booked, as a contingent's name: online, phone or other."""
    text = fold(origin)
    if any(word in text for word in _PHONE_WORDS):
        return "phone"
    if any(word in text for word in _ONLINE_WORDS):
        return "online"
    return "other"
