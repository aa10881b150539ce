"""How many appointments for so many doses: the day of Kaiserslautern, and what must hold for any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.overbooking import overbooked

SHOWS = 1_798 / 2_122


def test_the_doses_of_kaiserslautern_by_chance_alone() -> None:
    assert overbooked(2_122, SHOWS, 0.05) == 2_470


def test_the_doses_of_kaiserslautern_when_the_rate_varies_by_three_points() -> None:
    assert overbooked(2_122, SHOWS, 0.05, 0.03) == pytest.approx(2_371, abs=2)


def test_by_all_outcomes_of_a_small_day() -> None:
    # Ten doses, eleven booked: all eleven come with 0.8^11 = 8.6 %, of twelve more than ten with 27 %.
    assert overbooked(10, 0.8, 0.09) == 11
    assert overbooked(10, 0.8, 0.08) == 10
    assert overbooked(10, 0.8, 0.28) == 12
    assert overbooked(10, 0.8, 0.27) == 11


def test_two_outcomes_of_a_rate_that_may_be_anything() -> None:
    # A rate that is uniform between 0 and 1 (deviation √(1/12)): of n booked every number is as likely as another.
    assert overbooked(1, 0.5, 0.51, (1 / 12) ** 0.5) == 3
    assert overbooked(1, 0.5, 0.49, (1 / 12) ** 0.5) == 2


@given(st.integers(0, 300), st.floats(0.3, 1), st.floats(0.01, 0.5), st.floats(0, 0.1))
def test_never_less_than_the_doses_and_less_the_less_one_knows(
    capacity: int, shows: float, risk: float, deviation: float
) -> None:
    deviation = min(deviation, 0.5 * (shows * (1 - shows)) ** 0.5)
    plain, varied = overbooked(capacity, shows, risk), overbooked(capacity, shows, risk, deviation)
    assert capacity <= varied
    assert capacity <= plain
    assert (
        overbooked(capacity, shows, risk / 2, deviation) <= varied <= overbooked(capacity + 1, shows, risk, deviation)
    )


def test_nobody_is_booked_beyond_doses_if_all_come() -> None:
    assert overbooked(100, 1.0, 0.05) == 100


@pytest.mark.parametrize(
    ("capacity", "shows", "risk", "deviation"),
    [(-1, 0.8, 0.05, 0), (10, 0, 0.05, 0), (10, 1.1, 0.05, 0), (10, 0.8, 0, 0), (10, 0.8, 1, 0), (10, 0.8, 0.05, -0.1),
     (10, 0.8, 0.05, 0.4)],
)  # fmt: skip
def test_numbers_that_cannot_be_are_refused(capacity: int, shows: float, risk: float, deviation: float) -> None:
    with pytest.raises(ValueError):
        overbooked(capacity, shows, risk, deviation)
