"""The desk's actions. Each reads, decides and records in one transaction; the engine is woken afterwards."""

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from empfang.clock import Clock
from empfang.commands.base import Applied
from empfang.commands.booking import Book, Rebook
from empfang.commands.cancelling import CancelAppointment
from empfang.commands.centre_day import COORDINATORS, PlanDay
from empfang.commands.granting import NewAppointment
from empfang.commands.papers import LONGEST, LONGEST_LANGUAGE, AddProof
from empfang.commands.person import ChangePerson, FieldPatch, RegisterPerson
from empfang.commands.visit import LeftBeforeDose, Postpone, UndoCheckIn
from empfang.desk import dealing
from empfang.desk.admitting import Admitting, Intent
from empfang.desk.anywhere import Anywhere
from empfang.desk.call_book import CallBook
from empfang.desk.call_options import CallOptions
from empfang.desk.call_room import CallRoom
from empfang.desk.call_views import CallerPage
from empfang.desk.calling import Calling
from empfang.desk.cards import Cards
from empfang.desk.day_report import day_report
from empfang.desk.dose_board import DoseBoard
from empfang.desk.doses import Doses
from empfang.desk.finding import Finding
from empfang.desk.hotline import Hotline
from empfang.desk.judging import Judging, shown_by
from empfang.desk.late import LateEntry
from empfang.desk.lock import Guard, Lock, PinLock
from empfang.desk.newcomers import Newcomers
from empfang.desk.people_here import PeopleHere
from empfang.desk.places_gone import PlacesGone
from empfang.desk.planning import DayPlan, day_plan
from empfang.desk.printouts import Printouts
from empfang.desk.promised_card import PromisedCard
from empfang.desk.reading import Reading
from empfang.desk.remote import NoRemote, Remote
from empfang.desk.ringing_back import RingingBack
from empfang.desk.second_doses import SecondDoses
from empfang.desk.shift_end import ShiftEnd, shift_end
from empfang.desk.staff import Staff
from empfang.desk.stocking_up import StockingUp
from empfang.desk.transfer import Transfer
from empfang.desk.transfer_views import Detail, Offer, Overview
from empfang.desk.views import (
    Admission,
    Card,
    Declined,
    GroupMember,
    MoveOffer,
    PaperNote,
    PersonPage,
    RequestState,
    Row,
    Shift,
    Undone,
)
from empfang.ids import new_id
from empfang.model import DoseKind, Operator, Person, Proof, RuleBook, Source
from empfang.paper.values import DayReport
from empfang.protocol import Effect
from empfang.rules.codes import make_code
from empfang.rules.dose_entry import Entered, read_entry
from empfang.rules.papers import latest_proofs
from empfang.rules.scans import Scanned
from empfang.store import Store, Writing
from empfang.store.store import Recorded, Stamp
from empfang.store.tx import Topics
from empfang.sync.correction import CorrectedClock, Correction

UNNAMED = "unnamed"
"""The operator while nobody has picked a name."""


