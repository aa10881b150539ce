"""What a replayed day with doses is to be: which way of opening vials, who calls, and what people answer."""

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from empfang.errors import InputProblem
from empfang.replay.answers import People, Rates

_FILE = "doses.json"
USUAL_CALLERS, MOST_CALLERS = 4, 12


class Way(StrEnum):
    """When vials are opened."""

    NONE = "none"
    """The day has no doses."""
    BOOKINGS = "bookings"
    """For everybody who is booked in the next half hour, whether they come or not."""
    ARRIVALS = "arrivals"
    """For those in the house, every half hour and whenever somebody at the lane has none."""
    FORECAST = "forecast"
    """As the desk's forecast advises, and people are called."""


@dataclass(frozen=True, slots=True)
class DoseWishes:
    """`waitlist`: who waits, as for `empfang central import`."""

    way: Way = Way.NONE
    waitlist: Path | None = None
    callers: int = 0
    rates: Rates = field(default_factory=Rates)


def read_wishes(
    vials: str, waitlist: Path | None, callers: int | None, reached: float, accepts: float, kept: float
) -> DoseWishes:
    """The options, as they were typed. `callers`: None for as many as usual.

    Raises:
        InputProblem: `replay_vials_bad`, `replay_rate_bad`, `replay_callers_bad`, `replay_callers_for_nothing`.
    """
    try:
        way = Way(vials)
    except ValueError:
        raise InputProblem("replay_vials_bad", text=vials) from None
    for name, rate in (("--reached", reached), ("--accepts", accepts), ("--kept", kept)):
        if not 0 <= rate <= 1:
            raise InputProblem("replay_rate_bad", name=name, rate=f"{rate:g}")
    if callers is not None and not 1 <= callers <= MOST_CALLERS:
        raise InputProblem("replay_callers_bad", callers=callers, most=MOST_CALLERS)
    if callers is not None and way is not Way.FORECAST:
        raise InputProblem("replay_callers_for_nothing", vials=way)
    number = (callers or USUAL_CALLERS) if way is Way.FORECAST else 0
    return DoseWishes(way, waitlist, number, Rates(reached, accepts, kept))


def write_down(folder: Path, wishes: DoseWishes, seed: int) -> None:
    """For the parts of the replay that work by it."""
    said = {"way": wishes.way, "seed": seed, "rates": asdict(wishes.rates)}
    (folder / _FILE).write_text(json.dumps(said), encoding="utf-8")


def written(folder: Path) -> tuple[Way, People]:
    """What was written down: the way, and what people answer."""
    said = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    return Way(said["way"]), People(said["seed"], Rates(**said["rates"]))
