"""How many doses can be promised: against all outcomes of small days, the worked cases, and what always holds."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import product
from math import prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from empfang.rules.coming import Booked, Missing, Spread
from empfang.rules.in_time import Calling
from empfang.rules.leftover import forecast
from empfang.rules.leftover_day import Admitted, Leftover, OnHand, Promise, Situation
from empfang.rules.shows import Lateness, still_shows
from empfang.rules.stock import Batch, Level
from empfang.rules.vials import Dose
from tests.times import at

COM, HALF, WHOLE = Dose("COM"), Dose("SPI", "half"), Dose("SPI")
NOW, LAST_JAB = at("17:55"), at("19:30")
LATENESS = Lateness()
KNOWN = Spread(0, 0)
"""A rate that is sure: one layer."""


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def hand(*batches: tuple[str | None, int], dose: Dose = COM, **more: Any) -> OnHand:
    return OnHand(Level(dose, tuple(Batch(at(ends) if ends else None, number) for ends, number in batches)), **more)


def house(number: int, ago: float = 20, dose: Dose = COM, *, appointment: bool = True) -> list[Admitted]:
    return [Admitted(NOW - minutes(ago), dose, appointment)] * number


def booked(number: int, late: float = 0, shows: float = 0.85, dose: Dose = COM, **more: Any) -> list[Booked]:
    return [Booked(NOW - minutes(late), shows, dose, **more)] * number


def promise(late: float = -30, persons: int = 1, comes: float = 0.9, dose: Dose = COM) -> Promise:
    return Promise(NOW - minutes(late), dose, persons, comes)


def day(*batches: tuple[str | None, int], **more: Any) -> Situation:
    return Situation(NOW, LAST_JAB, {COM: hand(*batches or (("20:10", 14),))}, **{"spread": KNOWN, **more})


def of(situation: Situation, dose: Dose = COM) -> Leftover:
    return forecast(situation).of[dose]


def codes(found: Leftover) -> list[str]:
    return [line.code for line in found.lines]


# Against all outcomes


def still_to_come(situation: Situation) -> Mapping[int, float]:
    """The chance of every number of booked and promised still to come: each outcome in each layer by itself."""
    missing = Missing(situation.booked, NOW, LATENESS)
    found: dict[int, float] = {}
    for layer in missing.layers(situation.spread):
        odds = 2.718281828459045**layer.shift
        chances = [(each.persons, each.comes) for each in situation.promises]
        for each in situation.booked:
            if not each.came:
                rate = each.shows * odds / (1 - each.shows + each.shows * odds)
                chances.append((1, still_shows(rate, LATENESS.later((NOW - each.due).total_seconds() // 60))))
        for outcome in product((0, 1), repeat=len(chances)):
            number = sum(persons for (persons, _), comes in zip(chances, outcome, strict=True) if comes)
            weight = prod(chance if comes else 1 - chance for (_, chance), comes in zip(chances, outcome, strict=True))
            found[number] = found.get(number, 0.0) + layer.weight * weight
    return found


small_days = st.builds(
    lambda usable, inside, people, promised, spread: day(
        ("20:10", usable),
        house=house(inside),
        booked=[Booked(NOW - minutes(late), shows, COM, came) for late, shows, came in people],
        promises=[promise(-20, persons, comes) for persons, comes in promised],
        spread=spread,
    ),
    st.integers(0, 14),
    st.integers(0, 4),
    st.lists(
        st.tuples(st.integers(-90, 80), st.floats(0.5, 0.95).map(lambda each: round(each, 2)), st.booleans()),
        max_size=7,
    ),
    st.lists(st.tuples(st.integers(1, 2), st.sampled_from([0.8, 0.9, 1.0])), max_size=3),
    st.sampled_from([KNOWN, Spread(), Spread(0.5, 0)]),
)


@given(small_days)
def test_a_small_day_is_what_all_its_outcomes_say(situation: Situation) -> None:
    found, chances = of(situation), still_to_come(situation)
    free = found.usable - found.in_house
    reached = 0.0
    for number in sorted(chances):
        reached += chances[number]
        if reached >= 0.9 - 1e-8:
            break
    promised = sum(each.persons for each in situation.promises)
    assert found.safe == (0 if found.short else max(0, min(free - number, free - promised)))
    assert found.expected_left == pytest.approx(free - sum(each * chance for each, chance in chances.items()))
    low, high = (free - each for each in reversed(found.left))
    assert sum(chance for each, chance in chances.items() if low <= each <= high) >= 0.9 - 1e-6


# What always holds


@given(small_days)
def test_a_number_is_never_below_zero_nor_above_what_is_free(situation: Situation) -> None:
    found = of(situation)
    assert 0 <= found.by_phone <= found.safe <= max(found.usable - found.in_house - found.promised, 0)
    assert 0 <= found.short <= found.promised
    assert found.safe == 0 or found.short == 0
    assert found.left[0] <= found.left[1]


@given(small_days, st.integers(1, 5))
def test_with_more_doses_not_fewer_can_be_promised(situation: Situation, more: int) -> None:
    found = of(situation)
    richer = of(replace(situation, stock={COM: hand(("20:10", found.usable + more))}))
    assert found.safe <= richer.safe <= max(found.usable + more - found.in_house - found.promised, 0)
    assert richer.short <= found.short


@given(small_days)
def test_a_dose_that_is_promised_leaves_no_promise_short(situation: Situation) -> None:
    found = of(situation)
    for persons in range(1, found.safe + 1):
        promised = of(replace(situation, promises=[*situation.promises, promise(-30, persons)]))
        assert promised.short == 0
        assert promised.safe <= found.safe


@given(small_days)
def test_case_17_who_arrives_late_takes_a_dose_and_never_silently_one_too_many(situation: Situation) -> None:
    late = [each for each in situation.booked if not each.came and each.due < NOW]
    before = of(situation)
    for each in late[:1]:
        others = list(situation.booked)
        others[others.index(each)] = replace(each, came=True)
        after = of(replace(situation, booked=others, house=[*situation.house, *house(1, 0)]))
        free = after.usable - after.in_house - after.promised
        assert after.safe <= max(free, 0)
        assert after.short >= min(-free, after.promised) if free < 0 else after.safe <= max(before.safe, free)


# The worked cases


def test_an_evening_in_which_nobody_is_to_come_any_more() -> None:
    found = of(day(house=house(5)))
    assert (found.usable, found.in_house, found.safe, found.left, found.expected_left) == (14, 5, 9, (9, 9), 9)


def test_those_who_should_have_come_are_not_all_given_up() -> None:
    waiting = of(day(house=house(5), booked=booked(20, late=10)))
    # Each of them comes with 0.85·0.1 / (0.15 + 0.85·0.1) = 0.36.
    assert waiting.expected_booked == pytest.approx(7.23, abs=0.01)
    assert waiting.safe == 0
    assert of(day(house=house(5), booked=booked(20, late=100))).safe == 9


def test_case_14_a_promise_fifteen_minutes_over_its_time_holds_no_dose() -> None:
    held, over = (of(day(house=house(5), promises=[promise(late)])) for late in (15, 15.1))
    assert (held.promised, held.safe) == (1, 8)
    assert (over.promised, over.safe, over.short) == (0, 9, 0)
    assert "leftover.promise_over" in codes(over)


def test_case_18_less_than_promised_is_told_and_calling_stops() -> None:
    found = of(day(("20:10", 7), house=house(5), promises=[promise(persons=2), promise()]))
    assert (found.safe, found.short, found.promised) == (0, 1, 3)
    assert (found.action.code, found.action.values) == ("leftover.short", {"short": 1, "promised": 3})


def test_vials_that_are_about_to_be_opened_keep_a_promise_but_are_not_promised() -> None:
    promises = [promise(persons=2), promise()]
    planned = Situation(NOW, LAST_JAB, {COM: hand(("20:10", 7), planned=6)}, house=house(5), promises=promises)
    assert (of(planned).short, of(planned).safe) == (0, 0)
    assert of(planned).expected_left == pytest.approx(7 + 6 - 5 - 2.7)


def test_case_36_what_has_passed_its_use_by_keeps_no_promise() -> None:
    promises = [promise(0, persons=3)]
    assert of(day(("17:56", 3), promises=promises)).short == 0
    gone = of(day(("17:55", 3), promises=promises))
    assert (gone.usable, gone.short, gone.safe) == (0, 3, 0)


def vial(usable: int, container: int = 6, keeps: float = 360, **more: Any) -> tuple[str, Mapping[str, object]]:
    stock = {COM: hand(("20:10", usable), container=container, keeps=minutes(keeps))}
    found = of(Situation(NOW, LAST_JAB, stock, **{"spread": KNOWN, **more}))
    assert found.vial is not None
    assert found.vial in found.lines
    return found.vial.code, found.vial.values


def test_case_39_a_demand_of_two_opens_no_vial_of_six() -> None:
    assert vial(0, booked=booked(2, late=-60, shows=0.99)) == ("vial.not_yet", {"doses": 6, "demand": 2})
    assert vial(4, booked=booked(6, late=-60, shows=0.99)) == ("vial.not_yet", {"doses": 6, "demand": 2})


def test_a_vial_is_opened_when_its_doses_are_needed_in_nine_days_of_ten() -> None:
    assert vial(0, booked=booked(6, late=-60, shows=0.99))[0] == "vial.open_for_demand"
    assert vial(0, booked=booked(6, late=-60, shows=0.98))[0] == "vial.not_yet"
    code, values = vial(0, booked=booked(8, late=-60, shows=0.9))
    assert (code, values["chance"]) == ("vial.open_for_demand", pytest.approx(0.962, abs=0.001))
    assert vial(0, booked=booked(500, late=-60))[0] == "vial.open_for_demand"
    assert vial(0, house=house(6, appointment=False))[0] == "vial.open_for_demand"


def test_before_its_use_by_they_have_to_come() -> None:
    assert vial(0, keeps=200, booked=booked(8, late=-60, shows=0.99))[0] == "vial.open_for_demand"
    assert vial(0, keeps=30, booked=booked(8, late=-60, shows=0.99))[0] == "vial.not_yet"
    assert vial(0, keeps=30, promises=[promise(-25, 6, 1.0)])[0] == "vial.open_for_demand"
    assert vial(0, keeps=30, promises=[promise(-35, 6, 1.0)])[0] == "vial.not_yet"


def test_nobody_with_an_appointment_who_is_here_is_refused_for_a_closed_vial() -> None:
    assert vial(1, house=house(2)) == ("vial.open_for_house", {"doses": 6, "waiting": 1})
    assert vial(1, house=[*house(1), *house(1, appointment=False)])[0] == "vial.not_yet"


def test_with_nothing_to_open_nothing_is_advised() -> None:
    assert of(day(("20:10", 1), house=house(2))).vial is None


def test_case_45_one_who_has_gone_is_cleared_and_a_dose_more_is_free() -> None:
    gone = house(1, ago=120)
    before, after = of(day(house=[*house(4), *gone])), of(day(house=house(4)))
    assert (before.hanging, after.hanging) == (1, 0)
    assert after.safe == before.safe + 1
    assert ("leftover.hanging" in codes(before), "leftover.hanging" in codes(after)) == (True, False)
    assert of(day(house=house(1, ago=90))).hanging == 0


def test_case_46_a_count_and_its_deviation_are_told() -> None:
    level = Level(COM, (Batch(at("20:10"), 13),), counted_at=at("17:50"), deviation=-1)
    found = of(Situation(NOW, LAST_JAB, {COM: OnHand(level)}))
    (line,) = [line for line in found.lines if line.code == "leftover.counted"]
    assert line.values == {"at": at("17:50"), "deviation": -1}
    assert found.usable == 13


def test_case_47_half_and_full_doses_are_told_apart() -> None:
    stock = {HALF: hand(("19:30", 9), dose=HALF), WHOLE: hand(("19:30", 3), dose=WHOLE)}
    people = [*house(2, dose=HALF), *house(1, dose=WHOLE)]
    found = forecast(Situation(NOW, LAST_JAB, stock, house=people)).of
    assert list(found) == [WHOLE, HALF]
    assert (found[HALF].safe, found[WHOLE].safe) == (7, 2)


def test_what_somebody_needs_and_nobody_has_is_told() -> None:
    found = of(Situation(NOW, LAST_JAB, {}, booked=booked(3, late=-60), house=house(1)))
    assert (found.usable, found.safe, found.expected_left < -3) == (0, 0, True)
    assert found.use_by is None


def test_doses_whose_end_nobody_knows_are_told() -> None:
    found = of(day((None, 3)))
    assert (found.safe, found.use_by) == (3, None)
    assert "leftover.use_by_unknown" in codes(found)


# When


def steps(now: str, doses: int = 4, **calling: Any) -> Leftover:
    """Four doses until 20:10, the last jab at 19:30: with 20 minutes' travel and 30 in the house until 18:40."""
    calls = Calling(callers=2, attempts_per_hour=20, reached=0.5, accepts=0.5, shows=0.8, **calling)
    stock = {COM: hand(("20:10", doses))}
    return of(Situation(at(now), LAST_JAB, stock, calling=calls))


