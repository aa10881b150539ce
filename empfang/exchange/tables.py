"""A file into a table: its encoding, its separator, its header and its rows with their line numbers."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from empfang.errors import InputProblem
from empfang.exchange.columns import known_header, looks_like_data
from empfang.exchange.encodings import decode
from empfang.exchange.quoting import SEPARATORS, Line, physical_lines, rows_of

_LINES_TO_JUDGE = 300
_HEADER_WITHIN = 40
_PADDED_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Table:
    """A list as it came.

    `header_line` is 0 where the file has no header; its columns are then known by number and content. Every
    line of the file is in exactly one of `above` (titles and header), `blank` and `rows`.
    """

    encoding: str
    separator: str
    header: tuple[str, ...]
    header_line: int
    rows: tuple[Line, ...]
    above: tuple[int, ...]
    blank: tuple[int, ...]
    line_count: int
    titles: tuple[str, ...] = ()
    lost_letters: int = 0
    pads_rows: bool = False

    @property
    def width(self) -> int:
        return len(self.header)

    def column(self, index: int) -> list[str]:
        """The values of a column that are not blank, without blanks at their ends."""
        found = (row.cells[index].strip() for row in self.rows if row.quote != "broken" and index < len(row.cells))
        return [value for value in found if value]


def read_table(data: bytes, *, encoding: str | None = None, separator: str | None = None) -> Table:
    """The table in a file that some booking system exported.

    Raises InputProblem: file_empty, file_binary (kind), encoding_unknown, encoding_wrong, no_table (there are
    no columns), no_rows (a header and nothing below).
    """
    decoded = decode(data, encoding)
    lines = physical_lines(decoded.text.removeprefix("\ufeff").removesuffix("\x1a"))
    directive = _directive(lines[0][0]) if lines else None
    separator = separator or directive or _find_separator(lines)
    width = _usual_width(lines, separator)
    if width < 2:
        raise InputProblem("no_table")
    logical = rows_of(lines, separator, width)
    place = _find_header(logical, width)
    header_row = logical[place] if place is not None else None
    below = logical if place is None else logical[place + 1 :]
    if place is None and directive:
        below = logical[1:]
    above = logical[: len(logical) - len(below)]
    rows = tuple(row for row in below if not row.blank)
    if not rows:
        raise InputProblem("no_rows")
    header = tuple(cell.strip() for cell in header_row.cells) if header_row else ("",) * width
    header = _without_empty_tail(header, rows)
    return Table(
        encoding=decoded.encoding,
        separator=separator,
        header=header,
        header_line=header_row.first if header_row else 0,
        rows=rows,
        above=_numbers(above),
        blank=_numbers(row for row in below if row.blank),
        line_count=len(lines),
        titles=tuple(" ".join(" ".join(row.cells).split()) for row in above if row is not header_row and not row.blank),
        lost_letters=decoded.lost_letters,
        pads_rows=sum(len(row.cells) < len(header) for row in rows) >= max(3, _PADDED_SHARE * len(rows)),
    )


def _numbers(rows: Iterable[Line]) -> tuple[int, ...]:
    return tuple(number for row in rows for number in range(row.first, row.last + 1))


def _directive(line: str) -> str | None:
    """Excel's own first line `sep=;`."""
    text = line.strip().strip('"').rstrip("\r") if not line.endswith("\t") else line
    return text[4] if text.lower().startswith("sep=") and len(text) == 5 else None


def _widths(lines: Sequence[tuple[str, str]], separator: str) -> list[int]:
    """How many cells the first lines have; rows over several lines count once where their quotes are in
    order.
    """
    written = [line for line in lines[:_LINES_TO_JUDGE] if line[0].strip(" \t\"'" + separator)]
    return [len(row.cells) for row in rows_of(written, separator, _guess(written, separator)) if row.quote != "broken"]


def _guess(lines: Sequence[tuple[str, str]], separator: str) -> int:
    counts = Counter(line.count(separator) + 1 for line, _ in lines)
    return max(counts, key=lambda width: (counts[width] * (width > 1), width), default=1)


def _usual_width(lines: Sequence[tuple[str, str]], separator: str) -> int:
    counts = Counter(width for width in _widths(lines, separator) if width > 1)
    return max(counts, key=lambda width: (counts[width], width), default=1)


def _find_separator(lines: Sequence[tuple[str, str]]) -> str:
    """The separator that cuts most lines into the same number of cells, the more cells the better."""

    def merit(separator: str) -> float:
        widths = _widths(lines, separator)
        if not widths:
            return 0.0
        width, times = max(Counter(widths).items(), key=lambda item: (item[1] * (item[0] - 1), item[0]))
        return times / len(widths) * min(width - 1, 12)

    return max(SEPARATORS, key=merit)


def _find_header(rows: Sequence[Line], width: int) -> int | None:
    """Which row is the header: the first with the most names of columns that are known, else one without
    data.
    """
    best, place = 0.0, None
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        cells = [cell.strip() for cell in row.cells if cell.strip()]
        if len(cells) < 2 or looks_like_data(cells):
            continue
        known = sum(known_header(cell) for cell in cells)
        if known >= 2 and known > best:
            best, place = known, index
    if place is not None:
        return place
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        cells = [cell.strip() for cell in row.cells]
        if row.blank or len(row.cells) < width * 0.8:
            continue
        # Without a known name, a full row of different words is a header only if the rows below hold data.
        below = [cell.strip() for later in rows[index + 1 : index + 6] for cell in later.cells if cell.strip()]
        full = sum(map(bool, cells)) >= width * 0.8 and len(set(cells)) == len(cells)
        return index if full and not looks_like_data(cells) and looks_like_data(below) else None
    return None


def _without_empty_tail(header: tuple[str, ...], rows: Sequence[Line]) -> tuple[str, ...]:
    """The header without nameless columns at its end in which no row has anything."""
    used = max((place + 1 for row in rows for place, cell in enumerate(row.cells) if cell.strip()), default=0)
    width = len(header)
    while width > 1 and not header[width - 1] and width > used:
        width -= 1
    # A column that most rows have but the header does not name is a column without a name, not a broken row.
    wider = Counter(len(row.cells) for row in rows if any(cell.strip() for cell in row.cells[width:]))
    common, times = max(wider.items(), key=lambda item: item[1], default=(width, 0))
    if times > len(rows) / 2:
        return header[:width] + ("",) * (common - width)
    return header[:width]
