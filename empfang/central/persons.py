"""The calls about persons beside the feed: searching, and opening whom one has found. For hotline desks only.

A reception has its own centre's people with it, and needs nobody else's. A hotline desk searches the centres it serves,
in the name of an operator who works there.
"""

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from empfang.central import access, view_log
from empfang.central.database import CentralDatabase
from empfang.central.limits import Limiter
from empfang.central.opening import is_its_business, open_person
from empfang.central.person_search import find_persons
from empfang.central.view_log import Searched, ViewLog
from empfang.clock import Clock
from empfang.errors import ServiceProblem
from empfang.protocol import MAX_FOUND, SHORTEST_SEARCH, FoundPersons
from empfang.rows import Cursor

T = TypeVar("T")
_THREADS = 3
AT_ONCE, A_SECOND = 40, 3.0
"""Searches of one desk. Nobody types faster for long; to read a hundred thousand people so takes hours, and is seen."""


class Persons:
    """Searching and opening, in threads of their own: a search must not hold up who asks for changes."""

    def __init__(self, database: CentralDatabase, clock: Clock, time_s: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock
        self._pace = Limiter(AT_ONCE, 1 / A_SECOND, time_s)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="empfang-persons")
        self._log = ViewLog(functools.partial(self._run, view_log.write, database))

    def close(self) -> None:
        """No more."""
        self._threads.shutdown(cancel_futures=True)

    async def find(self, caller: access.Caller, operator_id: str, text: str, limit: int = MAX_FOUND) -> FoundPersons:
        """Who may be meant. The search is written down first, without its text.

        Raises:
            ServiceProblem: `not_allowed`; `search_short`; `too_many_searches` with `retry_after_s`.
        """
        if len(text.strip()) < SHORTEST_SEARCH:
            raise ServiceProblem("search_short")
        wait_s = self._pace.take(caller.desk_id)
        if wait_s > 0:
            raise ServiceProblem("too_many_searches", retry_after_s=wait_s)
        found = await self._run(self._find, caller, operator_id, text, limit)
        await self._log.note(Searched(caller.desk_id, operator_id, self._clock.now(), len(found.persons)))
        return found

    async def open(self, caller: access.Caller, operator_id: str, person_id: str) -> None:
        """Let a person into the stream of the desk that asks, until the day's end.

        Raises:
            ServiceProblem: `not_allowed`; `person_unknown`, also of whom the desk has no business with.
        """
        await self._run(self._open, caller, operator_id, person_id)

    def _find(self, caller: access.Caller, operator_id: str, text: str, limit: int) -> FoundPersons:
        with self._database.reading() as cursor:
            self._demand(cursor, caller, operator_id)
            return find_persons(cursor, self._database.flavour, caller.centre_ids, text, limit)

    def _open(self, caller: access.Caller, operator_id: str, person_id: str) -> None:
        flavour = self._database.flavour
        with self._database.writing() as cursor:
            self._demand(cursor, caller, operator_id)
            # PostgreSQL takes no NUL in a text.
            known = "\0" not in person_id and is_its_business(cursor, flavour, caller, person_id)
            if not known or not open_person(cursor, flavour, caller.desk_id, person_id, self._clock.now(), operator_id):
                raise ServiceProblem("person_unknown")

    def _demand(self, cursor: Cursor, caller: access.Caller, operator_id: str) -> None:
        if "\0" in operator_id or not access.may_search(cursor, self._database.flavour, caller, operator_id):
            raise ServiceProblem("not_allowed")

    async def _run(self, work: Callable[..., T], *args: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, functools.partial(work, *args))
