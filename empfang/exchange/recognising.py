"""Which row of a corrected list is which row of the list before: by code, by person, by the matching; never a guess."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from empfang.exchange.keys import code_of
from empfang.exchange.known import (
    Known,
    Name,
    one_without_code,
    person_of,
    persons_of,
    same_day,
    same_day_and_dose,
    same_dose,
    same_person,
    same_time,
)
from empfang.exchange.lists import ImportedRow
from empfang.rules.matching import candidate_of, suspected_pairs
from empfang.rules.names import fold


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
        self._in_groups(person_of, persons_of, one_without_code)
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
                if same or (same_day(row, each) and same_person(row, each)):
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
        for nearer in (same_time, same_day_and_dose, same_dose, same_day, _any):
            close = [(row, each) for row, each in edges if nearer(row, each)]
            for row, each in _only_ones(close):
                self._pair(row, each)
            edges = [
                (row, each)
                for row, each in edges
                if row.line in self._left_rows and each.appointment_id in self._left_known
            ]
        self._set_aside(edges)

    def _set_aside(self, edges: Sequence[tuple[ImportedRow, Known]]) -> None:
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
        people = [candidate_of(row, name) for name, row in by_id.items()]
        people += [replace(each.faces[-1], id=name) for name, each in old.items() if each.faces]
        edges = []
        for pair in suspected_pairs(people):
            row, each = by_id.get(pair.a), old.get(pair.b)
            if row is not None and each is not None and row.line in lines and one_without_code(row, each):
                edges.append((row, each))
        for row, each in _only_ones(edges):
            self._pair(row, each)
        left = [
            (row, each)
            for row, each in edges
            if row.line in self._left_rows and each.appointment_id in self._left_known
        ]
        self._set_aside(left)

    def _sort_the_rest(self) -> None:
        by_key = {key: each for each in self._known for key in each.keys}
        for row in self._left_rows.values():
            found = [each for each in (by_key.get(row.key), by_key.get(row.also)) if each is not None]
            whose = next((each.person_id for each in found if code_of(row) and same_person(row, each)), None)
            key = row.also if row.key in by_key and row.also else row.key
            self._done.fresh.append(Fresh(row, key, whose, taken=key in by_key))
        self._done.missing = [each for each in self._left_known.values() if each.covered and not each.forgotten]


def _as_it_was(row: ImportedRow, by_key: dict[str, Known]) -> bool:
    each = by_key.get(row.key) or by_key.get(row.also)
    return each is not None and same_time(row, each)


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


def _any(_row: ImportedRow, _each: Known) -> bool:
    return True
