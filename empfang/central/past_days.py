"""Summing up the days that are over, once a day: what tomorrow's forecast of doses is made of."""

from datetime import date, datetime, timedelta

from empfang.central.database import CentralDatabase
from empfang.central.tx import CentralTx
from empfang.model import Appointment, Centre, Encounter, PastDay, RuleBook
from empfang.rows import Rows
from empfang.rules.arrival import bounds_of_day, local
from empfang.rules.past_days import LOOKED_BACK, past_day_id, summed_up
from empfang.rules.stored import rulebook_of

STILL_CHANGES = timedelta(days=3)
"""So long what desks did without the network may come in: a day is summed up again."""


def sum_up_days(database: CentralDatabase, now: datetime) -> int:
    """Write what is missing or has changed, a day in a transaction; gives how many days that were."""
    written = 0
    with database.reading() as cursor:
        centres = Rows(cursor, database.flavour).find(Centre)
    for centre in centres:
        today = local(now, centre).date()
        for ago in range(1, LOOKED_BACK.days + 1):
            written += _sum_up(database, centre, today - timedelta(days=ago), now, again=ago <= STILL_CHANGES.days)
    return written


def _sum_up(database: CentralDatabase, centre: Centre, day: date, now: datetime, *, again: bool) -> bool:
    with database.reading() as cursor:
        rows = Rows(cursor, database.flavour)
        known = rows.get(PastDay, past_day_id(centre.id, day))
        if known is not None and not again:
            return False
        book, _ = rulebook_of(rows.find(RuleBook))
        begin, end = bounds_of_day(centre, day)
        appointments = rows.between(Appointment, "start", begin, end, centre_id=centre.id)
        encounters = [each for each in rows.find(Encounter, day=day) if each.centre_id == centre.id]
    found = summed_up(centre, day, appointments, encounters, book.vaccine_named)
    if not found.shows or found.same_as(known):
        return False
    with database.writing() as cursor:
        tx = CentralTx(cursor, database.flavour, now)
        tx.put(found)
        tx.finish(None)
        tx.take_numbers()
    return True
