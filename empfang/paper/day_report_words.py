"""The day's report in words, for the screen and for paper. Pure."""

from collections.abc import Iterator

from empfang.paper.values import DayReport
from empfang.rules.day_report import DoseBalance
from empfang.rules.vials import FULL
from empfang.texts import day_report as t
from empfang.texts import say
from empfang.texts.times import clock, day_long


def headings(report: DayReport) -> tuple[str, str]:
    """Where and when; by whom."""
    centre = say(t.OF_DAY, centre=report.centre, day=day_long(report.as_of), year=report.as_of.year)
    return centre, say(t.AS_OF, at=clock(report.as_of), desk=report.desk)


def table(report: DayReport) -> list[tuple[str, ...]]:
    """The columns, and a row for each dose; empty if there was none."""
    rows = [
        (_name(name, each), *map(str, (each.vials, each.drawn, each.given, each.thrown_away, each.left)))
        for name, each in report.doses
    ]
    return [tuple(say(each) for each in t.COLUMNS), *rows] if rows else []


def sums(report: DayReport) -> list[str]:
    """Whether it adds up; and if not, by how many and why."""
    wrong = [(name, each) for name, each in report.doses if each.missing]
    found = [say(t.ADDS_UP)] if report.doses and not wrong else []
    for name, each in wrong:
        text = t.MISSING if each.missing > 0 else t.TOO_MANY
        found.append(" ".join([say(text, vaccine=_name(name, each), number=abs(each.missing)), *_why(each, report)]))
    return found


def _why(balance: DoseBalance, report: DayReport) -> Iterator[str]:
    zone = report.as_of.tzinfo
    for each in balance.deviations:
        yield say(t.COUNTED, at=clock(each.at.astimezone(zone)), number=each.number, computed=each.number - each.by)
    if balance.lacking:
        yield say(t.LACKING, number=balance.lacking)


def remarks(report: DayReport) -> list[str]:
    """What was discarded and why, what is still there, and the lots."""
    found = [say(t.NO_DOSES)] if not report.doses else []
    for name, each in report.doses:
        vaccine = _name(name, each)
        if each.discarded:
            reasons = ", ".join(say(t.REASON, number=number, reason=reason) for reason, number in each.discarded)
            found.append(say(t.DISCARDED, vaccine=vaccine, reasons=reasons))
        if each.left:
            text = t.LEFT_EXPIRED if each.expired else t.LEFT
            found.append(say(text, vaccine=vaccine, number=each.left, expired=each.expired))
        if each.lots:
            found.append(say(t.LOTS, vaccine=vaccine, lots=", ".join(each.lots)))
    return found


def calls(report: DayReport) -> list[str]:
    """The calls, and what became of what was promised."""
    made = report.calls
    return [
        say(t.CALLS, calls=made.calls, reached=made.reached),
        say(
            t.PROMISES, promised=made.promised, kept=made.kept, waiting=made.waiting, late=made.late,
            withdrawn=made.withdrawn,
        ),
    ]  # fmt: skip


def cautions(report: DayReport) -> list[str]:
    """What may be missing in it."""
    found = [say(t.UNSENT, number=report.unsent)] if report.unsent else []
    return found if report.whole else [*found, say(t.NOT_WHOLE)]


def _name(name: str, balance: DoseBalance) -> str:
    return name if balance.dose.size == FULL else f"½ {name}"
