"""What a hotline does: find places for a caller, ask for them, and whatever else a call is about."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

from empfang.commands.base import Payload
from empfang.commands.booking import Book, Rebook, TakeShortNotice
from empfang.commands.cancelling import CancelAppointment
from empfang.commands.confirming import AskConfirmation, TellConfirmation
from empfang.commands.granting import NewAppointment
from empfang.commands.inquiry import RecordInquiry
from empfang.commands.papers import AddProof
from empfang.commands.person import ChangePerson, DeleteRegistration, FieldPatch, RegisterPerson
from empfang.commands.waiting_list import JoinWaitingList
from empfang.desk.call_options import CallOptions, fields_of, notes_of
from empfang.desk.call_views import Answered, Asked, Booked, CallerPage, Draft, Held, ToBook
from empfang.desk.reading import Reading, local_or_none
from empfang.desk.views import RequestState, Undone
from empfang.ids import derived_id, new_id
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Channel,
    Communication,
    DoseKind,
    Proof,
    ProofKind,
    moment_text,
)
from empfang.rules.arrival import bounds_of_day
from empfang.rules.booking import PHONE
from empfang.rules.codes import make_code
from empfang.rules.offers import FreeTime, Offered
from empfang.rules.papers import latest_proofs
from empfang.store import Writing
from empfang.store.store import Stamp

_LIVE = frozenset({AppointmentStatus.BOOKED, AppointmentStatus.PENDING, AppointmentStatus.WAITLIST})


class Hotline:
    """Calls, at one desk. Everything it records is recorded in one transaction."""

    def __init__(
        self,
        reading: Reading,
        options: CallOptions,
        record: Callable[[Callable[[Writing, Stamp], None]], None],
    ) -> None:
        """`record` runs something within a write transaction, with the stamp of whoever works here now."""
        self.draw: Callable[[int], int] = secrets.randbelow
        self._reading = reading
        self.places = options.places
        self.options = options.options
        self.towns = options.towns
        self.districts = options.districts
        self.district_name = options.district_name
        self.options_to_move = options.options_to_move
        self.priority_of = options.priority_of
        self.at_short_notice = options.at_short_notice
        self._record = record

    # Asking for places

    def ask(self, people: Sequence[ToBook]) -> Asked:
        """Register who is new, note what was said, and ask for all places at once: all of them or none.

        Nothing is promised until the service has granted it. The first person gets the confirmation.
        """
        person_ids = tuple(each.draft.person_id or new_id() for each in people)
        party_id = new_id() if len(people) > 1 else None
        wanted = tuple(
            place
            for each, person_id in zip(people, person_ids, strict=True)
            for place in self._wanted(each, person_id, party_id)
        )
        made: list[str] = []

        def write(writing: Writing, stamp: Stamp) -> None:
            for each, person_id in zip(people, person_ids, strict=True):
                for payload in self._said(each.draft, person_id):
                    writing.record(payload, stamp)
            made.append(writing.record(Book(appointments=wanted, contact_id=person_ids[0]), stamp).command.id)

        self._record(write)
        return Asked(made[0], person_ids, frozenset(each.appointment_id for each in wanted))

    def move(self, appointment: Appointment, place: FreeTime) -> Asked:
        """Ask for this place instead of an appointment: the old one is given back only with the new one."""
        wanted = NewAppointment(
            appointment_id=new_id(),
            person_id=appointment.person_id,
            centre_id=self._reading.centre_id,
            slot_id=place.slot_id,
            contingent_id=place.contingent_id,
            dose_kind=appointment.dose_kind or DoseKind.BOOSTER,
            series_id=appointment.series_id,
            first_only_reason=appointment.first_only_reason,
            party_id=appointment.party_id,
            code=appointment.code,
            origin=PHONE,
        )
        made: list[str] = []

        def write(writing: Writing, stamp: Stamp) -> None:
            made.append(writing.record(Rebook(old_appointment_id=appointment.id, new=wanted), stamp).command.id)

        self._record(write)
        return Asked(made[0], (appointment.person_id,), frozenset({wanted.appointment_id}))

    def take_short_notice(self, person_id: str, kind: DoseKind, offered: Offered) -> Asked:
        """Ask for a place of the next days, with the second one: what else they have is given up with it."""
        wanted = tuple(self._wanted(ToBook(Draft(person_id), kind, offered), person_id, None))
        made: list[str] = []

        def write(writing: Writing, stamp: Stamp) -> None:
            made.append(writing.record(TakeShortNotice(appointments=wanted), stamp).command.id)

        self._record(write)
        return Asked(made[0], (person_id,), frozenset(each.appointment_id for each in wanted))

    def register(self, draft: Draft) -> str:
        """Only keep what was said of somebody; gives the person's id."""
        person_id = draft.person_id or new_id()

        def write(writing: Writing, stamp: Stamp) -> None:
            for payload in self._said(draft, person_id):
                writing.record(payload, stamp)

        self._record(write)
        return person_id

    def wait(self, draft: Draft, kind: DoseKind, vaccine: str | None = None, priority: int | None = None) -> str:
        """Put somebody on the waiting list; gives the person's id. `priority`: lower ones come first, None last."""
        person_id = draft.person_id or new_id()
        entry = JoinWaitingList(
            appointment_id=new_id(),
            person_id=person_id,
            centre_id=self._reading.centre_id,
            dose_kind=kind,
            vaccine=vaccine,
            priority=priority,
            origin=PHONE,
        )

        def write(writing: Writing, stamp: Stamp) -> None:
            for payload in (*self._said(draft, person_id), entry):
                writing.record(payload, stamp)

        self._record(write)
        return person_id

    def _said(self, draft: Draft, person_id: str) -> list[Payload]:
        """The facts of a call about one person."""
        centre_id, today = self._reading.centre_id, self._reading.today()
        said: list[Payload] = []
        if draft.person_id is None:
            fields = {**fields_of(draft), "registered_by": PHONE}
            said.append(RegisterPerson(person_id=person_id, centre_id=centre_id, person=fields))
        else:
            patches = self._patches(draft)
            if patches:
                said.append(ChangePerson(person_id=person_id, centre_id=centre_id, changes=patches))
        before = latest_proofs(self._reading.rows.find(Proof, person_id=person_id), today)
        said += [
            AddProof(
                proof_id=new_id(), person_id=person_id, centre_id=centre_id, day=today, proof_kind=note.kind,
                state=note.state, how=note.how, on=note.on,
            )
            for note in notes_of(draft, before)
        ]  # fmt: skip
        return said

    def _patches(self, draft: Draft) -> dict[str, FieldPatch]:
        known = self._reading.person(draft.person_id or "")
        if known is None:
            return {}
        present, wanted = known.model_dump(mode="json"), known.with_(**fields_of(draft)).model_dump(mode="json")
        return {
            name: FieldPatch(old=present[name], new=wanted[name])
            for name in fields_of(draft)
            if present[name] != wanted[name]
        }

    def _wanted(self, each: ToBook, person_id: str, party_id: str | None) -> Iterable[NewAppointment]:
        times, series_id = each.offered.times, new_id() if each.offered.second else None
        code = make_code(self._reading.centre_id, self.draw)
        for place, kind in zip(times, (each.kind, DoseKind.SECOND), strict=False):
            yield NewAppointment(
                appointment_id=new_id(),
                person_id=person_id,
                centre_id=self._reading.centre_id,
                slot_id=place.slot_id,
                contingent_id=place.contingent_id,
                dose_kind=kind,
                series_id=series_id,
                first_only_reason=each.first_only_reason,
                party_id=party_id,
                code=code,
                origin=PHONE,
            )

    # What became of it

    def answer(self, asked: Asked) -> Answered:
        """What became of a request, as the store has it.

        A verdict may be here before the records that it made: until then nobody knows what to read out.
        """
        reading = self._reading
        made = list(map(reading.appointment, asked.appointment_ids))
        state = RequestState.of(reading.verdict(asked.command_id))
        if state.granted and any(each and each.status is AppointmentStatus.PENDING for each in made):
            state = RequestState(None)
        series_ids = {each.series_id for each in made if each is not None and each.series_id}
        people = []
        for person_id in asked.person_ids:
            person = reading.person(person_id)
            if person is not None:
                people.append(Booked(person, self._of_it(person_id, asked.appointment_ids, series_ids)))
        message = reading.rows.get(Communication, derived_id("confirmation", asked.command_id))
        return Answered(state, tuple(people), message)

    def _of_it(self, person_id: str, made: frozenset[str], series_ids: AbstractSet[str]) -> tuple[Held, ...]:
        """What somebody has of a request: not what they held before, which nobody may have been asked to read out."""
        return tuple(
            each
            for each in self._held(person_id)
            if each.appointment.id in made or each.appointment.series_id in series_ids
        )

    def page(self, person_id: str) -> CallerPage | None:
        """Whoever calls about what they have; None if nobody has this id."""
        person = self._reading.person(person_id)
        if person is None:
            return None
        reading = self._reading
        morning, _ = bounds_of_day(reading.centre(), reading.today())
        held = self._held(person_id, since=morning)
        called_by = [
            each
            for each in self._reading.rows.find(Proof, person_id=person_id)
            if each.proof_kind is ProofKind.AUTHORITY
        ]
        last = max(called_by, key=lambda each: (each.noted_at, each.id), default=None)
        return CallerPage(person, held, self._messages(person_id, held), last)

    def _held(self, person_id: str, since: datetime | None = None) -> tuple[Held, ...]:
        """What is still to come, or begins after a moment: who is late calls on the day, too."""
        reading, now = self._reading, since or self._reading.clock.now()
        found = [
            Held(each, local_or_none(each.start, reading.centre(each.centre_id)), reading.centre(each.centre_id).name)
            for each in reading.rows.find(Appointment, person_id=person_id)
            if each.status in _LIVE and (each.start is None or each.start > now)
        ]
        return tuple(sorted(found, key=lambda each: (str(each.appointment.start), each.appointment.id)))

    def _messages(self, person_id: str, held: Sequence[Held]) -> tuple[Communication, ...]:
        """The confirmations about somebody, also those that went to whoever booked for them; the newest first."""
        rows, about = self._reading.rows, {each.appointment.id for each in held}
        whose = {person_id}
        for party_id in {each.appointment.party_id for each in held if each.appointment.party_id}:
            whose |= {each.person_id for each in rows.find(Appointment, party_id=party_id)}
        found = [each for other in sorted(whose) for each in rows.find(Communication, person_id=other)]
        mine = [each for each in found if each.person_id == person_id or about.intersection(each.appointment_ids)]
        return tuple(sorted(mine, key=lambda each: (moment_text(each.made_at), each.id), reverse=True))

    # What else a call is about

    def cancel(self, appointment_ids: Sequence[str], reason: str = "") -> Undone:
        """These appointments are not wanted any more; their places are free at once."""
        found = [each for each in map(self._reading.appointment, appointment_ids) if each is not None]

        def write(writing: Writing, stamp: Stamp) -> None:
            for each in found:
                writing.record(
                    CancelAppointment(appointment_id=each.id, person_id=each.person_id, reason=reason), stamp
                )

        if found:
            self._record(write)
        return Undone(bool(found), None if found else "appointment_unknown")

    def delete(self, person_id: str) -> Undone:
        """Somebody wants to be forgotten; their appointments go with the rest."""
        if self._reading.person(person_id) is None:
            return Undone(False, "person_unknown")
        self._record_one(DeleteRegistration(person_id=person_id, centre_id=self._reading.centre_id))
        return Undone(True)

    def told(self, message: Communication) -> None:
        """The code was read out instead of a message."""
        self._record_one(TellConfirmation(communication_id=message.id, person_id=message.person_id))

    def send_again(self, person_id: str, appointment_ids: Sequence[str], channel: Channel) -> str:
        """A confirmation once more, by this way, to the address known then; gives its id."""
        payload = AskConfirmation(
            communication_id=new_id(),
            person_id=person_id,
            centre_id=self._reading.centre_id,
            appointment_ids=tuple(appointment_ids),
            channel=channel,
        )
        self._record_one(payload)
        return payload.communication_id

    def inform(self, topic: str = "") -> None:
        """Somebody was told something; that is counted."""
        self._record_one(
            RecordInquiry(
                inquiry_id=new_id(), centre_id=self._reading.centre_id, day=self._reading.today(), topic=topic
            )
        )

    def _record_one(self, payload: Any) -> None:
        def write(writing: Writing, stamp: Stamp) -> None:
            writing.record(payload, stamp)

        self._record(write)
