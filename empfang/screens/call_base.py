"""What all parts of the telephone screen share: the call, its lines, and what is said below."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence

from textual.widgets import Input

from empfang.desk import Anybody
from empfang.screens import actions
from empfang.screens.base import DeskScreen, Help, Station
from empfang.screens.call import Call
from empfang.screens.call_form import FIELDS
from empfang.screens.call_side import CallSide
from empfang.screens.found import Found
from empfang.texts import help as help_texts
from empfang.texts import say
from empfang.texts import telephone as t
from empfang.widgets.field import Field
from empfang.widgets.lines import Span
from empfang.widgets.prose import Prose, paragraph
from empfang.widgets.results import Results


class CallBase(DeskScreen):
    """One call after the other. What was typed stays until the call ends, whatever arrives meanwhile."""

    ACTIONS = actions.OF_A_CALL
    HELP_PAGE = Help(help_texts.TELEPHONE_NAME, help_texts.TELEPHONE, (t.VERIFY_SAY, t.LAST_SAID))

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._call = Call(self.desk, station.monotonic)
        self._found = Found(self.desk)
        self._anybody = Anybody()
        self._message: Span = (say(t.READY), "quiet")
        self._to_compare: list[str] = []
        self._districts: dict[str, str] = {}
        """By the line of the place: which district was chosen, where it may lie in several."""

    @property
    def side(self) -> CallSide:
        """The right half."""
        return self.query_one(CallSide)

    @property
    def results(self) -> Results:
        """Whom the search found."""
        return self.query_one(Results)

    def _say(self, said: str, role: str = "quiet") -> None:
        self._message = said, role

    def _entries(self, heading: str, how: str, entries: Sequence[str]) -> None:
        side = self.side
        side.heading, side.how, side.entries = heading, how, tuple(entries)

    def _go_to(self, line: str) -> None:
        """Give a line the focus at once: what is typed next belongs there."""
        self.set_focus(self.query_one(line, Field))

    def _fill(self, values: Mapping[str, str]) -> None:
        with self.prevent(Input.Changed):
            for name in FIELDS:
                self.query_one(f"#{name}", Field).value = values.get(name, "")

    def _anew(self, said: str, role: str) -> None:
        """Ready for the next call: nothing of the last one is left to see."""
        self._call = Call(self.desk, self.station.monotonic)
        self._found.clear()
        self._anybody = Anybody()
        self._districts = {}
        self._fill({})
        self.query_one("#who", Field).value = ""
        self._entries("", "", [])
        self.set_focus(None)
        self._say(said, role)
        self.show()

    def _show_found(self, *, keep: bool) -> None:
        elsewhere = [each for each in self._anybody.people if not each.here]
        rows = [each.row for each in self._anybody.people]
        self.results.show_rows(rows, self._found.similar, self.shift.now.date(), keep=keep)
        self._message = self._found.message()
        if self._anybody.asked in t.ASKED_SERVICE:
            self._message = say(t.ASKED_SERVICE[self._anybody.asked]), "ask"
        elif elsewhere:
            self._message = say(t.FOUND_THERE), "quiet"
        self._show_message()

    def _search(self, text: str) -> None:
        """Whom this desk knows, at once; whom the service finds, a moment later and below."""
        self._found.search(text)
        self._anybody = self.desk.anywhere.search(text)

    def tell(self, words: str, role: str = "quiet") -> None:
        self._say(words, role)
        self.show()

    @abstractmethod
    def show(self) -> None:
        """Draw what the stage needs; only what changed is sent."""

    def _show_message(self) -> None:
        self.query_one("#message", Prose).show([paragraph(*self._message)])

    @abstractmethod
    def _read_again(self) -> None:
        """Records changed: what the call shows of them."""
