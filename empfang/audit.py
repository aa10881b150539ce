"""The audit trail: who saw or changed what, each entry chained to the one before it.

Ids and field names only, never values. A changed, removed or inserted entry breaks the chain (`broken_at`).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from operator import attrgetter

from empfang.model import moment_text
from empfang.rows import Cursor, Flavour, marked

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


DEFINITION: tuple[str, ...] = (
    """CREATE TABLE audit_event (
        chain TEXT NOT NULL, position INTEGER NOT NULL, at TEXT NOT NULL, desk_id TEXT NOT NULL,
        operator_id TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL, fields TEXT NOT NULL, command_id TEXT,
        previous TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (chain, position))""",
    "CREATE INDEX ix_audit_event_subject ON audit_event (subject)",
)
_NAMES = tuple(field.name for field in fields(AuditEvent))
_row = attrgetter(*_NAMES)
"""An entry as a row. `dataclasses.astuple` copies every value."""
_LAST = "SELECT position, digest FROM audit_event WHERE chain = ? ORDER BY position DESC LIMIT 1"
_INSERT = f"INSERT INTO audit_event ({', '.join(_NAMES)}) VALUES ({', '.join('?' * len(_NAMES))})"  # noqa: S608 - own names
_CHAIN = f"SELECT {', '.join(_NAMES)} FROM audit_event WHERE chain = ? ORDER BY position"  # noqa: S608 - own names


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
        cursor.execute(marked(_LAST, flavour), (chain,))
        row = cursor.fetchone()
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
        changed: Iterable[str] = (),
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
            fields=",".join(changed),
            command_id=command_id,
            previous=self._previous,
        )
        self._previous = digest_of(event)
        self._waiting.append(replace(event, digest=self._previous))

    def flush(self) -> None:
        """Write what was appended."""
        flush_all([self])


def flush_all(trails: Iterable[AuditTrail]) -> None:
    """Write what was appended to chains of one transaction."""
    those = [trail for trail in trails if trail._waiting]
    if those:
        events = [_row(event) for trail in those for event in trail._waiting]
        those[0]._cursor.executemany(marked(_INSERT, those[0]._flavour), events)
        for trail in those:
            trail._waiting.clear()


def events(cursor: Cursor, flavour: Flavour, chain: str) -> list[AuditEvent]:
    """A whole chain, in order."""
    cursor.execute(marked(_CHAIN, flavour), (chain,))
    return [AuditEvent(*row) for row in cursor.fetchall()]


def broken_at(chain: Iterable[AuditEvent]) -> int | None:
    """The first position that does not follow from the one before; None for a whole chain."""
    previous = _FIRST
    for place, event in enumerate(chain, start=1):
        if event.position != place or event.previous != previous or event.digest != digest_of(event):
            return place
        previous = event.digest
    return None
