"""The test of a scanner, as pictures."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from empfang.cli.scanner import pattern, words_for
from empfang.rules.scanner import Pace
from empfang.rules.scanner_report import TEST_TEXT
from empfang.screens.scanner_test import ScannerTest
from tests.rules.keyboards import arrives
from tests.screens.conftest import settle
from tests.screens.scanner import press

STATES = {
    "waits": "",
    "right": TEST_TEXT + "\r",
    "us_without_enter": arrives(TEST_TEXT, "windows"),
    "other": "EMPFANG)ZY!§*Q\r",
    "hostile": "[/b]\u202e" + "x" * 300 + "\r",
}


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
@pytest.mark.parametrize("name", STATES)
def test_picture(snap_compare: Callable[..., bool], name: str, size: tuple[int, int]) -> None:
    async def bring(pilot: Pilot[None]) -> None:
        await press(pilot, STATES[name], 0.008, enter=False)
        await settle(pilot, 0.9)

    app = ScannerTest(pattern(TEST_TEXT), Pace(), lambda report: words_for(report, ""))
    assert snap_compare(app, terminal_size=size, run_before=bring)
