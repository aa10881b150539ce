"""A damaged store made anew: what can be read of the outbox is saved and sent, the rest comes from the service."""

import json
import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from empfang.audit import broken_at, events
from empfang.central.database import CentralDatabase
from empfang.errors import StoreProblem
from empfang.model import DoseKind, Encounter, Person
from empfang.protocol import Command
from empfang.running import status_of
from empfang.store import repair as repairing
from empfang.store.care import BACKUPS, back_up, damage_of, last_number
from empfang.store.database import KEY_FILE, STORE_FILE, open_store, read_key, unlock
from empfang.store.mirror import Mirror, path_of
from empfang.store.repair import DAY_LEAP, LEAP, Repaired, repair
from tests.store.damage import PAGE, root_page, settled_down, spoil
from tests.world import Place, World

PEOPLE = 90
SENT = 30


def admit(place: Place, count: int) -> None:
    """Admit so many more people."""
    waiting = [row for row in place.desk.search("mensch") if row.appointment_id is not None]
    inside = {visit.person_id for visit in place.records(Encounter) if isinstance(visit, Encounter)}
    for row in [row for row in waiting if row.person_id not in inside][:count]:
        place.desk.admit(row.person_id, row.appointment_id)


def register(place: Place, count: int) -> None:
    """Register so many new people, with long notes: several commands a page and many pages."""
    for number in range(count):
        place.desk.register_person({"family": f"Neu{number}", "street": "Am langen Weg " * 12})


