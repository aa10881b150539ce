"""Asking by a text message whether somebody can come today who cannot telephone. Nothing is promised by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from empfang.model import CallAttempt, Centre, MessageState, Person
from empfang.rules.arrival import local
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.confirmation import TOO_LATE
from empfang.rules.confirmed import Closed, german_is_enough
from empfang.rules.names import clean

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class TextAsk:
    """What the message says, and nothing about health: the town, by when one must answer (on its clock), and where."""

    town: str
    until: datetime
    number: str
    german: bool


def was_asked(attempts: Iterable[CallAttempt]) -> bool:
    """Whether one of these calls of a day was a text message: there is one a day."""
    return any(each.outcome == CallOutcome.TEXT_SENT for each in attempts)


def town_of(centre: Centre) -> str:
    """Where a centre is, out of its address; empty if that does not tell."""
    last = centre.address.rpartition(",")[2]
    return " ".join(word for word in last.split() if not word.isdigit())


def what_is_asked(
    attempt: CallAttempt | None, centre: Centre | None, person: Person, now: datetime
) -> TextAsk | Closed:
    """What the message says; or why it does not leave any more."""
    if attempt is None or centre is None or attempt.callback_at is None:
        return Closed(MessageState.WITHDRAWN)
    if attempt.callback_at <= now:
        return Closed(MessageState.REFUSED, TOO_LATE)
    town, number = (clean(text)[:_LONGEST] for text in (town_of(centre), centre.hotline.get("number", "")))
    return TextAsk(town, local(attempt.callback_at, centre), number, german_is_enough(person.language))
