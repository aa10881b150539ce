"""Days drawn at random, to see how honest the forecast is: does the range it tells hold the truth on nine days of ten?

A centre has a past, a fortnight from which it learns, and then days that the forecast has not seen. What is drawn is
more unruly than what the forecast assumes: each day has a rate of its own, which drifts in the course of it; segments
differ for good; some parties come in part; those who are late are late by another law than the one the program brings.

`python -m tests.rules.forecast_days --days 1000` prints what share of the ranges held the truth at 15, 16 and 17 h.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import exp, log
from typing import NamedTuple

from empfang.model import DoseKind
from empfang.rules.coming import Booked, Spread
from empfang.rules.leftover import forecast
from empfang.rules.leftover_day import Leftover, OnHand, Situation
from empfang.rules.shows import Lateness, Seen, Segment, ShowRates, segment
from empfang.rules.stock import Batch, Level
from empfang.rules.vials import Dose
from tests.times import BERLIN, DAY

BOOKED = 2_122
CLOCKS = ("15:00", "16:00", "17:00")
COM, HALF = Dose("COM"), Dose("SPI", "half")
PAST_DAYS, DAYS_OF_A_CENTRE = 14, 20
ON_HAND = 4_000
"""So many doses that none is lacking: what will be left then says who came."""


class Booking(NamedTuple):
    """An appointment; `party`: those who booked together, empty for one alone."""

    start: datetime
    segment: Segment
    dose: Dose
    party: str


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody with an appointment; `arrives`: in minutes after it, None if they stay away."""

    start: datetime
    segment: Segment
    dose: Dose
    party: str
    arrives: int | None


