"""The records: what is known about centres, people, appointments and visits (names after HL7 FHIR R4).

A record is a frozen, validated value; commands make new ones with `with_`. For each kind there is a table of the same
fields (empfang.rows), at the desk and at the service alike. Tables hold no foreign keys: a fact is never refused, also
when it arrives where the record it speaks of is not (yet, or any more) known.

Plain pydantic, not SQLModel: importing SQLAlchemy takes longer than starting an empty Textual application, and a desk
must be at work at once. The service has SQLModel for its own tables.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer

_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2999
_MOMENTS = 4_096
"""Texts of moments that are kept: a command writes the same few a dozen times."""


def _to_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    if not _EARLIEST_YEAR <= moment.year <= _LATEST_YEAR:
        raise ValueError("a moment beyond all calendars")
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


@lru_cache(_MOMENTS)
def moment_text(moment: datetime) -> str:
    """A moment as it is stored and sent: UTC, of fixed width, so that the order of texts is the order of moments."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:-6] + "Z"


Moment = Annotated[datetime, AfterValidator(_to_utc), PlainSerializer(moment_text, when_used="json")]


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


class ProofKind(StrEnum):
    """What kind of evidence a person brings; forms and consents are evidence, too."""

    IDENTITY = "identity"
    INFORMATION = "information"
    """The information sheet with the questions about health, read and filled in."""
    CONSENT = "consent"
    EARLIER_DOSES = "earlier_doses"
    GUARDIAN = "guardian"
    """Whoever has custody of a minor: present or in writing, as the centre asks."""
    DOCTOR = "doctor"
    """A doctor at the centre has decided that the person may come in without what is missing."""
    RECOVERY = "recovery"
    """Having had the disease."""
    PREGNANCY = "pregnancy"
    """The trimester as it stands in the maternity record."""
    GROUP = "group"
    """Belonging to a group that rules speak of."""
    AUTHORITY = "authority"
    """Somebody else calls for the person and says that they may."""


class ProofState(StrEnum):
    """Whether it was seen. `withdrawn`: it was noted by mistake, and is open again."""

    SHOWN = "shown"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"


class Channel(StrEnum):
    """How a confirmation reaches somebody. A person's channel may be empty, or a word of a newer program."""

    EMAIL = "email"
    SMS = "sms"
    POST = "post"
    PHONE = "phone"
    """By nothing but the operator's voice."""


class MessageState(StrEnum):
    """What became of a confirmation."""

    WAITING = "waiting"
    SENT = "sent"
    DEFERRED = "deferred"
    """Not taken yet by the other side: it is tried again."""
    REFUSED = "refused"
    """Never taken by the other side: somebody must do something."""
    BY_POST = "by_post"
    TOLD = "told"
    """The operator read it out."""
    WITHDRAWN = "withdrawn"
    """Not needed any more before it left: all it speaks of was cancelled or moved."""


class Value(BaseModel):
    """A small frozen structure inside a record."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


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


class Record(Value):
    """What all records share. `revision` is given by the service; 0 means: not yet known there."""

    kind: ClassVar[str]
    indexes: ClassVar[tuple[str, ...]] = ()
    """Fields by which records are found."""

    id: str
    revision: int = 0

    @property
    def subject(self) -> str:
        """What this record belongs to: the person's id for everything about a person, else its own id."""
        return self.id

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The validated record of these values."""
        return cls.model_validate(values)

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
    address: str = ""
    """Street and town in one line: for whoever looks for the centre, and for letters that come back."""
    jurisdiction: str = ""
    district: str = ""
    catchment: tuple[str, ...] = ()
    lanes: int = 1
    time_zone: str = "Europe/Berlin"
    slot_minutes: int = 5
    early_minutes: int = 30
    late_minutes: int = 90
    hours: dict[str, str] = {}
    hotline: dict[str, str] = {}
    guardian: str = ""
    """What is asked of a minor's guardians (`empfang.rules.guardians`)."""
    forms: tuple[str, ...] = ()
    """Versions of the information sheet in use, the newest last."""
    walk_in: tuple[str, ...] = ()
    """When people without an appointment may come: local times, such as "2021-12-30 15:00-19:00"."""
    lane_of_need: dict[str, int] = {}
    """By a code of a person's needs: the lane that suits it."""
    contingents: dict[str, float] = {}
    """How new places are shared out: by the contingent's name, its part of all."""
    channel_days: dict[str, int] = {}
    """By the channel: how many days before a visit a confirmation must leave."""
    short_notice_days: int | None = None
    """Freed places are given at short notice at most so many days ahead; None: never."""
    short_notice_not: tuple[str, ...] = ()
    """Who cannot take such a place, by how they registered."""
    waiting_list_days: int = 0
    """A place that is fewer days away than this cannot be offered to the waiting list any more."""


