"""Asking for places: booking, moving, and taking one at short notice. All of what is asked for is granted, or none."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from pydantic import Field, model_validator

from empfang.commands.base import Granted, Refused, Request, released
from empfang.commands.confirming import confirm, confirm_again
from empfang.commands.granting import (
    NewAppointment,
    all_refused,
    doses_refused,
    give_up_waiting,
    given_up,
    held_by,
    honour_all,
    mark_all,
    place_not_given,
)
from empfang.commands.tx import Deciding, Tx
from empfang.model import Appointment, AppointmentStatus, Centre, DoseKind, Immunization, Person, Proof, RuleBook, Slot
from empfang.protocol import Command
from empfang.rules.known import known_of
from empfang.rules.papers import latest_proofs
from empfang.rules.short_notice import dropped_by, is_vaccinated, short_notice_refused
from empfang.rules.stored import rulebook_of

MOST_PLACES = 20
"""Places that can be asked for at once."""


@released(1)
@released(2)
class Book(Request):
    """Places for one person, for a pair of doses, or for a party: all of them or none.

    Since version 2: `contact_id`, to whom the one confirmation goes; else to the first person.
    """

    kind: ClassVar[str] = "book"
    version: ClassVar[int] = 2
    appointments: tuple[NewAppointment, ...] = Field(min_length=1, max_length=MOST_PLACES)
    contact_id: str | None = None

    @model_validator(mode="after")
    def _different(self) -> "Book":
        if len({wanted.appointment_id for wanted in self.appointments}) < len(self.appointments):
            raise ValueError("an appointment asked for twice")
        return self

    def subjects(self) -> tuple[str, ...]:
        return tuple(sorted({wanted.person_id for wanted in self.appointments}))

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return tuple((Person.kind, person_id) for person_id in self.subjects())

    def mark_pending(self, tx: Tx, command: Command) -> None:
        mark_all(tx, self.appointments, command)

    def decide(self, tx: Deciding, command: Command, now: datetime) -> Granted | Refused:
        held = held_by(tx, self.appointments)
        refused = all_refused(tx, self.appointments, held, command, now)
        if refused is not None:
            return refused
        honour_all(tx, self.appointments, command)
        give_up_waiting(tx, self.appointments, held, command)
        confirm(tx, command, self._contact_id, self.appointments, now)
        return Granted()

    def honour(self, tx: Tx, command: Command) -> None:
        honour_all(tx, self.appointments, command)
        held = {who: _held_then(theirs, command) for who, theirs in held_by(tx, self.appointments).items()}
        give_up_waiting(tx, self.appointments, held, command)
        confirm_again(tx, command, self._contact_id, self.appointments)

    @property
    def _contact_id(self) -> str:
        return self.contact_id or self.appointments[0].person_id


@released()
class Rebook(Request):
    """Another place instead of one that is held: the old one is given back only with the new one."""

    kind: ClassVar[str] = "rebook"
    old_appointment_id: str
    new: NewAppointment

    def subjects(self) -> tuple[str, ...]:
        return (self.new.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Appointment.kind, self.old_appointment_id),)

    def mark_pending(self, tx: Tx, command: Command) -> None:
        mark_all(tx, [self.new], command, self.old_appointment_id)

    def decide(self, tx: Deciding, command: Command, now: datetime) -> Granted | Refused:
        old = tx.get(Appointment, self.old_appointment_id)
        if old is None or old.person_id != self.new.person_id or old.status is not AppointmentStatus.BOOKED:
            return Refused("old_appointment_not_open")
        same = old.slot_id == self.new.slot_id and old.contingent_id == self.new.contingent_id
        held = held_by(tx, [self.new])[self.new.person_id]
        refused = place_not_given(tx, self.new, held, command, now, also_taken=-1 if same else 0, instead_of=old)
        refused = refused or self._pair_refused(tx, old, command, now)
        if refused is not None:
            return refused
        honour_all(tx, [self.new], command, old.id)
        tx.put(given_up(old, command, self.new.appointment_id, "rebooked"))
        confirm(tx, command, self.new.person_id, [self.new], now)
        return Granted()

    def honour(self, tx: Tx, command: Command) -> None:
        old = tx.get(Appointment, self.old_appointment_id)
        honour_all(tx, [self.new], command, self.old_appointment_id)
        if old is not None and old.status is AppointmentStatus.BOOKED:
            tx.put(given_up(old, command, self.new.appointment_id, "rebooked"))
        confirm_again(tx, command, self.new.person_id, [self.new])

    def _pair_refused(self, tx: Deciding, old: Appointment, command: Command, now: datetime) -> Refused | None:
        """Moving one of a pair must leave the first dose before the second, and as far from it as the rules ask."""
        slot = tx.get(Slot, self.new.slot_id)
        partners = [
            other
            for other in (tx.find(Appointment, series_id=old.series_id) if old.series_id else ())
            if other.id != old.id and other.status is AppointmentStatus.BOOKED and other.start is not None
        ]
        for other in partners:
            if slot is None or other.start is None:
                continue
            first_after_second = other.dose_kind is DoseKind.SECOND and slot.start >= other.start
            second_before_first = other.dose_kind is DoseKind.FIRST and slot.start <= other.start
            if first_after_second or second_before_first:
                return Refused("pair_order", {"other": other.start.isoformat()})
        return doses_refused(tx, [self.new], command, now, {old.person_id: partners})


@released()
class TakeShortNotice(Request):
    """A freed place within a few days, with the second one if there is one: older places are given up with it.

    Only for who is registered and not yet vaccinated, by the centre's terms (`rules.short_notice`).
    """

    kind: ClassVar[str] = "take_short_notice"
    appointments: tuple[NewAppointment, ...] = Field(min_length=1, max_length=2)

    @model_validator(mode="after")
    def _of_one_person(self) -> "TakeShortNotice":
        if len({wanted.person_id for wanted in self.appointments}) > 1:
            raise ValueError("places of several people")
        if len({wanted.appointment_id for wanted in self.appointments}) < len(self.appointments):
            raise ValueError("an appointment asked for twice")
        return self

    def subjects(self) -> tuple[str, ...]:
        return (self.appointments[0].person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Person.kind, self.appointments[0].person_id),)

    def mark_pending(self, tx: Tx, command: Command) -> None:
        mark_all(tx, self.appointments, command)

    def decide(self, tx: Deciding, command: Command, now: datetime) -> Granted | Refused:
        [(person_id, held)] = held_by(tx, self.appointments).items()
        given_up = dropped_by(held, now)
        stays = {person_id: [each for each in held if each not in given_up]}
        refused = self._not_for_them(tx, held, now) or all_refused(tx, self.appointments, stays, command, now)
        if refused is not None:
            return refused
        self._drop_older(tx, command, held, now)
        honour_all(tx, self.appointments, command)
        confirm(tx, command, self.appointments[0].person_id, self.appointments, now)
        return Granted()

    def honour(self, tx: Tx, command: Command) -> None:
        held = tx.find(Appointment, person_id=self.appointments[0].person_id)
        self._drop_older(tx, command, _held_then(held, command), command.occurred_at)
        honour_all(tx, self.appointments, command)
        confirm_again(tx, command, self.appointments[0].person_id, self.appointments)

    def _not_for_them(self, tx: Tx, held: Sequence[Appointment], now: datetime) -> Refused | None:
        soonest = self.appointments[0]
        person, slot = tx.get(Person, soonest.person_id), tx.get(Slot, soonest.slot_id)
        centre = tx.get(Centre, soonest.centre_id)
        if person is None:
            return Refused("person_unknown")
        if slot is None or centre is None:
            return Refused("slot_unknown")
        shown = latest_proofs(tx.find(Proof, person_id=person.id), now.date())
        book, _ = rulebook_of(tx.find(RuleBook))
        vaccinated = is_vaccinated(known_of(person, shown, book, tx.find(Immunization, person_id=person.id)), held)
        refusal = short_notice_refused(person, slot.start, centre, now, vaccinated=vaccinated)
        return None if refusal is None else Refused(refusal.code, refusal.parameters)

    def _drop_older(self, tx: Tx, command: Command, held: Iterable[Appointment], now: datetime) -> None:
        own = {wanted.appointment_id for wanted in self.appointments}
        for old in dropped_by([each for each in held if each.id not in own], now):
            tx.put(given_up(old, command, self.appointments[0].appointment_id, "short_notice"))


def _held_then(held: Iterable[Appointment], command: Command) -> list[Appointment]:
    """Without what somebody was given, or waits for, since they asked: that stands."""
    return [each for each in held if each.booked_at is None or each.booked_at <= command.occurred_at]
