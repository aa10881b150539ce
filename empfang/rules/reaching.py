"""To which address of a person a message goes, by its way."""

import re
from dataclasses import dataclass

from empfang.model import Channel, Person
from empfang.rules.confirmation import mobile_of
from empfang.rules.names import clean

NO_ADDRESS = "no_address"
"""What the way needs is not (or no longer) known of the person."""
ADDRESS_UNUSABLE = "address_unusable"
"""What is noted cannot be an address of this kind."""
_LONGEST_MAILBOX = 254
_LONGEST_LINE = 80
# RFC 5321 without quoted local parts and address literals: what people have.
_MAILBOX = re.compile(
    r"[^\s\x00-\x20\x7f\"(),:;<>@\[\\\]]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}"
)
_E164 = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(frozen=True, slots=True)
class Reached:
    """An address, or the code of why there is none. A postal one has a line for each of its parts."""

    address: str = ""
    problem: str = ""


def address_of(person: Person, channel: str) -> Reached:
    """Where a message goes now. A text message never goes to a number that is somebody else's."""
    match channel:
        case Channel.EMAIL:
            return mailbox(person.email.strip())
        case Channel.SMS:
            return _number(person)
        case Channel.POST:
            return _postal(person)
        case _:
            return Reached(problem=NO_ADDRESS)


def mail_provider(address: str) -> str:
    """Who keeps a mailbox: the part behind the @, in small letters."""
    return address.rpartition("@")[2].strip().casefold()


def mailbox(address: str) -> Reached:
    """A mail address, if it can be one."""
    if not address:
        return Reached(problem=NO_ADDRESS)
    local = address.partition("@")[0]
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    if dots or len(address) > _LONGEST_MAILBOX or clean(address) != address or not _MAILBOX.fullmatch(address):
        return Reached(problem=ADDRESS_UNUSABLE)
    return Reached(address)


def _number(person: Person) -> Reached:
    phone = mobile_of(person)
    if phone is None:
        return Reached(problem=NO_ADDRESS)
    return Reached(phone.number) if _E164.fullmatch(phone.number) else Reached(problem=ADDRESS_UNUSABLE)


def _postal(person: Person) -> Reached:
    name = _line(f"{person.given} {person.family}")
    street = _line(f"{person.street} {person.house_number}")
    town = _line(f"{person.postal_code} {person.town}")
    if not (name and person.street.strip() and person.postal_code.strip()):
        return Reached(problem=NO_ADDRESS)
    return Reached("\n".join((name, street, town)))


def _line(text: str) -> str:
    return " ".join(clean(text).split())[:_LONGEST_LINE].strip()
