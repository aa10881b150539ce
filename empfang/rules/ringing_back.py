"""Somebody rings who was called for a leftover dose today: what kept us from ringing them does not count then."""

from dataclasses import replace

from empfang.rules.call_candidates import TEXT_ONLY, Callee
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.call_state import Today


def on_the_line(callee: Callee) -> Callee:
    """As they are to be decided about while they are on the telephone, and would come.

    Lines that were busy, calls that nobody answered, hours, numbers and a no for today are over with it. What the rules
    say of them stays, and so does a dose that they have been promised, and that they want no calls.
    """
    today = callee.state.today
    ended_by = CallOutcome.PROMISED if today.ended_by is CallOutcome.PROMISED else None
    fresh = Today(today.on, attempts=today.attempts, ended_by=ended_by, standby_since=today.standby_since)
    return replace(
        callee,
        standby=True,
        needs=tuple(each for each in callee.needs if each != TEXT_ONLY),
        reachable_from=None,
        reachable_until=None,
        state=replace(callee.state, today=fresh, struck=frozenset()),
    )