@pytest.fixture(scope="module")
def undamaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a service and of a desk that has sent thirty commands and has eighty unsent ones."""
    folder = tmp_path_factory.mktemp("undamaged")
    world = World(CentralDatabase(folder / "central.db"), folder)
    for number in range(PEOPLE):
        world.booked(world.person(f"Mensch{number:02}, A"), "09:40")
    place = world.place()
    admit(place, SENT // 2)
    register(place, SENT // 2)
    place.sync()
    admit(place, 20)
    register(place, 60)
    world.close()
    return folder


@pytest.fixture
def place(undamaged: Path, tmp_path: Path) -> Iterator[Place]:
    """The desk, on a copy of these files; it is closed."""
    shutil.copytree(undamaged, tmp_path, dirs_exist_ok=True)
    world = World(CentralDatabase(tmp_path / "central.db"), tmp_path, fresh=False)
    place = world.known_place()
    place.store.close()
    settled_down(place.folder)
    yield place
    world.close()


def numbers_of(folder: Path) -> dict[int, bytes]:
    """The outbox, read without the program."""
    with closing(unlock(str(folder / STORE_FILE), read_key(folder))) as connection:
        return dict(connection.execute("SELECT number, bytes FROM outbox").fetchall())


def repaired(place: Place, mirror: Path | None = None) -> Repaired:
    """Repair, and open the desk again."""
    done = repair(place.folder, place.wall.moment, mirror)
    assert not (place.folder / "repair").exists()
    place.open()
    assert damage_of(place.store.database) is None
    return done


def syncs(place: Place) -> None:
    """The repaired desk sends what it saved and fetches the rest; then it shows what the service knows."""
    assert place.store.standing().cursor is None
    place.download()
    while place.unsent():
        place.push()
    place.pull()
    place.world.assert_all_equal()
    assert status_of(place.folder)["unsettled"] == 0


def at_service(world: World) -> set[int]:
    """The numbers of all commands that the service has."""
    with world.database.reading() as cursor:
        cursor.execute("SELECT number FROM received")
        return {row[0] for row in cursor.fetchall()}


def test_a_page_in_the_middle_costs_nothing_that_is_elsewhere(place: Place) -> None:
    """A page of people: nothing of the outbox is touched."""
    spoil(place.folder / STORE_FILE, [root_page(place.folder, "person")])
    before = numbers_of(place.folder)
    done = repaired(place)
    assert (done.saved, done.unsent, done.missing, done.newest_unknown) == (SENT + 80, 80, (), False)
    assert numbers_of(place.folder) == before, "to the letter"
    assert done.damaged is not None
    assert done.damaged.exists()
    syncs(place)
    assert at_service(place.world) == set(range(1, SENT + 81))
    place.desk.register_person({"family": "Danach"})
    assert Command.model_validate_json(place.lines()[0]).number == SENT + 81


def test_what_is_saved_is_on_the_screen_before_the_service_answers(place: Place) -> None:
    spoil(place.folder / STORE_FILE, [root_page(place.folder, "person")])
    repaired(place)
    assert sum(person.family.startswith("Neu") for person in place.records(Person)) == 60
    assert len(place.desk.last_admissions(100)) >= 20


def outbox_leaves(folder: Path) -> list[int]:
    """The pages on which rows of the outbox lie."""
    path = folder / STORE_FILE
    found = []
    with closing(unlock(str(path), read_key(folder))) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        for page in range(2, path.stat().st_size // PAGE + 1):
            connection.execute(
                "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('table', ?, ?, ?, ?)",
                (f"p{page}", f"p{page}", page, f"CREATE TABLE p{page} (number INTEGER PRIMARY KEY, command_id, kind)"),
            )
    with closing(unlock(str(path), read_key(folder))) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        for page in range(2, path.stat().st_size // PAGE + 1):
            try:
                rows = connection.execute(f"SELECT number, command_id, kind FROM p{page}").fetchall()  # noqa: S608
            except Exception:  # noqa: BLE001, S112 - no page of a table
                continue
            if (
                rows
                and page != root_page(folder, "outbox")
                and {row[2] for row in rows} & {"check_in", "register_person"}
            ):
                found.append(page)
        connection.execute("DELETE FROM sqlite_master WHERE name GLOB 'p[0-9]*'")
        connection.commit()
    settled_down(folder)
    return found


def test_pages_of_the_outbox_cost_their_rows_and_no_others(place: Place) -> None:
    before = numbers_of(place.folder)
    leaves = outbox_leaves(place.folder)
    assert len(leaves) > 10
    spoil(place.folder / STORE_FILE, leaves[4:6])
    done = repaired(place)
    after = numbers_of(place.folder)
    assert 0 < len(done.missing) < 30
    assert set(after) == set(before) - set(done.missing)
    assert all(after[number] == before[number] for number in after)
    assert not done.newest_unknown
    syncs(place)
    assert at_service(place.world) >= set(after)


def test_what_a_page_cost_is_completed_from_the_backup(place: Place) -> None:
    place.open()
    back_up(place.store.database, place.wall.moment)
    place.store.close()
    before = numbers_of(settled_down(place.folder).parent)
    spoil(place.folder / STORE_FILE, outbox_leaves(place.folder))
    done = repaired(place)
    assert (done.missing, done.from_backup) == ((), SENT + 80)
    assert numbers_of(place.folder) == before
    syncs(place)


def test_a_lost_way_into_the_outbox_costs_nothing(place: Place) -> None:
    """The first page of the table is gone; the rows lie on pages to which no way leads."""
    before = numbers_of(place.folder)
    spoil(place.folder / STORE_FILE, [root_page(place.folder, "outbox")])
    done = repaired(place)
    assert numbers_of(place.folder) == before
    assert (done.missing, done.newest_unknown) == ((), False)
    syncs(place)


def test_without_the_index_and_the_counter_the_numbers_leap(place: Place) -> None:
    before = numbers_of(place.folder)
    roots = [root_page(place.folder, name) for name in ("outbox", "sqlite_autoindex_outbox_1", "sqlite_sequence")]
    spoil(place.folder / STORE_FILE, roots)
    done = repaired(place)
    assert set(numbers_of(place.folder).items()) >= set(before.items())
    assert done.newest_unknown
    syncs(place)
    place.desk.register_person({"family": "Danach"})
    assert Command.model_validate_json(place.lines()[0]).number == max(before) + LEAP + 1


@pytest.mark.parametrize("seed", range(12))
def test_bytes_overwritten_anywhere_lose_nothing_unsent_that_can_be_read(place: Place, seed: int) -> None:
    """Up to eight spots; whatever a row's own page gives is saved, and what is missing is named."""
    draw = random.Random(seed)
    before = numbers_of(place.folder)
    path = place.folder / STORE_FILE
    pages = path.stat().st_size // PAGE
    spoil(path, draw.sample(range(2, pages + 1), draw.randint(1, 8)))
    done = repaired(place)
    after = numbers_of(place.folder)
    lost = set(before) - set(after)
    assert all(number in done.missing or (done.newest_unknown and number > max(after)) for number in lost)
    assert all(after[number] == before[number] for number in after)
    syncs(place)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_file_gives_what_is_left_and_the_backup_the_rest(place: Place, share: float) -> None:
    place.open()
    back_up(place.store.database, place.wall.moment)
    register(place, 5)
    place.store.close()
    before = numbers_of(settled_down(place.folder).parent)
    path = place.folder / STORE_FILE
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    done = repaired(place)
    after = numbers_of(place.folder)
    assert set(range(1, SENT + 81)) <= set(after)
    assert set(before) - set(after) <= set(done.missing) or done.newest_unknown
    syncs(place)
    place.desk.register_person({"family": "Danach"})
    assert Command.model_validate_json(place.lines()[0]).number > max(before)


