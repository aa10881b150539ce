"""The help of a screen: what it is for, its keys, what to say (F1)."""

import re

from empfang.screens.base import DeskScreen
from empfang.screens.page import Page
from empfang.texts import help as texts
from empfang.texts import say
from empfang.widgets.actions import Action
from empfang.widgets.prose import Paragraph, paragraph

_KEY_CELLS = 9
_BLANK = re.compile(r"\{\w+\}")
"""What a sentence is filled in with."""


class HelpScreen(Page):
    """Drawn from the screen's own actions, so that no key is missing."""

    def __init__(self, about: DeskScreen) -> None:
        super().__init__()
        self._about = about

    def paragraphs(self) -> list[Paragraph]:
        """The page."""
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


def _key(action: Action) -> Paragraph:
    # no-break spaces hold the column when the line is wrapped
    key = action.caption.ljust(_KEY_CELLS).replace(" ", "\N{NO-BREAK SPACE}")
    return paragraph(f"{key} {say(action.what)}", hang=_KEY_CELLS + 1)
