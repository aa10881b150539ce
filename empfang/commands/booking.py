"""Booking, moving and cancelling appointments."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from empfang.commands.base import CONFLICT, FULL, Applied, Fact, Granted, Refused, Request, nothing, released
from empfang.commands.tx import Tx
from empfang.commands.visit import settle_visit
from empfang.ids import derived_id
from empfang.model import (
    HOLDS_A_PLACE,
    Appointment,
    AppointmentStatus,
    Conflict,
    Contingent,
    Deletion,
    DoseKind,
    Encounter,
    EncounterState,
    Person,
    Slot,
)
from empfang.protocol import Alternative, Command
from empfang.rules.booking import place_refused, places_free
from empfang.rules.codes import code_key

ALTERNATIVES = 3
"""Free places named with a refusal."""
SLOTS_LOOKED_AT = 40
"""Slots around the wanted one that are looked at for alternatives."""


class NewAppointment(BaseModel):
    """A place that is asked for. The ids and the code are made at the desk."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    appointment_id: str
    person_id: str
    centre_id: str
    slot_id: str
    contingent_id: str
    dose_kind: DoseKind
    series_id: str | None = None
    first_only_reason: str = Field(default="", max_length=200)
    party_id: str | None = None
    code: str = Field(default="", max_length=64)
    origin: str = Field(default="desk", max_length=32)

    def record(
        self, slot: Slot | None, status: AppointmentStatus, command: Command, replaces_id: str | None = None
    ) -> Appointment:
        """The appointment as it would be."""
        return Appointment(
            id=self.appointment_id,
            person_id=self.person_id,
            centre_id=self.centre_id,
            status=status,
            start=slot.start if slot else None,
            minutes=slot.minutes if slot else 5,
            slot_id=self.slot_id,
            contingent_id=self.contingent_id,
            dose_kind=self.dose_kind,
            vaccine=slot.vaccine if slot else None,
            series_id=self.series_id,
            first_only_reason=self.first_only_reason,
            party_id=self.party_id,
            code=self.code,
            code_key=code_key(self.code),
            origin=self.origin,
            booked_at=command.occurred_at,
            replaces_id=replaces_id,
        )


def places_taken(tx: Tx, slot_id: str, contingent_id: str) -> int:
    """Appointments that hold a place of a contingent in a slot."""
    return sum(
        appointment.status in HOLDS_A_PLACE
        for appointment in tx.find(Appointment, slot_id=slot_id, contingent_id=contingent_id)
    )


def alternatives_to(tx: Tx, wanted: NewAppointment, now: datetime) -> tuple[Alternative, ...]:
    """Free places of the same contingent and vaccine at the same centre, nearest to the wanted time first."""
    slot = tx.get(Slot, wanted.slot_id)
    if slot is None:
        return ()
    near = sorted(
        (
            other
            for other in tx.find(Slot, centre_id=slot.centre_id, vaccine=slot.vaccine)
            if other.id != slot.id and other.start > now and wanted.contingent_id in other.capacity
        ),
        key=lambda other: (abs(other.start - slot.start), other.start),
    )
    found: list[Alternative] = []
    for other in near[:SLOTS_LOOKED_AT]:
        free = places_free(other, wanted.contingent_id, places_taken(tx, other.id, wanted.contingent_id))
        if free:
            found.append(
                Alternative(
                    slot_id=other.id,
                    contingent_id=wanted.contingent_id,
                    start=other.start,
                    vaccine=other.vaccine,
                    free=free,
                )
            )
        if len(found) == ALTERNATIVES:
            break
    return tuple(found)


