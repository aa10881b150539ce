"""Run slip and label: what goes with an admitted person through the centre."""

from collections.abc import Mapping, Sequence

from empfang.paper.barcode import bars, to_scan
from empfang.paper.sheet import Sheet, height_of, printable
from empfang.paper.values import Format, Slip
from empfang.texts import Text, papers, reception, say
from empfang.texts import printouts as t
from empfang.texts.needs import need_words
from empfang.texts.times import birth, clock

_A5 = (148.0, 210.0)
_SIZES: Mapping[Format, tuple[float, float]] = {
    Format.A4: (210.0, 297.0),
    Format.A5: _A5,
    Format.A6: (105.0, 148.0),
    Format.LABEL: (62.0, 29.0),
}
_MOST_PAPERS = 6
_LABEL_BAR_MM = 0.254
"""Three dots of a label printer with 300 dots per inch."""


def slip_pdf(slip: Slip, form: Format) -> bytes:
    """The PDF of a slip or label, one page."""
    sheet = Sheet(*_SIZES[form], title=say(t.SLIP))
    if form is Format.LABEL:
        _label(sheet, slip)
    else:
        _page(sheet, slip, 1.0 if form is Format.A4 else _SIZES[form][0] / _A5[0])
    return sheet.pdf()


def _page(sheet: Sheet, slip: Slip, scale: float) -> None:
    """The slip on a page of its own, or on the upper half of A4, where everything stands closer together."""
    close = sheet.w > _A5[0]
    height = sheet.h / 2 if close else sheet.h
    side = 12 * scale
    room = sheet.w - 2 * side
    y = 14 * scale
    sheet.say_within(side, y, room * 0.68, slip.centre, 11 * scale)
    sheet.say_right(sheet.w - side, y, f"{slip.at:%d.%m.%Y}", 11 * scale)
    y += (25 if close else 32) * scale
    sheet.say_within(side, y, room, slip.day_number, 72 * scale, bold=True, least=0.2)
    y += (14 if close else 16) * scale
    sheet.say_within(side, y, room, _name(slip), 24 * scale, bold=True)
    y += 9 * scale
    sheet.say(side, y, say(t.BORN, birth=birth(slip.birth_date)), 15 * scale)
    sheet.say_right(sheet.w - side, y, say(t.ADMITTED, at=clock(slip.at)), 12 * scale)
    y += (10 if close else 12) * scale
    sheet.say_within(side, y, room, _dose(slip), 19 * scale, bold=True)
    y += 4 * scale
    bar_height = (12 if close else 20) * scale
    top_of_bars = height - 10 * scale - bar_height - 6 * scale
    _remarks(sheet, slip, side, y, scale, top_of_bars)
    _bars(sheet, slip, (side, top_of_bars, room, bar_height), 0.4 * scale, 12 * scale)


def _remarks(sheet: Sheet, slip: Slip, side: float, y: float, scale: float, bottom: float) -> None:
    """Lane and needs, then the papers that are open, each with a box to tick; as many lines as there is room for."""
    size, room = 13 * scale, sheet.w - 2 * side
    step = height_of(size) * 1.25
    lines: list[tuple[str, bool]] = []
    if slip.lane is not None:
        lines.append((say(t.LANE, lane=slip.lane), True))
    if slip.needs:
        needs = sheet.wrapped(f"{say(t.NEEDS)}: {', '.join(map(need_words, slip.needs))}", room, size, 2)
        lines += [(line, True) for line in needs]
    if slip.open_papers:
        lines.append((f"{say(t.OPEN_PAPERS)}:", False))
        wanted = _words(papers.KINDS, slip.open_papers)
        lines += [(f"☐ {paper}", False) for paper in wanted[:_MOST_PAPERS]]
        if len(wanted) > _MOST_PAPERS:
            lines.append((say(t.MORE, number=len(wanted) - _MOST_PAPERS), False))
    step = min(step, (bottom - y - 2 * scale) / max(1, len(lines)))
    size = min(size, step / height_of(1) / 1.05)
    for number, (line, bold) in enumerate(lines, 1):
        sheet.say_within(side, y + number * step, room, line, size, bold=bold)


def _label(sheet: Sheet, slip: Slip) -> None:
    side, room = 2.5, 57.0
    sheet.say_within(side, 7.4, 30, slip.day_number, 20, bold=True, least=0.4)
    sheet.say_right(sheet.w - side, 4.2, f"{slip.at:%d.%m.%Y} {clock(slip.at)}", 7)
    sheet.set_font_size(6)
    sheet.say_right(sheet.w - side, 7.2, sheet.cut(printable(slip.centre), 26), 6)
    sheet.say_within(side, 11.3, room, _name(slip), 10, bold=True)
    born = say(t.BORN, birth=birth(slip.birth_date))
    sheet.say_within(side, 14.6, room, f"{born} · {_dose(slip)}", 7.5)
    remarks = [] if slip.lane is None else [say(t.LANE, lane=slip.lane)]
    remarks += map(need_words, slip.needs)
    if slip.open_papers:
        remarks.append(f"{say(t.OPEN_PAPERS)}: {', '.join(_words(papers.KINDS, slip.open_papers))}")
    lines = sheet.wrapped(" · ".join(remarks), room, 6.5, 2) if remarks else []
    for number, line in enumerate(lines):
        sheet.say_within(side, 17.4 + 2.5 * number, room, line, 6.5, bold=True)
    top = 18.3 if len(lines) < 2 else 20.7
    _bars(sheet, slip, (side, top, room, 24.9 - top), _LABEL_BAR_MM, 6)


def _bars(sheet: Sheet, slip: Slip, where: tuple[float, float, float, float], widest: float, size: float) -> None:
    """The bars, and under them what they say as people read it."""
    x, y, width, height = where
    text = to_scan(slip.code, slip.day_number, width)
    bars(sheet, x, y, width, height, text, widest)
    shown = slip.day_number if text == slip.day_number else slip.code
    sheet.say_middle(x + width / 2, y + height + height_of(size) * 0.9, shown, size)


def _name(slip: Slip) -> str:
    return ", ".join(part for part in (slip.family.strip(), slip.given.strip()) if part) or say(reception.NO_NAME)


def _dose(slip: Slip) -> str:
    dose = "" if slip.dose is None else say(reception.DOSES[slip.dose])
    return " · ".join(part for part in (dose, slip.vaccine) if part)


def _words(known: Mapping[str, Text], codes: Sequence[str]) -> list[str]:
    return [say(known[code]) if code in known else code for code in codes]
