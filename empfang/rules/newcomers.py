"""Somebody who stands at the desk and is not known yet, as a clerk types them in one line: Weiß, Karl 3.4.52"""

import re
from dataclasses import dataclass
from datetime import date

from empfang.rules.birth_dates import read_birth
from empfang.rules.names import clean

LONGEST = 64
"""Signs in a name."""
_LINE = re.compile(r"(?P<family>[^,]+),(?P<given>[^,\d]+?)[,\s]+(?P<born>\d[\d.,/ -]*)")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Name and birth date: with these one can tell whether somebody is known already."""

    family: str
    given: str
    born: date


def read_newcomer(text: str, today: date) -> Newcomer | None:
    """The person of a line with family name, comma, first name and birth date; None if it is not all there."""
    found = _LINE.fullmatch(" ".join(clean(text).split()))
    born = read_birth(found["born"], today) if found is not None else None
    if found is None or born is None:
        return None
    family, given = found["family"].strip(), found["given"].strip()
    named = family and given and not any(sign.isdigit() for sign in family)
    return Newcomer(family[:LONGEST], given[:LONGEST], born) if named else None