class CentreDay(Record):
    """What holds at a centre on one day, as its coordinator set it; what is None or empty is as always.

    `lanes`: the vaccines by the lane's number. `set_by`: for each field, when it was set and by which command.
    """

    kind: ClassVar[str] = "centre_day"
    indexes: ClassVar[tuple[str, ...]] = ("centre_id",)
    centre_id: str
    day: date
    early_minutes: int | None = None
    late_minutes: int | None = None
    lanes: dict[str, tuple[str, ...]] = {}
    info: str = ""
    """What the coordinator lets callers be told."""
    set_by: dict[str, tuple[str, str]] = {}


class Slot(Record):
    """FHIR Slot with a capacity per contingent: how many appointments may begin there.

    `taken` is how many of them do, as the service counts them. Nobody books it before `released_at`.
    """

    kind: ClassVar[str] = "slot"
    indexes: ClassVar[tuple[str, ...]] = ("centre_id", "start")
    centre_id: str
    start: Moment
    minutes: int = 5
    vaccine: str = ""
    capacity: dict[str, int] = {}
    taken: dict[str, int] = {}
    overbooked: int = 0
    released_at: Moment | None = None


class Contingent(Record):
    """Who may take which places.

    `ways` are those of booking that it is for (origins of appointments; empty: all), `hours` when that is possible on
    the centre's clock, such as "Mo-Fr 08:00-12:00". `open_for`: whom its places are called out for, in the words of the
    rules (`rules.situation.Asked`); empty: as the books say.
    """

    kind: ClassVar[str] = "contingent"
    indexes: ClassVar[tuple[str, ...]] = ("centre_id",)
    centre_id: str
    name: str
    vaccine: str | None = None
    born_from: date | None = None
    born_until: date | None = None
    districts: tuple[str, ...] = ()
    opens_at: Moment | None = None
    closes_at: Moment | None = None
    ways: tuple[str, ...] = ()
    hours: str = ""
    open_for: str = ""


