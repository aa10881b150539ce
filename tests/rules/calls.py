"""Calls, people who may be called, and verdicts for tests."""

from datetime import date, datetime, time
from itertools import count
from typing import Any

from empfang.rules.book import Eligible
from empfang.rules.books import bundled_rulebook
from empfang.rules.bulk import verdicts
from empfang.rules.call_candidates import FULL, Callee, Found, Lease, Stock, candidates
from empfang.rules.call_order import CallLine, Order, call_list
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.call_state import Attempt
from empfang.rules.eligibility import VaccineVerdict, Verdict
from empfang.rules.situation import Known
from tests.times import BERLIN, DAY

BOOK = bundled_rulebook()
MOBILE, HOME = "+4917604069005", "+4963123125326"
BECKER, RIES = "becker", "ries"
YES = Verdict(Eligible.YES, (VaccineVerdict("COM", Eligible.YES), VaccineVerdict("SPI", Eligible.YES)))
_numbers = count(1)


def clock(text: str, day: date = DAY) -> datetime:
    """A moment of the centre's clock, such as "18:05"."""
    return datetime.combine(day, time.fromisoformat(text), BERLIN)


def stock(*free: str, size: str = FULL, on: date = DAY, **here_by: str) -> Stock:
    """What is left, by when one must be here, and of what a dose can be promised."""
    until = {(vaccine, size): clock(at, on) for vaccine, at in here_by.items()}
    return Stock(until, frozenset((each, size) for each in free))


STOCK = stock("COM", "SPI", COM="18:40", SPI="18:40")


def attempt(at: str, outcome: CallOutcome, *, day: date = DAY, number: str = MOBILE, **rest: Any) -> Attempt:
    """A call of Becker's."""
    rest = {"id": f"{next(_numbers):06}", "operator_id": BECKER, "vaccines": ("COM",), **rest}
    return Attempt(occurred_at=clock(at, day), on=day, outcome=outcome, number=number, **rest)


def callee(person_id: str, **rest: Any) -> Callee:
    """Somebody on the waiting list, ten minutes away, whom every rule allows everything."""
    usual = {"numbers": (MOBILE,), "standby": True, "minutes": 10, "verdict": YES}
    return Callee(person_id, **{**usual, "waiting_since": clock("08:00", date(2021, 11, 22)), **rest})


def decided(*callees: Callee, at: str = "18:00", leases: tuple[Lease, ...] = (), **rest: Any) -> Found:
    """Who can be called."""
    left = rest.pop("stock", STOCK)
    return candidates(callees, left, clock(at), leases, **rest)


def listed(*callees: Callee, at: str = "18:00", order: Order | None = None, **rest: Any) -> tuple[CallLine, ...]:
    """The list."""
    found = decided(*callees, at=at, **rest)
    return call_list(found.possible, rest.get("stock", STOCK), order or Order("seed"), clock(at))


def ids(lines: tuple[CallLine, ...]) -> list[str]:
    """Who, in order."""
    return [each.person_id for each in lines]


def verdict_of(known: Known, dose: int, *vaccines: str, on: date = DAY) -> Verdict:
    """By the program's books, in Kaiserslautern at noon."""
    place = BOOK.site("KL")
    assert place is not None
    return next(verdicts([(known, dose)], vaccines, datetime.combine(on, time(12)), place, BOOK))
