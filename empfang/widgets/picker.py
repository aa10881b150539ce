"""A list in which one line is marked. The mark stays with its entry when the list changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from empfang.widgets.cells import cut, fit
from empfang.widgets.lines import Line, Lines


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list. One without a key is a heading and cannot be marked."""

    key: str
    text: str
    right: str = ""


class Picker(Lines):
    """Entries, one of them marked."""

    @dataclass
    class Chosen(Message):
        """An entry was clicked twice."""

        key: str

    @dataclass
    class Marked(Message):
        """An entry was clicked."""

        key: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.entries: tuple[Entry, ...] = ()
        self.marked: Entry | None = None
        self._top = 0

    def show(self, entries: Sequence[Entry], *, keep: bool = True) -> None:
        """Show these; with `keep` the mark stays with its entry, or near its place if that is gone."""
        place = self._place()
        self.entries = tuple(entries)
        keys = [entry.key for entry in entries]
        can_be_marked = [y for y, key in enumerate(keys) if key]
        wanted: int | None = can_be_marked[0] if can_be_marked else None
        if keep and self.marked is not None and can_be_marked:
            if self.marked.key in keys:
                wanted = keys.index(self.marked.key)
            else:
                wanted = max((y for y in can_be_marked if y <= place), default=wanted)
        self.marked = None if wanted is None else self.entries[wanted]
        if not keep:
            self._top = 0
        self.renew()

    def mark(self, key: str) -> None:
        """Move the mark to this entry, if it is there."""
        self.marked = next((entry for entry in self.entries if entry.key == key), self.marked)
        self.renew()

    def move(self, by: int) -> None:
        """Move the mark by so many lines; it stops at the ends, passes over headings, and begins with the first."""
        can_be_marked = [entry for entry in self.entries if entry.key]
        if not can_be_marked:
            return
        place = can_be_marked.index(self.marked) + by if self.marked is not None else 0
        self.marked = can_be_marked[max(0, min(place, len(can_be_marked) - 1))]
        self.renew()

    def page(self, by: int) -> None:
        """Move the mark by so many pages."""
        self.move(by * max(1, self.size.height - 2))

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The part of the list around the mark."""
        place = self._place()
        room = max(1, height - len(self.head_lines(width)))
        self._top = max(min(self._top, place), place - room + 1, 0)
        self._top = min(self._top, max(0, len(self.entries) - room))
        if place == 1 and not self.entries[0].key:
            self._top = 0  # a heading at the top is not scrolled away
        seen = self.entries[self._top : self._top + room]
        return [*self.head_lines(width), *(self.line_of(e, width, marked=e is self.marked) for e in seen)]

    def head_lines(self, width: int) -> Sequence[Line]:
        """Lines above the entries that do not move."""
        return ()

    def line_of(self, entry: Entry, width: int, *, marked: bool) -> Line:
        """How an entry is drawn."""
        if not entry.key:
            return ((f"  {cut(entry.text, width - 2)}", "quiet"),)
        sign, role = ("▸ ", "selected") if marked else ("  ", "")
        right = cut(entry.right, width // 2)
        room = width - 3 - len(right)
        return ((f"{sign}{fit(entry.text, room)} ", role), (right, role if marked else "quiet"))

    def _place(self) -> int:
        return next((y for y, entry in enumerate(self.entries) if entry is self.marked), 0)

    def on_click(self, event: events.Click) -> None:
        """Mark what was clicked; a second click chooses it."""
        y = event.y - len(self.head_lines(self.size.width)) + self._top
        if 0 <= y < len(self.entries) and event.y >= len(self.head_lines(self.size.width)):
            entry = self.entries[y]
            if entry.key:
                self.marked = entry
                self.renew()
                self.post_message(self.Chosen(entry.key) if event.chain == 2 else self.Marked(entry.key))
