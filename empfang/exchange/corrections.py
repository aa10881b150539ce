"""What follows from one row of a corrected list: a pure decision over what it said before, says now, and what is here.

What was done here since wins, unless who takes the list in says otherwise; every contradiction is told with both
values. What has happened (a check-in, a cancellation at the desk) is never undone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from empfang.exchange.differing import Answer, Change, Collision, three_ways
from empfang.exchange.said import BOOKING_FIELDS, PERSON_FIELDS, Said, moment_of, text_of
from empfang.model import Appointment, Person

Place = tuple[datetime | None, str | None]
"""When, and which vaccine."""
T = TypeVar("T")


class Kind(StrEnum):
    """What a row of a corrected list is."""

    NEW = "new"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    """A cancellation that the list had is withdrawn."""
    CORRECTED = "corrected"
    COLLISION = "collision"
    """It contradicts what was done here, and nothing else of it is to be taken over."""
    UNCHANGED = "unchanged"
    UNCLEAR = "unclear"
    MISSING = "missing"


class Step(StrEnum):
    """What is to be done with the appointment."""

    NOTHING = "nothing"
    MOVE = "move"
    """The same appointment at another time of its day, or for another vaccine."""
    OTHER_DAY = "other_day"
    """A new appointment instead of this one."""
    CANCEL = "cancel"
    REINSTATE = "reinstate"


@dataclass(frozen=True, slots=True)
class Here:
    """What is here of a row that came before.

    `booked` is the appointment that the list made; `live` the one that stands for it now: another one, if the person
    was moved here. `present`: somebody was admitted for either of them.
    """

    person: Person
    booked: Appointment
    live: Appointment
    present: bool = False

    @property
    def moved_here(self) -> bool:
        return self.live.id != self.booked.id


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be done. `person` and `booking` are fields to be written; `place` is where the list has them now."""

    kind: Kind
    step: Step
    person: Mapping[str, Any]
    booking: Mapping[str, Any]
    place: Place
    changes: tuple[Change, ...]
    collisions: tuple[Collision, ...]

    @property
    def does_something(self) -> bool:
        return bool(self.person or self.booking) or self.step is not Step.NOTHING


@dataclass(frozen=True, slots=True)
class OtherRows:
    """What other rows of the list about the same person come to: fields that they have `decided`, and what the list
    said there before.
    """

    decided: frozenset[str] = frozenset()
    bases: tuple[Said, ...] = ()


NO_OTHERS = OtherRows()


def correct(
    base: Said,
    here: Here,
    theirs: Said,
    zone: ZoneInfo,
    *,
    theirs_win: bool = False,
    others: OtherRows = NO_OTHERS,
) -> Correction:
    """What to do with a row that came before and says `theirs` now (already `over` the base)."""
    changes: list[Change] = []
    collisions: list[Collision] = []
    kind, step, met = _booking(base, here, theirs, zone)
    if met is not None:
        collisions.append(met)
        if not theirs_win:
            kind, step = Kind.COLLISION, Step.NOTHING
    if step in {Step.MOVE, Step.OTHER_DAY} or (step is Step.REINSTATE and here.live.start != theirs.start):
        changes += _place_changes(here.live, theirs)
    person = _fields(
        [name for name in PERSON_FIELDS if name not in others.decided],
        base.person,
        here.person.model_dump(mode="json"),
        theirs.person,
        [other.person for other in others.bases],
    )
    booking = _Fields({}, [], [])
    if not here.moved_here:
        names = [name for name in BOOKING_FIELDS if name != "contingent_id" or here.booked.contingent_id]
        booking = _fields(names, base.booking, here.booked.model_dump(mode="json"), theirs.booking)
    for found in (person, booking):
        changes += found.changes
        collisions += found.collisions
        if theirs_win:
            found.values.update({each.field: each.theirs for each in found.collisions})
            changes += [Change(each.field, each.mine, each.theirs) for each in found.collisions]
    if kind in {Kind.UNCHANGED, Kind.COLLISION} and (person.values or booking.values):
        kind = Kind.CORRECTED
    elif kind is Kind.UNCHANGED and collisions:
        kind = Kind.COLLISION
    return Correction(kind, step, person.values, booking.values, theirs.place, tuple(changes), tuple(collisions))


def still_open(base: Said, said: Said, correction: Correction) -> Said:
    """What is to be kept of what the list says, if what was done here wins: where both contradict each other, what it
    said before. So it is told again with the next list, until one of both gives in.
    """
    person, booking = dict(said.person), dict(said.booking)
    for collision in correction.collisions:
        if collision.what != "field":
            booking.update({name: base.booking[name] for name in ("start", "vaccine", "cancelled")})
        elif collision.field in person:
            person[collision.field] = base.person[collision.field]
        else:
            booking[collision.field] = base.booking[collision.field]
    return Said(person, booking, said.told)


def correct_missing(here: Here) -> Correction:
    """What to do with somebody whom the list has no more, if who takes it in wants those cancelled."""
    if here.live.cancelled_at is not None:
        return _only(Kind.UNCHANGED, Step.NOTHING, here)
    if here.present:
        return _only(Kind.MISSING, Step.NOTHING, here, _met("missing_here", here, None))
    if here.moved_here:
        return _only(Kind.MISSING, Step.NOTHING, here, _met("missing_moved", here, None))
    return _only(Kind.MISSING, Step.CANCEL, here)


