"""Run slip and label: readable, scannable, no more than needed, and no name can do harm."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from empfang.model import DoseKind
from empfang.paper.barcode import to_scan
from empfang.paper.sheet import printable
from empfang.paper.slip import slip_pdf
from empfang.paper.values import Format, Slip
from empfang.rules.codes import code_key
from empfang.rules.needs import NEEDS
from empfang.texts.needs import NEED
from tests.paper.reading import ink_outside, scanned, sizes_mm, texts
from tests.screens.conftest import HOSTILE

SLIP = Slip(
    day_number="3-042",
    family="Öztürk",
    given="Łucja",
    birth_date=date(1988, 3, 5),
    at=datetime(2021, 12, 15, 9, 41),  # noqa: DTZ001 - on the centre's clock
    dose=DoseKind.BOOSTER,
    vaccine="Comirnaty",
    code="KL-AYSE-3333",
    centre="Landesimpfzentrum Kaiserslautern",
    needs=("wheelchair", "Gebärdensprache"),
    lane=2,
    open_papers=("consent",),
)
FULL = replace(
    SLIP,
    day_number="113-1042",
    family="Wolfeschlegelsteinhausenbergerdorff" * 4,
    given="Maximiliane-Alexandra" * 4,
    vaccine="Impfstoff mit langem Namen " * 4,
    centre="Landesimpfzentrum mit langem Namen " * 4,
    needs=("wheelchair", "interpreter", "text_only", "companion", "lying") * 3,
    open_papers=("identity", "information", "consent", "earlier_doses", "guardian", "a", "b", "c"),
)
SIZES = {Format.A4: (210, 297), Format.A5: (148, 210), Format.A6: (105, 148), Format.LABEL: (62, 29)}


@pytest.mark.parametrize("form", Format)
def test_it_says_what_the_stations_need(form: Format) -> None:
    pdf = slip_pdf(SLIP, form)
    assert sizes_mm(pdf) == [SIZES[form]]
    [text] = texts(pdf)
    for part in (
        "3-042", "Öztürk, Łucja", "05.03.1988", "15.12.2021", "09:41", "Booster", "Comirnaty", "Rollstuhl",
        "Gebärdensprache", "Straße 2", "Noch offen", "Einwilligung", "Landesimpfzentrum", "KL-AYSE-3333",
    ):  # fmt: skip
        assert part in text, part


@pytest.mark.parametrize("form", Format)
def test_the_bars_say_the_appointment_s_code_without_what_a_keyboard_layout_spoils(form: Format) -> None:
    assert scanned(slip_pdf(SLIP, form)) == [code_key("KL-AYSE-3333")]


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("code", ["", "KL-" + "ABCDEFGH" * 12, "ÄÖÜ"])
def test_without_a_code_that_fits_the_bars_say_the_day_number(form: Format, code: str) -> None:
    assert scanned(slip_pdf(replace(SLIP, code=code), form)) in ([SLIP.day_number], [code_key(code)])
    if not code_key(code):
        assert scanned(slip_pdf(replace(SLIP, code=code), form)) == [SLIP.day_number]


@pytest.mark.parametrize("form", Format)
def test_somebody_without_a_name_is_said_to_have_none(form: Format) -> None:
    assert "(ohne Namen)" in texts(slip_pdf(replace(SLIP, family=" ", given=""), form))[0]


def test_every_need_that_can_be_chosen_has_a_word_on_paper() -> None:
    assert set(NEED) == set(NEEDS)


def test_a_code_too_long_for_the_paper_gives_way_to_the_day_number() -> None:
    assert to_scan("KL-" + "ABCDEFGH" * 12, "3-042", 57) == "3-042"


@pytest.mark.parametrize("form", Format)
def test_the_fullest_slip_stays_on_its_paper_and_can_be_scanned(form: Format) -> None:
    pdf = slip_pdf(FULL, form)
    assert not ink_outside(pdf, 1.5)
    assert "113-1042" in texts(pdf)[0]
    assert scanned(pdf) == [code_key(FULL.code)]


@pytest.mark.parametrize("form", Format)
def test_an_empty_slip_is_one_too(form: Format) -> None:
    bare = Slip("1-001", " ", "", None, SLIP.at, None, "", "", "")
    assert "1-001" in texts(slip_pdf(bare, form))[0]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("form", Format)
def test_names_that_mean_harm_are_printed_harmlessly(form: Format, name: str) -> None:
    nasty = HOSTILE[name]
    pdf = slip_pdf(replace(SLIP, family=nasty, given=nasty, needs=(nasty,), vaccine=nasty, centre=nasty), form)
    [text] = texts(pdf)
    assert "3-042" in text
    assert not any(sign in text for sign in "\x1b\x07\u202e\u200b\ufeff")
    assert not ink_outside(pdf, 1.5)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Łukasz Øster Čapek Şahin İnci", "Łukasz Øster Čapek Şahin İnci"),
        ("O\u0308zil", "Özil"),
        ("👩‍👩‍👧‍👦 Familie", "□ Familie"),
        ("山田太郎", "□"),
        ("a\x1b[2Jb\nc", "a[2Jb c"),
        ("Z" + "\u0301" * 80, "Ź\u0301\u0301"),
        ("x" * 900, "x" * 400),
    ],
)
def test_what_the_font_cannot_write_becomes_a_box(text: str, shown: str) -> None:
    assert printable(text) == shown
