"""A small part of the simulation in every test run; `python -m tests.sim --seeds 0:2000` is the whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from empfang.commands import all as every_command
from tests.sim import planted
from tests.sim.clerks import CLERKS, WEIGHTS
from tests.sim.planted import __main__ as planted_main

SEEDS = "0:6"
STEPS = "700"


def simulated(*words: str) -> str:
    """What `python -m tests.sim` prints; it must not find a violation."""
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "tests.sim", *words]
    ran = subprocess.run(command, cwd=planted.ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-3000:]
    return ran.stdout


def test_some_seeds_go_without_a_violation() -> None:
    first, _, last = SEEDS.partition(":")
    said = simulated("--seeds", SEEDS, "--steps", STEPS, "--shorten", "0").splitlines()
    assert said[-1] == f"{int(last) - int(first)} seeds, 0 violations"


def test_a_seed_goes_without_a_violation_on_postgresql() -> None:
    said = simulated("--seeds", "0:1", "--steps", "400", "--database", "postgresql").splitlines()
    assert said[-1] == "1 seeds, 0 violations"


def test_a_seed_tells_the_same_story_each_time() -> None:
    one = subprocess.run(
        [sys.executable, "-m", "tests.sim", "--story", "3", "--steps", "250"],
        cwd=planted.ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert len(one.splitlines()) > 250
    again = subprocess.run(
        [sys.executable, "-m", "tests.sim", "--story", "3", "--steps", "250"],
        cwd=planted.ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert one == again


def test_clerks_do_every_kind_of_command() -> None:
    """A new kind of command is added to tests/sim/clerks.py or callers.py, or this fails."""
    kinds = {payload.kind for payload in every_command.kinds()}
    assert kinds == set(CLERKS)
    assert kinds <= set(WEIGHTS)


@pytest.mark.parametrize("name", planted.names())
def test_a_planted_fault_still_fits(name: str, tmp_path: Path) -> None:
    planted.plant(name, tmp_path)


def test_a_copy_with_a_planted_fault_can_be_run() -> None:
    assert planted_main.first_found("count_twice", "0:0") == ""


def test_the_planted_faults_are_those_that_were_asked_for() -> None:
    assert len(planted.names()) >= 10
