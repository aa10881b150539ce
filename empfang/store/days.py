"""Who was at the desk before a day began: those may go, who came during it stays (`empfang.store.pruning`)."""

from datetime import datetime

from empfang.rows import Cursor
from empfang.store.meta import get_meta, set_meta


def begin_day(cursor: Cursor, now: datetime) -> None:
    """Before the service's first word of a day (in UTC, by its own clock): remember the newest row of people here."""
    day = now.date().isoformat()
    if (get_meta(cursor, "day_begun") or "").startswith(day):
        return
    cursor.execute("SELECT coalesce(max(rowid), 0) FROM person")
    set_meta(cursor, {"day_begun": f"{day} {cursor.fetchone()[0]}"})


def day_begun(cursor: Cursor) -> tuple[str, int] | None:
    """The last day (ISO) that the service has begun, and the newest row of those who were here before; None before any.

    A desk whose clock is wrong does not forget anybody too early or too late.
    """
    begun, _, newest = (get_meta(cursor, "day_begun") or "").partition(" ")
    return (begun, int(newest)) if newest else None
