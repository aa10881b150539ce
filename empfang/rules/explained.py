"""What a rule tells, without words: a code and its values, of which `empfang.texts` makes a line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

Value = str | int | float | datetime | None


@dataclass(frozen=True, slots=True)
class Explained:
    """One line: which sentence, and what is filled in. Times are aware, shares between 0 and 1."""

    code: str
    filled_in: tuple[tuple[str, Value], ...] = ()

    @property
    def values(self) -> Mapping[str, Value]:
        """By their names in the sentence."""
        return dict(self.filled_in)


def explained(code: str, **values: Value) -> Explained:
    """The line with this code."""
    return Explained(code, tuple(values.items()))
