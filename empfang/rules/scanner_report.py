"""What a scanner sent, judged: layout, Enter, pace. For `empfang doctor --scanner`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from empfang.rules.layout import repairs
from empfang.rules.scanner import ENTER, Pace, Run, press, waited

TEST_TEXT = "EMPFANG-YZ:/+A"
"""Has what other layouts change: Y and Z, punctuation, a dead key; and fits the smallest QR code."""
_LEFT_ALONE = re.compile(r"EMPF|E.PF.NG", re.IGNORECASE)
"""Of the test's text what layouts leave alone; on a French keyboard A and M lie elsewhere."""


class Layout(StrEnum):
    """The keyboard that a scanner believes to type on."""

    RIGHT = "right"
    US = "us"
    OTHER = "other"
    CAPITALS = "capitals"
    """The right one, with the computer's capitals locked."""
    UNTOLD = "untold"
    """The text had nothing that would tell."""


@dataclass(frozen=True, slots=True)
class Report:
    """A scan in the test: its text as it arrived, what it had before the test's own text, and how it came.

    `is_told`: at this pace it is told from typing. `slowest_s`: the longest time between two keys.
    """

    text: str
    is_test: bool
    layout: Layout
    lead: str
    has_enter: bool
    slowest_s: float
    is_told: bool

    @property
    def is_good(self) -> bool:
        """Whether empfang can work with this scanner as it is."""
        return self.is_told and self.layout in {Layout.RIGHT, Layout.US, Layout.UNTOLD}


def report(keys: Sequence[tuple[str, float]], pace: Pace) -> Report:
    """Judge the keys that came: signs, or `ENTER`, with their times."""
    text = "".join(sign for sign, _ in keys if sign != ENTER)
    layout, lead = _layout(text)
    times = [at_s for _, at_s in keys]
    return Report(
        text=text,
        is_test=_is_test(text),
        layout=layout,
        lead=lead,
        has_enter=any(sign == ENTER for sign, _ in keys),
        slowest_s=max((later - earlier for earlier, later in pairwise(times)), default=0.0),
        is_told=_is_told(keys, pace),
    )


def _layout(text: str) -> tuple[Layout, str]:
    """The layout, and what stood before the test's text."""
    if TEST_TEXT in text:
        return Layout.RIGHT, text.partition(TEST_TEXT)[0]
    for reading in repairs(text):
        if TEST_TEXT in reading:
            return Layout.US, reading.partition(TEST_TEXT)[0]
    if TEST_TEXT.lower() in text:
        return Layout.CAPITALS, text.partition(TEST_TEXT.lower())[0]
    if _is_test(text):
        return Layout.OTHER, ""
    if not text.isascii():
        return Layout.US, ""  # codes have no umlauts, and no accents
    return (Layout.RIGHT, "") if "-" in text else (Layout.UNTOLD, "")


def _is_test(text: str) -> bool:
    """Whether it was the test's text, whatever became of it: letters that layouts leave alone are in it."""
    return _LEFT_ALONE.search(text) is not None


def _is_told(keys: Sequence[tuple[str, float]], pace: Pace) -> bool:
    run = Run()
    for sign, at_s in keys:
        step = press(run, sign, at_s, pace)
        if step.scan is not None:
            return True
        run = step.run
    return waited(run, pace).scan is not None
