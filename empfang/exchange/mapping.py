"""Which column of a list is what: proposed from its header and its content, corrected by a mapping file."""

import re
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field

from empfang.errors import InputProblem
from empfang.exchange.columns import fields_of_header
from empfang.exchange.contents import claims_of_content, evidence, fields_of_content
from empfang.exchange.dates import DateStyle, Unfit, read_date
from empfang.exchange.fields import MANY, Field
from empfang.exchange.mapping_file import Wishes
from empfang.exchange.remarks import Remark
from empfang.exchange.settling import NAMELESS, WAITING_SIGNS, not_before, settle
from empfang.exchange.tables import Table
from empfang.rules.names import fold

_OTHER_READINGS: dict[Field, tuple[Field, ...]] = {
    Field.DATE: (Field.DATETIME, Field.TIME),
    Field.TIME: (Field.DATETIME, Field.DATE),
    Field.DATETIME: (Field.DATE, Field.TIME),
    Field.DOSE: (Field.VACCINE, Field.DOSE_VACCINE),
    Field.VACCINE: (Field.DOSE_VACCINE, Field.DOSE),
    Field.FAMILY: (Field.FULL_NAME,),
    Field.STREET: (Field.ADDRESS,),
    Field.ADDRESS: (Field.STREET,),
    Field.TOWN: (Field.POSTAL_TOWN,),
    Field.POSTAL_CODE: (Field.POSTAL_TOWN,),
    Field.POSTAL_TOWN: (Field.POSTAL_CODE, Field.TOWN),
    Field.PHONE: (Field.EMAIL,),
    Field.STATUS: (Field.CANCELLED,),
    Field.CANCELLED: (Field.STATUS,),
    Field.LAST_DOSE_DATE: (Field.LAST_VACCINE,),
}
_APPOINTMENT = frozenset({Field.DATE, Field.TIME, Field.DATETIME})


@dataclass(frozen=True, slots=True)
class Mapping:
    """What each column of a list holds, and how it is to be read.

    `fields` has one entry per column (IGNORE where it is not used). `constants` stand for columns that the
    list does not have. `missing` names what must be known before rows can be read.
    """

    kind: str
    headers: tuple[str, ...]
    fields: tuple[Field, ...]
    encoding: str
    separator: str
    constants: MappingOf[Field, str] = field(default_factory=dict)
    date_order: str | None = None
    name_order: str | None = None
    words: MappingOf[str, MappingOf[str, str]] = field(default_factory=dict)
    missing: tuple[Field, ...] = ()
    notes: tuple[Remark, ...] = ()

    @property
    def unused(self) -> tuple[str, ...]:
        """The names (or numbers, where nameless) of the columns that are not used."""
        return tuple(
            name or str(place)
            for place, (name, use) in enumerate(zip(self.headers, self.fields, strict=True), start=1)
            if use is Field.IGNORE
        )

    def columns(self, field: Field) -> tuple[int, ...]:
        """The places of the columns that hold this."""
        return tuple(place for place, use in enumerate(self.fields) if use is field)

    def has(self, field: Field) -> bool:
        return field in self.fields or field in self.constants


def propose(table: Table, wishes: Wishes | None = None) -> Mapping:
    """What the columns of a table most probably hold; what `wishes` (a mapping file) says, wins.

    Raises InputProblem mapping_column if the file names a column that the table does not have, and
    mapping_twice if it gives one field to several columns.
    """
    wishes = wishes or Wishes()
    fixed = _fixed(table, wishes)
    fields = _assigned(table, fixed)
    settle(table, fields, fixed)
    constants = dict(wishes.constants)
    notes: list[Remark] = [] if table.header_line else [Remark("no_header")]
    has = {*fields} | {*constants}
    waits = bool(has & WAITING_SIGNS) or _is_waiting_list(table.titles)
    kind = wishes.kind or ("waiting" if waits and not has & _APPOINTMENT else "day")
    if kind == "day" and Field.TIME in fields and not {Field.DATE, Field.DATETIME} & ({*fields} | {*constants}):
        titled = _date_in(table.titles)
        if titled:
            constants[Field.DATE] = titled
            notes.append(Remark("date_from_title", {"value": titled}))
    return Mapping(
        kind=kind,
        headers=table.header,
        fields=tuple(fields),
        encoding=table.encoding,
        separator=table.separator,
        constants=constants,
        date_order=wishes.date_order,
        name_order=wishes.name_order,
        words=wishes.words,
        missing=_missing(kind, {*fields} | {*constants}),
        notes=tuple(notes),
    )


def _missing(kind: str, has: set[Field]) -> tuple[Field, ...]:
    missing = [] if has & {Field.FAMILY, Field.FULL_NAME} else [Field.FAMILY]
    if kind == "day" and Field.DATETIME not in has:
        missing += [need for need in (Field.DATE, Field.TIME) if need not in has]
    return tuple(missing)


