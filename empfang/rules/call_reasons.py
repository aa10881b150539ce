"""Why somebody is not called for a dose today: one reason each, so that they can be counted."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from empfang.rules.book import Condition, Eligible, Rule
from empfang.rules.eligibility import DOSES, Reason, TopicVerdict, VaccineVerdict, Verdict


class Barred(StrEnum):
    """Why not; where several hold, the first of these counts."""

    INSIDE = "inside"
    """In the house or vaccinated here today."""
    BOOKED_TODAY = "booked_today"
    PROMISED = "promised"
    NEVER_AGAIN = "never_again"
    """They asked not to be called."""
    VACCINATED = "vaccinated"
    """They said that they have had it elsewhere."""
    OUT_TODAY = "out_today"
    """They said that they cannot come today."""
    NOT_STANDBY = "not_standby"
    """They said no to short notice."""
    NOT_ASKED = "not_asked"
    """Nobody has asked whether they would come at short notice, and these are not called."""
    TEXT_ONLY = "text_only"
    MEDICALLY_NOT = "medically_not"
    UNCHECKED = "unchecked"
    """No verdict yet: nobody is called on a guess."""
    DOSES_UNKNOWN = "doses_unknown"
    """A second or third dose, and nobody knows when the one before it was."""
    INTERVAL = "interval"
    AGE = "age"
    PRODUCT = "product"
    """Not the vaccines that are left, after what they have had."""
    NOT_CALLED_YET = "not_called_yet"
    """Their priority group is not."""
    OTHER_RULE = "other_rule"
    DOCTOR = "doctor"
    """A doctor must decide, which nobody can on the telephone."""
    SIZE = "size"
    """Only doses of another size are left."""
    NOT_WANTED = "not_wanted"
    """They do not want the vaccines that are left."""
    TOO_FAR = "too_far"
    """They cannot be here in time."""
    NO_NUMBER = "no_number"
    """None, or only wrong ones: the list for data repair."""
    USED_UP = "used_up"
    """The day's attempts."""
    HOURS = "hours"
    """Outside the hours at which they said they can be reached."""


_BY_TOPIC: Mapping[str, Barred] = {
    "access": Barred.NOT_CALLED_YET,
    "product": Barred.PRODUCT,
    "schedule": Barred.PRODUCT,
}
_PREFERRED = (
    Barred.INTERVAL,
    Barred.AGE,
    Barred.NOT_CALLED_YET,
    Barred.PRODUCT,
    Barred.OTHER_RULE,
    Barred.DOCTOR,
)
"""Of the reasons of several vaccines and rules the first of these is told: most often it is why."""
_AGES = frozenset({"age", "birth_year", "born_from", "born_until"})
_SINCE = "since_"


def offered_by(verdict: Verdict | None) -> tuple[str, ...]:
    """The vaccines that somebody can be offered on the telephone: those with a plain yes that rests on no guess."""
    if verdict is None or _doses_unknown(verdict):
        return ()
    return verdict.those(Eligible.YES)


def barred_by(verdict: Verdict | None, vaccines: Iterable[str], on: date) -> Barred:
    """Why none of these vaccines can be offered on a day."""
    if verdict is None:
        return Barred.UNCHECKED
    if _doses_unknown(verdict):
        return Barred.DOSES_UNKNOWN
    asked = frozenset(vaccines)
    found = {_of_vaccine(each, on) for each in verdict.vaccines if each.vaccine in asked}
    return next((each for each in _PREFERRED if each in found), Barred.UNCHECKED)


def _doses_unknown(verdict: Verdict) -> bool:
    return bool(verdict.missing) and any(question.asks == DOSES for question in verdict.missing)


def _of_vaccine(verdict: VaccineVerdict, on: date) -> Barred:
    if verdict.eligible is Eligible.UNCHECKED:
        return Barred.UNCHECKED
    if verdict.eligible is not Eligible.NO:
        return Barred.DOCTOR
    found = {_of_topic(each, on) for each in verdict.deciding}
    return next((each for each in _PREFERRED if each in found), Barred.PRODUCT)


def _of_topic(topic: TopicVerdict, on: date) -> Barred:
    otherwise = _BY_TOPIC.get(topic.topic, Barred.OTHER_RULE)
    found = {_of_rule(each.rule, each, on) or otherwise for each in topic.reasons if each.rule is not None}
    return next((each for each in _PREFERRED if each in found), otherwise)


def _of_rule(rule: Rule, reason: Reason, on: date) -> Barred | None:
    """What is wanting for the rule to say yes: time, or an age; None where it is something else."""
    told = dict(reason.values)
    values: dict[str, Any] = {value: told.get(name) for name, value in rule.asks} | {"day": on}
    if not rule.yes:
        return Barred.AGE if any(check.name in _AGES for check in rule.concerns.checks) else None
    wanting = [_wanting(each, values) for each in rule.yes]
    if any(names and all(name.startswith(_SINCE) for name in names) for names in wanting):
        return Barred.INTERVAL
    return Barred.AGE if any(not names.isdisjoint(_AGES) for names in wanting) else None


def _wanting(condition: Condition, values: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(check.name for check in condition.checks if not check.holds(values))
