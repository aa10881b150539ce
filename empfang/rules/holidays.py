"""Public holidays of the German Länder.

Source: the holiday laws of the Länder as in force in 2021 with their changes since (Thuringia's children's day from
2019, Reformation Day in the north from 2018, women's day in Berlin from 2019 and in Mecklenburg-Western Pomerania from
2023), and Article 2 of the Unification Treaty for 3 October. Holidays of single towns (Augsburg, parts of Saxony and
Thuringia), and those that were declared once, are not in it: a centre names them itself. Assumption Day is a holiday in
those parts of Bavaria that are mostly Catholic; it is taken for one everywhere there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_ALL: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Fixed:
    """On the same day every year since one; in some Länder, or in all where none is named."""

    code: str
    month: int
    day: int
    lands: frozenset[str] = _ALL
    since: int = 1995


@dataclass(frozen=True, slots=True)
class _Movable:
    """So many days after Easter Sunday."""

    code: str
    days: int
    lands: frozenset[str] = _ALL


def _in(lands: str) -> frozenset[str]:
    return frozenset(f"DE-{land}" for land in lands.split())


_FIXED = (
    _Fixed("new_year", 1, 1),
    _Fixed("epiphany", 1, 6, _in("BW BY ST")),
    _Fixed("womens_day", 3, 8, _in("BE"), 2019),
    _Fixed("womens_day", 3, 8, _in("MV"), 2023),
    _Fixed("labour_day", 5, 1),
    _Fixed("assumption", 8, 15, _in("BY SL")),
    _Fixed("childrens_day", 9, 20, _in("TH"), 2019),
    _Fixed("unity_day", 10, 3),
    _Fixed("reformation", 10, 31, _in("BB MV SN ST TH")),
    _Fixed("reformation", 10, 31, _in("HB HH NI SH"), 2018),
    _Fixed("all_saints", 11, 1, _in("BW BY NW RP SL")),
    _Fixed("christmas", 12, 25),
    _Fixed("boxing_day", 12, 26),
)
_MOVABLE = (
    _Movable("good_friday", -2),
    _Movable("easter_sunday", 0, _in("BB")),
    _Movable("easter_monday", 1),
    _Movable("ascension", 39),
    _Movable("whit_sunday", 49, _in("BB")),
    _Movable("whit_monday", 50),
    _Movable("corpus_christi", 60, _in("BW BY HE NW RP SL")),
)
_REPENTANCE = _in("SN")


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature, 20 April 1876)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    leaps, rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    of_leaps, of_rest = divmod(of_century, 4)
    to_sunday = (32 + 2 * rest + 2 * of_leaps - epact - of_rest) % 7
    shift = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@lru_cache(64)
def holidays(year: int, land: str) -> Mapping[date, str]:
    """The public holidays of a year in a Land ("DE-RP"), each with its code; for another code those of all Länder."""
    found = {
        date(year, each.month, each.day): each.code for each in _FIXED if year >= each.since and _there(each, land)
    }
    sunday = easter(year)
    found |= {sunday + timedelta(days=each.days): each.code for each in _MOVABLE if _there(each, land)}
    if land in _REPENTANCE:
        # The Wednesday before 23 November.
        end = date(year, 11, 22)
        found[end - timedelta(days=(end.weekday() - 2) % 7)] = "repentance"
    return found


def holiday_on(day: date, land: str) -> str | None:
    """The code of the holiday that a day is in a Land or a part of it ("DE-NW-WL"); None if it is none."""
    return holidays(day.year, "-".join(land.split("-")[:2])).get(day)


def _there(holiday: _Fixed | _Movable, land: str) -> bool:
    return not holiday.lands or land in holiday.lands
