"""People at the centre without an appointment who would take a dose that is left over, as this desk notes them."""

from collections.abc import Callable

from empfang.commands.base import Payload
from empfang.commands.on_site import NoteOnSite
from empfang.commands.visit import LeftBeforeDose
from empfang.desk.promised_card import PromisedCard
from empfang.desk.reading import Reading
from empfang.desk.views import Undone
from empfang.model import Appointment, Encounter, Presence
from empfang.rules.on_site import Here, OnSite
from empfang.store import Writing
from empfang.store.store import Stamp


class PeopleHere:
    """Notes and takes back, at one desk."""

    def __init__(
        self, reading: Reading, card: PromisedCard, record: Callable[[Callable[[Writing, Stamp], None]], None]
    ) -> None:
        """`record` runs something within a write transaction, with the stamp of whoever works here now."""
        self._reading = reading
        self._card = card
        self._record = record

    def of(self, person_id: str) -> Here | None:
        """How somebody is here who could be asked; None: not."""
        rows = self._reading.rows
        appointments, encounters = (
            rows.find(Appointment, person_id=person_id),
            rows.find(Encounter, person_id=person_id),
        )
        return self._card.here(rows, person_id, appointments, encounters)

    def note(self, person_id: str, how: OnSite) -> Undone:
        """Somebody is here and would take one."""
        if self._reading.person(person_id) is None:
            return Undone(False, "person_unknown")
        self._say(self._word(person_id, how, here=True))
        return Undone(True)

    def gone(self, person_id: str) -> Undone:
        """Somebody is not here any more, or would not take one; who was let in for it has left."""
        found = self.of(person_id)
        if found is None:
            return Undone(False, "known_already")
        payloads: list[Payload] = []
        if found.visit is not None:
            payloads.append(LeftBeforeDose(encounter_id=found.visit.id, person_id=person_id))
        today = self._reading.today()
        if any(each.here and each.day == today for each in self._reading.rows.find(Presence, person_id=person_id)):
            payloads.append(self._word(person_id, found.how, here=False))
        self._say(*payloads)
        return Undone(True)

    def _word(self, person_id: str, how: OnSite, *, here: bool) -> NoteOnSite:
        reading = self._reading
        return NoteOnSite(person_id=person_id, centre_id=reading.centre_id, day=reading.today(), how=how, here=here)

    def _say(self, *payloads: Payload) -> None:
        def write(writing: Writing, stamp: Stamp) -> None:
            for payload in payloads:
                writing.record(payload, stamp)

        self._record(write)
