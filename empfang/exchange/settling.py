"""Columns seen together: what one alone may be, its neighbours decide."""

import re
from collections.abc import Mapping as MappingOf
from itertools import pairwise

from empfang.exchange.columns import fields_of_header
from empfang.exchange.contents import days_of, evidence
from empfang.exchange.fields import Field
from empfang.exchange.tables import Table

NAMELESS = re.compile(r"(?:spalte|column|col|feld|field|unnamed|f|c|attribut|attribute)?[\s:_.-]*\d*", re.IGNORECASE)
WAITING_SIGNS = frozenset(
    {
        Field.REGISTERED_AT,
        Field.MINUTES,
        Field.REACHABLE_FROM,
        Field.REACHABLE_UNTIL,
        Field.REACHABLE,
        Field.PRIORITY,
        Field.VACCINES_WANTED,
    }
)
"""Each of these alone tells that people without an appointment are in a list."""
_WAITING_SIGNS = frozenset(
    {
        Field.REGISTERED_AT,
        Field.LAST_DOSE_DATE,
        Field.MINUTES,
        Field.REACHABLE_FROM,
        Field.REACHABLE,
        Field.PRIORITY,
    }
)
Fixed = MappingOf[int, Field]


def settle(table: Table, fields: list[Field], fixed: Fixed) -> None:
    """Correct what was found column by column, in place; `fixed` columns (from a mapping file) stay as they
    are.
    """
    _settle_names(table, fields, fixed)
    _settle_births(table, fields, fixed)
    _settle_times(table, fields, fixed)
    _settle_bookings(table, fields, fixed)
    _settle_addresses(table, fields, fixed)


def _change(fields: list[Field], fixed: Fixed, old: Field, new: Field) -> None:
    for place, use in enumerate(fields):
        if use is old and place not in fixed:
            fields[place] = new


def _settle_names(table: Table, fields: list[Field], fixed: Fixed) -> None:
    """A column "Name" is a family name beside given names, a given name beside family names, and a whole name alone."""
    if Field.GIVEN in fields and Field.FULL_NAME in fields and Field.FAMILY not in fields:
        _change(fields, fixed, Field.FULL_NAME, Field.FAMILY)
    if Field.FAMILY in fields and Field.GIVEN not in fields and Field.FULL_NAME not in fields:
        shares = evidence(table.column(fields.index(Field.FAMILY)), [Field.FULL_NAME])
        if shares.get(Field.FULL_NAME, 0) > 0.7:
            _change(fields, fixed, Field.FAMILY, Field.FULL_NAME)
    if {Field.FAMILY, Field.FULL_NAME} <= {*fields} and Field.GIVEN not in fields:
        shares = evidence(table.column(fields.index(Field.FULL_NAME)), [Field.FULL_NAME])
        if shares.get(Field.FULL_NAME, 1) < 0.4:
            _change(fields, fixed, Field.FULL_NAME, Field.GIVEN)
    if {Field.FAMILY, Field.GIVEN, Field.FULL_NAME} <= {*fields}:
        _change(fields, fixed, Field.FULL_NAME, Field.IGNORE)
    if Field.GIVEN in fields and Field.FAMILY not in fields:
        _nameless_beside(table, fields, Field.GIVEN, Field.FAMILY, (-1, 1))


def _nameless_beside(table: Table, fields: list[Field], known: Field, wanted: Field, steps: tuple[int, ...]) -> None:
    """Take a column without a name that fits, next to a known one."""
    for place in (fields.index(known) + step for step in steps):
        if not 0 <= place < len(fields) or fields[place] is not Field.IGNORE:
            continue
        fits = evidence(table.column(place), [wanted]).get(wanted, 0) > 0.9
        if fits and NAMELESS.fullmatch(table.header[place]):
            fields[place] = wanted
            return


_BIRTH_PARTS = frozenset({Field.BIRTH_DAY, Field.BIRTH_MONTH, Field.BIRTH_YEAR})


def _settle_births(table: Table, fields: list[Field], fixed: Fixed) -> None:
    """A birth date may stand in three columns; a year alone is none."""
    if {Field.BIRTH_MONTH, Field.BIRTH_YEAR, Field.BIRTH_DATE} <= {*fields} and Field.BIRTH_DAY not in fields:
        shares = evidence(table.column(fields.index(Field.BIRTH_DATE)), [Field.BIRTH_DATE, Field.BIRTH_DAY])
        if shares.get(Field.BIRTH_DAY, 0) > shares.get(Field.BIRTH_DATE, 0):
            _change(fields, fixed, Field.BIRTH_DATE, Field.BIRTH_DAY)
    if Field.BIRTH_DATE in fields or not {*fields} >= _BIRTH_PARTS:
        for part in _BIRTH_PARTS:
            _change(fields, fixed, part, Field.IGNORE)


