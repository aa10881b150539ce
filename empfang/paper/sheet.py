"""A PDF with letters for European names, in which nobody's name can do harm."""

import unicodedata
from functools import cache, lru_cache
from importlib.resources import as_file, files

from fpdf import FPDF

from empfang.rules.names import clean

FONT = "DejaVu"
_FILES = {"": "DejaVuSansCondensed.ttf", "B": "DejaVuSansCondensed-Bold.ttf"}
_UNKNOWN = "□"
_LONGEST = 400
_MOST_MARKS = 2
_POINT_MM = 25.4 / 72


class Sheet(FPDF):
    """Pages in millimetres, without margins; texts are placed by their base line."""

    def __init__(self, width: float, height: float, title: str) -> None:
        super().__init__("P", "mm", (width, height))
        self.set_auto_page_break(auto=False)
        self.set_margin(0)
        self.c_margin = 0.0
        self.set_title(title)
        self.set_creator("empfang")
        for style, name in _FILES.items():
            with as_file(files("empfang.paper") / "fonts" / name) as path:
                self.add_font(FONT, style, path)
        self.add_page()
        self.set_font(FONT, "", 10)

    def say(self, x: float, y: float, text: str, size: float, *, bold: bool = False) -> None:
        """A text from x on, `size` in points."""
        self.set_font(FONT, "B" if bold else "", size)
        self.text(x, y, printable(text))

    def say_within(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        least: float = 0.75,
        right: bool = False,
    ) -> None:
        """A text in so many millimetres from x on: smaller letters if need be, down to `least` of the size; then it is
        cut. At the `right` end of the room, or at its beginning.
        """
        self.set_font(FONT, "B" if bold else "", size)
        shown = printable(text)
        needed = self.get_string_width(shown)
        if needed > width:
            self.set_font_size(size * max(0.98 * width / needed, least))
            shown = self.cut(shown, width)
        self.text(x + width - self.get_string_width(shown) if right else x, y, shown)

    def say_right(self, x: float, y: float, text: str, size: float, *, bold: bool = False) -> None:
        """A text that ends at x."""
        self.set_font(FONT, "B" if bold else "", size)
        shown = printable(text)
        self.text(x - self.get_string_width(shown), y, shown)

    def say_middle(self, x: float, y: float, text: str, size: float) -> None:
        """A text around x."""
        self.set_font(FONT, "", size)
        shown = printable(text)
        self.text(x - self.get_string_width(shown) / 2, y, shown)

    def cut(self, text: str, width: float) -> str:
        """As much of a printable text as there is room for in the font of the moment; … where it was cut."""
        if self.get_string_width(text) <= width:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.get_string_width(text[:middle].rstrip() + "…") <= width:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + "…"

    def wrapped(self, text: str, width: float, size: float, most: int, *, bold: bool = True) -> list[str]:
        """A text in at most so many lines, broken at blanks; the last may be too long."""
        self.set_font(FONT, "B" if bold else "", size)
        lines = [""]
        for word in printable(text).split(" "):
            joined = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.get_string_width(joined) > width and len(lines) < most:
                lines.append(word)
            else:
                lines[-1] = joined
        return lines

    def letters(self) -> frozenset[int]:
        """The code points that can be written in every style."""
        return frozenset.intersection(*(frozenset(font.cmap) for font in self.fonts.values()))  # type: ignore[union-attr]

    def pdf(self) -> bytes:
        """The file."""
        try:
            return bytes(self.output())
        finally:
            self.close_fonts()

    def close_fonts(self) -> None:
        """fpdf keeps the font files open; nothing can be written afterwards."""
        for font in self.fonts.values():
            font.ttfont.close()  # type: ignore[union-attr]


def height_of(size: float) -> float:
    """How high letters of so many points are, in millimetres, from one base line to the next."""
    return size * _POINT_MM * 1.2


@lru_cache(maxsize=16_384)
def printable(text: str) -> str:
    """Somebody else's text, fit for one line: what the font has no letter for becomes a box, one for each run."""
    kept: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", clean(text[:_LONGEST])):
        category = unicodedata.category(sign)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks > _MOST_MARKS or 0xFE00 <= ord(sign) <= 0xFE0F:
            continue
        if ord(sign) in _known():
            kept.append(sign)
        elif kept[-1:] != [_UNKNOWN]:
            kept.append(_UNKNOWN)
    return " ".join(part for part in "".join(kept).split(" ") if part)


@cache
def _known() -> frozenset[int]:
    """The letters that both fonts have."""
    sheet = Sheet(1, 1, "")
    try:
        return sheet.letters()
    finally:
        sheet.close_fonts()
