"""Confirmations: one for what was booked together, and what operators do about them."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from pydantic import Field

from empfang.commands.base import FULL, Applied, Fact, nothing, released
from empfang.commands.granting import NewAppointment
from empfang.commands.tx import Tx
from empfang.ids import derived_id
from empfang.model import Centre, Channel, Communication, MessageState, Person, Slot
from empfang.protocol import Command
from empfang.rules.confirmation import TOO_LATE, channel_for, comes_too_late

OPEN = frozenset({MessageState.WAITING, MessageState.DEFERRED})
"""States in which a confirmation is still to be sent."""


def confirm(tx: Tx, command: Command, contact_id: str, granted: Sequence[NewAppointment], now: datetime) -> None:
    """Let one confirmation of these places go to somebody, by their own way.

    One that would come after the first visit is not sent: it says so, and the operator reads the code out.
    """
    person = tx.get(Person, contact_id) or tx.get(Person, granted[0].person_id)
    centre = tx.get(Centre, granted[0].centre_id)
    if person is None:
        return
    channel = channel_for(person)
    starts = [slot.start for each in granted if (slot := tx.get(Slot, each.slot_id)) is not None]
    state, answer = MessageState.WAITING, ""
    if channel is Channel.PHONE:
        state = MessageState.TOLD
    elif centre is not None and starts:
        zone = ZoneInfo(centre.time_zone)
        if comes_too_late(channel, min(starts).astimezone(zone).date(), now.astimezone(zone).date(), centre):
            state, answer = MessageState.REFUSED, TOO_LATE
    tx.put(
        Communication(
            id=derived_id("confirmation", command.id),
            person_id=person.id,
            centre_id=granted[0].centre_id,
            appointment_ids=tuple(each.appointment_id for each in granted),
            channel=channel,
            state=state,
            answer=answer,
            made_at=now,
            state_at=now,
        )
    )


def confirm_again(tx: Tx, command: Command, contact_id: str, granted: Sequence[NewAppointment]) -> None:
    """Let the confirmation of places that the service had forgotten wait once more, under the id that it had.

    Nobody knows any more whether it has left: twice is better than never.
    """
    if tx.get(Communication, derived_id("confirmation", command.id)) is None:
        confirm(tx, command, contact_id, granted, command.occurred_at)


@released()
class TellConfirmation(Fact):
    """The operator read the places and the code out: nobody need wait for a message any more."""

    kind: ClassVar[str] = "tell_confirmation"
    communication_id: str
    person_id: str

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Communication.kind, self.communication_id),)

    def apply(self, tx: Tx, command: Command) -> Applied:
        known = tx.get(Communication, self.communication_id)
        if known is None or known.person_id != self.person_id:
            return nothing("confirmation_unknown")
        if known.state is MessageState.TOLD:
            return nothing("known_already")
        if known.state in {MessageState.SENT, MessageState.BY_POST, MessageState.WITHDRAWN}:
            return nothing("confirmation_gone")
        tx.put(known.with_(state=MessageState.TOLD, state_at=command.occurred_at, next_at=None))
        return FULL


@released()
class AskConfirmation(Fact):
    """Somebody wants to have a confirmation once more, or by another way. It goes to the address known then."""

    kind: ClassVar[str] = "ask_confirmation"
    communication_id: str
    person_id: str
    centre_id: str
    appointment_ids: tuple[str, ...] = Field(min_length=1, max_length=20)
    channel: Channel

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Person.kind, self.person_id),)

    def apply(self, tx: Tx, command: Command) -> Applied:
        if tx.get(Communication, self.communication_id) is not None:
            return nothing("known_already")
        if tx.get(Person, self.person_id) is None:
            return nothing("person_unknown")
        told = self.channel is Channel.PHONE
        tx.put(
            Communication(
                id=self.communication_id,
                person_id=self.person_id,
                centre_id=self.centre_id,
                appointment_ids=self.appointment_ids,
                channel=self.channel,
                state=MessageState.TOLD if told else MessageState.WAITING,
                made_at=command.occurred_at,
                state_at=command.occurred_at,
            )
        )
        return FULL
