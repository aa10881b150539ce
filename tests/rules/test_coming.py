"""How many still come: every layer against all outcomes, and what a day tells about itself."""

from datetime import datetime, timedelta
from itertools import product
from math import exp, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.coming import Booked, Layer, Missing, Spread
from empfang.rules.shows import Lateness, still_shows
from empfang.rules.vials import Dose
from tests.times import at

COM, SPI = Dose("COM"), Dose("SPI", "half")
NOW = at("15:00")
LATENESS = Lateness()


def due(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


people = st.lists(
    st.builds(
        Booked,
        st.integers(-100, 200).map(due),
        st.floats(0.3, 1).map(lambda each: round(each, 2)),
        st.sampled_from([COM, COM, SPI]),
        st.booleans(),
        st.sampled_from(["", "", "", "x", "y"]),
    ),
    max_size=8,
)


def by_counting(booked: list[Booked], layers: tuple[Layer, ...], within: float | None = None) -> dict[int, float]:
    """The chance of every number who come for COM: all outcomes, in every layer."""
    came = {each.party for each in booked if each.came}
    waiting = [each for each in booked if not each.came and each.dose == COM]
    parties: dict[object, list[Booked]] = {}
    for place, each in enumerate(waiting):
        parties.setdefault(each.party if each.party and each.party not in came else place, []).append(each)
    found: dict[int, float] = {}
    for layer in layers:
        chances = []
        for members in parties.values():
            rate = sum(each.shows for each in members) / len(members)
            rate = rate * exp(layer.shift) / (1 - rate + rate * exp(layer.shift))
            late = (NOW - max(each.due for each in members)).total_seconds() / 60
            chance = still_shows(rate, LATENESS.later(late))
            if within is not None and chance:
                chance *= 1 - LATENESS.later(late + within) / LATENESS.later(late)
            chances.append((len(members), chance))
        for outcome in product((0, 1), repeat=len(chances)):
            number = sum(size for (size, _), comes in zip(chances, outcome, strict=True) if comes)
            weight = prod(chance if comes else 1 - chance for (_, chance), comes in zip(chances, outcome, strict=True))
            found[number] = found.get(number, 0.0) + layer.weight * weight
    return found


@given(people, st.sampled_from([None, 30.0, 90.0]))
def test_it_is_all_outcomes_of_every_layer(booked: list[Booked], within: float | None) -> None:
    missing = Missing(booked, NOW, LATENESS)
    layers = missing.layers(Spread())
    assert sum(layer.weight for layer in layers) == pytest.approx(1)
    found, counted = missing.coming(COM, layers, within), by_counting(booked, layers, within)
    for number in range(10):
        assert found.chance(number) == pytest.approx(counted.get(number, 0.0), abs=1e-9)
    middle = by_counting(booked, (Layer(1.0, layers[len(layers) // 2].shift),), within)
    average = sum(number * chance for number, chance in middle.items())
    assert missing.expected(COM, layers[len(layers) // 2].shift, within) == pytest.approx(average)


def crowd(came: int, of: int, minutes: int, rate: float = 0.85) -> list[Booked]:
    return [Booked(due(minutes), rate, COM, number < came) for number in range(of)]


def test_a_crowd_needs_few_sums_and_they_are_the_same() -> None:
    booked = crowd(0, 900, 60) + crowd(0, 300, -10)
    missing = Missing(booked, NOW, LATENESS)
    layers = missing.layers(Spread(day=0.3))
    together = missing.coming(COM, layers)
    shares = [(layer.weight, missing.coming(COM, [Layer(1.0, layer.shift)])) for layer in layers]
    for number in range(500, 1_000, 7):
        assert together.chance(number) == pytest.approx(sum(w * one.chance(number) for w, one in shares), abs=1e-6)


def test_a_day_on_which_fewer_came_is_taken_for_a_worse_one() -> None:
    usual, worse, better = (
        Missing(crowd(came, 1_000, -200), NOW, LATENESS).day_shift(Spread())[0] for came in (850, 800, 900)
    )
    assert usual == pytest.approx(0, abs=0.01)
    assert worse < -0.2
    assert better > 0.2
    # Between what was seen (log-odds of 0.80) and what is usual (of 0.85).
    assert -0.348 < worse < -0.2


def test_before_the_doors_open_nothing_is_known_but_the_past() -> None:
    middle, unsure = Missing(crowd(0, 1_000, 180), NOW, LATENESS).day_shift(Spread(day=0.23, hours=0))
    assert middle == pytest.approx(0, abs=1e-4)
    assert unsure == pytest.approx(0.23, rel=0.02)


def test_those_who_are_a_little_late_tell_less_than_those_who_are_very_late() -> None:
    little, very = (Missing(crowd(0, 10, -late), NOW, LATENESS).day_shift(Spread())[0] for late in (0, 60))
    assert very < little < 0


def test_the_morning_tells_about_the_evening_no_surer_than_hours_differ() -> None:
    _, unsure = Missing(crowd(8_500, 10_000, -200), NOW, LATENESS).day_shift(Spread(hours=0.1))
    assert 0.1 < unsure < 0.11


def test_without_spread_there_is_one_layer() -> None:
    missing = Missing(crowd(10, 20, -60) + crowd(0, 10, 120), NOW, LATENESS)
    (layer,) = missing.layers(Spread(0, 0))
    assert layer == Layer(1.0, 0.0)
    assert missing.coming(COM, [layer]).mean() == pytest.approx(8.5 + 10 * still_shows(0.85, LATENESS.later(60)))


def test_if_one_of_a_party_came_the_others_are_on_their_own() -> None:
    pair = [Booked(due(-5), 0.8, COM, came, "x") for came in (True, False)]
    assert [unit.persons for unit in Missing(pair, NOW, LATENESS).units] == [1]
    assert [unit.persons for unit in Missing([pair[1], pair[1]], NOW, LATENESS).units] == [2]


def test_parties_that_come_in_part_do_not_make_the_day_look_worse_or_better() -> None:
    # A hundred pairs of whom each comes for themselves with 0.85: 72 whole, 26 in part, 2 stay away.
    pairs = [
        Booked(due(-200), 0.85, COM, came, str(number))
        for number, both in enumerate([(True, True)] * 72 + [(True, False)] * 26 + [(False, False)] * 2)
        for came in both
    ]
    assert Missing(pairs, NOW, LATENESS).day_shift(Spread())[0] == pytest.approx(0, abs=0.02)
