"""The district of an address: by its post code, and by its town where a post code lies in several districts.

What no table knows is unknown, and never guessed: a district decides who may have which place.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from empfang.rules.names import fold

COLUMNS = ("plz", "ort", "kreis", "ags")
"""What the first line of a table names, in any order."""
MOST_ROWS = 50_000
"""Rows of one table; Germany has some 16,000 pairs of post code and town."""
_LONGEST = 80
_SEPARATORS = ";,\t"
_FIVE_DIGITS = re.compile(r"[0-9]{5}")


@dataclass(frozen=True, slots=True)
class District:
    """A district: its official key (AGS, five digits) and its name."""

    ags: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """A post code in a town, and its district."""

    post_code: str
    town: str
    district: District


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of a table that cannot be used, and why: `empty`, `columns` (`value` names those that are missing),
    `width`, `too_many`, or the column in which something else must stand.
    """

    line: int
    why: str
    value: str = ""


def is_ags(text: str) -> bool:
    """Whether a text can be the official key of a district."""
    return _FIVE_DIGITS.fullmatch(text) is not None


class Districts:
    """All that is known of post codes: one table after another, of which the later ones count for what they name."""

    def __init__(self, *tables: Iterable[Row]) -> None:
        self._rows: dict[str, list[Row]] = {}
        for table in tables:
            named: dict[str, list[Row]] = {}
            for row in table:
                named.setdefault(row.post_code, []).append(row)
            self._rows.update(named)

    def find(self, post_code: str, town: str = "") -> tuple[District, ...]:
        """The districts in which this address can lie: none (unknown), one, or several to choose from, by name.

        The town decides only where the post code lies in several districts, and is one of those that are known there.
        """
        rows = self._rows.get(post_code.strip(), [])
        wanted = fold(town)
        here = [row for row in rows if wanted and fold(row.town) == wanted] or rows
        return tuple(sorted({row.district for row in here}, key=lambda each: (each.name, each.ags)))

    def towns(self, post_code: str) -> tuple[str, ...]:
        """The towns that a post code is known to be in."""
        return tuple(dict.fromkeys(row.town for row in self._rows.get(post_code.strip(), [])))

    def named(self, ags: str) -> str:
        """A district's name; empty if no table knows it."""
        return self.names.get(ags, "")

    @property
    def names(self) -> Mapping[str, str]:
        """All districts: name by AGS."""
        return {row.district.ags: row.district.name for rows in self._rows.values() for row in rows}

    def __len__(self) -> int:
        """How many post codes are known."""
        return len(self._rows)


def read_rows(text: str) -> tuple[list[Row], list[Fault]]:
    """The rows of a table (CSV; a semicolon, comma or tab between), and what is wrong with it: nothing counts then."""
    lines = text.splitlines()
    header = next((number for number, line in enumerate(lines) if line.strip()), None)
    if header is None:
        return [], [Fault(1, "empty")]
    separator = max(_SEPARATORS, key=lines[header].count)
    columns = [cell.strip().casefold() for cell in lines[header].split(separator)]
    lacking = [name for name in COLUMNS if name not in columns]
    if lacking:
        return [], [Fault(header + 1, "columns", ", ".join(lacking))]
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, cells in _cells(lines, header + 1, separator):
        if len(rows) >= MOST_ROWS:
            return [], [Fault(number, "too_many", str(MOST_ROWS))]
        read = _row(dict(zip(columns, cells, strict=False)), number, len(cells) == len(columns))
        if isinstance(read, Row):
            rows.append(read)
        else:
            faults.append(read)
    if not rows and not faults:
        faults.append(Fault(header + 1, "empty"))
    return rows, faults


def rows_text(rows: Iterable[Row]) -> str:
    """The table of these rows, as `read_rows` reads it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=_SEPARATORS[0], lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((row.post_code, row.town, row.district.name, row.district.ags) for row in rows)
    return text.getvalue()


def _cells(lines: list[str], begin: int, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line that is not blank, with its number; none of one that is no row."""
    for number, line in enumerate(lines[begin:], start=begin + 1):
        if line.strip(separator + " "):
            try:
                [cells] = csv.reader([line], delimiter=separator)
            except csv.Error:
                cells = []
            yield number, [cell.strip() for cell in cells]


def _row(cells: Mapping[str, str], line: int, whole: bool) -> Row | Fault:
    if not whole:
        return Fault(line, "width")
    for column in ("plz", "ags"):
        if not _FIVE_DIGITS.fullmatch(cells[column]):
            return Fault(line, column, cells[column][:_LONGEST])
    for column in ("ort", "kreis"):
        if not 0 < len(cells[column]) <= _LONGEST or not cells[column].isprintable():
            return Fault(line, column)
    return Row(cells["plz"], cells["ort"], District(cells["ags"], cells["kreis"]))
