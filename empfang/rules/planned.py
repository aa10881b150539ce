"""Doses that are planned for days to come: may each be given there and then, the ones before it counted as given?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from empfang.model import DoseKind
from empfang.rules.book import Eligible
from empfang.rules.eligibility import Verdict, eligibility
from empfang.rules.known import next_dose
from empfang.rules.rulebook import Rulebook
from empfang.rules.situation import Asked, Dose, Known, Place

BOOKING = "booking"
"""What is asked for: a place on a later day."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A dose of a vaccine (a code) on a day of the centre's calendar, from a contingent opened for these people."""

    on: date
    kind: DoseKind
    vaccine: str
    open_for: str = ""


def verdicts_of(
    known: Known, planned: Sequence[Planned], asked_at: datetime, place: Place, book: Rulebook
) -> Iterator[tuple[Planned, Verdict]]:
    """For each planned dose by day: the verdict when it is asked for at this moment of the centre's clock."""
    for each in sorted(planned, key=lambda one: one.on):
        dose = next_dose(known, each.kind)
        asked = Asked(asked_at, dose, (each.vaccine,), each.vaccine, BOOKING, each.on, each.open_for or None)
        yield each, eligibility(known, asked, place, book)
        known = replace(known, doses=(*(known.doses or ()), Dose(each.on, each.vaccine)))


def first_no(
    known: Known, planned: Sequence[Planned], asked_at: datetime, place: Place, book: Rulebook
) -> tuple[Planned, Verdict] | None:
    """The first planned dose to which the rules say no, whatever the answer to an open question.

    What a doctor decides, or an answer that is still open, is decided at the visit.
    """
    for each, verdict in verdicts_of(known, planned, asked_at, place, book):
        if verdict.eligible is Eligible.NO and not verdict.missing:
            return each, verdict
    return None
