"""Whether to open another vial: only if its doses will be needed (../shared/design/7-leftover.md).

One of k doses is advised when the demand before its use-by, beyond what is there, is k or more with `P ≥ 0.9`, or when
somebody with an appointment who is in the house would be refused otherwise.
"""

from collections.abc import Callable, Sequence
from math import exp

from empfang.rules.coming import Layer, Missing
from empfang.rules.explained import Explained, explained
from empfang.rules.poisson_binomial import Distribution
from empfang.rules.vials import Dose

SURE = 0.9
NOT_YET, OPEN_FOR_HOUSE, OPEN_FOR_DEMAND = "vial.not_yet", "vial.open_for_house", "vial.open_for_demand"


def another_vial(
    container: int,
    waiting: int,
    without: int,
    coming: Callable[[], Distribution],
    surely: float,
    expected: float,
    at_best: float,
) -> Explained:
    """The advice, with its reason.

    `waiting`: with an appointment in the house and no dose for them. `without`: how many of those who are still to come
    find a dose (less than 0: some in the house do not). `coming`: how many come in time, and how many are `expected`
    to, on average. It is asked for only if P that the demand is enough cannot be told without: it is at least `surely`,
    and no average of more than `at_best` can make it large (Markov).
    """
    values = {"doses": container, "demand": max(round(expected - without), 0)}
    if waiting > 0:
        return explained(OPEN_FOR_HOUSE, doses=container, waiting=waiting)
    if surely >= SURE:
        return explained(OPEN_FOR_DEMAND, **values, chance=surely)
    if at_best < SURE * (container + without):
        return explained(NOT_YET, **values)
    chance = coming().at_least(container + without)
    return explained(OPEN_FOR_DEMAND if chance >= SURE else NOT_YET, **values, chance=chance)


def at_least_surely(number: int, missing: Missing, dose: Dose, layers: Sequence[Layer], within: float | None) -> float:
    """A bound from below of P(coming ≥ number): cheap, and near 1 where a crowd is to come.

    By Chernoff's bound in the lowest layer, since in the others more come; for units of up to a party's size.
    """
    mean = missing.expected(dose, layers[0].shift, within)
    if number <= 0:
        return 1.0
    if mean <= number:
        return 0.0
    largest = max((unit.persons for unit in missing.units if unit.dose == dose), default=1)
    return 1.0 - exp(-((mean - number + 1) ** 2) / (2 * largest * mean))
