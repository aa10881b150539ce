"""Keys at the list of whom to call, through a pseudo-terminal: 4,300 who wait, and the outcome and the next call."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.calling import NOW, prepare_calls
from bench.result import Result, quantile
from bench.tty import Terminal
from empfang.clock import CallableClock, SystemClock
from empfang.desk import Desk
from empfang.rules.vials import Dose
from empfang.running import run_desk
from empfang.store import Store, open_store

WAITING = 4_300
_MOVES, _CALLS = 60, 40
_SETTLED_S, _BETWEEN_S = 0.16, 0.25
_START_S, _BUILT_S, _QUIET_S, _BUILT_QUIET_S = 30.0, 60.0, 0.4, 3.0
_MOST_MS = 50.0
_F4, _DOWN, _UP, _ENTER, _NO_ANSWER = b"\x1bOS", b"\x1b[B", b"\x1b[A", b"\r", b"1"


def measure() -> list[Result]:
    """Milliseconds from the key until the last byte of the screen is out."""
    with TemporaryDirectory(prefix="empfang-bench-") as name:
        folder = Path(name) / "desk"
        prepare_calls(folder, WAITING)
        store = Store(open_store(folder))
        desk = Desk(store, CallableClock(lambda: NOW))
        desk.sign_in("op")
        for _ in range(8):
            desk.doses.open_vial(Dose("COM"))
        store.close()
        return _at_the_screen(folder)


def _at_the_screen(folder: Path) -> list[Result]:
    terminal = Terminal(
        [sys.executable, "-m", "bench.call_keys", str(folder)],
        {**os.environ, "TERM": "xterm-256color", "TEXTUAL_FPS": "250"},
        36,
        120,
    )
    try:
        terminal.read_until(b"Becker", _START_S)
        terminal.quiet(_QUIET_S)
        terminal.write(_ENTER)
        terminal.read_until(b"Suche", _START_S)
        terminal.write(_F4)
        terminal.read_until("möglich".encode(), _BUILT_S)
        terminal.quiet(_BUILT_QUIET_S)
        moves = _took(terminal, [_DOWN if place % 20 < 10 else _UP for place in range(_MOVES)])
        calls = _took(terminal, [_ENTER, _NO_ANSWER] * _CALLS)
    finally:
        terminal.end()
    return [
        _result("up and down", moves),
        _result("Enter: the call", calls[::2]),
        _result("outcome, and the list anew", calls[1::2]),
    ]


def _took(terminal: Terminal, keys: Sequence[bytes]) -> list[float]:
    found = []
    for key in keys:
        _, last = terminal.burst(key, _SETTLED_S)
        if not last:
            raise TimeoutError(f"nothing came out within {_SETTLED_S} s after {key!r}")
        found.append(last * 1000)
        terminal.burst(b"", _BETWEEN_S)
    return found


def _result(name: str, took: list[float]) -> Result:
    p95 = quantile(took, 0.95)
    return Result(f"{name}, {WAITING:,} who wait, p95", p95, "ms", None, f"≤ {_MOST_MS:g} ms", p95 <= _MOST_MS)


if __name__ == "__main__":
    run_desk(Path(sys.argv[1]), SystemClock(NOW - datetime.now(UTC)))
