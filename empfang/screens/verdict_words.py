"""What the rules say, in the clerk's words. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from empfang.desk import Judged
from empfang.model import ReportedDose
from empfang.rules.book import Eligible
from empfang.rules.eligibility import Reason, TopicVerdict, VaccineVerdict
from empfang.rules.situation import Dose
from empfang.texts import rules as t
from empfang.texts import say
from empfang.texts.times import day, day_long
from empfang.widgets.cells import plain

_MOST_REASONS = 2


def of_wanted(judged: Judged) -> VaccineVerdict | None:
    """The verdict that counts: for the vaccine that was booked, else the best one."""
    fitting = [each for each in judged.verdict.vaccines if each.eligible is judged.verdict.eligible]
    return fitting[0] if fitting else None


def main_reasons(judged: Judged) -> tuple[str, ...]:
    """Why it is not a plain yes: in a line or two."""
    verdict = of_wanted(judged)
    found = [] if verdict is None else [reason for topic in verdict.deciding for reason in _strict(topic)]
    return tuple(dict.fromkeys(say(reason.text) for reason in found))[:_MOST_REASONS]


def _strict(topic: TopicVerdict) -> Iterator[Reason]:
    """The reasons of a topic that are not yes; where layers contradict each other, both."""
    return (each for each in topic.reasons if topic.disputed or each.says is not Eligible.YES)


def earliest_words(judged: Judged, today: date) -> str:
    """From when it would be possible; empty where no such day is known."""
    first = judged.earliest
    if first.yes is not None:
        return say(t.POSSIBLE_FROM, when=moment_words(first.yes, today))
    if first.doctor is not None and judged.verdict.eligible is Eligible.NO:
        return say(t.DOCTOR_FROM, when=moment_words(first.doctor, today))
    return ""


def moment_words(moment: datetime, today: date) -> str:
    """A day, or on this one a time of it."""
    if moment.time() == time():
        return day(moment, today)
    at = f"{moment:%H:%M}"
    return at if moment.date() == today else f"{day(moment, today)} {at}"


def doses_words(judged: Judged) -> str:
    """What is known of earlier doses."""
    if judged.known.doses is None:
        return ""
    if not judged.known.doses:
        return say(t.NO_DOSES) if judged.dose == 1 else ""
    return say(t.DOSES, doses=" · ".join(_dose(each, judged) for each in judged.known.doses))


def _dose(dose: Dose, judged: Judged) -> str:
    when = f"{dose.given_on:%d.%m.%y}" if dose.given_on else "?"
    return f"{when} {plain(judged.names.get(dose.vaccine or '', '?'))}"


def reported_words(doses: Iterable[ReportedDose]) -> str:
    """Doses as they were typed."""
    return " · ".join(f"{each.given_on:%d.%m.%Y} {plain(each.vaccine or '?')}" for each in doses if each.given_on)


def kind_words(judged: Judged, today: date) -> str:
    """What to say to somebody who cannot have the dose today."""
    verdict = of_wanted(judged)
    topic = verdict.deciding[0].topic if verdict and verdict.deciding else ""
    yes = judged.earliest.yes
    last = judged.known.doses[-1].given_on if judged.known.doses else None
    if topic == "schedule" and yes is not None and last is not None:
        return say(t.SAY_INTERVAL, last=f"{last:%d.%m.%Y}", when=day_long(yes))
    if yes is not None:
        return say(t.SAY_LATER, when=day_long(yes) if yes.date() != today else f"{yes:%H:%M}")
    return say(t.SAY.get(topic, t.SAY_NOT))
