"""What is taken and what is left of places, counted wherever an appointment is written at the service.

A slot says for each contingent how many of its places are taken; `free_place` finds the nearest free ones.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache

from sqlalchemy import Integer, bindparam, delete, select

from empfang.central.sql import Statement, insert_into, table_of
from empfang.central.tables import FreePlace
from empfang.model import HOLDS_A_PLACE, Appointment, Record, Slot, moment_text
from empfang.rows import Cursor, Flavour
from empfang.rules.booking import places_free

Changed = Iterable[tuple[Record | None, Record | None]]
"""Records before and after."""


class _Statements:
    def __init__(self, flavour: Flavour) -> None:
        table = table_of(FreePlace)
        self.clear = Statement(delete(table).where(table.c.slot_id == bindparam("of_slot")), flavour)
        self.keep = insert_into(FreePlace, flavour)
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
    more: dict[str, Counter[str]] = {}
    for before, after in changed:
        for record, by in ((before, -1), (after, 1)):
            if isinstance(record, Appointment) and record.status in HOLDS_A_PLACE and record.slot_id:
                more.setdefault(record.slot_id, Counter())[record.contingent_id or ""] += by
    for slot_id, by_contingent in more.items():
        slot = slot_of(slot_id)
        if slot is not None and any(by_contingent.values()):
            taken = {name: slot.taken.get(name, 0) + by_contingent[name] for name in {*slot.taken, *by_contingent}}
            yield slot.with_(taken={name: taken[name] for name in sorted(taken) if taken[name]})


class FreePlaces:
    """The free places of all centres, within one transaction."""

    def __init__(self, cursor: Cursor, flavour: Flavour) -> None:
        self._cursor = cursor
        self._sql = _statements(flavour)

    def keep(self, slots: Iterable[Slot]) -> None:
        """Write down what is free in these slots now."""
        for slot in slots:
            self._sql.clear.run(self._cursor, of_slot=slot.id)
            for contingent_id in slot.capacity:
                free = places_free(slot, contingent_id, slot.taken.get(contingent_id, 0))
                if free:
                    self._sql.keep.run(
                        self._cursor,
                        slot_id=slot.id,
                        contingent_id=contingent_id,
                        vaccine=slot.vaccine,
                        start=moment_text(slot.start),
                        from_at=moment_text(slot.released_at) if slot.released_at else "",
                        free=free,
                    )

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
