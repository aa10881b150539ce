"""Lines into cells: separators, quotes, and cells that go on over several lines.

A quote that is never closed must not swallow the rows after it: it is then taken as it stands if the line has
the expected number of cells, else the line is broken, and reading goes on with the next line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

SEPARATORS = (";", "\t", ",", "|")
_MOST_LINES_OF_A_ROW = 60
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the numbers of its first and last line as an editor counts them, and its cells as they came.

    `quote` is "" (well formed), "kept" (a stray quote was taken literally) or "broken".
    """

    first: int
    last: int
    cells: tuple[str, ...]
    quote: str = ""

    @property
    def blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


def physical_lines(text: str) -> list[tuple[str, str]]:
    """Lines and their ends as an editor counts them; nothing after a last line end is no line."""
    lines: list[tuple[str, str]] = []
    start = 0
    for end in _LINE_END.finditer(text):
        lines.append((text[start : end.start()], end.group()))
        start = end.end()
    if start < len(text):
        lines.append((text[start:], ""))
    return lines


def _split(text: str, separator: str) -> list[str] | None:
    """The cells of a text; None if a quote that begins a cell is not closed at the end of that cell."""
    if '"' not in text:
        return text.split(separator)
    cells: list[str] = []
    place = 0
    while True:
        begin = place
        while begin < len(text) and text[begin] == " ":
            begin += 1
        if begin < len(text) and text[begin] == '"':
            found = _quoted(text, begin, separator)
            if found is None:
                return None
            cell, place = found
        else:
            end = text.find(separator, place)
            end = len(text) if end < 0 else end
            cell, place = text[place:end], end
        cells.append(cell)
        if place >= len(text):
            return cells
        place += len(separator)


def _quoted(text: str, begin: int, separator: str) -> tuple[str, int] | None:
    """A quoted cell and where it ends; doubled quotes stand for one."""
    parts: list[str] = []
    place = begin + 1
    while True:
        close = text.find('"', place)
        if close < 0:
            return None
        parts.append(text[place:close])
        if text.startswith('"', close + 1):
            parts.append('"')
            place = close + 2
            continue
        end = close + 1
        while end < len(text) and text[end] == " ":
            end += 1
        if end < len(text) and not text.startswith(separator, end):
            return None
        return "".join(parts), end


def rows_of(lines: Sequence[tuple[str, str]], separator: str, width: int) -> list[Line]:
    """All rows of all lines, blank ones too; `width` is how many cells a row should have."""
    rows: list[Line] = []
    place = 0
    while place < len(lines):
        row = _row_at(lines, place, separator, width)
        rows.append(row)
        place += row.last - row.first + 1
    return rows


def _row_at(lines: Sequence[tuple[str, str]], place: int, separator: str, width: int) -> Line:
    text = lines[place][0]
    cells = _split(text, separator)
    if cells is not None:
        return Line(place + 1, place + 1, tuple(cells))
    joined = _joined(lines, place, separator, width)
    if joined is not None:
        return joined
    literal = tuple(_bare(cell) for cell in text.split(separator))
    return Line(place + 1, place + 1, literal, "kept" if len(literal) == width else "broken")


def _bare(cell: str) -> str:
    """A cell without the quotes around it, if they are a pair."""
    text = cell.strip()
    paired = len(text) >= 2 and text[0] == text[-1] == '"'
    return text[1:-1].replace('""', '"') if paired else cell


def _joined(lines: Sequence[tuple[str, str]], place: int, separator: str, width: int) -> Line | None:
    """The row from this line on to where its quotes close, unless whole rows would disappear in one cell."""
    text, end = lines[place]
    first_is_whole = text.count(separator) + 1 == width
    for last in range(place + 1, min(place + _MOST_LINES_OF_A_ROW, len(lines))):
        line = lines[last][0]
        text += end + line
        end = lines[last][1]
        if '"' in line:
            cells = _split(text, separator)
            if cells is not None and len(cells) <= max(width, 1):
                whole = line.count(separator) + 1 == width
                return None if first_is_whole and whole and width > 1 else Line(place + 1, last + 1, tuple(cells))
        if line.count(separator) + 1 >= max(width, 3):
            return None
    return None
