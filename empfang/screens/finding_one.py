"""One of many, found by typing a number or a name."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from empfang.screens import actions
from empfang.screens.dialogs import Dialog
from empfang.widgets.chooser import Chooser
from empfang.widgets.picker import Entry


class FindOne(Dialog[int]):
    """Gives the line's place, from 0. Before something was typed or the mark moved, Enter takes nobody."""

    KEYS = (actions.CHOOSE, actions.CLOSE)
    BINDINGS: ClassVar[list[BindingType]] = [actions.CLOSE.binding()]

    def __init__(self, question: str, hint: str, nothing: str, entries: Sequence[str]) -> None:
        """`nothing` is said when no line fits what was typed."""
        super().__init__(question)
        self._chooser = Chooser(
            hint, nothing, [Entry(str(place), text) for place, text in enumerate(entries)], first_marked=False
        )

    def middle(self) -> Sequence[Widget]:
        return (self._chooser,)

    def on_chooser_chosen(self, event: Chooser.Chosen) -> None:
        """Take this one."""
        self.dismiss(int(event.key))

    def action_choose(self) -> None:
        """The same by a click on the key's word."""
        self._chooser.submit()

    def action_close(self) -> None:
        """Take none."""
        self.dismiss(None)
