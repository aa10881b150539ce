"""The words in cells, and combined cells."""

import pytest

from empfang.exchange.addresses import split_address, split_name, split_postal_town, split_street
from empfang.exchange.doses import dose_kind
from empfang.exchange.words import is_cancelled, minutes, phones, vaccine, yes_or_no
from empfang.model import DoseKind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Comirnaty", "Comirnaty"),
        ("BioNTech", "Comirnaty"),
        ("Biontech/Pfizer", "Comirnaty"),
        ("BNT162b2", "Comirnaty"),
        ("PFIZER", "Comirnaty"),
        ("Moderna", "Spikevax"),
        ("Spikevax (Moderna)", "Spikevax"),
        ("AstraZeneca", "Vaxzevria"),
        ("Johnson & Johnson", "Janssen"),
        ("COVID-19 Vaccine Janssen", "Janssen"),
        ("Novavax", "Nuvaxovid"),
        ("BioNTech Kinder", "BioNTech Kinder"),
        ("mRNA", "mRNA"),
        ("BioNTech oder Moderna", "BioNTech oder Moderna"),
    ],
)
def test_a_vaccine_has_one_name(text: str, name: str) -> None:
    assert vaccine(text) == name


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Erstimpfung", "first"),
        ("1. Impfung", "first"),
        ("1", "first"),
        ("First dose", "first"),
        ("D1", "first"),
        ("Zweitimpfung", "second"),
        ("2nd dose", "second"),
        ("Dosis 2", "second"),
        ("Booster-Impfung", "booster"),
        ("Auffrischimpfung", "booster"),
        ("3. Impfung", "booster"),
        ("Drittimpfung", "booster"),
        ("Beratung", None),
    ],
)
def test_a_dose_is_recognised(text: str, kind: str | None) -> None:
    assert dose_kind(text) == (DoseKind(kind) if kind else None)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ja", True),
        ("J", True),
        ("x", True),
        ("TRUE", True),
        ("1", True),
        ("nein", False),
        ("No", False),
        ("0", False),
        ("vielleicht", None),
        ("", None),
    ],
)
def test_yes_and_no(text: str, answer: bool | None) -> None:
    assert yes_or_no(text) is answer


@pytest.mark.parametrize(
    ("text", "cancelled"),
    [
        ("storniert", True),
        ("Abgesagt am Telefon", True),
        ("CANCELLED", True),
        ("bestätigt", False),
        ("nicht storniert", False),
    ],
)
def test_a_cancelled_appointment_is_recognised(text: str, cancelled: bool) -> None:
    assert is_cancelled(text) is cancelled


@pytest.mark.parametrize(
    ("text", "numbers", "unread"),
    [
        ("+49 (0) 2214710638", ["+492214710638"], []),
        ("0176/04069027", ["+4917604069027"], []),
        ("0631 123456 / 0171 3920075", ["+49631123456", "+491713920075"], []),
        ("0631 123456, Handy: 0171 3920075", ["+49631123456", "+491713920075"], []),
        ("beim Nachbarn", ["beim Nachbarn"], ["beim Nachbarn"]),
        ("491713920075", ["+491713920075"], []),
        ("0491 12345", ["+4949112345"], []),
        ("0", [], []),
        ("0171 3920075 u. 0631 123456", ["+491713920075", "+49631123456"], []),
        ("01713920075 0631123456", ["+491713920075", "+49631123456"], []),
        ("0631 123456/0171 3920075", ["+49631123456", "+491713920075"], []),
        ("0631/123-456", ["+49631123456"], []),
        ("4,91761E+11", ["4,91761E+11"], ["4,91761E+11"]),
    ],
)
def test_telephone_numbers_are_read_and_unreadable_ones_kept(text: str, numbers: list[str], unread: list[str]) -> None:
    found, not_read = phones(text, "home")
    assert ([phone.number for phone in found], not_read) == (numbers, unread)


def test_a_word_beside_a_number_says_whose_it_is() -> None:
    found, _ = phones("0171 3920075 (Tochter), Tel. 0631 123456", "home")
    assert [(phone.number, phone.whose) for phone in found] == [("+491713920075", "Tochter"), ("+49631123456", "own")]


def test_a_mobile_number_in_a_telephone_column_is_a_mobile_number() -> None:
    assert phones("0171 3920075", "home")[0][0].kind == "mobile"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("30", 30), ("30 min", 30), ("ca. 30 Minuten", 30), ("1 h", 60), ("0:45", 45), ("weit", None)],
)
def test_minutes(text: str, expected: int | None) -> None:
    assert minutes(text) == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hauptstraße 5", ("Hauptstraße", "5")),
        ("Hauptstr. 5a", ("Hauptstr.", "5a")),
        ("Hauptstr.12", ("Hauptstr.", "12")),
        ("Straße des 17. Juni 135", ("Straße des 17. Juni", "135")),
        ("Am Markt 3-5", ("Am Markt", "3-5")),
        ("Am Markt", ("Am Markt", "")),
        ('Kolonie Einheit "Lindauer Allee" 103', ('Kolonie Einheit "Lindauer Allee"', "103")),
        ("12 Main Street", ("Main Street", "12")),
        ("C 4, 12", ("C 4", "12")),
    ],
)
def test_street_and_house_number_come_apart(text: str, parts: tuple[str, str]) -> None:
    assert split_street(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Hauptstr. 5, 67655 Kaiserslautern",
        "Hauptstr. 5; D-67655 Kaiserslautern",
        "67655 Kaiserslautern, Hauptstr. 5",
        "Hauptstr. 5\n67655 Kaiserslautern",
        "Hauptstr. 5 67655 Kaiserslautern",
    ],
)
def test_an_address_comes_apart(text: str) -> None:
    assert split_address(text) == ("Hauptstr.", "5", "67655", "Kaiserslautern")


@pytest.mark.parametrize("text", ["67655 Bad Ems", "D-67655 Bad Ems", "Bad Ems 67655", "Bad Ems (67655)"])
def test_post_code_and_town_come_apart(text: str) -> None:
    assert split_postal_town(text) == ("67655", "Bad Ems")


@pytest.mark.parametrize(
    ("text", "order", "name"),
    [
        ("Müller, Hans Peter", "given_first", ("Müller", "Hans Peter")),
        ("Hans Peter Müller", "given_first", ("Müller", "Hans Peter")),
        ("Müller Hans Peter", "family_first", ("Müller", "Hans Peter")),
        ("Eva von der Heide", "given_first", ("von der Heide", "Eva")),
        ("von der Heide Eva", "family_first", ("von der Heide", "Eva")),
        ("Frau Dr. Eva Kurz", "given_first", ("Kurz", "Eva")),
        ("Karl Koch II", "given_first", ("Koch II", "Karl")),
        ("Cher", "given_first", ("Cher", "")),
    ],
)
def test_a_whole_name_comes_apart(text: str, order: str, name: tuple[str, str]) -> None:
    assert split_name(text, order) == name
