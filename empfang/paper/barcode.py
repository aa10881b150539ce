"""Code 128 (ISO/IEC 15417) drawn as bars."""

from itertools import groupby

from barcode.codex import Code128

from empfang.paper.sheet import Sheet
from empfang.rules.codes import code_key

NARROWEST_MM = 0.19
"""Bars thinner than this are not read from ordinary paper."""
_QUIET = 10
"""Modules of white on either side."""


def to_scan(code: str, otherwise: str, width: float) -> str:
    """What the bars say: the code's capitals and digits, so that a scanner set to another keyboard cannot spoil its
    hyphens; `otherwise` where there is no code, or none that fits in so many millimetres.
    """
    key = code_key(code)
    return key if key and key.isascii() and width / _modules(key) >= NARROWEST_MM else otherwise


def bars(sheet: Sheet, x: float, y: float, width: float, height: float, text: str, widest: float) -> None:
    """Draw the bars of an ASCII text in the middle of so many millimetres; no bar is wider than `widest`."""
    module = min(widest, width / _modules(text))
    x += (width - module * _modules(text)) / 2 + _QUIET * module
    sheet.set_fill_color(0)
    for sign, run in groupby(_pattern(text)):
        length = module * len(list(run))
        if sign == "1":
            sheet.rect(x, y, length, height, style="F")
        x += length


def _modules(text: str) -> int:
    return len(_pattern(text)) + 2 * _QUIET


def _pattern(text: str) -> str:
    return str(Code128(text).build()[0])
