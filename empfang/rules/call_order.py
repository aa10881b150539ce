"""In what order people are asked for a dose that is left over, each with why they are where they are (design 7).

First those on site; then callbacks that are due, those on standby while a dose is free, those whose line was busy and
those who have another number; then the waiting list and people with a later appointment; last, where that is switched
on, those whom nobody has asked. Within these the priority class counts first, then the centre's order, then the draw.
"""

import hashlib
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from itertools import takewhile
from typing import NamedTuple, overload

from empfang.rules.call_candidates import Candidate, Held, Stock
from empfang.rules.call_hours import MayCall
from empfang.rules.call_outcomes import OWNERS_GRACE
from empfang.rules.call_reasons import Barred
from empfang.rules.explained import Explained
from empfang.rules.on_site import OnSite

NO_CLASS = 100
"""Sorts those without a priority class after all who have one."""
_TENTHS = 10
Key = tuple[float, ...]


class Tier(IntEnum):
    """Where somebody stands, the first first."""

    ON_SITE = 0
    CALLBACK = 1
    STANDBY = 2
    AGAIN = 3
    """The line was busy, or another of their numbers is dialled at once."""
    LIST = 4
    NOT_ASKED = 5


class Criterion(StrEnum):
    """What a centre can go by within a priority class."""

    WAITING = "waiting"
    """The day since which they are on the waiting list; who is not on it comes after those who are."""
    TRAVEL = "travel"
    """Minutes to the centre."""
    CHANCE = "chance"
    """The chance to reach them, to a tenth."""


USUAL_ORDER = (Criterion.WAITING, Criterion.TRAVEL, Criterion.CHANCE)


@dataclass(frozen=True, slots=True)
class Order:
    """A centre's documented order, and the seed of the day's draw."""

    seed: str
    by: tuple[Criterion, ...] = USUAL_ORDER


@dataclass(frozen=True, slots=True)
class CallLine:
    """Somebody on the list. `place` counts from 1. `drawn`: the draw put them before or after somebody."""

    place: int
    candidate: Candidate
    tier: Tier
    why: Explained
    drawn: bool = False

    @property
    def person_id(self) -> str:
        """Whose line it is."""
        return self.candidate.callee.person_id

    @property
    def priority(self) -> int:
        """The priority class, `NO_CLASS` for none."""
        return _class(self.candidate)


def draw(seed: str, person_id: str) -> str:
    """The lot of somebody; the lower comes first.

    It is the SHA-256 of seed, a bar and the person's id, in UTF-8, as hexadecimal digits. So anybody who is told the
    seed can draw it again: `printf '%s|%s' SEED ID | sha256sum`. The seed is fixed before the list is known.
    """
    return hashlib.sha256(f"{seed}|{person_id}".encode()).hexdigest()


class Ranking(Sequence[CallLine]):
    """The list at a moment of the centre's clock (aware), in order; a line is made when somebody looks at it.

    Of thousands one changes with each call: it is put anew, and the others stay where they are.
    """

    def __init__(self, possible: Iterable[Candidate], stock: Stock, order: Order, local_now: datetime) -> None:
        self.stock, self._order, self._now = stock, order, local_now
        self._of: dict[str, tuple[_Rank, Candidate]] = {}
        for each in possible:
            self._of[each.callee.person_id] = self._rank(each), each
        self._ranks = sorted(rank for rank, _ in self._of.values())

    def put(self, candidate: Candidate) -> None:
        """Somebody is on the list, as they are now."""
        self.drop(candidate.callee.person_id)
        rank = self._rank(candidate)
        self._of[candidate.callee.person_id] = rank, candidate
        insort(self._ranks, rank)

    def drop(self, person_id: str) -> None:
        """Somebody is not on it any more."""
        known = self._of.pop(person_id, None)
        if known is not None:
            del self._ranks[bisect_left(self._ranks, known[0])]

    def __len__(self) -> int:
        return len(self._ranks)

    @overload
    def __getitem__(self, place: int) -> CallLine: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[CallLine, ...]: ...
    def __getitem__(self, place: int | slice) -> CallLine | tuple[CallLine, ...]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        at = range(len(self._ranks))[place]
        rank = self._ranks[at]
        candidate = self._of[rank.person_id][1]
        around = self._ranks[max(0, at - 1) : at] + self._ranks[at + 1 : at + 2]
        drawn = any((each.tier, each.key) == (rank.tier, rank.key) for each in around)
        return CallLine(at + 1, candidate, rank.tier, _why(candidate, rank.tier, self.stock, self._now), drawn=drawn)

    def _rank(self, candidate: Candidate) -> "_Rank":
        person_id = candidate.callee.person_id
        tier = _tier(candidate, self.stock, self._now)
        key = _key(candidate, tier, self.stock, self._order, self._now)
        return _Rank(tier, key, draw(self._order.seed, person_id), person_id)


