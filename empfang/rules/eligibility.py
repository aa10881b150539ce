"""May this person have this dose here and now? One pure function over facts and rule books (design 6).

Rules answer *topics*, such as whether the dose is due. Within a layer the strictest rule counts. Layers that agree
decide; where one is stricter than another and no rule gives an order between them, a doctor decides, and both are
shown. A topic of which no rule speaks has the answer that the books name for it. The strictest topic is the vaccine's
verdict.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from empfang.rules.book import Eligible, Evidence, Question, Rule, Topic
from empfang.rules.rulebook import InForce, Rulebook
from empfang.rules.situation import ANY, Asked, Known, Place, values_at
from empfang.texts import Text

STRICTNESS = (Eligible.YES, Eligible.DOCTOR, Eligible.NO)
"""The verdicts, the strictest last."""
_CACHED = 512
"""Answers of topics of which no rule speaks that are kept: there are a few dozen."""
_NOON = time(12)
"""When on another day a visit is."""
DOSES = "doses"
"""What the question about earlier doses asks."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule said, and the values of the person that its conditions asked about.

    `rule` is None where none spoke and the topic's own answer counts.
    """

    says: Eligible
    text: Text
    rule: Rule | None = None
    values: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class TopicVerdict:
    """The answer to one topic. `disputed`: one layer says yes, another no, and neither gives way."""

    topic: str
    eligible: Eligible
    reasons: tuple[Reason, ...]
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class VaccineVerdict:
    """The verdict for one vaccine. `topics`: all, the strictest first; none for a vaccine that no book knows."""

    vaccine: str
    eligible: Eligible
    topics: tuple[TopicVerdict, ...] = ()

    @property
    def deciding(self) -> tuple[TopicVerdict, ...]:
        """The topics that make it what it is."""
        return tuple(each for each in self.topics if each.eligible is self.eligible)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict for what was asked, and for each vaccine in stock.

    `missing`: questions of which an answer would decide; until they are answered the verdict is a guess.
    """

    eligible: Eligible
    vaccines: tuple[VaccineVerdict, ...]
    missing: tuple[Question, ...] = ()

    def those(self, eligible: Eligible) -> tuple[str, ...]:
        """The vaccines in stock with that verdict."""
        return tuple(each.vaccine for each in self.vaccines if each.eligible is eligible)


def eligibility(
    known: Known, asked: Asked, place: Place, book: Rulebook, *, known_at: datetime | None = None
) -> Verdict:
    """The verdict at the moment of asking.

    `known_at`: as of when rules are known, if not then. All moments are of the centre's clock, without a zone.
    """
    rules_of = known_at or asked.at
    assumed = with_assumptions(known, asked, place, book)
    vaccines = vaccines_at(assumed, asked, place, book, asked.at, rules_of)
    eligible = best(vaccines, asked.wanted)
    missing = _missing(known, assumed, asked, place, book, eligible)
    return Verdict(eligible, vaccines, tuple(missing))


def vaccines_at(
    known: Known,
    asked: Asked,
    place: Place,
    book: Rulebook,
    moment: datetime,
    known_at: datetime,
    ages_until: date | None = None,
) -> tuple[VaccineVerdict, ...]:
    """The verdict at a moment for each vaccine in stock, as far as rules are known at another.

    Birthdays after `ages_until` are not counted.
    """
    verdicts: list[VaccineVerdict] = []
    of_diseases: dict[str, _View] = {}
    for code in asked.stock:
        vaccine = book.vaccines.get(code)
        if vaccine is None:
            verdicts.append(VaccineVerdict(code, Eligible.NO))
            continue
        if vaccine.disease not in of_diseases:
            of_diseases[vaccine.disease] = _view(
                known, asked, place, book, moment, known_at, vaccine.disease, ages_until
            )
        view = of_diseases[vaccine.disease]
        values = {**view.values, "product": code, "product_kind": vaccine.kind}
        topics = [_of_topic(topic, view, values) for topic in book.topics_of(vaccine.disease)]
        topics.sort(key=lambda each: -STRICTNESS.index(each.eligible))
        eligible = topics[0].eligible if topics else Eligible.NO
        verdicts.append(VaccineVerdict(code, eligible, tuple(topics)))
    return tuple(verdicts)


@dataclass(frozen=True, slots=True)
class _View:
    """What is asked about one disease: the rules of the moment of asking and of the visit, and what they ask about."""

    at_asking: InForce
    at_visit: InForce
    values: Mapping[str, Any]
    lacking: tuple[Evidence, ...]


