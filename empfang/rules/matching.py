"""People who are probably in the lists twice under another spelling: pairs to look at, never merged by a
program.

Two entries are a pair if their names fit together, their birth dates fit together, and strangers who agree so
far are hardly to be expected among so many people. Families share address, numbers and family name; twins the
birth date, too: so given names that are both in use by themselves (Lena and Lea) count as two people,
whatever else agrees.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import inf
from typing import Protocol

from empfang.model import Phone
from empfang.rules.given_names import GIVEN_NAMES
from empfang.rules.names import fold
from empfang.rules.spelling import (
    OTHER,
    PART,
    SAME,
    SHORT,
    SLIP,
    VARIANT,
    WEAK,
    alike,
    family_words,
    is_nickname,
    name_words,
    neighbours_swapped,
    plain_consonants,
    sound,
)

_LARGEST_BLOCK = 60
_LARGEST_BIRTHDAY = 400
_STRANGERS_ALLOWED = 0.002
_DAYS_OF_BIRTH = 25_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of one entry. `id` is given back in pairs (a booking code, say); `phones` are E.164 or as
    typed.
    """

    id: str
    family: str
    given: str = ""
    birth_date: date | None = None
    street: str = ""
    house_number: str = ""
    postal_code: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""


class Told(Protocol):
    """What a person and a row of a list have in common."""

    @property
    def family(self) -> str: ...
    @property
    def given(self) -> str: ...
    @property
    def birth_date(self) -> date | None: ...
    @property
    def street(self) -> str: ...
    @property
    def house_number(self) -> str: ...
    @property
    def postal_code(self) -> str: ...
    @property
    def phones(self) -> Sequence[Phone]: ...
    @property
    def email(self) -> str: ...


