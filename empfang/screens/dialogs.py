"""Small questions over a screen. A scan never answers one."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from empfang.desk import Admission
from empfang.screens import actions
from empfang.screens.card_words import short_name
from empfang.texts import reception as t
from empfang.texts import say
from empfang.texts.times import clock
from empfang.widgets.actions import Action, KeyLine
from empfang.widgets.cells import plain
from empfang.widgets.field import Field
from empfang.widgets.lines import Lines
from empfang.widgets.picker import Entry, Picker
from empfang.widgets.prose import Prose, paragraph

R = TypeVar("R")
SCANNER_PAUSE_S = 0.3
"""An Enter so soon after another sign comes from a scanner."""


class Dialog(ModalScreen[R]):
    """A box with a question, something in the middle, and its keys.

    `TAKES_ENTER`: Enter means something, if a person pressed it.
    """

    KEYS: ClassVar[tuple[Action, ...]] = ()
    TAKES_ENTER: ClassVar[bool] = False
    AUTO_FOCUS = "Field"

    def __init__(self, *question: str) -> None:
        super().__init__()
        self._question = question
        self._typed_at = float("-inf")

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box"):
            yield Prose([paragraph(part, "" if n else "strong") for n, part in enumerate(self._question)])
            yield from self.middle()
            yield KeyLine()

    def middle(self) -> Sequence[Widget]:
        """What is between the question and the keys."""
        return ()

    def on_mount(self) -> None:
        """Say the keys."""
        self.query_one(KeyLine).show(self.keys())

    def keys(self) -> Sequence[Action]:
        """What can be done."""
        return self.KEYS

    def on_key(self, event: events.Key) -> None:
        """Remember when a sign came that means nothing here."""
        if event.is_printable and event.key != "space":  # no code has a blank in it
            self._typed_at = event.time
        elif event.key == "enter" and self.TAKES_ENTER:
            event.stop()
            if event.time - self._typed_at > SCANNER_PAUSE_S:
                self.enter()

    def enter(self) -> None:
        """Enter was pressed, by a person."""

    async def on_key_line_clicked(self, event: KeyLine.Clicked) -> None:
        """A click on a key's word does what the key does."""
        await self.run_action(event.action.target)


class Confirm(Dialog[bool]):
    """Yes or no, by letter only."""

    KEYS = (actions.YES, actions.NO)
    BINDINGS: ClassVar[list[BindingType]] = [action.binding() for action in KEYS]

    def action_yes(self) -> None:
        """Do it."""
        self.dismiss(True)

    def action_no(self) -> None:
        """Leave everything as it is."""
        self.dismiss(False)


class Reason(Dialog[str]):
    """Asks for a few words, such as a reason. `does` is what they are for; `words` stand there already."""

    BINDINGS: ClassVar[list[BindingType]] = [actions.CLOSE.binding()]

    def __init__(
        self,
        question: str,
        hint: str,
        does: Action = actions.READMIT_NOW,
        *,
        words: str = "",
        may_be_empty: bool = False,
    ) -> None:
        super().__init__(question)
        self._hint = hint
        self._does = does
        self._words = words
        self._may_be_empty = may_be_empty

    def keys(self) -> Sequence[Action]:
        return (self._does, actions.CLOSE)

    def middle(self) -> Sequence[Widget]:
        return (Field(self._words, hint=self._hint), Lines(id="note"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the reason; an empty one is asked for again, unless that means something."""
        event.stop()
        reason = plain(event.value)
        if reason or self._may_be_empty:
            self.dismiss(reason)
        else:
            self.query_one("#note", Lines).put(((say(t.REASON_MISSING), "ask"),))

    async def action_take_words(self) -> None:
        """Take what is written."""
        await self.query_one(Field).action_submit()

    def action_close(self) -> None:
        """Do nothing."""
        self.dismiss(None)


class PickOne(Dialog[int]):
    """One of a few lines; gives its place, from 0. Also by its number."""

    TAKES_ENTER = True

    KEYS = (actions.CHOOSE, actions.CLOSE)
    BINDINGS: ClassVar[list[BindingType]] = [
        actions.CLOSE.binding(),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        *(Binding(str(number), f"take({number - 1})", show=False) for number in range(1, 10)),
    ]

    def __init__(self, question: str, entries: Sequence[str], *, first_marked: bool = True) -> None:
        """Without `first_marked` a second Enter takes nobody: one must choose."""
        super().__init__(question)
        self._entries = entries
        self._first_marked = first_marked

    def middle(self) -> Sequence[Widget]:
        return (Picker(),)

    def on_mount(self) -> None:
        """List them."""
        picker = self.query_one(Picker)
        picker.styles.height = max(1, len(self._entries))
        picker.show([Entry(str(place), text) for place, text in enumerate(self._entries)])
        if not self._first_marked:
            picker.marked = None
            picker.renew()

    def keys(self) -> Sequence[Action]:
        return self.KEYS if self._entries else (actions.CLOSE,)

    def enter(self) -> None:
        self.action_choose()

    def action_choose(self) -> None:
        """Take the marked one."""
        marked = self.query_one(Picker).marked
        if marked is not None:
            self.action_take(int(marked.key))

    def on_picker_chosen(self, event: Picker.Chosen) -> None:
        """Take the clicked one."""
        self.action_take(int(event.key))

    def action_take(self, place: int) -> None:
        """Take one by its number."""
        if place < len(self._entries):
            self.dismiss(place)

    def action_move(self, by: int) -> None:
        """Move the mark."""
        self.query_one(Picker).move(by)

    def action_close(self) -> None:
        """Take none."""
        self.dismiss(None)


def undo_list(admissions: Sequence[Admission]) -> PickOne:
    """The last admissions of this desk, the newest first."""
    entries = [_words(place, each) for place, each in enumerate(admissions)]
    return PickOne(say(t.UNDO_TITLE if admissions else t.UNDO_NONE), entries)


def _words(place: int, admission: Admission) -> str:
    name = short_name(admission.family, admission.given)
    return f"{place + 1}  {clock(admission.at)}  {admission.day_number}  {name}"
