"""What can come of a call, and what follows from it, as one table (design 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from empfang.rules.explained import Explained


class CallOutcome(StrEnum):
    """What came of a call."""

    PROMISED = "promised"
    STANDBY = "standby"
    """They would come, there is no dose: first when one becomes free (Nachrücker)."""
    NOT_TODAY = "not_today"
    CANNOT_MAKE_IT = "cannot_make_it"
    NOT_THIS_VACCINE = "not_this_vaccine"
    ALREADY_VACCINATED = "already_vaccinated"
    NEVER_AGAIN = "never_again"
    """They asked not to be called any more."""
    CALLBACK = "callback"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    MAILBOX = "mailbox"
    WRONG_NUMBER = "wrong_number"
    NOT_ASSIGNED = "not_assigned"
    OTHER_PERSON = "other_person"
    """Somebody else was on the line: nothing was disclosed, no consent taken."""
    NOT_UNDERSTOOD = "not_understood"
    """No common language."""
    MEDICALLY_NOT = "medically_not"
    DISTURBED = "disturbed"
    SKIPPED = "skipped"
    TEXT_SENT = "text_sent"
    """Asked by a text message instead (`rules.ask_by_text`); `callback_at`: until when they can answer."""


class Detail(StrEnum):
    """What an outcome must say besides."""

    NUMBER = "number"
    VACCINES = "vaccines"
    CALLBACK_AT = "callback_at"
    REASON = "reason"
    EARLIEST_ON = "earliest_on"


class Out(StrEnum):
    """For how long somebody is not called any more."""

    NO = "no"
    TODAY = "today"
    """Their rank is kept."""
    FOR_GOOD = "for_good"


@dataclass(frozen=True, slots=True)
class Follows:
    """A row of the table.

    `attempt`: it counts as an attempt. `reached`: the person was spoken to. `rest`: how long they are left alone.
    `again`: after each of these times they are called again, once more than that and they are out for today.
    `strikes`: the number is not dialled any more. `calls_back`: at the time agreed on, or without one after the rest.
    """

    out: Out = Out.NO
    needs: tuple[Detail, ...] = ()
    attempt: bool = True
    reached: bool = True
    rest: timedelta | None = None
    again: tuple[timedelta, ...] = ()
    strikes: bool = False
    calls_back: bool = False


RETRY = timedelta(minutes=20)
"""After which somebody who did not answer is called again."""
UNANSWERED_MOST = 2
"""How often a day one number is dialled without an answer, a mailbox included."""
OWNERS_GRACE = timedelta(minutes=5)
"""So long after its time a callback is still its owner's."""
_SOON, _LATER = timedelta(minutes=3), timedelta(minutes=6)

FOLLOWS: Mapping[CallOutcome, Follows] = {
    CallOutcome.PROMISED: Follows(Out.TODAY),
    CallOutcome.STANDBY: Follows(),
    CallOutcome.NOT_TODAY: Follows(Out.TODAY),
    CallOutcome.CANNOT_MAKE_IT: Follows(Out.TODAY),
    CallOutcome.NOT_THIS_VACCINE: Follows(needs=(Detail.VACCINES,)),
    CallOutcome.ALREADY_VACCINATED: Follows(Out.FOR_GOOD),
    CallOutcome.NEVER_AGAIN: Follows(Out.FOR_GOOD),
    CallOutcome.CALLBACK: Follows(needs=(Detail.CALLBACK_AT,), rest=RETRY, calls_back=True),
    CallOutcome.BUSY: Follows(reached=False, again=(_SOON, _LATER, _LATER)),
    CallOutcome.NO_ANSWER: Follows(needs=(Detail.NUMBER,), reached=False),
    CallOutcome.MAILBOX: Follows(needs=(Detail.NUMBER,), reached=False, again=(RETRY,)),
    CallOutcome.WRONG_NUMBER: Follows(needs=(Detail.NUMBER,), reached=False, strikes=True),
    CallOutcome.NOT_ASSIGNED: Follows(needs=(Detail.NUMBER,), reached=False, strikes=True),
    CallOutcome.OTHER_PERSON: Follows(reached=False, rest=RETRY, calls_back=True),
    CallOutcome.NOT_UNDERSTOOD: Follows(rest=RETRY, calls_back=True),
    CallOutcome.MEDICALLY_NOT: Follows(needs=(Detail.REASON, Detail.EARLIEST_ON)),
    CallOutcome.DISTURBED: Follows(needs=(Detail.REASON,), attempt=False, reached=False, rest=_SOON),
    CallOutcome.SKIPPED: Follows(needs=(Detail.REASON,), attempt=False, reached=False, rest=RETRY),
    CallOutcome.TEXT_SENT: Follows(Out.TODAY, reached=False),
}
"""What follows from each. What the table of the design leaves open: who was skipped, or whose line was disturbed, rests
a little, or the next call would be the same one; a callback without a time is due when somebody who did not answer is.
"""


def callback_refused(at: datetime, now: datetime, latest: datetime | None) -> Explained | None:
    """Why somebody cannot be called back then; None if they can.

    `latest`: until when a promise by telephone is possible (T_last); None where nothing limits it. Nobody is told that
    they will be called when there can be no dose for them any more.
    """
    if latest is not None and at > latest:
        return Explained("callback_refused", {"latest": latest})
    if at <= now:
        return Explained("callback_past", {"at": at})
    return None
