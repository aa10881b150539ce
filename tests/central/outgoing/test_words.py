"""The words of a confirmation: all appointments, in German, in English beside it, in three text messages at most."""

from dataclasses import replace
from datetime import datetime

import pytest

from empfang.central.outgoing.words import hours_in_words, letter_words, mail_words, sms_words
from empfang.model import DoseKind
from empfang.rules.confirmed import Confirmation, Member, Place, Visit
from empfang.rules.gsm import MOST_PARTS, parts
from empfang.rules.guardians import GuardianRule
from empfang.texts import use_language
from tests.screens.conftest import HOSTILE
from tests.times import BERLIN, DAY

DOR = Place("Impfzentrum Dorsten", number="02362 66-4443", hours="Mo-Fr 08:00-12:00")
KL = Place(
    "Landesimpfzentrum Kaiserslautern", "Opel-Halle", "Barbarossastraße 60, 67655 Kaiserslautern", "0800 57 58 100",
    "Mo-Fr 08:00-18:00",
)  # fmt: skip


def visit(day: int, dose: DoseKind = DoseKind.FIRST, code: str = "DOR-ABC-DEF-GHJ", place: Place = DOR) -> Visit:
    return Visit(datetime(2021, 12, day, 10, 20, tzinfo=BERLIN), dose, "Comirnaty", code, place)


PAIR = (visit(2), visit(23, DoseKind.SECOND, "DOR-KLM-NPQ-RST"))
EMINE = Confirmation("Emine Kaya", True, (Member("Emine Kaya", PAIR),))
FAMILY = Confirmation(
    "Emine Kaya",
    False,
    tuple(Member(f"{name} Öztürk", PAIR) for name in ("Maximiliane", "Şahin", "Zoë", "Łucja")),
)


def test_a_mail_says_all_that_one_needs() -> None:
    mail = mail_words(EMINE)
    assert (mail.sender, mail.subject) == ("Impfzentrum Dorsten", "Ihre 2 Termine im Impfzentrum Dorsten")
    for part in (
        "Guten Tag Emine Kaya,", "Ihre 2 Termine. Diese Nachricht gilt für alle zusammen.",
        "Erste Impfung mit Comirnaty\n  Donnerstag, 2. Dezember 2021, 10 Uhr 20\n  Code: DOR-ABC-DEF-GHJ",
        "Zweite Impfung mit Comirnaty\n  Donnerstag, 23. Dezember 2021, 10 Uhr 20\n  Code: DOR-KLM-NPQ-RST",
        "Ort: Impfzentrum Dorsten", "- Ausweis", "frühere", "sagen Sie bitte ab, auch kurzfristig",
        "Telefon 02362 66-4443, Montag bis Freitag 8 Uhr bis 12 Uhr", "Ihr Impfzentrum Dorsten",
    ):  # fmt: skip
        assert part in mail.text, part
    assert "appointment" not in mail.text


def test_whose_language_is_not_german_gets_english_beside_the_german() -> None:
    text = mail_words(replace(EMINE, german=False)).text
    german, english = text.split("-" * 40)
    assert german.strip() == mail_words(EMINE).text.strip()
    for part in (
        "Dear Emine Kaya,", "your 2 appointments",
        "First dose, Comirnaty\n  Thursday, 2 December 2021, 10:20\n  Code: DOR-ABC-DEF-GHJ",
        "Telephone 02362 66-4443, Monday to Friday 8:00 to 12:00",
    ):  # fmt: skip
        assert part in english, part


def test_the_service_s_own_language_changes_nothing() -> None:
    german = mail_words(EMINE), sms_words(EMINE)
    use_language("en")
    assert (mail_words(EMINE), sms_words(EMINE)) == german


def test_of_a_party_each_is_named_with_their_appointments() -> None:
    text = mail_words(FAMILY).text
    assert text.count("Code: DOR-ABC-DEF-GHJ") == 8
    for name in ("Maximiliane Öztürk", "Şahin Öztürk", "Zoë Öztürk", "Łucja Öztürk"):
        assert f"\n{name}\n  Erste Impfung" in text


def test_a_single_appointment_is_one() -> None:
    one = Confirmation("Werner Ott", True, (Member("Werner Ott", (visit(2, DoseKind.BOOSTER, place=KL),)),))
    mail = mail_words(one)
    assert mail.subject == "Ihr Termin im Landesimpfzentrum Kaiserslautern"
    assert "hiermit bestätigen wir Ihren Termin." in mail.text
    assert "Auffrischung (Booster) mit Comirnaty" in mail.text
    assert "Ort: Landesimpfzentrum Kaiserslautern, Opel-Halle, Barbarossastraße 60, 67655 Kaiserslautern\n" in mail.text


def test_two_centres_are_kept_apart() -> None:
    both = Confirmation("Werner Ott", True, (Member("Werner Ott", (visit(2), visit(23, place=KL))),))
    text = mail_words(both).text
    assert "10 Uhr 20\n  Impfzentrum Dorsten\n" in text
    assert "10 Uhr 20\n  Landesimpfzentrum Kaiserslautern, Opel-Halle, Barbarossastraße 60" in text
    assert "Impfzentrum Dorsten: Telefon 02362 66-4443" in text
    assert "Landesimpfzentrum Kaiserslautern: Telefon 0800 57 58 100" in text


