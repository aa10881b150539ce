"""The card of who comes for a dose that is left over, by a promise or in the hope of one. Pure."""

from datetime import date

from empfang.desk import Card, PromisedHere, PromiseStanding
from empfang.screens import actions
from empfang.screens.card_face import besides, card_face
from empfang.screens.face import Face
from empfang.texts import promised, say
from empfang.texts.times import clock
from empfang.widgets.actions import Action


def admit_promised(promise: PromisedHere) -> tuple[str, str]:
    """The headline and what to say to somebody who was promised one and can come in."""
    over = promise.standing is PromiseStanding.LATE
    headline = say(promised.ADMIT_LATE if over else promised.ADMIT, at=clock(promise.at))
    return headline, say(promised.ADMIT_LATE_SAY if over else promised.ADMIT_SAY)


def too_late_face(card: Card, promise: PromisedHere, today: date) -> Face:
    """Their dose is free again, and nobody's is left: they are as welcome as anybody who waits here."""
    offered = (*waits_here(card), *besides(card), actions.PERSON)
    sentence = say(promised.LATE_SAY, at=clock(promise.at))
    return card_face(card, today, "ask", say(promised.LATE), (say(promised.LATE_STEP),), sentence, *offered)


def withdrawn_face(card: Card, today: date, *steps: str) -> Face:
    """They were promised one, and it was withdrawn: they can wait for what is left, or come in without it."""
    offered = (*waits_here(card), *((actions.WALK_IN,) if card.walk_in is not None else ()), actions.PERSON)
    return card_face(card, today, "ask", say(promised.TAKEN_BACK), steps, say(promised.TAKEN_BACK_SAY), *offered)


def waits_here(card: Card) -> tuple[Action, ...]:
    """Waiting here for what is left over, or not any more."""
    possible = card.may_wait or card.here is not None
    inside = card.here is not None and card.here.visit is not None
    return (actions.ON_SITE,) if possible and not inside else ()
