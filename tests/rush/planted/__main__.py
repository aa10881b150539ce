"""`python -m tests.rush.planted [NAME …]`: does a rush notice each planted fault? 0 only if all were noticed."""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.rush.planted import FAULTS, plant

_WORDS_SHOWN = 110


def main() -> int:
    """Try the faults one after another."""
    parser = argparse.ArgumentParser(prog="python -m tests.rush.planted", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(FAULTS))
    missed = 0
    for name in parser.parse_args().names or FAULTS:
        found = noticed(name)
        missed += not found
        print(f"{name:<34} {f'noticed: {found[:_WORDS_SHOWN]}' if found else 'NOT NOTICED'}", flush=True)
    return 1 if missed else 0


def noticed(name: str) -> str:
    """What the rush said of it; "" if it said nothing, or something else."""
    fault = FAULTS[name]
    with tempfile.TemporaryDirectory(prefix="rush-planted-") as folder:
        plant(name, Path(folder))
        words = [sys.executable, "-m", "tests.rush", *fault.arguments]
        environment = {**os.environ, "PYTHONPATH": folder}
        ran = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode == 0:
        return ""
    said = ran.stdout.splitlines()
    if not any("wrong: " in line for line in said):
        raise RuntimeError(ran.stderr)
    return next((line for line in said if re.search(fault.notices, line)), "")


if __name__ == "__main__":
    sys.exit(main())
