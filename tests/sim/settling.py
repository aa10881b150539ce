"""The end of a story: everything works from now on, until nothing moves any more."""

from random import Random
from typing import TYPE_CHECKING

from tests.sim.desk_steps import allow_loss
from tests.sim.parts import ViolationError
from tests.sim.service_steps import allow_everybody

if TYPE_CHECKING:
    from tests.sim.desks import SimDesk
    from tests.sim.world import Sim

_NEVER_SETTLES = 60


def settle(sim: "Sim") -> None:
    """Everything works from now on, until nothing moves."""
    sim.network.quiet = True
    sim.tell("everything is connected from now on")
    sim.ids.begin_step(10**6)
    allow_everybody(sim)
    for desk in sim.desks:
        desk.disk.blow = None
        desk.unplugged_until = 0.0
        desk.clock.offset_s, desk.clock.drift = 0.0, 0.0
        sim.at_desk(desk, lambda each: each.restart())
    sim.service_clock.offset_s = 0.0
    sim.look()
    draw = Random(1)
    for _ in range(_NEVER_SETTLES):
        while sim.network.movable():
            sim.ids.begin_step(10**6 + sim.cover.events["messages"] + sim.cover.events["messages at the end"])
            sim.network.move_one(draw)
            sim.look()
        for desk in sim.desks:
            sim.at_desk(desk, allow_loss)
        if _at_rest(sim):
            return
        sim.time_passes(3.0)
        sim.look()
    raise ViolationError("5 settled", "; ".join(_what_hangs(desk) for desk in sim.desks))


def _what_hangs(desk: "SimDesk") -> str:
    head = desk.sim.central.head()
    said = [f"{desk.name} push {desk.state.push} pull {desk.state.pull} at {desk.cursor} of {head}"]
    for unsent in desk.store.unsent(3):
        command = desk.ledger[unsent.number].recorded.command
        needs = {needed: str(desk.sim.rules._first.get(needed)) for needed in command.needs}
        said.append(f"unsent {unsent.number} {command.kind} {command.id} needs {needs}")
    return ", ".join(said)


def _at_rest(sim: "Sim") -> bool:
    head = sim.central.head()
    for desk in sim.desks:
        if desk.store.unsent_count()[0] or desk.cursor is None or desk.cursor < head:
            return False
        if desk.run("SELECT count(*) FROM outbox WHERE settled_at IS NULL")[0][0]:
            # Whoever has seen all of the feed and has all verdicts settles nothing any more.
            return True
    return all(flight.held_at == head for flight in sim.network.flights)
