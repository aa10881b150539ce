"""Reading the store for the screens: people, pages, the shift."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from empfang.commands.centre_day import centre_day_id
from empfang.desk.views import Admission, Line, PersonPage, Shift
from empfang.model import (
    Appointment,
    Centre,
    CentreDay,
    Conflict,
    Desk,
    DeskRole,
    Encounter,
    EncounterState,
    Operator,
    Person,
    Role,
    moment_text,
)
from empfang.protocol import Verdict
from empfang.rows import Rows
from empfang.rules.arrival import bounds_of_day, local, standing_visit
from empfang.rules.booking import AT_THE_DESK, PHONE
from empfang.rules.names import fold
from empfang.store import Store
from empfang.sync.correction import CorrectedClock

TO_DEAL_WITH = (
    "verdict IS NOT NULL AND recover = 0 AND json_extract(verdict, '$.depends_on') IS NULL"
    " AND json_extract(verdict, '$.status') IN ('refused', 'quarantined', 'mismatch')"
)
"""Commands with which somebody at the desk must do something; what was refused with another one goes with it."""
_HISTORY = 50
_BOOKED_VACCINES = (
    "SELECT DISTINCT vaccine FROM appointment WHERE centre_id = ? AND start >= ? AND start < ? AND vaccine IS NOT NULL"
)


class Reading:
    """Everything that is only read. Centre, desks and operators are few and kept until they change."""

    def __init__(self, store: Store, clock: CorrectedClock, desk_id: str, centre_id: str) -> None:
        self.store = store
        self.clock = clock
        self.centre_id = centre_id
        self.desk_id = desk_id
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

    @property
    def way(self) -> str:
        """By which way places are asked for here: whoever works at the centre may have any, at every hour."""
        return PHONE if self.store.meta("role") == DeskRole.HOTLINE else AT_THE_DESK

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
            desk_name=self.name_of(Desk, self.desk_id) or (self.store.meta("desk_name") or ""),
            operator_name=self.name_of(Operator, operator_id),
            now=local(self.clock.now(), self.centre()),
            open_conflicts=conflicts,
            to_deal_with=open_items,
            damaged="damage" in trouble,
            mirror_gone="mirror_trouble" in trouble,
        )

    def plan(self, day: date | None = None) -> CentreDay | None:
        """What the coordinator has set for today, or for another day."""
        return self.rows.get(CentreDay, centre_day_id(self.centre_id, day or self.today()))

    def booked_vaccines(self) -> set[str]:
        """Those that the day's people have booked here."""
        begin, end = bounds_of_day(self.centre(), self.today())
        bounds = self.centre_id, moment_text(begin), moment_text(end)
        found = self.cursor.execute(_BOOKED_VACCINES, bounds).fetchall()
        return {vaccine for (vaccine,) in found}

    def role_of(self, operator_id: str) -> str:
        """The role in which somebody works here; that of a clerk for whoever is not known."""
        operator = self.rows.get(Operator, operator_id)
        return operator.role if operator else Role.RECEPTION

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

    # People

    def page(self, person: Person) -> PersonPage:
        """All that is known about a person here."""
        appointments = self.rows.find(Appointment, person_id=person.id)
        encounters = self.rows.find(Encounter, person_id=person.id)
        return PersonPage(
            person=person,
            lines=tuple(self.lines(appointments, encounters)),
            conflicts=tuple(self.rows.find(Conflict, person_id=person.id)),
            history=tuple(self._history(person.id)),
        )

    def last_admissions(self, limit: int) -> list[Admission]:
        """Whom this desk admitted today and did not take back, newest first."""
        newest = self.cursor.execute(
            "SELECT id FROM encounter WHERE day = ? AND desk_id = ? AND state <> ?"
            " ORDER BY arrived_at DESC, day_number DESC LIMIT ?",
            (self.today().isoformat(), self.desk_id, EncounterState.UNDONE, limit),
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

    def lines(self, appointments: Iterable[Appointment], encounters: Sequence[Encounter]) -> list[Line]:
        """Appointments by time, each with its visit."""
        lines: list[Line] = []
        for appointment in sorted(appointments, key=_by_start):
            visit = standing_visit(encounters, appointment.id)
            lines.append(
                Line(
                    appointment=appointment,
                    at=local_or_none(appointment.start, self.centre()),
                    centre_name=self.centre(appointment.centre_id).name,
                    visit=visit,
                    visit_at=local_or_none(visit.arrived_at if visit else None, self.centre()),
                    visit_desk=self.name_of(Desk, visit.desk_id) if visit else "",
                )
            )
        return lines

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


def local_or_none(moment: datetime | None, centre: Centre) -> datetime | None:
    """A moment on the centre's clock, if there is one."""
    return None if moment is None else local(moment, centre)


def _by_start(appointment: Appointment) -> tuple[str, str]:
    return (appointment.start.isoformat() if appointment.start else "", appointment.id)
