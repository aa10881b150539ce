"""Asking by a text message whoever cannot telephone: it counts as the call of the day, and promises nothing."""

from datetime import date, datetime
from typing import ClassVar

from empfang.commands.base import Granted, Refused, Request, is_deleted, released
from empfang.commands.centre_day import centre_day_id
from empfang.commands.promised import has_one
from empfang.commands.tx import Deciding, Tx
from empfang.model import CallAttempt, Centre, CentreDay, Channel, Communication, Moment, Person
from empfang.protocol import Command
from empfang.rules.arrival import local
from empfang.rules.ask_by_text import was_asked
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.calling import settings_of
from empfang.rules.confirmation import mobile_of


@released()
class AskByText(Request):
    """A text message that something is free today, to be answered `until` a moment.

    The service grants one a day, and only where the centre sends text messages. Attempt and message have the same id.
    """

    kind: ClassVar[str] = "ask_by_text"
    attempt_id: str
    person_id: str
    centre_id: str
    day: date
    until: Moment

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Person.kind, self.person_id),)

    def mark_pending(self, tx: Tx, command: Command) -> None:
        """Nothing shows it: nobody was asked before the service has said yes."""

    def decide(self, tx: Deciding, command: Command, now: datetime) -> Granted | Refused:
        person, centre = tx.get(Person, self.person_id), tx.get(Centre, self.centre_id)
        if person is None:
            return Refused("person_unknown")
        if centre is None:
            return Refused("centre_unknown")
        if self.until <= now:
            return Refused("time_over")
        if local(now, centre).date() != self.day:
            return Refused("other_day", {"day": self.day.isoformat()})
        plan = tx.get(CentreDay, centre_day_id(centre.id, self.day))
        if not settings_of(centre, plan, now).text_messages:
            return Refused("no_text_messages")
        if mobile_of(person) is None:
            return Refused("no_mobile")
        if was_asked(each for each in tx.find(CallAttempt, person_id=person.id) if each.day == self.day):
            return Refused("asked_today")
        refused = has_one(tx, self.person_id, self.day, now, None)
        if refused is not None:
            return refused
        self._write(tx, command, person)
        return Granted()

    def honour(self, tx: Tx, command: Command) -> None:
        person = tx.get(Person, self.person_id)
        if person is not None and not is_deleted(tx, self.person_id) and tx.get(CallAttempt, self.attempt_id) is None:
            self._write(tx, command, person)

    def _write(self, tx: Tx, command: Command, person: Person) -> None:
        mobile = mobile_of(person)
        tx.put(
            CallAttempt(
                id=self.attempt_id,
                person_id=self.person_id,
                centre_id=self.centre_id,
                day=self.day,
                occurred_at=command.occurred_at,
                outcome=CallOutcome.TEXT_SENT,
                number=mobile.number if mobile is not None else "",
                callback_at=self.until,
                desk_id=command.desk_id,
                operator_id=command.operator_id,
            )
        )
        tx.put(
            Communication(
                id=self.attempt_id,
                person_id=self.person_id,
                centre_id=self.centre_id,
                appointment_ids=(),
                channel=Channel.SMS,
                made_at=command.occurred_at,
                state_at=command.occurred_at,
            )
        )
