"""A message ready to leave, and what carries it: the few things that mail and text messages share."""

from dataclasses import dataclass
from typing import Protocol

from empfang.central.outgoing.answers import Said


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message with its address and words. `id` is the confirmation's: a repeat can be known by it."""

    id: str
    lane: str
    to: str
    text: str
    subject: str = ""
    sender: str = ""


class Session(Protocol):
    """Access to a mail server or gateway, for one thread."""

    def carry(self, parcel: Parcel) -> Said:
        """Hand a message over; what the other side said. Takes a minute at most."""
        ...

    def rest(self) -> None:
        """Nothing to do for the moment: give back what need not be held."""
        ...

    def abort(self) -> None:
        """From another thread: end what is under way."""
        ...


class Carrier(Protocol):
    """A way out of the service."""

    @property
    def channel(self) -> str:
        """The channel of the confirmations that it carries."""
        ...

    @property
    def sessions(self) -> int:
        """How many messages may be under way at once."""
        ...

    @property
    def per_lane(self) -> int:
        """How many of them to the same provider."""
        ...

    def open(self) -> Session:
        """Access for one more thread. Nothing is connected yet."""
        ...
