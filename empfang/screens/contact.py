"""A person's contact data as a form: what stands in the fields, and what was typed into them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from empfang.model import Person, Phone
from empfang.rules.contact import is_email, is_post_code, kind_of, number_of
from empfang.rules.phones import e164, shown
from empfang.texts import Text, say
from empfang.texts import person as t
from empfang.widgets.cells import plain

PHONE_FIELDS = ("phone1", "phone2", "phone3")
_PLAIN_FIELDS = ("email", "street", "house_number", "postal_code", "town", "language")
FIELDS = (*PHONE_FIELDS[:2], "email", "street", "house_number", "postal_code", "town", "language", "needs")
"""In the order of the form. A third phone has a field only if the person has three."""
LIMITS = {"email": 120, "street": 80, "house_number": 12, "postal_code": 12, "town": 60, "language": 30, "needs": 120}


@dataclass(frozen=True, slots=True)
class Problem:
    """A field that cannot be stored so: which, and what instead."""

    field: str
    words: str


def fields_of(person: Person) -> tuple[str, ...]:
    """The fields for this person."""
    return FIELDS if len(person.phones) < 3 else (*PHONE_FIELDS, *FIELDS[2:])


def values_of(person: Person) -> dict[str, str]:
    """What stands in the fields."""
    numbers = [plain(shown(phone.number)) for phone in person.phones]
    values = dict(zip(PHONE_FIELDS, [*numbers, "", "", ""], strict=False))
    values |= {name: plain(getattr(person, name)) for name in _PLAIN_FIELDS}
    values["needs"] = ", ".join(plain(need) for need in person.needs)
    return {name: values[name] for name in fields_of(person)}


def read(person: Person, before: Mapping[str, str], typed: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """The record's fields that were changed, and what cannot be stored. Untouched fields are never judged."""
    touched = {name: plain(typed[name]) for name in typed if plain(typed[name]) != before.get(name, "")}
    problems = [problem for name, text in touched.items() if (problem := problem_of(name, text)) is not None]
    if problems:
        return {}, problems
    changes: dict[str, Any] = {name: text for name, text in touched.items() if name in _PLAIN_FIELDS}
    if "needs" in touched:
        changes["needs"] = tuple(need for need in map(str.strip, touched["needs"].split(",")) if need)
    if touched.keys() & set(PHONE_FIELDS):
        changes["phones"] = _phones(person, touched)
    return changes, []


def label(name: str) -> str:
    """What a field is called."""
    return say(t.FIELDS[name])


def _phones(person: Person, touched: Mapping[str, str]) -> tuple[Phone, ...]:
    phones: list[Phone | None] = [*person.phones, *([None] * len(PHONE_FIELDS))]
    for place, name in enumerate(PHONE_FIELDS):
        if name not in touched:
            continue
        number = e164(touched[name]) if touched[name] else None
        known = phones[place]
        if number is None:
            phones[place] = None
        elif known is None:
            phones[place] = Phone(number=number, kind=kind_of(number))
        else:
            phones[place] = known.model_copy(update={"number": number})
    return tuple(phone for phone in phones if phone is not None)


def problem_of(name: str, text: str) -> Problem | None:
    """Why a field cannot be stored so; None if it can."""
    wrong: Text | None = None
    if name in PHONE_FIELDS:
        wrong = t.BAD_PHONE if text and number_of(text) is None else None
    elif len(text) > LIMITS[name]:
        return Problem(name, say(t.TOO_LONG, field=label(name), limit=LIMITS[name]))
    elif name == "email" and text and not is_email(text):
        wrong = t.BAD_EMAIL
    elif name == "postal_code" and text and not is_post_code(text):
        wrong = t.BAD_POSTCODE
    return None if wrong is None else Problem(name, say(wrong, field=label(name), value=text))
