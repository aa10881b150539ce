"""Whether a desk and the service tell the same story up to where the desk stands, and what is done when they do not."""

from dataclasses import dataclass
from datetime import datetime

from empfang.central import epochs, feed
from empfang.central.access import Caller
from empfang.central.database import CentralDatabase
from empfang.protocol import ChangesPage


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a desk has come: the epoch, its cursor, the highest number it has heard of, and the mark of that.

    A verdict may name a number far beyond the cursor. Marks digest all that came before: one tells enough.
    """

    epoch: str = ""
    cursor: int = 0
    mark: str = ""
    heard: int = 0

    @property
    def highest(self) -> int:
        """The number to which the mark belongs."""
        return max(self.cursor, self.heard)


def page_or_why(database: CentralDatabase, caller: Caller, seen: Seen, limit: int, now: datetime) -> ChangesPage | str:
    """The changes that follow; or why the desk must begin anew (`feed.standing`)."""
    with database.reading() as cursor:
        why_not = feed.standing(cursor, database.flavour, seen.epoch, seen.cursor, seen.highest, seen.mark)
        if why_not is not None:
            return why_not
        return feed.changes(cursor, database.flavour, caller.streams, seen.cursor, limit, now)


def why_not(database: CentralDatabase, seen: Seen) -> str | None:
    """Why commands of a desk that stands there cannot be decided; None if they can.

    An old cursor does not matter for that, nor does none at all.
    """
    if not seen.epoch:
        return None
    with database.reading() as cursor:
        found = feed.standing(cursor, database.flavour, seen.epoch, seen.cursor, seen.highest, seen.mark)
    return None if found == "cursor_old" else found


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
