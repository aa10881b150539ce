"""Promises of leftover doses at one desk: asked of the service, or given away from what the desk was allotted."""

import secrets
from collections.abc import Callable
from dataclasses import replace

from empfang.commands.allotting import Allot, ReturnAllotment
from empfang.commands.base import Payload
from empfang.commands.granting import NewAppointment
from empfang.commands.promised import ToPromise
from empfang.commands.promising import PromiseDose, PromiseFromAllotment, WithdrawPromise
from empfang.desk.dose_board import DoseBoard
from empfang.desk.leftover_views import Answer, Requested, Yes
from empfang.desk.reading import Reading
from empfang.desk.views import Undone
from empfang.ids import new_id
from empfang.model import Allotment, Appointment, DoseKind, Person, Promise, PromiseState, moment_text
from empfang.protocol import Status
from empfang.rules.arrival import local
from empfang.rules.codes import make_code
from empfang.rules.offers import FreeTime
from empfang.rules.second_dose import second_kept
from empfang.rules.vials import Dose
from empfang.store import Writing
from empfang.store.store import Stamp


class Promising:
    """What belongs together is recorded in one transaction."""

    def __init__(
        self, reading: Reading, board: DoseBoard, record: Callable[[Callable[[Writing, Stamp], None]], None]
    ) -> None:
        """`record` runs something within a write transaction, with the stamp of whoever works here now."""
        self.draw: Callable[[int], int] = secrets.randbelow
        self._reading = reading
        self._board = board
        self._record = record

    # Promises

    def promise(self, person: Person, yes: Yes, fence: int = 0, *, alone: bool = False) -> Answer | Requested:
        """Somebody says yes: from the desk's allotment at once, else it is asked of the service.

        Gives the answer, or what was asked for (`answer`). `alone`: without the network. Then from the allotment, too,
        what the service would rather look at: a first dose, or one for which an appointment is given up; and of two
        whatever there is.
        """
        dose = Dose(yes.vaccine, yes.size)
        allotment = self._allotted(dose, yes.persons) or (self._allotted(dose, 1) if alone else None)
        rather_asked = yes.instead_of is not None or yes.dose_kind is DoseKind.FIRST
        if allotment is not None and yes.second is None and (alone or not rather_asked):
            persons = min(yes.persons, self._board.left_of(allotment))
            wanted = self._wanted(person, replace(yes, persons=persons))
            self._one(PromiseFromAllotment(wanted=wanted, allotment_id=allotment.id))
            return Answer(persons, yes.persons, None, wanted.promise_id, yes.arrive_by)
        wanted = self._wanted(person, yes)
        command_id = self._one(PromiseDose(wanted=wanted, fence=fence))
        return Requested(command_id, wanted.promise_id, yes.persons)

    def answer(self, requested: Requested) -> Answer:
        """What became of a promise that was asked for, as the store has it."""
        reading, asked, promise_id = self._reading, requested.persons, requested.promise_id
        verdict, promise = reading.verdict(requested.command_id), reading.rows.get(Promise, promise_id)
        if verdict is not None and verdict.status is not Status.GRANTED:
            return Answer(0, asked, verdict.code, promise_id)
        if verdict is None or promise is None or promise.state is PromiseState.PENDING:
            return Answer(None, asked, None, promise_id)
        return Answer(promise.persons, asked, None, promise_id, local(promise.arrive_by, reading.centre()))

    def withdraw(self, promise_id: str, reason: str) -> Undone:
        """A promise is taken back: its dose is free at once."""
        known = self._reading.rows.get(Promise, promise_id)
        if known is None:
            return Undone(False, "promise_unknown")
        self._one(WithdrawPromise(promise_id=promise_id, person_id=known.person_id, reason=reason))
        return Undone(True)

    def _wanted(self, person: Person, yes: Yes) -> ToPromise:
        reading, code = self._reading, make_code(self._reading.centre_id, self.draw)
        return ToPromise(
            promise_id=new_id(),
            appointment_id=new_id(),
            person_id=person.id,
            centre_id=reading.centre_id,
            day=reading.today(),
            vaccine=yes.vaccine,
            size=yes.size,
            name=self._board.name_of(yes.vaccine),
            dose_kind=yes.dose_kind,
            persons=yes.persons,
            arrive_by=yes.arrive_by,
            code=code,
            instead_of=yes.instead_of,
            second=self._second(person, yes, code, yes.second) if yes.second is not None else None,
        )

    def _second(self, person: Person, yes: Yes, code: str, place: FreeTime) -> NewAppointment:
        """The place of the second dose, with what the one has that it takes the place of."""
        reading = self._reading
        kept = second_kept(reading.rows.find(Appointment, person_id=person.id), yes.instead_of)
        return NewAppointment(
            appointment_id=new_id(),
            person_id=person.id,
            centre_id=reading.centre_id,
            slot_id=place.slot_id,
            contingent_id=place.contingent_id,
            dose_kind=DoseKind.SECOND,
            series_id=(kept.series_id if kept is not None else None) or new_id(),
            party_id=kept.party_id if kept is not None else None,
            code=kept.code if kept is not None and kept.code else code,
            origin=reading.way,
        )

    # Allotments

    def allot(self, dose: Dose, number: int, minutes: int) -> str:
        """Ask for doses that this desk may promise without asking; gives the request's id."""
        return self._one(
            Allot(
                allotment_id=new_id(),
                centre_id=self._reading.centre_id,
                day=self._reading.today(),
                vaccine=dose.vaccine,
                size=dose.size,
                number=number,
                minutes=minutes,
            )
        )

    def give_back(self, allotment: Allotment) -> str | None:
        """What is left of an allotment goes back; gives the request's id, None if nothing is left."""
        left = self._board.left_of(allotment)
        return self._one(ReturnAllotment(allotment_id=allotment.id, number=left)) if left else None

    def allotments(self) -> list[tuple[Allotment, int]]:
        """This desk's that have not ended, and how many doses are left of each."""
        return self._board.allotments()

    def _allotted(self, dose: Dose, persons: int) -> Allotment | None:
        """An allotment of which so many can be given, the one that ends first."""
        fits = [each for each, left in self.allotments() if (each.vaccine, each.size) == dose and left >= persons]
        return min(fits, key=lambda each: (moment_text(each.until), each.id), default=None)

    # Recording

    def _one(self, payload: Payload) -> str:
        return self._all(payload)[0]

    def _all(self, *payloads: Payload) -> list[str]:
        made: list[str] = []

        def write(writing: Writing, stamp: Stamp) -> None:
            made.extend(writing.record(payload, stamp).command.id for payload in payloads)

        self._record(write)
        return made
