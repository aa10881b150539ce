"""Facts that take a place beyond capacity raise an alarm in the same transaction (rule 1 of design 3)."""

from collections.abc import Sequence
from datetime import datetime

from empfang.commands.places import places_taken
from empfang.commands.tx import Tx
from empfang.ids import derived_id
from empfang.model import HOLDS_A_PLACE, Appointment, Conflict, Record, Slot


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
    tx.put(
        Conflict(
            id=conflict_id,
            conflict_kind="over_capacity",
            centre_id=appointment.centre_id,
            person_id=appointment.person_id,
            appointment_id=appointment.id,
            needs_decision=True,
            raised_at=at,
            facts={"slot_id": slot_id, "taken": taken, "capacity": capacity},
        )
    )
