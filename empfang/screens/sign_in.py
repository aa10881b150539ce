"""Signing in: pick a name, and be at work."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from empfang.desk import UNNAMED, Topics
from empfang.screens import actions
from empfang.screens.base import DeskScreen, Help
from empfang.texts import Text, say
from empfang.texts import help as help_texts
from empfang.texts import scanning as scan_texts
from empfang.texts import screens as texts
from empfang.widgets.actions import KeyLine
from empfang.widgets.cells import plain
from empfang.widgets.chooser import Chooser
from empfang.widgets.header import Header
from empfang.widgets.lines import Rule
from empfang.widgets.picker import Entry
from empfang.widgets.prose import Prose, paragraph


class SignIn(DeskScreen):
    """The names of those who work here, and going on without one."""

    ACTIONS = (actions.SIGN_IN,)
    GLOBAL_ACTIONS = (actions.HELP, actions.PRIVACY, actions.COLOURS, actions.LEAVE)
    BINDINGS: ClassVar[list[BindingType]] = [actions.CLOSE.binding()]
    HELP_PAGE = Help(help_texts.SIGN_IN_NAME, help_texts.SIGN_IN)
    AUTO_FOCUS = "Field"

    def compose(self) -> ComposeResult:
        """A title, the names, how to."""
        yield Header()
        yield Rule()
        with Vertical(id="sign-in"):
            yield Prose([paragraph(say(texts.SIGN_IN_TITLE), "strong")], id="sign-in-title")
            yield Chooser(say(texts.SIGN_IN_HINT), say(texts.SIGN_IN_NOBODY))
            yield Prose(id="sign-in-note")
        yield Rule()
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Show who works here."""
        self.query_one(KeyLine).show(self.ACTIONS, (actions.HELP, actions.LEAVE))
        self.show_time()

    def took_in(self, topics: Topics | None) -> None:
        """Names arrive with the first download."""
        operators = self.desk.operators()
        entries = [Entry(each.id, plain(each.name) or each.id) for each in operators]
        note = texts.SIGN_IN_HOW if entries else texts.SIGN_IN_UNNAMED_WHY
        # Whoever started this morning may not be in the list yet.
        self.query_one(Chooser).put([*entries, Entry(UNNAMED, say(texts.SIGN_IN_UNNAMED))])
        self.query_one("#sign-in-note", Prose).show([paragraph(say(note), "quiet")])

    def scan_obstacle(self) -> Text | None:
        """Nobody is admitted in nobody's name, or in that of the clerk who is just leaving."""
        return scan_texts.SIGN_IN_FIRST

    def on_chooser_chosen(self, event: Chooser.Chosen) -> None:
        """Work in this name from now on."""
        self.desk.sign_in(event.key)
        self.dismiss()

    async def action_sign_in(self) -> None:
        """The same by a click on the key's word."""
        self.query_one(Chooser).submit()

    def action_close(self) -> None:
        """Back, if somebody is signed in already."""
        if self.desk.operator_id != UNNAMED:
            self.dismiss()
