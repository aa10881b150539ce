"""Check-in, its undoing, and leaving or being sent back without a dose.

Which of several check-ins counts, and the appointment's status, are computed anew from all that is known about the
visit whenever something is added (`settle_visit`): so the order in which facts arrive cannot matter.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from pydantic import Field, model_validator

from empfang.commands.base import CONFLICT, FULL, Applied, Fact, nothing, released
from empfang.commands.conflict import rewritten
from empfang.commands.fields import Reason
from empfang.commands.tx import Tx
from empfang.ids import derived_id
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Conflict,
    Encounter,
    EncounterState,
    Outcome,
    Person,
    Promise,
    PromiseState,
    Source,
    moment_text,
)
from empfang.protocol import Command
from empfang.rules.centre_day import LANES, LONGEST_VACCINE
from empfang.rules.origins import PROMISED, WALK_IN


def rank(encounter: Encounter) -> tuple[bool, str, str, str]:
    """Sorts contradicting check-ins, the one that counts first (design 3): paper last, then time, desk, id."""
    return (
        encounter.source is Source.PAPER,
        encounter.arrived_at.isoformat(),
        encounter.desk_id,
        encounter.id,
    )


def walk_in_id(centre_id: str, person_id: str, day: date) -> str:
    """The id of the appointment of somebody who comes without one: the same at each desk that lets them in."""
    return derived_id("walk_in", centre_id, person_id, day.isoformat())


def resting_status(appointment: Appointment) -> AppointmentStatus:
    """The status without any visit."""
    if appointment.cancelled_at is not None:
        return AppointmentStatus.CANCELLED
    if appointment.origin == WALK_IN:
        return AppointmentStatus.ENTERED_IN_ERROR
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
    began = _came_first(tx, appointment) if appointment.origin == WALK_IN else appointment.start
    if (status, began) != (appointment.status, appointment.start):
        tx.put(appointment.with_(status=status, start=began))
    if appointment.origin in {PROMISED, WALK_IN}:
        _settle_promise(tx, appointment, came=bool(standing))
    _settle_conflict(tx, "double_check_in", appointment, contenders if len(contenders) > 1 else [])
    _settle_conflict(tx, "cancelled_but_present", appointment, standing if appointment.cancelled_at is not None else [])


def _settle_promise(tx: Tx, appointment: Appointment, *, came: bool) -> None:
    """Whoever was promised a dose and is in the house holds it no longer by the promise, but by being there."""
    for promise in tx.find(Promise, person_id=appointment.person_id):
        state = PromiseState.KEPT if came else PromiseState.OPEN
        settles = promise.state in {PromiseState.OPEN, PromiseState.KEPT} and promise.state is not state
        if promise.appointment_id == appointment.id and settles:
            tx.put(promise.with_(state=state))


def _came_first(tx: Tx, appointment: Appointment) -> datetime | None:
    """When somebody without an appointment came, whatever the order in which it became known."""
    visits = tx.find(Encounter, appointment_id=appointment.id)
    return min((visit.arrived_at for visit in visits), default=appointment.start)


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


@released(1)
@released(2)
class CheckIn(Fact):
    """A person came and was admitted.

    `day` is the centre's calendar day. `readmission_reason` marks a second admission by intent, which contends with
    no other. Since version 2: `walk_in`: without an appointment, `appointment_id` is `walk_in_id`; `vaccine` is what
    the person agreed to instead of what was booked; `lane` is where they were sent; `exception`: why they were let in
    against the centre's usual rules.
    """

    kind: ClassVar[str] = "check_in"
    version: ClassVar[int] = 2
    encounter_id: str
    person_id: str
    appointment_id: str
    centre_id: str
    day: date
    day_number: str = Field(max_length=16)
    late: bool = False
    readmission_reason: Reason = ""
    walk_in: bool = False
    vaccine: str | None = Field(default=None, max_length=LONGEST_VACCINE)
    lane: int | None = Field(default=None, ge=LANES[0], le=LANES[-1])
    exception: Reason = ""

    @model_validator(mode="after")
    def _one_for_all(self) -> "CheckIn":
        if self.walk_in and self.appointment_id != walk_in_id(self.centre_id, self.person_id, self.day):
            raise ValueError("not the appointment that every desk would make")
        return self

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        if self.walk_in:
            return ((Person.kind, self.person_id), (Appointment.kind, self.appointment_id))
        return ((Appointment.kind, self.appointment_id),)

    def apply(self, tx: Tx, command: Command) -> Applied:
        known = tx.get(Encounter, self.encounter_id) is not None
        if not known:
            tx.put(self._encounter(command))
        appointment = tx.get(Appointment, self.appointment_id)
        if appointment is None and self.walk_in:
            appointment = self._made_by_coming(command)
            tx.put(appointment)
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
            vaccine=self.vaccine,
            lane=self.lane,
            exception=self.exception,
            readmission_reason=self.readmission_reason,
        )

    def _made_by_coming(self, command: Command) -> Appointment:
        return Appointment(
            id=self.appointment_id,
            person_id=self.person_id,
            centre_id=self.centre_id,
            status=AppointmentStatus.ENTERED_IN_ERROR,
            start=command.occurred_at,
            origin=WALK_IN,
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
        settle_of(tx, encounter)
        return FULL


@released()
class LeftBeforeDose(Fact):
    """An admitted person went away without a dose. The earliest such statement counts."""

    kind: ClassVar[str] = "left_before_dose"
    encounter_id: str
    person_id: str
    reason: Reason = ""

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
        return _ended(tx, encounter, command, Outcome.LEFT_BEFORE_DOSE, self.reason)


@released()
class Postpone(Fact):
    """A doctor sent an admitted person home or to wait: no dose now. With leaving, the earliest statement counts."""

    kind: ClassVar[str] = "postpone"
    encounter_id: str
    person_id: str
    reason: Reason = ""

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
        return _ended(tx, encounter, command, Outcome.POSTPONED, self.reason)


def _ended(tx: Tx, encounter: Encounter, command: Command, outcome: Outcome, reason: str) -> Applied:
    """The visit ended without a dose: of several statements the earliest counts, in whatever order they arrive."""
    said = moment_text(command.occurred_at), outcome.value, reason
    if encounter.left_at is not None and encounter.outcome is not None:
        known = moment_text(encounter.left_at), encounter.outcome.value, encounter.outcome_reason
        if known <= said:
            return nothing("known_already")
    tx.put(encounter.with_(left_at=command.occurred_at, outcome=outcome, outcome_reason=reason))
    return FULL


def settle_of(tx: Tx, encounter: Encounter) -> None:
    """Settle the visit of an encounter, if its appointment is known."""
    appointment = tx.get(Appointment, encounter.appointment_id) if encounter.appointment_id else None
    if appointment is not None and appointment.person_id == encounter.person_id:
        settle_visit(tx, appointment)
