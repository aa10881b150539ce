"""What all parts of the screen of leftover doses share: what was read, the call, and what is said below."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence

from empfang.desk import CallPage, DoseOverview, DoseRow, Promised, Stocked
from empfang.model import Person
from empfang.rules.call_candidates import Portion
from empfang.rules.call_order import CallLine
from empfang.screens import actions
from empfang.screens.base import DeskScreen, Help, Station
from empfang.screens.dialogs import PickOne, Reason
from empfang.screens.leftover_call import LastCall, OneCall, Stage
from empfang.screens.leftover_words import dose_name
from empfang.texts import help as help_texts
from empfang.texts import leftover as t
from empfang.texts import say
from empfang.widgets.cells import plain
from empfang.widgets.lines import Span

MOST = 999
_LONGEST = 160


class LeftoverBase(DeskScreen):
    """Calls one after the other. Who is called stays on the screen, whatever arrives meanwhile."""

    ACTIONS = actions.OF_LEFTOVERS
    HELP_PAGE = Help(help_texts.LEFTOVER_NAME, help_texts.LEFTOVER, (t.NO_PROBLEM_SAY,))

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._stage = Stage.LIST
        self._call: OneCall | None = None
        self._last: LastCall | None = None
        self._given_up: set[str] = set()
        """People whose reservation was asked for and is not wanted any more."""
        self._message: Span = ("", "quiet")
        self._overview: DoseOverview = self.desk.calling.overview()
        self._page: CallPage = CallPage((), {}, ready=False)
        self._lines: Sequence[CallLine] = ()
        """The first ones of the list: those that can be seen and marked."""
        self._people: Mapping[str, Person] = {}
        self._untold: list[Promised] = []
        self._stock: Stocked | None = None
        self._was_alone = False
        self._moved = False
        """Whether somebody moved the mark: then it stays where it is."""
        self._reading = False
        """Whether the list is being read, some at a time."""
        self._stale = False
        """Whether the list is from before the last outcome: it is read anew in a moment."""

    def _say(self, said: str, role: str = "quiet") -> None:
        self._message = said, role

    def tell(self, words: str, role: str = "quiet") -> None:
        self._say(words, role)
        self.show()

    @property
    def is_alone(self) -> bool:
        """Whether nothing can be asked of the service."""
        return self.desk.calling.is_alone()

    @abstractmethod
    def show(self) -> None:
        """Draw what the stage needs; only what changed is sent."""

    @abstractmethod
    def read(self, *, same_people: bool = False) -> None:
        """Read again what is shown; `same_people`: nobody's name can have changed since the last time."""

    def _rows(self) -> Mapping[Portion, DoseRow]:
        return {each.found.dose: each for each in self._overview.doses}

    def _names(self) -> Mapping[Portion, str]:
        return {portion: dose_name(each) for portion, each in self._rows().items()}

    def number_free(self, portion: Portion, *, on_site: bool = False) -> int:
        """How many of a dose can be promised now by telephone, or to somebody who is here."""
        row = self._rows().get(portion)
        if row is None:
            return 0
        if self.is_alone or row.found.short:
            return row.own
        return row.own + (row.found.safe if on_site else row.found.by_phone)

    # Small questions

    def _ask_row(self, question: str, then: Callable[[DoseRow], None]) -> None:
        """Which dose; not asked where there is only one."""
        rows = self._overview.doses
        if len(rows) == 1:
            then(rows[0])
            return
        if not rows:
            self.tell(say(t.NO_DOSES), "ask")
            return

        def chosen(place: int | None) -> None:
            if place is not None:
                then(rows[place])

        self.app.push_screen(
            PickOne(question, [f"{place}  {dose_name(each)}" for place, each in enumerate(rows, 1)]), chosen
        )

    def _ask_words(
        self, question: str, hint: str, then: Callable[[str], None], *, words: str = "", may_be_empty: bool = False
    ) -> None:
        def written(text: str | None) -> None:
            if text is not None:
                then(text[:_LONGEST])

        dialog = Reason(question, hint, actions.TAKE_NUMBER, words=words, may_be_empty=may_be_empty)
        self.app.push_screen(dialog, written)

    def _ask_number(
        self, question: str, then: Callable[[int], None], *, words: str = "", low: int = 0, high: int = MOST
    ) -> None:
        """A whole number; what is none is said, and asked for again."""

        def written(text: str) -> None:
            number = _number(text)
            if number is None or not low <= number <= high:
                self.tell(say(t.BAD_NUMBER, text=plain(text)[:20], low=low, high=high), "stop")
                self._ask_number(question, then, words=words, low=low, high=high)
                return
            with self.told():
                then(number)

        self._ask_words(question, say(t.HINT_NUMBER), written, words=words)


def _number(text: str) -> int | None:
    """What was typed as digits; None for anything else."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) else None
