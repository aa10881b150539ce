"""What a hotline does: find places for a caller, ask for them, and whatever else a call is about."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from empfang.commands.base import Payload
from empfang.commands.booking import Book
from empfang.commands.cancelling import CancelAppointment
from empfang.commands.confirming import AskConfirmation, TellConfirmation
from empfang.commands.granting import NewAppointment
from empfang.commands.inquiry import RecordInquiry
from empfang.commands.papers import AddProof
from empfang.commands.person import ChangePerson, DeleteRegistration, FieldPatch, RegisterPerson
from empfang.commands.waiting_list import JoinWaitingList
from empfang.desk.call_views import Answered, Asked, Booked, CallerPage, Draft, Held, Options, Places, ToBook
from empfang.desk.judging import Judging, shown_by
from empfang.desk.reading import Reading, local_or_none
from empfang.desk.views import PaperNote, RequestState, Undone
from empfang.ids import derived_id, new_id
from empfang.model import (
    Appointment,
    AppointmentStatus,
    CentreDay,
    Channel,
    Communication,
    Contingent,
    DoseKind,
    Person,
    Proof,
    ProofKind,
    Slot,
    moment_text,
)
from empfang.protocol import Status
from empfang.rules.arrival import local
from empfang.rules.booking import Asking, Refusal, place_refused, places_free
from empfang.rules.codes import make_code
from empfang.rules.eligibility import eligibility
from empfang.rules.known import known_of, next_dose
from empfang.rules.offers import FreeTime, allowed_by
from empfang.rules.papers import latest_proofs
from empfang.rules.planned import BOOKING
from empfang.rules.situation import Asked as AskedFor
from empfang.store import Writing
from empfang.store.store import Stamp

PHONE = "phone"
"""The way of booking, and of registering."""
MOST_SLOTS = 4_000
"""Slots looked at for one caller."""
_KINDS = {1: DoseKind.FIRST, 2: DoseKind.SECOND}
_LIVE = frozenset({AppointmentStatus.BOOKED, AppointmentStatus.PENDING, AppointmentStatus.WAITLIST})
_NEW = "draft"
_SLOTS = (
    "SELECT id FROM slot WHERE centre_id = ? AND start > ? AND (released_at IS NULL OR released_at <= ?)"
    " ORDER BY start, id LIMIT ?"
)
_PENDING = (
    "SELECT slot_id, contingent_id, count(*) FROM appointment WHERE status = 'pending' AND slot_id IS NOT NULL"
    " GROUP BY slot_id, contingent_id"
)


class Hotline:
    """Calls, at one desk. Everything it records is recorded in one transaction."""

    def __init__(
        self,
        reading: Reading,
        judging: Judging,
        record: Callable[[Callable[[Writing, Stamp], None]], None],
    ) -> None:
        """`record` runs something within a write transaction, with the stamp of whoever works here now."""
        self._reading = reading
        self._judging = judging
        self._record = record

    # What can be offered

    def places(self) -> Places:
        """How it stands with the phone's places, and what callers may be told."""
        reading = self._reading
        now = reading.clock.now()
        slots, contingents = self._slots(now), self._contingents()
        free, opens = 0, list[datetime]()
        for slot in slots:
            for contingent_id in slot.capacity:
                refusal = self._refused(slot, contingents.get(contingent_id), None, now)
                if refusal is None:
                    free += places_free(slot, contingent_id, slot.taken.get(contingent_id, 0))
                elif refusal.parameters.get("opens_at"):
                    opens.append(datetime.fromisoformat(refusal.parameters["opens_at"]))
        plan = reading.plan() or self._latest_plan()
        said_at = None if plan is None else plan.set_by.get("info")
        return Places(
            free,
            local_or_none(min(opens, default=None), reading.centre()) if not free else None,
            plan.info if plan else "",
            local(datetime.fromisoformat(said_at[0]), reading.centre()) if said_at else None,
        )

    def options(self, draft: Draft) -> Options:
        """What can be offered to somebody now."""
        reading = self._reading
        now, centre, person = reading.clock.now(), reading.centre(), self.person_of(draft)
        book = self._judging.rulebook()
        proofs = [] if draft.person_id is None else reading.rows.find(Proof, person_id=draft.person_id)
        shown = latest_proofs([*proofs, *self._as_proofs(draft, now)], reading.today())
        known = known_of(person, shown, book)
        place = book.place(centre.id, centre.district, centre.catchment, centre.jurisdiction)
        asked_at = local(now, centre).replace(tzinfo=None, second=0, microsecond=0)
        kind = DoseKind.FIRST if known.doses is None else _KINDS.get(next_dose(known, None), DoseKind.BOOSTER)
        times, why_not = self._times(person, now)
        vaccines = tuple(dict.fromkeys(code for each in times if (code := book.vaccine_named(each.vaccine))))
        verdict = None
        if place.within and vaccines:
            verdict = eligibility(
                known, AskedFor(asked_at, next_dose(known, kind), vaccines, kind=BOOKING), place, book
            )
        return Options(kind, times, allowed_by(known, asked_at, place, book), why_not, verdict)

    def person_of(self, draft: Draft) -> Person:
        """The person as they would be."""
        known = self._reading.person(draft.person_id) if draft.person_id else None
        if known is not None:
            return known.with_(**_fields(draft))
        return Person.model_validate({"id": _NEW, "family": "", **_fields(draft)})

    def _times(self, person: Person, now: datetime) -> tuple[tuple[FreeTime, ...], tuple[tuple[str, Refusal], ...]]:
        contingents, centre = self._contingents(), self._reading.centre()
        pending = {(row[0], row[1]): row[2] for row in self._reading.cursor.execute(_PENDING).fetchall()}
        times: list[FreeTime] = []
        why_not: dict[str, Refusal] = {}
        for slot in self._slots(now):
            for contingent_id in slot.capacity:
                contingent = contingents.get(contingent_id)
                refusal = self._refused(slot, contingent, person, now)
                if refusal is not None and contingent is not None:
                    why_not.setdefault(contingent.name, refusal)
                taken = slot.taken.get(contingent_id, 0) + pending.get((slot.id, contingent_id), 0)
                free = places_free(slot, contingent_id, taken)
                if refusal is None and free:
                    times.append(FreeTime(slot.id, contingent_id, local(slot.start, centre), slot.vaccine, free))
        return tuple(times), tuple(why_not.items())

    def _refused(
        self, slot: Slot, contingent: Contingent | None, person: Person | None, now: datetime
    ) -> Refusal | None:
        """Why this place is not for a caller; without a person: whatever they are like."""
        anyone = contingent
        if contingent is not None and person is None:
            anyone = contingent.with_(born_from=None, born_until=None, districts=())
        refusal = place_refused(slot, anyone, person, self._reading.centre(), 0, Asking(now, now, PHONE))
        return None if refusal is not None and refusal.code == "slot_full" else refusal

    def _slots(self, now: datetime) -> list[Slot]:
        moment = moment_text(now)
        found = self._reading.cursor.execute(_SLOTS, (self._reading.centre_id, moment, moment, MOST_SLOTS)).fetchall()
        return sorted(
            self._reading.rows.among(Slot, "id", [row[0] for row in found]), key=lambda each: (each.start, each.id)
        )

    def _contingents(self) -> dict[str, Contingent]:
        found = self._reading.rows.find(Contingent, centre_id=self._reading.centre_id)
        return {each.id: each for each in found}

    def _latest_plan(self) -> CentreDay | None:
        """What was said last; a line for callers stays until another one comes."""
        plans = [each for each in self._reading.rows.find(CentreDay, centre_id=self._reading.centre_id) if each.info]
        return max(
            (each for each in plans if each.day <= self._reading.today()), key=lambda each: each.day, default=None
        )

    def _as_proofs(self, draft: Draft, now: datetime) -> Iterable[Proof]:
        for note in _notes(draft, {}):
            yield Proof(
                id=new_id(), person_id=draft.person_id or _NEW, centre_id=self._reading.centre_id,
                day=self._reading.today(), proof_kind=note.kind, state=note.state, how=note.how, doses=note.doses,
                on=note.on, noted_at=now, desk_id="", operator_id="",
            )  # fmt: skip

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
        return Asked(made[0], person_ids)

    def register(self, draft: Draft) -> str:
        """Only keep what was said of somebody; gives the person's id."""
        person_id = draft.person_id or new_id()

        def write(writing: Writing, stamp: Stamp) -> None:
            for payload in self._said(draft, person_id):
                writing.record(payload, stamp)

        self._record(write)
        return person_id

    def wait(self, draft: Draft, kind: DoseKind, vaccine: str | None = None, priority: int | None = None) -> str:
        """Put somebody on the waiting list; gives the person's id."""
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
            fields = {**_fields(draft), "registered_by": PHONE}
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
            for note in _notes(draft, before)
        ]  # fmt: skip
        return said

    def _patches(self, draft: Draft) -> dict[str, FieldPatch]:
        known = self._reading.person(draft.person_id or "")
        if known is None:
            return {}
        present, wanted = known.model_dump(mode="json"), known.with_(**_fields(draft)).model_dump(mode="json")
        return {
            name: FieldPatch(old=present[name], new=wanted[name])
            for name in _fields(draft)
            if present[name] != wanted[name]
        }

    def _wanted(self, each: ToBook, person_id: str, party_id: str | None) -> Iterable[NewAppointment]:
        times, series_id = each.offered.times, new_id() if each.offered.second else None
        code = make_code(self._reading.centre_id, secrets.randbelow)
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
        """What became of a request, as the store has it."""
        reading = self._reading
        verdict = reading.verdict(asked.command_id)
        state = RequestState(None)
        if verdict is not None:
            granted = verdict.status is Status.GRANTED
            state = RequestState(granted, verdict.code, dict(verdict.parameters), verdict.alternatives)
        people = []
        for person_id in asked.person_ids:
            person = reading.person(person_id)
            if person is not None:
                people.append(Booked(person, self._held(person_id)))
        message = reading.rows.get(Communication, derived_id("confirmation", asked.command_id))
        return Answered(state, tuple(people), message)

    def page(self, person_id: str) -> CallerPage | None:
        """Whoever calls about what they have; None if nobody has this id."""
        person = self._reading.person(person_id)
        if person is None:
            return None
        held = self._held(person_id)
        return CallerPage(person, held, self._messages(person_id, held))

    def _held(self, person_id: str) -> tuple[Held, ...]:
        reading, now = self._reading, self._reading.clock.now()
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


def _fields(draft: Draft) -> dict[str, Any]:
    """The fields of the person. Doses that were only told on the phone are what the person stated."""
    told = draft.doses.doses if draft.doses is not None else ()
    return {**draft.fields, **({"reported_doses": told} if told else {})}


def _notes(draft: Draft, before: Mapping[ProofKind, Proof]) -> tuple[PaperNote, ...]:
    """What is noted besides: that there were no doses, a recovery, a pregnancy."""
    return () if draft.doses is None else shown_by(replace(draft.doses, doses=()), before)
