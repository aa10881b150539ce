"""Booking codes of our own: no signs that are mixed up, and a check sign that misses no slip."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.codes import SIGNS, check_sign, code_key, is_in_groups, is_mistyped, looks_complete, make_code

CENTRES = ("KL", "DOR", "DA")
drawn = st.text(SIGNS, min_size=8, max_size=8)


def code_of(signs: str) -> str:
    return signs + check_sign(signs)


def test_a_code_is_the_centre_and_three_groups() -> None:
    code = make_code("KL", random.Random(4).randrange)
    centre, *groups = code.split("-")
    assert (centre, [len(group) for group in groups]) == ("KL", [3, 3, 3])
    assert looks_complete(code_key(code))


def test_its_signs_are_those_that_are_not_mixed_up() -> None:
    assert not set("YZ0O1IU") & set(SIGNS)
    assert len(SIGNS) == len(set(SIGNS)) == 29
    assert set("".join(make_code("", random.Random(seed).randrange) for seed in range(300))) == {*SIGNS, "-"}


@given(drawn)
def test_a_right_code_is_never_called_mistyped(signs: str) -> None:
    assert not is_mistyped(f"KL{code_of(signs)}", CENTRES)


@given(drawn, st.integers(0, 8), st.characters(codec="ascii", categories=("Lu", "Nd")))
def test_every_single_wrong_sign_is_noticed(signs: str, place: int, wrong: str) -> None:
    code = code_of(signs)
    changed = code[:place] + wrong + code[place + 1 :]
    assert is_mistyped(f"KL{changed}", CENTRES) == (changed != code)


@given(drawn, st.integers(0, 7))
def test_every_exchange_of_two_neighbours_is_noticed(signs: str, place: int) -> None:
    code = code_of(signs)
    changed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert is_mistyped(f"KL{changed}", CENTRES) == (changed != code)


def test_no_pair_of_signs_is_an_exception() -> None:
    """The exchange that Luhn's algorithm misses is one pair of 900: looked for in full, at every place."""
    for place in range(8):
        for one in SIGNS:
            for other in SIGNS:
                signs = "2" * place + one + other + "2" * (6 - place) if place < 7 else "2" * 7 + one
                code = code_of(signs) if place < 7 else signs + other
                if place == 7 and check_sign(signs) != other:
                    continue
                changed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
                assert is_mistyped(f"KL{changed}", CENTRES) == (changed != code)


@pytest.mark.parametrize(
    "text",
    ["KL-HANP-Y95H", "KL-JPFA-MKE8", "ABC-123-456-789", "4006381333931", "KLABCDEFGH", "KL-ABC-DEF-GHJ-2", "KL", ""],
)
def test_codes_of_other_systems_are_never_measured(text: str) -> None:
    assert not is_mistyped(code_key(text), CENTRES)


@pytest.mark.parametrize("written", ["kl-{}-{}-{}", "KL {} {} {}", "kl{}{}{}", "]Q3KL-{}-{}-{}"])
def test_the_check_holds_in_any_writing(written: str) -> None:
    code = code_of("ABCDEFGH")
    groups = code[:3], code[3:6], code[6:]
    assert not is_mistyped(code_key(written.format(*groups)), CENTRES)
    assert is_mistyped(code_key(written.format(groups[1], groups[0], groups[2])), CENTRES)


def test_a_name_is_not_written_in_groups_as_our_codes_are() -> None:
    assert is_in_groups("kl-abc-def-ghj")
    assert is_in_groups("KL ABC DEF GHJ")
    assert not is_in_groups("Klingenberg")
    assert not is_in_groups("Klein-Hennig")
