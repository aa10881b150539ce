"""People at the centre without an appointment who would take a dose that is left over."""

from datetime import date
from typing import ClassVar

from empfang.commands.base import FULL, Applied, Fact, nothing, released
from empfang.commands.tx import Tx
from empfang.ids import derived_id
from empfang.model import Appointment, Encounter, Person, Presence, moment_text
from empfang.protocol import Command
from empfang.rules.on_site import Here, OnSite, here_on


def presence_id(centre_id: str, person_id: str, day: date) -> str:
    """The id of what is known of somebody's being at a centre on a day: the same at each desk."""
    return derived_id("presence", centre_id, person_id, day.isoformat())


def here_now(tx: Tx, person_id: str, centre_id: str, day: date) -> Here | None:
    """How somebody is at a centre who could be asked whether they take a dose."""
    presences, appointments, encounters = (
        tx.find(Presence, person_id=person_id),
        tx.find(Appointment, person_id=person_id),
        tx.find(Encounter, person_id=person_id),
    )
    return here_on(day, centre_id, presences, appointments, encounters)


@released()
class NoteOnSite(Fact):
    """Somebody is here and would take a dose that is left over; or (`here` is false) is not, or would not, any more.

    Of several words about a day the latest counts, in whatever order they come.
    """

    kind: ClassVar[str] = "note_on_site"
    person_id: str
    centre_id: str
    day: date
    how: OnSite
    here: bool = True

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Person.kind, self.person_id),)

    def apply(self, tx: Tx, command: Command) -> Applied:
        number = presence_id(self.centre_id, self.person_id, self.day)
        known = tx.get(Presence, number)
        if known is not None:
            mine, theirs = (moment_text(command.occurred_at), command.id), (moment_text(known.said_at), known.said_by)
            if mine <= theirs:
                return nothing("known_already" if mine == theirs else "set_later")
        tx.put(
            Presence(
                id=number,
                person_id=self.person_id,
                centre_id=self.centre_id,
                day=self.day,
                how=self.how,
                here=self.here,
                said_at=command.occurred_at,
                said_by=command.id,
                desk_id=command.desk_id,
                operator_id=command.operator_id,
            )
        )
        return FULL
