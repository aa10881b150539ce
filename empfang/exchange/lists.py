"""A day list or a waiting list into rows that can be stored, with every line accounted for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from empfang.errors import InputProblem
from empfang.exchange.fields import Field
from empfang.exchange.keys import fingerprint, keys_of
from empfang.exchange.mapping import Mapping, propose
from empfang.exchange.mapping_file import load_mapping
from empfang.exchange.preparing import Columns, prepare
from empfang.exchange.quoting import Line
from empfang.exchange.reading import Row
from empfang.exchange.remarks import Remark
from empfang.exchange.tables import Table, read_table
from empfang.model import DoseKind, Phone, ReportedDose
from empfang.rules.codes import code_key
from empfang.rules.names import fold
from empfang.texts import say
from empfang.texts.imports import FIELDS, LINE

ListKind = Literal["day", "waiting"]
_TOTAL = re.compile(
    r"(?:(?:zwischen|teil|gesamt)?summe|(?:sub ?)?total|gesamt|insgesamt|anzahl|ende|sum|count|end)\b(?: \S+){0,3}"
)
_FOOTER = re.compile(r"(?:seite|page|blatt) \d+(?: .*)?|(?:stand|erstellt|gedruckt|druckdatum|printed|as of)\b.*\d.*")
_BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One good row. Date and times are naive, as the list wrote them; the service knows the zone.

    `key` (or `also`) knows the row again in a later list, `fingerprint` tells whether it came unchanged; rows of one
    `person_key` are one person's.
    """

    line: int
    key: str
    also: str
    person_key: str
    fingerprint: str
    code: str
    day: date | None
    time: time | None
    dose_kind: DoseKind | None
    vaccine: str | None
    cancelled: bool
    family: str
    given: str
    birth_date: date | None
    street: str
    house_number: str
    postal_code: str
    town: str
    phones: tuple[Phone, ...]
    email: str
    origin: str
    booked_at: datetime | None
    party: str
    channel: str
    standby: bool | None
    contingent: str
    registered_at: datetime | None
    reported_doses: tuple[ReportedDose, ...]
    minutes_to_centre: int | None
    reachable_from: str
    reachable_until: str
    language: str
    needs: tuple[str, ...]
    vaccines_wanted: tuple[str, ...]
    priority: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A line that is not taken, and all that is wrong with it; `reason` is the code of the first problem."""

    line: int
    problems: tuple[Remark, ...]

    @property
    def reason(self) -> str:
        return self.problems[0].code

    @property
    def text(self) -> str:
        return say(LINE, line=self.line, problems="; ".join(problem.phrase for problem in self.problems))

    def as_json(self) -> dict[str, object]:
        return {"line": self.line, "reason": self.reason, "text": self.text}


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list that was read: every row of the table is in `rows` or in `rejections`."""

    kind: ListKind
    rows: tuple[ImportedRow, ...]
    rejections: tuple[Rejection, ...]
    notes: tuple[Remark, ...]
    unused_columns: tuple[str, ...] = ()
    """Columns that hold something and are not read."""
    told: frozenset[Field] = frozenset(Field)
    """What the list speaks of: a column that is not there, or is empty in every row, says nothing about anybody."""
    rejected: tuple[frozenset[str], ...] = ()
    """What stands in the cells of the rejected lines, folded: whoever is named there is not missing from the list."""


def find_columns(data: bytes, source: Path | str | None = None) -> tuple[Table, Mapping]:
    """Table and mapping of a file, also where columns are `missing`; `source` is a mapping file or its text.

    Raises InputProblem as read_table, load_mapping and propose do.
    """
    wishes = load_mapping(source) if source is not None else None
    table = read_table(
        data, encoding=wishes.encoding if wishes else None, separator=wishes.separator if wishes else None
    )
    return table, propose(table, wishes)


def read_list(
    data: bytes, today: date, source: Path | str | None = None, zone: tzinfo = _BERLIN
) -> tuple[Table, Mapping, ReadList]:
    """Table, mapping and rows of a file in one; `source` is a mapping file or its text.

    Raises InputProblem as find_columns and read_rows do.
    """
    table, mapping = find_columns(data, source)
    return table, mapping, read_rows(table, mapping, today, zone)


def require_columns(mapping: Mapping) -> None:
    """Raises InputProblem columns_missing (fields) if the mapping does not say enough to read rows."""
    if mapping.missing:
        raise InputProblem("columns_missing", fields=", ".join(say(FIELDS[need.value]) for need in mapping.missing))


