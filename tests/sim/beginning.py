"""The beginning of a world: what the service knows, and who is enrolled."""

from random import Random
from typing import TYPE_CHECKING

from empfang.central.access import enrol, make_code, put_reference
from empfang.model import Centre, Contingent, DeskRole, Operator, Record, Role
from tests.sim.desks import SimDesk
from tests.sim.imported import new_slot, put, somebody
from tests.sim.parts import COORDINATOR, DriftingClock

if TYPE_CHECKING:
    from tests.sim.world import Sim

_PEOPLE = 24
GUARDIAN = "signs_for_under_16"
ALWAYS = {"default": "00:00-23:59"}
"""Doses are left over and called away at any time of a story."""


def set_up(sim: "Sim") -> None:
    """Service, people, desks."""
    draw = Random(sim.story.seed ^ 0x5EED)
    sim.central.database.create(sim.true_time())
    now = sim.true_time()
    centres = [
        Centre(
            id="KL",
            name="Landesimpfzentrum Kaiserslautern",
            early_minutes=60,
            late_minutes=90,
            guardian=GUARDIAN,
            hours=ALWAYS,
        ),
        Centre(
            id="DA",
            name="Impfzentrum Darmstadt",
            early_minutes=60,
            short_notice_days=1,
            short_notice_not=("phone",),
            waiting_list_days=2,
            channel_days={"post": 1},
            hours=ALWAYS,
        ),
    ]
    put_reference(sim.central.database, centres, now)
    operators = [
        Operator(id="op-1", name="Becker, Anja", centre_ids=("KL", "DA")),
        Operator(id=COORDINATOR, name="Weber, Ines", role=Role.COORDINATOR, centre_ids=("KL", "DA")),
    ]
    put_reference(sim.central.database, operators, now)
    records: list[Record] = []
    for centre_id in ("KL", "DA"):
        records += [Contingent(id=f"{centre_id}:{name}", centre_id=centre_id, name=name) for name in ("a", "b")]
        records += [new_slot(sim, centre_id, hours, draw) for hours in (1, 2, 26, 50)]
    for number in range(_PEOPLE):
        records += somebody(sim, draw, "KL" if number % 3 else "DA")
    put(sim, records)
    enrolments = [("KL", DeskRole.RECEPTION), ("KL", DeskRole.RECEPTION), ("DA", DeskRole.RECEPTION)]
    for number, (centre_id, role) in enumerate([*enrolments, ("KL", DeskRole.HOTLINE)]):
        serves = ("DA",) if role is DeskRole.HOTLINE else ()
        code = make_code(sim.central.database, centre_id, "", now, role, serves)
        reply = enrol(sim.central.database, code, now)
        clock = DriftingClock(sim.true_time, draw.choice((0, 0, 3, -40, 600)), draw.choice((0, 0, 1e-4, -1e-3)))
        sim.desks.append(SimDesk(sim, number, reply, sim.folder / f"desk-{number}", clock))
    sim.rules.put_back()
    for desk in sim.desks:
        desk.start()
