"""What stands about the second dose of somebody who says yes to a first one. Pure."""

from datetime import date

from empfang.desk import SecondDose
from empfang.screens.call_words import moment_said
from empfang.screens.choosing import Choosing
from empfang.texts import leftover_second as t
from empfang.texts import say
from empfang.texts.times import clock, day_and_clock
from empfang.widgets.lines import Line, Span
from empfang.widgets.prose import Paragraph, paragraph, wrapped

_GAP = 2


def second_lines(second: SecondDose, choosing: Choosing | None, today: date, width: int) -> list[Line]:
    """What stands against it, what is said to the caller, and the times; `choosing`: None without the network."""
    head = say(t.TOO_SOON, at=day_and_clock(second.at, today)) if second.at is not None else say(t.NONE)
    said = [paragraph(head, "ask"), *_below(second, choosing)]
    lines = [line for each in said for line in wrapped(each, width)]
    return [*lines, _times(choosing, today, width)] if choosing is not None and choosing.offers else lines


def _below(second: SecondDose, choosing: Choosing | None) -> list[Paragraph]:
    if choosing is None:
        return [paragraph(say(t.ALONE)), paragraph(f"„{say(t.WE_CALL)}“", "say", 1)]
    if choosing.offer is not None:
        return [paragraph(say(t.SUITS, at=moment_said(choosing.offer.first.at)), "say", 1)]
    return [paragraph(say(t.NOTHING_FREE)), paragraph(say(t.WITHOUT_ONE if second.kept is None else t.NOT_TODAY))]


def _times(choosing: Choosing, today: date, width: int) -> Line:
    """Do 13.01.:  ▸10:20  10:25 …, as many around the marked one as there is room for."""
    offers = choosing.offers
    day = say(t.TIMES, day=day_and_clock(offers[0].first.at, today)[: -len(clock(offers[0].first.at))].strip())
    room = max(1, (width - len(day)) // (len(clock(offers[0].first.at)) + 1 + _GAP))
    begin = max(0, min(choosing.marked - room // 2, len(offers) - room))
    spans: list[Span] = [(day, "")]
    for number, each in enumerate(offers[begin : begin + room], begin):
        is_marked = number == choosing.marked
        spans.append((f"{' ' * _GAP}{'▸' if is_marked else ' '}{clock(each.first.at)}", "strong" if is_marked else ""))
    return tuple(spans)