def _view(
    known: Known,
    asked: Asked,
    place: Place,
    book: Rulebook,
    moment: datetime,
    known_at: datetime,
    disease: str,
    ages_until: date | None,
) -> _View:
    at_asking = book.in_force(disease, place, moment, known_at)
    later = asked.visit_on is not None and asked.visit_on > moment.date()
    then = datetime.combine(asked.visit_on, _NOON) if later and asked.visit_on else moment
    of_it = _of_disease(known, disease, book)
    values = values_at(of_it, asked, place, moment, ages_until)
    kinds = tuple(book.vaccines[each].kind for each in values["products"] if each in book.vaccines)
    values |= {"kinds": kinds, "last_kind": kinds[-1] if kinds else None}
    at_asking.add_to(values, of_it, asked.open_for)
    lacking = tuple(each for group in known.groups if (each := at_asking.lacks(group, known)) is not None)
    return _View(at_asking, book.in_force(disease, place, then, known_at), values, lacking)


def priority_of(known: Known, asked: Asked, place: Place, book: Rulebook) -> int | None:
    """The first of the priority groups that somebody belongs to (1 is called first); None where there is none."""
    levels: list[int] = []
    for disease in sorted({vaccine.disease for vaccine in book.vaccines.values()}):
        view = _view(known, asked, place, book, asked.at, asked.at, disease, None)
        levels += [each.level for each in view.at_asking.priorities if each.concerns.holds(view.values)]
    return min(levels, default=None)


def best(vaccines: Iterable[VaccineVerdict], wanted: str = ANY) -> Eligible:
    """The verdict for the wanted vaccine; for any, the best one. For a vaccine that is not there it is no."""
    found = [each.eligible for each in vaccines if wanted in {ANY, each.vaccine}]
    return min(found, key=STRICTNESS.index, default=Eligible.NO)


def with_assumptions(known: Known, asked: Asked, place: Place, book: Rulebook) -> Known:
    """With what is assumed until somebody has asked."""
    open_ones = {each.asks: each.assume for each in _questions(asked, place, book) if each.assume}
    return replace(
        known, told={**open_ones, **{name: value for name, value in known.told.items() if value is not None}}
    )


def _of_disease(known: Known, disease: str, book: Rulebook) -> Known:
    """Without the doses against something else."""
    doses = known.doses or ()
    mine = tuple(dose for dose in doses if _disease(dose.vaccine, book) in {None, disease})
    return known if len(mine) == len(doses) else replace(known, doses=mine)


def _disease(vaccine: str | None, book: Rulebook) -> str | None:
    found = book.vaccines.get(vaccine or "")
    return found.disease if found else None


def _of_topic(topic: Topic, view: _View, values: Mapping[str, Any]) -> TopicVerdict:
    """What the rules of a topic say of somebody, without those to which another one gives an order.

    Where none does and the answer is no, what was not shown may be why.
    """
    rules = (view.at_asking if topic.at_asking else view.at_visit).about(topic.id, values)
    speaking = [each.rule for each in rules if each.concerns.holds(values)]
    if any(rule.over for rule in speaking):
        speaking = [rule for rule in speaking if not any(other.overrules(rule) for other in speaking)]
    if not speaking:
        return _silent(topic, view.lacking if topic.default is Eligible.NO else ())
    layers: dict[str, Eligible] = {}
    reasons: list[Reason] = []
    for rule in speaking:
        says = rule.says(values)
        layers[rule.layer] = max(says, layers.get(rule.layer, says), key=STRICTNESS.index)
        reasons.append(Reason(says, rule.text, rule, _asked_about(rule, values)))
    said = set(layers.values())
    together = said.pop() if len(said) == 1 else Eligible.DOCTOR
    disputed = {Eligible.YES, Eligible.NO} <= set(layers.values())
    return TopicVerdict(topic.id, together, tuple(reasons), disputed)


@lru_cache(_CACHED)
def _silent(topic: Topic, lacking: tuple[Evidence, ...]) -> TopicVerdict:
    """The answer of a topic of which no rule speaks."""
    texts = (*(each.text for each in lacking), topic.text)
    return TopicVerdict(topic.id, topic.default, tuple(Reason(topic.default, text) for text in texts))


def _asked_about(rule: Rule, values: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple([(name, values.get(value)) for name, value in rule.asks])


# What to ask


def _questions(asked: Asked, place: Place, book: Rulebook) -> Iterator[Question]:
    diseases = dict.fromkeys(book.vaccines[code].disease for code in asked.stock if code in book.vaccines)
    for disease in diseases:
        yield from book.questions(disease, place, asked.at)


def _missing(
    known: Known, assumed: Known, asked: Asked, place: Place, book: Rulebook, eligible: Eligible
) -> Iterator[Question]:
    """The questions of which some answer would make another verdict."""
    values = values_at(known, asked, place, asked.at, None)
    for question in _questions(asked, place, book):
        if not question.concerns.holds(values):
            continue
        if question.asks == DOSES:
            if known.doses is None or any(None in {dose.given_on, dose.vaccine} for dose in known.doses):
                yield question
        elif known.told.get(question.asks) is None:
            others = (replace(assumed, told={**assumed.told, question.asks: answer}) for answer in question.answers)
            verdicts = (vaccines_at(other, asked, place, book, asked.at, asked.at) for other in others)
            if any(best(each, asked.wanted) is not eligible for each in verdicts):
                yield question
