"""A desk with its screen, on a prepared store and on the prepared day: `python -m bench.desk_app FOLDER`."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from empfang.clock import SystemClock
from empfang.running import run_desk

NOW = datetime(2021, 12, 15, 8, 42, tzinfo=UTC)

if __name__ == "__main__":
    run_desk(Path(sys.argv[1]), SystemClock(NOW - datetime.now(UTC)))
