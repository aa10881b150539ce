"""By which way a confirmation goes, and whether it can still come in time."""

import re
from datetime import date

from empfang.model import Centre, Channel, Person, Phone

_MOBILE = re.compile(r"\+491[5-7]\d+")
TOO_LATE = "too_late"
"""The answer of a confirmation that was not sent, since it would come after the visit."""
OWN = "own"
"""Whose number it is, of a person's own."""


def mobile_of(person: Person) -> Phone | None:
    """The number to which a text message can go; never one that is somebody else's."""
    own = [each for each in person.phones if each.whose in {"", OWN}]
    return next((each for each in own if each.kind == "mobile" or _MOBILE.fullmatch(each.number)), None)


def channel_for(person: Person) -> Channel:
    """The way that the person asked for, if what it needs is known; else the quickest of which that is true."""
    possible = [
        *([Channel.SMS] if mobile_of(person) else []),
        *([Channel.EMAIL] if person.email else []),
        *([Channel.POST] if person.street and person.postal_code else []),
        Channel.PHONE,
    ]
    return next((each for each in possible if each == person.channel), possible[0])


def comes_too_late(channel: Channel, visit_on: date, today: date, centre: Centre | None) -> bool:
    """Whether a confirmation that leaves today by this way would be late, by the centre's own times."""
    return centre is not None and (visit_on - today).days < centre.channel_days.get(channel, 0)
