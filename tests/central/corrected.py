"""A service that takes in lists and corrected lists, for tests."""

from collections import Counter
from typing import TypeVar

from empfang.central.importing import Import
from empfang.central.list_plan import Wishes
from empfang.central.updating import Update
from empfang.clock import local_day
from empfang.exchange.lists import read_list
from empfang.exchange.update_report import UpdateReport
from empfang.model import HOLDS_A_PLACE, Appointment, Centre, Record, Slot
from empfang.rows import Rows
from tests.times import BERLIN
from tests.world import World

HEADER = "Code;Datum;Uhrzeit;Impfung;Impfstoff;Nachname;Vorname;Geburtsdatum;Telefon;Gebucht über;Status"


def line(
    code: str = "KL-AAAA-1111",
    time: str = "09:40",
    name: str = "Kurz;Eva;01.02.1950",
    phone: str = "0631 31019101",
    day: str = "15.12.2021",
    status: str = "bestätigt",
    vaccine: str = "Comirnaty",
) -> str:
    """A row of a day list."""
    return f"{code};{day};{time};Booster-Impfung;{vaccine};{name};{phone};Online;{status}"


def centre_of(world: World, centre_id: str = "KL") -> Centre:
    with world.database.reading() as cursor:
        found = Rows(cursor, world.database.flavour).get(Centre, centre_id)
    assert found is not None
    return found


def take_in(world: World, data: bytes | list[str]) -> None:
    """A plain import."""
    data = as_bytes(data)
    centre = centre_of(world)
    read = read_list(data, local_day(world.wall.moment, centre.time_zone))[2]
    Import(world.database, centre, read, world.wall.moment).run(data, "list.csv")


def updating(world: World, data: bytes | list[str], wishes: Wishes = Wishes(), centre_id: str = "KL") -> Update:  # noqa: B008
    """A corrected list, not yet looked at."""
    data = as_bytes(data)
    centre = centre_of(world, centre_id)
    read = read_list(data, local_day(world.wall.moment, centre.time_zone))[2]
    return Update(world.database, centre, read, data, world.wall.moment, wishes)


def correct(world: World, data: bytes | list[str], **wishes: bool) -> UpdateReport:
    """Take over a corrected list; what the preview said is what was done."""
    update = updating(world, data, Wishes(**wishes))
    previewed, done = update.preview(), update.run("list.csv")
    assert counts(previewed) == counts(done)
    assert (previewed.applied, done.applied) == (False, True)
    return done


def as_bytes(data: bytes | list[str]) -> bytes:
    return data if isinstance(data, bytes) else "\n".join([HEADER, *data]).encode()


def counts(report: UpdateReport) -> dict[str, int]:
    """The numbers that are not zero."""
    names = (
        "imported", "unchanged", "moved", "cancelled", "reinstated", "corrected", "missing", "unclear", "rejected",
    )  # fmt: skip
    said = {name: value for name, value in report.as_json().items() if name in (*names, "collisions") and value}
    return {name: int(value) for name, value in said.items()}


R = TypeVar("R", bound=Record)


def all_of(world: World, kind: type[R]) -> list[R]:
    """All records of a kind at the service."""
    with world.database.reading() as cursor:
        return Rows(cursor, world.database.flavour).find(kind)


def booked(world: World, code: str = "KL-AAAA-1111") -> list[Appointment]:
    """The appointments with a code, the oldest first."""
    found = [each for each in all_of(world, Appointment) if each.code == code]
    return sorted(found, key=lambda each: (each.replaces_id is not None, each.start))


def room(world: World) -> dict[str, tuple[int, int]]:
    """Capacity and how many hold a place, by local time, vaccine and contingent."""
    taken = Counter(
        (each.slot_id, each.contingent_id) for each in all_of(world, Appointment) if each.status in HOLDS_A_PLACE
    )
    return {
        f"{slot.start.astimezone(BERLIN):%d.%m. %H:%M} {slot.vaccine} {contingent_id}": (
            capacity,
            taken[slot.id, contingent_id],
        )
        for slot in all_of(world, Slot)
        for contingent_id, capacity in slot.capacity.items()
    }


def assert_nobody_is_beyond_capacity(world: World) -> None:
    """Rule 1."""
    assert all(taken <= capacity for capacity, taken in room(world).values()), room(world)
