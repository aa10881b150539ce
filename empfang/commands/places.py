"""Counting what is taken of a slot, from its appointments."""

from empfang.commands.tx import Tx
from empfang.model import HOLDS_A_PLACE, Appointment


def places_taken(tx: Tx, slot_id: str, contingent_id: str) -> int:
    """Appointments that hold a place of a contingent in a slot."""
    return sum(
        appointment.status in HOLDS_A_PLACE
        for appointment in tx.find(Appointment, slot_id=slot_id, contingent_id=contingent_id)
    )
