"""Keys through a pseudo-terminal with 100,000 people, beside an empty Textual app with one input."""

import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.prepared import prepare
from bench.result import Result, beside, quantile
from bench.tty import Terminal

PEOPLE = 100_000
_KEY_S = 0.2
_QUIET_S = 0.4
_START_S = 30.0
_LIST_MS = 50.0
_SETTLED_S = 0.14
"""Long before the similar names come, which are shown below a moment later."""
TYPED = ("meier", "schmi", "anna w", "muell", "yilma", "wagne", "becke", "0170", "koch 5", "hoffm", "thoma", "krueg")
_BACKSPACE = b"\x7f"


def measure() -> list[Result]:
    """Milliseconds from key to bytes."""
    with tempfile.TemporaryDirectory(prefix="empfang-bench-") as name:
        folder = Path(name) / "desk"
        prepare(folder, PEOPLE)
        empty_first, _ = type_texts("bench.empty_app", [], b"", b"IRSTPAINT")
        ours_first, ours_last = type_texts("bench.desk_app", [str(folder)], b"\r", b"Suche")
    return [
        beside(
            f"typed letter, {PEOPLE:,} people, {name}",
            quantile(ours_first, share),
            quantile(empty_first, share),
            "ms",
            2,
        )
        for name, share in (("median", 0.5), ("p95", 0.95))
    ] + [_list(quantile(ours_last, 0.95))]


def _list(p95_ms: float) -> Result:
    return Result(f"result list, {PEOPLE:,} people, p95", p95_ms, "ms", None, "≤ 50 ms", p95_ms <= _LIST_MS)


def type_texts(
    module: str,
    arguments: list[str],
    before: bytes,
    ready: bytes,
    texts: Sequence[str] = TYPED,
    environment: Mapping[str, str] = os.environ,
    *,
    busy: bool = False,
) -> tuple[list[float], list[float]]:
    """Milliseconds from each key until its letter is out, and until the last byte is.

    A program that is `busy` never falls silent: it is not waited for.
    """
    terminal = Terminal(
        [sys.executable, "-m", module, *arguments],
        {**environment, "TERM": "xterm-256color", "TEXTUAL_FPS": "250"},
        36,
        120,
    )
    first_ms: list[float] = []
    last_ms: list[float] = []
    try:
        if before:
            terminal.read_until(b"Becker", _START_S)
            terminal.burst(b"", _KEY_S) if busy else terminal.quiet(_QUIET_S)
            terminal.write(before)
        terminal.read_until(ready, _START_S)
        terminal.burst(b"", _KEY_S) if busy else terminal.quiet(_QUIET_S)
        for text in texts:
            for place, letter in enumerate(text, start=1):
                first, last = terminal.burst(letter.encode(), _SETTLED_S, text[:place].strip().encode())
                first_ms.append(first * 1000)
                last_ms.append(last * 1000)
                terminal.burst(b"", _KEY_S - _SETTLED_S)
            for _ in text:
                terminal.burst(_BACKSPACE, _KEY_S)
    finally:
        terminal.end()
    return first_ms, last_ms
