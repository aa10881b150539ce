"""The replay's own processes: the service, and desks without a screen. Each ends when its input does.

A desk reads a JSON object per line and answers with one; what its engine brings and tells comes in between.
"""

import contextlib
import json
import os
import random
import shutil
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from empfang.errors import ServiceProblem
from empfang.replay.clock import DayClock

CLOCK_FILE = "clock"
_PORT_WITHIN_S = 20.0
_LOOK_S = 0.1
_TRIES = 50


def run(part: str, folder: Path, rest: str) -> None:
    """Be this part of the replay in `folder` until it ends: `service` on port `rest`, or the desk named `rest`."""
    try:
        clock = DayClock(folder / CLOCK_FILE)
        if part == "service":
            threading.Thread(target=_end_with_input, args=(folder,), daemon=True).start()
            _service(folder, clock, int(rest))
        else:
            _DeskPart(folder / rest, clock).work(folder)
    except Exception:
        if not (folder / CLOCK_FILE).exists():
            # The replay was ended while this part was still starting, and the others have cleared away already.
            _leave(folder)
        raise


def _end_with_input(folder: Path) -> None:
    sys.stdin.read()
    _leave(folder)


def _leave(folder: Path) -> None:
    """The replay is gone without a word: leave at once, and nothing behind."""
    for _ in range(_TRIES):
        # The others do the same, and some may just have written something: only an empty folder can go.
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break
        time.sleep(_LOOK_S)
    os._exit(0)


def _service(folder: Path, clock: DayClock, port: int) -> None:
    from empfang.central import serve as serving  # noqa: PLC0415 - only this part is a service
    from empfang.central.database import CentralDatabase  # noqa: PLC0415

    until = time.monotonic() + _PORT_WITHIN_S
    while True:
        try:
            listener = serving.bind("127.0.0.1", port)
            break
        except ServiceProblem:
            # During the outage the computer may have lent the port to somebody for a moment.
            if time.monotonic() > until:
                raise
            time.sleep(_LOOK_S)
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    serving.serve(CentralDatabase(folder / "central.db"), clock, listener)


class _DeskPart:
    """A desk: its store, its engine, and a clerk who lets in whoever is announced."""

    def __init__(self, folder: Path, clock: DayClock) -> None:
        from empfang.desk import Desk  # noqa: PLC0415 - only this part is a desk
        from empfang.rows import Rows  # noqa: PLC0415
        from empfang.store import Store, open_store  # noqa: PLC0415
        from empfang.store.database import claim  # noqa: PLC0415
        from empfang.sync import Engine  # noqa: PLC0415

        self._claimed = claim(folder)
        self._saying = threading.Lock()
        self._store = Store(open_store(folder))
        self._rows = Rows(self._store.database.connection.cursor(), "sqlite")
        self._seen: set[str] = set()
        self._engine = Engine(self._store.another(), clock, random.random, on_change=self._brought)
        self._desk = Desk(self._store, clock, wake=self._engine.wake, correction=self._engine.correction, by_rules=True)
        self._news = threading.Event()

    def work(self, root: Path) -> None:
        """Answer until told to end."""
        self._sign_in()
        self._engine.start()
        self._say({"ready": True})
        for line in sys.stdin:
            wish = json.loads(line)
            if wish["do"] == "end":
                self._engine.stop()
                self._store.close()
                self._say({"ended": True})
                return
            self._say(self._admit(wish) if wish["do"] == "admit" else self._state())
        _leave(root)

    def _sign_in(self) -> None:
        operators = self._desk.operators()
        if operators:
            self._desk.sign_in(operators[0].id)

    def _admit(self, wish: dict[str, Any]) -> dict[str, Any]:
        from empfang.replay.clerk import receive  # noqa: PLC0415

        if self._news.is_set():
            # What the app does, too: what is kept in memory follows.
            self._news.clear()
            self._desk.took_in({("centre", ""), ("operator", "")})
            if self._desk.operator_id == "unnamed":
                self._sign_in()
        loaded = self._store.standing().cursor is not None
        begun = time.perf_counter()
        received = receive(self._desk, self._rows, wish["code"], loaded=loaded)
        took_s = time.perf_counter() - begun
        until = received.possible_from
        return {
            **asdict(received),
            "visitor": wish["visitor"],
            "possible_from": None if until is None else until.isoformat(),
            "took_s": took_s,
            "at": time.time(),
        }

    def _state(self) -> dict[str, Any]:
        count = self._store.database.connection.execute
        return {
            "state": True,
            "unsent": self._store.unsent_count()[0],
            "unsettled": count("SELECT count(*) FROM outbox WHERE settled_at IS NULL").fetchone()[0],
            "cursor": self._store.standing().cursor,
            "connected": self._engine.progress.connected,
            "blocked": self._engine.progress.blocked,
        }

    def _brought(self, topics: set[tuple[str, str]]) -> None:
        """In the engine's thread: other desks' check-ins are on the screen from now on."""
        now = time.time()
        if any(kind in {"centre", "operator", "desk"} for kind, _ in topics):
            self._news.set()
        visits = [record_id for kind, record_id in topics if kind == "encounter" and record_id not in self._seen]
        self._seen.update(visits)
        if visits:
            self._say({"saw": visits, "at": now})

    def _say(self, message: dict[str, Any]) -> None:
        # When nobody listens any more, the input ends, too.
        with self._saying, contextlib.suppress(BrokenPipeError):
            sys.stdout.write(json.dumps(message) + "\n")
            sys.stdout.flush()
