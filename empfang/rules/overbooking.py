"""How many appointments to give for so many doses, when not everybody comes (../shared/design/7-leftover.md).

The largest n with `P(show(n) > C) ≤ α`. That the show rate itself differs from day to day matters more than chance:
with a binomial alone one overbooks. So it is drawn from a beta distribution of this mean and deviation (beta-binomial).
"""

from collections.abc import Callable
from math import exp, lgamma, log, log1p

MOST = 1_000_000
"""Places for which it is told at all."""
LEAST = 1e-4
"""A rate that deviates by less, a hundredth of a point, is as good as fixed, and floats cannot tell it apart."""


def overbooked(capacity: int, shows: float, risk: float, deviation: float = 0.0) -> int:
    """So many can be booked for so many doses.

    `shows`: the mean show rate; `deviation`: that of the rate between days, 0.03 for three points; `risk` (α): how
    likely more may come than there are doses.

    Raises:
        ValueError: a number is out of its range, or the rate cannot deviate so much.
    """
    if not (0 <= capacity <= MOST and 0 < shows <= 1 and 0 < risk < 1):
        raise ValueError("capacity, show rate or risk out of range")
    if deviation < 0 or deviation**2 >= max(shows * (1 - shows), 1e-12):
        raise ValueError("no rate of this mean deviates so much")
    low, high = capacity, capacity + 1
    while high <= 2 * MOST and _too_many(high, capacity, shows, deviation) <= risk:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if _too_many(middle, capacity, shows, deviation) <= risk:
            low = middle
        else:
            high = middle
    return low


def _too_many(booked: int, capacity: int, shows: float, deviation: float) -> float:
    """P(show > capacity) of so many booked; summed from above, where there is less."""
    if shows >= 1.0:
        return 1.0 if booked > capacity else 0.0
    chance = _beta_binomial(booked, shows, deviation) if deviation > LEAST else _binomial(booked, shows)
    return sum(exp(chance(number)) for number in range(booked, capacity, -1))


def _binomial(booked: int, shows: float) -> Callable[[int], float]:
    """The logarithm of the chance that so many come."""
    return lambda number: _choices(booked, number) + number * log(shows) + (booked - number) * log1p(-shows)


def _beta_binomial(booked: int, shows: float, deviation: float) -> Callable[[int], float]:
    """The same when the rate has a beta distribution of this mean and deviation."""
    both = shows * (1 - shows) / deviation**2 - 1
    come, stay = shows * both, (1 - shows) * both
    whole = _log_beta(come, stay)
    return lambda number: _choices(booked, number) + _log_beta(number + come, booked - number + stay) - whole


def _choices(booked: int, number: int) -> float:
    return lgamma(booked + 1) - lgamma(number + 1) - lgamma(booked - number + 1)


def _log_beta(one: float, other: float) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)
