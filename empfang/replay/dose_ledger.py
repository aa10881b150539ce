"""What was seen on the day of doses and calls, from the outside."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from empfang.replay.answers import Keeps
from empfang.rules.leftover_day import GRACE
from empfang.rules.vials import Dose


@dataclass(slots=True)
class Called:
    """A call. `caller`: the desk's number; `end` and `outcome` are None while it goes on."""

    caller: int
    person_id: str
    numbers: tuple[str, ...]
    doses: tuple[Dose, ...]
    begin: datetime
    end: datetime | None = None
    outcome: str | None = None


@dataclass(slots=True)
class Told:
    """Somebody was told that a dose is held for them. `alone`: the desk said so without the service.

    `keeps`: what they will do; `let_in_at`, `got_it`: what came of it.
    """

    promise_id: str
    person_id: str
    dose: Dose
    arrive_by: datetime
    caller: int
    keeps: Keeps
    alone: bool = False
    let_in_at: datetime | None = None
    got_it: bool | None = None

    @property
    def late(self) -> bool:
        """Whether they came when the dose was free again."""
        return self.let_in_at is not None and self.let_in_at > self.arrive_by + GRACE


@dataclass(slots=True)
class DoseLedger:
    """`at_lane`: by the visit, whether who was at a lane had a dose. `left`: doses that lie on the table."""

    calls: list[Called] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    at_lane: dict[str, bool] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    """Visits with an appointment for which there was no dose."""
    taken_along: Counter[str] = field(default_factory=Counter)
    """People and doses that callers had for themselves before the service went."""
    opened: int = 0
    left: int = 0
