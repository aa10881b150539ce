"""Promising somebody a dose that is left over: asked of the service, or given away from a desk's allotment.

The service grants no more than its own forecast says is safe, in the transaction in which it writes the promise: so two
desks never promise the same dose. Promise and rebooking are one: what somebody gives up for it is free with it, and a
second dose stays as far away as the rules ask.
"""

from datetime import datetime
from typing import ClassVar

from pydantic import Field, model_validator

from empfang.commands.base import (
    CONFLICT,
    FULL,
    Applied,
    Fact,
    Granted,
    Refused,
    Request,
    is_deleted,
    nothing,
    released,
)
from empfang.commands.calling import lease_id
from empfang.commands.centre_day import centre_day_id
from empfang.commands.confirming import confirm, confirm_again
from empfang.commands.fields import Reason
from empfang.commands.granting import mark_all
from empfang.commands.leftover_now import latest_arrival, leftover_now, safe_now
from empfang.commands.on_site import here_now
from empfang.commands.promised import (
    ToPromise,
    give_back,
    has_one,
    not_for_them,
    promise_of,
    second_is_open,
    second_of,
    second_refused,
    taken_back,
    write_promise,
)
from empfang.commands.tx import Deciding, Tx
from empfang.ids import derived_id
from empfang.model import (
    Allotment,
    Appointment,
    AppointmentStatus,
    CallLease,
    Centre,
    CentreDay,
    Conflict,
    Person,
    Promise,
    PromiseState,
    moment_text,
)
from empfang.protocol import Command
from empfang.rules.arrival import local
from empfang.rules.origins import WALK_IN


@released()
class PromiseDose(Request):
    """A dose that is left over, now, for somebody on the telephone. Of two asked for it may be one that is granted."""

    kind: ClassVar[str] = "promise_dose"
    wanted: ToPromise
    fence: int = Field(default=0, ge=0)

    def subjects(self) -> tuple[str, ...]:
        return (self.wanted.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Person.kind, self.wanted.person_id),)

    def mark_pending(self, tx: Tx, command: Command) -> None:
        if tx.get(Promise, self.wanted.promise_id) is None:
            tx.put(promise_of(self.wanted, command, PromiseState.PENDING, self.wanted.persons))
        if self.wanted.second is not None:
            mark_all(tx, [self.wanted.second], command)

    def decide(self, tx: Deciding, command: Command, now: datetime) -> Granted | Refused:
        wanted = self.wanted
        person, centre = tx.get(Person, wanted.person_id), tx.get(Centre, wanted.centre_id)
        if tx.get(Promise, wanted.promise_id) is not None:
            return Refused("promise_exists")
        if person is None:
            return Refused("person_unknown")
        if centre is None:
            return Refused("centre_unknown")
        if wanted.arrive_by < now:
            return Refused("time_over")
        if local(now, centre).date() != wanted.day:
            return Refused("other_day", {"day": wanted.day.isoformat()})
        here = here_now(tx, wanted.person_id, wanted.centre_id, wanted.day)
        refused = (
            self._has_passed(tx)
            or has_one(tx, wanted.person_id, wanted.day, now, here)
            or not_for_them(tx, wanted, person, centre, now)
            or second_refused(tx, wanted, command, now)
        )
        if refused is not None:
            return refused
        found = leftover_now(tx, centre, wanted.day, now).of.get(wanted.dose)
        persons = min(wanted.persons, safe_now(found, here=here is not None))
        if found is None or not persons:
            return Refused("no_dose_left", {"short": found.short if found is not None else 0})
        latest = latest_arrival(found, centre, tx.get(CentreDay, centre_day_id(centre.id, wanted.day)), now)
        if (wanted.arrive_by if here is None else now) > latest:
            return Refused("arrives_too_late", {"latest": moment_text(latest)})
        write_promise(tx, wanted, command, persons, now)
        if wanted.second is not None:
            confirm(tx, command, wanted.person_id, [wanted.second], now)
        return Granted()

    def honour(self, tx: Tx, command: Command) -> None:
        if tx.get(Promise, self.wanted.promise_id) is None and not is_deleted(tx, self.wanted.person_id):
            write_promise(tx, self.wanted, command, self.wanted.persons, command.occurred_at)
            if self.wanted.second is not None:
                confirm_again(tx, command, self.wanted.person_id, [self.wanted.second])

    def _has_passed(self, tx: Tx) -> Refused | None:
        lease = tx.get(CallLease, lease_id(self.wanted.centre_id, self.wanted.person_id))
        passed = lease is not None and 0 < self.fence < lease.fence
        return Refused("call_held", {"operator_id": lease.operator_id}) if lease is not None and passed else None


