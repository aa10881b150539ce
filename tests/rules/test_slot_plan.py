"""Which slots and places a coordinator's wish means: sums are exact, places lie evenly, what is taken stays."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from empfang.model import Centre, Slot
from empfang.rules.slot_plan import (
    PlannedSlot,
    Step,
    Wish,
    beside,
    days_without,
    fit,
    plan_days,
    shared_out,
    spread,
)

ZONE = ZoneInfo("Europe/Berlin")
DORSTEN = Centre(id="DOR", name="Impfzentrum Dorsten", lanes=3, slot_minutes=10, hours={"default": "09:00-17:00"})
ONLINE, PHONE, SPECIAL = "DOR:online", "DOR:phone", "DOR:sonder60"
SHARES = {ONLINE: Fraction("0.8"), PHONE: Fraction("0.2")}
FIRST = date(2021, 11, 24)
BEFORE = datetime(2021, 11, 20, 12, tzinfo=UTC)
MI_DO_FR = frozenset({2, 3, 4})


def wish(**changed: Any) -> Wish:
    """360 places on each Wednesday, Thursday and Friday of a month, a fifth of them by telephone."""
    usual = {
        "first": FIRST, "last": date(2021, 12, 22), "vaccine": "Comirnaty", "minutes": 10, "shares": SHARES,
        "weekdays": MI_DO_FR, "per_day": 360,
    }  # fmt: skip
    return Wish(**{**usual, **changed})


def totals(centre: Centre, asked: Wish) -> dict[date, Counter[str]]:
    """Places of each contingent by day."""
    return {day.day: sum((Counter(slot.places) for slot in day.slots), Counter()) for day in plan_days(centre, asked)}


def test_dorsten_s_4680_places_on_13_days_come_out_exactly() -> None:
    days = totals(DORSTEN, wish())
    assert len(days) == 13
    assert set(map(tuple, map(dict.items, days.values()))) == {((ONLINE, 288), (PHONE, 72))}
    assert sum(sum(each.values()) for each in days.values()) == 4_680


def test_lanes_and_minutes_make_the_places_where_no_number_per_day_is_said() -> None:
    [day] = plan_days(DORSTEN, wish(last=FIRST, per_day=None, per_slot=3))
    assert len(day.slots) == 48
    assert {sum(slot.places.values()) for slot in day.slots} == {3}
    assert [slot.start.astimezone(ZONE).time() for slot in (day.slots[0], day.slots[-1])] == [time(9), time(16, 50)]


def test_a_special_contingent_is_places_of_its_own() -> None:
    [day] = plan_days(DORSTEN, wish(last=FIRST, per_day=None, per_slot=1, shares={SPECIAL: Fraction(1)}))
    assert {frozenset(slot.places.items()) for slot in day.slots} == {frozenset({(SPECIAL, 1)})}


@pytest.mark.parametrize(
    ("hours", "starts"),
    [
        ("09:00-09:30", ["09:00", "09:10", "09:20"]),
        ("09:00-09:29", ["09:00", "09:10"]),
        ("09:00-09:09", []),
        # Nobody's time reaches into the break, and after it the clock starts anew.
        ("11:40-12:05, 12:45-13:00", ["11:40", "11:50", "12:45"]),
        ("geschlossen", []),
        ("nur nach Absprache", []),
    ],
)
def test_each_slot_ends_before_the_next_break(hours: str, starts: list[str]) -> None:
    centre = DORSTEN.with_(hours={"default": "09:00-17:00", FIRST.isoformat(): hours})
    [day] = plan_days(centre, wish(last=FIRST))
    assert [f"{slot.start.astimezone(ZONE):%H:%M}" for slot in day.slots] == starts
    assert sum(sum(slot.places.values()) for slot in day.slots) == (360 if starts else 0)


def test_a_centre_without_hours_is_taken_to_be_open_from_8_to_18_and_that_is_said() -> None:
    [day] = plan_days(Centre(id="DOR", name="DOR"), wish(last=FIRST))
    assert (len(day.slots), day.assumed) == (60, True)
    assert not any(each.assumed for each in plan_days(DORSTEN, wish()))


@pytest.mark.parametrize(("day", "hours"), [(date(2021, 3, 28), 5), (date(2021, 10, 31), 7), (date(2021, 6, 1), 6)])
def test_on_the_nights_when_the_clock_is_changed_no_slot_is_there_twice_or_at_no_time(day: date, hours: int) -> None:
    centre = DORSTEN.with_(hours={"default": "00:00-06:00"})
    [planned] = plan_days(centre, wish(first=day, last=day, weekdays=frozenset()))
    starts = [slot.start for slot in planned.slots]
    assert len(set(starts)) == len(starts) == hours * 6
    assert {later - earlier for earlier, later in pairwise(starts)} == {timedelta(minutes=10)}
    assert sum(sum(slot.places.values()) for slot in planned.slots) == 360


def test_the_clock_s_change_moves_no_slot_of_the_day() -> None:
    days = plan_days(DORSTEN, wish(first=date(2021, 10, 30), last=date(2021, 10, 31), weekdays=frozenset()))
    assert [f"{day.slots[0].start.astimezone(ZONE):%H:%M %z}" for day in days] == ["09:00 +0200", "09:00 +0100"]


shares = st.lists(st.integers(0, 1000), min_size=1, max_size=6).filter(any)


@given(st.integers(0, 5_000), shares)
def test_shares_are_rounded_so_that_the_sum_is_exact(total: int, parts: list[int]) -> None:
    given_out = shared_out(total, {str(place): Fraction(part) for place, part in enumerate(parts)})
    assert sum(given_out) == total
    for number, part in zip(given_out, parts, strict=True):
        assert abs(number - Fraction(total * part, sum(parts))) < 1


@settings(deadline=None)
@given(st.lists(st.integers(0, 300), min_size=1, max_size=6), st.integers(1, 150))
def test_places_lie_evenly_over_the_day(places: list[int], slots: int) -> None:
    rows = spread(tuple(places), slots)
    assert len(rows) == slots
    assert [sum(column) for column in zip(*rows, strict=True)] == places
    assert all(number >= 0 for row in rows for number in row)
    in_all = [sum(row) for row in rows]
    assert max(in_all) - min(in_all) <= 1
    until = list(accumulate(in_all))
    for place, count in enumerate(places):
        for so_far, of_all in zip(accumulate(row[place] for row in rows), until, strict=True):
            assert abs(so_far - Fraction(of_all * count, sum(places) or 1)) < 1


def test_nobody_gets_a_place_where_all_shares_are_nothing() -> None:
    assert shared_out(360, {ONLINE: Fraction(0)}) == (0,)
    assert spread((0, 0), 3) == ((0, 0),) * 3


START = datetime(2021, 11, 24, 9, tzinfo=ZONE).astimezone(UTC)


def planned(places: Mapping[str, int]) -> PlannedSlot:
    return PlannedSlot("s", START, 10, places)


def there(capacity: Mapping[str, int], taken: Mapping[str, int] | None = None, **more: Any) -> Slot:
    slot = Slot(id="s", centre_id="DOR", start=START, minutes=10, vaccine="Comirnaty")
    return slot.with_(capacity=capacity, taken=taken or {}, **more)


def test_what_is_not_there_is_made_without_contingents_that_have_no_place_in_it() -> None:
    fitted = fit(planned({ONLINE: 6, PHONE: 0}), None, DORSTEN, wish(), BEFORE)
    assert fitted.step is Step.NEW
    assert fitted.slot is not None
    assert (fitted.slot.capacity, fitted.slot.released_at) == ({ONLINE: 6}, None)


def test_a_slot_without_a_place_is_not_made() -> None:
    fitted = fit(planned({ONLINE: 0}), None, DORSTEN, wish(), BEFORE)
    assert (fitted.step, fitted.slot) == (Step.UNCHANGED, None)


@pytest.mark.parametrize(
    ("now", "before", "step"),
    [
        (BEFORE, {ONLINE: 6, PHONE: 2}, Step.UNCHANGED),
        (BEFORE, {ONLINE: 6, PHONE: 2, SPECIAL: 1}, Step.UNCHANGED),
        (BEFORE, {ONLINE: 5, PHONE: 2}, Step.CHANGED),
        (START + timedelta(minutes=9), {ONLINE: 5, PHONE: 2}, Step.CHANGED),
        (START + timedelta(minutes=10), {ONLINE: 5, PHONE: 2}, Step.OVER),
    ],
)
def test_only_what_is_different_and_not_over_is_changed(now: datetime, before: dict[str, int], step: Step) -> None:
    assert fit(planned({ONLINE: 6, PHONE: 2}), there(before), DORSTEN, wish(), now).step is step


def test_contingents_that_are_not_named_keep_their_places() -> None:
    fitted = fit(planned({SPECIAL: 1}), there({ONLINE: 6, PHONE: 2}), DORSTEN, wish(), BEFORE)
    assert fitted.slot is not None
    assert fitted.slot.capacity == {ONLINE: 6, PHONE: 2, SPECIAL: 1}


def test_capacity_never_goes_below_what_is_taken() -> None:
    fitted = fit(
        planned({ONLINE: 2, PHONE: 0}), there({ONLINE: 6, PHONE: 2}, {ONLINE: 4, PHONE: 1}), DORSTEN, wish(), BEFORE
    )
    assert fitted.slot is not None
    assert (fitted.slot.capacity, fitted.kept) == ({ONLINE: 4, PHONE: 1}, 3)
    again = fit(planned({ONLINE: 2, PHONE: 0}), fitted.slot, DORSTEN, wish(), BEFORE)
    assert (again.step, again.kept) == (Step.UNCHANGED, 3)


counts = st.dictionaries(st.sampled_from([ONLINE, PHONE, SPECIAL]), st.integers(0, 9))


@given(st.dictionaries(st.sampled_from([ONLINE, PHONE, SPECIAL]), st.integers(0, 9), min_size=1), counts, counts)
def test_whatever_is_there_a_second_time_changes_nothing(
    wanted: dict[str, int], capacity: dict[str, int], taken: dict[str, int]
) -> None:
    before = there(capacity, taken)
    fitted = fit(planned(wanted), before, DORSTEN, wish(), BEFORE)
    after = fitted.slot or before
    assert all(after.capacity.get(name, 0) == max(number, taken.get(name, 0)) for name, number in wanted.items())
    assert all(after.capacity[name] == number for name, number in capacity.items() if name not in wanted)
    assert fit(planned(wanted), after, DORSTEN, wish(), BEFORE).step is Step.UNCHANGED


RELEASE, LATER = datetime(2021, 11, 24, 7, tzinfo=UTC), datetime(2021, 11, 25, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "asked", "after"),
    [
        (None, {}, None),
        # Who forgets the release does not open the doors before their time.
        (RELEASE, {}, RELEASE),
        (RELEASE, {"released_at": LATER}, LATER),
        (None, {"released_at": LATER}, LATER),
        (RELEASE, {"at_once": True}, None),
        # What can be booked already needs no change to become so.
        (BEFORE, {"at_once": True}, BEFORE),
    ],
)
def test_the_release_is_changed_when_it_is_said(
    before: datetime | None, asked: dict[str, Any], after: datetime | None
) -> None:
    found = there({ONLINE: 6}, released_at=before)
    fitted = fit(planned({ONLINE: 6}), found, DORSTEN, wish(**asked), BEFORE)
    assert (fitted.slot or found).released_at == after
    assert fitted.step is (Step.UNCHANGED if before == after else Step.CHANGED)


def test_taking_away_is_for_whatever_slots_there_are() -> None:
    odd = there({ONLINE: 3}, {ONLINE: 1}).with_(id="odd", start=START + timedelta(minutes=5), minutes=5)
    night = there({ONLINE: 3}).with_(id="night", start=START + timedelta(hours=14))
    others = [
        odd.with_(id="other vaccine", vaccine="Spikevax"),
        odd.with_(id="other contingent", capacity={SPECIAL: 3}),
        odd.with_(id="a day later", start=START + timedelta(days=1)),
    ]
    nothing = wish(last=FIRST, per_day=0)
    assert nothing.takes_away
    [day] = days_without([night, odd, *others], DORSTEN.with_(hours={"default": "geschlossen"}), nothing)
    assert [(each.id, each.minutes, dict(each.places)) for each in day.slots] == [
        ("odd", 5, {ONLINE: 0, PHONE: 0}), ("night", 10, {ONLINE: 0, PHONE: 0}),
    ]  # fmt: skip
    taken_away = fit(day.slots[0], odd, DORSTEN, nothing, BEFORE).slot
    assert taken_away is not None
    assert (taken_away.capacity, taken_away.minutes) == ({ONLINE: 1}, 5)
    assert not wish(per_day=None, per_slot=1).takes_away


def test_slots_of_another_grid_are_told_and_stay() -> None:
    days = tuple(plan_days(DORSTEN, wish(last=FIRST)))
    odd = there({ONLINE: 3}).with_(id="odd", start=START + timedelta(minutes=5))
    others = [
        odd.with_(id="other day", start=START + timedelta(days=1, minutes=5)),
        odd.with_(id="other vaccine", vaccine="Spikevax"),
        odd.with_(id="other contingent", capacity={SPECIAL: 3}),
        there({ONLINE: 3}).with_(id=days[0].slots[0].id),
    ]
    assert beside([odd, *others], days, DORSTEN, wish(last=FIRST)) == [odd]
