"""Whether a place may be given: capacity, and the terms of its contingent."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from empfang.model import Contingent, Person, Slot

BY_LIST, MISSING_IN_LIST = "import", "missing"
"""Reasons of cancellations that nobody here has made: a list said so, or named somebody no more."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not: a code and what fills its text."""

    code: str
    parameters: dict[str, Any] = field(default_factory=dict)


def places_free(slot: Slot, contingent_id: str, taken: int) -> int:
    """Places of a contingent that are left in a slot; never below zero."""
    return max(0, slot.capacity.get(contingent_id, 0) - taken)


def place_refused(
    slot: Slot | None, contingent: Contingent | None, person: Person | None, taken: int, now: datetime
) -> Refusal | None:
    """Why this person cannot have a place of this contingent in this slot at this moment; None if they can."""
    if slot is None or contingent is None or contingent.id not in slot.capacity:
        return Refusal("slot_unknown")
    if now >= slot.start + timedelta(minutes=slot.minutes):
        return Refusal("slot_over", {"start": slot.start.isoformat()})
    if contingent.opens_at is not None and now < contingent.opens_at:
        return Refusal("contingent_not_open", {"opens_at": contingent.opens_at.isoformat()})
    if contingent.closes_at is not None and now >= contingent.closes_at:
        return Refusal("contingent_closed", {"closes_at": contingent.closes_at.isoformat()})
    if contingent.vaccine not in {None, slot.vaccine}:
        return Refusal("contingent_vaccine", {"vaccine": contingent.vaccine})
    refusal = _terms_refused(contingent, person)
    if refusal is not None:
        return refusal
    if places_free(slot, contingent.id, taken) == 0:
        return Refusal("slot_full", {"start": slot.start.isoformat()})
    return None


def _terms_refused(contingent: Contingent, person: Person | None) -> Refusal | None:
    """Birth dates and districts that the contingent is for."""
    born = person.birth_date if person else None
    if contingent.born_from is not None and (born is None or born < contingent.born_from):
        return Refusal("contingent_birth_dates")
    if contingent.born_until is not None and (born is None or born > contingent.born_until):
        return Refusal("contingent_birth_dates")
    if contingent.districts and (person is None or person.district not in contingent.districts):
        return Refusal("contingent_districts")
    return None
