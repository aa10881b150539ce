"""Search over the whole store: an FTS5 index of everybody's terms (`empfang.rules.query`), kept with the records.

`search_person` holds, under an integer key, what a line of results shows and the terms as they were indexed; the index
refers to it and stores no text again. The key is explicit, since SQLite may renumber the hidden one of `person`.
Results come in the order of keys, as far as wanted: sorting or counting all that match would cost 100 ms at a million.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from empfang.model import Appointment, Person
from empfang.rows import Cursor, record_table
from empfang.rules.names import Vocabulary, fold, sound
from empfang.rules.query import MARKS, TOWN, AnyOf, Query, name_words, similar, terms_of

_LONGEST_LISTED = 6
"""Beginnings of up to so many signs have lists of their own in the index."""

DEFINITION: tuple[str, ...] = (
    """CREATE TABLE search_person (
        key INTEGER PRIMARY KEY, person_id TEXT NOT NULL UNIQUE, family TEXT NOT NULL, given TEXT NOT NULL,
        birth_date TEXT, terms TEXT NOT NULL)""",
    # Without positions and lengths, which nobody asks for. With `detail = none`, too, FTS5's secure deleting loses
    # other people's entries: seen up to SQLite 3.53.4 where rows go and come within one transaction.
    f"""CREATE VIRTUAL TABLE search_index USING fts5 (
        terms, content = 'search_person', content_rowid = 'key', columnsize = 0, detail = column,
        prefix = '{" ".join(map(str, range(1, _LONGEST_LISTED + 1)))}', tokenize = "ascii tokenchars '{MARKS}'")""",
    # A person who goes leaves no traces in the index.
    "INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1)",
    # Never reusing an id lets a reader fetch only the words it has not seen.
    """CREATE TABLE search_word (
        id INTEGER PRIMARY KEY AUTOINCREMENT, word TEXT NOT NULL UNIQUE, sound TEXT NOT NULL)""",
)
_BATCH = 5_000
_AT_ONCE = 500
_WORDS = 1_000
_KNOWN = "SELECT key, person_id, family, given, birth_date, terms FROM search_person WHERE person_id"
_MOST_ENDINGS = 24

_Row = tuple[str, str, str, str | None, str]
"""person_id, family, given, birth_date, terms"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A person who was found, with what a line of results shows."""

    person_id: str
    family: str
    given: str
    birth_date: date | None


