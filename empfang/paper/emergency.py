"""The emergency list: a day on paper, by name and by hour, for when power or computers are gone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from empfang.paper.sheet import Sheet
from empfang.paper.values import EmergencyList, ListLine
from empfang.rules.line_numbers import spaced
from empfang.rules.names import sort_key
from empfang.texts import printouts as t
from empfang.texts import reception, say, thousands
from empfang.texts.times import birth, clock, day, day_long

_WIDTH, _HEIGHT, _SIDE = 210.0, 297.0, 10.0
_ROW = 6.2
"""Millimetres: as much as somebody needs to write in it."""
_ROWS = 41
_TOP = 30.0
_COLUMNS = (
    (18.0, t.COLUMN_NUMBER), (12.0, t.COLUMN_TIME), (61.0, t.COLUMN_NAME), (19.0, t.COLUMN_BORN),
    (21.0, t.COLUMN_VACCINE), (24.0, t.COLUMN_CAME), (22.0, t.COLUMN_LOT), (13.0, t.COLUMN_INITIALS),
)  # fmt: skip
_LEFT = tuple(_SIDE + sum(width for width, _ in _COLUMNS[:place]) for place in range(len(_COLUMNS) + 1))
_GAP = 1.2


@dataclass(frozen=True, slots=True)
class _Page:
    order: str
    range: str
    lines: Sequence[ListLine]
    how: str


def emergency_pdf(given: EmergencyList) -> bytes:
    """The PDF of a list, on A4: everybody by name, everybody by hour (each hour on pages of its own), and a page for
    those who are not on it.
    """
    pages = [*_by_name(given.lines), *_by_hour(given.lines)]
    pages.append(_Page(say(t.NOT_ON_THE_LIST), "", (), say(t.HOW_BLANK)))
    sheet = Sheet(_WIDTH, _HEIGHT, say(t.LIST))
    for number, page in enumerate(pages, 1):
        if number > 1:
            sheet.add_page()
        _head(sheet, given, page, say(t.PAGE, page=number, pages=len(pages)))
        _table(sheet, page)
    return sheet.pdf()


def _by_name(lines: Sequence[ListLine]) -> Iterator[_Page]:
    ordered = sorted(lines, key=lambda line: (sort_key(line.family, line.given), line.at, line.number))
    for some in _pages(ordered):
        between = say(t.FROM_TO, first=some[0].family, last=some[-1].family)
        yield _Page(say(t.BY_NAME), between, some, say(t.HOW))


def _by_hour(lines: Sequence[ListLine]) -> Iterator[_Page]:
    ordered = sorted(lines, key=lambda line: (line.at, sort_key(line.family, line.given), line.number))
    for hour, of_hour in groupby(ordered, key=lambda line: line.at.hour):
        for some in _pages(list(of_hour)):
            between = say(t.FROM_TO, first=clock(some[0].at), last=clock(some[-1].at))
            yield _Page(f"{say(t.BY_HOUR)}, {say(t.HOUR, hour=hour)}", between, some, say(t.HOW))


def _pages(lines: Sequence[ListLine]) -> Iterator[Sequence[ListLine]]:
    for begin in range(0, len(lines), _ROWS):
        yield lines[begin : begin + _ROWS]


def _head(sheet: Sheet, given: EmergencyList, page: _Page, number: str) -> None:
    right = _WIDTH - _SIDE
    sheet.say(_SIDE, 14, f"{say(t.LIST)}: {page.order}", 14, bold=True)
    sheet.say_right(right, 14, number, 9)
    sheet.say_within(_SIDE, 19, 120, f"{given.centre} · {day_long(given.day)} {given.day:%Y}", 10)
    as_of = say(t.AS_OF, day=day(given.as_of), at=clock(given.as_of), desk=given.desk)
    sheet.say_within(_SIDE + 122, 19, right - _SIDE - 122, as_of, 9, right=True)
    present = sum(line.came_at is not None for line in given.lines)
    counts = say(t.COUNTS, number=thousands(len(given.lines)), present=thousands(present))
    sheet.say(_SIDE, 23.5, counts if given.lines else say(t.EMPTY), 9)
    sheet.say_within(_SIDE + 100, 23.5, right - _SIDE - 100, page.range, 10, bold=True, right=True)
    sheet.say_within(_SIDE, _HEIGHT - 7, _WIDTH - 2 * _SIDE, page.how, 7.5)


def _table(sheet: Sheet, page: _Page) -> None:
    """Head, rows, and lines between the columns; a page without people has empty rows."""
    rows = len(page.lines) or _ROWS
    bottom = _TOP + rows * _ROW
    sheet.set_fill_color(238)
    for row in range(1, rows, 2):
        sheet.rect(_SIDE, _TOP + row * _ROW, _WIDTH - 2 * _SIDE, _ROW, style="F")
    for left, (_, words) in zip(_LEFT, _COLUMNS, strict=False):
        sheet.say(left + _GAP, _TOP - 1.5, say(words), 8, bold=True)
    sheet.set_draw_color(120)
    sheet.set_line_width(0.15)
    for y in (_TOP, bottom):
        sheet.line(_SIDE, y, _WIDTH - _SIDE, y)
    for x in _LEFT:
        sheet.line(x, _TOP, x, bottom)
    for row, line in enumerate(page.lines):
        _row(sheet, line, _TOP + (row + 1) * _ROW - 1.9)


def _row(sheet: Sheet, line: ListLine, y: float) -> None:
    name = ", ".join(part for part in (line.family.strip(), line.given.strip()) if part) or say(reception.NO_NAME)
    cells = (
        (spaced(line.number), 9.5, False),
        (clock(line.at), 9.5, False),
        (name, 10, True),
        (birth(line.birth_date), 9, False),
        (line.vaccine, 8.5, False),
        (f"{clock(line.came_at)}  {line.day_number}" if line.came_at else "", 8.5, True),
    )
    for place, (text, size, bold) in enumerate(cells):
        if text:
            sheet.say_within(_LEFT[place] + _GAP, y, _COLUMNS[place][0] - 1.5 * _GAP, text, size, bold=bold)
