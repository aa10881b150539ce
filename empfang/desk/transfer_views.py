"""What the screen Übertragung shows: frozen values, with moments on the centre's clock. No words."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from empfang.model import Person
from empfang.protocol import Alternative
from empfang.rules.conflicts import Choice
from empfang.rules.offers import Offered


class Group(StrEnum):
    """The parts of the list, in their order."""

    STOPPED = "stopped"
    REFUSED = "refused"
    DECIDE = "decide"
    UNREADABLE = "unreadable"
    WAITING = "waiting"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list. `kind` is a command's or a conflict's; `at`: when it happened, or was raised.

    `number` is the outbox's, `conflict_id` that of a conflict. `more`: people besides this one;
    `person_field`: what was changed twice; `dependents`: requests that were refused with this one; `forgotten`: a
    restored service asks for it again.
    """

    key: str
    group: Group
    kind: str
    at: datetime | None = None
    number: int | None = None
    conflict_id: str | None = None
    person_id: str | None = None
    family: str = ""
    given: str = ""
    more: int = 0
    person_field: str = ""
    code: str = ""
    dependents: int = 0
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that is not settled, as far as a list is sensibly long, and how many there are of each group."""

    items: tuple[Item, ...] = ()
    counts: dict[Group, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the statements that stand beside each other. `what` says what `value` is; `here`: made at this desk.

    `choice` is the key's word that takes this value, `counts` whether it is the one that holds now.
    """

    what: str
    value: Any = None
    at: datetime | None = None
    desk_name: str = ""
    operator_name: str = ""
    here: bool = False
    before: bool = False
    counts: bool | None = None
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A place that was free when a request was refused; `place` tells it from the others."""

    place: int
    at: datetime
    vaccine: str
    alternative: Alternative


@dataclass(frozen=True, slots=True)
class CallBack:
    """Who is to be told of a refusal. `person_ids`: everybody for whom places were asked, in order; `by_phone`: they
    called for it."""

    person: Person
    person_ids: tuple[str, ...]
    by_phone: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """An item that is open: what happened, who said what, what can be done."""

    item: Item
    sides: tuple[Side, ...] = ()
    choices: tuple[Choice, ...] = ()
    parameters: dict[str, Any] = field(default_factory=dict)
    wanted_at: datetime | None = None
    wanted_from: datetime | None = None
    offers: tuple[Offer, ...] = ()
    call_back: CallBack | None = None
    free_now: tuple[Offered, ...] = ()
    """What the first of them could have now, where more than one place is wanted."""
