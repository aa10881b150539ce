"""Makes people twice: variants of entries as they arise when somebody books again, by telephone or in a
hurry.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from empfang.rules.matching import Candidate

_LOST = {"ä": "?", "ö": "?", "ü": "?", "ß": "?", "Ä": "?", "Ö": "?", "Ü": "?"}
_TWO = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
_ONE = {"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "Ä": "A", "Ö": "O", "Ü": "U"}


def _letters(table: dict[str, str]) -> Callable[[Candidate, random.Random], Candidate]:
    def change(person: Candidate, _chance: random.Random) -> Candidate:
        letters = str.maketrans(table)
        return replace(person, family=person.family.translate(letters), given=person.given.translate(letters))

    return change


def _swapped(person: Candidate, _chance: random.Random) -> Candidate:
    return replace(person, family=person.given, given=person.family)


def _without_hyphen(person: Candidate, chance: random.Random) -> Candidate:
    instead = chance.choice([" ", ""])
    return replace(person, family=person.family.replace("-", instead), given=person.given.replace("-", instead))


def _mistyped(text: str, chance: random.Random) -> str:
    if len(text) < 4:
        return text
    place = chance.randrange(1, len(text) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if kind == 1:
        return text[:place] + text[place + 1 :]
    if kind == 2:
        return text[:place] + text[place] + text[place:]
    return text[:place] + chance.choice("enrstauil") + text[place + 1 :]


def _family_mistyped(person: Candidate, chance: random.Random) -> Candidate:
    return replace(person, family=_mistyped(person.family, chance))


def _given_mistyped(person: Candidate, chance: random.Random) -> Candidate:
    return replace(person, given=_mistyped(person.given, chance))


def _second_given_dropped(person: Candidate, _chance: random.Random) -> Candidate:
    return replace(person, given=person.given.replace("-", " ").split()[0])


def _family_shortened(person: Candidate, chance: random.Random) -> Candidate:
    return replace(person, family=chance.choice(person.family.split("-")))


def _capitals(person: Candidate, _chance: random.Random) -> Candidate:
    return replace(person, family=person.family.upper().replace("ẞ", "SS"))


def _day_and_month_swapped(person: Candidate, _chance: random.Random) -> Candidate:
    born = person.birth_date
    assert born is not None
    return replace(person, birth_date=date(born.year, born.day, born.month)) if born.day <= 12 else person


def _digit_wrong(person: Candidate, chance: random.Random) -> Candidate:
    born = person.birth_date
    assert born is not None
    digits = list(f"{born:%d%m%Y}")
    for _ in range(100):
        tried = digits.copy()
        tried[chance.choice([0, 1, 2, 3, 6, 7])] = chance.choice("0123456789")
        text = "".join(tried)
        try:
            return replace(person, birth_date=date(int(text[4:]), int(text[2:4]), int(text[:2])))
        except ValueError:
            continue
    return person


def _century_wrong(person: Candidate, _chance: random.Random) -> Candidate:
    born = person.birth_date
    assert born is not None
    return replace(person, birth_date=born.replace(year=born.year + 100)) if born.year < 1921 else person


SPELLINGS: dict[str, Callable[[Candidate, random.Random], Candidate]] = {
    "umlauts lost": _letters(_LOST),
    "umlauts as two letters": _letters(_TWO),
    "umlauts without dots": _letters(_ONE),
    "names swapped": _swapped,
    "hyphen dropped": _without_hyphen,
    "family name mistyped": _family_mistyped,
    "given name mistyped": _given_mistyped,
    "second given name dropped": _second_given_dropped,
    "double family name shortened": _family_shortened,
    "capitals": _capitals,
    "birth date swapped": _day_and_month_swapped,
    "birth date a digit wrong": _digit_wrong,
    "birth date a century wrong": _century_wrong,
}
"""What goes wrong with a name or a birth date; some change nothing for some people."""


def moved(person: Candidate) -> Candidate:
    return replace(person, street="Neue Gasse", house_number="1", postal_code="66999")


def other_phone(person: Candidate) -> Candidate:
    return replace(person, phones=("+4963199990000",), email="")
