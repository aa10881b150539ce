"""What a person needs at a visit: codes to tick, no diagnoses."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from empfang.rules.needs import NEEDS
from empfang.screens import actions
from empfang.screens.dialogs import Dialog
from empfang.texts import papers as t
from empfang.texts import say
from empfang.texts.needs import need_words
from empfang.widgets.cells import plain
from empfang.widgets.picker import Entry, Picker

_MOST_LINES = 14


class Needs(Dialog[tuple[str, ...]]):
    """The codes that can be chosen, and those that a list brought; ticked are the person's."""

    TAKES_ENTER = True
    KEYS = (actions.TICK, actions.KEEP, actions.CLOSE)
    BINDINGS: ClassVar[list[BindingType]] = [
        actions.TICK.binding(),
        actions.CLOSE.binding(),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        *(Binding(str(number), f"tick_number({number - 1})", show=False) for number in range(1, 10)),
    ]

    def __init__(self, name: str, present: Sequence[str]) -> None:
        super().__init__(say(t.NEEDS_TITLE, name=name))
        self._codes = (*NEEDS, *(code for code in present if code not in NEEDS))
        self._ticked = set(present)

    def middle(self) -> Sequence[Widget]:
        return (Picker(),)

    def on_mount(self) -> None:
        """List them."""
        super().on_mount()
        self.query_one(Picker).styles.height = min(len(self._codes), _MOST_LINES)
        self._draw()

    def enter(self) -> None:
        """Keep what is ticked, in the order of the list."""
        self.dismiss(tuple(code for code in self._codes if code in self._ticked))

    def action_keep(self) -> None:
        """The word for Enter was clicked."""
        self.enter()

    def action_tick(self) -> None:
        """Tick the marked one, or take the tick away."""
        marked = self.query_one(Picker).marked
        if marked is not None:
            self._ticked ^= {marked.key}
            self._draw()

    def action_tick_number(self, place: int) -> None:
        """Tick one by its number."""
        if place < len(self._codes):
            self.query_one(Picker).mark(self._codes[place])
            self.action_tick()

    def on_picker_chosen(self, event: Picker.Chosen) -> None:
        """A double click ticks."""
        self.query_one(Picker).mark(event.key)
        self.action_tick()

    def action_move(self, by: int) -> None:
        """Move the mark."""
        self.query_one(Picker).move(by)

    def action_close(self) -> None:
        """Change nothing."""
        self.dismiss(None)

    def _draw(self) -> None:
        marks = {True: t.MARKS["shown"], False: t.MARKS["open"]}
        self.query_one(Picker).show(
            [
                Entry(code, f"{place} {marks[code in self._ticked]} {plain(need_words(code))}")
                for place, code in enumerate(self._codes, start=1)
            ]
        )
