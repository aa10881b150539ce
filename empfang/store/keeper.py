"""The keeper: looks after the desk's file while the clerk works, in a thread that lets everything else go first."""

import os
import sys
import threading
import time
from collections.abc import Callable

from sqlcipher3 import dbapi2

from empfang.clock import Clock
from empfang.errors import Problem
from empfang.store.care import back_up, check, state_of
from empfang.store.database import write_problem
from empfang.store.pruning import prune
from empfang.store.store import Store
from empfang.store.tx import Topics

FIRST_S = 180.0
"""After the start, when the day's first rush to the disk is over."""
EVERY_S = 86_400.0
LOOK_S = 300.0
"""How often it looks whether a new day has begun."""
AGAIN_S = 900.0
"""After a check or copy that failed."""
CARE_TROUBLE, PRUNE_TROUBLE = "care_trouble", "prune_trouble"
"""In meta, while check or copy, or pruning, fail: the code of why."""
_PATIENCE_S = 60.0
_REST_S = 0.15
_SMALL_CACHE_KB = 8_192


class Keeper:
    """Prunes when a day begins; checks and copies some minutes after the start, daily, and when the shift ends."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        on_change: Callable[[Topics], None] = lambda _topics: None,
        first_s: float = FIRST_S,
        every_s: float = EVERY_S,
        again_s: float = AGAIN_S,
        look_s: float = LOOK_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`store` becomes its own. `on_change` is called in its thread."""
        self._store = store
        self._clock = clock
        self._on_change = on_change
        self._first_s, self._every_s, self._again_s, self._look_s = first_s, every_s, again_s, look_s
        self._monotonic = monotonic
        self._copied = ""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="empfang-keeper", daemon=True)

    def start(self) -> None:
        """Begin. Returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """The shift ends: copy what is new, and end."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_S)
        elif self._thread.ident is None:
            self._store.close()

    def care(self) -> None:
        """Check and copy now. A damaged file is not copied: the good copies stay.

        Raises:
            Problem: it could not be done, or not be noted.
        """
        state = state_of(self._store.database)
        now = self._clock.now()
        if check(self._store.database, now) is None:
            back_up(self._store.database, now)
            self._copied = state

    def _run(self) -> None:
        _let_others_go_first()
        self._store.database.connection.execute(f"PRAGMA cache_size = -{_SMALL_CACHE_KB}")
        due = self._monotonic() + self._first_s
        try:
            while not self._stopping.is_set():
                self._try(self._prune, PRUNE_TROUBLE)
                if self._monotonic() >= due:
                    went_well = self._try(self.care, CARE_TROUBLE)
                    due = self._monotonic() + (self._every_s if went_well else self._again_s)
                self._stopping.wait(max(0.0, min(self._look_s, due - self._monotonic())))
            self._try(self._care_at_the_end, CARE_TROUBLE)
        finally:
            self._store.close()

    def _care_at_the_end(self) -> None:
        if state_of(self._store.database) != self._copied:
            self.care()

    def _prune(self) -> None:
        topics = prune(self._store.database, self._clock.now(), lambda: self._stopping.wait(_REST_S))
        if topics:
            self._on_change(topics)

    def _try(self, work: Callable[[], None], trouble_key: str) -> bool:
        """Do it; what goes wrong is noted for status and doctor, and tried again later."""
        trouble: str | None = None
        try:
            work()
        except Problem as problem:
            trouble = problem.code
        except dbapi2.DatabaseError as error:
            trouble = write_problem(error).code
        except Exception as error:  # noqa: BLE001 - care must not end because of it
            trouble = type(error).__name__
        try:
            if trouble != self._store.meta(trouble_key):
                self._store.set_meta(**{trouble_key: trouble})
        except (Problem, dbapi2.DatabaseError):
            # The store takes nothing at all: the clerk's next action is told so.
            return False
        return trouble is None


def _let_others_go_first() -> None:
    """Give this thread less of the processor; where the system has no such thing per thread, it stays as it is."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415

        kernel = ctypes.windll.kernel32
        kernel.SetThreadPriority(kernel.GetCurrentThread(), -2)
    elif sys.platform.startswith("linux"):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
