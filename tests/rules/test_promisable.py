"""What can be promised of doses that end at different times: against giving them out one by one."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.promisable import Demand, Ending, Offer, offers, without_dose
from tests.times import at

NOON = at("12:00")


def minute(number: int) -> datetime:
    return NOON + timedelta(minutes=number)


def served(endings: list[Ending], arrivals: list[int]) -> int:
    """How many get a dose if everyone takes the one that ends first: nobody can serve more."""
    left = [each.at for each in endings for _ in range(each.number)]
    found = 0
    for arrival in sorted(arrivals):
        usable = sorted(end for end in left if end > minute(arrival))
        if usable:
            left.remove(usable[0])
            found += 1
    return found


endings = st.dictionaries(st.integers(1, 8).map(lambda each: each * 10), st.integers(1, 4), min_size=1, max_size=4).map(
    lambda found: [Ending(minute(end), number) for end, number in sorted(found.items())]
)
people = st.lists(st.integers(1, 90), max_size=8)


@given(endings, st.integers(0, 4), people)
def test_whoever_is_promised_a_dose_takes_none_from_anybody(doses: list[Ending], house: int, coming: list[int]) -> None:
    demands = [Demand(each.at, sum(minute(arrival) < each.at for arrival in coming), promised=0) for each in doses]
    here = [0] * house
    for offer in offers(doses, house, demands, promised=0):
        last = int((offer.by - NOON).total_seconds() // 60) - 1
        assert served(doses, here + coming + [last] * offer.doses) == served(doses, here + coming) + offer.doses


@given(endings, st.integers(0, 4), people)
def test_who_finds_no_dose_is_who_is_not_served(doses: list[Ending], house: int, coming: list[int]) -> None:
    arrivals = [(minute(arrival), 1) for arrival in coming]
    lacking = house + len(coming) - served(doses, [0] * house + coming)
    assert without_dose(doses, house, arrivals) == lacking


def test_if_all_end_together_it_is_what_is_usable_less_the_house_and_those_who_come() -> None:
    (offer,) = offers([Ending(minute(60), 14)], 5, [Demand(minute(60), most=4, promised=3)], promised=3)
    assert offer == Offer(5, minute(60))
    (offer,) = offers([Ending(minute(60), 14)], 5, [Demand(minute(60), most=2, promised=3)], promised=3)
    assert offer == Offer(6, minute(60))


def test_where_nothing_is_free_there_is_no_offer() -> None:
    assert not list(offers([Ending(minute(60), 14)], 10, [Demand(minute(60), most=4, promised=0)], promised=0))
    assert not list(offers([], 0, [Demand(minute(60), most=0, promised=0)], promised=0))