def _only(kind: Kind, step: Step, here: Here, *collisions: Collision) -> Correction:
    return Correction(kind, step, {}, {}, (here.live.start, here.live.vaccine), (), collisions)


def _booking(base: Said, here: Here, theirs: Said, zone: ZoneInfo) -> tuple[Kind, Step, Collision | None]:
    """What the list has done with the booking, what to do about it, and what speaks against it."""
    live = here.live
    if theirs.cancelled and base.cancelled:
        return Kind.UNCHANGED, Step.NOTHING, None
    if theirs.cancelled:
        return _cancelled(here, theirs)
    if base.cancelled and live.cancelled_at is not None:
        return _reinstated(here, theirs)
    if theirs.place == base.place or (live.cancelled_at is None and theirs.place == (live.start, live.vaccine)):
        return Kind.UNCHANGED, Step.NOTHING, None
    if live.cancelled_at is not None:
        return Kind.MOVED, Step.REINSTATE, _met("moved_but_cancelled", here, theirs)
    other_day = _day(theirs.start, zone) != _day(live.start, zone)
    step = Step.OTHER_DAY if other_day else Step.MOVE
    if here.moved_here:
        return Kind.MOVED, step, _met("moved_but_moved_here", here, theirs)
    if here.present and other_day:
        # On the same day both are right: the list says when it was for, the visit when they came.
        return Kind.MOVED, step, _met("moved_but_here", here, theirs)
    return Kind.MOVED, step, None


def _cancelled(here: Here, theirs: Said) -> tuple[Kind, Step, Collision | None]:
    if here.live.cancelled_at is not None:
        return Kind.UNCHANGED, Step.NOTHING, None
    if here.present:
        return Kind.CANCELLED, Step.CANCEL, _met("cancelled_but_here", here, theirs)
    if here.moved_here:
        return Kind.CANCELLED, Step.CANCEL, _met("cancelled_but_moved_here", here, theirs)
    return Kind.CANCELLED, Step.CANCEL, None


def _reinstated(here: Here, theirs: Said) -> tuple[Kind, Step, Collision | None]:
    if here.live.cancelled_by_command is not None or here.moved_here:
        return Kind.REINSTATED, Step.REINSTATE, _met("booked_but_cancelled_here", here, theirs)
    return Kind.REINSTATED, Step.REINSTATE, None


def _met(what: str, here: Here, theirs: Said | None) -> Collision:
    """Both sides of a booking that was changed here and in the list."""
    return Collision(
        what, "start", text_of(here.booked.start), text_of(here.live.start), theirs.booking["start"] if theirs else None
    )


def _place_changes(live: Appointment, theirs: Said) -> list[Change]:
    start, vaccine = theirs.place
    found = [Change("start", text_of(live.start), text_of(start))] if live.start != start else []
    return found + ([Change("vaccine", live.vaccine, vaccine)] if live.vaccine != vaccine else [])


@dataclass(slots=True)
class _Fields:
    values: dict[str, Any]
    changes: list[Change]
    collisions: list[Collision]


def _fields(
    names: Iterable[str],
    base: Mapping[str, Any],
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    also: Sequence[Mapping[str, Any]] = (),
) -> _Fields:
    """Field by field, three ways. What one of `also` said is here by the list, too, and not by somebody's hand."""
    found = _Fields({}, [], [])
    for name in names:
        if name not in base or base[name] == theirs[name]:
            continue
        by_list = any(other.get(name) == mine[name] for other in also)
        answer = three_ways(name, mine[name] if by_list else base[name], mine[name], theirs[name])
        if answer is Answer.TAKE:
            found.values[name] = theirs[name]
            found.changes.append(Change(name, mine[name], theirs[name]))
        elif answer is Answer.COLLIDE:
            found.collisions.append(Collision("field", name, base[name], mine[name], theirs[name]))
    return found


def _day(moment: datetime | None, zone: ZoneInfo) -> object:
    return None if moment is None else moment.astimezone(zone).date()


def parsed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of an appointment as JSON has them, for `Record.with_`."""
    return {name: moment_of(value) if name == "booked_at" else value for name, value in values.items()}


def leaving_first(moves: Sequence[tuple[Place, Place, T]]) -> list[T]:
    """Moves (from, to, what) in such an order that who leaves a time goes before who comes to it, as far as there is
    such an order: so that a place which is left in the same list is taken, and no new one is made for it.
    """
    leaving: defaultdict[Place, list[int]] = defaultdict(list)
    for number, (old, _, _) in enumerate(moves):
        leaving[old].append(number)
    done: dict[int, None] = {}
    for begin in range(len(moves)):
        waiting = [begin]
        seen: set[int] = set()
        while waiting:
            number = waiting[-1]
            first = [each for each in leaving[moves[number][1]] if each not in done and each not in seen]
            seen.add(number)
            if number in done or not first:
                done.setdefault(waiting.pop())
            else:
                waiting.append(first[0])
                seen.add(first[0])
    return [moves[number][2] for number in done]