@pytest.mark.parametrize(
    ("now", "doses", "code"),
    [
        ("17:00", 4, "leftover.not_yet"),
        ("17:59", 4, "leftover.not_yet"),
        ("18:00", 4, "leftover.call"),
        ("18:40", 4, "leftover.call"),
        ("18:41", 4, "leftover.on_site"),
        ("19:30", 4, "leftover.closed"),
        ("17:00", 0, "leftover.none"),
        ("17:29", 8, "leftover.not_yet"),
        ("17:30", 8, "leftover.call"),
    ],
)
def test_what_to_do_when(now: str, doses: int, code: str) -> None:
    found = steps(now, doses)
    assert found.action.code == code
    assert found.action in found.lines
    in_time = at(now) <= at("18:40")
    assert (found.last_promise, found.attempts) == (at("18:40"), 5 * doses * in_time)


def test_the_calls_begin_so_that_the_last_is_made_in_time() -> None:
    # Twenty attempts by two who make twenty an hour each: half an hour, and ten minutes more.
    assert steps("17:00").begin == at("18:00")


def test_the_way_through_the_house_is_today_s() -> None:
    found = forecast(day(ways=[minutes(24)] * 40))
    assert (found.way, found.of[COM].last_promise) == (minutes(24), at("19:30") - minutes(20 + 24))


