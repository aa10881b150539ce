"""The demo's invented day: 15 December 2021 in Kaiserslautern, with those who came before half past nine."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from importlib.resources import as_file, files
from pathlib import Path
from zoneinfo import ZoneInfo

from empfang.central import feed
from empfang.central.access import enrol, make_code, put_reference
from empfang.central.centres import read_centres
from empfang.central.database import CentralDatabase
from empfang.central.importing import Import
from empfang.central.slot_making import SlotMaking
from empfang.central.tx import CentralTx
from empfang.central.writer import decide
from empfang.clock import CallableClock, Clock
from empfang.demo_lanes import Lanes
from empfang.desk import Admission, Desk
from empfang.exchange.lists import read_list
from empfang.ids import new_id
from empfang.invented import earlier_doses
from empfang.model import Appointment, Centre, Operator, Person, Role
from empfang.packing import unpack
from empfang.protocol import MAX_COMMANDS
from empfang.rows import Rows
from empfang.rules.contingents import contingent_id
from empfang.rules.slot_plan import Wish
from empfang.running import keep_enrolment
from empfang.store import Store, open_store

CENTRE = "KL"
ZONE = ZoneInfo("Europe/Berlin")
DAY = date(2021, 12, 15)
MORNING = datetime.combine(DAY, time(9, 30), ZONE).astimezone(UTC)
EVENING = datetime.combine(DAY, time(18, 10), ZONE).astimezone(UTC)
_LIST = "kaiserslautern-2021-12-15.csv"
_UNTOLD = 12
"""Of so many people one has told nothing."""
_PLACES_AHEAD, _PLACES_A_DAY = 40, 160
_ARRIVALS = "kaiserslautern-2021-12-15.arrivals.csv"
_OPERATORS = {"Becker, Anja": Role.RECEPTION, "Ries, Tobias": Role.RECEPTION, "Weber, Sabine": Role.COORDINATOR,
              "Yilmaz, Deniz": Role.RECEPTION}  # fmt: skip


def make_service(folder: Path) -> CentralDatabase:
    """An empty service with the example centres and four people who work there."""
    database = CentralDatabase(folder / "central.db")
    database.create(MORNING)
    with as_file(files("empfang.data") / "centres.toml") as path:
        put_reference(database, read_centres(path), MORNING)
    operators = [Operator(id=new_id(), name=name, role=role, centre_ids=(CENTRE,)) for name, role in _OPERATORS.items()]
    put_reference(database, operators, MORNING)
    return database


def import_day(database: CentralDatabase, now: datetime) -> None:
    """The day list, as the booking system gave it."""
    with database.reading() as cursor:
        centre = Rows(cursor, database.flavour).get(Centre, CENTRE) or Centre(id=CENTRE, name=CENTRE)
    data = (files("empfang.data") / _LIST).read_bytes()
    _, _, read = read_list(data, now.astimezone(ZONE).date())
    Import(database, centre, read, now).run(data, _LIST)


def make_places(database: CentralDatabase, now: datetime) -> None:
    """Free places by phone and online on the days that follow, for who calls."""
    with database.reading() as cursor:
        centre = Rows(cursor, database.flavour).get(Centre, CENTRE) or Centre(id=CENTRE, name=CENTRE)
    wish = Wish(
        first=DAY + timedelta(days=1),
        last=DAY + timedelta(days=_PLACES_AHEAD),
        vaccine="Comirnaty",
        minutes=30,
        shares={contingent_id(CENTRE, name): Fraction(str(share)) for name, share in centre.contingents.items()},
        per_day=_PLACES_A_DAY,
        at_once=True,
    )
    SlotMaking(database, centre, wish, now).run(lambda _done, _all: None, rest=lambda _seconds: None)


def tell_earlier_doses(database: CentralDatabase, now: datetime) -> None:
    """Let most people have told their earlier doses when they booked; the others must be asked at the desk."""
    with database.writing() as cursor:
        tx = CentralTx(cursor, database.flavour, now)
        for place, appointment in enumerate(sorted(tx.find(Appointment), key=lambda each: each.code)):
            person = tx.get(Person, appointment.person_id)
            if person is None or place % _UNTOLD == 2:
                continue
            young = person.birth_date is not None and person.birth_date.year > DAY.year - 31
            vaccine = "Comirnaty" if young else appointment.vaccine
            doses = earlier_doses(person.id, appointment.dose_kind, vaccine, DAY, due=True)
            if doses:
                tx.put(person.with_(reported_doses=doses))
        tx.finish(None)
        tx.take_numbers()


def make_desk(database: CentralDatabase, folder: Path, url: str, now: datetime) -> None:
    """A desk with its first download done."""
    keep_enrolment(folder, url, enrol(database, make_code(database, CENTRE, "", now), now))
    store = Store(open_store(folder))
    for part in feed.snapshot(database, store.meta("desk_id") or "", now):
        store.take_snapshot_part(unpack(part), now)
    store.close()


def arrivals() -> Iterator[tuple[datetime, str]]:
    """Who came and when, in order: the moment, and the booking code."""
    text = (files("empfang.data") / _ARRIVALS).read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines(), delimiter=";"):
        came = datetime.combine(DAY, time.fromisoformat(row["arrived"]), ZONE)
        yield came.astimezone(UTC), row["code"]


def live_until(database: CentralDatabase, folder: Path, until: datetime, *, lanes: bool = False) -> int:
    """Check in at this desk whoever came before `until`, and send it; how many were admitted.

    With `lanes` they are vaccinated there, too.
    """
    moment = until
    clock = CallableClock(lambda: moment)
    store = Store(open_store(folder))
    desk = Desk(store, clock)
    work_as_first_operator(desk)
    at_work, admitted = Lanes(store, desk, ZONE), 0
    for came, code in [*((came, code) for came, code in arrivals() if came <= until), (until, "")]:
        for moment, encounter_id in at_work.due(came):
            at_work.give(encounter_id, moment)
        moment = came
        found = desk.scan(code) if code else None
        if isinstance(found, Admission):
            admitted += 1
            if lanes:
                at_work.expect(found.encounter_id, came)
    if lanes:
        at_work.draw_for_the_rest()
    send(store, database, clock)
    store.close()
    return admitted


def work_as_first_operator(desk: Desk) -> None:
    """Somebody has to sit there."""
    operators = desk.operators()
    if operators:
        desk.sign_in(operators[0].id)


def send(store: Store, database: CentralDatabase, clock: Clock) -> None:
    """Hand everything unsent to the service's database directly, while the demo is being prepared."""
    desk_id = store.meta("desk_id") or ""
    while batch := store.unsent(MAX_COMMANDS):
        reply = decide(database, clock, [(desk_id, [each.line for each in batch])])[0]
        pairs = [(each.number, verdict) for each, verdict in zip(batch, reply.verdicts, strict=True)]
        store.take_verdicts(pairs, clock.now())
