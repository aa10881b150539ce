"""The card where the rules have something to say. Pure."""

from datetime import date

from empfang.desk import Card, Judged
from empfang.model import ProofKind
from empfang.rules.book import Eligible
from empfang.screens import actions
from empfang.screens.card_face import besides, card_face
from empfang.screens.face import Face
from empfang.screens.verdict_words import (
    doses_words,
    earliest_words,
    kind_words,
    main_reasons,
    of_wanted,
)
from empfang.texts import rules as t
from empfang.texts import say
from empfang.widgets.cells import plain


def question_face(card: Card, judged: Judged, today: date) -> Face:
    """Something must be asked before the rules can say anything."""
    steps = (*(say(each.text) for each in judged.questions), say(t.ASK_DOSES_STEP))
    offered = (actions.ASK_DOSES, *besides(card), actions.PAPERS, actions.DOCTOR, actions.PERSON, actions.CANCEL)
    return card_face(card, today, "ask", say(t.ASK_FIRST), steps, say(t.SAY_ASK_DOSES), *offered)


def verdict_face(card: Card, judged: Judged, today: date) -> Face:
    """Not today, or not without a doctor: why, from when, and what else there is."""
    is_no = judged.verdict.eligible is Eligible.NO
    verdict = of_wanted(judged)
    disputed = verdict is not None and any(each.disputed for each in verdict.deciding)
    steps = (
        doses_words(judged),
        say(t.DISPUTED) if disputed else "",
        *main_reasons(judged),
        earliest_words(judged, today),
        say(t.OTHER_VACCINES, vaccines=", ".join(map(plain, card.other_vaccines))) if card.other_vaccines else "",
        "" if is_no or disputed else say(t.DOCTOR_STEP),
    )
    other = (actions.OTHER_VACCINE,) if card.other_vaccines else ()
    offered = (actions.REASONS, actions.DOCTOR, actions.DOSES, *other, *besides(card), actions.PAPERS, actions.PERSON)
    tone, headline = ("stop", t.NOT_TODAY) if is_no else ("ask", t.DOCTOR)
    sentence = kind_words(judged, today) if is_no else say(t.SAY_DOCTOR)
    return card_face(card, today, tone, say(headline), steps, sentence, *offered, actions.CANCEL)


def may_come_in(card: Card) -> str:
    """What the rules, or a doctor, say of somebody who may come in."""
    if card.judged is None:
        return ""
    if not card.judged.decided:
        return doses_words(card.judged)
    doctors = [paper.proof.how for paper in card.papers if paper.kind is ProofKind.DOCTOR and paper.proof]
    return say(t.DECIDED, doctor=plain(doctors[0])) if doctors else ""
