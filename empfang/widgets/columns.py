"""Statements side by side, in as many lines as they need."""

from collections.abc import Sequence
from dataclasses import dataclass

from empfang.widgets.cells import fit, wrap
from empfang.widgets.lines import Line, Span

GAP = 2
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, what was said, who said it. `role` is that of what was said."""

    heading: str
    said: str
    who: tuple[str, ...] = ()
    role: str = ""


def side_by_side(columns: Sequence[Column], width: int) -> list[Line]:
    """The columns in equal parts of the width."""
    if not columns:
        return []
    room = (width - GAP * (len(columns) - 1)) // len(columns)
    said = [wrap(column.said, room, _MOST_LINES) for column in columns]
    who = [[line for part in column.who for line in wrap(part, room, 2)] for column in columns]
    lines = [_line([(column.heading, "quiet") for column in columns], room)]
    for texts, roles in ((said, [column.role or "strong" for column in columns]), (who, [""] * len(columns))):
        for y in range(max(map(len, texts))):
            lines.append(
                _line([(of[y] if y < len(of) else "", role) for of, role in zip(texts, roles, strict=True)], room)
            )
    return lines


def _line(cells: Sequence[Span], room: int) -> Line:
    spans: list[Span] = []
    for place, (text, role) in enumerate(cells):
        if place:
            spans.append((" " * GAP, ""))
        spans.append((fit(text, room), role))
    return tuple(spans)