class Person(Record):
    """FHIR Patient. One per imported row; never merged by a program."""

    kind: ClassVar[str] = "person"
    indexes: ClassVar[tuple[str, ...]] = ("birth_date",)
    family: str
    given: str = ""
    birth_date: date | None = None
    street: str = ""
    house_number: str = ""
    postal_code: str = ""
    town: str = ""
    district: str = ""
    phones: tuple[Phone, ...] = ()
    email: str = ""
    channel: str = ""
    language: str = ""
    needs: tuple[str, ...] = ()
    standby: bool | None = None
    minutes_to_centre: int | None = None
    reachable_from: str = ""
    reachable_until: str = ""
    vaccines_wanted: tuple[str, ...] = ()
    reported_doses: tuple[ReportedDose, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    registered_at: Moment | None = None
    registered_by: str = ""
    """How: online, phone, desk …"""
    registered_centre_id: str | None = None


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


class Conflict(Record):
    """Facts that cannot all be right: settled by rule (for information), or needing a decision."""

    kind: ClassVar[str] = "conflict"
    indexes: ClassVar[tuple[str, ...]] = ("person_id",)
    conflict_kind: str
    centre_id: str
    person_id: str
    appointment_id: str | None = None
    needs_decision: bool = False
    open: bool = True
    raised_at: Moment
    facts: dict[str, Any] = {}
    decision: str = ""
    decided_at: Moment | None = None
    decided_desk_id: str | None = None
    decided_operator_id: str | None = None
    decided_by_command: str | None = None

    @property
    def subject(self) -> str:
        return self.person_id


class Proof(Record):
    """Evidence that a person showed, or did not have, on a day. Of several of a kind the one noted last counts.

    `how` is the code of what was shown (of an identity: passport …; of a doctor's word: their name; of a recovery: PCR
    …; of a pregnancy: the trimester; of a group: its code, a colon, and by what it is shown; of an authority: who calls
    for the person, as they said); `form_version` and
    `language` are an information sheet's, `doses` those that a person showed, `on` the day of an infection.
    """

    kind: ClassVar[str] = "proof"
    indexes: ClassVar[tuple[str, ...]] = ("person_id",)
    person_id: str
    centre_id: str
    day: date
    proof_kind: ProofKind
    state: ProofState
    how: str = ""
    form_version: str = ""
    language: str = ""
    doses: tuple[ReportedDose, ...] = ()
    on: date | None = None
    noted_at: Moment
    desk_id: str
    operator_id: str

    @property
    def subject(self) -> str:
        return self.person_id


class Communication(Record):
    """FHIR Communication: the one confirmation of what was booked together, to whoever booked it.

    Its words are made when it leaves. `to` is the address it last went to; `tries` counts, the next comes at `next_at`;
    `answer` is what the other side last said, as a code. `batch` names the letters that were printed together.
    """

    kind: ClassVar[str] = "communication"
    indexes: ClassVar[tuple[str, ...]] = ("person_id", "state")
    person_id: str
    centre_id: str
    appointment_ids: tuple[str, ...]
    channel: str
    state: MessageState = MessageState.WAITING
    to: str = ""
    made_at: Moment
    state_at: Moment
    next_at: Moment | None = None
    tries: int = 0
    answer: str = ""
    batch: str = ""

    @property
    def subject(self) -> str:
        return self.person_id


class Inquiry(Record):
    """A call that ended with being told something: counted, with nothing about who called."""

    kind: ClassVar[str] = "inquiry"
    indexes: ClassVar[tuple[str, ...]] = ("centre_id",)
    centre_id: str
    day: date
    topic: str = ""
    desk_id: str
    operator_id: str


class PostCodes(Record):
    """A list of post codes with their districts, as CSV (plz;ort;kreis;ags): what the program's own does not know."""

    kind: ClassVar[str] = "post_codes"
    text: str


class Deletion(Record):
    """A person's registration was deleted. Its id is the person's; nothing else of them is kept here.

    It stays so that what is said about the person later can be known for what it is (rule 8 of design 3).
    """

    kind: ClassVar[str] = "deletion"
    centre_id: str
    deleted_at: Moment
    command_id: str


class RuleBook(Record):
    """A book of dated rules, as its author wrote it (docs/rules.md).

    Each number of a book is a record of its own: where the newest cannot be read, the one before it counts.
    """

    kind: ClassVar[str] = "rule_book"
    book: str
    number: int
    text: str


class DeskRole(StrEnum):
    """What a desk is for, and with it what it keeps: a centre's people, or whom its operators opened."""

    RECEPTION = "reception"
    HOTLINE = "hotline"


class Desk(Record):
    """An enrolled device. `number` is the first part of its day numbers; `serves` are further centres of a hotline."""

    kind: ClassVar[str] = "desk"
    indexes: ClassVar[tuple[str, ...]] = ("centre_id",)
    centre_id: str
    name: str
    number: int
    role: DeskRole = DeskRole.RECEPTION
    serves: tuple[str, ...] = ()


class Role(StrEnum):
    """What somebody who works here may do."""

    RECEPTION = "reception"
    HOTLINE = "hotline"
    COORDINATOR = "coordinator"
    MEDICAL = "medical"
    TRAINEE = "trainee"
    ADMINISTRATOR = "administrator"


class Operator(Record):
    """A person who works here, with a role (`Role`; one of a newer program is kept as it is)."""

    kind: ClassVar[str] = "operator"
    name: str
    role: str = Role.RECEPTION
    centre_ids: tuple[str, ...] = ()


RECORDS: Mapping[str, type[Record]] = {
    record.kind: record
    for record in (
        Centre,
        CentreDay,
        Slot,
        Contingent,
        Person,
        Appointment,
        Encounter,
        Proof,
        Communication,
        Inquiry,
        PostCodes,
        Conflict,
        Deletion,
        Desk,
        Operator,
        RuleBook,
    )
}
"""Every record that is synced, by the name of its kind."""
