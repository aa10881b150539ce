"""What the service's own people put in: places, and people with their appointments."""

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from empfang.central.tx import CentralTx
from empfang.ids import new_id
from empfang.model import Appointment, Deletion, DoseKind, Person, Record, Slot
from empfang.rules.codes import code_key, make_code

if TYPE_CHECKING:
    from tests.sim.world import Sim


def new_slot(sim: "Sim", centre_id: str, hours: float, draw: Random) -> Slot:
    """With few places, or with none."""
    start = sim.true_time().replace(minute=0, second=0) + timedelta(hours=hours)
    capacity = {f"{centre_id}:a": draw.randint(0, 3), f"{centre_id}:b": draw.randint(1, 3)}
    return Slot(id=new_id(), centre_id=centre_id, start=start, vaccine="Comirnaty", capacity=capacity)


def somebody(sim: "Sim", draw: Random, centre_id: str) -> list[Record]:
    """Somebody with an appointment or two, perhaps at both centres, perhaps on the waiting list."""
    family = sim.new_name()
    person = Person(
        id=new_id(),
        family=family,
        given="Alt",
        street=f"{family}weg",
        registered_centre_id=centre_id if draw.random() < 0.7 else None,
        registered_at=sim.true_time(),
    )
    sim.names[person.id] = family
    found: list[Record] = [person]
    for number in range(draw.choice((1, 1, 1, 2))):
        where = centre_id if number == 0 or draw.random() < 0.4 else ("DA" if centre_id == "KL" else "KL")
        start = sim.true_time() + timedelta(minutes=draw.choice((-30, 0, 20, 45, 1500)))
        code = make_code(where, draw.randrange)
        waiting = draw.random() < 0.15
        found.append(
            Appointment(
                id=new_id(),
                person_id=person.id,
                centre_id=where,
                status="waitlist" if waiting else "booked",  # type: ignore[arg-type]
                start=None if waiting else start,
                waiting_since=sim.true_time() if waiting else None,
                dose_kind=DoseKind.BOOSTER,
                vaccine="Comirnaty",
                code=code,
                code_key=code_key(code),
            )
        )
    return found


def put(sim: "Sim", records: list[Record]) -> None:
    """As an import does."""
    database = sim.central.database
    with database.writing() as cursor:
        tx = CentralTx(cursor, database.flavour, sim.service_clock.now())
        for record in records:
            if tx.get(Deletion, record.subject) is None:
                tx.put(record)
        tx.finish(None)
        tx.take_numbers()
    sim.rules.capacity_is_what_it_is()
