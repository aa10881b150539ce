"""What is typed about a caller: a field a line, read when one goes on. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from empfang.model import Channel, Person, Phone
from empfang.rules.birth_dates import read_birth
from empfang.rules.confirmation import OWN, channel_named
from empfang.rules.phones import e164, shown
from empfang.screens.contact import problem_of
from empfang.texts import Text, say
from empfang.texts import telephone as t
from empfang.texts.times import birth
from empfang.widgets.cells import plain

FIELDS = ("family", "given", "born", "place", "street", "phone", "email", "channel", "needs", "doses")
"""In the order of a call."""
INHERITED = ("family", "place", "street", "phone", "email", "channel")
"""What a further person of the family has, too."""
_PLACE = re.compile(r"(\d{5})\s*(.*)")
_STREET = re.compile(r"(.*\D)\s*(\d+\s*[a-zA-Z]?(?:\s*[-/]\s*\d+\s*[a-zA-Z]?)?)")
_MOBILE = re.compile(r"\+491[567]")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field that cannot stay so, and what instead."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Read:
    """What the fields say: those of the person's record, and what is wrong."""

    fields: Mapping[str, Any]
    wrong: tuple[Wrong, ...] = ()

    @property
    def born(self) -> date | None:
        """The birth date, once it is there."""
        born: date | None = self.fields.get("birth_date")
        return born


def read(values: Mapping[str, str], today: date, whose: str, district: str = "") -> Read:
    """What was typed, as the record has it; empty fields say nothing.

    `whose`: who calls, if not the person; `district`: that of the address (AGS), as far as it is known.
    """
    fields: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for name in FIELDS:
        text = plain(values.get(name, ""))
        if text:
            said = _READERS[name](text, today, whose) if name in _READERS else {}
            if isinstance(said, Text):
                wrong.append(Wrong(name, say(said, value=text)))
            else:
                fields |= said
    if district and "postal_code" in fields:
        fields["district"] = district
    return Read(fields, tuple(wrong))


def missing(read_: Read) -> tuple[str, ...]:
    """The fields without which nobody can be registered."""
    needed = {"family": "family", "given": "given", "born": "birth_date"}
    return tuple(name for name, field in needed.items() if not read_.fields.get(field))


def tidy(name: str, text: str, today: date) -> str:
    """A field's text as it is written properly, once one goes on; as it was if it cannot be read."""
    text = plain(text)
    if name == "born":
        born = read_birth(text, today)
        return birth(born) if born is not None else text
    if name == "phone":
        number = e164(text) if text and problem_of("phone1", text) is None else None
        return shown(number) if number is not None else text
    if name == "channel":
        channel = channel_named(text)
        return say(t.CHANNELS[channel]) if channel is not None else text
    return text


def values_of(person: Person) -> dict[str, str]:
    """The fields of somebody who is known."""
    channel = channel_named(person.channel)
    return {
        "family": plain(person.family),
        "given": plain(person.given),
        "born": birth(person.birth_date) if person.birth_date else "",
        "place": " ".join(plain(part) for part in (person.postal_code, person.town) if part),
        "street": " ".join(plain(part) for part in (person.street, person.house_number) if part),
        "phone": plain(shown(person.phones[0].number)) if person.phones else "",
        "email": plain(person.email),
        "channel": say(t.CHANNELS[channel]) if channel else plain(person.channel),
        "needs": ", ".join(plain(need) for need in person.needs),
    }


def _name(field: str) -> Any:
    def reader(text: str, _today: date, _whose: str) -> dict[str, Any] | Text:
        return {field: text} if len(text) <= _LONGEST_NAME else t.TOO_LONG

    return reader


def _born(text: str, today: date, _whose: str) -> dict[str, Any] | Text:
    born = read_birth(text, today)
    return {"birth_date": born} if born is not None else t.BAD_BIRTH


def _place(text: str, _today: date, _whose: str) -> dict[str, Any] | Text:
    found = _PLACE.fullmatch(text)
    return t.BAD_PLACE if found is None else {"postal_code": found[1], "town": found[2]}


def _street(text: str, _today: date, _whose: str) -> dict[str, Any] | Text:
    found = _STREET.fullmatch(text)
    street, number = (found[1].strip(), found[2].replace(" ", "")) if found else (text, "")
    return {"street": street, "house_number": number}


def _phone(text: str, _today: date, whose: str) -> dict[str, Any] | Text:
    number = e164(text)
    if problem_of("phone1", text) is not None or number is None:
        return t.BAD_PHONE
    kind = "mobile" if _MOBILE.match(number) else "home"
    return {"phones": (Phone(number=number, kind=kind, whose=whose or OWN),)}


def _email(text: str, _today: date, _whose: str) -> dict[str, Any] | Text:
    return {"email": text} if problem_of("email", text) is None else t.BAD_EMAIL


def _channel(text: str, _today: date, _whose: str) -> dict[str, Any] | Text:
    channel = channel_named(text)
    return {"channel": Channel(channel)} if channel is not None else t.BAD_CHANNEL


def _needs(text: str, _today: date, _whose: str) -> dict[str, Any] | Text:
    return {"needs": tuple(need for need in map(str.strip, text.split(",")) if need)}


_LONGEST_NAME = 80
_READERS = {
    "family": _name("family"),
    "given": _name("given"),
    "born": _born,
    "place": _place,
    "street": _street,
    "phone": _phone,
    "email": _email,
    "channel": _channel,
    "needs": _needs,
}
