"""Whom the search found: kept while one types, read again when records change. Draws nothing."""

from collections.abc import Sequence

from empfang.desk import Desk, Row
from empfang.rules.query import impossible_date
from empfang.texts import reception as t
from empfang.texts import say
from empfang.widgets.lines import Span

SHORTEST = 2
"""With fewer signs nothing is searched."""
_MANY = 20


class Found:
    """The text that was searched, its rows, and those that only sound alike."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.text = ""
        self.rows: Sequence[Row] = ()
        self.similar: list[Row] = []

    @property
    def is_searched(self) -> bool:
        """Whether the text is long enough."""
        return len(self.text) >= SHORTEST

    def search(self, text: str) -> bool:
        """Search for this text; False if it is the same as before."""
        text = text.strip()
        if text == self.text:
            return False
        self.text, self.similar = text, []
        self.read_again()
        return True

    def search_similar(self, text: str) -> bool:
        """Add who sounds alike, if this is still the text; True if that changed anything."""
        if not self.is_searched or text.strip() != self.text:
            return False
        before, self.similar = self.similar, self._desk.similar(self.text)
        return self.similar != before

    def read_again(self) -> None:
        """Records changed: the same search again. Who sounds alike stays; to search them takes longer, and can wait."""
        self.rows = self._desk.search(self.text) if self.is_searched else ()
        found = {row.person_id for row in self.rows}
        self.similar = [row for row in self.similar if row.person_id not in found]

    def clear(self) -> None:
        """Nothing is searched."""
        self.text, self.rows, self.similar = "", (), []

    def message(self) -> Span:
        """What to do about it."""
        if not self.text:
            return say(t.READY), "quiet"
        if not self.is_searched:
            return say(t.TYPE_ON), "quiet"
        if not self.rows:
            wrong = impossible_date(self.text)
            if wrong is not None:
                return say(t.NO_SUCH_DATE, date=wrong), "ask"
            return (say(t.FOUND), "quiet") if self.similar else (say(t.NOBODY), "ask")
        if any(row.namesake for row in self.rows):
            return say(t.NAMESAKES), "ask"
        return say(t.FOUND_MANY if len(self.rows) >= _MANY else t.FOUND), "quiet"
