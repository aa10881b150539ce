"""Epochs: how desks learn that the service was restored from a backup and has forgotten something (design 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, select, update

from empfang.central.sql import Statement, insert_into, select_rows, table_of
from empfang.central.tables import EpochBegun, Head, Recovered
from empfang.ids import new_id
from empfang.model import moment_text
from empfang.rows import Cursor, Flavour


def head(cursor: Cursor) -> tuple[str, int]:
    """The epoch, and the number of the last change."""
    cursor.execute("SELECT epoch, number FROM head WHERE id = 1")
    row = cursor.fetchone()
    return row[0], row[1]


def newest_mark(cursor: Cursor) -> str:
    """The mark of the last number."""
    cursor.execute("SELECT mark FROM head WHERE id = 1")
    return str(cursor.fetchone()[0])


def begin(cursor: Cursor, flavour: Flavour, now: datetime, seen_to: int = 0) -> str:
    """Begin a new epoch in the caller's transaction; gives its name.

    `seen_to` is the highest number of the epoch before that somebody is known to have seen.
    """
    table = table_of(Head)
    row = Statement(select(table.c.epoch, table.c.number).where(table.c.id == 1), flavour).run(cursor).fetchone()
    epoch = new_id()
    insert_into(EpochBegun, flavour).run(
        cursor, epoch=epoch, previous=row[0] or None, number=row[1], began_at=moment_text(now), seen_to=seen_to
    )
    Statement(update(table).values(epoch=bindparam("new")), flavour).run(cursor, new=epoch)
    return epoch


def saw(cursor: Cursor, flavour: Flavour, epoch: str, number: int) -> None:
    """Note that a desk had come as far as this number in an epoch that is over."""
    table = table_of(EpochBegun)
    further = table.c.previous == bindparam("over"), table.c.seen_to < bindparam("reached")
    statement = update(table).where(*further).values(seen_to=bindparam("reached"))
    Statement(statement, flavour).run(cursor, over=epoch, reached=number)


class _Statements:
    def __init__(self, flavour: Flavour) -> None:
        recovered, begun = table_of(Recovered), table_of(EpochBegun)
        self.is_recovered = Statement(
            select(recovered.c.command_id).where(
                recovered.c.epoch == bindparam("epoch"), recovered.c.number == bindparam("number")
            ),
            flavour,
        )
        self.recover = insert_into(Recovered, flavour)
        self.epoch_after = Statement(
            select(begun.c.epoch).where(begun.c.previous == bindparam("previous")).order_by(begun.c.began_at), flavour
        )


@cache
def _statements(flavour: Flavour) -> _Statements:
    return _Statements(flavour)


def brought_again(cursor: Cursor, flavour: Flavour, epoch: str, number: int, command_id: str) -> None:
    """Note that what had this number in an epoch that is over is no loss: a desk has brought it again."""
    sql = _statements(flavour)
    after = sql.epoch_after.run(cursor, previous=epoch).fetchone()
    if after is None:
        return
    if sql.is_recovered.run(cursor, epoch=after[0], number=number).fetchone() is None:
        sql.recover.run(cursor, epoch=after[0], number=number, command_id=command_id)


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of an epoch that is over which nobody has brought again: `first` to `last`."""

    epoch: str
    began_at: str
    first: int
    last: int

    @property
    def count(self) -> int:
        """How many numbers."""
        return self.last - self.first + 1


def gaps(cursor: Cursor, flavour: Flavour) -> Sequence[Gap]:
    """What restores have lost for good, as far as the desks have told: bookings online, imports, work of lost desks."""
    table, brought = table_of(EpochBegun), table_of(Recovered)
    found: list[Gap] = []
    query = select(table.c.epoch, table.c.began_at, table.c.number, table.c.seen_to).order_by(table.c.began_at)
    for epoch, began_at, number, seen_to in select_rows(cursor, flavour, query):
        again = select(brought.c.number).where(brought.c.epoch == epoch)
        known = {row[0] for row in select_rows(cursor, flavour, again)}
        lost = [each for each in range(number + 1, seen_to + 1) if each not in known]
        for each in lost:
            if found and found[-1].epoch == epoch and found[-1].last == each - 1:
                found[-1] = Gap(epoch, began_at, found[-1].first, each)
            else:
                found.append(Gap(epoch, began_at, each, each))
    return found
