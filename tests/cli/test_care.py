"""Repair, export and handing over as they are typed."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from empfang.central.database import CentralDatabase
from empfang.cli.repairing import ranges
from empfang.desk import Desk
from empfang.model import Person
from empfang.store import Store, open_store
from empfang.store.database import STORE_FILE
from tests.cli.test_commands import empfang, home, refused
from tests.processes.parts import enrol_desk, start_service
from tests.store.damage import root_page, settled_down, spoil
from tests.world import World

__all__ = ["home"]


class Day:
    """A service as a process, and desks in folders."""

    def __init__(self, home: dict[str, str], tmp_path: Path) -> None:
        self.home = home
        self.tmp_path = tmp_path
        self.world = World(CentralDatabase(home["EMPFANG_DATABASE"]), tmp_path)
        self.part, self.url, _ = start_service(home["EMPFANG_DATABASE"])

    def desk(self, name: str) -> dict[str, str]:
        """A new desk; the environment of its commands."""
        enrol_desk(self.world.database, self.tmp_path / name, self.url)
        return {**self.home, "EMPFANG_DESK_FOLDER": str(self.tmp_path / name)}

    def register(self, name: str, *people: str) -> None:
        """Work at a desk, without a network."""
        store = Store(open_store(self.tmp_path / name))
        for person in people:
            Desk(store, self.world.wall.clock).register_person({"family": person})
        store.close()

    def people(self) -> set[str]:
        """Who is known at the service."""
        return {person.family for person in self.world.state()["person"] if isinstance(person, Person)}

    def close(self) -> None:
        self.part.end()
        self.world.close()


@pytest.fixture
def day(home: dict[str, str], tmp_path: Path) -> Iterator[Day]:
    made = Day(home, tmp_path)
    yield made
    made.close()


def test_64_another_desk_hands_in_what_a_dead_computer_had_on_its_stick(day: Day, tmp_path: Path) -> None:
    """Over real HTTP; the copy is written by export here, the mirror's own thread has tests of its own."""
    dead, alive = day.desk("dead"), day.desk("alive")
    day.register("dead", "Eins", "Zwei", "Drei")
    copy = tmp_path / "stick.empfang"
    assert "Verschlüsselt geschrieben: 3" in empfang(dead, "desk", "export", copy).stdout
    lines = copy.read_bytes().splitlines()
    copy.write_bytes(b"\n".join([lines[0], lines[1][:-30], lines[2], b""]))
    done = empfang(alive, "desk", "hand-over", copy)
    assert done.returncode == 3
    assert "Übernommen: 2. Schon bekannt: 0. Noch nicht möglich: 0. Nicht zu gebrauchen: 1." in done.stdout
    assert "Zeile 2: nicht zu lesen." in done.stdout
    copy.write_bytes(b"\n".join(lines))
    done = empfang(alive, "desk", "hand-over", copy, "--json")
    assert done.returncode == 0
    counts = json.loads(done.stdout)
    assert (counts["taken"], counts["known"], counts["rejected"]) == (1, 2, 0)
    assert day.people() == {"Eins", "Zwei", "Drei"}
    assert json.loads(empfang(dead, "desk", "sync", "--json").stdout)["unsent"] == 0
    assert day.people() == {"Eins", "Zwei", "Drei"}


def test_many_lines_go_in_several_requests(day: Day, tmp_path: Path) -> None:
    dead, alive = day.desk("dead"), day.desk("alive")
    day.register("dead", *(f"Mensch{number}" for number in range(620)))
    copy = tmp_path / "stick.empfang"
    empfang(dead, "desk", "export", copy)
    assert "Übernommen: 620." in empfang(alive, "desk", "hand-over", copy).stdout
    assert len(day.people()) == 620


def test_41_a_revoked_desk_exports_and_another_hands_in(day: Day, tmp_path: Path) -> None:
    revoked, other = day.desk("revoked"), day.desk("other")
    day.register("revoked", "Eins")
    with day.world.database.writing() as cursor:
        cursor.execute("UPDATE desk_access SET revoked = 1 WHERE desk_id = (SELECT min(desk_id) FROM desk_access)")
    assert "kennt diesen Platz nicht" in refused(revoked, 4, "desk", "sync")
    empfang(revoked, "desk", "export", tmp_path / "x")
    assert "kennt diesen Platz nicht" in refused(revoked, 4, "desk", "hand-over", tmp_path / "x")
    assert "Übernommen: 1." in empfang(other, "desk", "hand-over", tmp_path / "x").stdout
    assert day.people() == {"Eins"}


