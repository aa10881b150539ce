"""To which address a message goes, and what cannot be one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.model import Channel, Person, Phone
from empfang.rules.reaching import address_of, mail_provider, mailbox


def somebody(**more: object) -> Person:
    return Person.of({"id": "p", "family": "Kaya", "given": "Emine", **more})


@pytest.mark.parametrize(
    "address",
    [
        "a@b.de", "emine.kaya+impfung@gmx.de", "e_k-1@mail.web.example", "jörg@straße.example", "o'neill@gmx.example",
        "ek@müller.example",
    ],
)  # fmt: skip
def test_what_people_have_is_an_address(address: str) -> None:
    assert mailbox(address).address == address


@pytest.mark.parametrize(
    "address",
    [
        "a", "a@", "@b.de", "a@b", "a@@b.de", "a b@c.de", "a@b.de, c@d.de", "<a@b.de>", "a@b.de\n", "a\r\n@b.de",
        "a@b..de",
        ".a@b.de", "a.@b.de", "a..b@c.de", "a@-b.de", "a@b.de.", "a@[127.0.0.1]", "a@1.2.3.4", '"a b"@c.de', "a@b.d",
        "a\u202e@b.de", "x" * 65 + "@b.de", "a@" + "b" * 250 + ".de", "a;b@c.de", "a:b@c.de", "a\x00@b.de",
    ],
)  # fmt: skip
def test_what_can_be_no_address_is_none(address: str) -> None:
    assert mailbox(address).problem == "address_unusable"


@given(st.text(max_size=80))
def test_no_address_breaks_a_line_or_holds_a_second_one(text: str) -> None:
    found = mailbox(text).address
    assert not any(sign in found for sign in "\r\n,;<> \x00")
    assert found.count("@") == (1 if found else 0)


@pytest.mark.parametrize(
    ("phones", "address", "problem"),
    [
        ((), "", "no_address"),
        ((Phone(number="+4917604069059", kind="mobile"),), "+4917604069059", ""),
        ((Phone(number="+4917604069059", kind="mobile", whose="neighbour"),), "", "no_address"),
        ((Phone(number="+4917604069059", kind="mobile", whose="daughter"),), "", "no_address"),
        ((Phone(number="+49236266", kind="home"), Phone(number="+4915112345678")), "+4915112345678", ""),
        ((Phone(number="+49236266", kind="home"),), "", "no_address"),
        ((Phone(number="0176 geht nicht", kind="mobile"),), "", "address_unusable"),
    ],
)
def test_a_text_message_goes_to_an_own_mobile_number_only(
    phones: tuple[Phone, ...], address: str, problem: str
) -> None:
    found = address_of(somebody(phones=phones), Channel.SMS)
    assert (found.address, found.problem) == (address, problem)


def test_a_letter_goes_to_the_whole_address_cleaned_of_what_is_no_letter() -> None:
    person = somebody(street="Lindenweg\n", house_number="14 a", postal_code="46282", town="Dor\u202esten")
    assert address_of(person, Channel.POST).address == "Emine Kaya\nLindenweg 14 a\n46282 Dorsten"


@pytest.mark.parametrize("missing", ["street", "postal_code"])
def test_without_street_or_post_code_there_is_no_letter(missing: str) -> None:
    whole = {"street": "Lindenweg", "postal_code": "46282", "town": "Dorsten", missing: " "}
    assert address_of(somebody(**whole), Channel.POST).problem == "no_address"


@pytest.mark.parametrize("channel", [Channel.PHONE, "brieftaube", ""])
def test_another_way_has_no_address(channel: str) -> None:
    assert address_of(somebody(email="a@b.de"), channel).problem == "no_address"


def test_the_provider_is_what_stands_behind_the_at_in_small_letters() -> None:
    assert mail_provider("Emine@GMX.de ") == "gmx.de"
    assert mail_provider("") == ""
