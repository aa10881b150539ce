"""What desks read: changes of their streams, and snapshots in parts."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, get_args

from sqlalchemy import Integer, bindparam, func, or_, select

from empfang.central.access import streams_of_desk
from empfang.central.database import CentralDatabase
from empfang.central.epochs import head
from empfang.central.scope import centre_of_places, holds_people
from empfang.central.sql import Statement, select_rows, table_of
from empfang.central.tables import FeedEntry, FeedNumber, Head, Scope
from empfang.central.tx import ABOUT_A_PERSON
from empfang.model import OF_A_CENTRE, Centre, Deletion, Desk, Operator, Person, PostCodes, Record, RuleBook
from empfang.packing import pack
from empfang.protocol import Change, ChangesPage, Op, SnapshotHead
from empfang.rows import Cursor, Flavour, Rows

PERSONS_PER_PART = 2_000


def standing(cursor: Cursor, flavour: Flavour, epoch: str, number: int, heard: int, mark: str) -> str | None:
    """Why a desk with its cursor at `number`, which has heard of `heard` with its mark, cannot go on; None if it can.

    `other_epoch`: the service was restored; `history_differs`: it was, and nobody told it; `cursor_old`: what came
    next is no longer kept.
    """
    known, newest, pruned_to = _head_now(flavour).run(cursor).fetchone()
    if epoch and epoch != known:
        return "other_epoch"
    # The mark of the last number that went is kept.
    if heard > newest or (mark and heard >= pruned_to and mark != mark_of(cursor, flavour, heard)):
        return "history_differs"
    return "cursor_old" if number < pruned_to else None


def mark_of(cursor: Cursor, flavour: Flavour, number: int) -> str:
    """The mark of a number; "" for the beginning, and for what is no longer kept."""
    row = _mark(flavour).run(cursor, of=number).fetchone()
    return "" if row is None else str(row[0])


@cache
def _head_now(flavour: Flavour) -> Statement:
    table = table_of(Head)
    return Statement(select(table.c.epoch, table.c.number, table.c.pruned_to), flavour)


@cache
def _mark(flavour: Flavour) -> Statement:
    table = table_of(FeedNumber)
    return Statement(select(table.c.mark).where(table.c.number == bindparam("of")), flavour)


@cache
def _following(flavour: Flavour, streams: int) -> Statement:
    """The entries of so many streams, `stream_0` and so on, that follow `after`: at most `most`."""
    table = table_of(FeedEntry)
    named: list[Any] = [bindparam(f"stream_{place}") for place in range(streams)]
    query = select(table).where(table.c.stream.in_(named), table.c.number > bindparam("after"))
    ordered = query.order_by(table.c.number, table.c.ordinal)
    return Statement(ordered.limit(bindparam("most", type_=Integer)), flavour)


def changes(
    cursor: Cursor, flavour: Flavour, streams: Sequence[str], after: int, limit: int, now: datetime
) -> ChangesPage:
    """The changes after a number, in order; whole numbers only, about `limit` entries."""
    epoch, newest = head(cursor)
    table = table_of(FeedEntry)
    named: dict[str, Any] = {f"stream_{place}": stream for place, stream in enumerate(streams)}
    rows = _following(flavour, len(named)).run(cursor, **named, after=after, most=limit + 1).fetchall()
    names = tuple(table.columns.keys())
    entries = [dict(zip(names, row, strict=True)) for row in rows]
    more = len(entries) > limit
    if more:
        cut = entries[-1]["number"]
        whole = [entry for entry in entries if entry["number"] < cut]
        if not whole:
            one = select(table).where(table.c.stream.in_(list(streams)), table.c.number == cut)
            rows = select_rows(cursor, flavour, one.order_by(table.c.ordinal))
            whole = [dict(zip(names, row, strict=True)) for row in rows]
        entries = whole
    cursor_number = entries[-1]["number"] if more else newest
    seen: dict[tuple[int, str, str], Change] = {}
    for entry in _that_count(cursor, flavour, streams, entries, now.date()):
        leaves = entry["op"] == Op.LEFT_SCOPE
        seen[entry["number"], Op.LEFT_SCOPE if leaves else entry["kind"], entry["record_id"]] = Change(
            number=entry["number"],
            op=Op(entry["op"]),
            kind=entry["kind"],
            id=entry["record_id"],
            revision=entry["revision"],
            command_id=entry["command_id"],
            body=None if entry["body"] is None else json.loads(entry["body"]),
        )
    return ChangesPage(
        epoch=epoch,
        cursor=cursor_number,
        mark=mark_of(cursor, flavour, cursor_number),
        head=newest,
        has_more=more,
        now=now,
        changes=tuple(seen.values()),
    )


def _that_count(
    cursor: Cursor, flavour: Flavour, streams: Sequence[str], entries: Sequence[dict[str, Any]], today: date
) -> list[dict[str, Any]]:
    """Without those who left one of the streams and are in another: who left and comes anew with the same number stays.

    Who came into another stream later is brought anew there.
    """
    leaving = {entry["record_id"] for entry in entries if entry["op"] == Op.LEFT_SCOPE}
    if not leaving:
        return list(entries)
    scope = table_of(Scope)
    live = select(scope.c.person_id, scope.c.stream).where(
        scope.c.person_id.in_(sorted(leaving)),
        scope.c.stream.in_(list(streams)),
        or_(scope.c.until.is_(None), scope.c.until >= today.isoformat()),
    )
    still = {(row[0], row[1]) for row in select_rows(cursor, flavour, live)}
    brought = {
        (entry["number"], entry["stream"], entry["subject"]) for entry in entries if entry["op"] != Op.LEFT_SCOPE
    }

    def counts(entry: dict[str, Any]) -> bool:
        if entry["op"] != Op.LEFT_SCOPE or (entry["number"], entry["stream"], entry["subject"]) in brought:
            return True
        return not any(person == entry["record_id"] and stream != entry["stream"] for person, stream in still)

    return [entry for entry in entries if counts(entry)]


def snapshot_part(
    cursor: Cursor, flavour: Flavour, streams: Sequence[str], after: str, begun_at: int | None, now: datetime
) -> tuple[SnapshotHead, list[bytes]]:
    """The part of a desk's streams that follows the person `after` ("" for the first): its head, and its records."""
    epoch, newest = head(cursor)
    begun_at = newest if begun_at is None else begun_at
    scope = table_of(Scope)
    in_scope = (
        select(scope.c.person_id)
        .distinct()
        .where(
            scope.c.stream.in_([stream for stream in streams if holds_people(stream)]),
            or_(scope.c.until.is_(None), scope.c.until >= now.date().isoformat()),
        )
    )
    following = in_scope.where(scope.c.person_id > after).order_by(scope.c.person_id).limit(PERSONS_PER_PART + 1)
    ids = [row[0] for row in select_rows(cursor, flavour, following)]
    last = len(ids) <= PERSONS_PER_PART
    ids = ids[:PERSONS_PER_PART]
    total: int | None = None
    if after == "":
        [(total,)] = select_rows(cursor, flavour, select(func.count()).select_from(in_scope.subquery()))
    rows = Rows(cursor, flavour)
    lines = _reference(rows, streams) if after == "" else {}
    lines[Person] = rows.lines_among(Person, "id", ids)
    for kind in ABOUT_A_PERSON:
        lines[kind] = rows.lines_among(kind, "id" if kind is Deletion else "person_id", ids)
    part = SnapshotHead(
        epoch=epoch,
        cursor=begun_at,
        mark=mark_of(cursor, flavour, begun_at),
        after=after,
        until=None if last else ids[-1],
        persons_total=total,
        now=now,
        head=newest,
        head_mark=mark_of(cursor, flavour, newest),
        records={kind.kind: len(found) for kind, found in lines.items()},
    )
    return part, [line for found in lines.values() for line in found]


def snapshot(database: CentralDatabase, desk_id: str, now: datetime) -> Iterator[bytes]:
    """All parts of a desk's snapshot, packed, as it would ask for them one after another."""
    after: str | None = ""
    begun_at: int | None = None
    while after is not None:
        with database.reading() as cursor:
            streams = streams_of_desk(cursor, database.flavour, desk_id)
            head_of_part, lines = snapshot_part(cursor, database.flavour, streams, after, begun_at, now)
        yield pack(head_of_part, lines)
        after, begun_at = head_of_part.until, head_of_part.cursor


def _reference(rows: Rows, streams: Sequence[str]) -> dict[type[Record], list[bytes]]:
    """What belongs to no person: centres, operators, desks and rule books; places of the desk's centres."""
    of_all: tuple[type[Record], ...] = (Centre, Operator, Desk, RuleBook, PostCodes)
    found = {kind: rows.lines(kind) for kind in of_all}
    centres = [centre_id for stream in streams if (centre_id := centre_of_places(stream)) is not None]
    for kind in get_args(OF_A_CENTRE):
        found[kind] = [line for centre_id in centres for line in rows.lines(kind, centre_id=centre_id)]
    return found
