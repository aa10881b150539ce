"""The upper half of a card: who it is, what is booked, and what comes with it. Pure."""

from datetime import date

from empfang.desk import Card, Line
from empfang.screens import actions
from empfang.screens.card_words import appointment_words, contact, further_words, state_words, street, title
from empfang.screens.face import Face
from empfang.screens.promised_words import here_facts, promise_facts
from empfang.texts import papers, say
from empfang.texts import reception as t
from empfang.texts.needs import need_words
from empfang.texts.times import birth
from empfang.widgets.actions import Action
from empfang.widgets.cells import plain

_ALSO_SHOWN = 2


def card_face(
    card: Card,
    today: date,
    tone: str,
    headline: str,
    steps: tuple[str, ...],
    sentence: str,
    *offered: Action,
) -> Face:
    """A face with the person's facts above."""
    return Face(
        title=title(card.person.family, card.person.given) if card.person else "",
        facts=_facts(card, today),
        also=_also(card, today),
        tone=tone,
        headline=headline,
        steps=tuple(step for step in steps if step),
        sentence=sentence,
        actions=offered,
    )


def _facts(card: Card, today: date) -> tuple[str, ...]:
    person = card.person
    if person is None:
        return ()
    known_by = contact(person, card.group)
    facts = [known_by] if known_by else []
    facts.append(say(t.ID_CARD, birth=birth(person.birth_date), street=street(person) or "–"))
    if card.line is not None:
        facts.append(appointment_words(card.line, today))
    if person.needs:
        facts.append(say(t.NEEDS, needs=", ".join(plain(need_words(need)) for need in person.needs)))
    if card.lane is not None:
        facts[-1] += f" → {say(papers.LANE, lane=card.lane)}"
    if len(card.group) > 1:
        facts.append(say(t.GROUP, present=sum(each.is_in for each in card.group), size=len(card.group)))
    facts += [further_words(each, today) for each in card.further[:1]]
    facts += [*promise_facts(card.promise), *here_facts(card.here, card.judged)]
    return tuple(facts)


def _also(card: Card, today: date) -> tuple[str, ...]:
    """The person's other appointments, the nearest to today first."""

    def distance(line: Line) -> int:
        return abs((line.at.date() - today).days) if line.at else 0

    near = sorted(card.others, key=distance)[:_ALSO_SHOWN]
    return tuple(say(t.ALSO, what=f"{appointment_words(line, today)} · {state_words(line)}") for line in near)


def besides(card: Card) -> tuple[Action, ...]:
    """What a promise for two, a group or a further booking offers."""
    found = (
        (card.promise is not None and card.promise.second_open, actions.COMPANION),
        (len(card.group) > 1, actions.GROUP),
        (bool(card.further), actions.FURTHER),
    )
    return tuple(action for holds, action in found if holds)
