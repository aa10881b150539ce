"""Letters for window envelopes (DIN 5008, form B): one page each, whatever they have to say."""

from collections.abc import Sequence

from empfang.paper.barcode import bars, to_scan
from empfang.paper.sheet import Sheet, height_of
from empfang.paper.values import Letter, LetterVisit

_WIDTH, _HEIGHT = 210.0, 297.0
_LEFT, _RIGHT = 25.0, 20.0
_ROOM = _WIDTH - _LEFT - _RIGHT
# DIN 5008: the window shows what stands from 20 mm on, 45 mm from the top, 85 × 45 mm; text 5 mm further in.
_WINDOW_ROOM = 78.0
_SENDER_Y, _ADDRESS_Y, _ADDRESS_LINE = 60.5, 67.0, 5.0
_DAY_Y, _SUBJECT_Y = 84.0, 103.0
_FOLDS = (105.0, 210.0)
_HOLES = 148.5
_FOOT_Y = 288.0
_BOTTOM = 281.0
_TEXT, _SMALLEST = 10.5, 5.0
_WIDEST_BAR = 0.33
_BARS_ROOM = 68.0
_TALLEST_VISIT, _GOOD_VISIT, _LOWEST_VISIT = 24.0, 15.0, 6.6
_BESIDE_BELOW = 14.0
"""Lower than this the bars stand beside the code."""
_TWO_LINES_BELOW = 9.5


def letters_pdf(letters: Sequence[Letter], title: str) -> bytes:
    """The PDF of these letters (at least one), a page for each, in their order."""
    sheet = Sheet(_WIDTH, _HEIGHT, title)
    for number, letter in enumerate(letters):
        if number:
            sheet.add_page()
        _page(sheet, letter)
    return sheet.pdf()


def _page(sheet: Sheet, letter: Letter) -> None:
    _frame(sheet, letter)
    size, each = _sizes(sheet, letter)
    y = _say(sheet, _wrapped(sheet, letter.before, size), _SUBJECT_Y + 9, size) + 1
    for visit in letter.visits:
        _visit(sheet, visit, y, each)
        y += each
    _say(sheet, _wrapped(sheet, letter.after, size), y + 5, size)


def _sizes(sheet: Sheet, letter: Letter) -> tuple[float, float]:
    """How large the text is, in points, and how high an appointment, so that all of it stays on the page.

    First the text gives way a little, then the appointments, then the text as far as need be.
    """
    number = max(1, len(letter.visits))
    for low, size in ((_GOOD_VISIT, _TEXT), (_GOOD_VISIT, 9.5), (_GOOD_VISIT, 8.5), (_LOWEST_VISIT, 8.5)):
        room = _room_for_visits(sheet, letter, size)
        if room >= number * low:
            return size, min(_TALLEST_VISIT, room / number)
    size = 8.0
    while size > _SMALLEST and _room_for_visits(sheet, letter, size) < number * _LOWEST_VISIT:
        size -= 0.5
    return size, max(1.0, min(_LOWEST_VISIT, _room_for_visits(sheet, letter, size) / number))


def _room_for_visits(sheet: Sheet, letter: Letter, size: float) -> float:
    text = sum(_height(_wrapped(sheet, each, size), size) for each in (letter.before, letter.after))
    return _BOTTOM - _SUBJECT_Y - 13 - text


def _frame(sheet: Sheet, letter: Letter) -> None:
    """All that stands in the same place on every letter."""
    sheet.set_draw_color(120)
    sheet.set_line_width(0.1)
    for mark in _FOLDS:
        sheet.line(4, mark, 9, mark)
    sheet.line(4, _HOLES, 12, _HOLES)
    sheet.say_within(_LEFT, _SENDER_Y, _WINDOW_ROOM, letter.sender, 7, least=0.8)
    sheet.line(_LEFT, _SENDER_Y + 1, _LEFT + _WINDOW_ROOM, _SENDER_Y + 1)
    for number, line in enumerate(letter.address):
        sheet.say_within(_LEFT, _ADDRESS_Y + number * _ADDRESS_LINE, _WINDOW_ROOM, line, 11, least=0.6)
    sheet.say_right(_WIDTH - _RIGHT, _DAY_Y, letter.day, 10.5)
    sheet.say_within(_LEFT, _SUBJECT_Y, _ROOM, letter.subject, 12, bold=True)
    sheet.say_right(_WIDTH - _RIGHT, _FOOT_Y, letter.foot, 7)


def _visit(sheet: Sheet, visit: LetterVisit, y: float, height: float) -> None:
    """Who, when and what on the left; the code and its bars on the right."""
    sheet.set_draw_color(190)
    sheet.line(_LEFT, y, _WIDTH - _RIGHT, y)
    left = _ROOM - _BARS_ROOM - 2
    who = f"{visit.name} · {visit.what}"
    lines = [(visit.when, 1.0, True), (who, 0.9, False), (visit.beside, 0.8, False)]
    if height < _TWO_LINES_BELOW:
        lines = [lines[0], (" · ".join(part for part in (who, visit.beside) if part), 0.9, False)]
    shown = [line for line in lines if line[0]]
    size = min(11.5, (height - 1.4) / sum(height_of(1) * share for _, share, _ in shown))
    at = y + 0.7
    for text, share, bold in shown:
        at += height_of(size * share) * 0.93
        sheet.say_within(_LEFT, at, left, text, size * share, bold=bold, least=0.5)
    if visit.code:
        _code(sheet, visit.code, y, height)


def _code(sheet: Sheet, code: str, y: float, height: float) -> None:
    """The code as people read it, and as scanners do: below it, or beside it where there is little room."""
    x = _WIDTH - _RIGHT - _BARS_ROOM
    text = to_scan(code, "", _BARS_ROOM)
    if height >= _BESIDE_BELOW:
        sheet.say_within(x + 3, y + 6.2, _BARS_ROOM - 3, code, 17, bold=True, least=0.3)
        if text:
            bars(sheet, x, y + 8, _BARS_ROOM, height - 9.5, text, _WIDEST_BAR)
        return
    half = _BARS_ROOM * 0.4
    sheet.say_within(x, y + height / 2 + 1.4, half, code, min(11.0, height * 1.6), bold=True, least=0.3)
    text = to_scan(code, "", _BARS_ROOM - half)
    if text:
        bars(sheet, x + half, y + 0.9, _BARS_ROOM - half, height - 1.8, text, _WIDEST_BAR)


def _wrapped(sheet: Sheet, paragraphs: Sequence[str], size: float) -> list[list[str]]:
    return [sheet.wrapped(paragraph, _ROOM, size, 12, bold=False) for paragraph in paragraphs]


def _height(paragraphs: Sequence[Sequence[str]], size: float) -> float:
    lines = sum(len(lines) for lines in paragraphs)
    return lines * _step(size) + len(paragraphs) * _step(size) * 0.5


def _say(sheet: Sheet, paragraphs: Sequence[Sequence[str]], y: float, size: float) -> float:
    for lines in paragraphs:
        for line in lines:
            sheet.say_within(_LEFT, y, _ROOM, line, size, least=0.5)
            y += _step(size)
        y += _step(size) * 0.5
    return y


def _step(size: float) -> float:
    return height_of(size) * 1.08
