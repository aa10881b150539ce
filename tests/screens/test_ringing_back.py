"""Somebody rings who was called for a leftover dose: at F3 it is seen, and one key goes on with it at F4."""

import pytest
from textual.pilot import Pilot

from empfang.model import CallAttempt, Promise
from empfang.rules.call_outcomes import CallOutcome
from empfang.screens.leftover import LeftoverScreen
from empfang.screens.telephone import TelephoneScreen
from tests.screens import leftover_states as states
from tests.screens.conftest import Front, press, settle, type_in

SMALL, LARGE = (80, 24), (120, 36)


async def rings(front: Front, pilot: Pilot[None]) -> None:
    """The first one was called, a mailbox was left, and they ring."""
    states.in_the_evening(front)
    front.here.desk.calling.record("w0", CallOutcome.MAILBOX, number="+49631123450")
    front.here.sync()
    await on_the_page(pilot)


async def on_the_page(pilot: Pilot[None]) -> None:
    """Whoever rings is found, and may hear it."""
    await press(pilot, "f3", "v")
    await type_in(pilot, "meier 1950")
    await settle(pilot, 0.25)
    await press(pilot, "enter", "g")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_page_tells_what_came_of_the_call_and_how_it_stands_now(front: Front, size: tuple[int, int]) -> None:
    async with front.app.run_test(size=size) as pilot:
        await rings(front, pilot)
        front.said(
            "heute 18:00 angerufen wegen einer übrigen Dosis: Mailbox", "frei: 3 Comirnaty", "zusagbar", "r Restdosis"
        )


@pytest.mark.parametrize("was_open", [False, True])
async def test_one_key_takes_the_call_to_the_leftover_doses(front: Front, *, was_open: bool) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        if was_open:
            await press(pilot, "f4")
        await rings(front, pilot)
        await press(pilot, "r")
        await settle(pilot, 0.1)
        assert isinstance(front.app.screen, LeftoverScreen)
        front.said("Meier, Hannelore wird reserviert")
        await states.answered(front, pilot)
        front.said("ANRUF Meier, Hannelore ruft selbst an")
        front.unsaid("Enter wählen")
        await press(pilot, "j", "n", "n", "n", "1", "enter")
        await states.answered(front, pilot)
        front.said("ZUGESAGT bis")
        await press(pilot, "enter")
        assert len(front.here.records(Promise)) == 1
        found = [each for each in front.here.records(CallAttempt) if isinstance(each, CallAttempt)]
        assert sorted(each.outcome for each in found) == ["mailbox", "promised"]
        await press(pilot, "f3")
        assert isinstance(front.app.screen, TelephoneScreen)
        assert not front.app.screen.in_a_call, "the next call can come"


async def test_an_outcome_is_recorded_as_of_any_call(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await rings(front, pilot)
        await press(pilot, "r")
        await states.answered(front, pilot)
        await press(pilot, "6")
        found = [each for each in front.here.records(CallAttempt) if isinstance(each, CallAttempt)]
        assert sorted(each.outcome for each in found) == ["mailbox", "not_today"]


async def test_while_a_call_goes_on_there_nobody_is_dropped(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        states.in_the_evening(front)
        front.here.desk.calling.record("w0", CallOutcome.MAILBOX, number="+49631123450")
        front.here.sync()
        await states.listed(front, pilot)
        await press(pilot, "enter")
        await states.answered(front, pilot)
        await on_the_page(pilot)
        await press(pilot, "r")
        front.said("Bei F4 läuft schon ein Anruf")
        await press(pilot, "f3")
        front.said("angerufen wegen einer übrigen Dosis")
