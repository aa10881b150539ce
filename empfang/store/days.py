"""Who was at the desk before a day began: those may go, who came during it stays (`empfang.store.pruning`)."""

from datetime import datetime

from empfang.rows import Cursor
from empfang.store.meta import get_meta, set_meta


def begin_day(cursor: Cursor, now: datetime) -> None:
    """Before the first word of the service on a day (in UTC): remember the newest row of the people who are here."""
    day = now.date().isoformat()
    if (get_meta(cursor, "day_begun") or "").startswith(day):
        return
    cursor.execute("SELECT coalesce(max(rowid), 0) FROM person")
    set_meta(cursor, {"day_begun": f"{day} {cursor.fetchone()[0]}"})


def newest_before(cursor: Cursor, day: str) -> int | None:
    """The newest row of the people who were here when this day (ISO) began; None while nothing was heard on it."""
    begun, _, newest = (get_meta(cursor, "day_begun") or "").partition(" ")
    return int(newest) if begun == day else None
