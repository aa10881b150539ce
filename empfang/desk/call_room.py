"""What those who call need beside the calls: names, the page of whoever is called, promises that nobody was told of."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from empfang.desk.call_book import CallBook, state_of_attempts
from empfang.desk.dose_board import DoseBoard
from empfang.desk.leftover_views import CalledPage
from empfang.desk.promise_views import Promised, PromiseStanding
from empfang.desk.reading import Reading, local_or_none
from empfang.model import (
    Appointment,
    AppointmentStatus,
    DoseKind,
    Encounter,
    Immunization,
    Operator,
    Person,
    Proof,
    moment_text,
)
from empfang.rules.arrival import bounds_of_day, local
from empfang.rules.ask_by_text import town_of
from empfang.rules.call_hours import Override
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.call_people import kind_booked, numbers_of
from empfang.rules.call_state import usable_numbers
from empfang.rules.known import as_waiting, known_of, next_dose
from empfang.rules.papers import latest_proofs
from empfang.rules.rulebook import Rulebook
from empfang.rules.second_dose import second_kept
from empfang.rules.vial_tables import bundled_vials
from empfang.rules.vials import FULL, Dose
from empfang.store import Writing
from empfang.store.store import Stamp

VIEWED, LET_CALL = "view_leftover_call", "calls_allowed"
_KINDS = {1: DoseKind.FIRST, 2: DoseKind.SECOND}
_ASSUMED_MINUTES = 30
_STEP = timedelta(minutes=5)


class CallRoom:
    """Beside `Calling`, at one desk."""

    def __init__(
        self,
        reading: Reading,
        board: DoseBoard,
        book: CallBook,
        rulebook: Callable[[], Rulebook],
        record: Callable[[Callable[[Writing, Stamp], None]], None],
        whoever: Callable[[], str],
    ) -> None:
        """`record` runs something within a write transaction, with the stamp of whoever works here now (`whoever`)."""
        self._reading = reading
        self._board = board
        self._book = book
        self._rulebook = rulebook
        self._record = record
        self._whoever = whoever

    def people(self, ids: Sequence[str]) -> Mapping[str, Person]:
        """The people of some lines of the list, by id."""
        return {each.id: each for each in self._reading.rows.among(Person, "id", ids)}

    def read_so_far(self) -> tuple[int, int]:
        """How many of those who may be called were read, of how many."""
        left, read = self._book.left_to_read, len(self._book.callees)
        return read, read + left

    def open(self, person_id: str) -> CalledPage | None:
        """Whoever is called now; the view is logged. None if they are not known here any more."""
        reading = self._reading
        person = reading.person(person_id)
        if person is None:
            return None
        self._record(lambda writing, stamp: writing.viewed(person_id, VIEWED, stamp))
        given = reading.rows.find(Immunization, person_id=person_id)
        proofs = reading.rows.find(Proof, person_id=person_id)
        held = reading.rows.find(Appointment, person_id=person_id)
        shown = latest_proofs(proofs, reading.today())
        booked_as = kind_booked(held, reading.centre(), reading.clock.now())
        known = as_waiting(known_of(person, shown, self._rulebook(), given), booked_as, shown)
        kind = _KINDS.get(next_dose(known, booked_as), DoseKind.BOOSTER)
        later = self._later(held, kind)
        second = second_kept(held, later.id if later is not None else None) if kind is DoseKind.FIRST else None
        state = state_of_attempts(self._book.attempts(person_id))
        return CalledPage(
            person=person,
            numbers=usable_numbers(state, numbers_of(person)),
            dose_kind=kind,
            last_dose_on=max((each.given_on for each in known.doses or () if each.given_on is not None), default=None),
            later=later,
            later_at=local_or_none(later.start, reading.centre()) if later is not None else None,
            second_at=local_or_none(second.start, reading.centre()) if second is not None else None,
        )

    def arrive_by(self, minutes: int | None, latest: datetime) -> datetime:
        """By when somebody should be here: their way and ten minutes from now, or the latest moment."""
        reading = self._reading
        now = local(reading.clock.now(), reading.centre())
        wanted = now + timedelta(minutes=(_ASSUMED_MINUTES if minutes is None else minutes) + 10)
        over = timedelta(minutes=wanted.minute % 5, seconds=wanted.second, microseconds=wanted.microsecond)
        return min(latest, wanted + _STEP - over if over else wanted)

    def untold(self) -> list[Promised]:
        """Promises of this desk that stand although nobody was told of them: to be offered or withdrawn."""
        desk_id = self._reading.store.meta("desk_id")
        return [
            each
            for each in self._board.promised()
            if each.promise.desk_id == desk_id
            and each.standing in {PromiseStanding.OPEN, PromiseStanding.LATE}
            and not self._was_told(each.promise.person_id)
        ]

    def doses(self) -> list[Dose]:
        """What a vial that is opened today can be drawn into, by the table; full doses first."""
        reading = self._reading
        now = local(reading.clock.now(), reading.centre())
        found = [bundled_vials().container(each, now) for each in bundled_vials().vaccines]
        doses = [Dose(each.vaccine, size) for each in found if each is not None for size in each.doses]
        return sorted(doses, key=lambda each: (each.vaccine, each.size != FULL, each.size))

    def vaccine_name(self, vaccine: str) -> str:
        """What a vaccine is called that has this code."""
        return self._board.name_of(vaccine)

    def visit(self, encounter_id: str) -> Encounter | None:
        """The visit of somebody in the house."""
        return self._reading.encounter(encounter_id)

    def town(self) -> str:
        """Where the centre is, out of its address; empty if that does not tell."""
        return town_of(self._reading.centre())

    def operator_name(self, operator_id: str) -> str:
        """Who somebody is who calls; empty if that is not known here."""
        return self._reading.name_of(Operator, operator_id)

    def let_call(self, reason: str) -> None:
        """People may be called for the rest of the day although the hours forbid it; it is logged with the reason."""
        reading = self._reading
        now = reading.clock.now()
        _, tomorrow = bounds_of_day(reading.centre(), reading.today())
        who = self._whoever()
        self._record(lambda writing, stamp: writing.viewed(who, f"{LET_CALL}:{reason}", stamp))
        self._board.let_call(Override(who, reason, now, tomorrow))

    def _was_told(self, person_id: str) -> bool:
        state = state_of_attempts(self._book.attempts(person_id))
        return state.today.on == self._reading.today() and state.today.ended_by is CallOutcome.PROMISED

    def _later(self, held: Sequence[Appointment], kind: DoseKind) -> Appointment | None:
        """The appointment here after today that is given up for a dose today; for a first one never the second."""
        reading = self._reading
        _, tomorrow = bounds_of_day(reading.centre(), reading.today())
        found = [
            each
            for each in held
            if each.centre_id == reading.centre_id
            and each.status is AppointmentStatus.BOOKED
            and each.start is not None
            and each.start >= tomorrow
            and not (kind is DoseKind.FIRST and each.dose_kind is DoseKind.SECOND)
        ]
        return min(found, key=_start, default=None)


def _start(appointment: Appointment) -> str:
    return moment_text(appointment.start) if appointment.start is not None else ""
