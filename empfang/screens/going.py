"""Gehe zu: a letter for each screen (Strg+G)."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from empfang.screens import actions
from empfang.screens.dialogs import Dialog
from empfang.texts import say
from empfang.texts import transfer as t
from empfang.widgets.actions import Action


class GoTo(Dialog[str]):
    """Gives the name of the app's action that leads there."""

    KEYS = (
        actions.TO_RECEPTION,
        actions.TO_TELEPHONE,
        actions.TO_LEFTOVER,
        actions.TO_LATE_ENTRY,
        actions.TO_TRANSFER,
        actions.TO_PLAN,
        actions.CLOSE,
    )
    BINDINGS: ClassVar[list[BindingType]] = [action.binding() for action in KEYS]

    def __init__(self, *, may_coordinate: bool) -> None:
        super().__init__(say(t.GO_TO))
        self._may_coordinate = may_coordinate

    def keys(self) -> Sequence[Action]:
        return [key for key in self.KEYS if key is not actions.TO_PLAN or self._may_coordinate]

    def action_to_reception(self) -> None:
        """To the reception."""
        self.dismiss(actions.RECEPTION.name)

    def action_to_telephone(self) -> None:
        """To the telephone."""
        self.dismiss(actions.TELEPHONE.name)

    def action_to_leftover(self) -> None:
        """To the leftover doses."""
        self.dismiss(actions.LEFTOVER.name)

    def action_to_late_entry(self) -> None:
        """To entering what is on paper."""
        self.dismiss(actions.LATE_ENTRY.name)

    def action_to_transfer(self) -> None:
        """To what is not settled."""
        self.dismiss(actions.TRANSFER.name)

    def action_to_plan(self) -> None:
        """To what holds today; others are told whose it is."""
        self.dismiss(actions.PLAN.name)

    def action_close(self) -> None:
        """Stay here."""
        self.dismiss(None)
