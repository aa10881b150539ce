"""The transaction interface at the service: revisions, scopes, and what goes into the feed."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import bindparam, select

from empfang.central.sql import Statement, insert_into, table_of
from empfang.central.tables import FeedEntry, Scope
from empfang.model import Appointment, Conflict, Contingent, Encounter, Person, Record, Slot
from empfang.protocol import Op
from empfang.rows import Cursor, Flavour, Rows, marked

R = TypeVar("R", bound=Record)
REFERENCE = "reference"
_OF_A_PERSON: tuple[type[Record], ...] = (Appointment, Encounter, Conflict)


def stream_of_centre(centre_id: str) -> str:
    """The stream of a centre's desks."""
    return f"centre:{centre_id}"


class Statements:
    """What the feed needs, made once per flavour."""

    def __init__(self, flavour: Flavour) -> None:
        scope = table_of(Scope)
        self.streams = Statement(select(scope.c.stream).where(scope.c.person_id == bindparam("person_id")), flavour)
        self.into_scope = insert_into(Scope, flavour)
        self.entry = insert_into(FeedEntry, flavour)
        self.take_numbers = marked("UPDATE head SET number = number + ? WHERE id = 1 RETURNING number", flavour)


_STATEMENTS: dict[Flavour, Statements] = {}


def statements(flavour: Flavour) -> Statements:
    """The feed's statements."""
    if flavour not in _STATEMENTS:
        _STATEMENTS[flavour] = Statements(flavour)
    return _STATEMENTS[flavour]


@dataclass(slots=True)
class _Write:
    """A record before and after one command."""

    record: type[Record]
    before: Record | None
    after: Record | None


@dataclass(slots=True)
class Pending:
    """The feed entries of one command or import chunk, which wait for their number."""

    command_id: str | None
    entries: list[dict[str, Any]]


