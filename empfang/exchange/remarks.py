"""What is to be told about a row or a list: a code, its values, and the sentence made of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from empfang.rules.names import clean
from empfang.texts import say
from empfang.texts.imports import LINE, NOTES, REASONS

_LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing said about a line (or, without one, about the whole list)."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    line: int | None = None

    @property
    def phrase(self) -> str:
        """Without line and full stop, in the chosen language; values harmless for showing, and shortened."""
        text = REASONS.get(self.code) or NOTES[self.code]
        return say(text, **{name: _shown(value) for name, value in self.values.items()})

    @property
    def text(self) -> str:
        if self.line is None:
            return self.phrase[:1].upper() + self.phrase[1:] + "."
        return say(LINE, line=self.line, problems=self.phrase)


def _shown(value: object) -> object:
    if not isinstance(value, str):
        return value
    harmless = " ".join(clean(value).split())
    return harmless if len(harmless) <= _LONGEST_VALUE else harmless[: _LONGEST_VALUE - 1] + "…"
