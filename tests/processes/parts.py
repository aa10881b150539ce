"""Service and desks as processes, in a test's hands."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from empfang.central.access import enrol, make_code
from empfang.central.database import CentralDatabase
from empfang.clock import SystemClock
from empfang.running import keep_enrolment
from tests.times import at

ROOT = Path(__file__).parents[2]


@dataclass
class Part:
    """A process that answers a line with a line."""

    process: "subprocess.Popen[str]"

    def ask(self, line: str) -> dict[str, Any]:
        """Send a line, and wait for the answer."""
        self.tell(line)
        return self.answer()

    def tell(self, line: str) -> None:
        """Send a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """The next line it prints."""
        said: dict[str, Any] = json.loads(self.read_line())
        return said

    def read_line(self) -> str:
        """A line of its output; empty at the end."""
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def end(self) -> None:
        """Stop it, if it is not stopped, and close its pipes."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()


def start(*arguments: str, **environment: str) -> Part:
    """Start this Python with the project on its path."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    return Part(process)


def start_service(database: str, port: int = 0) -> tuple[Part, str, int]:
    """`empfang central serve` on the invented day at 09:40; its address and port."""
    offset = str((at("09:40") - SystemClock().now()).total_seconds())
    part = start(
        "-m", "empfang", "--lang", "en", "central", "serve", "--database", database, "--port", str(port),
        EMPFANG_CLOCK_OFFSET_S=offset,
    )  # fmt: skip
    line = part.read_line()
    url = next(word for word in line.split() if word.startswith("http"))
    return part, url, int(url.rpartition(":")[2])


def start_desk(folder: Path) -> Part:
    """A headless desk on the store in this folder."""
    part = start("-m", "tests.processes.desk_process", str(folder))
    assert part.read_line().strip() == "ready"
    return part


def enrol_desk(database: CentralDatabase, folder: Path, url: str) -> None:
    """Enrol a desk of Kaiserslautern without asking over the wire."""
    keep_enrolment(folder, url, enrol(database, make_code(database, "KL", "", at("09:00")), at("09:00")))


def wait_until(holds: Callable[[], bool], within_s: float) -> float:
    """Seconds until it holds; fails if it does not in time."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < within_s, f"not within {within_s} s"
        time.sleep(0.02)
    return time.monotonic() - begun