def read_rows(table: Table, mapping: Mapping, today: date, zone: tzinfo = _BERLIN) -> ReadList:
    """All rows of a list as the mapping says. `today` decides on years of two digits in birth dates.

    Raises InputProblem as require_columns does.
    """
    require_columns(mapping)
    columns = prepare(table, mapping, today, zone)
    header = [fold(cell) for cell in table.header]
    read: list[tuple[ImportedRow, list[Remark]]] = []
    rejections: list[Rejection] = []
    rejected: list[frozenset[str]] = []
    for line in table.rows:
        found = _misfit(line, table, header) or _row(line, columns)
        if isinstance(found, Rejection):
            rejections.append(found)
            rejected.append(frozenset({*map(fold, line.cells), *map(code_key, line.cells)} - {""}))
        else:
            read.append(found)
    rows: list[ImportedRow] = []
    notes: list[Remark] = list(columns.notes)
    seen: dict[str, ImportedRow] = {}
    keys, shared = keys_of([row for row, _ in read])
    for (bare, remarks), known in zip(read, keys, strict=True):
        keyed = replace(bare, key=known.key, also=known.also, person_key=known.person_key)
        row = replace(keyed, fingerprint=fingerprint(keyed))
        problem = _again(row, seen.get(row.key))
        if problem is not None:
            rejections.append(problem)
            continue
        seen[row.key] = row
        rows.append(row)
        notes += remarks
    kind: ListKind = "day" if mapping.kind == "day" else "waiting"
    rejections.sort(key=lambda rejection: rejection.line)
    if shared:
        notes.append(Remark("codes_shared", {"number": shared}))
    unused, told = _unused(table, mapping), _told(table, mapping)
    return ReadList(kind, tuple(rows), tuple(rejections), _summed(notes), unused, told, tuple(rejected))


def _told(table: Table, mapping: Mapping) -> frozenset[Field]:
    said = {use for place, use in enumerate(mapping.fields) if use is not Field.IGNORE and table.column(place)}
    return frozenset(said | set(mapping.constants))


def _summed(notes: Sequence[Remark]) -> tuple[Remark, ...]:
    """The notes, of those about post codes one in all."""
    zeros = sum(note.code == "postal_zero" for note in notes)
    others = tuple(note for note in notes if note.code != "postal_zero")
    return (Remark("postal_zero", {"number": zeros}), *others) if zeros else others


def _unused(table: Table, mapping: Mapping) -> tuple[str, ...]:
    return tuple(
        mapping.headers[place] or str(place + 1) for place in mapping.columns(Field.IGNORE) if table.column(place)
    )


def _reject(line: int, reason: str, /, **values: object) -> Rejection:
    return Rejection(line, (Remark(reason, values, line),))


def _misfit(line: Line, table: Table, header: Sequence[str]) -> Rejection | None:
    """Why a line is no row at all."""
    cells = [cell.strip() for cell in line.cells]
    said = [cell for cell in cells if cell]
    same = sum(bool(name) and fold(cell) == name for cell, name in zip(cells, header, strict=False))
    if same >= 2 and same * 5 >= sum(map(bool, header)) * 4:
        return _reject(line.first, "header_repeated")
    if said and len(said) <= 3 and len(said) * 2 < max(table.width, 3):
        for reason, pattern in (("total_line", _TOTAL), ("footer_line", _FOOTER)):
            if pattern.fullmatch(fold(said[0])):
                return _reject(line.first, reason)
    if line.quote == "broken":
        return _reject(line.first, "quote_broken")
    if any(cells[table.width :]):
        return _reject(line.first, "cells_many", found=len(cells), expected=table.width)
    if len(cells) < table.width and not table.pads_rows:
        return _reject(line.first, "cells_few", found=len(cells), expected=table.width)
    return None


def _row(line: Line, columns: Columns) -> Rejection | tuple[ImportedRow, list[Remark]]:
    row = Row(columns, line.cells, line.first)
    if line.quote == "kept":
        row.notes.append(Remark("quote_kept", line=line.first))
    family, given = row.name()
    birth_date = row.birth_date()
    day, clock = row.appointment() if columns.mapping.kind == "day" else (None, None)
    street, house_number, postal_code, town = row.address()
    dose_kind, vaccine = row.dose()
    reachable_from, reachable_until = row.reachable()
    registered_at = row.registered_at()
    row.check_birth(birth_date, day or (registered_at.date() if registered_at else None))
    read = ImportedRow(
        line=line.first,
        key="",
        also="",
        person_key="",
        fingerprint="",
        code=row.said(Field.CODE),
        day=day,
        time=clock,
        dose_kind=dose_kind,
        vaccine=vaccine,
        cancelled=row.cancelled(),
        family=family,
        given=given,
        birth_date=birth_date,
        street=street,
        house_number=house_number,
        postal_code=postal_code,
        town=town,
        phones=row.phones(),
        email=row.said(Field.EMAIL),
        origin=row.said(Field.ORIGIN),
        booked_at=row.booked_at(),
        party=row.said(Field.PARTY),
        channel=row.said(Field.CHANNEL),
        standby=row.standby(),
        contingent=row.said(Field.CONTINGENT),
        registered_at=registered_at,
        reported_doses=row.reported_doses(),
        minutes_to_centre=row.minutes_to_centre(),
        reachable_from=reachable_from,
        reachable_until=reachable_until,
        language=row.said(Field.LANGUAGE),
        needs=row.needs(),
        vaccines_wanted=row.vaccines_wanted(),
        priority=row.said(Field.PRIORITY),
    )
    return Rejection(line.first, tuple(row.problems)) if row.problems else (read, row.notes)


def _again(row: ImportedRow, before: ImportedRow | None) -> Rejection | None:
    """Whether the list has this row already, unchanged or with other details."""
    if before is None:
        return None
    if before.fingerprint == row.fingerprint:
        return _reject(row.line, "repeated_row", other=before.line)
    if row.key.startswith("code:"):
        return _reject(row.line, "code_twice", code=row.code, other=before.line)
    return _reject(row.line, "person_twice", other=before.line)
