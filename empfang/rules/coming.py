"""How many of a day's booked still come, and how sure that is: from their show rates and from how the day has gone.

The rate of a day is not known (weather, news): everybody's log-odds stand higher or lower by the same shift. What one
has seen of the day, who came and who should have come by now and has not, tells about the shift (`day_shift`); what
remains unsure is carried by a few layers of it, each with its weight, and mixed. Were the rate taken for known, the
range told would be too narrow on every day that is not the average one (../shared/design/7-leftover.md).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp, fsum, sqrt
from typing import NamedTuple

from empfang.rules.poisson_binomial import Distribution, coming, mixed, summed
from empfang.rules.shows import LATEST, Lateness
from empfang.rules.vials import Dose

STEPS = (-2.25, -1.5, -0.75, 0.0, 0.75, 1.5, 2.25)
"""Where the layers stand, in standard deviations of the shift."""
FAR = 3.0
"""As many standard deviations of the number a distribution may be tilted."""
_HALVINGS = 24


@dataclass(frozen=True, slots=True)
class Booked:
    """Somebody with an appointment today that was not cancelled.

    `shows`: the segment's show rate; `party`: who booked together comes together.
    """

    due: datetime
    shows: float
    dose: Dose
    came: bool = False
    party: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """How much the log-odds of coming differ, as standard deviations: between days, and within one from hour to hour.

    0.23 are three points at a no-show rate of 15 %. What the morning tells about the evening is no surer than `hours`.
    """

    day: float = 0.23
    hours: float = 0.15


class Unit(NamedTuple):
    """Those who come together or not at all."""

    persons: int
    shows: float
    late: int
    """Whole minutes after their time; before it negative."""
    dose: Dose


class Layer(NamedTuple):
    """A shift of everybody's log-odds, and how likely it is that the day has it."""

    weight: float
    shift: float


class Missing:
    """Those who are not there yet, and what those who are tell about the day."""

    def __init__(self, booked: Iterable[Booked], now: datetime, lateness: Lateness) -> None:
        self._lateness = lateness
        parties: dict[tuple[str, Dose], list[Booked]] = {}
        came: Counter[float] = Counter()
        here = set()
        alone: list[Booked] = []
        for each in booked:
            if each.came:
                came[each.shows] += 1
                here.add(each.party)
            elif each.party:
                parties.setdefault((each.party, each.dose), []).append(each)
            else:
                alone.append(each)
        units: Counter[Unit] = Counter()
        for (party, _), members in parties.items():
            if party in here or len(members) == 1:
                # The others came without them: now each is on their own.
                alone += members
            else:
                units[_together(members, now)] += 1
        units.update(Unit(1, each.shows, _late(each.due, now), each.dose) for each in alone)
        # Sorted: the same people tell the same to the last digit, in whatever order they were found.
        self.came = sorted(came.items())
        self.units = dict(sorted(units.items()))
        self._found: dict[tuple[Dose, float | None], list[tuple[_Awaited, int]]] = {}

    def day_shift(self, spread: Spread) -> tuple[float, float]:
        """The most likely shift of the day, and how unsure it is for the hours to come, as a standard deviation.

        People are counted, not parties: of a party that came in part one cannot say otherwise how much it tells.
        """
        if spread.day <= 0:
            return 0.0, max(spread.hours, 0.0)
        gone = [
            (unit.shows, 1.0 - self._lateness.later(unit.late), number * unit.persons)
            for unit, number in self.units.items()
            if self._lateness.later(unit.late) < 1.0
        ]

        def slope(shift: float) -> float:
            """Of the logarithm of how likely the shift is, after what one has seen."""
            grown = exp(shift)
            sum_ = -shift / spread.day**2
            for shows, number in self.came:
                sum_ += number * (1.0 - _shifted(shows, grown))
            for shows, past, number in gone:
                rate = _shifted(shows, grown)
                if rate < 1.0:
                    sum_ -= number * past * rate * (1.0 - rate) / (1.0 - rate * past)
            return sum_

        low, high = -6 * spread.day, 6 * spread.day
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if slope(middle) > 0 else (low, middle)
        best = (low + high) / 2
        near = spread.day / 100
        bend = (slope(best - near) - slope(best + near)) / (2 * near)
        unsure = min(1.0 / sqrt(bend), spread.day) if bend > 0 else spread.day
        return best, sqrt(unsure**2 + spread.hours**2)

    def layers(self, spread: Spread) -> tuple[Layer, ...]:
        """The shifts that the day may have."""
        middle, unsure = self.day_shift(spread)
        if unsure <= 0:
            return (Layer(1.0, middle),)
        weights = [exp(-(step**2) / 2) for step in STEPS]
        return tuple(
            Layer(weight / sum(weights), middle + step * unsure) for weight, step in zip(weights, STEPS, strict=True)
        )

    def coming(self, dose: Dose, layers: Sequence[Layer], within: float | None = None) -> Distribution:
        """How many of them come for this dose; with `within` only those who come within so many minutes from now."""
        awaited = self._awaited(dose, within)
        # Who comes at all comes in time; or may come too late.
        firm = [each for each in awaited if not each[0].after]
        torn = [each for each in awaited if each[0].after]
        by_part = [
            [units.times(persons) for units in _by_layer([each for each in firm if each[0].persons == persons], layers)]
            for persons in sorted({each.persons for each, _ in firm})
        ]
        by_part.append([_persons(torn, layer.shift) for layer in layers])
        return mixed([(layer.weight, summed(part[place] for part in by_part)) for place, layer in enumerate(layers)])

    def expected(self, dose: Dose, shift: float, within: float | None = None) -> float:
        """How many of them come on average (within so many minutes), if the day has this shift."""
        grown = exp(shift)
        return sum(number * each.persons * each.chance(grown) for each, number in self._awaited(dose, within))

    def _awaited(self, dose: Dose, within: float | None) -> list[tuple["_Awaited", int]]:
        """Those for this dose who may come (so soon), alike ones together."""
        known = self._found.get((dose, within))
        if known is None:
            alike: Counter[_Awaited] = Counter()
            for unit, number in self.units.items():
                if unit.dose == dose:
                    later = self._lateness.later(unit.late)
                    after = 0.0 if within is None else self._lateness.later(unit.late + within)
                    if later > after:
                        alike[_Awaited(unit.persons, unit.shows, later, after)] += number
            known = self._found[dose, within] = list(alike.items())
        return known