@released()
class Book(Request):
    """Places for one person, for a pair of doses, or for a party: all of them or none."""

    kind: ClassVar[str] = "book"
    appointments: tuple[NewAppointment, ...] = Field(min_length=1, max_length=20)

    @model_validator(mode="after")
    def _different(self) -> "Book":
        if len({wanted.appointment_id for wanted in self.appointments}) < len(self.appointments):
            raise ValueError("an appointment asked for twice")
        return self

    def subjects(self) -> tuple[str, ...]:
        return tuple(sorted({wanted.person_id for wanted in self.appointments}))

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return tuple((Person.kind, person_id) for person_id in self.subjects())

    def mark_pending(self, tx: Tx, command: Command) -> None:
        for wanted in self.appointments:
            if tx.get(Appointment, wanted.appointment_id) is None:
                slot = tx.get(Slot, wanted.slot_id)
                tx.put(wanted.record(slot, AppointmentStatus.PENDING, command))

    def decide(self, tx: Tx, command: Command, now: datetime) -> Granted | Refused:
        refused = _series_refused(tx, self.appointments)
        if refused is not None:
            return refused
        for place, wanted in enumerate(self.appointments):
            earlier = self.appointments[:place]
            if any(e.slot_id == wanted.slot_id and e.person_id == wanted.person_id for e in earlier):
                return Refused("has_place_there")
            refused = _refused(tx, wanted, now, also_taken=sum(_same_place(e, wanted) for e in earlier))
            if refused is not None:
                return refused
        for wanted in self.appointments:
            tx.put(wanted.record(tx.get(Slot, wanted.slot_id), AppointmentStatus.BOOKED, command))
        return Granted()

    def honour(self, tx: Tx, command: Command) -> None:
        for wanted in self.appointments:
            _honour(tx, wanted, command)


@released()
class Rebook(Request):
    """Another place instead of one that is held: the old one is given back only with the new one."""

    kind: ClassVar[str] = "rebook"
    old_appointment_id: str
    new: NewAppointment

    def subjects(self) -> tuple[str, ...]:
        return (self.new.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Appointment.kind, self.old_appointment_id),)

    def mark_pending(self, tx: Tx, command: Command) -> None:
        if tx.get(Appointment, self.new.appointment_id) is None:
            slot = tx.get(Slot, self.new.slot_id)
            tx.put(self.new.record(slot, AppointmentStatus.PENDING, command, self.old_appointment_id))

    def decide(self, tx: Tx, command: Command, now: datetime) -> Granted | Refused:
        old = tx.get(Appointment, self.old_appointment_id)
        if old is None or old.person_id != self.new.person_id or old.status is not AppointmentStatus.BOOKED:
            return Refused("old_appointment_not_open")
        same = old.slot_id == self.new.slot_id and old.contingent_id == self.new.contingent_id
        refused = _refused(tx, self.new, now, also_taken=-1 if same else 0, instead_of=old.id)
        if refused is not None:
            return refused
        slot = tx.get(Slot, self.new.slot_id)
        moved = self.new.record(slot, AppointmentStatus.BOOKED, command, old.id)
        refused = _pair_refused(tx, old, moved)
        if refused is not None:
            return refused
        tx.put(moved)
        tx.put(self._given_back(old, command))
        return Granted()

    def honour(self, tx: Tx, command: Command) -> None:
        old = tx.get(Appointment, self.old_appointment_id)
        _honour(tx, self.new, command, self.old_appointment_id)
        if old is not None and old.status is AppointmentStatus.BOOKED:
            tx.put(self._given_back(old, command))

    def _given_back(self, old: Appointment, command: Command) -> Appointment:
        return old.with_(
            status=AppointmentStatus.CANCELLED,
            cancelled_at=command.occurred_at,
            cancelled_desk_id=command.desk_id,
            cancelled_operator_id=command.operator_id,
            cancelled_by_command=command.id,
            cancel_reason="rebooked",
            replaced_by_id=self.new.appointment_id,
        )


@released()
class CancelAppointment(Fact):
    """A person does not want the appointment any more. Its place is free at once; the earliest statement counts."""

    kind: ClassVar[str] = "cancel_appointment"
    appointment_id: str
    person_id: str
    reason: str = Field(default="", max_length=200)

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Appointment.kind, self.appointment_id),)

    def apply(self, tx: Tx, command: Command) -> Applied:
        appointment = tx.get(Appointment, self.appointment_id)
        if appointment is None or appointment.person_id != self.person_id:
            return nothing("appointment_unknown")
        if appointment.cancelled_by_command == command.id:
            return nothing("known_already")
        if appointment.replaced_by_id is not None:
            return self._contradicts_move(tx, appointment, command)
        if appointment.cancelled_at is not None and _earlier(appointment, command):
            return nothing("cancelled_already")
        cancelled = appointment.with_(
            cancelled_at=command.occurred_at,
            cancelled_desk_id=command.desk_id,
            cancelled_operator_id=command.operator_id,
            cancelled_by_command=command.id,
            cancel_reason=self.reason,
        )
        here = [
            encounter
            for encounter in tx.find(Encounter, appointment_id=appointment.id)
            if encounter.state is not EncounterState.UNDONE
        ]
        if not here:
            cancelled = cancelled.with_(status=AppointmentStatus.CANCELLED)
        tx.put(cancelled)
        settle_visit(tx, cancelled)
        return CONFLICT if here else FULL

    def _contradicts_move(self, tx: Tx, appointment: Appointment, command: Command) -> Applied:
        """The appointment was moved meanwhile: whether the new one is wanted, somebody must ask."""
        conflict_id = derived_id("cancelled_and_moved", appointment.id)
        if tx.get(Conflict, conflict_id) is not None:
            return nothing("known_already")
        tx.put(
            Conflict(
                id=conflict_id,
                conflict_kind="cancelled_and_moved",
                centre_id=appointment.centre_id,
                person_id=appointment.person_id,
                appointment_id=appointment.id,
                needs_decision=True,
                raised_at=command.occurred_at,
                facts={
                    "moved_to": appointment.replaced_by_id,
                    "desk_id": command.desk_id,
                    "operator_id": command.operator_id,
                },
            )
        )
        return CONFLICT


