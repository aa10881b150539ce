"""Places that can be offered: days, pairs, and what is meant for others of the same call."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from empfang.model import DoseKind
from empfang.rules.offers import FreeTime, free_days, offers_on, without
from empfang.rules.planned import Planned

DAY = date(2021, 12, 16)
INTERVAL = timedelta(days=21)


def at(ahead: int, hour: int, free: int = 1, vaccine: str = "Comirnaty") -> FreeTime:
    moment = datetime.combine(DAY + timedelta(days=ahead), time(hour))
    return FreeTime(f"{ahead}-{hour}-{vaccine}", "DOR:phone", moment, vaccine, free)


def three_weeks(planned: Sequence[Planned]) -> bool:
    """A second dose three weeks after the first."""
    return len(planned) < 2 or planned[1].on - planned[0].on >= INTERVAL


def test_places_are_counted_before_and_after_noon() -> None:
    times = [at(0, 9, 2), at(0, 11), at(0, 12, 5), at(1, 15)]
    days = free_days(times, DoseKind.FIRST, lambda planned: planned[0].on == DAY)
    assert [(each.on, each.morning, each.afternoon, each.allowed) for each in days] == [
        (DAY, 3, 5, True),
        (DAY + timedelta(days=1), 0, 1, False),
    ]


def test_the_second_dose_is_on_the_first_day_allowed_nearest_to_the_same_time() -> None:
    times = [at(0, 10), at(20, 10), at(21, 15), at(21, 9), at(22, 10)]
    [pair] = offers_on(times, DAY, DoseKind.FIRST, three_weeks, pair=True)
    assert pair.second is not None
    assert (pair.first.at, pair.second.at) == (at(0, 10).at, at(21, 9).at)


def test_a_time_without_a_second_place_is_offered_alone_only() -> None:
    times = [at(0, 10), at(5, 10)]
    assert offers_on(times, DAY, DoseKind.FIRST, three_weeks, pair=True) == ()
    [alone] = offers_on(times, DAY, DoseKind.FIRST, three_weeks, pair=False)
    assert alone.second is None


def test_both_doses_are_of_one_vaccine() -> None:
    times = [at(0, 10), at(21, 10, vaccine="Spikevax"), at(28, 10)]
    [pair] = offers_on(times, DAY, DoseKind.FIRST, three_weeks, pair=True)
    assert pair.second == at(28, 10)


def test_whoever_comes_along_is_offered_what_is_near() -> None:
    times = [at(0, hour) for hour in (8, 10, 14)]
    found = offers_on(times, DAY, DoseKind.BOOSTER, three_weeks, pair=False, near=time(11))
    assert [each.first.at.hour for each in found] == [10, 8, 14]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(8, 17), st.integers(1, 3)), max_size=30), st.data())
def test_what_is_meant_for_others_is_not_offered_again(slots: list[tuple[int, int, int]], data: st.DataObject) -> None:
    times = tuple({each.slot_id: each for each in (at(*slot) for slot in slots)}.values())
    if not times:
        return
    chosen = data.draw(st.lists(st.sampled_from(times), max_size=5))
    left = {each.slot_id: each.free for each in without(times, chosen)}
    for each in times:
        meant = sum(one.slot_id == each.slot_id for one in chosen)
        assert left.get(each.slot_id, 0) == max(0, each.free - meant)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(8, 17)), max_size=40))
def test_every_pair_that_is_offered_keeps_the_interval(slots: list[tuple[int, int]]) -> None:
    times = tuple({each.slot_id: each for each in (at(*slot) for slot in slots)}.values())
    for on in {each.at.date() for each in times}:
        for pair in offers_on(times, on, DoseKind.FIRST, three_weeks, pair=True):
            assert pair.second is not None
            assert pair.second.at.date() - pair.first.at.date() >= INTERVAL
            assert {pair.first, pair.second} <= set(times)
