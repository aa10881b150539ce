"""What lies on the table where the doses are: the vials that were opened, and what can still be drawn from them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from empfang.rules.vials import Dose


@dataclass(slots=True)
class Lying:
    """A vial. `drawn`: doses of it in all; `left`: those that are still there."""

    vial: str
    dose: Dose
    drawn: int
    left: int
    use_by: datetime | None


@dataclass(slots=True)
class Tray:
    """The table; `opened`: how many vials were put onto it."""

    vials: list[Lying] = field(default_factory=list)
    opened: int = 0

    def usable(self, dose: Dose) -> int:
        """Doses that are there."""
        return sum(each.left for each in self.vials if each.dose == dose)

    def drawn(self, dose: Dose) -> int:
        """Doses that were there in the course of the day."""
        return sum(each.drawn for each in self.vials if each.dose == dose)

    def take(self, dose: Dose) -> Lying:
        """One dose less, of the vial that ends first; raises ValueError if there is none."""
        first = min((each for each in self.vials if each.dose == dose and each.left), key=_ends)
        first.left -= 1
        return first

    def left(self) -> Iterator[Lying]:
        """The vials in which something is."""
        return (each for each in self.vials if each.left)

    def ended(self, now: datetime) -> Iterator[Lying]:
        """Those of which nothing may be given any more."""
        return (each for each in self.left() if each.use_by is not None and each.use_by <= now)


def _ends(vial: Lying) -> str:
    return vial.use_by.isoformat() if vial.use_by is not None else "9"
