"""Until when a dose can be promised by telephone, and when calling begins."""

from datetime import timedelta

import pytest

from empfang.rules.in_time import Calling, attempts_needed, begin_calling, last_promise, way_through
from tests.times import at


def minutes(*each: int) -> list[timedelta]:
    return [timedelta(minutes=number) for number in each]


def test_the_way_through_the_house_is_what_four_of_five_keep() -> None:
    assert way_through(minutes(10, 20, 30, 40, 50)) == timedelta(minutes=40)
    assert way_through(minutes(50, 10, 40, 30, 20)) == timedelta(minutes=40)


def test_of_the_last_forty_visits() -> None:
    assert way_through(minutes(*[90] * 100, *[25] * 40)) == timedelta(minutes=25)
    assert way_through(minutes(*[90] * 9, *[25] * 31)) == timedelta(minutes=90)
    assert way_through(minutes(*[90] * 8, *[25] * 32)) == timedelta(minutes=25)


@pytest.mark.parametrize("seen", [(), (5, 5, 5, 5)])
def test_while_fewer_than_five_were_measured_it_is_half_an_hour(seen: tuple[int, ...]) -> None:
    assert way_through(minutes(*seen)) == timedelta(minutes=30)


def test_the_last_promise_is_so_long_before_the_last_jab_or_the_use_by() -> None:
    travel, way = minutes(20, 25)
    assert last_promise(at("20:00"), at("19:10"), travel, way) == at("18:25")
    assert last_promise(at("19:00"), at("19:10"), travel, way) == at("18:15")
    assert last_promise(at("19:00"), None, travel, way) == at("18:15")


def test_attempts_and_when_to_begin() -> None:
    calling = Calling(callers=2, attempts_per_hour=20, reached=0.5, accepts=0.5, shows=0.8, buffer=minutes(10)[0])
    assert attempts_needed(10, calling) == 50
    assert attempts_needed(0, calling) == 0
    assert attempts_needed(1, Calling(reached=1, accepts=1, shows=0.9)) == 2
    assert begin_calling(at("18:25"), 50, calling) == at("17:00")
    assert begin_calling(at("18:25"), 0, calling) == at("18:15")


def test_nobody_at_the_telephone_yet_counts_as_one() -> None:
    nobody = Calling(callers=0, attempts_per_hour=30, buffer=timedelta())
    assert begin_calling(at("18:00"), 30, nobody) == at("17:00")


@pytest.mark.parametrize(
    "wrong",
    [{"reached": 0}, {"accepts": 1.5}, {"shows": -0.1}, {"attempts_per_hour": 0}, {"callers": -1}],
)
def test_shares_that_cannot_be_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        Calling(**wrong)  # type: ignore[arg-type]
