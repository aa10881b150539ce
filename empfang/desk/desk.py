"""The desk's actions. Each reads, decides and records in one transaction; the engine is woken afterwards."""

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from empfang.clock import Clock
from empfang.commands.base import Applied
from empfang.commands.booking import Book, CancelAppointment, NewAppointment, Rebook
from empfang.commands.person import ChangePerson, FieldPatch, RegisterPerson
from empfang.commands.visit import CheckIn, LeftBeforeDose, UndoCheckIn
from empfang.desk import dealing
from empfang.desk.finding import Finding
from empfang.desk.reading import Reading
from empfang.desk.transfer import Transfer
from empfang.desk.transfer_views import Detail, Offer, Overview
from empfang.desk.views import Admission, Card, Declined, MoveOffer, PersonPage, RequestState, Row, Shift, Undone
from empfang.ids import new_id
from empfang.model import DoseKind, Operator, Person, Source
from empfang.protocol import Effect, Status, Verdict
from empfang.rules.arrival import Answer, local
from empfang.rules.codes import make_code
from empfang.rules.eligibility import Eligibility, unchecked
from empfang.store import Store, Writing
from empfang.store.store import Recorded, Stamp
from empfang.store.tx import Topics
from empfang.sync.correction import CorrectedClock, Correction

UNNAMED = "unnamed"
"""The operator while nobody has picked a name."""