def not_before(table: Table, later: int, earlier: int) -> bool:
    """Whether the days of one column do not lie before those of another, row by row."""
    rows = [row.cells for row in table.rows if len(row.cells) > max(later, earlier)]
    days = zip(days_of([row[later] for row in rows]), days_of([row[earlier] for row in rows]), strict=True)
    pairs = [(late, early) for late, early in days if late and early]
    return sum(late >= early for late, early in pairs) > 0.9 * len(pairs)


def _settle_bookings(table: Table, fields: list[Field], fixed: Fixed) -> None:
    """A plain "Datum" beside the day of the appointment tells when it was booked."""
    day = next((place for place, use in enumerate(fields) if use in {Field.DATE, Field.DATETIME}), None)
    if day is None or Field.BOOKED_AT in fields:
        return
    for place, use in enumerate(fields):
        if use is not Field.IGNORE or place in fixed or (Field.DATE, 1.0) not in fields_of_header(table.header[place]):
            continue
        shares = evidence(table.column(place), [Field.BOOKED_AT])
        if shares.get(Field.BOOKED_AT, 0) > 0.9 and not_before(table, day, place):
            fields[place] = Field.BOOKED_AT
            return


def _settle_times(table: Table, fields: list[Field], fixed: Fixed) -> None:
    """Date and time apart, or both in one, but not both ways; dates of a waiting list are registrations."""
    if {Field.DATETIME, Field.TIME} <= {*fields} and Field.DATE not in fields:
        shares = evidence(table.column(fields.index(Field.DATETIME)), [Field.DATETIME])
        if shares.get(Field.DATETIME, 0) <= 0.5:
            _change(fields, fixed, Field.DATETIME, Field.DATE)
    if {Field.DATE, Field.TIME, Field.DATETIME} <= {*fields}:
        _change(fields, fixed, Field.DATETIME, Field.IGNORE)
    elif Field.DATETIME in fields:
        for other in (Field.DATE, Field.TIME):
            _change(fields, fixed, other, Field.IGNORE)
    if not {Field.TIME, Field.DATETIME} & {*fields} and Field.DATE in fields:
        signs = len(_WAITING_SIGNS & {*fields})
        if signs >= 2 and Field.REGISTERED_AT not in fields:
            _change(fields, fixed, Field.DATE, Field.REGISTERED_AT)
    sole = {Field.DATE, Field.DATETIME} & {*fields}
    if not {Field.REGISTERED_AT, Field.TIME} & {*fields} and sole and len(_WAITING_SIGNS & {*fields}) >= 2:
        place = fields.index(next(iter(sole)))
        if fields_of_header(table.header[place])[:1] != ((Field.DATETIME, 1.0),):
            _change(fields, fixed, fields[place], Field.REGISTERED_AT)


def _settle_addresses(table: Table, fields: list[Field], fixed: Fixed) -> None:
    """House numbers stand behind streets; a running number at the front is none. Towns stand behind post
    codes.
    """
    for place, (before, use) in enumerate(pairwise(fields), start=1):
        if use is Field.HOUSE_NUMBER and before is not Field.STREET and len(table.header[place]) < 5:
            _change(fields, fixed, Field.HOUSE_NUMBER, Field.IGNORE)
    if fields[0] is Field.HOUSE_NUMBER:
        _change(fields, fixed, Field.HOUSE_NUMBER, Field.IGNORE)
    if Field.POSTAL_CODE in fields and Field.TOWN not in fields:
        _nameless_beside(table, fields, Field.POSTAL_CODE, Field.TOWN, (1, -1))
    if Field.STREET in fields and Field.HOUSE_NUMBER not in fields:
        _nameless_beside(table, fields, Field.STREET, Field.HOUSE_NUMBER, (1,))
    if Field.POSTAL_TOWN in fields and {Field.POSTAL_CODE, Field.TOWN} <= {*fields}:
        _change(fields, fixed, Field.POSTAL_TOWN, Field.IGNORE)
