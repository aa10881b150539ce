"""When people may be called: a centre's hours, and no holidays."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from empfang.rules.explained import Explained
from empfang.rules.holidays import holiday_on
from empfang.rules.phone_hours import is_open, is_readable, next_open

USUAL = "Mo-Sa 08:00-21:00"
"""For a centre that has stated no hours."""
_AHEAD = 31
"""Days within which the next moment is looked for."""


@dataclass(frozen=True, slots=True)
class CallHours:
    """A centre's setting: hours such as "Mo-Sa 08:00-21:00" on its own clock, and its Land ("DE-RP").

    `also`: holidays of the town. `on_holidays`: they are days like others.
    """

    hours: str = USUAL
    land: str = ""
    also: frozenset[date] = frozenset()
    on_holidays: bool = False


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody lets people be called all the same, from a moment until another, for a reason; it is logged."""

    operator_id: str
    reason: str
    since: datetime
    until: datetime

    def holds(self, now: datetime) -> bool:
        """Whether it does at a moment. Without a reason it never does."""
        return bool(self.reason.strip()) and self.since <= now < self.until


@dataclass(frozen=True, slots=True)
class MayCall:
    """Whether people may be called, and why or why not.

    `next_at`: from when they may next, on the centre's clock; None if that is not known. `override`: the one because of
    which they may: every call made under it is logged so.
    """

    allowed: bool
    why: Explained
    next_at: datetime | None = None
    override: Override | None = None


def may_call(local_now: datetime, setting: CallHours, override: Override | None = None) -> MayCall:
    """Whether people may be called at a moment of the centre's clock (aware)."""
    locked = _locked(local_now, setting)
    if locked is None:
        return MayCall(allowed=True, why=Explained("call_hours", {"hours": setting.hours or USUAL}))
    if override is not None and override.holds(local_now):
        values = {"operator_id": override.operator_id, "reason": override.reason, "until": override.until}
        return MayCall(allowed=True, why=Explained("call_override", values), override=override)
    return MayCall(allowed=False, why=locked, next_at=_next(local_now, setting))


def _locked(local_now: datetime, setting: CallHours) -> Explained | None:
    hours = setting.hours or USUAL
    if not is_readable(hours):
        # Hours that nobody can read allow nothing: a coordinator sees it at once.
        return Explained("call_hours_unreadable", {"hours": hours})
    if _is_holiday(local_now.date(), setting):
        code = holiday_on(local_now.date(), setting.land) or "of_the_town"
        return Explained("call_holiday", {"holiday": code, "day": local_now.date()})
    if not is_open(hours, local_now):
        return Explained("call_outside_hours", {"hours": hours})
    return None


def _is_holiday(day: date, setting: CallHours) -> bool:
    return not setting.on_holidays and (day in setting.also or holiday_on(day, setting.land) is not None)


def _next(local_now: datetime, setting: CallHours) -> datetime | None:
    hours = setting.hours or USUAL
    if not is_readable(hours):
        return None
    moment = local_now
    for _ in range(_AHEAD):
        found = next_open(hours, moment)
        if found is None or not _is_holiday(found.date(), setting):
            return found
        moment = datetime.combine(found.date() + timedelta(days=1), time(), local_now.tzinfo)
    return None
