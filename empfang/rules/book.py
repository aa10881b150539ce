"""Rule books: dated rules of one layer and jurisdiction, as data (design 6). Read by `empfang.rules.book_reading`.

How rules decide together is in `empfang.rules.eligibility`, which of them are in force in `empfang.rules.rulebook`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from empfang.rules.conditions import Check, Values
from empfang.rules.spans import Span
from empfang.texts import Text

LAYERS = ("licence", "recommendation", "entitlement", "instruction")
"""Who says it: the product's licence, the standing commission, the federal ordinance, a Land's decree or a centre."""


FOREVER = datetime.combine(date.max, time())
"""The end of what has none that is known."""


class Eligible(StrEnum):
    """The verdict. `unchecked`: there are no rules, or nobody looked; it stands against nothing."""

    YES = "yes"
    DOCTOR = "doctor"
    NO = "no"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Validity:
    """When something holds, on the clock of wherever it holds: from `begin` until before `end`.

    `announced`: when it was known that it would; `end_announced`: when it was known that it would end. Who is told a
    date is told what was known then, never what came later (K-STAND).
    """

    begin: datetime
    end: datetime
    announced: datetime
    end_announced: datetime

    def holds(self, moment: datetime, known_at: datetime) -> bool:
        """Whether it holds at a moment, as far as is known at another."""
        return self.announced <= known_at and self.begin <= moment < self.end_known(known_at)

    def end_known(self, known_at: datetime) -> datetime:
        """The end, as far as one is known."""
        return self.end if self.end_announced <= known_at else FOREVER


@dataclass(frozen=True, slots=True)
class Condition:
    """Conditions of which all must hold."""

    checks: tuple[Check, ...] = ()

    def holds(self, values: Values) -> bool:
        """Whether all do."""
        for check in self.checks:  # noqa: SIM110 - twice as fast as all(), and asked a hundred times a verdict
            if not check.holds(values):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom something concerns: `who` must hold, and where there are alternatives one of `either`."""

    who: Condition = Condition()
    either: tuple[Condition, ...] = ()

    def holds(self, values: Values) -> bool:
        """Whether it concerns them."""
        return self.who.holds(values) and (not self.either or any(each.holds(values) for each in self.either))

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every condition in it."""
        return (*self.who.checks, *(check for each in self.either for check in each.checks))


@dataclass(frozen=True, slots=True)
class Entry:
    """What everything in a book has. `layer`, `where` and `disease` are the book's."""

    id: str
    book: str
    layer: str
    where: str
    disease: str
    valid: Validity
    text: Text
    source: str = ""
    sure: str = ""
    draft: date | None = None
    final: date | None = None

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every condition in it."""
        return ()


@dataclass(frozen=True, slots=True)
class Rule(Entry):
    """Says yes where one of `yes` holds, else doctor where one of `doctor` does, else no; of whom it concerns.

    `topic`: the question it answers. `over`: the layers or rules (by id, or by what is before a slash in it) to which
    it gives an order: they are not asked of whom this one concerns.
    """

    topic: str = ""
    concerns: Scope = Scope()
    yes: tuple[Condition, ...] = ()
    doctor: tuple[Condition, ...] = ()
    over: frozenset[str] = frozenset()
    asks: tuple[tuple[str, str], ...] = field(init=False, default=(), compare=False, repr=False)
    """The names of its conditions, each with what it asks about."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "asks", tuple({check.name: check.value for check in self.checks}.items()))

    def says(self, values: Values) -> Eligible:
        """Its answer about somebody whom it concerns."""
        if any(each.holds(values) for each in self.yes):
            return Eligible.YES
        return Eligible.DOCTOR if any(each.holds(values) for each in self.doctor) else Eligible.NO

    def overrules(self, other: "Rule") -> bool:
        """Whether it gives an order to another rule."""
        return bool(self.over) and not self.over.isdisjoint((other.layer, other.id, other.id.partition("/")[0]))

    @property
    def checks(self) -> tuple[Check, ...]:
        return (*self.concerns.checks, *(check for each in (*self.yes, *self.doctor) for check in each.checks))


@dataclass(frozen=True, slots=True)
class Priority(Entry):
    """Whom it concerns belongs to this priority group, 1 being the first."""

    level: int = 0
    concerns: Scope = Scope()

    @property
    def checks(self) -> tuple[Check, ...]:
        return self.concerns.checks


@dataclass(frozen=True, slots=True)
class Called(Entry):
    """Up to which priority group people are called: a number, `all`, or a name that rules know."""

    open_for: str = ""


@dataclass(frozen=True, slots=True)
class Evidence(Entry):
    """What must be shown for one of `groups`, or with `infection` for having had the disease: one of `proofs`."""

    groups: frozenset[str] = frozenset()
    infection: bool = False
    proofs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question(Entry):
    """What to ask of whom it concerns where `asks` is not known and an answer would decide; `assume` until then."""

    asks: str = ""
    concerns: Scope = Scope()
    assume: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """A question that rules answer, and the answer where none does. Each is only the same as itself.

    `at_asking`: the rules of the moment at which somebody asks count, not those of the day of the visit.
    """

    id: str
    disease: str
    default: Eligible
    text: Text
    at_asking: bool = False


@dataclass(frozen=True, slots=True)
class Vaccine:
    """A product. `names`: what people and other systems call it, the usual one first."""

    code: str
    disease: str
    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A jurisdiction that consists of districts: those whose AGS begins so."""

    code: str
    districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """Where people are vaccinated that is no centre of ours."""

    code: str
    district: str
    catchment: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A book that was read without a fault. `number`: of two with the same id the higher one counts."""

    id: str
    number: int
    layer: str
    where: str
    disease: str
    rules: tuple[Rule, ...] = ()
    priorities: tuple[Priority, ...] = ()
    called: tuple[Called, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    questions: tuple[Question, ...] = ()
    topics: tuple[Topic, ...] = ()
    vaccines: tuple[Vaccine, ...] = ()
    regions: tuple[Region, ...] = ()
    sites: tuple[Site, ...] = ()
    birthdays_within: Span | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    """Where each rule begins in the file, by its id."""
