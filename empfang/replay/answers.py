"""What people say on the telephone, who comes then, and how long the way through the house takes.

All of it is drawn by the seed and the person, and does not depend on who else was called, or on what else happened.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from empfang.rules.call_outcomes import CallOutcome

IN_VAIN = {
    CallOutcome.NO_ANSWER: 55,
    CallOutcome.MAILBOX: 20,
    CallOutcome.BUSY: 15,
    CallOutcome.OTHER_PERSON: 3,
    CallOutcome.WRONG_NUMBER: 4,
    CallOutcome.NOT_ASSIGNED: 3,
}
"""Of a hundred calls in which the person was not spoken to."""
NO = {
    CallOutcome.NOT_TODAY: 45,
    CallOutcome.CANNOT_MAKE_IT: 20,
    CallOutcome.ALREADY_VACCINATED: 15,
    CallOutcome.CALLBACK: 8,
    CallOutcome.NOT_THIS_VACCINE: 7,
    CallOutcome.NEVER_AGAIN: 3,
    CallOutcome.MEDICALLY_NOT: 2,
}
"""Of a hundred who do not say yes."""
CALL_BACK = timedelta(minutes=10)
"""So soon somebody wants to be called again who has no time."""
WAY, WAY_SPREAD, SHORTEST_WAY = 25.0, 5.0, 12
"""Minutes from the door to the jab: on average, the standard deviation, and the least."""
TALK, RING = timedelta(minutes=3), timedelta(minutes=1)
"""How long a call takes in which somebody was spoken to, and one in vain."""
_USUAL_MINUTES = 30
_LATE = (20.0, 40.0)
"""Minutes after the time that they were told, of those who come too late for what they were promised."""
_AT_MOST_AFTER = timedelta(minutes=10)
"""So long after the time that they were told the others come at the latest: a dose is held for a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Of the calls so many reach somebody, of these so many say yes, and of these so many come in time; 0 to 1."""

    reached: float = 0.5
    accepts: float = 0.5
    kept: float = 0.9


class Keeps(StrEnum):
    """What becomes of somebody who was promised a dose."""

    COMES = "comes"
    LATE = "late"
    """Comes when the dose is free again."""
    CALLS_OFF = "calls_off"
    STAYS_AWAY = "stays_away"


_BROKEN = (Keeps.LATE, Keeps.CALLS_OFF, Keeps.STAYS_AWAY)


@dataclass(frozen=True, slots=True)
class Coming:
    """`at`: when they are at the door, or call it off."""

    keeps: Keeps
    at: datetime


@dataclass(frozen=True, slots=True)
class People:
    """Everybody whom a replayed day knows."""

    seed: int
    rates: Rates

    def answer(self, person_id: str, attempts: int) -> CallOutcome:
        """What comes of a call; `attempts`: how often they were called today before. Whoever would say yes always does,
        if they are reached.
        """
        reached = self._draw("reached", person_id, attempts)
        if reached.random() >= self.rates.reached:
            return reached.choices(list(IN_VAIN), list(IN_VAIN.values()))[0]
        mind = self._draw("mind", person_id)
        if mind.random() < self.rates.accepts:
            return CallOutcome.PROMISED
        return mind.choices(list(NO), list(NO.values()))[0]

    def coming(self, person_id: str, now: datetime, minutes: int | None, arrive_by: datetime) -> Coming:
        """Whether somebody comes who is promised a dose now, and when. `minutes`: their way; None: they did not say."""
        draw = self._draw("coming", person_id)
        way = _USUAL_MINUTES if minutes is None else minutes
        after = timedelta(minutes=way * draw.uniform(0.8, 1.2) + draw.uniform(2, 12))
        if draw.random() < self.rates.kept:
            return Coming(Keeps.COMES, min(now + after, arrive_by + _AT_MOST_AFTER))
        keeps = draw.choice(_BROKEN)
        if keeps is Keeps.LATE:
            return Coming(keeps, arrive_by + timedelta(minutes=draw.uniform(*_LATE)))
        return Coming(keeps, now + after / 2)

    def way(self, whom: str) -> timedelta:
        """From the door to the lane."""
        minutes = self._draw("way", whom).gauss(WAY, WAY_SPREAD)
        return timedelta(minutes=max(SHORTEST_WAY, minutes))

    def desk(self, person_id: str, desks: int) -> int:
        """To which desk somebody goes who was called."""
        return self._draw("desk", person_id).randrange(desks)

    def _draw(self, what: str, whom: str, times: int = 0) -> random.Random:
        return random.Random(f"{self.seed}|{what}|{whom}|{times}")  # noqa: S311 - a day is invented here, no secret


def takes(outcome: CallOutcome) -> timedelta:
    """How long a call takes of which this comes."""
    return RING if outcome in IN_VAIN else TALK