def test_a_file_that_is_gone_altogether_leaves_backup_and_mirror(place: Place, tmp_path: Path) -> None:
    """What came after the backup is in the mirror, sealed, and is named."""
    place.open()
    back_up(place.store.database, place.wall.moment)
    register(place, 5)
    stick = tmp_path / "stick"
    stick.mkdir()
    Mirror(place.store, stick).catch_up()
    place.store.close()
    path = settled_down(place.folder)
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(StoreProblem, match="key_wrong"):
        open_store(place.folder)
    done = repaired(place, stick)
    assert done.in_mirror == tuple(range(SENT + 81, SENT + 86))
    assert done.mirror == path_of(stick, place.id)
    assert done.newest_unknown
    syncs(place)
    Mirror(place.store, stick).catch_up()
    kept = [json.loads(line)["number"] for line in done.mirror.read_bytes().split()]
    assert kept == list(done.in_mirror), "they are nowhere else, and stay until they are handed in"


def test_a_lost_journal_is_noticed_by_the_backup_and_the_numbers_leap(place: Place) -> None:
    place.open()
    register(place, 3)
    back_up(place.store.database, place.wall.moment)
    register(place, 2)
    files = {suffix: (place.folder / f"{STORE_FILE}{suffix}").read_bytes() for suffix in ("", "-wal")}
    assert files["-wal"]
    place.store.close()
    (place.folder / STORE_FILE).write_bytes(files[""])
    with closing(unlock(str(place.folder / STORE_FILE), read_key(place.folder))) as connection:
        assert last_number(connection) == SENT + 80
    done = repaired(place)
    assert (done.from_backup, done.newest_unknown) == (3, True)
    syncs(place)
    place.desk.register_person({"family": "Danach"})
    assert Command.model_validate_json(place.lines()[0]).number == SENT + 83 + LEAP + 1


def test_a_journal_that_breaks_off_keeps_what_was_written_before_and_is_noticed(place: Place) -> None:
    place.open()
    register(place, 10)
    store, journal = (place.folder / STORE_FILE, place.folder / f"{STORE_FILE}-wal")
    files = store.read_bytes(), bytearray(journal.read_bytes())
    place.store.close()
    middle = len(files[1]) // 2
    files[1][middle : middle + 32] = bytes(32)
    store.write_bytes(files[0])
    journal.write_bytes(files[1])
    done = repaired(place)
    assert SENT + 80 < done.saved < SENT + 90
    assert done.newest_unknown
    syncs(place)


def test_a_wrong_key_changes_nothing_and_says_what_may_be(place: Place) -> None:
    place.open()
    back_up(place.store.database, place.wall.moment)
    place.store.close()
    right = (place.folder / KEY_FILE).read_text()
    (place.folder / KEY_FILE).write_text("0" * 64)
    before = {path: path.read_bytes() for path in place.folder.rglob("*.db")}
    with pytest.raises(StoreProblem, match="nothing_readable"):
        repair(place.folder, place.wall.moment)
    assert {path: path.read_bytes() for path in place.folder.rglob("*.db")} == before
    (place.folder / KEY_FILE).write_text(right)
    place.open()


def test_a_store_that_is_gone_comes_back_from_its_copy(place: Place) -> None:
    place.open()
    back_up(place.store.database, place.wall.moment)
    place.store.close()
    (place.folder / STORE_FILE).unlink()
    with pytest.raises(StoreProblem, match="store_lost"):
        open_store(place.folder)
    done = repaired(place)
    assert (done.saved, done.unsent, done.newest_unknown, done.damaged) == (SENT + 80, 80, True, None)
    syncs(place)


