"""What the card says of a dose that was promised today, and whether somebody could wait for one here."""

from collections.abc import Sequence
from dataclasses import replace

from empfang.commands.tx import Tx
from empfang.desk.dose_board import DoseBoard, standing_of
from empfang.desk.promise_views import PromisedHere, PromiseStanding
from empfang.desk.reading import Reading
from empfang.model import Appointment, Encounter, Presence, Promise, PromiseState, Vial
from empfang.rows import Rows
from empfang.rules.arrival import local
from empfang.rules.on_site import Here, here_on
from empfang.rules.vials import Dose

_HELD = frozenset({PromiseState.OPEN, PromiseState.KEPT})
_LOST = frozenset({PromiseStanding.LATE, PromiseStanding.WITHDRAWN})


class PromisedCard:
    """Reads it, at one desk."""

    def __init__(self, reading: Reading, board: DoseBoard) -> None:
        self._reading = reading
        self._board = board

    def of(self, source: Tx | Rows, person_id: str) -> PromisedHere | None:
        """Of somebody who was promised one here today; of several promises the one that stands, else the last."""
        reading = self._reading
        today, now, centre = reading.today(), reading.clock.now(), reading.centre()
        theirs = [
            each
            for each in source.find(Promise, person_id=person_id)
            if each.day == today and each.centre_id == reading.centre_id and each.state is not PromiseState.PENDING
        ]
        if not theirs:
            return None
        promise = max(theirs, key=lambda each: (each.state in _HELD, each.promised_at, each.id))
        standing = standing_of(promise, now)
        return PromisedHere(
            promise=promise,
            at=local(promise.arrive_by, centre),
            standing=standing,
            vaccine=self._board.name_of(promise.vaccine),
            state_at=local(promise.state_at, centre),
            is_left=standing in _LOST and self._is_left(promise),
        )

    def here(
        self,
        source: Tx | Rows,
        person_id: str,
        appointments: Sequence[Appointment],
        encounters: Sequence[Encounter],
    ) -> Here | None:
        """How somebody with these is here who could be asked, since when on the centre's clock."""
        reading, presences = self._reading, source.find(Presence, person_id=person_id)
        found = here_on(reading.today(), reading.centre_id, presences, appointments, encounters)
        return None if found is None else replace(found, since=local(found.since, reading.centre()))

    def may_wait(self) -> bool:
        """Whether there is anything to wait for: where nobody says what is opened, nothing is ever left over."""
        reading = self._reading
        return reading.rows.has(Vial, centre_id=reading.centre_id, day=reading.today(), void=False)

    def _is_left(self, promise: Promise) -> bool:
        found = self._board.forecast().of.get(Dose(promise.vaccine, promise.size))
        return found is not None and found.safe > 0 and not found.short
