"""What the screen of leftover doses works with: frozen values, with moments on the centre's clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from empfang.desk.call_views import Options
from empfang.desk.promise_views import Promised
from empfang.model import Appointment, DoseKind, Person, Vial
from empfang.rules.call_candidates import Candidate
from empfang.rules.call_hours import MayCall
from empfang.rules.call_order import CallLine
from empfang.rules.call_reasons import Barred
from empfang.rules.leftover_day import Leftover
from empfang.rules.offers import FreeTime


@dataclass(frozen=True, slots=True)
class DoseRow:
    """A dose of today: what it is called, the forecast, and the last count. `latest`: by when one must be here.

    `own`: how many this desk may promise beside what is free for all: what is left of its allotments.
    """

    name: str
    found: Leftover
    counted: int | None
    counted_at: datetime | None
    latest: datetime
    own: int = 0


@dataclass(frozen=True, slots=True)
class InHouse:
    """Somebody who was let in and has had no dose. `walked_in`: without an appointment: they are asked first."""

    encounter_id: str
    person_id: str
    day_number: str
    family: str
    given: str
    since: datetime
    vaccine: str
    hanging: bool
    walked_in: bool


@dataclass(frozen=True, slots=True)
class DoseOverview:
    """How it stands with the day's doses.

    `last_promise`: the latest moment for a promise by telephone of any dose that is free; None: none is.
    """

    doses: tuple[DoseRow, ...]
    house: tuple[InHouse, ...]
    promises: tuple[Promised, ...]
    vials: tuple[Vial, ...]
    last_promise: datetime | None
    may_call: MayCall
    text_messages: bool = False
    """Whether the service sends text messages."""
    faults: tuple[str, ...] = ()

    @property
    def alarm(self) -> bool:
        """Whether more is promised than is safe: calling stops."""
        return any(each.found.short for each in self.doses)


@dataclass(frozen=True, slots=True)
class CallPage:
    """The list: who can be called in order, who cannot and why, and who is at whom."""

    lines: Sequence[CallLine]
    counts: Mapping[Barred, int]
    callers: Sequence[str] = ()
    """Who else is on the telephone, by name."""
    ready: bool = True
    """Whether the list is whole; it is built a part at a time."""


@dataclass(frozen=True, slots=True)
class CalledPage:
    """Whoever is called now.

    `numbers`: those that are theirs, in the order in which they are dialled. `later`: the appointment that they give up
    for a dose today, with its moment. `second_at`: when they have their second dose, where it is the first one now.
    """

    person: Person
    numbers: tuple[str, ...]
    dose_kind: DoseKind
    last_dose_on: date | None
    later: Appointment | None
    later_at: datetime | None
    second_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FreeDose:
    """So many doses of a vaccine (its name) and size can be promised now."""

    name: str
    size: str
    number: int


@dataclass(frozen=True, slots=True)
class DoseOffer:
    """What somebody can be offered who rings.

    `free`: of these doses; none: they can be noted as standby. None: this desk does not know what is free, only the
    service does. `until`: from when on a promise is too late for them.
    """

    candidate: Candidate
    free: tuple[FreeDose, ...] | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class CalledToday:
    """The last call of today to somebody who rings now, and how it stands; moments on that centre's clock.

    `outcome`: a word of `rules.call_outcomes`, or of a newer program. `centre_name`: where they were called from, if
    not here. `promised_until`: they have been promised a dose. `offer`: what they can be offered; else `barred` says
    why not, unless nobody here knows.
    """

    at: datetime
    outcome: str
    callback_at: datetime | None
    centre_name: str
    promised_until: datetime | None
    offer: DoseOffer | None
    barred: Barred | None


@dataclass(frozen=True, slots=True)
class SecondDose:
    """What becomes of the second dose if somebody is given the first one today.

    `kept`: their appointment for it, with its moment; None: there is none. `fits`: the rules allow it then. `options`:
    what else is free for it.
    """

    kept: Appointment | None
    at: datetime | None
    fits: bool
    options: Options

    @property
    def is_open(self) -> bool:
        """Whether another appointment is needed for it."""
        return self.kept is None or not self.fits


@dataclass(frozen=True, slots=True)
class Yes:
    """What is promised to somebody who said yes: the dose, for how many, and what they give up for it.

    `second`: where their second dose is to be from now on; None: it stays.
    """

    vaccine: str
    size: str
    persons: int
    arrive_by: datetime
    dose_kind: DoseKind
    instead_of: str | None = None
    second: FreeTime | None = None


@dataclass(frozen=True, slots=True)
class Requested:
    """A promise that was asked for: the request, the promise that it makes, and for how many."""

    command_id: str
    promise_id: str
    persons: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a promise that was asked for. `granted`: for how many; None while nobody knows."""

    granted: int | None
    asked: int
    code: str | None = None
    promise_id: str = ""
    arrive_by: datetime | None = None
