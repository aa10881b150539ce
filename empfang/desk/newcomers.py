"""Whoever stands at the desk and has to be entered in one line: found, if they are known here, else registered."""

from collections.abc import Callable

from empfang.commands.base import Payload
from empfang.commands.bringing import BringAlong
from empfang.commands.person import RegisterPerson
from empfang.desk.reading import Reading
from empfang.desk.views import Undone
from empfang.ids import new_id
from empfang.model import Appointment, DoseKind, Encounter, EncounterState, Person, Promise, PromiseState
from empfang.rules.names import fold
from empfang.rules.newcomers import Newcomer
from empfang.store import Writing
from empfang.store.store import Stamp

DESK = "desk"
"""How they were registered."""


class Newcomers:
    """People of one line, at one desk."""

    def __init__(self, reading: Reading, record: Callable[[Callable[[Writing, Stamp], None]], None]) -> None:
        """`record` runs something within a write transaction, with the stamp of whoever works here now."""
        self._reading = reading
        self._record = record

    def known(self, who: Newcomer) -> Person | None:
        """The one who has this name and birth date; None if nobody has, or one cannot tell who is meant."""
        born = self._reading.rows.find(Person, birth_date=who.born)
        wanted = fold(who.family), fold(who.given)
        found = [each for each in born if (fold(each.family), fold(each.given)) == wanted]
        return found[0] if len(found) == 1 else None

    def enter(self, who: Newcomer) -> str:
        """The id of the person, who is registered if they are not known here."""
        person_id, registering = self._registering(who)
        self._say(*registering)
        return person_id

    def bring_along(self, promise: Promise, who: Newcomer) -> tuple[str, Undone]:
        """The second dose of a promise for two is theirs; gives the id of the person, too."""
        person_id, registering = self._registering(who)
        why = self._why_not(promise, person_id)
        if why is not None:
            return person_id, Undone(False, why)
        kind = self._kind(promise)
        brought = BringAlong(promise_id=promise.id, person_id=promise.person_id, companion_id=person_id, dose_kind=kind)
        self._say(*registering, brought)
        return person_id, Undone(True)

    def _registering(self, who: Newcomer) -> tuple[str, tuple[Payload, ...]]:
        known = self.known(who)
        if known is not None:
            return known.id, ()
        person_id = new_id()
        person = {
            "family": who.family,
            "given": who.given,
            "birth_date": who.born.isoformat(),
            "registered_by": DESK,
        }
        return person_id, (RegisterPerson(person_id=person_id, centre_id=self._reading.centre_id, person=person),)

    def _why_not(self, promise: Promise, person_id: str) -> str | None:
        """Why somebody cannot have the second dose: they are the first, have been promised one, or are in the house."""
        rows, today = self._reading.rows, self._reading.today()
        if person_id == promise.person_id:
            return "same_person"
        theirs = [each for each in rows.find(Promise, person_id=person_id) if each.day == today]
        if any(each.state in {PromiseState.OPEN, PromiseState.KEPT} for each in theirs):
            return "has_promise"
        visits = [each for each in rows.find(Encounter, person_id=person_id) if each.day == today]
        return "already_in" if any(each.state is EncounterState.ACTIVE for each in visits) else None

    def _kind(self, promise: Promise) -> DoseKind | None:
        """They were promised the same dose; the rules look at each of them for themselves."""
        visit = self._reading.rows.get(Appointment, promise.appointment_id)
        return visit.dose_kind if visit is not None else None

    def _say(self, *payloads: Payload) -> None:
        def write(writing: Writing, stamp: Stamp) -> None:
            for payload in payloads:
                writing.record(payload, stamp)

        if payloads:
            self._record(write)
