"""At the end of a story: people are found at the service by what their records say."""

from typing import TYPE_CHECKING

from tests.central.searched import are_found, must_be_found
from tests.sim.parts import ViolationError

if TYPE_CHECKING:
    from tests.sim.world import Sim


def look_at_what_is_found(sim: "Sim") -> None:
    """Whatever was rolled back, restored, moved or deleted."""
    with sim.central.database.reading() as cursor:
        found, must = are_found(cursor), must_be_found(cursor, sim.central.database.flavour)
    sim.cover.events["terms found by the service"] += len(found)
    if found != must:
        raise ViolationError("search", f"found by mistake {sorted(found - must)[:3]}, not {sorted(must - found)[:3]}")
