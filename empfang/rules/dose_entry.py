"""What a clerk types of somebody's earlier doses: `com 3.5. com 14.6.`, `keine`, `genesen 15.1.21`, `schwanger 2`.

A vaccine's name may be cut short; dates that follow it are its doses. A date without a year is the last such day.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from empfang.model import ReportedDose
from empfang.rules.book import Vaccine
from empfang.rules.names import fold

PROVEN_BY = "PCR"
"""How a recovery is proven, if nothing else is said."""
_NONE = frozenset({"keine", "kein", "nichts", "none"})
_RECOVERED = frozenset({"genesen", "infektion", "recovered", "infected"})
_PREGNANT = frozenset({"schwanger", "pregnant", "ss"})
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})?|(\d{2})(\d{2})(\d{2}|\d{4})?")
_LEAST_LETTERS = 2
_CENTURY = 2000


class NotUnderstood(ValueError):  # noqa: N818 - told to the clerk while they type
    """A word that says nothing here; `code` is why: `date` (none follows), `day` (there is no such one), …"""

    def __init__(self, code: str, word: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.word = word


@dataclass(frozen=True, slots=True)
class Entered:
    """What was typed. `doses` are in order; None of the others where nothing was said of it.

    A dose's vaccine is its usual name, None where only dates were typed. `none`: there were no doses.
    """

    doses: tuple[ReportedDose, ...] = ()
    none: bool = False
    recovered_on: date | None = None
    proven_by: str = PROVEN_BY
    pregnant: int | None = None


@dataclass(slots=True)
class _Reading:
    doses: list[ReportedDose] = field(default_factory=list)
    none: bool = False
    recovered_on: date | None = None
    proven_by: str = PROVEN_BY
    pregnant: int | None = None


def read_entry(text: str, today: date, vaccines: Iterable[Vaccine]) -> Entered:
    """What was typed.

    Raises:
        NotUnderstood: the first word that cannot be read.
    """
    known = list(vaccines)
    words = text.split()
    found = _Reading()
    vaccine: str | None = None
    place = 0
    while place < len(words):
        word = words[place]
        folded = fold(word)
        place += 1
        if folded in _NONE:
            found.none = True
        elif folded in _RECOVERED:
            found.recovered_on = _date(words, place, today)
            place += 1
            if place < len(words) and fold(words[place]) in {"pcr", "selbsttest", "self_test", "schnelltest"}:
                found.proven_by = PROVEN_BY if fold(words[place]) == "pcr" else "self_test"
                place += 1
        elif folded in _PREGNANT:
            if place >= len(words) or words[place] not in {"1", "2", "3"}:
                raise NotUnderstood("trimester", word)
            found.pregnant = int(words[place])
            place += 1
        elif word[0].isdigit():
            found.doses.append(ReportedDose(given_on=_day(word, today), vaccine=vaccine))
        else:
            vaccine = _vaccine(word, known)
            if place >= len(words) or not words[place][0].isdigit():
                raise NotUnderstood("date", word)
    if found.none and found.doses:
        raise NotUnderstood("both")
    if not (found.doses or found.none or found.recovered_on or found.pregnant):
        raise NotUnderstood("nothing")
    doses = tuple(sorted(found.doses, key=lambda dose: dose.given_on or date.min))
    return Entered(doses, found.none, found.recovered_on, found.proven_by, found.pregnant)


def _date(words: list[str], place: int, today: date) -> date:
    if place >= len(words):
        raise NotUnderstood("date", words[-1])
    return _day(words[place], today)


def _day(word: str, today: date) -> date:
    found = _DATE.fullmatch(word)
    if found is None:
        raise NotUnderstood("day", word)
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
    try:
        if year:
            read = date(int(year) + (_CENTURY if len(year) == 2 else 0), int(month), int(day))
        else:
            read = next(_latest(int(day), int(month), today))
    except (ValueError, StopIteration):
        raise NotUnderstood("day", word) from None
    if read > today:
        raise NotUnderstood("future", word)
    return read


def _latest(day: int, month: int, today: date) -> Iterator[date]:
    """Such days that are not after today, the last one first; 29 February is only in some years."""
    for year in range(today.year, today.year - 8, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            yield found


def _vaccine(word: str, known: list[Vaccine]) -> str:
    """The usual name of the vaccine that was meant: by its code, or by the beginning of any of its names."""
    folded = fold(word).rstrip(".:")
    exact = [each for each in known if fold(each.code) == folded]
    begun = [each for each in known if any(fold(name).startswith(folded) for name in each.names)]
    found = exact or (begun if len(folded) >= _LEAST_LETTERS else [])
    if not found:
        raise NotUnderstood("vaccine", word)
    # "com" is Comirnaty, not its children's form, whose name begins so too.
    found.sort(key=lambda each: len(each.names[0]))
    return found[0].names[0]
