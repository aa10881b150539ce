"""The conditions that rules are made of: their names, how they are written, and whether one holds.

A table of conditions holds if each of them does. What is not known holds no condition.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil, floor, inf, nextafter
from typing import Any, Protocol

from empfang.rules.spans import Span, after, birthday, read_span

Values = Mapping[str, Any]


class Check(Protocol):
    """One condition."""

    @property
    def name(self) -> str:
        """Its name in the books."""

    @property
    def value(self) -> str:
        """What it asks about."""

    def holds(self, values: Values) -> bool:
        """Whether it is so."""

    def turns(self, values: Values) -> Iterator[date]:
        """The days on which that may change as time goes by."""


@dataclass(frozen=True, slots=True)
class Range:
    """A number between two bounds, both included; `negated`: none that is known to be."""

    name: str
    low: float
    high: float
    negated: bool = False

    @property
    def value(self) -> str:
        return self.name

    def holds(self, values: Values) -> bool:
        value = values.get(self.name)
        return (value is not None and self.low <= value <= self.high) is not self.negated

    def turns(self, values: Values) -> Iterator[date]:
        born = values["born"]
        if self.name == "age" and born is not None:
            if self.low > 0:
                yield birthday(born, ceil(self.low))
            if self.high != inf:
                yield birthday(born, floor(self.high) + 1)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some words; `negated`: none of them, what is not known included."""

    name: str
    words: frozenset[Any]
    negated: bool = False

    @property
    def value(self) -> str:
        return self.name

    def holds(self, values: Values) -> bool:
        return (values.get(self.name) in self.words) is not self.negated

    def turns(self, values: Values) -> Iterator[date]:
        yield from ()


@dataclass(frozen=True, slots=True)
class Among:
    """Of several values: any of some words (`negated`: none), or with `only` nothing but such."""

    name: str
    value: str
    words: frozenset[str]
    only: bool = False
    negated: bool = False

    def holds(self, values: Values) -> bool:
        there = values.get(self.value) or ()
        if self.only:
            return bool(there) and self.words.issuperset(there)
        return (not self.words.isdisjoint(there)) is not self.negated

    def turns(self, values: Values) -> Iterator[date]:
        yield from ()


@dataclass(frozen=True, slots=True)
class Within:
    """A place whose code begins with one of some codes (an AGS within a Land); `negated`: none does."""

    name: str
    value: str
    codes: tuple[str, ...]
    negated: bool = False

    def holds(self, values: Values) -> bool:
        there = values.get(self.value) or ()
        return bool(there) and any(code.startswith(self.codes) for code in there) is not self.negated

    def turns(self, values: Values) -> Iterator[date]:
        yield from ()


@dataclass(frozen=True, slots=True)
class By:
    """A date from a day on, or until a day; both included."""

    name: str
    value: str
    first: date
    last: date

    def holds(self, values: Values) -> bool:
        value = values.get(self.value)
        return value is not None and self.first <= value <= self.last

    def turns(self, values: Values) -> Iterator[date]:
        yield from ()


@dataclass(frozen=True, slots=True)
class Since:
    """So long after something; on the day on which the span is over it holds."""

    name: str
    value: str
    span: Span

    def holds(self, values: Values) -> bool:
        begun = values.get(self.value)
        return begun is not None and values["day"] >= after(begun, self.span)

    def turns(self, values: Values) -> Iterator[date]:
        begun = values.get(self.value)
        if begun is not None:
            yield after(begun, self.span)


_RANGE = re.compile(r"(?:(?P<sign>>=|<=|>|<)\s*)?(?P<number>\d+(?:\.\d+)?)|(?P<low>\d+)-(?P<high>\d+)")


def _range(name: str, written: Any, *, negated: bool = False) -> Check:
    low, high = _bounds(written)
    return Range(name, low, high, negated)


