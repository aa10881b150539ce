"""Which ways and mail providers are given a rest, since they take nothing at the moment: so that nobody else waits.

Kept in memory, by each service process for itself: a restart asks once more.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from empfang.central.outgoing.answers import Meaning, Said, Scope

Lane = tuple[str, str]
"""A channel, and a mail provider's domain; "" for the whole channel."""
STRIKES = 3
"""So many answers in a row that mean a provider as a whole. (One that greylists says it of every message once.)"""
_PROVIDER_WAITS = tuple(timedelta(minutes=each) for each in (2, 4, 8, 15))
_WAY_WAITS = tuple(timedelta(seconds=each) for each in (15, 30, 60, 120, 300))
_LONG_OUTAGE = 3
"""From so many rests of a whole way on, what waits for it is shown as deferred."""
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Hold:
    """A rest until a moment; `rests` in a row, `strikes` since the last message that was taken."""

    until: datetime
    rests: int = 0
    strikes: int = 0
    code: str = ""


class Holds:
    """What rests, and until when."""

    def __init__(self) -> None:
        self._holds: dict[Lane, Hold] = {}

    def heard(self, lane: Lane, said: Said, now: datetime) -> None:
        """Take in an answer for a message of this lane."""
        way = (lane[0], "")
        if said.meaning is Meaning.TAKEN:
            self._holds.pop(lane, None)
            self._holds.pop(way, None)
        elif said.scope is not Scope.MESSAGE and self.at_rest(lane, now) is not None:
            pass  # what was under way when the rest began says the same once more
        elif said.scope is Scope.WAY:
            rests = self._holds.get(way, Hold(now)).rests
            wait = _WAY_WAITS[min(rests, len(_WAY_WAITS) - 1)]
            self._holds[way] = Hold(now + wait, rests + 1, code=said.code)
        elif said.scope is Scope.PROVIDER:
            self._strike(lane, said.code, now)
        else:
            # It talks about this one message: our access works.
            self._holds.pop(way, None)

    def _strike(self, lane: Lane, code: str, now: datetime) -> None:
        known = self._holds.get(lane, Hold(now))
        struck = replace(known, strikes=known.strikes + 1, code=code)
        if struck.strikes >= STRIKES:
            wait = _PROVIDER_WAITS[min(known.rests, len(_PROVIDER_WAITS) - 1)]
            struck = replace(struck, until=now + wait, rests=known.rests + 1)
        if len(self._holds) >= _MOST:
            self._holds = {each: hold for each, hold in self._holds.items() if hold.until > now}
        self._holds[lane] = struck

    def at_rest(self, lane: Lane, now: datetime) -> Hold | None:
        """The rest that this lane has now, its own or its channel's."""
        for each in ((lane[0], ""), lane):
            hold = self._holds.get(each)
            if hold is not None and hold.until > now:
                return hold
        return None

    def on_trial(self, lane: Lane) -> bool:
        """Whether it has just been at rest: then one message at a time, until one is taken."""
        return any(each in self._holds and self._holds[each].rests for each in ((lane[0], ""), lane))

    def resting(self, channel: str, now: datetime) -> AbstractSet[str]:
        """The providers of a channel that are at rest now."""
        return {name for (way, name), hold in self._holds.items() if way == channel and name and hold.until > now}

    def to_tell(self, now: datetime) -> list[tuple[Lane, Hold]]:
        """Rests that operators should see at what waits for them."""
        return [
            (lane, hold)
            for lane, hold in self._holds.items()
            if hold.until > now and (lane[1] or hold.rests >= _LONG_OUTAGE)
        ]
