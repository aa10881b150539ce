"""Appointments and visits."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from empfang.model.base import Moment, Record


class AppointmentStatus(StrEnum):
    """FHIR AppointmentStatus."""

    PROPOSED = "proposed"
    PENDING = "pending"
    BOOKED = "booked"
    ARRIVED = "arrived"
    CHECKED_IN = "checked-in"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    NOSHOW = "noshow"
    WAITLIST = "waitlist"
    ENTERED_IN_ERROR = "entered-in-error"


HOLDS_A_PLACE = frozenset(
    {
        AppointmentStatus.BOOKED,
        AppointmentStatus.ARRIVED,
        AppointmentStatus.CHECKED_IN,
        AppointmentStatus.FULFILLED,
        AppointmentStatus.NOSHOW,
    }
)
"""States in which an appointment takes one of its slot's places."""


class DoseKind(StrEnum):
    """Which dose an appointment is for."""

    FIRST = "first"
    SECOND = "second"
    BOOSTER = "booster"


class Appointment(Record):
    """FHIR Appointment. Its status follows from the booking, the cancellation and the visits (commands.visit)."""

    kind: ClassVar[str] = "appointment"
    indexes: ClassVar[tuple[str, ...]] = (
        "person_id",
        "start",
        "slot_id",
        "series_id",
        "party_id",
        "code_key",
    )
    person_id: str
    centre_id: str
    status: AppointmentStatus = AppointmentStatus.BOOKED
    start: Moment | None = None
    minutes: int = 5
    slot_id: str | None = None
    contingent_id: str | None = None
    dose_kind: DoseKind | None = None
    vaccine: str | None = None
    series_id: str | None = None
    first_only_reason: str = ""
    party_id: str | None = None
    code: str = ""
    code_key: str = ""
    origin: str = ""
    booked_at: Moment | None = None
    waiting_since: Moment | None = None
    priority: int | None = None
    """On the waiting list: the lower comes first; None: after all who have one."""
    cancelled_at: Moment | None = None
    cancelled_desk_id: str | None = None
    cancelled_operator_id: str | None = None
    cancelled_by_command: str | None = None
    cancel_reason: str = ""
    replaces_id: str | None = None
    replaced_by_id: str | None = None

    @property
    def subject(self) -> str:
        return self.person_id


class Source(StrEnum):
    """How a fact was entered; paper is weaker evidence than the others (design 3)."""

    SCAN = "scan"
    KEYBOARD = "keyboard"
    PAPER = "paper"


class EncounterState(StrEnum):
    """Whether a check-in counts."""

    ACTIVE = "active"
    SUPERSEDED = "superseded"
    UNDONE = "undone"


class Outcome(StrEnum):
    """How a visit ended."""

    LEFT_BEFORE_DOSE = "left_before_dose"
    VACCINATED = "vaccinated"
    POSTPONED = "postponed"


class Encounter(Record):
    """One person's visit: FHIR Encounter."""

    kind: ClassVar[str] = "encounter"
    indexes: ClassVar[tuple[str, ...]] = ("person_id", "appointment_id", "day")
    person_id: str
    appointment_id: str | None = None
    centre_id: str
    day: date
    day_number: str
    desk_id: str
    operator_id: str
    arrived_at: Moment
    source: Source
    late: bool = False
    vaccine: str | None = None
    """What the person agreed to at the reception, where that is not what was booked."""
    lane: int | None = None
    exception: str = ""
    """Why the person was let in against the centre's usual rules."""
    state: EncounterState = EncounterState.ACTIVE
    superseded_by_id: str | None = None
    readmission_reason: str = ""
    left_at: Moment | None = None
    outcome: Outcome | None = None
    outcome_reason: str = ""
    undone_at: Moment | None = None

    @property
    def subject(self) -> str:
        return self.person_id


class ImmunizationStatus(StrEnum):
    """FHIR ImmunizationStatus."""

    COMPLETED = "completed"
    ENTERED_IN_ERROR = "entered-in-error"


class Immunization(Record):
    """A dose that somebody was given: FHIR Immunization, in the short form from the reception's list.

    `set_by`: when and by which command it was last said whether it was given.
    """

    kind: ClassVar[str] = "immunization"
    indexes: ClassVar[tuple[str, ...]] = ("person_id", "encounter_id")
    person_id: str
    encounter_id: str
    centre_id: str
    day: date
    occurred_at: Moment
    vaccine: str
    size: str
    vial_id: str | None = None
    status: ImmunizationStatus = ImmunizationStatus.COMPLETED
    desk_id: str
    operator_id: str
    set_by: dict[str, tuple[str, str]] = {}

    @property
    def subject(self) -> str:
        return self.person_id
