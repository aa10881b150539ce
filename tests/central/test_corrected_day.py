"""The given day list comes again with corrections drawn at random, written as other exports write."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from empfang.central.database import CentralDatabase
from empfang.exchange.corrections import Kind
from empfang.model import Appointment, AppointmentStatus, Person
from tests.central.corrected import all_of, assert_nobody_is_beyond_capacity, correct, counts, room, take_in, updating
from tests.exchange.lists_given import DAY_LIST, packaged
from tests.times import at
from tests.world import World

CODE, DAY, TIME, FAMILY, GIVEN, BORN, PHONE, STATUS = 0, 1, 2, 5, 6, 7, 12, 20
Cells = list[str]


@dataclass
class Corrected:
    """A list, and what was changed in it."""

    header: Cells
    rows: list[Cells]
    drawn: dict[str, list[Cells]] = field(default_factory=dict)

    def written(self, change: Callable[[Cells], Cells] = lambda cells: cells, encoding: str = "cp1252") -> bytes:
        lines = [";".join(change(list(cells))) for cells in (self.header, *self.rows)]
        return "\n".join(lines).encode(encoding, "replace")


def given() -> list[Cells]:
    """The header and the good rows of the given list."""
    lines = packaged(DAY_LIST).decode("cp1252").splitlines()
    bad = {501, 901, 1501}
    return [line.split(";") for number, line in enumerate(lines, start=1) if number not in bad]


def corrected(seed: int) -> Corrected:
    """Corrections of every kind, each row of at most one."""
    header, *rows = given()
    random = Random(seed)
    chosen = iter(random.sample(range(len(rows)), 200))
    gone: set[int] = set()
    drawn: dict[str, list[Cells]] = {}

    def draw(kind: str, number: int, change: Callable[[Cells], None]) -> None:
        places = [next(chosen) for _ in range(number)]
        for place in places:
            change(rows[place])
        drawn[kind] = [rows[place] for place in places]
        gone.update(places if kind == "missing" else [])

    draw("moved", 40, lambda cells: cells.__setitem__(TIME, _other_time(random, cells[TIME])))
    draw("other_day", 10, lambda cells: cells.__setitem__(DAY, "17.12.2021"))
    draw("cancelled", 30, lambda cells: cells.__setitem__(STATUS, random.choice(["storniert", "abgesagt", "Storno"])))
    draw("phones", 25, lambda cells: cells.__setitem__(PHONE, f"0631 310191{random.randrange(10, 100)}"))
    draw("names", 8, lambda cells: cells.__setitem__(FAMILY, cells[FAMILY] + "-Neuhaus"))
    draw("missing", 20, lambda _: None)
    kept = [cells for place, cells in enumerate(rows) if place not in gone]
    new = [list(cells) for cells in random.sample(kept, 15)]
    for number, cells in enumerate(new):
        cells[CODE], cells[FAMILY], cells[GIVEN] = f"KL-NEU{number:X}-2021", f"Zugang{number}", "Xaver"
        cells[BORN], cells[STATUS], cells[PHONE + 1] = f"{number + 1:02}.03.1938", "bestätigt", ""
    drawn["new"] = new
    listed = [*kept, *new]
    random.shuffle(listed)
    return Corrected(header, listed, drawn)


def _other_time(random: Random, time: str) -> str:
    times = [f"{hour:02}:{minute:02}" for hour in range(8, 20) for minute in (0, 20, 40)]
    return random.choice([each for each in times if each != time])


EXPECTED = {
    "imported": 15, "moved": 50, "cancelled": 30, "corrected": 33, "missing": 20,
    "unchanged": 2122 - 50 - 30 - 33 - 20,
}  # fmt: skip


@pytest.fixture
def day(world: World) -> World:
    """The given list is in, the evening before."""
    world.wall.moment = at("19:00").replace(day=14)
    take_in(world, packaged(DAY_LIST))
    return world


def bookings(world: World) -> dict[tuple[str, str], Any]:
    """What stands for each person: when, with which numbers."""
    people = {person.id: person for person in all_of(world, Person)}
    return {
        (each.code, people[each.person_id].family): (
            each.start, each.status, sorted(phone.number for phone in people[each.person_id].phones)
        )
        for each in all_of(world, Appointment)
        if each.status is not AppointmentStatus.CANCELLED
    }  # fmt: skip


def test_the_given_list_comes_again_corrected(day: World) -> None:
    changed = corrected(1)
    report = correct(day, changed.written())
    assert counts(report) == EXPECTED
    assert {item.code for item in report.of(Kind.MOVED)} == {
        cells[CODE] for kind in ("moved", "other_day") for cells in changed.drawn[kind]
    }
    assert {item.code for item in report.of(Kind.CANCELLED)} == {c[CODE] for c in changed.drawn["cancelled"]}
    assert {item.code for item in report.of(Kind.NEW)} == {c[CODE] for c in changed.drawn["new"]}
    assert {item.code for item in report.of(Kind.MISSING)} == {c[CODE] for c in changed.drawn["missing"]}
    assert report.doubts == ()
    assert_nobody_is_beyond_capacity(day)
    assert counts(correct(day, changed.written())) == {"unchanged": 2117, "missing": 20}
    take_in(day, changed.written())
    assert len(all_of(day, Person)) == 2122 + 15


def test_who_stands_in_a_corrected_list_is_booked_as_if_it_had_been_the_first(
    day: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    changed = corrected(2)
    correct(day, changed.written(), cancel_missing=True)
    fresh = World(CentralDatabase(tmp_path_factory.mktemp("fresh") / "central.db"), tmp_path_factory.mktemp("desks"))
    try:
        fresh.wall.moment = day.wall.moment
        take_in(fresh, changed.written())
        assert bookings(day) == bookings(fresh)
        corrected_room = room(day)
        assert {name: corrected_room[name][1] for name in room(fresh)} == {
            name: taken for name, (_, taken) in room(fresh).items()
        }
    finally:
        fresh.close()


@pytest.fixture(scope="module")
def unchanged_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The given list is in; for tests that only look."""
    folder = tmp_path_factory.mktemp("day")
    world = World(CentralDatabase(folder / "central.db"), folder)
    world.wall.moment = at("19:00").replace(day=14)
    take_in(world, packaged(DAY_LIST))
    yield world
    world.close()


