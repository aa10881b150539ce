"""Signing in: pick a name, and be at work."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen

from empfang.desk import UNNAMED, Topics
from empfang.errors import Problem
from empfang.screens import actions
from empfang.screens.base import DeskScreen, Help
from empfang.screens.covers import Privacy, TooSmall, is_too_small
from empfang.screens.help import HelpScreen
from empfang.screens.pins import AskPin
from empfang.screens.reception import Reception
from empfang.texts import Text, say
from empfang.texts import help as help_texts
from empfang.texts import scanning as scan_texts
from empfang.texts import screens as texts
from empfang.texts import shift as t
from empfang.texts.problems import words_for
from empfang.widgets.actions import KeyLine
from empfang.widgets.cells import plain
from empfang.widgets.chooser import Chooser
from empfang.widgets.header import Header
from empfang.widgets.lines import Rule
from empfang.widgets.picker import Entry
from empfang.widgets.prose import Prose, paragraph

NUMBERED = 9
"""So many names can be picked by a digit."""


class SignIn(DeskScreen):
    """The names of those who work here, and going on without one.

    The same operator finds everything as it was. For another one all that the former had open is closed.
    """

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
        back = () if self._nowhere_back else (actions.CLOSE,)
        self.query_one(KeyLine).show((*self.ACTIONS, *back), (actions.HELP, actions.LEAVE))
        self.show_time()

    def took_in(self, topics: Topics | None) -> None:
        """Names arrive with the first download."""
        operators = self.desk.operators()
        names = [plain(each.name) or each.id for each in operators]
        entries = [
            Entry(each.id, f"{place}  {name}" if place <= NUMBERED else f"   {name}", _role(each.role))
            for place, (each, name) in enumerate(zip(operators, names, strict=True), 1)
        ]
        notes = [paragraph(say(texts.SIGN_IN_HOW if entries else texts.SIGN_IN_UNNAMED_WHY), "quiet")]
        if unfinished(self.app.screen_stack):
            notes.append(paragraph(say(t.DISCARDS, name=self.station.operator_name()), "ask"))
        # Whoever started this morning may not be in the list yet.
        without = f"{'   ' if entries else ''}{say(texts.SIGN_IN_UNNAMED)}"
        self.query_one(Chooser).put([*entries, Entry(UNNAMED, without)])
        self.query_one("#sign-in-note", Prose).show(notes)
        self.query_one("#sign-in-note", Prose).refresh(layout=True)

    @property
    def over_a_cover(self) -> bool:
        """Whether going back leads to the privacy cover."""
        screens = self.app.screen_stack
        return self in screens and isinstance(screens[screens.index(self) - 1], Privacy)

    @property
    def _nowhere_back(self) -> bool:
        return self.desk.operator_id == UNNAMED and not self.over_a_cover

    def scan_obstacle(self) -> Text | None:
        """Nobody is admitted in nobody's name, or in that of the clerk who is just leaving."""
        return scan_texts.SIGN_IN_FIRST

    def on_chooser_chosen(self, event: Chooser.Chosen) -> None:
        """Work in this name from now on, if it is one's own."""
        operator_id = event.key
        if not self.desk.guard.needed(operator_id):
            self._take(operator_id)
            return
        name = next((plain(each.name) for each in self.desk.operators() if each.id == operator_id), operator_id)

        def answered(opened: bool | None) -> None:
            if opened:
                self.call_next(self._take, operator_id)

        self.app.push_screen(AskPin(self.station, operator_id, name), answered)

    def _take(self, operator_id: str) -> None:
        if not self.is_active:
            return
        trouble, former = "", self.desk.operator_id
        try:
            self.desk.sign_in(operator_id)
        except Problem as problem:
            trouble = words_for(problem)
        reception = self._hand_over(same=operator_id == former)
        if trouble and reception is not None:
            reception.note(f"‼ {trouble}", "stop")

    def _hand_over(self, *, same: bool) -> Reception | None:
        screens = self.app.screen_stack
        reception = next((screen for screen in screens if isinstance(screen, Reception)), None)
        for screen in reversed(screens):
            if screen is reception or (same and not isinstance(screen, SignIn | Privacy)):
                break
            screen.dismiss()
        if not same and reception is not None:
            reception.start_anew()
            if any(isinstance(screen, TooSmall) for screen in screens) and is_too_small(*self.app.size):
                self.app.push_screen(TooSmall())
        return reception

    async def action_sign_in(self) -> None:
        """The same by a click on the key's word."""
        self.query_one(Chooser).submit()

    def action_close(self) -> None:
        """Back, if somebody is signed in already, or to the cover."""
        if not self._nowhere_back:
            self.dismiss()


def unfinished(screens: Sequence[Screen[object]]) -> bool:
    """Whether something is open that would be lost: an unsaved page, or a question that waits for its answer."""
    for screen in screens:
        match screen:
            case Reception() | SignIn() | Privacy() | TooSmall() | HelpScreen() | AskPin():
                continue
            case DeskScreen():
                if screen.scan_obstacle() is not None:
                    return True
            case _:
                if screen.is_modal:
                    return True
    return False


def _role(role: str) -> str:
    """What somebody may do beyond what all may."""
    known = texts.ROLES.get(role)
    return say(known) if known else ""
