"""`empfang central import … --update` as a person and a script meet it."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from empfang.central.database import CentralDatabase
from empfang.model import Appointment, AppointmentStatus
from empfang.rows import Rows
from tests.central.corrected import HEADER, line

ROOT = Path(__file__).parents[2]
EVENING = datetime(2021, 12, 14, 18, tzinfo=UTC)
OTT = line("KL-BBBB-2222", "10:00", "Ott;Werner;03.04.1955", "0631 31019202")
LANG = line("KL-CCCC-3333", "10:00", "Lang;Udo;05.06.1960", "0631 31019303")


class Command:
    """The command line, on the evening before the list's day."""

    def __init__(self, folder: Path, now: datetime = EVENING) -> None:
        self.folder = folder
        self.file = folder / "list.csv"
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "EMPFANG_DATABASE": str(folder / "central.db"),
            "EMPFANG_CLOCK_OFFSET_S": str(int((now - datetime.now(UTC)).total_seconds())),
        }

    def write(self, *rows: str) -> None:
        self.file.write_text("\n".join([HEADER, *rows]), encoding="utf-8")

    def arguments(self, *options: str) -> list[str]:
        return [sys.executable, "-m", "empfang", "central", "import", str(self.file), "--centre", "KL", *options]

    def run(self, *options: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            self.arguments(*options),
            env=self.environment, capture_output=True, text=True, encoding="utf-8", check=False,
            stdin=subprocess.DEVNULL, timeout=60,
        )  # fmt: skip
        assert "Traceback" not in done.stderr + done.stdout
        return done

    def as_json(self, *options: str) -> tuple[int, dict[str, Any]]:
        done = self.run("--update", "--json", *options)
        return done.returncode, json.loads(done.stdout)

    def states(self) -> dict[str, AppointmentStatus]:
        database = CentralDatabase(self.environment["EMPFANG_DATABASE"])
        with database.reading() as cursor:
            found = {each.code: each.status for each in Rows(cursor, "sqlite").find(Appointment)}
        database.close()
        return found

    def answers(self, *answers: str) -> tuple[int, str]:
        """At a terminal: what is asked is answered in turn; exit status and all that was shown."""
        import pexpect  # noqa: PLC0415 - POSIX only

        command, *arguments = self.arguments("--update")
        terminal = pexpect.spawn(
            command, arguments, env=self.environment, encoding="utf-8", timeout=60, dimensions=(40, 200)
        )
        shown = ""
        for answer in answers:
            terminal.expect(r"\((?:j|y).*\) ")
            shown += terminal.before + terminal.after
            terminal.sendline(answer)
        terminal.expect(pexpect.EOF)
        terminal.close()
        return terminal.exitstatus, shown + terminal.before


