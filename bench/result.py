"""One measurement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """A value beside its baseline; `ratio` is value / baseline, `target` the bound in words."""

    name: str
    value: float
    unit: str
    baseline: float | None
    target: str
    ok: bool

    @property
    def ratio(self) -> float | None:
        return None if not self.baseline else self.value / self.baseline

    def as_json(self) -> dict[str, Any]:
        """The object that scripts rely on (design 2)."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "baseline": self.baseline,
            "ratio": self.ratio,
            "target": self.target,
            "ok": self.ok,
        }

    def line(self) -> str:
        """For people."""
        beside = "" if self.baseline is None else f"  beside {self.baseline:9.3f} = {self.ratio:5.2f}×"
        return f"{'✓' if self.ok else '!'} {self.name:52} {self.value:9.3f} {self.unit}{beside}  ({self.target})"


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def beside(name: str, value: float, baseline: float, unit: str, most: float, bound: float | None = None) -> Result:
    """A value that may be `most` times its baseline, and no more than `bound`."""
    within = value <= most * baseline and (bound is None or value <= bound)
    target = f"≤ {most:g}×" + ("" if bound is None else f", ≤ {bound:g} {unit}")
    return Result(name, value, unit, baseline, target, within)
