"""The centre's slots and contingents at a desk: read once, and kept until one of them changes."""

from collections.abc import Mapping
from datetime import datetime

from empfang.desk.reading import Reading
from empfang.model import Appointment, CentreDay, Contingent, Slot, moment_text
from empfang.rules.centre_day import with_info
from empfang.store.tx import Topics

MOST_SLOTS = 4_000
"""Slots looked at for one caller."""
_SLOTS = "SELECT id FROM slot WHERE centre_id = ? AND start > ? ORDER BY start, id LIMIT ?"
_PENDING = (
    "SELECT slot_id, contingent_id, count(*) FROM appointment WHERE status = 'pending' AND slot_id IS NOT NULL"
    " GROUP BY slot_id, contingent_id"
)


class PlaceBoard:
    """Reads places. What it gives is not to be changed."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.version = 0
        """Another number whenever something changed."""
        self._slots: list[Slot] | None = None
        self._contingents: dict[str, Contingent] | None = None
        self._pending: dict[tuple[str, str], int] | None = None
        self._plan: CentreDay | None = None
        self._plan_read = False

    def took_in(self, topics: Topics) -> None:
        """Records changed: what they are about is read again."""
        kinds = {kind for kind, _ in topics}
        if Slot.kind in kinds:
            self._slots = None
        if Contingent.kind in kinds:
            self._contingents = None
        if Appointment.kind in kinds:
            self._pending = None
        if CentreDay.kind in kinds:
            self._plan_read = False
        if kinds & {Slot.kind, Contingent.kind, Appointment.kind, CentreDay.kind}:
            self.version += 1

    def slots(self, now: datetime) -> list[Slot]:
        """Those that begin later and are given out by now, in order of time."""
        if self._slots is None:
            reading = self._reading
            wanted = reading.centre_id, moment_text(now), MOST_SLOTS
            ids = [row[0] for row in reading.cursor.execute(_SLOTS, wanted).fetchall()]
            self._slots = sorted(reading.rows.among(Slot, "id", ids), key=lambda each: (each.start, each.id))
        return [each for each in self._slots if each.start > now and (each.released_at or now) <= now]

    def opens_next(self, now: datetime) -> datetime | None:
        """When places that are not given out yet will be."""
        moments = [each.released_at for each in self._slots or () if each.released_at is not None]
        return min((each for each in moments if each > now), default=None)

    def contingents(self) -> Mapping[str, Contingent]:
        """By id."""
        if self._contingents is None:
            found = self._reading.rows.find(Contingent, centre_id=self._reading.centre_id)
            self._contingents = {each.id: each for each in found}
        return self._contingents

    def pending(self) -> Mapping[tuple[str, str], int]:
        """By slot and contingent: how many places this desk has asked for and has no answer about."""
        if self._pending is None:
            rows = self._reading.cursor.execute(_PENDING).fetchall()
            self._pending = {(row[0], row[1]): row[2] for row in rows}
        return self._pending

    def plan_with_info(self) -> CentreDay | None:
        """The day for which callers were last let something be told: that stays until another line comes."""
        if not self._plan_read:
            today = self._reading.today()
            plans = self._reading.rows.find(CentreDay, centre_id=self._reading.centre_id)
            self._plan, self._plan_read = with_info(plans, today), True
        return self._plan
