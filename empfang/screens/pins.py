"""Asking for a PIN, and setting one. What is typed is never shown."""

from collections.abc import Sequence
from math import ceil
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from empfang.rules.pins import LONGEST, is_pin
from empfang.screens import actions
from empfang.screens.base import Station
from empfang.screens.dialogs import Dialog
from empfang.texts import Text, say
from empfang.texts import shift as t
from empfang.widgets.actions import Action
from empfang.widgets.field import Field
from empfang.widgets.lines import Lines
from empfang.widgets.prose import Prose, paragraph


class AskPin(Dialog[bool]):
    """Gives True when the PIN was right, None when it was given up. Three wrong ones make one wait."""

    KEYS = (actions.OPEN_UP, actions.CLOSE)
    BINDINGS: ClassVar[list[BindingType]] = [actions.CLOSE.binding()]

    def __init__(
        self, station: Station, operator_id: str, name: str, typed: str = "", *, over_a_cover: bool = False
    ) -> None:
        """`typed` is a digit that came before. Over a cover the privacy key leads to the other names."""
        super().__init__(say(t.PIN_ASK, name=name), say(t.PIN_FORGOTTEN))
        self._station = station
        self._operator_id = operator_id
        self._typed = typed
        self._over_a_cover = over_a_cover

    def middle(self) -> Sequence[Widget]:
        return (Field(self._typed, hint=say(t.PIN_HINT), hidden=True), Lines(id="note"))

    def keys(self) -> Sequence[Action]:
        return (*self.KEYS, actions.OTHER_NAME) if self._over_a_cover else self.KEYS

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try it."""
        event.stop()
        pin, field = event.value.strip(), self.query_one(Field)
        field.value = ""
        now_s, guard = self._station.monotonic(), self._station.desk.guard
        if not guard.tries(self._operator_id).wait_s(now_s) and not pin:
            return
        if guard.opens(self._operator_id, pin, now_s):
            self.dismiss(True)
            return
        tries = guard.tries(self._operator_id)
        wait_s = tries.wait_s(now_s)
        if wait_s:
            words = say(t.PIN_WAIT, seconds=ceil(wait_s))
        else:
            words = say(t.PIN_WRONG_LAST) if tries.left == 1 else say(t.PIN_WRONG, left=tries.left)
        self.query_one("#note", Lines).put(((words, "ask"),))

    async def action_open_up(self) -> None:
        """The same by a click on the key's word."""
        await self.query_one(Field).action_submit()

    def action_close(self) -> None:
        """Not now."""
        self.dismiss(None)


class SetPin(Dialog[str]):
    """Asks for the present PIN if there is one, then twice for the new one. Gives it; empty: no PIN any more."""

    KEYS = (actions.KEEP_PIN, actions.CLOSE)
    BINDINGS: ClassVar[list[BindingType]] = [actions.CLOSE.binding()]

    def __init__(self, name: str, *, had_one: bool) -> None:
        """After `had_one` the present PIN was asked for already, and there may be none from now on."""
        super().__init__()
        self._name, self._had_one = name, had_one
        self._first = ""

    def middle(self) -> Sequence[Widget]:
        return (Prose(id="asks"), Field(hint=say(t.PIN_HINT), hidden=True), Lines(id="note"))

    def on_mount(self) -> None:
        """Ask for the new one."""
        super().on_mount()
        self.query_one(Field).max_length = LONGEST
        self._ask()

    def _ask(self, note: Text | None = None) -> None:
        if self._first:
            parts = [paragraph(say(t.PIN_AGAIN), "strong")]
        else:
            parts = [paragraph(say(t.PIN_NEW, name=self._name), "strong"), paragraph(say(t.PIN_NEW_WHY))]
            parts += [paragraph(say(t.PIN_NEW_EMPTY))] if self._had_one else []
        self.query_one("#asks", Prose).show(parts)
        self.query_one("#asks", Prose).refresh(layout=True)
        self.query_one("#note", Lines).put((("" if note is None else say(note), "ask"),))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it, and ask for it once more."""
        event.stop()
        pin, field = event.value.strip(), self.query_one(Field)
        field.value = ""
        if self._first:
            if pin == self._first:
                self.dismiss(pin)
                return
            self._first = ""
            self._ask(t.PIN_DIFFERS)
        elif not pin and self._had_one:
            self.dismiss("")
        elif is_pin(pin):
            self._first = pin
            self._ask()
        else:
            self._ask(t.PIN_BAD)

    async def action_take_words(self) -> None:
        """The same by a click on the key's word."""
        await self.query_one(Field).action_submit()

    def action_close(self) -> None:
        """Everything stays as it is."""
        self.dismiss(None)
