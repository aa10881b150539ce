"""What the desk does with a person who stands before it: a pure decision over their appointments and visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from empfang.model import (
    Appointment,
    AppointmentStatus,
    Centre,
    Encounter,
    EncounterState,
    Outcome,
)
from empfang.rules.origins import PROMISED


class Answer(StrEnum):
    """What to do; the words, and the sentence to the person, are in the texts."""

    ADMIT = "admit"
    ALREADY_IN = "already_in"
    LEFT = "left"
    VACCINATED = "vaccinated"
    CHOOSE = "choose"
    TOO_EARLY = "too_early"
    OTHER_DAY = "other_day"
    OTHER_CENTRE = "other_centre"
    CANCELLED = "cancelled"
    PENDING = "pending"
    WAITING_LIST = "waiting_list"
    NO_APPOINTMENT = "no_appointment"


_OPEN = frozenset({AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED, AppointmentStatus.NOSHOW})
_HERE = frozenset({AppointmentStatus.CHECKED_IN, AppointmentStatus.FULFILLED})


@dataclass(frozen=True, slots=True)
class Arrival:
    """The answer, with what it is about.

    `late`: admitted beyond the centre's tolerance. `possible_from`: when a too early person can come in. `choices`:
    appointments between which the clerk must choose.
    """

    answer: Answer
    appointment: Appointment | None = None
    encounter: Encounter | None = None
    late: bool = False
    possible_from: datetime | None = None
    choices: tuple[Appointment, ...] = ()


def local(moment: datetime, centre: Centre) -> datetime:
    """A moment on the centre's clock."""
    return moment.astimezone(ZoneInfo(centre.time_zone))


def bounds_of_day(centre: Centre, day: date) -> tuple[datetime, datetime]:
    """The moments at which a day begins and ends on the centre's clock; 23 or 25 hours when that is changed."""
    zone = ZoneInfo(centre.time_zone)
    begin, end = (datetime.combine(each, time(), zone).astimezone(UTC) for each in (day, day + timedelta(days=1)))
    return begin, end


def local_date(appointment: Appointment, centre: Centre) -> date | None:
    """The day of an appointment on the centre's calendar."""
    return None if appointment.start is None else local(appointment.start, centre).date()


def standing_visit(encounters: Sequence[Encounter], appointment_id: str) -> Encounter | None:
    """The check-in that counts for an appointment: the latest readmission, else the one not superseded."""
    standing = [
        encounter
        for encounter in encounters
        if encounter.appointment_id == appointment_id and encounter.state is EncounterState.ACTIVE
    ]
    return max(standing, key=lambda e: (bool(e.readmission_reason), e.arrived_at, e.id), default=None)


def has_left(encounters: Sequence[Encounter], visit: Encounter) -> bool:
    """Whether the visit ended without a dose, also when another desk's check-in of the same person was told so."""
    return any(
        encounter.left_at is not None and encounter.left_at >= visit.arrived_at
        for encounter in encounters
        if encounter.appointment_id == visit.appointment_id and encounter.state is not EncounterState.UNDONE
    )


def decide_arrival(
    appointments: Sequence[Appointment],
    encounters: Sequence[Encounter],
    centre: Centre,
    now: datetime,
    asked: str | None = None,
) -> Arrival:
    """What to do with a person who has these appointments and visits.

    `asked` is the appointment whose code was shown or that the clerk chose. A live appointment here today decides; a
    cancelled one of a pair does not hide the other (checkin.md 5).
    """
    today = local(now, centre).date()
    here = [a for a in appointments if a.centre_id == centre.id]
    todays = sorted((a for a in here if local_date(a, centre) == today), key=_by_start)
    chosen = next((a for a in appointments if a.id == asked), None)
    if chosen is not None and chosen.centre_id == centre.id and chosen in todays and chosen.status in _OPEN:
        return _at_its_time(chosen, centre, now)
    if chosen is not None and chosen.status in _HERE and chosen.centre_id == centre.id:
        return _inside(chosen, encounters)
    still_open = [a for a in todays if a.status in _OPEN]
    if still_open:
        return _among(still_open, todays, encounters, centre, now)
    inside = [a for a in todays if a.status in _HERE]
    if inside:
        return _inside(inside[-1], encounters)
    return _not_today(appointments, here, todays, chosen, centre, now)


