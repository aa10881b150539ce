"""Preparing the day, living through it, and judging it."""

import contextlib
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from zoneinfo import ZoneInfo

from empfang.central.access import known_centre, make_code, put_reference
from empfang.central.centres import read_centres
from empfang.central.database import CentralDatabase
from empfang.central.importing import Import
from empfang.clock import local_day
from empfang.errors import InputProblem
from empfang.exchange.lists import ReadList, find_columns, read_rows
from empfang.ids import new_id
from empfang.model import Appointment, AppointmentStatus, Centre, Operator, ProofKind
from empfang.replay.arrivals import Arrivals, outage_of, read_arrivals
from empfang.replay.balance import Balance, doubles_of
from empfang.replay.checks import find_faults, proofs_noted, read_desk, read_service, unknown_at_a_desk
from empfang.replay.clock import DayClock
from empfang.replay.day import Day, Progress
from empfang.replay.desks import Desks
from empfang.replay.ledger import Ledger
from empfang.replay.parts import CLOCK_FILE
from empfang.replay.plan import Plan, Window, make_plan
from empfang.replay.processes import Seat, ServiceProcess
from empfang.rows import Rows
from empfang.running import enrol_desk
from empfang.texts import replay as words
from empfang.texts import say
from empfang.texts.problems import words_for

_BEFORE = timedelta(minutes=10)
"""So long before the first one comes the desks are switched on."""
_DOUBLES = 20


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to be replayed. `outage` as typed, such as 09:00-13:00; empty for none."""

    appointments: Path
    arrivals: Path
    centre_id: str
    day: date
    desks: int = 6
    outage: str = ""
    seed: int = 1
    mapping: Path | None = None
    centres: Path | None = None


@dataclass(frozen=True, slots=True)
class _Lists:
    """What was read. `expected`: today's booked appointments by id."""

    read: ReadList
    arrivals: Arrivals
    expected: dict[str, Appointment]
    centre: Centre


def play(wishes: Wishes, progress: Progress) -> Balance:
    """Live through the day in a folder of its own, which is gone afterwards.

    Raises:
        InputProblem: a list, the centre or the outage cannot be used.
        Problem: `replay_part_ended`, `replay_stuck`, `replay_blocked`.
    """
    begun = time.monotonic()
    with _folder() as folder, contextlib.ExitStack() as stack:
        database = CentralDatabase(folder / "central.db")
        stack.callback(database.close)
        lists = _prepare(wishes, database)
        plan = _plan(wishes, lists)
        clock = DayClock.begin(folder / CLOCK_FILE, _beginning(plan, lists))
        stack.callback(clock.close)
        service = ServiceProcess(folder)
        stack.callback(service.stop)
        service.start()
        seats = [Seat("desk", f"desk-{number + 1}") for number in range(wishes.desks)]
        for seat in seats:
            enrol_desk(folder / seat.name, service.url, make_code(database, wishes.centre_id, "", clock.now()))
        zone = ZoneInfo(lists.centre.time_zone)

        def told(moment: datetime, admitted: int, service_runs: bool) -> None:
            progress(moment.astimezone(zone), admitted, service_runs)

        desks = Desks(folder, service)
        stack.callback(desks.kill_all)
        day = Day(plan, desks, clock, service, told)
        desks.start(seats)
        day.run(lambda: _feed_stands_at(database, wishes.centre_id))
        return _judge(wishes, lists, folder, database, day.ledger, begun)


def _prepare(wishes: Wishes, database: CentralDatabase) -> _Lists:
    """The service's database with the centre and the day list in it, as if somebody had imported it at midnight."""
    appointments, arrived = _read(wishes.appointments), _read(wishes.arrivals)
    early = datetime.combine(wishes.day, datetime.min.time(), UTC) - timedelta(hours=4)
    database.create(early)
    with as_file(files("empfang.data") / "centres.toml") as path:
        put_reference(database, read_centres(wishes.centres or path), early)
    with database.reading() as cursor:
        centre = known_centre(cursor, database.flavour, wishes.centre_id)
    put_reference(database, [Operator(id=new_id(), name=say(words.CLERK), centre_ids=(centre.id,))], early)
    arrivals = _of_arrivals(wishes.arrivals, arrived, wishes.day, centre)
    with _naming(wishes.appointments):
        read = read_rows(*find_columns(appointments, wishes.mapping), wishes.day)
    if read.kind != "day":
        raise InputProblem("replay_waiting_list", path=wishes.appointments)
    Import(database, centre, read, early).run(appointments, wishes.appointments.name)
    with database.reading() as cursor:
        booked = Rows(cursor, database.flavour).find(Appointment, status=AppointmentStatus.BOOKED)
    expected = {each.id: each for each in booked if _on(each, centre) == wishes.day}
    if not expected:
        days = sorted({found for each in booked if (found := _on(each, centre)) is not None})
        shown = ", ".join(f"{each:%d.%m.%Y}" for each in days[:5]) or "–"
        raise InputProblem("replay_no_appointments", path=wishes.appointments, day=f"{wishes.day:%d.%m.%Y}", days=shown)
    return _Lists(read, arrivals, expected, centre)


