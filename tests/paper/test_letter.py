"""Letters for window envelopes: one page, the address in the window, codes that scan, and no name does harm."""

import io
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from empfang.paper.letter import letters_pdf
from empfang.paper.values import Letter, LetterVisit
from empfang.rules.codes import code_key
from tests.paper.reading import ink_outside, sizes_mm, texts
from tests.screens.conftest import HOSTILE

VISIT = LetterVisit(
    name="Emine Kaya",
    when="Donnerstag, 2. Dezember 2021, 10 Uhr 20",
    what="Erste Impfung mit Comirnaty",
    beside="Thursday, 2 December 2021, 10:20 · First dose, Comirnaty",
    code="DOR-ABC-DEF-GHJ",
)
LETTER = Letter(
    sender="Impfzentrum Dorsten",
    address=("Emine Kaya", "Lindenweg 14", "46282 Dorsten"),
    day="24. November 2021",
    subject="Ihre 2 Termine im Impfzentrum Dorsten",
    before=("Guten Tag Emine Kaya,", "hiermit bestätigen wir Ihre 2 Termine.", "Ort: Impfzentrum Dorsten"),
    visits=(VISIT, replace(VISIT, when="Donnerstag, 23. Dezember 2021, 10 Uhr 20", code="DOR-KLM-NPQ-RST")),
    after=("Bitte bringen Sie mit: " + "Ausweis und Impfpass; " * 15, "Wenn Sie nicht kommen können, sagen Sie ab."),
    foot="DOR-20211124-091500 · 1 von 1",
)
FULL = replace(
    LETTER,
    address=("Wolfeschlegelsteinhausenbergerdorff " * 2, "Straße mit langem Namen " * 4, "67655 Ort " * 8),
    subject="Ihre 20 Termine im " + "Landesimpfzentrum mit langem Namen " * 3,
    visits=tuple(
        replace(VISIT, name="Maximiliane-Alexandra " * 3, code=f"DOR-ABC-DEF-G{sign}J")
        for sign in "23456789ABCDEFGHJKLM"
    ),
    after=LETTER.after * 3,
)


def boxes(pdf: bytes, text: str) -> tuple[float, float, float, float]:
    """Where a text stands on the first page: left, top, right, bottom in millimetres from the upper left corner."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        found: Any = page.get_textpage()
        place, _ = found.search(text).get_next()
        corners = [found.get_charbox(place + offset) for offset in range(len(text))]
        height = page.get_height()
    finally:
        document.close()
    scale = 25.4 / 72
    lefts, bottoms, rights, tops = zip(*corners, strict=True)
    return min(lefts) * scale, (height - max(tops)) * scale, max(rights) * scale, (height - min(bottoms)) * scale


def codes(pdf: bytes) -> set[str]:
    """What a scanner reads from the first page."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        picture = document[0].render(scale=300 / 72).to_pil()
    finally:
        document.close()
    return {found.text for found in zxingcpp.read_barcodes(picture)}


def test_it_says_all_and_each_code_can_be_scanned() -> None:
    pdf = letters_pdf([LETTER], "Briefe")
    [text] = texts(pdf)
    for part in (*LETTER.address, LETTER.subject, LETTER.day, *LETTER.before, VISIT.when, VISIT.beside, LETTER.foot):
        assert part in text, part
    assert codes(pdf) == {code_key(visit.code) for visit in LETTER.visits}


@pytest.mark.parametrize("letter", [LETTER, FULL])
def test_the_address_stands_in_the_window_of_the_envelope(letter: Letter) -> None:
    pdf = letters_pdf([letter], "Briefe")
    for line in (letter.sender, *(each.split()[0] for each in letter.address)):
        left, top, right, bottom = boxes(pdf, line)
        assert left >= 20, line
        assert right <= 20 + 85, line
        assert top >= 45 + 12, line
        assert bottom <= 45 + 45, line


def test_the_fullest_letter_stays_on_one_page_and_all_its_codes_can_be_scanned() -> None:
    pdf = letters_pdf([FULL], "Briefe")
    assert sizes_mm(pdf) == [(210, 297)]
    assert not ink_outside(pdf, 3.5)
    assert codes(pdf) == {code_key(visit.code) for visit in FULL.visits}
    _, _, _, end = boxes(pdf, FULL.after[-1][:20])
    _, foot, _, _ = boxes(pdf, FULL.foot)
    assert end < foot


def test_letters_come_in_their_order_a_page_each() -> None:
    pdf = letters_pdf([LETTER, replace(LETTER, address=("Werner Ott", "Weg 1", "46282 Dorsten"))], "Briefe")
    first, second = texts(pdf)
    assert "Emine Kaya Lindenweg" in first
    assert "Werner Ott Weg 1" in second


@pytest.mark.parametrize("name", HOSTILE)
def test_names_that_mean_harm_are_printed_harmlessly(name: str) -> None:
    nasty = HOSTILE[name]
    visit = LetterVisit(nasty, VISIT.when, nasty, nasty, nasty)
    pdf = letters_pdf([replace(LETTER, address=(nasty, nasty, nasty), sender=nasty, visits=(visit,))], "Briefe")
    [text] = texts(pdf)
    assert LETTER.subject in text
    assert not any(sign in text for sign in "\x1b\x07\u202e\u200b\ufeff")
    assert not ink_outside(pdf, 3.5)


def test_without_a_code_there_are_no_bars() -> None:
    pdf = letters_pdf([replace(LETTER, visits=(replace(VISIT, code=""),))], "Briefe")
    assert codes(pdf) == set()
    assert VISIT.when in texts(pdf)[0]