def candidate_of(told: Told, name: str) -> Candidate:
    """A person or a row of a list, by this name in pairs."""
    return Candidate(
        id=name,
        family=told.family,
        given=told.given,
        birth_date=told.birth_date,
        street=told.street,
        house_number=told.house_number,
        postal_code=told.postal_code,
        phones=tuple(phone.number for phone in told.phones),
        email=told.email,
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that are probably one person, and what speaks for it (codes), the name first."""

    a: str
    b: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A candidate, prepared for comparing."""

    family: tuple[str, ...]
    given: tuple[str, ...]
    born: date | None
    address: str
    phones: frozenset[str]
    email: str

    @property
    def words(self) -> tuple[str, ...]:
        return self.family + self.given


def _entry(person: Candidate) -> _Entry:
    street = fold(person.street).replace("strasse", "str").replace(" ", "")
    number = fold(person.house_number).replace(" ", "")
    return _Entry(
        family=family_words(person.family),
        given=name_words(person.given),
        born=person.birth_date,
        address=f"{street} {number}" if street and number else "",
        phones=frozenset(phone for phone in person.phones if phone),
        email=person.email.strip().casefold(),
    )


def suspected_pairs(people: Sequence[Candidate]) -> list[Pair]:
    """Pairs of entries that are probably the same person, in the order of the list.

    Only entries that share a birth date, or a word of the name and most of a birth date, a number or an
    address, are compared: the time grows with the number of people, not with its square.
    """
    entries = [_entry(person) for person in people]
    judge = _Judge(entries)
    found = []
    for a, b in sorted(_neighbours(entries)):
        why = judge.why(entries[a], entries[b])
        if why:
            found.append(Pair(people[a].id, people[b].id, why))
    return found


def suspected_of(one: Candidate, others: Sequence[Candidate]) -> list[Pair]:
    """Who of the others is probably the same person as this one; all are compared.

    Who is at the telephone is asked then and there: unlike in a list, nobody is passed over because strangers may
    agree as far by chance.
    """
    entries = [_entry(person) for person in (one, *others)]
    judge = _Judge(entries, strangers_allowed=inf)
    return [
        Pair(one.id, other.id, why)
        for other, entry in zip(others, entries[1:], strict=True)
        if (why := judge.why(entries[0], entry))
    ]


def _neighbours(entries: Sequence[_Entry]) -> set[tuple[int, int]]:
    """Which entries are worth comparing."""
    by_birthday: defaultdict[date, list[int]] = defaultdict(list)
    blocks: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        if entry.born is not None:
            by_birthday[entry.born].append(place)
        for key in _keys(entry):
            blocks[key].append(place)
    pairs: set[tuple[int, int]] = set()
    for born, block in by_birthday.items():
        if len(block) <= _LARGEST_BIRTHDAY:
            pairs.update(combinations(block, 2))
            continue
        # A date that stands for "unknown" (01.01.1900): compare only those whose names begin to sound alike.
        for place in block:
            for word in entries[place].words:
                blocks[("day", born, sound(word))].append(place)
    for block in blocks.values():
        if 1 < len(block) <= _LARGEST_BLOCK:
            pairs.update(combinations(sorted(set(block)), 2))
    return pairs


def _keys(entry: _Entry) -> Iterator[tuple[object, ...]]:
    words = set(entry.words)
    places: Iterable[str] = (*entry.phones, entry.email, entry.address)
    for word in words:
        for shared in places:
            if shared:
                yield (word, shared)
        if entry.born is not None:
            day, month, year = entry.born.day, entry.born.month, entry.born.year
            yield (word, "dm", day, month)
            yield (word, "dy", day, year)
            yield (word, "my", month, year)
            yield (word, "digits", "".join(sorted(f"{entry.born:%d%m%Y}")))


class _Judge:
    """Compares entries, knowing how common each name is in the whole list."""

    def __init__(self, entries: Sequence[_Entry], strangers_allowed: float = _STRANGERS_ALLOWED) -> None:
        self._strangers_allowed = strangers_allowed
        self._number = len(entries)
        self._families = Counter(word for entry in entries for word in entry.family)
        self._givens = Counter(word for entry in entries for word in entry.given)

    def why(self, a: _Entry, b: _Entry) -> tuple[str, ...]:
        """What speaks for one person; empty if these are probably two."""
        name, name_code, agreed = self._name(a, b)
        if name == OTHER:
            return ()
        shared = _shared(a, b)
        birth = _birth(a.born, b.born)
        if birth == "birth_date_differs":
            return ()
        if name_code == "other_family_name" and (birth != "same_birth_date" or not shared):
            return ()
        if birth == "birth_date_missing" and (name < SLIP or not shared):
            return ()
        if birth == "near_birth_date" and name < (PART if shared else VARIANT):
            return ()
        if not shared and (
            name < (SHORT if birth == "same_birth_date" else PART)
            or self._strangers(agreed, birth) > self._strangers_allowed
        ):
            return ()
        return (name_code, birth, *shared)

    def _name(self, a: _Entry, b: _Entry) -> tuple[float, str, tuple[str, ...]]:
        """How well the names fit, in which way, and the words they agree in."""
        agreed = tuple(set(a.words) & set(b.words))
        straight = self._both(a.family, b.family, a.given, b.given)
        if straight >= VARIANT:
            return straight, "same_name" if straight == SAME else "similar_name", agreed
        crossed = self._both(a.family, b.given, a.given, b.family)
        if crossed > straight:
            return crossed, "swapped_names", agreed
        if straight == OTHER:
            if a.words and sorted(a.words) == sorted(b.words):
                return VARIANT, "swapped_names", agreed
            renamed = self._family(a.family, b.family) == OTHER and alike(a.given, b.given) >= VARIANT
            if renamed and len("".join(a.given)) > 2:
                return PART, "other_family_name", agreed
        return straight, "similar_name", agreed

    def _both(
        self, one: tuple[str, ...], two: tuple[str, ...], third: tuple[str, ...], fourth: tuple[str, ...]
    ) -> float:
        """The weaker of both halves; both halves mistyped or shortened is weaker than each."""
        halves = sorted((self._family(one, two), self._given(third, fourth)))
        if halves[0] == OTHER:
            return OTHER
        return WEAK if halves[1] < VARIANT and halves[0] < VARIANT else halves[0]

    @staticmethod
    def _family(one: tuple[str, ...], other: tuple[str, ...]) -> float:
        level = alike(one, other)
        return level if level != SHORT else OTHER

    def _given(self, one: tuple[str, ...], other: tuple[str, ...]) -> float:
        if not one and not other:
            return SAME
        level = alike(one, other)
        if level not in {VARIANT, SLIP, SHORT} or (level != SLIP and is_nickname(one[0], other[0])):
            return level
        if level == VARIANT and plain_consonants("".join(one)) == plain_consonants("".join(other)):
            return level
        mine, theirs = [w for w in one if w not in other], [w for w in other if w not in one]
        both_in_use = mine and theirs and all(map(self._in_use, (*mine, *theirs)))
        return OTHER if both_in_use else level

    def _in_use(self, given: str) -> bool:
        """Whether this is somebody's name and no slip: common, or in the list more than once."""
        return given in GIVEN_NAMES or (len(given) > 1 and self._givens[given] > 1)

    def _strangers(self, agreed: tuple[str, ...], birth: str) -> float:
        """How many strangers in a list of this size agree so far with one person, by chance.

        Birth dates spread over about 70 years; about 40 others are near each.
        """
        chance = 1.0
        for word in agreed:
            chance *= max(self._families[word], self._givens[word]) / self._number
        near = 40 if birth == "near_birth_date" else 1
        # One word alone: the other half of the name still has to be alike, which about one in 200 is.
        return self._number * chance * near / _DAYS_OF_BIRTH / (200 if len(agreed) < 2 else 1)


def _shared(a: _Entry, b: _Entry) -> tuple[str, ...]:
    found = []
    if a.phones & b.phones:
        found.append("same_phone")
    if a.email and a.email == b.email:
        found.append("same_email")
    if a.address and a.address == b.address:
        found.append("same_address")
    return tuple(found)


def _birth(one: date | None, other: date | None) -> str:
    if one is None or other is None:
        return "birth_date_missing"
    if one == other:
        return "same_birth_date"
    if (one.day, one.month, one.year) == (other.month, other.day, other.year):
        return "near_birth_date"
    first, second = f"{one:%d%m%Y}", f"{other:%d%m%Y}"
    if sum(x != y for x, y in zip(first, second, strict=True)) == 1 or neighbours_swapped(first, second):
        return "near_birth_date"
    century = (one.day, one.month) == (other.day, other.month) and abs(one.year - other.year) == 100
    return "near_birth_date" if century else "birth_date_differs"
