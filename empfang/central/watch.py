"""What other processes write: a look at the feed every second is the truth, hints from PostgreSQL come sooner."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from empfang.central import hints
from empfang.central.database import CentralDatabase
from empfang.central.hub import Hub
from empfang.errors import Problem
from empfang.rows import marked

_LOG = logging.getLogger("empfang.central")
EVERY_S = 1.0
_BEYOND_ALL = 2**31 - 1
_AGAIN_S = 5.0
"""So long after a lost connection the next one is tried: until then the look every second suffices."""
_ALIVE = {"keepalives": 1, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""A connection on which nothing is ever said must not die unnoticed."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the feed stands, and up to which number each stream moved that moved since the last look."""

    epoch: str
    head: int
    streams: dict[str, int]


def look(database: CentralDatabase, beyond: int) -> Moved:
    """What has been numbered beyond this number, in one query."""
    query = (
        "SELECT epoch, head.number, feed_number.streams, max(feed_number.number) FROM head"
        " LEFT JOIN feed_number ON feed_number.number > ?"
        " GROUP BY epoch, head.number, feed_number.streams"
    )
    with database.reading() as cursor:
        cursor.execute(marked(query, database.flavour), (beyond,))
        rows = cursor.fetchall()
    streams: dict[str, int] = {}
    for _, _, named, number in rows:
        for stream in (named or "").split():
            streams[stream] = max(number, streams.get(stream, 0))
    return Moved(rows[0][0], rows[0][1], streams)


class Watch:
    """Tells the hub what other processes have written, and notices that the database was put back."""

    def __init__(self, hub: Hub, ask: Callable[[int], Awaitable[Moved]]) -> None:
        """`ask` is `look`, in a thread."""
        self._hub = hub
        self._ask = ask
        self._seen: int | None = None
        self._alone = asyncio.Lock()
        self.epoch = ""

    async def look(self) -> None:
        """Look once; what has moved is told to the hub."""
        async with self._alone:
            found = await self._ask(_BEYOND_ALL if self._seen is None else self._seen)
            if self._seen is None or found.epoch != self.epoch or found.head < self._seen:
                self._hub.begin_anew()
            else:
                for stream, number in found.streams.items():
                    self._hub.heard(number, frozenset({stream}))
            self.epoch, self._seen = found.epoch, found.head

    async def agree(self, epoch: str) -> None:
        """Look now if somebody has read another epoch than the last look."""
        if epoch != self.epoch:
            await self.look()

    async def poll(self, every_s: float = EVERY_S) -> None:
        """Look again and again."""
        while not self._hub.closed:
            with contextlib.suppress(Problem):  # the database is away for a moment: the next look will tell
                await self.look()
            await asyncio.sleep(every_s)

    async def listen(self, database: CentralDatabase, again_s: float = _AGAIN_S) -> None:
        """Hear the hints of a PostgreSQL, also after its connection was lost."""
        url = make_conninfo(database.url.set(drivername="postgresql").render_as_string(hide_password=False), **_ALIVE)
        while not self._hub.closed:
            try:
                async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
                    await self._hear(connection)
            except (psycopg.Error, OSError) as error:
                _LOG.warning("no hints from the database for now: %s", type(error).__name__)
            await asyncio.sleep(again_s)

    async def _hear(self, connection: "psycopg.AsyncConnection[tuple[str]]") -> None:
        row = await (await connection.execute(hints.CHANNEL.encode())).fetchone()
        if row is None:
            return
        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(row[0])))
        await self.look()  # what moved before this ear was open
        async for hint in connection.notifies():
            with contextlib.suppress(ValueError):  # somebody else's word on this channel
                self._hub.heard(*hints.read(hint.payload))
