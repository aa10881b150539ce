"""Containers of vaccine: how many doses of which size one holds, and how long it may be used after it was opened.

The rules are those of ../shared/design/7-leftover.md (vaccine table). A vial that stays in the fridge may be used for
`fridge_hours` after its dilution or first puncture, and for no more than `room_hours` once it stands outside: what ends
first counts. Time outside is not given back by putting it into the fridge again, so `out_at` is when it first came out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from empfang.model import DoseKind

FULL = "full"


class Dose(NamedTuple):
    """What is counted: a vaccine, by its code in the rule books, and a size."""

    vaccine: str
    size: str = FULL


@dataclass(frozen=True, slots=True)
class Container:
    """What holds for the vials of one vaccine that are opened from `begin` until before `end`, on the clock's face.

    `doses`: by size, how many the vial holds if all are of that size; the conversion between sizes follows from it.
    """

    vaccine: str
    begin: datetime
    end: datetime
    doses: Mapping[str, int]
    fridge_hours: float
    room_hours: float
    size_of: Mapping[DoseKind, str]
    """The size that a kind of dose has, where it is not the full one."""
    source: str = ""

    def use_by(self, opened_at: datetime, out_at: datetime | None) -> datetime:
        """Until when a vial may be used. `out_at`: when it came out of the fridge; None: it still is in there."""
        # In UTC: hours of a fridge know no summer time.
        opened = opened_at.astimezone(UTC)
        cool = opened + timedelta(hours=self.fridge_hours)
        if out_at is None:
            return cool
        return min(cool, max(out_at.astimezone(UTC), opened) + timedelta(hours=self.room_hours))

    def size(self, kind: DoseKind | None) -> str:
        """The size of a dose; the full one if the kind is not known."""
        return FULL if kind is None else self.size_of.get(kind, FULL)

    def converted(self, number: int, size: str, into: str) -> int:
        """How many doses of the other size can be drawn from so many of this one: whole ones, the rest is lost.

        Raises:
            KeyError: the container has no such size.
        """
        return number * self.doses[into] // self.doses[size]


class VialTable:
    """The containers of every vaccine, dated."""

    def __init__(self, containers: tuple[Container, ...]) -> None:
        self._of: dict[str, list[Container]] = {}
        for each in containers:
            self._of.setdefault(each.vaccine, []).append(each)

    @property
    def vaccines(self) -> tuple[str, ...]:
        """Their codes."""
        return tuple(self._of)

    def container(self, vaccine: str, opened_at: datetime) -> Container | None:
        """What holds for a vial that is opened at this moment on the centre's clock; None: not in the table then.

        Such a vial is none to refuse, it was opened: whoever opens it is asked for its doses and its use-by.
        """
        wall = opened_at.replace(tzinfo=None)
        return next((each for each in self._of.get(vaccine, ()) if each.begin <= wall < each.end), None)
