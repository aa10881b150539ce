"""How a row of a list is known again when a list comes a second time."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

from empfang.rules.codes import MINIMUM_LENGTH, code_key
from empfang.rules.names import fold

if TYPE_CHECKING:
    from empfang.exchange.lists import ImportedRow

_NOT_COMPARED = frozenset({"line", "key", "also", "person_key", "fingerprint", "phones", "code"})


@dataclass(frozen=True, slots=True)
class Keys:
    """`key` is what a row is known by; `also` another one by which it may have come before, or empty. Rows with the
    same `person_key` are one person's.
    """

    key: str
    also: str
    person_key: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A row that came in before: as it was then, and whose it is."""

    key: str
    fingerprint: str
    day: str | None
    person_id: str


def keys_of(rows: Sequence["ImportedRow"]) -> tuple[list[Keys], int]:
    """The keys of a list's rows, and how many codes several of them share.

    A code is the key where one row has it. Two appointments of one person, or a couple's, may share one: then name,
    birth date and time belong to the key. A short number only counts lines and is no key at all.
    """
    whose = [(fold(row.family) or row.family, fold(row.given) or row.given, row.birth_date) for row in rows]
    who = [_digest(person) for person in whose]
    what = [
        _digest([*person, row.day, row.time, row.registered_at, *_where(row)])
        for person, row in zip(whose, rows, strict=True)
    ]
    by_code: defaultdict[str, set[str]] = defaultdict(set)
    for row, own in zip(rows, what, strict=True):
        by_code[code_of(row)].add(own)
    found = []
    for row, person, own in zip(rows, who, what, strict=True):
        code = code_of(row)
        plain, full = f"code:{code}", f"code:{code}:{own}"
        if not code:
            found.append(Keys(f"row:{own}", "", f"row:{own}"))
        elif len(by_code[code]) > 1:
            found.append(Keys(full, plain, f"code:{code}:{person}"))
        else:
            found.append(Keys(plain, full, plain))
    return found, sum(len(rows) > 1 for code, rows in by_code.items() if code)


def fingerprint(row: "ImportedRow") -> str:
    """Whether a row came unchanged: what was understood of it, wherever in the file it stood."""
    said = [getattr(row, field.name) for field in fields(row) if field.name not in _NOT_COMPARED]
    code = row.code if row.key.startswith("code:") else ""
    return _digest([*said, code, sorted((phone.number, phone.whose) for phone in row.phones)])


def same_person(row: "ImportedRow", family: str, given: str, birth_date: date | None) -> bool:
    """Whether two of family name, given name and birth date are the same: one of them may have been corrected."""
    return ((fold(row.family) == fold(family)) + (fold(row.given) == fold(given)) + (row.birth_date == birth_date)) >= 2


def before(row: "ImportedRow", stored: Mapping[str, Stored], known_person: bool) -> Stored | None:
    """As what this row came before, if it did. A code alone knows a row again only on the same day and
    (`known_person`) for the same person.
    """
    plain, full = sorted((row.key, row.also), key=len)
    if full in stored:
        return stored[full]
    found = stored.get(plain)
    if found and (found.fingerprint == row.fingerprint or (known_person and found.day == _iso(row.day))):
        return found
    return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def code_of(row: "ImportedRow") -> str:
    """The code of a row, as it is compared; empty if it has none, or one that only counts lines."""
    key = code_key(row.code)
    return "" if key.isdecimal() and len(key) < MINIMUM_LENGTH else key


def _where(row: "ImportedRow") -> tuple[str, ...]:
    """What tells two people of one name apart of whom no birth date is known."""
    if row.birth_date:
        return ()
    return (row.street, row.postal_code, *(phone.number for phone in row.phones))


def _digest(values: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, default=str).encode("utf-8", "replace")).hexdigest()
