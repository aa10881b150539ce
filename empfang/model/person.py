"""People, what they showed, and what is contradictory about them."""

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from empfang.model.base import Moment, Record, Value


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


class Deletion(Record):
    """A person's registration was deleted. Its id is the person's; nothing else of them is kept here.

    It stays so that what is said about the person later can be known for what it is (rule 8 of design 3).
    """

    kind: ClassVar[str] = "deletion"
    centre_id: str
    deleted_at: Moment
    command_id: str
