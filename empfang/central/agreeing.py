"""Whether a desk and the service tell the same story up to where the desk stands, and what is done when they do not."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, func, select

from empfang.central import epochs, feed
from empfang.central.access import Caller
from empfang.central.database import CentralDatabase
from empfang.central.sql import Statement, table_of
from empfang.central.tables import Received
from empfang.protocol import ChangesPage
from empfang.rows import Cursor, Flavour


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a desk has come: the epoch, its cursor, the highest number it has heard of, and the mark of that.

    A verdict may name a number far beyond the cursor. Marks digest all that came before: one tells enough. `done` is
    the highest of the desk's own commands that was decided in this epoch: what has no effect leaves no mark.
    """

    epoch: str = ""
    cursor: int = 0
    mark: str = ""
    heard: int = 0
    done: int = 0

    @property
    def highest(self) -> int:
        """The number to which the mark belongs."""
        return max(self.cursor, self.heard)


def page_or_why(database: CentralDatabase, caller: Caller, seen: Seen, limit: int, now: datetime) -> ChangesPage | str:
    """The changes that follow; or why the desk must begin anew (`feed.standing`)."""
    with database.reading() as cursor:
        found = _standing(cursor, database.flavour, caller.desk_id, seen)
        if found is not None:
            return found
        return feed.changes(cursor, database.flavour, caller.streams, seen.cursor, limit, now)


def why_not(database: CentralDatabase, desk_id: str, seen: Seen) -> str | None:
    """Why commands of a desk that stands there cannot be decided; None if they can.

    An old cursor does not matter for that, nor does none at all.
    """
    if not seen.epoch:
        return None
    with database.reading() as cursor:
        found = _standing(cursor, database.flavour, desk_id, seen)
    return None if found == "cursor_old" else found


def _standing(cursor: Cursor, flavour: Flavour, desk_id: str, seen: Seen) -> str | None:
    found = feed.standing(cursor, flavour, seen.epoch, seen.cursor, seen.highest, seen.mark)
    if found in {None, "cursor_old"} and seen.done:
        [last] = _last_of(flavour).run(cursor, id=desk_id).fetchone()
        if seen.done > (last or 0):
            return "history_differs"
    return found


@cache
def _last_of(flavour: Flavour) -> Statement:
    """The highest number among the commands of a desk that are known."""
    received = table_of(Received)
    return Statement(select(func.max(received.c.number)).where(received.c.desk_id == bindparam("id")), flavour)


def told(database: CentralDatabase, seen: Seen, why: str, now: datetime) -> str:
    """What the desk is told for this reason. Where the database was put back without a word, an epoch begins first."""
    if why != "history_differs":
        return why
    with database.writing() as cursor:
        if epochs.head(cursor)[0] == seen.epoch:
            epochs.begin(cursor, database.flavour, now, seen.highest)
    return "other_epoch"


def came_back(database: CentralDatabase, seen: Seen) -> None:
    """A desk of an epoch that is over says how far it had come then."""
    with database.writing() as cursor:
        epochs.saw(cursor, database.flavour, seen.epoch, seen.highest)
