"""How a centre calls people for doses that are left over: what its file says, and what is otherwise today.

Settings are texts by their names, as in the centre file's table `calling`; each has a sensible default, and one that
cannot be read counts as not set: nobody is kept from calling by a slip in a file (`faults` names them).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from empfang.model import Centre, CentreDay
from empfang.rules.arrival import local
from empfang.rules.call_hours import CallHours
from empfang.rules.in_time import Calling
from empfang.rules.opening import open_times
from empfang.rules.phone_hours import is_readable

_SHARES = ("reached", "accepts", "shows")
_LATE_AT_MOST = timedelta(hours=2)
"""Where people are let in however late they are, nobody is there any more so long after the doors have closed."""
_YES, _NO = frozenset({"ja", "yes", "true", "1"}), frozenset({"nein", "no", "false", "0", ""})


@dataclass(frozen=True, slots=True)
class CallSettings:
    """What holds for calling at a centre today.

    `last_jab` is on the centre's clock; unless somebody sets it, it is when people are no longer let in. `not_asked`:
    people whom nobody asked whether they would come at short notice are called, too. `text_messages`: the service sends
    them, also to ask those who cannot telephone. `order`: by what the centre orders within a priority class
    (`rules.call_order.Criterion`).
    """

    hours: CallHours
    calling: Calling
    last_jab: datetime
    order: tuple[str, ...] = ()
    not_asked: bool = False
    text_messages: bool = False
    faults: tuple[str, ...] = ()


def settings_of(centre: Centre, plan: CentreDay | None, now: datetime) -> CallSettings:
    """The settings of a centre on the day of `now`; what its coordinator set for the day counts before the file."""
    here = local(now, centre)
    reading = _Reading({**centre.calling, **(plan.calling if plan is not None else {})})
    usual = Calling()
    calling = Calling(
        callers=reading.number("callers", usual.callers, least=0),
        attempts_per_hour=reading.number("attempts_per_hour", int(usual.attempts_per_hour), least=1),
        **{name: reading.share(name, getattr(usual, name)) for name in _SHARES},
        travel=reading.minutes("travel", usual.travel),
        buffer=reading.minutes("buffer", usual.buffer),
    )
    hours = CallHours(
        hours=reading.hours("hours"),
        land=centre.jurisdiction,
        also=reading.days("holidays"),
        on_holidays=reading.flag("on_holidays"),
    )
    return CallSettings(
        hours=hours,
        calling=calling,
        last_jab=reading.clock("last_jab", _lets_in_until(centre, here), here),
        order=tuple(part.strip() for part in reading.text("order").split(",") if part.strip()),
        not_asked=reading.flag("not_asked"),
        text_messages=reading.flag("text_messages"),
        faults=tuple(reading.faults),
    )


def _lets_in_until(centre: Centre, here: datetime) -> datetime:
    """Until when whoever is late is let in today; on a day without hours, now: nobody can be asked to come."""
    times = open_times(centre, here.date())
    if not times:
        return here
    late = min(timedelta(minutes=centre.late_minutes), _LATE_AT_MOST)
    return datetime.combine(here.date(), times[-1].closes, here.tzinfo) + late


class _Reading:
    """Reads texts; what cannot be read is named and counts as not set."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.faults: list[str] = []

    def text(self, name: str) -> str:
        return self._texts.get(name, "").strip()

    def number(self, name: str, usual: int, least: int) -> int:
        return int(self._read(name, usual, int, lambda found: found >= least))

    def share(self, name: str, usual: float) -> float:
        return float(self._read(name, usual, lambda text: float(text.replace(",", ".")), lambda found: 0 < found <= 1))

    def minutes(self, name: str, usual: timedelta) -> timedelta:
        found: timedelta = self._read(
            name, usual, lambda text: timedelta(minutes=int(text)), lambda found: found >= timedelta()
        )
        return found

    def flag(self, name: str) -> bool:
        text = self.text(name).casefold()
        if text not in _YES | _NO:
            self.faults.append(name)
        return text in _YES

    def hours(self, name: str) -> str:
        # Hours that nobody can read lock the list, with a reason that names them (`rules.call_hours`).
        text = self.text(name)
        if text and not is_readable(text):
            self.faults.append(name)
        return text

    def days(self, name: str) -> frozenset[date]:
        found: frozenset[date] = self._read(
            name,
            frozenset(),
            lambda text: frozenset(date.fromisoformat(part.strip()) for part in text.split(",")),
            bool,
        )
        return found

    def clock(self, name: str, usual: datetime, here: datetime) -> datetime:
        found: datetime = self._read(
            name, usual, lambda text: datetime.combine(here.date(), time.fromisoformat(text), here.tzinfo), bool
        )
        return found

    def _read(self, name: str, usual: Any, reads: Any, fits: Any) -> Any:
        text = self.text(name)
        if not text:
            return usual
        try:
            found = reads(text)
        except (ValueError, OverflowError):
            found = None
        if found is None or not fits(found):
            self.faults.append(name)
            return usual
        return found
