"""What follows from a call: every row of the table, in whatever order calls are told, and how often."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.rules.call_outcomes import FOLLOWS, CallOutcome, Detail, callback_refused
from empfang.rules.call_state import (
    Attempt,
    CallState,
    NextCall,
    follow,
    missing_details,
    next_call,
    next_day,
    state_of,
)
from empfang.rules.explained import Explained
from tests.rules.calls import BECKER, HOME, MOBILE, attempt, clock
from tests.times import DAY

BOTH = (MOBILE, HOME)
TOMORROW = DAY + timedelta(days=1)


def after(*attempts: Attempt, numbers: tuple[str, ...] = (MOBILE,)) -> tuple[CallState, NextCall | None]:
    """The state, and which call comes next."""
    state = state_of(attempts)
    return state, next_call(state, numbers)


def test_every_outcome_has_its_row() -> None:
    assert set(FOLLOWS) == set(CallOutcome)


@pytest.mark.parametrize(
    "outcome", [CallOutcome.PROMISED, CallOutcome.NOT_TODAY, CallOutcome.CANNOT_MAKE_IT], ids=lambda each: each.value
)
def test_a_promise_and_what_is_not_possible_today_end_the_day_and_leave_no_mark(outcome: CallOutcome) -> None:
    """callup 50: no refusal, so that the next day everything is as it was."""
    state, call = after(attempt("18:00", outcome))
    assert state.today.ended_by is outcome
    assert call is None
    tomorrow = next_day(state, TOMORROW)
    assert (tomorrow.gone, tomorrow.refused, tomorrow.medically_not, tomorrow.today.attempts) == (
        None, frozenset(), False, 0,
    )  # fmt: skip
    assert next_call(tomorrow, [MOBILE]) == NextCall(MOBILE, None)


def test_on_standby_one_waits_since_the_first_yes() -> None:
    state, call = after(attempt("17:50", CallOutcome.STANDBY), attempt("18:00", CallOutcome.STANDBY))
    assert state.today.standby_since == clock("17:50")
    assert call == NextCall(MOBILE, None)
    promised = follow(state, attempt("18:05", CallOutcome.PROMISED))
    assert promised.today.standby_since is None


def test_who_does_not_want_a_vaccine_is_not_offered_it_again() -> None:
    state, call = after(attempt("18:00", CallOutcome.NOT_THIS_VACCINE, vaccines=("SPI",)))
    assert state.refused == {"SPI"}
    assert call is not None
    assert next_day(state, TOMORROW).refused == {"SPI"}


@pytest.mark.parametrize("outcome", [CallOutcome.ALREADY_VACCINATED, CallOutcome.NEVER_AGAIN])
def test_vaccinated_and_never_again_are_for_good(outcome: CallOutcome) -> None:
    state, _ = after(attempt("18:00", outcome))
    assert next_day(state, TOMORROW).gone is outcome


@pytest.mark.parametrize("first", [CallOutcome.ALREADY_VACCINATED, CallOutcome.NEVER_AGAIN])
def test_never_again_counts_more_than_vaccinated(first: CallOutcome) -> None:
    second = ({CallOutcome.ALREADY_VACCINATED, CallOutcome.NEVER_AGAIN} - {first}).pop()
    state, _ = after(attempt("18:00", first), attempt("18:10", second))
    assert state.gone is CallOutcome.NEVER_AGAIN


def test_a_callback_is_its_owners_until_five_minutes_after_its_time() -> None:
    """callup 31"""
    state, call = after(attempt("17:00", CallOutcome.CALLBACK, callback_at=clock("17:10"), number=HOME), numbers=BOTH)
    back = state.today.callback
    assert back is not None
    assert call == NextCall(HOME, clock("17:10")), "on the number on which it was agreed"
    assert [back.owner(clock(at)) for at in ("17:10", "17:14", "17:15")] == [BECKER, BECKER, None]
    called, _ = after(
        attempt("17:00", CallOutcome.CALLBACK, callback_at=clock("17:10")), attempt("17:11", CallOutcome.NO_ANSWER)
    )
    assert called.today.callback is None


def test_a_callback_is_made_whatever_was_in_vain_before() -> None:
    unanswered = [attempt(at, CallOutcome.NO_ANSWER) for at in ("16:00", "16:30")]
    assert after(*unanswered)[1] is None
    _, call = after(*unanswered, attempt("16:40", CallOutcome.CALLBACK, callback_at=clock("17:00")))
    assert call == NextCall(MOBILE, clock("17:00"))


@pytest.mark.parametrize(
    ("at", "refused"),
    [
        ("18:25", None),
        ("18:26", Explained("callback_refused", {"latest": clock("18:25")})),
        ("17:59", Explained("callback_past", {"at": clock("17:59")})),
    ],
)
def test_a_callback_after_the_last_promise_is_refused_with_the_latest_time(at: str, refused: Explained | None) -> None:
    """callup 32"""
    assert callback_refused(clock(at), clock("18:00"), clock("18:25")) == refused


def test_a_callback_is_refused_for_no_time_where_nothing_limits_it() -> None:
    assert callback_refused(clock("20:00"), clock("18:00"), None) is None


def test_a_busy_line_is_tried_after_three_then_six_minutes_and_the_fourth_time_ends_the_day() -> None:
    """callup 29"""
    times = ("17:00", "17:03", "17:09", "17:15")
    calls = [attempt(at, CallOutcome.BUSY) for at in times]
    again = [after(*calls[:number])[1] for number in (1, 2, 3)]
    assert again == [NextCall(MOBILE, clock(at)) for at in ("17:03", "17:09", "17:15")]
    assert after(*calls[:1])[0].today.on_top
    state, call = after(*calls)
    assert state.today.ended_by is CallOutcome.BUSY
    assert call is None


def test_without_an_answer_the_next_number_is_dialled_at_once() -> None:
    """callup 30"""
    _, call = after(attempt("17:00", CallOutcome.NO_ANSWER), numbers=BOTH)
    assert call == NextCall(HOME, None)


def test_without_another_number_twenty_minutes_pass_and_twice_a_day_is_enough() -> None:
    first, second = (attempt(at, CallOutcome.NO_ANSWER) for at in ("17:00", "17:20"))
    assert after(first)[1] == NextCall(MOBILE, clock("17:20"))
    state, call = after(first, second)
    assert call is None
    assert next_call(next_day(state, TOMORROW), [MOBILE]) == NextCall(MOBILE, None)


def test_when_all_numbers_were_dialled_in_vain_it_is_the_first_again() -> None:
    tried = attempt("17:00", CallOutcome.NO_ANSWER), attempt("17:01", CallOutcome.NO_ANSWER, number=HOME)
    assert after(*tried, numbers=BOTH)[1] == NextCall(MOBILE, clock("17:20"))


def test_a_mailbox_is_tried_once_more() -> None:
    first, second = attempt("17:00", CallOutcome.MAILBOX), attempt("17:20", CallOutcome.MAILBOX)
    assert after(first)[1] == NextCall(MOBILE, clock("17:20"))
    assert after(first, numbers=BOTH)[1] == NextCall(HOME, clock("17:20"))
    assert after(first, second, numbers=BOTH)[1] is None


@pytest.mark.parametrize("outcome", [CallOutcome.WRONG_NUMBER, CallOutcome.NOT_ASSIGNED])
def test_a_wrong_number_is_struck_for_good_and_the_next_one_dialled(outcome: CallOutcome) -> None:
    state, call = after(attempt("17:00", outcome), numbers=BOTH)
    assert call == NextCall(HOME, None)
    assert next_call(next_day(state, TOMORROW), BOTH) == NextCall(HOME, None)
    assert next_call(state, [MOBILE]) is None


@pytest.mark.parametrize("outcome", [CallOutcome.OTHER_PERSON, CallOutcome.NOT_UNDERSTOOD])
def test_another_person_or_no_common_language_is_called_back(outcome: CallOutcome) -> None:
    timed, untimed = attempt("17:00", outcome, callback_at=clock("17:30")), attempt("17:00", outcome)
    assert after(timed)[1] == NextCall(MOBILE, clock("17:30"))
    assert after(untimed)[1] == NextCall(MOBILE, clock("17:20")), "by anybody"
    assert after(untimed)[0].needs_interpreter is (outcome is CallOutcome.NOT_UNDERSTOOD)


def test_a_medical_reason_is_kept_as_its_earliest_date_only() -> None:
    """callup 28"""
    until = date(2021, 12, 29)
    state, _ = after(attempt("17:00", CallOutcome.MEDICALLY_NOT, reason="infection", earliest_on=until))
    assert (state.medically_not, state.earliest_on) == (True, until)
    assert "infection" not in repr(state)
    assert next_day(state, TOMORROW).medically_not


@pytest.mark.parametrize(("outcome", "until"), [(CallOutcome.DISTURBED, "17:33"), (CallOutcome.SKIPPED, "17:50")])
def test_a_disturbed_line_or_somebody_skipped_is_no_attempt(outcome: CallOutcome, until: str) -> None:
    no_attempt = attempt("17:30", outcome, reason="knistert")
    state, call = after(attempt("17:00", CallOutcome.NO_ANSWER), no_attempt)
    assert state.today.attempts == 1
    assert call == NextCall(MOBILE, clock(until))
    callback = attempt("17:00", CallOutcome.CALLBACK, callback_at=clock("17:40"))
    assert after(callback, no_attempt)[1] == NextCall(MOBILE, clock("17:40")), "the callback stays"


@pytest.mark.parametrize(
    ("outcome", "missing"),
    [
        (CallOutcome.SKIPPED, (Detail.REASON,)),
        (CallOutcome.DISTURBED, (Detail.REASON,)),
        (CallOutcome.MEDICALLY_NOT, (Detail.REASON, Detail.EARLIEST_ON)),
        (CallOutcome.CALLBACK, (Detail.CALLBACK_AT,)),
        (CallOutcome.WRONG_NUMBER, (Detail.NUMBER,)),
        (CallOutcome.NOT_THIS_VACCINE, (Detail.VACCINES,)),
        (CallOutcome.NOT_TODAY, ()),
    ],
)
def test_what_an_outcome_must_say_is_known(outcome: CallOutcome, missing: tuple[Detail, ...]) -> None:
    bare = attempt("17:00", outcome, number="", vaccines=(), reason=" ")
    assert missing_details(bare) == missing


def test_a_corrected_outcome_follows_from_nothing() -> None:
    wrong = attempt("17:00", CallOutcome.NEVER_AGAIN)
    right = attempt("17:01", CallOutcome.NO_ANSWER, corrects=wrong.id)
    assert after(wrong, right) == after(right)
    again = attempt("17:02", CallOutcome.NOT_TODAY, corrects=right.id)
    assert after(again, wrong, right)[0] == state_of([again]), "and a correction can be corrected"


def test_a_correction_of_what_comes_later_is_none() -> None:
    later = attempt("17:10", CallOutcome.NOT_TODAY)
    before = attempt("17:00", CallOutcome.NO_ANSWER, corrects=later.id)
    assert after(before, later)[0].today.ended_by is CallOutcome.NOT_TODAY


def test_what_is_told_after_a_lease_ran_out_has_no_consequences_but_for_never_again() -> None:
    """callup 4"""
    state, call = after(attempt("17:00", CallOutcome.NOT_TODAY, fenced=True))
    assert (state.today.ended_by, state.today.attempts, call) == (None, 0, NextCall(MOBILE, None))
    assert after(attempt("17:00", CallOutcome.NEVER_AGAIN, fenced=True))[0].gone is CallOutcome.NEVER_AGAIN


def test_the_fold_takes_no_attempt_before_its_latest() -> None:
    state = follow(CallState(), attempt("17:10", CallOutcome.BUSY))
    with pytest.raises(ValueError, match="before the latest"):
        follow(state, attempt("17:00", CallOutcome.BUSY))


@st.composite
def histories(draw: st.DrawFn) -> list[Attempt]:
    """Calls of two days, some at the same moment, some corrected."""
    made: list[Attempt] = []
    for number in range(draw(st.integers(0, 8))):
        day = draw(st.sampled_from([DAY, TOMORROW]))
        hour, minute = draw(st.integers(16, 18)), draw(st.sampled_from([0, 5, 30]))
        outcome = draw(st.sampled_from(CallOutcome))
        back = clock("18:50", day) if draw(st.booleans()) else None
        corrects = draw(st.sampled_from(["", *(each.id for each in made)]))
        made.append(
            attempt(
                f"{hour}:{minute:02}",
                outcome,
                day=day,
                id=str(number),
                number=draw(st.sampled_from(BOTH)),
                callback_at=back,
                corrects=corrects,
                fenced=draw(st.booleans()),
            )
        )
    return made


@given(histories(), st.data())
def test_neither_the_order_of_arrival_nor_repetition_matters(history: list[Attempt], data: st.DataObject) -> None:
    repeated = history + data.draw(st.lists(st.sampled_from(history), max_size=4)) if history else []
    assert state_of(data.draw(st.permutations(repeated))) == state_of(history)


@given(histories())
def test_one_after_the_other_is_the_same_as_all_at_once_and_twice_as_once(history: list[Attempt]) -> None:
    plain = [each for each in history if not each.corrects]
    state = CallState()
    for each in sorted(plain, key=lambda each: each.key):
        state = follow(state, each)
        assert follow(state, each) == state
    assert state == state_of(plain)


@given(histories())
def test_no_number_is_dialled_more_than_twice_in_vain_and_no_struck_one_at_all(history: list[Attempt]) -> None:
    state = state_of(history)
    call = next_call(state, BOTH)
    if call is not None:
        assert call.number not in state.struck
        found = state.today.unanswered.get(call.number)
        assert found is None or found.times < 2 or state.today.callback is not None
