"""For version 6: by what everybody is found who is in the database."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from alembic import op

from empfang.rules.query import CODE, terms_of

_AT_ONCE = 5_000
_MOST_TERMS = 100
_Row = tuple[int, str, Sequence[str], Sequence[str]]
"""Key, person's id, centres, terms."""


def make_search(flavour: str) -> None:
    """Make the tables and fill them: a minute for three hundred thousand people."""
    letters, stored = {"sqlite": ("TEXT", " WITHOUT ROWID"), "postgresql": ('TEXT COLLATE "C"', "")}[flavour]
    _execute(
        'CREATE TABLE search_person ("key" INTEGER NOT NULL, person_id VARCHAR NOT NULL, centres VARCHAR NOT NULL,'
        ' terms TEXT NOT NULL, PRIMARY KEY ("key"), UNIQUE (person_id))'
    )
    _execute(
        f'CREATE TABLE search_term (centre_id VARCHAR NOT NULL, term {letters} NOT NULL, "key" INTEGER NOT NULL,'
        f' PRIMARY KEY (centre_id, term, "key")){stored}'
    )
    mark = "?" if flavour == "sqlite" else "%s"
    into_persons = f"INSERT INTO search_person VALUES ({', '.join([mark] * 4)})"  # noqa: S608 - marks only
    into_terms = f"INSERT INTO search_term VALUES ({', '.join([mark] * 3)})"  # noqa: S608 - marks only
    newest = 0
    for people in _people(mark):
        rows = _rows(people, newest, mark)
        if rows:
            newest = rows[-1][0]
            _execute(into_persons, [(key, who, " ".join(there), f" {' '.join(by)} ") for key, who, there, by in rows])
            _execute(into_terms, [(centre, term, key) for key, _, there, by in rows for centre in there for term in by])


def _people(mark: str) -> Iterator[list[Any]]:
    """Everybody, some thousand at a time, in the order of ids."""
    some = (
        'SELECT "id", "family", "given", "birth_date", "town", "phones" FROM "person"'  # noqa: S608 - marks only
        f' WHERE "id" > {mark} ORDER BY "id" LIMIT {_AT_ONCE}'
    )
    last = ""
    while people := _read(some, (last,)):
        yield people
        last = people[-1][0]


def _rows(people: Sequence[Any], newest: int, mark: str) -> list[_Row]:
    of_these = f"person_id >= {mark} AND person_id <= {mark}"
    bounds = people[0][0], people[-1][0]
    tied = f"SELECT person_id, substr(stream, 8) FROM scope WHERE substr(stream, 1, 7) = 'centre:' AND {of_these}"  # noqa: S608 - marks only
    coded = f"SELECT person_id, code_key FROM appointment WHERE code_key <> '' AND {of_these}"  # noqa: S608 - marks only
    centres, codes = _values(tied, bounds), _values(coded, bounds)
    rows: list[_Row] = []
    for person_id, family, given, born, town, phones in people:
        day = date.fromisoformat(born) if isinstance(born, str) else born
        numbers = [phone["number"] for phone in (json.loads(phones) if isinstance(phones, str) else phones)]
        terms = [CODE + each for each in codes.get(person_id, ())][:_MOST_TERMS]
        terms += terms_of(family, given, day, town, numbers)[:_MOST_TERMS]
        if person_id in centres and terms:
            rows.append((newest + len(rows) + 1, person_id, centres[person_id], terms))
    return rows


def _values(query: str, bounds: tuple[str, str]) -> dict[str, list[str]]:
    """Each person's values, each once and in order."""
    rows = sorted({(row[0], row[1]) for row in _read(query, bounds)})
    return {person_id: [value for _, value in of] for person_id, of in groupby(rows, itemgetter(0))}


def _read(query: str, values: tuple[Any, ...]) -> list[Any]:
    return list(op.get_bind().exec_driver_sql(query, values).fetchall())


def _execute(statement: str, rows: list[tuple[Any, ...]] | None = None) -> None:
    op.get_bind().exec_driver_sql(statement, rows)