class SearchIndex:
    """Keeps the index in step with the people, in the caller's transaction."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def put(self, people: Iterable[Person]) -> None:
        """Take in new and changed people; for those whose terms are as before, one look-up each."""
        rows = {person.id: _row_of(person) for person in people}
        for known in self._all_known(list(rows)):
            row = rows.pop(known[1])
            if known[1:] != row:
                self._change(known, row)
        self._insert(list(rows.values()))

    def remove(self, person_ids: Iterable[str]) -> None:
        """Forget people, and the words of names that nobody else bears."""
        for person_id in person_ids:
            known = self._known(person_id)
            if known is not None:
                self._unindex(known)
                self._cursor.execute("DELETE FROM search_person WHERE key = ?", (known[0],))
                self._forget_words(known[-1].split())

    def rebuild(self) -> int:
        """Make the index anew from the stored people; the fast way after a first download. Returns their number."""
        run = self._cursor.execute
        run("DELETE FROM search_person")
        run("DELETE FROM search_word")
        words: set[str] = set()
        number = 0
        for rows in self._stored():
            self._cursor.executemany(
                "INSERT INTO search_person (person_id, family, given, birth_date, terms) VALUES (?, ?, ?, ?, ?)",
                rows,
            )
            for row in rows:
                words.update(name_words(row[-1].split()))
            number += len(rows)
        self._add_words(sorted(words))
        run("INSERT INTO search_index (search_index) VALUES ('rebuild')")
        return number

    def _stored(self) -> Iterator[list[_Row]]:
        """Everybody in the table of people, in batches, without validating what nobody looks at here."""
        last = ""
        while True:
            self._cursor.execute(
                "SELECT id, family, given, birth_date, town, phones FROM person WHERE id > ? ORDER BY id LIMIT ?",
                (last, _BATCH),
            )
            people = self._cursor.fetchall()
            if not people:
                return
            last = people[-1][0]
            yield [
                _row(person_id, family, given, born, town, (phone["number"] for phone in json.loads(phones)))
                for person_id, family, given, born, town, phones in people
            ]

    def _known(self, person_id: str) -> tuple[Any, ...] | None:
        self._cursor.execute(f"{_KNOWN} = ?", (person_id,))
        return cast("tuple[Any, ...] | None", self._cursor.fetchone())

    def _all_known(self, person_ids: list[str]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for begin in range(0, len(person_ids), _AT_ONCE):
            part = person_ids[begin : begin + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            self._cursor.execute(f"{_KNOWN} IN ({marks})", part)
            found += self._cursor.fetchall()
        return found

    def _insert(self, rows: list[_Row]) -> None:
        if not rows:
            return
        self._cursor.execute("SELECT coalesce(max(key), 0) FROM search_person")
        first = self._cursor.fetchone()[0] + 1
        self._cursor.executemany(
            "INSERT INTO search_person (key, person_id, family, given, birth_date, terms) VALUES (?, ?, ?, ?, ?, ?)",
            [(key, *row) for key, row in enumerate(rows, start=first)],
        )
        self._cursor.executemany(
            "INSERT INTO search_index (rowid, terms) VALUES (?, ?)",
            [(key, row[-1]) for key, row in enumerate(rows, start=first)],
        )
        self._add_words({word for row in rows for word in name_words(row[-1].split())})

    def _change(self, known: tuple[Any, ...], row: _Row) -> None:
        key, terms = known[0], known[-1]
        if terms != row[-1]:
            self._unindex(known)
        self._cursor.execute(
            "UPDATE search_person SET family = ?, given = ?, birth_date = ?, terms = ? WHERE key = ?",
            (*row[1:], key),
        )
        if terms != row[-1]:
            self._cursor.execute("INSERT INTO search_index (rowid, terms) VALUES (?, ?)", (key, row[-1]))
            self._add_words(name_words(row[-1].split()))
            self._forget_words(set(terms.split()) - set(row[-1].split()))

    def _unindex(self, known: tuple[Any, ...]) -> None:
        # The index holds no text: it must be told, to the letter, what was put in.
        self._cursor.execute(
            "INSERT INTO search_index (search_index, rowid, terms) VALUES ('delete', ?, ?)",
            (known[0], known[-1]),
        )

    def _add_words(self, words: Iterable[str]) -> None:
        self._cursor.executemany(
            "INSERT OR IGNORE INTO search_word (word, sound) VALUES (?, ?)",
            [(word, sound(word)) for word in words],
        )

    def _forget_words(self, terms: Iterable[str]) -> None:
        for word in name_words(terms):
            self._cursor.execute("SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT 1", (_term(word + " "),))
            if not self._cursor.fetchall():
                self._cursor.execute("DELETE FROM search_word WHERE word = ?", (word,))


class Search:
    """Reads the index through a cursor of its own. Keep one: it remembers the words of names for `similar`."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._vocabulary = Vocabulary()
        self._last_word = 0

    def people(self, query: Query, limit: int = 60, skip: frozenset[str] = frozenset()) -> list[Hit]:
        """Who is meant, the best readings first, whole words before longer ones, then by name; nobody in `skip`."""
        found: dict[str, Hit] = {}
        for meaning in query.steps:
            wanted = limit - len(found)
            if wanted <= 0:
                break
            hits = self._matching(meaning.groups, wanted, skip.union(found) if found else skip)
            found.update((hit.person_id, hit) for hit in sorted(hits, key=_by_name))
        return list(found.values())

    def similar(self, query: Query, limit: int = 20, skip: frozenset[str] = frozenset()) -> list[Hit]:
        """Who may be meant: one word sounds like a typed one or differs by a slip; the others begin as typed.

        Give in `skip` whom `people` found. Only words that `learn_words` has read are compared.
        """
        found: dict[str, Hit] = {}
        readings = similar(query, self._vocabulary)
        # So that each has a share: Schmidts alone would fill the list for "schmitt" and leave no room for a Schmid.
        share = max(3, limit // max(1, len(readings)))
        for groups in readings:
            wanted = min(share, limit - len(found))
            if wanted <= 0:
                break
            hits = self._matching(groups, wanted, skip.union(found))
            found.update((hit.person_id, hit) for hit in sorted(hits, key=_by_name))
        return list(found.values())

    def learn_words(self) -> bool:
        """Read words of names that are new, for `similar`; True if there are more to read.

        A portion takes some five ms, all of them half a second at a million people.
        """
        self._cursor.execute(
            "SELECT id, word, sound FROM search_word WHERE id > ? ORDER BY id LIMIT ?", (self._last_word, _WORDS)
        )
        words = self._cursor.fetchall()
        for number, word, sounds in words:
            self._vocabulary.add(word, sounds)
            self._last_word = number
        return len(words) == _WORDS

    def by_code(self, key: str, *, prefix: bool = False, limit: int = 20) -> list[Appointment]:
        """The appointments whose code has this key (`empfang.rules.codes.code_key`), or begins with it."""
        if not key:
            return []
        table = record_table(Appointment, "sqlite")
        names = ", ".join(table.names)
        where = "code_key >= ? AND code_key < ?" if prefix else "code_key >= ? AND code_key <= ?"
        self._cursor.execute(
            f"SELECT {names} FROM appointment WHERE {where} ORDER BY code_key, id LIMIT ?",  # noqa: S608 - own names
            (key, key + "~" if prefix else key, limit),
        )
        return [cast(Appointment, table.to_record(row)) for row in self._cursor.fetchall()]

    def _matching(self, groups: tuple[AnyOf, ...], limit: int, skip: frozenset[str]) -> list[Hit]:
        """Up to `limit` people for whom one term of each group holds."""
        alternatives = [[known for term in group for known in self._known(term)] for group in groups]
        if not all(alternatives):
            return []
        expression = " AND ".join(f"({' OR '.join(map(_term, group))})" for group in alternatives)
        hits: list[Hit] = []
        last = -1
        while len(hits) < limit:
            self._cursor.execute(
                "SELECT key, person_id, family, given, birth_date"
                " FROM search_index CROSS JOIN search_person ON key = search_index.rowid"
                " WHERE search_index MATCH ? AND search_index.rowid > ? ORDER BY search_index.rowid LIMIT ?",
                (expression, last, limit),
            )
            rows = self._cursor.fetchall()
            hits += [
                Hit(person_id, family, given, _date(born))
                for _, person_id, family, given, born in rows
                if person_id not in skip
            ]
            if len(rows) < limit:
                break
            last = rows[-1][0]
        return hits[:limit]

    def _known(self, term: str) -> list[str]:
        """The term, or what it stands for if that is quicker to search; nothing if the index does not have it.

        For a long beginning FTS5 puts the lists of all its words together before it gives the first person (5 ms for
        "wolfgan" at a million); for whole words it reads them side by side and stops when it has enough.
        """
        if term[0] == TOWN or term[0].isdigit():  # mostly there is none: seen before the other lists are opened
            self._cursor.execute("SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT 1", (_term(term),))
            return [term] if self._cursor.fetchall() else []
        if len(term) <= _LONGEST_LISTED or term[0] in MARKS or term.endswith(" "):
            return [term]
        self._cursor.execute(
            "SELECT word FROM search_word WHERE word >= ? AND word < ? ORDER BY word LIMIT ?",
            (term, term + "\U0010ffff", _MOST_ENDINGS + 1),
        )
        words = [word + " " for (word,) in self._cursor.fetchall()]
        return words if len(words) <= _MOST_ENDINGS else [term]


def _term(term: str) -> str:
    """A term in FTS5's language. Terms are made of letters, digits and marks only: no quote can be among them."""
    return f'"{term[:-1]}"' if term.endswith(" ") else f'"{term}"*'


def _row_of(person: Person) -> _Row:
    born = person.birth_date.isoformat() if person.birth_date else None
    numbers = (phone.number for phone in person.phones)
    return _row(person.id, person.family, person.given, born, person.town, numbers)


def _row(person_id: str, family: str, given: str, born: str | None, town: str, numbers: Iterable[str]) -> _Row:
    terms = terms_of(family, given, _date(born), town, numbers)
    return person_id, family, given, born, " ".join(terms)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _by_name(hit: Hit) -> tuple[str, str, date, str]:
    return fold(hit.family), fold(hit.given), hit.birth_date or date.min, hit.person_id