def _honour(tx: Tx, wanted: NewAppointment, command: Command, replaces_id: str | None = None) -> None:
    """Write an appointment that was granted once, unless it is known or its person was deleted."""
    if tx.get(Appointment, wanted.appointment_id) is None and tx.get(Deletion, wanted.person_id) is None:
        tx.put(wanted.record(tx.get(Slot, wanted.slot_id), AppointmentStatus.BOOKED, command, replaces_id))


def _earlier(appointment: Appointment, command: Command) -> bool:
    """Whether the cancellation that is known came before this one; ties by the id."""
    known = appointment.cancelled_at, appointment.cancelled_by_command or ""
    return known <= (command.occurred_at, command.id)


def _same_place(one: NewAppointment, other: NewAppointment) -> bool:
    return (one.slot_id, one.contingent_id) == (other.slot_id, other.contingent_id)


def _refused(
    tx: Tx, wanted: NewAppointment, now: datetime, also_taken: int, instead_of: str | None = None
) -> Refused | None:
    """Why this place cannot be given, with alternatives."""
    if tx.get(Appointment, wanted.appointment_id) is not None:
        return Refused("appointment_exists")
    person = tx.get(Person, wanted.person_id)
    if person is None:
        return Refused("person_unknown")
    for held in tx.find(Appointment, slot_id=wanted.slot_id, person_id=wanted.person_id):
        if held.status in HOLDS_A_PLACE and held.id != instead_of:
            return Refused("has_place_there")
    taken = places_taken(tx, wanted.slot_id, wanted.contingent_id) + also_taken
    slot = tx.get(Slot, wanted.slot_id)
    contingent = tx.get(Contingent, wanted.contingent_id)
    if slot is not None and slot.centre_id != wanted.centre_id:
        return Refused("slot_unknown")
    refusal = place_refused(slot, contingent, person, taken, now)
    if refusal is None:
        return None
    return Refused(refusal.code, refusal.parameters, alternatives_to(tx, wanted, now))


def _series_refused(tx: Tx, wanted: tuple[NewAppointment, ...]) -> Refused | None:
    """A second dose never before its first. (Minimum intervals come with the rule books.)"""
    for series_id in {place.series_id for place in wanted if place.series_id}:
        starts: dict[DoseKind, datetime] = {}
        for place in wanted:
            slot = tx.get(Slot, place.slot_id)
            if place.series_id == series_id and slot is not None:
                starts[place.dose_kind] = slot.start
        first, second = starts.get(DoseKind.FIRST), starts.get(DoseKind.SECOND)
        if first is not None and second is not None and second <= first:
            return Refused("pair_order")
    return None


def _pair_refused(tx: Tx, old: Appointment, moved: Appointment) -> Refused | None:
    """Moving one of a pair must leave the first dose before the second."""
    if old.series_id is None or moved.start is None:
        return None
    for other in tx.find(Appointment, series_id=old.series_id):
        if other.id == old.id or other.status is not AppointmentStatus.BOOKED or other.start is None:
            continue
        first_after_second = other.dose_kind is DoseKind.SECOND and moved.start >= other.start
        second_before_first = other.dose_kind is DoseKind.FIRST and moved.start <= other.start
        if first_after_second or second_before_first:
            return Refused("pair_order", {"other": other.start.isoformat()})
    return None