class _Awaited(NamedTuple):
    """A unit by its chance: its show rate, and S now and at the end of the time within which it has to come."""

    persons: int
    shows: float
    later: float
    after: float

    def chance(self, grown: float) -> float:
        """That it comes. `grown`: by how much the odds of all are higher today."""
        rate = _shifted(self.shows, grown)
        missing = 1.0 - rate + rate * self.later
        return rate * (self.later - self.after) / missing if missing > 0 else 0.0


def _by_layer(units: Sequence[tuple[_Awaited, int]], layers: Sequence[Layer]) -> Iterator[Distribution]:
    """How many units come, in each layer.

    Whoever is late has the odds p·S / (1 − p): a shift of the log-odds is the same shift for them, too. So the sums
    are made for few layers, and tilted for those around.
    """
    middle = exp(layers[len(layers) // 2].shift)
    chances = [(each.chance(middle), number) for each, number in units]
    spread = sqrt(sum(number * chance * (1.0 - chance) for chance, number in chances))
    gap = spread * (layers[-1].shift - layers[0].shift) / len(layers)
    around = int(FAR / gap) if gap * len(layers) > FAR else len(layers)
    for begin in range(0, len(layers), 2 * around + 1):
        group = layers[begin : begin + 2 * around + 1]
        base_shift = group[len(group) // 2].shift
        grown = exp(base_shift)
        base = coming((1, each.chance(grown), number) for each, number in units)
        for layer in group:
            yield base.tilted(layer.shift - base_shift)


def _persons(units: Sequence[tuple[_Awaited, int]], shift: float) -> Distribution:
    """How many people come at this shift."""
    grown = exp(shift)
    return coming((each.persons, each.chance(grown), number) for each, number in units)


def _together(members: Sequence[Booked], now: datetime) -> Unit:
    """A party: nobody of it is late before the last one's time, and it comes with the average of their rates."""
    shows = fsum(each.shows for each in members) / len(members)
    return Unit(len(members), shows, _late(max(each.due for each in members), now), members[0].dose)


def _late(due: datetime, now: datetime) -> int:
    return min(int((now - due).total_seconds() // 60), LATEST)


def _shifted(rate: float, grown: float) -> float:
    """The rate when its odds are so many times higher."""
    return rate * grown / (1.0 - rate + rate * grown)
