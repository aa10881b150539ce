"""Check-in, its undoing, and leaving without a dose.

Which of several check-ins counts, and the appointment's status, are computed anew from all that is known about the
visit whenever something is added (`settle_visit`): so the order in which facts arrive cannot matter.
"""

from datetime import date
from typing import Any, ClassVar

from pydantic import Field

from empfang.commands.base import CONFLICT, FULL, Applied, Fact, nothing, released
from empfang.commands.conflict import rewritten
from empfang.commands.tx import Tx
from empfang.ids import derived_id
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Conflict,
    Encounter,
    EncounterState,
    Outcome,
    Source,
)
from empfang.protocol import Command


def rank(encounter: Encounter) -> tuple[bool, str, str, str]:
    """Sorts contradicting check-ins, the one that counts first (design 3): paper last, then time, desk, id."""
    return (
        encounter.source is Source.PAPER,
        encounter.arrived_at.isoformat(),
        encounter.desk_id,
        encounter.id,
    )


def resting_status(appointment: Appointment) -> AppointmentStatus:
    """The status without any visit."""
    if appointment.cancelled_at is not None:
        return AppointmentStatus.CANCELLED
    if appointment.start is None and appointment.waiting_since is not None:
        return AppointmentStatus.WAITLIST
    return AppointmentStatus.BOOKED


def settle_visit(tx: Tx, appointment: Appointment) -> None:
    """Write which check-in counts, the appointment's status and the conflicts, from all encounters there are."""
    standing = [
        encounter
        for encounter in tx.find(Encounter, appointment_id=appointment.id)
        if encounter.state is not EncounterState.UNDONE
    ]
    contenders = sorted((e for e in standing if not e.readmission_reason), key=rank)
    for place, encounter in enumerate(contenders):
        wanted = encounter.with_(
            state=EncounterState.SUPERSEDED if place else EncounterState.ACTIVE,
            superseded_by_id=contenders[0].id if place else None,
        )
        if wanted != encounter:
            tx.put(wanted)
    if any(encounter.outcome is Outcome.VACCINATED for encounter in standing):
        status = AppointmentStatus.FULFILLED
    elif standing:
        status = AppointmentStatus.CHECKED_IN
    else:
        status = resting_status(appointment)
    if status is not appointment.status:
        tx.put(appointment.with_(status=status))
    _settle_conflict(tx, "double_check_in", appointment, contenders if len(contenders) > 1 else [])
    _settle_conflict(tx, "cancelled_but_present", appointment, standing if appointment.cancelled_at is not None else [])


def _settle_conflict(tx: Tx, kind: str, appointment: Appointment, encounters: list[Encounter]) -> None:
    """Make, update or take away a conflict that rule settles: it exists just as long as its facts contradict."""
    conflict_id = derived_id(kind, appointment.id)
    known = tx.get(Conflict, conflict_id)
    if not encounters:
        if known is not None:
            tx.delete(Conflict, conflict_id)
        return
    stated: dict[str, Any] = {
        "centre_id": encounters[0].centre_id,
        "needs_decision": kind == "cancelled_but_present" and appointment.replaced_by_id is not None,
        "raised_at": max(encounter.arrived_at for encounter in encounters),
        "facts": {"encounters": [encounter.id for encounter in encounters]},
    }
    wanted = (
        rewritten(tx, known, stated)
        if known is not None
        else Conflict(
            id=conflict_id, conflict_kind=kind, person_id=appointment.person_id, appointment_id=appointment.id, **stated
        )
    )
    if wanted != known:
        tx.put(wanted)


