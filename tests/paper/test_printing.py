"""The printer in the background: whatever it does, nobody at the desk waits for it (checkin.md 59)."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from empfang.errors import Problem
from empfang.paper.values import Format
from empfang.printing import Cups, Folder, SlipPrinting, WindowsShell, device_for
from tests.paper.reading import sizes_mm, soon, texts
from tests.paper.test_slip import SLIP


class Told:
    """What the clerk is told."""

    def __init__(self) -> None:
        self.codes: list[str] = []

    def __call__(self, problem: Problem) -> None:
        self.codes.append(problem.code)


class Stubborn:
    """A printer that does what a test wants."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.refused = 0
        self.fault: Exception | None = None
        self.free = threading.Event()
        self.free.set()

    def take(self, pdf: bytes, name: str, form: Format) -> None:
        assert self.free.wait(10)
        if self.fault is not None:
            self.refused += 1
            raise self.fault
        self.taken.append(name)

    def close(self) -> None:
        self.taken.append("closed")


@pytest.fixture
def at_work() -> Iterator[tuple[SlipPrinting, Stubborn, Told]]:
    device, told = Stubborn(), Told()
    printing = SlipPrinting(device, Format.A6, told)
    printing.start()
    yield printing, device, told
    device.free.set()
    printing.stop()


def test_slips_are_printed_one_after_the_other_and_what_waits_at_the_end_too(
    at_work: tuple[SlipPrinting, Stubborn, Told],
) -> None:
    printing, device, told = at_work
    for _ in range(3):
        printing.print_slip(SLIP, False)
    printing.stop()
    assert device.taken == ["slip-3-042"] * 3 + ["closed"]
    assert told.codes == []


def test_a_fault_is_told_once_until_a_slip_was_printed_again(at_work: tuple[SlipPrinting, Stubborn, Told]) -> None:
    printing, device, told = at_work
    device.fault = Problem("printer_stands")
    for _ in range(3):
        printing.print_slip(SLIP, False)
    soon(lambda: device.refused == 3)
    assert told.codes == ["printer_stands"]
    device.fault = None
    printing.print_slip(SLIP, False)
    soon(lambda: device.taken == ["slip-3-042"])
    device.fault = RuntimeError("somebody's name")
    printing.print_slip(SLIP, False)
    soon(lambda: told.codes == ["printer_stands", "print_failed"])


def test_a_number_whose_slip_did_not_come_out_is_known_until_it_does(
    at_work: tuple[SlipPrinting, Stubborn, Told],
) -> None:
    printing, device, _ = at_work
    device.fault = Problem("printer_stands")
    other = replace(SLIP, day_number="3-043")
    for slip in (SLIP, other, SLIP):
        printing.print_slip(slip, False)
    soon(lambda: printing.missing() == ("3-042", "3-043"))
    device.fault = None
    printing.print_slip(SLIP, True)
    soon(lambda: printing.missing() == ("3-043",))


def test_who_asks_for_a_slip_is_told_each_time(at_work: tuple[SlipPrinting, Stubborn, Told]) -> None:
    printing, device, told = at_work
    device.fault = Problem("printer_refuses")
    printing.print_slip(SLIP, True)
    printing.print_slip(SLIP, True)
    soon(lambda: told.codes == ["printer_refuses"] * 2)


def test_a_printer_that_hangs_is_not_waited_for(at_work: tuple[SlipPrinting, Stubborn, Told]) -> None:
    printing, device, told = at_work
    device.free.clear()
    for _ in range(60):
        printing.print_slip(SLIP, False)
    assert told.codes == ["printer_refuses"], "far too many wait"
    device.free.set()
    soon(lambda: len(device.taken) >= 40)


# Files on purpose


def test_a_folder_keeps_its_files_for_this_user_alone(tmp_path: Path) -> None:
    told = Told()
    device = device_for(f"file:{tmp_path}", tmp_path / "private")
    assert isinstance(device, Folder)
    printing = SlipPrinting(device, Format.LABEL, told)
    printing.start()
    printing.print_slip(SLIP, False)
    printing.stop()
    [path] = tmp_path.iterdir()
    assert path.name == "slip-3-042.pdf"
    assert sizes_mm(path.read_bytes()) == [(62, 29)]
    assert "Öztürk" in texts(path.read_bytes())[0]
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600
    assert told.codes == []


def test_a_folder_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="print_folder_missing"):
        Folder(tmp_path / "stick").take(b"", "slip", Format.A5)
    assert not (tmp_path / "stick").exists()


def test_without_a_setting_nothing_prints(tmp_path: Path) -> None:
    assert device_for("", tmp_path) is None


# lp


class Spooler:
    """Answers `lp`, `lpstat` and `cancel` as CUPS does."""

    def __init__(
        self, lp: int = 0, state: str = "printer Empfang is idle.  enabled since today\n\tAlerts: none"
    ) -> None:
        self.lp, self.state = lp, state
        self.calls: list[tuple[str, ...]] = []
        self.piped: bytes = b""

    def __call__(self, command: tuple[str, ...], **more: Any) -> "subprocess.CompletedProcess[bytes]":
        self.calls.append(command)
        self.piped += more.get("input", b"")
        said = {"lp": "request id is Empfang-17 (1 file(s))", "lpstat": self.state}.get(command[0], "")
        return subprocess.CompletedProcess(command, self.lp if command[0] == "lp" else 0, said.encode(), b"")


