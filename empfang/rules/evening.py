"""What to do with the forecast in the evening, beyond what it advises for each dose alone (docs/leftover.md).

It is time to call for all doses together, since the callers are the same; the last vial is opened while there is time
to find takers for its rest; and what one vaccine lacks, that no further vial will bring, another one must have spare.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import floor, sqrt

from empfang.rules.in_time import Calling, attempts_needed, begin_calling
from empfang.rules.leftover import CALL
from empfang.rules.leftover_day import Leftover
from empfang.rules.vials import Dose

_NEEDED = -0.5
"""A vial is needed if fewer than this are expected to be left: more likely than not."""
_Q90, _BAND_WIDTH = 1.28, 2 * 1.645
"""In standard deviations."""


@dataclass(frozen=True, slots=True)
class Evening:
    """The forecast of every dose at a moment, and how the centre calls. `holds`: how many doses a vial of each has."""

    now: datetime
    of: Mapping[Dose, Leftover]
    calling: Calling
    holds: Mapping[Dose, int]

    def is_time(self) -> bool:
        """Whether to call: so early that all attempts for all doses together can be made."""
        free = [each for each in self.of.values() if each.by_phone]
        if not free or any(each.action.code == CALL for each in free):
            return bool(free)
        attempts = sum(each.attempts for each in free)
        return self.now >= begin_calling(min(each.last_promise for each in free), attempts, self.calling)

    def room(self) -> int:
        """Doses safe to promise of all vaccines together: what one lacks late in the evening another one gives.

        A vaccine of which a further vial can still be filled helps itself.
        """
        mean = variance = 0.0
        for dose, found in self.of.items():
            if found.expected_left >= 0 or not self.is_fillable(dose):
                mean += found.expected_left
                variance += ((found.left[1] - found.left[0]) / _BAND_WIDTH) ** 2
        return floor(mean - _Q90 * sqrt(variance) + 0.5)

    def is_needed(self, dose: Dose) -> bool:
        """Somebody with an appointment would be refused without one more vial, and it is time to find takers for its
        rest.
        """
        found, rest = self.of[dose], self._rest(dose)
        if found.expected_left > _NEEDED or rest < 0:
            return False
        others = sum(each.attempts for each in self.of.values())
        begin = begin_calling(found.last_promise, attempts_needed(rest, self.calling) + others, self.calling)
        return begin <= self.now and self.is_fillable(dose)

    def is_fillable(self, dose: Dose) -> bool:
        """Whether the calls for the rest of one more vial can still be made."""
        at_once = replace(self.calling, buffer=timedelta())
        attempts = attempts_needed(max(self._rest(dose), 0), at_once)
        return self.now <= begin_calling(self.of[dose].last_promise, attempts, at_once)

    def _rest(self, dose: Dose) -> int:
        """What one more vial would leave, on average."""
        return round(self.holds.get(dose, 0) + self.of[dose].expected_left)
