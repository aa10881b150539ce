"""How many of many come: against all outcomes one by one, and against what is known of such sums."""

from itertools import accumulate, product
from math import comb, exp, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.poisson_binomial import Distribution, binomial, certain, coming, mixed, summed

chances = st.floats(0, 1).map(lambda each: round(each, 3))
units = st.lists(st.tuples(st.integers(1, 3), chances, st.integers(1, 3)), max_size=4)


def by_counting(parts: list[tuple[int, float, int]]) -> dict[int, float]:
    """The chance of every number: each outcome by itself."""
    single = [(persons, chance) for persons, chance, number in parts for _ in range(number)]
    found: dict[int, float] = {}
    for outcome in product((0, 1), repeat=len(single)):
        number = sum(persons for (persons, _), comes in zip(single, outcome, strict=True) if comes)
        weight = prod(chance if comes else 1 - chance for (_, chance), comes in zip(single, outcome, strict=True))
        found[number] = found.get(number, 0.0) + weight
    return found


@given(units)
def test_it_is_the_sum_of_all_outcomes(parts: list[tuple[int, float, int]]) -> None:
    found, counted = coming(parts), by_counting(parts)
    for number in range(-1, 40):
        assert found.chance(number) == pytest.approx(counted.get(number, 0.0), abs=1e-12)
    assert found.mean() == pytest.approx(sum(persons * chance * number for persons, chance, number in parts))


@given(units, st.floats(-2, 2))
def test_a_shift_of_everybody_s_log_odds_tilts_it(parts: list[tuple[int, float, int]], shift: float) -> None:
    alone = [(1, chance, number) for _, chance, number in parts]
    grown = [(1, chance * exp(shift) / (1 - chance + chance * exp(shift)), number) for _, chance, number in alone]
    tilted, directly = coming(alone).tilted(shift), coming(grown)
    for number in range(15):
        assert tilted.chance(number) == pytest.approx(directly.chance(number), abs=1e-9)


@given(units, st.sampled_from([0.05, 0.5, 0.9, 0.95]))
def test_a_quantile_is_the_smallest_number_that_reaches_the_share(
    parts: list[tuple[int, float, int]], share: float
) -> None:
    found = coming(parts)
    number = found.quantile(share)
    assert found.at_most(number) >= share - 1e-7
    assert number == found.first or found.at_most(number - 1) < share
    assert found.at_most(number - 1) + found.at_least(number) == pytest.approx(1)


@given(units, st.sampled_from([0.5, 0.9, 0.95]))
def test_no_narrower_band_holds_as_much(parts: list[tuple[int, float, int]], share: float) -> None:
    found = coming(parts)
    low, high = found.band(share)
    assert found.at_most(high) - found.at_most(low - 1) >= share - 1e-7
    sums = [0.0, *accumulate(found.weights)]
    width = high - low
    assert all(sums[at + width] - sums[at] < share for at in range(len(sums) - width))


@pytest.mark.parametrize(("number", "chance"), [(40, 0.85), (2_122, 0.847), (3_000, 0.9999), (2_122, 0.001)])
def test_people_who_are_alike_are_a_binomial(number: int, chance: float) -> None:
    found = binomial(number, chance)
    assert found.mean() == pytest.approx(number * chance)
    assert sum(found.weights) == pytest.approx(1)
    likely = round(number * chance)
    if number < 100:
        directly = comb(number, likely) * chance**likely * (1 - chance) ** (number - likely)
        assert found.chance(likely) == pytest.approx(directly)


def test_two_thousand_people_keep_their_mean_and_spread() -> None:
    chances_of = [0.7 + 0.29 * place / 2_000 for place in range(2_000)]
    found = coming((1, chance, 1) for chance in chances_of)
    assert found.mean() == pytest.approx(sum(chances_of))
    variance = sum((number - found.mean()) ** 2 * found.chance(number) for number in range(2_001))
    assert variance == pytest.approx(sum(chance * (1 - chance) for chance in chances_of))
    assert sum(found.weights) == pytest.approx(1, abs=1e-9)


def test_who_comes_together_makes_it_less_sure() -> None:
    pairs, alone = coming([(2, 0.5, 10)]), coming([(1, 0.5, 20)])
    assert pairs.mean() == alone.mean()
    assert pairs.quantile(0.9) > alone.quantile(0.9)
    assert pairs.chance(11) == 0


def test_of_nobody_none_come_and_of_the_sure_all() -> None:
    assert summed([]) == certain(0)
    assert coming([(1, 0.0, 5), (1, 1.0, 3), (2, 1.0, 1)]).quantile(0.01) == 5


def test_layers_are_mixed_by_their_weight() -> None:
    found = mixed([(0.25, certain(3)), (0.75, Distribution(1, (0.5, 0.5)))])
    assert [found.chance(number) for number in range(5)] == [0, 0.375, 0.375, 0.25, 0]
