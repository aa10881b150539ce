"""Who was at the desk before a day began: those may go, who came during it stays (`empfang.store.pruning`)."""

from datetime import datetime

from empfang.rows import Cursor
from empfang.store.meta import get_meta, set_meta


def begin_day(cursor: Cursor, now: datetime) -> None:
    """Before the service's first word of a day (in UTC, by its own clock): remember the newest rows of who is here."""
    day = now.date().isoformat()
    if (get_meta(cursor, "day_begun") or "").startswith(day):
        return
    cursor.execute(
        "SELECT (SELECT coalesce(max(rowid), 0) FROM person), (SELECT coalesce(max(rowid), 0) FROM deletion)"
    )
    people, deletions = cursor.fetchone()
    set_meta(cursor, {"day_begun": f"{day} {people} {deletions}"})


def day_begun(cursor: Cursor) -> tuple[str, int, int] | None:
    """The last day (ISO) that the service has begun, and the newest rows of the people and of the deletions that were
    here before; None before any.

    A desk whose clock is wrong does not forget anybody too early or too late.
    """
    begun = (get_meta(cursor, "day_begun") or "").split()
    return (begun[0], int(begun[1]), int(begun[2])) if begun else None
