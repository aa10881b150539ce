"""Repairing what a scanner set to US leaves on a German computer."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from empfang.rules.layout import arrives_as, repair, repairs
from tests.rules.keyboards import US, arrives

DEAD = "`=+"
PLAIN = "".join(sign for sign in US if sign not in DEAD)


@pytest.mark.parametrize(
    ("arrived", "meant"),
    [
        ("KLßHANPßZ95H", "KL-HANP-Y95H"),
        ("HC1Ö6BFOXN", "HC1:6BFOXN"),
        ("ö", ";"),
        ("Ö", ":"),
        ("-", "/"),
        ("´1", "=1"),
        ("^1", "`1"),
        ("`1", "+1"),
        ("yzYZ", "zyZY"),
        ("é", "=e"),
        ("Â", "`A"),
        ("À", "+A"),
        ("Ỳ", "+Z"),  # the key of the US Z is the German Y
        ("²", "`2"),
        ("ǘ", "=["),
        ("§°&/()=?;:_", "#~^&*()_<>?"),
        ("+Q3KL", "]Q3KL"),
        ("abcXYZ019", "abcXZY019"),
    ],
)
def test_what_arrives_and_what_was_meant(arrived: str, meant: str) -> None:
    assert repair(arrived) == meant


@given(st.text(PLAIN), st.sampled_from(["windows", "linux"]))
def test_without_dead_keys_every_text_is_repaired(text: str, system: str) -> None:
    assert repair(arrives(text, system)) == text
    assert arrives_as(text) == arrives(text, system)


def test_each_printable_sign_is_repaired_before_each_other() -> None:
    """All pairs, dead keys included: what was meant is among the readings, the first unless a blank is in it."""
    for system in ("windows", "linux"):
        for one in string.printable[:95]:
            for other in string.printable[:95]:
                text = f"x{one}{other}x"
                read = list(repairs(arrives(text, system)))
                assert text in read, (system, text, arrives(text, system), read)
                if " " not in text and (one != other or system == "windows"):
                    assert read[0] == text, (system, text)


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", max_size=40), st.sampled_from(["windows", "linux"]))
@example("++", "windows")
def test_a_certificate_is_among_the_readings_unless_too_much_is_uncertain(text: str, system: str) -> None:
    read = list(repairs(arrives("HC1:" + text, system)))
    assert all(each.startswith("HC1:") for each in read)
    assert len(read) == len(set(read)) <= 64
    if text.count("+") <= 3 and not text.endswith("+"):
        assert "HC1:" + text in read


@pytest.mark.parametrize("text", ["", "山田", "👩‍👩‍👧", "\x00", "e\u0301", "\u0301", "[/b]", "´" * 300])
def test_whatever_arrives_is_harmless(text: str) -> None:
    assert len(list(repairs(text))) <= 64


def test_a_prefix_with_a_dead_key_cannot_be_told() -> None:
    assert arrives_as("#") == "§"
    assert arrives_as("=") is None
