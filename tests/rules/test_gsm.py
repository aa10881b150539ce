"""How long a text message is: in the GSM alphabet, with its extension, and in UTF-16."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.gsm import parts, plainer


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0), ("a", 1), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("a" * 459, 3),
        ("a" * 460, 4), ("ä" * 160, 1), ("€" * 80, 1), ("€" * 81, 2),
        ("a" * 152 + "€" * 5, 2),  # 162 septets; the sign at the border goes into the second part as a whole
        ("ş" * 70, 1), ("ş" * 71, 2), ("ş" * 201, 3), ("ş" * 202, 4), ("😀" * 35, 1), ("😀" * 36, 2),
    ],
)  # fmt: skip
def test_a_text_goes_in_so_many_parts(text: str, number: int) -> None:
    assert parts(text) == number


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Şahin Öztürk", "Sahin Öztürk"), ("Łucja", "Lucja"), ("Zoë", "Zoe"), ("O\u0308zil", "Özil"),
        ("Yıldız", "Yildiz"),
        ("8–12 Uhr", "8-12 Uhr"), ("Иванова", "Иванова"), ("山田", "山田"), ("€ 5", "€ 5"),
    ],
)  # fmt: skip
def test_latin_letters_lose_the_marks_that_would_halve_the_room(text: str, plain: str) -> None:
    assert plainer(text) == plain


@given(st.text(max_size=300), st.text(max_size=300))
def test_more_text_never_takes_fewer_parts(one: str, other: str) -> None:
    assert parts(one + other) >= max(parts(one), parts(other))


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=200))
def test_what_was_made_plainer_takes_no_more_parts_in_the_alphabet_than_it_has_letters_for(text: str) -> None:
    assert parts(plainer(text)) <= parts(text) or len(plainer(text)) > len(text)
