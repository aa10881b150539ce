"""Reading a PDF back: its words, its pages as pictures, its bars."""

import io
from collections.abc import Callable
from typing import Any

import pypdfium2
import zxingcpp
from pypdf import PdfReader

from tests.processes.parts import wait_until


def texts(pdf: bytes) -> list[str]:
    """What stands on each page, blanks made equal."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def sizes_mm(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page."""
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(pdf)).pages]
    return [(round(float(box.width) * 25.4 / 72), round(float(box.height) * 25.4 / 72)) for box in boxes]


def scanned(pdf: bytes, dots_per_inch: int = 300) -> list[str]:
    """What a scanner reads from the first page."""
    return [found.text for found in zxingcpp.read_barcodes(picture(pdf, dots_per_inch))]


def picture(pdf: bytes, dots_per_inch: int = 150) -> Any:
    """The first page, as printed."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[0].render(scale=dots_per_inch / 72).to_pil()
    finally:
        document.close()


def ink_outside(pdf: bytes, margin_mm: float) -> bool:
    """Whether anything is printed so near the edge of the first page."""
    grey = picture(pdf).convert("L")
    edge = round(margin_mm / 25.4 * 150)
    inside = (edge, edge, grey.width - edge, grey.height - edge)
    dark = grey.point(lambda value: 255 if value < 200 else 0).getbbox()
    return dark is not None and not (
        dark[0] >= inside[0] and dark[1] >= inside[1] and dark[2] <= inside[2] and dark[3] <= inside[3]
    )


def soon(condition: Callable[[], bool]) -> None:
    """Wait for a thread to have done something."""
    wait_until(condition, 20)
