"""The plan of the day: the same for a seed, and only what can happen."""

from datetime import UTC, datetime, timedelta

import pytest

from empfang.replay.plan import Plan, Window, make_plan
from empfang.rules.codes import code_key

EIGHT = datetime(2021, 12, 15, 7, tzinfo=UTC)
CAME = [(f"KL-{number:04}", EIGHT + timedelta(minutes=number)) for number in range(600)]
EXPECTED = {code_key(code): at - timedelta(minutes=30) for code, at in CAME}
OUTAGE = Window(EIGHT + timedelta(hours=1), EIGHT + timedelta(hours=5))


def plan(seed: int = 1, desks: int = 6, outage: Window | None = OUTAGE) -> Plan:
    return make_plan(CAME, EXPECTED, desks, outage, seed, 20)


def test_a_seed_gives_one_day_and_another_seed_another() -> None:
    assert plan(3) == plan(3)
    assert plan(3) != plan(4)


@pytest.mark.parametrize("seed", range(20))
def test_twenty_people_come_to_a_second_desk_during_the_outage(seed: int) -> None:
    drawn = plan(seed)
    first = {visitor.code: visitor for visitor in drawn.visitors if not visitor.mistaken}
    again = [visitor for visitor in drawn.visitors if visitor.mistaken]
    assert len({visitor.code for visitor in again}) == 20
    for visitor in again:
        assert visitor.desk != first[visitor.code].desk
        assert OUTAGE.begin <= first[visitor.code].at < visitor.at < OUTAGE.end
    assert len({visitor.number for visitor in drawn.visitors}) == 620


def test_everybody_comes_once_at_their_time_and_all_desks_have_work() -> None:
    usual = [visitor for visitor in plan().visitors if not visitor.mistaken]
    assert [(visitor.code, visitor.at) for visitor in usual] == CAME
    assert {visitor.desk for visitor in usual} == set(range(6))


def test_a_desk_goes_out_during_the_outage() -> None:
    for seed in range(20):
        drawn = plan(seed)
        killed = next(visitor for visitor in drawn.visitors if visitor.number == drawn.killed_with)
        assert OUTAGE.has(killed.at)


def test_who_is_too_early_is_let_in_twice_only_if_that_is_during_the_outage() -> None:
    late = dict.fromkeys(EXPECTED, OUTAGE.end)
    assert not any(visitor.mistaken for visitor in make_plan(CAME, late, 6, OUTAGE, 1, 20).visitors)


def test_without_an_outage_or_with_one_desk_nobody_is_let_in_twice() -> None:
    for drawn in (plan(outage=None), plan(desks=1)):
        assert len(drawn.visitors) == 600
        assert drawn.killed_with is not None


def test_whoever_is_not_expected_is_not_among_the_twenty() -> None:
    few = dict(list(EXPECTED.items())[60:70])
    assert sum(visitor.mistaken for visitor in make_plan(CAME, few, 6, OUTAGE, 1, 20).visitors) == 10


def test_a_desk_goes_out_only_with_somebody_who_can_be_let_in() -> None:
    too_early = dict.fromkeys(EXPECTED, OUTAGE.end)
    for seed in range(20):
        by_number = {each.number: each for each in make_plan(CAME, too_early, 6, OUTAGE, seed, 20).visitors}
        assert by_number[make_plan(CAME, too_early, 6, OUTAGE, seed, 20).killed_with or 0].at >= OUTAGE.end
    assert make_plan(CAME, {}, 6, OUTAGE, 1, 20).killed_with is None


@pytest.mark.parametrize("seed", range(20))
def test_a_desk_does_not_go_out_with_somebody_who_comes_again(seed: int) -> None:
    drawn = make_plan([*CAME, *((code, at + timedelta(hours=12)) for code, at in CAME)], EXPECTED, 6, None, seed, 20)
    assert drawn.killed_with is not None
    assert drawn.killed_with < len(CAME)