@pytest.mark.parametrize("how", ["utf-8", "short years", "other columns", "no codes", "fewer columns"])
@pytest.mark.parametrize("seed", [3, 4])
def test_it_may_be_written_otherwise(unchanged_day: World, how: str, seed: int) -> None:
    changed = corrected(seed)
    order = Random(seed).sample(range(len(changed.header)), len(changed.header))
    ways: dict[str, tuple[Callable[[Cells], Cells], str]] = {
        "utf-8": (lambda cells: cells, "utf-8-sig"),
        "short years": (_short_years, "cp1252"),
        "other columns": (lambda cells: [cells[place] for place in order], "utf-16"),
        "no codes": (lambda cells: cells[1:], "cp1252"),
        "fewer columns": (lambda cells: [*cells[:8], cells[STATUS]], "utf-8"),
    }
    report = updating(unchanged_day, changed.written(*ways[how])).preview()
    expected = dict(EXPECTED)
    if how == "fewer columns":
        expected |= {"corrected": 8, "unchanged": EXPECTED["unchanged"] + 25}
    assert counts(report) == expected


def _short_years(cells: Sequence[str]) -> Cells:
    """Two digits for years of birth in which they can mean one year only."""
    born = cells[BORN]
    short = f"{born[:6]}{born[8:]}" if len(born) == 10 and born.startswith("19", 6) and born[8:] > "21" else born
    return [*cells[:BORN], short, *cells[BORN + 1 :]]
