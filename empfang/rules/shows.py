"""How likely somebody who has booked comes, and when: learned from the days before.

`p`, the show rate of a person's segment, is shrunk towards the centre's (empirical Bayes): the fewer of a segment were
seen, and the less segments differ beyond chance, the nearer it stays. `S(l)` is the share of arrivals that come more
than l minutes after their time. Whoever is not there l minutes after it comes with
`P(show | l minutes late) = p·S(l) / (1 − p + p·S(l))` (../shared/design/7-leftover.md).

With no past at all there is Kaiserslautern, 15 December 2021: 1,798 of 2,122 came, 15.27 % did not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from empfang.model import DoseKind

PRIOR_CAME, PRIOR_BOOKED = 1_798, 2_122
PRIOR_WORTH = 200
"""The day of Kaiserslautern counts as so many people of one's own past."""
FIRST_STRENGTH, LEAST_STRENGTH, MOST_STRENGTH = 200.0, 20.0, 5_000.0
"""So many people's worth is the centre's rate in a segment: before anything is known, and between which bounds."""
LEAD_DAYS = (2, 7, 14)
"""Where one class of lead times ends and the next begins."""

EARLIEST, LATEST = -120, 240
"""Minutes around an appointment; what lies outside counts as the end."""
PRIOR_ARRIVALS = 100
_PRIOR_LATER = (
    (-35, 1.0), (-30, 0.998), (-25, 0.984), (-20, 0.942), (-15, 0.846), (-10, 0.686), (-5, 0.488), (0, 0.271),
    (5, 0.158), (10, 0.100), (15, 0.073), (20, 0.062), (30, 0.048), (40, 0.039), (50, 0.026), (60, 0.013), (70, 0.003),
    (90, 0.0),
)  # fmt: skip
"""S(l) of the day that comes with the program: most come early, a twentieth half an hour late or more."""


class Segment(NamedTuple):
    """What people have in common whose show rate is told together."""

    weekday: int
    hour: int
    vaccine: str
    kind: DoseKind | None
    origin: str
    lead: int
    """The class of lead times: how many of the bounds in `LEAD_DAYS` it has reached."""


def segment(start: datetime, booked_at: datetime | None, vaccine: str, kind: DoseKind | None, origin: str) -> Segment:
    """The segment of an appointment. `start` is on the centre's clock; without `booked_at` it counts as of long ago."""
    days = (start - booked_at).days if booked_at is not None else LEAD_DAYS[-1]
    return Segment(start.weekday(), start.hour, vaccine, kind, origin, sum(days >= bound for bound in LEAD_DAYS))


@dataclass(frozen=True, slots=True)
class Seen:
    """Of so many booked so many came."""

    came: int
    booked: int


class ShowRates:
    """The show rate of every segment, from what was seen on the days before."""

    def __init__(self, past: Mapping[Segment, Seen]) -> None:
        self._past = {each: seen for each, seen in past.items() if seen.booked > 0}
        booked = sum(seen.booked for seen in self._past.values())
        came = sum(seen.came for seen in self._past.values())
        self.centre = (came + PRIOR_WORTH * PRIOR_CAME / PRIOR_BOOKED) / (booked + PRIOR_WORTH)
        """The centre's rate, between 0 and 1."""
        self.strength = _strength(list(self._past.values()))
        """How many people of a segment weigh as much as the centre's rate."""

    def rate(self, asked: Segment) -> float:
        """The show rate of people of this segment, between 0 and 1."""
        seen = self._past.get(asked)
        if seen is None:
            return self.centre
        return (seen.came + self.strength * self.centre) / (seen.booked + self.strength)


def _strength(seen: list[Seen]) -> float:
    """From how much segments differ beyond chance (method of moments for a beta-binomial)."""
    booked = sum(each.booked for each in seen)
    room = booked - sum(each.booked**2 for each in seen) / booked if booked else 0.0
    if len(seen) < 2 or room <= 0:
        return FIRST_STRENGTH
    mean = sum(each.came for each in seen) / booked
    chance = mean * (1 - mean)
    between = sum(each.booked * (each.came / each.booked - mean) ** 2 for each in seen)
    beyond = (between - (len(seen) - 1) * chance) / room
    if beyond <= 0:
        return MOST_STRENGTH
    return min(max(chance / beyond - 1, LEAST_STRENGTH), MOST_STRENGTH)


class Lateness:
    """S(l), from arrivals in minutes after the appointment (before it: negative)."""

    def __init__(self, minutes: Iterable[int] = ()) -> None:
        seen = [0] * (LATEST - EARLIEST + 1)
        number = 0
        for each in minutes:
            seen[min(max(each, EARLIEST), LATEST) - EARLIEST] += 1
            number += 1
        left = number
        self._later: list[float] = []
        for minute, here in enumerate(seen, EARLIEST):
            left -= here
            self._later.append((left + PRIOR_ARRIVALS * _prior_later(minute)) / (number + PRIOR_ARRIVALS))

    def later(self, minutes: float) -> float:
        """The share of arrivals later than so many minutes after the appointment; whole minutes are told apart."""
        if minutes < EARLIEST:
            return 1.0
        return self._later[min(int(minutes // 1), LATEST) - EARLIEST]


def still_shows(rate: float, later: float) -> float:
    """P(show | not there yet), for a show rate and the share of arrivals that come later than now."""
    shows = rate * later
    missing = 1.0 - rate + shows
    return shows / missing if missing > 0 else 0.0


def _prior_later(minute: int) -> float:
    if minute <= _PRIOR_LATER[0][0]:
        return 1.0
    for (begin, high), (end, low) in pairwise(_PRIOR_LATER):
        if minute <= end:
            return high + (low - high) * (minute - begin) / (end - begin)
    return 0.0
