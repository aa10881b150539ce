"""PINs, and how guessing is slowed down."""

import pytest

from empfang.rules.pins import TRIES, WAIT_S, Tries, is_pin


@pytest.mark.parametrize("text", ["1234", "000000", "123456789012"])
def test_four_to_twelve_digits_are_a_pin(text: str) -> None:
    assert is_pin(text)


@pytest.mark.parametrize("text", ["", "123", "1234567890123", "12 34", "12a4", "１２３４", "²²²²", "-123"])
def test_anything_else_is_none(text: str) -> None:
    assert not is_pin(text)


def test_after_three_wrong_ones_there_is_a_wait_and_three_more() -> None:
    tries, now_s = Tries(), 100.0
    for _ in range(2):
        lefts = []
        for _ in range(TRIES):
            assert tries.wait_s(now_s) == 0
            lefts.append(tries.left)
            tries = tries.after_wrong(now_s)
        assert lefts == [3, 2, 1]
        assert tries.wait_s(now_s) == WAIT_S
        now_s += WAIT_S
