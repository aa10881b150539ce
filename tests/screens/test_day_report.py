"""The day's report at F4: one key shows it, another prints it."""

import pytest

from empfang.desk import DayReport
from tests.screens import leftover_states as states
from tests.screens.conftest import HOSTILE, Front, press

SMALL, LARGE = (80, 24), (120, 36)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_one_key_shows_what_became_of_the_doses_and_whether_it_adds_up(
    front: Front, size: tuple[int, int]
) -> None:
    states.a_day(front)
    async with front.app.run_test(size=size) as pilot:
        await states.listed(front, pilot)
        await press(pilot, "b")
        front.said(
            "Tagesbericht Restdosen",
            "Impfstoff Fläschchen aufgezogen gegeben verworfen übrig",
            "Comirnaty 1 6 0 1 4",
            "‼ Comirnaty geht nicht auf, es fehlen: 1. Um 18:00 wurden 5 gezählt",
            "Comirnaty verworfen: 1 gefallen",
            "Chargen: FH4090",
            "p drucken",
        )
        await press(pilot, "pagedown")
        front.said("Anrufe: 2, erreicht: 1", "Dosen zugesagt: 1 – 0 gekommen, 1 erwartet")
        await press(pilot, "escape")
        front.said("Nächster Anruf")


async def test_it_is_printed_and_without_a_printer_that_is_said(front: Front) -> None:
    states.a_day(front)
    printed: list[DayReport] = []
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        await press(pilot, "b", "p")
        front.said("An diesem Platz ist kein Drucker eingerichtet.")
        front.here.desk.printouts.use(None, None, print_report=printed.append)
        await press(pilot, "b", "p")
        front.said("Der Bericht wird gedruckt.")
        assert [each.calls.promised for each in printed] == [1]


async def test_reasons_that_mean_harm_are_plain_text(front: Front) -> None:
    states.a_day(front)
    dose = front.here.desk.calling.overview().doses[0].found.dose
    for each in HOSTILE.values():
        front.here.desk.doses.discard(dose, 1, each[:150])
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        await press(pilot, "b", "pagedown")
        assert "\x1b" not in front.text()
