"""What the service forgets of its feed: a desk that was away for longer needs a snapshot (design 4).

Only the feed. Records, received commands with their verdicts, and the audit trail stay.
"""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, select, update

from empfang.central.database import CentralDatabase
from empfang.central.sql import Statement, select_rows, table_of
from empfang.central.tables import FeedEntry, FeedNumber, Head
from empfang.model import moment_text

KEPT_DAYS = 30
"""So long a desk may be away and still simply go on."""
_AT_ONCE = 500
"""Rows in one transaction: nobody's check-in waits for it."""


def prune_feed(database: CentralDatabase, now: datetime) -> int:
    """Remove what is older than `KEPT_DAYS`; gives the number of entries that went.

    First it is noted how far (`Head.pruned_to`), in a transaction of its own: from then on no desk is handed a feed
    with holes. What a broken off run has left is removed by the next one.
    """
    up_to = _note(database, moment_text(now - timedelta(days=KEPT_DAYS)))
    entry, number = table_of(FeedEntry), table_of(FeedNumber)
    with database.reading() as cursor:
        streams = [row[0] for row in select_rows(cursor, database.flavour, select(entry.c.stream).distinct())]
    gone = 0
    for stream in streams:
        # By stream, since that is how the rows are ordered: looking for numbers alone would read the whole feed.
        while (removed := _remove_entries(database, stream, up_to)) > 0:
            gone += removed
    last = delete(number).where(number.c.number <= bindparam("reached"))
    oldest = select(func.min(number.c.number)).where(number.c.number < up_to)
    while True:
        with database.writing() as cursor:
            first = select_rows(cursor, database.flavour, oldest)[0][0]
            if first is None:
                return gone
            # The mark of `up_to` stays: a desk that stands exactly there can still be told from one that does not.
            Statement(last, database.flavour).run(cursor, reached=min(first + _AT_ONCE, up_to - 1))


def _note(database: CentralDatabase, before: str) -> int:
    """Say how far the feed is gone, and never less than before; gives the number."""
    head, number = table_of(Head), table_of(FeedNumber)
    with database.reading() as cursor:
        query = select(func.max(number.c.number)).where(number.c.at < before)
        old: int = select_rows(cursor, database.flavour, query)[0][0] or 0
    with database.writing() as cursor:
        [(noted,)] = select_rows(cursor, database.flavour, select(head.c.pruned_to).where(head.c.id == 1))
        if old > noted:
            statement = update(head).where(head.c.id == 1).values(pruned_to=bindparam("reached"))
            Statement(statement, database.flavour).run(cursor, reached=old)
        return max(old, int(noted))


def _remove_entries(database: CentralDatabase, stream: str, up_to: int) -> int:
    """Remove some of a stream's old entries; gives how many."""
    entry = table_of(FeedEntry)
    old = entry.c.stream == bindparam("of_stream"), entry.c.number <= bindparam("reached")
    bound = (
        select(entry.c.number)
        .where(entry.c.stream == stream, entry.c.number <= up_to)
        .order_by(entry.c.number)
        .offset(_AT_ONCE)
        .limit(1)
    )
    with database.writing() as cursor:
        rows = select_rows(cursor, database.flavour, bound)
        reached = rows[0][0] if rows else up_to
        Statement(delete(entry).where(*old), database.flavour).run(cursor, of_stream=stream, reached=reached)
        return cursor.rowcount
