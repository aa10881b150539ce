"""Asking the service beside the feed, for a hotline desk: who may be meant, and following whom one opens.

Whoever asks never waits. A question is put from the screen's thread and answered in the engine's, on a connection of
its own; that something came is told like a change of records, and the answer is then read. Answers live in memory only.
Of each purpose there is one question: a new one takes the place of the one before.
"""

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from empfang.protocol import FoundPerson, FoundPersons
from empfang.store.tx import Topics
from empfang.sync.calls import M, PersonCalls, Result
from empfang.sync.step import Reply

ANSWERED = "answered"
"""The kind under which it is told that an answer came: ("answered", purpose), or ("answered", person's id)."""
PAUSE_S = 0.15
"""After a letter another one is to be expected: the service is asked when none comes."""
MOST_TEXTS = 4
"""In one question."""
_TRIES = 4
_LONGEST_WAIT_S = 10.0
_REMEMBERED = 50
"""People who were opened."""


_ToFind = tuple[tuple[str, ...], str]
"""Texts, and the operator who asks."""


class AskState(StrEnum):
    """How it stands with a question."""

    NOT = "not"
    """Nothing was asked."""
    WAITING = "waiting"
    DONE = "done"
    AWAY = "away"
    """The service cannot be reached, or does not answer as it should."""
    SLOW_DOWN = "slow_down"
    """Too many questions: ask again in a moment."""
    NOT_ALLOWED = "not_allowed"
    """Not at this desk, or not in this operator's name."""
    UNKNOWN = "unknown"
    """There is no such person (any more), or none of the centres that this desk serves."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known by now: whom each of the texts found, and whether there are more."""

    texts: tuple[str, ...] = ()
    state: AskState = AskState.NOT
    found: Mapping[str, tuple[FoundPerson, ...]] = field(default_factory=lambda: MappingProxyType({}))
    more: bool = False

    @property
    def persons(self) -> tuple[FoundPerson, ...]:
        """Everybody who was found, once, in the order of the texts."""
        found = {person.person_id: person for text in self.texts for person in self.found.get(text, ())}
        return tuple(found.values())