def _fixed(table: Table, wishes: Wishes) -> dict[int, Field]:
    """The columns that the mapping file decides, by their place."""
    fixed: dict[int, Field] = {}
    folded = [" ".join(name.casefold().split()) for name in table.header]
    for name, use in wishes.columns.items():
        wanted = " ".join(name.casefold().split())
        if name.isdecimal() and 1 <= int(name) <= table.width:
            fixed[int(name) - 1] = use
        elif wanted and wanted in folded:
            fixed[folded.index(wanted)] = use
        else:
            raise InputProblem("mapping_column", column=name, known=", ".join(filter(None, table.header)))
    for use in {*fixed.values()} - MANY:
        places = [place for place, other in fixed.items() if other is use]
        if len(places) > 1:
            names = ", ".join(table.header[place] or str(place + 1) for place in places)
            raise InputProblem("mapping_twice", field=use.value, columns=names)
    return fixed


def _candidates(table: Table, place: int) -> list[tuple[float, Field]]:
    """What a column may hold with the merit of each: its name and its values agree, or only one of them
    speaks.
    """
    header, values = table.header[place], table.column(place)
    if NAMELESS.fullmatch(header):
        return [(sure * 0.7, use) for use, sure in fields_of_content(values)]
    named = dict(fields_of_header(header))
    readings = _readings(header)
    shares = evidence(values, list(readings))
    found = []
    for rank, (use, sure) in enumerate(readings.items()):
        share = shares.get(use, 0.85)
        if use not in named and (share < 0.6 or use not in shares):
            continue
        if share < 0.2 and sure < 0.95:
            continue
        # Of two that say the same the longer, more specific name wins: Impftermin before Datum.
        found.append((sure * (0.3 + 0.7 * share) - rank * 0.001 + min(len(header), 30) * 0.0004, use))
    return found or [(sure * 0.4, use) for use, sure in claims_of_content(values)]


def _readings(header: str) -> dict[Field, float]:
    """What a name may mean at all, how surely."""
    readings = dict(fields_of_header(header))
    for use, sure in list(readings.items()):
        for other in _OTHER_READINGS.get(use, ()):
            readings.setdefault(other, sure * 0.9)
    return readings


def _assigned(table: Table, fixed: dict[int, Field]) -> list[Field]:
    """Each column its best field, each field (but telephone and the like) its best column."""
    fields = [fixed.get(place, Field.IGNORE) for place in range(table.width)]
    taken = {use for use in fixed.values() if use not in MANY}
    claims = [
        (-merit, place, use)
        for place in range(table.width)
        if place not in fixed
        for merit, use in _candidates(table, place)
    ]
    done = set(fixed)
    for _, place, use in sorted(claims):
        if place in done or use in taken or not _may_claim(table, place, use, fields):
            continue
        fields[place] = use
        done.add(place)
        if use not in MANY:
            taken.add(use)
    return fields


_PAST = re.compile(
    r"kontakt|anruf|letzt|last|geandert|update|modif|erfasst|import|export|gesendet|versand|sent|login|druck|print|sync"
)


def _may_claim(table: Table, place: int, use: Field, fields: list[Field]) -> bool:
    """Whether a column of unknown name may be this. Appointments only where none is known, and not before they were
    booked; numbers only where there are no others.
    """
    name = table.header[place]
    if NAMELESS.fullmatch(name) or use in _readings(name):
        return True
    known = {*fields}
    if use is Field.PHONE:
        return not {Field.PHONE, Field.MOBILE} & known
    if use not in _APPOINTMENT:
        return True
    if Field.DATETIME in known or {Field.DATE, Field.TIME} <= known or _PAST.search(fold(name)):
        return False
    if (WAITING_SIGNS - {Field.REGISTERED_AT}) & known or _is_waiting_list(table.titles):
        return False
    made = [other for other, known in enumerate(fields) if known in {Field.BOOKED_AT, Field.REGISTERED_AT}]
    return use is Field.TIME or all(not_before(table, place, other) for other in made)


def _is_waiting_list(titles: tuple[str, ...]) -> bool:
    return any(re.search(r"wart(?:e|end)|waiting|nachruck", fold(title)) for title in titles)


_DATE_IN_TITLE = re.compile(
    r"\b(?:\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d\d-\d\d|\d{1,2}\.?\s+[A-Za-zä]{3,9}\.?\s+\d{4})(?!\d)"
)


def _date_in(titles: tuple[str, ...]) -> str | None:
    """The date in the lines above the header, if they name exactly one."""
    found = set()
    for title in titles:
        for text in _DATE_IN_TITLE.findall(title):
            try:
                found.add(read_date(text, DateStyle()))
            except Unfit:
                continue
    return found.pop().isoformat() if len(found) == 1 else None
