"""The rules that count: the program's own books, and those of the service."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from empfang.errors import InputProblem
from empfang.model import RuleBook
from empfang.rules.book import Book
from empfang.rules.book_reading import read_book
from empfang.rules.books import bundled_books
from empfang.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A book of which nothing counts; the newest number that can be read does instead."""

    book: str
    number: int
    problem: InputProblem


def rulebook_of(records: Iterable[RuleBook]) -> tuple[Rulebook, tuple[Unreadable, ...]]:
    """All books together, and those of the service that cannot be read here."""
    return _together(tuple(records))


@lru_cache(2)
def _together(records: tuple[RuleBook, ...]) -> tuple[Rulebook, tuple[Unreadable, ...]]:
    """Read once while they stay the same."""
    books: list[Book] = []
    unreadable: list[Unreadable] = []
    for record in records:
        try:
            books.append(read_book(record.text, f"{record.book} {record.number}"))
        except InputProblem as problem:
            unreadable.append(Unreadable(record.book, record.number, problem))
    return Rulebook([*bundled_books(), *books]), tuple(unreadable)
