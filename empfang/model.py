"""The records: what is known about centres, people, appointments and visits (names after HL7 FHIR R4).

A record is a frozen, validated value; commands make new ones with `with_`. For each there is a table of the same
fields, used at the desk and at the service alike. Tables hold no foreign keys: a fact is never refused, also when it
arrives where the record it speaks of is not (yet, or any more) known.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer
from sqlalchemy import JSON, Column, Text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlmodel import Field, SQLModel


def _to_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC)


def moment_text(moment: datetime) -> str:
    """A moment as it is stored and sent: UTC, of fixed width, so that the order of texts is the order of moments."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


Moment = Annotated[datetime, AfterValidator(_to_utc), PlainSerializer(moment_text, when_used="json")]
_MOMENT = Text().with_variant(TIMESTAMP(timezone=True), "postgresql")
_JSON = JSON().with_variant(JSONB(), "postgresql")


def _moment(*, index: bool = False, nullable: bool = True) -> Any:
    """A column of moments."""
    if nullable:
        return Field(default=None, index=index, sa_type=_MOMENT)
    return Field(index=index, sa_type=_MOMENT)


def _json(default: Any) -> Any:
    """A column that holds a small structure."""
    return Field(default=default, sa_type=_JSON)


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


class Value(BaseModel):
    """A small frozen structure inside a record."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Phone(Value):
    """A telephone number: E.164 where it could be read, else as it was typed."""

    number: str
    kind: str = "home"
    whose: str = "own"


class Identifier(Value):
    """What another system calls this person or booking."""

    system: str
    value: str


class ReportedDose(Value):
    """An earlier dose as a list or the person stated it."""

    given_on: date | None = None
    vaccine: str | None = None


class Record(SQLModel):
    """What all records share. `revision` is given by the service; 0 means: not yet known there."""

    model_config = ConfigDict(frozen=True, extra="ignore")  # type: ignore[assignment]
    kind: ClassVar[str]
    table_model: ClassVar[type[SQLModel]]

    id: str = Field(primary_key=True)
    revision: int = 0

    @property
    def subject(self) -> str:
        """What this record belongs to: the person's id for everything about a person, else its own id."""
        return self.id

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The validated record of these values; pydantic's own validator, without SQLModel's detour."""
        record: Self = cls.__pydantic_validator__.validate_python(values)
        return record

    def with_(self, **changes: Any) -> Self:
        """The same record with some fields changed, validated."""
        return self.of({**self.__dict__, **changes})

    def same_as(self, other: "Record | None") -> bool:
        """Whether both say the same, whatever their revisions."""
        return other is not None and {**self.__dict__, "revision": 0} == {**other.__dict__, "revision": 0}


class Centre(Record):
    """A vaccination centre and its own rules."""

    kind: ClassVar[str] = "centre"
    name: str
    hall: str = ""
    jurisdiction: str = ""
    district: str = ""
    catchment: tuple[str, ...] = _json(())
    lanes: int = 1
    time_zone: str = "Europe/Berlin"
    slot_minutes: int = 5
    early_minutes: int = 30
    late_minutes: int = 90
    hours: dict[str, str] = _json({})
    hotline: dict[str, str] = _json({})
    guardian: str = ""


class Slot(Record):
    """FHIR Slot with a capacity per contingent: how many appointments may begin there."""

    kind: ClassVar[str] = "slot"
    centre_id: str = Field(index=True)
    start: Moment = _moment(index=True, nullable=False)
    minutes: int = 5
    vaccine: str = ""
    capacity: dict[str, int] = _json({})
    overbooked: int = 0


class Contingent(Record):
    """Who may take which places."""

    kind: ClassVar[str] = "contingent"
    centre_id: str = Field(index=True)
    name: str
    vaccine: str | None = None
    born_from: date | None = None
    born_until: date | None = None
    districts: tuple[str, ...] = _json(())
    opens_at: Moment | None = _moment()
    closes_at: Moment | None = _moment()


class Person(Record):
    """FHIR Patient. One per imported row; never merged by a program."""

    kind: ClassVar[str] = "person"
    family: str
    given: str = ""
    birth_date: date | None = Field(default=None, index=True)
    street: str = ""
    house_number: str = ""
    postal_code: str = ""
    town: str = ""
    district: str = ""
    phones: tuple[Phone, ...] = _json(())
    email: str = ""
    channel: str = ""
    language: str = ""
    needs: tuple[str, ...] = _json(())
    standby: bool | None = None
    minutes_to_centre: int | None = None
    reachable_from: str = ""
    reachable_until: str = ""
    vaccines_wanted: tuple[str, ...] = _json(())
    reported_doses: tuple[ReportedDose, ...] = _json(())
    identifiers: tuple[Identifier, ...] = _json(())
    registered_at: Moment | None = _moment()
    registered_centre_id: str | None = None


class Appointment(Record):
    """FHIR Appointment. Its status follows from the booking, the cancellation and the visits (commands.visit)."""

    kind: ClassVar[str] = "appointment"
    person_id: str = Field(index=True)
    centre_id: str = Field(index=True)
    status: AppointmentStatus = Field(default=AppointmentStatus.BOOKED, sa_type=Text)
    start: Moment | None = _moment(index=True)
    minutes: int = 5
    slot_id: str | None = Field(default=None, index=True)
    contingent_id: str | None = None
    dose_kind: DoseKind | None = Field(default=None, sa_type=Text)
    vaccine: str | None = None
    series_id: str | None = Field(default=None, index=True)
    first_only_reason: str = ""
    party_id: str | None = None
    code: str = ""
    code_key: str = Field(default="", index=True)
    origin: str = ""
    booked_at: Moment | None = _moment()
    waiting_since: Moment | None = _moment()
    cancelled_at: Moment | None = _moment()
    cancelled_desk_id: str | None = None
    cancelled_operator_id: str | None = None
    cancelled_by_command: str | None = None
    cancel_reason: str = ""
    replaces_id: str | None = None
    replaced_by_id: str | None = None

    @property
    def subject(self) -> str:
        return self.person_id


class Encounter(Record):
    """One person's visit: FHIR Encounter."""

    kind: ClassVar[str] = "encounter"
    person_id: str = Field(index=True)
    appointment_id: str | None = Field(default=None, index=True)
    centre_id: str
    day: date = Field(index=True)
    day_number: str
    desk_id: str
    operator_id: str
    arrived_at: Moment = _moment(nullable=False)
    source: Source = Field(sa_type=Text)
    late: bool = False
    state: EncounterState = Field(default=EncounterState.ACTIVE, sa_type=Text)
    superseded_by_id: str | None = None
    readmission_reason: str = ""
    left_at: Moment | None = _moment()
    outcome: Outcome | None = Field(default=None, sa_type=Text)
    outcome_reason: str = ""
    undone_at: Moment | None = _moment()

    @property
    def subject(self) -> str:
        return self.person_id


