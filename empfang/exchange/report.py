"""What became of a list that was imported."""

from dataclasses import dataclass
from typing import Any

from empfang.errors import Exit
from empfang.exchange.lists import Rejection
from empfang.rules.matching import Pair


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a list. `changed` rows came differently than before and are not applied; `missing` ones were in
    an earlier list of the same day and are not in this one; neither is ever taken back by itself.
    """

    imported: int
    unchanged: int
    changed: tuple[int, ...]
    missing: int
    rejections: tuple[Rejection, ...]
    pairs: tuple[Pair, ...]
    unused_columns: tuple[str, ...]
    notes: tuple[str, ...]
    run_id: str | None

    @property
    def exit(self) -> Exit:
        """OK if every row is in, now or before; rows that came differently are not taken over."""
        if not self.imported and not self.unchanged and not self.changed:
            return Exit.NOTHING_DONE
        return Exit.SOME_REJECTED if self.rejections or self.changed else Exit.OK

    def as_json(self) -> dict[str, Any]:
        """The object that scripts rely on (design 2)."""
        return {
            "imported": self.imported,
            "unchanged": self.unchanged,
            "changed": len(self.changed),
            "missing": self.missing,
            "rejected": len(self.rejections),
            "rejections": [rejection.as_json() for rejection in self.rejections],
            "suspected_pairs": len(self.pairs),
            "pairs": [{"a": pair.a, "b": pair.b, "why": list(pair.why)} for pair in self.pairs],
            "unused_columns": list(self.unused_columns),
            "notes": list(self.notes),
        }
