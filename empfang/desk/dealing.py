"""Dealing with what is not settled: decide, ask again, mark as done, and take that back."""

import json
from collections.abc import Sequence
from datetime import datetime

from empfang.commands.base import Payload
from empfang.commands.booking import Book, Rebook
from empfang.commands.cancelling import CancelAppointment
from empfang.commands.conflict import OPEN, ResolveConflict
from empfang.commands.granting import NewAppointment
from empfang.commands.visit import UndoCheckIn
from empfang.desk.reading import Reading
from empfang.desk.transfer import Transfer, fingerprint
from empfang.desk.transfer_views import Offer
from empfang.ids import new_id
from empfang.model import Conflict, moment_text
from empfang.rules.conflicts import Also, Choice, choices, safe_for_many
from empfang.store.meta import get_meta, set_meta
from empfang.store.store import Stamp, Writing

_SEEN = "notices_seen"


def decide(transfer: Transfer, reading: Reading, writing: Writing, stamp: Stamp, conflict_id: str, word: str) -> bool:
    """Record a decision and what it does besides; False if there is nothing (any more) to decide so.

    `word` is one of the choices, or `OPEN`, which takes a decision back.
    """
    conflict = writing.tx.get(Conflict, conflict_id)
    if conflict is None:
        return False
    choice = next((each for each in (*choices(conflict), Choice(OPEN)) if each.word == word), None)
    if choice is None:
        return False
    payload = ResolveConflict(
        conflict_id=conflict.id,
        person_id=conflict.person_id,
        choice=choice.word,
        about=tuple(conflict.facts.get("encounters", ())),
        field=str(conflict.facts.get("field", "")),
    )
    further = _further(transfer, reading, conflict, choice)
    if choice.also is not Also.NOTHING and further is None:
        return False
    writing.record(payload, stamp)
    if further is not None:
        writing.record(further, stamp)
    return True


def _further(transfer: Transfer, reading: Reading, conflict: Conflict, choice: Choice) -> Payload | None:
    match choice.also:
        case Also.CANCEL_NEW | Also.CANCEL_IT:
            appointment = transfer.to_cancel(conflict, choice)
            if appointment is None:
                return None
            return CancelAppointment(
                appointment_id=appointment.id, person_id=conflict.person_id, reason=conflict.conflict_kind
            )
        case Also.UNDO_VISIT:
            return UndoCheckIn(
                encounter_id=str(conflict.facts["encounters"][0]), person_id=conflict.person_id, day=reading.today()
            )
        case Also.NOTHING:
            return None


def ask_again(transfer: Transfer, writing: Writing, stamp: Stamp, number: int, offer: Offer) -> str | None:
    """Ask for an alternative instead of what was refused, which is done with; gives the new request's id."""
    known = transfer.request(number)
    if known is None:
        return None
    payload, _ = known
    again: Payload
    match payload:
        case Book(appointments=(wanted,)):
            again = Book(appointments=(_instead(wanted, offer),))
        case Rebook():
            again = payload.model_copy(update={"new": _instead(payload.new, offer)})
        case _:
            return None
    deal_with(transfer, writing, number, stamp.recorded_at)
    return writing.record(again, stamp).command.id


def _instead(wanted: NewAppointment, offer: Offer) -> NewAppointment:
    place = offer.alternative
    return wanted.model_copy(
        update={"appointment_id": new_id(), "slot_id": place.slot_id, "contingent_id": place.contingent_id}
    )


def deal_with(transfer: Transfer, writing: Writing, number: int, at: datetime | None) -> None:
    """A refused or unreadable command is done with, together with what was refused because of it; None: not yet."""
    for each in (number, *transfer.dependents(number)):
        writing.tx.cursor.execute(
            "UPDATE outbox SET dealt_at = ? WHERE number = ?", (None if at is None else moment_text(at), each)
        )
    writing.tx.topics.add(("outbox", ""))


def see(writing: Writing, conflict_ids: Sequence[str], *, seen: bool = True) -> int:
    """This desk has seen these conflicts for information (or has not, after all); gives how many that were.

    What needs judgement is passed over, and what is gone is forgotten.
    """
    marks: dict[str, str] = json.loads(get_meta(writing.tx.cursor, _SEEN) or "{}")
    changed = 0
    for conflict_id in conflict_ids:
        conflict = writing.tx.get(Conflict, conflict_id)
        if conflict is None or not safe_for_many(conflict):
            continue
        changed += 1
        if seen:
            marks[conflict_id] = fingerprint(conflict)
        else:
            marks.pop(conflict_id, None)
    marks = {known: said for known, said in marks.items() if writing.tx.get(Conflict, known) is not None}
    set_meta(writing.tx.cursor, {_SEEN: json.dumps(marks)})
    writing.tx.topics.add(("outbox", ""))
    return changed
