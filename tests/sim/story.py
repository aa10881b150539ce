"""A story: what everybody does, in order, generated from a seed. Any part of it can be left out (`tests.sim.shorten`).

A step says who does what, and carries a number of its own from which all that is chosen in it is drawn: so a step does
the same sort of thing whatever was left out before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.sim.clerks import WEIGHTS

STEPS = 1_750
DESKS = 4
"""Two receptions of Kaiserslautern, one of Darmstadt, a hotline for both."""


@dataclass(frozen=True, slots=True)
class Step:
    """`number` is its place in the whole story; `chance` seeds what is chosen in it."""

    number: int
    actor: str
    action: str
    chance: int

    @property
    def desk(self) -> int | None:
        """Which desk acts, if one does."""
        kind, _, number = self.actor.partition(" ")
        return int(number) if kind == "desk" else None


@dataclass(frozen=True, slots=True)
class Story:
    """What happens in a world. `faulty`: how many messages of a hundred fare badly."""

    seed: int
    faulty: int
    batch: int
    page: int
    part: int
    steps: tuple[Step, ...]

    def only(self, steps: Sequence[Step]) -> "Story":
        """The same with fewer steps."""
        return replace(self, steps=tuple(steps))


_SERVICE = {
    "import": 8,
    "correct": 6,
    "new_slot": 3,
    "capacity": 5,
    "move_centre": 3,
    "revoke": 1,
    "allow": 3,
    "backup": 3,
    "restore": 1,
    "copied_back": 1,
    "prune": 2,
    "clock": 1,
    "stray_line": 3,
    "crash": 2,
}
_DESK = {
    "kill": 8,
    "disk_full": 5,
    "restart": 3,
    "unplug": 6,
    "clock": 4,
    "wake": 4,
    "allow_loss": 2,
    "open_person": 12,
    "resend": 2,
    "deal_with": 4,
    "prune": 2,
}
_TIME = {"moment": 40, "seconds": 30, "minutes": 12, "hours": 1}


def write_story(seed: int, steps: int = STEPS) -> Story:
    """The whole story of a seed."""
    draw = Random(seed)
    days = draw.random() < 0.3
    away = draw.random() < 0.08
    times = {**_TIME, **({"days": 1} if days else {}), **({"forty_days": 1} if away else {})}
    actions = [("clerk", WEIGHTS, 33), ("net", {"message": 1}, 46), ("time", times, 14), ("service", _SERVICE, 4)]
    actions.append(("desk", _DESK, 4))
    written: list[Step] = []
    for number in range(steps):
        [(actor, choices, _)] = draw.choices(actions, [weight for _, _, weight in actions])
        [action] = draw.choices(list(choices), list(choices.values()))
        who = f"desk {draw.choices(range(DESKS), (4, 3, 3, 2))[0]}" if actor in {"clerk", "desk"} else actor
        written.append(Step(number, who, action, draw.getrandbits(48)))
    return Story(
        seed=seed,
        faulty=draw.choice((16, 20, 25, 32)),
        batch=draw.randint(3, 20),
        page=draw.randint(1, 10),
        part=draw.randint(3, 10),
        steps=tuple(written),
    )
