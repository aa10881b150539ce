"""`empfang replay` as somebody types it: a short day with everything that people do."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from empfang.cli.root import run as command_line
from tests.processes.parts import ROOT
from tests.replay.lists import CAME, PEOPLE, arrivals, code, day_list, written

USUAL = ["--centre", "KL", "--date", "2021-12-15"]


def start(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    """`empfang …`, with its own place for what it leaves behind; it hears Ctrl+C, also where the tests do not.

    Whatever is started in the background of a shell is deaf to it, and so is all that it starts.
    """
    (folder / "temporary").mkdir(exist_ok=True)
    hear = "import os, signal, sys; signal.signal(2, signal.SIG_DFL); os.execv(sys.executable, sys.argv[1:])"
    return subprocess.Popen(
        [sys.executable, "-c", hear, sys.executable, "-m", "empfang", *arguments],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "temporary")},
    )  # fmt: skip


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Its exit status, what it says, and what it says of problems; nothing may be left behind."""
    process = start(folder, *arguments)
    said, problems = process.communicate(timeout=120)
    assert list((folder / "temporary").iterdir()) == []
    return process.returncode, said, problems


def test_a_day_with_an_outage_and_everything_that_people_do(tmp_path: Path) -> None:
    appointments = day_list(
        "KL-OTHR-DAY1;16.12.2021;10:00;Booster-Impfung;Comirnaty;Anders;Ada;01.01.1950",
        "KL-BROK-EN11;15.12.2021;10:00;Booster-Impfung;Comirnaty;;Ada;31.02.1950",
    )
    came = arrivals(
        "kl 0130 test;13:00",
        f"{code(131)};09:00",  # expected at 14:33
        f"{code(0)};13:10",
        "KL-OTHR-DAY1;09:40",
        "KL-NOBO-DY99;09:41",
        "[/b];09:42",
        f"{code(132)};irgendwann",
    )
    options = written(tmp_path, appointments, came)
    status, said, problems = run(
        tmp_path, "replay", *options, *USUAL, "--desks", "3", "--outage", "09:30-12:00", "--seed", "5", "--json"
    )
    assert (status, problems) == (0, "")
    [line] = said.splitlines()
    found = json.loads(line)
    wanted = {
        "booked": PEOPLE, "came": CAME + 2, "admitted": CAME + 2, "not_come": PEOPLE - CAME - 2, "lost": 0,
        "counted_twice": 0, "doubles_found": 20, "doubles_settled": 20,
        "desks_equal": True, "rules_broken": [], "came_again": 1, "rejected": 1, "unread": 1,
        "not_let_in": {"unknown": 2, "other_day": 1},
    }  # fmt: skip
    assert {key: found[key] for key in wanted} == wanted
    assert found["asked"] > 0
    assert found["commands"] == CAME + 2 + 20 + found["asked"] + found["by_doctor"]
    assert 0 < found["unsent_zero_after_s"] < 60
    assert found["killed"]["unsent"] > 0
    assert found["came_early"] >= 1
    assert found["seen_elsewhere_s"]["median"] < 1


def test_one_desk_without_a_service_all_day_and_the_balance_in_words(tmp_path: Path) -> None:
    appointments = day_list().replace("Buchungscode", "Kennung").replace(";", "\t")
    options = written(tmp_path, appointments, arrivals())
    status, said, problems = run(
        tmp_path, "--lang", "en", "replay", *options, *USUAL, "--desks", "1", "--outage", "00:00-24:00"
    )
    assert (status, problems) == (0, "")
    shown = [" ".join(line.split()) for line in said.splitlines()]
    for line in (f"came {CAME}", f"admitted {CAME}", f"did not come {PEOPLE - CAME}"):
        assert line in shown
    numbers = {line.rpartition(" ")[0]: line.rpartition(" ")[2] for line in shown}
    more = int(numbers["asked for earlier doses"]) + int(numbers.get("decided by a doctor", 0))
    assert int(numbers["commands at the desks"]) == CAME + more
    assert f"Outage of the service 00:00–23:59: {CAME + more} commands waited." in said
    assert "Let in at two desks by mistake: 0, noticed: 0, settled: 0" in said
    assert shown[-1].startswith("All is well.")


