"""Everything that can be done now, to choose by typing (Strg+P)."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from empfang.screens import actions
from empfang.texts import say
from empfang.texts import screens as texts
from empfang.widgets.actions import Action, KeyLine
from empfang.widgets.chooser import Chooser
from empfang.widgets.picker import Entry
from empfang.widgets.prose import Prose, paragraph


class Palette(ModalScreen[Action]):
    """Lists actions by their commands, with their keys."""

    BINDINGS: ClassVar[list[BindingType]] = [actions.CLOSE.binding()]
    AUTO_FOCUS = "Field"

    def __init__(self, offered: Sequence[Action]) -> None:
        super().__init__()
        self._offered = offered

    def compose(self) -> ComposeResult:
        """A title, the list, how to."""
        with Vertical(id="box"):
            yield Prose([paragraph(say(texts.PALETTE_TITLE), "strong")])
            entries = [
                Entry(str(place), say(action.command), action.caption) for place, action in enumerate(self._offered)
            ]
            yield Chooser(say(texts.PALETTE_HINT), say(texts.PALETTE_NOTHING), entries)
            yield KeyLine()

    def on_mount(self) -> None:
        """Say the keys."""
        self.query_one(KeyLine).show((actions.CHOOSE, actions.CLOSE))

    def on_chooser_chosen(self, event: Chooser.Chosen) -> None:
        """Do this one."""
        self.dismiss(self._offered[int(event.key)])

    def action_choose(self) -> None:
        """The same by a click on the key's word."""
        self.query_one(Chooser).submit()

    def action_close(self) -> None:
        """Do nothing."""
        self.dismiss(None)

    async def on_key_line_clicked(self, event: KeyLine.Clicked) -> None:
        """A click on a key's word does what the key does."""
        await self.run_action(event.action.target)