class Desk:
    """One desk, used from one thread."""

    def __init__(  # noqa: PLR0913 - what it works with, and what a setting gives
        self,
        store: Store,
        clock: Clock,
        *,
        wake: Callable[[], None] = lambda: None,
        go_on: Callable[[], None] = lambda: None,
        remote: Remote | None = None,
        correction: Correction | None = None,
        by_rules: bool = False,
        scanner_prefix: str = "",
        lock: Lock | None = None,
    ) -> None:
        """`wake` tells the engine that there is something to send, `go_on` that what it stopped is allowed. A hotline
        asks `remote` for whom it has not got.

        `by_rules`: rule books say who may have a dose; else that is left to the people there. `lock` says who may go on
        after a pause; the desk's own asks for PINs.
        """
        self._store = store
        self.clock = CorrectedClock(clock, correction or Correction.of_store(store))
        self._wake = wake
        self._go_on = go_on
        self.desk_id = store.meta("desk_id") or ""
        self.operator_id = UNNAMED
        self._reading = Reading(store, self.clock, self.desk_id, store.meta("centre_id") or "")
        self._judging = Judging(self._reading, by_rules=by_rules)
        self._dose_board = DoseBoard(self._reading, self._judging)
        promised = PromisedCard(self._reading, self._dose_board)
        self._cards = Cards(self._reading, self._judging, promised)
        self._admitting = Admitting(self._reading, self._cards)
        self._finding = Finding(self._reading, scanner_prefix)
        self.anywhere = Anywhere(self._reading, self._finding, remote or NoRemote(), lambda: self.operator_id)
        self._pins = PinLock(store)
        self._staff = Staff(self._reading, self._pins)
        self.guard = Guard(lock or self._pins)
        self.printouts = Printouts(self._reading, self._cards)
        self.late = LateEntry(self._reading, self._record_within, self._stamp)
        self._options = CallOptions(self._reading, self._judging, PlacesGone(store))
        self._transfer = Transfer(self._reading, self.desk_id, self._options)
        self.hotline = Hotline(self._reading, self._options, self._record_all)
        self.doses = Doses(self._reading, self._record_all)
        self.people_here = PeopleHere(self._reading, promised, self._record_all)
        self.newcomers = Newcomers(self._reading, self._record_all)
        self.second_doses = SecondDoses(self._reading, self._judging, self._options)
        self._call_book = CallBook(self._reading, self._judging)
        self.calling = Calling(
            self._reading, self._dose_board, self._call_book, self._record_all, lambda: self.operator_id
        )
        self.stocking_up = StockingUp(self._reading, self._dose_board, self._call_book, self.calling)
        self.ringing_back = RingingBack(self._reading, self._dose_board, self._call_book, self.calling)
        self.call_room = CallRoom(
            self._reading,
            self._dose_board,
            self._call_book,
            self._judging.rulebook,
            self._record_all,
            lambda: self.operator_id,
        )

    # Shift

    def operators(self) -> list[Operator]:
        """Who can sign in here: those who worked at this desk last first, but for whoever does now; then by name."""
        return self._staff.listed(self.operator_id)

    def sign_in(self, operator_id: str) -> None:
        """From now on everything is done in this operator's name, also if that cannot be noted for the next time.

        Raises:
            StoreProblem: it cannot be noted.
        """
        self.operator_id = operator_id
        if operator_id != UNNAMED:
            self._staff.note(operator_id)

    def set_pin(self, pin: str | None) -> None:
        """Ask this operator for a PIN after a pause; for none without one.

        Raises:
            InputProblem: `pin_bad`.
        """
        self._set_pin(self.operator_id, pin)

    def remove_pin(self, operator_id: str) -> Undone:
        """Ask somebody who has forgotten it for no PIN any more; only a coordinator may."""
        if not self.may_coordinate():
            return Undone(False, "not_allowed")
        self._set_pin(operator_id, None)
        return Undone(True)

    def _set_pin(self, operator_id: str, pin: str | None) -> None:
        self._pins.set_pin(operator_id, pin)
        with self._store.writing() as writing:
            writing.viewed(operator_id, "pin_removed" if pin is None else "pin_set", self._stamp(Source.KEYBOARD))

    def with_pins(self) -> list[Operator]:
        """Who has set a PIN at this desk."""
        return self._staff.with_pins()

    def shift_end(self) -> ShiftEnd:
        """What is open when the shift ends now."""
        return shift_end(self._reading, self.desk_id, self.printouts, len(self.call_room.untold()))

    def day_report(self) -> DayReport:
        """What became of today's doses and calls up to now."""
        return day_report(self._reading, self._dose_board)

    def shift(self) -> Shift:
        """For the status line."""
        return self._reading.shift(self.operator_id)

    def took_in(self, topics: Topics) -> None:
        """Records changed (here or by the engine): what is kept in memory follows."""
        self._finding.took_in(topics)
        self._options.took_in(topics)
        self._dose_board.took_in(topics)
        self._call_book.took_in(topics)
        if any(kind == RuleBook.kind for kind, _ in topics):
            self._judging.forget_books()

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

    def code_meant(self, text: str) -> str | None:
        """The whole code, known here or not, that a typed or scanned text was meant for; None if it is no code."""
        return self._finding.code_meant(text)

    def is_mistyped(self, text: str) -> bool:
        """Whether a text that is no known code was meant for one of ours and has a slip in it (the check sign)."""
        return self._finding.is_mistyped(text)

    def identify(self, text: str) -> Scanned:
        """What a scanner read; nothing is done about it."""
        return self._finding.identify(text)

    def card(self, person_id: str, appointment_id: str | None = None) -> Card:
        """Open a person; the view is logged."""
        card = self._cards.card(person_id, appointment_id)
        self._log_view(card, "view_card")
        return card

    def card_again(self, person_id: str, appointment_id: str | None = None) -> Card:
        """The card that is open, after records changed. Its view was logged when it was opened."""
        return self._cards.card(person_id, appointment_id)

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

    def caller(self, person_id: str, how: str) -> CallerPage | None:
        """Whoever calls about what they have, once it is known that they may hear it; the view is logged with how.

        `how`: code, birth_and_street, or called_back.
        """
        page = self.hotline.page(person_id)
        if page is not None:
            with self._store.writing() as writing:
                writing.viewed(person_id, f"view_call:{how}", self._stamp(Source.KEYBOARD))
        return page

    # Admitting

    def scan(self, text: str | Scanned) -> Admission | Declined:
        """A code was scanned, or typed completely: admit at once if nothing stands against it.

        A text from a scanner that is set to US is repaired. Where that is not certain, the card is only opened.
        """
        scanned = self._finding.identify(text) if isinstance(text, str) else text
        found = self._finding.of(scanned)
        if not found:
            return Declined(Card(arrival=None))
        if len({appointment.person_id for appointment in found}) > 1:
            return Declined(self._cards.card_of_several(found))
        asked = found[0].id if len(found) == 1 else None
        if not scanned.is_sure:
            return Declined(self.card(found[0].person_id, asked))
        return self.admit(found[0].person_id, asked, Source.SCAN)

    def admit(
        self,
        person_id: str,
        appointment_id: str | None,
        source: Source = Source.KEYBOARD,
        *,
        readmission_reason: str = "",
        vaccine: str | None = None,
    ) -> Admission | Declined:
        """Check the person in, or say why not.

        `readmission_reason` lets somebody in again who is already in or had left; `vaccine` is what the person agreed
        to where what was booked is not given today.
        """
        intent = Intent(readmission_reason, vaccine)
        with self._store.writing() as writing:
            result = self._admitting.admit(writing, self._stamp(source), person_id, appointment_id, intent)
        return self._admitted(writing, result)

    def admit_all(self, members: Sequence[GroupMember]) -> tuple[list[Admission], list[Declined]]:
        """Check in those of a group who are here; who cannot come in holds up nobody."""
        results = [self.admit(each.person_id, each.appointment_id) for each in members]
        return (
            [each for each in results if isinstance(each, Admission)],
            [each for each in results if isinstance(each, Declined)],
        )

    def walk_in(self, person_id: str, reason: str = "") -> Admission | Declined:
        """Check somebody in without an appointment for now; beyond the centre's hours for that only for a reason."""
        with self._store.writing() as writing:
            result = self._admitting.walk_in(writing, self._stamp(Source.KEYBOARD), person_id, reason)
        return self._admitted(writing, result)

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

    def postpone(self, encounter_id: str, reason: str = "") -> Undone:
        """A doctor sent the person back: no dose now."""
        encounter = self._reading.encounter(encounter_id)
        if encounter is None:
            return Undone(False, "visit_unknown")
        payload = Postpone(encounter_id=encounter_id, person_id=encounter.person_id, reason=reason)
        return _undone(self._record(payload).applied)

    # Papers, and what holds today

    def note_papers(self, person_id: str, notes: Sequence[PaperNote]) -> Undone:
        """What the person showed, or did not have; all of it at once."""
        if self._reading.person(person_id) is None:
            return Undone(False, "person_unknown")
        with self._store.writing() as writing:
            stamp = self._stamp(Source.KEYBOARD)
            for note in notes:
                writing.record(self._proof(person_id, note), stamp)
        self._recorded(writing)
        return Undone(bool(notes), None if notes else "nothing_changed")

    def read_doses(self, text: str) -> Entered:
        """What a clerk has typed of earlier doses.

        Raises:
            NotUnderstood: the first word that cannot be read.
        """
        return read_entry(text, self._reading.today(), self._judging.rulebook().vaccines.values())

    def note_doses(self, person_id: str, entered: Entered) -> Undone:
        """What a person showed of earlier doses and the like; all of it at once."""
        if self._reading.person(person_id) is None:
            return Undone(False, "person_unknown")
        with self._store.writing() as writing:
            stamp = self._stamp(Source.KEYBOARD)
            before = latest_proofs(writing.tx.find(Proof, person_id=person_id), self._reading.today())
            for note in shown_by(entered, before):
                writing.record(self._proof(person_id, note), stamp)
        self._recorded(writing)
        return Undone(True)

    def _proof(self, person_id: str, note: PaperNote) -> AddProof:
        return AddProof(
            proof_id=new_id(),
            person_id=person_id,
            centre_id=self._reading.centre_id,
            day=self._reading.today(),
            proof_kind=note.kind,
            state=note.state,
            how=note.how[:LONGEST],
            form_version=note.form_version[:LONGEST],
            language=note.language[:LONGEST_LANGUAGE],
            doses=note.doses,
            on=note.on,
        )

    def forms(self) -> tuple[str, ...]:
        """The versions of the information sheet that the centre uses, the newest last."""
        return self._reading.centre().forms

    def may_coordinate(self) -> bool:
        """Whether the operator may set what holds for the day."""
        return self._reading.role_of(self.operator_id) in COORDINATORS

    def day_plan(self) -> DayPlan:
        """What holds at the centre today."""
        return day_plan(self._reading)

    def plan_today(self, **values: Any) -> Undone:
        """Set what holds at the centre today (`CentreDay`); only a coordinator may."""
        if not self.may_coordinate():
            return Undone(False, "not_allowed")
        payload = PlanDay(centre_id=self._reading.centre_id, day=self._reading.today(), values=values)
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
        return RequestState.of(self._reading.verdict(command_id))

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

    def _admitted(self, writing: Writing, result: Admission | Declined) -> Admission | Declined:
        self._recorded(writing)
        if isinstance(result, Admission):
            self.printouts.admitted(result.encounter_id)
        return result

    def _record_within(self, write: Callable[[Writing], Recorded | None]) -> Recorded | None:
        with self._store.writing() as writing:
            recorded = write(writing)
        self._recorded(writing)
        return recorded

    def _record_all(self, write: Callable[[Writing, Stamp], None]) -> None:
        with self._store.writing() as writing:
            write(writing, self._stamp(Source.KEYBOARD))
        self._recorded(writing)

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


def _undone(applied: Applied | None) -> Undone:
    if applied is None or applied.effect is Effect.NONE:
        return Undone(False, applied.code if applied else None)
    return Undone(True)
