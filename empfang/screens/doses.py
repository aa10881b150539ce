"""Earlier doses as somebody shows them, typed in one line."""

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from empfang.rules.dose_entry import Entered, NotUnderstood
from empfang.screens import actions
from empfang.screens.dialogs import Dialog
from empfang.screens.verdict_words import reported_words
from empfang.texts import rules as t
from empfang.texts import say
from empfang.widgets.actions import Action
from empfang.widgets.cells import plain
from empfang.widgets.field import Field
from empfang.widgets.lines import Lines


class Doses(Dialog[Entered]):
    """Asks for earlier doses; below it stands how the words were understood."""

    BINDINGS: ClassVar[list[BindingType]] = [actions.CLOSE.binding()]

    def __init__(self, name: str, present: str, read: Callable[[str], Entered]) -> None:
        """`present` is what is known, as it would be typed; `read` understands what is, or raises `NotUnderstood`."""
        super().__init__(say(t.DOSES_TITLE, name=name), say(t.DOSES_HOW))
        self._present = present
        self._read = read

    def keys(self) -> Sequence[Action]:
        return (actions.NOTE_DOSES, actions.CLOSE)

    def middle(self) -> Sequence[Widget]:
        return (Field(self._present, hint=say(t.DOSES_HINT)), Lines(id="note"))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show how it is understood."""
        event.stop()
        try:
            words, role = " · ".join(entered_words(self._read(event.value))), ""
        except NotUnderstood as why:
            words, role = ("", "") if why.code == "nothing" else (_why(why), "quiet")
        self.query_one("#note", Lines).put(((words, role),))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it; what is not understood is said, and nothing is lost."""
        event.stop()
        try:
            self.dismiss(self._read(event.value))
        except NotUnderstood as why:
            self.query_one("#note", Lines).put(((_why(why), "ask"),))

    async def action_take_words(self) -> None:
        """Take what is written."""
        await self.query_one(Field).action_submit()

    def action_close(self) -> None:
        """Note nothing."""
        self.dismiss(None)


def entered_words(entered: Entered) -> Iterator[str]:
    """What was understood."""
    if entered.doses:
        yield reported_words(entered.doses)
    if entered.none:
        yield say(t.ENTERED_NONE)
    if entered.recovered_on is not None:
        yield say(t.ENTERED_RECOVERED, on=f"{entered.recovered_on:%d.%m.%Y}", proof=entered.proven_by)
    if entered.pregnant is not None:
        yield say(t.ENTERED_PREGNANT, trimester=entered.pregnant)


def _why(why: NotUnderstood) -> str:
    return say(t.NOT_UNDERSTOOD[why.code], word=plain(why.word)[:20])
