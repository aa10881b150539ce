"""The day's clock: it runs at real speed, and leaps over the time in which nobody comes.

So whatever the service and the desks do with each other takes as long as it does on any day, and a day of eleven hours
is over in two minutes. All processes of the replay have the same clock: how far it is ahead lies in a file that they
share in memory.
"""

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

_CELLS = struct.Struct("=qq")


class DayClock:
    """The computer's clock, moved by what the file says (microseconds, written twice)."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _CELLS.size)

    @classmethod
    def begin(cls, path: Path, at: datetime) -> "DayClock":
        """Make the file, for a clock that shows this moment now."""
        path.write_bytes(_CELLS.pack(0, 0))
        clock = cls(path)
        clock.leap_to(at)
        return clock

    def now(self) -> datetime:
        """The day's moment."""
        while True:
            first, second = _CELLS.unpack_from(self._shared)
            # While they differ, the leap is just being written.
            if first == second:
                return datetime.now(UTC) + timedelta(microseconds=first)

    def leap_to(self, moment: datetime) -> None:
        """Make it this moment now; only the replay itself does that."""
        ahead = (moment - datetime.now(UTC)) // timedelta(microseconds=1)
        _CELLS.pack_into(self._shared, 0, ahead, ahead)

    def close(self) -> None:
        """Give the file back."""
        self._shared.close()
