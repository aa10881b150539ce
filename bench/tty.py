"""A program in a pseudo-terminal, timed on the bytes that come out: an emulator in between costs more than the app."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence

_CHUNK = 65_536


class Terminal:
    """A child process on a terminal of its own (POSIX)."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], rows: int, columns: int) -> None:
        self.started = time.perf_counter()
        self._pid, self._file = pty.fork()
        if self._pid == 0:
            os.execvpe(command[0], list(command), dict(environment))
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def write(self, keys: bytes) -> None:
        """Type."""
        os.write(self._file, keys)

    def read(self, within_s: float) -> bytes:
        """What comes out within this time; empty when nothing does, or the program ended."""
        if not select.select([self._file], [], [], within_s)[0]:
            return b""
        try:
            return os.read(self._file, _CHUNK)
        except OSError:
            return b""

    def read_until(self, wanted: bytes, within_s: float) -> float:
        """Seconds until the bytes have come out, counted from now."""
        begun = time.perf_counter()
        seen = b""
        while wanted not in seen:
            left = within_s - (time.perf_counter() - begun)
            if left <= 0:
                raise TimeoutError(f"{wanted!r} did not come out within {within_s} s")
            seen = seen[-4096:] + self.read(left)
        return time.perf_counter() - begun

    def quiet(self, for_s: float) -> None:
        """Wait until nothing has come out for so long."""
        while self.read(for_s):
            pass

    def burst(self, keys: bytes, within_s: float, shown: bytes = b"") -> tuple[float, float]:
        """Type, and take in what comes out: seconds until `shown` is among it, and until the last byte."""
        begun = time.perf_counter()
        self.write(keys)
        until_shown = last = 0.0
        seen = b""
        while (left := within_s - (time.perf_counter() - begun)) > 0:
            part = self.read(left)
            if part:
                last = time.perf_counter() - begun
                seen += part
                if not until_shown and shown in seen:
                    until_shown = last
        if shown and not until_shown:
            raise TimeoutError(f"{shown!r} was not shown within {within_s} s")
        return until_shown, last

    def end(self) -> None:
        """Stop the program."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._file)
