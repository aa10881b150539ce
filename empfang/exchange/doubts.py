"""Signs that a list is not the one it should be: told before anything is written."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from empfang.exchange.corrections import Kind
from empfang.exchange.keys import code_of
from empfang.exchange.lists import ReadList
from empfang.exchange.update_report import Doubt, Item

FEW = 10
"""So many may differ without anybody wondering."""
_WHO = ("family", "given", "birth_date")
_MENTIONED = 10
"""A day with less than a tenth of the rows of the list's largest day is only mentioned in it."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known besides the list: how many bookings came for its days (`came`), and how many of them stand
    (`known`); how many of its rows came before (`again`), and for how many of these the booking stands (`booked`);
    which of its codes other centres' lists have, by centre; the other centres; since when the file is outdated (in
    words), if it is.
    """

    came: int
    known: int
    again: int
    booked: int
    elsewhere: Mapping[str, int]
    other_centres: Collection[str]
    today: date
    outdated: str | None = None


def covered_days(read: ReadList, by_day: Mapping[str | None, int]) -> frozenset[str | None]:
    """The days of which the list tells all: people who were known for them and are not in it are missing.

    A few rows of another day (people who were moved there) do not speak of that whole day.
    """
    if read.kind == "waiting":
        return frozenset({None})
    rows = Counter(row.day.isoformat() for row in read.rows if row.day)
    most = max(rows.values(), default=0)
    return frozenset(
        day for day, number in rows.items() if number * _MENTIONED >= most or number * 2 >= by_day.get(day, 0)
    )


def doubts(read: ReadList, items: Sequence[Item], around: Around) -> tuple[Doubt, ...]:
    """Why this may be the list of another centre or day, an old one, or half of one."""
    kinds = Counter(item.kind for item in items)
    found = [*_wrong_centre(read, around), *_wrong_day(read, around)]
    if around.outdated is not None:
        found.append(Doubt("outdated", {"at": around.outdated}))
    for code, number, of in (
        ("half_missing", kinds[Kind.MISSING], around.known),
        ("half_moved", kinds[Kind.MOVED], around.booked),
        ("half_cancelled", kinds[Kind.CANCELLED], around.booked),
        ("half_renamed", sum(any(c.field in _WHO for c in item.changes) for item in items), around.again),
        ("half_rejected", len(read.rejections), len(read.rejections) + len(read.rows)),
    ):
        if number > FEW and number * 2 >= of:
            found.append(Doubt(code, {"number": number, "of": of}))
    return tuple(found)


def _wrong_centre(read: ReadList, around: Around) -> list[Doubt]:
    codes = [row.code for row in read.rows if code_of(row)]
    prefixes = Counter(code.partition("-")[0].upper() for code in codes)
    found = Counter({centre: prefixes[centre] for centre in around.other_centres}) | Counter(around.elsewhere)
    centre, number = max(found.items(), key=lambda each: each[1], default=("", 0))
    if number and number * 2 >= len(codes):
        return [Doubt("other_centre", {"centre": centre, "number": number, "of": len(codes)})]
    return []


def _wrong_day(read: ReadList, around: Around) -> list[Doubt]:
    days = sorted({row.day for row in read.rows if row.day})
    found = []
    if days and days[-1] < around.today:
        found.append(Doubt("day_over", {"day": f"{days[-1]:%d.%m.%Y}"}))
    if days and around.came == 0:
        found.append(Doubt("day_unknown", {"day": f"{days[0]:%d.%m.%Y}"}))
    elif read.kind == "waiting" and around.came == 0:
        found.append(Doubt("list_unknown"))
    return found
