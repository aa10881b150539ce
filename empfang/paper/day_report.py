"""The day's report on paper: one page of A4."""

from empfang.paper.day_report_words import calls, cautions, headings, remarks, sums, table
from empfang.paper.sheet import Sheet, height_of
from empfang.paper.values import DayReport
from empfang.texts import day_report as t
from empfang.texts import say

_WIDTH, _HEIGHT, _SIDE = 210.0, 297.0, 20.0
_ROOM = _WIDTH - 2 * _SIDE
_ROW, _SIZE = 7.0, 10.5
_FIRST = 50.0
_MOST_LINES = 6
_BOTTOM = _HEIGHT - 12


def report_pdf(report: DayReport) -> bytes:
    """The PDF. What does not fit on the page is left out: the balance comes first."""
    sheet = Sheet(_WIDTH, _HEIGHT, say(t.TITLE))
    sheet.say(_SIDE, 22, say(t.TITLE), 16, bold=True)
    where, when = headings(report)
    sheet.say_within(_SIDE, 30, _ROOM, where, 11)
    sheet.say_within(_SIDE, 36, _ROOM, when, 9)
    y = _table(sheet, report, 48)
    y = _lines(sheet, sums(report), y + 4, bold=True)
    y = _lines(sheet, remarks(report), y + 2)
    y = _lines(sheet, [say(t.CALLS_TITLE)], y + 5, bold=True)
    y = _lines(sheet, calls(report), y)
    _lines(sheet, cautions(report), y + 5)
    return sheet.pdf()


def _table(sheet: Sheet, report: DayReport, y: float) -> float:
    rows = table(report)
    if not rows:
        return y
    width = (_ROOM - _FIRST) / (len(rows[0]) - 1)
    for number, (first, *others) in enumerate(rows):
        sheet.say_within(_SIDE, y, _FIRST - 2, first, _SIZE, bold=not number)
        for place, cell in enumerate(others, 1):
            left = _SIDE + _FIRST + (place - 1) * width
            sheet.say_within(left + 2, y, width - 2, cell, _SIZE, bold=not number, right=True)
        sheet.set_draw_color(120)
        sheet.set_line_width(0.15)
        sheet.line(_SIDE, y + 2, _WIDTH - _SIDE, y + 2)
        y += _ROW
    return y


def _lines(sheet: Sheet, texts: list[str], y: float, *, bold: bool = False) -> float:
    for text in texts:
        for line in sheet.wrapped(text, _ROOM, _SIZE, _MOST_LINES, bold=bold):
            if y <= _BOTTOM:
                sheet.say_within(_SIDE, y, _ROOM, line, _SIZE, bold=bold)
            y += height_of(_SIZE)
    return y
