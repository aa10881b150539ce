"""The rule books that come with the program; what the service has of a higher number counts instead."""

from functools import cache
from importlib.resources import files

from empfang.rules.book import Book
from empfang.rules.book_reading import read_book
from empfang.rules.rulebook import Rulebook


@cache
def bundled_books() -> tuple[Book, ...]:
    """Every one of them, read."""
    texts = {each.name: each.read_text("utf-8") for each in files(__name__).iterdir() if each.name.endswith(".toml")}
    return tuple(read_book(texts[name], name) for name in sorted(texts))


@cache
def bundled_rulebook() -> Rulebook:
    """All of them together."""
    return Rulebook(bundled_books())
