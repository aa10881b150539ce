"""A desk's paper put together, as it runs beside the screen."""

from pathlib import Path

import pytest

from empfang.desk import Admission
from empfang.paper.values import Format, Slip
from empfang.paper_work import Paper, PaperWork
from tests.paper.reading import sizes_mm, soon, texts
from tests.world import Place, World

Said = list[tuple[str, str]]


@pytest.fixture
def place(small_world: World) -> Place:
    """A desk at 09:40 with one person."""
    small_world.booked(small_world.person("Öztürk, Ayşe", "1988-03-05"), "09:40", code="KL-AYSE-3333")
    return small_world.place()


@pytest.fixture
def said() -> Said:
    return []


def start(place: Place, said: Said, **paper: object) -> PaperWork:
    def tell(words: str, role: str) -> None:
        said.append((words, role))

    work = PaperWork(Paper(**paper), place.store.another(), place.wall.clock, place.desk.printouts, tell)  # type: ignore[arg-type]
    work.start()
    return work


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def test_an_admission_leaves_its_slip_in_the_folder_that_was_set(place: Place, said: Said, folder: Path) -> None:
    work = start(place, said, printer=f"file:{folder}", slip_format=Format.LABEL)
    assert isinstance(place.desk.scan("KL-AYSE-3333"), Admission)
    soon(lambda: len(list(folder.glob("*.pdf"))) == 1)
    work.stop()
    [path] = folder.glob("*.pdf")
    assert sizes_mm(path.read_bytes()) == [(62, 29)]
    assert "Öztürk, Ayşe" in texts(path.read_bytes())[0]
    assert said == []


def test_a_folder_that_is_missing_is_said_once_in_words_and_nobody_is_kept_waiting(
    place: Place, said: Said, folder: Path
) -> None:
    work = start(place, said, printer=f"file:{folder}/stick")
    assert isinstance(place.desk.scan("KL-AYSE-3333"), Admission)
    soon(lambda: len(said) == 1)
    assert said[0][1] == "ask"
    assert "fehlt" in said[0][0]
    assert "Später nachdrucken mit F7." in said[0][0]
    assert isinstance(place.desk.printouts.again(None), Slip)
    soon(lambda: len(said) == 2)
    work.stop()


def test_without_settings_only_lists_are_written_and_where_is_said_to_who_asks(place: Place, said: Said) -> None:
    work = start(place, said)
    assert isinstance(place.desk.scan("KL-AYSE-3333"), Admission)
    assert not place.desk.printouts.prints_slips
    assert place.desk.printouts.write_list()
    soon(lambda: len(said) == 1)
    work.stop()
    assert said == [(f"✓ Notfallliste Mi 15.12. (1): {place.folder / 'lists'}", "good")]
    [path] = (place.folder / "lists").iterdir()
    assert "09:40 Öztürk, Ayşe" in texts(path.read_bytes())[0]


def test_a_stick_that_is_not_there_is_said_with_where_the_list_is_instead(
    place: Place, said: Said, tmp_path: Path
) -> None:
    work = start(place, said, list_folder=tmp_path / "stick")
    assert place.desk.printouts.write_list()
    soon(lambda: len(said) == 1)
    work.stop()
    assert "stattdessen" in said[0][0]
    assert str(place.folder / "lists") in said[0][0]
