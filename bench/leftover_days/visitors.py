"""Who has an appointment on the day of Kaiserslautern, and who of them comes when, drawn by a seed."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

from bench.leftover_days.settings import COM, EARLY, HALF, WHOLE, Settings, minute_of
from empfang.exchange.lists import read_list
from empfang.model import DoseKind
from empfang.replay.answers import SHORTEST_WAY, WAY, WAY_SPREAD
from empfang.rules.books import bundled_rulebook
from empfang.rules.coming import Booked
from empfang.rules.shows import Lateness, segment
from empfang.rules.vial_tables import bundled_vials
from empfang.rules.vials import FULL, Dose
from tests.rules.forecast_days import PAST_DAYS, Booking, Centre, learned
from tests.times import BERLIN, DAY

_LIST = "kaiserslautern-2021-12-15.csv"
_ORIGINS = {"Online": "online", "Telefon": "phone"}
_OLD_ENOUGH = 30
"""From this age on Spikevax is recommended."""
_ON_SITE = (18 * 60 + 50, 19 * 60 + 40)


@dataclass(frozen=True, slots=True)
class Appointment:
    """A line of the day list. `otherwise`: the dose of the other vaccine that the rules would allow; None: none."""

    booking: Booking
    otherwise: Dose | None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who comes: let in at a minute of the day, at the lane `way` minutes later.

    `number`: of their appointment; None: without one. `otherwise`: what they would take instead if they are asked.
    """

    number: int | None
    dose: Dose
    at: int
    way: int
    otherwise: Dose | None = None


@dataclass(frozen=True, slots=True)
class DrawnDay:
    """What will happen, and what the centre's past tells about it."""

    visitors: tuple[Visitor, ...]
    missing: tuple[Booked, ...]
    """Everybody with an appointment, as of before they come; `came`, the same as of after."""
    came: tuple[Booked, ...]
    lateness: Lateness
    on_site: tuple[Visitor, ...]


@cache
def appointments() -> tuple[Appointment, ...]:
    """The day list, as the program reads it."""
    data = (files("empfang.data") / _LIST).read_bytes()
    _, _, read = read_list(data, DAY)
    book, table = bundled_rulebook(), bundled_vials()
    found: list[Appointment] = []
    for row in read.rows:
        code = book.vaccine_named(row.vaccine or "")
        if row.day is None or row.time is None or code is None:
            raise ValueError(f"line {row.line} of {_LIST} says no time or vaccine")
        start = datetime.combine(row.day, row.time, BERLIN)
        booked_at = row.booked_at.replace(tzinfo=BERLIN) if row.booked_at else None
        container = table.container(code, start)
        dose = Dose(code, container.size(row.dose_kind) if container else FULL)
        of = segment(start, booked_at, code, row.dose_kind, _ORIGINS[row.origin])
        found.append(Appointment(Booking(start, of, dose, row.party), _otherwise(code, row.dose_kind, row.birth_date)))
    return tuple(found)


def draw_day(seed: int, settings: Settings) -> DrawnDay:
    """A centre with habits of its own, its past fortnight, and the day."""
    draw = random.Random(f"day {seed}")
    centre, known = Centre(draw), appointments()
    past = [centre.attended(_before(DAY - timedelta(days=1 + each))) for each in range(PAST_DAYS)]
    rates, lateness = learned(past)
    guests = centre.attended(each.booking for each in known)
    visitors, missing, came = [], [], []
    for number, (each, guest) in enumerate(zip(known, guests, strict=True)):
        start, of, dose, party = each.booking
        rate = rates.rate(of)
        missing.append(Booked(start, rate, dose, came=False, party=party))
        came.append(Booked(start, rate, dose, came=True, party=party))
        otherwise = each.otherwise if draw.random() < settings.switches else None
        way = drawn_way(draw)
        if guest.arrives is not None:
            at = minute_of(start) + max(guest.arrives, -EARLY)
            visitors.append(Visitor(number, dose, at, way, otherwise))
    on_site = tuple(_on_site(draw, settings.on_site))
    return DrawnDay(_by_time(visitors), tuple(missing), tuple(came), lateness, on_site)


def drawn_way(draw: random.Random) -> int:
    """Minutes from admission to the lane."""
    return max(SHORTEST_WAY, round(draw.gauss(WAY, WAY_SPREAD)))


def _otherwise(vaccine: str, kind: DoseKind | None, born: date | None) -> Dose | None:
    """Second doses are of the vaccine of the first one; Spikevax only from thirty on."""
    if kind is DoseKind.SECOND:
        return None
    if vaccine == "SPI":
        return COM
    old_enough = born is not None and born.replace(year=born.year + _OLD_ENOUGH, day=min(born.day, 28)) <= DAY
    if not old_enough:
        return None
    return HALF if kind is DoseKind.BOOSTER else WHOLE


def _before(day: date) -> Iterable[Booking]:
    """The same appointments on an earlier day."""
    for each in appointments():
        start = datetime.combine(day, each.booking.start.time(), BERLIN)
        yield each.booking._replace(start=start, segment=each.booking.segment._replace(weekday=day.weekday()))


def _on_site(draw: random.Random, number: float) -> Iterable[Visitor]:
    """People who would take what is left; they wait until closing. Each ten minutes have the same chance of one."""
    begin, end = _ON_SITE
    chance = min(number / ((end - begin) / 10), 1.0)
    for minute in range(begin, end, 10):
        if draw.random() < chance:
            yield Visitor(None, COM, minute, 0)


def _by_time(visitors: Iterable[Visitor]) -> tuple[Visitor, ...]:
    return tuple(sorted(visitors, key=lambda each: (each.at, each.number)))
