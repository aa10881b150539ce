"""Whether a place may be given: capacity, when it is given out, and the terms of its contingent."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from empfang.model import Centre, Contingent, Person, Slot
from empfang.rules.phone_hours import is_open, is_readable, next_open

BY_LIST, MISSING_IN_LIST = "import", "missing"
"""Reasons of cancellations that nobody here has made: a list said so, or named somebody no more."""
ONLINE, PHONE = "online", "phone"
"""Ways of booking."""
AT_THE_DESK = "desk"
"""The way of booking of whoever works at the centre: open for every contingent, at every hour."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not: a code and what fills its text."""

    code: str
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asking:
    """When and how a place is asked for. `now` is the service's; `asked_at` when the person asked.

    `way`: online, phone or desk. `keeps`: they hold a place of this contingent and want another one of it.
    """

    now: datetime
    asked_at: datetime
    way: str = AT_THE_DESK
    keeps: bool = False


def places_free(slot: Slot, contingent_id: str, taken: int) -> int:
    """Places of a contingent that are left in a slot; never below zero."""
    return max(0, slot.capacity.get(contingent_id, 0) - taken)


def place_refused(
    slot: Slot | None,
    contingent: Contingent | None,
    person: Person | None,
    centre: Centre | None,
    taken: int,
    asking: Asking,
) -> Refusal | None:
    """Why this person cannot have a place of this contingent in this slot at this moment; None if they can."""
    if slot is None or contingent is None or contingent.id not in slot.capacity:
        return Refusal("slot_unknown")
    if asking.now >= slot.start + timedelta(minutes=slot.minutes):
        return Refusal("slot_over", {"start": slot.start.isoformat()})
    refusal = not_given_out(contingent, slot.released_at, centre, asking) or terms_refused(
        contingent, person, slot.vaccine
    )
    if refusal is not None:
        return refusal
    if places_free(slot, contingent.id, taken) == 0:
        return Refusal("slot_full", {"start": slot.start.isoformat()})
    return None


def not_given_out(
    contingent: Contingent, released_at: datetime | None, centre: Centre | None, asking: Asking
) -> Refusal | None:
    """Moments and hours, and the way of asking. What somebody holds they may move at any hour and by any way."""
    opens = [each for each in (contingent.opens_at, released_at) if each is not None and asking.now < each]
    if opens:
        return Refusal("contingent_not_open", {"opens_at": max(opens).isoformat()})
    if contingent.closes_at is not None and asking.now >= contingent.closes_at:
        return Refusal("contingent_closed", {"closes_at": contingent.closes_at.isoformat()})
    if asking.way == AT_THE_DESK or asking.keeps:
        return None
    ways = ways_of(contingent)
    if ways and asking.way not in ways:
        return Refusal("contingent_way", {"ways": list(ways)})
    local = asking.asked_at.astimezone(ZoneInfo(centre.time_zone)) if centre is not None else asking.asked_at
    hours = hours_of_booking(contingent, centre, asking.way)
    if not is_open(hours, local):
        opens_at = next_open(hours, local)
        return Refusal("contingent_hours", {"opens_at": opens_at.isoformat() if opens_at else None})
    return None


def ways_of(contingent: Contingent) -> tuple[str, ...]:
    """The ways of booking that a contingent is for; one that is called after a way is for that. None: all."""
    return contingent.ways or ((contingent.name,) if contingent.name in {ONLINE, PHONE} else ())


def hours_of_booking(contingent: Contingent, centre: Centre | None, way: str) -> str:
    """When places of a contingent can be booked in this way; empty: at any hour.

    Its own hours, else, by telephone and if it is one for the telephone, those of the centre's hotline: outside them
    nobody answers there. Hours that cannot be read (a newer program's, an older centre file's) keep nobody out.
    """
    if is_readable(contingent.hours):
        return contingent.hours
    hotline = centre.hotline.get("hours", "") if centre is not None else ""
    return hotline if way == PHONE and PHONE in ways_of(contingent) and is_readable(hotline) else ""


def terms_refused(contingent: Contingent, person: Person | None, vaccine: str) -> Refusal | None:
    """Vaccine, birth dates and districts that the contingent is for."""
    if contingent.vaccine not in {None, vaccine}:
        return Refusal("contingent_vaccine", {"vaccine": contingent.vaccine})
    born = person.birth_date if person else None
    too_early = contingent.born_from is not None and (born is None or born < contingent.born_from)
    too_late = contingent.born_until is not None and (born is None or born > contingent.born_until)
    if too_early or too_late:
        between = {"born_from": contingent.born_from, "born_until": contingent.born_until}
        return Refusal("contingent_birth_dates", {name: str(day) for name, day in between.items() if day})
    if contingent.districts and (person is None or person.district not in contingent.districts):
        return Refusal("contingent_districts", {"districts": list(contingent.districts)})
    return None