def test_a_day_on_which_nobody_comes(tmp_path: Path) -> None:
    options = written(tmp_path, day_list(), "code;arrived\n")
    status, said, problems = run(tmp_path, "replay", *options, *USUAL, "--desks", "1", "--outage", "9-12", "--json")
    assert (status, problems) == (0, "")
    found = json.loads(said)
    assert (found["booked"], found["came"], found["not_come"], found["killed"]) == (PEOPLE, 0, PEOPLE, None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"--date": "2021-12-16"}, "Die Liste ist für: 15.12.2021"),
        ({"--date": "morgen"}, "ist kein Tag"),
        ({"--centre": "XX"}, "Bekannt sind"),
        ({"--outage": "13:00-09:00"}, "ist keine Zeitspanne"),
        ({"--arrivals": "missing.csv"}, "missing.csv gibt es nicht"),
        ({"--arrivals": "names.csv"}, "names.csv: Es fehlen Spalten mit Code und Uhrzeit"),
        ({"--appointments": "names.csv"}, "names.csv: "),
        ({"--waitlist": "missing.csv"}, "missing.csv gibt es nicht"),
        ({"--waitlist": "names.csv"}, "names.csv: "),
        ({"--waitlist": "day.csv"}, "day.csv ist eine Tagesliste"),
        ({"--vials": "alle"}, "„alle“ gibt es nicht. Möglich sind"),
        ({"--vials": "forecast", "--callers": "0"}, "--callers 0 geht nicht. Telefonieren können 1 bis 12."),
        ({"--vials": "arrivals", "--callers": "3"}, "Bei --vials arrivals wird nicht angerufen"),
        ({"--callers": "3"}, "Bei --vials none wird nicht angerufen"),
        ({"--reached": "1.5"}, "--reached 1.5 geht nicht. Gebraucht wird ein Anteil"),
        ({"--accepts": "-1"}, "--accepts -1 geht nicht"),
        ({"--kept": "nan"}, "--kept nan geht nicht"),
    ],
)
def test_what_cannot_be_used_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, str],
    words: str,
) -> None:
    options = [*written(tmp_path, day_list(), "code;arrived\n" + code(0) + ";08:00\n"), *USUAL]
    (tmp_path / "names.csv").write_text("Name;Vorname\nProbe;Anna\nProbe;Otto\n")
    for name, value in change.items():
        given = str(tmp_path / value) if value.endswith(".csv") else value
        if name in options:
            options[options.index(name) + 1] = given
        else:
            options += [name, given]
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    assert command_line(["replay", *options]) == 1
    said, problems = capsys.readouterr()
    assert said == ""
    assert words in problems
    assert len(problems.splitlines()) == 1
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_stopped_in_the_middle_it_leaves_nothing_behind(tmp_path: Path, number: signal.Signals, status: int) -> None:
    process = start(tmp_path, "replay", *written(tmp_path, day_list(), arrivals()), *USUAL, "--desks", "2")
    until = time.monotonic() + 60
    while not list((tmp_path / "temporary").glob("*/desk-2/desk.db")):
        assert time.monotonic() < until
        time.sleep(0.05)
    time.sleep(0.8)
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode == status
    while list((tmp_path / "temporary").iterdir()) or parts_of(tmp_path):
        assert time.monotonic() < until, (list((tmp_path / "temporary").iterdir()), parts_of(tmp_path))
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_if_the_service_ends_by_itself_that_is_said_at_once(tmp_path: Path) -> None:
    process = start(tmp_path, "replay", *written(tmp_path, day_list(), arrivals()), *USUAL, "--desks", "1")
    until = time.monotonic() + 60
    while not list((tmp_path / "temporary").glob("*/desk-1/desk.db")):
        assert time.monotonic() < until
        time.sleep(0.05)
    [service] = [line for line in parts_of(tmp_path) if "replay-part service" in line]
    os.kill(int(service.split()[0]), signal.SIGKILL)
    said, problems = process.communicate(timeout=30)
    assert (process.returncode, said) == (1, "")
    assert problems == "empfang: Ein Teil des Durchlaufs (service) hat sich beendet. Bitte noch einmal starten.\n"
    assert list((tmp_path / "temporary").iterdir()) == []


def parts_of(folder: Path) -> list[str]:
    """Processes that were started for a replay in this folder, with their numbers."""
    listed = subprocess.run(["ps", "-eww", "-o", "pid,args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if "replay-part" in line and str(folder) in line]
