"""What is said about a scanner: its layout, its Enter, its pace."""

import pytest

from empfang.rules.scanner import ENTER, Pace, pace_with
from empfang.rules.scanner_report import TEST_TEXT, Layout, report
from tests.rules.keyboards import arrives


def scanned(text: str, gap_s: float = 0.008) -> list[tuple[str, float]]:
    return [(sign, 5 + place * gap_s) for place, sign in enumerate(text)]


@pytest.mark.parametrize(
    ("text", "layout", "lead"),
    [
        (TEST_TEXT, Layout.RIGHT, ""),
        ("~" + TEST_TEXT, Layout.RIGHT, "~"),
        ("]Q3" + TEST_TEXT, Layout.RIGHT, "]Q3"),
        (arrives(TEST_TEXT, "windows"), Layout.US, ""),
        (arrives(TEST_TEXT, "linux"), Layout.US, ""),
        (arrives("~" + TEST_TEXT, "windows"), Layout.US, "~"),
        (TEST_TEXT.lower(), Layout.CAPITALS, ""),
        ("EMPFANG)ZY!§*Q", Layout.OTHER, ""),
        ("EÖPFQNG6ZW.:`Q", Layout.OTHER, ""),  # a scanner set to French
        ("KLßHANPßZ95H", Layout.US, ""),
        ("KL-HANP-Y95H", Layout.RIGHT, ""),
        ("4006381333931", Layout.UNTOLD, ""),
        ("https://example.org/a?b=c", Layout.UNTOLD, ""),
        ("httpsÖ&&ezample.org&a_b´c", Layout.US, ""),
        ("", Layout.UNTOLD, ""),
    ],
)
def test_the_layout_is_seen_from_what_arrives(text: str, layout: Layout, lead: str) -> None:
    seen = report(scanned(text + ENTER), Pace())
    assert (seen.layout, seen.lead, seen.text) == (layout, lead, text)


@pytest.mark.parametrize(
    ("text", "gap_s", "has_enter", "is_told"),
    [
        (TEST_TEXT + ENTER, 0.008, True, True),
        (TEST_TEXT, 0.008, False, False),
        (TEST_TEXT + ENTER, 0.04, True, False),
        ("12" + ENTER, 0.008, True, False),
    ],
)
def test_enter_and_pace(text: str, gap_s: float, has_enter: bool, is_told: bool) -> None:
    seen = report(scanned(text, gap_s), Pace())
    assert (seen.has_enter, seen.is_told, seen.is_good) == (has_enter, is_told, is_told)
    assert seen.slowest_s == pytest.approx(gap_s)


def test_with_its_prefix_set_a_slow_one_is_told_also_without_enter() -> None:
    assert report(scanned("~" + TEST_TEXT, 0.1), pace_with("~")).is_told
    assert not report(scanned("~" + TEST_TEXT, 0.1), Pace()).is_told
