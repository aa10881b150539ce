"""What the seeds have reached: how often each command came to which verdict, each fault, each event of note."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Coverage:
    """Counts, which add up over seeds."""

    commands: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    fewest: dict[str, float] = field(default_factory=dict)
    """The least of something in any seed."""

    def add(self, other: "Coverage") -> None:
        """Take in what another seed has reached."""
        for name in ("commands", "verdicts", "faults", "events"):
            getattr(self, name).update(getattr(other, name))
        for name, value in other.fewest.items():
            self.fewest[name] = min(value, self.fewest.get(name, value))

    def close(self) -> None:
        """A seed ended."""
        total = max(1, self.events["messages"])
        self.fewest = {
            "commands": float(sum(self.commands.values())),
            "faulty messages %": round(100 * self.events["faulty messages"] / total, 1),
        }

    def plain(self) -> dict[str, object]:
        """For JSON."""
        verdicts: dict[str, dict[str, int]] = {}
        for (kind, verdict), count in sorted(self.verdicts.items()):
            verdicts.setdefault(kind, {})[verdict] = count
        return {
            "commands": dict(sorted(self.commands.items())),
            "verdicts": verdicts,
            "faults": dict(sorted(self.faults.items())),
            "events": dict(sorted(self.events.items())),
            "fewest": self.fewest,
        }

    def table(self) -> str:
        """For people."""
        lines = ["command                recorded  verdicts"]
        for kind, count in sorted(self.commands.items()):
            found = sorted((verdict, many) for (of, verdict), many in self.verdicts.items() if of == kind)
            lines.append(f"{kind:<22} {count:>8}  " + ", ".join(f"{verdict} {many}" for verdict, many in found))
        for title, counter in (("fault", self.faults), ("event", self.events)):
            lines += ["", f"{title:<40} count", *_rows(sorted(counter.items()))]
        lines += ["", *(f"fewest {name} in a seed: {value:g}" for name, value in sorted(self.fewest.items()))]
        return "\n".join(lines)


def _rows(items: Iterable[tuple[str, int]]) -> list[str]:
    return [f"{name:<40} {count}" for name, count in items]
