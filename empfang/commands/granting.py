"""Whether asked-for places can be given, what would be free instead, and what follows when they are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from empfang.commands.base import Refused, is_deleted
from empfang.commands.fields import Label, Reason
from empfang.commands.instead import BY_ANOTHER_WAY, ways_instead
from empfang.commands.tx import Deciding, Tx
from empfang.model import (
    HOLDS_A_PLACE,
    Appointment,
    AppointmentStatus,
    Centre,
    Contingent,
    DoseKind,
    Immunization,
    Person,
    Proof,
    RuleBook,
    Slot,
)
from empfang.protocol import Alternative, Command
from empfang.rules.booking import ONLINE, Asking, place_refused, places_free
from empfang.rules.codes import code_key
from empfang.rules.known import known_of, place_of
from empfang.rules.papers import latest_proofs
from empfang.rules.planned import Planned, first_no
from empfang.rules.stored import rulebook_of

ALTERNATIVES = 3
"""Free places named with a refusal."""
Held = Mapping[str, Sequence[Appointment]]
"""By person: all their appointments."""
_FULL = frozenset({"slot_full", "slot_over"})
"""Refusals after which another time of the same contingent helps."""


class NewAppointment(BaseModel):
    """A place that is asked for. The ids and the code are made where it is asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    appointment_id: str
    person_id: str
    centre_id: str
    slot_id: str
    contingent_id: str
    dose_kind: DoseKind
    series_id: str | None = None
    first_only_reason: Reason = ""
    party_id: str | None = None
    code: str = Field(default="", max_length=64)
    origin: Label = "desk"

    def record(
        self, slot: Slot | None, status: AppointmentStatus, command: Command, replaces_id: str | None = None
    ) -> Appointment:
        """The appointment as it would be."""
        return Appointment(
            id=self.appointment_id,
            person_id=self.person_id,
            centre_id=self.centre_id,
            status=status,
            start=slot.start if slot else None,
            minutes=slot.minutes if slot else 5,
            slot_id=self.slot_id,
            contingent_id=self.contingent_id,
            dose_kind=self.dose_kind,
            vaccine=slot.vaccine if slot else None,
            series_id=self.series_id,
            first_only_reason=self.first_only_reason,
            party_id=self.party_id,
            code=self.code,
            code_key=code_key(self.code),
            origin=self.origin,
            booked_at=command.occurred_at,
            replaces_id=replaces_id,
        )


def mark_all(tx: Tx, wanted: Iterable[NewAppointment], command: Command, replaces_id: str | None = None) -> None:
    """Show at the desk that these places were asked for."""
    for each in wanted:
        if tx.get(Appointment, each.appointment_id) is None:
            tx.put(each.record(tx.get(Slot, each.slot_id), AppointmentStatus.PENDING, command, replaces_id))


def honour_all(tx: Tx, wanted: Iterable[NewAppointment], command: Command, replaces_id: str | None = None) -> None:
    """Write what was granted once, unless it is known or its person was deleted."""
    for each in wanted:
        if tx.get(Appointment, each.appointment_id) is None and not is_deleted(tx, each.person_id):
            tx.put(each.record(tx.get(Slot, each.slot_id), AppointmentStatus.BOOKED, command, replaces_id))


def held_by(tx: Tx, wanted: Sequence[NewAppointment]) -> Held:
    """What the people who ask have already."""
    people = dict.fromkeys(each.person_id for each in wanted)
    return {person_id: tx.find(Appointment, person_id=person_id) for person_id in people}


def all_refused(
    tx: Deciding, wanted: Sequence[NewAppointment], held: Held, command: Command, now: datetime
) -> Refused | None:
    """Why these places cannot be given together; None if they can."""
    for place, each in enumerate(wanted):
        earlier = wanted[:place]
        if any(e.slot_id == each.slot_id and e.person_id == each.person_id for e in earlier):
            return Refused("has_place_there")
        taken = sum(_same_place(e, each) for e in earlier)
        refused = place_not_given(tx, each, held[each.person_id], command, now, also_taken=taken)
        if refused is not None:
            return refused
    return doses_refused(tx, wanted, command, now)


