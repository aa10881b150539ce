"""Emergency lists: written when due and when asked for, kept as long as needed, and never in a wrong place."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from empfang.errors import Problem, StoreProblem
from empfang.list_keeper import ListKeeper, Written, day_wanted, write_list
from empfang.model import AppointmentStatus
from empfang.rules.line_numbers import line_number, spaced
from tests.paper.reading import soon, texts
from tests.times import DAY, at
from tests.world import Place, World

TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def place(small_world: World) -> Place:
    """A desk at 09:40 with people of today and tomorrow."""
    small_world.booked(small_world.person("Meier, Hannelore"), "09:40")
    small_world.booked(small_world.person("Ott, Werner", "1950-05-06"), "14:05")
    small_world.booked(small_world.person("Öztürk, Ayşe", "1988-03-05"), "10:20", day=TOMORROW)
    gone = {"status": AppointmentStatus.CANCELLED, "cancelled_at": at("08:00")}
    small_world.booked(small_world.person("Abel, Jonas", "1979-01-12"), "10:00", **gone)
    small_world.booked(small_world.person("Dörr, Dieter", "1955-08-08"), "10:30", centre_id="DA")
    return small_world.place()


class Heard:
    """What the keeper tells."""

    def __init__(self) -> None:
        self.written: list[Written] = []
        self.failed: list[str] = []

    def failure(self, problem: Problem) -> None:
        self.failed.append(problem.code)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def keeper(place: Place, tmp_path: Path, heard: Heard) -> Iterator[ListKeeper]:
    made = make_keeper(place, tmp_path / "lists", None, heard)
    yield made
    made.stop()


def make_keeper(place: Place, private: Path, folder: Path | None, heard: Heard) -> ListKeeper:
    return ListKeeper(
        place.store.another(), place.wall.clock, private, folder,
        told=heard.written.append, failed=heard.failure, first_s=0.0, look_s=0.01, again_s=0.01,
    )  # fmt: skip


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.pdf")) if folder.exists() else []


def only(folder: Path) -> list[str]:
    [path] = folder.iterdir()
    return texts(path.read_bytes())


def test_a_list_has_who_has_a_place_here_that_day_and_marks_who_is_in(place: Place, tmp_path: Path) -> None:
    row = place.desk.search("meier")[0]
    place.desk.admit(row.person_id, row.appointment_id)
    written = write_list(place.store, DAY, place.wall.moment, tmp_path / "lists", None)
    assert written == Written(tmp_path / "lists" / names(tmp_path / "lists")[0], DAY, 2)
    page = only(tmp_path / "lists")[0]
    assert "Meier, Hannelore 04.02.1941 Comirnaty 09:40 1-001" in page
    ott = place.desk.search("ott")[0].appointment_id
    assert f"{spaced(line_number(ott or '')).replace(chr(160), ' ')} 14:05 Ott, Werner" in page
    assert not any(name in page for name in ("Abel", "Dörr", "Öztürk"))
    if sys.platform != "win32":
        assert written.path.stat().st_mode & 0o777 == 0o600
        assert written.path.parent.stat().st_mode & 0o777 == 0o700


def test_the_audit_trail_says_that_a_list_was_made(place: Place, tmp_path: Path) -> None:
    write_list(place.store, DAY, place.wall.moment, tmp_path / "lists", None)
    [row] = place.store.database.connection.execute(
        "SELECT subject, desk_id, fields FROM audit_event WHERE action = 'emergency_list'"
    )
    assert row == ("KL", place.id, "")


def test_a_number_stays_when_people_are_added_and_the_list_is_printed_again(place: Place, tmp_path: Path) -> None:
    write_list(place.store, DAY, place.wall.moment, tmp_path / "morning", None)
    place.world.booked(place.world.person("Aaron, Adam", "1960-01-01"), "08:00")
    other = place.world.place()
    place.sync()
    write_list(other.store, DAY, place.wall.moment, tmp_path / "other", None)
    write_list(place.store, DAY, place.wall.moment, tmp_path / "noon", None)
    pages = [only(tmp_path / folder)[0] for folder in ("morning", "noon", "other")]
    number = pages[0].split(" 14:05 Ott")[0][-7:]
    assert all(f"{number} 14:05 Ott, Werner" in page for page in pages)


def test_the_keeper_writes_by_itself_when_due_and_says_nothing(
    place: Place, keeper: ListKeeper, tmp_path: Path, heard: Heard
) -> None:
    keeper.start()
    soon(lambda: len(names(tmp_path / "lists")) == 1)
    assert "Mittwoch, 15. Dezember 2021" in only(tmp_path / "lists")[0]
    place.wall.set("11:59")
    place.wall.set("12:00")
    soon(lambda: len(names(tmp_path / "lists")) == 2)
    place.wall.set("18:00")
    soon(lambda: any("2021-12-16-Stand-2021-12-15-1800" in name for name in names(tmp_path / "lists")))
    assert heard.written == []
    assert heard.failed == []


def test_of_each_day_the_two_newest_stay_and_days_that_are_over_go(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    for time in ("08:00", "09:00", "10:00"):
        place.wall.set(time)
        write_list(place.store, DAY, place.wall.moment, folder, None)
        write_list(place.store, TOMORROW, place.wall.moment, folder, None)
    (folder / "Notfallliste-KL-Platz2-2021-12-14-Stand-2021-12-14-0800.pdf").write_bytes(b"another desk's")
    (folder / "Urlaub.pdf").write_bytes(b"not ours")
    stands = [name[len("Notfallliste-KL-Platz1-") :][:33] for name in names(folder) if "Platz1" in name]
    assert stands == [
        "2021-12-15-Stand-2021-12-15-09000", "2021-12-15-Stand-2021-12-15-10000",
        "2021-12-16-Stand-2021-12-15-09000", "2021-12-16-Stand-2021-12-15-10000",
    ]  # fmt: skip
    place.wall.moment = at("07:40", TOMORROW)
    write_list(place.store, TOMORROW, place.wall.moment, folder, None)
    assert [name for name in names(folder) if "Platz1-2021-12-15" in name] == []
    assert {"Urlaub.pdf", "Notfallliste-KL-Platz2-2021-12-14-Stand-2021-12-14-0800.pdf"} <= set(names(folder))


def test_the_list_of_a_day_that_is_over_stays_for_who_has_just_asked_for_it(place: Place, tmp_path: Path) -> None:
    written = write_list(place.store, DAY - timedelta(days=1), place.wall.moment, tmp_path / "lists", None)
    assert written.path.exists()


def test_what_a_long_absence_left_goes_at_the_start(
    place: Place, keeper: ListKeeper, tmp_path: Path, heard: Heard
) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    old = folder / "Notfallliste-KL-Platz1-2021-11-20-Stand-2021-11-19-180000.pdf"
    old.write_bytes(b"old")
    keeper.start()
    soon(lambda: not old.exists())


def test_what_a_power_cut_left_half_written_goes_at_the_start(place: Place, keeper: ListKeeper, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    half = folder / "Notfallliste-KL-Platz1-2021-12-15-Stand-2021-12-15-073000.pdf.tmp"
    half.write_bytes(b"half of everybody")
    keeper.start()
    soon(lambda: not half.exists())


def test_trouble_with_the_store_at_the_start_is_told_and_lists_are_written_all_the_same(
    place: Place, keeper: ListKeeper, tmp_path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, troubles = keeper._store.meta, ["damaged"]

    def meta(name: str) -> str | None:
        if troubles:
            raise StoreProblem(troubles.pop())
        return read(name)

    monkeypatch.setattr(keeper._store, "meta", meta)
    keeper.start()
    soon(lambda: len(names(tmp_path / "lists")) == 1)
    assert heard.failed == ["damaged"]


def test_an_old_list_that_cannot_go_does_not_spoil_the_new_one(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, tried = tmp_path / "stick", []

    def open_in_a_viewer(path: Path, missing_ok: bool = False) -> None:
        tried.append(path)
        raise PermissionError(13, "in use")

    stick.mkdir()
    for time in ("08:00", "09:00"):
        place.wall.set(time)
        write_list(place.store, DAY, place.wall.moment, tmp_path / "lists", stick)
    monkeypatch.setattr(Path, "unlink", open_in_a_viewer)
    place.wall.set("10:00")
    written = write_list(place.store, DAY, place.wall.moment, tmp_path / "lists", stick)
    assert (written.path.parent, written.instead, len(tried)) == (stick, None, 1)


def test_a_stick_that_is_not_there_is_told_once_and_the_list_is_written_all_the_same(
    place: Place, tmp_path: Path, heard: Heard
) -> None:
    stick = tmp_path / "stick"
    keeper = make_keeper(place, tmp_path / "lists", stick, heard)
    keeper.start()
    soon(lambda: len(heard.written) == 1)
    assert heard.written[0].instead == stick
    assert heard.written[0].path.parent == tmp_path / "lists"
    place.wall.set("12:00")
    soon(lambda: len(names(tmp_path / "lists")) == 2)
    stick.mkdir()
    place.wall.set("18:00")
    soon(lambda: len(names(stick)) == 1)
    keeper.stop()
    assert len(heard.written) == 1


def test_who_asks_is_told_where_the_list_is(place: Place, keeper: ListKeeper, tmp_path: Path, heard: Heard) -> None:
    keeper.start()
    soon(lambda: len(names(tmp_path / "lists")) == 1)
    place.wall.set("10:00")
    keeper.write_now()
    soon(lambda: len(heard.written) == 1)
    assert heard.written[0].people == 2
    assert heard.written[0].path.exists()


def test_a_list_that_cannot_be_written_is_told_and_tried_again(place: Place, tmp_path: Path, heard: Heard) -> None:
    private = tmp_path / "lists"
    private.write_text("a file is in the way")
    keeper = make_keeper(place, private, None, heard)
    keeper.start()
    soon(lambda: heard.failed == ["list_unwritable"])
    private.unlink()
    soon(lambda: len(names(private)) == 1)
    keeper.stop()
    assert heard.failed == ["list_unwritable"]


def test_whoever_leaves_in_the_evening_leaves_the_next_day_s_list_behind(
    place: Place, keeper: ListKeeper, tmp_path: Path
) -> None:
    keeper.start()
    soon(lambda: len(names(tmp_path / "lists")) == 1)
    place.wall.set("17:50")
    soon(lambda: len(names(tmp_path / "lists")) == 2)
    keeper.stop()
    assert any("Platz1-2021-12-16" in name for name in names(tmp_path / "lists"))


def test_whoever_asks_for_a_list_and_leaves_at_once_leaves_both_behind(
    place: Place, tmp_path: Path, heard: Heard
) -> None:
    keeper = make_keeper(place, tmp_path / "lists", None, heard)
    place.wall.set("17:50")
    keeper._stopping.set()
    keeper.write_now()
    keeper.start()
    soon(lambda: len(names(tmp_path / "lists")) == 2)
    assert [written.day for written in heard.written] == [DAY]
    assert "Platz1-2021-12-16" in names(tmp_path / "lists")[1]
    keeper.stop()


def test_before_the_first_download_no_list_is_written(small_world: World, tmp_path: Path, heard: Heard) -> None:
    place = small_world.place(download=False)
    keeper = make_keeper(place, tmp_path / "lists", None, heard)
    small_world.booked(small_world.person(), "10:20", day=TOMORROW)
    keeper._once()
    place.wall.set("17:50")
    keeper._once(ending=True)
    assert names(tmp_path / "lists") == []
    place.download()
    keeper._once()
    keeper._once(ending=True)
    assert len(names(tmp_path / "lists")) == 2
    keeper.stop()


@pytest.mark.parametrize(("time", "day"), [("09:40", DAY), ("17:59", DAY), ("18:00", TOMORROW)])
def test_after_closing_the_next_day_is_meant(place: Place, time: str, day: date) -> None:
    assert day_wanted(place.store, at(time)) == day
