"""May this person have this dose today? The interface; rule books fill it (design 6)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from empfang.model import Appointment, Centre, Person


class Eligible(StrEnum):
    """The verdict. `unchecked` admits and prints no verdict."""

    YES = "yes"
    DOCTOR = "doctor"
    NO = "no"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class EligibilityVerdict:
    """The verdict, the papers that are missing, and why; codes whose words are in the texts."""

    eligible: Eligible
    missing_papers: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def admits(self) -> bool:
        """Whether a scan may admit at once."""
        return self.eligible in {Eligible.YES, Eligible.UNCHECKED} and not self.missing_papers


class Eligibility(Protocol):
    """Whatever decides about a person, an appointment, a day and a centre."""

    def __call__(
        self, person: Person, appointment: Appointment, day: date, centre: Centre, /
    ) -> EligibilityVerdict: ...


def unchecked(_person: Person, _appointment: Appointment, _day: date, _centre: Centre, /) -> EligibilityVerdict:
    """No rule books yet: nothing is said, everybody with an appointment is admitted."""
    return EligibilityVerdict(Eligible.UNCHECKED)