def place_not_given(
    tx: Deciding,
    wanted: NewAppointment,
    held: Iterable[Appointment],
    command: Command,
    now: datetime,
    *,
    also_taken: int = 0,
    instead_of: Appointment | None = None,
) -> Refused | None:
    """Why one place cannot be given, with alternatives. `held`: what the person has already; `also_taken`: places of
    the slot that this request takes."""
    if tx.get(Appointment, wanted.appointment_id) is not None:
        return Refused("appointment_exists")
    person, slot = tx.get(Person, wanted.person_id), tx.get(Slot, wanted.slot_id)
    if person is None:
        return Refused("person_unknown")
    refused = _has_one(wanted, [each for each in held if instead_of is None or each.id != instead_of.id], now)
    if refused is not None:
        return refused
    if slot is not None and slot.centre_id != wanted.centre_id:
        return Refused("slot_unknown")
    asking = Asking(
        now,
        min(now, command.occurred_at),
        wanted.origin,
        keeps=instead_of is not None and instead_of.contingent_id == wanted.contingent_id,
    )
    taken = (slot.taken.get(wanted.contingent_id, 0) if slot else 0) + also_taken
    contingent, centre = tx.get(Contingent, wanted.contingent_id), tx.get(Centre, wanted.centre_id)
    refusal = place_refused(slot, contingent, person, centre, taken, asking)
    if refusal is None:
        return None
    code = refusal.code
    alternatives: tuple[Alternative, ...] = ()
    if slot is not None and code in _FULL:
        alternatives = _alternatives(tx, slot, wanted.contingent_id, now)
        if not alternatives and code == "slot_full":
            code = "contingent_used_up"
    if slot is not None and code in BY_ANOTHER_WAY:
        instead = ways_instead(tx, slot, wanted.contingent_id, person, centre, now)
        return Refused(code, {**refusal.parameters, "instead": instead})
    return Refused(code, refusal.parameters, alternatives)


def _has_one(wanted: NewAppointment, others: Iterable[Appointment], now: datetime) -> Refused | None:
    """Why what somebody holds stands against another place.

    Whether they want a further one, a clerk asks them. Online nobody asks: there, one for each dose is enough.
    """
    for each in others:
        if each.slot_id == wanted.slot_id and each.status in HOLDS_A_PLACE:
            return Refused("has_place_there")
        same_dose = wanted.origin == ONLINE and each.dose_kind == wanted.dose_kind
        if same_dose and each.status is AppointmentStatus.BOOKED and each.start is not None and each.start > now:
            return Refused("has_appointment", {"start": each.start.isoformat()})
    return None


def doses_refused(
    tx: Deciding,
    wanted: Sequence[NewAppointment],
    command: Command,
    now: datetime,
    others: Mapping[str, Sequence[Appointment]] | None = None,
) -> Refused | None:
    """Why the rules forbid these doses on their days, each person's put together with `others` that they hold.

    A second dose never comes before its first; the books say how far apart they are, and who may have them.
    """
    refused = _order_refused(tx, wanted)
    if refused is not None:
        return refused
    by_person = sorted(wanted, key=lambda each: each.person_id)
    for person_id, places in groupby(by_person, key=lambda each: each.person_id):
        refused = _by_rules(tx, person_id, tuple(places), tuple((others or {}).get(person_id, ())), command, now)
        if refused is not None:
            return refused
    return None


def give_up_waiting(tx: Tx, granted: Sequence[NewAppointment], held: Held, command: Command) -> None:
    """Who was given a place at a centre waits there no longer."""
    for person_id, centre_id in dict.fromkeys((each.person_id, each.centre_id) for each in granted):
        first = next(each for each in granted if each.person_id == person_id)
        for each in held[person_id]:
            if each.status is AppointmentStatus.WAITLIST and each.centre_id == centre_id:
                tx.put(given_up(each, command, first.appointment_id, "booked"))


