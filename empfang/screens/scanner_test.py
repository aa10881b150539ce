"""The test of a scanner: a pattern to scan, and what arrived."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer

from empfang.rules.scanner import ENTER, Pace
from empfang.rules.scanner_report import Report, report
from empfang.screens.scan_router import ENTERS, TYPE_NOTHING
from empfang.texts import say
from empfang.texts import scanning as t
from empfang.widgets.lines import Line, Lines
from empfang.widgets.prose import Paragraph, Prose, paragraph
from empfang.widgets.themes import DARK, THEMES

_SILENCE_S = 0.6
"""After so long without a key the scan is over."""
_LEAVE = {"escape", "ctrl+q", "ctrl+c"}
Said = tuple[bool, str, str]


class Pattern(Lines):
    """The pattern, light on dark in any theme."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*Lines.COMPONENT_CLASSES, "lines--pattern"}


class ScannerTest(App[Report], inherit_bindings=False):
    """Gives the report of the last scan when it is left; None if there was none."""

    CSS_PATH = "../empfang.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, pattern: Sequence[str], pace: Pace, words: Callable[[Report], Sequence[Said]]) -> None:
        """`words` says what a scan was like."""
        super().__init__()
        self.animation_level = "none"
        self._pattern: list[Line] = [((line, "pattern"),) for line in pattern]
        self._pace = pace
        self._words = words
        self._keys: list[tuple[str, float]] = []
        self._timer: Timer | None = None
        self._last: Report | None = None
        for each in THEMES:
            self.register_theme(each)
        self.theme = DARK

    def compose(self) -> ComposeResult:
        """The pattern beside the words."""
        with Horizontal(id="scanner-test"):
            yield Pattern(self._pattern, id="pattern")
            yield Prose(id="scanner-words")

    def on_mount(self) -> None:
        """Size the pattern to what it is, and say how."""
        pattern = self.query_one("#pattern")
        pattern.styles.width = len(self._pattern[0][0][0])
        pattern.styles.height = len(self._pattern)
        self._show([paragraph(say(t.TEST_WAITS), "quiet")])

    async def on_event(self, event: events.Event) -> None:
        """Every key is either part of a scan or leaves."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif event.key in _LEAVE:
            self.exit(self._last)
        else:
            self._take(event)

    def _take(self, key: events.Key) -> None:
        if key.key in TYPE_NOTHING:
            return
        sign = ENTER if key.key in ENTERS else key.character or ""
        if self._timer is not None:
            self._timer.stop()
        self._keys.append((sign, key.time))
        self._timer = self.set_timer(_SILENCE_S, self._judge)

    def _judge(self) -> None:
        keys, self._keys = self._keys, []
        if not any(sign not in {"", ENTER} for sign, _ in keys):
            return
        self._last = report(keys, self._pace)
        shown: list[Paragraph] = []
        for good, is_, advice in self._words(self._last):
            shown.append(paragraph(f"{'✓' if good else '!'} {is_}", "good" if good else "ask", 2))
            if advice:
                shown.append(paragraph(advice))
        self._show(shown)

    def _show(self, said: Sequence[Paragraph]) -> None:
        head = [paragraph(say(t.TEST_TITLE), "strong"), paragraph(say(t.TEST_HOW)), paragraph("")]
        self.query_one(Prose).show([*head, *said, paragraph(""), paragraph(say(t.TEST_LEAVE), "quiet")])
