"""Preparing the day, living through it, and judging it."""

import contextlib
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from empfang.central.access import make_code
from empfang.central.database import CentralDatabase
from empfang.model import ProofKind
from empfang.replay.answers import People
from empfang.replay.arrivals import outage_of
from empfang.replay.balance import Balance, doubles_of
from empfang.replay.call_day import CallDay
from empfang.replay.checks import find_faults, proofs_noted, read_desk, read_service, unknown_at_a_desk
from empfang.replay.clock import DayClock
from empfang.replay.day import Day, Progress
from empfang.replay.desks import Desks
from empfang.replay.dose_balance import dose_balance_of
from empfang.replay.dose_day import DoseDay
from empfang.replay.dose_hours import hours_of_day
from empfang.replay.dose_ledger import DoseLedger
from empfang.replay.dose_wishes import Way, write_down
from empfang.replay.ledger import Ledger
from empfang.replay.parts import CLOCK_FILE
from empfang.replay.plan import Plan, Window, make_plan
from empfang.replay.preparing import Lists, Wishes, prepare
from empfang.replay.processes import Seat, ServiceProcess
from empfang.running import enrol_desk
from empfang.texts import replay as words
from empfang.texts import say

_BEFORE = timedelta(minutes=10)
"""So long before the first one comes the desks are switched on."""
_DOUBLES = 20


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
        lists = prepare(wishes, database)
        plan = _plan(wishes, lists)
        clock = DayClock.begin(folder / CLOCK_FILE, _beginning(plan, lists))
        stack.callback(clock.close)
        service = ServiceProcess(folder)
        stack.callback(service.stop)
        service.start()
        write_down(folder, wishes.doses, wishes.seed)
        for number, seat in enumerate(wishes.seats):
            name = _desk_name(seat, number - wishes.desks)
            enrol_desk(folder / seat.name, service.url, make_code(database, wishes.centre_id, name, clock.now()))
        zone = ZoneInfo(lists.centre.time_zone)

        def told(moment: datetime, admitted: int, service_runs: bool) -> None:
            progress(moment.astimezone(zone), admitted, service_runs)

        desks = Desks(folder, service)
        stack.callback(desks.kill_all)
        day = Day(plan, desks, clock, service, told)
        desks.start([seat for seat in wishes.seats if seat.part != "caller"])

        def settled_at() -> int:
            return _feed_stands_at(database, wishes.centre_id)

        doses = _doses(wishes, lists, day, desks, settled_at)
        if doses is not None:
            doses.begin()
        day.run(settled_at, doses.close if doses is not None else None)
        return _judge(wishes, lists, folder, database, day.ledger, doses.ledger if doses is not None else None, begun)


def _desk_name(seat: Seat, number: int) -> str:
    """What a desk is called; those to which people come have the usual names."""
    match seat.part:
        case "doses":
            return say(words.TABLE)
        case "caller":
            return say(words.CALLER, number=number)
        case _:
            return ""


def _doses(wishes: Wishes, lists: Lists, day: Day, desks: Desks, settled_at: Callable[[], int]) -> DoseDay | None:
    """The doses of the day, if it has any."""
    if wishes.doses.way is Way.NONE:
        return None
    ledger, people = DoseLedger(), People(wishes.seed, wishes.doses.rates)
    seats = [seat for seat in wishes.seats if seat.part == "caller"]
    calls = CallDay(day, desks, seats, wishes.desks, people, _outage(wishes, lists), ledger) if seats else None
    hours = hours_of_day(lists.centre, wishes.day, day.now, wishes.doses.way)
    return DoseDay(day, desks, wishes.desks, people, hours, calls, ledger, settled_at)


def _plan(wishes: Wishes, lists: Lists) -> Plan:
    zone = ZoneInfo(lists.centre.time_zone)
    came = [(each.code, each.at.replace(tzinfo=zone).astimezone(UTC)) for each in lists.arrivals.came]
    early = timedelta(minutes=lists.centre.early_minutes)
    possible_from = {
        each.code_key: each.start - early
        for each in lists.expected.values()
        if each.start is not None and each.code_key
    }
    return make_plan(came, possible_from, wishes.desks, _outage(wishes, lists), wishes.seed, _DOUBLES)


def _outage(wishes: Wishes, lists: Lists) -> Window | None:
    if not wishes.outage:
        return None
    begin, end = outage_of(wishes.outage, wishes.day, lists.centre.time_zone)
    return Window(begin.astimezone(UTC), end.astimezone(UTC))


def _beginning(plan: Plan, lists: Lists) -> datetime:
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
    wishes: Wishes,
    lists: Lists,
    folder: Path,
    database: CentralDatabase,
    ledger: Ledger,
    doses: DoseLedger | None,
    begun: float,
) -> Balance:
    zone = ZoneInfo(lists.centre.time_zone)
    service = read_service(database, wishes.centre_id, wishes.day)
    desks = [read_desk(folder / seat.name) for seat in wishes.seats]
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
        doses=dose_balance_of(wishes, lists, service, doses) if doses is not None else None,
        waiting_rejected=tuple(each.text for each in lists.waiting.rejections) if lists.waiting is not None else (),
    )


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
