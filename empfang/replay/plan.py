"""What will happen on the day, drawn from the seed. Pure: the same seed, the same day."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from empfang.rules.codes import code_key

_SOON_S = (60.0, 540.0)
"""So long after the first desk another one lets the same person in by mistake."""
_IN_THE_MIDDLE = (0.3, 0.7)
_LONGEST_S = 0.03
"""How long after the scan the computer goes out: some check-ins are stored by then and some are not."""


@dataclass(frozen=True, slots=True)
class Window:
    """From `begin` until `end`, aware, in UTC."""

    begin: datetime
    end: datetime

    def has(self, moment: datetime) -> bool:
        """Whether the moment lies within."""
        return self.begin <= moment < self.end


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who comes with a code, and the desk they go to (counted from 0)."""

    number: int
    code: str
    at: datetime
    desk: int
    mistaken: bool = False
    """They were let in at another desk already, and come to this one by mistake."""
    person_id: str = ""
    """Who it is, if they come because they were promised a dose."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Who comes when to which desk. At `killed_with` the desk's computer goes out, `killed_after_s` after the scan."""

    visitors: tuple[Visitor, ...]
    outage: Window | None
    killed_with: int | None
    killed_after_s: float


def make_plan(
    came: Sequence[tuple[str, datetime]],
    possible_from: Mapping[str, datetime],
    desks: int,
    outage: Window | None,
    seed: int,
    doubles: int,
) -> Plan:
    """Send everybody to a desk, and so many of those who come during the outage to a second one.

    `possible_from` tells, by code as `code_key` has it, from when on those who are expected today can be let in.
    """
    draw = random.Random(seed)  # noqa: S311 - a day is invented here, no secret
    visitors = [Visitor(number, code, at, draw.randrange(desks)) for number, (code, at) in enumerate(came)]
    possible = _let_in(visitors, possible_from)
    candidates = [each for each in possible if _lets_time(outage, each[1])]
    again: list[Visitor] = []
    if outage is not None and desks > 1:
        for visitor, let_in in draw.sample(candidates, min(doubles, len(candidates))):
            later = min(draw.uniform(*_SOON_S), (outage.end - let_in).total_seconds() * draw.uniform(0.2, 0.8))
            desk = (visitor.desk + draw.randrange(1, desks)) % desks
            moment = let_in + timedelta(seconds=later)
            again.append(replace(visitor, number=len(visitors) + len(again), at=moment, desk=desk, mistaken=True))
    taken = {visitor.code for visitor in again}
    among = [[v for v, moment in part if moment == v.at and v.code not in taken] for part in (candidates, possible)]
    killed = _killed(among[0] or among[1], draw)
    return Plan((*visitors, *again), outage, killed, draw.uniform(0.0, _LONGEST_S))


def _let_in(visitors: Sequence[Visitor], possible_from: Mapping[str, datetime]) -> list[tuple[Visitor, datetime]]:
    """Who will be let in, and when; each person once."""
    found: dict[str, tuple[Visitor, datetime]] = {}
    for visitor in visitors:
        key = code_key(visitor.code)
        if key in possible_from and key not in found:
            found[key] = visitor, max(visitor.at, possible_from[key])
    return list(found.values())


def _lets_time(outage: Window | None, moment: datetime) -> bool:
    """Whether the moment is during the outage, and early enough in it for a second desk."""
    return outage is not None and outage.has(moment) and outage.end - moment > timedelta(minutes=1)


def _killed(among: Sequence[Visitor], draw: random.Random) -> int | None:
    """With whose check-in a desk's computer goes out: somewhere in the middle; None if nobody can be let in."""
    if not among:
        return None
    in_order = sorted(among, key=lambda visitor: visitor.at)
    return in_order[int(len(in_order) * draw.uniform(*_IN_THE_MIDDLE))].number
