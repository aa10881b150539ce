"""What the desk shows: frozen values, with moments on the centre's clock. The words are the screens' business."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from empfang.desk.promise_views import PromisedHere
from empfang.model import Appointment, Conflict, Encounter, Person, ProofKind, ProofState, ReportedDose
from empfang.protocol import Alternative, Status
from empfang.protocol import Verdict as Decided
from empfang.rules.arrival import Answer, Arrival
from empfang.rules.book import Eligible, Question
from empfang.rules.earliest import Earliest
from empfang.rules.eligibility import Verdict
from empfang.rules.known import GUARDIAN
from empfang.rules.on_site import Here
from empfang.rules.papers import Paper, blocking
from empfang.rules.situation import Known


class RowState(StrEnum):
    """How it stands with a person in the list of results."""

    OPEN = "open"
    PROMISED = "promised"
    """A dose that is left over."""
    LATE = "late"
    """The same, and a quarter of an hour over: it is free again."""
    IN = "in"
    LEFT = "left"
    VACCINATED = "vaccinated"
    CANCELLED = "cancelled"
    OTHER_DAY = "other_day"
    OTHER_CENTRE = "other_centre"
    PENDING = "pending"
    WAITING = "waiting"
    NONE = "none"
    ELSEWHERE = "elsewhere"
    """Known to the service only."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of results. `at` is the appointment's local time; the birth year only, since the queue looks on."""

    person_id: str
    appointment_id: str | None
    at: datetime | None
    family: str
    given: str
    birth_year: int | None
    state: RowState
    in_group: bool = False
    namesake: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """An appointment on a card or on the person's page, with the visit that belongs to it."""

    appointment: Appointment
    at: datetime | None
    centre_name: str
    visit: Encounter | None = None
    visit_at: datetime | None = None
    visit_desk: str = ""


@dataclass(frozen=True, slots=True)
class MoveOffer:
    """A free place of today for somebody with an appointment on another day.

    `pair_at` is the other appointment of the pair; `pair_fits` whether the first dose stays before the second.
    """

    slot_id: str
    contingent_id: str
    at: datetime
    free: int
    pair_at: datetime | None = None
    pair_fits: bool = True


@dataclass(frozen=True, slots=True)
class GroupMember:
    """One of those who booked together. `answer` is what would be done with them now.

    `other_vaccine`: what they booked is not given today, so that they must be asked. `must_be_asked`: the rules want to
    know of earlier doses; `not_by_rules`: what they say where it is no plain yes.
    """

    person_id: str
    appointment_id: str
    family: str
    given: str
    birth_year: int | None
    answer: Answer
    papers: tuple[Paper, ...]
    other_vaccine: bool = False
    must_be_asked: bool = False
    not_by_rules: Eligible | None = None

    @property
    def may_come_in(self) -> bool:
        """Whether nothing stands against admitting them now."""
        stops = self.other_vaccine or self.must_be_asked or self.not_by_rules is not None
        return self.answer is Answer.ADMIT and not blocking(self.papers) and not stops

    @property
    def is_in(self) -> bool:
        """Whether they were admitted already."""
        return self.answer in {Answer.ALREADY_IN, Answer.VACCINATED, Answer.LEFT}


