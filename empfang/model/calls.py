"""Calling people for doses that are left over: who calls whom now, what came of it, and what was promised."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from empfang.model.base import Moment, Record


class CallLease(Record):
    """Who may call a person now: one record per person and centre. `fence` grows with each operator that gets it.

    `numbers` are those of the person, in E.164: nobody else calls one of them meanwhile. `offline`: the desk said that
    it goes on without a network; it keeps the lease for as long as was stated.
    """

    kind: ClassVar[str] = "call_lease"
    indexes: ClassVar[tuple[str, ...]] = ("person_id", "until")
    person_id: str
    centre_id: str
    desk_id: str
    operator_id: str
    numbers: tuple[str, ...] = ()
    granted_at: Moment
    until: Moment
    fence: int
    offline: bool = False

    @property
    def subject(self) -> str:
        return self.person_id


class CallAttempt(Record):
    """A call, and what came of it (`rules.call_outcomes`). `fenced`: somebody else had the lease by then.

    `corrects`: the attempt in whose stead this one counts. `earliest_on`: from when a medical reason ends.
    """

    kind: ClassVar[str] = "call_attempt"
    indexes: ClassVar[tuple[str, ...]] = ("person_id",)
    person_id: str
    centre_id: str
    day: date
    occurred_at: Moment
    outcome: str
    number: str = ""
    vaccines: tuple[str, ...] = ()
    callback_at: Moment | None = None
    reason: str = ""
    earliest_on: date | None = None
    corrects: str | None = None
    fence: int = 0
    fenced: bool = False
    desk_id: str
    operator_id: str

    @property
    def subject(self) -> str:
        return self.person_id


class Presence(Record):
    """Somebody is at the centre without an appointment and would take a dose that is left over, or is not any more.

    One record per person, centre and day; the latest word counts. `how`: companion, staff or walk-in
    (`rules.on_site.OnSite`). `said_at`, `said_by`: when and by which command it was said.
    """

    kind: ClassVar[str] = "presence"
    indexes: ClassVar[tuple[str, ...]] = ("person_id", "day")
    person_id: str
    centre_id: str
    day: date
    how: str
    here: bool
    said_at: Moment
    said_by: str
    desk_id: str
    operator_id: str

    @property
    def subject(self) -> str:
        return self.person_id


class PromiseState(StrEnum):
    """What became of a promise. Whether somebody is late follows from the time."""

    PENDING = "pending"
    """Asked for at this desk; nothing may be promised yet."""
    OPEN = "open"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


class Promise(Record):
    """A leftover dose that is held for somebody until a quarter of an hour after `arrive_by`; two, for who brings one.

    `allotment_id`: the desk gave it away from its own. `appointment_id`: the visit that was made for it.
    """

    kind: ClassVar[str] = "promise"
    indexes: ClassVar[tuple[str, ...]] = ("person_id", "centre_id", "day")
    person_id: str
    centre_id: str
    day: date
    vaccine: str
    size: str
    persons: int = 1
    arrive_by: Moment
    state: PromiseState = PromiseState.OPEN
    reason: str = ""
    appointment_id: str
    allotment_id: str | None = None
    promised_at: Moment
    state_at: Moment
    desk_id: str
    operator_id: str

    @property
    def subject(self) -> str:
        return self.person_id
