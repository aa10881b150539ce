"""Centres: their rules and places, their desks, and whoever works there."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from empfang.model.base import Moment, Record


class Centre(Record):
    """A vaccination centre and its own rules."""

    kind: ClassVar[str] = "centre"
    name: str
    hall: str = ""
    address: str = ""
    """Street and town in one line: for whoever looks for the centre, and for letters that come back."""
    jurisdiction: str = ""
    district: str = ""
    catchment: tuple[str, ...] = ()
    lanes: int = 1
    time_zone: str = "Europe/Berlin"
    slot_minutes: int = 5
    early_minutes: int = 30
    late_minutes: int = 90
    hours: dict[str, str] = {}
    hotline: dict[str, str] = {}
    guardian: str = ""
    """What is asked of a minor's guardians (`empfang.rules.guardians`)."""
    forms: tuple[str, ...] = ()
    """Versions of the information sheet in use, the newest last."""
    walk_in: tuple[str, ...] = ()
    """When people without an appointment may come: local times, such as "2021-12-30 15:00-19:00"."""
    lane_of_need: dict[str, int] = {}
    """By a code of a person's needs: the lane that suits it."""
    contingents: dict[str, float] = {}
    """How new places are shared out: by the contingent's name, its part of all."""
    channel_days: dict[str, int] = {}
    """By the channel: how many days before a visit a confirmation must leave."""
    short_notice_days: int | None = None
    """Freed places are given at short notice at most so many days ahead; None: never."""
    short_notice_not: tuple[str, ...] = ()
    """Who cannot take such a place, by how they registered."""
    waiting_list_days: int = 0
    """A place that is fewer days away than this cannot be offered to the waiting list any more."""
    calling: dict[str, str] = {}
    """How people are called for doses that are left over (`empfang.rules.calling`)."""


class CentreDay(Record):
    """What holds at a centre on one day, as its coordinator set it; what is None or empty is as always.

    `lanes`: the vaccines by the lane's number. `set_by`: for each field, when it was set and by which command.
    """

    kind: ClassVar[str] = "centre_day"
    indexes: ClassVar[tuple[str, ...]] = ("centre_id",)
    centre_id: str
    day: date
    early_minutes: int | None = None
    late_minutes: int | None = None
    lanes: dict[str, tuple[str, ...]] = {}
    info: str = ""
    """What the coordinator lets callers be told."""
    calling: dict[str, str] = {}
    """What is otherwise today with calling for doses that are left over."""
    set_by: dict[str, tuple[str, str]] = {}


class Slot(Record):
    """FHIR Slot with a capacity per contingent: how many appointments may begin there.

    `taken` is how many of them do, as the service counts them. Nobody books it before `released_at`.
    """

    kind: ClassVar[str] = "slot"
    indexes: ClassVar[tuple[str, ...]] = ("centre_id", "start")
    centre_id: str
    start: Moment
    minutes: int = 5
    vaccine: str = ""
    capacity: dict[str, int] = {}
    taken: dict[str, int] = {}
    overbooked: int = 0
    released_at: Moment | None = None


class Contingent(Record):
    """Who may take which places.

    `ways` are those of booking that it is for (origins of appointments; empty: all), `hours` when that is possible on
    the centre's clock, such as "Mo-Fr 08:00-12:00". `open_for`: whom its places are called out for, in the words of the
    rules (`rules.situation.Asked`); empty: as the books say.
    """

    kind: ClassVar[str] = "contingent"
    indexes: ClassVar[tuple[str, ...]] = ("centre_id",)
    centre_id: str
    name: str
    vaccine: str | None = None
    born_from: date | None = None
    born_until: date | None = None
    districts: tuple[str, ...] = ()
    opens_at: Moment | None = None
    closes_at: Moment | None = None
    ways: tuple[str, ...] = ()
    hours: str = ""
    open_for: str = ""


class PostCodes(Record):
    """A list of post codes with their districts, as CSV (plz;ort;kreis;ags): what the program's own does not know."""

    kind: ClassVar[str] = "post_codes"
    text: str


class RuleBook(Record):
    """A book of dated rules, as its author wrote it (docs/rules.md).

    Each number of a book is a record of its own: where the newest cannot be read, the one before it counts.
    """

    kind: ClassVar[str] = "rule_book"
    book: str
    number: int
    text: str


class DeskRole(StrEnum):
    """What a desk is for, and with it what it keeps: a centre's people, or whom its operators opened."""

    RECEPTION = "reception"
    HOTLINE = "hotline"


class Desk(Record):
    """An enrolled device. `number` is the first part of its day numbers; `serves` are further centres of a hotline."""

    kind: ClassVar[str] = "desk"
    indexes: ClassVar[tuple[str, ...]] = ("centre_id",)
    centre_id: str
    name: str
    number: int
    role: DeskRole = DeskRole.RECEPTION
    serves: tuple[str, ...] = ()


class Role(StrEnum):
    """What somebody who works here may do."""

    RECEPTION = "reception"
    HOTLINE = "hotline"
    COORDINATOR = "coordinator"
    MEDICAL = "medical"
    TRAINEE = "trainee"
    ADMINISTRATOR = "administrator"


class Operator(Record):
    """A person who works here, with a role (`Role`; one of a newer program is kept as it is)."""

    kind: ClassVar[str] = "operator"
    name: str
    role: str = Role.RECEPTION
    centre_ids: tuple[str, ...] = ()
