"""Delta debugging: leave out parts of a story for as long as the same rule is still violated."""

import time
from collections.abc import Callable

from tests.sim.story import Step, Story
from tests.sim.telling import Told, tell_story


def shortened(story: Story, told: Told, within_s: float, tell: Callable[[Story], Told] = tell_story) -> Story:
    """A shorter story with the same violation; as short as can be found within so many seconds."""
    assert told.violation is not None
    rule, until = told.violation.rule, time.monotonic() + within_s
    kept = story.steps
    if told.step is not None:
        kept = kept[: kept.index(told.step) + 1]

    def still(steps: tuple[Step, ...]) -> tuple[Step, ...] | None:
        again = tell(story.only(steps))
        if again.violation is None or again.violation.rule != rule:
            return None
        return steps if again.step is None else steps[: steps.index(again.step) + 1]

    size = max(1, len(kept) // 2)
    while time.monotonic() < until:
        place = 0
        shorter = False
        while place < len(kept) and time.monotonic() < until:
            found = still(kept[:place] + kept[place + size :])
            if found is None:
                place += size
            else:
                kept, shorter = found, True
        if size == 1 and not shorter:
            break
        size = max(1, size // 2)
    return story.only(kept)
