"""The waiting list of Kaiserslautern as people who can be called, each with the verdict of the program's rule books."""

from datetime import time
from functools import cache
from importlib.resources import files

from bench.leftover_days.settings import moment
from empfang.exchange.lists import ImportedRow, read_list
from empfang.model import DoseKind
from empfang.rules.books import bundled_rulebook
from empfang.rules.bulk import verdicts
from empfang.rules.call_candidates import Callee
from empfang.rules.known import as_waiting
from empfang.rules.rulebook import Rulebook
from empfang.rules.situation import Dose, Known
from tests.times import BERLIN, DAY

_LIST = "kaiserslautern-warteliste.csv"
_ASKED_AT = 17 * 60
_DISTRICT = "07312"
_HALF = {"SPI": "half"}


@cache
def waiting_list() -> tuple[Callee, ...]:
    """Those of the list who said that they would come at short notice; the others cannot be called."""
    data = (files("empfang.data") / _LIST).read_bytes()
    _, _, read = read_list(data, DAY)
    book = bundled_rulebook()
    place = book.site("KL")
    if place is None:
        raise ValueError("the rule books do not know Kaiserslautern")
    rows = [each for each in read.rows if each.standby]
    known = [_known(each, book) for each in rows]
    asked_at = moment(_ASKED_AT).replace(tzinfo=None)
    found = verdicts(((each, len(each.doses or ()) + 1) for each in known), ("COM", "SPI"), asked_at, place, book)
    return tuple(
        Callee(
            str(row.line),
            numbers=tuple(phone.number for phone in row.phones),
            standby=True,
            minutes=row.minutes_to_centre,
            reachable_from=_clock(row.reachable_from),
            reachable_until=_clock(row.reachable_until),
            sizes=_HALF if row.dose_kind is DoseKind.BOOSTER else {},
            waiting_since=row.registered_at.replace(tzinfo=BERLIN) if row.registered_at else None,
            verdict=verdict,
        )
        for row, verdict in zip(rows, found, strict=True)
    )


def _known(row: ImportedRow, book: Rulebook) -> Known:
    told = [Dose(each.given_on, book.vaccine_named(each.vaccine or "")) for each in row.reported_doses]
    known = Known(born=row.birth_date, residence=_DISTRICT, doses=tuple(told) or None)
    return as_waiting(known, row.dose_kind, {})


def _clock(text: str) -> time | None:
    return time.fromisoformat(text) if text else None
