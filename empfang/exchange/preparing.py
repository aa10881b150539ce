"""How the columns of one list are to be read: the order of dates and of names, found once for all rows."""

from dataclasses import dataclass
from datetime import date, tzinfo

from empfang.exchange.addresses import find_name_order
from empfang.exchange.dates import DateStyle, find_style
from empfang.exchange.fields import Field
from empfang.exchange.mapping import Mapping
from empfang.exchange.remarks import Remark
from empfang.exchange.tables import Table
from empfang.exchange.words import nothing
from empfang.texts import say
from empfang.texts.imports import FIELDS

_DATED = (
    Field.DATE,
    Field.DATETIME,
    Field.BIRTH_DATE,
    Field.BOOKED_AT,
    Field.REGISTERED_AT,
    Field.LAST_DOSE_DATE,
)


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns of one list are to be read: found once, used for every row."""

    mapping: Mapping
    styles: dict[Field, DateStyle]
    name_order: str
    today: date
    zone: tzinfo
    notes: tuple[Remark, ...]

    def label(self, field: Field) -> str:
        """What the list calls this column, or what we call it."""
        places = self.mapping.columns(field)
        return (self.mapping.headers[places[0]] if places else "") or say(FIELDS[field.value])


def prepare(table: Table, mapping: Mapping, today: date, zone: tzinfo) -> Columns:
    """The styles of dates and names in a list, with notes where something had to be assumed."""
    styles: dict[Field, DateStyle] = {}
    for use in _DATED:
        values = [value for place in mapping.columns(use) for value in table.column(place) if not nothing(value)]
        if use in mapping.constants and not values:
            styles[use] = DateStyle()
        elif values or use in mapping.fields:
            styles[use] = find_style(values)
    notes = list(mapping.notes)
    bare = Columns(mapping, styles, "", today, zone, ())
    if mapping.date_order:
        styles = {use: DateStyle(mapping.date_order, serial=style.serial) for use, style in styles.items()}
    else:
        decided = {use: style for use, style in styles.items() if style.sure and style.order == "mdy"}
        for use, style in styles.items():
            if style.sure:
                continue
            if decided:
                other = next(iter(decided))
                styles[use] = DateStyle("mdy", serial=style.serial)
                notes.append(Remark("order_borrowed", {"column": bare.label(use), "other": bare.label(other)}))
            else:
                notes.append(Remark("order_assumed", {"column": bare.label(use)}))
    if Field.BIRTH_DATE in styles:
        styles[Field.BIRTH_DATE] = styles[Field.BIRTH_DATE].until(today)
    order, sure = _name_order(table, mapping)
    if not sure:
        notes.append(Remark("name_order_assumed", {"column": bare.label(Field.FULL_NAME)}))
    if table.lost_letters:
        notes.append(Remark("letters_lost", {"number": table.lost_letters}))
    if table.pads_rows:
        notes.append(Remark("rows_padded"))
    return Columns(mapping, styles, order, today, zone, tuple(notes))


def _name_order(table: Table, mapping: Mapping) -> tuple[str, bool]:
    places = mapping.columns(Field.FULL_NAME)
    if mapping.name_order or not places:
        return mapping.name_order or "given_first", True
    emails = mapping.columns(Field.EMAIL)

    def cell(cells: tuple[str, ...], place: int) -> str:
        return cells[place].strip() if place < len(cells) else ""

    names = [cell(row.cells, places[0]) for row in table.rows]
    addresses = [cell(row.cells, emails[0]) if emails else "" for row in table.rows]
    if not any("," not in name and " " in name for name in names):
        return "given_first", True
    return find_name_order(names, addresses, table.header[places[0]])
