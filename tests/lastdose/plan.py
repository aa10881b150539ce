"""What happens in a trial, from its seed: how many doses there are, who says yes, and who changes their mind."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

DESKS = 4
LOST, AGAIN = 0.2, 0.2
"""How often an answer is lost, so that the same is sent again; and how often it is sent again all the same."""


@dataclass(frozen=True, slots=True)
class Yes:
    """Somebody on the telephone says yes. `person`: which of the trial's people; `persons`: alone, or with one more."""

    desk: int
    person: int
    persons: int = 1
    changes_mind: bool = False
    allotted: bool = False
    """The desk gives it from its allotment, if it has one with enough in it."""


@dataclass(frozen=True, slots=True)
class Trial:
    """`allotted`: so many doses the first desk asks for beforehand. `later`: who says yes after others have changed
    their mind."""

    number: int
    doses: int
    allotted: int
    at_once: Sequence[Yes]
    later: Sequence[Yes]

    @property
    def people(self) -> int:
        """How many there are."""
        return 1 + max(each.person for each in (*self.at_once, *self.later))


def trial_of(seed: int, number: int) -> Trial:
    """The trial with this number."""
    draw = Random(f"{seed}/{number}")
    allotted = draw.randint(1, 2) if draw.random() < 0.25 else 0
    said: list[Yes] = []
    for place in range(draw.randint(2, 5)):
        # Now and then two operators have the same person on the line, in two calls.
        person = draw.randrange(place) if place and draw.random() < 0.1 else place
        desk = draw.randrange(DESKS)
        persons = 2 if draw.random() < 0.15 else 1
        changes_mind = draw.random() < 0.4
        said.append(Yes(desk, person, persons, changes_mind, allotted=bool(allotted) and desk == 0))
    later = [Yes(draw.randrange(DESKS), len(said) + place) for place in range(draw.randint(1, 2))]
    return Trial(number, 2 if draw.random() < 0.25 else 1, allotted, tuple(said), tuple(later))
