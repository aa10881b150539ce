"""States of the screen of leftover doses: an evening at Kaiserslautern, with a few people on the list."""

from datetime import timedelta
from typing import Any

from textual.pilot import Pilot

from empfang.desk import Progress
from empfang.model import AppointmentStatus, CallAttempt, CallLease, DoseKind, Person, Phone
from empfang.rules.call_outcomes import CallOutcome
from empfang.screens.leftover import LeftoverScreen
from tests.scenarios.leftover import asked as asked_for
from tests.scenarios.leftover import centre, to_promise, vial, waits
from tests.scenarios.test_contradictions import appointment
from tests.screens.conftest import Front, press, settle
from tests.times import DAY, at

NAMES = ("Meier, Hannelore", "Ott, Werner", "Seifert, Jana", "Weimer, Uwe", "Çelik, Ebru")
DOSES = ({"given_on": "2021-05-03", "vaccine": "Comirnaty"}, {"given_on": "2021-06-14", "vaccine": "Comirnaty"})

HERE: dict[str, Any] = {"registered_centre_id": "KL", "reported_doses": DOSES, "district": "07312"}
"""Somebody whom the rules allow a booster."""


def in_the_evening(front: Front, number: int = 5, drawn: int = 3, **more: Any) -> list[Person]:
    """Six o'clock: a vial is open, and people wait."""
    centre(front.world, **more)
    people = [_waits(front, place, name) for place, name in enumerate(NAMES[:number])]
    vial(front.here, drawn=drawn)
    front.here.sync()
    return people


def _waits(front: Front, place: int, name: str, **more: Any) -> Person:
    values: dict[str, Any] = {
        **HERE,
        "standby": True,
        "minutes_to_centre": 10 + 5 * place,
        "phones": (Phone(number=f"+4963112345{place}", kind="mobile"),),
        **more,
    }
    person = front.world.person(name, "1950-05-05", id=f"w{place}", **values)
    waits(front.world, person, since=at("09:00") - timedelta(days=10 - place), priority=1 if place < 2 else None)
    return person


def one_more(front: Front, place: int) -> Person:
    """Somebody else is on the list."""
    person = _waits(front, place, NAMES[place])
    front.here.sync()
    return person


def first_dose(front: Front, second_in_days: int | None = 19, drawn: int = 3) -> Person:
    """Six o'clock: somebody is on the list with a first dose in a week and a second one, or waits for a first one."""
    centre(front.world)
    person = _waits(front, 0, NAMES[0], reported_doses=())
    waiting = appointment(front.world, f"wait {person.id}")
    if second_in_days is None:
        front.world.put(waiting.with_(dose_kind=DoseKind.FIRST))
    else:
        front.world.put(waiting.with_(status=AppointmentStatus.CANCELLED))
        pair = {"series_id": "pair", "code": "KL-PAIR-2222"}
        days = ((7, DoseKind.FIRST), (second_in_days, DoseKind.SECOND))
        for ahead, kind in days:
            front.world.booked(person, "10:05", day=DAY + timedelta(days=ahead), dose_kind=kind, **pair)
    for ahead in (28, 30):
        for time in ("09:00", "09:30", "10:00", "10:05", "16:00"):
            front.world.slot(time, day=DAY + timedelta(days=ahead))
    vial(front.here, drawn=drawn)
    front.here.sync()
    return person


def who_cannot_telephone(front: Front) -> None:
    """Two who cannot telephone are on the list; the centre sends text messages."""
    in_the_evening(front, text_messages="ja")
    for place, name in ((7, "Graf, Otto"), (8, "Roth, Eva")):
        mobile = Phone(number=f"+49176040690{place}0", kind="mobile")
        _waits(front, place, name, needs=("text_only",), phones=(mobile,), minutes_to_centre=20)
    front.here.sync()


def a_day(front: Front) -> None:
    """An evening on which something was counted, discarded, called and promised."""
    people = in_the_evening(front, drawn=6)
    desk = front.here.desk
    dose = desk.calling.overview().doses[0].found.dose
    desk.doses.count(dose, 5, 6)
    front.world.wall.go_on(minutes=1)
    desk.doses.discard(dose, 1, "gefallen")
    desk.calling.record(people[1].id, CallOutcome.MAILBOX, number="+49631123451")
    asked_for(front.here, to_promise(people[2]))
    desk.calling.record(people[2].id, CallOutcome.PROMISED)
    front.here.sync()


def screen(front: Front) -> LeftoverScreen:
    """The screen."""
    return next(each for each in front.app.screen_stack if isinstance(each, LeftoverScreen))


async def listed(front: Front, pilot: Pilot[None]) -> None:
    """The list is there."""
    await press(pilot, "f4")
    for _ in range(20):
        await settle(pilot, 0.05)
        if not screen(front)._reading:
            return
    raise AssertionError("the list is not read")


async def answered(front: Front, pilot: Pilot[None]) -> None:
    """The service answers."""
    front.sync()
    await settle(pilot, 0.1)


async def stocked_up(front: Front, pilot: Pilot[None]) -> None:
    """The desk has people and doses for being without the network."""
    await listed(front, pilot)
    await press(pilot, "o")
    await answered(front, pilot)


async def without_network(front: Front, pilot: Pilot[None]) -> None:
    """The network goes."""
    front.progress = Progress(connected=False)
    screen(front).second()
    await settle(pilot)


async def called(front: Front, pilot: Pilot[None]) -> None:
    """The first one is reserved."""
    await listed(front, pilot)
    await press(pilot, "enter")
    await answered(front, pilot)


async def asked(front: Front, pilot: Pilot[None], persons: str = "1") -> None:
    """Somebody says yes, and a dose is asked for."""
    await called(front, pilot)
    await press(pilot, "enter", "j", "n", "n", "n", persons, "enter")


async def asked_first(front: Front, pilot: Pilot[None]) -> None:
    """Somebody says yes to a first dose, and a dose is to be asked for."""
    await called(front, pilot)
    await press(pilot, "enter", "j", "n", "n", "n", "enter")


async def granted(front: Front, pilot: Pilot[None], persons: str = "1") -> None:
    """The service says yes."""
    await asked(front, pilot, persons)
    await answered(front, pilot)


def outcomes(front: Front) -> list[str]:
    """What came of the calls that this desk knows."""
    found = [each for each in front.here.records(CallAttempt) if isinstance(each, CallAttempt)]
    return [each.outcome for each in sorted(found, key=lambda each: (each.occurred_at, each.id))]


def lease_of(front: Front, person_id: str) -> CallLease | None:
    """Who may call somebody, as this desk knows it."""
    return front.here.desk.calling.lease(person_id)
