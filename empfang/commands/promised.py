"""A dose that is promised: what stands against it, and what is written with it, in one transaction."""

from dataclasses import replace
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from empfang.commands.base import Refused
from empfang.commands.granting import NewAppointment, given_up, honour_all, place_not_given
from empfang.commands.tx import Deciding, Tx
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Centre,
    Contingent,
    DoseKind,
    Encounter,
    EncounterState,
    Immunization,
    Moment,
    Person,
    Promise,
    PromiseState,
    Proof,
    RuleBook,
    Slot,
)
from empfang.protocol import Command
from empfang.rules.arrival import local
from empfang.rules.book import Eligible
from empfang.rules.codes import code_key
from empfang.rules.eligibility import eligibility
from empfang.rules.known import as_waiting, known_of, next_dose, place_of
from empfang.rules.origins import PROMISED
from empfang.rules.papers import latest_proofs
from empfang.rules.planned import Planned, first_no
from empfang.rules.situation import Asked
from empfang.rules.situation import Dose as Given
from empfang.rules.stored import rulebook_of
from empfang.rules.vials import Dose

_LONGEST = 32
_WAITS = frozenset({AppointmentStatus.BOOKED, AppointmentStatus.WAITLIST})


class ToPromise(BaseModel):
    """A dose for somebody, or two for whoever brings one more. The ids and the code are made where it is asked for.

    `vaccine` and `size`: the dose; `name`: what the vaccine is called on the appointment. `instead_of`: the later
    appointment that is given up for it; `second`: where its second dose is moved to, if it must be.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    promise_id: str
    appointment_id: str
    person_id: str
    centre_id: str
    day: date
    vaccine: str = Field(min_length=1, max_length=_LONGEST)
    size: str = Field(min_length=1, max_length=_LONGEST)
    name: str = Field(min_length=1, max_length=64)
    dose_kind: DoseKind
    persons: int = Field(default=1, ge=1, le=2)
    arrive_by: Moment
    code: str = Field(default="", max_length=64)
    instead_of: str | None = None
    second: NewAppointment | None = None

    @property
    def dose(self) -> Dose:
        """What is promised."""
        return Dose(self.vaccine, self.size)


def has_one(tx: Tx, wanted: ToPromise) -> Refused | None:
    """Whoever is promised a dose today, or is in the house, gets no other one."""
    for promise in tx.find(Promise, person_id=wanted.person_id):
        if promise.day == wanted.day and promise.state in {PromiseState.OPEN, PromiseState.KEPT}:
            return Refused("has_promise", {"arrive_by": promise.arrive_by.isoformat()})
    for visit in tx.find(Encounter, person_id=wanted.person_id):
        if visit.day == wanted.day and visit.state is EncounterState.ACTIVE:
            return Refused("already_in")
    return None


def not_for_them(tx: Tx, wanted: ToPromise, person: Person, centre: Centre, now: datetime) -> Refused | None:
    """What the books say of this dose today, and of the second one after it; nothing where no book knows the place."""
    book, _ = rulebook_of(tx.find(RuleBook))
    place = place_of(centre, book)
    if not place.within:
        return None
    asked_at = local(now, centre).replace(tzinfo=None, second=0, microsecond=0)
    shown = latest_proofs(tx.find(Proof, person_id=person.id), wanted.day)
    told = known_of(person, shown, book, tx.find(Immunization, person_id=person.id))
    known = as_waiting(told, wanted.dose_kind, shown)
    asked = Asked(asked_at, next_dose(known, wanted.dose_kind), (wanted.vaccine,), wanted.vaccine)
    verdict = eligibility(known, asked, place, book)
    if verdict.eligible is Eligible.NO and not verdict.missing:
        topics = [topic.topic for each in verdict.vaccines for topic in each.deciding]
        return Refused("not_eligible", {"person_id": person.id, "on": wanted.day.isoformat(), "topics": topics})
    second = _second_dose(tx, wanted, centre)
    if second is None:
        return None
    after = replace(known, doses=(*(known.doses or ()), Given(wanted.day, wanted.vaccine)))
    if first_no(after, [second], asked_at, place, book) is not None:
        return Refused("second_too_soon", {"on": second.on.isoformat()})
    return None


def _partner(tx: Tx, wanted: ToPromise) -> Appointment | None:
    """The second dose of what is given up, if it is booked."""
    old = tx.get(Appointment, wanted.instead_of) if wanted.instead_of else None
    if old is None or not old.series_id or wanted.dose_kind is not DoseKind.FIRST:
        return None
    pair = tx.find(Appointment, series_id=old.series_id)
    return next((each for each in pair if each.id != old.id and each.status is AppointmentStatus.BOOKED), None)


def _second_dose(tx: Tx, wanted: ToPromise, centre: Centre) -> Planned | None:
    book, _ = rulebook_of(tx.find(RuleBook))
    start: datetime | None
    if wanted.second is not None:
        slot = tx.get(Slot, wanted.second.slot_id)
        start, vaccine, contingent_id = (slot.start, slot.vaccine, wanted.second.contingent_id) if slot else (None,) * 3
    else:
        partner = _partner(tx, wanted)
        start, vaccine, contingent_id = (
            (partner.start, partner.vaccine, partner.contingent_id) if partner is not None else (None,) * 3
        )
    code = book.vaccine_named(vaccine) if vaccine else None
    if start is None or code is None:
        return None
    contingent = tx.get(Contingent, contingent_id) if contingent_id else None
    whom = contingent.open_for if contingent is not None else ""
    return Planned(local(start, centre).date(), DoseKind.SECOND, code, whom)


def second_refused(tx: Deciding, wanted: ToPromise, command: Command, now: datetime) -> Refused | None:
    """Why the second dose cannot be moved to where it is wanted, or what is given up is not theirs."""
    old = tx.get(Appointment, wanted.instead_of) if wanted.instead_of else None
    if wanted.instead_of and (old is None or old.person_id != wanted.person_id or old.status not in _WAITS):
        return Refused("old_appointment_not_open")
    if wanted.second is None:
        return None
    if wanted.second.person_id != wanted.person_id:
        return Refused("old_appointment_not_open")
    held = tx.find(Appointment, person_id=wanted.person_id)
    return place_not_given(tx, wanted.second, held, command, now, instead_of=_partner(tx, wanted))


def write_promise(tx: Tx, wanted: ToPromise, command: Command, persons: int, allotment_id: str | None = None) -> None:
    """The promise, the visit for it, and what is given up or moved for it."""
    partner = _partner(tx, wanted)
    series_id = wanted.second.series_id if wanted.second is not None else partner.series_id if partner else None
    tx.put(promise_of(wanted, command, PromiseState.OPEN, persons, allotment_id))
    tx.put(
        Appointment(
            id=wanted.appointment_id,
            person_id=wanted.person_id,
            centre_id=wanted.centre_id,
            start=wanted.arrive_by,
            dose_kind=wanted.dose_kind,
            vaccine=wanted.name,
            series_id=series_id,
            code=wanted.code,
            code_key=code_key(wanted.code),
            origin=PROMISED,
            booked_at=command.occurred_at,
            replaces_id=wanted.instead_of,
        )
    )
    for old in tx.find(Appointment, person_id=wanted.person_id):
        waits_here = old.status is AppointmentStatus.WAITLIST and old.centre_id == wanted.centre_id
        if old.status in _WAITS and (old.id == wanted.instead_of or waits_here):
            tx.put(given_up(old, command, wanted.appointment_id, "leftover"))
    if wanted.second is not None:
        honour_all(tx, [wanted.second], command, partner.id if partner is not None else None)
        if partner is not None:
            tx.put(given_up(partner, command, wanted.second.appointment_id, "rebooked"))


def promise_of(
    wanted: ToPromise, command: Command, state: PromiseState, persons: int, allotment_id: str | None = None
) -> Promise:
    return Promise(
        id=wanted.promise_id,
        person_id=wanted.person_id,
        centre_id=wanted.centre_id,
        day=wanted.day,
        vaccine=wanted.vaccine,
        size=wanted.size,
        persons=persons,
        arrive_by=wanted.arrive_by,
        state=state,
        appointment_id=wanted.appointment_id,
        allotment_id=allotment_id,
        promised_at=command.occurred_at,
        state_at=command.occurred_at,
        desk_id=command.desk_id,
        operator_id=command.operator_id,
    )
