"""What the replay's clerks do with whoever stands before them: what any clerk would, by the answers of the desk."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from empfang.desk import Desk
from empfang.desk.views import Admission, Card, Declined, PaperNote
from empfang.invented import earlier_doses
from empfang.model import Appointment, AppointmentStatus, Encounter, ProofKind, ProofState, Source
from empfang.rows import Rows
from empfang.rules.arrival import Answer
from empfang.texts import replay as words
from empfang.texts import say

DOCTOR = "Dr. Muster"
"""Who decides at the replay's centre."""


class Outcome(StrEnum):
    """How somebody's coming to a desk ended."""

    ADMITTED = "admitted"
    ALREADY_IN = "already_in"
    TOO_EARLY = "too_early"
    NOT_LOADED = "not_loaded"
    """The desk's first download is not done: they wait."""
    UNKNOWN = "unknown"
    OTHER_DAY = "other_day"
    OTHER_CENTRE = "other_centre"
    CANCELLED = "cancelled"
    PAPERS = "papers"
    NOT_POSSIBLE = "not_possible"


_OUTCOMES = {
    Answer.ALREADY_IN: Outcome.ALREADY_IN,
    Answer.LEFT: Outcome.ALREADY_IN,
    Answer.VACCINATED: Outcome.ALREADY_IN,
    Answer.TOO_EARLY: Outcome.TOO_EARLY,
    Answer.OTHER_DAY: Outcome.OTHER_DAY,
    Answer.OTHER_CENTRE: Outcome.OTHER_CENTRE,
    Answer.CANCELLED: Outcome.CANCELLED,
}
_OPEN = frozenset({AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED})


@dataclass(frozen=True, slots=True)
class Received:
    """What became of somebody. `possible_from`: when the too early one can come in."""

    outcome: Outcome
    appointment_id: str = ""
    encounter_id: str = ""
    possible_from: datetime | None = None
    late: bool = False


def receive(desk: Desk, rows: Rows, code: str, *, loaded: bool) -> Received:
    """Let somebody in who shows this code, if that is possible; `loaded`: the desk has its first download."""
    result = desk.scan(code)
    if isinstance(result, Admission):
        return _admitted(rows, result)
    card = result.card
    if card.arrival is None:
        return Received(Outcome.UNKNOWN if loaded else Outcome.NOT_LOADED)
    if card.arrival.answer is Answer.CHOOSE:
        return _chosen(desk, rows, card)
    return _as_card_says(desk, rows, card)


def _chosen(desk: Desk, rows: Rows, card: Card) -> Received:
    """Several appointments have the code: the first one for which nobody came yet."""
    choices: tuple[Appointment, ...] = card.arrival.choices if card.arrival else ()
    still_open = [each for each in choices if each.status in _OPEN]
    if not still_open:
        return Received(Outcome.ALREADY_IN, choices[0].id if choices else "")
    return _as_card_says(desk, rows, desk.card(still_open[0].person_id, still_open[0].id))


def _as_card_says(desk: Desk, rows: Rows, card: Card) -> Received:
    arrival = card.arrival
    if arrival is None or arrival.appointment is None:
        return Received(Outcome.NOT_POSSIBLE)
    about = arrival.appointment.id
    if arrival.answer is Answer.ADMIT and card.person is not None:
        card = _questions_answered(desk, card, arrival.appointment, about)
        if card.blocked_by or card.person is None:
            return Received(Outcome.PAPERS, about)
        # What the scan left to the clerk: another vaccine than booked, a code that had to be repaired.
        agreed = card.given_today[0] if card.given_today else None
        result = desk.admit(card.person.id, about, Source.KEYBOARD, vaccine=agreed)
        if isinstance(result, Declined):
            return Received(Outcome.NOT_POSSIBLE, about)
        return _admitted(rows, result)
    return Received(
        _OUTCOMES.get(arrival.answer, Outcome.NOT_POSSIBLE),
        about,
        arrival.encounter.id if arrival.encounter else "",
        arrival.possible_from,
    )


def without_code(desk: Desk, rows: Rows, person_id: str) -> Received:
    """Let somebody in who was promised a dose, and whose code cannot be known here: the service is away."""
    waited = rows.find(Appointment, person_id=person_id)
    if not waited:
        return Received(Outcome.UNKNOWN)
    _questions_answered(desk, desk.card(person_id), waited[0], None)
    result = desk.walk_in(person_id, say(words.PROMISED_BY_PHONE))
    if isinstance(result, Declined):
        return Received(Outcome.NOT_POSSIBLE)
    return _admitted(rows, result)


def _questions_answered(desk: Desk, card: Card, appointment: Appointment, about: str | None) -> Card:
    """Ask for doses, see the guardian, let a doctor decide what the rules do not simply allow; the card afterwards.

    `appointment`: what tells which dose they come for; `about`: the one whose card it is.
    """
    person_id = appointment.person_id
    if card.judged is not None and card.judged.questions:
        today = desk.shift().now.date()
        shown = earlier_doses(person_id, appointment.dose_kind, appointment.vaccine, today)
        typed = " ".join(f"{(each.vaccine or '').lower()} {each.given_on:%d.%m.%y}" for each in shown)
        desk.note_doses(person_id, desk.read_doses(typed or "keine"))
        card = desk.card_again(person_id, about)
    guardians = [each for each in card.blocked_by if each.kind is ProofKind.GUARDIAN]
    if guardians:
        desk.note_papers(person_id, [PaperNote(ProofKind.GUARDIAN, ProofState.SHOWN, "present")])
        card = desk.card_again(person_id, about)
    if card.judged is not None and not card.judged.admits:
        desk.note_papers(person_id, [PaperNote(ProofKind.DOCTOR, ProofState.SHOWN, DOCTOR)])
        card = desk.card_again(person_id, about)
    return card


def _admitted(rows: Rows, admission: Admission) -> Received:
    visit = rows.get(Encounter, admission.encounter_id)
    about = visit.appointment_id if visit else None
    return Received(Outcome.ADMITTED, about or "", admission.encounter_id, late=admission.late)
