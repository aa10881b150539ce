"""Where a place could be had instead, when its contingent cannot give it now."""

from datetime import datetime

from empfang.commands.tx import Deciding
from empfang.model import Centre, Contingent, Person, Slot
from empfang.rules.booking import ONLINE, PHONE, Asking, place_refused, ways_of

BY_ANOTHER_WAY = frozenset(
    {"contingent_not_open", "contingent_closed", "contingent_way", "contingent_hours", "contingent_used_up"}
)
"""Refusals after which another way of booking may help."""


def ways_instead(
    tx: Deciding, slot: Slot, contingent_id: str, person: Person, centre: Centre | None, now: datetime
) -> list[str]:
    """By which ways this person could have a place of this vaccine now, from other contingents of the centre."""
    found: set[str] = set()
    for other in tx.find(Contingent, centre_id=slot.centre_id):
        if other.id != contingent_id:
            slots = [slot, *tx.free_near(slot, other.id, now, 1)]
            found |= {
                way for way in ways_of(other) or (ONLINE, PHONE) if _given(slots, other, person, centre, way, now)
            }
    return sorted(found)


def _given(
    slots: list[Slot], contingent: Contingent, person: Person, centre: Centre | None, way: str, now: datetime
) -> bool:
    asking = Asking(now, now, way)
    return any(
        place_refused(each, contingent, person, centre, each.taken.get(contingent.id, 0), asking) is None
        for each in slots
    )
