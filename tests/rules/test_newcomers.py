"""A person in one line: name, comma, first name, birth date."""

from datetime import date

import pytest

from empfang.rules.newcomers import Newcomer, read_newcomer
from tests.times import DAY

BORN = date(1952, 4, 3)


@pytest.mark.parametrize(
    ("text", "family", "given"),
    [
        ("Weiß, Karl 3.4.52", "Weiß", "Karl"),
        ("  Weiß ,Karl,  03.04.1952 ", "Weiß", "Karl"),
        ("von der Au, Anna Maria 030452", "von der Au", "Anna Maria"),
        ("O'Neill-Weiß, Jean-Luc 3/4/52", "O'Neill-Weiß", "Jean-Luc"),
        ("[/b]\x1b[J, Bobby 3.4.52", "[/b][J", "Bobby"),
    ],
)
def test_a_line_is_read(text: str, family: str, given: str) -> None:
    assert read_newcomer(text, DAY) == Newcomer(family, given, BORN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Weiß Karl 3.4.52",
        "Weiß, Karl",
        "Weiß, 3.4.52",
        ", Karl 3.4.52",
        "Weiß, Karl 31.2.52",
        "Weiß, Karl 3.4.1802",
    ],
)
def test_what_is_not_all_there_is_not_guessed(text: str) -> None:
    assert read_newcomer(text, DAY) is None


def test_a_name_has_an_end() -> None:
    found = read_newcomer(f"{'W' * 300}, {'K' * 300} 3.4.52", DAY)
    assert found is not None
    assert (len(found.family), len(found.given)) == (64, 64)
