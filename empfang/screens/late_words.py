"""What Nacherfassen says about a line and an answer."""

from datetime import date

from empfang.desk import Counts, LateLine, NotOnTheList
from empfang.rules.late_entry import Wrong, read_line
from empfang.rules.line_numbers import spaced
from empfang.screens.card_words import short_name
from empfang.texts import late_entry as t
from empfang.texts import reception as reception_texts
from empfang.texts import say
from empfang.texts.times import birth, clock, day
from empfang.widgets.cells import cut, fit, plain
from empfang.widgets.lines import Line, Span

_NAME = 28
_CHOICE_NAME = 34
_MESSAGE_NAME = 24


def list_line(line: LateLine, width: int) -> Line:
    """An entered line: number, time, name, year and what came of it. The queue looks on: no birth date."""
    year = f"{line.birth_date:%y}" if line.birth_date else "  "
    head = f"  {spaced(line.number)}  {clock(line.at)}  {fit(_whole_name(line), _NAME)}  {year}  "
    words, role = _outcome(line)
    return ((head, ""), (cut(words, width - len(head)), role))


def _outcome(line: LateLine) -> Span:
    match line.counts:
        case Counts.YES:
            return say(t.NUMBER, number=line.day_number), "good"
        case Counts.CANCELLED:
            return say(t.NUMBER_CANCELLED, number=line.day_number), "ask"
        case Counts.OTHER:
            at = clock(line.other_at) if line.other_at else ""
            return say(t.COUNTS_OTHER, at=at, desk=plain(line.other_desk)), "ask"
        case Counts.LEFT:
            return say(t.LEFT, at=clock(line.other_left_at) if line.other_left_at else ""), "ask"
        case Counts.TAKEN_BACK:
            return say(t.TAKEN_BACK), "quiet"
        case Counts.NOTHING:
            return say(t.OPEN_AGAIN), "ask"


def entered(line: LateLine) -> Span:
    """What the message line says of a line that was just entered."""
    name = name_of(line)
    if line.counts is Counts.OTHER:
        at = clock(line.other_at) if line.other_at else ""
        return say(t.WAS_IN, name=name, at=at, desk=plain(line.other_desk)), "ask"
    if line.counts is Counts.LEFT:
        return say(t.HAD_LEFT, name=name, at=clock(line.other_left_at) if line.other_left_at else ""), "ask"
    if line.counts is Counts.CANCELLED:
        return say(t.ENTERED_CANCELLED, name=name), "ask"
    return say(t.ENTERED, name=name, at=clock(line.at), number=line.day_number), "good"


def refused(answer: Wrong | NotOnTheList, of_day: date) -> Span:
    """Why nothing was entered."""
    if isinstance(answer, Wrong):
        return say(t.WRONG[answer]), "stop"
    number = spaced(answer.number)
    if answer.other_day is None:
        return say(t.NOT_HERE, number=number, day=day(of_day)), "stop"
    typed = f"{answer.other_day:%d.%m.}"
    return say(t.OTHER_DAY, number=number, other=day(answer.other_day), typed=typed), "ask"


def outside_hours(wrong: Wrong, typed: str) -> str:
    """Asks whether somebody came at a time at which it was not open."""
    line = read_line(typed)
    return say(t.OUTSIDE_HOURS[wrong], at="" if isinstance(line, Wrong) else f"{line.at:%H:%M}")


def choice(place: int, line: LateLine) -> str:
    """One of two people with the same number."""
    due = clock(line.due) if line.due else ""
    return f"{place + 1}  {due}  {cut(_whole_name(line), _CHOICE_NAME)} · {birth(line.birth_date)}"


def name_of(line: LateLine) -> str:
    """The person, short."""
    return cut(short_name(line.family, line.given), _MESSAGE_NAME)


def _whole_name(line: LateLine) -> str:
    return ", ".join(filter(None, (plain(line.family), plain(line.given)))) or say(reception_texts.NO_NAME)