@released()
class PromiseFromAllotment(Fact):
    """A dose of the desk's own allotment was promised, with or without a network: the service has counted it already.

    One too many is kept all the same, and the service raises an alarm: only there all promises are known. A second dose
    is not moved with it: a place is asked for. Where there is none, or too soon, somebody must see to it.
    """

    kind: ClassVar[str] = "promise_from_allotment"
    wanted: ToPromise
    allotment_id: str

    @model_validator(mode="after")
    def _takes_no_place(self) -> "PromiseFromAllotment":
        if self.wanted.second is not None:
            raise ValueError("a place is asked for")
        return self

    def subjects(self) -> tuple[str, ...]:
        return (self.wanted.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Person.kind, self.wanted.person_id), (Allotment.kind, self.allotment_id))

    def apply(self, tx: Tx, command: Command) -> Applied:
        wanted = self.wanted
        if tx.get(Promise, wanted.promise_id) is not None:
            return nothing("known_already")
        is_open, kept = second_is_open(tx, wanted, command.occurred_at), second_of(tx, wanted)
        write_promise(tx, wanted, command, wanted.persons, command.occurred_at, self.allotment_id)
        if not is_open:
            return FULL
        tx.put(
            Conflict(
                id=_second_conflict_id(wanted.promise_id),
                conflict_kind="second_not_moved",
                centre_id=wanted.centre_id,
                person_id=wanted.person_id,
                appointment_id=kept.id if kept is not None else None,
                needs_decision=True,
                raised_at=command.occurred_at,
                facts={"promise_id": wanted.promise_id},
            )
        )
        return CONFLICT


def _second_conflict_id(promise_id: str) -> str:
    return derived_id("second_not_moved", promise_id)


@released()
class WithdrawPromise(Fact):
    """A promised dose is not wanted any more, or was never said to anybody: it is free at once.

    What was given up or moved for it is the person's again.
    """

    kind: ClassVar[str] = "withdraw_promise"
    promise_id: str
    person_id: str
    reason: Reason = ""

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Promise.kind, self.promise_id),)

    def apply(self, tx: Tx, command: Command) -> Applied:
        known = tx.get(Promise, self.promise_id)
        if known is None or known.person_id != self.person_id:
            return nothing("promise_unknown")
        if known.state is PromiseState.WITHDRAWN:
            return nothing("known_already")
        visit = tx.get(Appointment, known.appointment_id)
        walked_in = visit is not None and visit.origin == WALK_IN
        waits = walked_in and visit is not None and visit.status is AppointmentStatus.CHECKED_IN
        if known.state is PromiseState.KEPT and not waits:
            return nothing("promise_kept")
        tx.put(known.with_(state=PromiseState.WITHDRAWN, state_at=command.occurred_at, reason=self.reason))
        if visit is not None and (waits or visit.status is AppointmentStatus.BOOKED):
            # Who is in the house stays, and waits for a dose as before.
            tx.put(visit.with_(vaccine=None, dose_kind=None) if waits else taken_back(visit, command))
            give_back(tx, known, visit, command)
        tx.delete(Conflict, _second_conflict_id(known.id))
        return FULL
