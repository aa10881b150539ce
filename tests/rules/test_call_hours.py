"""When people may be called: hours, holidays, and who lets it be done all the same."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.call_hours import CallHours, Override, may_call
from empfang.rules.explained import Explained
from empfang.rules.holidays import easter, holiday_on, holidays
from tests.rules.calls import clock

LANDS = tuple(
    f"DE-{land}"
    for land in ["BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH"]
)
HOURS = CallHours("Mo-Sa 08:00-20:00", "DE-RP")


@pytest.mark.parametrize(
    ("year", "day"),
    [(1818, "03-22"), (1943, "04-25"), (2000, "04-23"), (2021, "04-04"), (2022, "04-17"), (2024, "03-31")],
)
def test_easter_is_on_its_day(year: int, day: str) -> None:
    assert easter(year) == date.fromisoformat(f"{year}-{day}")


@given(st.integers(1995, 2200))
def test_easter_is_a_sunday_between_its_bounds(year: int) -> None:
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)
    assert easter(year).isoweekday() == 7


@pytest.mark.parametrize(
    ("land", "number"),
    zip(LANDS, (12, 13, 10, 12, 10, 10, 10, 10, 10, 11, 11, 12, 11, 11, 10, 11), strict=True),
)
def test_a_land_has_its_number_of_holidays(land: str, number: int) -> None:
    """As the statistics offices count them for 2021, Assumption Day in Bavaria included."""
    assert len(holidays(2021, land)) == number


@pytest.mark.parametrize(
    ("day", "land", "code"),
    [
        ("2021-11-01", "DE-RP", "all_saints"),
        ("2021-11-01", "DE-HE", None),
        ("2021-06-03", "DE-NW-WL", "corpus_christi"),
        ("2021-06-03", "DE-SN", None),
        ("2021-11-17", "DE-SN", "repentance"),
        ("2022-11-16", "DE-SN", "repentance"),
        ("2021-11-17", "DE-RP", None),
        ("2022-03-08", "DE-MV", None),
        ("2023-03-08", "DE-MV", "womens_day"),
        ("2017-10-31", "DE-NI", None),
        ("2018-10-31", "DE-NI", "reformation"),
        ("2021-12-25", "", "christmas"),
        ("2021-12-24", "DE-RP", None),
    ],
)
def test_a_day_is_a_holiday_where_it_is_one(day: str, land: str, code: str | None) -> None:
    assert holiday_on(date.fromisoformat(day), land) == code


def test_within_the_hours_people_may_be_called() -> None:
    may = may_call(clock("18:00"), HOURS)
    assert may.allowed
    assert may.override is None


@pytest.mark.parametrize(
    ("at", "day", "setting", "code", "next_at"),
    [
        ("20:00", "2021-12-15", HOURS, "call_outside_hours", clock("08:00", date(2021, 12, 16))),
        ("10:00", "2021-12-19", HOURS, "call_outside_hours", clock("08:00", date(2021, 12, 20))),
        ("20:30", "2021-12-24", HOURS, "call_outside_hours", clock("08:00", date(2021, 12, 27))),
        ("10:00", "2021-11-01", HOURS, "call_holiday", clock("08:00", date(2021, 11, 2))),
        ("10:00", "2021-08-07", CallHours("Mo-Sa 08:00-20:00", "DE-BY", frozenset({date(2021, 8, 7)})), "call_holiday",
         clock("08:00", date(2021, 8, 9))),
        ("10:00", "2021-12-15", CallHours("abends"), "call_hours_unreadable", None),
        ("22:00", "2021-12-15", CallHours(""), "call_outside_hours", clock("08:00", date(2021, 12, 16))),
    ],
)  # fmt: skip
def test_outside_the_hours_or_on_a_holiday_the_list_is_locked(
    at: str, day: str, setting: CallHours, code: str, next_at: object
) -> None:
    """callup 35"""
    may = may_call(clock(at, date.fromisoformat(day)), setting)
    assert not may.allowed
    assert may.why.code == code
    assert may.next_at == next_at


def test_the_lock_can_be_lifted_for_a_while_with_a_reason() -> None:
    """callup 35: what lifted it is in the answer, for the log."""
    lifted = Override("weber", "elf Dosen übrig", clock("20:00"), clock("20:45"))
    may = may_call(clock("20:30"), HOURS, lifted)
    assert may.allowed
    assert may.override == lifted
    values = {"operator_id": "weber", "reason": "elf Dosen übrig", "until": clock("20:45")}
    assert may.why == Explained("call_override", values)
    assert not may_call(clock("20:45"), HOURS, lifted).allowed
    assert not may_call(clock("20:30"), HOURS, Override("weber", "  ", clock("20:00"), clock("20:45"))).allowed
    assert may_call(clock("18:00"), HOURS, lifted).override is None, "within the hours none is needed"


def test_a_centre_can_call_on_holidays() -> None:
    setting = CallHours("Mo-So 08:00-20:00", "DE-RP", on_holidays=True)
    assert may_call(clock("10:00", date(2021, 12, 26)), setting).allowed
