"""The audit trail: who saw or changed what, each entry chained to the one before it.

Ids and field names only, never values. A changed, removed or inserted entry breaks the chain (`broken_at`).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, insert, select

from empfang.model import AuditEventTable, moment_text
from empfang.rows import Cursor, Flavour, Statement, table_of

_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """Who saw or changed what: ids and field names, never values; `digest` closes over it and the one before."""

    chain: str
    position: int
    at: str
    desk_id: str
    operator_id: str
    action: str
    subject: str
    fields: str
    command_id: str | None
    previous: str
    digest: str = ""


_CHAINED = ("chain", "position", "at", "desk_id", "operator_id", "action", "subject", "fields", "command_id")


@cache
def _last(flavour: Flavour) -> Statement:
    table = table_of(AuditEventTable)
    newest = select(table.c.position, table.c.digest).where(table.c.chain == bindparam("chain"))
    return Statement(newest.order_by(table.c.position.desc()).limit(1), flavour)


@cache
def _insert(flavour: Flavour) -> Statement:
    table = table_of(AuditEventTable)
    return Statement(insert(table).values({name: bindparam(name) for name in table.columns.keys()}), flavour)  # noqa: SIM118


def digest_of(event: AuditEvent) -> str:
    """SHA-256 over the entry and the digest of the one before."""
    values = [getattr(event, name) for name in _CHAINED]
    text = json.dumps([event.previous, *values], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class AuditTrail:
    """One chain, appended to within the caller's transaction and written by `flush` before its end."""

    def __init__(self, cursor: Cursor, flavour: Flavour, chain: str) -> None:
        self._cursor = cursor
        self._flavour: Flavour = flavour
        self._chain = chain
        row = _last(flavour).run(cursor, chain=chain).fetchone()
        self._position: int = 0 if row is None else row[0]
        self._previous: str = _FIRST if row is None else row[1]
        self._waiting: list[AuditEvent] = []

    def append(
        self,
        action: str,
        subject: str,
        *,
        at: datetime,
        desk_id: str,
        operator_id: str,
        fields: Iterable[str] = (),
        command_id: str | None = None,
    ) -> None:
        """Add an entry: what was done to or seen of whom, by whom, where."""
        self._position += 1
        event = AuditEvent(
            chain=self._chain,
            position=self._position,
            at=moment_text(at),
            desk_id=desk_id,
            operator_id=operator_id,
            action=action,
            subject=subject,
            fields=",".join(fields),
            command_id=command_id,
            previous=self._previous,
        )
        self._previous = digest_of(event)
        self._waiting.append(replace(event, digest=self._previous))

    def flush(self) -> None:
        """Write what was appended."""
        if self._waiting:
            statement = _insert(self._flavour)
            parameters = [statement.parameters(asdict(event)) for event in self._waiting]
            self._cursor.executemany(statement.sql, parameters)
            self._waiting.clear()


def events(cursor: Cursor, flavour: Flavour, chain: str) -> list[AuditEvent]:
    """A whole chain, in order."""
    table = table_of(AuditEventTable)
    query = Statement(select(table).where(table.c.chain == bindparam("chain")).order_by(table.c.position), flavour)
    names = tuple(table.columns.keys())
    return [AuditEvent(**dict(zip(names, row, strict=True))) for row in query.run(cursor, chain=chain).fetchall()]


def broken_at(chain: Iterable[AuditEvent]) -> int | None:
    """The first position that does not follow from the one before; None for a whole chain."""
    previous = _FIRST
    for place, event in enumerate(chain, start=1):
        if event.position != place or event.previous != previous or event.digest != digest_of(event):
            return place
        previous = event.digest
    return None
