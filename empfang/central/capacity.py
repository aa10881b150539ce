"""Facts that take a place or a dose beyond capacity raise an alarm in the same transaction (rule 1 of design 3)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from empfang.commands.leftover_now import leftover_now
from empfang.commands.places import places_taken
from empfang.commands.tx import Deciding, Tx
from empfang.ids import derived_id
from empfang.model import (
    HOLDS_A_PLACE,
    Allotment,
    Appointment,
    Centre,
    Conflict,
    Promise,
    PromiseState,
    Record,
    Slot,
)
from empfang.rules.vials import Dose


def watch_capacity(
    tx: Tx,
    changed: Sequence[tuple[Record | None, Record | None]],
    at: datetime,
    *,
    new_ones_too: bool = False,
) -> None:
    """Look at every appointment that took its place again or gave it up: the alarm stands while it is true.

    `new_ones_too`: also at those that were written without asking for room.
    """
    for before, after in changed:
        if not isinstance(after, Appointment):
            continue
        held = before.status in HOLDS_A_PLACE if isinstance(before, Appointment) else not new_ones_too
        if (after.status in HOLDS_A_PLACE) == held:
            continue
        if after.slot_id is not None and after.contingent_id is not None:
            _watch(tx, after, after.slot_id, after.contingent_id, at)


def _watch(tx: Tx, appointment: Appointment, slot_id: str, contingent_id: str, at: datetime) -> None:
    conflict_id = derived_id("over_capacity", appointment.id)
    slot = tx.get(Slot, slot_id)
    capacity = slot.capacity.get(contingent_id, 0) if slot else 0
    taken = places_taken(tx, slot_id, contingent_id)
    if appointment.status not in HOLDS_A_PLACE or taken <= capacity:
        tx.delete(Conflict, conflict_id)
        return
    facts = {"slot_id": slot_id, "taken": taken, "capacity": capacity}
    tx.put(_to_decide(conflict_id, "over_capacity", appointment, appointment.id, at, facts))


def watch_allotments(
    tx: Deciding, changed: Sequence[tuple[Record | None, Record | None]], at: datetime, now: datetime
) -> None:
    """Look at every promise from an allotment that was made or withdrawn: the alarm stands while it is one too many."""
    for before, after in changed:
        if not isinstance(after, Promise) or after.allotment_id is None:
            continue
        stood = isinstance(before, Promise) and before.state is not PromiseState.WITHDRAWN
        stands = after.state is not PromiseState.WITHDRAWN
        conflict_id = derived_id("promised_too_many", after.id)
        if stands and not stood and not _covered(tx, after, after.allotment_id, now):
            facts = {"promise_id": after.id, "allotment_id": after.allotment_id}
            tx.put(_to_decide(conflict_id, "promised_too_many", after, after.appointment_id, at, facts))
        elif not stands:
            tx.delete(Conflict, conflict_id)


def _to_decide(
    conflict_id: str, kind: str, of: Appointment | Promise, appointment_id: str, at: datetime, facts: dict[str, Any]
) -> Conflict:
    """An alarm that somebody has to decide about."""
    return Conflict(
        id=conflict_id,
        conflict_kind=kind,
        centre_id=of.centre_id,
        person_id=of.person_id,
        appointment_id=appointment_id,
        needs_decision=True,
        raised_at=at,
        facts=facts,
    )


def _covered(tx: Deciding, promise: Promise, allotment_id: str, now: datetime) -> bool:
    """Whether the desk could give it away."""
    known, centre = tx.get(Allotment, allotment_id), tx.get(Centre, promise.centre_id)
    if known is None or centre is None or known.desk_id != promise.desk_id or promise.promised_at > known.until:
        return False
    dose = Dose(promise.vaccine, promise.size)
    if (known.centre_id, known.day, known.vaccine, known.size) != (promise.centre_id, promise.day, *dose):
        return False
    all_of_day = tx.find(Promise, centre_id=known.centre_id, day=known.day)
    standing = [each for each in all_of_day if each.allotment_id == known.id]
    given = sum(each.persons for each in standing if each.state is not PromiseState.WITHDRAWN)
    if given > known.number - known.returned:
        return False
    # One that arrives after the allotment's end: its dose was free again, and may be somebody else's by now.
    found = leftover_now(tx, centre, known.day, now).of.get(dose) if now >= known.until else None
    return found is None or not found.short
