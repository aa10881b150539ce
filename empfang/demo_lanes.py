"""The demo's lanes: those who were let in are vaccinated, and at the end a few doses more are drawn than are needed."""

from collections import Counter, deque
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from empfang.desk import Desk
from empfang.model import Appointment
from empfang.rows import Rows
from empfang.rules.books import bundled_rulebook
from empfang.rules.leftover_records import dose_of
from empfang.rules.vial_tables import bundled_vials
from empfang.rules.vials import Dose
from empfang.store import Store

_TO_THE_LANE = timedelta(minutes=25)
_SPARE = 6
"""So many doses more are drawn than will be needed."""


class Lanes:
    """Whoever was let in has a dose a while later; a vial is opened when none is left."""

    def __init__(self, store: Store, desk: Desk, zone: tzinfo) -> None:
        self._desk = desk
        self._zone = zone
        self._rows = Rows(store.database.connection.cursor(), "sqlite")
        self._waiting: deque[tuple[datetime, str]] = deque()
        self._drawn: Counter[Dose] = Counter()

    def expect(self, encounter_id: str, came: datetime) -> None:
        """Somebody was let in."""
        self._waiting.append((came + _TO_THE_LANE, encounter_id))

    def due(self, until: datetime) -> Iterator[tuple[datetime, str]]:
        """Who is at a lane by then, and when."""
        while self._waiting and self._waiting[0][0] <= until:
            yield self._waiting.popleft()

    def give(self, encounter_id: str, at: datetime) -> None:
        """They have their dose now."""
        visit = self._desk.call_room.visit(encounter_id)
        booked = self._rows.get(Appointment, visit.appointment_id or "") if visit is not None else None
        if visit is None or booked is None:
            return
        dose = dose_of(booked.vaccine, booked.dose_kind, at.astimezone(self._zone), bundled_rulebook(), bundled_vials())
        if dose is None:
            return
        if not self._drawn[dose]:
            self._open(dose)
        self._drawn[dose] -= 1
        self._desk.doses.give(visit, dose)

    def draw_for_the_rest(self) -> None:
        """For those who are here and to come, and a little more."""
        for row in self._desk.calling.overview().doses:
            wanted = row.found.in_house + row.found.coming[1] + _SPARE - row.found.usable
            while wanted > 0:
                wanted -= self._open(row.found.dose)

    def _open(self, dose: Dose) -> int:
        container = self._desk.doses.container(dose.vaccine)
        doses = container.doses[dose.size] if container is not None else 0
        self._desk.doses.open_vial(dose)
        self._drawn[dose] += doses
        return doses