def _among(
    still_open: list[Appointment],
    todays: list[Appointment],
    encounters: Sequence[Encounter],
    centre: Centre,
    now: datetime,
) -> Arrival:
    """Which of today's open appointments is meant."""
    inside = [a for a in todays if a.status in _HERE]
    valid = [a for a in still_open if _valid(a, centre, now)]
    if len(valid) == 1:
        return _at_its_time(valid[0], centre, now)
    if len(valid) > 1:
        return Arrival(Answer.CHOOSE, choices=tuple(valid))
    if inside:
        return _inside(inside[-1], encounters)
    to_come = [a for a in still_open if a.start is not None and a.start > now]
    return _at_its_time(to_come[0] if to_come else still_open[-1], centre, now)


def _valid(appointment: Appointment, centre: Centre, now: datetime) -> bool:
    """Whether now is within the tolerances around its time."""
    if appointment.start is None:
        return False
    earliest = _possible_from(appointment.start, appointment, centre)
    latest = appointment.start + timedelta(minutes=centre.late_minutes)
    return earliest <= now <= latest


def _at_its_time(appointment: Appointment, centre: Centre, now: datetime) -> Arrival:
    if appointment.start is None:
        return Arrival(Answer.ADMIT, appointment)
    possible_from = _possible_from(appointment.start, appointment, centre)
    if now < possible_from:
        return Arrival(Answer.TOO_EARLY, appointment, possible_from=possible_from)
    return Arrival(Answer.ADMIT, appointment, late=now > appointment.start + timedelta(minutes=centre.late_minutes))


def _possible_from(start: datetime, appointment: Appointment, centre: Centre) -> datetime:
    """From when somebody can come in. A leftover dose is promised until a moment: who is here sooner is welcome."""
    if appointment.origin == PROMISED:
        return bounds_of_day(centre, local(start, centre).date())[0]
    return start - timedelta(minutes=centre.early_minutes)


def _inside(appointment: Appointment, encounters: Sequence[Encounter]) -> Arrival:
    visit = standing_visit(encounters, appointment.id)
    if appointment.status is AppointmentStatus.FULFILLED or (visit and visit.outcome is Outcome.VACCINATED):
        return Arrival(Answer.VACCINATED, appointment, visit)
    if visit is not None and has_left(encounters, visit):
        return Arrival(Answer.LEFT, appointment, visit)
    return Arrival(Answer.ALREADY_IN, appointment, visit)


def _not_today(
    appointments: Sequence[Appointment],
    here: list[Appointment],
    todays: list[Appointment],
    chosen: Appointment | None,
    centre: Centre,
    now: datetime,
) -> Arrival:
    """Nothing live here today: say the most useful of what there is."""
    elsewhere = [a for a in appointments if a.centre_id != centre.id and a.status in _OPEN]
    if chosen is not None and chosen in elsewhere:
        return Arrival(Answer.OTHER_CENTRE, chosen)
    pending = [a for a in here if a.status is AppointmentStatus.PENDING]
    if pending:
        return Arrival(Answer.PENDING, min(pending, key=_by_start))
    other_days = sorted((a for a in here if a.status in _OPEN), key=_by_start)
    if other_days:
        to_come = [a for a in other_days if a.start is not None and a.start > now]
        found = chosen if chosen in other_days else (to_come[0] if to_come else other_days[-1])
        return Arrival(Answer.OTHER_DAY, found)
    if elsewhere:
        return Arrival(Answer.OTHER_CENTRE, min(elsewhere, key=_by_start))
    cancelled = [a for a in here if a.status is AppointmentStatus.CANCELLED]
    if cancelled:
        of_today = [a for a in cancelled if a in todays]
        return Arrival(Answer.CANCELLED, chosen if chosen in cancelled else max(of_today or cancelled, key=_by_start))
    waiting = [a for a in here if a.status is AppointmentStatus.WAITLIST]
    if waiting:
        return Arrival(Answer.WAITING_LIST, waiting[0])
    return Arrival(Answer.NO_APPOINTMENT)


def _by_start(appointment: Appointment) -> tuple[str, str]:
    return (appointment.start.isoformat() if appointment.start else "", appointment.id)
