"""From when it would be another verdict: the first moments of yes and of doctor, by the rules known when asking.

The verdict can only change when a rule that is known begins or ends, when a span is over, or on a birthday: it is asked
at each of these. Birthdays far away are nothing to wait for; how far is the books' business (`birthdays_within`).
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from empfang.rules.book import FOREVER, Eligible
from empfang.rules.eligibility import STRICTNESS, best, vaccines_at, with_assumptions
from empfang.rules.rulebook import Rulebook
from empfang.rules.situation import ANY, Asked, Known, Place, values_at
from empfang.rules.spans import after


@dataclass(frozen=True, slots=True)
class Earliest:
    """The first moments of verdicts that are better than the present one; midnight stands for the day. None: never."""

    yes: datetime | None = None
    doctor: datetime | None = None


def earliest(
    known: Known, asked: Asked, place: Place, book: Rulebook, *, of: str = ANY, known_at: datetime | None = None
) -> Earliest:
    """When a vaccine of the stock, or with `of` this one, gets a better verdict than at the moment of asking."""
    rules_of = known_at or asked.at
    assumed = with_assumptions(known, asked, place, book)
    ages_until = after(asked.at.date(), book.birthdays_within)

    def verdict(moment: datetime, until: date | None = None) -> Eligible:
        return best(vaccines_at(assumed, asked, place, book, moment, rules_of, until), of)

    now = verdict(asked.at)
    if now is Eligible.YES:
        return Earliest()
    doctor: datetime | None = None
    for moment in turning_points(assumed, asked, place, book, rules_of):
        then = verdict(moment)
        if then is not Eligible.NO and moment.date() > ages_until:
            then = max(then, verdict(moment, ages_until), key=STRICTNESS.index)
        if then is Eligible.YES:
            return Earliest(moment, doctor)
        if then is Eligible.DOCTOR and now is Eligible.NO and doctor is None:
            doctor = moment
    return Earliest(None, doctor)


def turning_points(known: Known, asked: Asked, place: Place, book: Rulebook, known_at: datetime) -> list[datetime]:
    """Every moment after the asking at which the verdict may change, in order."""
    values = values_at(known, asked, place, asked.at, None)
    values["infection"] = known.infection.on if known.infection else None
    moments: set[datetime] = set()
    days: set[date] = set()
    for disease in {book.vaccines[code].disease for code in asked.stock if code in book.vaccines}:
        for entry in book.known(disease, place, known_at):
            moments |= {entry.valid.begin, entry.valid.end_known(known_at)}
            for check in entry.checks:
                days.update(check.turns(values))
    moments |= {datetime.combine(day, time()) for day in days if day > asked.at.date()}
    return sorted(moment for moment in moments if asked.at < moment < FOREVER)
