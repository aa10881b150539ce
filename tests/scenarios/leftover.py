"""Doses that are left over, in a test's hands: vials, promises and calls as a desk records them."""

from datetime import datetime
from typing import Any, cast

from empfang.central.tx import CentralTx
from empfang.commands.allotting import Allot
from empfang.commands.calling import LeaseCalls, RecordCall, ToCall
from empfang.commands.doses import CountDoses, OpenVial, vial_id
from empfang.commands.leftover_now import leftover_now
from empfang.commands.promised import ToPromise
from empfang.commands.promising import PromiseDose
from empfang.ids import new_id
from empfang.model import Appointment, AppointmentStatus, Centre, DoseKind, Person, Promise, PromiseState
from empfang.protocol import Verdict
from empfang.rows import Rows
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.leftover_day import Leftover
from empfang.rules.vials import Dose
from tests.scenarios.test_contradictions import recorded
from tests.times import DAY, at
from tests.world import Place, World

COM = {"vaccine": "COM", "size": "full"}
FULL_COM = Dose("COM")
EVENING = "18:00"
"""The doors close at 20:00, the way through the house takes half an hour, the way to the centre twenty minutes."""


def centre(world: World, **more: Any) -> None:
    """The centre is open until 20:00, and calls at any time."""
    with world.database.reading() as cursor:
        known = Rows(cursor, world.database.flavour).get(Centre, "KL")
    assert known is not None
    calling = {"hours": "Mo-So 06:00-23:00", "on_holidays": "ja", "last_jab": "20:00", **more}
    place = {"jurisdiction": "DE-RP", "district": "07312", "catchment": ("07312",)}
    world.put(known.with_(hours={"default": "08:00-20:00"}, calling=calling, **place))
    world.wall.set(EVENING)


def vial(place: Place, label: str = "1", drawn: int = 6, **more: Any) -> str:
    """A vial was opened an hour ago, and keeps until the doors close."""
    wanted = {**COM, "opened_at": at("17:00"), "use_by": at("20:30"), "drawn": drawn, "lot": "FH4090", **more}
    number = vial_id("KL", DAY, wanted["vaccine"], label)
    recorded(place, OpenVial(vial_id=number, centre_id="KL", day=DAY, label=label, **wanted))
    return number


def counted(place: Place, number: int, computed: int | None = None) -> None:
    """Somebody counted the doses."""
    recorded(place, CountDoses(change_id=new_id(), centre_id="KL", day=DAY, **COM, number=number, computed=computed))


def to_promise(person: Person, arrive_by: datetime | None = None, persons: int = 1, **more: Any) -> ToPromise:
    """A booster of Comirnaty for somebody."""
    return ToPromise(
        promise_id=new_id(), appointment_id=new_id(), person_id=person.id, centre_id="KL", day=DAY, **COM,
        name="Comirnaty", dose_kind=DoseKind.BOOSTER, persons=persons, arrive_by=arrive_by or at("18:40"), **more,
    )  # fmt: skip


def asked(place: Place, wanted: ToPromise, fence: int = 0) -> Verdict:
    """A dose is asked for, and what the service says."""
    recorded(place, PromiseDose(wanted=wanted, fence=fence))
    return place.push().verdicts[-1]


def leased(place: Place, *people: Person, offline_minutes: int | None = None) -> Verdict:
    """The right to call these people is asked for."""
    to_call = tuple(ToCall(person_id=each.id, numbers=tuple(one.number for one in each.phones)) for each in people)
    recorded(place, LeaseCalls(centre_id="KL", people=to_call, offline_minutes=offline_minutes))
    return place.push().verdicts[-1]


def called(place: Place, person: Person, outcome: CallOutcome, fence: int = 0, **more: Any) -> Verdict:
    """What came of a call is stated and sent."""
    values = {"attempt_id": new_id(), "person_id": person.id, "centre_id": "KL", "day": DAY, **more}
    recorded(place, RecordCall(outcome=outcome, fence=fence, **values))
    return place.push().verdicts[-1]


def allotted(place: Place, number: int, minutes: int = 60) -> Verdict:
    """An allotment is asked for."""
    recorded(place, Allot(allotment_id=new_id(), centre_id="KL", day=DAY, **COM, number=number, minutes=minutes))
    return place.push().verdicts[-1]


def promises(world: World, *states: PromiseState) -> list[Promise]:
    """The promises at the service, of these states or any."""
    found = [cast(Promise, each) for each in world.state()["promise"]]
    return [each for each in found if not states or each.state in states]


def waiting(world: World, number: int, **more: Any) -> list[Person]:
    """People who are on nobody's list of today and may have a booster."""
    doses = ({"given_on": "2021-05-03", "vaccine": "Comirnaty"}, {"given_on": "2021-06-14", "vaccine": "Comirnaty"})
    return [
        world.person(
            f"Wartet, {place}", "1950-05-05", id=f"w{place}", registered_centre_id="KL", reported_doses=doses,
            district="07312", **more,
        )
        for place in range(number)
    ]  # fmt: skip


def waits(
    world: World, person: Person, since: datetime, priority: int | None = None, kind: DoseKind | None = None
) -> None:
    """Somebody is on the waiting list, for a dose of this kind if that is known."""
    world.put(
        Appointment(
            id=f"wait {person.id}", person_id=person.id, centre_id="KL", status=AppointmentStatus.WAITLIST,
            waiting_since=since, priority=priority, dose_kind=kind,
        )
    )  # fmt: skip


def at_the_service(world: World, dose: Dose = FULL_COM) -> Leftover:
    """The service's forecast of a dose now."""
    with world.database.reading() as cursor:
        tx = CentralTx(cursor, world.database.flavour, world.wall.moment)
        known = tx.get(Centre, "KL")
        assert known is not None
        return leftover_now(tx, known, DAY, world.wall.moment).of[dose]
