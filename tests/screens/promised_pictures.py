"""States of the card of people who were promised a dose, or wait for one, for the pictures."""

from datetime import date
from typing import Any

from textual.pilot import Pilot

from empfang.commands.promising import WithdrawPromise
from empfang.model import Person
from empfang.rules.on_site import OnSite
from tests.scenarios.leftover import asked, to_promise
from tests.scenarios.test_contradictions import recorded
from tests.screens import leftover_states as leftover
from tests.screens.conftest import Front, press, settle, type_in
from tests.screens.states import opened, state
from tests.times import at

LIGHT_TOO = ("promised_card", "promised_late_none")


def promised(front: Front, time: str = "18:40", drawn: int = 3, **more: Any) -> list[Person]:
    """Hannelore Meier of the waiting list was promised one."""
    people = leftover.in_the_evening(front, drawn=drawn)
    asked(front.here, to_promise(people[0], at(time), **more))
    front.here.sync()
    return people


@state
async def promised_card(front: Front, pilot: Pilot[None]) -> None:
    promised(front, persons=2)
    await opened(front, pilot, "mei 50")


@state
async def promised_results(front: Front, pilot: Pilot[None]) -> None:
    people = promised(front, "18:10")
    asked(front.here, to_promise(people[1], at("18:40")))
    front.here.sync()
    front.world.wall.set("18:26")
    await type_in(pilot, "50")
    await settle(pilot, 0.25)


@state
async def promised_late_left(front: Front, pilot: Pilot[None]) -> None:
    promised(front, "18:10")
    front.world.wall.set("18:30")
    await opened(front, pilot, "mei 50")


@state
async def promised_late_none(front: Front, pilot: Pilot[None]) -> None:
    people = promised(front, "18:10", drawn=1)
    front.world.wall.set("18:30")
    asked(front.here, to_promise(people[1], at("18:50")))
    front.here.sync()
    await opened(front, pilot, "mei 50")


@state
async def promised_withdrawn(front: Front, pilot: Pilot[None]) -> None:
    wanted = to_promise(leftover.in_the_evening(front)[0])
    asked(front.here, wanted)
    front.here.sync()
    front.world.wall.set("18:12")
    recorded(front.here, WithdrawPromise(promise_id=wanted.promise_id, person_id=wanted.person_id))
    front.here.sync()
    await opened(front, pilot, "mei 50")


@state
async def promised_admitted(front: Front, pilot: Pilot[None]) -> None:
    await promised_card(front, pilot)
    await settle(pilot)
    await press(pilot, "enter")


@state
async def promised_companion_asked(front: Front, pilot: Pilot[None]) -> None:
    await promised_card(front, pilot)
    await press(pilot, "m")
    await type_in(pilot, "Karl Weiss")
    await press(pilot, "enter")


@state
async def promised_companion(front: Front, pilot: Pilot[None]) -> None:
    await promised_card(front, pilot)
    await press(pilot, "m")
    await type_in(pilot, "Weiss, Karl 3.4.52")
    await press(pilot, "enter")


@state
async def on_site_asked(front: Front, pilot: Pilot[None]) -> None:
    leftover.in_the_evening(front)
    await opened(front, pilot, "seifert")
    await press(pilot, "h")


@state
async def on_site_noted(front: Front, pilot: Pilot[None]) -> None:
    await on_site_asked(front, pilot)
    await press(pilot, "1")


@state
async def on_site_list(front: Front, pilot: Pilot[None]) -> None:
    """Twenty to seven: three on site, two doses, nobody who is called would be in time."""
    three_on_site(front)
    await leftover.listed(front, pilot)


def three_on_site(front: Front) -> list[Person]:
    """Staff, a companion, and somebody who was let in."""
    people = leftover.in_the_evening(front, drawn=2, last_jab="19:20")
    front.world.wall.set("18:10")
    staff = front.world.person("Pflug, Paula", str(date(1980, 2, 1)), **leftover.HERE)
    companion = front.world.person("Kurz, Vera", str(date(1970, 1, 1)), **leftover.HERE)
    walk_in = front.world.person("Lang, Till", str(date(1960, 3, 2)), **leftover.HERE)
    front.here.sync()
    front.here.desk.people_here.note(staff.id, OnSite.STAFF)
    front.here.desk.people_here.note(companion.id, OnSite.COMPANION)
    front.world.wall.set("18:20")
    front.here.desk.walk_in(walk_in.id, "fragt nach einer Restdosis")
    front.here.sync()
    front.world.wall.set("18:40")
    return [walk_in, companion, staff, *people]


@state
async def on_site_call(front: Front, pilot: Pilot[None]) -> None:
    three_on_site(front)
    await leftover.called(front, pilot)


@state
async def on_site_yes(front: Front, pilot: Pilot[None]) -> None:
    await on_site_call(front, pilot)
    await press(pilot, "j", "n", "n", "n")


@state
async def on_site_granted(front: Front, pilot: Pilot[None]) -> None:
    """The second of them: she goes to the reception."""
    await on_site_yes(front, pilot)
    await press(pilot, "enter")
    await leftover.answered(front, pilot)
    await press(pilot, "enter", "enter")
    await leftover.answered(front, pilot)
    await press(pilot, "j", "n", "n", "n", "enter")
    await leftover.answered(front, pilot)


@state
async def on_site_locked(front: Front, pilot: Pilot[None]) -> None:
    """Outside the hours for calls one may ask who is here."""
    front.world.wall.set("18:00")
    three_on_site(front)
    leftover.centre(front.world, hours="Mo-Fr 08:00-17:00", last_jab="19:20")
    front.world.wall.set("18:40")
    front.here.sync()
    await leftover.listed(front, pilot)


@state
async def end_leftover_open(front: Front, pilot: Pilot[None]) -> None:
    """Somebody is reserved, and a dose that was granted late has not been offered."""
    leftover.in_the_evening(front)
    await leftover.asked(front, pilot)
    front.world.wall.go_on(seconds=4)
    leftover.screen(front).second()
    await press(pilot, "n")
    await leftover.answered(front, pilot)
    await press(pilot, "enter")
    await leftover.answered(front, pilot)
    await press(pilot, "ctrl+q")
