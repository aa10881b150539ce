"""What a day is played from: the lists are read and taken in, as if somebody had imported them at midnight."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path

from empfang.central.access import known_centre, put_reference
from empfang.central.centres import read_centres
from empfang.central.database import CentralDatabase
from empfang.central.importing import Import
from empfang.clock import local_day
from empfang.errors import InputProblem
from empfang.exchange.lists import ReadList, find_columns, read_rows
from empfang.ids import new_id
from empfang.model import Appointment, AppointmentStatus, Centre, Operator, Role
from empfang.replay.arrivals import Arrivals, read_arrivals
from empfang.replay.dose_hours import calling_of_day
from empfang.replay.dose_wishes import DoseWishes, Way
from empfang.replay.processes import Seat
from empfang.rows import Rows
from empfang.texts import replay as words
from empfang.texts import say
from empfang.texts.problems import words_for


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
    doses: DoseWishes = field(default_factory=DoseWishes)

    @property
    def seats(self) -> list[Seat]:
        """Who works where: the desks to which people come, then the doses, then those who call."""
        found = [Seat("desk", f"desk-{number + 1}") for number in range(self.desks)]
        if self.doses.way is not Way.NONE:
            found.append(Seat("doses", "doses"))
        return [*found, *(Seat("caller", f"caller-{number + 1}") for number in range(self.doses.callers))]


@dataclass(frozen=True, slots=True)
class Lists:
    """What was read. `expected`: today's booked appointments by id; `waiting`: the waiting list, if there is one."""

    read: ReadList
    arrivals: Arrivals
    expected: dict[str, Appointment]
    centre: Centre
    waiting: ReadList | None = None


def prepare(wishes: Wishes, database: CentralDatabase) -> Lists:
    """The service's database with the centre and the lists in it.

    Raises:
        InputProblem: a list or the centre cannot be used.
    """
    appointments, arrived = _read(wishes.appointments), _read(wishes.arrivals)
    early = datetime.combine(wishes.day, datetime.min.time(), UTC) - timedelta(hours=4)
    database.create(early)
    with as_file(files("empfang.data") / "centres.toml") as path:
        put_reference(database, read_centres(wishes.centres or path), early)
    with database.reading() as cursor:
        centre = known_centre(cursor, database.flavour, wishes.centre_id)
    put_reference(database, _operators(wishes, centre), early)
    arrivals = _of_arrivals(wishes.arrivals, arrived, wishes.day, centre)
    with _naming(wishes.appointments):
        read = read_rows(*find_columns(appointments, wishes.mapping), wishes.day)
    if read.kind != "day":
        raise InputProblem("replay_waiting_list", path=wishes.appointments)
    waiting = _waiting_list(wishes)
    Import(database, centre, read, early).run(appointments, wishes.appointments.name)
    if waiting is not None:
        Import(database, centre, waiting[0], early).run(waiting[1], "")
    with database.reading() as cursor:
        booked = Rows(cursor, database.flavour).find(Appointment, status=AppointmentStatus.BOOKED)
    expected = {each.id: each for each in booked if _on(each, centre) == wishes.day}
    if not expected:
        days = sorted({found for each in booked if (found := _on(each, centre)) is not None})
        shown = ", ".join(f"{each:%d.%m.%Y}" for each in days[:5]) or "–"
        raise InputProblem("replay_no_appointments", path=wishes.appointments, day=f"{wishes.day:%d.%m.%Y}", days=shown)
    if wishes.doses.way is not Way.NONE:
        centre = centre.with_(calling=calling_of_day(centre, expected.values(), wishes.doses))
        put_reference(database, [centre], early)
    return Lists(read, arrivals, expected, centre, waiting[0] if waiting is not None else None)


def _operators(wishes: Wishes, centre: Centre) -> list[Operator]:
    """Who works: one clerk at all desks, and whoever has a desk of their own."""
    here = (centre.id,)
    found = [Operator(id=new_id(), name=say(words.CLERK), centre_ids=here)]
    for number, seat in enumerate(wishes.seats[wishes.desks :]):
        if seat.part == "doses":
            found.append(Operator(id=seat.name, name=say(words.TABLE), role=Role.MEDICAL, centre_ids=here))
        else:
            name = say(words.CALLER, number=number)
            found.append(Operator(id=seat.name, name=name, role=Role.HOTLINE, centre_ids=here))
    return found


def _waiting_list(wishes: Wishes) -> tuple[ReadList, bytes] | None:
    """Who waits, and the list as it came."""
    path = wishes.doses.waitlist
    if path is None:
        return None
    data = _read(path)
    with _naming(path):
        read = read_rows(*find_columns(data), wishes.day)
    if read.kind != "waiting":
        raise InputProblem("replay_no_waiting_list", path=path)
    return read, data


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


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputProblem("file_missing", path=path) from None
    except OSError as error:
        raise InputProblem("file_unreadable", path=path, detail=error.strerror or type(error).__name__) from None
