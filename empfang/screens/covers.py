"""Screens that cover everything: privacy, and a window that is too small."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from empfang.screens.base import Station
from empfang.screens.pins import AskPin
from empfang.texts import say
from empfang.texts import screens as texts
from empfang.texts import shift as t
from empfang.widgets.prose import Paragraph, Prose, paragraph

COLUMNS, ROWS = 80, 24


class Privacy(ModalScreen[None]):
    """Hides everything until a key is pressed; that key does nothing else.

    After a pause it may be locked: then only what the operator's lock asks for shows the screen again. Nothing else is
    lost by it, since what is below stays as it is.
    """

    def __init__(self, station: Station, *, after_a_pause: bool = False) -> None:
        super().__init__()
        self._station = station
        self.locked = False
        if after_a_pause:
            self.lock_up()

    def lock_up(self) -> None:
        """A pause has gone by."""
        desk = self._station.desk
        if not self.locked and desk.guard.needed(desk.operator_id):
            self.locked = True
            if self.is_mounted:
                self._show()

    def compose(self) -> ComposeResult:
        """Nothing about people."""
        yield Prose()

    def on_mount(self) -> None:
        """Say how to go on."""
        self._show()

    def _show(self) -> None:
        self.query_one(Prose).show(self._words())
        self.query_one(Prose).refresh(layout=True)

    def _words(self) -> Sequence[Paragraph]:
        if not self.locked:
            return [paragraph(say(t.COVERED), "quiet"), paragraph(say(t.COVERED_OTHER), "quiet")]
        return [
            paragraph(say(t.COVERED_LOCKED, name=self._station.operator_name()), "strong"),
            paragraph(say(t.COVERED_PIN), "quiet"),
            paragraph(say(t.COVERED_OTHER), "quiet"),
        ]

    def on_key(self, event: events.Key) -> None:
        """Any key shows the screen again, or begins the PIN."""
        event.stop()
        event.prevent_default()
        self._wake(event.character if event.character is not None and event.character.isdigit() else "")

    def on_click(self) -> None:
        """So does a click."""
        self._wake("")

    def _wake(self, typed: str) -> None:
        if not self.is_active:
            return
        if not self.locked:
            self.dismiss()
            return
        operator_id = self._station.desk.operator_id
        ask = AskPin(self._station, operator_id, self._station.operator_name(), typed, over_a_cover=True)
        self.app.push_screen(ask, self._answered)

    def _answered(self, opened: bool | None) -> None:
        if opened:
            self.call_next(self._lift)

    def _lift(self) -> None:
        if self.is_active:
            self.dismiss()


class TooSmall(ModalScreen[None]):
    """Says which size is needed, and goes away by itself."""

    def compose(self) -> ComposeResult:
        """The sizes: needed, and now."""
        yield Prose()

    def on_mount(self) -> None:
        """Say it."""
        self._show()

    def on_resize(self) -> None:
        """Say the new size, or go away."""
        self._show()

    def on_screen_resume(self) -> None:
        """Look again, when what was on top has gone."""
        self._show()

    def _show(self) -> None:
        size = self.app.size
        if not is_too_small(size.width, size.height):
            if self.is_active:
                self.dismiss()
            return
        wanted = {"wanted_columns": COLUMNS, "wanted_rows": ROWS, "columns": size.width, "rows": size.height}
        self.query_one(Prose).show(
            [
                paragraph(say(texts.TOO_SMALL), "strong"),
                paragraph(say(texts.TOO_SMALL_SIZE, **wanted)),
                paragraph(say(texts.TOO_SMALL_HOW), "quiet"),
            ]
        )


def is_too_small(columns: int, rows: int) -> bool:
    """Whether screens would be cut off."""
    return columns < COLUMNS or rows < ROWS
