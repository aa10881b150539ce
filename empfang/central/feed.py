"""What desks read: changes of their streams, and snapshots in parts."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from empfang.central.sql import select_rows, table_of
from empfang.central.tables import FeedEntry, Scope
from empfang.central.tx import REFERENCE, stream_of_centre
from empfang.model import (
    Appointment,
    Centre,
    Conflict,
    Contingent,
    Desk,
    Encounter,
    Operator,
    Person,
    Record,
    Slot,
)
from empfang.protocol import Change, ChangesPage, Op, SnapshotPart, SnapshotRecord
from empfang.rows import Cursor, Flavour, Rows

PERSONS_PER_PART = 500


def head(cursor: Cursor) -> tuple[str, int]:
    """The epoch, and the number of the last change."""
    cursor.execute("SELECT epoch, number FROM head WHERE id = 1")
    row = cursor.fetchone()
    return row[0], row[1]


def changes(
    cursor: Cursor, flavour: Flavour, streams: Sequence[str], after: int, limit: int, now: datetime
) -> ChangesPage:
    """The changes after a number, in order; whole numbers only, about `limit` entries."""
    epoch, newest = head(cursor)
    table = table_of(FeedEntry)
    query = (
        select(table)
        .where(table.c.stream.in_(list(streams)), table.c.number > after)
        .order_by(table.c.number, table.c.ordinal)
    )
    rows = select_rows(cursor, flavour, query.limit(limit + 1))
    names = tuple(table.columns.keys())
    entries = [dict(zip(names, row, strict=True)) for row in rows]
    more = len(entries) > limit
    if more:
        cut = entries[-1]["number"]
        whole = [entry for entry in entries if entry["number"] < cut]
        if not whole:
            whole = [
                dict(zip(names, row, strict=True))
                for row in select_rows(cursor, flavour, query.where(table.c.number == cut))
            ]
        entries = whole
    cursor_number = entries[-1]["number"] if more else newest
    seen: dict[tuple[int, str, str], Change] = {}
    for entry in entries:
        seen[entry["number"], entry["kind"], entry["record_id"]] = Change(
            number=entry["number"],
            op=Op(entry["op"]),
            kind=entry["kind"],
            id=entry["record_id"],
            revision=entry["revision"],
            command_id=entry["command_id"],
            body=None if entry["body"] is None else json.loads(entry["body"]),
        )
    return ChangesPage(
        epoch=epoch, cursor=cursor_number, head=newest, has_more=more, now=now, changes=tuple(seen.values())
    )


def moved_since(cursor: Cursor, flavour: Flavour, streams: Sequence[str], after: int) -> bool:
    """Whether any of the streams has a change after this number."""
    table = table_of(FeedEntry)
    query = select(table.c.number).where(table.c.stream.in_(list(streams)), table.c.number > after).limit(1)
    return bool(select_rows(cursor, flavour, query))


def snapshot_part(cursor: Cursor, flavour: Flavour, centre_id: str, after: str, begun_at: int | None) -> SnapshotPart:
    """The part of a centre's state that follows the person `after` ("" for the first)."""
    epoch, newest = head(cursor)
    stream = stream_of_centre(centre_id)
    scope = table_of(Scope)
    in_stream = select(scope.c.person_id).where(scope.c.stream == stream)
    ids = [
        row[0]
        for row in select_rows(
            cursor,
            flavour,
            in_stream.where(scope.c.person_id > after).order_by(scope.c.person_id).limit(PERSONS_PER_PART + 1),
        )
    ]
    last = len(ids) <= PERSONS_PER_PART
    ids = ids[:PERSONS_PER_PART]
    total = select_rows(cursor, flavour, select(func.count()).select_from(in_stream.subquery()))[0][0]
    rows = Rows(cursor, flavour)
    records = _reference(rows, centre_id) if after == "" else []
    records += rows.among(Person, "id", ids)
    for kind in (Appointment, Encounter, Conflict):
        records += rows.among(kind, "person_id", ids)
    return SnapshotPart(
        epoch=epoch,
        cursor=newest if begun_at is None else begun_at,
        after=after,
        until=None if last else ids[-1],
        persons_total=total,
        records=tuple(SnapshotRecord(kind=record.kind, body=record.model_dump(mode="json")) for record in records),
    )


def _reference(rows: Rows, centre_id: str) -> list[Record]:
    """What belongs to no person: all centres, operators and desks; slots and contingents of this centre."""
    found: list[Record] = [*rows.find(Centre), *rows.find(Operator), *rows.find(Desk)]
    return [*found, *rows.find(Contingent, centre_id=centre_id), *rows.find(Slot, centre_id=centre_id)]


def streams_of_desk(centre_id: str) -> tuple[str, ...]:
    """What a reception desk of a centre follows."""
    return (REFERENCE, stream_of_centre(centre_id))
