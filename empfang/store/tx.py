"""The transaction interface at the desk: writes of unsettled commands keep an image of what was there before."""

from typing import Any, TypeVar

from empfang.model import RECORDS, Deletion, Person, Record
from empfang.rows import Cursor, Rows
from empfang.store.days import row_went
from empfang.store.search import SearchIndex

R = TypeVar("R", bound=Record)
Topics = set[tuple[str, str]]
"""What changed: kind and id of each record; ("outbox", "") when commands were recorded or settled."""


class DeskTx:
    """Records of the store within one transaction.

    While `number` is set, a command of the outbox is being applied: each row it writes is imaged first, and only rows
    of its subjects may be written.
    """

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.rows = Rows(cursor, "sqlite")
        self.number: int | None = None
        self.subjects: frozenset[str] = frozenset()
        self.topics: Topics = set()
        self._index = SearchIndex(cursor)
        self._seen: dict[tuple[str, str], Record | None] = {}

    def applying(self, number: int | None, subjects: tuple[str, ...] = ()) -> None:
        """Say which command the following writes belong to; None: they are the service's word."""
        self.number = number
        self.subjects = frozenset(subjects)

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
        self._before_write(type(record), record.id, record.subject)
        self.rows.put(record)
        self._seen[record.kind, record.id] = record
        if isinstance(record, Person):
            self._index.put([record])

    def delete(self, record: type[Record], record_id: str, /) -> None:
        known = self.get(record, record_id)
        if known is None:
            return
        self._before_write(record, record_id, known.subject)
        self.rows.delete(record, record_id)
        self._seen[record.kind, record_id] = None
        if record in {Person, Deletion}:
            row_went(self.cursor)
        if record is Person:
            self._index.remove([record_id])

    def put_many(self, records: list[Record], *, unless_newer: bool) -> None:
        """Write the service's rows; with `unless_newer` not where a newer revision is there already."""
        self._seen.clear()
        self.rows.put_many(records, unless_newer=unless_newer)
        self.topics.update((record.kind, record.id) for record in records)
        people = [record for record in records if isinstance(record, Person)]
        if unless_newer:
            people = list(self.rows.among(Person, "id", [person.id for person in people]))
        self._index.put(people)

    def restore(self, subjects: set[str]) -> None:
        """Put everything about these subjects back as it was before any unsettled command, and drop the images."""
        for subject in subjects:
            self.cursor.execute("SELECT kind, record_id, body FROM image WHERE subject = ?", (subject,))
            for kind, record_id, body in self.cursor.fetchall():
                if body is None:
                    self.delete(RECORDS[kind], record_id)
                else:
                    self.put(RECORDS[kind].model_validate_json(body))
            self.cursor.execute("DELETE FROM image WHERE subject = ?", (subject,))

    def _before_write(self, record: type[Record], record_id: str, subject: str) -> None:
        self.topics.add((record.kind, record_id))
        if self.number is None:
            return
        if subject not in self.subjects:
            raise AssertionError(f"a command wrote a {record.kind} of somebody it does not concern")
        before = self.get(record, record_id)
        self.cursor.execute(
            "INSERT OR IGNORE INTO image VALUES (?, ?, ?, ?)",
            (record.kind, record_id, subject, None if before is None else before.model_dump_json()),
        )
        self.cursor.execute("INSERT OR IGNORE INTO outbox_row VALUES (?, ?, ?)", (record.kind, record_id, self.number))
