"""How it stands with calling somebody: what follows from all calls so far.

The state is a fold over the attempts in the order of (`occurred_at`, `id`). So it is the same at every desk and at the
service, in whatever order they came and however often. What holds only for a day is gone with the day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from empfang.rules.call_outcomes import FOLLOWS, OWNERS_GRACE, RETRY, UNANSWERED_MOST, CallOutcome, Detail, Out


@dataclass(frozen=True, slots=True)
class Attempt:
    """A call of which something came. `occurred_at` is aware, `on` the day of the centre's calendar.

    `vaccines`: those that were offered (codes). `corrects`: the attempt instead of which this one counts. `fenced`: the
    operator's lease had run out and somebody else had the person: kept, without consequences.
    """

    id: str
    occurred_at: datetime
    on: date
    outcome: CallOutcome
    operator_id: str = ""
    number: str = ""
    vaccines: tuple[str, ...] = ()
    callback_at: datetime | None = None
    reason: str = ""
    earliest_on: date | None = None
    corrects: str = ""
    fenced: bool = False

    @property
    def key(self) -> tuple[datetime, str]:
        """Its place in the order."""
        return self.occurred_at, self.id


@dataclass(frozen=True, slots=True)
class Callback:
    """Somebody is to be called at a moment, by whoever agreed on it, on the number on which they did."""

    at: datetime
    operator_id: str
    number: str = ""

    def owner(self, now: datetime) -> str | None:
        """Whose it is; None: anyone's, five minutes after its time."""
        return self.operator_id if self.operator_id and now < self.at + OWNERS_GRACE else None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """How often a number was dialled today without an answer, and from when it is dialled again."""

    times: int
    not_before: datetime


@dataclass(frozen=True, slots=True)
class Today:
    """What holds for a day only. `on` is None before the first call.

    `unanswered` is by number. `on_top`: called again before all others once `not_before` has come (the line was busy).
    `other_number`: the last one dialled did not reach them, so that another one is dialled at once, if there is one.
    `ended_by`: what puts them out for today. `standby_since`: since when they wait for a dose to become free.
    """

    on: date | None = None
    attempts: int = 0
    busy: int = 0
    mailbox: int = 0
    unanswered: Mapping[str, Unanswered] = field(default_factory=dict)
    not_before: datetime | None = None
    on_top: bool = False
    other_number: bool = False
    ended_by: CallOutcome | None = None
    callback: Callback | None = None
    standby_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class CallState:
    """How it stands with calling somebody.

    `refused`: the vaccines (codes) that they do not want. `struck`: numbers that are not theirs. `gone`: why they are
    never called any more. `medically_not`: until `earliest_on`, or where that is None until somebody asks anew. Of the
    medical reason nothing is kept here.
    """

    today: Today = Today()
    refused: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    gone: CallOutcome | None = None
    medically_not: bool = False
    earliest_on: date | None = None
    needs_interpreter: bool = False
    seen: frozenset[str] = frozenset()
    latest: tuple[datetime, str] | None = None


@dataclass(frozen=True, slots=True)
class NextCall:
    """The number to dial, and from when; None: at once."""

    number: str
    not_before: datetime | None


NEVER_CALLED = CallState()


def state_of(attempts: Iterable[Attempt]) -> CallState:
    """What follows from all calls to one person, in whatever order they are given."""
    ordered = sorted({each.id: each for each in attempts}.values(), key=lambda each: each.key)
    keys = {each.id: each.key for each in ordered}
    # Only a later one corrects: two that name each other would both be lost.
    corrected = {each.corrects for each in ordered if each.corrects in keys and keys[each.corrects] < each.key}
    state = NEVER_CALLED
    for each in ordered:
        if each.id not in corrected:
            state = follow(state, each)
    return state


def follow(state: CallState, attempt: Attempt) -> CallState:
    """The state after one more attempt; the same if it is in it already.

    Raises:
        ValueError: it is not the latest, so that only `state_of` can tell what follows.
    """
    if attempt.id in state.seen:
        return state
    if state.latest is not None and attempt.key < state.latest:
        raise ValueError("an attempt before the latest one")
    state = replace(next_day(state, attempt.on), seen=state.seen | {attempt.id}, latest=attempt.key)
    if attempt.fenced and attempt.outcome is not CallOutcome.NEVER_AGAIN:
        # Who asked not to be called has asked it, whoever was on the line.
        return state
    return _lasting(replace(state, today=_today(state.today, attempt)), attempt)


def next_day(state: CallState, on: date) -> CallState:
    """The state on a day: what held for an earlier one only is gone."""
    if state.today.on is None or state.today.on < on:
        return replace(state, today=Today(on))
    return state


