"""Which row of a corrected list is which row of the list before: by code, by person, by the matching; never a guess."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from empfang.exchange.differing import alike
from empfang.exchange.keys import code_of
from empfang.exchange.lists import ImportedRow
from empfang.model import DoseKind
from empfang.rules.matching import Candidate, suspected_pairs
from empfang.rules.names import fold

Name = str | tuple[str, str, date]
"""What rows share that may be of one booking: a code, or a person's names and birth date."""


@dataclass(frozen=True, slots=True)
class Known:
    """A row that came before, with what it and the records here say of its person (`faces`). `keys`: shortest first.

    `forgotten`: the registration was deleted. `covered`: the new list speaks of its day.
    """

    keys: tuple[str, ...]
    fingerprints: tuple[str, ...]
    day: str | None
    person_id: str
    appointment_id: str
    faces: tuple[Candidate, ...] = ()
    time: str = ""
    dose_kind: DoseKind | None = None
    covered: bool = True
    forgotten: bool = False

    @property
    def code(self) -> str:
        """The code by which it is known; empty without one."""
        found = next((key for key in self.keys if key.startswith("code:")), "")
        return found.split(":")[1] if found else ""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A row that nothing before resembles. `person_id`: whose it is, if its code tells; `taken`: the key is in use."""

    row: ImportedRow
    key: str
    person_id: str | None
    taken: bool = False


@dataclass(slots=True)
class Recognised:
    """Each row of the list once, and each known row once."""

    pairs: list[tuple[ImportedRow, Known]] = field(default_factory=list)
    fresh: list[Fresh] = field(default_factory=list)
    unclear: list[ImportedRow] = field(default_factory=list)
    """Rows that may be one of several."""
    missing: list[Known] = field(default_factory=list)
    unsure: list[Known] = field(default_factory=list)
    """Those that an unclear row, or one that cannot be read, may be."""


def recognise(
    rows: Sequence[ImportedRow], known: Sequence[Known], rejected: Sequence[frozenset[str]] = ()
) -> Recognised:
    """Pair the rows of a list with those that came before. Who stands in a `rejected` line is not missing."""
    found = _Recognising(rows, known).run()
    named = [each for each in found.missing if any(_stands_in(each, cells) for cells in rejected)]
    found.missing = [each for each in found.missing if each not in named]
    found.unsure += named
    return found


def _stands_in(each: Known, cells: frozenset[str]) -> bool:
    if each.code:
        return each.code in cells
    return any(fold(face.family) in cells and fold(face.given) in cells for face in each.faces)


class _Recognising:
    def __init__(self, rows: Sequence[ImportedRow], known: Sequence[Known]) -> None:
        self._rows = rows
        self._known = known
        self._left_rows = {row.line: row for row in rows}
        self._left_known = {each.appointment_id: each for each in known}
        self._done = Recognised()

    def run(self) -> Recognised:
        self._by_key()
        self._in_groups(code_of, lambda each: frozenset({each.code} - {""}), self._of_one_code)
        self._in_groups(_person_of, _persons_of, _one_without_code)
        self._by_likeness()
        self._sort_the_rest()
        self._done.pairs.sort(key=lambda pair: pair[0].line)
        return self._done

    def _pair(self, row: ImportedRow, each: Known) -> None:
        self._done.pairs.append((row, each))
        del self._left_rows[row.line], self._left_known[each.appointment_id]

    def _by_key(self) -> None:
        """The same key: a code with the same person and day, or the same person at the same time."""
        by_key = {key: each for each in self._known for key in each.keys}
        exact = sorted(self._rows, key=lambda row: not _as_it_was(row, by_key))
        for row in exact:
            full, plain = sorted((row.key, row.also), key=len, reverse=True)
            for key in filter(None, (full, plain)):
                each = by_key.get(key)
                if each is None or each.appointment_id not in self._left_known:
                    continue
                whole = key.startswith("row:") or (key == full and plain != "")
                same = whole or row.fingerprint in each.fingerprints or each.forgotten
                if same or (each.day == _iso(row.day) and same_person(row, each)):
                    self._pair(row, each)
                    break

    def _in_groups(
        self,
        of_row: Callable[[ImportedRow], Name | None],
        of_known: Callable[[Known], frozenset[Name]],
        may_be: Callable[[ImportedRow, Known], bool],
    ) -> None:
        """Pair off what shares a name for itself, the surest likeness first."""
        groups: defaultdict[Name, tuple[list[ImportedRow], list[Known]]] = defaultdict(lambda: ([], []))
        for row in self._left_rows.values():
            own = of_row(row)
            if own:
                groups[own][0].append(row)
        for each in self._left_known.values():
            for name in of_known(each):
                groups[name][1].append(each)
        for rows, known in groups.values():
            left_rows = [row for row in rows if row.line in self._left_rows]
            left_known = [each for each in known if each.appointment_id in self._left_known]
            if left_rows and left_known:
                self._pair_off(left_rows, left_known, may_be)

    def _pair_off(
        self, rows: list[ImportedRow], known: list[Known], may_be: Callable[[ImportedRow, Known], bool]
    ) -> None:
        edges = [(row, each) for row in rows for each in known if may_be(row, each)]
        for nearer in (_same_time, _same_day_and_dose, _same_dose, _same_day, _any):
            close = [(row, each) for row, each in edges if nearer(row, each)]
            for row, each in _only_ones(close):
                self._pair(row, each)
            edges = [
                (row, each)
                for row, each in edges
                if row.line in self._left_rows and each.appointment_id in self._left_known
            ]
        self._set_aside(edges)

    def _set_aside(self, edges: Iterable[tuple[ImportedRow, Known]]) -> None:
        for row, each in edges:
            if self._left_rows.pop(row.line, None):
                self._done.unclear.append(row)
            if self._left_known.pop(each.appointment_id, None):
                self._done.unsure.append(each)

    def _of_one_code(self, row: ImportedRow, each: Known) -> bool:
        """The same person's booking under one code: moved, unless the other list still has it and the dose differs."""
        if each.forgotten or not same_person(row, each):
            return False
        return each.covered or (row.dose_kind is not None and row.dose_kind == each.dose_kind)

    def _by_likeness(self) -> None:
        """Without a code: the same person under another spelling, if only one can be meant."""
        rows = [row for row in self._left_rows.values() if not code_of(row)]
        known = [each for each in self._left_known.values() if each.covered and not each.forgotten]
        nameless = any(not each.code for each in known)
        if nameless:
            rows = list(self._left_rows.values())
        if not rows or not known:
            return
        lines = {row.line for row in rows}
        by_id = {f"row {row.line}": row for row in self._rows}
        old = {f"known {place}": each for place, each in enumerate(known)}
        # All rows of the list are there to tell which names are common in it.
        people = [*(_candidate(row, name) for name, row in by_id.items())]
        people += [_named(each.faces[-1], name) for name, each in old.items() if each.faces]
        edges = []
        for pair in suspected_pairs(people):
            row, each = by_id.get(pair.a), old.get(pair.b)
            if row is not None and each is not None and row.line in lines and _one_without_code(row, each):
                edges.append((row, each))
        for row, each in _only_ones(edges):
            self._pair(row, each)
        self._set_aside(
            (row, each)
            for row, each in edges
            if row.line in self._left_rows and each.appointment_id in self._left_known
        )

    def _sort_the_rest(self) -> None:
        by_key = {key: each for each in self._known for key in each.keys}
        for row in self._left_rows.values():
            found = [each for each in (by_key.get(row.key), by_key.get(row.also)) if each is not None]
            whose = next((each.person_id for each in found if code_of(row) and same_person(row, each)), None)
            key = row.also if row.key in by_key and row.also else row.key
            self._done.fresh.append(Fresh(row, key, whose, taken=key in by_key))
        self._done.missing = [each for each in self._left_known.values() if each.covered and not each.forgotten]