def _bounds(written: Any) -> tuple[float, float]:
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        raise ValueError('a number or a range: 60, ">=60", "<30", "12-17"')
    found = _RANGE.fullmatch(str(written))
    if found is None:
        raise ValueError('a number or a range: 60, ">=60", "<30", "12-17"')
    if found["low"]:
        low, high = float(found["low"]), float(found["high"])
        if low > high:
            raise ValueError("a range that begins before it ends")
        return low, high
    number = float(found["number"])
    match found["sign"]:
        case ">=":
            return number, inf
        case ">":
            return nextafter(number, inf), inf
        case "<=":
            return -inf, number
        case "<":
            return -inf, nextafter(number, -inf)
        case _:
            return number, number


def _words(written: Any) -> tuple[str, ...]:
    words = [written] if isinstance(written, str) else written
    if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
        raise ValueError('a word or a list of words: "COM", ["COM", "SPI"]')
    return tuple(words)


def _one_of(name: str, written: Any, *, negated: bool = False) -> Check:
    return OneOf(name, frozenset(_words(written)), negated)


def _flag(name: str, written: Any) -> Check:
    if not isinstance(written, bool):
        raise ValueError("true or false")
    # What nobody told is not so: `false` holds for it.
    return OneOf(name, frozenset({True}), negated=not written)


def _known_flag(name: str, written: Any) -> Check:
    if not isinstance(written, bool):
        raise ValueError("true or false")
    return OneOf(name, frozenset({written}))


def _span(name: str, written: Any) -> Check:
    try:
        return Since(name, name.removeprefix("since_"), read_span(written))
    except (TypeError, ValueError):
        raise ValueError('a span: "6 months", "12 weeks", "28 days"') from None


def _day(name: str, written: Any) -> Check:
    if not isinstance(written, date) or isinstance(written, datetime):
        raise ValueError("a day: 2021-12-15")
    of, _, which = name.rpartition("_")
    return By(name, of, written, date.max) if which == "from" else By(name, of, date.min, written)


def _among(of: str, *, only: bool = False) -> Callable[..., Check]:
    def read(name: str, written: Any, *, negated: bool = False) -> Check:
        return Among(name, of, frozenset(_words(written)), only, negated)

    return read


def _within(of: str) -> Callable[..., Check]:
    def read(name: str, written: Any, *, negated: bool = False) -> Check:
        return Within(name, of, _words(written), negated)

    return read


_NEGATABLE: Mapping[str, Callable[..., Check]] = {
    **dict.fromkeys(
        (
            "product", "product_kind", "first", "last", "last_kind", "kind", "wanted", "open_for", "infected",
            "other_vaccine", "guardian", "identity", "registered", "confirmation",
        ),
        _one_of,
    ),
    **dict.fromkeys(
        (
            "age", "birth_year", "partner_birth_year", "dose", "given", "counted", "pregnant", "temperature",
            "days_ahead", "priority",
        ),
        _range,
    ),
    "groups": _among("groups"),
    "products": _among("products"),
    "residence": _within("residence"),
    "homes": _within("homes"),
}  # fmt: skip
CONDITIONS: Mapping[str, Callable[..., Check]] = {
    **_NEGATABLE,
    **dict.fromkeys(
        (
            "walk_in", "short_notice", "allergic_reaction", "no_consent_form", "no_dose_proof", "called",
        ),
        _flag,
    ),
    "in_catchment": _known_flag,
    **dict.fromkeys(("since_first_dose", "since_last_dose", "since_infection", "since_other_vaccine_on"), _span),
    **dict.fromkeys(("born_from", "born_until", "agreed_on_from", "agreed_on_until"), _day),
    "only_products": _among("products", only=True),
    "only_kinds": _among("kinds", only=True),
}  # fmt: skip
"""Every condition that a book may use, with its reader; those of words and numbers also with `not_` before the name."""


def read_condition(name: str, written: Any) -> Check:
    """The condition as it is written in a book.

    Raises:
        KeyError: there is no such condition.
        ValueError: it is not written as this one is; the text says how it would be.
    """
    bare = name.removeprefix("not_")
    if bare != name:
        return _NEGATABLE[bare](bare, written, negated=True)
    return CONDITIONS[name](name, written)
