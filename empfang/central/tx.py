"""The transaction interface at the service: revisions, scopes, and what goes into the feed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, delete, select, update

from empfang.central import hints
from empfang.central import scope as scopes
from empfang.central.outgoing.queue import Queue
from empfang.central.person_index import Findable, PersonIndex, concerned, findable
from empfang.central.places import FreePlaces, taken_anew
from empfang.central.scope import REFERENCE, Until
from empfang.central.sql import Statement, insert_into, table_of
from empfang.central.tables import (
    FeedEntry,
    FeedNumber,
    Head,
    ImportedRowKey,
    OnlineAccess,
    Received,
    ReceivedSubject,
    Scope,
)
from empfang.model import OF_A_CENTRE, OF_A_PERSON, RECORDS, Deletion, Person, Record, Slot, moment_text
from empfang.protocol import Op
from empfang.rows import Cursor, Flavour, Rows, marked

R = TypeVar("R", bound=Record)
ABOUT_A_PERSON: tuple[type[Record], ...] = (*OF_A_PERSON, Deletion)
"""Kinds of records that belong to a person, besides the person."""


class Statements:
    """What the feed needs, made once per flavour."""

    def __init__(self, flavour: Flavour) -> None:
        scope, head = table_of(Scope), table_of(Head)
        self.streams = Statement(
            select(scope.c.stream, scope.c.until).where(scope.c.person_id == bindparam("person_id")), flavour
        )
        self.into_scope = marked(
            "INSERT INTO scope (person_id, stream, until) VALUES (?, ?, ?)"
            " ON CONFLICT (person_id, stream) DO UPDATE SET until = excluded.until",
            flavour,
        )
        self.out_of_scope = Statement(
            delete(scope).where(scope.c.person_id == bindparam("person_id"), scope.c.stream == bindparam("stream")),
            flavour,
        )
        self.entry = insert_into(FeedEntry, flavour)
        self.number = insert_into(FeedNumber, flavour)
        self.take_numbers = marked("UPDATE head SET number = number + ? WHERE id = 1 RETURNING number, mark", flavour)
        self.tell = None if flavour == "sqlite" else hints.TELL
        self.keep_mark = Statement(update(head).values(mark=bindparam("new_mark")), flavour)
        entry, received, concerned = table_of(FeedEntry), table_of(Received), table_of(ReceivedSubject)
        self.erase_entries = Statement(
            # That something went stays told: nothing personal is in it, and a desk that is behind may have it yet.
            delete(entry).where(
                entry.c.subject == bindparam("whom"), entry.c.number < bindparam("before"), entry.c.body.is_not(None)
            ),
            flavour,
        )
        of_whom = select(concerned.c.command_id).where(concerned.c.subject == bindparam("whom"))
        self.erase_unreadable = _ERASE_UNREADABLE[flavour]
        self.erase_lines = Statement(
            update(received).where(received.c.command_id.in_(of_whom)).values(line=bindparam("nothing")), flavour
        )
        imported = table_of(ImportedRowKey)
        self.erase_said = Statement(
            update(imported).where(imported.c.person_id == bindparam("whom")).values(said=bindparam("nothing")), flavour
        )
        online = table_of(OnlineAccess)
        self.erase_access = Statement(delete(online).where(online.c.person_id == bindparam("whom")), flavour)


_ERASE_UNREADABLE: dict[Flavour, str] = {
    "sqlite": "UPDATE received SET line = x'' WHERE kind = '' AND instr(line, ?) > 0",
    "postgresql": "UPDATE received SET line = '' WHERE kind = '' AND position(%s IN line) > 0",
}
"""What was set aside unread, and names somebody."""
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
    found_otherwise: frozenset[str] = frozenset()
    """People who are found by other terms from now on, or at other centres."""


class CentralTx:
    """Records of the service within one transaction of one writer.

    Between `begin` and `finish` lies one command (or import chunk); its effect is one number of the feed. Numbers are
    taken by `take_numbers`, as the last step before the commit. `moved` are the streams that got something new.
    """

    def __init__(self, cursor: Cursor, flavour: Flavour, now: datetime) -> None:
        self.cursor = cursor
        self.flavour: Flavour = flavour
        self.rows = Rows(cursor, flavour)
        self.now = now
        self.moved: set[str] = set()
        self._today = now.date()
        self._statements = statements(flavour)
        self._free = FreePlaces(cursor, flavour)
        self._outgoing = Queue(cursor, flavour)
        self._writes: dict[tuple[str, str], _Write] = {}
        self._seen: dict[tuple[str, str], Record | None] = {}
        self._all: dict[type[Record], list[Any]] = {}
        self._streams: dict[str, dict[str, Until]] = {}
        self._pending: list[Pending] = []
        self._fresh: set[str] = set()
        self._opened: list[tuple[str, str]] = []
        self._found_otherwise: set[str] = set()
        self._deleted: list[tuple[str, Pending]] = []
        self._erased: list[tuple[str, int]] = []

    def get(self, record: type[R], record_id: str, /) -> R | None:
        key = record.kind, record_id
        if key not in self._seen:
            self._seen[key] = self.rows.get(record, record_id)
        return self._seen[key]  # type: ignore[return-value]

    def get_kind(self, kind: str, record_id: str) -> Record | None:
        """Like `get`, by the name of the kind."""
        return self.get(RECORDS[kind], record_id)

    def find(self, record: type[R], /, **equals: Any) -> list[R]:
        if not equals and record in self._all:
            return self._all[record]
        found = self.rows.find(record, **equals)
        self._seen.update({(record.kind, each.id): each for each in found})
        if not equals:
            self._all[record] = found
        return found

    def put(self, record: Record, /) -> None:
        before = self.get(type(record), record.id)
        if record.same_as(before):
            return
        revision = before.revision + 1 if before else max(1, record.revision + 1)
        record = record.model_copy(update={"revision": revision})
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
        fresh = [record.model_copy(update={"revision": 1}) for record in records]
        self.rows.put_many(fresh)
        for record in fresh:
            self._wrote(type(record), record.id, None, record)

    def open_for(self, person_id: str, desk_id: str) -> None:
        """Let a person's records into the stream of a desk that has opened them, until the day's end."""
        self._opened.append((scopes.opened_by(desk_id), person_id))

    def streams_of(self, person_id: str) -> set[str]:
        """The streams that a person's records appear in now."""
        return scopes.live(self._person_streams(person_id), self._today)

    def new_ties(self, person_id: str) -> list[tuple[str, Until]]:
        """The streams to which what the command wrote ties this person."""
        found = [scopes.tie(after, self.now) for _, after in self.changed() if after and after.subject == person_id]
        return [one for one in found if one is not None]

    def free_near(self, slot: Slot, contingent_id: str, now: datetime, limit: int) -> list[Slot]:
        """Slots with a free place of a contingent, nearest to this slot's time first (`commands.tx.Deciding`)."""
        found = (self.get(Slot, slot_id) for slot_id in self._free.near(slot, contingent_id, now, limit))
        return [each for each in found if each is not None]

    def between(self, record: type[R], field: str, begin: datetime, end: datetime, /, **equals: Any) -> list[R]:
        """Records of a time (`commands.tx.Deciding`)."""
        return self.rows.between(record, field, begin, end, **equals)

    def begin(self) -> None:
        """Start a command: forget the writes of the one before."""
        self._writes.clear()
        self._opened.clear()
        self._found_otherwise.clear()

    def checkpoint(self) -> tuple[int, int]:
        """What to hand to `forget` after a rollback to a savepoint that is made now."""
        return len(self._pending), len(self._deleted)

    def forget(self, checkpoint: tuple[int, int]) -> None:
        """After a rollback to a savepoint: nothing that was read or written since is certain."""
        del self._pending[checkpoint[0] :]
        del self._deleted[checkpoint[1] :]
        self._writes.clear()
        self._opened.clear()
        self._found_otherwise.clear()
        self._seen.clear()
        self._all.clear()
        self._streams.clear()

    def changed(self) -> list[tuple[Record | None, Record | None]]:
        """What the command changed: each record before and after."""
        return [(w.before, w.after) for w in self._writes.values() if w.before is not w.after]

    def finish(self, command_id: str | None) -> Pending | None:
        """Count places, and prepare the command's feed entries; None if it changed nothing."""
        for slot in list(taken_anew(self.changed(), lambda slot_id: self.get(Slot, slot_id))):
            self.put(slot)
        changed = self.changed()
        self._free.keep(changed)
        self._outgoing.keep(changed, lambda person_id: self.get(Person, person_id), self.now)
        if not changed and not self._opened:
            return None
        entered: list[tuple[str, str]] = []
        for _, after in changed:
            one = None if after is None else scopes.tie(after, self.now)
            if after is not None and one is not None:
                entered += self._widen_scope(after.subject, *one)
        for stream, person_id in self._opened:
            # Once more for whom it has: the desk may have pruned them.
            self._widen_scope(person_id, stream, self._today.isoformat())
            entered.append((stream, person_id))
        left = self._narrow_scopes(changed)
        # A desk may still hold of them what has gone meanwhile: all goes, and comes again with the same number.
        entries = [_left(*each, command_id) for each in dict.fromkeys(entered) if not self._is_new(each[1])]
        for (kind, record_id), write in self._writes.items():
            if write.before is write.after:
                continue
            for stream in sorted(self._streams_of(write.after or write.before)):
                entries.append(_entry(stream, kind, record_id, write.before, write.after, command_id))
        entries += self._catch_up(entered, command_id)
        left += [
            (stream, after.id) for _, after in changed if isinstance(after, Deletion) for stream in self._over(after.id)
        ]
        entries += [_left(stream, person_id, command_id) for stream, person_id in left]
        self._found_otherwise.update(each for before, after in changed for each in concerned(before, after))
        pending = Pending(command_id, entries, frozenset(self._found_otherwise))
        self._pending.append(pending)
        self._deleted += [(after.id, pending) for before, after in changed if isinstance(after, Deletion)]
        return pending

    def take_numbers(self) -> dict[int, int]:
        """Number all that was finished, write it into the feed, and give the number of each `Pending` by its id().

        People are found by what they have become.
        """
        self._keep_found_by()
        if not self._pending:
            return {}
        self.cursor.execute(self._statements.take_numbers, (len(self._pending),))
        last, mark = self.cursor.fetchone()
        first = last - len(self._pending) + 1
        numbers: dict[int, int] = {}
        rows: list[Any] = []
        marks: list[Any] = []
        at = moment_text(self.now)
        for number, pending in enumerate(self._pending, start=first):
            numbers[id(pending)] = number
            mark = _mark(mark, number, at, pending)
            streams = sorted({entry["stream"] for entry in pending.entries})
            numbered = {"number": number, "mark": mark, "at": at, "streams": " ".join(streams)}
            marks.append(self._statements.number.parameters(numbered))
            for ordinal, entry in enumerate(pending.entries):
                self.moved.add(entry["stream"])
                rows.append(self._statements.entry.parameters({**entry, "number": number, "ordinal": ordinal}))
        self.cursor.executemany(self._statements.number.sql, marks)
        if rows:
            self.cursor.executemany(self._statements.entry.sql, rows)
        self._statements.keep_mark.run(self.cursor, new_mark=mark)
        if self._statements.tell is not None:
            self.cursor.execute(self._statements.tell, (hints.written(last, self.moved),))
        self._pending = []
        self._erased += [(person_id, numbers[id(pending)]) for person_id, pending in self._deleted]
        self._deleted = []
        return numbers

    def _keep_found_by(self) -> None:
        """Write down by what people are found now. For all commands together, when it is certain what they wrote."""
        people = sorted(frozenset().union(*(pending.found_otherwise for pending in self._pending)))
        if not people:
            return
        index = PersonIndex(self.cursor, self.flavour)
        codes = index.code_keys(people)
        now: dict[str, Findable | None] = dict.fromkeys(people)
        for person_id in people:
            person = self.get(Person, person_id)
            if person is not None:
                centres = filter(None, map(scopes.centre_of_people, self._person_streams(person_id)))
                now[person_id] = findable(person, centres, codes.get(person_id, ()))
        index.keep(now)

    def erase(self) -> None:
        """Of whom was deleted in this transaction, remove what the feed, the received commands and lists still say.

        After everything of the transaction is written. Desks that are behind get the deletions alone.
        """
        for person_id, number in self._erased:
            self._statements.erase_entries.run(self.cursor, whom=person_id, before=number)
            self._statements.erase_lines.run(self.cursor, whom=person_id, nothing=b"")
            self._statements.erase_said.run(self.cursor, whom=person_id, nothing="")
            self._statements.erase_access.run(self.cursor, whom=person_id)
            self.cursor.execute(self._statements.erase_unreadable, (person_id.encode(),))

    def _wrote(self, kind: type[Record], record_id: str, before: Record | None, after: Record | None) -> None:
        key = kind.kind, record_id
        self._seen[key] = after
        self._all.pop(kind, None)
        if key in self._writes:
            self._writes[key].after = after
        else:
            self._writes[key] = _Write(kind, before, after)

    def _streams_of(self, record: Record | None) -> set[str]:
        if record is None:
            return set()
        if isinstance(record, OF_A_CENTRE):
            return {scopes.places_of(record.centre_id)}
        if not isinstance(record, (Person, *ABOUT_A_PERSON)):
            return {REFERENCE}
        return self.streams_of(record.subject)

    def _person_streams(self, person_id: str) -> dict[str, Until]:
        known = self._streams.get(person_id)
        if known is None:
            rows = self._statements.streams.run(self.cursor, person_id=person_id).fetchall()
            known = self._streams[person_id] = {row[0]: row[1] for row in rows}
        return known

    def _widen_scope(self, person_id: str, stream: str, until: Until) -> list[tuple[str, str]]:
        """Let a person's records into a stream, or keep them there for longer; gives the stream if it is new."""
        streams = self._person_streams(person_id)
        was_live = stream in self.streams_of(person_id)
        wanted = scopes.later(streams[stream], until) if stream in streams else until
        if stream in streams and wanted == streams[stream]:
            return []
        self.cursor.execute(self._statements.into_scope, (person_id, stream, wanted))
        if stream not in streams and scopes.centre_of_people(stream):
            self._found_otherwise.add(person_id)
        streams[stream] = wanted
        return [(stream, person_id)] if not was_live and stream in self.streams_of(person_id) else []

    def _is_new(self, person_id: str) -> bool:
        """Whether the service did not know the person before."""
        write = self._writes.get((Person.kind, person_id))
        return person_id in self._fresh or (write is not None and write.before is None)

    def _over(self, person_id: str) -> list[str]:
        """Streams that the person has belonged to: desks there may not have pruned them yet."""
        return sorted(set(self._person_streams(person_id)) - self.streams_of(person_id))

    def _narrow_scopes(self, changed: Iterable[tuple[Record | None, Record | None]]) -> list[tuple[str, str]]:
        """Streams that a person belongs to no longer, because of what these records say now."""
        left: list[tuple[str, str]] = []
        for person_id in sorted(
            {before.subject for before, after in changed if before and self._ties_less(before, after)}
        ):
            about: list[Record | None] = [self.get(Person, person_id)]
            for kind in ABOUT_A_PERSON:
                about += self.find(kind, **{"id" if kind is Deletion else "person_id": person_id})
            ties = scopes.ties_of([record for record in about if record is not None], self.now)
            streams = self._person_streams(person_id)
            for stream, until in list(streams.items()):
                if scopes.is_opened(stream) or ties.get(stream, "") == until:
                    continue
                if stream in ties:
                    streams[stream] = ties[stream]
                    self.cursor.execute(self._statements.into_scope, (person_id, stream, ties[stream]))
                else:
                    del streams[stream]
                    self._found_otherwise.add(person_id)
                    self._statements.out_of_scope.run(self.cursor, person_id=person_id, stream=stream)
                    left.append((stream, person_id))
        return left

    def _ties_less(self, before: Record, after: Record | None) -> bool:
        """Whether a record no longer ties its person to a stream as it did."""
        tied = scopes.tie(before, self.now)
        now_tied = None if after is None else scopes.tie(after, self.now)
        if tied is None:
            return False
        return now_tied is None or now_tied[0] != tied[0] or scopes.later(tied[1], now_tied[1]) != now_tied[1]

    def _catch_up(self, entered: list[tuple[str, str]], command_id: str | None) -> list[dict[str, Any]]:
        """Entries that bring a stream which a person newly entered everything else about them."""
        entries: list[dict[str, Any]] = []
        for stream, person_id in dict.fromkeys(entered):
            if person_id in self._fresh:
                continue
            person = self.get(Person, person_id)
            about: list[Record] = [] if person is None else [person]
            for kind in ABOUT_A_PERSON:
                about += self.find(kind, **{"id" if kind is Deletion else "person_id": person_id})
            entries += [
                _entry(stream, record.kind, record.id, None, record, command_id)
                for record in about
                if not self._was_written(record)
            ]
        return entries

    def _was_written(self, record: Record) -> bool:
        write = self._writes.get((record.kind, record.id))
        return write is not None and write.before is not write.after


def _mark(before: str, number: int, at: str, pending: Pending) -> str:
    """Digests what was numbered so far."""
    said = [f"{entry['kind']} {entry['record_id']} {entry['revision']}" for entry in pending.entries]
    text = "\n".join([before, str(number), at, pending.command_id or "", *said])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _entry(
    stream: str, kind: str, record_id: str, before: Record | None, after: Record | None, command_id: str | None
) -> dict[str, Any]:
    [record, *_] = [each for each in (after, before) if each is not None]
    return {
        "stream": stream,
        "op": Op.DELETED if after is None else Op.PUT,
        "kind": kind,
        "record_id": record_id,
        "revision": after.revision if after else (before.revision + 1 if before else 1),
        "command_id": command_id,
        "body": after.model_dump_json() if after else None,
        "subject": record.subject if isinstance(record, (Person, *ABOUT_A_PERSON)) else "",
    }


def _left(stream: str, person_id: str, command_id: str | None) -> dict[str, Any]:
    """Everything about a person goes from a stream."""
    return {
        "stream": stream,
        "op": Op.LEFT_SCOPE,
        "kind": Person.kind,
        "record_id": person_id,
        "revision": 0,
        "command_id": command_id,
        "body": None,
        "subject": person_id,
    }