class Asking:
    """The questions of one desk. `find`, `open`, and what they came to may be called from any thread."""

    def __init__(self, on_change: Callable[[Topics], None], *, pause_s: float = PAUSE_S) -> None:
        """`on_change` is told in the engine's thread that an answer came."""
        self._on_change = on_change
        self._pause_s = pause_s
        self._lock = threading.Lock()
        self._answers: dict[str, Answer] = {}
        self._operators: dict[str, str] = {}
        self._opened: dict[str, AskState] = {}
        self._to_find: dict[str, _ToFind] = {}
        self._to_open: dict[str, str] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()
        self._connected: bool | None = None
        self._reconnected = 0

    # From the screen's side

    def find(self, purpose: str, texts: Sequence[str], operator_id: str) -> Answer:
        """Ask who is meant by each of these texts. What was just found for one of them is not asked again."""
        texts = tuple(dict.fromkeys(texts))[:MOST_TEXTS]
        with self._lock:
            before = self._answers.get(purpose, Answer())
            known = {} if self._operators.get(purpose) != operator_id else before.found
            kept = MappingProxyType({text: known[text] for text in texts if text in known})
            missing = tuple(text for text in texts if text not in kept)
            state = AskState.WAITING if missing else AskState.DONE if texts else AskState.NOT
            answer = self._answers[purpose] = Answer(texts, state, kept, before.more and bool(kept))
            self._operators[purpose] = operator_id
            self._to_find[purpose] = missing, operator_id
        self._wake()
        return answer

    def answer(self, purpose: str) -> Answer:
        """What is known by now."""
        with self._lock:
            return self._answers.get(purpose, Answer())

    def open(self, person_id: str, operator_id: str) -> None:
        """Follow this person until the day's end; their records come with the feed."""
        with self._lock:
            self._opened.pop(person_id, None)
            self._opened[person_id] = AskState.WAITING
            for oldest in list(self._opened)[:-_REMEMBERED]:
                del self._opened[oldest]
            self._to_open[person_id] = operator_id
        self._wake()

    def opened(self, person_id: str) -> AskState:
        """How it stands with following somebody. `DONE`: their records are here, or on their way."""
        with self._lock:
            return self._opened.get(person_id, AskState.NOT)

    @property
    def reconnected(self) -> int:
        """How often the service could be reached again: what failed before may be asked once more."""
        return self._reconnected

    # From the engine's side

    def connected(self, connected: bool | None) -> None:
        """Whether the service can be reached, as the engine knows."""
        back = bool(connected) and self._connected is False
        self._connected = connected
        if back:
            self._reconnected += 1
            self._on_change({(ANSWERED, "")})

    async def run(self, calls: PersonCalls) -> None:
        """Answer until cancelled."""
        self._loop, self._woken = asyncio.get_running_loop(), asyncio.Event()
        tasks: dict[str, asyncio.Task[None]] = {}
        try:
            while True:
                for name, work in self._take(calls, self._pause_s):
                    if name in tasks:
                        tasks[name].cancel()  # nobody waits for that answer any more
                    tasks[name] = asyncio.create_task(work)
                tasks = {name: task for name, task in tasks.items() if not task.done()}
                await self._woken.wait()
                self._woken.clear()
        finally:
            self._loop = None
            for task in tasks.values():
                task.cancel()
            await asyncio.gather(*tasks.values(), return_exceptions=True)

    async def answer_now(self, calls: PersonCalls) -> None:
        """Answer what was asked until now, one after the other, and come back: for a desk without a thread."""
        for _, work in self._take(calls, 0.0):
            await work

    def _take(self, calls: PersonCalls, pause_s: float) -> list[tuple[str, Coroutine[Any, Any, None]]]:
        """The work that waits, by what it is about."""
        with self._lock:
            to_find, self._to_find = self._to_find, {}
            to_open, self._to_open = self._to_open, {}
        return [
            *((f"open {person_id}", self._open(calls, person_id, whose)) for person_id, whose in to_open.items()),
            *((f"find {purpose}", self._find(calls, purpose, wanted, pause_s)) for purpose, wanted in to_find.items()),
        ]

    async def _find(self, calls: PersonCalls, purpose: str, wanted: _ToFind, pause_s: float) -> None:
        texts, operator_id = wanted
        if texts and pause_s:
            await asyncio.sleep(pause_s)
        for text in texts:
            found, state = None, AskState.AWAY
            for _ in range(_TRIES):
                result = await _tried(calls.find_persons(text, operator_id))
                found, state = result.message, _state_of(result)
                if state is not AskState.SLOW_DOWN:
                    break
                self._note(purpose, wanted, text, None, state)
                await asyncio.sleep(min(result.retry_after_s or 1.0, _LONGEST_WAIT_S))
            self._note(purpose, wanted, text, found, state)
            if state is not AskState.DONE:
                return

    def _note(self, purpose: str, wanted: _ToFind, text: str, found: FoundPersons | None, state: AskState) -> None:
        """Keep what a text came to, if that is still wanted, and tell."""
        with self._lock:
            before = self._answers.get(purpose, Answer())
            if text not in before.texts or self._operators.get(purpose) != wanted[1]:
                return
            known = before.found if found is None else {**before.found, text: found.persons}
            if state is AskState.DONE and not all(each in known for each in before.texts):
                state = AskState.WAITING
            more = before.more or (found is not None and found.more)
            self._answers[purpose] = Answer(before.texts, state, MappingProxyType(dict(known)), more)
        self._on_change({(ANSWERED, purpose)})

    async def _open(self, calls: PersonCalls, person_id: str, operator_id: str) -> None:
        state = _state_of(await _tried(calls.open_person(person_id, operator_id)))
        with self._lock:
            self._opened[person_id] = state
        self._on_change({(ANSWERED, person_id)})

    def _wake(self) -> None:
        loop = self._loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # it ended meanwhile: nobody answers any more
                loop.call_soon_threadsafe(self._woken.set)


async def _tried(work: Awaitable[Result[M]]) -> Result[M]:
    """What a call came to; a fault of ours is like a service that does not answer as it should."""
    try:
        return await work
    except Exception as error:  # noqa: BLE001 - the screen must not wait for ever
        return Result(Reply.FAILED, code=type(error).__name__)


def _state_of(result: Result[Any]) -> AskState:
    match result.reply, result.code:
        case Reply.OK, _:
            return AskState.DONE
        case (Reply.DENIED, _) | (_, "not_allowed"):
            return AskState.NOT_ALLOWED
        case _, "person_unknown":
            return AskState.UNKNOWN
        case _, "too_many_searches":
            return AskState.SLOW_DOWN
        case _:
            return AskState.AWAY