@pytest.mark.parametrize(
    ("guardian", "said"),
    [
        (GuardianRule(True, 2, 18, False), ("kommt mit einer sorgeberechtigten Person", "aller Sorgeberechtigten")),
        (GuardianRule(False, 1, 16, False), ("Wer unter 16 ist, bringt die Unterschrift einer",)),
    ],
)
def test_of_a_minor_it_says_what_is_asked_of_guardians(guardian: GuardianRule, said: tuple[str, ...]) -> None:
    child = replace(EMINE, members=(replace(EMINE.members[0], guardian=guardian),))
    text = mail_words(child).text
    assert all(part in text for part in said)
    assert "Sorgeberechtigt" not in mail_words(EMINE).text


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("Mo-Fr 08:00-12:00", "Montag bis Freitag 8 Uhr bis 12 Uhr"),
        ("Mo-Fr 08:00-12:00, Sa 09:30-11:00", "Montag bis Freitag 8 Uhr bis 12 Uhr, Samstag 9 Uhr 30 bis 11 Uhr"),
        ("Fr-Mo 08:00-12:00", "Montag, Freitag, Samstag, Sonntag 8 Uhr bis 12 Uhr"),
        ("", ""),
        ("nach Vereinbarung", "nach Vereinbarung"),
    ],
)
def test_hours_are_said_in_words(hours: str, words: str) -> None:
    assert hours_in_words("de", hours) == words


def test_a_text_message_says_all_appointments_with_their_codes() -> None:
    assert sms_words(EMINE) == (
        "Impfzentrum Dorsten: Ihre 2 Termine\nEmine Kaya\n"
        "1. Impfung Comirnaty Do 02.12.2021 10:20 DOR-ABC-DEF-GHJ\n"
        "2. Impfung Comirnaty Do 23.12.2021 10:20 DOR-KLM-NPQ-RST\n"
        "Bitte Ausweis und Impfpass mitbringen.\nAbsagen: 02362 66-4443 Mo-Fr 08:00-12:00"
    )


def test_a_text_message_in_two_languages() -> None:
    text = sms_words(replace(EMINE, german=False))
    assert text is not None
    assert "Ihre 2 Termine / your 2 appointments" in text
    assert "1. Impfung/1st dose Comirnaty Do 02.12.2021 10:20 DOR-ABC-DEF-GHJ" in text
    assert "Absagen/cancel: 02362 66-4443" in text


def test_a_family_of_four_still_fits_and_everybody_is_named() -> None:
    text = sms_words(FAMILY)
    assert text is not None
    assert parts(text) <= MOST_PARTS
    assert text.count("10:20 DOR-") == 8
    for name in ("Maximil", "Sahin", "Zoe", "Lucja"):
        assert f"\n{name}" in text


def test_what_does_not_fit_is_not_cut() -> None:
    class_trip = replace(FAMILY, members=tuple(Member(f"Kind {number}", PAIR) for number in range(10)))
    assert sms_words(class_trip) is None


def test_a_name_of_another_alphabet_is_not_lost() -> None:
    text = sms_words(Confirmation("Иванова Анна", True, (Member("Иванова Анна", (visit(2),)),)))
    assert text is not None
    assert parts(text) <= MOST_PARTS
    assert "02.12" in text


@pytest.mark.parametrize("name", HOSTILE)
def test_names_that_look_like_markup_or_holes_do_nothing(name: str) -> None:
    odd = Confirmation("{number}" + HOSTILE[name], False, (Member("{x}" + HOSTILE[name], PAIR),))
    assert "{x}" in mail_words(odd).text
    assert letter_words(odd, "A\nB\nC", DAY, "foot").visits[0].name.startswith("{x}")


def test_a_letter_says_the_same_as_the_mail() -> None:
    letter = letter_words(EMINE, "Emine Kaya\nLindenweg 14\n46282 Dorsten", DAY, "foot")
    assert letter.address == ("Emine Kaya", "Lindenweg 14", "46282 Dorsten")
    assert letter.day == "15. Dezember 2021"
    assert [(each.when, each.what, each.code, each.beside) for each in letter.visits] == [
        ("Donnerstag, 2. Dezember 2021, 10 Uhr 20", "Erste Impfung mit Comirnaty", "DOR-ABC-DEF-GHJ", ""),
        ("Donnerstag, 23. Dezember 2021, 10 Uhr 20", "Zweite Impfung mit Comirnaty", "DOR-KLM-NPQ-RST", ""),
    ]
    said = " ".join([*letter.before, *letter.after])
    assert "Ort: Impfzentrum Dorsten" in said
    assert "Telefon 02362 66-4443, Montag bis Freitag 8 Uhr bis 12 Uhr" in said
    assert letter_words(replace(EMINE, german=False), "A", DAY, "").visits[0].beside == (
        "Thursday, 2 December 2021, 10:20 · First dose, Comirnaty"
    )
