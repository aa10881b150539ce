"""Gehe zu: a letter for each screen (Strg+G)."""

from typing import ClassVar

from textual.binding import BindingType

from empfang.screens import actions
from empfang.screens.dialogs import Dialog
from empfang.texts import say
from empfang.texts import transfer as t


class GoTo(Dialog[str]):
    """Gives the name of the app's action that leads there."""

    KEYS = (actions.TO_RECEPTION, actions.TO_LATE_ENTRY, actions.TO_TRANSFER, actions.CLOSE)
    BINDINGS: ClassVar[list[BindingType]] = [action.binding() for action in KEYS]

    def __init__(self) -> None:
        super().__init__(say(t.GO_TO))

    def action_to_reception(self) -> None:
        """To the reception."""
        self.dismiss(actions.RECEPTION.name)

    def action_to_late_entry(self) -> None:
        """To entering what is on paper."""
        self.dismiss(actions.LATE_ENTRY.name)

    def action_to_transfer(self) -> None:
        """To what is not settled."""
        self.dismiss(actions.TRANSFER.name)

    def action_close(self) -> None:
        """Stay here."""
        self.dismiss(None)
