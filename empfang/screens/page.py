"""A page of text over a screen, which can be scrolled."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from empfang.screens import actions
from empfang.widgets.actions import Action, KeyLine
from empfang.widgets.prose import Paragraph, Prose


class Page(ModalScreen[None]):
    """Shows paragraphs until Esc, Enter or F1."""

    BINDINGS: ClassVar[list[BindingType]] = [
        actions.CLOSE.binding(),
        Binding("f1,enter", "close", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown,space", "scroll(10)", show=False),
    ]

    @abstractmethod
    def paragraphs(self) -> Sequence[Paragraph]:
        """What it says."""

    def compose(self) -> ComposeResult:
        """The text, and how to leave it."""
        with Vertical(id="help-box"):
            yield Prose(self.paragraphs(), id="help-text")
            yield KeyLine()

    def on_mount(self) -> None:
        """Say the keys."""
        self.query_one(KeyLine).show(self.keys())

    def keys(self) -> Sequence[Action]:
        """What can be done."""
        return (actions.CLOSE, actions.UP, actions.DOWN)

    def action_scroll(self, by: int) -> None:
        """Move on."""
        self.query_one(Prose).scroll_lines(by)

    def action_up(self) -> None:
        """A line up."""
        self.action_scroll(-1)

    def action_down(self) -> None:
        """A line down."""
        self.action_scroll(1)

    def on_mouse_scroll_down(self) -> None:
        """Move on by the wheel."""
        self.action_scroll(3)

    def on_mouse_scroll_up(self) -> None:
        """Move back by the wheel."""
        self.action_scroll(-3)

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)

    async def on_key_line_clicked(self, event: KeyLine.Clicked) -> None:
        """A click on a key's word does what the key does."""
        await self.run_action(event.action.target)
