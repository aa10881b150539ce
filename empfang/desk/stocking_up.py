"""What a desk holds for itself so that it can go on without the network: people whom it alone may call, and doses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from empfang.desk.call_book import CallBook
from empfang.desk.calling import Calling
from empfang.desk.dose_board import DoseBoard
from empfang.desk.reading import Reading
from empfang.model import Person
from empfang.rules.arrival import local
from empfang.rules.call_order import held_by_other
from empfang.rules.vials import Dose

PEOPLE, DOSES = 10, 3
"""So many people, and doses of each kind, are held at most."""
MINUTES = 30
"""Design 7: offline blocks are leased for a stated time."""


@dataclass(frozen=True, slots=True)
class Stocked:
    """What this desk holds. `until`: when the first of it ends, on the centre's clock."""

    people: int
    doses: int
    until: datetime


@dataclass(frozen=True, slots=True)
class StockAsked:
    """What was asked for. `reserving`, `allotting`: the ids of the requests, for people (empty: none) and for doses."""

    people: int
    doses: int
    reserving: str
    allotting: tuple[str, ...]


class StockingUp:
    """Asks for it, tells what there is, gives it back."""

    def __init__(self, reading: Reading, board: DoseBoard, book: CallBook, calling: Calling) -> None:
        self._reading = reading
        self._board = board
        self._book = book
        self._calling = calling

    def held(self) -> Stocked | None:
        """What this desk holds now; None for nothing."""
        leases = self._book.kept_here()
        allotments = [(each, left) for each, left in self._calling.allotments() if left]
        ends = [*(each.until for each in leases), *(each.until for each, _ in allotments)]
        if not ends:
            return None
        until = local(min(ends), self._reading.centre())
        return Stocked(len(leases), sum(left for _, left in allotments), until)

    def ask(self, operator_id: str, minutes: int = MINUTES) -> StockAsked:
        """Ask for the next people of the list whom nobody else has, and for doses up to what a desk holds at most."""
        people, doses = self._people(operator_id), self._doses()
        reserving = self._calling.ask_for(people, minutes) if people else ""
        allotting = tuple(self._calling.allot(dose, number, minutes) for dose, number in doses.items())
        return StockAsked(len(people), sum(doses.values()), reserving, allotting)

    def give_back(self) -> None:
        """Others may have it at once."""
        for lease in self._book.kept_here():
            self._calling.release(lease.person_id, lease.fence)
        for allotment, _ in self._calling.allotments():
            self._calling.give_back(allotment)

    def _people(self, operator_id: str) -> Sequence[Person]:
        ids: list[str] = []
        for line in self._calling.page().lines:
            if len(ids) == PEOPLE:
                break
            on_site, held = line.candidate.callee.on_site, line.candidate.held
            if on_site is None and not held_by_other(held, operator_id, self._reading.clock.now()):
                ids.append(line.person_id)
        known = {each.id: each for each in self._reading.rows.among(Person, "id", ids)}
        return [known[each] for each in ids if each in known]

    def _doses(self) -> dict[Dose, int]:
        """How many of each are still to be asked for."""
        held = dict.fromkeys(self._board.forecast().of, 0)
        for allotment, left in self._calling.allotments():
            dose = Dose(allotment.vaccine, allotment.size)
            held[dose] = held.get(dose, 0) + left
        found = {
            dose: min(DOSES - held[dose], each.by_phone)
            for dose, each in self._board.forecast().of.items()
            if not each.short
        }
        return {dose: number for dose, number in found.items() if number > 0}
