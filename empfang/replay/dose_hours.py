"""The hours of a day with doses, and how the centre calls on it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from math import ceil

from empfang.model import Appointment, Centre
from empfang.replay.dose_day import BATCH, Hours
from empfang.replay.dose_wishes import DoseWishes, Way
from empfang.rules.arrival import bounds_of_day, local
from empfang.rules.calling import settings_of

_WATCHED = timedelta(minutes=150)
"""So long before the last jab the forecast is looked at each minute."""
_TRAVEL, _BUFFER = 10, 20
"""Minutes, as in the evenings that are played through the rules (docs/leftover.md)."""
_LEAST = 0.01
"""The least share that a centre can set."""


def calling_of_day(centre: Centre, booked: Iterable[Appointment], wishes: DoseWishes) -> dict[str, str]:
    """The centre's settings for calling; where its file does not say it, the last jab is when the last one who comes
    late can be let in.
    """
    rates = wishes.rates
    starts = [local(each.start, centre) for each in booked if each.start is not None]
    usual = {"last_jab": f"{_last_jab(starts, centre):%H:%M}"} if starts else {}
    return {
        **usual,
        "travel": str(_TRAVEL),
        "buffer": str(_BUFFER),
        **centre.calling,
        "callers": str(wishes.callers),
        "reached": str(max(rates.reached, _LEAST)),
        "accepts": str(max(rates.accepts, _LEAST)),
        "shows": str(max(rates.kept, _LEAST)),
    }


def hours_of_day(centre: Centre, day: date, begins: datetime, way: Way) -> Hours:
    """When what is done; `begins`: when the desks are switched on, which may be the evening before."""
    _, tomorrow = bounds_of_day(centre, day)
    last_jab = settings_of(centre, None, tomorrow - BATCH).last_jab
    opens = begins.replace(second=0, microsecond=0)
    watch_from = max(last_jab - _WATCHED, opens) if way is Way.FORECAST else None
    return Hours(opens, watch_from, last_jab)


def _last_jab(starts: Iterable[datetime], centre: Centre) -> datetime:
    """The next half hour, on the same day."""
    latest = max(starts)
    midnight = latest.replace(hour=0, minute=0, second=0, microsecond=0)
    until = latest + timedelta(minutes=centre.late_minutes) - midnight
    return midnight + min(ceil(until / BATCH) * BATCH, timedelta(hours=23, minutes=30))
