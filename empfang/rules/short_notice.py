"""Places that were freed a few days ahead, for people who are registered and not yet vaccinated (mission D1 to D4)."""

from collections.abc import Iterable
from datetime import datetime

from empfang.model import Appointment, AppointmentStatus, Centre, Person
from empfang.rules.arrival import local
from empfang.rules.booking import Refusal
from empfang.rules.confirmation import channel_for
from empfang.rules.situation import Known

_GONE = frozenset({AppointmentStatus.BOOKED, AppointmentStatus.WAITLIST})


def short_notice_refused(
    person: Person, start: datetime, centre: Centre, now: datetime, *, vaccinated: bool
) -> Refusal | None:
    """Why a place at this moment cannot be taken at short notice; None if it can.

    The days are those of the calendar at the centre. A place that can still be offered to the waiting list is the
    list's; a confirmation that would come too late, or a way of registering that the centre has ruled out, is why
    somebody must be given another place.
    """
    days = (local(start, centre).date() - local(now, centre).date()).days
    most, channel = centre.short_notice_days, channel_for(person)
    lead = centre.channel_days.get(channel, 0)
    if most is None:
        return Refusal("short_notice_none")
    if days > most:
        return Refusal("short_notice_far", {"days": days, "most": most})
    if person.registered_at is None or person.registered_at > now:
        return Refusal("short_notice_not_registered")
    if vaccinated:
        return Refusal("short_notice_vaccinated")
    if person.registered_by and person.registered_by in centre.short_notice_not:
        return Refusal("short_notice_way", {"way": person.registered_by})
    if lead and days < lead:
        return Refusal("short_notice_channel", {"channel": channel, "days": lead})
    if days >= centre.waiting_list_days:
        return Refusal("short_notice_waiting_list", {"days": centre.waiting_list_days})
    return None


def is_vaccinated(known: Known, appointments: Iterable[Appointment]) -> bool:
    """Whether somebody has had a dose, here or as they say."""
    return bool(known.doses) or any(each.status is AppointmentStatus.FULFILLED for each in appointments)


def dropped_by(appointments: Iterable[Appointment], now: datetime) -> tuple[Appointment, ...]:
    """What somebody gives up who takes a place at short notice: later places, and those on waiting lists."""
    return tuple(each for each in appointments if each.status in _GONE and (each.start is None or each.start > now))