def test_files_that_cannot_be_handed_in_are_named(day: Day, tmp_path: Path) -> None:
    desk = day.desk("desk")
    (tmp_path / "empty").write_bytes(b"\n\n")
    assert "nichts zum Abgeben" in refused(desk, 1, "desk", "hand-over", tmp_path / "empty")
    assert "gibt es nicht" in refused(desk, 1, "desk", "hand-over", tmp_path / "none")
    (tmp_path / "text").write_text("Guten Tag")
    done = empfang(desk, "desk", "hand-over", tmp_path / "text")
    assert (done.returncode, "Zeile 1: nicht zu lesen." in done.stdout) == (3, True)
    day.part.end()
    assert "antwortet nicht" in refused(desk, 4, "desk", "hand-over", tmp_path / "text")


def test_a_damaged_store_is_named_repaired_and_sends_what_it_had(day: Day, tmp_path: Path) -> None:
    desk = day.desk("desk")
    assert "gibt nichts zu reparieren" in empfang(desk, "doctor", "--repair").stdout
    day.register("desk", "Eins", "Zwei")
    spoil(settled_down(tmp_path / "desk"), [root_page(tmp_path / "desk", "search_word")])
    done = empfang(desk, "doctor")
    assert done.returncode == 1
    assert "empfang doctor --repair" in done.stdout
    assert not list((tmp_path / "desk").glob("*.damaged-*")), "never unasked"
    done = empfang(desk, "doctor", "--repair")
    assert done.returncode == 0, done.stderr
    assert "Gerettete Einträge: 2; davon noch zu übertragen: 2" in done.stdout
    assert "Es fehlt nichts." in done.stdout
    assert len(list((tmp_path / "desk").glob("*.damaged-*"))) == 1
    assert empfang(desk, "doctor").returncode == 0
    assert empfang(desk, "desk", "sync").returncode == 0
    assert day.people() == {"Eins", "Zwei"}


def test_what_was_never_a_desk_is_not_repaired(home: dict[str, str]) -> None:
    assert "desk enrol" in refused(home, 5, "doctor", "--repair")


def test_a_wrong_key_is_said_and_nothing_is_touched(day: Day, tmp_path: Path) -> None:
    desk = day.desk("desk")
    (tmp_path / "desk" / "desk.key").write_text("0" * 64)
    before = (tmp_path / "desk" / STORE_FILE).read_bytes()
    assert "Nichts wurde verändert" in refused(desk, 5, "doctor", "--repair")
    assert (tmp_path / "desk" / STORE_FILE).read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="pexpect needs a POSIX terminal")
@pytest.mark.parametrize(("answer", "repaired"), [("j", True), ("n", False), ("", False)])
def test_on_a_terminal_the_doctor_asks(day: Day, tmp_path: Path, answer: str, repaired: bool) -> None:
    import sys  # noqa: PLC0415

    import pexpect  # noqa: PLC0415

    desk = day.desk("desk")
    day.register("desk", "Eins")
    spoil(settled_down(tmp_path / "desk"), [root_page(tmp_path / "desk", "search_word")])
    child = pexpect.spawn(sys.executable, ["-m", "empfang", "doctor"], env=desk, encoding="utf-8", timeout=30)
    child.expect(r"\(j/n\)")
    child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert ("Gerettete Einträge: 1" in (child.before or "")) is repaired
    assert bool(list((tmp_path / "desk").glob("*.damaged-*"))) is repaired


def test_status_and_doctor_tell_of_copy_and_mirror(day: Day, tmp_path: Path) -> None:
    desk = {**day.desk("desk"), "EMPFANG_MIRROR": str(tmp_path / "stick")}
    status = json.loads(empfang(desk, "desk", "status", "--json").stdout)
    assert {"checked_at", "backup_at", "damage", "mirror_trouble", "care_trouble"} <= status.keys()
    found = {each["about"]: each for each in json.loads(empfang(desk, "doctor", "--json").stdout)}
    assert found["backup"]["good"]
    assert not found["mirror"]["good"]
    assert "nur auf diesem Rechner" in found["mirror"]["advice"]
    (tmp_path / "stick").mkdir()
    found = {each["about"]: each for each in json.loads(empfang(desk, "doctor", "--json").stdout)}
    assert found["mirror"]["good"]


def test_the_service_prunes_when_asked(home: dict[str, str]) -> None:
    empfang(home, "central", "init")
    done: subprocess.CompletedProcess[str] = empfang(home, "central", "prune")
    assert done.returncode == 0
    assert "0 Einträge entfernt" in done.stdout


def test_numbers_are_said_in_ranges() -> None:
    assert ranges((3, 4, 5, 9, 1)) == "1, 3–5, 9"
    assert ranges(tuple(range(1, 100, 2))).endswith(" …")
