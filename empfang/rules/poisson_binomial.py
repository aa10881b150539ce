"""How many of many will come, when each comes with a chance of their own: the Poisson-binomial distribution.

Exact but for what is cut off at both ends, which is less than `CUT` for every two distributions that are put together.
People who are alike are put together first (a binomial), and then small ones with small ones: so a day of 2,000 takes
milliseconds. Those who come together are one unit of several: they are not independent of each other.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, count
from math import exp, log1p
from operator import mul

CUT = 1e-20
_ALMOST = 1e-8
"""A share is reached if nothing but rounding is missing."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """Chances of whole numbers: `weights[i]` is that of `first + i`."""

    first: int
    weights: tuple[float, ...]

    def chance(self, number: int) -> float:
        """P(X = number)."""
        place = number - self.first
        return self.weights[place] if 0 <= place < len(self.weights) else 0.0

    def at_most(self, number: int) -> float:
        """P(X ≤ number)."""
        return sum(self.weights[: max(number - self.first + 1, 0)])

    def at_least(self, number: int) -> float:
        """P(X ≥ number)."""
        return sum(self.weights[max(number - self.first, 0) :])

    def mean(self) -> float:
        """The expected number."""
        return self.first + sum(place * weight for place, weight in enumerate(self.weights))

    def quantile(self, share: float) -> int:
        """The smallest number with P(X ≤ number) ≥ share."""
        needed = share - _ALMOST
        reached = (place for place, sum_ in enumerate(accumulate(self.weights)) if sum_ >= needed)
        return self.first + next(reached, len(self.weights) - 1)

    def band(self, share: float) -> tuple[int, int]:
        """The narrowest range that holds at least the share; of several the one that holds most."""
        sums = [0.0, *accumulate(self.weights)]
        needed = min(share, sums[-1]) - _ALMOST
        best = (len(self.weights), 0.0, 0)
        high = 0
        for low in range(len(self.weights)):
            while high < len(self.weights) and sums[high] - sums[low] < needed:
                high += 1
            held = sums[high] - sums[low]
            if held < needed:
                break
            best = min(best, (high - low, -held, low))
        width, _, low = best
        return self.first + low, self.first + low + width - 1

    def plus(self, other: "Distribution") -> "Distribution":
        """Of the sum of two that are independent."""
        long, short = sorted((self.weights, other.weights), key=len, reverse=True)
        if len(short) == 1:
            return Distribution(self.first + other.first, tuple(weight * short[0] for weight in long))
        turned, before = short[::-1], len(short) - 1
        sums = [sum(map(mul, long[: at + 1], turned[before - at :])) for at in range(before)]
        # At the end `map` stops with what is left of the longer one.
        sums += [sum(map(mul, long[at : at + len(short)], turned)) for at in range(len(long))]
        return _trimmed(self.first + other.first, sums)

    def times(self, persons: int) -> "Distribution":
        """Of so many times the number."""
        if persons == 1:
            return self
        weights = [0.0] * ((len(self.weights) - 1) * persons + 1)
        weights[::persons] = self.weights
        return Distribution(self.first * persons, tuple(weights))

    def tilted(self, shift: float) -> "Distribution":
        """Of the same people when the log-odds of each of them are higher by `shift`.

        Each one's part (1 − p + p·z) of the generating function becomes one of e^shift·z, so the chance of every
        number grows by e^(shift·number): one multiplication instead of all the sums again. What was cut off stays so:
        for shifts of up to three standard deviations of the number nothing is missing that anybody would see.
        """
        middle = len(self.weights) / 2
        grown = [weight * exp(shift * (place - middle)) for place, weight in enumerate(self.weights)]
        whole = sum(grown)
        return Distribution(self.first, tuple(weight / whole for weight in grown))


def certain(number: int) -> Distribution:
    """Of a number that is known."""
    return Distribution(number, (1.0,))


def binomial(number: int, chance: float) -> Distribution:
    """How many of so many come who are independent and have the same chance."""
    if chance <= 0.0 or number == 0:
        return certain(0)
    if chance >= 1.0:
        return certain(number)
    odds = chance / (1.0 - chance)
    if number * -log1p(-chance) < 600.0:
        weights = [exp(number * log1p(-chance))]
        for each in range(number):
            weights.append(weights[-1] * odds * (number - each) / (each + 1))
        return _trimmed(0, weights)
    # The chance of none is too small for a float: two halves of them.
    return binomial(number // 2, chance).plus(binomial(number - number // 2, chance))


def coming(units: Iterable[tuple[int, float, int]]) -> Distribution:
    """How many come of units (persons, chance, how many such units); all units are independent of each other."""
    return summed(binomial(number, chance).times(persons) for persons, chance, number in units)


def summed(distributions: Iterable[Distribution]) -> Distribution:
    """Of the sum of several that are independent: always the two smallest first."""
    order = count()
    heap = [(len(each.weights), next(order), each) for each in distributions]
    heapq.heapify(heap)
    while len(heap) > 1:
        *_, one = heapq.heappop(heap)
        *_, other = heapq.heappop(heap)
        both = one.plus(other)
        heapq.heappush(heap, (len(both.weights), next(order), both))
    return heap[0][2] if heap else certain(0)


def mixed(layers: Sequence[tuple[float, Distribution]]) -> Distribution:
    """One of several distributions, each with its chance; the chances sum to 1."""
    first = min(each.first for _, each in layers)
    end = max(each.first + len(each.weights) for _, each in layers)
    weights = [0.0] * (end - first)
    for share, each in layers:
        for place, weight in enumerate(each.weights, each.first - first):
            weights[place] += share * weight
    return Distribution(first, tuple(weights))


def _trimmed(first: int, weights: Sequence[float]) -> Distribution:
    """Without the ends that hold less than half of `CUT` each."""
    low, high = 0, len(weights)
    rest = CUT / 2
    while high - low > 1 and weights[low] <= rest:
        rest -= weights[low]
        low += 1
    rest = CUT / 2
    while high - low > 1 and weights[high - 1] <= rest:
        rest -= weights[high - 1]
        high -= 1
    return Distribution(first + low, tuple(weights[low:high]))