def test_a_repair_that_was_broken_off_goes_on_with_the_file_put_aside(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(place.folder / STORE_FILE, [root_page(place.folder, "person")])

    def breaks(folder: Path, *_: object) -> None:
        (folder / STORE_FILE).replace(folder / f"{STORE_FILE}.damaged-20211215T084000")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(repairing, "_swap", breaks)
        with pytest.raises(StoreProblem, match="disk_full"):
            repair(place.folder, place.wall.moment)
    done = repaired(place)
    assert (done.saved, done.missing, done.newest_unknown) == (SENT + 80, (), True)
    syncs(place)


def test_visitors_numbers_go_on(place: Place) -> None:
    place.open()
    last = place.desk.last_admissions(1)[0].day_number
    back_up(place.store.database, place.wall.moment)
    place.store.close()
    spoil(settled_down(place.folder), [root_page(place.folder, "person")])
    repaired(place)
    admit_anew = place.desk.last_admissions(1)[0].day_number
    assert admit_anew == last
    place.download()
    place.wall.go_on(minutes=1)
    admit(place, 1)
    assert place.desk.last_admissions(1)[0].day_number == "1-036"
    place.store.close()
    (place.folder / STORE_FILE).unlink()
    repaired(place)
    place.download()
    place.push()
    place.pull()
    place.wall.go_on(minutes=1)
    admit(place, 1)
    assert int(place.desk.last_admissions(1)[0].day_number.split("-")[1]) == 35 + DAY_LEAP + 1, "the copy is older"


def test_verdicts_and_what_is_to_be_dealt_with_survive(place: Place) -> None:
    place.open()
    slot = place.world.slot("11:00", capacity=0)
    place.pull()
    person = next(row.person_id for row in place.desk.search("mensch"))
    place.desk.book(person, slot.id, "KL:online", DoseKind.BOOSTER)
    place.push()
    assert place.desk.shift().to_deal_with == 1
    place.store.close()
    spoil(settled_down(place.folder), [root_page(place.folder, "person")])
    done = repaired(place)
    assert done.unsent == 0
    assert place.desk.shift().to_deal_with == 1
    syncs(place)


def test_the_trail_of_who_saw_what_goes_on_unbroken(place: Place) -> None:
    with closing(open_store(place.folder)) as database:
        before = events(database.connection.cursor(), "sqlite", f"desk:{place.id}")
    spoil(settled_down(place.folder), [root_page(place.folder, "person")])
    repaired(place)
    after = events(place.store.database.connection.cursor(), "sqlite", f"desk:{place.id}")
    assert after[: len(before)] == before
    assert [event.action for event in after[len(before) :]] == ["repair_store"]
    assert broken_at(after) is None


def test_identity_comes_from_the_copy_where_the_file_does_not_tell_it(place: Place) -> None:
    """There is a copy from the moment of enrolment on."""
    place.open()
    token = place.store.meta("token")
    place.store.close()
    before = numbers_of(settled_down(place.folder).parent)
    spoil(place.folder / STORE_FILE, [root_page(place.folder, "meta")])
    done = repaired(place)
    assert place.store.meta("token") == token
    assert (done.missing, done.newest_unknown) == ((), False)
    assert numbers_of(place.folder) == before
    syncs(place)


def test_the_first_pages_of_the_file_cost_nothing_of_the_outbox(place: Place) -> None:
    """Neither its salt nor what tables there are can be read; each page of the outbox still can."""
    before = numbers_of(place.folder)
    path = place.folder / STORE_FILE
    content = path.read_bytes()
    path.write_bytes(bytes(5 * PAGE) + content[5 * PAGE :])
    done = repaired(place)
    assert numbers_of(place.folder) == before
    assert done.newest_unknown, "nothing tells whether there were more"
    syncs(place)


def test_without_identity_anywhere_nothing_is_changed(place: Place) -> None:
    spoil(place.folder / STORE_FILE, [root_page(place.folder, "meta")])
    shutil.rmtree(place.folder / BACKUPS)
    before = (place.folder / STORE_FILE).read_bytes()
    with pytest.raises(StoreProblem, match="nothing_readable"):
        repair(place.folder, place.wall.moment)
    assert (place.folder / STORE_FILE).read_bytes() == before


def test_a_folder_without_a_key_is_named(tmp_path: Path, place: Place) -> None:
    with pytest.raises(StoreProblem, match="key_missing"):
        repair(tmp_path, place.wall.moment)


def test_a_store_of_the_first_version_is_repaired_too(place: Place) -> None:
    """It has no column for what a restored service has forgotten."""
    before = numbers_of(place.folder)
    with closing(unlock(str(place.folder / STORE_FILE), read_key(place.folder))) as connection:
        connection.execute("DROP INDEX outbox_unsent")
        connection.execute("ALTER TABLE outbox DROP COLUMN recover")
        connection.execute("PRAGMA user_version = 1")
    spoil(settled_down(place.folder), [root_page(place.folder, "person")])
    done = repaired(place)
    assert (done.missing, done.unsent) == ((), 80)
    assert numbers_of(place.folder) == before
    syncs(place)


def test_what_a_restored_service_must_hear_again_is_still_said(place: Place) -> None:
    """Commands with a verdict of an epoch that is over are unsent, and stay so."""
    place.open()
    place.push()
    place.store.begin_epoch("another", 10)
    waiting = [(each.number, each.earlier) for each in place.store.unsent(500)]
    assert len(waiting) == SENT + 80 - 10
    place.store.close()
    spoil(settled_down(place.folder), [root_page(place.folder, "person")])
    done = repaired(place)
    assert done.unsent == len(waiting)
    assert [(each.number, each.earlier) for each in place.store.unsent(500)] == waiting
    assert place.store.standing().epoch == "another"
