"""Pasts for invented people: earlier doses that fit the booked one, always the same for the same person."""

import random
from datetime import date, timedelta

from empfang.model import DoseKind, ReportedDose

_BETWEEN_DOSES = (21, 42)
_SINCE_FIRST = (28, 60)
_DUE = 160
_SINCE_SECOND = (140, 260)
"""Days: most boosters come when they are due, some a little early."""


def earlier_doses(
    person_id: str, kind: DoseKind | None, vaccine: str | None, day: date, *, due: bool = False
) -> tuple[ReportedDose, ...]:
    """The doses that somebody had before this day's; with `due` none of them is too early."""
    draw = random.Random(person_id)  # noqa: S311 - a past is invented here, no secret
    product = vaccine or "Comirnaty"
    if kind is DoseKind.SECOND:
        return (ReportedDose(given_on=day - timedelta(days=draw.randint(*_SINCE_FIRST)), vaccine=product),)
    if kind is DoseKind.BOOSTER:
        shortest, longest = _SINCE_SECOND
        last = day - timedelta(days=draw.randint(_DUE if due else shortest, longest))
        first = last - timedelta(days=draw.randint(*_BETWEEN_DOSES))
        return tuple(ReportedDose(given_on=each, vaccine=product) for each in (first, last))
    return ()
