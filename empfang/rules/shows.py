"""How likely somebody who has booked comes, and when: learned from the days before.

`p`, the show rate of a person's segment, is shrunk towards the centre's (empirical Bayes): the fewer of a segment were
seen, and the less segments differ beyond chance, the nearer it stays. `S(l)` is the share of arrivals that come more
than l minutes after their time. Whoever is not there l minutes after it comes with
`P(show | l minutes late) = p·S(l) / (1 − p + p·S(l))` (../shared/design/7-leftover.md).

With no past at all there is Kaiserslautern, 15 December 2021: 1,798 of 2,122 came, 15.27 % did not.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import exp, log
from typing import NamedTuple

from empfang.model import DoseKind

PRIOR_CAME, PRIOR_BOOKED = 1_798, 2_122
PRIOR_WORTH = 200
"""The day of Kaiserslautern counts as so many people of one's own past."""
FIRST_STRENGTH, LEAST_STRENGTH, MOST_STRENGTH = 200.0, 20.0, 50_000.0
"""So many people's worth is the usual rate in a segment: before anything is known, and between which bounds."""
LEAST_OF_PART = 1_000.0
"""And at least for one part of it, such as the weekday: those of one day are not independent of each other."""
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
    """The show rate of every segment, from what was seen on the days before.

    Few people share all of a segment, many share its hour or its origin. So each of these moves the centre's log-odds
    by what was seen of it, shrunk; what was seen of the whole segment is then shrunk towards the rate that comes of it.
    """

    def __init__(self, past: Mapping[Segment, Seen]) -> None:
        self._past = {each: seen for each, seen in past.items() if seen.booked > 0}
        booked = sum(seen.booked for seen in self._past.values())
        came = sum(seen.came for seen in self._past.values())
        self.centre = (came + PRIOR_WORTH * PRIOR_CAME / PRIOR_BOOKED) / (booked + PRIOR_WORTH)
        """The centre's rate, between 0 and 1."""
        self._moves: list[dict[object, float]] = []
        for place in range(len(Segment._fields)):
            self._moves.append(self._moved_by(place))
        self._strength = _strength([(seen, self._usual(each)) for each, seen in self._past.items()], LEAST_STRENGTH)

    def rate(self, asked: Segment) -> float:
        """The show rate of people of this segment, between 0 and 1."""
        usual = self._usual(asked)
        seen = self._past.get(asked)
        return usual if seen is None else _shrunk(seen, usual, self._strength)

    def _usual(self, asked: Segment) -> float:
        """The rate that comes of what is known about each part of the segment."""
        moved = sum(moves.get(value, 0.0) for moves, value in zip(self._moves, asked, strict=False))
        return 1.0 / (1.0 + exp(-_log_odds(self.centre) - moved))

    def _moved_by(self, place: int) -> dict[object, float]:
        """By the value of one part: how much higher the log-odds are than what the parts before it let expect.

        One after the other: what goes together, such as a vaccine and boosters, is not counted twice.
        """
        came: Counter[object] = Counter()
        booked: Counter[object] = Counter()
        usual: dict[object, float] = {}
        for each, seen in self._past.items():
            came[each[place]] += seen.came
            booked[each[place]] += seen.booked
            usual[each[place]] = usual.get(each[place], 0.0) + seen.booked * self._usual(each)
        found = {value: (Seen(came[value], booked[value]), usual[value] / booked[value]) for value in booked}
        strength = _strength(list(found.values()), LEAST_OF_PART)
        return {
            value: _log_odds(_shrunk(seen, rate, strength)) - _log_odds(rate) for value, (seen, rate) in found.items()
        }


def _shrunk(seen: Seen, towards: float, strength: float) -> float:
    return (seen.came + strength * towards) / (seen.booked + strength)


def _log_odds(rate: float) -> float:
    return log(rate / (1.0 - rate))


def _strength(seen: list[tuple[Seen, float]], least: float) -> float:
    """From how much rates differ beyond chance from those that are usual (method of moments for a beta-binomial)."""
    booked = sum(each.booked for each, _ in seen)
    room = booked - sum(each.booked**2 for each, _ in seen) / booked if booked else 0.0
    if len(seen) < 2 or room <= 0:
        return max(FIRST_STRENGTH, least)
    chance = sum(each.booked * usual * (1 - usual) for each, usual in seen) / booked
    between = sum(each.booked * (each.came / each.booked - usual) ** 2 for each, usual in seen)
    beyond = (between - (len(seen) - 1) * chance) / room
    if beyond <= 0:
        return MOST_STRENGTH
    return min(max(chance / beyond - 1, least), MOST_STRENGTH)


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