class Desk:
    """One desk, used from one thread."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        wake: Callable[[], None] = lambda: None,
        go_on: Callable[[], None] = lambda: None,
        correction: Correction | None = None,
        eligibility: Eligibility = unchecked,
        scanner_prefix: str = "",
    ) -> None:
        """`wake` tells the engine that there is something to send, `go_on` that what it stopped is allowed."""
        self._store = store
        self.clock = CorrectedClock(clock, correction or Correction.of_store(store))
        self._wake = wake
        self._go_on = go_on
        self.desk_id = store.meta("desk_id") or ""
        self.operator_id = UNNAMED
        self._reading = Reading(store, self.clock, self.desk_id, store.meta("centre_id") or "", eligibility)
        self._finding = Finding(self._reading, scanner_prefix)
        self._transfer = Transfer(self._reading, self.desk_id)

    # Shift

    def operators(self) -> list[Operator]:
        """Who can sign in here, by name."""
        return self._reading.operators()

    def sign_in(self, operator_id: str) -> None:
        """From now on everything is done in this operator's name."""
        self.operator_id = operator_id

    def shift(self) -> Shift:
        """For the status line."""
        return self._reading.shift(self.operator_id)

    def took_in(self, topics: Topics) -> None:
        """Records changed (here or by the engine): what is kept in memory follows."""
        self._finding.took_in(topics)

    # Finding

    def search(self, text: str) -> list[Row]:
        """Who may be meant by what was typed: today's people first, those due about now on top."""
        return self._finding.search(text)

    def learn_names(self) -> bool:
        """Before `similar`: read names of which one may sound alike, some at a time; True if there are more to read."""
        return self._finding.learn_names()

    def similar(self, text: str) -> list[Row]:
        """Who sounds alike or differs by a slip; asked for a moment after `search`."""
        return self._finding.similar(text)

    def is_code(self, text: str) -> bool:
        """Whether the text is the complete code of an appointment that this desk knows."""
        return bool(self._finding.by_code(text))

    def card(self, person_id: str, appointment_id: str | None = None) -> Card:
        """Open a person; the view is logged."""
        card = self._reading.card(person_id, appointment_id)
        self._log_view(card, "view_card")
        return card

    def card_again(self, person_id: str, appointment_id: str | None = None) -> Card:
        """The card that is open, after records changed. Its view was logged when it was opened."""
        return self._reading.card(person_id, appointment_id)

    def namesakes(self, row: Row) -> list[Row]:
        """Everybody with the row's name and birth year, one row each, the row's own person first."""
        return self._finding.namesakes(row)

    def identities(self, person_ids: list[str]) -> list[Person]:
        """People between whom the clerk must choose by birth date and street; the views are logged."""
        people = [person for person in map(self._reading.person, person_ids) if person is not None]
        with self._store.writing() as writing:
            for person in people:
                writing.viewed(person.id, "view_identity", self._stamp(Source.KEYBOARD))
        return people

    def page(self, person_id: str) -> PersonPage | None:
        """The person's page; the view is logged. None if the person is not known here any more."""
        person = self._reading.person(person_id)
        if person is None:
            return None
        with self._store.writing() as writing:
            writing.viewed(person_id, "view_person", self._stamp(Source.KEYBOARD))
        return self._reading.page(person)

    def page_again(self, person_id: str) -> PersonPage | None:
        """The page that is open, after records changed. Its view was logged when it was opened."""
        person = self._reading.person(person_id)
        return None if person is None else self._reading.page(person)

    # Admitting

    def scan(self, text: str) -> Admission | Declined:
        """A code was scanned, or typed completely: admit at once if nothing stands against it."""
        found = self._finding.by_code(text)
        if not found:
            return Declined(Card(arrival=None))
        if len({appointment.person_id for appointment in found}) > 1:
            return Declined(self._reading.card_of_several(found))
        asked = found[0].id if len(found) == 1 else None
        return self.admit(found[0].person_id, asked, Source.SCAN, if_nothing_missing=True)

    def admit(
        self,
        person_id: str,
        appointment_id: str | None,
        source: Source = Source.KEYBOARD,
        *,
        readmission_reason: str = "",
        if_nothing_missing: bool = False,
    ) -> Admission | Declined:
        """Check the person in, or say why not.

        `readmission_reason` lets somebody in again who is already in or had left.
        """
        with self._store.writing() as writing:
            card = self._reading.card(person_id, appointment_id, writing.tx)
            arrival = card.arrival
            again = (
                bool(readmission_reason) and arrival is not None and arrival.answer in {Answer.ALREADY_IN, Answer.LEFT}
            )
            may = arrival is not None and (arrival.answer is Answer.ADMIT or again) and arrival.appointment is not None
            if may and if_nothing_missing and card.verdict is not None and not card.verdict.admits:
                may = False
            if not may or arrival is None or arrival.appointment is None or card.person is None:
                if card.person is not None:
                    writing.viewed(person_id, "view_card", self._stamp(source))
                return Declined(card)
            stamp = self._stamp(source)
            payload = CheckIn(
                encounter_id=new_id(),
                person_id=person_id,
                appointment_id=arrival.appointment.id,
                centre_id=self._reading.centre_id,
                day=self._reading.today(),
                day_number=self._next_day_number(writing),
                late=arrival.late,
                readmission_reason=readmission_reason if again else "",
            )
            writing.record(payload, stamp)
        self._recorded(writing)
        return Admission(
            encounter_id=payload.encounter_id,
            person_id=person_id,
            family=card.person.family,
            given=card.person.given,
            day_number=payload.day_number,
            at=local(stamp.occurred_at, self._reading.centre()),
            late=payload.late,
            missing_papers=card.verdict.missing_papers if card.verdict else (),
            readmission=again,
        )

    def last_admissions(self, limit: int = 9) -> list[Admission]:
        """Whom this desk admitted today, newest first; also after a restart."""
        return self._reading.last_admissions(limit)

    def undo(self, encounter_id: str) -> Undone:
        """Take a check-in back. Only from the desk that made it, the same day, before the dose."""
        encounter = self._reading.encounter(encounter_id)
        if encounter is None:
            return Undone(False, "visit_unknown")
        payload = UndoCheckIn(encounter_id=encounter_id, person_id=encounter.person_id, day=self._reading.today())
        return _undone(self._record(payload).applied)

    def left(self, encounter_id: str, reason: str = "") -> Undone:
        """The person went away without a dose."""
        encounter = self._reading.encounter(encounter_id)
        if encounter is None:
            return Undone(False, "visit_unknown")
        payload = LeftBeforeDose(encounter_id=encounter_id, person_id=encounter.person_id, reason=reason)
        return _undone(self._record(payload).applied)

    # People and appointments

    def change_person(self, person_id: str, changes: dict[str, Any]) -> Undone:
        """Correct fields of a person; values as the record has them. Unchanged ones are left out."""
        person = self._reading.person(person_id)
        if person is None:
            return Undone(False, "person_unknown")
        present = person.model_dump(mode="json")
        wanted = person.with_(**changes).model_dump(mode="json")
        patches = {
            name: FieldPatch(old=present[name], new=wanted[name]) for name in changes if present[name] != wanted[name]
        }
        if not patches:
            return Undone(False, "nothing_changed")
        payload = ChangePerson(person_id=person_id, centre_id=self._reading.centre_id, changes=patches)
        return _undone(self._record(payload).applied)

    def register_person(self, fields: dict[str, Any]) -> str:
        """A new person; gives the id."""
        payload = RegisterPerson(person_id=new_id(), centre_id=self._reading.centre_id, person=fields)
        self._record(payload)
        return payload.person_id

    def cancel(self, appointment_id: str, reason: str = "") -> Undone:
        """The person does not want the appointment any more; its place is free at once."""
        appointment = self._reading.appointment(appointment_id)
        if appointment is None:
            return Undone(False, "appointment_unknown")
        payload = CancelAppointment(appointment_id=appointment_id, person_id=appointment.person_id, reason=reason)
        return _undone(self._record(payload).applied)

    def book(self, person_id: str, slot_id: str, contingent_id: str, dose_kind: DoseKind) -> str:
        """Ask the service for a place; gives the request's id. Nothing is promised until it is granted."""
        wanted = self._new_appointment(person_id, slot_id, contingent_id, dose_kind)
        return self._record(Book(appointments=(wanted,))).command.id

    def move(self, appointment_id: str, offer: MoveOffer) -> str | None:
        """Ask the service to give this place instead of the one on another day; gives the request's id."""
        old = self._reading.appointment(appointment_id)
        if old is None:
            return None
        kind = old.dose_kind or DoseKind.FIRST
        wanted = self._new_appointment(old.person_id, offer.slot_id, offer.contingent_id, kind)
        wanted = wanted.model_copy(update={"series_id": old.series_id, "party_id": old.party_id})
        return self._record(Rebook(old_appointment_id=old.id, new=wanted)).command.id

    def request_state(self, command_id: str) -> RequestState:
        """What became of a request."""
        verdict = self._reading.verdict(command_id)
        if verdict is None:
            return RequestState(None)
        return _request_state(verdict)

    def _new_appointment(self, person_id: str, slot_id: str, contingent_id: str, dose_kind: DoseKind) -> NewAppointment:
        return NewAppointment(
            appointment_id=new_id(),
            person_id=person_id,
            centre_id=self._reading.centre_id,
            slot_id=slot_id,
            contingent_id=contingent_id,
            dose_kind=dose_kind,
            code=make_code(self._reading.centre_id, secrets.randbelow),
            origin="desk",
        )

    # What is not settled, to see and to deal with

    def transfers(self) -> Overview:
        """Everything unsent, refused, unreadable or contradicting."""
        return self._transfer.overview()

    def transfer_item(self, key: str) -> Detail | None:
        """Open an item; the view of its person is logged. None if it is settled meanwhile."""
        detail = self._transfer.item(key)
        if detail is not None and detail.item.person_id is not None:
            with self._store.writing() as writing:
                writing.viewed(detail.item.person_id, "view_transfer", self._stamp(Source.KEYBOARD))
        return detail

    def transfer_item_again(self, key: str) -> Detail | None:
        """The item that is open, after records changed. Its view was logged when it was opened."""
        return self._transfer.item(key)

    def decide(self, conflict_id: str, word: str) -> Undone:
        """Decide a conflict by one of its choices (`rules.conflicts`), or `OPEN` to take a decision back."""
        with self._store.writing() as writing:
            stamp = self._stamp(Source.KEYBOARD)
            done = dealing.decide(self._transfer, self._reading, writing, stamp, conflict_id, word)
        self._recorded(writing)
        return Undone(done, None if done else "conflict_unknown")

    def ask_again(self, number: int, offer: Offer) -> str | None:
        """Ask for an alternative instead of what was refused; gives the new request's id."""
        with self._store.writing() as writing:
            stamp = self._stamp(Source.KEYBOARD)
            command_id = dealing.ask_again(self._transfer, writing, stamp, number, offer)
        self._recorded(writing)
        return command_id

    def deal_with(self, number: int, *, done: bool = True) -> None:
        """A refused or unreadable command is done with, or is not after all."""
        with self._store.writing() as writing:
            dealing.deal_with(self._transfer, writing, number, self.clock.now() if done else None)
        self.took_in(writing.tx.topics)

    def see(self, conflict_ids: Sequence[str], *, seen: bool = True) -> int:
        """These conflicts for information are seen here, or are not after all; gives how many that were."""
        with self._store.writing() as writing:
            changed = dealing.see(writing, conflict_ids, seen=seen)
        self.took_in(writing.tx.topics)
        return changed

    def allow_loss(self) -> None:
        """Somebody has looked: what would take today's appointments away may come."""
        self._store.allow_loss(self._reading.today())
        self._go_on()

    def try_now(self) -> None:
        """Send and fetch at once, without waiting for the next try."""
        self._wake()

    # Recording

    def _record(self, payload: Any, source: Source = Source.KEYBOARD) -> Recorded:
        with self._store.writing() as writing:
            recorded = writing.record(payload, self._stamp(source))
        self._recorded(writing)
        return recorded

    def _recorded(self, writing: Writing) -> None:
        self.took_in(writing.tx.topics)
        self._wake()

    def _stamp(self, source: Source) -> Stamp:
        now = self.clock.now()
        return Stamp(
            desk_id=self.desk_id,
            operator_id=self.operator_id,
            occurred_at=now,
            recorded_at=now,
            source=source,
            clock_uncertainty_s=self.clock.correction.read()[1],
        )

    def _log_view(self, card: Card, what: str) -> None:
        if card.person is not None:
            with self._store.writing() as writing:
                writing.viewed(card.person.id, what, self._stamp(Source.KEYBOARD))

    def _next_day_number(self, writing: Writing) -> str:
        """Desk and running number of the day: unique without a network."""
        number = writing.next_number(f"day_number:{self._reading.today().isoformat()}")
        return f"{self._reading.desk_number}-{number:03d}"


def _undone(applied: Applied | None) -> Undone:
    if applied is None or applied.effect is Effect.NONE:
        return Undone(False, applied.code if applied else None)
    return Undone(True)


def _request_state(verdict: Verdict) -> RequestState:
    if verdict.status is Status.GRANTED:
        return RequestState(True)
    return RequestState(False, verdict.code, dict(verdict.parameters), verdict.alternatives)
