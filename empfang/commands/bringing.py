"""Somebody who was promised a dose for two has brought the other one along."""

from typing import ClassVar

from empfang.commands.base import FULL, Applied, Fact, nothing, released
from empfang.commands.promised import visit_for, waits_no_more
from empfang.commands.tx import Tx
from empfang.ids import derived_id
from empfang.model import Appointment, DoseKind, Person, Promise, PromiseState
from empfang.protocol import Command


def companions_promise(promise_id: str) -> str:
    """The id of the companion's own promise: a promise for two is divided once."""
    return derived_id("companion", promise_id)


@released()
class BringAlong(Fact):
    """The second dose of a promise for two is this companion's: a promise of their own, until the same time.

    It is no further dose: the promise that was made is for one from then on. `dose_kind`: None where nobody knows yet.
    """

    kind: ClassVar[str] = "bring_along"
    promise_id: str
    person_id: str
    companion_id: str
    dose_kind: DoseKind | None = None

    def subjects(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.person_id, self.companion_id)))

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Promise.kind, self.promise_id), (Person.kind, self.companion_id))

    def apply(self, tx: Tx, command: Command) -> Applied:
        known, number = tx.get(Promise, self.promise_id), companions_promise(self.promise_id)
        if known is None or known.person_id != self.person_id or self.companion_id == self.person_id:
            return nothing("promise_unknown")
        theirs = tx.get(Promise, number)
        if theirs is not None:
            return nothing("known_already" if theirs.person_id == self.companion_id else "promise_divided")
        if tx.get(Person, self.companion_id) is None:
            return nothing("person_unknown")
        if known.persons < 2 or known.state not in {PromiseState.OPEN, PromiseState.KEPT}:
            return nothing("promise_for_one")
        promise = known.with_(
            id=number,
            revision=0,
            person_id=self.companion_id,
            persons=1,
            state=PromiseState.OPEN,
            appointment_id=derived_id("companions_visit", self.promise_id),
            state_at=command.occurred_at,
            desk_id=command.desk_id,
            operator_id=command.operator_id,
        )
        visit = tx.get(Appointment, known.appointment_id)
        name = visit.vaccine if visit is not None else None
        tx.put(known.with_(persons=1))
        tx.put(promise)
        tx.put(visit_for(promise, name or known.vaccine, self.dose_kind, command))
        waits_no_more(tx, promise, command)
        return FULL
