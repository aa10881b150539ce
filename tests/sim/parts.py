"""Small parts of the simulation: what is raised, where ids come from, clocks."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

T = TypeVar("T")
COORDINATOR = "op-2"
"""The only one whose word sets what holds for a day."""


class ViolationError(BaseException):
    """A rule does not hold. Nothing in the program may catch it."""

    def __init__(self, rule: str, detail: str) -> None:
        super().__init__(f"{rule}: {detail}")
        self.rule = rule
        self.detail = detail


class KilledError(BaseException):
    """`kill -9` of a desk or of the service: no code of theirs runs after it."""


class Ids:
    """Everything that is random in the program, from the seed and the step: also when other steps are left out."""

    def __init__(self, seed: int, now: Callable[[], datetime]) -> None:
        self._seed = seed
        self._now = now
        self._step = -1
        self._count = 0

    def begin_step(self, number: int) -> None:
        """What follows belongs to this step."""
        self._step, self._count = number, 0

    def _bits(self, many: int) -> int:
        self._count += 1
        said = hashlib.blake2b(f"{self._seed} {self._step} {self._count}".encode(), digest_size=32).digest()
        return int.from_bytes(said) >> (256 - many)

    def uuid7(self) -> str:
        """In the order of making, as the real ones."""
        bits = f"{self._bits(80):020x}"
        moment = f"{int(self._now().timestamp() * 1000):012x}"
        return f"{moment[:8]}-{moment[8:]}-7{bits[:3]}-8{bits[3:6]}-{bits[6:18]}"

    # What the program uses of the module `secrets`.

    def randbelow(self, end: int) -> int:
        """A number below `end`."""
        return self._bits(64) % end

    def choice(self, among: Sequence[T]) -> T:
        """One of them."""
        return among[self.randbelow(len(among))]

    def token_urlsafe(self, size: int) -> str:
        """A token."""
        return f"{self._bits(min(8 * size, 256)):x}"

    def token_hex(self, size: int) -> str:
        """A key."""
        return f"{self._bits(8 * size):0{2 * size}x}"


class DriftingClock:
    """A computer's clock that goes wrong and is set."""

    def __init__(self, true: Callable[[], datetime], offset_s: float = 0.0, drift: float = 0.0) -> None:
        self._true = true
        self._since = true()
        self.offset_s = offset_s
        self.drift = drift

    def now(self) -> datetime:
        """What it shows."""
        true = self._true()
        return true + timedelta(seconds=self.offset_s + self.drift * (true - self._since).total_seconds())


class FaultyCursor:
    """A cursor on which the given fault happens at its n-th statement."""

    def __init__(self, cursor: object, at: int, happen: Callable[[], None]) -> None:
        self._cursor = cursor
        self._left = at
        self._happen = happen

    def __getattr__(self, name: str) -> object:
        return getattr(self._cursor, name)

    def _count(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._happen()

    def execute(self, *given: object) -> "FaultyCursor":
        """Run a statement."""
        self._count()
        self._cursor.execute(*given)  # type: ignore[attr-defined]
        return self

    def executemany(self, *given: object) -> "FaultyCursor":
        """Run a statement many times."""
        self._count()
        self._cursor.executemany(*given)  # type: ignore[attr-defined]
        return self
