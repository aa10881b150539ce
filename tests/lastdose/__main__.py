"""`python -m tests.lastdose [--trials 10000] [--sockets 500] [--seed 1]`: the last dose; 0: it was promised once.

`--trials`: in process, on SQLite. `--sockets`: over HTTP, with processes of the service on PostgreSQL.
"""

import argparse
import multiprocessing
import sys
import time
from dataclasses import dataclass

from tests.lastdose.course import Outcome
from tests.lastdose.trials import A_DATABASE, run_trials

_SHOWN = 20


def main() -> int:
    """Run what is asked for, and tell what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.lastdose")
    parser.add_argument("--trials", type=int, default=0, help="so many in process, on SQLite")
    parser.add_argument("--sockets", type=int, default=0, help="so many over HTTP, on PostgreSQL")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    if not asked.trials and not asked.sockets:
        parser.error("say how many: --trials or --sockets")
    wrong = 0
    if asked.trials:
        begun = time.monotonic()
        wrong += _told("in process", in_process(asked.seed, asked.trials, asked.jobs), begun)
    if asked.sockets:
        from tests.lastdose.sockets import run_over_sockets  # noqa: PLC0415 - starts a server
        from tests.postgresql import postgresql_server  # noqa: PLC0415

        with postgresql_server() as url:
            begun = time.monotonic()
            outcome, seen = run_over_sockets(url, asked.seed, asked.sockets)
            wrong += _told("over sockets", outcome, begun)
            print(seen.told())
    return 1 if wrong else 0


def in_process(seed: int, number: int, jobs: int) -> Outcome:
    """Trials in so many processes."""
    parts = [range(begin, min(begin + A_DATABASE, number)) for begin in range(0, number, A_DATABASE)]
    outcome = Outcome()
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        for each in pool.imap(_Run(seed), parts):
            outcome.add(each)
    return outcome


@dataclass(frozen=True)
class _Run:
    seed: int

    def __call__(self, numbers: range) -> Outcome:
        return run_trials(self.seed, numbers)


def _told(how: str, outcome: Outcome, begun: float) -> int:
    for each in outcome.wrong[:_SHOWN]:
        print(each)
    print(f"{how}: {outcome.told()}; {time.monotonic() - begun:.0f} s", flush=True)
    return len(outcome.wrong)


if __name__ == "__main__":
    sys.exit(main())
