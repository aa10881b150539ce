"""Who is at the centre without an appointment and would take a dose that is left over: the same at desk and service."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from empfang.model import Appointment, Encounter, EncounterState, Presence
from empfang.rules.arrival import has_left
from empfang.rules.origins import WALK_IN


class OnSite(StrEnum):
    """Why somebody is at the centre without an appointment, in the order in which they are asked."""

    WALK_IN = "walk_in"
    COMPANION = "companion"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody is here, since a moment. `visit`: they were let in without an appointment, and wait for a dose."""

    how: OnSite
    since: datetime
    visit: Encounter | None = None


def here_on(
    day: date,
    centre_id: str,
    presences: Iterable[Presence],
    appointments: Iterable[Appointment],
    encounters: Sequence[Encounter],
) -> Here | None:
    """How one person is here on a day, out of their records; None: not, or not as one who could be asked.

    Whoever was let in without an appointment and is to have no certain vaccine waits for what is left over.
    """
    by_id = {each.id: each for each in appointments}
    visits = [
        each
        for each in encounters
        if each.day == day and each.centre_id == centre_id and _waits(each, encounters, by_id)
    ]
    visit = min(visits, key=lambda each: (each.arrived_at, each.id), default=None)
    if visit is not None:
        return Here(OnSite.WALK_IN, visit.arrived_at, visit)
    said = next((each for each in presences if each.day == day and each.centre_id == centre_id and each.here), None)
    # A way of being here that only a newer program knows comes last.
    return Here(OnSite(said.how) if said.how in set(OnSite) else OnSite.STAFF, said.said_at) if said else None


def _waits(visit: Encounter, visits: Sequence[Encounter], appointments: Mapping[str, Appointment]) -> bool:
    appointment = appointments.get(visit.appointment_id or "")
    walked_in = appointment is not None and appointment.origin == WALK_IN and appointment.vaccine is None
    stands = visit.state is EncounterState.ACTIVE and visit.outcome is None and not has_left(visits, visit)
    return walked_in and stands and visit.vaccine is None
