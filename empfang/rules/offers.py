"""Places to offer somebody: free times on days that the rules allow, with a second one where a pair is wanted."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from empfang.model import DoseKind
from empfang.rules.planned import Planned, first_no
from empfang.rules.rulebook import Rulebook
from empfang.rules.situation import Known, Place

NOON = time(12)
"""Where the morning ends."""
Allowed = Callable[[Sequence[Planned]], bool]
"""Whether these doses may be given on their days, one after the other."""


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A slot in which a contingent has free places. `at` is on the centre's clock, `vaccine` its name.

    `open_for`: whom the contingent is opened for, in the words of the rules.
    """

    slot_id: str
    contingent_id: str
    at: datetime
    vaccine: str
    free: int
    open_for: str = ""

    def planned(self, kind: DoseKind) -> Planned:
        """A dose there and then."""
        return Planned(self.at.date(), kind, self.vaccine, self.open_for)


@dataclass(frozen=True, slots=True)
class Offered:
    """A place, and that of the second dose where there is one."""

    first: FreeTime
    second: FreeTime | None = None

    @property
    def times(self) -> tuple[FreeTime, ...]:
        """One or two."""
        return (self.first,) if self.second is None else (self.first, self.second)


@dataclass(frozen=True, slots=True)
class FreeDay:
    """How many places a day has, before and after noon, and whether the rules allow the dose then."""

    on: date
    morning: int
    afternoon: int
    allowed: bool


def allowed_by(known: Known, asked_at: datetime, place: Place, book: Rulebook) -> Allowed:
    """By what is known of somebody, and the rules at a place; each question is put to the rules once.

    Where no book knows the place or the vaccine everything is allowed: the clerk and the doctor decide.
    """
    answers: dict[tuple[Planned, ...], bool] = {}

    def allowed(planned: Sequence[Planned]) -> bool:
        codes = [book.vaccine_named(each.vaccine) for each in planned]
        doses = tuple(
            replace(each, vaccine=code) for each, code in zip(planned, codes, strict=True) if code is not None
        )
        if not place.within or len(doses) < len(planned):
            return True
        if doses not in answers:
            answers[doses] = first_no(known, doses, asked_at, place, book) is None
        return answers[doses]

    return allowed


def free_days(times: Iterable[FreeTime], kind: DoseKind, allowed: Allowed) -> tuple[FreeDay, ...]:
    """The days with free places, in order. A day is allowed if one of its vaccines is."""
    morning, afternoon = Counter[date](), Counter[date]()
    doses: dict[date, dict[Planned, None]] = {}
    for each in times:
        on = each.at.date()
        (morning if each.at.time() < NOON else afternoon)[on] += each.free
        doses.setdefault(on, {})[each.planned(kind)] = None
    return tuple(
        FreeDay(
            on,
            morning[on],
            afternoon[on],
            any(allowed([dose]) for dose in doses[on]),
        )
        for on in sorted(doses)
    )


def offers_on(
    times: Sequence[FreeTime], on: date, kind: DoseKind, allowed: Allowed, *, pair: bool, near: time | None = None
) -> tuple[Offered, ...]:
    """What can be offered on a day, by time, or those nearest to a time first.

    With `pair` each has the second dose on the first day that the rules allow, as near to the same time as there is a
    place; a time for which there is none is not offered.
    """
    found: list[Offered] = []
    for first in (each for each in times if each.at.date() == on):
        planned = first.planned(kind)
        if not allowed([planned]):
            continue
        if not pair:
            found.append(Offered(first))
            continue
        second = _second_for(times, first, planned, allowed)
        if second is not None:
            found.append(Offered(first, second))
    if near is None:
        return tuple(sorted(found, key=lambda each: (each.first.at, each.first.slot_id)))
    return tuple(sorted(found, key=lambda each: (_apart(each.first.at.time(), near), each.first.at)))


def _second_for(times: Sequence[FreeTime], first: FreeTime, planned: Planned, allowed: Allowed) -> FreeTime | None:
    """The place of the second dose: on the first day allowed, nearest to the first one's time."""
    later: dict[date, list[FreeTime]] = {}
    for each in times:
        on = each.at.date()
        if each.vaccine == first.vaccine and on > planned.on:
            later.setdefault(on, []).append(each)
    for on in sorted(later):
        fitting = [each for each in later[on] if allowed([planned, each.planned(DoseKind.SECOND)])]
        if fitting:
            return min(fitting, key=lambda each: (_apart(each.at.time(), first.at.time()), each.at))
    return None


def without(times: Iterable[FreeTime], chosen: Iterable[FreeTime]) -> tuple[FreeTime, ...]:
    """What is left when some places are meant for others of the same call."""
    gone = Counter((each.slot_id, each.contingent_id) for each in chosen)
    left = [(each, each.free - gone[each.slot_id, each.contingent_id]) for each in times]
    return tuple(replace(each, free=free) for each, free in left if free > 0)


def _apart(one: time, other: time) -> int:
    return abs((one.hour - other.hour) * 60 + one.minute - other.minute)
