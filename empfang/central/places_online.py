"""What anybody may book online now: free places by day, and nothing about persons."""

from datetime import date, datetime, time
from functools import cache
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, bindparam, select

from empfang.central.public_messages import FreeDay, FreePlaces, FreeSlot, OpenContingent
from empfang.central.sql import Statement, table_of
from empfang.central.tables import FreePlace
from empfang.model import Centre, Contingent, moment_text
from empfang.rows import Cursor, Flavour, Rows
from empfang.rules.booking import ONLINE, Asking, not_given_out

MOST = 2_000
"""Times in one answer."""


@cache
def _free(flavour: Flavour, *, of_one_vaccine: bool) -> Statement:
    table = table_of(FreePlace)
    query = select(table.c.start, table.c.slot_id, table.c.vaccine, table.c.free).where(
        table.c.contingent_id == bindparam("of_contingent"),
        table.c.start >= bindparam("first"),
        table.c.start > bindparam("now"),
        table.c.from_at <= bindparam("now"),
    )
    if of_one_vaccine:
        query = query.where(table.c.vaccine == bindparam("of_vaccine"))
    return Statement(query.order_by(table.c.start, table.c.slot_id).limit(bindparam("most", type_=Integer)), flavour)


def places_online(
    cursor: Cursor, flavour: Flavour, centre_id: str, vaccine: str, first: date | None, now: datetime
) -> FreePlaces | None:
    """What is free from a day of the centre's calendar on, or from now; None if there is no such centre.

    `vaccine`: only of that one; "": of any.
    """
    rows = Rows(cursor, flavour)
    centre = rows.get(Centre, centre_id)
    if centre is None:
        return None
    zone = ZoneInfo(centre.time_zone)
    asking = Asking(now, now, ONLINE)
    open_now = [
        each
        for each in rows.find(Contingent, centre_id=centre_id)
        if not_given_out(each, None, centre, asking) is None and each.vaccine in {None, vaccine or each.vaccine}
    ]
    begin = moment_text(max(now, datetime.combine(first, time(), zone)) if first else now)
    free = _free(flavour, of_one_vaccine=vaccine != "")
    wanted = {"of_vaccine": vaccine, "first": begin, "now": moment_text(now), "most": MOST + 1}
    found: list[FreeSlot] = []
    for contingent in open_now:
        found += [
            FreeSlot(slot_id=row[1], contingent_id=contingent.id, start=row[0], vaccine=row[2], free=row[3])
            for row in free.run(cursor, of_contingent=contingent.id, **wanted).fetchall()
        ]
    found.sort(key=lambda each: (each.start, each.slot_id, each.contingent_id))
    days = [
        FreeDay(day=day, free=sum(each.free for each in slots), slots=slots)
        for day, slots in (
            (day, tuple(of_day)) for day, of_day in groupby(found, lambda each: each.start.astimezone(zone).date())
        )
    ]
    kept, more = _whole_days(days)
    return FreePlaces(centre_id=centre_id, contingents=tuple(map(_terms, open_now)), days=kept, more=more)


def _whole_days(days: list[FreeDay]) -> tuple[tuple[FreeDay, ...], bool]:
    """So many days that no more than `MOST` times are named, at least one; and whether there are others."""
    kept: list[FreeDay] = []
    named = 0
    for day in days:
        named += len(day.slots)
        if kept and named > MOST:
            return tuple(kept), True
        kept.append(day)
    return tuple(kept), False


def _terms(contingent: Contingent) -> OpenContingent:
    return OpenContingent(
        contingent_id=contingent.id,
        name=contingent.name,
        born_from=contingent.born_from,
        born_until=contingent.born_until,
        districts=contingent.districts,
    )
