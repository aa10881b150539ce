"""One field three ways: what the list said before, what is here, what the list says now."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from empfang.rules.names import fold

_LOST = re.compile(r"[?\ufffd]")


class Answer(StrEnum):
    """What follows from the three values of a field."""

    KEEP = "keep"
    """The list says nothing new, or what is here already."""
    TAKE = "take"
    """Only the list changed it."""
    COLLIDE = "collide"
    """It was changed here and in the list, and not to the same."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field that becomes another value."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Collision:
    """The list and somebody here contradict each other. `what` is `field`, or what happened to the booking."""

    what: str
    field: str
    base: Any
    mine: Any
    theirs: Any


def three_ways(name: str, base: Any, mine: Any, theirs: Any) -> Answer:
    """Whose value of a field counts. A list that merely spells the same otherwise has not changed it."""
    if alike(name, theirs, mine):
        return Answer.TAKE if mine == base and _richer(theirs, mine) else Answer.KEEP
    if name == "birth_date" and _a_century_apart(theirs, mine):
        # A year of two digits may have been read as either; nobody's age is changed unasked.
        return Answer.KEEP if theirs == base else Answer.COLLIDE
    if alike(name, theirs, base) and not _richer(theirs, base):
        return Answer.KEEP
    return Answer.TAKE if mine == base else Answer.COLLIDE


def alike(name: str, one: Any, other: Any) -> bool:
    """Whether two values say the same, whatever their spelling and order."""
    if one == other:
        return True
    if name == "phones" and isinstance(one, list) and isinstance(other, list):
        return _numbers(one) == _numbers(other)
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(repr, one)) == sorted(map(repr, other))
    if isinstance(one, str) and isinstance(other, str):
        return _same_text(one, other)
    return False


def _a_century_apart(one: Any, other: Any) -> bool:
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    return one[4:] == other[4:] and abs(int(one[:4]) - int(other[:4])) == 100


def _numbers(phones: list[Any]) -> set[tuple[str, str]]:
    return {(phone["number"], phone["whose"]) for phone in phones}


def _same_text(one: str, other: str) -> bool:
    if one.strip() == other.strip() or (fold(one) == fold(other) != ""):
        return True
    return _written_without_letters(one, other) or _written_without_letters(other, one)


def _written_without_letters(lossy: str, whole: str) -> bool:
    """Whether one is the other as an export without umlauts wrote it: M?ller for Müller."""
    if not _LOST.search(lossy) or len(lossy) != len(whole):
        return False
    return all(_LOST.match(mark) or mark.casefold() == sign.casefold() for mark, sign in zip(lossy, whole, strict=True))


def _richer(theirs: Any, known: Any) -> bool:
    """Whether the list has the better spelling of the same word: with the umlauts that were missing."""
    if not isinstance(theirs, str) or not isinstance(known, str) or theirs == known:
        return False
    if _LOST.search(theirs) or (theirs.isupper() and not known.isupper()):
        return False
    return bool(_LOST.search(known)) or _marks(theirs) > _marks(known)


def _marks(text: str) -> int:
    return sum(not sign.isascii() for sign in text)
