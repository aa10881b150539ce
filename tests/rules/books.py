"""Small books for tests, and people to put to them."""

from datetime import date, datetime, time

from empfang.rules.book_reading import read_book
from empfang.rules.books import bundled_books
from empfang.rules.rulebook import Rulebook
from empfang.rules.situation import Asked, Dose, Known, Place

HEAD = """
book = "{id}"
number = {number}
layer = "{layer}"
where = "{where}"
disease = "{disease}"
"""


def head(id: str, *, number: int = 1, layer: str = "instruction", where: str = "DE", disease: str = "COVID-19") -> str:  # noqa: A002
    """The beginning of a book."""
    return HEAD.format(id=id, number=number, layer=layer, where=where, disease=disease)


def with_book(text: str) -> Rulebook:
    """The program's books and one more."""
    return Rulebook([*bundled_books(), read_book(text, "new.toml")])


def person(born: str, *doses: str, **rest: object) -> Known:
    """Somebody with doses such as "2021-06-14 COM"."""
    given = tuple(Dose(date.fromisoformat(each.split()[0]), each.split()[1]) for each in doses)
    return Known(born=date.fromisoformat(born), residence="07312", doses=given, **rest)  # type: ignore[arg-type]


def asks(day: str, dose: int, stock: str = "COM,SPI", wanted: str = "any") -> Asked:
    """What is asked on a day at noon."""
    at = datetime.fromisoformat(day) if "T" in day else datetime.combine(date.fromisoformat(day), time(12))
    return Asked(at, dose, tuple(stock.split(",")), wanted)


def at_centre(book: Rulebook, code: str = "KL") -> Place:
    """One of the centres that the books know."""
    place = book.site(code)
    assert place is not None
    return place
