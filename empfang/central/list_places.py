"""The slots that a list implies, and their room."""

from collections.abc import Iterable
from datetime import datetime

from empfang.central.capacity import watch_capacity
from empfang.central.tx import CentralTx
from empfang.commands.places import places_taken
from empfang.ids import derived_id
from empfang.model import HOLDS_A_PLACE, Appointment, Conflict, Contingent, Slot


def add_place(tx: CentralTx, appointment: Appointment) -> None:
    """A booked row of a list is a place: the slot is there, with room for those who are in the list."""
    if appointment.start is None or appointment.slot_id is None or appointment.contingent_id is None:
        return
    _set_capacity(tx, appointment, appointment.contingent_id, _capacity(tx, appointment) + 1)


def make_room(tx: CentralTx, appointments: Iterable[Appointment], now: datetime) -> None:
    """After a part of a corrected list was written: who came into a slot takes a place that is free there; only when
    there is none the slot grows. What was left by others stays as a free place. So nobody is beyond capacity (rule 1).
    """
    written = list(appointments)
    for appointment in written:
        slot_id, contingent_id = appointment.slot_id, appointment.contingent_id
        if appointment.status not in HOLDS_A_PLACE or slot_id is None or contingent_id is None:
            continue
        taken = places_taken(tx, slot_id, contingent_id)
        if taken > _capacity(tx, appointment):
            _set_capacity(tx, appointment, contingent_id, taken)
        tx.delete(Conflict, derived_id("over_capacity", appointment.id))
    watch_capacity(tx, tx.changed(), now, new_ones_too=True)


def _capacity(tx: CentralTx, appointment: Appointment) -> int:
    slot = tx.get(Slot, appointment.slot_id or "")
    return slot.capacity.get(appointment.contingent_id or "", 0) if slot else 0


def _set_capacity(tx: CentralTx, appointment: Appointment, contingent_id: str, capacity: int) -> None:
    if appointment.start is None or appointment.slot_id is None:
        return
    if tx.get(Contingent, contingent_id) is None:
        name = contingent_id.partition(":")[2]
        tx.put(Contingent(id=contingent_id, centre_id=appointment.centre_id, name=name))
    slot = tx.get(Slot, appointment.slot_id) or Slot(
        id=appointment.slot_id,
        centre_id=appointment.centre_id,
        start=appointment.start,
        minutes=appointment.minutes,
        vaccine=appointment.vaccine or "",
    )
    tx.put(slot.with_(capacity={**slot.capacity, contingent_id: capacity}))
