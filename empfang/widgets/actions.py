"""What a key does: one definition from which binding, line of keys, tooltip, palette and help all come."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.message import Message

from empfang.texts import Text, say
from empfang.texts.screens import KEY_NAMES
from empfang.widgets.lines import Line, Lines, Span


@dataclass(frozen=True, slots=True)
class Action:
    """`name` is the method `action_<name>` of a screen, or of the app if `everywhere`.

    `label` is the short word in the line of keys, `command` the line in the palette, `what` the sentence in the help.
    `also` are further keys that do the same and are not shown.
    """

    name: str
    key: str
    label: Text
    command: Text
    what: Text
    everywhere: bool = False
    also: str = ""

    @property
    def caption(self) -> str:
        """The key as it is written on the keyboard: `Strg+Q`, `F8`, `w`; empty if there is none."""
        return caption(self.key)

    @property
    def target(self) -> str:
        """The action as Textual calls it."""
        return f"app.{self.name}" if self.everywhere else self.name

    def binding(self) -> Binding:
        """For Textual's BINDINGS. Keys for everywhere come before whatever has the focus."""
        keys = f"{self.key},{self.also}" if self.also else self.key
        return Binding(keys, self.target, show=False, priority=self.everywhere, id=self.name)


def caption(key: str) -> str:
    """A key's name for people."""
    parts = [part for part in key.split("+") if part]
    names = [say(KEY_NAMES[part]) if part in KEY_NAMES else part for part in parts]
    return "+".join(name.upper() if len(name) == 1 and len(names) > 1 else _function_key(name) for name in names)


def _function_key(name: str) -> str:
    return name.upper() if name[:1] == "f" and name[1:].isdigit() else name


class KeyLine(Lines):
    """The keys of the moment, as many as there is room for; `first` stays at the right end. Can be clicked."""

    @dataclass
    class Clicked(Message):
        """A key's word was clicked."""

        action: Action

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._left: Sequence[Action] = ()
        self._right: Sequence[Action] = ()
        self._note = ""
        self._places: list[tuple[int, int, Action]] = []

    def show(self, left: Sequence[Action], right: Sequence[Action] = (), note: str = "") -> None:
        """Offer these; `note` is said before them."""
        self._left, self._right, self._note = left, right, note
        self.renew()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The line of keys."""
        right = [(action.caption, say(action.label)) for action in self._right]
        right_width = sum(cell_len(key) + cell_len(label) + 1 for key, label in right) + 3 * max(0, len(right) - 1)
        self._places = []
        spans: list[Span] = [(self._note, "")] if self._note else []
        x = cell_len(self._note)
        for action in self._left:
            gap = 3 if x else 0
            needed = cell_len(action.caption) + 1 + cell_len(say(action.label))
            if x + gap + needed + (right_width + 3 if right else 0) > width:
                break
            x = self._add(spans, x, gap, action)
        for number, action in enumerate(self._right):
            x = self._add(spans, x, 3 if number else max(1, width - right_width - x), action)
        return [tuple(spans)]

    def _add(self, spans: list[Span], x: int, gap: int, action: Action) -> int:
        label = f" {say(action.label)}"
        end = x + gap + cell_len(action.caption) + cell_len(label)
        spans += [(" " * gap, ""), (action.caption, "key"), (label, "")]
        self._places.append((x + gap, end, action))
        return end

    def _at(self, x: int) -> Action | None:
        return next((action for begin, end, action in self._places if begin <= x < end), None)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Explain the key under the mouse."""
        action = self._at(event.x)
        self.tooltip = say(action.what) if action else None

    def on_click(self, event: events.Click) -> None:
        """A click does what the key does."""
        action = self._at(event.x)
        if action is not None:
            self.post_message(self.Clicked(action))