class CentralTx:
    """Records of the service within one transaction of one writer.

    Between `begin` and `finish` lies one command (or import chunk); its effect is one number of the feed. Numbers are
    taken by `take_numbers`, as the last step before the commit.
    """

    def __init__(self, cursor: Cursor, flavour: Flavour) -> None:
        self.cursor = cursor
        self.flavour: Flavour = flavour
        self.rows = Rows(cursor, flavour)
        self._statements = statements(flavour)
        self._writes: dict[tuple[str, str], _Write] = {}
        self._seen: dict[tuple[str, str], Record | None] = {}
        self._streams: dict[str, set[str]] = {}
        self._pending: list[Pending] = []
        self._fresh: set[str] = set()

    def get(self, record: type[R], record_id: str, /) -> R | None:
        key = record.kind, record_id
        if key not in self._seen:
            self._seen[key] = self.rows.get(record, record_id)
        return self._seen[key]  # type: ignore[return-value]

    def find(self, record: type[R], /, **equals: Any) -> list[R]:
        found = self.rows.find(record, **equals)
        self._seen.update({(record.kind, each.id): each for each in found})
        return found

    def put(self, record: Record, /) -> None:
        before = self.get(type(record), record.id)
        if record.same_as(before):
            return
        record = record.with_(revision=before.revision + 1 if before else max(1, record.revision + 1))
        self.rows.put(record)
        self._wrote(type(record), record.id, before, record)

    def delete(self, record: type[Record], record_id: str, /) -> None:
        before = self.get(record, record_id)
        if before is not None:
            self.rows.delete(record, record_id)
            self._wrote(record, record_id, before, None)

    def put_new(self, records: list[Record]) -> None:
        """Write many records that are known to be new; of persons among them nothing else is known."""
        self._fresh.update(record.id for record in records if isinstance(record, Person))
        fresh = [record.with_(revision=1) for record in records]
        self.rows.put_many(fresh)
        for record in fresh:
            self._wrote(type(record), record.id, None, record)

    def begin(self) -> None:
        """Start a command: forget the writes of the one before."""
        self._writes.clear()

    def forget(self) -> None:
        """After a rollback to a savepoint: nothing that was read or written since is certain."""
        self._writes.clear()
        self._seen.clear()
        self._streams.clear()

    def changed(self) -> list[tuple[Record | None, Record | None]]:
        """What the command changed: each record before and after."""
        return [(w.before, w.after) for w in self._writes.values() if w.before is not w.after]

    def finish(self, command_id: str | None) -> Pending | None:
        """Prepare the command's feed entries; None if it changed nothing."""
        entries: list[dict[str, Any]] = []
        entered: list[tuple[str, str]] = []
        for write in self._writes.values():
            entered += self._widen_scope(write.after)
        for (kind, record_id), write in self._writes.items():
            if write.before is write.after:
                continue
            for stream in sorted(self._streams_of(write.after or write.before)):
                entries.append(_entry(stream, kind, record_id, write.before, write.after, command_id))
        entries += self._catch_up(entered, command_id)
        if not entries and not self.changed():
            return None
        pending = Pending(command_id, entries)
        self._pending.append(pending)
        return pending

    def take_numbers(self) -> dict[int, int]:
        """Number all that was finished, write it into the feed, and give the number of each `Pending` by its id()."""
        if not self._pending:
            return {}
        self.cursor.execute(self._statements.take_numbers, (len(self._pending),))
        first = self.cursor.fetchone()[0] - len(self._pending) + 1
        numbers: dict[int, int] = {}
        rows: list[Any] = []
        for number, pending in enumerate(self._pending, start=first):
            numbers[id(pending)] = number
            for ordinal, entry in enumerate(pending.entries):
                rows.append(self._statements.entry.parameters({**entry, "number": number, "ordinal": ordinal}))
        if rows:
            self.cursor.executemany(self._statements.entry.sql, rows)
        self._pending = []
        return numbers

    def _wrote(self, kind: type[Record], record_id: str, before: Record | None, after: Record | None) -> None:
        key = kind.kind, record_id
        self._seen[key] = after
        if key in self._writes:
            self._writes[key].after = after
        else:
            self._writes[key] = _Write(kind, before, after)

    def _streams_of(self, record: Record | None) -> set[str]:
        if record is None:
            return set()
        if isinstance(record, Slot | Contingent):
            return {stream_of_centre(record.centre_id)}
        if not isinstance(record, Person | Appointment | Encounter | Conflict):
            return {REFERENCE}
        return self._person_streams(record.subject)

    def _person_streams(self, person_id: str) -> set[str]:
        known = self._streams.get(person_id)
        if known is None:
            rows = self._statements.streams.run(self.cursor, person_id=person_id).fetchall()
            known = self._streams[person_id] = {row[0] for row in rows}
        return known

    def _widen_scope(self, record: Record | None) -> list[tuple[str, str]]:
        """Let a person's records into the stream of a centre that has to do with them from now on."""
        if isinstance(record, Person):
            centre_id = record.registered_centre_id
        elif isinstance(record, Appointment | Encounter):
            centre_id = record.centre_id
        else:
            return []
        if not centre_id:
            return []
        stream, person_id = stream_of_centre(centre_id), record.subject
        streams = self._person_streams(person_id)
        if stream in streams:
            return []
        self._statements.into_scope.run(self.cursor, person_id=person_id, stream=stream)
        streams.add(stream)
        return [(stream, person_id)]

    def _catch_up(self, entered: list[tuple[str, str]], command_id: str | None) -> list[dict[str, Any]]:
        """Entries that bring a stream which a person newly entered everything else about them."""
        entries: list[dict[str, Any]] = []
        for stream, person_id in entered:
            person = self.get(Person, person_id)
            if person is None or person_id in self._fresh:
                continue
            about: list[Record] = [person]
            for kind in _OF_A_PERSON:
                about += self.find(kind, person_id=person_id)
            entries += [
                _entry(stream, record.kind, record.id, None, record, command_id)
                for record in about
                if (record.kind, record.id) not in self._writes
            ]
        return entries


def _entry(
    stream: str, kind: str, record_id: str, before: Record | None, after: Record | None, command_id: str | None
) -> dict[str, Any]:
    return {
        "stream": stream,
        "op": Op.DELETED if after is None else Op.PUT,
        "kind": kind,
        "record_id": record_id,
        "revision": after.revision if after else (before.revision + 1 if before else 1),
        "command_id": command_id,
        "body": after.model_dump_json() if after else None,
    }
