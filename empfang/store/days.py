"""Who was at the desk before a day began: those may go, who came during it stays (`empfang.store.pruning`)."""

from datetime import datetime

from empfang.rows import Cursor
from empfang.store.meta import get_meta, set_meta


def begin_day(cursor: Cursor, now: datetime) -> None:
    """Before the service's first word of a day (in UTC, by its own clock): remember the newest rows of who is here."""
    day = now.date().isoformat()
    if (get_meta(cursor, "day_begun") or "").startswith(day):
        return
    people, deletions = _newest(cursor)
    set_meta(cursor, {"day_begun": f"{day} {people} {deletions}"})


def all_came(cursor: Cursor, now: datetime) -> None:
    """Everybody who is here was brought by the service just now: of this day nobody was here before."""
    set_meta(cursor, {"day_begun": f"{now.date().isoformat()} 0 0"})


def row_went(cursor: Cursor) -> None:
    """A person's or a deletion's row is gone: if it was the newest one, whoever comes next gets its number."""
    begun = day_begun(cursor)
    if begun is not None:
        day, people, deletions = begun
        newest = _newest(cursor)
        if newest[0] < people or newest[1] < deletions:
            set_meta(cursor, {"day_begun": f"{day} {min(newest[0], people)} {min(newest[1], deletions)}"})


def day_begun(cursor: Cursor) -> tuple[str, int, int] | None:
    """The last day (ISO) that the service has begun, and the newest rows of the people and of the deletions that were
    here before; None before any.

    A desk whose clock is wrong does not forget anybody too early or too late.
    """
    begun = (get_meta(cursor, "day_begun") or "").split()
    return (begun[0], int(begun[1]), int(begun[2])) if begun else None


def _newest(cursor: Cursor) -> tuple[int, int]:
    cursor.execute(
        "SELECT (SELECT coalesce(max(rowid), 0) FROM person), (SELECT coalesce(max(rowid), 0) FROM deletion)"
    )
    people, deletions = cursor.fetchone()
    return int(people), int(deletions)
