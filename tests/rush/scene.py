"""Centres whose places are given out at a moment, as in Dorsten: 4,680 on 13 days, four in five of them online."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from empfang.central.access import enrol, make_code, put_reference
from empfang.central.database import CentralDatabase
from empfang.central.tx import CentralTx
from empfang.ids import derived_id
from empfang.model import Centre, Contingent, DeskRole, Operator, Slot

BERLIN = ZoneInfo("Europe/Berlin")
OPENED = datetime(2021, 11, 22, 9, 0, tzinfo=BERLIN)
"""A Monday: the moment from which on places are given, and the hotline answers since eight."""
BEFORE_S = 2.0
"""So long before that the first ones try."""
_FIRST_DAY = date(2021, 11, 29)
_DAYS, _A_DAY = 13, 36
_EACH = {"online": 8, "phone": 2}
PLACES = _DAYS * _A_DAY * sum(_EACH.values())
DORSTEN = "DOR"


def days() -> tuple[date, ...]:
    """Thirteen Mondays, Wednesdays and Fridays."""
    every = (_FIRST_DAY + timedelta(days=ahead) for ahead in range(60))
    return tuple(islice((day for day in every if day.weekday() in {0, 2, 4}), _DAYS))


def starts(day: date) -> Iterator[datetime]:
    """Every ten minutes from nine."""
    begin = datetime(day.year, day.month, day.day, 9, tzinfo=BERLIN)
    return (begin + timedelta(minutes=10 * place) for place in range(_A_DAY))


def slot_id(centre_id: str, start: datetime) -> str:
    """Of the slot that begins then."""
    return derived_id("slot", centre_id, start.isoformat())


def contingent_id(centre_id: str, way: str) -> str:
    """Of the contingent for this way of booking."""
    return f"{centre_id}:{way}"


@dataclass(frozen=True, slots=True)
class Access:
    """A desk, and what it proves itself with."""

    desk_id: str
    token: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What was made: the hotline's desks by centre, and a reception at the first centre, which follows what happens."""

    centre_ids: Sequence[str]
    hotlines: dict[str, list[Access]]
    reception: Access


def make(database: CentralDatabase, centre_ids: Sequence[str], hotlines: int) -> Scene:
    """An empty service with these centres, their places, and so many desks of the hotline at each."""
    now = OPENED - timedelta(hours=1)
    database.create(now)
    hours = {"number": "02362 66-4443", "hours": "Mo-Fr 08:00-12:00"}
    centres = [Centre(id=each, name=f"Impfzentrum {each}", jurisdiction="DE-NW", hotline=hours) for each in centre_ids]
    put_reference(database, [*centres, Operator(id="op-1", name="Yilmaz, Aylin")], now)
    for centre_id in centre_ids:
        with database.writing() as cursor:
            tx = CentralTx(cursor, database.flavour, now)
            tx.put_new([*_contingents(centre_id), *_slots(centre_id)])
            tx.finish(None)
            tx.take_numbers()
    desks = {each: [_enrolled(database, each, now, DeskRole.HOTLINE) for _ in range(hotlines)] for each in centre_ids}
    return Scene(centre_ids, desks, _enrolled(database, centre_ids[0], now, DeskRole.RECEPTION))


def _contingents(centre_id: str) -> Iterator[Contingent]:
    for way in _EACH:
        yield Contingent(id=contingent_id(centre_id, way), centre_id=centre_id, name=way, opens_at=OPENED)


def _slots(centre_id: str) -> Iterator[Slot]:
    capacity = {contingent_id(centre_id, way): places for way, places in _EACH.items()}
    for day in days():
        for start in starts(day):
            yield Slot(
                id=slot_id(centre_id, start),
                centre_id=centre_id,
                start=start,
                minutes=10,
                vaccine="Comirnaty",
                capacity=capacity,
            )


def _enrolled(database: CentralDatabase, centre_id: str, now: datetime, role: DeskRole) -> Access:
    reply = enrol(database, make_code(database, centre_id, "", now, role), now)
    return Access(reply.desk_id, reply.token)
