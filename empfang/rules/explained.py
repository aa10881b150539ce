"""A line that explains something: a code that `empfang.texts` has words for, and the values in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Explained:
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
