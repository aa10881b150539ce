"""A dose that is promised: what stands against it, and what is written with it, in one transaction."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from empfang.commands.base import Refused
from empfang.commands.fields import Code
from empfang.commands.granting import NewAppointment, given_up, honour_all, place_not_given
from empfang.commands.on_site import here_now
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
from empfang.rules.leftover_day import GRACE
from empfang.rules.on_site import Here
from empfang.rules.origins import PROMISED
from empfang.rules.papers import latest_proofs
from empfang.rules.planned import Planned, first_no
from empfang.rules.rulebook import Rulebook
from empfang.rules.second_dose import given_today, second_kept
from empfang.rules.situation import Asked, Known
from empfang.rules.stored import rulebook_of
from empfang.rules.vials import Dose

_WAITS = frozenset({AppointmentStatus.BOOKED, AppointmentStatus.WAITLIST})
_FOR_A_DOSE, _MOVED, _LATE = "leftover", "rebooked", "late"
_OF_CANCELLING = (
    "cancelled_at", "cancelled_desk_id", "cancelled_operator_id", "cancelled_by_command", "cancel_reason",
    "replaced_by_id",
)  # fmt: skip


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
    vaccine: Code
    size: Code
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


def has_one(tx: Tx, person_id: str, day: date, now: datetime, here: Here | None) -> Refused | None:
    """Whoever is promised a dose today, or is in the house, gets no other one.

    But for a promise that holds none any more, and for those who were let in without an appointment and wait for one.
    """
    for promise in tx.find(Promise, person_id=person_id):
        waits = promise.state is PromiseState.OPEN and not is_over(promise, now)
        if promise.day == day and (waits or promise.state is PromiseState.KEPT):
            return Refused("has_promise", {"arrive_by": promise.arrive_by.isoformat()})
    inside = here.visit.id if here is not None and here.visit is not None else None
    for visit in tx.find(Encounter, person_id=person_id):
        if visit.day == day and visit.state is EncounterState.ACTIVE and visit.id != inside:
            return Refused("already_in")
    return None


def is_over(promise: Promise, now: datetime) -> bool:
    """Whether its dose is free again: a quarter of an hour after its time."""
    return now > promise.arrive_by + GRACE


def not_for_them(tx: Tx, wanted: ToPromise, person: Person, centre: Centre, now: datetime) -> Refused | None:
    """What the books say of this dose today, and of the second one after it; nothing where no book knows the place."""
    book, _ = rulebook_of(tx.find(RuleBook))
    place = place_of(centre, book)
    if not place.within:
        return None
    known = _known(tx, wanted, person, book)
    asked = Asked(_asked_at(now, centre), next_dose(known, wanted.dose_kind), (wanted.vaccine,), wanted.vaccine)
    verdict = eligibility(known, asked, place, book)
    if verdict.eligible is Eligible.NO and not verdict.missing:
        topics = [topic.topic for each in verdict.vaccines for topic in each.deciding]
        return Refused("not_eligible", {"person_id": person.id, "on": wanted.day.isoformat(), "topics": topics})
    too_soon = _second_too_soon(tx, wanted, person, centre, now)
    return None if too_soon is None else Refused("second_too_soon", {"on": too_soon.isoformat()})


def _known(tx: Tx, wanted: ToPromise, person: Person, book: Rulebook) -> Known:
    shown = latest_proofs(tx.find(Proof, person_id=person.id), wanted.day)
    told = known_of(person, shown, book, tx.find(Immunization, person_id=person.id))
    return as_waiting(told, wanted.dose_kind, shown)


def _asked_at(now: datetime, centre: Centre) -> datetime:
    return local(now, centre).replace(tzinfo=None, second=0, microsecond=0)


def second_of(tx: Tx, wanted: ToPromise) -> Appointment | None:
    """The second dose that somebody has who is given their first one."""
    if wanted.dose_kind is not DoseKind.FIRST:
        return None
    return second_kept(tx.find(Appointment, person_id=wanted.person_id), wanted.instead_of)


def second_is_open(tx: Tx, wanted: ToPromise, at: datetime) -> bool:
    """Whether somebody must see to the second dose after a first one that was promised without asking: there is none,
    or the rules forbid it on its day."""
    if wanted.dose_kind is not DoseKind.FIRST:
        return False
    person, centre = tx.get(Person, wanted.person_id), tx.get(Centre, wanted.centre_id)
    if second_of(tx, wanted) is None or person is None or centre is None:
        return True
    return _second_too_soon(tx, wanted, person, centre, at) is not None


def _second_too_soon(tx: Tx, wanted: ToPromise, person: Person, centre: Centre, now: datetime) -> date | None:
    """The day of the second dose, moved or not, if the rules forbid it after a first one today."""
    book, _ = rulebook_of(tx.find(RuleBook))
    place, second = place_of(centre, book), _second_dose(tx, wanted, centre, book)
    if second is None or not place.within:
        return None
    after = given_today(_known(tx, wanted, person, book), wanted.day, wanted.vaccine)
    return second.on if first_no(after, [second], _asked_at(now, centre), place, book) is not None else None


def _second_dose(tx: Tx, wanted: ToPromise, centre: Centre, book: Rulebook) -> Planned | None:
    start: datetime | None
    if wanted.second is not None:
        slot = tx.get(Slot, wanted.second.slot_id)
        start, vaccine, contingent_id = (slot.start, slot.vaccine, wanted.second.contingent_id) if slot else (None,) * 3
    else:
        kept = second_of(tx, wanted)
        start, vaccine, contingent_id = (
            (kept.start, kept.vaccine, kept.contingent_id) if kept is not None else (None,) * 3
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
    return place_not_given(tx, wanted.second, held, command, now, instead_of=second_of(tx, wanted))


def write_promise(
    tx: Tx, wanted: ToPromise, command: Command, persons: int, now: datetime, allotment_id: str | None = None
) -> None:
    """The promise, the visit for it, and what is given up or moved for it."""
    _drop_late(tx, wanted, command, now)
    here = here_now(tx, wanted.person_id, wanted.centre_id, wanted.day)
    inside = here.visit.appointment_id if here is not None and here.visit is not None else None
    waits = tx.get(Appointment, inside) if inside is not None else None
    kept = second_of(tx, wanted)
    series_id = wanted.second.series_id if wanted.second is not None else kept.series_id if kept is not None else None
    promise = promise_of(wanted, command, PromiseState.OPEN, persons, allotment_id)
    if waits is not None:
        # In the house already: the dose is theirs by being there.
        visit = waits.with_(vaccine=wanted.name, dose_kind=wanted.dose_kind, series_id=series_id)
        promise = promise.with_(state=PromiseState.KEPT, appointment_id=visit.id)
    else:
        visit = visit_for(promise, wanted.name, wanted.dose_kind, command).with_(
            series_id=series_id, code=wanted.code, code_key=code_key(wanted.code), replaces_id=wanted.instead_of
        )
    tx.put(promise)
    tx.put(visit)
    waits_no_more(tx, promise, command, wanted.instead_of)
    if wanted.second is not None:
        honour_all(tx, [wanted.second], command, kept.id if kept is not None else None)
        if kept is not None:
            tx.put(given_up(kept, command, wanted.second.appointment_id, _MOVED))


def give_back(tx: Tx, promise: Promise, visit: Appointment, command: Command) -> None:
    """What was given up or moved for a promise that is withdrawn is theirs again; of the visit itself nothing changes.

    Its place may be somebody else's by now: nobody loses an appointment for a dose that they do not get, and the
    service raises an alarm.
    """
    theirs = tx.find(Appointment, person_id=promise.person_id)
    moved = [each for each in theirs if _moved_for(each, promise, visit)]
    for each in moved:
        tx.put(taken_back(each, command))
    gone = {visit.id: _FOR_A_DOSE, **{each.id: _MOVED for each in moved}}
    # What was given up for an earlier promise, in whose stead this one came, was given up for this one.
    gone |= {each.id: _FOR_A_DOSE for each in theirs if each.origin == PROMISED and each.replaced_by_id == visit.id}
    for old in theirs:
        is_cancelled = old.status is AppointmentStatus.CANCELLED and old.origin != PROMISED
        if is_cancelled and gone.get(old.replaced_by_id or "") == old.cancel_reason:
            tx.put(_again(old))


def _moved_for(appointment: Appointment, promise: Promise, visit: Appointment) -> bool:
    """Whether it is the second dose that was given with the promise."""
    if visit.series_id is None or appointment.series_id != visit.series_id or appointment.id == visit.id:
        return False
    return appointment.booked_at == promise.promised_at and appointment.status is AppointmentStatus.BOOKED


def taken_back(appointment: Appointment, command: Command) -> Appointment:
    """An appointment that goes with a promise that is withdrawn."""
    return given_up(appointment, command, "", "withdrawn").with_(replaced_by_id=None)


def _again(old: Appointment) -> Appointment:
    stood = AppointmentStatus.BOOKED if old.start is not None else AppointmentStatus.WAITLIST
    undone = {name: Appointment.model_fields[name].default for name in _OF_CANCELLING}
    return old.with_(status=stood, **undone)


def visit_for(promise: Promise, name: str, kind: DoseKind | None, command: Command) -> Appointment:
    """The appointment for which whoever was promised a dose comes. `name`: what the vaccine is called."""
    return Appointment(
        id=promise.appointment_id,
        person_id=promise.person_id,
        centre_id=promise.centre_id,
        start=promise.arrive_by,
        dose_kind=kind,
        vaccine=name,
        origin=PROMISED,
        booked_at=command.occurred_at,
    )


def waits_no_more(tx: Tx, promise: Promise, command: Command, instead_of: str | None = None) -> None:
    """What somebody gives up for a promise: their place on the centre's waiting list, and the appointment they said."""
    for old in tx.find(Appointment, person_id=promise.person_id):
        waits_here = old.status is AppointmentStatus.WAITLIST and old.centre_id == promise.centre_id
        if old.status in _WAITS and (old.id == instead_of or waits_here):
            tx.put(given_up(old, command, promise.appointment_id, _FOR_A_DOSE))


def _drop_late(tx: Tx, wanted: ToPromise, command: Command, now: datetime) -> None:
    """A promise whose time was over makes way for the new one, with its appointment."""
    for old in tx.find(Promise, person_id=wanted.person_id):
        if old.day == wanted.day and old.state is PromiseState.OPEN and is_over(old, now):
            tx.put(old.with_(state=PromiseState.WITHDRAWN, state_at=command.occurred_at, reason=_LATE))
            visit = tx.get(Appointment, old.appointment_id)
            if visit is not None and visit.status is AppointmentStatus.BOOKED:
                tx.put(given_up(visit, command, wanted.appointment_id, _LATE))


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
