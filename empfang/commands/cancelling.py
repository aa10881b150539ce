"""Cancelling appointments."""

from typing import ClassVar

from empfang.commands.base import CONFLICT, FULL, Applied, Fact, nothing, released
from empfang.commands.fields import Reason
from empfang.commands.tx import Tx
from empfang.commands.visit import settle_visit
from empfang.ids import derived_id
from empfang.model import Appointment, AppointmentStatus, Conflict, Encounter, EncounterState
from empfang.protocol import Command


@released()
class CancelAppointment(Fact):
    """A person does not want the appointment any more. Its place is free at once; the earliest statement counts."""

    kind: ClassVar[str] = "cancel_appointment"
    appointment_id: str
    person_id: str
    reason: Reason = ""

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


def _earlier(appointment: Appointment, command: Command) -> bool:
    """Whether the cancellation that is known came before this one; ties by the id."""
    known = appointment.cancelled_at, appointment.cancelled_by_command or ""
    return known <= (command.occurred_at, command.id)
