"""The demo's own processes: the service, and a desk that admits people by itself. Each ends when its input does."""

import contextlib
import os
import random
import shutil
import sys
import threading
import time
from pathlib import Path

from empfang.demo import Running, meeting_point, read_running
from empfang.demo_day import arrivals, work_as_first_operator

_LOOK_S = 0.5


def run(part: str, folder: Path) -> None:
    """Be this part of the demo until the demo ends."""
    running = read_running(folder / "demo.json")
    threading.Thread(target=_end_with_input, args=(running,), daemon=True).start()
    if part == "service":
        _service(folder, running)
    else:
        _desk(folder / part, running)


def _end_with_input(running: Running) -> None:
    """Leave at once when the demo is gone, and nothing behind. What was committed is on disk anyway."""
    sys.stdin.read()
    with contextlib.suppress(FileNotFoundError):
        if read_running(meeting_point()).folder == running.folder:
            meeting_point().unlink(missing_ok=True)
    if not running.kept:
        shutil.rmtree(running.folder, ignore_errors=True)
    os._exit(0)


def _service(folder: Path, running: Running) -> None:
    from empfang.central import serve as serving  # noqa: PLC0415 - only this part is a service
    from empfang.central.database import CentralDatabase  # noqa: PLC0415

    listener = serving.bind("127.0.0.1", 0)
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    serving.serve(CentralDatabase(folder / "central.db"), running.clock(), listener)


def _desk(folder: Path, running: Running) -> None:
    """Scan people's codes as they arrive."""
    from empfang.desk import Desk  # noqa: PLC0415 - only this part is a desk
    from empfang.store import Store, open_store  # noqa: PLC0415
    from empfang.sync import Engine  # noqa: PLC0415

    clock = running.clock()
    store = Store(open_store(folder))
    engine = Engine(store.another(), clock, random.random)
    desk = Desk(store, clock, wake=engine.wake, correction=engine.correction)
    work_as_first_operator(desk)
    engine.start()
    for came, code in arrivals():
        if came <= clock.now():
            # Whoever came while the demo was being prepared is let in too; the others were before.
            desk.scan(code)
            continue
        while came > clock.now():
            time.sleep(_LOOK_S)
        desk.scan(code)
    threading.Event().wait()
