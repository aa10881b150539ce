"""How to bring the cover, the change of operator and the end of the shift into each state: for the pictures."""

from textual.pilot import Pilot

from empfang.model import DoseKind, Operator, Outcome, Role
from empfang.texts import say, use_language
from empfang.texts import shift as t
from empfang.widgets.lines import Lines
from tests.screens.conftest import HOSTILE, Front, settle, type_in
from tests.screens.paper_states import Printer
from tests.screens.states import offline, opened, person_and_appointment, state
from tests.screens.transfer_states import admitted_twice, booking, refused_move
from tests.times import at

LIGHT_TOO = ("end_everything", "privacy", "privacy_pin_wrong", "sign_in")
"""States of which there are pictures in light colours as well."""
PIN = "2468"


def colleagues(front: Front) -> None:
    """Two more who work here, one of them coordinating."""
    front.world.put(Operator(id="op-2", name="Çelik, Ebru", centre_ids=("KL",)))
    front.world.put(Operator(id="op-3", name="Ries, Tim", role=Role.COORDINATOR, centre_ids=("KL",)))
    front.here.sync()


@state
async def privacy(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "ayse")
    await pilot.press("ctrl+l")
    await settle(pilot)


async def paused(front: Front, pilot: Pilot[None]) -> None:
    """Covered after a pause."""
    await opened(front, pilot, "ayse")
    covering = front.app._covering
    covering._idle_s, covering._touched_s = 300.0, float("-inf")
    covering.look()
    covering._idle_s = 0.0
    await settle(pilot)


@state
async def privacy_after_a_pause(front: Front, pilot: Pilot[None]) -> None:
    front.here.desk.set_pin(PIN)
    await paused(front, pilot)


@state
async def privacy_pin_wrong(front: Front, pilot: Pilot[None]) -> None:
    await privacy_after_a_pause(front, pilot)
    await pilot.press(*"1357", "enter", *"13")
    await settle(pilot)


@state
async def sign_in(front: Front, pilot: Pilot[None]) -> None:
    colleagues(front)
    await pilot.press("ctrl+l", "ctrl+l")
    await settle(pilot)


@state
async def sign_in_with_something_open(front: Front, pilot: Pilot[None]) -> None:
    colleagues(front)
    front.world.put(Operator(id="op-4", name=HOSTILE["markup"], centre_ids=("KL",)))
    front.world.put(Operator(id="op-5", name=HOSTILE["long"], centre_ids=("KL",)))
    front.here.sync()
    await opened(front, pilot, "KL-AYSE-3333")
    await opened(front, pilot, "KL-AYSE-3333")
    await pilot.press("w")
    await settle(pilot)
    await type_in(pilot, "kam zur")
    await pilot.press("ctrl+l", "ctrl+l")
    await settle(pilot)


@state
async def pin_set(front: Front, pilot: Pilot[None]) -> None:
    front.app.action_pin()
    await settle(pilot)
    await pilot.press(*"123", "enter")
    await settle(pilot)


@state
async def pin_changed(front: Front, pilot: Pilot[None]) -> None:
    front.here.desk.set_pin(PIN)
    front.app.action_pin()
    await settle(pilot)
    await pilot.press(*PIN, "enter")
    await settle(pilot)


@state
async def end_nothing(front: Front, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+q")
    await settle(pilot)


@state
async def end_offline(front: Front, pilot: Pilot[None]) -> None:
    front.here.desk.scan("KL-AYSE-3333")
    front.here.desk.scan("KL-DNZX-4444")
    front.progress = offline(front, unsent=2)
    await end_nothing(front, pilot)


@state
async def end_sending(front: Front, pilot: Pilot[None]) -> None:
    front.here.desk.scan("KL-AYSE-3333")
    await end_nothing(front, pilot)
    await pilot.press("enter")
    await settle(pilot)
    # The picture stands still.
    page = front.app.screen
    page._until_s = None  # type: ignore[attr-defined]
    page.query_one("#note", Lines).put(((say(t.END_SENDING, number=1, seconds=8), "ask"),))


def everything(front: Front) -> None:
    """Late in the evening nearly everything is open."""
    printer = Printer(front.here)
    hanging(front)
    refused_move(front)
    admitted_twice(front, "KL-KARL-2222")
    front.other.sync()
    front.here.sync()
    front.world.wall.set("17:20")
    lutz = booking(front, "KL-KRNL-7777")
    front.here.desk.change_person(lutz.person_id, {"town": "Otterberg"})
    slot = front.world.slot("17:40", 3)
    front.here.desk.book(lutz.person_id, slot.id, "KL:online", DoseKind.SECOND)
    front.here.desk.book(lutz.person_id, slot.id, "KL:online", DoseKind.FIRST)
    numbers = tuple(f"1-00{place}" for place in range(1, 8))
    front.here.desk.printouts.use(printer._print, printer._write, lambda: numbers)
    front.progress = offline(front, unsent=3)


def hanging(front: Front) -> None:
    """Of three admitted in the morning one has had the dose, and one has gone."""
    desk = front.here.desk
    for code in ("KL-AYSE-3333", "KL-DNZX-4444", "KL-AHNG-UJ5G", "KL-RTHX-2345"):
        desk.admit(*person_and_appointment(front, code))
    admissions = desk.last_admissions()
    desk.left(admissions[0].encounter_id)
    given = desk._reading.encounter(admissions[1].encounter_id)
    front.here.sync()
    assert given is not None
    front.world.put(given.with_(outcome=Outcome.VACCINATED, left_at=at("10:05")))
    front.here.sync()


@state
async def end_everything(front: Front, pilot: Pilot[None]) -> None:
    everything(front)
    await end_nothing(front, pilot)


@state
async def end_english(front: Front, pilot: Pilot[None]) -> None:
    everything(front)
    use_language("en")
    await end_nothing(front, pilot)
