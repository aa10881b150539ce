"""Letting people in: with an appointment, without one, or whole groups; each read, decided and recorded at once."""

from dataclasses import dataclass

from empfang.commands.visit import CheckIn, walk_in_id
from empfang.desk.cards import Cards
from empfang.desk.reading import Reading
from empfang.desk.views import Admission, Card, Declined
from empfang.ids import new_id
from empfang.rules.arrival import Answer, local
from empfang.rules.book import Eligible
from empfang.rules.papers import Paper
from empfang.store import Writing
from empfang.store.store import Stamp

_AGAIN = frozenset({Answer.ALREADY_IN, Answer.LEFT})


@dataclass(frozen=True, slots=True)
class Intent:
    """What the clerk meant besides admitting.

    `again`: why somebody comes in once more. `vaccine`: agreed to instead of the one that was booked.
    """

    again: str = ""
    vaccine: str | None = None


class Admitting:
    """Admissions of one desk."""

    def __init__(self, reading: Reading, cards: Cards) -> None:
        self._reading = reading
        self._cards = cards

    def admit(
        self, writing: Writing, stamp: Stamp, person_id: str, appointment_id: str | None, intent: Intent
    ) -> Admission | Declined:
        """Check somebody in for an appointment, or say why not."""
        card = self._cards.card(person_id, appointment_id, writing.tx)
        arrival, person = card.arrival, card.person
        again = bool(intent.again) and arrival is not None and arrival.answer in _AGAIN
        may = arrival is not None and (arrival.answer is Answer.ADMIT or again)
        if not may or _stands_against(card, intent) or arrival is None or arrival.appointment is None or person is None:
            if person is not None:
                writing.viewed(person_id, "view_card", stamp)
            return Declined(card)
        vaccine = intent.vaccine or _agreed_before(card)
        payload = CheckIn(
            encounter_id=new_id(),
            person_id=person_id,
            appointment_id=arrival.appointment.id,
            centre_id=self._reading.centre_id,
            day=self._reading.today(),
            day_number=self._next_day_number(writing),
            late=arrival.late,
            readmission_reason=intent.again if again else "",
            vaccine=vaccine,
            lane=self._cards.lane(person, vaccine or arrival.appointment.vaccine),
        )
        return self._recorded(writing, stamp, payload, card)

    def walk_in(self, writing: Writing, stamp: Stamp, person_id: str, reason: str) -> Admission | Declined:
        """Check somebody in without an appointment: at the centre's hours for it, or for a `reason`."""
        card = self._cards.card(person_id, None, writing.tx)
        day = self._reading.today()
        possible = card.walk_in is not None and (card.walk_in.now or bool(reason))
        papers = () if card.person is None else self._cards.papers(writing.tx, card.person, None, card.judged)
        against = card.judged is not None and not card.judged.admits
        if card.person is None or not possible or against or any(paper.blocks for paper in papers):
            return Declined(card)
        payload = CheckIn(
            encounter_id=new_id(),
            person_id=person_id,
            appointment_id=walk_in_id(self._reading.centre_id, person_id, day),
            centre_id=self._reading.centre_id,
            day=day,
            day_number=self._next_day_number(writing),
            walk_in=True,
            exception=reason,
            lane=card.lane,
        )
        return self._recorded(writing, stamp, payload, card, papers)

    def _recorded(
        self, writing: Writing, stamp: Stamp, payload: CheckIn, card: Card, papers: tuple[Paper, ...] | None = None
    ) -> Admission:
        writing.record(payload, stamp)
        return Admission(
            encounter_id=payload.encounter_id,
            person_id=payload.person_id,
            family=card.person.family if card.person else "",
            given=card.person.given if card.person else "",
            day_number=payload.day_number,
            at=local(stamp.occurred_at, self._reading.centre()),
            late=payload.late,
            papers=card.papers if papers is None else papers,
            lane=payload.lane,
            walk_in=payload.walk_in,
            readmission=bool(payload.readmission_reason),
            promise=card.comes_for,
        )

    def _next_day_number(self, writing: Writing) -> str:
        """Desk and running number of the day: unique without a network."""
        number = writing.next_number(f"day_number:{self._reading.today().isoformat()}")
        return f"{self._reading.desk_number}-{number:03d}"


def _agreed_before(card: Card) -> str | None:
    """What somebody who comes in again agreed to when they came first."""
    return card.line.visit.vaccine if card.line and card.line.visit else None


def _stands_against(card: Card, intent: Intent) -> bool:
    """Whether a paper, the day's vaccines, the rules or a promise that is over forbid it.

    Whoever was in already is not kept out by the plan of the day, which may have changed since.
    """
    is_another = bool(card.given_today) and intent.vaccine not in card.given_today
    if card.blocked_by or (is_another and not intent.again):
        return True
    if card.comes_for is not None and card.comes_for.none_left and not intent.again:
        return True
    judged = card.judged
    if judged is None or intent.again:
        return False
    return not judged.admits and (intent.vaccine is None or judged.of(intent.vaccine) is not Eligible.YES)
