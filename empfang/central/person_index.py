"""What people are found by at the service, kept in step with the records wherever these are written (`CentralTx`).

Whoever has an appointment at a centre, or was registered there, is found by those who serve it, for as long as the
service keeps them: also who comes for a booster half a year later, and is in no desk's stream any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from empfang.central.sql import Statement, insert_into, table_of
from empfang.central.tables import SearchPerson, SearchTerm
from empfang.model import Appointment, Person, Record
from empfang.rows import Cursor, Flavour, marked
from empfang.rules.query import CODE, terms_of

_AT_ONCE = 500
_MOST_TERMS = 100
"""Of one person, and as many codes."""
_READ_BY = ("family", "given", "birth_date", "town", "phones")
"""The fields of a person that a search reads."""


@dataclass(frozen=True, slots=True)
class Findable:
    """Somebody's terms, and where they count."""

    centres: tuple[str, ...]
    terms: tuple[str, ...]

    @property
    def rows(self) -> set[tuple[str, str]]:
        """Each term at each centre."""
        return set(product(self.centres, self.terms))


_NOT_AT_ALL = Findable((), ())


def concerned(before: Record | None, after: Record | None) -> Iterable[str]:
    """Whose terms a change of this record may change."""
    one = after or before
    if isinstance(one, Person):
        if _said(before, _READ_BY) != _said(after, _READ_BY):
            yield one.id
    elif isinstance(one, Appointment) and _said(before, ("person_id", "code_key")) != _said(
        after, ("person_id", "code_key")
    ):
        yield from {each.subject for each in (before, after) if each is not None}


def _said(record: Record | None, fields: Sequence[str]) -> tuple[object, ...] | None:
    return None if record is None else tuple([getattr(record, field) for field in fields])


def findable(person: Person, centres: Iterable[str], code_keys: Iterable[str]) -> Findable:
    """By what somebody is found."""
    numbers = [phone.number for phone in person.phones]
    terms = terms_of(person.family, person.given, person.birth_date, person.town, numbers)
    codes = [CODE + key for key in sorted(set(code_keys)) if key]
    return Findable(tuple(sorted(set(centres))), (*codes[:_MOST_TERMS], *terms[:_MOST_TERMS]))


class _Statements:
    def __init__(self, flavour: Flavour) -> None:
        person, term = table_of(SearchPerson), table_of(SearchTerm)
        self.newest = Statement(select(func.coalesce(func.max(person.c.key), 0)), flavour)
        self.add = insert_into(SearchPerson, flavour)
        self.change = Statement(
            update(person)
            .where(person.c.key == bindparam("of_key"))
            .values(centres=bindparam("now_centres"), terms=bindparam("now_terms")),
            flavour,
        )
        self.remove = Statement(delete(person).where(person.c.key == bindparam("of_key")), flavour)
        self.add_term = insert_into(SearchTerm, flavour)
        self.remove_term = Statement(
            delete(term).where(
                term.c.centre_id == bindparam("at_centre"),
                term.c.term == bindparam("this_term"),
                term.c.key == bindparam("of_key"),
            ),
            flavour,
        )
        self.all = (self.remove, self.change, self.add, self.remove_term, self.add_term)


@cache
def _statements(flavour: Flavour) -> _Statements:
    return _Statements(flavour)


class PersonIndex:
    """The terms of all people, within one transaction."""

    def __init__(self, cursor: Cursor, flavour: Flavour) -> None:
        self._cursor = cursor
        self._flavour: Flavour = flavour
        self._sql = _statements(flavour)

    def code_keys(self, person_ids: Sequence[str]) -> dict[str, list[str]]:
        """The codes of people's appointments as they stand in the database."""
        found: dict[str, list[str]] = {}
        for person_id, key in self._among("SELECT person_id, code_key FROM appointment WHERE person_id", person_ids):
            found.setdefault(person_id, []).append(key)
        return found

    def keep(self, people: Mapping[str, Findable | None]) -> None:
        """Write down by what these are found now; None: not at all any more."""
        known = self._known(list(people))
        newest = self._sql.newest.run(self._cursor).fetchone()[0] if len(known) < len(people) else 0
        rows: dict[Statement, list[dict[str, object]]] = {statement: [] for statement in self._sql.all}
        for person_id, wanted in people.items():
            key, before = known.get(person_id, (0, _NOT_AT_ALL))
            now = wanted if wanted is not None and wanted.rows else _NOT_AT_ALL
            if not before.rows and now.rows:
                key = newest = newest + 1
                said = {"person_id": person_id, "centres": " ".join(now.centres), "terms": _text(now.terms)}
                rows[self._sql.add].append({"key": key, **said})
            elif before.rows and not now.rows:
                rows[self._sql.remove].append({"of_key": key})
            elif now != before:
                said = {"now_centres": " ".join(now.centres), "now_terms": _text(now.terms)}
                rows[self._sql.change].append({"of_key": key, **said})
            rows[self._sql.remove_term] += [
                {"at_centre": centre, "this_term": term, "of_key": key}
                for centre, term in sorted(before.rows - now.rows)
            ]
            rows[self._sql.add_term] += [
                {"centre_id": centre, "term": term, "key": key} for centre, term in sorted(now.rows - before.rows)
            ]
        for statement, these in rows.items():
            if these:
                self._cursor.executemany(statement.sql, [statement.parameters(row) for row in these])

    def _known(self, person_ids: Sequence[str]) -> dict[str, tuple[int, Findable]]:
        rows = self._among("SELECT person_id, key, centres, terms FROM search_person WHERE person_id", person_ids)
        return {
            person_id: (key, Findable(tuple(centres.split()), tuple(terms.split())))
            for person_id, key, centres, terms in rows
        }

    def _among(self, query: str, person_ids: Sequence[str]) -> list[Any]:
        found: list[Any] = []
        for begin in range(0, len(person_ids), _AT_ONCE):
            part = person_ids[begin : begin + _AT_ONCE]
            self._cursor.execute(marked(f"{query} IN ({', '.join('?' * len(part))})", self._flavour), tuple(part))
            found += self._cursor.fetchall()
        return found


def _text(terms: Iterable[str]) -> str:
    return f" {' '.join(terms)} "
