"""The demo's waiting list: invented people who would come at once, with names mixed from those of the day."""

import random
from datetime import date, datetime, timedelta

from empfang.central.database import CentralDatabase
from empfang.central.tx import CentralTx
from empfang.ids import new_id
from empfang.invented import earlier_doses
from empfang.model import Appointment, AppointmentStatus, DoseKind, Person, Phone

_PEOPLE = 60
_MOBILE = "+49176040690{:02}"
"""Numbers that nobody has, kept free for films."""
_DISTRICT = "07312"
_WOULD_COME = 0.9


def let_people_wait(database: CentralDatabase, centre_id: str, now: datetime) -> None:
    """Put them on the centre's list."""
    draw = random.Random(centre_id)  # noqa: S311 - people are invented here, no secret
    with database.writing() as cursor:
        tx = CentralTx(cursor, database.flavour, now)
        known = sorted(tx.find(Person), key=lambda each: each.id)
        for place in range(_PEOPLE):
            person = _somebody(draw, known, centre_id, now.date(), place)
            tx.put(person)
            tx.put(
                Appointment(
                    id=new_id(),
                    person_id=person.id,
                    centre_id=centre_id,
                    status=AppointmentStatus.WAITLIST,
                    waiting_since=now - timedelta(days=draw.randint(1, 24), minutes=draw.randint(0, 500)),
                    priority=draw.choice((None, None, None, 1, 2)),
                )
            )
        tx.finish(None)
        tx.take_numbers()


def _somebody(draw: random.Random, known: list[Person], centre_id: str, day: date, place: int) -> Person:
    person_id = new_id()
    return Person(
        id=person_id,
        family=draw.choice(known).family,
        given=draw.choice(known).given,
        birth_date=date(draw.randint(1936, 1985), draw.randint(1, 12), draw.randint(1, 28)),
        phones=(Phone(number=_MOBILE.format(place), kind="mobile"),),
        registered_centre_id=centre_id,
        district=_DISTRICT,
        standby=draw.random() < _WOULD_COME,
        minutes_to_centre=draw.choice((10, 15, 20, 30, 45)),
        reported_doses=earlier_doses(person_id, DoseKind.BOOSTER, "Comirnaty", day, due=True),
    )
