"""A widget of lines that draws again only those that changed, and never measures anything."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

Span = tuple[str, str]
"""A text, and the role that gives it its style: "", or one of `ROLES`."""
Line = tuple[Span, ...]
WIDE = 110
"""From this width on, lists and forms are wider."""
ROLES = ("good", "ask", "stop", "quiet", "strong", "title", "say", "key", "selected", "bar")


class Lines(Widget):
    """Shows lines of spans. Subclasses say in `lines_for` what is there at a given size."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"lines--{role}" for role in ROLES}
    can_focus = False

    def __init__(self, lines: Sequence[Line] = (), *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._given: tuple[Line, ...] = tuple(lines)
        self._shown: list[Line] = []

    def put(self, *lines: Line) -> None:
        """Show these lines."""
        self._given = lines
        self.renew()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The lines at this size, in cells."""
        return self._given

    def renew(self) -> None:
        """Work the lines out again; those that differ are drawn again."""
        width, height = self.size
        if not width or not height:
            return
        before, self._shown = self._shown, list(self.lines_for(width, height))
        for y in range(max(len(before), len(self._shown))):
            if before[y : y + 1] != self._shown[y : y + 1]:
                self.refresh(Region(0, y, width, 1))

    def on_resize(self) -> None:
        """Another size, or shown again: other lines, and all of them are drawn."""
        self._shown = []
        self.renew()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line as segments, filled up to the width."""
        width = self.size.width
        base = self.rich_style
        line = self._shown[y] if y < len(self._shown) else ()
        segments: list[Segment] = []
        for text, role in line:
            style = base + self.get_component_rich_style(f"lines--{role}", partial=True) if role else base
            segments.append(Segment(text, style))
        filling = segments[-1].style if line and line[-1][1] in {"selected", "bar"} else base
        return Strip(segments, sum(cell_len(text) for text, _ in line)).adjust_cell_length(width, filling)

    def text_lines(self) -> list[str]:
        """What is shown, without styles; for tests and for reading out."""
        return ["".join(text for text, _ in line).rstrip() for line in self._shown]


class Rule(Lines):
    """A horizontal line; with a joint where the vertical one between two halves meets it."""

    def __init__(self, joint: str = "") -> None:
        super().__init__()
        self._joint = joint

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The rule."""
        left = left_half(width)
        if self._joint and left < width:
            return [(("─" * left + self._joint + "─" * (width - left - 1), "quiet"),)]
        return [(("─" * width, "quiet"),)]


def left_half(width: int) -> int:
    """Where the vertical line stands on a screen of this width; the style sheet says the same."""
    return 60 if width >= WIDE else 42


class Upright(Lines):
    """A vertical line, as high as there is room."""

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """A stroke in each line."""
        return [(("│", "quiet"),)] * height