class _Rank(NamedTuple):
    """By what somebody is sorted."""

    tier: Tier
    key: Key
    lot: str
    person_id: str


def call_list(possible: Iterable[Candidate], stock: Stock, order: Order, local_now: datetime) -> tuple[CallLine, ...]:
    """The whole list at a moment of the centre's clock (aware), in order."""
    return Ranking(possible, stock, order, local_now)[:]


def callable_now(line: CallLine, stock: Stock, operator_id: str, now: datetime, *, alone: bool = False) -> bool:
    """Whether an operator can call (or ask) somebody at once: not resting, nobody else's, and with a dose to promise.

    While something is free, only those are called who could have it. While nothing is, nobody on standby is called
    again; others are, for what will be free when they come. `alone`: nobody can be reserved, since there is no network;
    then only those are called who were before.
    """
    candidate = line.candidate
    today, not_before = candidate.callee.state.today, _not_before(candidate)
    if held_by_other(candidate.held, operator_id, now) or (alone and not may_dial(line, operator_id, now)):
        return False
    if not_before is not None and now < not_before:
        return False
    if today.callback is not None and today.callback.owner(now) not in {None, operator_id}:
        return False
    free = stock.free if candidate.callee.on_site is None else stock.free_here
    return candidate.has_free(stock) if free else today.standby_since is None


def may_dial(line: CallLine, operator_id: str, now: datetime) -> bool:
    """Whether an operator holds the right to call somebody; nobody needs one to ask those who are on site."""
    held = line.candidate.held
    mine = held is not None and now < held.until and not held_by_other(held, operator_id, now)
    return mine or line.tier is Tier.ON_SITE


def next_of(
    lines: Sequence[CallLine],
    stock: Stock,
    operator_id: str,
    now: datetime,
    *,
    may: MayCall | None = None,
    counts: Mapping[Barred, int] | None = None,
    alone: bool = False,
) -> CallLine | Explained:
    """Whom an operator calls next; or why there is nobody.

    `may`: whether the hours allow calls; people on site are asked at any hour. `counts`: who is not on the list.
    `alone`: there is no network (`callable_now`).
    """
    locked = may is not None and not may.allowed
    open_lines = (each for each in lines if not locked or each.tier is Tier.ON_SITE)
    line = next((each for each in open_lines if callable_now(each, stock, operator_id, now, alone=alone)), None)
    if line is not None:
        return line
    if may is not None and locked:
        return may.why
    if lines and alone:
        return _nobody_reserved([each for each in lines if may_dial(each, operator_id, now)], operator_id, now)
    return _nobody(lines, counts or {}, operator_id, now)


def passed_over(
    lines: Sequence[CallLine], chosen: CallLine, stock: Stock, operator_id: str, now: datetime, *, alone: bool = False
) -> Explained | None:
    """What must be given a reason, which is logged, before somebody is called out of order; None: nothing.

    That is going past somebody on site, or past somebody of a higher priority class, who could be asked now.
    """
    above = takewhile(lambda each: each.place < chosen.place, lines)
    before = [each for each in above if callable_now(each, stock, operator_id, now, alone=alone)]
    on_site = [each for each in before if each.tier is Tier.ON_SITE and chosen.tier is not Tier.ON_SITE]
    if on_site:
        return Explained("past_on_site", {"people": len(on_site)})
    higher = [each for each in before if each.priority < chosen.priority]
    if higher:
        return Explained("past_class", {"people": len(higher), "priority": min(each.priority for each in higher)})
    return None


def _tier(candidate: Candidate, stock: Stock, now: datetime) -> Tier:
    callee = candidate.callee
    today = callee.state.today
    if callee.on_site is not None:
        return Tier.ON_SITE
    if today.callback is not None and now >= today.callback.at:
        return Tier.CALLBACK
    if today.standby_since is not None and candidate.has_free(stock):
        return Tier.STANDBY
    if today.on_top and today.not_before is not None and now >= today.not_before:
        return Tier.AGAIN
    if _has_other_number(candidate):
        return Tier.AGAIN
    # Who is to be called later, or is on standby while nothing is free, keeps their place on the list.
    asked = callee.standby is not None or today.standby_since is not None
    return Tier.LIST if asked else Tier.NOT_ASKED


def _has_other_number(candidate: Candidate) -> bool:
    """Whether they were just not reached, and have a number that was not dialled yet."""
    today, call = candidate.callee.state.today, candidate.call
    return today.other_number and call is not None and call.not_before is None and call.number not in today.unanswered


