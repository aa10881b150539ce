"""Birth dates as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.birth_dates import OLDEST, read_birth

TODAY = date(2021, 12, 15)


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("12.8.58", date(1958, 8, 12)), ("12.08.1958", date(1958, 8, 12)), ("12081958", date(1958, 8, 12)),
        ("120858", date(1958, 8, 12)), (" 12. 8. 1958 ", date(1958, 8, 12)), ("12/8/58", date(1958, 8, 12)),
        ("1.2.19", date(2019, 2, 1)), ("151221", date(2021, 12, 15)), ("161221", date(1921, 12, 16)),
        ("1.1.1907", date(1907, 1, 1)), ("29.2.2016", date(2016, 2, 29)),
        ("1.1.1905", None), ("16.12.2021", None), ("31.2.1958", None), ("29.2.2015", None), ("1258", None),
        ("12.8.", None), ("", None), ("zwölfter August", None), ("0.0.00", None), ("[/b]", None),
    ],
)  # fmt: skip
def test_what_can_be_a_birth_date(text: str, born: date | None) -> None:
    assert read_birth(text, TODAY) == born


@given(st.dates(date(TODAY.year - OLDEST + 1, 1, 1), TODAY))
def test_a_whole_date_is_itself_in_every_writing(born: date) -> None:
    for text in (f"{born:%d.%m.%Y}", f"{born:%d%m%Y}", f"{born.day}.{born.month}.{born.year}"):
        assert read_birth(text, TODAY) == born


@given(st.dates(date(1922, 12, 15), TODAY))
def test_two_digits_are_enough_for_whoever_is_not_yet_a_hundred(born: date) -> None:
    assert read_birth(f"{born:%d.%m.%y}", TODAY) == born
