"""Why the rules say what they say: rule by rule, with whose it is and since when."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from empfang.desk import Judged
from empfang.rules.book import FOREVER, Eligible
from empfang.rules.eligibility import Reason, TopicVerdict, VaccineVerdict
from empfang.screens.page import Page
from empfang.screens.verdict_words import doses_words, earliest_words
from empfang.texts import rules as t
from empfang.texts import say
from empfang.widgets.cells import plain
from empfang.widgets.prose import Paragraph, paragraph

_SIGNS = {Eligible.YES: "✓", Eligible.DOCTOR: "?", Eligible.NO: "!"}
_TONES = {Eligible.YES: "good", Eligible.DOCTOR: "ask", Eligible.NO: "stop"}
_SET_IN = 4
_BLANK = "\N{NO-BREAK SPACE}"
"""Blanks at the beginning of a line would be dropped."""


class Reasons(Page):
    """Every rule that spoke, what decides first. Layers that contradict each other stand together."""

    def __init__(self, name: str, judged: Judged, now: datetime) -> None:
        super().__init__()
        self._whose = name
        self._judged = judged
        self._now = now

    def paragraphs(self) -> list[Paragraph]:
        """The reasons."""
        return list(reasons_of(self._whose, self._judged, self._now))


def reasons_of(name: str, judged: Judged, now: datetime) -> Iterator[Paragraph]:
    """The whole page; `now` on the centre's clock, without a zone."""
    yield paragraph(say(t.WHY_TITLE, name=name, dose=judged.dose), "strong")
    for line in (doses_words(judged), earliest_words(judged, now.date())):
        if line:
            yield paragraph(line)
    for vaccine in judged.verdict.vaccines:
        yield paragraph("")
        yield from _of_vaccine(vaccine, judged, now)


def _of_vaccine(vaccine: VaccineVerdict, judged: Judged, now: datetime) -> Iterator[Paragraph]:
    called = plain(judged.names.get(vaccine.vaccine, vaccine.vaccine))
    verdict = say(t.VERDICTS[vaccine.eligible])
    yield paragraph(say(t.WHY_VACCINE, vaccine=called, verdict=verdict), _TONES.get(vaccine.eligible, "strong"))
    for topic in vaccine.topics:
        if topic.disputed:
            yield paragraph(_BLANK * 2 + say(t.DISPUTED), "ask")
            yield paragraph(_BLANK * 4 + _layers(topic), "ask", hang=_SET_IN)
        for reason in topic.reasons:
            if reason.rule is not None:
                yield from _of_rule(reason, now)
            elif reason.says is not Eligible.YES:
                yield paragraph(f"{_BLANK * 2}{_SIGNS[reason.says]} {say(reason.text)}", hang=_SET_IN)


def _layers(topic: TopicVerdict) -> str:
    """Who says what, side by side."""
    said = {reason.rule.layer: reason.says for reason in topic.reasons if reason.rule is not None}
    return " │ ".join(f"{say(t.LAYERS[layer])}: {say(t.SHORT[says])}" for layer, says in said.items())


def _of_rule(reason: Reason, now: datetime) -> Iterator[Paragraph]:
    rule = reason.rule
    if rule is None:
        return
    yield paragraph(f"{_BLANK * 2}{_SIGNS[reason.says]} {say(reason.text)}", hang=_SET_IN)
    values = {"rule": rule.id, "layer": say(t.LAYERS[rule.layer]), "since": _moment(rule.valid.begin)}
    words = say(t.RULE, **values)
    end = rule.valid.end_known(now)
    if end != FOREVER:
        # A day is the last one on which it holds, a time the first at which it does not.
        last = end - timedelta(days=1) if end.time() == time() else end
        words = say(t.RULE_UNTIL, **values, until=_moment(last))
    source = say(t.SOURCE, source=rule.source) if rule.source else ""
    yield paragraph(f"{_BLANK * 4}{words}{source}", "quiet", hang=_SET_IN)


def _moment(moment: datetime) -> str:
    return f"{moment:%d.%m.%Y}" if moment.time() == time() else f"{moment:%d.%m.%Y %H:%M}"
