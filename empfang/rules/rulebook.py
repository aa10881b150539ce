"""All books together: what is in force where, when, and as far as is known at a moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from empfang.rules.book import Book, Called, Condition, Entry, Evidence, Priority, Question, Rule, Scope, Topic, Vaccine
from empfang.rules.conditions import OneOf
from empfang.rules.situation import Known, Place
from empfang.rules.spans import Span, Unit

E = TypeVar("E", bound=Entry)
_LOWEST = 99
"""The priority of whoever belongs to no group."""
ALL = "all"
"""Nobody's turn is waited for."""
_BIRTHDAYS_WITHIN = Span(3, Unit.MONTH)
_CACHED = 512
"""Moments for which what is in force is kept: some dozens are looked at for an earliest date."""
_OF_THE_DOSE = frozenset({"product", "product_kind", "dose"})
"""Conditions that hold or not whoever asks."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A rule of one dose of one vaccine, and whom of those who want that it concerns."""

    rule: Rule
    concerns: Scope


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds at one place and moment for one disease."""

    rules: tuple[Rule, ...]
    priorities: tuple[Priority, ...]
    called: Called | None
    evidence: tuple[Evidence, ...]
    _narrowed: dict[tuple[str, str, int], tuple["Narrowed", ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def about(self, topic: str, values: Mapping[str, Any]) -> tuple["Narrowed", ...]:
        """The rules of a topic that may concern somebody who is asked about: those of another vaccine or dose do not.

        The same for all who want that dose of that vaccine, and kept for them: of some hundred rules a few are left,
        and of their conditions those that ask about the person.
        """
        key = topic, values["product"], values["dose"]
        found = self._narrowed.get(key)
        if found is None:
            those = (_narrowed(rule, values) for rule in self.rules if rule.topic == topic)
            found = self._narrowed[key] = tuple(each for each in those if each is not None)
        return found

    def add_to(self, values: dict[str, Any], known: Known, open_for: str | None) -> None:
        """Add what conditions ask about that depends on books: proven groups, infection, priority, who is called."""
        values["groups"] = self._proven(known)
        infection = known.infection
        counts = infection is not None and self._shown(infection.proof)
        values["infection"] = infection.on if infection is not None and counts else None
        before = self._doses_before(known, infection.on) if infection is not None and counts else None
        values["infected"] = "never" if before is None else "before" if before == 0 else f"after_{min(before, 2)}"
        values["counted"] = values["given"] + (before == 0)
        values["open_for"] = open_for or (self.called.open_for if self.called else None)
        levels = [each.level for each in self.priorities if each.concerns.holds(values)]
        values["priority"] = min(levels, default=_LOWEST)
        values["called"] = values["open_for"] == ALL or values["priority"] <= _level(values["open_for"])

    def _proven(self, known: Known) -> frozenset[str]:
        return frozenset(group for group in known.groups if self.lacks(group, known) is None)

    def lacks(self, group: str, known: Known) -> Evidence | None:
        """What would have to be shown for a group and was not."""
        asked = [each for each in self.evidence if group in each.groups or group.partition(":")[0] in each.groups]
        if not asked or any(not each.proofs.isdisjoint(known.proofs) for each in asked):
            return None
        return asked[0]

    def _shown(self, proof: str) -> bool:
        asked = [each for each in self.evidence if each.infection]
        return not asked or any(proof in each.proofs for each in asked)

    @staticmethod
    def _doses_before(known: Known, on: date) -> int:
        return sum(dose.given_on is not None and dose.given_on < on for dose in known.doses or ())


class Rulebook:
    """Every book that counts. Nothing in it changes; another book makes another rulebook."""

    def __init__(self, books: Iterable[Book]) -> None:
        newest: dict[str, Book] = {}
        for book in books:
            if book.id not in newest or newest[book.id].number <= book.number:
                newest[book.id] = book
        self.books = tuple(newest[key] for key in sorted(newest))
        self.vaccines: Mapping[str, Vaccine] = {each.code: each for book in self.books for each in book.vaccines}
        self._topics: dict[str, list[Topic]] = {}
        for book in self.books:
            for each in book.topics:
                self._topics.setdefault(each.disease, []).append(each)
        spans = [book.birthdays_within for book in self.books if book.birthdays_within is not None]
        self.birthdays_within = spans[-1] if spans else _BIRTHDAYS_WITHIN
        self._named = {_folded(name): each.code for each in self.vaccines.values() for name in (each.code, *each.names)}
        self.in_force = lru_cache(_CACHED)(self._in_force)
        self.known = lru_cache(_CACHED)(self._known)
        self.place = lru_cache(_CACHED)(self._place)
        self.questions = lru_cache(_CACHED)(self._questions)

    def vaccine_named(self, text: str) -> str | None:
        """The code of what somebody calls a vaccine; None if nobody calls one so."""
        return self._named.get(_folded(text))

    @property
    def diseases(self) -> tuple[str, ...]:
        """What the books speak of."""
        return tuple(dict.fromkeys(book.disease for book in self.books))

    def open_for(self) -> tuple[str, ...]:
        """Whom a contingent can be opened for: the words and priority groups that rules ask about."""
        checks = [check for book in self.books for rule in book.rules for check in rule.checks]
        words = {
            word for check in checks if isinstance(check, OneOf) and check.name == "open_for" for word in check.words
        }
        levels = {str(each.level) for book in self.books for each in book.priorities}
        return tuple(sorted({*words, *levels, ALL}))

    def topics_of(self, disease: str) -> Sequence[Topic]:
        """The questions that rules about this disease answer."""
        return self._topics.get(disease, ())

    def _place(self, code: str, district: str, catchment: tuple[str, ...] = (), jurisdiction: str = "") -> Place:
        """A centre: the jurisdictions of the books that its district (AGS) lies in hold there, and the one it names.

        What holds in DE-RP lies in DE.
        """
        codes = [each.code for book in self.books for each in book.regions if district.startswith(each.districts)]
        parts = jurisdiction.split("-") if jurisdiction else []
        codes += ["-".join(parts[:number]) for number in range(1, len(parts) + 1)]
        catchment = tuple(each for each in dict.fromkeys((*catchment, district)) if each)
        return Place(code, tuple(sorted(set(codes), key=lambda each: (len(each), each))), catchment)

    @property
    def site_codes(self) -> tuple[str, ...]:
        """The places that the books themselves name."""
        return tuple(each.code for book in self.books for each in book.sites)

    def site(self, code: str) -> Place | None:
        """A place that is no centre of ours, by its code."""
        found = [each for book in self.books for each in book.sites if each.code == code]
        return self.place(code, found[0].district, found[0].catchment) if found else None

    def _questions(self, disease: str, place: Place, moment: datetime) -> tuple[Question, ...]:
        """What can be asked there and then."""
        questions = (each for book in self.books for each in book.questions)
        return tuple(each for each in _there(questions, disease, place) if each.valid.holds(moment, moment))

    def _in_force(self, disease: str, place: Place, moment: datetime, known_at: datetime) -> InForce:
        """What holds at a place at a moment, as far as is known at another."""

        def now(entries: Iterable[E]) -> tuple[E, ...]:
            return tuple(each for each in _there(entries, disease, place) if each.valid.holds(moment, known_at))

        called = now(each for book in self.books for each in book.called)
        return InForce(
            rules=now(each for book in self.books for each in book.rules),
            priorities=now(each for book in self.books for each in book.priorities),
            called=max(called, key=lambda each: each.valid.begin, default=None),
            evidence=now(each for book in self.books for each in book.evidence),
        )

    def _known(self, disease: str, place: Place, since: datetime) -> tuple[Entry, ...]:
        """Everything that holds at a place, or will as far as is known at `since`."""
        entries: list[Entry] = []
        for book in self.books:
            entries += [*book.rules, *book.priorities, *book.called, *book.evidence]
        return tuple(
            each
            for each in _there(entries, disease, place)
            if each.valid.announced <= since < each.valid.end_known(since)
        )


def _narrowed(rule: Rule, values: Mapping[str, Any]) -> Narrowed | None:
    checks = rule.concerns.who.checks
    if not all(check.holds(values) for check in checks if check.name in _OF_THE_DOSE):
        return None
    of_the_person = Condition(tuple(check for check in checks if check.name not in _OF_THE_DOSE))
    return Narrowed(rule, Scope(of_the_person, rule.concerns.either))


def _there(entries: Iterable[E], disease: str, place: Place) -> list[E]:
    holding = place.jurisdictions
    return [each for each in entries if each.where in holding and each.disease == disease]


def _level(open_for: str | None) -> int:
    return int(open_for) if open_for is not None and open_for.isdecimal() else 0


def _folded(text: str) -> str:
    return "".join(text.casefold().split())
