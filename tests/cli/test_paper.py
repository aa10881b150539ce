"""`empfang desk list` as it is typed."""

import json
from pathlib import Path

import pytest

from empfang.store.database import claim
from tests.cli.test_commands import empfang, home, refused
from tests.paper.reading import texts
from tests.world import Place, World

__all__ = ["home"]


@pytest.fixture
def place(small_world: World, home: dict[str, str]) -> Place:
    """A desk with one person of 15 December 2021."""
    small_world.booked(small_world.person("Öztürk, Ayşe", "1988-03-05"), "09:40")
    made = small_world.place()
    home["EMPFANG_DESK_FOLDER"] = str(made.folder)
    return made


def test_a_list_of_a_day_into_a_folder_also_while_the_desk_is_open(
    place: Place, home: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    with claim(place.folder):
        done = empfang(home, "desk", "list", tmp_path / "stick", "--day", "2021-12-15", "--json")
    assert done.returncode == 0, done.stderr
    [path] = (tmp_path / "stick").iterdir()
    assert json.loads(done.stdout) == {"path": str(path), "day": "2021-12-15", "people": 1}
    assert "Öztürk, Ayşe 05.03.1988" in texts(path.read_bytes())[0]


def test_without_a_folder_it_lies_with_the_desk_and_that_is_said(place: Place, home: dict[str, str]) -> None:
    done = empfang(home, "desk", "list", "--day", "2021-12-15")
    assert done.returncode == 0, done.stderr
    assert str(place.folder / "lists") in done.stdout
    assert "1 Termin" in done.stdout


def test_a_folder_that_is_missing_is_named_and_the_list_is_there_all_the_same(
    place: Place, home: dict[str, str], tmp_path: Path
) -> None:
    said = refused(home, 1, "desk", "list", tmp_path / "stick", "--day", "2021-12-15")
    assert str(tmp_path / "stick") in said
    assert len(list((place.folder / "lists").iterdir())) == 1


def test_a_day_that_is_none_is_named_with_an_example(place: Place, home: dict[str, str]) -> None:
    said = refused(home, 1, "desk", "list", "--day", "morgen")
    assert "morgen" in said
    assert "2021-12-15" in said


def test_without_a_desk_there_is_no_list(home: dict[str, str]) -> None:
    refused(home, 5, "desk", "list")


def test_the_doctor_looks_at_printer_and_lists(place: Place, home: dict[str, str], tmp_path: Path) -> None:
    def found() -> dict[str, dict[str, object]]:
        return {each["about"]: each for each in json.loads(empfang(home, "doctor", "--json").stdout)}

    assert found()["printer"]["is"] == "keiner eingestellt (printer)"
    assert found()["lists"] == {"about": "lists", "good": True, "is": "noch keine", "advice": ""}
    home["EMPFANG_PRINTER"] = f"file:{tmp_path}/slips"
    home["EMPFANG_LIST_FOLDER"] = f"{tmp_path}/stick"
    bad = found()
    assert not bad["printer"]["good"]
    assert f"{tmp_path}/slips" in str(bad["printer"]["advice"])
    assert not bad["lists"]["good"]
    assert f"{tmp_path}/stick" in str(bad["lists"]["advice"])
    (tmp_path / "slips").mkdir()
    (tmp_path / "stick").mkdir()
    assert found()["printer"]["good"]
    assert found()["lists"]["good"]
