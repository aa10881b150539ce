"""The rule books that come with the program; what the service has is newer."""

from functools import cache
from importlib.resources import files

from empfang.rules.book_reading import read_book
from empfang.rules.rulebook import Rulebook


@cache
def bundled_texts() -> dict[str, str]:
    """The text of each book, by its file's name."""
    folder = files("empfang.rules") / "books"
    return {each.name: each.read_text("utf-8") for each in folder.iterdir() if each.name.endswith(".toml")}


@cache
def bundled_rulebook() -> Rulebook:
    """All of them."""
    return Rulebook(read_book(text, name) for name, text in sorted(bundled_texts().items()))
