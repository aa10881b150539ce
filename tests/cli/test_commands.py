"""The command line as a script meets it: exit statuses, one JSON object, clear words, no traceback."""

import json
import os
import socket
import subprocess
import sys
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

from tests.processes.parts import start_service

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment in which everything lies in the test's folder."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "EMPFANG_DATABASE": str(tmp_path / "central.db"),
        "EMPFANG_DESK_FOLDER": str(tmp_path / "desk"),
    }


def empfang(home: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "empfang", *map(str, arguments)],
        env=home, capture_output=True, text=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL, timeout=60,
    )  # fmt: skip
    assert "Traceback" not in done.stderr + done.stdout
    return done


def refused(home: dict[str, str], status: int, *arguments: str | Path) -> str:
    """What is said to a command that cannot be carried out."""
    done = empfang(home, *arguments)
    assert done.returncode == status, done.stderr
    assert done.stderr.strip()
    return done.stderr


def given(home: dict[str, str], name: str, *options: str) -> tuple[int, dict[str, Any]]:
    """Import one of the given lists; exit status and report."""
    with as_file(files("empfang.data") / name) as path:
        done = empfang(home, "central", "import", path, "--centre", "KL", "--json", *options)
    return done.returncode, json.loads(done.stdout)


def test_the_given_day_list_comes_in_and_again_changes_nothing(home: dict[str, str]) -> None:
    name = "kaiserslautern-2021-12-15.csv"
    status, previewed = given(home, name, "--dry-run")
    assert (status, previewed["imported"], previewed["rejected"]) == (3, 2122, 3)
    status, report = given(home, name)
    counts = {key: report[key] for key in ("imported", "unchanged", "changed", "missing", "rejected")}
    assert (status, counts) == (
        3, {"imported": 2122, "unchanged": 0, "changed": 0, "missing": 0, "rejected": 3},
    )  # fmt: skip
    assert previewed == report
    assert [(each["line"], each["reason"]) for each in report["rejections"]] == [
        (501, "no_such_date"), (901, "header_repeated"), (1501, "missing"),
    ]  # fmt: skip
    assert all(each["text"].startswith(f"Zeile {each['line']}: ") for each in report["rejections"])
    assert 22 <= report["suspected_pairs"] <= 27
    assert set(report["pairs"][0]) == {"a", "b", "why"}
    status, again = given(home, name)
    assert (status, again["imported"], again["unchanged"], again["changed"], again["missing"]) == (3, 0, 2122, 0, 0)


def test_the_given_waiting_list_comes_in(home: dict[str, str]) -> None:
    status, report = given(home, "kaiserslautern-warteliste.csv")
    assert (status, report["imported"], report["rejected"]) == (0, 4300, 0)
    assert given(home, "kaiserslautern-warteliste.csv")[1]["unchanged"] == 4300


def test_a_changed_row_is_named_and_not_taken_over_and_a_missing_one_is_counted(
    home: dict[str, str], tmp_path: Path
) -> None:
    rows = ["Code;Datum;Uhrzeit;Nachname;Vorname;Geburtsdatum", *(
        f"K-{n:04};15.12.2021;10:{n:02};Mensch{n};A;01.02.1950" for n in range(5)
    )]  # fmt: skip
    file = tmp_path / "list.csv"
    file.write_text("\n".join(rows))
    assert empfang(home, "central", "import", file, "--centre", "KL").returncode == 0
    rows[2] = rows[2].replace("10:01", "11:01")
    file.write_text("\n".join(rows[:-1]))
    done = empfang(home, "central", "import", file, "--centre", "KL", "--json")
    report = json.loads(done.stdout)
    assert [report[key] for key in ("imported", "unchanged", "changed", "missing")] == [0, 3, 1, 1]
    words = empfang(home, "central", "import", file, "--centre", "KL").stdout
    assert "Zeilen 3" in words
    assert "Niemand wird von selbst gelöscht" in words


