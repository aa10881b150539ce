"""What a forecast of leftover doses is made from, and what it tells (`empfang.rules.leftover`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from empfang.rules.coming import Booked, Spread
from empfang.rules.explained import Explained
from empfang.rules.in_time import Calling
from empfang.rules.shows import Lateness
from empfang.rules.stock import Level
from empfang.rules.vials import Dose

GRACE = timedelta(minutes=15)
"""So long after its time a promise still holds its dose."""
HANGING = timedelta(minutes=90)
"""Whoever was admitted longer ago has probably gone, and nobody said so."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody in the house: admitted, not yet vaccinated, not gone. `appointment`: with one, or promised a dose."""

    at: datetime
    dose: Dose
    appointment: bool = True


@dataclass(frozen=True, slots=True)
class Promise:
    """An open promise: so many people, who are not there yet. `comes`: how likely, all together."""

    arrive_by: datetime
    dose: Dose
    persons: int = 1
    comes: float = 0.9


@dataclass(frozen=True, slots=True)
class OnHand:
    """What there is of a dose.

    `planned`: doses of vials that are about to be opened. `container`: how many one further vial holds, and `keeps` how
    long it could be used if it were opened now; None where there is none left, or none shall be advised.
    """

    level: Level
    planned: int = 0
    container: int | None = None
    keeps: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """The day at one moment; everything that a forecast knows. `ways`: measured from admission to jab, in order.

    `booked`: everybody of today who did not cancel, also who came: they tell how the day goes.
    """

    now: datetime
    last_jab: datetime
    stock: Mapping[Dose, OnHand]
    booked: Sequence[Booked] = ()
    house: Sequence[Admitted] = ()
    promises: Sequence[Promise] = ()
    ways: Sequence[timedelta] = ()
    calling: Calling = field(default_factory=Calling)
    lateness: Lateness = field(default_factory=Lateness)
    spread: Spread = field(default_factory=Spread)


@dataclass(frozen=True, slots=True)
class Leftover:
    """The forecast for one vaccine and size; the letters are those of the design.

    `safe` is N: so many can be promised now. `short`: so many of the promised are likely to find none: an alarm, and
    calling stops. `coming` and `left` are the ranges that hold the truth on nine days of ten: of the booked who still
    come, and of what will be left. Less than nothing left means vials that will have to be opened.
    """

    dose: Dose
    usable: int
    planned: int
    in_house: int
    hanging: int
    expected_booked: float
    expected_promised: float
    expected_left: float
    coming: tuple[int, int]
    left: tuple[int, int]
    promised: int
    safe: int
    by_phone: int
    """So many of these to people who are not here yet; fewer than `safe` where some doses end too soon for them."""
    short: int
    use_by: datetime | None
    """Until when what is promised by telephone has to be given; None: nothing is there whose end is known."""
    last_promise: datetime
    attempts: int
    begin: datetime
    action: Explained
    vial: Explained | None
    lines: tuple[Explained, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """For every dose that is there or that somebody needs, in the order of their names."""

    of: Mapping[Dose, Leftover]
    way: timedelta
    """From admission to the jab."""
    day_shift: float
    """By how much the log-odds of coming are higher today than usual."""
