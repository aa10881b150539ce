"""The system's printer, in the background: no jam and no missing printer is ever in the way of an admission."""

import os
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from empfang.errors import Problem
from empfang.paper.values import DayReport, Format, Slip

FILE_PREFIX = "file:"
DEFAULT = "default"
"""Instead of a name: the printer that the system prefers."""
_MOST_WAITING = 40
_PATIENCE_S = 15.0
_END_S = 3.0
_OPEN_S = 120.0
"""So long after printing a file is left for Windows' program to read."""
_MEDIA: Mapping[Format, str] = {
    Format.A4: "A4",
    Format.A5: "A5",
    Format.A6: "A6",
    Format.LABEL: "Custom.62x29mm",
}
_REQUEST = re.compile(r"request id is ((\S+)-\d+)")
_STANDS = re.compile(r"^printer \S+ disabled|^\s*Alerts:.*(?:-error|offline)", re.MULTILINE)
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


class Device(Protocol):
    """Something that takes a PDF."""

    def take(self, pdf: bytes, name: str, form: Format) -> None:
        """Print it, or hand it to what prints it. `name` tells nothing about a person.

        Raises:
            Problem: `printer_missing`, `printer_refuses`, `printer_stands`, `print_folder_missing`.
        """
        ...

    def close(self) -> None:
        """Leave nothing lying about."""
        ...


class Folder:
    """PDF files in a folder, on purpose: they stay. The folder is never made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, pdf: bytes, name: str, form: Format) -> None:
        try:
            write_private(self._folder / f"{name}.pdf", pdf)
        except OSError:
            raise Problem("print_folder_missing", path=self._folder) from None

    def close(self) -> None:
        """Files on purpose stay."""


class Cups:
    """`lp`, as Linux and macOS have it. The PDF goes through a pipe: no file is left behind.

    A job for a printer that stands still is taken back: nobody needs its slip when the paper is cleared an hour later.
    """

    def __init__(self, printer: str, run: Run = subprocess.run) -> None:
        self._printer = printer
        self._run = run

    def take(self, pdf: bytes, name: str, form: Format) -> None:
        chosen = [] if self._printer == DEFAULT else ["-d", self._printer]
        done = self._call("lp", *chosen, "-o", f"media={_MEDIA[form]}", "-t", "empfang", input=pdf)
        request = _REQUEST.search(done.stdout.decode(errors="replace"))
        if done.returncode:
            raise Problem("printer_refuses")
        if request is not None:
            state = self._call("lpstat", "-l", "-p", request[2])
            if _STANDS.search(state.stdout.decode(errors="replace")):
                self._call("cancel", request[1])
                raise Problem("printer_stands")

    def close(self) -> None:
        """There are no files."""

    def _call(self, *command: str, **more: Any) -> "subprocess.CompletedProcess[bytes]":
        try:
            return self._run(
                command,
                capture_output=True,
                check=False,
                timeout=_PATIENCE_S,
                env={**os.environ, "LC_ALL": "C"},
                **more,
            )
        except FileNotFoundError:
            raise Problem("printer_missing") from None
        except (OSError, subprocess.TimeoutExpired):
            raise Problem("printer_refuses") from None


class WindowsShell:
    """The program that Windows prints PDF files with. It reads them when it likes: they lie in a folder that only this
    user can read, and go soon after, at the latest when the shift ends or the next one begins.
    """

    def __init__(self, printer: str, folder: Path, start: Callable[..., None], monotonic: Callable[[], float]) -> None:
        self._printer = printer
        self._folder = folder
        self._start = start
        self._monotonic = monotonic
        self._files: dict[Path, float] = {}
        self.close()

    def take(self, pdf: bytes, name: str, form: Format) -> None:
        self._forget(before=self._monotonic() - _OPEN_S)
        path = self._folder / f"{name}-{len(self._files)}.pdf"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(path, pdf)
            self._files[path] = self._monotonic()
            if self._printer == DEFAULT:
                self._start(str(path), "print")
            else:
                self._start(str(path), "printto", f'"{self._printer}"')
        except OSError:
            raise Problem("printer_refuses") from None

    def close(self) -> None:
        """Remove every file, also those of a shift that ended with the power."""
        for path in (*self._folder.glob("*.pdf"), *self._folder.glob("*.pdf.tmp")):
            self._files.setdefault(path, float("-inf"))
        self._forget(before=float("inf"))

    def _forget(self, before: float) -> None:
        for path in [path for path, since in self._files.items() if since < before]:
            try:
                path.unlink(missing_ok=True)
            except OSError:
                continue  # still open: at the next look
            del self._files[path]


def device_for(printer: str, private: Path) -> Device | None:
    """What prints according to the setting `printer`; None if nothing does. Files may lie in `private` meanwhile."""
    if not printer:
        return None
    if printer.startswith(FILE_PREFIX):
        return Folder(Path(printer.removeprefix(FILE_PREFIX)))
    if sys.platform == "win32":
        return WindowsShell(printer, private, os.startfile, time.monotonic)
    return Cups(printer)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only this user can read; the one before stays until it is whole."""
    fresh = path.with_name(path.name + ".tmp")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


