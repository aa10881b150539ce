"""What is typed from paper, and whether it can be so (checkin.md 17 and 61)."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.model import Centre
from empfang.rules.late_entry import Typed, Wrong, judge_time, read_day, read_line
from empfang.rules.line_numbers import line_number

NUMBER = line_number("somebody")
A, B = NUMBER[:3], NUMBER[3:]
DAY = date(2021, 12, 15)
NOW = datetime(2021, 12, 15, 14, 30, tzinfo=ZoneInfo("Europe/Berlin"))
CENTRE = Centre(id="KL", name="KL", hours={"default": "08:00-18:00"}, early_minutes=30, late_minutes=90)


@pytest.mark.parametrize(
    "text",
    [
        f"{NUMBER} 0912", f"{NUMBER}0912", f"{A} {B} 9:12", f"{A} {B} 912", f" {A}{B}  09.12 ", f"{A}-{B}-09-12",
        f"{A} {B},0912",
    ],
)  # fmt: skip
def test_a_number_and_a_time_in_any_writing(text: str) -> None:
    assert read_line(text) == Typed(NUMBER, time(9, 12))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Wrong.NOT_A_LINE),
        (NUMBER, Wrong.NOT_A_LINE),
        (f"{NUMBER} 12", Wrong.NOT_A_LINE),
        (f"{NUMBER} 09121", Wrong.NOT_A_LINE),
        (f"{NUMBER} o912", Wrong.NOT_A_LINE),
        (f"{A}x{B} 0912", Wrong.NOT_A_LINE),
        (f"{NUMBER} ٠٩١٢", Wrong.NOT_A_LINE),
        ("meier 0912", Wrong.NOT_A_LINE),
        (f"{NUMBER[:5]}{(int(NUMBER[5]) + 1) % 10} 0912", Wrong.CHECK_DIGIT),
        (f"{NUMBER} 2530", Wrong.NO_SUCH_TIME),
        (f"{NUMBER} 0960", Wrong.NO_SUCH_TIME),
    ],
)
def test_what_cannot_be_is_asked_for_again(text: str, why: Wrong) -> None:
    assert read_line(text) is why


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    assert isinstance(read_line(text), Typed | Wrong)
    assert isinstance(read_day(text, DAY), date | Wrong | None)


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("14:30", None), ("14:31", Wrong.TO_COME), ("07:30", None), ("07:29", Wrong.BEFORE_OPENING),
        ("00:00", Wrong.BEFORE_OPENING),
    ],
)  # fmt: skip
def test_nobody_comes_before_the_doors_open_or_later_than_now(at: str, why: Wrong | None) -> None:
    assert judge_time(time.fromisoformat(at), DAY, CENTRE, NOW) is why


@pytest.mark.parametrize(("at", "why"), [("19:30", None), ("19:31", Wrong.AFTER_CLOSING), ("08:00", None)])
def test_on_the_day_before_everything_until_closing_can_be(at: str, why: Wrong | None) -> None:
    assert judge_time(time.fromisoformat(at), date(2021, 12, 14), CENTRE, NOW) is why


def test_a_centre_without_stated_hours_has_none_that_could_be_wrong() -> None:
    assert judge_time(time(3), DAY, Centre(id="KL", name="KL"), NOW) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14.12.", date(2021, 12, 14)),
        ("14.12", date(2021, 12, 14)),
        (" 9.12.2021 ", date(2021, 12, 9)),
        ("15.12.21", DAY),
        ("16.12.", Wrong.DAY_TO_COME),
        ("16.12.21", Wrong.DAY_TO_COME),
        ("7.12.", Wrong.DAY_TOO_OLD),
        ("31.11.", Wrong.NO_SUCH_DAY),
        ("29.2.", Wrong.NO_SUCH_DAY),
        (f"{NUMBER} 09.12", None),
        ("heute", None),
    ],
)
def test_a_day_is_told_from_a_line(text: str, day: date | Wrong | None) -> None:
    assert read_day(text, DAY) == day


def test_new_year_s_eve_typed_in_january_is_last_year_s() -> None:
    assert read_day("31.12.", date(2022, 1, 3)) == date(2021, 12, 31)
