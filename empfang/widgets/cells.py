"""Texts in terminal cells: made harmless, cut and wrapped by what they take on the screen."""

import unicodedata
from functools import lru_cache

from rich.cells import cell_len, chop_cells, set_cell_size

from empfang.rules.names import clean

_MARKS_KEPT = 2
_JOINERS = {"\ufe0e", "\ufe0f"}


@lru_cache(maxsize=8_192)
def plain(text: str) -> str:
    """Somebody else's text made fit for one line: no control signs, no towers of marks, single blanks."""
    kept: list[str] = []
    marks = 0
    for sign in clean(text):
        if sign in _JOINERS:
            continue  # terminals disagree about their width
        marks = marks + 1 if unicodedata.category(sign) in {"Mn", "Me"} else 0
        if marks <= _MARKS_KEPT:
            kept.append(sign)
    return " ".join("".join(kept).split())


def fit(text: str, width: int) -> str:
    """The text in exactly `width` cells; with … at the end if it had to be cut."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells."""
    return fit(text, width).rstrip() if cell_len(text) > width else text


def wrap(text: str, width: int, most: int = 99) -> list[str]:
    """The text in lines of at most `width` cells, broken at blanks, and in words only where one is too long.

    No-break spaces hold words together. Beyond `most` lines the text is cut off.
    """
    lines: list[str] = []
    line = ""
    for word in filter(None, text.split(" ")):
        joined = f"{line} {word}" if line else word
        if cell_len(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = chop_cells(word, max(1, width)) or [""]
        lines.extend(full)
    if line:
        lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(lines[most - 1] + "…", width)]
    return lines