class Centre:
    """One centre's habits, drawn once."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._odds = log(0.847 / 0.153) + draw.gauss(0, 0.15)
        self._of_hour = {hour: draw.gauss(0, 0.12) for hour in range(8, 18)}
        self._of_origin = {"online": 0.05, "phone": -0.15}
        self._of_lead = (0.2, 0.1, 0.0, -0.15)
        self._early, self._wide = draw.uniform(-8, 0), draw.uniform(7, 12)
        self._straggling = draw.uniform(0.05, 0.12)
        self._together = draw.uniform(0.7, 1.0)

    def day(self, on: date) -> list[Guest]:
        """Everybody who has an appointment on a day whose bookings are drawn, too."""
        return self.attended(self._booked(on))

    def attended(self, bookings: Iterable[Booking]) -> list[Guest]:
        """Who of them comes and when; the day's mood is drawn anew."""
        draw = self._draw
        shift, drift = draw.gauss(0, 0.23), 0.0
        drifts = {}
        for hour in range(8, 18):
            drift += draw.gauss(0, 0.04)
            drifts[hour] = drift
        parties: dict[str, tuple[bool, bool, int]] = {}
        guests: list[Guest] = []
        for each in bookings:
            rate = self._rate(each.segment, shift + drifts[each.start.hour])
            own = draw.random() < self._together, draw.random() < rate, self._arrives()
            whole, comes, arrives = parties.setdefault(each.party, own) if each.party else own
            if not whole:
                _, comes, arrives = own
            guests.append(Guest(*each, arrives if comes else None))
        return guests

    def _booked(self, on: date) -> list[Booking]:
        draw = self._draw
        found: list[Booking] = []
        while len(found) < BOOKED:
            size = draw.choices((1, 2, 3, 4), (70, 22, 4, 4))[0]
            start = datetime(on.year, on.month, on.day, 8, tzinfo=BERLIN) + timedelta(minutes=len(found) // 18 * 5)
            dose, kind = draw.choices(
                ((COM, DoseKind.BOOSTER), (COM, DoseKind.SECOND), (HALF, DoseKind.BOOSTER)), (45, 20, 35)
            )[0]
            booked_at = start - timedelta(days=draw.choice((0, 1, 3, 5, 8, 10, 15, 20)))
            of = segment(start, booked_at, dose.vaccine, kind, draw.choices(("online", "phone"), (78, 22))[0])
            party = str(len(found)) if size > 1 else ""
            found += [Booking(start, of, dose, party)] * min(size, BOOKED - len(found))
        return found

    def _rate(self, of: Segment, shift: float) -> float:
        odds = self._odds + self._of_hour[of.hour] + self._of_origin[of.origin] + self._of_lead[of.lead] + shift
        return 1 / (1 + exp(-odds))

    def _arrives(self) -> int:
        if self._draw.random() < self._straggling:
            return min(int(self._draw.expovariate(1 / 30)), 90)
        return int(self._draw.gauss(self._early, self._wide))


@dataclass(frozen=True, slots=True)
class Told:
    """What was told at a moment of a day, and how it ended: `came`, of those who were not there yet."""

    clock: str
    leftover: Leftover
    came: int

    @property
    def held(self) -> bool:
        """Whether the range held the truth."""
        low, high = self.leftover.left
        return low <= self.leftover.usable - self.came <= high

    @property
    def kept(self) -> bool:
        """Whether nobody would have been refused, had all that was safe been promised."""
        return self.leftover.safe <= self.leftover.usable - self.came


def days(number: int, seed: int, spread: Spread | None = None, clocks: tuple[str, ...] = CLOCKS) -> Iterator[Told]:
    """So many days, each at every moment and for every vaccine. `spread`: what the forecast takes days to differ by."""
    draw = random.Random(seed)
    for place in range(number):
        if place % DAYS_OF_A_CENTRE == 0:
            centre = Centre(draw)
            rates, lateness = learned([centre.day(DAY - timedelta(days=1 + each)) for each in range(PAST_DAYS)])
        guests = centre.day(DAY)
        for clock in clocks:
            yield from _told(guests, clock, rates, lateness, spread or Spread())


def learned(past: list[list[Guest]]) -> tuple[ShowRates, Lateness]:
    """What a centre knows after these days: its show rates, and how late people come."""
    came = Counter(guest.segment for day in past for guest in day if guest.arrives is not None)
    booked = Counter(guest.segment for day in past for guest in day)
    arrivals = [guest.arrives for day in past for guest in day if guest.arrives is not None]
    return ShowRates({each: Seen(came[each], booked[each]) for each in booked}), Lateness(arrivals)


def _told(guests: list[Guest], clock: str, rates: ShowRates, lateness: Lateness, spread: Spread) -> Iterator[Told]:
    hour, minute = map(int, clock.split(":"))
    now = datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=BERLIN)
    last_jab = now.replace(hour=19, minute=30)
    here = [each.arrives is not None and each.start + timedelta(minutes=each.arrives) <= now for each in guests]
    booked = [
        Booked(each.start, rates.rate(each.segment), each.dose, came, each.party)
        for each, came in zip(guests, here, strict=True)
    ]
    stock = {dose: OnHand(Level(dose, (Batch(last_jab, ON_HAND),))) for dose in (COM, HALF)}
    found = forecast(Situation(now, last_jab, stock, booked, lateness=lateness, spread=spread)).of
    for dose, leftover in found.items():
        missing = (each for each, came in zip(guests, here, strict=True) if not came and each.dose == dose)
        yield Told(clock, leftover, sum(each.arrives is not None for each in missing))


def shares(told: list[Told]) -> dict[str, tuple[float, float, float]]:
    """By the moment: how often the range held the truth, how often what was safe was, and how wide the range was."""
    found = {}
    for clock in CLOCKS:
        of = [each for each in told if each.clock == clock]
        width = sum(each.leftover.left[1] - each.leftover.left[0] for each in of) / len(of)
        found[clock] = (sum(each.held for each in of) / len(of), sum(each.kept for each in of) / len(of), width)
    return found


def main() -> None:
    """Print the shares of so many days."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--days", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for clock, (held, kept, width) in shares(list(days(asked.days, asked.seed))).items():
        print(f"{clock}  range held {held:.1%}  safe kept {kept:.1%}  width {width:.1f}")


if __name__ == "__main__":
    main()
