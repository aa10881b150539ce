"""The replay's side of its processes: starting, asking, killing, and clearing away."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

from empfang.errors import Problem

_ENDS_WITHIN_S = 5.0
_STARTS_WITHIN_S = 60.0


class Seat(NamedTuple):
    """Where somebody works: which part of the replay it is (`parts`), and its folder's name."""

    part: str
    name: str


class Said(NamedTuple):
    """A desk's message; an empty one when its output has ended."""

    desk: int
    process: "DeskProcess"
    message: dict[str, Any]


def _start(part: str, folder: Path, rest: str) -> "subprocess.Popen[str]":
    with (folder / "parts.log").open("a", encoding="utf-8") as log:
        return subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-m", "empfang", "replay-part", part, str(folder), rest],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            encoding="utf-8",
            start_new_session=True,
            env={**os.environ, "PYTHONUTF8": "1"},
        )


def _end(process: "subprocess.Popen[str]", within_s: float) -> None:
    try:
        process.wait(within_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class ServiceProcess:
    """The service on a loopback port that stays the same when it is started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = 0
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where desks find it."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def runs(self) -> bool:
        """Whether it was started and not stopped."""
        return self._process is not None

    def must_run(self) -> None:
        """Raises Problem `replay_part_ended` if it has ended without being stopped."""
        if self._process is not None and self._process.poll() is not None:
            raise Problem("replay_part_ended", part="service")

    def start(self) -> float:
        """Start it; gives the computer's time at which it listens."""
        self._process = _start("service", self._folder, str(self._port))
        line = self._process.stdout.readline().strip() if self._process.stdout else ""
        if not line.isdigit():
            raise Problem("replay_part_ended", part="service")
        self._port = int(line)
        return time.time()

    def stop(self) -> None:
        """Stop it as an administrator would."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        _end(process, _ENDS_WITHIN_S)
        _close(process)


class DeskProcess:
    """A desk's process. What it says goes to `heard`, from a thread of its own."""

    def __init__(self, number: int, seat: Seat, folder: Path, heard: "queue.SimpleQueue[Said]") -> None:
        self.number = number
        self.seat = seat
        self._heard = heard
        self._process = _start(seat.part, folder, seat.name)
        self._ready = threading.Event()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def wait_until_ready(self) -> None:
        """Wait until its store is open and its engine runs."""
        if not self._ready.wait(_STARTS_WITHIN_S) or self._process.poll() is not None:
            raise Problem("replay_part_ended", part=self.seat.name)

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            # A killed process may leave half a line.
            with contextlib.suppress(ValueError):
                message = json.loads(line)
                if "ready" in message:
                    self._ready.set()
                else:
                    self._heard.put(Said(self.number, self, message))
        self._ready.set()
        self._heard.put(Said(self.number, self, {}))

    def tell(self, **wish: object) -> None:
        """Send it a wish."""
        with contextlib.suppress(BrokenPipeError):
            if self._process.stdin is not None:
                self._process.stdin.write(json.dumps(wish) + "\n")
                self._process.stdin.flush()

    def kill(self) -> None:
        """The computer goes out: no goodbye, nothing is finished (SIGKILL)."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        _close(self._process)

    def end(self) -> None:
        """End it as a clerk would who leaves."""
        self.tell(do="end")
        _end(self._process, _ENDS_WITHIN_S)
        self._listener.join()
        _close(self._process)


def _close(process: "subprocess.Popen[str]") -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
