"""What eligibility is decided about: a person as known, what is asked for, and where. Frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from empfang.rules.spans import age_on

ANY = "any"
"""Whatever vaccine there is."""


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose that was given; `vaccine` is a product's code. None: nobody knows."""

    given_on: date | None
    vaccine: str | None


@dataclass(frozen=True, slots=True)
class Infection:
    """`on`: the end of the symptoms, or the laboratory's date; `proof`: how it is shown, such as PCR."""

    on: date
    proof: str
    course: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person.

    `doses` is None where nobody has asked yet. `groups` are codes, a contact person's with its number
    ("contact_of_pregnant:2"), `proofs` how they are shown. `residence`, `second_home`: the AGS of a district, or a
    country's code. `told`: further facts, by the names of conditions (`empfang.rules.conditions`); what was not told
    counts as not so.
    """

    born: date | None = None
    residence: str = ""
    second_home: str = ""
    doses: tuple[Dose, ...] | None = ()
    infection: Infection | None = None
    pregnant: int | None = None
    groups: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, at a moment of the centre's clock: a dose (1, 2, 3 …) of a vaccine in `stock`, or of any.

    `kind` is visit, booking or registration; `visit_on` the day of the visit where that is another one. `open_for`:
    which priority group is called, where that is known better than from the books.
    """

    at: datetime
    dose: int
    stock: tuple[str, ...]
    wanted: str = ANY
    kind: str = "visit"
    visit_on: date | None = None
    open_for: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A centre: the jurisdictions it lies in, widest first, and the districts whose people it is for."""

    code: str
    within: tuple[str, ...] = ()
    catchment: tuple[str, ...] = ()

    @property
    def jurisdictions(self) -> frozenset[str]:
        """All whose rules hold here, its own among them."""
        return frozenset((*self.within, self.code))


def values_at(known: Known, asked: Asked, place: Place, moment: datetime, ages_until: date | None) -> dict[str, Any]:
    """What conditions ask about, at a moment; without what depends on a vaccine or on the books.

    Birthdays after `ages_until` are not counted (`empfang.rules.earliest`).
    """
    day = max(moment.date(), asked.visit_on or moment.date())
    doses = sorted(known.doses or (), key=lambda dose: dose.given_on or date.max)
    products = tuple(dose.vaccine for dose in doses)
    homes = tuple(home for home in (known.residence, known.second_home) if home)
    aged_on = day if ages_until is None else min(day, ages_until)
    return {
        **known.told,
        "day": day,
        "born": known.born,
        "age": age_on(known.born, aged_on) if known.born and known.born <= aged_on else None,
        "birth_year": known.born.year if known.born else None,
        "dose": asked.dose,
        "kind": asked.kind,
        "wanted": asked.wanted,
        "days_ahead": (asked.visit_on - asked.at.date()).days if asked.visit_on else None,
        "given": len(doses),
        "products": products,
        "first": products[0] if products else None,
        "last": products[-1] if products else None,
        "first_dose": doses[0].given_on if doses else None,
        "last_dose": doses[-1].given_on if doses else None,
        "pregnant": known.pregnant,
        "residence": (known.residence,) if known.residence else (),
        "homes": homes,
        "in_catchment": any(home.startswith(place.catchment) for home in homes) if homes else None,
    }
