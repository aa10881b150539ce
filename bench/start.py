"""From starting the desk until the search field shows a result, beside an empty Textual app's first paint."""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.desk_app import NOW
from bench.prepared import prepare
from bench.result import Result, beside, quantile
from bench.tty import Terminal

PEOPLE = 100_000
_TRIES = 7
_WITHIN_S = 30.0


def measure() -> list[Result]:
    """Milliseconds; the median of some starts, in turns."""
    empty: list[float] = []
    ours: list[float] = []
    with tempfile.TemporaryDirectory(prefix="empfang-bench-") as name:
        folder = Path(name) / "desk"
        prepare(folder, PEOPLE)
        for _ in range(_TRIES):
            empty.append(_start("bench.empty_app", [], b"", b"IRSTPAINT"))
            ours.append(_start("empfang", [], b"meier", b"Meier", folder))
    return [beside("start until a result shows", quantile(ours, 0.5), quantile(empty, 0.5), "ms", 3)]


def _start(module: str, arguments: list[str], keys: bytes, wanted: bytes, folder: Path | None = None) -> float:
    """Milliseconds from the start until this is on the screen. A name is picked and typed as fast as it can be."""
    offset_s = (NOW - datetime.now(UTC)).total_seconds()
    environment = {
        **os.environ,
        "TERM": "xterm-256color",
        "EMPFANG_DESK_FOLDER": str(folder),
        "EMPFANG_CLOCK_OFFSET_S": str(offset_s),
    }
    terminal = Terminal([sys.executable, "-m", module, *arguments], environment, 36, 120)
    try:
        if keys:
            terminal.read_until(b"Becker", _WITHIN_S)
            terminal.write(b"\r")
            terminal.read_until(b"Suche", _WITHIN_S)
            terminal.write(keys)
        terminal.read_until(wanted, _WITHIN_S)
        return (time.perf_counter() - terminal.started) * 1000
    finally:
        terminal.end()
