"""A story from its beginning to its end, in a world that is thrown away afterwards."""

import shutil
import tempfile
from pathlib import Path

from tests.sim.beginning import set_up
from tests.sim.coverage import Coverage
from tests.sim.found import look_at_what_is_found
from tests.sim.parts import ViolationError
from tests.sim.settling import settle
from tests.sim.story import Step, Story
from tests.sim.swapped import swapped_in
from tests.sim.world import Sim

_SHM = Path("/dev/shm")  # noqa: S108 - a thousand commits are much faster there


class Told:
    """How a story ended."""

    def __init__(self, violation: ViolationError | None, step: Step | None, cover: Coverage, lines: list[str]) -> None:
        self.violation = violation
        self.step = step
        self.cover = cover
        self.lines = lines


def tell_story(story: Story, url: str | None = None, *, told: bool = False) -> Told:
    """Let a story happen, in a world that is thrown away afterwards. `url`: of an empty PostgreSQL schema."""
    folder = Path(tempfile.mkdtemp(prefix="sim-", dir=_SHM if _SHM.exists() else None))
    sim = Sim(story, folder, url, told=told)
    step: Step | None = None
    violation: ViolationError | None = None
    with swapped_in(sim):
        try:
            set_up(sim)
            for step in story.steps:
                sim.do(step)
            step = None
            settle(sim)
            sim.rules.at_the_end()
            look_at_what_is_found(sim)
            sim.cover.close()
        except ViolationError as found:
            violation = found
        finally:
            sim.close()
            shutil.rmtree(folder, ignore_errors=True)
    return Told(violation, step, sim.cover, sim.told or [])
