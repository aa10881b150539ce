"""Paragraphs wrapped to the width there is, which can be scrolled."""

from collections.abc import Sequence

from textual.geometry import Size

from empfang.widgets.cells import wrap
from empfang.widgets.lines import Line, Lines

Paragraph = tuple[str, str, int]
"""A text, its role, and by how many cells its further lines are set in."""


def paragraph(text: str, role: str = "", hang: int = 0) -> Paragraph:
    """A paragraph; an empty text is a blank line."""
    return text, role, hang


def wrapped(block: Paragraph, width: int) -> list[Line]:
    """A paragraph in lines of that width."""
    text, role, hang = block
    first, *others = wrap(text, width) or [""]
    if others and hang:
        rest = text[len(first) :]
        others = [" " * hang + line for line in wrap(rest, width - hang)]
    return [((line, role),) for line in (first, *others)]


class Prose(Lines):
    """Shows paragraphs from the top; `scroll_lines` moves on."""

    def __init__(self, paragraphs: Sequence[Paragraph] = (), *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._paragraphs = tuple(paragraphs)
        self._top = 0

    def show(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show these from now on; the place is kept."""
        self._paragraphs = tuple(paragraphs)
        self.renew()

    def scroll_lines(self, by: int) -> None:
        """Move by so many lines; it stops at the ends."""
        self._top = max(0, self._top + by)
        self.renew()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The part that can be seen; … at an edge beyond which there is more."""
        lines = self._all_lines(width)
        self._top = max(0, min(self._top, len(lines) - height))
        seen = lines[self._top : self._top + height]
        if self._top:
            seen[0] = (("  …", "quiet"),)
        if self._top + height < len(lines):
            seen[-1] = (("  …", "quiet"),)
        return seen

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the paragraphs take: for `height: auto`."""
        return len(self._all_lines(width))

    def _all_lines(self, width: int) -> list[Line]:
        return [line for each in self._paragraphs for line in wrapped(each, width)]
