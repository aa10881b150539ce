"""What the records know of somebody who may be called, as the rules of calling want it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from empfang.model import (
    Appointment,
    AppointmentStatus,
    Centre,
    DoseKind,
    Encounter,
    EncounterState,
    Outcome,
    Person,
    Phone,
    moment_text,
)
from empfang.rules.arrival import has_left, local, local_date
from empfang.rules.call_candidates import Callee
from empfang.rules.rulebook import Rulebook

_TO_COME = frozenset({AppointmentStatus.PENDING, AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED})
_OWN, _MOBILE = "own", "mobile"


def callee_of(
    person: Person,
    appointments: Iterable[Appointment],
    encounters: Iterable[Encounter],
    centre: Centre,
    now: datetime,
    book: Rulebook,
) -> Callee:
    """One entry for somebody, whatever they have: a place on the waiting list, a later appointment, both or neither.

    Without what records do not say themselves: the verdict, the sizes of the doses, and what came of the calls.
    """
    today = local(now, centre).date()
    theirs = tuple(appointments)
    here = [each for each in theirs if each.centre_id == centre.id]
    waiting = [each for each in here if each.status is AppointmentStatus.WAITLIST]
    later = [
        each.start
        for each in here
        if each.status is AppointmentStatus.BOOKED
        and each.start is not None
        and local(each.start, centre).date() > today
    ]
    todays = [each for each in theirs if local_date(each, centre) == today]
    visits = [each for each in encounters if each.day == today]
    return Callee(
        person.id,
        numbers=numbers_of(person),
        standby=person.standby,
        needs=person.needs,
        minutes=person.minutes_to_centre,
        reachable_from=_clock(person.reachable_from),
        reachable_until=_clock(person.reachable_until),
        wanted=frozenset(book.vaccine_named(each) or each for each in person.vaccines_wanted),
        waiting_since=min((each.waiting_since for each in waiting if each.waiting_since is not None), default=None),
        later=min(later, default=None),
        priority=min((each.priority for each in waiting if each.priority is not None), default=None),
        inside=any(each.status is AppointmentStatus.FULFILLED for each in todays)
        or any(_inside(each, visits) for each in visits),
        booked_today=any(each.status in _TO_COME for each in todays),
    )


def waits_for(appointments: Iterable[Appointment]) -> DoseKind | None:
    """Which dose somebody is on a waiting list for, else which their next appointment is for; None: nobody said."""
    waiting: list[DoseKind] = []
    booked: list[tuple[str, DoseKind]] = []
    for each in appointments:
        if each.dose_kind is not None and each.status is AppointmentStatus.WAITLIST:
            waiting.append(each.dose_kind)
        elif each.dose_kind is not None and each.start is not None and each.status is AppointmentStatus.BOOKED:
            booked.append((moment_text(each.start), each.dose_kind))
    return waiting[0] if waiting else min(booked, default=("", None))[1]


def numbers_of(person: Person) -> tuple[str, ...]:
    """The numbers in the order in which they are dialled: their own before others', a mobile before one at home."""
    return tuple(each.number for each in sorted(person.phones, key=_rank))


def _rank(phone: Phone) -> tuple[bool, bool]:
    return phone.whose != _OWN, phone.kind != _MOBILE


def _inside(visit: Encounter, visits: Sequence[Encounter]) -> bool:
    stands = visit.state is EncounterState.ACTIVE
    return stands and (visit.outcome is Outcome.VACCINATED or not has_left(visits, visit))


def _clock(text: str) -> time | None:
    """A time such as 08:00; None where there is none that can be read."""
    try:
        return time.fromisoformat(text.strip().zfill(5))
    except ValueError:
        return None
