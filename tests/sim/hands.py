"""What all who work at a desk do: choose something that is there, and record a command."""

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

from empfang.model import Source

if TYPE_CHECKING:
    from tests.sim.desks import SimDesk

T = TypeVar("T")
NOBODY = "nobody there"


def one_of(draw: Random, found: Sequence[T], *, biased: bool = True) -> T | None:
    """One of them, the first ones more often: so desks meet."""
    if not found:
        return None
    place = draw.random() ** 2 if biased else draw.random()
    return found[int(place * len(found))]


def pick(desk: "SimDesk", draw: Random, kind: type[Any]) -> Any:
    """A record of this kind that the desk knows; None if there is none."""
    ids = [row[0] for row in desk.run(f"SELECT id FROM {kind.kind} ORDER BY id")]  # noqa: S608 - own names
    chosen = one_of(draw, ids)
    return None if chosen is None else next(iter(desk.desk._reading.rows.among(kind, "id", [chosen])))


def record(desk: "SimDesk", payload: Any, source: Source = Source.KEYBOARD) -> str:
    """Record a command; gives what it says."""
    desk.desk._record(payload, source)
    return str(payload.model_dump_json(exclude_defaults=True)[:160])
