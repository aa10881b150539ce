"""Paragraphs and columns below each other, which can be scrolled."""

from collections.abc import Sequence

from empfang.widgets.columns import Column, side_by_side
from empfang.widgets.lines import Line, Lines
from empfang.widgets.prose import Paragraph, wrapped

Block = Paragraph | tuple[Column, ...]


class Blocks(Lines):
    """Shows blocks from the top; `scroll_lines` moves on."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._blocks: tuple[Block, ...] = ()
        self._top = 0

    def show(self, blocks: Sequence[Block], *, keep: bool) -> None:
        """Show these from now on; without `keep` from their beginning."""
        self._blocks = tuple(blocks)
        if not keep:
            self._top = 0
        self.renew()

    def scroll_lines(self, by: int) -> None:
        """Move by so many lines; it stops at the ends."""
        self._top = max(0, self._top + by)
        self.renew()

    def lines_for(self, width: int, height: int) -> Sequence[Line]:
        """The part that can be seen; … at an edge beyond which there is more. Blank lines give way first."""
        lines = self._lines(width - 2, blanks=True)
        if len(lines) > height:
            lines = self._lines(width - 2, blanks=False)
        self._top = max(0, min(self._top, len(lines) - height))
        seen = [((" ", ""), *line) for line in lines[self._top : self._top + height]]
        if self._top:
            seen[0] = (("   …", "quiet"),)
        if self._top + height < len(lines):
            seen[-1] = (("   …", "quiet"),)
        return seen

    def _lines(self, width: int, *, blanks: bool) -> list[Line]:
        lines: list[Line] = []
        for block in self._blocks:
            if block and isinstance(block[0], Column):
                lines += side_by_side(block, width)
            elif block and isinstance(block[0], str) and (block[0] or blanks):
                lines += wrapped(block, width)
        return lines
