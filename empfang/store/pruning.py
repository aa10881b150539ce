"""What a desk forgets by itself: commands long settled, and people whom nothing ties to it any more (design 4).

The service lets a person leave a centre's stream 60 days after the last of what ties them to it, and says nothing about
it: desks keep them two days longer.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from empfang.model import RECORDS, DeskRole, moment_text
from empfang.rows import Cursor
from empfang.store.base import PERSON_KEY
from empfang.store.database import Database
from empfang.store.days import day_begun
from empfang.store.meta import get_meta, set_meta
from empfang.store.store import KEPT_DAYS
from empfang.store.tx import DeskTx, Topics

KEPT_PEOPLE_DAYS = 62
IN_TOUCH_DAYS = 7
PEOPLE_AT_ONCE = 50
"""In one transaction, so that a clerk's own write never waits long."""

_ANYBODY = " UNION ".join(f"SELECT {column} AS id FROM {kind}" for kind, column in PERSON_KEY.items())  # noqa: S608 - own names
_UNSETTLED = "EXISTS (SELECT 1 FROM outbox_subject WHERE subject = who.id)"
_CAME_TODAY = (
    "(EXISTS (SELECT 1 FROM person WHERE id = who.id AND rowid > :person)"
    " OR EXISTS (SELECT 1 FROM deletion WHERE id = who.id AND rowid > :deletion))"
)
_NEW_TODAY = "EXISTS (SELECT 1 FROM person WHERE id = who.id AND registered_at >= :today)"
"""Registered by this hotline, maybe before it had heard anything of the day."""
_TIES = (
    # The rules of empfang.central.scope, which a desk cannot see; a test compares them.
    "SELECT 1 FROM person WHERE id = who.id AND registered_centre_id = :centre"
    " AND coalesce(registered_at, '9') >= :day",
    "SELECT 1 FROM appointment WHERE person_id = who.id AND centre_id = :centre"
    " AND coalesce(start, cancelled_at, '9') >= :day",
    "SELECT 1 FROM encounter WHERE person_id = who.id AND centre_id = :centre AND day >= :day",
    "SELECT 1 FROM conflict WHERE person_id = who.id AND centre_id = :centre AND raised_at >= :day",
    "SELECT 1 FROM deletion WHERE id = who.id AND centre_id = :centre AND deleted_at >= :day",
)
_TIED = " OR ".join(f"EXISTS ({tie})" for tie in _TIES)


def prune(database: Database, now: datetime, rest: Callable[[], bool] = lambda: False) -> Topics:
    """Forget what this desk need not keep; gives what changed.

    People go at most once a day (in UTC, like the service's scopes), and only who was here before it began
    (`empfang.store.days`): whoever is opened during a day stays until its end.
    Nobody goes while the desk has not heard from the service for a week. `rest` is called between two transactions, and
    says whether to stop for now: whoever waits to write looks only every tenth of a second whether it may, and would
    never get its turn.
    """
    topics: Topics = set()
    with database.writing() as cursor:
        _forget_settled(cursor, now)
        begun = day_begun(cursor)
        if begun is None or get_meta(cursor, "pruned_on") == begun[0] or not _in_touch(cursor, now):
            return topics
        day, person, deletion = begun
        centre_id = get_meta(cursor, "centre_id") or ""
        hotline = get_meta(cursor, "role") == DeskRole.HOTLINE
    left = f"NOT {_UNSETTLED} AND NOT {_CAME_TODAY}" + f" AND NOT {_NEW_TODAY if hotline else f'({_TIED})'}"
    before = (date.fromisoformat(day) - timedelta(days=KEPT_PEOPLE_DAYS)).isoformat()
    values = {"centre": centre_id, "day": before, "today": day, "person": person, "deletion": deletion}
    with database.reading() as cursor:
        cursor.execute(f"SELECT id FROM ({_ANYBODY}) AS who WHERE {left} ORDER BY id", values)  # noqa: S608 - own names
        ids = [row[0] for row in cursor.fetchall()]
    for begin in range(0, len(ids), PEOPLE_AT_ONCE):
        if begin and rest():
            return topics
        some = ids[begin : begin + PEOPLE_AT_ONCE]
        with database.writing() as cursor:
            # Somebody may have come back meanwhile.
            marks = ", ".join(f":id{place}" for place in range(len(some)))
            named = {f"id{place}": person_id for place, person_id in enumerate(some)}
            query = f"SELECT id FROM ({_ANYBODY}) AS who WHERE id IN ({marks}) AND {left}"  # noqa: S608 - own names
            cursor.execute(query, {**values, **named})
            topics |= _forget_people(DeskTx(cursor), [row[0] for row in cursor.fetchall()])
    with database.writing() as cursor:
        set_meta(cursor, {"pruned_on": day})
    return topics


def _in_touch(cursor: Cursor, now: datetime) -> bool:
    """Whether the desk has everything, and has heard from the service lately.

    Else nobody goes: after a long absence everything is fetched anew, and a clock that is years ahead must not empty
    the store.
    """
    heard = get_meta(cursor, "pulled_at")
    if heard is None or get_meta(cursor, "cursor") is None:
        return False
    return abs(now - datetime.fromisoformat(heard)) <= timedelta(days=IN_TOUCH_DAYS)


def _forget_settled(cursor: Cursor, now: datetime) -> None:
    """Settled commands go after a week, except what somebody must still deal with, and what an unsent one needs.

    A restored service may have forgotten that; it would wait for it for ever.
    """
    cursor.execute(
        "DELETE FROM outbox WHERE settled_at < ? AND recover = 0 AND NOT (dealt_at IS NULL"
        " AND json_extract(verdict, '$.status') IN ('refused', 'quarantined', 'mismatch'))"
        " AND command_id NOT IN (SELECT needed.value FROM outbox AS waits,"
        " json_each(CASE WHEN json_valid(CAST(waits.bytes AS TEXT)) THEN CAST(waits.bytes AS TEXT) ELSE '{}' END,"
        " '$.needs') AS needed WHERE waits.settled_at IS NULL)",
        (moment_text(now - timedelta(days=KEPT_DAYS)),),
    )


def _forget_people(tx: DeskTx, person_ids: Iterable[str]) -> Topics:
    for person_id in person_ids:
        for kind, column in PERSON_KEY.items():
            tx.cursor.execute(f"SELECT id FROM {kind} WHERE {column} = ?", (person_id,))  # noqa: S608 - own names
            for (record_id,) in tx.cursor.fetchall():
                tx.delete(RECORDS[kind], record_id)
    return tx.topics
