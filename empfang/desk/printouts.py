"""What is printed at a desk. Whoever prints does so elsewhere and later: nothing here waits for a printer."""

from collections.abc import Callable
from enum import StrEnum

from empfang.desk.cards import Cards
from empfang.desk.reading import Reading
from empfang.model import Appointment, Encounter, Person
from empfang.paper.values import DayReport, Slip
from empfang.rules.arrival import local
from empfang.rules.papers import PaperState

Say = Callable[[str, str], None]
"""Takes words for the message line, and their role."""
PrintSlip = Callable[[Slip, bool], None]
"""Prints a slip soon, in the background. The second value: the clerk has asked for it, and must be told if it fails
also where that was told before.
"""


class Printing(StrEnum):
    """Why nothing is printed."""

    NO_PRINTER = "no_printer"
    NOBODY = "nobody"


class Printouts:
    """Slips of admitted people."""

    def __init__(self, reading: Reading, cards: Cards) -> None:
        self._reading = reading
        self._cards = cards
        self._print_slip: PrintSlip | None = None
        self._write_list: Callable[[], None] | None = None
        self._print_report: Callable[[DayReport], None] | None = None
        self._unprinted: Callable[[], tuple[str, ...]] = tuple

    def use(
        self,
        print_slip: PrintSlip | None,
        write_list: Callable[[], None] | None,
        unprinted: Callable[[], tuple[str, ...]] = tuple,
        print_report: Callable[[DayReport], None] | None = None,
    ) -> None:
        """From now on these print slips and write an emergency list. Without the first, numbers are written by hand.

        `unprinted` tells the day numbers whose slips did not come out; `print_report` prints a day's report.
        """
        self._print_slip, self._write_list, self._unprinted = print_slip, write_list, unprinted
        self._print_report = print_report

    def unprinted(self) -> tuple[str, ...]:
        """The day numbers whose slips did not come out since the program was started."""
        return self._unprinted()

    @property
    def writes_lists(self) -> bool:
        """Whether emergency lists are written here."""
        return self._write_list is not None

    @property
    def prints_slips(self) -> bool:
        """Whether slips are printed here."""
        return self._print_slip is not None

    def admitted(self, encounter_id: str) -> None:
        """Somebody was admitted: their slip, if slips are printed here."""
        if self.prints_slips:
            self._print(encounter_id, asked=False)

    def again(self, encounter_id: str | None) -> Slip | Printing:
        """The slip of this visit once more; without one, that of the last admission at this desk.

        Gives the slip that is on its way, which may be of somebody else than whoever is on the screen.
        """
        if encounter_id is None:
            last = self._reading.last_admissions(1)
            encounter_id = last[0].encounter_id if last else None
        if encounter_id is None:
            return Printing.NOBODY
        if not self.prints_slips:
            return Printing.NO_PRINTER
        return self._print(encounter_id, asked=True) or Printing.NOBODY

    def write_list(self) -> bool:
        """Write an emergency list in the background; False if nothing writes lists here."""
        if self._write_list is None:
            return False
        self._write_list()
        return True

    def report(self, report: DayReport) -> bool:
        """Print a day's report in the background; False if nothing prints here."""
        if self._print_report is None:
            return False
        self._print_report(report)
        return True

    def slip(self, encounter_id: str) -> Slip | None:
        """What is on the slip of a visit; None if it is not known here any more."""
        visit = self._reading.encounter(encounter_id)
        person = None if visit is None else self._reading.person(visit.person_id)
        if visit is None or person is None:
            return None
        appointment = self._reading.appointment(visit.appointment_id) if visit.appointment_id else None
        return self._slip(visit, person, appointment)

    def _slip(self, visit: Encounter, person: Person, appointment: Appointment | None) -> Slip:
        centre = self._reading.centre()
        papers = self._cards.papers(self._reading.rows, person, appointment)
        return Slip(
            day_number=visit.day_number,
            family=person.family,
            given=person.given,
            birth_date=person.birth_date,
            at=local(visit.arrived_at, centre),
            dose=appointment.dose_kind if appointment else None,
            vaccine=visit.vaccine or (appointment.vaccine if appointment else None) or "",
            code=appointment.code if appointment else "",
            centre=centre.name,
            needs=person.needs,
            lane=visit.lane,
            open_papers=tuple(paper.kind for paper in papers if paper.state is not PaperState.SHOWN),
        )

    def _print(self, encounter_id: str, *, asked: bool) -> Slip | None:
        slip = self.slip(encounter_id)
        if slip is not None and self._print_slip is not None:
            self._print_slip(slip, asked)
        return slip
