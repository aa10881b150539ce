"""The help of a screen: what it is for, its keys, what to say (F1)."""

import re
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from empfang.screens import actions
from empfang.screens.base import DeskScreen
from empfang.texts import help as texts
from empfang.texts import say
from empfang.widgets.actions import Action, KeyLine
from empfang.widgets.prose import Paragraph, Prose, paragraph

_KEY_CELLS = 9
_BLANK = re.compile(r"\{\w+\}")
"""What a sentence is filled in with."""


class HelpScreen(ModalScreen[None]):
    """Drawn from the screen's own actions, so that no key is missing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        actions.CLOSE.binding(),
        Binding("f1,enter", "close", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown,space", "scroll(10)", show=False),
    ]

    def __init__(self, about: DeskScreen) -> None:
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        """The text, and how to leave it."""
        with Vertical(id="help-box"):
            yield Prose(self._paragraphs(), id="help-text")
            yield KeyLine()

    def on_mount(self) -> None:
        """Say the keys."""
        self.query_one(KeyLine).show((actions.CLOSE, actions.UP, actions.DOWN))

    def _paragraphs(self) -> list[Paragraph]:
        page = self._about.HELP_PAGE
        found = [paragraph(say(texts.TITLE, screen=say(page.name)), "strong")]
        for text in page.paragraphs:
            found += [paragraph(""), paragraph(say(text))]
        for heading, shown in ((texts.KEYS, self._about.ACTIONS), (texts.EVERYWHERE, self._about.GLOBAL_ACTIONS)):
            found += [paragraph(""), paragraph(say(heading), "strong")]
            found += [_key(action) for action in shown if action.key]
        if page.to_say:
            found += [paragraph(""), paragraph(say(texts.TO_SAY), "strong")]
            found += [paragraph(f"„{_BLANK.sub('…', say(text))}“", "say", hang=1) for text in page.to_say]
        return found

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
        """Back to the screen."""
        self.dismiss()

    async def on_key_line_clicked(self, event: KeyLine.Clicked) -> None:
        """A click on a key's word does what the key does."""
        await self.run_action(event.action.target)


def _key(action: Action) -> Paragraph:
    # no-break spaces hold the column when the line is wrapped
    key = action.caption.ljust(_KEY_CELLS).replace(" ", "\N{NO-BREAK SPACE}")
    return paragraph(f"{key} {say(action.what)}", hang=_KEY_CELLS + 1)
