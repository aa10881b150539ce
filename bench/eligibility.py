"""Verdicts by the rule books: for a day's people, a hundred thousand, and the given waiting list."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib import resources
from time import perf_counter

from bench.result import Result
from empfang.exchange.lists import read_list
from empfang.rules.books import bundled_rulebook
from empfang.rules.bulk import verdicts
from empfang.rules.earliest import earliest
from empfang.rules.situation import Asked, Dose, Known

_AT = datetime.fromisoformat("2021-12-15T12:00")
_DAY, _MANY = 2_122, 100_000
_STOCK = ("COM", "SPI", "COM5")
_WAITING_LIST = "kaiserslautern-warteliste.csv"
_WAITING_S = 1.0
People = list[tuple[Known, int]]


def measure() -> list[Result]:
    """Seconds, without the reading of the books."""
    book = bundled_rulebook()
    place = book.site("KL")
    assert place is not None
    people, waiting = list(_people(_MANY)), list(_waiting())
    begun = perf_counter()
    for known, dose in people[:_DAY]:
        earliest(known, Asked(_AT, dose, ("COM",)), place, book)
    dates = perf_counter() - begun
    took = _took(waiting, _STOCK)
    return [
        Result(f"verdicts, {_DAY:,} people of a day", _took(people[:_DAY], ("COM",)), "s", None, "told", ok=True),
        Result(f"earliest dates, {_DAY:,} people of a day", dates, "s", None, "told", ok=True),
        Result(f"verdicts, {_MANY:,} people", _took(people, ("COM",)), "s", None, "told", ok=True),
        Result(f"{len(waiting):,} waiting, {len(_STOCK)} vaccines", took, "s", None, "< 1 s", took < _WAITING_S),
    ]


def _took(people: People, stock: tuple[str, ...]) -> float:
    book = bundled_rulebook()
    place = book.site("KL")
    assert place is not None
    begun = perf_counter()
    for _ in verdicts(people, stock, _AT, place, book):
        pass
    return perf_counter() - begun


def _waiting() -> Iterator[tuple[Known, int]]:
    """The waiting list that comes with the program."""
    book = bundled_rulebook()
    data = resources.files("empfang.data").joinpath(_WAITING_LIST).read_bytes()
    for row in read_list(data, _AT.date())[2].rows:
        doses = tuple(
            Dose(each.given_on, book.vaccine_named(each.vaccine) if each.vaccine else None)
            for each in row.reported_doses
        )
        yield Known(born=row.birth_date, residence="07312", doses=doses), len(doses) + 1


def _people(number: int) -> Iterator[tuple[Known, int]]:
    """People of all ages with none, one or two doses."""
    draw = random.Random(7)
    for _ in range(number):
        born = date(1930, 1, 1) + timedelta(days=draw.randrange(31_000))
        given = draw.randrange(3)
        last = _AT.date() - timedelta(days=draw.randrange(10, 300))
        doses = tuple(Dose(last - timedelta(days=42 * place), "COM") for place in range(given))
        yield Known(born=born, residence="07312", doses=doses), given + 1
