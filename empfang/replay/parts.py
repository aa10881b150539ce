"""The replay's own processes: the service, and desks without a screen. Each ends when its input does."""

import os
import shutil
import sys
import threading
import time
from pathlib import Path

from empfang.errors import ServiceProblem
from empfang.replay.clock import DayClock
from empfang.replay.dose_wishes import written

CLOCK_FILE = "clock"
_PORT_WITHIN_S = 20.0
_LOOK_S = 0.1
_TRIES = 50


def run(part: str, folder: Path, rest: str) -> None:
    """Be this part of the replay in `folder` until it ends: `service` on port `rest`, or a desk, whose folder it is."""
    try:
        clock = DayClock(folder / CLOCK_FILE)
        if part == "service":
            threading.Thread(target=_end_with_input, args=(folder,), daemon=True).start()
            _service(folder, clock, int(rest))
        elif _desk(part, folder, rest, clock):
            _leave(folder)
    except Exception:
        if not (folder / CLOCK_FILE).exists():
            # The replay was ended while this part was still starting, and the others have cleared away already.
            _leave(folder)
        raise


def _desk(part: str, folder: Path, name: str, clock: DayClock) -> bool:
    """Be a desk until told to end; True if nobody said so, and the replay is gone."""
    match part:
        case "desk":
            from empfang.replay.reception import Reception  # noqa: PLC0415 - the service is no desk

            return not Reception(folder / name, clock).work()
        case "doses":
            from empfang.replay.dose_table import DoseTable  # noqa: PLC0415

            return not DoseTable(folder / name, clock, written(folder)[0]).work()
        case "caller":
            from empfang.replay.caller import Caller  # noqa: PLC0415

            return not Caller(folder / name, clock, written(folder)[1]).work()
        case _:
            raise ValueError(part)


def _end_with_input(folder: Path) -> None:
    sys.stdin.read()
    _leave(folder)


def _leave(folder: Path) -> None:
    """The replay is gone without a word: leave at once, and nothing behind."""
    for _ in range(_TRIES):
        # The others do the same, and some may just have written something: only an empty folder can go.
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break
        time.sleep(_LOOK_S)
    os._exit(0)


def _service(folder: Path, clock: DayClock, port: int) -> None:
    from empfang.central import serve as serving  # noqa: PLC0415 - only this part is a service
    from empfang.central.database import CentralDatabase  # noqa: PLC0415

    until = time.monotonic() + _PORT_WITHIN_S
    while True:
        try:
            listener = serving.bind("127.0.0.1", port)
            break
        except ServiceProblem:
            # During the outage the computer may have lent the port to somebody for a moment.
            if time.monotonic() > until:
                raise
            time.sleep(_LOOK_S)
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    serving.serve(CentralDatabase(folder / "central.db"), clock, listener)