# Doses that end before others


def test_doses_that_end_early_are_promised_though_many_are_still_to_come() -> None:
    many = booked(30, late=-80, shows=0.99)
    found = of(day(("18:30", 6), ("20:10", 6), booked=many, house=house(1)))
    assert found.safe == 5
    assert (found.use_by, found.last_promise) == (at("18:30"), at("17:40"))
    assert of(day(("20:10", 12), booked=many, house=house(1))).safe == 0


def test_doses_that_end_together_serve_nobody_who_comes_later() -> None:
    later = booked(4, late=-90, shows=1.0)
    assert of(day(("18:30", 4), booked=later)).safe == 4
    assert of(day(("18:30", 4), booked=booked(4, late=-10, shows=1.0))).safe == 0


def test_a_promise_on_doses_that_end_early_is_not_alarmed_by_those_who_come_later() -> None:
    found = of(day(("18:30", 6), ("20:10", 6), booked=booked(30, late=-80, shows=0.99), promises=[promise(-20, 2)]))
    assert (found.short, found.safe) == (0, 4)


ends = st.dictionaries(
    st.sampled_from(["17:30", "18:00", "18:20", "18:50", "19:20", "20:10"]), st.integers(1, 9), max_size=6
)


def test_of_doses_that_end_early_those_are_told_that_can_still_be_reached() -> None:
    batches = (("18:30", 6), ("20:10", 1))
    before = of(replace(day(*batches), now=at("17:30")))
    assert (before.safe, before.by_phone, before.last_promise) == (7, 7, at("17:40"))
    after = of(day(*batches))
    assert (after.safe, after.by_phone, after.last_promise) == (7, 1, at("18:40"))
    assert (after.action.code, after.action.values["doses"]) == ("leftover.not_yet", 1)
    (line,) = [line for line in after.lines if line.code == "leftover.more_on_site"]
    assert line.values == {"doses": 6}
    at_last = of(replace(day(*batches), now=at("18:45")))
    assert (at_last.safe, at_last.by_phone, at_last.action.code) == (1, 0, "leftover.on_site")


