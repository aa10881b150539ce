"""The people who are booked, as cases for the rules: to see what a new book would change for them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol, TypeVar

from empfang.model import Appointment, AppointmentStatus, Centre, Immunization, Person, Proof, Record
from empfang.rules.arrival import local
from empfang.rules.checking import Case
from empfang.rules.known import known_of, next_dose, place_of
from empfang.rules.papers import latest_proofs
from empfang.rules.rulebook import Rulebook
from empfang.rules.situation import Asked

R = TypeVar("R", bound=Record)


class Records(Protocol):
    """Where records are found."""

    def get(self, kind: type[R], record_id: str, /) -> R | None:
        """One record."""

    def find(self, kind: type[R], /, **where: object) -> list[R]:
        """Some records."""


def booked_cases(records: Records, now: datetime, book: Rulebook) -> Iterator[Case]:
    """Whoever has an appointment from now on, at its time; not those whose vaccine no book knows."""
    centres = {centre.id: centre for centre in records.find(Centre)}
    for appointment in records.find(Appointment, status=AppointmentStatus.BOOKED):
        centre = centres.get(appointment.centre_id)
        vaccine = book.vaccine_named(appointment.vaccine) if appointment.vaccine else None
        if centre is None or vaccine is None or appointment.start is None or appointment.start < now:
            continue
        person = records.get(Person, appointment.person_id)
        if person is not None:
            at = local(appointment.start, centre)
            known = known_of(
                person,
                latest_proofs(records.find(Proof, person_id=person.id), at.date()),
                book,
                records.find(Immunization, person_id=person.id),
            )
            dose = next_dose(known, appointment.dose_kind)
            place = place_of(centre, book)
            if not place.within:
                continue
            yield known, Asked(at.replace(tzinfo=None), dose, (vaccine,), vaccine), place
