"""`python -m tests.sim.planted [NAME …] [--seeds 0:200]`: is each planted fault found, and by which rule?"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.sim.planted import names, plant


def main() -> int:
    """Try the faults one after another; 0 only if all were found."""
    parser = argparse.ArgumentParser(prog="python -m tests.sim.planted")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--seeds", default="0:200")
    asked = parser.parse_args()
    missed = 0
    for name in asked.names or names():
        found = first_found(name, asked.seeds)
        missed += not found
        print(f"{name:<34} {found or 'NOT FOUND'}", flush=True)
    return 1 if missed else 0


def first_found(name: str, seeds: str) -> str:
    """The first seed that finds it and the rule, in words; "" if none does."""
    with tempfile.TemporaryDirectory(prefix="sim-planted-") as folder:
        plant(name, Path(folder))
        words = [sys.executable, "-m", "tests.sim", "--seeds", seeds, "--stop", "--shorten", "0"]
        environment = {**os.environ, "PYTHONPATH": folder}
        ran = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    line = next((each for each in ran.stdout.splitlines() if each.startswith("seed ")), "")
    if not line and not ran.stdout.strip().endswith("violations"):
        raise RuntimeError(ran.stderr)
    seed, _, rule = line.removeprefix("seed ").partition(": ")
    return f"found at seed {seed} by: {rule[:90]}" if line else ""


if __name__ == "__main__":
    sys.exit(main())
