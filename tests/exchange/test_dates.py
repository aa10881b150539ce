"""Dates and times, however they are written."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from empfang.exchange.dates import DateStyle, Unfit, find_style, read_date, read_moment, read_time

TODAY = date(2021, 12, 15)
GERMAN = DateStyle()
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "text",
    [
        "15.12.2021",
        "15.12.21",
        "15 . 12 . 2021",
        "2021-12-15",
        "2021/12/15",
        "15/12/2021",
        "15-12-2021",
        "Mi 15.12.2021",
        "Mi, 15.12.2021",
        "Mittwoch, 15. Dezember 2021",
        "15. Dez. 2021",
        "Dec 15, 2021",
        "15-Dec-21",
        "44545",
        "20211215",
        "15122021",
        "151221",
        "2021-12-15T00:00:00",
        "15.12.2021 00:00:00",
        "15th December 2021",
    ],
)
def test_a_day_is_read_in_every_writing(text: str) -> None:
    assert read_date(text, GERMAN) == TODAY


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("12.08.49", date(1949, 8, 12)),
        ("03.05.19", date(2019, 5, 3)),
        ("15.12.21", date(2021, 12, 15)),
        ("16.12.21", date(1921, 12, 16)),
        ("29.02.00", date(2000, 2, 29)),
        ("1.2.1899", date(1899, 2, 1)),
    ],
)
def test_a_birth_year_of_two_digits_is_the_last_that_is_not_in_the_future(text: str, born: date) -> None:
    assert read_date(text, GERMAN.until(TODAY)) == born


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31.02.1950", "no_such_date"),
        ("15.13.2021", "no_such_date"),
        ("0.1.2000", "no_such_date"),
        ("29.02.21", "no_such_date"),
        ("Dienstag", "not_a_date"),
        ("15.12.", "not_a_date"),
        ("1950", "not_a_date"),
        ("67655", "not_a_date"),
        ("", "not_a_date"),
    ],
)
def test_what_is_no_date_says_why(text: str, code: str) -> None:
    with pytest.raises(Unfit) as problem:
        read_date(text, GERMAN)
    assert problem.value.code == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:00", time(9)),
        ("9.00", time(9)),
        ("0900", time(9)),
        ("900", time(9)),
        ("9:00 Uhr", time(9)),
        ("9 Uhr", time(9)),
        ("9 Uhr 30", time(9, 30)),
        ("2:30 PM", time(14, 30)),
        ("2 pm", time(14)),
        ("12:00 AM", time(0)),
        ("12:05 pm", time(12, 5)),
        ("09:00:00", time(9)),
        ("09:00 - 09:05 Uhr", time(9)),
        ("0.375", time(9)),
        ("0,5", time(12)),
        ("9h30", time(9, 30)),
        ("1899-12-30 09:00:00", time(9)),
    ],
)
def test_a_time_is_read_in_every_writing(text: str, expected: time) -> None:
    assert read_time(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("25:30", "no_such_time"),
        ("24:00", "no_such_time"),
        ("12:60", "no_such_time"),
        ("13 PM", "no_such_time"),
        ("früh", "not_a_time"),
        ("", "not_a_time"),
        ("15.12.2021", "not_a_time"),
    ],
)
def test_what_is_no_time_says_why(text: str, code: str) -> None:
    with pytest.raises(Unfit) as problem:
        read_time(text)
    assert problem.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "15.12.2021 14:30",
        "15.12.2021, 14.30 Uhr",
        "2021-12-15T14:30:00",
        "2021-12-15T13:30:00Z",
        "2021-12-15 14:30+01:00",
        "15.12.2021 2:30 PM",
        "Mi 15.12.2021 um 14:30 Uhr",
        "44545.6041667",
        "15. Dezember 2021 14 Uhr 30",
        "14:30 15.12.2021",
        "15.12.2021 - 14:30",
        "15.12.2021 14:30-14:35",
        "20211215T1430",
        "2021-12-15 14:30:00.000",
    ],
)
def test_date_and_time_in_one_are_read_as_the_clock_on_the_wall_shows_them(text: str) -> None:
    assert read_moment(text, GERMAN, BERLIN) == datetime(2021, 12, 15, 14, 30)  # noqa: DTZ001 - naive on purpose


def test_an_appointment_needs_its_time() -> None:
    with pytest.raises(Unfit, match="no_time"):
        read_moment("15.12.2021", GERMAN, BERLIN, whole=True)


@pytest.mark.parametrize(
    ("values", "order", "sure"),
    [
        (["02/01/1950", "12/25/1960"], "mdy", True),
        (["02/01/1950", "25/12/1960"], "dmy", True),
        (["02/01/1950", "03/04/1960"], "dmy", False),
        (["02.01.1950", "03.04.1960"], "dmy", True),
        (["1950-02-01"], "dmy", True),
        (["02/01/2021 14:30", "12/25/2021 09:00"], "mdy", True),
        (["50/02/01", "61/12/24"], "ymd", True),
    ],
)
def test_the_order_of_day_and_month_is_found_in_the_column(values: list[str], order: str, sure: bool) -> None:
    style = find_style(values)
    assert (style.order, style.sure) == (order, sure)
