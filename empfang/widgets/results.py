"""The list of results: time, name, birth year (the queue looks on), state."""

from collections.abc import Sequence
from datetime import date

from empfang.desk import Row
from empfang.texts import reception as t
from empfang.texts import say
from empfang.texts.times import clock, day_in_six
from empfang.widgets.cells import fit, plain
from empfang.widgets.lines import Line
from empfang.widgets.picker import Entry, Picker

_MARK, _TIME, _YEAR, _SIGN = 2, 7, 4, 2
_STATE_NARROW, _STATE_WIDE = 8, 15
_WIDE = 50
_SHADES = {"open": "", "promised": "", "late": "ask", "in": "good", "vaccinated": "good"}


class Results(Picker):
    """Rows of people, those that only sound alike below a heading."""

    def __init__(self) -> None:
        super().__init__(id="results")
        self._rows: dict[str, Row] = {}
        self._today = date.min

    def show_rows(self, rows: Sequence[Row], similar: Sequence[Row], today: date, *, keep: bool) -> None:
        """Show these; with `keep` the mark stays with its person."""
        self._today = today
        self._rows = {_key(row): row for row in (*rows, *similar)}
        entries = [Entry(_key(row), "") for row in rows]
        if similar:
            entries.append(Entry("", say(t.SIMILAR)))
            entries += [Entry(_key(row), "") for row in similar]
        self.show(entries, keep=keep)

    @property
    def row(self) -> Row | None:
        """The marked row."""
        return self._rows.get(self.marked.key) if self.marked else None

    def head_lines(self, width: int) -> Sequence[Line]:
        """The columns' names."""
        if not self.entries:
            return ()
        name, state = _widths(width)
        head = (
            f"{'':{_MARK}}{fit(say(t.COLUMN_TIME), _TIME)}{fit(say(t.COLUMN_NAME), name)}"
            f"{fit(say(t.COLUMN_YEAR), _YEAR)}{fit(say(t.COLUMN_STATE), state)}"
        )
        return (((head, "quiet"),),)

    def line_of(self, entry: Entry, width: int, *, marked: bool) -> Line:
        """A row, or the heading."""
        row = self._rows.get(entry.key)
        if row is None:
            return super().line_of(entry, width, marked=marked)
        name_width, state_width = _widths(width)
        when = (
            "" if row.at is None else clock(row.at) if row.at.date() == self._today else day_in_six(row.at, self._today)
        )
        group = say(t.GROUP_MARK) + " " if row.in_group else ""
        name = fit(_name(row), name_width - 1 - len(group)) + " " + group
        year = f"{row.birth_year % 100:02d}" if row.birth_year is not None else ""
        narrow, full = t.STATES[row.state]
        state = fit(say(full if state_width > _STATE_NARROW else narrow), state_width)
        role = "selected" if marked else ""
        shade = "selected" if marked else _SHADES.get(row.state, "quiet")
        return (
            (f"{'▸ ' if marked else '  '}{fit(when, _TIME)}{name}{year:{_YEAR}}", role),
            (state, shade),
            (" ‼" if row.namesake else "  ", role or "ask"),
        )


def _name(row: Row) -> str:
    return ", ".join(part for part in (plain(row.family), plain(row.given)) if part) or say(t.NO_NAME)


def _key(row: Row) -> str:
    return f"{row.person_id}/{row.appointment_id or ''}"


def _widths(width: int) -> tuple[int, int]:
    """Cells for the name and the state."""
    state = _STATE_WIDE if width >= _WIDE else _STATE_NARROW
    return width - _MARK - _TIME - _YEAR - state - _SIGN, state
