"""What is said on the public side: registering, booking, cancelling. Read strictly; an unknown field is an error."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from empfang.model import Channel, DoseKind, Moment
from empfang.protocol import Message
from empfang.rules.codes import code_key, looks_complete
from empfang.rules.contact import is_email, is_post_code, number_of
from empfang.rules.names import clean

MAX_BODY_BYTES = 16_384
MAX_MEMBERS = 10
"""People in one booking."""


class Asked(BaseModel):
    """What all that is asked shares."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _plain(text: str) -> str:
    if clean(text) != text:
        raise ValueError("signs that cannot be shown")
    return text


def _mailbox(text: str) -> str:
    if text and not is_email(text):
        raise ValueError("no mail address")
    return text


def _number(text: str) -> str:
    number = number_of(text) if text else ""
    if number is None:
        raise ValueError("no telephone number")
    return number


def _post_code(text: str) -> str:
    if text and not is_post_code(text):
        raise ValueError("no post code")
    return text


def _code(text: str) -> str:
    # What is no code would else be that of all who have none.
    if not looks_complete(code_key(text)):
        raise ValueError("no code")
    return text


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(_plain)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80), AfterValidator(_plain)]
Mailbox = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=120), AfterValidator(_plain), AfterValidator(_mailbox)
]
Number = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), AfterValidator(_number)]
"""As it was typed; read as E.164."""
PostCode = Annotated[str, StringConstraints(strip_whitespace=True, max_length=12), AfterValidator(_post_code)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[!-~]+$")]
Secret = Annotated[str, StringConstraints(min_length=20, max_length=100, pattern=r"^[!-~]+$")]


class Dose(Asked):
    """A dose that somebody has had."""

    given_on: date
    vaccine: Name


class Registration(Asked):
    """Who somebody is, and how they are reached. `centre_id`: where they register."""

    centre_id: Id
    family: Name
    given: Name
    birth_date: date
    street: Line = ""
    house_number: Annotated[Line, Field(max_length=12)] = ""
    postal_code: PostCode = ""
    town: Line = ""
    phone: Number = ""
    email: Mailbox = ""
    channel: Channel | None = None
    """How the confirmation comes; else by the quickest way that is known."""
    doses: tuple[Dose, ...] = Field(default=(), max_length=10)


class Registered(Message):
    """Who somebody is from now on, and what they prove it with. The secret is kept here only as a digest."""

    person_id: str
    secret: str


class WantedPlace(Asked):
    """A place, as `GET /v1/public/places` names it, and for which dose."""

    slot_id: Id
    contingent_id: Id
    dose_kind: DoseKind


class Member(Asked):
    """One of those who want places: one, or a pair of a first and a second dose."""

    person_id: Id
    secret: Secret
    places: tuple[WantedPlace, ...] = Field(min_length=1, max_length=2)
    first_only_reason: Annotated[Line, Field(max_length=200)] = ""

    @model_validator(mode="after")
    def _a_pair(self) -> "Member":
        if len(self.places) == 2 and [each.dose_kind for each in self.places] != [DoseKind.FIRST, DoseKind.SECOND]:
            raise ValueError("two places that are not a first and a second dose")
        return self


class Booking(Asked):
    """Places for one person or for a party: all of them or none. The first member gets the confirmation."""

    members: tuple[Member, ...] = Field(min_length=1, max_length=MAX_MEMBERS)

    @model_validator(mode="after")
    def _different(self) -> "Booking":
        if len({each.person_id for each in self.members}) < len(self.members):
            raise ValueError("somebody is named twice")
        return self


class BookedPlace(Message):
    """A place that is held now, and the code that somebody shows for it."""

    appointment_id: str
    person_id: str
    centre_id: str
    slot_id: str
    contingent_id: str
    dose_kind: DoseKind
    start: Moment
    vaccine: str
    code: str


class Booked(Message):
    """All that was asked for, in that order."""

    appointments: tuple[BookedPlace, ...]


class Cancellation(Asked):
    """A booking that is not wanted any more: its code, and the person's birth date or secret."""

    code: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=64), AfterValidator(_plain), AfterValidator(_code)
    ]
    birth_date: date | None = None
    secret: Secret | None = None

    @model_validator(mode="after")
    def _proven(self) -> "Cancellation":
        if (self.birth_date is None) == (self.secret is None):
            raise ValueError("either the birth date or the secret")
        return self


class Cancelled(Message):
    """The appointments with this code are cancelled."""

    code: str


class FreeSlot(Message):
    """A time at which places of a contingent are free."""

    slot_id: str
    contingent_id: str
    start: Moment
    vaccine: str
    free: int


class FreeDay(Message):
    """A day of the centre's calendar, and how many places are free on it altogether."""

    day: date
    free: int
    slots: tuple[FreeSlot, ...]


class OpenContingent(Message):
    """Who may have the places of a contingent."""

    contingent_id: str
    name: str
    born_from: date | None = None
    born_until: date | None = None
    districts: tuple[str, ...] = ()


class FreePlaces(Message):
    """What can be booked online at a centre now. `more`: there are later ones; ask with `from` after the last day."""

    centre_id: str
    contingents: tuple[OpenContingent, ...]
    days: tuple[FreeDay, ...]
    more: bool = False
