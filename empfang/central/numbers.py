"""How far each desk's commands have arrived: by the numbers that the desk itself gives them."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import and_, bindparam, select, update

from empfang.central.access import own_desk
from empfang.central.sql import Statement, table_of
from empfang.central.tables import DeskAccess, Received
from empfang.central.tx import CentralTx
from empfang.model import Desk
from empfang.rows import Cursor, Flavour

GAPS_NAMED = 50
_LOOKED_AT = 1_000
"""Numbers above the last one without a gap: a gap that stays must not make every answer slower."""


class _Statements:
    def __init__(self, flavour: Flavour) -> None:
        received, access = table_of(Received), table_of(DeskAccess)
        self.contiguous = Statement(
            select(access.c.contiguous).where(access.c.desk_id == bindparam("desk_id")), flavour
        )
        beyond = and_(received.c.desk_id == access.c.desk_id, received.c.number > access.c.contiguous)
        self.standing = Statement(
            select(access.c.contiguous, received.c.number)
            .select_from(access.outerjoin(received, beyond))
            .where(access.c.desk_id == bindparam("of_desk"))
            .order_by(received.c.number)
            .limit(_LOOKED_AT),
            flavour,
        )
        self.advance = Statement(
            update(access).where(access.c.desk_id == bindparam("id")).values(contiguous=bindparam("reached")), flavour
        )


@cache
def _statements(flavour: Flavour) -> _Statements:
    return _Statements(flavour)


@dataclass(frozen=True, slots=True)
class Progress:
    """The highest number of a desk without a gap below, and the missing ones above."""

    contiguous: int
    gaps: tuple[int, ...]


class DeskNumbers:
    """The numbers of all desks, within one transaction of the writer."""

    def __init__(self, cursor: Cursor, flavour: Flavour, tx: CentralTx) -> None:
        self._cursor = cursor
        self._flavour: Flavour = flavour
        self._tx = tx
        self._sql = _statements(flavour)
        self._own: dict[str, int] = {}

    def next_of_own(self, desk: Desk) -> int:
        """The next number of a desk of the service itself, which is made with the first one."""
        if desk.id not in self._own:
            row = self._sql.contiguous.run(self._cursor, desk_id=desk.id).fetchone()
            if row is None:
                own_desk(self._cursor, self._flavour, self._tx, desk)
            self._own[desk.id] = 0 if row is None else row[0]
        self._own[desk.id] += 1
        return self._own[desk.id]

    def is_own(self, desk_id: str) -> bool:
        """Whether it is a desk of the service itself, for which a number was given here."""
        return desk_id in self._own

    def progress(self, desk_id: str) -> Progress:
        """Where a desk's commands stand, moved forward over what has arrived."""
        if desk_id in self._own:
            reached = self._own[desk_id]
            self._sql.advance.run(self._cursor, id=desk_id, reached=reached)
            return Progress(reached, ())
        rows = self._sql.standing.run(self._cursor, of_desk=desk_id).fetchall()
        contiguous = rows[0][0] if rows else 0
        arrived = sorted({row[1] for row in rows if row[1] is not None})
        reached = contiguous
        for number in arrived:
            if number != reached + 1:
                break
            reached = number
        if reached != contiguous:
            self._sql.advance.run(self._cursor, id=desk_id, reached=reached)
        missing = set(range(reached + 1, min(arrived[-1], reached + _LOOKED_AT))) - set(arrived) if arrived else set()
        return Progress(reached, tuple(sorted(missing)[:GAPS_NAMED]))
