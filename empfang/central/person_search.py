"""Finding people at the service, by what is typed into a search box (`empfang.rules.query`).

The rarest of what must hold is looked up in the terms; what else must hold is compared with all terms of whoever bears
it. Where everything is frequent, the first that come are compared; if hardly any of them fit, the bearers of the two
rarest terms are laid over each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from empfang.protocol import MAX_FOUND, FoundPerson, FoundPersons
from empfang.rows import Cursor, Flavour, marked
from empfang.rules.query import CODE, AnyOf, Query, parse

_PUT_IN_ORDER = 100
"""Of one reading so many are found at most, and shown the newest first."""
_FEW = 2_000
"""So many are compared one by one."""
_MOST = 100_000
"""So many are counted, and laid over others."""
_KEYS_AT_ONCE = 500
_LAST = "\U0010ffff"
_WITHIN: dict[Flavour, str] = {"sqlite": "instr(p.terms, ?) > 0", "postgresql": "strpos(p.terms, ?) > 0"}


@dataclass(frozen=True, slots=True)
class _Hit:
    key: int
    person_id: str
    by_code: bool


def find_persons(
    cursor: Cursor, flavour: Flavour, centre_ids: Sequence[str], text: str, limit: int = MAX_FOUND
) -> FoundPersons:
    """Who of these centres' people may be meant: whoever has a booking code that was typed completely; then by the
    likeliest readings, whole words before longer ones; of one reading the newest first.
    """
    search = _Search(cursor, flavour, tuple(dict.fromkeys(centre_ids)))
    hits: dict[str, _Hit] = {}
    for groups, by_code in _readings(parse(text)):
        if len(hits) > limit:
            break
        for key, person_id in search.matching(groups):
            hits.setdefault(person_id, _Hit(key, person_id, by_code))
    shown = list(hits.values())[:limit]
    return FoundPersons(persons=tuple(_told(cursor, flavour, shown)), more=len(hits) > limit)


def _readings(query: Query) -> Iterator[tuple[tuple[AnyOf, ...], bool]]:
    """What must hold, the likeliest reading first, and whether it is a whole booking code."""
    code = CODE + query.code
    if query.code:
        yield ((code + " ",),), True
    for meaning in query.steps:
        yield meaning.groups, False
    if query.code:
        yield ((code,),), False


class _Search:
    """Looks for terms among the people of some centres, within one search."""

    def __init__(self, cursor: Cursor, flavour: Flavour, centre_ids: tuple[str, ...]) -> None:
        self._cursor = cursor
        self._flavour: Flavour = flavour
        self._centre_ids = centre_ids
        self._here = f"t.centre_id IN ({', '.join('?' * len(centre_ids))})"
        self._counts: dict[tuple[str, int], int] = {}

    def matching(self, groups: Sequence[AnyOf]) -> list[tuple[int, str]]:
        """Keys and ids of people for whom one term of each group holds, the newest first."""
        if not groups or not self._centre_ids:
            return []
        known = [tuple([term for term in group if self._count(term, _FEW)]) for group in groups]
        if not all(known):
            return []
        rarest, *others = sorted(known, key=lambda group: self._bearers(group, _FEW))
        found = self._compared(rarest, others)
        if others and len(found) <= MAX_FOUND and self._bearers(rarest, _FEW) >= _FEW:
            found = self._laid_over(known)
        return sorted(found, reverse=True)

    def _bearers(self, group: AnyOf, most: int) -> int:
        return sum(self._count(term, most) for term in group)

    def _count(self, term: str, most: int) -> int:
        """How many bear it, as far as that matters."""
        if (term, most) not in self._counts:
            which, bounds = _range(term)
            query = f"SELECT 1 FROM search_term AS t WHERE {self._here} AND {which} LIMIT ?"  # noqa: S608 - marks only
            [(count,)] = self._run(f"SELECT count(*) FROM ({query}) AS found", (*self._centre_ids, *bounds, most))  # noqa: S608 - marks only
            self._counts[term, most] = count
        return self._counts[term, most]

    def _compared(self, group: AnyOf, others: Sequence[AnyOf]) -> set[tuple[int, str]]:
        """The first bearers of a term of this group for whom the others hold, too."""
        found: set[tuple[int, str]] = set()
        hold, texts = self._hold(others)
        for term in group:
            which, bounds = _range(term)
            first = f"SELECT key FROM search_term AS t WHERE {self._here} AND {which} LIMIT ?"  # noqa: S608 - marks only
            found.update(
                # Across, so that SQLite begins with the terms.
                self._run(
                    f"SELECT p.key, p.person_id FROM ({first}) AS t CROSS JOIN search_person AS p"  # noqa: S608 - marks only
                    f" WHERE p.key = t.key{hold} LIMIT ?",
                    (*self._centre_ids, *bounds, _FEW, *texts, _PUT_IN_ORDER),
                )
            )
        return found

    def _laid_over(self, groups: Sequence[AnyOf]) -> set[tuple[int, str]]:
        """The newest for whom all groups hold, where each of these has many bearers."""
        one, other, *others = sorted(groups, key=lambda group: self._bearers(group, _MOST))
        both = sorted(self._keys(one) & self._keys(other), reverse=True)
        found: set[tuple[int, str]] = set()
        hold, texts = self._hold(others)
        for begin in range(0, min(len(both), _FEW), _KEYS_AT_ONCE):
            some = both[begin : begin + _KEYS_AT_ONCE]
            marks = ", ".join("?" * len(some))
            query = f"SELECT p.key, p.person_id FROM search_person AS p WHERE p.key IN ({marks}){hold}"  # noqa: S608 - marks only
            found.update(self._run(query, (*some, *texts)))
            if len(found) > _PUT_IN_ORDER:
                break
        return found

    def _keys(self, group: AnyOf) -> set[int]:
        keys: set[int] = set()
        for term in group:
            which, bounds = _range(term)
            query = f"SELECT key FROM search_term AS t WHERE {self._here} AND {which} LIMIT ?"  # noqa: S608 - marks only
            keys.update(row[0] for row in self._run(query, (*self._centre_ids, *bounds, _MOST)))
        return keys

    def _hold(self, groups: Sequence[AnyOf]) -> tuple[str, list[str]]:
        """That somebody bears a term of each group."""
        hold = "".join(f" AND ({' OR '.join([_WITHIN[self._flavour]] * len(group))})" for group in groups)
        return hold, [f" {term}" for group in groups for term in group]

    def _run(self, query: str, values: Sequence[object]) -> list[Any]:
        self._cursor.execute(marked(query, self._flavour), tuple(values))
        return self._cursor.fetchall()


def _range(term: str) -> tuple[str, tuple[str, ...]]:
    """Where terms stand that are meant by this one: it ends in a blank where it is a whole one."""
    if term.endswith(" "):
        return "t.term = ?", (term[:-1],)
    return "t.term >= ? AND t.term < ?", (term, term + _LAST)


def _told(cursor: Cursor, flavour: Flavour, hits: Sequence[_Hit]) -> Iterator[FoundPerson]:
    """What is told of them."""
    ids = tuple(hit.person_id for hit in hits)
    if not ids:
        return
    among = f"IN ({', '.join('?' * len(ids))})"
    query = f"SELECT id, family, given, birth_date, street, town FROM person WHERE id {among}"  # noqa: S608 - marks only
    cursor.execute(marked(query, flavour), ids)
    people = {row[0]: row for row in cursor.fetchall()}
    query = (
        f"SELECT DISTINCT person_id, centre_id FROM appointment WHERE person_id {among}"  # noqa: S608 - marks only
        " AND status NOT IN ('cancelled', 'entered-in-error')"
    )
    cursor.execute(marked(query, flavour), ids)
    centres: dict[str, list[str]] = {}
    for person_id, centre_id in sorted(cursor.fetchall()):
        centres.setdefault(person_id, []).append(centre_id)
    for hit in hits:
        if hit.person_id not in people:
            continue
        _, family, given, born, street, town = people[hit.person_id]
        yield FoundPerson(
            person_id=hit.person_id,
            family=family,
            given=given,
            birth_date=date.fromisoformat(born) if isinstance(born, str) else born,
            street=street,
            town=town,
            centre_ids=tuple(centres.get(hit.person_id, ())),
            by_code=hit.by_code,
        )
