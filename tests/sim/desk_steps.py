"""What happens by itself at a desk, besides what its clerk records."""

from collections.abc import Callable, Mapping
from random import Random
from typing import TYPE_CHECKING

from empfang.model import Person
from empfang.sync.step import Allowed, Woken
from tests.sim.disk import Blow
from tests.sim.hands import one_of

if TYPE_CHECKING:
    from tests.sim.desks import SimDesk


def _kill(desk: "SimDesk", draw: Random) -> None:
    desk.disk.blow = draw.choice((Blow.KILL, Blow.KILL, Blow.KILL_BEFORE, Blow.KILL_AFTER))
    desk.disk.at, desk.disk.skip = draw.randint(1, 30), draw.choice((0, 0, 0, 1, 2))


def _disk_full(desk: "SimDesk", draw: Random) -> None:
    desk.disk.blow, desk.disk.at, desk.disk.skip = Blow.FULL, draw.randint(1, 30), draw.choice((0, 0, 1))


def _restart(desk: "SimDesk", draw: Random) -> None:
    desk.sim.fault("desk started anew")
    desk.restart()


def _unplug(desk: "SimDesk", draw: Random) -> None:
    desk.unplugged_until = desk.sim.seconds + draw.choice((10, 60, 600, 600, 7200))


def _set_clock(desk: "SimDesk", draw: Random) -> None:
    desk.sim.fault("desk's clock is set")
    desk.clock.offset_s += draw.choice((-7200, -600, -60, -1, 1, 60, 600, 7200, 86400))


def _wake(desk: "SimDesk", draw: Random) -> None:
    desk.tell(Woken())


def allow_loss(desk: "SimDesk") -> None:
    """If the service has lost something, and the desk waits until somebody has said that it may go on."""
    if getattr(desk.state.pull, "reason", "") == "stopped":
        desk.sim.cover.events["loss allowed"] += 1
        desk.store.allow_loss(desk.desk._reading.today())
        desk.tell(Allowed())


def _open_person(desk: "SimDesk", draw: Random) -> str:
    chosen: str | None = one_of(draw, [person.id for person in desk.sim.records(Person)])
    if chosen is None or desk.unplugged_until > desk.sim.seconds:
        return "nobody"
    desk.sim.cover.events["opened"] += desk.sim.central.open_person(desk.id, chosen, draw.randrange(2))
    return chosen


def _resend(desk: "SimDesk", draw: Random) -> str | None:
    """An old request of the desk comes once more, as it was."""
    entry = one_of(draw, list(desk.ledger.values()), biased=False)
    if entry is None or (entry.verdicts and entry.id not in desk.sim.rules._first):
        # What a service has forgotten was sent in an epoch that is over: it would not take it.
        return "nothing"
    desk.sim.network.stray(desk, entry.line, "old request again")
    return None


def _deal_with(desk: "SimDesk", draw: Random) -> str:
    numbers = [
        row[0]
        for row in desk.run(
            "SELECT number FROM outbox WHERE json_extract(verdict, '$.status') = 'refused' ORDER BY number"
        )
    ]
    chosen = one_of(draw, numbers, biased=False)
    if chosen is None:
        return "nothing"
    desk.desk.deal_with(chosen, done=draw.random() < 0.8)
    return str(chosen)


def _prune(desk: "SimDesk", draw: Random) -> str:
    gone = desk.prune()
    desk.sim.cover.events["records pruned at a desk"] += gone
    return f"{gone} records"


DESK_ACTIONS: Mapping[str, Callable[["SimDesk", Random], str | None]] = {
    "deal_with": _deal_with,
    "prune": _prune,
    "kill": _kill,
    "disk_full": _disk_full,
    "restart": _restart,
    "unplug": _unplug,
    "clock": _set_clock,
    "wake": _wake,
    "allow_loss": lambda desk, draw: allow_loss(desk),
    "open_person": _open_person,
    "resend": _resend,
}
