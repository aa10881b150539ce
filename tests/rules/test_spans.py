"""Dates and spans: the conventions, as properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.spans import Span, Unit, after, age_on, birthday, read_span

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "span", "expected"),
    [
        ("2021-10-31", "6 months", "2022-04-30"),
        ("2021-11-30", "3 months", "2022-02-28"),
        ("2023-11-30", "3 months", "2024-02-29"),
        ("2021-07-15", "5 months", "2021-12-15"),
        ("2021-11-02", "90 days", "2022-01-31"),
        ("2021-11-02", "3 months", "2022-02-02"),
        ("2021-02-12", "12 weeks", "2021-05-07"),
        ("2020-02-29", "1 year", "2021-02-28"),
    ],
)
def test_spans_end_on_the_day_that_the_conventions_name(day: str, span: str, expected: str) -> None:
    assert after(date.fromisoformat(day), read_span(span)) == date.fromisoformat(expected)


@pytest.mark.parametrize("text", ["", "6", "months", "6 moons", "-3 days", "6  months", "1.5 months", "6 months ago"])
def test_what_is_no_span_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError):
        read_span(text)


@given(days, st.integers(0, 400), st.sampled_from(Unit))
def test_a_longer_span_never_ends_earlier(day: date, number: int, unit: Unit) -> None:
    assert day <= after(day, Span(number, unit)) <= after(day, Span(number + 1, unit))


@given(days, st.integers(0, 60), st.sampled_from(Unit))
def test_whoever_begins_later_never_ends_earlier(day: date, number: int, unit: Unit) -> None:
    assert after(day, Span(number, unit)) <= after(day + timedelta(days=1), Span(number, unit))


@given(days, st.integers(0, 100))
def test_a_week_is_seven_days_and_a_year_twelve_months(day: date, number: int) -> None:
    assert after(day, Span(number, Unit.WEEK)) == after(day, Span(7 * number, Unit.DAY))
    assert after(day, Span(number, Unit.YEAR)) == after(day, Span(12 * number, Unit.MONTH))


@given(days, st.integers(0, 60))
def test_months_end_in_the_right_month_on_the_same_day_or_its_last(day: date, number: int) -> None:
    end = after(day, Span(number, Unit.MONTH))
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == number
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)


@given(days, st.integers(0, 120))
def test_a_birthday_is_the_first_day_of_an_age(born: date, years: int) -> None:
    day = birthday(born, years)
    assert age_on(born, day) == years
    assert age_on(born, day - timedelta(days=1)) == years - 1


def test_whoever_is_born_on_29_february_is_older_from_1_march_in_common_years() -> None:
    born = date(2004, 2, 29)
    assert birthday(born, 18) == date(2022, 3, 1)
    assert birthday(born, 20) == date(2024, 2, 29)
    assert age_on(born, date(2022, 2, 28)) == 17


def test_beyond_the_calendar_is_its_last_day() -> None:
    assert after(date(9999, 12, 1), Span(1, Unit.MONTH)) == date.max
    assert birthday(date(9990, 1, 1), 20) == date.max
