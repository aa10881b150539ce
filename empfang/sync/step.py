"""What the engine does next: a pure step from what happened to what is to be done.

Two lanes run beside each other, so that a check-in never waits behind a long poll: *push* sends what is unsent,
*pull* fetches changes (or a snapshot, while there is none).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from empfang.sync.progress import Loss

WAIT_S = 25.0
"""How long the service may hold a pull open."""
_FIRST_BACKOFF_S = 0.5
_LONGEST_BACKOFF_S = 15.0


class Lane(StrEnum):
    """Which way data goes."""

    PUSH = "push"
    PULL = "pull"


class Reply(StrEnum):
    """How a request went; `classify` makes it from what the transport says."""

    OK = "ok"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    THROTTLED = "throttled"
    DENIED = "denied"
    GONE = "gone"
    TOO_LARGE = "too_large"
    STOPPED = "stopped"
    UNSTORED = "unstored"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing to do."""


@dataclass(frozen=True, slots=True)
class Busy:
    """A request is under way; `again`: more came up meanwhile."""

    again: bool = False
    failures: int = 0


@dataclass(frozen=True, slots=True)
class BackingOff:
    """Waiting before the next try."""

    until: datetime
    failures: int


@dataclass(frozen=True, slots=True)
class Blocked:
    """No further try makes sense until somebody acts."""

    reason: str


LaneState = Idle | Busy | BackingOff | Blocked


@dataclass(frozen=True, slots=True)
class State:
    """Both lanes, and what is known of the connection."""

    push: LaneState = Idle()
    pull: LaneState = Idle()
    connected: bool | None = None
    offline_since: datetime | None = None
    last_error: str | None = None
    loss: Loss | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """The engine begins."""


@dataclass(frozen=True, slots=True)
class Woken:
    """Something was recorded at the desk, or somebody wants it to try now."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Somebody has looked at what was stopped, and it may go on."""


@dataclass(frozen=True, slots=True)
class TimeCame:
    """The moment named in a `WakeAt` has come, whatever the clock says meanwhile."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """A request ended.

    `more`: there is more of the same; `send_again`: what had been sent is unsent again; `retry_after_s`: not before
    that many seconds; `detail`: what to call the error.
    """

    lane: Lane
    reply: Reply
    more: bool = False
    retry_after_s: float | None = None
    detail: str | None = None
    send_again: bool = False
    loss: Loss | None = None


Event = Started | Woken | Allowed | TimeCame | Answered


@dataclass(frozen=True, slots=True)
class Push:
    """Send a batch of what is unsent."""


@dataclass(frozen=True, slots=True)
class Pull:
    """Fetch changes, waiting at the service for up to `wait_s` seconds; or the next part of a snapshot."""

    wait_s: float


@dataclass(frozen=True, slots=True)
class WakeAt:
    """Come back at this moment with `TimeCame`."""

    at: datetime


Effect = Push | Pull | WakeAt


def classify(status: int | None, code: str = "") -> Reply:
    """The one table of replies; None: no answer came. `code` is the service's own: a proxy may say 401 or 403, too."""
    match status:
        case None:
            return Reply.UNREACHABLE
        case 401 if code == "token_unknown":
            return Reply.DENIED
        case 410:
            return Reply.GONE
        case 413:
            return Reply.TOO_LARGE
        case 429 | 503:
            return Reply.THROTTLED
        case _ if 200 <= status < 300:
            return Reply.OK
        case _:
            return Reply.FAILED


def step(state: State, event: Event, now: datetime, jitter: float) -> tuple[State, list[Effect]]:
    """What happens next. `jitter` in [0, 1) spreads the desks' tries."""
    match event:
        case Started():
            return replace(state, push=Busy(), pull=Busy()), [Push(), Pull(0)]
        case Woken():
            return _woken(state)
        case Allowed() if state.pull == Blocked("stopped"):
            return replace(state, pull=Busy()), [Pull(0)]
        case Allowed():
            return state, []
        case TimeCame(at):
            return _time_came(state, max(now, at))
        case Answered():
            return _answered(state, event, now, jitter)


def _woken(state: State) -> tuple[State, list[Effect]]:
    match state.push:
        case Idle() | BackingOff():
            effects: list[Effect] = [Push()]
            state = replace(state, push=Busy())
            if isinstance(state.pull, BackingOff):
                state = replace(state, pull=Busy())
                effects.append(Pull(0))
            return state, effects
        case Busy() as busy:
            return replace(state, push=replace(busy, again=True)), []
        case Blocked():
            return state, []


def _time_came(state: State, now: datetime) -> tuple[State, list[Effect]]:
    effects: list[Effect] = []
    if isinstance(state.push, BackingOff) and state.push.until <= now:
        state = replace(state, push=Busy(failures=state.push.failures))
        effects.append(Push())
    if isinstance(state.pull, BackingOff) and state.pull.until <= now:
        state = replace(state, pull=Busy(failures=state.pull.failures))
        effects.append(Pull(0))
    return state, effects


def _answered(state: State, event: Answered, now: datetime, jitter: float) -> tuple[State, list[Effect]]:
    lane = state.push if event.lane is Lane.PUSH else state.pull
    if isinstance(lane, Blocked):
        return state, []
    match event.reply:
        case Reply.OK:
            return _went_well(state, event, now)
        case Reply.STOPPED if event.lane is Lane.PULL:
            return replace(_online(state), pull=Blocked("stopped"), loss=event.loss), []
        case Reply.DENIED:
            return replace(state, push=Blocked("denied"), pull=Blocked("denied"), last_error="denied"), []
        case _:
            return _try_later(state, event, now, jitter)


def _went_well(state: State, event: Answered, now: datetime) -> tuple[State, list[Effect]]:
    came_back = state.connected is False
    state = _online(state)
    effects: list[Effect] = []
    if event.lane is Lane.PULL:
        state = replace(state, pull=Busy())
        effects.append(Pull(0 if event.more else WAIT_S))
        if came_back and isinstance(state.push, BackingOff):
            state = replace(state, push=Busy())
            effects.append(Push())
        elif event.send_again:
            state, woken = _woken(state)
            effects += woken
        return state, effects
    again = isinstance(state.push, Busy) and state.push.again
    if event.retry_after_s is not None and not again:
        until = now + timedelta(seconds=event.retry_after_s)
        return replace(state, push=BackingOff(until, 0)), [WakeAt(until)]
    if event.more or again:
        return replace(state, push=Busy()), [Push()]
    return replace(state, push=Idle()), []


def _try_later(state: State, event: Answered, now: datetime, jitter: float) -> tuple[State, list[Effect]]:
    lane = state.push if event.lane is Lane.PUSH else state.pull
    failures = lane.failures + 1 if isinstance(lane, Busy) else 1
    delay = min(_LONGEST_BACKOFF_S, _FIRST_BACKOFF_S * 2 ** (failures - 1)) * (0.5 + jitter / 2)
    until = now + timedelta(seconds=max(delay, event.retry_after_s or 0))
    waiting = BackingOff(until, failures)
    state = replace(state, push=waiting) if event.lane is Lane.PUSH else replace(state, pull=waiting)
    error = event.detail or event.reply.value
    if event.reply is Reply.UNSTORED:
        # The service answered; it is this computer that could not keep it.
        return replace(_online(state), last_error=error), [WakeAt(until)]
    since = state.offline_since or now
    return replace(state, connected=False, offline_since=since, last_error=error), [WakeAt(until)]


def _online(state: State) -> State:
    return replace(state, connected=True, offline_since=None, last_error=None)