def test_lp_gets_the_pdf_through_a_pipe_and_no_name() -> None:
    spooler = Spooler()
    Cups("Empfang", spooler).take(b"%PDF", "slip-3-042", Format.LABEL)
    assert spooler.piped == b"%PDF"
    assert spooler.calls == [
        ("lp", "-d", "Empfang", "-o", "media=Custom.62x29mm", "-t", "empfang"),
        ("lpstat", "-l", "-p", "Empfang"),
    ]


def test_the_preferred_printer_needs_no_name() -> None:
    spooler = Spooler()
    Cups("default", spooler).take(b"%PDF", "slip", Format.A5)
    assert spooler.calls[0] == ("lp", "-o", "media=A5", "-t", "empfang")


@pytest.mark.parametrize(
    "state",
    [
        "printer Empfang disabled since Wed Dec 15 - out of paper",
        "printer Empfang is idle.  enabled since today\n\tAlerts: media-jam-error",
        "printer Empfang now printing Empfang-17.\n\tAlerts: media-low-warning media-empty-error",
        "printer Empfang is idle.\n\tAlerts: offline-report",
    ],
)
def test_a_printer_that_stands_gives_the_job_back(state: str) -> None:
    spooler = Spooler(state=state)
    with pytest.raises(Problem, match="printer_stands"):
        Cups("Empfang", spooler).take(b"%PDF", "slip", Format.A5)
    assert spooler.calls[-1] == ("cancel", "Empfang-17")


def test_a_printer_with_little_toner_prints() -> None:
    Cups("Empfang", Spooler(state="printer Empfang is idle.\n\tAlerts: toner-low-warning")).take(
        b"%PDF", "slip", Format.A5
    )


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (FileNotFoundError(2, "lp"), "printer_missing"),
        (subprocess.TimeoutExpired("lp", 15), "printer_refuses"),
        (PermissionError(13, "lp"), "printer_refuses"),
    ],
)
def test_a_system_without_printing_is_told(fault: Exception, code: str) -> None:
    def run(*_: object, **__: object) -> "subprocess.CompletedProcess[bytes]":
        raise fault

    with pytest.raises(Problem, match=code):
        Cups("Empfang", run).take(b"%PDF", "slip", Format.A5)


def test_an_unknown_printer_is_told() -> None:
    with pytest.raises(Problem, match="printer_refuses"):
        Cups("Nebenan", Spooler(lp=1)).take(b"%PDF", "slip", Format.A5)


@pytest.mark.skipif(sys.platform == "win32", reason="lp is for the others")
def test_a_real_program_gets_the_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "lp"
    program.write_text(f'#!/bin/sh\ncat > "{tmp_path}/printed.pdf"\necho "$@" > "{tmp_path}/said"\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    told = Told()
    printing = SlipPrinting(Cups("Empfang"), Format.A6, told)
    printing.start()
    printing.print_slip(SLIP, False)
    printing.stop()
    assert told.codes == []
    assert "Öztürk, Łucja" in texts((tmp_path / "printed.pdf").read_bytes())[0]
    assert (tmp_path / "said").read_text().split() == ["-d", "Empfang", "-o", "media=A6", "-t", "empfang"]


# Windows


def windows(folder: Path, start: Callable[..., None], now: list[float]) -> WindowsShell:
    return WindowsShell("Empfang 1", folder, start, lambda: now[0])


def test_on_windows_files_lie_in_a_private_folder_and_go_soon(tmp_path: Path) -> None:
    started: list[tuple[str, ...]] = []
    now = [0.0]
    folder = tmp_path / "print"
    shell = windows(folder, lambda *given: started.append(given), now)
    shell.take(b"one", "slip-1", Format.A5)
    [path] = folder.iterdir()
    assert started == [(str(path), "printto", '"Empfang 1"')]
    assert path.read_bytes() == b"one"
    if sys.platform != "win32":
        assert folder.stat().st_mode & 0o777 == 0o700
    now[0] = 200.0
    shell.take(b"two", "slip-2", Format.A5)
    assert [each.read_bytes() for each in folder.iterdir()] == [b"two"]
    shell.close()
    assert list(folder.iterdir()) == []


def test_on_windows_what_a_power_failure_left_goes_at_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "slip-3.pdf").write_bytes(b"left")
    (tmp_path / "slip-4.pdf.tmp").write_bytes(b"half")
    windows(tmp_path, lambda *_: None, [0.0])
    assert list(tmp_path.iterdir()) == []


def test_on_windows_a_missing_program_is_told(tmp_path: Path) -> None:
    def start(*_: str) -> None:
        raise OSError(1155, "no application")

    with pytest.raises(Problem, match="printer_refuses"):
        windows(tmp_path, start, [0.0]).take(b"one", "slip-1", Format.A5)
