"""What a day that is over tells about the next ones: who came of those who had booked, and when. Pure.

A day's numbers are kept by segment (`rules.shows.Segment`), without anybody in them; the forecast is made from those of
the last weeks.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

from empfang.ids import derived_id
from empfang.model import Appointment, AppointmentStatus, Centre, DoseKind, Encounter, EncounterState, PastDay
from empfang.rules.arrival import local
from empfang.rules.leftover_records import Past
from empfang.rules.origins import PROMISED, WALK_IN
from empfang.rules.shows import EARLIEST, LATEST, Lateness, Seen, Segment, ShowRates, segment

LOOKED_BACK = timedelta(days=28)
"""So long a day counts."""
_CAME = frozenset({AppointmentStatus.CHECKED_IN, AppointmentStatus.FULFILLED, AppointmentStatus.ARRIVED})
_COUNTED = _CAME | {AppointmentStatus.BOOKED, AppointmentStatus.NOSHOW}
_BAR = "|"


def past_day_id(centre_id: str, day: date) -> str:
    """The id of a day's numbers."""
    return derived_id("past_day", centre_id, day.isoformat())


def summed_up(
    centre: Centre,
    day: date,
    appointments: Iterable[Appointment],
    encounters: Iterable[Encounter],
    code_of: Callable[[str], str | None],
) -> PastDay:
    """The numbers of a day. `code_of` gives the code of what a vaccine is called."""
    arrived = {each.appointment_id: each.arrived_at for each in encounters if each.state is EncounterState.ACTIVE}
    came: Counter[str] = Counter()
    booked: Counter[str] = Counter()
    minutes: Counter[int] = Counter()
    for each in appointments:
        vaccine = code_of(each.vaccine) if each.vaccine else None
        if each.start is None or vaccine is None or each.status not in _COUNTED or each.origin in {PROMISED, WALK_IN}:
            continue
        kind = segment(local(each.start, centre), each.booked_at, vaccine, each.dose_kind, each.origin)
        booked[_key(kind)] += 1
        if each.status in _CAME:
            came[_key(kind)] += 1
            at = arrived.get(each.id)
            if at is not None:
                minutes[_minutes(each.start, at)] += 1
    return PastDay(
        id=past_day_id(centre.id, day),
        centre_id=centre.id,
        day=day,
        shows={key: (came[key], number) for key, number in sorted(booked.items())},
        arrivals={str(minute): number for minute, number in sorted(minutes.items())},
    )


def past_of(days: Iterable[PastDay], today: date) -> Past:
    """What the days before today tell, those of the last weeks."""
    counted = tuple(each for each in days if today - LOOKED_BACK <= each.day < today)
    return _past(tuple(sorted((each.id, each.revision) for each in counted)), _Days(counted))


class _Days:
    """Days that count as one for the cache, which knows them by ids and revisions."""

    def __init__(self, days: tuple[PastDay, ...]) -> None:
        self.days = days

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Days)


@lru_cache(8)
def _past(_key: tuple[tuple[str, int], ...], days: _Days) -> Past:
    seen: dict[Segment, Seen] = {}
    minutes: list[int] = []
    for each in days.days:
        for key, (came, booked) in each.shows.items():
            kind = _segment(key)
            if kind is not None:
                known = seen.get(kind, Seen(0, 0))
                seen[kind] = Seen(known.came + came, known.booked + booked)
        minutes += [int(minute) for minute, number in each.arrivals.items() for _ in range(number)]
    return Past(ShowRates(seen), Lateness(minutes))


def _key(kind: Segment) -> str:
    return _BAR.join(str(part) if part is not None else "" for part in kind)


def _segment(key: str) -> Segment | None:
    """The segment of a key; None for one of a newer program."""
    parts = key.split(_BAR)
    if len(parts) != len(Segment._fields):
        return None
    weekday, hour, vaccine, kind, origin, lead = parts
    kinds: Mapping[str, DoseKind] = {each.value: each for each in DoseKind}
    if kind not in {"", *kinds}:
        return None
    return Segment(int(weekday), int(hour), vaccine, kinds.get(kind), origin, int(lead))


def _minutes(start: datetime, at: datetime) -> int:
    return min(max(int((at - start).total_seconds() // 60), EARLIEST), LATEST)
