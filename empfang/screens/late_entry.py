"""Nacherfassen: line after line from the emergency list, one Enter per person."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from empfang.desk import Counts, LateAnswer, LateLine, OfDay, Topics, WhichOne
from empfang.rules.late_entry import Wrong
from empfang.rules.line_numbers import spaced
from empfang.screens import actions
from empfang.screens import late_words as words
from empfang.screens.base import DeskScreen, Help, Station
from empfang.screens.card_words import why_not
from empfang.screens.dialogs import Confirm, PickOne
from empfang.texts import help as help_texts
from empfang.texts import late_entry as t
from empfang.texts import reception as reception_texts
from empfang.texts import say
from empfang.texts.times import clock, day
from empfang.widgets.actions import KeyLine
from empfang.widgets.field import Field
from empfang.widgets.header import Header
from empfang.widgets.lines import Line, Lines, Rule

_FOLLOWED = 60
"""Lines that follow what other desks did; a screen shows no more."""


class LateLines(Lines):
    """The entered lines, the last one on top; how to begin while there are none."""

    def __init__(self) -> None:
        super().__init__(id="late-lines")
        self.entered: Sequence[LateLine] = ()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """As many as there is room for."""
        if not self.entered:
            return [(), *(((f"  {say(text)}", "quiet"),) for text in t.EMPTY)]
        return [words.list_line(line, width) for line in self.entered[:height]]


class LateEntryScreen(DeskScreen):
    """The field always has the focus."""

    ACTIONS = (actions.ENTER_LINE, actions.BACK_TO_WORK)
    BINDINGS: ClassVar[list[BindingType]] = [actions.BACK_TO_WORK.binding()]
    HELP_PAGE = Help(help_texts.LATE_NAME, help_texts.LATE)
    AUTO_FOCUS = "#late"

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._day = self.shift.now.date()
        self._lines: list[LateLine] = []
        self._said = (say(t.READY), "quiet")

    def compose(self) -> ComposeResult:
        yield Header()
        yield Rule()
        with Horizontal(id="late-line"):
            yield Lines(id="late-prompt")
            yield Field(hint=say(t.HINT), id="late")
        yield Rule()
        yield LateLines()
        yield Rule()
        yield Lines(id="message")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Begin with what was entered here before."""
        self.show_time()
        self._of_day()
        self.show()

    def _of_day(self) -> None:
        with self.told():
            self._lines = self.desk.late.entered(self._day)

    # Entering

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """A line was typed, or a day."""
        event.stop()
        if event.value.strip():
            with self.told():
                self._take(self.desk.late.type_in(event.value, self._day))
        self.show()

    def _take(self, answer: LateAnswer) -> None:
        match answer:
            case LateLine():
                self._lines = [answer, *(line for line in self._lines if line != answer)]
                self._said = words.entered(answer)
                self.field.value = ""
            case OfDay():
                self._day = answer.day
                self._of_day()
                self._said = say(t.NEW_DAY, day=day(answer.day)), "good"
                self.field.value = ""
            case WhichOne():
                self._ask_which(answer)
            case Wrong.BEFORE_OPENING | Wrong.AFTER_CLOSING:
                self._said = words.refused(answer, self._day)
                self._ask_hour(answer, self.field.value)
            case _:
                self._said = words.refused(answer, self._day)

    def _ask_hour(self, wrong: Wrong, typed: str) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                with self.told():
                    self._take(self.desk.late.type_in(typed, self._day, at_any_hour=True))
                self.show()

        self.app.push_screen(Confirm(words.outside_hours(wrong, typed)), answered)

    def _ask_which(self, which: WhichOne) -> None:
        def chosen(place: int | None) -> None:
            if place is not None:
                with self.told():
                    self._take(self.desk.late.enter(which.people[place].appointment_id, self._day, which.at))
                self.show()

        entries = [words.choice(place, line) for place, line in enumerate(which.people)]
        self.app.push_screen(PickOne(say(t.WHICH, number=spaced(which.number)), entries, first_marked=False), chosen)

    async def action_enter_line(self) -> None:
        """Enter what is typed."""
        await self.field.action_submit()

    # Taking back

    def undo_here(self) -> bool:
        """F8 takes the last line back."""
        last = next((line for line in self._lines if line.encounter_id and line.counts is not Counts.TAKEN_BACK), None)
        if last is None:
            self.tell(say(t.NOTHING_TO_UNDO))
            return True
        values = {"name": words.name_of(last), "at": clock(last.at), "number": last.day_number}
        self.app.push_screen(Confirm(say(t.UNDO_ASK, **values)), lambda yes: self._take_back(last) if yes else None)
        return True

    def _take_back(self, line: LateLine) -> None:
        with self.told():
            undone = self.desk.late.take_back(line.encounter_id or "")
            if undone.done:
                self._said = say(t.UNDO_DONE, name=words.name_of(line)), "good"
                gone = replace(line, counts=Counts.TAKEN_BACK)
                self._lines = [gone if each is line else each for each in self._lines]
            else:
                self._said = say(reception_texts.REFUSED_BECAUSE, why=why_not(undone.code)), "stop"
        self.took_in(None)

    # Following and showing

    def took_in(self, topics: Topics | None) -> None:
        """An admission at another desk may count instead: the lines follow."""
        with self.told():
            for place, line in enumerate(self._lines[:_FOLLOWED]):
                if topics is None or ("appointment", line.appointment_id) in topics or self._visited(line, topics):
                    self._lines[place] = self.desk.late.again(line)
        self.show()

    @staticmethod
    def _visited(line: LateLine, topics: Topics) -> bool:
        return line.encounter_id is not None and ("encounter", line.encounter_id) in topics

    @property
    def field(self) -> Field:
        """Where one types."""
        return self.query_one(Field)

    def tell(self, words: str, role: str = "quiet") -> None:
        self._said = words, role
        self.show()

    def show(self) -> None:
        """Draw what changed."""
        if not self.is_mounted:
            return
        self.query_one("#late-prompt", Lines).put(((say(t.PROMPT, day=day(self._day)), "quiet"), (" ▸ ", "")))
        shown = self.query_one(LateLines)
        shown.entered = tuple(self._lines)
        shown.renew()
        self.query_one("#message", Lines).put((self._said,))
        keys = (actions.ENTER_LINE, actions.UNDO) if self._lines else (actions.ENTER_LINE,)
        self.query_one("#keys", KeyLine).show(keys, (actions.BACK_TO_WORK, actions.HELP))

    def action_close(self) -> None:
        """Back to the screen before."""
        self.dismiss()
