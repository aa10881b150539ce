"""Moving an appointment to today: asked for, granted or refused; and its face at each stage."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from empfang.desk import Card, Desk, MoveOffer, RequestState
from empfang.rules.arrival import Answer
from empfang.screens import actions
from empfang.screens.card_words import short_name, why_not
from empfang.screens.face import Face
from empfang.screens.faces import face_of
from empfang.texts import reception as t
from empfang.texts import say
from empfang.texts.times import clock, day_and_clock, day_long

_UNANSWERED = RequestState(None)


@dataclass(frozen=True, slots=True)
class Asked:
    """A move that the service was asked for. `old_at` is None for an appointment without a time."""

    command_id: str
    person_id: str
    name: str
    old_at: datetime
    offer: MoveOffer
    state: RequestState = _UNANSWERED


class Moves:
    """The moves this screen asked for and whose answer was not yet seen, by person."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked: dict[str, Asked] = {}

    def ask(self, card: Card) -> Asked | None:
        """Ask the service for the place on offer; None if there is none (any more)."""
        person, line, offer = card.person, card.line, card.move
        if person is None or line is None or line.at is None or offer is None or not offer.pair_fits:
            return None
        command_id = self._desk.move(line.appointment.id, offer)
        if command_id is None:
            return None
        asked = Asked(command_id, person.id, short_name(person.family, person.given), line.at, offer)
        self._asked[person.id] = asked
        return asked

    def of(self, person_id: str) -> Asked | None:
        """The move asked for this person."""
        return self._asked.get(person_id)

    def drop(self, person_id: str) -> None:
        """Its answer was seen, and acted upon or put away."""
        self._asked.pop(person_id, None)

    def drop_answered(self, person_id: str) -> None:
        """Put it away if the answer is there."""
        asked = self._asked.get(person_id)
        if asked is not None and asked.state.granted is not None:
            self.drop(person_id)

    def answered(self) -> Iterable[Asked]:
        """Those whose answer is new."""
        for asked in list(self._asked.values()):
            if asked.state.granted is None:
                state = self._desk.request_state(asked.command_id)
                if state.granted is not None:
                    now = replace(asked, state=state)
                    self._asked[asked.person_id] = now
                    yield now


def moving_face(card: Card, asked: Asked, today: date, desk_name: str, *, offline: bool) -> Face:
    """A card's face with what became of the move."""
    plain_face = face_of(card, today, desk_name)
    if asked.state.granted is None:
        return _requested(plain_face, asked, today, offline=offline)
    if asked.state.granted:
        return _granted(plain_face, card, asked, today)
    return _refused(plain_face, card, asked, today)


def _requested(face: Face, asked: Asked, today: date, *, offline: bool) -> Face:
    old = day_and_clock(asked.old_at, today)
    steps = [say(t.REQUESTED_WHAT, new=clock(asked.offer.at), old=old), say(t.REQUESTED_STEP)]
    if offline:
        steps.append(say(t.REQUESTED_OFFLINE))
    return replace(
        face,
        tone="ask",
        headline=say(t.REQUESTED),
        steps=tuple(steps),
        sentence=say(t.REQUESTED_SAY),
        actions=(actions.PERSON,),
    )


def _granted(face: Face, card: Card, asked: Asked, today: date) -> Face:
    at = clock(asked.offer.at)
    steps = [say(t.GRANTED_OLD, old=day_and_clock(asked.old_at, today))]
    answer = card.arrival.answer if card.arrival else None
    if answer is Answer.ADMIT:
        steps.append(say(t.GRANTED_ADMIT))
    elif answer is Answer.TOO_EARLY and card.possible_from is not None:
        steps.append(say(t.GRANTED_LATER, at=clock(card.possible_from)))
    elif answer in {Answer.PENDING, Answer.OTHER_DAY}:
        steps.append(say(t.GRANTED_WAIT))
        face = replace(face, actions=(actions.PERSON,))
    else:
        return face
    return replace(
        face, tone="good", headline=say(t.GRANTED, at=at), steps=tuple(steps), sentence=say(t.GRANTED_SAY, at=at)
    )


def _refused(face: Face, card: Card, asked: Asked, today: date) -> Face:
    zone = asked.old_at.tzinfo
    steps = [why_not(asked.state.code)]
    times = ", ".join(_alternative(each.start.astimezone(zone), today) for each in asked.state.alternatives)
    if times:
        steps.append(say(t.REFUSED_OTHERS, times=times))
    if card.move is not None and actions.MOVE in face.actions:
        steps.append(say(t.REFUSED_NEXT, at=clock(card.move.at)))
    steps.append(say(t.REFUSED_STAYS, old=day_and_clock(asked.old_at, today)))
    return replace(
        face,
        tone="stop",
        headline=say(t.REFUSED),
        steps=tuple(steps),
        sentence=say(t.REFUSED_SAY, day=day_long(asked.old_at), at=clock(asked.old_at)),
    )


def _alternative(at: datetime, today: date) -> str:
    return clock(at) if at.date() == today else day_and_clock(at, today)
