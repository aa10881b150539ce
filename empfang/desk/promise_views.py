"""How it stands with a dose that was promised to somebody: frozen values, with moments on the centre's clock."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from empfang.model import Person, Promise


class PromiseStanding(StrEnum):
    """How it stands with a promise."""

    ASKED = "asked"
    OPEN = "open"
    LATE = "late"
    """A quarter of an hour over its time: the dose is free again, the person still welcome if one is left."""
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Promised:
    """Somebody who was promised a dose today."""

    promise: Promise
    person: Person | None
    at: datetime
    standing: PromiseStanding


@dataclass(frozen=True, slots=True)
class PromisedHere:
    """A promise of today, as whoever was given it stands at the desk: by when (`at`), and how it stands since when.

    `vaccine`: what it is called. `is_left`: whether one of these is free now, of promises that hold none any more.
    """

    promise: Promise
    at: datetime
    standing: PromiseStanding
    vaccine: str
    state_at: datetime
    is_left: bool = False

    @property
    def none_left(self) -> bool:
        """Whether they are late, and there is no dose for them as it is."""
        return self.standing is PromiseStanding.LATE and not self.is_left

    @property
    def second_open(self) -> bool:
        """Whether it was for two, and nobody has said yet who the other one is."""
        return self.promise.persons > 1 and self.standing is not PromiseStanding.WITHDRAWN