@released()
class CheckIn(Fact):
    """A person came and was admitted.

    `day` is the centre's calendar day. `readmission_reason` marks a second admission by intent, which contends with
    no other.
    """

    kind: ClassVar[str] = "check_in"
    encounter_id: str
    person_id: str
    appointment_id: str
    centre_id: str
    day: date
    day_number: str = Field(max_length=16)
    late: bool = False
    readmission_reason: str = Field(default="", max_length=200)

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Appointment.kind, self.appointment_id),)

    def apply(self, tx: Tx, command: Command) -> Applied:
        known = tx.get(Encounter, self.encounter_id) is not None
        if not known:
            tx.put(self._encounter(command))
        appointment = tx.get(Appointment, self.appointment_id)
        if appointment is None or appointment.person_id != self.person_id:
            return self._without_appointment(tx, command)
        tx.delete(Conflict, derived_id("appointment_unknown", self.encounter_id))
        settle_visit(tx, appointment)
        if known:
            return nothing("known_already")
        contradicted = appointment.cancelled_at is not None or (
            not self.readmission_reason and tx.get(Conflict, derived_id("double_check_in", appointment.id)) is not None
        )
        return CONFLICT if contradicted else FULL

    def _encounter(self, command: Command) -> Encounter:
        return Encounter(
            id=self.encounter_id,
            person_id=self.person_id,
            appointment_id=self.appointment_id,
            centre_id=self.centre_id,
            day=self.day,
            day_number=self.day_number,
            desk_id=command.desk_id,
            operator_id=command.operator_id,
            arrived_at=command.occurred_at,
            source=command.source,
            late=self.late,
            readmission_reason=self.readmission_reason,
        )

    def _without_appointment(self, tx: Tx, command: Command) -> Applied:
        """Somebody was let in for an appointment that is not known: somebody must look, unless it comes."""
        conflict_id = derived_id("appointment_unknown", self.encounter_id)
        visit = tx.get(Encounter, self.encounter_id)
        undone = visit is not None and visit.state is EncounterState.UNDONE
        if undone or tx.get(Conflict, conflict_id) is not None:
            return nothing("known_already")
        tx.put(
            Conflict(
                id=conflict_id,
                conflict_kind="appointment_unknown",
                centre_id=self.centre_id,
                person_id=self.person_id,
                appointment_id=self.appointment_id,
                needs_decision=True,
                raised_at=command.occurred_at,
                facts={"encounters": [self.encounter_id]},
            )
        )
        return CONFLICT


@released()
class UndoCheckIn(Fact):
    """A check-in was a mistake. Counts from the desk that made it, on the same day, while no dose was given."""

    kind: ClassVar[str] = "undo_check_in"
    encounter_id: str
    person_id: str
    day: date

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Encounter.kind, self.encounter_id),)

    def apply(self, tx: Tx, command: Command) -> Applied:
        encounter = tx.get(Encounter, self.encounter_id)
        if encounter is None or encounter.person_id != self.person_id:
            return nothing("visit_unknown")
        if encounter.state is EncounterState.UNDONE:
            return nothing("known_already")
        if encounter.desk_id != command.desk_id:
            return nothing("undo_other_desk")
        if encounter.day != self.day:
            return nothing("undo_other_day")
        if encounter.outcome is Outcome.VACCINATED:
            return nothing("undo_dose_given")
        tx.put(encounter.with_(state=EncounterState.UNDONE, undone_at=command.occurred_at, superseded_by_id=None))
        tx.delete(Conflict, derived_id("appointment_unknown", encounter.id))
        _settle_of(tx, encounter)
        return FULL


@released()
class LeftBeforeDose(Fact):
    """An admitted person went away without a dose. The earliest such statement counts."""

    kind: ClassVar[str] = "left_before_dose"
    encounter_id: str
    person_id: str
    reason: str = Field(default="", max_length=200)

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Encounter.kind, self.encounter_id),)

    def apply(self, tx: Tx, command: Command) -> Applied:
        encounter = tx.get(Encounter, self.encounter_id)
        if encounter is None or encounter.person_id != self.person_id:
            return nothing("visit_unknown")
        if encounter.outcome is Outcome.VACCINATED:
            return nothing("dose_given")
        if encounter.left_at is not None and encounter.left_at <= command.occurred_at:
            return nothing("known_already")
        tx.put(
            encounter.with_(left_at=command.occurred_at, outcome=Outcome.LEFT_BEFORE_DOSE, outcome_reason=self.reason)
        )
        return FULL


def _settle_of(tx: Tx, encounter: Encounter) -> None:
    """Settle the visit of an encounter, if its appointment is known."""
    appointment = tx.get(Appointment, encounter.appointment_id) if encounter.appointment_id else None
    if appointment is not None and appointment.person_id == encounter.person_id:
        settle_visit(tx, appointment)
