"""What is typed into the lines of a call: what can be, as the record has it; what cannot, with what instead."""

from datetime import date

import pytest

from empfang.screens.call_form import FIELDS, missing, read, tidy

TODAY = date(2021, 12, 15)


def wrong(name: str, text: str) -> str:
    """What is said of a line; empty if it can stay so."""
    said = read({name: text}, TODAY)
    assert all(each.field == name for each in said.wrong)
    assert not (said.wrong and said.fields), "nothing of it is taken"
    return " ".join(each.words for each in said.wrong)


@pytest.mark.parametrize(
    "typed",
    [
        "31.2.1958", "30.02.58", "29.02.2021", "0.1.1950", "1.0.1950", "32.1.1950", "1.13.1950", "16.12.2021",
        "1.1.2030", "1.1.1850", "12.8.", "1958", "12.8.1958.", "12.8.19580", "gestern", "1208195", "12-8",
        "12.8.-58",
    ],
)  # fmt: skip
def test_impossible_birth_dates_are_said_with_an_example(typed: str) -> None:
    assert wrong("born", typed) == f"„{typed}“ ist kein Geburtsdatum. Zum Beispiel: 12.8.58 oder 12081958."
    assert tidy("born", typed, TODAY) == typed, "it stays as it was typed, to be corrected"


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("12.8.58", date(1958, 8, 12)), ("120858", date(1958, 8, 12)), ("12081958", date(1958, 8, 12)),
        ("29.2.2020", date(2020, 2, 29)), ("15.12.2021", TODAY), ("15.12.21", TODAY), ("16.12.21", date(1921, 12, 16)),
        ("1.1.1906", date(1906, 1, 1)),
    ],
)  # fmt: skip
def test_birth_dates_are_read_as_people_say_them(typed: str, born: date) -> None:
    assert read({"born": typed}, TODAY).born == born


@pytest.mark.parametrize(
    "typed", ["4628", "462822", "00000", "00123", "4628a", "Dorsten", "D-46282", "46 282", "٤٦٢٨٢"]
)
def test_impossible_post_codes_are_said_with_an_example(typed: str) -> None:
    assert wrong("place", typed) == f"„{typed}“: erst fünf Ziffern, dann der Ort. Zum Beispiel: 46282 Dorsten."


@pytest.mark.parametrize("typed", ["kaya", "kaya@", "@web.de", "kaya@web", "ka ya@web.de", "kaya@@web.de", "a@b.c"])
def test_impossible_mail_addresses_are_said(typed: str) -> None:
    assert wrong("email", typed) == f"„{typed}“ ist keine E-Mail-Adresse."


@pytest.mark.parametrize("typed", ["morse", "fax", "-"])
def test_a_way_that_nobody_knows_is_said(typed: str) -> None:
    assert wrong("channel", typed) == f"„{typed}“: SMS, E-Mail, Post oder Telefon."


def test_endless_names_are_said() -> None:
    assert wrong("family", "L" * 81) == "Das ist zu lang."
    assert wrong("family", "L" * 80) == ""


def test_nothing_typed_is_nothing_wrong_and_what_is_needed_is_named() -> None:
    said = read(dict.fromkeys(FIELDS, "  "), TODAY)
    assert (said.wrong, dict(said.fields)) == ((), {})
    assert missing(said) == ("family", "given", "born")
