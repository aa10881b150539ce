"""How far this computer's clock is off, measured against the service's."""

import threading
from datetime import datetime, timedelta

from empfang.clock import Clock
from empfang.store import Store

_DRIFT_S = 0.05
"""A new measurement counts if it is about as sure as the old one, or if both cannot be true: the clock was set."""


class Correction:
    """The offset of the desk's clock; read by the screens, written by the engine."""

    def __init__(self, offset_s: float = 0.0, uncertainty_s: float | None = None) -> None:
        self._lock = threading.Lock()
        self._offset_s = offset_s
        self._uncertainty_s = uncertainty_s

    @classmethod
    def of_store(cls, store: Store) -> "Correction":
        """The last one measured."""
        uncertainty = store.meta("clock_uncertainty_s")
        return cls(float(store.meta("clock_offset_s") or 0), None if uncertainty is None else float(uncertainty))

    def to_store(self, store: Store) -> None:
        """Keep it for the next start."""
        offset, uncertainty = self.read()
        store.set_meta(clock_offset_s=str(offset), clock_uncertainty_s=str(uncertainty))

    def read(self) -> tuple[float, float | None]:
        """Seconds to add to the computer's clock, and how unsure that is (None: never compared)."""
        with self._lock:
            return self._offset_s, self._uncertainty_s

    def compare(self, asked: datetime, told: datetime, answered: datetime) -> bool:
        """Take in a question at `asked`, answered at `answered`, with the service's time; True if it counted."""
        half_trip_s = (answered - asked).total_seconds() / 2
        with self._lock:
            if half_trip_s < 0:
                return False
            offset_s = (told - asked).total_seconds() - half_trip_s
            if self._uncertainty_s is not None:
                surer = half_trip_s <= self._uncertainty_s + _DRIFT_S
                contradicts = abs(offset_s - self._offset_s) > half_trip_s + self._uncertainty_s
                if not surer and not contradicts:
                    return False
            self._offset_s, self._uncertainty_s = offset_s, half_trip_s
            return True


class CorrectedClock:
    """The desk's clock with the correction added."""

    def __init__(self, clock: Clock, correction: Correction) -> None:
        self._clock = clock
        self.correction = correction

    def now(self) -> datetime:
        """The service's time, as well as it is known."""
        return self._clock.now() + timedelta(seconds=self.correction.read()[0])
