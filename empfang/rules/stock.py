"""How many doses of a vaccine and size can still be given: what was drawn, less what was given and discarded.

`U = Σ(drawn − given − discarded)` over open vials whose use-by is later than the next possible jab. What somebody
counts holds from its moment on, and by how much it differs from what was computed is told
(../shared/design/7-leftover.md). A dose of which nobody said the vial is taken from the one that ends first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from empfang.rules.vials import Dose

UNKNOWN = ""
"""The vial of doses that belong to none that is known; nothing says when they end."""


@dataclass(frozen=True, slots=True)
class Move:
    """Doses that came to be or went: drawn (more than 0), given or discarded (less). `vial_id` where it is known."""

    at: datetime
    dose: Dose
    change: int
    vial_id: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class Counted:
    """So many usable doses lay there."""

    at: datetime
    dose: Dose
    number: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Doses that end together; None: nobody knows when."""

    use_by: datetime | None
    number: int


@dataclass(frozen=True, slots=True)
class Level:
    """What can be given: the batches in the order in which they end.

    `deviation`: by how many the last count was above (below: negative) what had been computed. `lacking`: so many more
    were given or discarded than had been drawn or counted.
    """

    dose: Dose
    batches: tuple[Batch, ...] = ()
    counted_at: datetime | None = None
    deviation: int = 0
    lacking: int = 0

    @property
    def number(self) -> int:
        """U."""
        return sum(each.number for each in self.batches)


def level(
    dose: Dose,
    use_by: Mapping[str, datetime],
    moves: Iterable[Move],
    counts: Iterable[Counted],
    next_jab: datetime,
) -> Level:
    """What there is of this dose at `next_jab`, when the next one can be given. `use_by`: of each vial, by its id."""
    # At the same moment: first what was drawn, then what went, then the count, which saw both.
    steps: list[tuple[datetime, int, int, Move | Counted]] = []
    for number, move in enumerate(moves):
        if move.dose == dose:
            steps.append((move.at, 0 if move.change > 0 else 1, number, move))
    for number, counted in enumerate(counts):
        if counted.dose == dose:
            steps.append((counted.at, 2, number, counted))
    shelf = _Shelf(use_by)
    counted_at, deviation = None, 0
    for *_, step in sorted(steps, key=lambda each: each[:3]):
        if isinstance(step, Counted):
            counted_at, deviation = step.at, shelf.count(step.number, step.at)
        else:
            shelf.move(step)
    batches, lacking = shelf.usable(next_jab)
    return Level(dose, batches, counted_at, deviation, lacking)


class _Shelf:
    """The balance of each vial, as one step follows the other."""

    def __init__(self, use_by: Mapping[str, datetime]) -> None:
        self._use_by = use_by
        self._left: dict[str, int] = {}

    def move(self, step: Move) -> None:
        if step.vial_id != UNKNOWN or step.change > 0:
            self._add(step.vial_id, step.change)
            return
        rest = -step.change
        for vial in self._there(step.at):
            taken = min(rest, max(self._left[vial], 0))
            self._add(vial, -taken)
            rest -= taken
        self._add(UNKNOWN, -rest)

    def count(self, number: int, at: datetime) -> int:
        """Make it so many; returns by how many it was less before.

        What remains counts as that which ends first, and what is found beyond what was known as well: nobody is told
        that a dose keeps longer than it does.
        """
        there = self._there(at)
        before = sum(self._left[vial] for vial in there)
        rest = number
        for vial in there:
            kept = min(rest, max(self._left[vial], 0))
            self._left[vial] = kept
            rest -= kept
        self._add(there[0] if there else UNKNOWN, rest)
        return number - before

    def usable(self, at: datetime) -> tuple[tuple[Batch, ...], int]:
        """What can be given then; and how many are lacking altogether."""
        there = self._there(at)
        lacking = -sum(min(self._left[vial], 0) for vial in there)
        batches: dict[datetime | None, int] = {}
        for vial in there:
            number = max(self._left[vial], 0)
            covered = min(lacking, number)
            lacking -= covered
            if number > covered:
                ends = self._use_by.get(vial)
                batches[ends] = batches.get(ends, 0) + number - covered
        return tuple(Batch(ends, number) for ends, number in batches.items()), lacking

    def _there(self, at: datetime) -> list[str]:
        """The vials that can be used then, those that end first before the others; the unknown ones last."""
        ends = self._use_by
        known = sorted((vial for vial in self._left if vial in ends and ends[vial] > at), key=lambda vial: ends[vial])
        return [*known, *(vial for vial in self._left if vial not in ends)]

    def _add(self, vial: str, change: int) -> None:
        if change or vial in self._left:
            self._left[vial] = self._left.get(vial, 0) + change