def same_person(row: ImportedRow, each: Known) -> bool:
    """Whether two of family name, given name and birth date are the same as before, or as here."""
    return any(
        alike("family", row.family, face.family)
        + alike("given", row.given, face.given)
        + (row.birth_date == face.birth_date)
        >= 2
        for face in each.faces
    )


def _as_it_was(row: ImportedRow, by_key: dict[str, Known]) -> bool:
    each = by_key.get(row.key) or by_key.get(row.also)
    return each is not None and (each.day, each.time) == (_iso(row.day), _clock(row))


def _only_ones(edges: Sequence[tuple[ImportedRow, Known]]) -> list[tuple[ImportedRow, Known]]:
    """Pairs in which each is the only one for the other."""
    of_row: defaultdict[int, set[str]] = defaultdict(set)
    of_known: defaultdict[str, set[int]] = defaultdict(set)
    for row, each in edges:
        of_row[row.line].add(each.appointment_id)
        of_known[each.appointment_id].add(row.line)
    unique = {
        (row.line, each.appointment_id): (row, each)
        for row, each in edges
        if len(of_row[row.line]) == 1 and len(of_known[each.appointment_id]) == 1
    }
    return list(unique.values())


def _person_of(row: ImportedRow) -> Name | None:
    return _identity(row.family, row.given, row.birth_date)


def _persons_of(each: Known) -> frozenset[Name]:
    if each.forgotten or not each.covered:
        return frozenset()
    names = (_identity(face.family, face.given, face.birth_date) for face in each.faces)
    return frozenset(name for name in names if name is not None)


def _identity(family: str, given: str, born: date | None) -> Name | None:
    return None if born is None else (fold(family) or family, fold(given) or given, born)


def _one_without_code(row: ImportedRow, each: Known) -> bool:
    """Two different codes are two bookings, whoever made them."""
    return not code_of(row) or not each.code


def _same_time(row: ImportedRow, each: Known) -> bool:
    return (_iso(row.day), _clock(row)) == (each.day, each.time)


def _same_day(row: ImportedRow, each: Known) -> bool:
    return _iso(row.day) == each.day


def _same_dose(row: ImportedRow, each: Known) -> bool:
    return row.dose_kind is not None and row.dose_kind == each.dose_kind


def _same_day_and_dose(row: ImportedRow, each: Known) -> bool:
    return _same_day(row, each) and _same_dose(row, each)


def _any(_row: ImportedRow, _each: Known) -> bool:
    return True


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _clock(row: ImportedRow) -> str:
    return row.time.strftime("%H:%M") if row.time else ""


def _candidate(row: ImportedRow, name: str) -> Candidate:
    return Candidate(
        id=name,
        family=row.family,
        given=row.given,
        birth_date=row.birth_date,
        street=row.street,
        house_number=row.house_number,
        postal_code=row.postal_code,
        phones=tuple(phone.number for phone in row.phones),
        email=row.email,
    )


def _named(face: Candidate, name: str) -> Candidate:
    return Candidate(
        id=name,
        family=face.family,
        given=face.given,
        birth_date=face.birth_date,
        street=face.street,
        house_number=face.house_number,
        postal_code=face.postal_code,
        phones=face.phones,
        email=face.email,
    )
