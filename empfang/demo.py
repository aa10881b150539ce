"""`empfang demo`: a service on loopback, an invented day in the middle of its morning, two desks, in one command.

Everything lies in a folder of its own, which goes when the demo is left. Settings and keyring are not touched.
"""

import contextlib
import getpass
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from empfang.clock import SystemClock
from empfang.demo_day import (
    CENTRE,
    EVENING,
    MORNING,
    ZONE,
    import_day,
    live_until,
    make_desk,
    make_places,
    make_service,
    tell_earlier_doses,
)
from empfang.demo_waiting import let_people_wait
from empfang.errors import InputProblem, Problem
from empfang.running import enrol_desk, need_terminal, run_desk
from empfang.texts import Text, say

_STARTING = Text(de="Vorführung: Der Buchungsdienst startet …", en="Demo: the booking service is starting …")
_IMPORTING = Text(de="Die Tagesliste mit 2.122 Terminen …", en="The day list with 2,122 appointments …")
_DESKS = Text(de="Zwei Plätze melden sich an …", en="Two desks are enrolling …")
_LIVING = Text(de="Der Tag läuft im Zeitraffer bis zum Abend …", en="The day passes quickly until the evening …")
_CAME = Text(de="Bis {at} Uhr waren {admitted} Menschen da.", en="By {at}, {admitted} people had come.")
_JOINING = Text(de="Ein weiterer Platz meldet sich an …", en="One more desk is enrolling …")
_KEPT = Text(de="Alles liegt in {folder}", en="Everything is in {folder}")
_END_S = 0.3


@dataclass(frozen=True, slots=True)
class Running:
    """What another terminal needs to join, and the demo's own processes to find each other."""

    folder: str
    url: str
    offset_s: float
    kept: bool

    def clock(self) -> SystemClock:
        """The demo's clock: the computer's, moved to the invented day."""
        return SystemClock(timedelta(seconds=self.offset_s))


def play(keep: Path | None, *, evening: bool = False) -> None:
    """Prepare everything, show the desk, and clear away afterwards. `evening`: a few doses are left over.

    Raises:
        InputProblem: `no_terminal`, `folder_not_empty`.
        Problem: `demo_failed`.
    """
    need_terminal()
    _leave_tidily_when_told()
    begin = EVENING if evening else MORNING
    offset = begin - datetime.now(UTC)
    clock = SystemClock(offset)
    with _folder(keep) as folder, contextlib.ExitStack() as stack:
        running = Running(str(folder), "", offset.total_seconds(), keep is not None)
        _write(folder / "demo.json", running)
        _say(_STARTING)
        database = make_service(folder)
        stack.callback(database.close)
        service = stack.enter_context(_part("service", folder))
        _say(_IMPORTING)
        import_day(database, MORNING)
        tell_earlier_doses(database, MORNING)
        make_places(database, MORNING)
        if evening:
            let_people_wait(database, CENTRE, MORNING)
        running = replace(running, url=_address(service))
        _say(_DESKS)
        make_desk(database, folder / "desk-2", running.url, MORNING)
        if evening:
            _say(_LIVING)
        admitted = live_until(database, folder / "desk-2", begin, lanes=evening)
        _say(_CAME, admitted=admitted, at=f"{begin.astimezone(ZONE):%H:%M}")
        make_desk(database, folder / "desk-1", running.url, begin)
        stack.enter_context(_part("desk-2", folder))
        _write(meeting_point(), running)
        stack.callback(meeting_point().unlink, missing_ok=True)
        run_desk(folder / "desk-1", clock)
    if keep is not None:
        print(say(_KEPT, folder=keep))


def join() -> None:
    """One more desk for the demo that runs on this computer.

    Raises:
        Problem: `demo_missing`.
    """
    need_terminal()
    _leave_tidily_when_told()
    running = _running()
    from empfang.central.access import make_code  # noqa: PLC0415
    from empfang.central.database import CentralDatabase  # noqa: PLC0415

    _say(_JOINING)
    database = CentralDatabase(Path(running.folder) / "central.db")
    code = make_code(database, CENTRE, "", running.clock().now())
    database.close()
    with _folder(None) as folder:
        enrol_desk(folder / "desk", running.url, code)
        run_desk(folder / "desk", running.clock())


def read_running(path: Path) -> Running:
    """A demo, from what it wrote down about itself."""
    return Running(**json.loads(path.read_text()))


def _leave_tidily_when_told() -> None:
    """A closed window or a kill ends the demo like a key would: everything is cleared away."""

    def leave(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)


def _running() -> Running:
    try:
        running = read_running(meeting_point())
    except (FileNotFoundError, ValueError, TypeError):
        raise Problem("demo_missing") from None
    if not Path(running.folder, "central.db").exists():
        raise Problem("demo_missing")
    return running


def meeting_point() -> Path:
    """Where a running demo says where it is."""
    return Path(tempfile.gettempdir()) / f"empfang-demo-{getpass.getuser()}.json"


def _write(path: Path, running: Running) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(running), file)


@contextlib.contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """A folder of the demo's own; it goes afterwards unless it is to be kept."""
    if keep is not None:
        if keep.exists() and any(keep.iterdir()):
            raise InputProblem("folder_not_empty", path=keep)
        keep.mkdir(parents=True, exist_ok=True, mode=0o700)
        yield keep
        return
    folder = Path(tempfile.mkdtemp(prefix="empfang-demo-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _part(name: str, folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """One of the demo's processes. It ends when its input does: also if this one is killed."""
    log = (folder / f"{name}.log").open("w")
    process = subprocess.Popen(  # noqa: S603 - this program itself
        [sys.executable, "-m", "empfang", "demo-part", name, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        log.close()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(service: "subprocess.Popen[str]") -> str:
    """The address that the service prints when it is ready."""
    line = service.stdout.readline().strip() if service.stdout else ""
    if not line.startswith("http"):
        raise Problem("demo_failed", detail=line or "service")
    return line


def _say(text: Text, **values: object) -> None:
    print(say(text, **values), flush=True)
