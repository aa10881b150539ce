"""The engine's decisions, without clock or network."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.sync.progress import Loss
from empfang.sync.step import (
    WAIT_S,
    Allowed,
    Answered,
    BackingOff,
    Blocked,
    Busy,
    Effect,
    Event,
    Idle,
    Lane,
    Pull,
    Push,
    Reply,
    Started,
    State,
    TimeCame,
    WakeAt,
    Woken,
    classify,
    step,
)

NOW = datetime(2021, 12, 15, 9, 0, tzinfo=UTC)


def run(*events: Event, state: State | None = None, now: datetime = NOW) -> tuple[State, list[Effect]]:
    """The state after these events, and the effects of the last one."""
    state = state or State()
    effects: list[Effect] = []
    for event in events:
        state, effects = step(state, event, now, 0.5)
    return state, effects


@pytest.mark.parametrize(
    ("status", "reply"),
    [
        (None, Reply.UNREACHABLE), (200, Reply.OK), (401, Reply.FAILED), (403, Reply.FAILED), (410, Reply.GONE),
        (413, Reply.TOO_LARGE), (429, Reply.THROTTLED), (503, Reply.THROTTLED), (500, Reply.FAILED),
        (404, Reply.FAILED),
        (302, Reply.FAILED),
    ],
)  # fmt: skip
def test_one_table_classifies_every_reply(status: int | None, reply: Reply) -> None:
    assert classify(status) is reply


def test_only_the_services_own_word_takes_access_away() -> None:
    assert classify(401, "token_unknown") is Reply.DENIED
    assert classify(401, "proxy_login") is Reply.FAILED


def test_a_back_off_ends_though_the_clock_was_set_back() -> None:
    state, effects = run(Started(), Answered(Lane.PULL, Reply.UNREACHABLE))
    [wake] = effects
    assert isinstance(wake, WakeAt)
    _, effects = run(TimeCame(wake.at), state=state, now=NOW - timedelta(hours=1))
    assert effects == [Pull(0)]


def test_both_lanes_start_at_once() -> None:
    assert run(Started())[1] == [Push(), Pull(0)]


def test_a_check_in_during_a_long_poll_is_sent_at_once() -> None:
    state, _ = run(Started(), Answered(Lane.PUSH, Reply.OK), Answered(Lane.PULL, Reply.OK))
    assert isinstance(state.pull, Busy)
    assert run(Woken(), state=state)[1] == [Push()]


def test_what_comes_up_while_sending_is_sent_right_after() -> None:
    state, effects = run(Started(), Woken())
    assert effects == []
    assert run(Answered(Lane.PUSH, Reply.OK), state=state)[1] == [Push()]


def test_an_empty_page_is_followed_by_a_long_wait_a_full_one_by_the_next() -> None:
    state, _ = run(Started())
    assert run(Answered(Lane.PULL, Reply.OK, more=True), state=state)[1] == [Pull(0)]
    assert run(Answered(Lane.PULL, Reply.OK), state=state)[1] == [Pull(WAIT_S)]


def test_failures_wait_longer_and_longer_up_to_a_bound() -> None:
    state, _ = run(Started())
    waits = []
    now = NOW
    for _ in range(10):
        state, effects = step(state, Answered(Lane.PUSH, Reply.UNREACHABLE), now, 0.5)
        [wake] = effects
        assert isinstance(wake, WakeAt)
        waits.append((wake.at - now).total_seconds())
        now = wake.at
        state, effects = step(state, TimeCame(now), now, 0.5)
        assert effects == [Push()]
    assert waits[:4] == [0.375, 0.75, 1.5, 3.0]
    assert max(waits) == waits[-1] == 11.25


def test_offline_is_since_the_first_failure_and_ends_with_the_first_success() -> None:
    state, _ = run(Started(), Answered(Lane.PUSH, Reply.UNREACHABLE))
    state, _ = step(state, Answered(Lane.PULL, Reply.UNREACHABLE), NOW + timedelta(minutes=5), 0.5)
    assert (state.connected, state.offline_since) == (False, NOW)
    state, _ = run(Answered(Lane.PULL, Reply.OK), state=state)
    assert (state.connected, state.offline_since, state.last_error) == (True, None, None)


def test_the_service_coming_back_on_one_lane_wakes_the_other() -> None:
    state, _ = run(
        Started(), Answered(Lane.PUSH, Reply.FAILED), Answered(Lane.PULL, Reply.FAILED)
    )  # fmt: skip
    assert isinstance(state.push, BackingOff)
    later = NOW + timedelta(seconds=0.4)
    state, effects = step(state, TimeCame(later), later, 0.5)
    assert effects == [Push(), Pull(0)]
    state = run(Answered(Lane.PUSH, Reply.FAILED), state=state)[0]
    _, effects = run(Answered(Lane.PULL, Reply.OK), state=state)
    assert Push() in effects


def test_a_wake_up_does_not_wait_for_the_back_off() -> None:
    state, _ = run(Started(), Answered(Lane.PUSH, Reply.UNREACHABLE))
    assert run(Woken(), state=state)[1] == [Push()]


def test_a_revoked_token_stops_both_lanes_until_somebody_acts() -> None:
    state, effects = run(Started(), Answered(Lane.PUSH, Reply.DENIED))
    assert effects == []
    assert run(Answered(Lane.PULL, Reply.OK), state=state) == (state, []), "a late answer changes nothing"
    assert state.push == state.pull == Blocked("denied")
    assert run(Woken(), TimeCame(NOW), state=state) == (state, [])


def test_a_pull_that_would_empty_the_day_waits_for_somebody_while_sending_goes_on() -> None:
    state, effects = run(Started(), Answered(Lane.PULL, Reply.STOPPED, loss=Loss(6, 11)))
    assert (state.pull, state.connected, effects, state.loss) == (Blocked("stopped"), True, [], Loss(6, 11))
    state, effects = run(Answered(Lane.PUSH, Reply.OK), Woken(), state=state)
    assert effects == [Push()]
    assert run(Allowed(), state=state)[1] == [Pull(0)]


@pytest.mark.parametrize("lane", Lane)
def test_what_this_computer_could_not_keep_is_no_fault_of_the_connection(lane: Lane) -> None:
    state, effects = run(Started(), Answered(lane, Reply.UNSTORED, detail="disk_full"))
    assert (state.connected, state.offline_since, state.last_error) == (True, None, "disk_full")
    assert [type(effect) for effect in effects] == [WakeAt]


def test_allowing_what_was_not_stopped_changes_nothing() -> None:
    state, _ = run(Started())
    assert run(Allowed(), state=state) == (state, [])


def test_dependents_that_must_wait_are_sent_again_when_it_is_time() -> None:
    state, effects = run(Started(), Answered(Lane.PUSH, Reply.OK, retry_after_s=2.0))
    assert effects == [WakeAt(NOW + timedelta(seconds=2))]
    assert state.connected is True
    assert run(TimeCame(NOW + timedelta(seconds=2)), state=state, now=NOW + timedelta(seconds=2))[1] == [Push()]


_ANSWERS = st.builds(
    Answered, st.sampled_from(Lane), st.sampled_from(Reply), st.booleans(), st.none() | st.floats(0, 60)
)


@given(st.lists(st.one_of(st.just(Woken()), st.just(TimeCame(NOW)), _ANSWERS), max_size=60))
def test_a_lane_is_never_forgotten(events: list[Event]) -> None:
    """Whatever happens: a busy lane has a request under way, a waiting one a moment to wake, an idle push nothing."""
    state, effects = step(State(), Started(), NOW, 0.0)
    now = NOW
    under_way = {Lane.PUSH: 1, Lane.PULL: 1}
    wakes: list[datetime] = []
    for event in events:
        now += timedelta(seconds=1)
        if isinstance(event, Answered):
            if not under_way[event.lane]:
                continue
            under_way[event.lane] -= 1
        if isinstance(event, TimeCame):
            event = TimeCame(now)  # noqa: PLW2901 - it comes when it comes
        state, effects = step(state, event, now, 0.0)
        for effect in effects:
            match effect:
                case Push():
                    under_way[Lane.PUSH] += 1
                case Pull():
                    under_way[Lane.PULL] += 1
                case WakeAt(at):
                    wakes.append(at)
        for lane, lane_state in ((Lane.PUSH, state.push), (Lane.PULL, state.pull)):
            blocked = isinstance(lane_state, Blocked)
            assert under_way[lane] == isinstance(lane_state, Busy) or blocked
            if isinstance(lane_state, BackingOff):
                assert lane_state.until in wakes
        assert not isinstance(state.pull, Idle)


def test_what_a_restored_service_has_forgotten_is_sent_although_the_pull_noticed_it() -> None:
    noticed = Answered(Lane.PULL, Reply.OK, more=True, send_again=True)
    state, effects = step(State(push=Idle(), pull=Busy(), connected=True), noticed, NOW, 0)
    assert effects == [Pull(0), Push()]
    assert state.push == Busy()
    state, effects = step(State(push=Busy(), pull=Busy(), connected=True), noticed, NOW, 0)
    assert effects == [Pull(0)]
    assert state.push == Busy(again=True)
