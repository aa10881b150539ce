"""What the telephone screen works with: frozen values, with moments on the centre's clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from empfang.desk.views import Judged, RequestState
from empfang.model import Appointment, Communication, DoseKind, Person, Proof
from empfang.rules.booking import Refusal
from empfang.rules.dose_entry import Entered
from empfang.rules.offers import Allowed, FreeDay, FreeTime, Offered, free_days, offers_on, without


@dataclass(frozen=True, slots=True)
class Draft:
    """Somebody in a call, as far as typed: new, or known by `person_id` with `fields` that were changed.

    `doses` is what was said of earlier doses; None: nobody has asked yet. `caller`: who calls for the person and may,
    if it is not the person.
    """

    person_id: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    doses: Entered | None = None
    caller: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """What can be offered to one person in a call, as read at one moment.

    `times` are the free places of all contingents that they may have, `why_not` the terms that keep them from others,
    by the contingent's name. `judged` is the verdict of today, for the dose that comes next.
    """

    kind: DoseKind
    times: tuple[FreeTime, ...]
    allowed: Allowed
    why_not: tuple[tuple[str, Refusal], ...] = ()
    judged: Judged | None = None

    @property
    def wants_pair(self) -> bool:
        """Whether a second dose belongs to it."""
        return self.kind is DoseKind.FIRST

    def days(self) -> tuple[FreeDay, ...]:
        """The days with free places."""
        return free_days(self.times, self.kind, self.allowed)

    def first_day(self) -> date | None:
        """The first day on which something can be offered."""
        return next((each.on for each in self.days() if each.allowed), None)

    def on(self, day: date, *, pair: bool, near: time | None = None) -> tuple[Offered, ...]:
        """What can be offered on a day."""
        return offers_on(self.times, day, self.kind, self.allowed, pair=pair, near=near)

    def nearest(self, like: Offered) -> Offered | None:
        """What is free now as near as can be to what was offered before, first by day: a pair if that was one."""
        at, pair = like.first.at, like.second is not None
        days = [each.on for each in self.days() if each.allowed]
        for day in sorted(days, key=lambda each: (abs(each - at.date()), each)):
            offers = self.on(day, pair=pair, near=at.time())
            if offers:
                return offers[0]
        return None

    def besides(self, chosen: Sequence[FreeTime]) -> "Options":
        """The same without places that are meant for others of the call."""
        return Options(self.kind, without(self.times, chosen), self.allowed, self.why_not, self.judged)


@dataclass(frozen=True, slots=True)
class ShortNotice:
    """What somebody who is registered can be offered at short notice: pairs where two doses belong together.

    `refusal` says why there is nothing; None if there is something, or just no place free soon enough. `gives_up`: the
    appointments that go with it.
    """

    options: Options
    gives_up: frozenset[str] = frozenset()
    refusal: Refusal | None = None

    @property
    def proposed(self) -> Offered | None:
        """The soonest."""
        options, day = self.options, self.options.first_day()
        return None if day is None else next(iter(options.on(day, pair=options.wants_pair)), None)


@dataclass(frozen=True, slots=True)
class ToBook:
    """One person of a call with the places they shall have. `first_only_reason`: why there is no second dose."""

    draft: Draft
    kind: DoseKind
    offered: Offered
    first_only_reason: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Places were asked for: the request, the persons in the order of the call, and the appointments that it makes."""

    command_id: str
    person_ids: tuple[str, ...]
    appointment_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment with its local time."""

    appointment: Appointment
    at: datetime | None
    centre_name: str


@dataclass(frozen=True, slots=True)
class Booked:
    """One person of a request, and what they have of it: of a pair of which one was moved, both."""

    person: Person
    held: tuple[Held, ...]

    @property
    def code(self) -> str:
        """What to read out to them."""
        return next((each.appointment.code for each in self.held), "")


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a request for places. `granted` is None while nobody knows, or what was given is not here yet.

    `message` is the confirmation that goes out for it; None if nobody is left to get one.
    """

    state: RequestState
    people: tuple[Booked, ...]
    message: Communication | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """How it stands with the places that are given by phone: how many are free, and if none, from when.

    `lasts_until`: the day on which the last of them will go, if it goes on like this; None if that cannot be told.
    `info`: what the coordinator lets callers be told, with the moment at which it was said.
    """

    free: int
    opens_at: datetime | None = None
    lasts_until: date | None = None
    info: str = ""
    info_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CallerPage:
    """Whoever calls about something they have: their appointments to come, and their confirmations.

    `called_by`: who called for them last, as it was noted.
    """

    person: Person
    held: tuple[Held, ...]
    messages: tuple[Communication, ...]
    called_by: Proof | None = None