def missing_details(attempt: Attempt) -> tuple[Detail, ...]:
    """What the outcome should say and does not."""
    said = {
        Detail.NUMBER: bool(attempt.number),
        Detail.VACCINES: bool(attempt.vaccines),
        Detail.CALLBACK_AT: attempt.callback_at is not None,
        Detail.REASON: bool(attempt.reason.strip()),
        Detail.EARLIEST_ON: attempt.earliest_on is not None,
    }
    return tuple(each for each in FOLLOWS[attempt.outcome].needs if not said[each])


def usable_numbers(state: CallState, numbers: Iterable[str]) -> tuple[str, ...]:
    """Those that were not struck, each once; none: somebody must find one (the list for data repair)."""
    return tuple(each for each in dict.fromkeys(numbers) if each and each not in state.struck)


def next_call(state: CallState, numbers: Iterable[str]) -> NextCall | None:
    """The number that is dialled next; None if none is any more today.

    The one dialled in vain least often, the first of such: after no answer that is at once the next one, and only when
    all have been dialled it is the first again. A callback that was agreed on is made, whatever was in vain before.
    """
    today, usable = state.today, usable_numbers(state, numbers)
    if today.ended_by is not None or not usable:
        return None
    if today.callback is not None:
        back = today.callback
        return NextCall(back.number if back.number in usable else usable[0], back.at)
    if not today.unanswered:
        return NextCall(usable[0], today.not_before)
    times = {each: today.unanswered.get(each) for each in usable}
    left = {number: found for number, found in times.items() if found is None or found.times < UNANSWERED_MOST}
    if not left:
        return None
    number = min(left, key=lambda each: found.times if (found := left[each]) else 0)
    found = left[number]
    moments = [each for each in (today.not_before, found.not_before if found else None) if each is not None]
    return NextCall(number, max(moments, default=None))


def _today(today: Today, attempt: Attempt) -> Today:
    """What follows for the day."""
    rule, at = FOLLOWS[attempt.outcome], attempt.occurred_at
    if rule.attempt:
        today = replace(today, attempts=today.attempts + 1, not_before=None, on_top=False, callback=None)
    today = replace(today, other_number=rule.strikes or attempt.outcome is CallOutcome.NO_ANSWER)
    if rule.out is Out.TODAY:
        return replace(today, ended_by=attempt.outcome, standby_since=None)
    match attempt.outcome:
        case CallOutcome.BUSY:
            return _again(replace(today, busy=today.busy + 1, on_top=True), attempt, today.busy)
        case CallOutcome.MAILBOX:
            today = _unanswered(today, attempt)
            return _again(replace(today, mailbox=today.mailbox + 1), attempt, today.mailbox)
        case CallOutcome.NO_ANSWER:
            return _unanswered(today, attempt)
        case CallOutcome.STANDBY:
            return replace(today, standby_since=today.standby_since or at)
    if rule.calls_back and attempt.callback_at is not None:
        return replace(today, callback=Callback(attempt.callback_at, attempt.operator_id, attempt.number))
    return today if rule.rest is None else replace(today, not_before=at + rule.rest)


def _again(today: Today, attempt: Attempt, before: int) -> Today:
    """Called again after a while, or out for today where that was the last time. `before`: how often it was so."""
    again = FOLLOWS[attempt.outcome].again
    if before >= len(again):
        return replace(today, ended_by=attempt.outcome)
    return replace(today, not_before=attempt.occurred_at + again[before])


def _unanswered(today: Today, attempt: Attempt) -> Today:
    found = today.unanswered.get(attempt.number)
    now = Unanswered(1 + (found.times if found else 0), attempt.occurred_at + RETRY)
    return replace(today, unanswered={**today.unanswered, attempt.number: now})


def _lasting(state: CallState, attempt: Attempt) -> CallState:
    """What follows for longer than the day."""
    if FOLLOWS[attempt.outcome].out is Out.FOR_GOOD:
        # Having asked not to be called counts more than having been vaccinated.
        gone = CallOutcome.NEVER_AGAIN if state.gone is CallOutcome.NEVER_AGAIN else attempt.outcome
        return replace(state, gone=gone)
    if FOLLOWS[attempt.outcome].strikes and attempt.number:
        return replace(state, struck=state.struck | {attempt.number})
    match attempt.outcome:
        case CallOutcome.NOT_THIS_VACCINE:
            return replace(state, refused=state.refused | set(attempt.vaccines))
        case CallOutcome.NOT_UNDERSTOOD:
            return replace(state, needs_interpreter=True)
        case CallOutcome.MEDICALLY_NOT:
            return replace(state, medically_not=True, earliest_on=attempt.earliest_on)
    return state
