"""What is taken and what is left of places, counted wherever an appointment is written at the service.

A slot says for each contingent how many of its places are taken; `free_place` finds the nearest free ones.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache

from sqlalchemy import Integer, bindparam, delete, select

from empfang.central.sql import Statement, table_of
from empfang.central.tables import FreePlace
from empfang.model import HOLDS_A_PLACE, Appointment, Record, Slot, moment_text
from empfang.rows import Cursor, Flavour, marked
from empfang.rules.booking import places_free

Changed = Iterable[tuple[Record | None, Record | None]]
"""Records before and after."""


class _Statements:
    def __init__(self, flavour: Flavour) -> None:
        table = table_of(FreePlace)
        of_it = (table.c.slot_id == bindparam("of_slot"), table.c.contingent_id == bindparam("of_contingent"))
        self.none_left = Statement(delete(table).where(*of_it), flavour)
        self.keep = marked(
            "INSERT INTO free_place (slot_id, contingent_id, vaccine, start, from_at, free) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (slot_id, contingent_id) DO UPDATE SET"
            " vaccine = excluded.vaccine, start = excluded.start, from_at = excluded.from_at, free = excluded.free",
            flavour,
        )
        given_out = (
            table.c.contingent_id == bindparam("of_contingent"),
            table.c.vaccine == bindparam("of_vaccine"),
            table.c.from_at <= bindparam("now"),
            table.c.start > bindparam("now"),
        )
        found = select(table.c.slot_id, table.c.start)
        most = bindparam("most", type_=Integer)
        self.later = Statement(
            found.where(*given_out, table.c.start >= bindparam("at")).order_by(table.c.start).limit(most), flavour
        )
        self.sooner = Statement(
            found.where(*given_out, table.c.start < bindparam("at")).order_by(table.c.start.desc()).limit(most), flavour
        )


@cache
def _statements(flavour: Flavour) -> _Statements:
    return _Statements(flavour)


def taken_anew(changed: Changed, slot_of: Callable[[str], Slot | None]) -> Iterator[Slot]:
    """The slots of appointments that took a place or gave one up, with what is taken now."""
    more: dict[str, dict[str, int]] = {}
    for before, after in changed:
        for record, by in ((before, -1), (after, 1)):
            if isinstance(record, Appointment) and record.status in HOLDS_A_PLACE and record.slot_id:
                of_slot = more.setdefault(record.slot_id, {})
                name = record.contingent_id or ""
                of_slot[name] = of_slot.get(name, 0) + by
    for slot_id, by_contingent in more.items():
        slot = slot_of(slot_id)
        if slot is not None and any(by_contingent.values()):
            names = sorted({*slot.taken, *by_contingent})
            taken = {name: slot.taken.get(name, 0) + by_contingent.get(name, 0) for name in names}
            yield slot.model_copy(update={"taken": {name: number for name, number in taken.items() if number}})


class FreePlaces:
    """The free places of all centres, within one transaction."""

    def __init__(self, cursor: Cursor, flavour: Flavour) -> None:
        self._cursor = cursor
        self._sql = _statements(flavour)

    def keep(self, changed: Changed) -> None:
        """Write down what is free in the slots among these records now, where it is not as it was."""
        for before, after in changed:
            if not isinstance(after or before, Slot):
                continue
            was, now = _given_out(before), _given_out(after)
            for key in was.keys() - now.keys():
                self._sql.none_left.run(self._cursor, of_slot=key[0], of_contingent=key[1])
            for key, values in now.items():
                if was.get(key) != values:
                    self._cursor.execute(self._sql.keep, (*key, *values))

    def near(self, slot: Slot, contingent_id: str, now: datetime, limit: int) -> list[str]:
        """Slots with a free place of a contingent, of the vaccine of this slot; those nearest to its time first."""
        asked = {
            "of_contingent": contingent_id,
            "of_vaccine": slot.vaccine,
            "now": moment_text(now),
            "at": moment_text(slot.start),
            "most": limit + 1,
        }
        rows = [
            *self._sql.later.run(self._cursor, **asked).fetchall(),
            *self._sql.sooner.run(self._cursor, **asked).fetchall(),
        ]
        far = {row[0]: abs(datetime.fromisoformat(row[1]) - slot.start) for row in rows if row[0] != slot.id}
        return sorted(far, key=lambda slot_id: (far[slot_id], slot_id))[:limit]


def _given_out(slot: Record | None) -> dict[tuple[str, str], tuple[str, str, str, int]]:
    """By slot and contingent, where places are left: vaccine, start, from when on they are given out, how many."""
    if not isinstance(slot, Slot):
        return {}
    from_at = moment_text(slot.released_at) if slot.released_at else ""
    every = {name: places_free(slot, name, slot.taken.get(name, 0)) for name in slot.capacity}
    start = moment_text(slot.start)
    return {(slot.id, name): (slot.vaccine, start, from_at, free) for name, free in every.items() if free}
