"""What happens at the service: its people's work, backups and restores, crashes."""

import shutil
from collections.abc import Callable, Mapping
from random import Random
from typing import TYPE_CHECKING

import httpx

from empfang.central import epochs
from empfang.central.pruning import prune_feed
from empfang.model import Appointment, Person, Record, Slot
from tests.sim.hands import one_of
from tests.sim.imported import new_slot, put, somebody
from tests.sim.parts import KilledError

if TYPE_CHECKING:
    from tests.sim.world import Sim


def _import(sim: "Sim", draw: Random) -> None:
    records: list[Record] = []
    for _ in range(draw.randint(1, 4)):
        records += somebody(sim, draw, draw.choice(("KL", "KL", "DA")))
    put(sim, records)


def _correct(sim: "Sim", draw: Random) -> None:
    person = one_of(draw, sim.records(Person))
    if person is not None:
        put(sim, [person.with_(street=f"{sim.names.get(person.id, person.family)}gasse {draw.randrange(3)}")])


def _add_slot(sim: "Sim", draw: Random) -> None:
    put(sim, [new_slot(sim, draw.choice(("KL", "DA")), draw.choice((1, 2, 30)), draw)])


def _capacity(sim: "Sim", draw: Random) -> None:
    slot = one_of(draw, sim.records(Slot), biased=False)
    if slot is not None:
        put(sim, [slot.with_(capacity={name: draw.randint(0, 3) for name in slot.capacity})])


def _move_centre(sim: "Sim", draw: Random) -> None:
    appointment = one_of(draw, sim.records(Appointment), biased=False)
    if appointment is not None:
        other = "DA" if appointment.centre_id == "KL" else "KL"
        put(sim, [appointment.with_(centre_id=other, slot_id=None, contingent_id=None)])


def _revoke(sim: "Sim", draw: Random) -> None:
    desk = draw.choice(sim.desks)
    sim.fault("token revoked")
    with sim.central.database.writing() as cursor:
        cursor.execute(f"UPDATE desk_access SET revoked = TRUE WHERE desk_id = '{desk.id}'")  # noqa: S608


def allow_everybody(sim: "Sim") -> None:
    """No token is revoked any more."""
    with sim.central.database.writing() as cursor:
        cursor.execute("UPDATE desk_access SET revoked = FALSE")


def _allow_again(sim: "Sim", draw: Random) -> None:
    allow_everybody(sim)
    for desk in sim.desks:
        if getattr(desk.state.push, "reason", "") == "denied":
            sim.cover.events["allowed again"] += 1
            sim.at_desk(desk, lambda each: each.restart())


def _backup(sim: "Sim", draw: Random) -> None:
    if sim.central.sqlite:
        folder = sim.folder / f"backup-{sim.seconds:.0f}-{draw.getrandbits(32)}"
        sim.central.copy_to(folder)
        sim.central.backups.append(folder)


def _put_back(sim: "Sim", draw: Random) -> bool:
    backup = one_of(draw, list(reversed(sim.central.backups)))
    if backup is None:
        return False
    sim.histories += 1
    sim.tell(f"    {backup.name}")
    # What was backed up later belongs to a time that has not been: nobody puts that back.
    del sim.central.backups[sim.central.backups.index(backup) + 1 :]
    sim.central.put_back(backup)
    sim.rules.put_back()
    for flight in [each for each in sim.network.flights if each.held_at is not None]:
        sim.network.end(flight, httpx.RemoteProtocolError("the service was stopped"))
    return True


def _restore(sim: "Sim", draw: Random) -> None:
    if _put_back(sim, draw):
        sim.fault("service restored from a backup")
        with sim.central.database.writing() as cursor:
            epochs.begin(cursor, sim.central.database.flavour, sim.service_clock.now())


def _copied_back(sim: "Sim", draw: Random) -> None:
    if _put_back(sim, draw):
        sim.fault("service's file merely copied back")


def _prune(sim: "Sim", draw: Random) -> None:
    """The service forgets the older part of its feed."""
    sim.cover.events["feed entries pruned"] += prune_feed(sim.central.database, sim.service_clock.now())


def _service_clock(sim: "Sim", draw: Random) -> None:
    sim.fault("service's clock is set")
    sim.service_clock.offset_s += draw.choice((-600, -60, -1, 1, 60, 600))


def _stray_line(sim: "Sim", draw: Random) -> None:
    """A command that the service knows comes with other bytes."""
    desk = draw.choice(sim.desks)
    known = [entry for entry in desk.ledger.values() if entry.id in sim.rules._first]
    entry = one_of(draw, known, biased=False)
    if entry is not None:
        changed = entry.recorded.command.model_copy(update={"operator_id": "op-2"})
        sim.network.stray(desk, changed.to_bytes(), "same id with other bytes")


def _crash(sim: "Sim", draw: Random) -> None:
    """The machine goes down in the middle of the next transaction: only the files remain."""
    if not sim.central.sqlite:
        return
    folder = sim.folder / f"crash-{sim.seconds}-{draw.random()}"

    def happen() -> None:
        sim.fault("service's machine goes down")
        sim.central.copy_to(folder)
        raise KilledError

    sim.central.blow, sim.central.blow_at = happen, draw.randint(2, 40)
    movable = [each for each in sim.network.movable() if each.answer is None and each.request.method == "POST"]
    if movable:
        sim.network.serve([draw.choice(movable)], 0)
    sim.central.blow = None
    if folder.exists():
        sim.central.put_back(folder)
        shutil.rmtree(folder)


SERVICE_ACTIONS: Mapping[str, Callable[["Sim", Random], None]] = {
    "import": _import,
    "correct": _correct,
    "new_slot": _add_slot,
    "capacity": _capacity,
    "move_centre": _move_centre,
    "revoke": _revoke,
    "allow": _allow_again,
    "backup": _backup,
    "restore": _restore,
    "copied_back": _copied_back,
    "prune": _prune,
    "clock": _service_clock,
    "stray_line": _stray_line,
    "crash": _crash,
}