class Conflict(Record):
    """Facts that cannot all be right: settled by rule (for information), or needing a decision."""

    kind: ClassVar[str] = "conflict"
    conflict_kind: str
    centre_id: str
    person_id: str = Field(index=True)
    appointment_id: str | None = None
    needs_decision: bool = False
    open: bool = True
    raised_at: Moment = _moment(nullable=False)
    facts: dict[str, Any] = _json({})

    @property
    def subject(self) -> str:
        return self.person_id


class Desk(Record):
    """An enrolled device. `number` is the first part of its day numbers."""

    kind: ClassVar[str] = "desk"
    centre_id: str = Field(index=True)
    name: str
    number: int


class Operator(Record):
    """A person who works here, with a role."""

    kind: ClassVar[str] = "operator"
    name: str
    role: str = "reception"
    centre_ids: tuple[str, ...] = _json(())


RECORDS: Mapping[str, type[Record]] = {
    record.kind: record
    for record in (Centre, Slot, Contingent, Person, Appointment, Encounter, Conflict, Desk, Operator)
}
"""Every record that is synced, by the name of its kind."""


def _table_for(record: type[Record]) -> type[SQLModel]:
    """The SQLModel table with the fields of a record."""
    return type(
        f"{record.__name__}Table",
        (record,),
        {"__tablename__": record.kind, "__module__": __name__},
        table=True,
    )


for _record in RECORDS.values():
    _record.table_model = _table_for(_record)


class AuditEventTable(SQLModel, table=True):
    """Where the audit trail lies (empfang.audit)."""

    __tablename__ = "audit_event"

    chain: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    at: str
    desk_id: str
    operator_id: str
    action: str
    subject: str = Field(index=True)
    fields: str = ""
    command_id: str | None = None
    previous: str
    digest: str = Field(sa_column=Column(Text, nullable=False))
