"""Doses that a desk may promise without asking, so that it can go on calling without a network."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from pydantic import Field

from empfang.commands.base import Granted, Refused, Request, released
from empfang.commands.fields import Code
from empfang.commands.leftover_now import leftover_now, safe_now
from empfang.commands.tx import Deciding, Tx
from empfang.model import Allotment, Centre, Promise, PromiseState
from empfang.protocol import Command
from empfang.rules.arrival import local
from empfang.rules.vials import Dose

MOST_ALLOTTED = 100
ALLOTTED_MOST = timedelta(hours=2)


@released()
class Allot(Request):
    """Doses that this desk may promise without asking, until an end: as many as are safe, and counted as promised."""

    kind: ClassVar[str] = "allot"
    about_people: ClassVar[bool] = False
    allotment_id: str
    centre_id: str
    day: date
    vaccine: Code
    size: Code
    number: int = Field(ge=1, le=MOST_ALLOTTED)
    minutes: int = Field(ge=1, le=ALLOTTED_MOST // timedelta(minutes=1))

    def subjects(self) -> tuple[str, ...]:
        return (self.allotment_id,)

    def mark_pending(self, tx: Tx, command: Command) -> None:
        """Nothing shows it: the desk has what it was allotted only once it is."""

    def decide(self, tx: Deciding, command: Command, now: datetime) -> Granted | Refused:
        centre = tx.get(Centre, self.centre_id)
        if tx.get(Allotment, self.allotment_id) is not None:
            return Refused("allotment_exists")
        if centre is None:
            return Refused("centre_unknown")
        if local(now, centre).date() != self.day:
            return Refused("other_day", {"day": self.day.isoformat()})
        found = leftover_now(tx, centre, self.day, now).of.get(Dose(self.vaccine, self.size))
        number = min(self.number, safe_now(found))
        if not number:
            return Refused("no_dose_left", {"short": found.short if found is not None else 0})
        self._put(tx, command, number, now)
        return Granted()

    def honour(self, tx: Tx, command: Command) -> None:
        if tx.get(Allotment, self.allotment_id) is None:
            self._put(tx, command, self.number, command.occurred_at)

    def _put(self, tx: Tx, command: Command, number: int, now: datetime) -> None:
        tx.put(
            Allotment(
                id=self.allotment_id,
                centre_id=self.centre_id,
                day=self.day,
                desk_id=command.desk_id,
                vaccine=self.vaccine,
                size=self.size,
                number=number,
                until=now + timedelta(minutes=self.minutes),
            )
        )


@released()
class ReturnAllotment(Request):
    """What the desk has not promised of its allotment goes back. Only the desk that holds it can say so."""

    kind: ClassVar[str] = "return_allotment"
    about_people: ClassVar[bool] = False
    allotment_id: str
    number: int = Field(ge=1, le=MOST_ALLOTTED)

    def subjects(self) -> tuple[str, ...]:
        return (self.allotment_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Allotment.kind, self.allotment_id),)

    def mark_pending(self, tx: Tx, command: Command) -> None:
        known = tx.get(Allotment, self.allotment_id)
        if known is not None:
            # From the moment on that it was given back nothing of it is promised here any more.
            tx.put(known.with_(returned=min(known.number, known.returned + self.number)))

    def decide(self, tx: Deciding, command: Command, now: datetime) -> Granted | Refused:
        known = tx.get(Allotment, self.allotment_id)
        if known is None or known.desk_id != command.desk_id:
            return Refused("allotment_unknown")
        promised = sum(
            each.persons
            for each in tx.find(Promise, centre_id=known.centre_id, day=known.day)
            if each.allotment_id == known.id and each.state is not PromiseState.WITHDRAWN
        )
        left = max(0, known.number - known.returned - promised)
        tx.put(known.with_(returned=known.returned + min(self.number, left)))
        return Granted()

    def honour(self, tx: Tx, command: Command) -> None:
        known = tx.get(Allotment, self.allotment_id)
        if known is not None:
            tx.put(known.with_(returned=min(known.number, known.returned + self.number)))
