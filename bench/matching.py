"""Looking for people who are in a list twice: beside reading that list, and how it grows with the list."""

import random
from datetime import date
from importlib import resources
from time import process_time

from bench.result import Result, beside
from empfang.exchange.lists import read_list
from empfang.rules.matching import Candidate, candidate_of, suspected_pairs

_DAY_LIST = "kaiserslautern-2021-12-15.csv"
_CROWD = 2_000
_MORE = 4


def measure() -> list[Result]:
    """Milliseconds of processor time: nothing is waited for."""
    data = resources.files("empfang.data").joinpath(_DAY_LIST).read_bytes()
    begun = process_time()
    rows = read_list(data, date(2021, 12, 15))[2].rows
    read_ms = (process_time() - begun) * 1000
    people = [candidate_of(row, row.code or str(row.line)) for row in rows]
    few, many = _took_ms(_crowd(people, _CROWD)), _took_ms(_crowd(people, _MORE * _CROWD))
    return [
        beside(f"doubles among {len(people):,}, beside reading the list", _took_ms(people), read_ms, "ms", 2),
        beside(f"alike in all but the name: {_MORE * _CROWD:,} beside {_CROWD:,}", many, few, "ms", 2 * _MORE),
    ]


def _crowd(people: list[Candidate], number: int) -> list[Candidate]:
    """A birth date that stands for "unknown", a number of the switchboard, one address of a home."""
    chance = random.Random(3)
    return [
        Candidate(
            id=str(place), family=chance.choice(people).family, given=chance.choice(people).given,
            birth_date=date(1900, 1, 1),
            street="Heimweg", house_number="1", phones=("+49631555",), email="info@example.org",
        )
        for place in range(number)
    ]  # fmt: skip


def _took_ms(people: list[Candidate]) -> float:
    begun = process_time()
    suspected_pairs(people)
    return (process_time() - begun) * 1000
