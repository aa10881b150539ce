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
    Presence,
)
from empfang.rules.arrival import has_left, local, local_date
from empfang.rules.call_candidates import Callee
from empfang.rules.leftover_day import GRACE
from empfang.rules.on_site import here_on
from empfang.rules.origins import PROMISED
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
    presences: Iterable[Presence] = (),
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
    on_site = here_on(today, centre.id, presences, theirs, visits)
    waits = on_site.visit if on_site is not None else None
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
        or any(_inside(each, visits) for each in visits if each != waits),
        booked_today=any(each.status in _TO_COME and not _is_over(each, now) for each in todays),
        on_site=on_site.how if on_site is not None else None,
        here_since=on_site.since if on_site is not None else None,
    )


def kind_booked(appointments: Iterable[Appointment], centre: Centre, now: datetime) -> DoseKind | None:
    """Which dose comes next for somebody, as they have booked it here for today or later, or wait for it."""
    today = local(now, centre).date()
    kinds = {
        each.dose_kind
        for each in appointments
        if each.centre_id == centre.id
        and (
            each.status is AppointmentStatus.WAITLIST
            or (each.status is AppointmentStatus.BOOKED and (local_date(each, centre) or today) >= today)
        )
    }
    return next((each for each in DoseKind if each in kinds), None)


def numbers_of(person: Person) -> tuple[str, ...]:
    """The numbers in the order in which they are dialled: their own before others', a mobile before one at home."""
    return tuple(each.number for each in sorted(person.phones, key=_rank))


def _rank(phone: Phone) -> tuple[bool, bool]:
    return phone.whose != _OWN, phone.kind != _MOBILE


def _inside(visit: Encounter, visits: Sequence[Encounter]) -> bool:
    stands = visit.state is EncounterState.ACTIVE
    return stands and (visit.outcome is Outcome.VACCINATED or not has_left(visits, visit))


def _is_over(visit: Appointment, now: datetime) -> bool:
    """Whether it is for a promise whose dose is free again: the person is as welcome as others."""
    return visit.origin == PROMISED and visit.start is not None and now > visit.start + GRACE


def _clock(text: str) -> time | None:
    """A time such as 08:00; None where there is none that can be read."""
    try:
        return time.fromisoformat(text.strip().zfill(5))
    except ValueError:
        return None
