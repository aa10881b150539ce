"""What goes out to people, and calls that only asked something."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from empfang.model.base import Moment, Record


class Channel(StrEnum):
    """How a confirmation reaches somebody. A person's channel may be empty, or a word of a newer program."""

    EMAIL = "email"
    SMS = "sms"
    POST = "post"
    PHONE = "phone"
    """By nothing but the operator's voice."""


class MessageState(StrEnum):
    """What became of a confirmation."""

    WAITING = "waiting"
    SENT = "sent"
    DEFERRED = "deferred"
    """Not taken yet by the other side: it is tried again."""
    REFUSED = "refused"
    """Never taken by the other side: somebody must do something."""
    BY_POST = "by_post"
    TOLD = "told"
    """The operator read it out."""
    WITHDRAWN = "withdrawn"
    """Not needed any more before it left: all it speaks of was cancelled or moved."""


class Communication(Record):
    """FHIR Communication: the one confirmation of what was booked together, to whoever booked it.

    Its words are made when it leaves. `to` is the address it last went to; `tries` counts, the next comes at `next_at`;
    `answer` is what the other side last said, as a code. `batch` names the letters that were printed together.
    """

    kind: ClassVar[str] = "communication"
    indexes: ClassVar[tuple[str, ...]] = ("person_id", "state")
    person_id: str
    centre_id: str
    appointment_ids: tuple[str, ...]
    channel: str
    state: MessageState = MessageState.WAITING
    to: str = ""
    made_at: Moment
    state_at: Moment
    next_at: Moment | None = None
    tries: int = 0
    answer: str = ""
    batch: str = ""

    @property
    def subject(self) -> str:
        return self.person_id


class Inquiry(Record):
    """A call that ended with being told something: counted, with nothing about who called."""

    kind: ClassVar[str] = "inquiry"
    indexes: ClassVar[tuple[str, ...]] = ("centre_id",)
    centre_id: str
    day: date
    topic: str = ""
    desk_id: str
    operator_id: str
