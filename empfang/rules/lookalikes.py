"""What to search for, to notice that somebody is registered already before they are registered a second time."""

from collections.abc import Sequence
from datetime import date

from empfang.rules.names import words
from empfang.rules.query import parse

_BEGINNING = 2
"""Letters of a name beside a birth date: beyond them people mistype."""


def probes(family: str, given: str, born: date | None, phones: Sequence[str]) -> tuple[str, ...]:
    """Texts for the search box, as far as enough is known: the birth date with the beginning of either name, the first
    telephone number, the whole name."""
    family_words, given_words = words(family), words(given)
    found: list[str] = []
    if born is not None:
        beginnings = [each[0][:_BEGINNING] for each in (family_words, given_words) if each]
        found += [f"{beginning} {born:%d.%m.}{born.year:04}" for beginning in beginnings]
    found += phones[:1]
    if family_words and given_words:
        found.append(f"{family.strip()} {given.strip()}")
    return tuple(dict.fromkeys(text for text in found if parse(text).meanings))
