"""What a visitor of the replay has to show when a clerk asks. Invented, and the same for the same person."""

import random
from datetime import date, timedelta

from empfang.model import Appointment, DoseKind

DOCTOR = "Dr. Muster"
"""Who decides at the replay's centre."""
_BETWEEN_DOSES = (21, 42)
_SINCE_FIRST = (28, 60)
_SINCE_SECOND = (140, 260)
"""Days: most boosters come when they are due, some a little early."""


def doses_shown(appointment: Appointment, day: date) -> str:
    """Earlier doses, as a clerk types them: what fits the dose that was booked."""
    draw = random.Random(appointment.person_id)  # noqa: S311 - a past is invented here, no secret
    vaccine = appointment.vaccine or "Comirnaty"
    if appointment.dose_kind is DoseKind.SECOND:
        return _typed(vaccine, day - timedelta(days=draw.randint(*_SINCE_FIRST)))
    if appointment.dose_kind is DoseKind.BOOSTER:
        last = day - timedelta(days=draw.randint(*_SINCE_SECOND))
        return f"{_typed(vaccine, last - timedelta(days=draw.randint(*_BETWEEN_DOSES)))} {_typed(vaccine, last)}"
    return "keine"


def _typed(vaccine: str, day: date) -> str:
    return f"{vaccine.split(maxsplit=1)[0]} {day:%d.%m.%y}"
