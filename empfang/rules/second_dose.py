"""The second dose of somebody who is given the first one today, with a dose that is left over."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from empfang.model import Appointment, AppointmentStatus, DoseKind, moment_text
from empfang.rules.situation import Dose, Known


def second_kept(held: Iterable[Appointment], instead_of: str | None = None) -> Appointment | None:
    """Their appointment for the second dose: of the pair whose first one is given up, else the next that they have.

    `held`: all that the person has; `instead_of`: the appointment that is given up for the dose today.
    """
    theirs = tuple(held)
    old = next((each for each in theirs if each.id == instead_of), None)
    booked = [each for each in theirs if each.status is AppointmentStatus.BOOKED and each is not old]
    pair = [each for each in booked if old is not None and old.series_id and each.series_id == old.series_id]
    seconds = [each for each in booked if each.dose_kind is DoseKind.SECOND and each.start is not None]
    return min(pair or seconds, key=_start, default=None)


def given_today(known: Known, on: date, vaccine: str) -> Known:
    """What is known of somebody once they have had this vaccine (a code), too."""
    return replace(known, doses=(*(known.doses or ()), Dose(on, vaccine)))


def _start(appointment: Appointment) -> str:
    return moment_text(appointment.start) if appointment.start is not None else ""
