"""How to bring the app into each state that matters: for the pictures."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from textual.pilot import Pilot

from empfang.desk import Download, Progress
from empfang.model import Appointment
from tests.screens.conftest import HOSTILE, Front, settle, type_in
from tests.times import at

State = Callable[[Front, Pilot[None]], Awaitable[None]]
STATES: dict[str, State] = {}


def state(function: State) -> State:
    """Enter it under its name."""
    STATES[function.__name__] = function  # type: ignore[attr-defined]
    return function


async def opened(front: Front, pilot: Pilot[None], text: str) -> None:
    """Type and open the card."""
    await type_in(pilot, text)
    await pilot.press("enter")
    await settle(pilot)


@state
async def reception_empty(front: Front, pilot: Pilot[None]) -> None:
    await settle(pilot)


@state
async def results(front: Front, pilot: Pilot[None]) -> None:
    await type_in(pilot, "mei 41")
    await pilot.press("down")
    await settle(pilot, 0.25)


@state
async def similar(front: Front, pilot: Pilot[None]) -> None:
    await type_in(pilot, "mayer")
    await settle(pilot, 0.25)


@state
async def nobody(front: Front, pilot: Pilot[None]) -> None:
    await type_in(pilot, "xaverius")
    await settle(pilot, 0.25)


@state
async def namesakes(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "mei 41")


@state
async def card_admit(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "ayse")


@state
async def card_late(front: Front, pilot: Pilot[None]) -> None:
    front.world.wall.set("13:00")
    await opened(front, pilot, "ayse")


@state
async def admitted(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "ayse")
    await pilot.press("enter")
    await settle(pilot)


@state
async def already_in(front: Front, pilot: Pilot[None]) -> None:
    await admitted(front, pilot)
    await opened(front, pilot, "ayse")


@state
async def admitted_at_other_desk(front: Front, pilot: Pilot[None]) -> None:
    front.other.desk.admit(*person_and_appointment(front, "KL-AYSE-3333"))
    front.other.sync()
    front.sync()
    await settle(pilot, 0.1)
    await opened(front, pilot, "ayse")


@state
async def readmission_reason(front: Front, pilot: Pilot[None]) -> None:
    await already_in(front, pilot)
    await pilot.press("w")
    await settle(pilot)
    await type_in(pilot, "von der arztin")


@state
async def readmitted(front: Front, pilot: Pilot[None]) -> None:
    await readmission_reason(front, pilot)
    await pilot.press("enter")
    await settle(pilot)


@state
async def asks_before_leaving(front: Front, pilot: Pilot[None]) -> None:
    await already_in(front, pilot)
    await pilot.press("x")
    await settle(pilot)


@state
async def left(front: Front, pilot: Pilot[None]) -> None:
    await asks_before_leaving(front, pilot)
    await pilot.press("j")
    await settle(pilot)


@state
async def other_day(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "lutz")


@state
async def other_day_full(front: Front, pilot: Pilot[None]) -> None:
    fill_today(front)
    front.sync()
    await settle(pilot, 0.1)
    await opened(front, pilot, "lutz")


@state
async def move_requested(front: Front, pilot: Pilot[None]) -> None:
    await other_day(front, pilot)
    await pilot.press("u")
    await settle(pilot)


@state
async def move_requested_offline(front: Front, pilot: Pilot[None]) -> None:
    front.progress = offline(front)
    await move_requested(front, pilot)
    front.app.engine_progress(front.progress)
    await settle(pilot, 0.1)


@state
async def move_granted(front: Front, pilot: Pilot[None]) -> None:
    await move_requested(front, pilot)
    front.sync()
    await settle(pilot, 0.1)


@state
async def move_refused(front: Front, pilot: Pilot[None]) -> None:
    front.world.slot("14:20", 2)
    await move_requested(front, pilot)
    fill_today(front)
    front.sync()
    await settle(pilot, 0.1)


@state
async def other_centre(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "DA-DTER-9999")


@state
async def cancelled(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "abel")


@state
async def unknown_code(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "KL-2222-NNNN")


@state
async def too_early(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "ott wer")


@state
async def waiting_list(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "ehlert")


@state
async def no_appointment(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "falk")


@state
async def choose_appointment(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "roth")


@state
async def offline_status(front: Front, pilot: Pilot[None]) -> None:
    front.progress = offline(front, unsent=17)
    front.app.engine_progress(front.progress)
    await settle(pilot, 0.1)


@state
async def first_download(front: Front, pilot: Pilot[None]) -> None:
    front.progress = Progress(connected=True, download=Download(1200, 4300))
    front.app.engine_progress(front.progress)
    await settle(pilot, 0.1)


@state
async def blocked(front: Front, pilot: Pilot[None]) -> None:
    front.progress = Progress(connected=True, blocked="denied", unsent=3)
    front.app.engine_progress(front.progress)
    await settle(pilot, 0.1)


@state
async def help_page(front: Front, pilot: Pilot[None]) -> None:
    await pilot.press("f1")
    await settle(pilot)


@state
async def help_keys(front: Front, pilot: Pilot[None]) -> None:
    await pilot.press("question_mark", "pagedown", "pagedown")
    await settle(pilot)


@state
async def palette(front: Front, pilot: Pilot[None]) -> None:
    await opened(front, pilot, "lutz")
    await pilot.press("ctrl+p")
    await settle(pilot)


@state
async def person_page(front: Front, pilot: Pilot[None]) -> None:
    front.here.desk.admit(*person_and_appointment(front, "KL-AHNG-UJ5G"))
    await opened(front, pilot, "KL-AHNG-UJ5G")
    await pilot.press("d")
    await settle(pilot)


@state
async def person_page_refuses(front: Front, pilot: Pilot[None]) -> None:
    await person_page(front, pilot)
    await pilot.press("ctrl+e", *["backspace"] * 30)
    await type_in(pilot, "0171 nein")
    await pilot.press("ctrl+s")
    await settle(pilot)


@state
async def undo_list(front: Front, pilot: Pilot[None]) -> None:
    for code in ("KL-AYSE-3333", "KL-DNZX-4444", "KL-AHNG-UJ5G"):
        front.here.desk.scan(code)
        front.world.wall.go_on(minutes=1)
    await pilot.press("f8")
    await settle(pilot)


@state
async def undo_question(front: Front, pilot: Pilot[None]) -> None:
    await undo_list(front, pilot)
    await pilot.press("2")
    await settle(pilot)


@state
async def undone(front: Front, pilot: Pilot[None]) -> None:
    await undo_question(front, pilot)
    await pilot.press("j")
    await settle(pilot)


@state
async def hostile_names(front: Front, pilot: Pilot[None]) -> None:
    await hostile_people(front, pilot)
    await type_in(pilot, "27.5.55")
    await settle(pilot, 0.25)


@state
async def hostile_card(front: Front, pilot: Pilot[None]) -> None:
    await hostile_people(front, pilot)
    await opened(front, pilot, "langlang")


async def hostile_people(front: Front, pilot: Pilot[None]) -> None:
    """People whose names would break a careless screen, one minute after the other."""
    for minute, (name, text) in enumerate(HOSTILE.items()):
        nasty = {"street": text, "town": text, "needs": (text,), "id": f"hostile-{name}"}
        person = front.world.person(f"{text}, {text}", "1955-05-27", **nasty)
        front.world.booked(person, f"09:{40 + minute}", code=f"KL-HSTL-{2222 + minute}")
    nameless = front.world.person(" , ", "1955-05-27", id="hostile-nameless")
    front.world.booked(nameless, "09:59", code="KL-HSTL-2299")
    front.sync()
    await settle(pilot, 0.1)


def person_and_appointment(front: Front, code: str) -> tuple[str, str]:
    """Who has this code, and the appointment."""
    [appointment] = [each for each in front.other.records(Appointment) if each.code == code]
    return appointment.person_id, appointment.id


def offline(front: Front, unsent: int = 1) -> Progress:
    """Since 09:03."""
    return replace(Progress(), connected=False, offline_since=at("09:03"), unsent=unsent)


def fill_today(front: Front) -> None:
    """Somebody else takes today's free places."""
    slot = front.world.slot("14:10", 3)
    for number in range(3):
        taker = front.world.person(f"Nehmer, Nr{number}", "1970-01-01")
        front.world.booked(taker, "14:10", code=f"KL-TAKE-{number}", slot_id=slot.id, contingent_id="KL:online")
