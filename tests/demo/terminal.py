"""A program in a real pseudo-terminal, as somebody sees it."""

import os
import sys
import time
from pathlib import Path

import pexpect
import pyte

ROOT = Path(__file__).parents[2]


class Screen:
    """A program in a terminal, as somebody sees it."""

    def __init__(self, arguments: list[str], home: Path, size: tuple[int, int]) -> None:
        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.child = pexpect.spawn(
            sys.executable, ["-m", "empfang", *arguments], cwd=str(ROOT), dimensions=(rows, columns), timeout=60,
            env={**os.environ, "TMPDIR": str(home), "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"),
                 "XDG_DATA_HOME": str(home / "data"), "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    def look(self, for_s: float = 0.1) -> str:
        """Take in what comes out, and give the screen's text."""
        try:
            while True:
                self._stream.feed(self.child.read_nonblocking(65_536, for_s))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return "\n".join(self.screen.display)

    def wait_for(self, text: str, within_s: float = 40) -> str:
        """The screen once it shows this text."""
        until = time.monotonic() + within_s
        # A long path of the test's folder may break a line anywhere.
        while text not in (seen := self.look()) and text not in seen.replace("\n", ""):
            assert time.monotonic() < until, f"{text!r} is not shown:\n{seen}"
        return seen

    def wait_until_gone(self, text: str, within_s: float = 20) -> str:
        """The screen once it does not show this text any more."""
        until = time.monotonic() + within_s
        while text in (seen := self.look()):
            assert time.monotonic() < until, f"{text!r} is still shown:\n{seen}"
        return seen

    def type(self, keys: str) -> None:
        """Press keys."""
        self.child.send(keys)


def leave(screen: Screen) -> float:
    """End the shift; seconds until the program is gone."""
    screen.type("\x11")
    screen.wait_for("Schicht beenden?")
    begun = time.monotonic()
    screen.type("j")
    screen.child.expect(pexpect.EOF)
    screen.child.wait()
    return time.monotonic() - begun
