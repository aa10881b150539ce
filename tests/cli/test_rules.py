"""`empfang eligibility`, `empfang rules` and `empfang central rules`, as somebody types them."""

import json
import shutil
from pathlib import Path

import pytest

from empfang.central.database import CentralDatabase
from empfang.cli.doctor import _rules
from empfang.cli.root import run as main
from empfang.errors import Exit
from empfang.model import RuleBook
from tests.world import World

DATA = Path(__file__).parents[1] / "data"
HEADER = (DATA / "eligibility.csv").read_text("utf-8").splitlines()[0]
GOOD_ROW = (
    "A-1;x;visit;2021-12-14;1980-01-01;07312;KL;2021-06-01:COM|2021-07-15:COM;;;;;all;;COM,SPI;any;3;no;;;2021-12-15;;x;"
    "R-RLP-02;high"
)
NEW = """
book = "rp-instruction"
number = 2
layer = "instruction"
where = "DE-RP"
disease = "COVID-19"

[[rule]]
id = "R-RLP-05"
topic = "schedule"
from = 2021-12-15
who = { dose = 1, age = ">=80" }
over = ["recommendation"]
text.de = "Ab 80 heute keine erste Dosis."
text.en = "From 80 no first dose today."
"""


@pytest.fixture(autouse=True)
def _own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EMPFANG_DESK_FOLDER", str(tmp_path / "desk"))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "neu.toml"
    path.write_text(NEW, "utf-8")
    return path


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a service with the day list of Kaiserslautern."""
    where = tmp_path_factory.mktemp("imported") / "central.db"
    day_list = Path(__file__).parents[2] / "empfang" / "data" / "kaiserslautern-2021-12-15.csv"
    assert main(["central", "import", str(day_list), "--centre", "KL", "--database", str(where)]) == Exit.SOME_REJECTED
    return where


@pytest.fixture
def database(imported: Path, tmp_path: Path) -> str:
    """A service with the day list of Kaiserslautern."""
    return str(shutil.copy(imported, tmp_path / "central.db"))


def cases(tmp_path: Path, *rows: str) -> str:
    path = tmp_path / "cases.csv"
    path.write_text("\n".join([HEADER, *rows]), "utf-8")
    return str(path)


def test_cases_that_agree_end_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eligibility", cases(tmp_path, GOOD_ROW)]) == Exit.OK
    assert capsys.readouterr().out == "1 von 1 stimmen überein\n"


def test_each_difference_is_told_with_the_rules_that_spoke(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = GOOD_ROW.replace(";no;", ";yes;")
    assert main(["eligibility", cases(tmp_path, GOOD_ROW, wrong), "--json"]) == Exit.NOTHING_DONE
    said = json.loads(capsys.readouterr().out)
    assert (said["rows"], said["agree"]) == (2, 1)
    assert said["differ"] == [
        {"id": "A-1", "field": "expect", "expected": "yes", "got": "no", "reasons": ["COM: R-RLP-02", "SPI: R-RLP-02"]}
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2021-12-14", "14.12.2021", "passt nicht in die Spalte at"),
        ("1980-01-01", "1980-02-30", "„1980-02-30“ passt nicht in die Spalte birth_date"),
        (";KL;", ";XX;", "„XX“"),
        ("2021-07-15:COM", "2021-07-15:FOO", "„FOO“"),
        ("2021-07-15:COM", "2021-07-15", "in die Spalte doses"),
        (";any;3;", ";any;0;", "in die Spalte wanted_dose"),
        ("visit", "visite", "in die Spalte kind"),
        ("high", "high;more", "26 Felder statt 25"),
    ],
)
def test_a_row_that_is_no_case_is_named_and_stops_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    assert main(["eligibility", cases(tmp_path, GOOD_ROW.replace(old, new, 1), GOOD_ROW)]) == Exit.NOTHING_DONE
    out = capsys.readouterr().out
    assert said in out
    assert "A-1  row:" in out
    assert out.endswith("1 von 2 stimmen überein\n")


def test_a_file_that_is_none_is_said_to_be_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eligibility", str(tmp_path / "keine.csv")]) == Exit.NOTHING_DONE
    assert "gibt es nicht" in capsys.readouterr().err
    latin = tmp_path / "latin.csv"
    latin.write_bytes(HEADER.encode() + b"\n\xe4")
    assert main(["eligibility", str(latin)]) == Exit.NOTHING_DONE
    assert "UTF-8" in capsys.readouterr().err
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    assert main(["eligibility", str(empty)]) == Exit.NOTHING_DONE
    assert "expect" in capsys.readouterr().err


def test_a_new_book_is_checked_against_the_people_who_are_booked(
    book: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "check", str(book), "--database", database, "--day", "2021-12-15"]) == Exit.OK
    out = capsys.readouterr().out
    assert "rp-instruction, Nummer 2: in Ordnung." in out
    assert "neu       R-RLP-05  ab 15.12.2021  Ab 80 heute keine erste Dosis." in out
    assert "entfällt  R-RLP-02  ab 22.11.2021" in out
    assert "2.122 gebuchte Termine geprüft" in out
    assert "ja → nein" in out
    assert "frühere Impfungen nicht bekannt" in out


def test_a_published_book_counts_and_its_number_only_once(
    book: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["central", "rules", str(book), "--database", database]) == Exit.OK
    assert main(["central", "rules", str(book), "--database", database]) == Exit.NOTHING_DONE
    assert "braucht eine höhere als 2" in capsys.readouterr().err
    assert main(["rules", "show", "15.12.2021", "KL", "--database", database]) == Exit.OK
    shown = capsys.readouterr().out
    assert "R-RLP-05" in shown
    assert "R-RLP-02" not in shown


def test_a_faulty_book_is_not_published(book: Path, database: str, capsys: pytest.CaptureFixture[str]) -> None:
    book.write_text(NEW.replace('">=80"', '"old"'), "utf-8")
    assert main(["central", "rules", str(book), "--database", database]) == Exit.NOTHING_DONE
    said = capsys.readouterr().err
    assert "neu.toml, Zeile 12: „age“ ist anders zu schreiben" in said
    assert main(["rules", "show", "15.12.2021", "KL", "--database", database]) == Exit.OK
    assert "R-RLP-02" in capsys.readouterr().out


def test_what_is_in_force_can_be_seen_without_a_store(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "show", "2021-12-14", "DOR"]) == Exit.OK
    shown = capsys.readouterr().out
    assert "COVID-19 · DOR · 14.12.2021" in shown
    assert "R-NRW-10" in shown
    assert main(["rules", "show", "morgen", "DOR"]) == Exit.NOTHING_DONE
    assert main(["rules", "show", "2021-12-14", "XYZ"]) == Exit.NOTHING_DONE
    assert "XYZ" in capsys.readouterr().err


def test_the_doctor_tells_of_a_book_that_cannot_be_read_here(sqlite_database: CentralDatabase, tmp_path: Path) -> None:
    world = World(sqlite_database, tmp_path)
    place = world.place()
    assert _rules(place.store).good
    world.put(RuleBook(id="kl.9", book="kl", number=9, text='book = "kl"\nnumber = 9\nlayer = "wish"'))
    place.sync()
    found = _rules(place.store)
    assert not found.good
    assert "kl 9, Zeile 3: „wish“" in found.is_
    assert "Das vorige Regelwerk gilt weiter" in found.advice
    world.close()
