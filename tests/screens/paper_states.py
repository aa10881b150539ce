"""How to bring slips, lists and Nacherfassen into each state that matters: for the pictures."""

from textual.pilot import Pilot

from empfang.errors import Problem
from empfang.paper.values import Slip
from empfang.rules.line_numbers import line_number
from empfang.texts import printouts as t
from empfang.texts import say
from empfang.texts.problems import words_for
from tests.screens.conftest import HOSTILE, Front, settle, type_in
from tests.screens.states import hostile_people, opened, state
from tests.screens.transfer_states import booking
from tests.world import Place

LIGHT_TOO = ("late_lines",)
"""States of which there are pictures in light colours as well."""


class Printer:
    """Slips that were to be printed, and lists that were asked for."""

    def __init__(self, place: Place) -> None:
        self.slips: list[tuple[str, bool]] = []
        self.lists = 0
        place.desk.printouts.use(self._print, self._write)

    def _print(self, slip: Slip, asked: bool) -> None:
        self.slips.append((slip.day_number, asked))

    def _write(self) -> None:
        self.lists += 1


def number(front: Front, code: str) -> str:
    """The line of whoever has this code."""
    return line_number(booking(front, code).id)


async def enter(pilot: Pilot[None], text: str) -> None:
    """Type a line and press Enter."""
    await type_in(pilot, text)
    await pilot.press("enter")
    await settle(pilot)


@state
async def late_empty(front: Front, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+g", "n")
    await settle(pilot)


@state
async def late_lines(front: Front, pilot: Pilot[None]) -> None:
    front.other.desk.scan("KL-AYSE-3333")
    front.other.sync()
    front.sync()
    await late_empty(front, pilot)
    await enter(pilot, f"{number(front, 'KL-AHNG-UJ5G')} 0912")
    await enter(pilot, f"{number(front, 'KL-KARL-2222')} 0913")
    await enter(pilot, f"{number(front, 'KL-DNZX-4444')} 915")
    await enter(pilot, f"{number(front, 'KL-JNAS-8888')} 0920")
    await enter(pilot, f"{number(front, 'KL-AYSE-3333')} 0931")
    await pilot.press("f8", "j")
    await settle(pilot)


@state
async def late_was_in(front: Front, pilot: Pilot[None]) -> None:
    front.other.desk.scan("KL-AYSE-3333")
    front.other.sync()
    front.sync()
    await late_empty(front, pilot)
    await enter(pilot, f"{number(front, 'KL-AYSE-3333')} 0931")


@state
async def late_refused(front: Front, pilot: Pilot[None]) -> None:
    await late_empty(front, pilot)
    right = number(front, "KL-AHNG-UJ5G")
    await enter(pilot, f"{right[:5]}{(int(right[5]) + 1) % 10} 0912")


@state
async def late_undo_question(front: Front, pilot: Pilot[None]) -> None:
    await late_empty(front, pilot)
    await enter(pilot, f"{number(front, 'KL-AHNG-UJ5G')} 0912")
    await pilot.press("f8")
    await settle(pilot)


@state
async def late_which_one(front: Front, pilot: Pilot[None]) -> None:
    seen: dict[str, str] = {}
    for place in range(3_000):
        shared, first = line_number(f"a-{place}"), seen.get(line_number(f"a-{place}"))
        if first is not None:
            break
        seen[shared] = f"a-{place}"
    for appointment_id, name in ((first, "Zwilling, Eins"), (f"a-{place}", f"Zwilling, {HOSTILE['markup']}")):
        front.world.booked(front.world.person(name, "1970-01-01"), "09:10", id=appointment_id)
    front.sync()
    await late_empty(front, pilot)
    await enter(pilot, f"{shared} 0912")


@state
async def late_hostile(front: Front, pilot: Pilot[None]) -> None:
    await hostile_people(front, pilot)
    await late_empty(front, pilot)
    for place in range(len(HOSTILE)):
        await enter(pilot, f"{number(front, f'KL-HSTL-{2222 + place}')} 0930")


@state
async def admitted_with_printer(front: Front, pilot: Pilot[None]) -> None:
    Printer(front.here)
    await opened(front, pilot, "ayse")
    await pilot.press("enter")
    await settle(pilot)


@state
async def admitted_and_the_printer_stands(front: Front, pilot: Pilot[None]) -> None:
    await admitted_with_printer(front, pilot)
    front.app.say_once(say(t.NOT_PRINTED, why=words_for(Problem("printer_stands"))), "ask")
    await settle(pilot, 0.1)
