"""Verdicts by the rule books: for a day's people, a hundred thousand, and everybody who waits."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from time import perf_counter

from bench.result import Result
from empfang.rules.books import bundled_rulebook
from empfang.rules.earliest import earliest
from empfang.rules.eligibility import eligibility
from empfang.rules.situation import Asked, Dose, Known

_AT = datetime.fromisoformat("2021-12-15T12:00")
_DAY, _MANY, _WAITING = 2_122, 100_000, 4_300
_STOCK = ("COM", "SPI", "COM5")
_WAITING_S = 1.0


def measure() -> list[Result]:
    """Seconds; all verdicts are for one moment, as in a batch, and each person's own."""
    book = bundled_rulebook()
    place = book.site("KL")
    assert place is not None
    people = list(_people(_MANY))
    day = _verdicts(people[:_DAY])
    begun = perf_counter()
    for known, dose in people[:_DAY]:
        earliest(known, Asked(_AT, dose, ("COM",)), place, book)
    day_with_dates = perf_counter() - begun
    many = _verdicts(people)
    waiting = _verdicts(people[:_WAITING], _STOCK)
    return [
        Result(f"verdicts, {_DAY:,} people of a day", day, "s", None, "told", ok=True),
        Result(f"earliest dates, {_DAY:,} people of a day", day_with_dates, "s", None, "told", ok=True),
        Result(f"verdicts, {_MANY:,} people", many, "s", None, "told", ok=True),
        Result(
            f"{_WAITING:,} waiting, {len(_STOCK)} vaccines in stock", waiting, "s", None, "< 1 s", waiting < _WAITING_S
        ),
    ]


def _verdicts(people: list[tuple[Known, int]], stock: tuple[str, ...] = ("COM",)) -> float:
    book = bundled_rulebook()
    place = book.site("KL")
    assert place is not None
    begun = perf_counter()
    for known, dose in people:
        eligibility(known, Asked(_AT, dose, stock), place, book)
    return perf_counter() - begun


def _people(number: int) -> Iterator[tuple[Known, int]]:
    """People of all ages with none, one or two doses."""
    draw = random.Random(7)
    for _ in range(number):
        born = date(1930, 1, 1) + timedelta(days=draw.randrange(31_000))
        given = draw.randrange(3)
        last = _AT.date() - timedelta(days=draw.randrange(10, 300))
        doses = tuple(Dose(last - timedelta(days=42 * place), "COM") for place in range(given))
        yield Known(born=born, residence="07312", doses=doses), given + 1
