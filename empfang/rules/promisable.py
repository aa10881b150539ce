"""How many doses can be promised, and until when they have to be given, where vials end at different times.

Those in the house and those who come take the doses first that end first. Somebody to whom a dose is promised that has
to be given by a moment needs one that ends no earlier: so for each use-by there is an offer of so many doses that end
then or later, less those in the house who find none that ends before, less Q90 of those who come until the last of them
ends (../shared/design/7-leftover.md: `U − H − Q90(…)`, which is the offer if all doses end together).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """So many doses that end together."""

    at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Demand:
    """Of the booked and promised no more than `most` come until then, as far as is sure; so many of them promised."""

    until: datetime
    most: int
    promised: int


@dataclass(frozen=True, slots=True)
class Offer:
    """So many doses can be promised if they are given by then."""

    doses: int
    by: datetime


def offers(endings: Sequence[Ending], house: int, demands: Sequence[Demand], promised: int) -> Iterator[Offer]:
    """Every offer of one dose or more; each holds by itself, they do not add up.

    `endings`: in order. `house`: people in the house who need a dose. `promised`: to how many at all.
    """
    free_at_all = sum(each.number for each in endings) - house - promised
    for demand in demands:
        before = 0
        for place, each in enumerate(endings):
            there = sum(other.number for other in endings[place:] if other.at <= demand.until)
            free = there - max(house - before, 0)
            doses = min(free - demand.most, free - demand.promised, free_at_all)
            if doses > 0:
                yield Offer(doses, each.at)
            before += each.number


def without_dose(endings: Sequence[Ending], house: int, arrivals: Sequence[tuple[datetime, int]]) -> int:
    """How many of the promised, who arrive then (so many), find no dose even if nobody else comes.

    Those who arrive after a dose has ended need one that ends later.
    """
    promised = sum(persons for _, persons in arrivals)
    lacking = [promised + house - sum(each.number for each in endings)]
    for ending in endings:
        late = sum(persons for arrival, persons in arrivals if arrival >= ending.at)
        lacking.append(late - sum(each.number for each in endings if each.at > ending.at))
    return max(0, *lacking)
