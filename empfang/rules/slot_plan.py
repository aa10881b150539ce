"""Which slots a coordinator's wish means, how many places of each contingent lie in each, and what that changes.

Places are shared out in whole numbers twice: a day's among the contingents, so that the sum is exact; then each
contingent's over the day, so that it is everywhere as near to its share as whole places can be.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from empfang.ids import derived_id
from empfang.model import Centre, Slot, moment_text
from empfang.rules.opening import open_times, stated_hours

MOST_DAYS = 400
"""Days that one wish can span."""
MOST_MINUTES = 240
"""Length of a slot."""
MOST_CONTINGENTS = 20
"""Contingents among which one wish shares places out."""


class Step(StrEnum):
    """What a plan means for one slot."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    OVER = "over"
    """Its time has passed: it is left as it is."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a coordinator asks for: on each of these days (numbers of weekdays, 0 is Monday; none: on all).

    `shares`: by the contingent's id its part of the places; contingents that are not named keep what they have.
    `per_slot` or `per_day` places. `released_at`: when they can be booked; `at_once`: now; with neither, new slots at
    once and the others when it was said before.
    """

    first: date
    last: date
    vaccine: str
    minutes: int
    shares: Mapping[str, Fraction]
    weekdays: frozenset[int] = frozenset()
    per_slot: int = 0
    per_day: int | None = None
    released_at: datetime | None = None
    at_once: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.minutes <= MOST_MINUTES or (self.last - self.first).days >= MOST_DAYS:
            raise ValueError("slots without length, or too many days")

    @property
    def takes_away(self) -> bool:
        """Whether it asks for no places at all."""
        return not (self.per_slot if self.per_day is None else self.per_day)

    def days(self) -> Iterator[date]:
        """The days, in order."""
        for ahead in range((self.last - self.first).days + 1):
            day = self.first + timedelta(days=ahead)
            if not self.weekdays or day.weekday() in self.weekdays:
                yield day


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """A slot as it is wanted. `places`: by the contingent's id, 0 where it shall have none."""

    id: str
    start: datetime
    minutes: int
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day's slots in order; none if the centre is closed. `assumed`: it has stated no hours for this day."""

    day: date
    slots: tuple[PlannedSlot, ...]
    assumed: bool


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a planned slot means beside what is there. `slot` is what to write, None: nothing.

    `kept`: places of a contingent beyond the plan, since they are taken.
    """

    step: Step
    slot: Slot | None
    places: Mapping[str, int]
    kept: int


def slot_id(centre_id: str, start: datetime, vaccine: str) -> str:
    """The id of the slot of a time and a vaccine."""
    return derived_id("slot", centre_id, moment_text(start), vaccine)


def plan_days(centre: Centre, wish: Wish) -> Iterator[PlannedDay]:
    """The days of a wish, each with all its slots; places that do not fit into any (a closed day) are in none."""
    for day in wish.days():
        starts = tuple(_starts(centre, day, timedelta(minutes=wish.minutes)))
        total = wish.per_slot * len(starts) if wish.per_day is None else wish.per_day
        rows = spread(shared_out(total, wish.shares), len(starts)) if starts else ()
        slots = tuple(
            PlannedSlot(
                slot_id(centre.id, start, wish.vaccine), start, wish.minutes, dict(zip(wish.shares, row, strict=True))
            )
            for start, row in zip(starts, rows, strict=True)
        )
        yield PlannedDay(day, slots, assumed=bool(slots) and stated_hours(centre, day) is None)


def days_without(slots: Iterable[Slot], centre: Centre, wish: Wish) -> Iterator[PlannedDay]:
    """The days of a wish that takes places away: whatever slots there are, in whatever grid and at whatever hours."""
    zone = ZoneInfo(centre.time_zone)
    by_day: dict[date, list[PlannedSlot]] = {}
    for slot in sorted(slots, key=lambda each: (each.start, each.id)):
        if slot.vaccine == wish.vaccine and any(name in slot.capacity for name in wish.shares):
            planned = PlannedSlot(slot.id, slot.start, slot.minutes, dict.fromkeys(wish.shares, 0))
            by_day.setdefault(slot.start.astimezone(zone).date(), []).append(planned)
    for day in wish.days():
        if day in by_day:
            yield PlannedDay(day, tuple(by_day[day]), assumed=False)


def shared_out(total: int, shares: Mapping[str, Fraction]) -> tuple[int, ...]:
    """Whole numbers in proportion to the shares, in their order, whose sum is the total (largest remainders)."""
    whole = sum(shares.values())
    if not whole:
        return (0,) * len(shares)
    exact = [total * share / whole for share in shares.values()]
    given = [int(each) for each in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (given[place] - exact[place], place))
    for place in by_remainder[: total - sum(given)]:
        given[place] += 1
    return tuple(given)


@lru_cache(64)
def spread(places: tuple[int, ...], slots: int) -> tuple[tuple[int, ...], ...]:
    """Places of several contingents over a day: for each slot, how many of each.

    Each slot has as many in all as the next one, give or take one. From the morning until any slot's end each
    contingent has got its part of what was given until then, give or take less than one place: place by place it is the
    turn of the contingent that would be late first (R. Tijdeman, The chairman assignment problem, 1980).
    """
    total = sum(places)
    ends = [(2 * total * number + slots) // (2 * slots) for number in range(slots + 1)]
    own = [place for place, count in enumerate(places) if count]
    slack = max(2 * len(own) - 2, 1)
    given = [0] * len(places)
    done: list[tuple[int, ...]] = []
    for begin, end in pairwise(ends):
        row = [0] * len(places)
        for number in range(begin + 1, end + 1):
            turn = _whose_turn(places, given, own, number, total, slack)
            given[turn] += 1
            row[turn] += 1
        done.append(tuple(row))
    return tuple(done)


def fit(planned: PlannedSlot, found: Slot | None, centre: Centre, wish: Wish, now: datetime) -> Fitted:
    """What a planned slot means beside the one that is there (None: there is none).

    A capacity never goes below what is taken.
    """
    if now >= planned.start + timedelta(minutes=planned.minutes):
        capacity = found.capacity if found else {}
        return Fitted(Step.OVER, None, {name: capacity.get(name, 0) for name in planned.places}, 0)
    taken = found.taken if found else {}
    places = {name: max(wanted, taken.get(name, 0)) for name, wanted in planned.places.items()}
    kept = sum(places.values()) - sum(planned.places.values())
    if found is None:
        made = Slot(
            id=planned.id,
            centre_id=centre.id,
            start=planned.start,
            minutes=planned.minutes,
            vaccine=wish.vaccine,
            capacity={name: number for name, number in places.items() if number},
            released_at=wish.released_at,
        )
        return Fitted(Step.NEW, made, places, kept) if made.capacity else Fitted(Step.UNCHANGED, None, places, kept)
    capacity = {**found.capacity, **{name: n for name, n in places.items() if n or name in found.capacity}}
    changed = found.with_(capacity=capacity, minutes=planned.minutes, released_at=_released(found, wish, now))
    if changed.same_as(found):
        return Fitted(Step.UNCHANGED, None, places, kept)
    return Fitted(Step.CHANGED, changed, places, kept)


def beside(slots: Sequence[Slot], days: Sequence[PlannedDay], centre: Centre, wish: Wish) -> list[Slot]:
    """Slots with places of the wish's vaccine on the planned days that the plan does not speak of: they stay."""
    planned = {slot.id for day in days for slot in day.slots}
    on = {day.day for day in days}
    zone = ZoneInfo(centre.time_zone)
    return [
        slot
        for slot in slots
        if slot.id not in planned
        and slot.vaccine == wish.vaccine
        and any(slot.capacity.get(name) for name in wish.shares)
        and slot.start.astimezone(zone).date() in on
    ]


def _released(found: Slot, wish: Wish, now: datetime) -> datetime | None:
    """When a slot that is there can be booked. What can be booked already does not become so anew."""
    if wish.released_at is not None:
        return wish.released_at
    if wish.at_once and found.released_at is not None and found.released_at > now:
        return None
    return found.released_at


def _starts(centre: Centre, day: date, length: timedelta) -> Iterator[datetime]:
    """When slots begin on a day, each of which ends before the next break.

    Counted in real time: on a night when the clock is changed an hour's slots are missing, or there twice.
    """
    zone = ZoneInfo(centre.time_zone)
    for part in open_times(centre, day):
        start, end = (datetime.combine(day, wall, zone).astimezone(UTC) for wall in (part.opens, part.closes))
        while start + length <= end:
            yield start
            start += length


def _whose_turn(
    places: Sequence[int], given: Sequence[int], own: Sequence[int], number: int, total: int, slack: int
) -> int:
    """Which contingent gets the place of this number: of those that are due, the one that must have it soonest."""
    due = [place for place in own if (number * places[place] - given[place] * total) * slack >= total]
    return min(due or own, key=lambda place: (Fraction(given[place] * slack + slack - 1, places[place]), place))
