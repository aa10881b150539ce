"""What is still to leave, in the order in which it is due: kept wherever a confirmation is written at the service.

The records are the truth; this finds the few that are next among them, also where a hundred thousand wait for a mail
provider, and lets one process take a message on without another one taking it, too.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Integer, and_, bindparam, delete, select, update
from sqlalchemy.sql import ColumnElement

from empfang.central.outgoing.answers import GIVE_UP_AFTER, NOT_CONFIGURED
from empfang.central.sql import Statement, insert_into, select_rows, table_of
from empfang.central.tables import Outgoing
from empfang.commands.confirming import OPEN
from empfang.model import Channel, Communication, MessageState, Person, Record, moment_text
from empfang.rows import Cursor, Flavour
from empfang.rules.reaching import mail_provider

CLAIM = timedelta(minutes=5)
"""So long a message belongs to whoever has taken it on: should that process die, another one takes it then."""

_WAYS = frozenset({Channel.EMAIL, Channel.SMS, Channel.POST})
_SEEN_AT_ONCE = 200
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Due:
    """A message that is due, as its row says."""

    communication_id: str
    channel: str
    lane: str
    due: str


class _Statements:
    def __init__(self, flavour: Flavour) -> None:
        table = table_of(Outgoing)
        of_it = table.c.communication_id == bindparam("of_it")
        self.forget = Statement(delete(table).where(of_it), flavour)
        self.keep = insert_into(Outgoing, flavour)
        still = and_(of_it, table.c.due == bindparam("was_due"))
        self.take = Statement(update(table).where(still).values(due=bindparam("until")), flavour)
        self.give_back = Statement(update(table).where(of_it).values(due=bindparam("until")), flavour)
        most = bindparam("most", type_=Integer)
        over = and_(table.c.expires > "", table.c.expires <= bindparam("now"), table.c.due <= bindparam("now"))
        self.over = Statement(select(table.c.communication_id).where(over).limit(most), flavour)


@cache
def _statements(flavour: Flavour) -> _Statements:
    return _Statements(flavour)


class Queue:
    """The queue within one transaction."""

    def __init__(self, cursor: Cursor, flavour: Flavour) -> None:
        self._cursor = cursor
        self._flavour: Flavour = flavour
        self._sql = _statements(flavour)

    def keep(
        self,
        changed: Iterable[tuple[Record | None, Record | None]],
        person_of: Callable[[str], Person | None],
        now: datetime,
    ) -> None:
        """Take in what a command changed."""
        for before, after in changed:
            if isinstance(before, Communication) and before.state in OPEN:
                self._sql.forget.run(self._cursor, of_it=before.id)
            if isinstance(after, Communication) and after.state in OPEN and after.channel in _WAYS:
                is_deferred = after.state is MessageState.DEFERRED
                at = after.next_at or min(after.made_at, now)
                self._sql.keep.run(
                    self._cursor,
                    communication_id=after.id,
                    channel=after.channel,
                    lane=_lane(after, person_of),
                    due=moment_text(at),
                    noted=is_deferred or after.answer == NOT_CONFIGURED,
                    expires=moment_text(after.state_at + GIVE_UP_AFTER) if is_deferred else "",
                )

    def due(
        self, channel: str, now: datetime, most: int, room: Callable[[str], int], without: Collection[str] = ()
    ) -> list[Due]:
        """Up to so many messages of a channel that are due, the oldest first, as far as their lanes have `room`.

        A lane of which thousands are due hides no other: it is looked past.
        """
        found: list[Due] = []
        taken: dict[str, int] = {}
        full = set(without)
        for _ in range(_ROUNDS):
            rows = self._look(channel, now, full)
            seen = {each.communication_id for each in found}
            for row in rows:
                if row.communication_id in seen or row.lane in full:
                    continue
                if taken.get(row.lane, 0) >= room(row.lane):
                    full.add(row.lane)
                    continue
                taken[row.lane] = taken.get(row.lane, 0) + 1
                found.append(row)
                if len(found) == most:
                    return found
            if len(rows) < _SEEN_AT_ONCE:
                break
        return found

    def of_lane(self, channel: str, lane: str, now: datetime, most: int) -> list[Due]:
        """Due messages of one lane, the oldest first."""
        table = table_of(Outgoing)
        query = select(table.c.communication_id, table.c.channel, table.c.lane, table.c.due).where(
            table.c.channel == channel, table.c.lane == lane, table.c.due <= moment_text(now)
        )
        query = query.order_by(table.c.due, table.c.communication_id).limit(most)
        return [Due(*row) for row in select_rows(self._cursor, self._flavour, query)]

    def take(self, wanted: Due, now: datetime) -> bool:
        """Take a message on for some minutes; False if somebody else has, or it is gone."""
        until = moment_text(now + CLAIM)
        self._sql.take.run(self._cursor, of_it=wanted.communication_id, was_due=wanted.due, until=until)
        return self._cursor.rowcount == 1

    def give_back(self, taken: Iterable[Due]) -> None:
        """Let messages that were taken on, and could not be sent, be due again."""
        for each in taken:
            self._sql.give_back.run(self._cursor, of_it=each.communication_id, until=each.due)

    def unnoted(self, channel: str, lane: str | None, now: datetime, most: int) -> list[str]:
        """Due messages of a channel (and lane) whose records do not say yet why they are still here."""
        table = table_of(Outgoing)
        where: list[ColumnElement[bool]] = [
            table.c.channel == channel,
            table.c.noted.is_(False),
            table.c.due <= moment_text(now),
        ]
        if lane is not None:
            where.append(table.c.lane == lane)
        query = select(table.c.communication_id).where(*where).limit(most)
        return [row[0] for row in select_rows(self._cursor, self._flavour, query)]

    def over(self, now: datetime, most: int) -> list[str]:
        """Messages that have been tried for long enough."""
        rows = self._sql.over.run(self._cursor, now=moment_text(now), most=most).fetchall()
        return [row[0] for row in rows]

    def _look(self, channel: str, now: datetime, without: Collection[str]) -> list[Due]:
        table = table_of(Outgoing)
        query = select(table.c.communication_id, table.c.channel, table.c.lane, table.c.due).where(
            table.c.channel == channel, table.c.due <= moment_text(now)
        )
        if without:
            query = query.where(table.c.lane.not_in(sorted(without)))
        query = query.order_by(table.c.due, table.c.communication_id).limit(_SEEN_AT_ONCE)
        return [Due(*row) for row in select_rows(self._cursor, self._flavour, query)]


def _lane(communication: Communication, person_of: Callable[[str], Person | None]) -> str:
    if communication.channel == Channel.POST:
        return communication.centre_id
    person = person_of(communication.person_id)
    return mail_provider(person.email) if person is not None and communication.channel == Channel.EMAIL else ""
