"""The same verdict for many: the waiting list, the call list, a day that is booked."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from empfang.rules.eligibility import Verdict, eligibility
from empfang.rules.rulebook import Rulebook
from empfang.rules.situation import Asked, Known, Place


def verdicts(
    people: Iterable[tuple[Known, int]],
    stock: tuple[str, ...],
    at: datetime,
    place: Place,
    book: Rulebook,
    *,
    visit_on: date | None = None,
) -> Iterator[Verdict]:
    """For each person and the dose that comes next, in their order: the verdict for every vaccine in stock.

    `at` is the moment of asking, `visit_on` the day of the visit where that is another one.
    """
    for known, dose in people:
        yield eligibility(known, Asked(at, dose, stock, visit_on=visit_on), place, book)
