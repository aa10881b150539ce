"""Whole days by four ways of working; the long run is `python -m bench.leftover_days`."""

from functools import cache
from statistics import mean

import pytest

from bench.leftover_days.__main__ import percentile
from bench.leftover_days.house import Balance, House
from bench.leftover_days.play import ARRIVALS, BOOKINGS, FORECAST, TYPED, WAYS, play, play_days
from bench.leftover_days.settings import COM, HALF, WHOLE, Settings
from bench.leftover_days.visitors import draw_day

SETTINGS = Settings()
SEED, DAYS = 1, 2


@cache
def played() -> dict[str, list[Balance]]:
    return play_days(DAYS, SEED, SETTINGS)


def discarded(way: str) -> float:
    return mean(each.discarded for each in played()[way])


def test_the_forecast_throws_away_less_than_a_typed_number_than_arrivals_than_bookings() -> None:
    assert discarded(FORECAST) + 2 < discarded(TYPED)
    assert discarded(TYPED) + 2 < discarded(ARRIVALS)
    assert discarded(ARRIVALS) + 100 < discarded(BOOKINGS)


def test_nobody_with_an_appointment_or_a_promise_of_the_forecast_is_sent_away() -> None:
    assert not any(each.refused or each.none_for_promised for each in played()[FORECAST])


@pytest.mark.parametrize("way", WAYS)
def test_no_dose_comes_from_nowhere_or_goes_nowhere(way: str) -> None:
    # Also looked at in every minute of the day (`play`).
    for each in played()[way]:
        assert each.drawn == each.given + each.discarded
        assert each.left == 0
        assert each.promised == each.kept + each.broken + each.none_for_promised


def test_the_same_seed_is_the_same_day() -> None:
    again = play(TYPED, draw_day(SEED, SETTINGS), SEED, SETTINGS)
    assert again == played()[TYPED][0]
    assert draw_day(SEED + 1, SETTINGS).visitors != draw_day(SEED, SETTINGS).visitors


def test_two_halves_are_a_full_dose_and_a_full_one_two_halves() -> None:
    house = House(draw_day(SEED, SETTINGS))
    house.open(HALF)
    assert house.convert(WHOLE)
    assert (house.usable(HALF), house.usable(WHOLE), house.balance.drawn) == (18, 1, 19)
    assert house.convert(HALF)
    assert (house.usable(HALF), house.usable(WHOLE), house.balance.drawn) == (20, 0, 20)
    assert not house.convert(HALF)
    assert not house.convert(COM)


def test_a_percentile_is_a_value_that_so_many_do_not_exceed() -> None:
    values = list(range(1, 51))
    assert (percentile(values, 0.5), percentile(values, 0.95), percentile([7], 0.95)) == (25, 48, 7)