@contextlib.contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Of two lists, the words about a problem must name the one that is meant."""
    try:
        yield
    except InputProblem as problem:
        raise InputProblem("list_unreadable", path=path, why=words_for(problem)) from None


def _of_arrivals(path: Path, data: bytes, day: date, centre: Centre) -> Arrivals:
    with _naming(path):
        arrivals = read_arrivals(data, day, centre.time_zone)
    if not arrivals.came and arrivals.unread:
        raise InputProblem("arrivals_of_other_day", path=path, day=f"{day:%d.%m.%Y}")
    return arrivals


def _on(appointment: Appointment, centre: Centre) -> date | None:
    return None if appointment.start is None else local_day(appointment.start, centre.time_zone)


def _plan(wishes: Wishes, lists: _Lists) -> Plan:
    zone = ZoneInfo(lists.centre.time_zone)
    outage = None
    if wishes.outage:
        begin, end = outage_of(wishes.outage, wishes.day, lists.centre.time_zone)
        outage = Window(begin.astimezone(UTC), end.astimezone(UTC))
    came = [(each.code, each.at.replace(tzinfo=zone).astimezone(UTC)) for each in lists.arrivals.came]
    early = timedelta(minutes=lists.centre.early_minutes)
    possible_from = {
        each.code_key: each.start - early
        for each in lists.expected.values()
        if each.start is not None and each.code_key
    }
    return make_plan(came, possible_from, wishes.desks, outage, wishes.seed, _DOUBLES)


def _beginning(plan: Plan, lists: _Lists) -> datetime:
    came = [visitor.at for visitor in plan.visitors]
    first = min(came or [each.start for each in lists.expected.values() if each.start is not None])
    return (min(first, plan.outage.begin) if plan.outage else first) - _BEFORE


def _feed_stands_at(database: CentralDatabase, centre_id: str) -> int:
    """The last number of the feed that says something to the centre's desks."""
    streams = ("reference", f"centre:{centre_id}", f"places:{centre_id}")
    with database.reading() as cursor:
        cursor.execute("SELECT max(number) FROM feed_entry WHERE stream IN (?, ?, ?)", streams)
        return int(cursor.fetchone()[0] or 0)


def _judge(
    wishes: Wishes, lists: _Lists, folder: Path, database: CentralDatabase, ledger: Ledger, begun: float
) -> Balance:
    zone = ZoneInfo(lists.centre.time_zone)
    service = read_service(database, wishes.centre_id, wishes.day)
    desks = [read_desk(folder / f"desk-{number + 1}") for number in range(wishes.desks)]
    codes = {each.id: each.code_key for each in lists.expected.values()}
    unknown = unknown_at_a_desk(ledger, codes)
    visits = service.records("encounter")
    noted = proofs_noted(desks)
    admitted = {visit["appointment_id"] for visit in visits if visit["state"] == "active"}
    return Balance(
        booked=len(lists.expected),
        came=len((ledger.came | unknown.keys()) & set(lists.expected)),
        admitted=len(admitted & set(lists.expected)),
        late=sum(visit["late"] and visit["state"] == "active" for visit in visits),
        commands=sum(len(desk.outbox) for desk in desks),
        asked=noted[ProofKind.EARLIER_DOSES],
        by_doctor=noted[ProofKind.DOCTOR],
        made_twice=sum(len(each) > 1 for each in ledger.let_in_by().values()),
        doubles=doubles_of(service, desks, zone),
        findings=find_faults(service, desks, ledger, sorted(unknown.values())),
        ledger=ledger,
        outage=outage_of(wishes.outage, wishes.day, lists.centre.time_zone) if wishes.outage else None,
        rejected=tuple(rejection.text for rejection in lists.read.rejections),
        unread=tuple((each.line, say(words.UNREAD[each.reason])) for each in lists.arrivals.unread),
        zone=zone,
        seed=wishes.seed,
        desks=wishes.desks,
        real_s=time.monotonic() - begun,
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputProblem("file_missing", path=path) from None
    except OSError as error:
        raise InputProblem("file_unreadable", path=path, detail=error.strerror or type(error).__name__) from None


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """A folder of the replay's own; a kill or a closed window ends the replay like a key would."""

    def leave(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    before = {
        number: signal.signal(number, leave)
        for name in ("SIGTERM", "SIGHUP")
        if (number := getattr(signal, name, None)) is not None
    }
    folder = Path(tempfile.mkdtemp(prefix="empfang-replay-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        for number, handler in before.items():
            signal.signal(number, handler)
