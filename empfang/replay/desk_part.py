"""A desk without a screen, in a process of its own.

It reads a JSON object per line and answers with one; what its engine brings and tells comes in between.
"""

import contextlib
import json
import random
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from empfang.desk import UNNAMED, Desk
from empfang.model import Operator
from empfang.replay.clock import DayClock
from empfang.rows import Rows
from empfang.store import Store, open_store
from empfang.store.database import claim
from empfang.store.tx import Topics
from empfang.sync import Engine

Wish = dict[str, Any]


class DeskPart:
    """A desk: its store and its engine. Whoever works at it adds to `does` what they do when they are told to."""

    def __init__(self, folder: Path, clock: DayClock) -> None:
        self._claimed = claim(folder)
        self._saying = threading.Lock()
        self._lock = threading.Lock()
        self._brought: Topics = set()
        self._seen: set[str] = set()
        self.store = Store(open_store(folder))
        self.rows = Rows(self.store.database.connection.cursor(), "sqlite")
        self.engine = Engine(self.store.another(), clock, random.random, on_change=self._bring)
        self.desk = Desk(self.store, clock, wake=self.engine.wake, correction=self.engine.correction, by_rules=True)
        self.does: dict[str, Callable[[Wish], dict[str, Any]]] = {"state": self.state}

    def work(self) -> bool:
        """Answer until told to end; False if the input ends without a word."""
        self.follow()
        self.engine.start()
        self._say({"ready": True})
        for line in sys.stdin:
            wish = json.loads(line)
            if wish["do"] == "end":
                self.engine.stop()
                self.store.close()
                self._say({"ended": True})
                return True
            self.follow()
            answer = self.does[wish["do"]](wish)
            self._say({**answer, "token": wish.get("token")})
        return False

    @property
    def loaded(self) -> bool:
        """Whether the first download is done."""
        return self.store.standing().cursor is not None

    @property
    def connected(self) -> bool:
        """Whether the service answered last."""
        return bool(self.engine.progress.connected)

    def follow(self) -> None:
        """What the app does, too: what is kept in memory follows what the engine brought."""
        with self._lock:
            topics, self._brought = self._brought, set()
        topics = {each for each in topics if self.follows(each[0])}
        if topics:
            self.desk.took_in(topics)
        if self.desk.operator_id == UNNAMED:
            operator = next((each for each in self.desk.operators() if self.is_me(each)), None)
            if operator is not None:
                self.desk.sign_in(operator.id)

    def follows(self, kind: str) -> bool:
        """Whether something is kept in memory about records of this kind."""
        raise NotImplementedError

    def is_me(self, operator: Operator) -> bool:
        """Who works here."""
        raise NotImplementedError

    def state(self, _wish: Wish) -> dict[str, Any]:
        """How it stands with sending and fetching."""
        count = self.store.database.connection.execute
        return {
            "unsent": self.store.unsent_count()[0],
            "unsettled": count("SELECT count(*) FROM outbox WHERE settled_at IS NULL").fetchone()[0],
            "cursor": self.store.standing().cursor,
            "connected": self.engine.progress.connected,
            "blocked": self.engine.progress.blocked,
        }

    def _bring(self, topics: Topics) -> None:
        """In the engine's thread: other desks' check-ins are on the screen from now on."""
        now = time.time()
        with self._lock:
            self._brought |= topics
        visits = [record_id for kind, record_id in topics if kind == "encounter" and record_id not in self._seen]
        self._seen.update(visits)
        if visits:
            self._say({"saw": visits, "at": now})

    def _say(self, message: dict[str, Any]) -> None:
        # When nobody listens any more, the input ends, too.
        with self._saying, contextlib.suppress(BrokenPipeError):
            sys.stdout.write(json.dumps(message) + "\n")
            sys.stdout.flush()
