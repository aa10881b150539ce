"""Screens that cover everything: privacy, and a window that is too small."""

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from empfang.texts import say
from empfang.texts import screens as texts
from empfang.widgets.prose import Prose, paragraph

COLUMNS, ROWS = 80, 24


class Privacy(ModalScreen[None]):
    """Hides everything until a key is pressed; that key does nothing else."""

    def compose(self) -> ComposeResult:
        """Nothing about people."""
        yield Prose([paragraph(say(texts.PRIVACY), "quiet")])

    def on_key(self, event: events.Key) -> None:
        """Any key shows the screen again."""
        event.stop()
        event.prevent_default()
        self.dismiss()

    def on_click(self) -> None:
        """So does a click."""
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
            if self.is_current:
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