def _key(candidate: Candidate, tier: Tier, stock: Stock, order: Order, now: datetime) -> Key:
    callee = candidate.callee
    today = callee.state.today
    if tier is Tier.ON_SITE and callee.on_site is not None:
        since = callee.here_since.timestamp() if callee.here_since else 0.0
        return tuple(OnSite).index(callee.on_site), _class(candidate), since
    if tier is Tier.CALLBACK and today.callback is not None:
        return today.callback.at.timestamp(), _class(candidate)
    if tier is Tier.STANDBY and today.standby_since is not None:
        return _class(candidate), today.standby_since.timestamp()
    return _class(candidate), *(_criterion(candidate, each, stock, now) for each in order.by)


def _criterion(candidate: Candidate, criterion: Criterion, stock: Stock, now: datetime) -> float:
    callee = candidate.callee
    match criterion:
        case Criterion.WAITING:
            since = callee.waiting_since
            return now.date().max.toordinal() if since is None else since.astimezone(now.tzinfo).date().toordinal()
        case Criterion.TRAVEL:
            return stock.assumed_minutes if callee.minutes is None else callee.minutes
        case Criterion.CHANCE:
            return 0.0 if callee.chance is None else -round(callee.chance * _TENTHS)


def _class(candidate: Candidate) -> int:
    found = candidate.callee.priority
    return NO_CLASS if found is None else found


def _why(candidate: Candidate, tier: Tier, stock: Stock, now: datetime) -> Explained:
    callee = candidate.callee
    today = callee.state.today
    values: dict[str, object] = {"priority": callee.priority, "minutes": callee.minutes}
    match tier:
        case Tier.ON_SITE:
            return Explained("why_on_site", {**values, "how": callee.on_site, "since": callee.here_since})
        case Tier.CALLBACK if today.callback is not None:
            back = today.callback
            return Explained("why_callback", {**values, "at": back.at, "operator_id": back.owner(now) or ""})
        case Tier.STANDBY:
            return Explained("why_standby", {**values, "since": today.standby_since})
        case Tier.AGAIN if _has_other_number(candidate):
            return Explained("why_other_number", values)
        case Tier.AGAIN:
            return Explained("why_again", {**values, "times": today.busy})
        case Tier.NOT_ASKED:
            return Explained("why_not_asked", {**values, "since": callee.waiting_since, "appointment": callee.later})
    if callee.waiting_since is not None:
        return Explained("why_waiting", {**values, "since": callee.waiting_since, "appointment": callee.later})
    return Explained("why_later", {**values, "appointment": callee.later})


def held_by_other(held: Held | None, operator_id: str, now: datetime) -> bool:
    """Whether somebody else is at it. Two of one household are not called at once, not even by the same operator."""
    if held is None or now >= held.until:
        return False
    return held.household or (held.operator_id != operator_id and not held.is_ours)


def _nobody(lines: Sequence[CallLine], counts: Mapping[Barred, int], operator_id: str, now: datetime) -> Explained:
    """Why there is nobody to call."""
    if not lines:
        return Explained("nobody_possible", {"counts": counts}) if counts else Explained("nobody_listed")
    held = sum(held_by_other(each.candidate.held, operator_id, now) for each in lines)
    free = [each.candidate for each in lines if not held_by_other(each.candidate.held, operator_id, now)]
    moments = [each for candidate in free if (each := _due(candidate, operator_id)) is not None and each > now]
    if moments:
        return Explained("nobody_before", {"at": min(moments), "held": held})
    return Explained("nobody_free", {"held": held, "without": len(free)})


def _nobody_reserved(lines: Sequence[CallLine], operator_id: str, now: datetime) -> Explained:
    """Why nobody of those can be called who were reserved before the network went."""
    moments = [each for line in lines if (each := _due(line.candidate, operator_id)) is not None and each > now]
    if moments:
        return Explained("nobody_reserved_before", {"at": min(moments)})
    return Explained("nobody_of_reserved", {"people": len(lines)}) if lines else Explained("nobody_reserved")


def _due(candidate: Candidate, operator_id: str) -> datetime | None:
    """From when an operator can call somebody; None: at once, or nobody knows."""
    back = candidate.callee.state.today.callback
    if back is not None and back.operator_id not in {"", operator_id}:
        return back.at + OWNERS_GRACE
    return _not_before(candidate)


def _not_before(candidate: Candidate) -> datetime | None:
    """Until when somebody is left alone."""
    return candidate.call.not_before if candidate.call is not None else candidate.callee.state.today.not_before
