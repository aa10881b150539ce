"""One call about a leftover dose, from the reservation to what came of it. Draws nothing, writes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from empfang.desk import Answer, CalledPage, Requested, SecondDose
from empfang.model import Person
from empfang.rules.call_candidates import Portion
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.offers import FreeTime
from empfang.rules.on_site import OnSite
from empfang.screens.choosing import Choosing

ANSWER_S = 3.0
"""So long one waits for the service; then it is said that there is none, and one goes on."""
RENEW_S = 60.0
QUESTIONS = 3


class Stage(StrEnum):
    """How far a call has come."""

    LIST = "list"
    RESERVING = "reserving"
    CALL = "call"
    QUESTION = "question"
    PERSONS = "persons"
    SECOND = "second"
    """What becomes of the second dose, before the first one is asked for."""
    ASKED = "asked"
    GRANTED = "granted"
    CORRECT = "correct"


@dataclass(slots=True)
class OneCall:
    """Whoever is called; or asked, if they are `on_site`, since `here_since`. Moments are those of the desk's clock.

    `reason`: why they are called out of order or outside the hours. `doses`: what they can be offered, the one that is
    offered first. `number`: the one that is dialled. `dialled_at`: None before.
    """

    person: Person
    asked_at: datetime
    on_site: OnSite | None = None
    here_since: datetime | None = None
    request_id: str = ""
    number: str = ""
    doses: tuple[Portion, ...] = ()
    minutes: int | None = None
    reason: str = ""
    rings: bool = False
    """Whether they rang themselves."""
    page: CalledPage | None = None
    fence: int = 0
    renewed_at: datetime | None = None
    dialled_at: datetime | None = None
    question: int = 0
    persons: int = 1
    requested: Requested | None = None
    requested_at: datetime | None = None
    answer: Answer | None = None
    second: SecondDose | None = None
    choosing: Choosing | None = None
    second_place: FreeTime | None = None
    is_alone: bool = False
    """Whether it was asked for without the network."""

    @property
    def is_with_us(self) -> bool:
        """Whether they are here, or rang themselves: nobody is dialled, so without an answer one goes on as well."""
        return self.on_site is not None or self.rings

    def lasts(self, now: datetime) -> timedelta | None:
        """How long ago it was dialled."""
        return max(now - self.dialled_at, timedelta()) if self.dialled_at is not None else None

    def waits_too_long(self, now: datetime) -> bool:
        """Whether the service has not answered in time: the reservation, or the dose."""
        since = self.requested_at or self.asked_at
        return (now - since).total_seconds() >= ANSWER_S

    def wants_renewal(self, now: datetime) -> bool:
        """Whether the reservation is to be asked for again."""
        return self.renewed_at is not None and (now - self.renewed_at).total_seconds() >= RENEW_S

    @property
    def second_number(self) -> str:
        """The one after the one that is dialled; empty if there is none."""
        others = [each for each in (self.page.numbers if self.page is not None else ()) if each != self.number]
        return others[0] if others else ""

    @property
    def second_at(self) -> datetime | None:
        """When they have their second dose, as it is being settled, or as it was when they were called."""
        if self.second_place is not None:
            return self.second_place.at
        if self.second is not None:
            return None if self.second.is_open else self.second.at
        return self.page.second_at if self.page is not None else None

    def other_dose(self) -> None:
        """Offer the next one that is possible."""
        self.doses = (*self.doses[1:], *self.doses[:1])


@dataclass(frozen=True, slots=True)
class LastCall:
    """The last outcome, which can be corrected."""

    attempt_id: str
    person: Person
    outcome: CallOutcome
    number: str
    fence: int
    doses: tuple[Portion, ...]
    promise_id: str = ""
    on_site: bool = False
