"""`python -m tests.sim --seeds A:B`: stories of these seeds; the last line is `N seeds, M violations`."""

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass

from tests.sim.coverage import Coverage
from tests.sim.parts import ViolationError
from tests.sim.shorten import shortened
from tests.sim.story import STEPS, Story, write_story
from tests.sim.telling import tell_story


@dataclass
class Outcome:
    """What a seed came to. `story`: shortened, if a rule was violated."""

    seed: int
    cover: Coverage
    took_s: float
    rule: str = ""
    detail: str = ""
    steps: int = 0
    story: tuple[str, ...] = ()


def run_seed(seed: int, steps: int, shorten_s: float, url: str | None = None) -> Outcome:
    """One seed."""
    begun = time.perf_counter()
    story = write_story(seed, steps)
    told = tell_story(story, url)
    took_s = time.perf_counter() - begun
    if told.violation is None:
        return Outcome(seed, told.cover, took_s)
    rule, detail = told.violation.rule, told.violation.detail
    short = shortened(story, told, shorten_s) if shorten_s and url is None else story
    again = tell_story(short, told=True) if url is None else told
    found = again.violation or told.violation
    return Outcome(seed, told.cover, took_s, rule, found.detail or detail, len(short.steps), tuple(again.lines))


def main() -> int:
    """Run what is asked for; 0 only without a violation."""
    parser = argparse.ArgumentParser(prog="python -m tests.sim")
    parser.add_argument("--seeds", default="0:10", help="A:B, without B")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--story", type=int, help="print the whole story of a seed")
    parser.add_argument("--shorten", type=float, default=20.0, help="seconds for shortening a story")
    parser.add_argument("--stop", action="store_true", help="stop at the first violation")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The order in which sets are walked belongs to the story.
        words = [sys.executable, "-m", "tests.sim", *sys.argv[1:]]
        os.execve(sys.executable, words, {**os.environ, "PYTHONHASHSEED": "0"})  # noqa: S606
    if asked.story is not None:
        return _print_story(asked.story, asked.steps)
    first, _, last = asked.seeds.partition(":")
    seeds = range(int(first), int(last))
    if asked.database == "postgresql":
        from tests.sim.postgresql import run_on_postgresql  # noqa: PLC0415 - starts a server

        outcomes: Iterable[Outcome] = run_on_postgresql(lambda seed, url: run_seed(seed, asked.steps, 0, url), seeds)
    elif asked.jobs > 1:
        pool = multiprocessing.get_context("fork").Pool(asked.jobs)
        outcomes = pool.imap(_Run(asked.steps, asked.shorten), seeds)
    else:
        outcomes = map(_Run(asked.steps, asked.shorten), seeds)
    return _report(outcomes, stop=asked.stop, as_json=asked.json)


@dataclass(frozen=True)
class _Run:
    steps: int
    shorten_s: float

    def __call__(self, seed: int) -> Outcome:
        return run_seed(seed, self.steps, self.shorten_s)


def _report(outcomes: Iterable[Outcome], *, stop: bool, as_json: bool) -> int:
    cover, done, bad, took_s = Coverage(), 0, [], 0.0
    for outcome in outcomes:
        done += 1
        took_s += outcome.took_s
        cover.add(outcome.cover)
        if outcome.rule:
            bad.append(outcome)
            if not as_json:
                print(f"seed {outcome.seed}: {outcome.rule}: {outcome.detail}\n{outcome.steps} steps:")
                print("\n".join(outcome.story), flush=True)
            if stop:
                break
    cover.events["milliseconds a seed"] = int(1000 * took_s / max(1, done))
    if as_json:
        violations = [{"seed": each.seed, "rule": each.rule, "detail": each.detail} for each in bad]
        print(json.dumps({"seeds": done, "violations": violations, **cover.plain()}, indent=1))
    else:
        print(cover.table())
    print(f"{done} seeds, {len(bad)} violations")
    return 1 if bad else 0


def _print_story(seed: int, steps: int) -> int:
    story: Story = write_story(seed, steps)
    told = tell_story(story, told=True)
    print("\n".join(told.lines))
    found: ViolationError | None = told.violation
    print("no violation" if found is None else f"{found.rule}: {found.detail}")
    return 0 if found is None else 1


if __name__ == "__main__":
    sys.exit(main())
