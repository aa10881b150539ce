"""Keys at the list of whom to call, through a pseudo-terminal: 4,300 who wait, and the outcome and the next call.

A digit is held for 25 ms, as everywhere: it might be the first one of a scan (`rules.scanner`).
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.calling import NOW, lease_first, prepare_calls
from bench.result import Result, quantile
from bench.tty import Terminal
from empfang.clock import CallableClock, SystemClock
from empfang.desk import Desk
from empfang.rules.vials import Dose
from empfang.running import run_desk
from empfang.store import Store, open_store

WAITING = 4_300
_MOVES, _CALLS = 60, 40
_SETTLED_S = 0.4
_START_S, _BUILT_S, _QUIET_S, _BUILT_QUIET_S = 30.0, 60.0, 0.4, 3.0
_MOST_MS = 50.0
_MARK, _CALL, _NEXT = "▸".encode(), b"ANRUF", "Nächster Anruf".encode()
_F4, _DOWN, _UP, _ENTER, _NO_ANSWER = b"\x1bOS", b"\x1b[B", b"\x1b[A", b"\r", b"1"


def measure() -> list[Result]:
    """Milliseconds from the key until what it leads to is on the screen."""
    with TemporaryDirectory(prefix="empfang-bench-") as name:
        folder = Path(name) / "desk"
        prepare_calls(folder, WAITING)
        store = Store(open_store(folder))
        desk = Desk(store, CallableClock(lambda: NOW))
        desk.sign_in("op")
        for _ in range(8):
            desk.doses.open_vial(Dose("COM"))
        while desk.calling.go_on():
            pass
        lease_first(store, desk, _CALLS)
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
        moves = [_took(terminal, _DOWN if place % 20 < 10 else _UP, _MARK) for place in range(_MOVES)]
        calls = [_took(terminal, *each) for each in ((_ENTER, _CALL), (_NO_ANSWER, _NEXT)) * _CALLS]
    finally:
        terminal.end()
    return [
        _result("up and down", moves),
        _result("Enter: the call", calls[::2]),
        _result("outcome, and the list anew", calls[1::2]),
    ]


def _took(terminal: Terminal, key: bytes, shown: bytes) -> float:
    found, _ = terminal.burst(key, _SETTLED_S, shown)
    return found * 1000


def _result(name: str, took: list[float]) -> Result:
    p95 = quantile(took, 0.95)
    return Result(f"{name}, {WAITING:,} who wait, p95", p95, "ms", None, f"≤ {_MOST_MS:g} ms", p95 <= _MOST_MS)


if __name__ == "__main__":
    run_desk(Path(sys.argv[1]), SystemClock(NOW - datetime.now(UTC)))
