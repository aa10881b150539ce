"""A row that came before, and how near a row of a new list is to it."""

from dataclasses import dataclass
from datetime import date

from empfang.exchange.differing import alike
from empfang.exchange.keys import code_of
from empfang.exchange.lists import ImportedRow
from empfang.model import DoseKind
from empfang.rules.matching import Candidate
from empfang.rules.names import fold

Name = str | tuple[str, str, date]
"""What rows share that may be of one booking: a code, or a person's names and birth date."""


@dataclass(frozen=True, slots=True)
class Known:
    """A row that came before, with what it and the records here say of its person (`faces`). `keys`: shortest first.

    `forgotten`: the registration was deleted. `covered`: the new list speaks of its day.
    """

    keys: tuple[str, ...]
    fingerprints: tuple[str, ...]
    day: str | None
    person_id: str
    appointment_id: str
    faces: tuple[Candidate, ...] = ()
    time: str = ""
    dose_kind: DoseKind | None = None
    covered: bool = True
    forgotten: bool = False

    @property
    def code(self) -> str:
        """The code by which it is known; empty without one."""
        found = next((key for key in self.keys if key.startswith("code:")), "")
        return found.split(":")[1] if found else ""


def same_person(row: ImportedRow, each: Known) -> bool:
    """Whether two of family name, given name and birth date are the same as before, or as here."""
    return any(
        alike("family", row.family, face.family)
        + alike("given", row.given, face.given)
        + (row.birth_date == face.birth_date)
        >= 2
        for face in each.faces
    )


def person_of(row: ImportedRow) -> Name | None:
    """The person that a row names; None without a birth date: names alone are not enough."""
    return _identity(row.family, row.given, row.birth_date)


def persons_of(each: Known) -> frozenset[Name]:
    """The person that it names, as the list and as the records here call them."""
    if each.forgotten or not each.covered:
        return frozenset()
    names = (_identity(face.family, face.given, face.birth_date) for face in each.faces)
    return frozenset(name for name in names if name is not None)


def _identity(family: str, given: str, born: date | None) -> Name | None:
    return None if born is None else (fold(family) or family, fold(given) or given, born)


def one_without_code(row: ImportedRow, each: Known) -> bool:
    """Two different codes are two bookings, whoever made them."""
    return not code_of(row) or not each.code


def same_time(row: ImportedRow, each: Known) -> bool:
    """Whether it is for the same day and time."""
    return same_day(row, each) and (row.time.strftime("%H:%M") if row.time else "") == each.time


def same_day(row: ImportedRow, each: Known) -> bool:
    """Whether it is for the same day; on a waiting list there is none."""
    return (row.day.isoformat() if row.day else None) == each.day


def same_dose(row: ImportedRow, each: Known) -> bool:
    """Whether it is for the same dose, and that is known."""
    return row.dose_kind is not None and row.dose_kind == each.dose_kind


def same_day_and_dose(row: ImportedRow, each: Known) -> bool:
    """Both."""
    return same_day(row, each) and same_dose(row, each)
