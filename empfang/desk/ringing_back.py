"""Somebody rings who was called today for a leftover dose: what came of that call, and how it stands now."""

from datetime import datetime

from empfang.desk.call_book import CallBook
from empfang.desk.calling import Calling
from empfang.desk.dose_board import DoseBoard
from empfang.desk.leftover_views import CalledToday, DoseOffer, FreeDose
from empfang.desk.promise_views import PromiseStanding
from empfang.desk.reading import Reading, local_or_none
from empfang.model import CallAttempt, DeskRole
from empfang.rules.arrival import local
from empfang.rules.call_candidates import Candidate, candidates
from empfang.rules.call_reasons import Barred
from empfang.rules.ringing_back import on_the_line
from empfang.rules.vials import Dose

_STANDS = frozenset({PromiseStanding.OPEN, PromiseStanding.LATE})


class RingingBack:
    """At one desk. It says only what its store can know."""

    def __init__(self, reading: Reading, board: DoseBoard, book: CallBook, calling: Calling) -> None:
        self._reading = reading
        self._board = board
        self._book = book
        self._calling = calling

    def of(self, person_id: str) -> CalledToday | None:
        """How it stands with somebody; None if nobody has called them today."""
        attempts = [each for each in self._book.attempts(person_id) if each.day == self._reading.today()]
        corrected = {each.corrects for each in attempts}
        last = next((each for each in reversed(attempts) if each.id not in corrected), None)
        return None if last is None else self._called(person_id, last)

    def _called(self, person_id: str, last: CallAttempt) -> CalledToday:
        reading = self._reading
        centre = reading.centre(last.centre_id)
        here = last.centre_id == reading.centre_id
        promised = next(
            (
                each
                for each in self._board.overview().promises
                if each.promise.person_id == person_id and each.standing in _STANDS
            ),
            None,
        )
        found = self._decided(person_id) if here and promised is None else None
        candidate = found if isinstance(found, Candidate) else None
        return CalledToday(
            at=local(last.occurred_at, centre),
            outcome=last.outcome,
            callback_at=local_or_none(last.callback_at, centre),
            centre_name="" if here else centre.name,
            promised_until=promised.at if promised is not None else None,
            offer=self._offer(candidate) if candidate is not None else None,
            barred=found if isinstance(found, Barred) else None,
        )

    def _decided(self, person_id: str) -> Candidate | Barred | None:
        """What they can be offered now; None if this desk does not know them any more."""
        vaccines = tuple(sorted({dose.vaccine for dose in self._board.forecast().of}))
        callee = self._book.callee(person_id, vaccines)
        if callee is None:
            return None
        stock, now = self._calling.stock(), self._here()
        found = candidates([on_the_line(callee)], stock, now, not_asked=True)
        return found.possible[0] if found.possible else found.barred[person_id]

    def _offer(self, candidate: Candidate) -> DoseOffer:
        """A telephone far from the centre does not know who is in the house, and so not what is free."""
        if self._reading.store.meta("role") == DeskRole.HOTLINE:
            return DoseOffer(candidate, None, None)
        rows = {row.found.dose: row for row in self._board.rows()}
        stock = self._calling.stock()
        free = tuple(
            FreeDose(rows[dose].name, dose.size, rows[dose].found.by_phone + rows[dose].own)
            for dose in (Dose(*each) for each in candidate.doses if each in stock.free)
        )
        return DoseOffer(candidate, free, candidate.call_until)

    def _here(self) -> datetime:
        return local(self._reading.clock.now(), self._reading.centre())
