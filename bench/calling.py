"""The list of whom to call: read and judged at first, and followed after each outcome; 4,300 who wait, and 100,000.

Beside reading the same rows from the store by plain SQL, without making records of them.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.people import people
from bench.result import Result, quantile
from empfang.clock import CallableClock
from empfang.commands.calling import lease_id
from empfang.desk import Desk
from empfang.model import Appointment, AppointmentStatus, CallLease, Centre, Operator, ReportedDose
from empfang.rows import Rows
from empfang.rules.call_order import CallLine
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.vials import Dose
from empfang.store import Store, create_store, open_store

NOW = datetime(2021, 12, 15, 15, 0, tzinfo=UTC)
_SIZES = (4_300, 100_000)
_OUTCOMES = 40
_MOST_MS = 50.0
_COM = Dose("COM")
_BATCH = 5_000


def measure() -> Iterator[Result]:
    """Seconds and milliseconds."""
    for size in _SIZES:
        with TemporaryDirectory() as folder:
            yield from _of(Path(folder) / "desk", size)


def _of(folder: Path, size: int) -> Iterator[Result]:
    prepare_calls(folder, size)
    store = Store(open_store(folder))
    try:
        raw = _raw_s(store)
        desk = Desk(store, CallableClock(lambda: NOW))
        desk.sign_in("op")
        desk.doses.open_vial(_COM)
        begun = perf_counter()
        while desk.calling.go_on():
            pass
        built = perf_counter() - begun
        yield Result(f"list read and judged, {size:,} who wait", built, "s", raw, "told", ok=True)
        lease_first(store, desk, _OUTCOMES)
        took = [_outcome_ms(desk) for _ in range(_OUTCOMES)]
        p95 = quantile(took, 0.95)
        target = f"≤ {_MOST_MS:g} ms" if size == _SIZES[0] else "told"
        name = f"outcome and the next line, {size:,}, 95 of 100"
        yield Result(name, p95, "ms", None, target, size != _SIZES[0] or p95 <= _MOST_MS)
    finally:
        store.close()


def _raw_s(store: Store) -> float:
    cursor = store.database.connection.cursor()
    begun = perf_counter()
    for table in ("person", "appointment"):
        cursor.execute(f"SELECT * FROM {table}").fetchall()
    return perf_counter() - begun


def _outcome_ms(desk: Desk) -> float:
    line = desk.calling.next()
    if not isinstance(line, CallLine) or line.candidate.call is None:
        raise SystemExit(f"nobody to call: {line}")
    begun = perf_counter()
    desk.calling.record(line.person_id, CallOutcome.NO_ANSWER, number=line.candidate.call.number)
    desk.calling.next()
    return (perf_counter() - begun) * 1000


def prepare_calls(folder: Path, size: int) -> None:
    """A desk's store with so many people on the waiting list, all of whom may have a booster now."""
    meta = {"desk_id": "desk", "desk_number": "1", "desk_name": "Empfang 1", "centre_id": "KL"}
    database = create_store(folder, {"service_url": "http://127.0.0.1:9", "token": "none", "cursor": "0", **meta})
    doses = tuple(ReportedDose(given_on=day, vaccine="Comirnaty") for day in (date(2021, 5, 3), date(2021, 6, 14)))
    everybody = people(size)
    with database.writing() as cursor:
        rows = Rows(cursor, "sqlite")
        place = {"jurisdiction": "DE-RP", "district": "07312", "catchment": ("07312",)}
        rows.put(Centre(id="KL", name="Landesimpfzentrum Kaiserslautern", hours={"default": "08:00-20:00"}, **place))
        rows.put(Operator(id="op", name="Becker, Anja", centre_ids=("KL",)))
        number = 0
        while batch := list(islice(everybody, _BATCH)):
            ready = {"standby": True, "minutes_to_centre": 15, "district": "07312", "reported_doses": doses}
            rows.put_many([each.with_(birth_date=date(1950, 1, 1), **ready) for each in batch])
            waits = []
            for person in batch:
                number += 1
                since = NOW - timedelta(days=number % 30 + 1)
                waits.append(
                    Appointment(
                        id=f"w{number}", person_id=person.id, centre_id="KL",
                        status=AppointmentStatus.WAITLIST, waiting_since=since,
                    )
                )  # fmt: skip
            rows.put_many(waits)
    database.close()


def lease_first(store: Store, desk: Desk, number: int) -> None:
    """Give the desk the right to call the first so many of its list, as if reserved for working without a network."""
    leases = [_lease(line.person_id) for line in islice(desk.calling.page().lines, number)]
    with store.database.writing() as cursor:
        Rows(cursor, "sqlite").put_many(leases)
    desk.took_in({(CallLease.kind, each.id) for each in leases})


def _lease(person_id: str) -> CallLease:
    return CallLease(
        id=lease_id("KL", person_id),
        person_id=person_id,
        centre_id="KL",
        desk_id="desk",
        operator_id="op",
        granted_at=NOW,
        until=NOW + timedelta(hours=1),
        fence=1,
        offline=True,
    )