def given_up(old: Appointment, command: Command, replaced_by: str, reason: str) -> Appointment:
    """An appointment that somebody gives back for another one."""
    return old.with_(
        status=AppointmentStatus.CANCELLED,
        cancelled_at=command.occurred_at,
        cancelled_desk_id=command.desk_id,
        cancelled_operator_id=command.operator_id,
        cancelled_by_command=command.id,
        cancel_reason=reason,
        replaced_by_id=replaced_by,
    )


def _alternatives(tx: Deciding, slot: Slot, contingent_id: str, now: datetime) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(
            slot_id=other.id,
            contingent_id=contingent_id,
            start=other.start,
            vaccine=other.vaccine,
            free=places_free(other, contingent_id, other.taken.get(contingent_id, 0)),
        )
        for other in tx.free_near(slot, contingent_id, now, ALTERNATIVES)
    )


def _same_place(one: NewAppointment, other: NewAppointment) -> bool:
    return (one.slot_id, one.contingent_id) == (other.slot_id, other.contingent_id)


def _order_refused(tx: Tx, wanted: Sequence[NewAppointment]) -> Refused | None:
    for series_id in {place.series_id for place in wanted if place.series_id}:
        starts: dict[DoseKind, datetime] = {}
        for place in wanted:
            slot = tx.get(Slot, place.slot_id)
            if place.series_id == series_id and slot is not None:
                starts[place.dose_kind] = slot.start
        first, second = starts.get(DoseKind.FIRST), starts.get(DoseKind.SECOND)
        if first is not None and second is not None and second <= first:
            return Refused("pair_order")
    return None


def _by_rules(
    tx: Tx,
    person_id: str,
    wanted: Sequence[NewAppointment],
    others: Sequence[Appointment],
    command: Command,
    now: datetime,
) -> Refused | None:
    """What the books say of one person's doses at one centre; nothing where no book knows the vaccine or the place."""
    person, centre = tx.get(Person, person_id), tx.get(Centre, wanted[0].centre_id)
    if person is None or centre is None:
        return None
    book, _ = rulebook_of(tx.find(RuleBook))
    place = place_of(centre, book)
    if not place.within:
        return None
    zone = ZoneInfo(centre.time_zone)
    planned: list[Planned] = []
    for kind, vaccine, start, contingent_id in (
        *(
            (each.dose_kind, slot.vaccine, slot.start, each.contingent_id)
            for each in wanted
            if (slot := tx.get(Slot, each.slot_id))
        ),
        *((each.dose_kind, each.vaccine, each.start, each.contingent_id) for each in others),
    ):
        code = book.vaccine_named(vaccine) if vaccine else None
        if kind is None or code is None or start is None:
            return None
        contingent = tx.get(Contingent, contingent_id) if contingent_id else None
        open_for = contingent.open_for if contingent is not None else ""
        planned.append(Planned(start.astimezone(zone).date(), kind, code, open_for))
    asked_at = min(now, command.occurred_at).astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
    shown = latest_proofs(tx.find(Proof, person_id=person_id), asked_at.date())
    known = known_of(person, shown, book, tx.find(Immunization, person_id=person_id))
    found = first_no(known, planned, asked_at, place, book)
    if found is None:
        return None
    dose, verdict = found
    topics = [topic.topic for each in verdict.vaccines for topic in each.deciding]
    rules = [
        reason.rule.id
        for each in verdict.vaccines
        for topic in each.deciding
        for reason in topic.reasons
        if reason.rule is not None and reason.says is verdict.eligible
    ]
    return Refused(
        "not_eligible",
        {"person_id": person_id, "dose_kind": dose.kind, "on": dose.on.isoformat(), "topics": topics, "rules": rules},
    )