@dataclass(frozen=True, slots=True)
class PaperNote:
    """What the clerk says of a paper, with what it shows (`Proof`)."""

    kind: ProofKind
    state: ProofState
    how: str = ""
    form_version: str = ""
    language: str = ""
    doses: tuple[ReportedDose, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Somebody without an appointment for now: whether that is possible at this hour, and when next (local times)."""

    now: bool
    next: tuple[datetime, datetime] | None


@dataclass(frozen=True, slots=True)
class Further:
    """A place that the person still holds besides. `same_entry`: under the same entry, else one that looks alike."""

    person_id: str
    appointment_id: str
    family: str
    given: str
    at: datetime | None
    centre_name: str
    same_entry: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict, from when it would be a better one, and what it was about.

    `names` are the vaccines' usual names by their codes, `as_typed` what is known as a clerk would type it.
    `asks_guardian`: a guardian's being there would decide. `decided`: a doctor has let the person come in today.
    """

    verdict: Verdict
    earliest: Earliest
    known: Known
    dose: int
    names: Mapping[str, str]
    as_typed: str = ""
    asks_guardian: bool = False
    decided: bool = False

    @property
    def questions(self) -> tuple[Question, ...]:
        """What to ask first. Guardians are asked about with the papers."""
        return tuple(each for each in self.verdict.missing if each.asks != GUARDIAN)

    @property
    def admits(self) -> bool:
        """Whether nothing stands against a dose."""
        return self.decided or (self.verdict.eligible is Eligible.YES and not self.questions)

    def of(self, vaccine: str | None) -> Eligible:
        """The verdict for a vaccine by its name, or for what was asked."""
        codes = {name: code for code, name in self.names.items()}
        found = [each for each in self.verdict.vaccines if vaccine and each.vaccine in {vaccine, codes.get(vaccine)}]
        return found[0].eligible if found else self.verdict.eligible


@dataclass(frozen=True, slots=True)
class Card:
    """Everything the clerk needs about the person before them.

    `person` is None where no data may be shown (the appointment is at another centre), or nobody was found (then
    `arrival` is None too). `given_today`: the vaccines of the day, if what was booked is not among them. `promise`: of
    a dose that is left over, today. `here`: they wait for one, or could (`may_wait`).
    """

    arrival: Arrival | None
    person: Person | None = None
    line: Line | None = None
    others: tuple[Line, ...] = ()
    choices: tuple[Line, ...] = ()
    judged: Judged | None = None
    possible_from: datetime | None = None
    centre_name: str = ""
    move: MoveOffer | None = None
    group: tuple[GroupMember, ...] = ()
    cancelled_at: datetime | None = None
    cancelled_by: str = ""
    papers: tuple[Paper, ...] = ()
    lane: int | None = None
    given_today: tuple[str, ...] = ()
    walk_in: WalkIn | None = None
    further: tuple[Further, ...] = ()
    promise: PromisedHere | None = None
    here: Here | None = None
    may_wait: bool = False

    @property
    def other_vaccines(self) -> tuple[str, ...]:
        """What may be given instead of what was booked: what is here today, and what the rules allow."""
        judged = self.judged
        booked = self.line.appointment.vaccine if self.line else None
        if judged is None:
            return self.given_today
        here = self.given_today or tuple(judged.names[each] for each in judged.verdict.those(Eligible.YES))
        return tuple(name for name in here if name != booked and judged.of(name) is Eligible.YES)

    @property
    def comes_for(self) -> PromisedHere | None:
        """The promise for which they have come; None if it is another appointment."""
        asked = self.arrival.appointment if self.arrival is not None else None
        is_it = asked is not None and self.promise is not None and self.promise.promise.appointment_id == asked.id
        return self.promise if is_it else None

    @property
    def blocked_by(self) -> tuple[Paper, ...]:
        """The papers for want of which the person is not let in."""
        return blocking(self.papers)


@dataclass(frozen=True, slots=True)
class Admission:
    """Somebody was admitted: shown from the store, unsent until the service has it."""

    encounter_id: str
    person_id: str
    family: str
    given: str
    day_number: str
    at: datetime
    late: bool = False
    papers: tuple[Paper, ...] = ()
    lane: int | None = None
    walk_in: bool = False
    readmission: bool = False
    promise: PromisedHere | None = None


@dataclass(frozen=True, slots=True)
class Declined:
    """Nobody was admitted; the card says why and what can be done."""

    card: Card


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undoing (or leaving) came to; `code` says why it had no effect."""

    done: bool
    code: str | None = None


@dataclass(frozen=True, slots=True)
class RequestState:
    """What became of a request: pending while `granted` is None."""

    granted: bool | None
    code: str | None = None
    parameters: dict[str, object] = field(default_factory=dict)
    alternatives: tuple[Alternative, ...] = ()

    @classmethod
    def of(cls, verdict: Decided | None) -> "RequestState":
        """By the service's verdict; None: there is none yet."""
        if verdict is None:
            return cls(None)
        if verdict.status is Status.GRANTED:
            return cls(True)
        return cls(False, verdict.code, dict(verdict.parameters), verdict.alternatives)


@dataclass(frozen=True, slots=True)
class Shift:
    """What the status line says. Nothing about people or doses."""

    centre_id: str
    centre_name: str
    desk_name: str
    operator_name: str
    now: datetime
    open_conflicts: int
    to_deal_with: int
    damaged: bool = False
    """The store's file is damaged (found by the keeper)."""
    mirror_gone: bool = False
    """The encrypted copy of what is unsent cannot be written."""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One page about a person: data, appointments, conflicts, history of changes and views."""

    person: Person
    lines: tuple[Line, ...]
    conflicts: tuple[Conflict, ...]
    history: tuple[tuple[datetime, str, str, str], ...]
    """Moment, what, operator's name, desk's name; newest first."""