@dataclass(frozen=True, slots=True)
class _Job:
    """Something to print. `number`: the day number of a slip, else empty. `asked`: somebody wants it now."""

    make: Callable[[], bytes]
    name: str
    form: Format
    number: str
    asked: bool


class SlipPrinting:
    """The thread that prints slips, and now and then a report, one after the other."""

    def __init__(self, device: Device, form: Format, tell: Callable[[Problem], None]) -> None:
        """`tell` is called in its thread: once when printing begins to fail, and for each slip that was asked for."""
        self._device = device
        self._form = form
        self._tell = tell
        self._told = False
        self._failures = threading.Lock()
        self._missing: dict[str, None] = {}
        self._waiting: queue.Queue[_Job | None] = queue.Queue(_MOST_WAITING)
        self._thread = threading.Thread(target=self._run, name="empfang-printing", daemon=True)

    def start(self) -> None:
        """Begin. Returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Print what waits, as long as that is quick, and end."""
        if self._thread.is_alive():
            try:
                self._waiting.put(None, timeout=_END_S)
            except queue.Full:
                return
            self._thread.join(_END_S)

    def print_slip(self, slip: Slip, asked: bool) -> None:
        """Print a slip soon. Returns at once, also when far too many wait."""

        def make() -> bytes:
            from empfang.paper.slip import slip_pdf  # noqa: PLC0415 - fpdf takes a third of a second to import

            return slip_pdf(slip, self._form)

        self._put(_Job(make, f"slip-{slip.day_number}", self._form, slip.day_number, asked))

    def print_report(self, report: DayReport) -> None:
        """Print the day's report soon, on A4. Returns at once."""

        def make() -> bytes:
            from empfang.paper.day_report import report_pdf  # noqa: PLC0415 - as above

            return report_pdf(report)

        self._put(_Job(make, f"report-{report.as_of:%Y-%m-%d-%H%M}", Format.A4, "", asked=True))

    def _put(self, job: _Job) -> None:
        try:
            self._waiting.put_nowait(job)
        except queue.Full:
            self._failed(job, Problem("printer_refuses"))

    def missing(self) -> tuple[str, ...]:
        """The day numbers whose slips could not be printed, nor later either. From any thread."""
        with self._failures:
            return tuple(self._missing)

    def _run(self) -> None:
        try:
            while (job := self._waiting.get()) is not None:
                self._print(job)
        finally:
            self._device.close()

    def _print(self, job: _Job) -> None:
        try:
            self._device.take(job.make(), job.name, job.form)
        except Problem as problem:
            self._failed(job, problem)
        except Exception as error:  # noqa: BLE001 - the next slip must be printed all the same
            self._failed(job, Problem("print_failed", detail=type(error).__name__))
        else:
            self._told = False
            with self._failures:
                self._missing.pop(job.number, None)

    def _failed(self, job: _Job, problem: Problem) -> None:
        if job.number:
            with self._failures:
                self._missing[job.number] = None
        if job.asked or not self._told:
            self._told = True
            self._tell(problem)
