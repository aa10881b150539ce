"""What is typed about a caller: a field a line, read when one goes on. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from empfang.model import Channel, Person, Phone
from empfang.rules.birth_dates import read_birth
from empfang.rules.confirmation import OWN, channel_named
from empfang.rules.contact import is_email, is_post_code, kind_of, number_of
from empfang.rules.phones import shown
from empfang.texts import Text, say
from empfang.texts import telephone as t
from empfang.texts.times import birth
from empfang.widgets.cells import plain

FIELDS = ("family", "given", "born", "place", "street", "phone", "email", "channel", "needs", "doses")
"""In the order of a call."""
INHERITED = ("family", "place", "street", "phone", "email", "channel")
"""What a further person of the family has, too."""
_RECORDED: Mapping[str, tuple[str, ...]] = {
    "place": ("postal_code", "town", "district"),
    "street": ("street", "house_number"),
    "phone": ("phones",),
    "email": ("email",),
    "channel": ("channel",),
    "needs": ("needs",),
}
"""By the line: the fields of the record that it fills, of those that may stay as they are."""
_PLACE = re.compile(r"(\d{5})(?!\d)\s*(.*)")
_PHONE = re.compile(r"([0-9+()/. -]*\d)\s*[-,:(]?\s*([^\W\d_][^()\d]*?)?\s*\)?")
"""A number, and whose it is if that is said beside it."""
_STREET = re.compile(r"(.*\D)\s*(\d+\s*[a-zA-Z]?(?:\s*[-/]\s*\d+\s*[a-zA-Z]?)?)")


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


def read(values: Mapping[str, str], today: date, caller: str = "", district: str = "") -> Read:
    """What was typed, as the record has it; empty fields say nothing.

    `caller`: who calls, if not the person; `district`: that of the address (AGS), as far as it is known.
    """
    fields: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for name in FIELDS:
        text = plain(values.get(name, ""))
        if text:
            said = _READERS[name](text, today, caller) if name in _READERS else {}
            if isinstance(said, Text):
                wrong.append(Wrong(name, say(said, value=text)))
            else:
                fields |= said
    if district and "postal_code" in fields:
        fields["district"] = district
    return Read(fields, tuple(wrong))


def changed(read_: Read, values: Mapping[str, str], known: Person) -> Read:
    """Without what stands in the record of somebody who is known, as the lines showed it. Further numbers stay."""
    before, fields = values_of(known), dict(read_.fields)
    for name, recorded in _RECORDED.items():
        if plain(values.get(name, "")) == before.get(name, ""):
            for each in recorded:
                if each != "district" or known.district:
                    fields.pop(each, None)
    if "phones" in fields:
        fields["phones"] = (*fields["phones"], *known.phones[1:])
    return Read(fields, read_.wrong)


def missing(read_: Read) -> tuple[str, ...]:
    """The fields without which nobody can be registered."""
    needed = {"family": "family", "given": "given", "born": "birth_date"}
    return tuple(name for name, field in needed.items() if not read_.fields.get(field))


def tidy(name: str, text: str, today: date, caller: str = "") -> str:
    """A field's text as it is written properly, once one goes on; as it was if it cannot be read.

    Where somebody else calls, it is said whose the number is taken for.
    """
    text = plain(text)
    if name == "born":
        born = read_birth(text, today)
        return birth(born) if born is not None else text
    if name == "phone":
        phone = _read_phone(text, caller)
        return text if phone is None else _phone_words(phone, caller)
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
        "phone": _phone_words(person.phones[0], "") if person.phones else "",
        "email": plain(person.email),
        "channel": say(t.CHANNELS[channel]) if channel else plain(person.channel),
        "needs": ", ".join(plain(need) for need in person.needs),
    }


def _phone_words(phone: Phone, caller: str) -> str:
    """0176 04069020 (Sohn)"""
    number, own = plain(shown(phone.number)), phone.whose in {"", OWN}
    if own:
        return f"{number} ({say(t.OWN_NUMBER)})" if caller else number
    return f"{number} ({plain(phone.whose)})"


def _read_phone(text: str, caller: str) -> Phone | None:
    """A number and whose it is. Of somebody for whom another calls, a mobile number is the caller's unless it is said:
    nothing about the person is told where others may hear or read it."""
    found = _PHONE.fullmatch(text)
    number = number_of(found[1]) if found is not None else None
    if found is None or number is None:
        return None
    kind, said = kind_of(number), found[2] or ""
    if said.casefold() in _OWN_WORDS:
        return Phone(number=number, kind=kind)
    callers = caller.partition(",")[0].strip() if kind == "mobile" else ""
    return Phone(number=number, kind=kind, whose=said or callers or OWN)


def _name(field: str) -> Any:
    def reader(text: str, _today: date, _caller: str) -> dict[str, Any] | Text:
        return {field: text} if len(text) <= _LONGEST_NAME else t.TOO_LONG

    return reader


def _born(text: str, today: date, _caller: str) -> dict[str, Any] | Text:
    born = read_birth(text, today)
    return {"birth_date": born} if born is not None else t.BAD_BIRTH


def _place(text: str, _today: date, _caller: str) -> dict[str, Any] | Text:
    found = _PLACE.fullmatch(text)
    if found is None or not is_post_code(found[1]):
        return t.BAD_PLACE
    return {"postal_code": found[1], "town": found[2]}


def _street(text: str, _today: date, _caller: str) -> dict[str, Any] | Text:
    found = _STREET.fullmatch(text)
    street, number = (found[1].strip(), found[2].replace(" ", "")) if found else (text, "")
    return {"street": street, "house_number": number}


def _phone(text: str, _today: date, caller: str) -> dict[str, Any] | Text:
    phone = _read_phone(text, caller)
    return t.BAD_PHONE if phone is None else {"phones": (phone,)}


def _email(text: str, _today: date, _caller: str) -> dict[str, Any] | Text:
    return {"email": text} if is_email(text) else t.BAD_EMAIL


def _channel(text: str, _today: date, _caller: str) -> dict[str, Any] | Text:
    channel = channel_named(text)
    return {"channel": Channel(channel)} if channel is not None else t.BAD_CHANNEL


def _needs(text: str, _today: date, _caller: str) -> dict[str, Any] | Text:
    return {"needs": tuple(need for need in map(str.strip, text.split(",")) if need)}


_LONGEST_NAME = 80
_OWN_WORDS = frozenset(word for text in (t.OWN_NUMBER, t.THEMSELVES) for word in (text.de, text.en))
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
