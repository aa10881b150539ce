"""What was seen on the day from the outside: who came, what the desks said, how long it took."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from empfang.replay.clerk import Outcome


@dataclass(frozen=True, slots=True)
class Let:
    """A desk said that it let somebody in. Not `fresh`: it had done so before it went out, and says it afterwards."""

    appointment_id: str
    encounter_id: str
    desk: int
    at: datetime
    late: bool = False
    fresh: bool = True


@dataclass(slots=True)
class Ledger:
    """Everything that the desks said, and the moments at which they said it."""

    let_in: list[Let] = field(default_factory=list)
    came: set[str] = field(default_factory=set)
    """Appointments whose holder stood at a desk."""
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    took_s: list[float] = field(default_factory=list)
    seen_s: list[float] = field(default_factory=list)
    waited_for_download: set[int] = field(default_factory=set)
    came_early: set[int] = field(default_factory=set)
    unknown: list[tuple[str, datetime]] = field(default_factory=list)
    """Codes that no desk knew, and when somebody showed them."""
    unsent_at_return: int = 0
    unsent_zero_after_s: float | None = 0.0
    settled: bool = False
    killed: "Killed | None" = None

    def let_in_by(self) -> dict[str, list[Let]]:
        """By appointment, who let them in, each desk's word once."""
        found: dict[str, list[Let]] = {}
        for each in self.let_in:
            found.setdefault(each.appointment_id, []).append(each)
        return found


@dataclass(frozen=True, slots=True)
class Killed:
    """A desk's computer went out while it checked somebody in. `stored`: the check-in was there afterwards; None if the
    desk did not let that person in, before or after.
    """

    desk: int
    at: datetime
    stored: bool | None
    unsent: int
    away_s: float


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value below or at which this share of all lies; None of none."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
