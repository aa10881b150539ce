"""Strg+Q while somebody is called for a leftover dose, or a dose that was granted has not been told."""

from empfang.model import CallAttempt, CallLease
from empfang.screens.leftover import LeftoverScreen
from empfang.screens.leftover_call import Stage
from tests.screens import leftover_states as leftover
from tests.screens.conftest import Front, press, settle

SMALL = (80, 24)


def reserved(front: Front) -> list[str]:
    """Whom this desk holds at the service."""
    front.sync()
    now = front.world.wall.moment
    found = [each for each in front.here.records(CallLease) if isinstance(each, CallLease)]
    return [each.person_id for each in found if each.until > now]


async def test_an_open_call_is_told_and_f4_leads_back_to_it(front: Front) -> None:
    leftover.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await leftover.called(front, pilot)
        await press(pilot, "f2", "ctrl+q")
        front.said("Bei den Restdosen ist noch ein Anruf offen", "F4 Restdosen")
        front.unsaid("nichts ist offen")
        await press(pilot, "f4")
        await settle(pilot, 0.05)
        assert isinstance(front.app.screen, LeftoverScreen)
        assert front.app.screen._stage is Stage.CALL
        assert reserved(front) == ["w0"]


async def test_ending_gives_back_who_was_not_dialled_before_anything_is_sent(front: Front) -> None:
    leftover.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await leftover.called(front, pilot)
        await press(pilot, "ctrl+q", "enter")
        assert reserved(front) == []
        assert front.here.records(CallAttempt) == []
        await settle(pilot, 0.3)
        assert front.app._exit, "it was sent before the end"


async def test_who_was_dialled_is_not_given_back_as_if_nobody_had_called(front: Front) -> None:
    leftover.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await leftover.called(front, pilot)
        await press(pilot, "enter", "ctrl+q", "enter")
        assert reserved(front) == ["w0"]


async def test_a_dose_that_nobody_was_told_of_is_told_also_after_a_restart(front: Front) -> None:
    leftover.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await leftover.granted(front, pilot)
    front.here.restart()
    front.new_app()
    async with front.app.run_test(size=SMALL) as pilot:
        await press(pilot, "ctrl+q")
        front.said("1 übrige Dosis ist zugesagt und niemandem gesagt: F4", "F4 Restdosen")
        assert front.here.desk.shift_end().untold == 1


async def test_when_it_was_told_nothing_is_open(front: Front) -> None:
    leftover.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await leftover.granted(front, pilot)
        await press(pilot, "enter")
        front.sync()
        await press(pilot, "ctrl+q")
        front.unsaid("F4 Restdosen", "niemandem gesagt")
