"""The forecast of leftover doses, which is made inside the service's transactions: a whole day, vials of all hours."""

import random
from datetime import datetime, timedelta
from time import perf_counter

from bench.result import Result
from empfang.rules.coming import Booked
from empfang.rules.leftover import forecast
from empfang.rules.leftover_day import Admitted, OnHand, Promise, Situation
from empfang.rules.stock import Batch, Level
from empfang.rules.vials import Dose

_OPENED = datetime.fromisoformat("2021-12-15T08:00+01:00")
_LAST_JAB = _OPENED + timedelta(hours=11)
_BOOKED, _AGAIN = 2_122, 15
_COM, _HALF, _WHOLE = Dose("COM"), Dose("SPI", "half"), Dose("SPI")
_MOST_S = 0.05


def measure() -> list[Result]:
    """Seconds, the best of some, at several hours of the day."""
    return [_at(hours) for hours in (-0.5, 2, 4, 7, 9)]


def _at(hours: float) -> Result:
    situation = _situation(_OPENED + timedelta(hours=hours))
    took = []
    for _ in range(_AGAIN):
        begun = perf_counter()
        forecast(situation)
        took.append(perf_counter() - begun)
    name = f"forecast, {_BOOKED:,} booked, {situation.now:%H:%M}"
    return Result(name, min(took), "s", None, "≤ 50 ms", min(took) <= _MOST_S)


def _situation(now: datetime) -> Situation:
    draw = random.Random(7)
    booked = []
    for place in range(_BOOKED):
        due = _OPENED + timedelta(minutes=5 * (place // 18))
        came = draw.random() < 0.85 and due + timedelta(minutes=draw.gauss(-3, 10)) < now
        dose = draw.choices((_COM, _HALF, _WHOLE), (65, 25, 10))[0]
        party = str(place // 2) if place % 4 < 2 else ""
        booked.append(Booked(due, 0.75 + draw.randrange(60) / 300, dose, came, party))
    house = [Admitted(now - timedelta(minutes=draw.randrange(60)), _COM) for _ in range(60)]
    promises = [Promise(now + timedelta(minutes=30), _HALF)] * 4
    stock = {}
    for dose in (_COM, _HALF, _WHOLE):
        batches = tuple(Batch(now + timedelta(minutes=40 * each), 5) for each in range(1, 10))
        stock[dose] = OnHand(Level(dose, batches), container=6, keeps=timedelta(hours=6))
    return Situation(now, _LAST_JAB, stock, booked, house, promises)