def test_who_is_still_to_come_takes_the_dose_that_lasts() -> None:
    batches = (("18:30", 6), ("20:10", 2))
    found = of(day(*batches, booked=booked(1, late=-70, shows=1.0)))
    assert (found.safe, found.by_phone) == (7, 1)


def test_who_arrives_when_the_doses_have_ended_is_short() -> None:
    batches = (("18:30", 6), ("20:10", 1))
    assert of(day(*batches, promises=[promise(-20, 4)])).short == 0
    assert of(day(*batches, promises=[promise(-40, 1)])).short == 0
    assert of(day(*batches, promises=[promise(-40, 4)])).short == 3


@settings(deadline=None)
@given(small_days, ends, st.booleans())
def test_what_is_promised_by_telephone_is_there_when_they_come(
    situation: Situation, batches: dict[str, int], early: bool
) -> None:
    situation = replace(situation, stock={COM: hand(*batches.items())}, promises=[])
    for _ in range(30):
        found = of(situation)
        if not found.by_phone:
            break
        arrival = found.last_promise + situation.calling.travel
        new = Promise(arrival - minutes(20) if early else arrival, COM)
        situation = replace(situation, promises=[*situation.promises, new])
        assert of(situation).short == 0
    assert len(situation.promises) <= max(found.usable - found.in_house, 0)


@given(small_days, ends)
def test_many_vials_never_promise_more_than_is_free(situation: Situation, batches: dict[str, int]) -> None:
    found = of(replace(situation, stock={COM: hand(*batches.items())}))
    assert found.usable == sum(number for clock, number in batches.items() if at(clock) > NOW)
    assert 0 <= found.safe <= max(found.usable - found.in_house - found.promised, 0)
    together = of(replace(situation, stock={COM: hand(("20:10", found.usable))}))
    assert found.safe >= together.safe or found.short


@pytest.mark.parametrize("clock", ["08:00", "12:00", "17:00"])
def test_the_forecast_of_a_moment_is_always_the_same(clock: str) -> None:
    people = [Booked(at("08:00") + minutes(index // 2), 0.8, COM if index % 3 else HALF) for index in range(400)]
    situation = Situation(at(clock), LAST_JAB, {COM: hand(("18:30", 9))}, booked=people)
    assert forecast(situation) == forecast(replace(situation, booked=people[::-1]))
