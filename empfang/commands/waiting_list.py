"""Entries on a centre's waiting list."""

from typing import ClassVar

from pydantic import Field

from empfang.commands.base import FULL, Applied, Fact, nothing, released
from empfang.commands.fields import Label
from empfang.commands.tx import Tx
from empfang.model import Appointment, AppointmentStatus, DoseKind, Person
from empfang.protocol import Command

LOWEST = 99
"""The last of the priorities."""


@released()
class JoinWaitingList(Fact):
    """Somebody waits for a place. It takes none, so nobody can refuse it; who waits longer comes first.

    `priority`: the lower comes before all others (as the rules group people); None: after them.
    """

    kind: ClassVar[str] = "join_waiting_list"
    appointment_id: str
    person_id: str
    centre_id: str
    dose_kind: DoseKind
    vaccine: str | None = Field(default=None, max_length=64)
    priority: int | None = Field(default=None, ge=0, le=LOWEST)
    origin: Label = "desk"

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Person.kind, self.person_id),)

    def apply(self, tx: Tx, command: Command) -> Applied:
        if tx.get(Appointment, self.appointment_id) is not None:
            return nothing("known_already")
        if tx.get(Person, self.person_id) is None:
            return nothing("person_unknown")
        tx.put(
            Appointment(
                id=self.appointment_id,
                person_id=self.person_id,
                centre_id=self.centre_id,
                status=AppointmentStatus.WAITLIST,
                dose_kind=self.dose_kind,
                vaccine=self.vaccine,
                origin=self.origin,
                booked_at=command.occurred_at,
                waiting_since=command.occurred_at,
                priority=self.priority,
            )
        )
        return FULL
