"""Who comes, and when: with no past, with much, and for those who are late."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.model import DoseKind
from empfang.rules.shows import Lateness, Seen, Segment, ShowRates, segment, still_shows
from tests.times import BERLIN, at

EVENING = Segment(2, 17, "COM", DoseKind.BOOSTER, "phone", 1)
MORNING = EVENING._replace(hour=8)


def test_with_no_past_it_is_the_day_of_kaiserslautern() -> None:
    assert ShowRates({}).centre == pytest.approx(1_798 / 2_122)
    assert ShowRates({}).rate(EVENING) == pytest.approx(1 - 0.1527, abs=1e-4)
    assert ShowRates({MORNING: Seen(0, 0)}).rate(MORNING) == pytest.approx(1_798 / 2_122)


def test_an_appointment_s_segment() -> None:
    start = at("17:55").astimezone(BERLIN)
    booked = start - timedelta(days=3)
    assert segment(start, booked, "COM", DoseKind.BOOSTER, "phone") == EVENING
    assert segment(start, start - timedelta(hours=2), "COM", None, "phone").lead == 0
    assert segment(start, None, "COM", None, "phone").lead == 3


def test_much_that_was_seen_counts_for_itself_and_little_does_not() -> None:
    days = {MORNING._replace(weekday=each): Seen(9_000, 10_000) for each in range(5)}
    evenings = {EVENING._replace(weekday=each): Seen(7_000, 10_000) for each in range(5)}
    rates = ShowRates({**days, **evenings, EVENING._replace(origin="online"): Seen(0, 2)})
    assert rates.centre == pytest.approx(0.80, abs=0.01)
    assert rates.rate(EVENING) == pytest.approx(0.70, abs=0.01)
    assert rates.rate(EVENING._replace(origin="online")) == pytest.approx(0.70, abs=0.07)


def test_an_evening_that_nobody_has_seen_is_an_evening() -> None:
    past = {}
    for weekday in range(4):
        past[MORNING._replace(weekday=weekday)] = Seen(9_000, 10_000)
        past[EVENING._replace(weekday=weekday)] = Seen(7_000, 10_000)
    assert ShowRates(past).rate(EVENING._replace(weekday=5)) == pytest.approx(0.70, abs=0.02)
    assert ShowRates(past).rate(EVENING._replace(hour=12)) == pytest.approx(0.80, abs=0.02)


def test_what_goes_together_is_not_counted_twice() -> None:
    past = {}
    for hour in range(8, 18):
        past[EVENING._replace(hour=hour, vaccine="COM", kind=DoseKind.SECOND)] = Seen(9_000, 10_000)
        past[EVENING._replace(hour=hour, vaccine="SPI", kind=DoseKind.BOOSTER)] = Seen(7_000, 10_000)
    unseen = EVENING._replace(hour=20, vaccine="SPI", kind=DoseKind.BOOSTER)
    assert ShowRates(past).rate(unseen) == pytest.approx(0.70, abs=0.02)


def test_where_segments_differ_by_chance_only_the_centre_s_rate_holds() -> None:
    past = {EVENING._replace(hour=hour): Seen(85 + (-1) ** hour, 100) for hour in range(8, 18)}
    assert ShowRates(past).rate(EVENING) == pytest.approx(ShowRates(past).centre, abs=0.002)


seen = st.integers(0, 400).flatmap(lambda booked: st.tuples(st.integers(0, booked), st.just(booked)))


@given(st.dictionaries(st.integers(0, 23), seen, max_size=12))
def test_a_rate_lies_within_what_was_ever_seen(found: dict[int, tuple[int, int]]) -> None:
    past = {EVENING._replace(hour=hour): Seen(*each) for hour, each in found.items()}
    rates = ShowRates(past)
    shares = [each.came / each.booked for each in past.values() if each.booked] + [1_798 / 2_122]
    assert all(min(shares) - 0.02 <= rates.rate(each) <= max(shares) + 0.02 for each in past)
    assert 0 < rates.centre < 1


def test_with_no_past_most_come_a_little_early() -> None:
    lateness = Lateness()
    assert lateness.later(-60) == 1
    assert lateness.later(0) == pytest.approx(0.271)
    assert lateness.later(30) == pytest.approx(0.048)
    assert lateness.later(90) == lateness.later(1_000) == 0


def test_arrivals_that_were_seen_take_over() -> None:
    lateness = Lateness([20] * 9_900)
    assert lateness.later(19) == pytest.approx(1, abs=0.01)
    assert lateness.later(20) == pytest.approx(0, abs=0.01)
    assert Lateness([-500] * 900).later(-60) == pytest.approx(0.1)
    assert Lateness([500] * 900).later(200) == pytest.approx(0.9)


@given(st.lists(st.integers(-200, 300), max_size=50))
def test_the_longer_one_waits_the_fewer_are_still_to_come(minutes: list[int]) -> None:
    lateness = Lateness(minutes)
    shares = [lateness.later(minute) for minute in range(-150, 260)]
    assert shares[0] == pytest.approx(1)
    assert all(0 <= later <= earlier + 1e-12 for earlier, later in pairwise(shares))


def test_who_is_late_comes_less_likely_by_bayes() -> None:
    assert still_shows(0.85, 1.0) == pytest.approx(0.85)
    # Of 100 booked 85 come, 5 % of these later: 4.25 of 19.25 who are not there.
    assert still_shows(0.85, 0.05) == pytest.approx(4.25 / 19.25)
    assert still_shows(0.85, 0.0) == 0
    assert still_shows(1.0, 0.0) == 0
    assert still_shows(1.0, 0.5) == 1
