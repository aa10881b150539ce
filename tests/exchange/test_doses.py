"""Which dose a cell speaks of, and which it does not."""

import pytest

from empfang.exchange.doses import dose_kind
from empfang.exchange.lists import ReadList, read_list

from .lists_given import TODAY


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Erstimpfung ab 5 Jahren", "first"),
        ("1. Impfung Kinder 5-11 BioNTech", "first"),
        ("Erstimpfung 3 bis 4 Wochen", "first"),
        ("Zweitimpfung nach 3 Wochen", "second"),
        ("Booster ab 12", "booster"),
        ("Comirnaty 10 µg Kinder (5-11)", None),
        ("Impfung gegen SARS-CoV-2", None),
    ],
)
def test_ages_intervals_and_amounts_are_no_doses(text: str, kind: str | None) -> None:
    assert dose_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [("1/2", "first"), ("2/2", "second"), ("1 von 2", "first"), ("Erstimpfung (1 von 2)", "first")],
)
def test_of_so_many_the_first_number_counts(text: str, kind: str) -> None:
    assert dose_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Zweitimpfung (1. Termin verschoben)", "second"),
        ("Dritte Impfung (nach Johnson & Johnson 1. Dosis)", "booster"),
        ("2. Auffrischung", "booster"),
        ("Erste Auffrischung", "booster"),
        ("Zweitimpfung (Booster in 6 Monaten)", "second"),
        ("rappel", "booster"),
    ],
)
def test_words_count_more_than_digits_and_of_words_the_first(text: str, kind: str) -> None:
    assert dose_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kinderimpfung 1", "first"),
        ("Dosis: 02", "second"),
        ("2. Corona-Schutzimpfung", "second"),
        ("1ère dose", "first"),
        ("II", "second"),
        ("J&J 1", None),
        ("BNT162b2", None),
    ],
)
def test_a_digit_counts_alone_or_beside_a_word_for_a_dose(text: str, kind: str | None) -> None:
    assert dose_kind(text) == kind


@pytest.mark.parametrize("text", ["Erst-/Zweitimpfung", "1+2", "1. & 2. Impfung", "First or second dose"])
def test_two_doses_at_once_stay_open(text: str) -> None:
    assert dose_kind(text) is None


def read(header: str, *cells: str) -> ReadList:
    lines = [f"K-{place:04};15.12.2021;09:00;N{place};V;1.2.1950;{cell}" for place, cell in enumerate(cells)]
    head = f"Code;Datum;Uhrzeit;Nachname;Vorname;Geburtsdatum;{header}"
    return read_list("\n".join([head, *lines]).encode(), TODAY)[2]


def test_a_vaccine_alone_makes_nobody_a_booster() -> None:
    result = read("Impfstoff", *["Comirnaty Kinder (5-11 Jahre)"] * 5)
    assert {(row.dose_kind, row.vaccine) for row in result.rows} == {(None, "Comirnaty Kinder (5-11 Jahre)")}


def test_the_reason_for_the_visit_gives_dose_and_vaccine() -> None:
    result = read("Besuchsgrund", "1. Impfung COVID-19 (BioNTech-Pfizer)", "Auffrischungsimpfung COVID-19 (Moderna)")
    assert [(row.dose_kind, row.vaccine) for row in result.rows] == [("first", "Comirnaty"), ("booster", "Spikevax")]


def test_an_open_dose_is_noted() -> None:
    result = read("Impfung", "Erstimpfung", "Erst-/Zweitimpfung")
    assert result.rows[1].dose_kind is None
    assert [note.code for note in result.notes] == ["dose_unknown"]
