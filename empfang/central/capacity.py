"""Facts that take a place beyond capacity raise an alarm in the same transaction (rule 1 of design 3)."""

from collections.abc import Sequence
from datetime import datetime

from empfang.commands.booking import places_taken
from empfang.commands.tx import Tx
from empfang.ids import derived_id
from empfang.model import HOLDS_A_PLACE, Appointment, Conflict, Record, Slot


def watch_capacity(tx: Tx, changed: Sequence[tuple[Record | None, Record | None]], at: datetime) -> None:
    """Look at every appointment that came to hold a place again, and raise a conflict where the slot is too full."""
    for before, after in changed:
        if not isinstance(after, Appointment) or not isinstance(before, Appointment):
            continue
        if after.status not in HOLDS_A_PLACE or before.status in HOLDS_A_PLACE:
            continue
        if after.slot_id is None or after.contingent_id is None:
            continue
        slot = tx.get(Slot, after.slot_id)
        capacity = slot.capacity.get(after.contingent_id, 0) if slot else 0
        taken = places_taken(tx, after.slot_id, after.contingent_id)
        if taken > capacity:
            tx.put(
                Conflict(
                    id=derived_id("over_capacity", after.id),
                    conflict_kind="over_capacity",
                    centre_id=after.centre_id,
                    person_id=after.person_id,
                    appointment_id=after.id,
                    needs_decision=True,
                    raised_at=at,
                    facts={"slot_id": after.slot_id, "taken": taken, "capacity": capacity},
                )
            )
