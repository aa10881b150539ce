"""What a new book would change, and whether it fits the others."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from empfang.errors import InputProblem
from empfang.rules.book import LAYERS, Book, Eligible, Entry, Rule
from empfang.rules.conditions import OneOf
from empfang.rules.eligibility import eligibility
from empfang.rules.rulebook import Rulebook
from empfang.rules.situation import Asked, Known, Place

Case = tuple[Known, Asked, Place]
"""Somebody, what they are booked for, and where."""
_PRODUCTS = frozenset({"product", "first", "last"})


@dataclass(frozen=True, slots=True)
class Changed:
    """A rule (or another entry) of a book: `new`, `gone` or `other`."""

    id: str
    how: str
    entry: Entry


def check_fit(book: Book, others: Rulebook, name: str) -> None:
    """Make sure that a book speaks of what there is: topics, rules that it gives an order to, vaccines.

    Raises:
        InputProblem: `book_unknown` with line and what is not known, `book_old`.
    """
    present = next((each for each in others.books if each.id == book.id), None)
    if present is not None and book.number <= present.number:
        raise InputProblem("book_old", file=name, book=book.id, number=book.number, present=present.number)
    together = Rulebook([*others.books, book])
    topics = {topic.id for topic in together.topics_of(book.disease)}
    ids = {rule.id for each in together.books for rule in each.rules}
    known = {*LAYERS, *ids, *(rule_id.partition("/")[0] for rule_id in ids)}
    for rule in book.rules:
        unknown = [*({rule.topic} - topics), *(rule.over - known), *_unknown_vaccines(rule, together)]
        if unknown:
            raise InputProblem("book_unknown", file=name, line=book.lines.get(rule.id, 1), id=rule.id, word=unknown[0])


def _unknown_vaccines(rule: Rule, together: Rulebook) -> Iterator[str]:
    for check in rule.checks:
        if isinstance(check, OneOf) and check.name in _PRODUCTS:
            yield from sorted(check.words - set(together.vaccines))


def changed_entries(book: Book, others: Rulebook) -> list[Changed]:
    """What is otherwise than in the present book of this id, by id; two of one id are told apart by their beginning."""
    present = next((each for each in others.books if each.id == book.id), None)
    before = {} if present is None else _entries(present)
    after = _entries(book)
    found = [Changed(key[0], "new", after[key]) for key in after.keys() - before.keys()]
    found += [Changed(key[0], "gone", before[key]) for key in before.keys() - after.keys()]
    found += [Changed(key[0], "other", after[key]) for key in after.keys() & before.keys() if after[key] != before[key]]
    return sorted(found, key=lambda each: (each.entry.valid.begin, each.id))


def _entries(book: Book) -> dict[tuple[str, str], Entry]:
    found: Iterable[Entry] = (*book.rules, *book.priorities, *book.called, *book.evidence, *book.questions)
    return {(entry.id, entry.valid.begin.isoformat()): entry for entry in found}


def changed_verdicts(cases: Iterable[Case], before: Rulebook, after: Rulebook) -> Counter[tuple[Eligible, Eligible]]:
    """How many people have which verdict now, and which with the new books."""
    return Counter(
        (eligibility(known, asked, place, before).eligible, eligibility(known, asked, place, after).eligible)
        for known, asked, place in cases
    )
