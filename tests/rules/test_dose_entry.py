"""What a clerk types of earlier doses."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.model import ReportedDose
from empfang.rules.books import bundled_rulebook
from empfang.rules.dose_entry import Entered, NotUnderstood, read_entry

TODAY = date(2021, 12, 15)
COM, SPI = "Comirnaty", "Spikevax"


def read(text: str) -> Entered:
    return read_entry(text, TODAY, bundled_rulebook().vaccines.values())


def dose(day: str, vaccine: str | None) -> ReportedDose:
    return ReportedDose(given_on=date.fromisoformat(day), vaccine=vaccine)


@pytest.mark.parametrize(
    ("text", "doses"),
    [
        ("com 3.5. com 14.6.", [dose("2021-05-03", COM), dose("2021-06-14", COM)]),
        ("com 3.5. 14.6.", [dose("2021-05-03", COM), dose("2021-06-14", COM)]),
        ("COM 14.6. 3.5.", [dose("2021-05-03", COM), dose("2021-06-14", COM)]),
        ("bio 0305 1406", [dose("2021-05-03", COM), dose("2021-06-14", COM)]),
        ("moderna 24.12.", [dose("2020-12-24", SPI)]),
        ("astra 12.2.21 mod 7.5.2021", [dose("2021-02-12", "Vaxzevria"), dose("2021-05-07", SPI)]),
        ("j&j 1.7.", [dose("2021-07-01", "Janssen")]),
        ("com5 14.12.", [dose("2021-12-14", "Comirnaty 10")]),
        ("3.5. 14.6.", [dose("2021-05-03", None), dose("2021-06-14", None)]),
        ("com 29.2.", [dose("2020-02-29", COM)]),
    ],
)
def test_doses_are_read_in_their_order(text: str, doses: list[ReportedDose]) -> None:
    assert read(text) == Entered(tuple(doses))


def test_what_else_can_be_told() -> None:
    assert read("keine") == Entered(none=True)
    assert read("genesen 15.1.") == Entered(recovered_on=date(2021, 1, 15))
    assert read("genesen 15.1.21 selbsttest com 10.8.") == Entered(
        (dose("2021-08-10", COM),), recovered_on=date(2021, 1, 15), proven_by="self_test"
    )
    assert read("schwanger 2") == Entered(pregnant=2)


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("", "nothing", ""),
        ("   ", "nothing", ""),
        ("xyz 3.5.", "vaccine", "xyz"),
        ("c 3.5.", "vaccine", "c"),
        ("com", "date", "com"),
        ("com spi 3.5.", "date", "com"),
        ("com 31.2.", "day", "31.2."),
        ("com 3.13.", "day", "3.13."),
        ("com 3/5", "day", "3/5"),
        ("com 99.9.", "day", "99.9."),
        ("com 16.12.21", "future", "16.12.21"),
        ("com 3.5.2099", "future", "3.5.2099"),
        ("schwanger", "trimester", "schwanger"),
        ("schwanger 4", "trimester", "schwanger"),
        ("genesen", "date", "genesen"),
        ("keine com 3.5.", "both", ""),
        ("[/b] 3.5.", "vaccine", "[/b]"),
    ],
)
def test_what_is_not_understood_is_said(text: str, code: str, word: str) -> None:
    with pytest.raises(NotUnderstood) as raised:
        read(text)
    assert (raised.value.code, raised.value.word) == (code, word)


@given(st.text())
def test_nothing_typed_ends_in_anything_else(text: str) -> None:
    try:
        found = read(text)
    except NotUnderstood:
        return
    assert all(each.given_on is not None and each.given_on <= TODAY for each in found.doses)