@pytest.fixture(scope="module")
def with_three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a service into which three people were imported an hour before."""
    made = Command(tmp_path_factory.mktemp("with_three"), EVENING - timedelta(hours=1))
    made.write(line(), OTT, LANG)
    assert made.run().returncode == 0
    return made.folder


@pytest.fixture
def command(with_three: Path, tmp_path: Path) -> Command:
    """Three people are in."""
    shutil.copytree(with_three, tmp_path, dirs_exist_ok=True)
    return Command(tmp_path)


def test_a_plain_import_names_the_way_to_take_over_what_differs(command: Command) -> None:
    command.write(line(time="11:00"), OTT, LANG)
    done = command.run()
    assert (done.returncode, "1, Zeilen 2" in done.stdout, "--update" in done.stdout) == (3, True, True)


def test_a_preview_writes_nothing_and_tells_all_in_json(command: Command) -> None:
    command.write(
        line(time="11:00"), OTT.replace("bestätigt", "storniert"), line("KL-DDDD-4444", name="Neu;Ida;1.1.1970")
    )
    status, report = command.as_json("--dry-run")
    numbers = {
        name: report[name]
        for name in (
            "imported", "unchanged", "changed", "missing", "rejected", "moved", "cancelled", "collisions", "applied",
        )
    }  # fmt: skip
    assert (status, numbers) == (
        0,
        {"imported": 1, "unchanged": 0, "changed": 2, "missing": 1, "rejected": 0, "moved": 1, "cancelled": 1,
         "collisions": 0, "applied": False},
    )  # fmt: skip
    assert {"rejections", "suspected_pairs", "pairs", "warnings", "contradictions", "rows"} <= report.keys()
    assert report["rows"][0] == {"kind": "moved", "line": 2, "code": "KL-AAAA-1111", "fields": ["start"]}
    assert set(command.states().values()) == {AppointmentStatus.BOOKED}


def test_without_a_terminal_nothing_is_taken_over_unless_that_is_said(command: Command) -> None:
    command.write(line(status="storniert"), OTT, LANG)
    done = command.run("--update")
    assert (done.returncode, "--yes" in done.stdout) == (1, True)
    assert AppointmentStatus.CANCELLED not in command.states().values()
    assert command.as_json()[0] == 1
    status, report = command.as_json("--yes")
    assert (status, report["applied"], report["cancelled"]) == (0, True, 1)
    assert command.states()["KL-AAAA-1111"] is AppointmentStatus.CANCELLED
    assert "Nichts zu übernehmen" in command.run("--update").stdout


def test_missing_ones_are_cancelled_only_where_that_is_said(command: Command) -> None:
    command.write(OTT, LANG)
    assert command.as_json("--yes")[1]["missing"] == 1
    assert command.states()["KL-AAAA-1111"] is AppointmentStatus.BOOKED
    assert command.as_json("--yes", "--missing", "cancel")[1]["missing_cancelled"] == 1
    assert command.states()["KL-AAAA-1111"] is AppointmentStatus.CANCELLED


def test_what_may_be_the_wrong_list_is_not_taken_over_by_yes_alone(command: Command) -> None:
    command.write(*(each.replace("15.12.2021", "01.12.2021").replace("KL-", "DA-") for each in (line(), OTT, LANG)))
    done = command.run("--update", "--yes")
    assert (done.returncode, "--despite-warnings" in done.stdout) == (1, True)
    assert done.stdout.index("falsche Liste") < done.stdout.index("Vorschau")
    assert len(command.states()) == 3
    status, report = command.as_json("--yes")
    assert (status, {each["code"] for each in report["warnings"]}) == (1, {"other_centre", "day_over", "day_unknown"})
    assert command.as_json("--yes", "--despite-warnings")[1]["imported"] == 3
    assert len(command.states()) == 6


@pytest.mark.parametrize(
    "options", [("--yes",), ("--missing", "keep"), ("--despite-warnings",), ("--collisions", "theirs")]
)
def test_options_of_an_update_go_only_with_it(command: Command, options: tuple[str, ...]) -> None:
    done = command.run(*options)
    assert (done.returncode, "--update" in done.stderr) == (2, True)


def test_names_are_shown_harmlessly_and_not_too_many_lines(command: Command) -> None:
    names = ["[/b]", "\x1b[31mrot\x1b[0m", "A" * 300, "\u202eumgedreht", "{name}"]
    rows = [line(f"KL-N{n:03}-AAAA", name=f"{names[n % 5]};Ida;01.01.19{n + 40}") for n in range(25)]
    command.write(line(), OTT, LANG, *rows)
    done = command.run("--update", "--dry-run")
    assert "Neu: 25" in done.stdout
    assert "… und 5 weitere" in done.stdout
    assert not {"\x1b", "\u202e"} & set(done.stdout)
    assert max(map(len, done.stdout.splitlines())) < 300
    assert "[/b], Ida" in done.stdout


def test_in_english(command: Command) -> None:
    command.write(line(time="11:00"), OTT, LANG)
    arguments = command.arguments("--update", "--dry-run")
    arguments[3:3] = ["--lang", "en"]
    done = subprocess.run(arguments, env=command.environment, capture_output=True, text=True, check=False)
    assert "Moved: 1" in done.stdout
    assert "appointment: Wed 15.12. 09:40 → Wed 15.12. 11:00" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
def test_at_a_terminal_it_asks_and_asks_about_the_missing_apart(command: Command) -> None:
    command.write(line(time="11:00", status="storniert"), LANG)
    status, shown = command.answers("n")
    assert (status, "Nichts übernommen" in shown) == (1, True)
    assert AppointmentStatus.CANCELLED not in command.states().values()
    status, shown = command.answers("j", "n")
    assert (status, "Übernommen: 0 neu, 0 verschoben, 1 abgesagt" in shown) == (0, True)
    assert (command.states()["KL-AAAA-1111"], command.states()["KL-BBBB-2222"]) == (
        AppointmentStatus.CANCELLED, AppointmentStatus.BOOKED,
    )  # fmt: skip
    status, shown = command.answers("j")
    assert (status, "Abgesagt, weil sie in der Liste fehlen: 1" in shown) == (0, True)
    assert command.states()["KL-BBBB-2222"] is AppointmentStatus.CANCELLED
