"""By which way a confirmation goes, and whether it can still come in time."""

from datetime import date

from empfang.model import Centre, Channel, Person, Phone
from empfang.rules.contact import is_mobile

_WORDS: dict[Channel, tuple[str, ...]] = {
    Channel.EMAIL: ("email", "mail"),
    Channel.SMS: ("sms", "handy", "kurznachricht"),
    Channel.POST: ("post", "brief"),
    Channel.PHONE: ("telefon", "phone", "anruf", "keine"),
}
TOO_LATE = "too_late"
"""The answer of a confirmation that was not sent, since it would come after the visit."""
OWN = "own"
"""Whose number it is, of a person's own."""


def mobile_of(person: Person) -> Phone | None:
    """The number to which a text message can go; never one that is somebody else's."""
    own = [each for each in person.phones if each.whose in {"", OWN}]
    return next((each for each in own if each.kind == "mobile" or is_mobile(each.number)), None)


def channel_for(person: Person) -> Channel:
    """The way that the person asked for, if what it needs is known; else the quickest of which that is true."""
    possible = [
        *([Channel.SMS] if mobile_of(person) else []),
        *([Channel.EMAIL] if person.email else []),
        *([Channel.POST] if person.street and person.postal_code else []),
        Channel.PHONE,
    ]
    wanted = channel_named(person.channel)
    return wanted if wanted in possible else possible[0]


def channel_named(text: str) -> Channel | None:
    """The way that a word means, as lists and clerks write it: E-Mail, SMS, Post, Telefon."""
    word = "".join(sign for sign in text.casefold() if sign.isalpha())
    return next((channel for channel, words in _WORDS.items() if word and word.startswith(words)), None)


def comes_too_late(channel: str, visit_on: date, today: date, centre: Centre | None) -> bool:
    """Whether a confirmation that leaves today by this way would be late, by the centre's own times."""
    return centre is not None and (visit_on - today).days < centre.channel_days.get(channel, 0)
