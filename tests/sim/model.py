"""What a desk should hold and show, worked out by simple means of our own: dictionaries instead of a store.

The base is what the service's pages and parts said, taken in one after another. What is shown is the base with the
desk's unsettled commands applied on it, all of them, in order.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from empfang.commands.base import Fact, Payload, Request, apply_fact
from empfang.model import OF_A_PERSON, RECORDS, Deletion, Person, Record
from empfang.protocol import ChangesPage, Command, Op
from empfang.rows import record_table

R = TypeVar("R", bound=Record)
Row = tuple[Any, ...]
ABOUT_A_PERSON = {each.kind for each in (Person, *OF_A_PERSON, Deletion)}


def row_of(record: Record) -> Row:
    """As SQLite holds it."""
    return record_table(type(record), "sqlite").to_row(record)


class Base:
    """The service's word at one desk."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Record]] = {kind: {} for kind in RECORDS}
        self.rows: dict[str, dict[str, Row]] = {kind: {} for kind in RECORDS}
        self.of_whom: dict[str, set[tuple[str, str]]] = {}
        self.changes = 0

    def put(self, record: Record) -> None:
        """A record as it is now."""
        self.changes += 1
        self.records[record.kind][record.id] = record
        self.rows[record.kind][record.id] = row_of(record)
        self.of_whom.setdefault(record.subject, set()).add((record.kind, record.id))

    def remove(self, kind: str, record_id: str) -> None:
        """A record is gone."""
        self.changes += 1
        record = self.records[kind].pop(record_id, None)
        if record is not None:
            del self.rows[kind][record_id]
            self.of_whom[record.subject].discard((kind, record_id))

    def take_page(self, page: ChangesPage) -> None:
        """Entry by entry, as they stand there."""
        for change in page.changes:
            if change.kind not in RECORDS:
                continue
            if change.op is Op.PUT and change.body is not None:
                record = RECORDS[change.kind].model_validate(change.body)
                known = self.records[change.kind].get(change.id)
                if known is None or known.revision <= record.revision:
                    self.put(record)
            elif change.op is Op.DELETED:
                self.remove(change.kind, change.id)
            elif change.op is Op.LEFT_SCOPE:
                for kind, record_id in list(self.of_whom.get(change.id, ())):
                    if kind in ABOUT_A_PERSON:
                        self.remove(kind, record_id)

    def take_section(self, after: str, until: str | None, said: Sequence[Record]) -> None:
        """All about the persons of a range; with the first one also what belongs to nobody."""
        for kind, records in self.records.items():
            for record in list(records.values()):
                within = after < record.subject and (until is None or record.subject <= until)
                if within if kind in ABOUT_A_PERSON else after == "":
                    self.remove(kind, record.id)
        for record in said:
            within = after < record.subject and (until is None or record.subject <= until)
            if within if record.kind in ABOUT_A_PERSON else after == "":
                self.put(record)


class Overlay:
    """A transaction (`commands.tx.Tx`) on a base that leaves it as it is."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self.changes: dict[tuple[str, str], Record | None] = {}
        self._of_whom: dict[str, set[tuple[str, str]]] = {}
        self._subjects: tuple[str, ...] = ()
        self._rows: dict[tuple[str, str], tuple[Record | None, Row | None]] = {}

    def rows(self) -> Iterator[tuple[tuple[str, str], Row | None]]:
        """What it changes, as SQLite holds it; None: it is not there."""
        for key, record in self.changes.items():
            known = self._rows.get(key)
            if known is None or known[0] is not record:
                known = self._rows[key] = record, None if record is None else row_of(record)
            yield key, known[1]

    def apply(self, command: Command, payload: Payload) -> None:
        """Do what a desk does with a command of its own."""
        self._subjects = payload.subjects()
        if isinstance(payload, Fact):
            apply_fact(self, command, payload)
        elif isinstance(payload, Request):
            payload.mark_pending(self, command)

    def get(self, record: type[R], record_id: str, /) -> R | None:
        """See `Tx`."""
        key = record.kind, record_id
        if key in self.changes:
            return self.changes[key]  # type: ignore[return-value]
        return self._base.records[record.kind].get(record_id)  # type: ignore[return-value]

    def find(self, record: type[R], /, **equals: Any) -> list[R]:
        """See `Tx`; only what belongs to the command's persons is found."""
        keys: set[tuple[str, str]] = set()
        for subject in self._subjects:
            keys |= self._base.of_whom.get(subject, set()) | self._of_whom.get(subject, set())
        found = [self.get(record, record_id) for kind, record_id in keys if kind == record.kind]
        matching = [
            each
            for each in found
            if each is not None and all(getattr(each, name) == value for name, value in equals.items())
        ]
        return sorted(matching, key=lambda each: each.id)

    def put(self, record: Record, /) -> None:
        """See `Tx`."""
        self.changes[record.kind, record.id] = record
        self._of_whom.setdefault(record.subject, set()).add((record.kind, record.id))

    def delete(self, record: type[Record], record_id: str, /) -> None:
        """See `Tx`."""
        if self.get(record, record_id) is not None:
            self.changes[record.kind, record_id] = None
