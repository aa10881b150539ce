"""Contingents: their names, and how each of them stands: how much is left, and whether it can be booked now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from empfang.model import Contingent, Slot
from empfang.rules.booking import ONLINE, PHONE, places_free
from empfang.rules.names import fold

LONGEST_NAME = 40
"""Signs in the name of a contingent."""


class State(StrEnum):
    """Whether places of a contingent can be booked."""

    NO_PLACES = "no_places"
    NOT_OPEN = "not_open"
    OPEN = "open"
    USED_UP = "used_up"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a contingent stands, counted over all times that are not over.

    `free` are its free places, `bookable` those of them that are given out by now. `opens_at`, where there are none of
    these: when the next ones are given out; None if none are to come.
    """

    state: State
    capacity: int
    taken: int
    free: int
    bookable: int
    opens_at: datetime | None


def contingent_name(text: str) -> str:
    """The name as it is kept.

    Raises:
        ValueError: it has no letter, or too many.
    """
    name = fold(text)
    if not 0 < len(name) <= LONGEST_NAME:
        raise ValueError(f"no name: {text}")
    return name


def contingent_id(centre_id: str, name: str) -> str:
    """The id of a centre's contingent."""
    return f"{centre_id}:{name}"


def needs_no_terms(name: str) -> bool:
    """Whether the name alone says who may take its places: those who book in that way (`booking.ways_of`)."""
    return name in {ONLINE, PHONE}


def new_contingent(centre_id: str, name: str) -> Contingent:
    """A contingent without terms."""
    return Contingent(id=contingent_id(centre_id, name), centre_id=centre_id, name=name)


def standing_of(contingent: Contingent, slots: Iterable[Slot], now: datetime) -> Standing:
    """How a contingent stands, told from slots of its centre."""
    free = bookable = capacity = taken = released = 0
    to_come: list[datetime] = []
    for slot in slots:
        if now >= slot.start + timedelta(minutes=slot.minutes):
            continue
        capacity += slot.capacity.get(contingent.id, 0)
        taken += slot.taken.get(contingent.id, 0)
        left = places_free(slot, contingent.id, slot.taken.get(contingent.id, 0))
        free += left
        if slot.released_at is None or slot.released_at <= now:
            released += slot.capacity.get(contingent.id, 0)
            bookable += left
        elif left:
            to_come.append(slot.released_at)
    opens_at = min(to_come, default=None) if not bookable else None
    state = State.OPEN if bookable else State.USED_UP if released or not to_come else State.NOT_OPEN
    if contingent.opens_at is not None and now < contingent.opens_at:
        state, bookable = State.NOT_OPEN, 0
        opens_at = max(contingent.opens_at, opens_at or contingent.opens_at)
    if not capacity:
        state, opens_at = State.NO_PLACES, None
    if contingent.closes_at is not None and now >= contingent.closes_at:
        state, bookable, opens_at = State.CLOSED, 0, None
    return Standing(state, capacity, taken, free, bookable, opens_at)
