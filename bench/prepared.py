"""A desk's store with many people, two thousand of them today."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from bench.people import people
from empfang.model import Appointment, Centre, DoseKind, Operator
from empfang.rows import Rows
from empfang.rules.codes import code_key
from empfang.store import create_store
from empfang.store.search import SearchIndex

TODAY = 2_122
_BATCH = 5_000
_BEGIN = datetime(2021, 12, 15, 7, 0, tzinfo=UTC)


def prepare(folder: Path, size: int) -> None:
    """Make the store. Nothing answers at its service's address: the desk works on without."""
    meta = {
        "service_url": "http://127.0.0.1:9",
        "token": "none",
        "desk_id": "desk",
        "desk_number": "1",
        "desk_name": "Empfang 1",
        "centre_id": "KL",
        "cursor": "0",
        "epoch": "none",
    }
    database = create_store(folder, meta)
    everybody = people(size)
    with database.writing() as cursor:
        rows = Rows(cursor, "sqlite")
        rows.put(Centre(id="KL", name="Landesimpfzentrum Kaiserslautern"))
        rows.put(Operator(id="op", name="Becker, Anja", centre_ids=("KL",)))
        number = 0
        while batch := list(islice(everybody, _BATCH)):
            rows.put_many(batch)
            appointments: list[Appointment] = []
            for person in batch:
                day = 0 if number < TODAY else 1 + number % 60
                start = _BEGIN + timedelta(days=day, minutes=5 * (number % 120))
                code = f"KL-{number:08X}"
                appointment = Appointment(
                    id=f"a{number}",
                    person_id=person.id,
                    centre_id="KL",
                    start=start,
                    vaccine="Comirnaty",
                    dose_kind=DoseKind.BOOSTER,
                    code=code,
                    code_key=code_key(code),
                )
                appointments.append(appointment)
                number += 1
            rows.put_many(appointments)
        SearchIndex(cursor).rebuild()
    database.close()