def test_a_list_that_only_differs_is_not_done(home: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Code;Datum;Uhrzeit;Nachname;Vorname;Geburtsdatum\nK-1;15.12.2021;10:00;Kurz;Eva;1.2.1950\n")
    assert empfang(home, "central", "import", file, "--centre", "KL").returncode == 0
    assert empfang(home, "central", "import", file, "--centre", "KL").returncode == 0
    file.write_text(file.read_text().replace("10:00", "11:00"))
    done = empfang(home, "central", "import", file, "--centre", "KL", "--json")
    assert (done.returncode, json.loads(done.stdout)["changed"]) == (3, 1)
    assert "Zeilen 2" in done.stderr


def test_a_look_writes_no_database_and_shows_what_is_missing(home: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Nachname;Vorname;Hut\nKurz;Eva;rot\nLang;Udo;blau\n")
    done = empfang(home, "central", "import", file, "--centre", "KL", "--show-mapping")
    assert done.returncode == 0
    assert '"Hut" = "ignore"' in done.stdout
    assert "Datum, Uhrzeit" in done.stderr
    assert given(home, "kaiserslautern-2021-12-15.csv", "--dry-run")[1]["imported"] == 2122
    assert not Path(home["EMPFANG_DATABASE"]).exists()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_no_letter_ends_a_command_and_unused_columns_are_named(
    home: dict[str, str], tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "Datum;Uhrzeit;Nachname;Vorname;Größe 李;Status\n15.12.2021;10:00;李;Żółć;43;李\n", encoding="utf-8"
    )
    home = {**home, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = empfang(home, "central", "import", file, "--centre", "KL", "--dry-run")
    assert done.returncode == 0
    assert "Größe 李" in done.stdout
    report = empfang(home, "central", "import", file, "--centre", "KL", "--json")
    assert report.stdout.isascii()
    assert json.loads(report.stdout)["unused_columns"] == ["Größe 李"]
    assert "Größe 李" in report.stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "leer"), (b"PK\x03\x04" + bytes(200), "Excel"), (b"\x7fELF" + bytes(range(256)), "keine Textliste")],
)
def test_a_file_that_is_no_list_is_named_and_nothing_is_stored(
    home: dict[str, str], tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    assert words in refused(home, 1, "central", "import", file, "--centre", "KL")


def test_a_missing_file_a_folder_and_a_wrong_centre_are_named(home: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Nachname;Datum;Uhrzeit\nMeier;15.12.2021;10:00\n")
    assert "gibt es nicht" in refused(home, 1, "central", "import", tmp_path / "none.csv", "--centre", "KL")
    assert "nicht lesen" in refused(home, 1, "central", "import", tmp_path, "--centre", "KL")
    said = refused(home, 1, "central", "import", file, "--centre", "XX")
    assert "„XX“" in said
    assert "KL" in said


def test_wrong_usage_is_exit_2(home: dict[str, str]) -> None:
    refused(home, 2, "central", "import")
    refused(home, 2, "nonsense")
    refused(home, 2, "--lang", "fr")
    refused(home, 2, "central", "serve", "--port", "99999")


def test_what_needs_an_enrolled_desk_says_how_to_enrol(home: dict[str, str]) -> None:
    for command in (("desk", "status"), ("desk", "sync")):
        assert "empfang desk enrol" in refused(home, 5, *command)
    done = empfang(home, "doctor")
    assert done.returncode == 1
    assert "empfang desk enrol" in done.stdout


def test_the_screen_needs_a_terminal(home: dict[str, str]) -> None:
    assert "Terminal" in refused(home, 1)
    assert "Terminal" in refused(home, 1, "demo")
    assert "Terminal" in refused(home, 1, "demo", "--join")


def test_settings_that_are_wrong_are_named(home: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "config" / "empfang"
    folder.mkdir(parents=True)
    environment = {**home, "XDG_CONFIG_HOME": str(tmp_path / "config")}
    (folder / "empfang.toml").write_text("lang = ")
    assert "Einstellungen" in refused(environment, 1, "desk", "status")
    (folder / "empfang.toml").write_text('language = "de"')
    assert "language" in refused(environment, 1, "desk", "status")
    (folder / "empfang.toml").write_text("idle_minutes = -1")
    assert "idle_minutes" in refused(environment, 1, "desk", "status")


def test_enrol_sync_status_and_doctor_in_a_row(home: dict[str, str], tmp_path: Path) -> None:
    given(home, "kaiserslautern-2021-12-15.csv")
    empfang(home, "central", "operator", "Becker, Anja", "--centre", "KL")
    code = json.loads(empfang(home, "central", "enrol", "--centre", "KL", "--json").stdout)["code"]
    service, url, port = start_service(home["EMPFANG_DATABASE"])
    try:
        assert f"{port}" in refused(home, 4, "central", "serve", "--port", str(port)), "the port is taken"
        assert "gibt es nicht" in refused(home, 4, "desk", "enrol", url, "AAAA-BBBB-CCCC-DDDD")
        assert empfang(home, "desk", "enrol", url, code).returncode == 0
        assert "schon angemeldet" in refused(home, 5, "desk", "enrol", url, code)
        elsewhere = {**home, "EMPFANG_DESK_FOLDER": str(tmp_path / "second")}
        assert "schon benutzt" in refused(elsewhere, 4, "desk", "enrol", url, code)
        status = json.loads(empfang(home, "desk", "sync", "--json").stdout)
        assert (status["centre_id"], status["appointments"], status["unsent"]) == ("KL", 2122, 0)
        doctor = {each["about"]: each for each in json.loads(empfang(home, "doctor", "--json").stdout)}
        assert all(each["good"] for each in doctor.values())
        assert {"store", "encrypted", "whole", "unsent", "service"} <= doctor.keys()
        assert (Path(home["EMPFANG_DESK_FOLDER"]) / "desk.key").stat().st_mode & 0o777 == 0o600
    finally:
        service.end()
    assert "Nicht alles übertragen" in refused(home, 4, "desk", "sync")
    assert empfang(home, "desk", "status").returncode == 0, "the desk's own data needs no service"
    assert empfang(home, "doctor").returncode == 1


def test_the_rules_of_a_centre_are_read_anew_and_a_faulty_file_changes_nothing(
    home: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "centres.toml"
    file.write_text('[KL]\nname = "Kaiserslautern"\nearly_minutes = 30\n[NEU]\nname = "Neustadt"\n')
    empfang(home, "central", "init", "--centres", str(file))
    assert empfang(home, "central", "centres", str(file)).stdout.split("\n")[:2] == [
        "KL: unverändert",
        "NEU: unverändert",
    ]
    file.write_text('[KL]\nname = "Kaiserslautern"\nearly_minutes = 45\nguardian = "signs_for_under_16"\n')
    assert empfang(home, "central", "centres", str(file)).stdout == "KL: geändert: early_minutes, guardian\n"
    file.write_text('[KL]\nname = "K"\nguardian = "nobody_signs"\n')
    assert "guardian" in refused(home, 1, "central", "centres", str(file))
    file.write_text('[KL]\nname = "K"\n[KL.lane_of_need]\nwheelchair = 0\n')
    assert "lane_of_need" in refused(home, 1, "central", "centres", str(file))
    assert "missing.toml" in refused(home, 1, "central", "centres", str(tmp_path / "missing.toml"))
    file.write_text('[KL]\nname = "Kaiserslautern"\nearly_minutes = 45\nguardian = "signs_for_under_16"\n')
    assert "unverändert" in empfang(home, "central", "centres", str(file)).stdout


def test_addresses_that_cannot_be_are_named(home: dict[str, str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "antwortet nicht" in refused(home, 4, "desk", "enrol", f"http://127.0.0.1:{port}", "X")
    assert "https" in refused(home, 4, "desk", "enrol", "http://10.0.0.1", "X")
    assert "keine Adresse" in refused(home, 4, "desk", "enrol", "nonsense", "X")
    assert "TLS" in refused(home, 4, "central", "serve", "--host", "0.0.0.0")  # noqa: S104 - refused
    assert not Path(home["EMPFANG_DESK_FOLDER"]).exists()


def test_a_database_of_a_newer_version_or_another_kind_is_left_alone(home: dict[str, str], tmp_path: Path) -> None:
    from empfang.central.database import CentralDatabase  # noqa: PLC0415 - to make it newer

    empfang(home, "central", "init")
    assert "gibt es schon" in refused(home, 5, "central", "init")
    database = CentralDatabase(home["EMPFANG_DATABASE"])
    with database.writing() as cursor:
        cursor.execute("UPDATE head SET schema_version = 99")
    database.close()
    assert "neueren Programm" in refused(home, 5, "central", "enrol", "--centre", "KL")
    (tmp_path / "text.db").write_text("Das ist keine Datenbank, sondern ein Text von einiger Länge. " * 20)
    refused(home, 5, "central", "enrol", "--centre", "KL", "--database", tmp_path / "text.db")
    refused(home, 5, "central", "enrol", "--centre", "KL", "--database", "mysql://x/y")
    refused(home, 5, "central", "enrol", "--centre", "KL", "--database", "postgresql://127.0.0.1:1/none")
