"""A list to choose from by typing a part of the words."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from empfang.rules.names import fold
from empfang.widgets.field import Field
from empfang.widgets.lines import Lines
from empfang.widgets.picker import Entry, Picker


class Chooser(Vertical):
    """A field and the entries in which each typed word begins a word."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    class Chosen(Message):
        """Enter was pressed, or an entry clicked twice."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, hint: str, nothing: str, entries: Sequence[Entry] = (), *, first_marked: bool = True) -> None:
        """`nothing` is said when no entry fits. Without `first_marked` one must type or move the mark first."""
        super().__init__()
        self._hint = hint
        self._nothing = nothing
        self._entries = tuple(entries)
        self._first_marked = first_marked
        self._moved = False

    def compose(self) -> ComposeResult:
        """The field above the list."""
        yield Field(hint=self._hint)
        yield Picker()
        yield Lines(id="chooser-note")

    def on_mount(self) -> None:
        """Show all."""
        self._filter()

    def put(self, entries: Sequence[Entry]) -> None:
        """Offer these from now on."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self._filter()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what fits what was typed."""
        event.stop()
        self._filter()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose the marked entry."""
        event.stop()
        self.submit()

    def submit(self) -> None:
        """Choose the marked entry."""
        self._filter()
        marked = self.query_one(Picker).marked
        if marked is not None:
            self.post_message(self.Chosen(marked.key))

    def on_picker_chosen(self, event: Picker.Chosen) -> None:
        """Choose what was clicked."""
        self.post_message(self.Chosen(event.key))

    def on_click(self, event: events.Click) -> None:
        """The field keeps the keys."""
        self._moved = True
        event.stop()
        self.query_one(Field).focus()

    def action_move(self, by: int) -> None:
        """Move the mark by lines."""
        self._moved = True
        self.query_one(Picker).move(by)

    def action_page(self, by: int) -> None:
        """Move the mark by pages."""
        self._moved = True
        self.query_one(Picker).page(by)

    def _filter(self) -> None:
        typed = fold(self.query_one(Field).value).split()
        found = [entry for entry in self._entries if _fits(typed, entry)]
        # Until somebody moved it, the mark is on the first entry, also when the names come in later.
        picker = self.query_one(Picker)
        picker.show(found, keep=self._moved and not typed)
        if not (self._first_marked or self._moved or typed):
            picker.marked = None
            picker.renew()
        self.query_one("#chooser-note", Lines).put(((("" if found else self._nothing), "ask"),))


def _fits(typed: Sequence[str], entry: Entry) -> bool:
    words = fold(entry.text).split()
    return all(any(word.startswith(part) for word in words) for part in typed)
