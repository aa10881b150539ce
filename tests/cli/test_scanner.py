"""`empfang doctor --scanner`: what arrives is shown, judged, and told once more when one leaves."""

import os
from pathlib import Path

import pexpect
import pytest
import segno

from empfang.cli.scanner import pattern, words_for
from empfang.rules.scanner import ENTER, Pace
from empfang.rules.scanner_report import TEST_TEXT, report
from empfang.texts import use_language
from tests.cli.test_commands import home, refused
from tests.demo.terminal import Screen
from tests.rules.keyboards import arrives

__all__ = ["home"]
posix = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX")


def said(text: str, gap_s: float = 0.008, prefix: str = "") -> str:
    keys = [(sign, place * gap_s) for place, sign in enumerate(text)]
    lines = words_for(report(keys, Pace()), prefix)
    return "\n".join(f"{'✓' if good else '!'} {is_} {advice}" for good, is_, advice in lines)


def test_the_pattern_has_the_modules_of_the_qr_code_and_its_margin() -> None:
    lines = pattern(TEST_TEXT)
    light = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
    rows = [[light[sign][half] for sign in line] for line in lines for half in (0, 1)]
    wanted = [[int(not dark) for dark in row] for row in segno.make(TEST_TEXT, error="m", micro=False).matrix]
    assert [row[4:-4] for row in rows[4 : 4 + len(wanted)]] == wanted
    assert all(set(row) == {1} for row in rows[:4])
    assert len(lines) <= 22
    assert len(lines[0]) <= 36


def test_each_trouble_is_named_with_what_to_do() -> None:
    assert "!" not in said(TEST_TEXT + ENTER)
    assert "German" in said(arrives(TEST_TEXT, "windows") + ENTER)
    assert "! Am Ende fehlt Enter" in said(TEST_TEXT)
    assert "! Zu langsam: bis zu 80 ms" in said(TEST_TEXT + ENTER, 0.08)
    assert "scanner_prefix" in said(TEST_TEXT + ENTER, 0.08)
    assert "! Zu kurz" in said("12" + ENTER)
    assert 'scanner_prefix = "~"' in said("~" + TEST_TEXT + ENTER)
    assert "scanner_prefix" not in said("]Q3" + TEST_TEXT + ENTER)
    assert "Feststelltaste" in said(TEST_TEXT.lower() + ENTER)
    assert "\x1b" not in said("\x1b[2J[/b]" + ENTER)
    use_language("en")
    assert "! Enter is missing at the end" in said(TEST_TEXT)


def test_without_a_terminal_it_says_so(home: dict[str, str]) -> None:
    assert "Terminal" in refused(home, 1, "doctor", "--scanner")


@posix
def test_in_a_terminal_a_scan_is_judged_and_told_again_at_the_end(tmp_path: Path) -> None:
    test = Screen(["doctor", "--scanner"], tmp_path, (80, 24))
    test.wait_for("Noch nichts angekommen")
    test.type(TEST_TEXT + "\r")
    test.wait_for("Tastatur: deutsch, stimmt")
    test.type(arrives(TEST_TEXT, "windows") + "\r")
    seen = test.wait_for("Tastatur: US")
    assert "EMPFANGßZYÖ-À" in seen
    test.type("\x1b")
    test.wait_for("✓ Am Ende kommt Enter")
    test.child.expect(pexpect.EOF)
    test.child.wait()
    assert test.child.exitstatus == 0


@posix
@pytest.mark.parametrize("lang", ["de", "en"])
def test_when_nothing_arrives_it_says_what_to_look_at(tmp_path: Path, lang: str) -> None:
    test = Screen(["--lang", lang, "doctor", "--scanner"], tmp_path, (80, 24))
    test.wait_for("Esc:")
    test.type("\x1b")
    test.wait_for("USB-Tastatur" if lang == "de" else "USB keyboard")
    test.child.wait()
    assert test.child.exitstatus == 1
