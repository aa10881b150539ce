"""What a rule tells, without words: a code and its values, of which `empfang.texts` makes a line."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Explained:
    """One line: which sentence, and what is filled in, by name. Moments are aware, shares between 0 and 1."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


def explained(code: str, **values: object) -> Explained:
    """The line with this code."""
    return Explained(code, values)
