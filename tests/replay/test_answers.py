"""What people answer and who comes, drawn by the seed and the person."""

from statistics import mean, stdev

from empfang.replay.answers import IN_VAIN, RING, TALK, Coming, Keeps, People, Rates, takes
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.leftover_day import GRACE
from tests.times import at

MANY = [f"person-{number}" for number in range(2000)]
PEOPLE = People(7, Rates())


CALLED, TOLD = at("18:00"), at("18:30")


def comes(people: People, person_id: str) -> Coming:
    """Of somebody who lives twenty minutes away."""
    return people.coming(person_id, CALLED, 20, TOLD)


def share(found: list[bool]) -> float:
    return sum(found) / len(found)


def test_the_shares_are_those_that_were_wished_for() -> None:
    answers = [PEOPLE.answer(each, 0) for each in MANY]
    reached = [each for each in answers if each not in IN_VAIN]
    assert abs(len(reached) / len(answers) - 0.5) < 0.04
    assert abs(share([each is CallOutcome.PROMISED for each in reached]) - 0.5) < 0.05
    assert abs(share([comes(PEOPLE, each).keeps is Keeps.COMES for each in MANY]) - 0.9) < 0.03
    assert {comes(PEOPLE, each).keeps for each in MANY} == set(Keeps)


def test_everybody_or_nobody() -> None:
    everybody, nobody = People(7, Rates(1, 1, 1)), People(7, Rates(0, 0, 0))
    assert {everybody.answer(each, 0) for each in MANY} == {CallOutcome.PROMISED}
    assert {comes(everybody, each).keeps for each in MANY} == {Keeps.COMES}
    assert {nobody.answer(each, 0) for each in MANY} <= set(IN_VAIN)
    assert Keeps.COMES not in {comes(nobody, each).keeps for each in MANY}


def test_whoever_would_come_always_would_and_is_reached_or_not_by_the_call() -> None:
    tries = {each: {PEOPLE.answer(each, times) for times in range(12)} - set(IN_VAIN) for each in MANY[:200]}
    assert all(len(found) <= 1 for found in tries.values())
    assert any(PEOPLE.answer(each, 0) in IN_VAIN and tries[each] == {CallOutcome.PROMISED} for each in tries)


def test_the_same_seed_is_the_same_people_whoever_is_asked_first() -> None:
    first = {each: PEOPLE.answer(each, 1) for each in MANY}
    again = {each: People(7, Rates()).answer(each, 1) for each in reversed(MANY)}
    assert first == again
    assert first != {each: People(8, Rates()).answer(each, 1) for each in MANY}


def test_the_way_to_the_lane_takes_some_twenty_five_minutes() -> None:
    ways = [PEOPLE.way(each).total_seconds() / 60 for each in MANY]
    assert abs(mean(ways) - 25) < 0.5
    assert abs(stdev(ways) - 5) < 0.5
    assert min(ways) >= 12


def test_who_comes_in_time_and_who_comes_when_the_dose_is_free_again() -> None:
    coming = [comes(PEOPLE, each) for each in MANY]
    free_again = TOLD + GRACE
    assert max(each.at for each in coming if each.keeps is Keeps.COMES) < free_again
    assert min(each.at for each in coming if each.keeps is Keeps.LATE) > free_again
    assert min(each.at for each in coming) > CALLED


def test_a_call_in_vain_is_short() -> None:
    assert (takes(CallOutcome.BUSY), takes(CallOutcome.NOT_TODAY)) == (RING, TALK)
