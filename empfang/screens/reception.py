"""Empfang (F2): find whoever stands there, see what to do, admit."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Input

from empfang.desk import Scanned, Topics
from empfang.screens import actions
from empfang.screens.base import Help, Station
from empfang.screens.card_words import short_name
from empfang.screens.face import EMPTY, CardView
from empfang.screens.found import Found
from empfang.screens.waiting_here import WaitingHere
from empfang.texts import help as help_texts
from empfang.texts import reception as t
from empfang.texts import say
from empfang.texts.times import clock
from empfang.widgets.actions import Action, KeyLine
from empfang.widgets.cells import cut
from empfang.widgets.header import Header
from empfang.widgets.lines import Lines, Rule, Upright
from empfang.widgets.picker import Picker
from empfang.widgets.results import Results
from empfang.widgets.search_field import SearchField

SIMILAR_AFTER_S = 0.3
"""When one stops typing."""
_SIMILAR_AGAIN_S = 0.5
"""After records changed; while they go on changing not more often."""
_BETWEEN_S = 0.005
"""For a letter that waits, while the names of a large store are read."""
_MANY_CHANGES = 250
_AGAIN_S = 1.0
"""A first download brings thousands of changes several times a second: nobody waits for one of them."""
_LAST_NAME = 24


class Reception(WaitingHere):
    """The search field always has the focus; while a card is open, the field hands the keys on to it."""

    ACTIONS = (actions.OPEN, *actions.ON_A_CARD, actions.BACK, *actions.IN_A_LIST, actions.REGISTER)
    BINDINGS: ClassVar[list[BindingType]] = [
        action.binding() for action in (actions.BACK, *actions.IN_A_LIST, actions.REGISTER)
    ]
    HELP_PAGE = Help(
        help_texts.RECEPTION_NAME,
        help_texts.RECEPTION,
        (t.ADMIT_SAY, t.CHOOSE_PERSON_SAY, t.ALREADY_IN_SAY, t.OTHER_DAY_SAY, t.UNKNOWN_CODE_SAY),
    )
    AUTO_FOCUS = "#search"

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._found = Found(station.desk)
        self._similar_timer: Timer | None = None
        self._again_timer: Timer | None = None
        self._last = ""

    def compose(self) -> ComposeResult:
        yield Header()
        yield Rule()
        with Horizontal(id="search-line"):
            yield Lines(id="prompt")
            yield SearchField(self, hint=say(t.SEARCH_HINT), id="search")
        yield Rule("┬")
        with Horizontal(id="middle"):
            yield Results()
            yield Upright(id="upright")
            yield CardView()
        yield Rule("┴")
        yield Lines(id="message")
        yield KeyLine(id="keys")
        yield KeyLine(id="last")

    def on_mount(self) -> None:
        """Begin with an empty search."""
        self.show_time()
        self._read_last()
        self.show()
        # The first search reads the day: before anybody types.
        self.call_after_refresh(self.desk.search, "--")

    # Searching

    def on_input_changed(self, event: Input.Changed) -> None:
        """A letter was typed: it is seen first, then it is searched."""
        event.stop()
        self.call_after_refresh(self._search)

    def _search(self) -> None:
        """Search what stands in the field, unless that was searched already; who sounds alike a moment later."""
        if not self._found.search(self.field.value):
            return
        self.card.close()
        for timer in (self._similar_timer, self._again_timer):
            if timer is not None:
                timer.stop()
        self._similar_timer = self._again_timer = None
        self._search_similar_in(SIMILAR_AFTER_S)
        self.show(keep=False)

    def _search_similar_in(self, seconds: float) -> None:
        if self._similar_timer is None and self._found.is_searched:
            self._similar_timer = self.set_timer(seconds, self._search_similar)

    def _search_similar(self) -> None:
        self._similar_timer = None
        if self.desk.learn_names():
            self._search_similar_in(_BETWEEN_S)
        elif self._found.search_similar(self.field.value):
            self.show()

    def _find_again(self) -> None:
        self._again_timer = None
        self._read_rows()
        self.show()

    def _read_rows(self) -> None:
        self._found.read_again()
        self._search_similar_in(_SIMILAR_AGAIN_S)

    def took_in(self, topics: Topics | None) -> None:
        """Rows and the card follow; the mark, the text and the focus stay.

        While very much changes, the rows follow a second later, or with the next letter, which finds them anew anyway.
        """
        if topics is None or len(topics) < _MANY_CHANGES:
            self._read_rows()
        elif self._again_timer is None:
            self._again_timer = self.set_timer(_AGAIN_S, self._find_again)
        self.card.took_in(topics)
        self._read_last()
        self.show()

    def minute_passed(self) -> None:
        """Who was too early may be admitted now."""
        self.card.took_in(None)
        self.show()

    # Keys, from the search field

    def ask_help(self) -> None:
        """A question mark in the empty field."""
        self.app.call_next(self.run_action, actions.HELP.target)

    def enter(self) -> None:
        """Enter in the search field: a code is scanned, a row opened, an open card admitted."""
        done = False
        with self.told():
            if self.card.active:
                if self.card.asks_doses():
                    self.action_doses()
                    return
                done = not self.card.choose() and self.card.admit()
            else:
                done = self._open(self.field.value.strip())
        if done:
            self.finish()
        else:
            self.show()

    def _open(self, text: str) -> bool:
        """Open who is meant; True if a code admitted at once."""
        self._search()
        if self.desk.is_code(text):
            return self.card.scan(self.desk.identify(text))
        if self.results.row is not None:
            self.card.open_row(self.results.row)
        elif (code := self.desk.code_meant(text)) is not None:
            self.card.not_found(code)
        return False

    # Scans

    @property
    def is_searching(self) -> bool:
        """Whether letters go into the search field. While a card is open, they act on it."""
        return not self.card.active and self.focused is self.field

    @property
    def shows_scans(self) -> bool:
        """Whether a scan's signs may be seen in the search field. They would close who was admitted last."""
        return self.is_searching and self.card.face == EMPTY

    def scan(self, scanned: Scanned) -> None:
        """A code was scanned: whoever stands there comes first, and what was open or typed gives way."""
        done = False
        self.card.close()
        self._empty_search()
        with self.told():
            done = self.card.scan(scanned)
        if done:
            self.finish()
        else:
            self.show()

    def mention(self, words: str, role: str, shown: str) -> None:
        """Something was scanned that changes nothing here. `shown` of it went into the search field."""
        self.field.value = self.field.value.removesuffix(shown)
        self._search()
        self.card.message = words, role
        self.show()

    def start_anew(self) -> None:
        """Empty the search and the card."""
        self.card.close()
        self._empty_search()
        self.show()

    def finish(self) -> None:
        """The person is done: the query is not left for the queue to see."""
        self._empty_search()
        self._read_last()
        self.show()

    def _empty_search(self) -> None:
        self._found.clear()
        self.field.value = ""

    # The list

    def move_mark(self, by: int) -> None:
        """Move the mark of a choice, or of the list; an open card is closed for that."""
        if self.card.active and not self.card.move_mark(by):
            self.card.close()
        elif not self.card.active:
            self.results.move(by)
        self.show()

    def on_picker_marked(self, event: Picker.Marked) -> None:
        """A row was clicked."""
        event.stop()
        self.card.close()
        self.show()

    def on_picker_chosen(self, event: Picker.Chosen) -> None:
        """A row was clicked twice."""
        event.stop()
        self.card.close()
        self.enter()

    # Showing

    @property
    def field(self) -> SearchField:
        """Where one types."""
        return self.query_one(SearchField)

    @property
    def results(self) -> Results:
        """The list."""
        return self.query_one(Results)

    def offered(self) -> Sequence[Action]:
        """What can be done now."""
        if self.card.active:
            return (*self.card.face.actions, actions.BACK)
        if self._found.rows or self._found.similar:
            return (actions.OPEN, actions.DOWN, actions.BACK)
        is_name = self._found.is_searched and self.desk.code_meant(self._found.text) is None
        return (actions.REGISTER, actions.BACK) if is_name else ()

    @property
    def typed(self) -> str:
        return "" if self.card.active else self.field.value.strip()

    def tell(self, words: str, role: str = "quiet") -> None:
        if not self.card.active:
            self.card.close()
        self.card.message = words, role
        self.show()

    def note(self, words: str, role: str = "quiet") -> None:
        self.card.message = words, role
        self.show()

    def visit_here(self) -> str | None:
        line = self.card.card.line if self.card.card else None
        return line.visit.id if line is not None and line.visit is not None else None

    def show(self, *, keep: bool = True) -> None:
        """Draw the list, the card and the lines below; only what changed is sent."""
        found, card = self._found, self.card
        self.results.show_rows(found.rows, found.similar, self.shift.now.date(), keep=keep)
        self.query_one(CardView).show(card.face, active=card.active, marked=card.marked, explains=not found.text)
        self.field.set_class(card.active, "-asleep")
        self.query_one("#prompt", Lines).put(((say(t.SEARCH), "quiet"), ("   " if card.active else " ▸ ", "")))
        message = found.message()
        if card.active:
            message = say(t.CHOICE_HAS_KEYS if card.face.choices else t.CARD_HAS_KEYS), "quiet"
        self.query_one("#message", Lines).put((card.message if card.message[0] else message,))
        self.query_one("#keys", KeyLine).show(self.offered(), (actions.PALETTE,))
        printing = (actions.PRINT,) if self.desk.printouts.prints_slips else ()
        self.query_one("#last", KeyLine).show((), (*printing, actions.UNDO, actions.HELP), self._last)

    def _read_last(self) -> None:
        """Who was admitted here last: read when that can have changed, not while one types."""
        last = self.desk.last_admissions(1)
        self._last = say(t.NO_LAST)
        if last:
            name = cut(short_name(last[0].family, last[0].given), _LAST_NAME)
            self._last = say(t.LAST, at=clock(last[0].at), number=last[0].day_number, name=name)
