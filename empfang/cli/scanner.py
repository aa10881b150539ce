"""`empfang doctor --scanner`: what a scanner sends, and what to set on it."""

import json

import typer

from empfang.config import config_file
from empfang.errors import Exit
from empfang.rules.scanner import pace_with
from empfang.rules.scanner_report import TEST_TEXT, Layout, Report
from empfang.texts import Text, say
from empfang.texts import scanning as t
from empfang.widgets.cells import plain

_QUIET_ZONE = 4
"""Light modules around a QR code (ISO/IEC 18004, 9.1)."""
_LAYOUTS: dict[Layout, tuple[bool, Text, Text | None]] = {
    Layout.RIGHT: (True, t.LAYOUT_RIGHT, None),
    Layout.US: (True, t.LAYOUT_US, t.LAYOUT_US_HOW),
    Layout.OTHER: (False, t.LAYOUT_OTHER, t.LAYOUT_OTHER_HOW),
    Layout.CAPITALS: (False, t.LAYOUT_CAPITALS, t.LAYOUT_CAPITALS_HOW),
    Layout.UNTOLD: (True, t.LAYOUT_UNTOLD, t.LAYOUT_UNTOLD_HOW),
}
Said = tuple[bool, str, str]
"""Whether it is good, what it is, what to do about it."""


def test_scanner(prefix: str) -> None:
    """Show the test until the user leaves it; then say once more what the last scan was like.

    Raises:
        InputProblem: `no_terminal`.
    """
    from empfang.running import need_terminal  # noqa: PLC0415

    need_terminal()
    from empfang.screens.scanner_test import ScannerTest  # noqa: PLC0415 - Textual only for a screen

    pace = pace_with(prefix)
    last = ScannerTest(pattern(TEST_TEXT), pace, lambda report: words_for(report, prefix)).run()
    for good, is_, advice in words_for(last, prefix):
        print(f"{'✓' if good else '!'} {is_}")
        if advice:
            print(f"    {advice}")
    if last is None or not last.is_good:
        raise typer.Exit(Exit.NOTHING_DONE)


def pattern(text: str) -> list[str]:
    """A text as a QR code in half blocks, to be drawn light on dark: blocks are the light modules."""
    import segno  # noqa: PLC0415 - only this needs it

    made = segno.make(text, error="m", micro=False)
    rows = [[not dark for dark in row] for row in made.matrix_iter(border=_QUIET_ZONE)]
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    signs = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
    return [
        "".join(signs[above, below] for above, below in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]


def words_for(report: Report | None, prefix: str) -> list[Said]:
    """What a scan was like, line by line."""
    if report is None:
        return [(False, say(t.TEST_NOTHING), say(t.TEST_NOTHING_HOW))]
    good, layout, how = _LAYOUTS[report.layout]
    said = [
        (True, say(t.TEST_GOT, text=plain(report.text)[:60]), ""),
        (good, say(layout), say(how) if how else ""),
        (True, say(t.HAS_ENTER), "") if report.has_enter else (report.is_told, say(t.NO_ENTER), say(t.NO_ENTER_HOW)),
    ]
    ms = round(report.slowest_s * 1000)
    if report.is_told:
        said.append((True, say(t.FAST, ms=ms), ""))
    elif len(report.text) < pace_with(prefix).least:
        said.append((False, say(t.SHORT), ""))
    elif report.has_enter:
        said.append((False, say(t.SLOW, ms=ms), say(t.SLOW_HOW, path=config_file())))
    lead = report.lead
    if lead and lead != prefix and not lead.startswith("]"):
        setting = json.dumps(lead)
        said.append((True, say(t.LEAD, lead=setting), say(t.LEAD_HOW, path=config_file(), setting=setting)))
    return said
