"""Reading the store for the screens: cards, pages, the shift."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from empfang.commands.booking import places_taken
from empfang.commands.tx import Tx
from empfang.desk.views import Admission, Card, Line, MoveOffer, PersonPage, Shift
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Centre,
    Conflict,
    Contingent,
    Desk,
    DoseKind,
    Encounter,
    EncounterState,
    Operator,
    Person,
    Slot,
)
from empfang.protocol import Verdict
from empfang.rows import Rows
from empfang.rules.arrival import Answer, Arrival, decide_arrival, local, standing_visit
from empfang.rules.booking import place_refused, places_free
from empfang.rules.eligibility import Eligibility
from empfang.rules.names import fold
from empfang.store import Store
from empfang.sync.correction import CorrectedClock

_SLOTS_LOOKED_AT = 24
TO_DEAL_WITH = (
    "verdict IS NOT NULL AND recover = 0 AND json_extract(verdict, '$.depends_on') IS NULL"
    " AND json_extract(verdict, '$.status') IN ('refused', 'quarantined', 'mismatch')"
)
"""Commands with which somebody at the desk must do something; what was refused with another one goes with it."""
_HISTORY = 50


class Reading:
    """Everything that is only read. Centre, desks and operators are few and kept until they change."""

    def __init__(
        self, store: Store, clock: CorrectedClock, desk_id: str, centre_id: str, eligibility: Eligibility
    ) -> None:
        self.store = store
        self.clock = clock
        self.centre_id = centre_id
        self._desk_id = desk_id
        self._eligibility = eligibility
        self.cursor = store.database.connection.cursor()
        self.rows = Rows(self.cursor, "sqlite")
        self._centres: dict[str, Centre] | None = None
        self._names: dict[str, str] = {}

    # Reference

    def forget_reference(self) -> None:
        """Centres, desks or operators changed."""
        self._centres = None
        self._names.clear()

    def centre(self, centre_id: str | None = None) -> Centre:
        """This desk's centre, or another one; a bare one while the first download is not done."""
        if self._centres is None:
            self._centres = {each.id: each for each in self.rows.find(Centre)}
        wanted = centre_id or self.centre_id
        return self._centres.get(wanted) or Centre(id=wanted, name=wanted)

    def centre_ids(self) -> list[str]:
        """The centres known here."""
        self.centre()
        return [self.centre_id, *(self._centres or {})]

    @property
    def desk_number(self) -> int:
        """The first part of this desk's day numbers."""
        return int(self.store.meta("desk_number") or 0)

    def operators(self) -> list[Operator]:
        """Who works at this centre, by name."""
        found = [each for each in self.rows.find(Operator) if not each.centre_ids or self.centre_id in each.centre_ids]
        return sorted(found, key=lambda operator: fold(operator.name))

    def name_of(self, kind: type[Desk] | type[Operator], record_id: str | None) -> str:
        """The name of a desk or operator; empty if unknown."""
        if not record_id:
            return ""
        if record_id not in self._names:
            record = self.rows.get(kind, record_id)
            self._names[record_id] = record.name if record else ""
        return self._names[record_id]

    def today(self) -> date:
        """The day on the centre's calendar."""
        return local(self.clock.now(), self.centre()).date()

    def shift(self, operator_id: str) -> Shift:
        """What the status line says."""
        count = self.cursor.execute
        conflicts = count('SELECT count(*) FROM conflict WHERE "open" AND needs_decision').fetchone()[0]
        open_items = count(
            f"SELECT count(*) FROM outbox WHERE dealt_at IS NULL AND {TO_DEAL_WITH}"  # noqa: S608 - own text
        ).fetchone()[0]
        trouble = {row[0] for row in count("SELECT key FROM meta WHERE key IN ('damage', 'mirror_trouble')")}
        return Shift(
            centre_id=self.centre_id,
            centre_name=self.centre().name,
            desk_name=self.name_of(Desk, self._desk_id) or (self.store.meta("desk_name") or ""),
            operator_name=self.name_of(Operator, operator_id),
            now=local(self.clock.now(), self.centre()),
            open_conflicts=conflicts,
            to_deal_with=open_items,
            damaged="damage" in trouble,
            mirror_gone="mirror_trouble" in trouble,
        )

    # Single records

    def person(self, person_id: str) -> Person | None:
        """A person this desk knows."""
        return self.rows.get(Person, person_id)

    def appointment(self, appointment_id: str) -> Appointment | None:
        """An appointment this desk knows."""
        return self.rows.get(Appointment, appointment_id)

    def encounter(self, encounter_id: str) -> Encounter | None:
        """A visit this desk knows."""
        return self.rows.get(Encounter, encounter_id)

    def verdict(self, command_id: str) -> Verdict | None:
        """The service's verdict on one of this desk's commands, once it came."""
        row = self.cursor.execute(
            "SELECT verdict FROM outbox WHERE command_id = ? AND verdict IS NOT NULL", (command_id,)
        ).fetchone()
        return None if row is None else Verdict.model_validate_json(row[0])

    # Cards

    def card(self, person_id: str, appointment_id: str | None, tx: Tx | None = None) -> Card:
        """What to do with this person now; `tx` reads within a write transaction."""
        source: Tx | Rows = tx or self.rows
        person = source.get(Person, person_id)
        appointments = source.find(Appointment, person_id=person_id)
        encounters = source.find(Encounter, person_id=person_id)
        centre = self.centre()
        arrival = decide_arrival(appointments, encounters, centre, self.clock.now(), appointment_id)
        if arrival.answer is Answer.OTHER_CENTRE and arrival.appointment is not None:
            # Nothing but the place: the person is another centre's business (checkin.md 7).
            return Card(arrival=arrival, centre_name=self.centre(arrival.appointment.centre_id).name)
        if person is None:
            return Card(arrival=None)
        lines = self._lines(appointments, encounters)
        shown = arrival.appointment
        if shown is None and arrival.choices:
            shown = arrival.choices[0]
        return Card(
            arrival=arrival,
            person=person,
            line=next((line for line in lines if shown and line.appointment.id == shown.id), None),
            others=tuple(line for line in lines if not shown or line.appointment.id != shown.id),
            choices=tuple(line for line in lines if line.appointment in arrival.choices),
            verdict=self._eligibility(person, shown, self.today(), centre) if shown else None,
            possible_from=None if arrival.possible_from is None else local(arrival.possible_from, centre),
            move=self._move_offer(source, person, arrival),
            cancelled_at=_local_or_none(shown.cancelled_at if shown else None, centre),
            cancelled_by=self._cancelled_by(shown),
            group_size=self._group(source, shown)[0],
            group_in=self._group(source, shown)[1],
        )

    def card_of_several(self, found: Sequence[Appointment]) -> Card:
        """One code for several people: the clerk chooses."""
        lines = self._lines(found, [])
        return Card(arrival=Arrival(Answer.CHOOSE, choices=tuple(found)), choices=tuple(lines))

    def page(self, person: Person) -> PersonPage:
        """All that is known about a person here."""
        appointments = self.rows.find(Appointment, person_id=person.id)
        encounters = self.rows.find(Encounter, person_id=person.id)
        return PersonPage(
            person=person,
            lines=tuple(self._lines(appointments, encounters)),
            conflicts=tuple(self.rows.find(Conflict, person_id=person.id)),
            history=tuple(self._history(person.id)),
        )

    def last_admissions(self, limit: int) -> list[Admission]:
        """Whom this desk admitted today and did not take back, newest first."""
        newest = self.cursor.execute(
            "SELECT id FROM encounter WHERE day = ? AND desk_id = ? AND state <> ?"
            " ORDER BY arrived_at DESC, day_number DESC LIMIT ?",
            (self.today().isoformat(), self._desk_id, EncounterState.UNDONE, limit),
        ).fetchall()
        found = [each for (encounter_id,) in newest if (each := self.encounter(encounter_id)) is not None]
        admissions: list[Admission] = []
        for encounter in found:
            person = self.person(encounter.person_id)
            admissions.append(
                Admission(
                    encounter_id=encounter.id,
                    person_id=encounter.person_id,
                    family=person.family if person else "",
                    given=person.given if person else "",
                    day_number=encounter.day_number,
                    at=local(encounter.arrived_at, self.centre()),
                    late=encounter.late,
                    readmission=bool(encounter.readmission_reason),
                )
            )
        return admissions

    def _lines(self, appointments: Iterable[Appointment], encounters: Sequence[Encounter]) -> list[Line]:
        """Appointments by time, each with its visit."""
        lines: list[Line] = []
        for appointment in sorted(appointments, key=_by_start):
            visit = standing_visit(encounters, appointment.id)
            lines.append(
                Line(
                    appointment=appointment,
                    at=_local_or_none(appointment.start, self.centre()),
                    centre_name=self.centre(appointment.centre_id).name,
                    visit=visit,
                    visit_at=_local_or_none(visit.arrived_at if visit else None, self.centre()),
                    visit_desk=self.name_of(Desk, visit.desk_id) if visit else "",
                )
            )
        return lines

    def _cancelled_by(self, appointment: Appointment | None) -> str:
        if appointment is None or appointment.cancelled_at is None:
            return ""
        return self.name_of(Operator, appointment.cancelled_operator_id) or self.name_of(
            Desk, appointment.cancelled_desk_id
        )

    def _group(self, source: Tx | Rows, appointment: Appointment | None) -> tuple[int, int]:
        """How many came together by booking, and how many of them are in."""
        if appointment is None or appointment.party_id is None:
            return 0, 0
        party = source.find(Appointment, party_id=appointment.party_id)
        inside = sum(a.status in {AppointmentStatus.CHECKED_IN, AppointmentStatus.FULFILLED} for a in party)
        return len(party), inside

    def _move_offer(self, source: Tx | Rows, person: Person, arrival: Arrival) -> MoveOffer | None:
        """A free place of today for an appointment of another day, the nearest to now first."""
        old = arrival.appointment
        if arrival.answer is not Answer.OTHER_DAY or old is None:
            return None
        now, centre, today = self.clock.now(), self.centre(), self.today()
        slots = [
            slot
            for slot in self._slots_of(today, old.vaccine or "")
            if slot.start.timestamp() + slot.minutes * 60 > now.timestamp()
        ]
        for slot in slots[:_SLOTS_LOOKED_AT]:
            preferred = sorted(slot.capacity, key=lambda contingent_id: contingent_id != old.contingent_id)
            for contingent_id in preferred:
                taken = places_taken(source, slot.id, contingent_id)
                contingent = source.get(Contingent, contingent_id)
                if place_refused(slot, contingent, person, taken, now) is None:
                    pair_at, fits = _pair(source, old, slot)
                    return MoveOffer(
                        slot_id=slot.id,
                        contingent_id=contingent_id,
                        at=local(slot.start, centre),
                        free=places_free(slot, contingent_id, taken),
                        pair_at=_local_or_none(pair_at, centre),
                        pair_fits=fits,
                    )
        return None

    def _slots_of(self, day: date, vaccine: str) -> list[Slot]:
        centre = self.centre()
        slots = self.rows.find(Slot, centre_id=self.centre_id, vaccine=vaccine)
        return sorted((s for s in slots if local(s.start, centre).date() == day), key=lambda s: s.start)

    def _history(self, person_id: str) -> list[tuple[datetime, str, str, str]]:
        found = self.cursor.execute(
            "SELECT at, action, fields, operator_id, desk_id FROM audit_event WHERE subject = ?"
            " ORDER BY position DESC LIMIT ?",
            (person_id, _HISTORY),
        ).fetchall()
        return [
            (
                local(datetime.fromisoformat(at), self.centre()),
                f"{action}:{fields}" if fields else action,
                self.name_of(Operator, operator_id),
                self.name_of(Desk, desk_id),
            )
            for at, action, fields, operator_id, desk_id in found
        ]


def _pair(source: Tx | Rows, old: Appointment, slot: Slot) -> tuple[datetime | None, bool]:
    """The other appointment of the pair, and whether the order of doses stays right."""
    if old.series_id is None:
        return None, True
    for other in source.find(Appointment, series_id=old.series_id):
        if other.id != old.id and other.status is AppointmentStatus.BOOKED and other.start is not None:
            fits = slot.start < other.start if other.dose_kind is DoseKind.SECOND else slot.start > other.start
            return other.start, fits
    return None, True


def _local_or_none(moment: datetime | None, centre: Centre) -> datetime | None:
    return None if moment is None else local(moment, centre)


def _by_start(appointment: Appointment) -> tuple[str, str]:
    return (appointment.start.isoformat() if appointment.start else "", appointment.id)
