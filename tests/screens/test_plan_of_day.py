"""The plan of the day: a coordinator lifts a tolerance or assigns vaccines; others are told whose it is."""

from empfang.model import Operator, Role
from empfang.screens.day_plan import PlanOfDay
from tests.screens.conftest import Front, press, settle, type_in
from tests.screens.papers_states import coordinator
from tests.screens.states import opened

SMALL = (80, 24)


async def test_who_is_too_early_comes_in_once_the_coordinator_lifts_that_here_and_at_the_other_desk(
    front: Front,
) -> None:
    await coordinator(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "ott wer")
        front.said("ZU FRÜH")
        await press(pilot, "ctrl+g", "p")
        front.said("[ ] zu früh ist erlaubt")
        await press(pilot, "space", "enter")
        front.said("Tagesplan gemerkt")
        front.sync()
        front.other.sync()
        assert front.other.desk.day_plan().early_lifted
        front.unsaid("ZU FRÜH")
        await settle(pilot, 0.8)
        await press(pilot, "enter")
        front.said("✓ AUFGENOMMEN", "OTT, Werner")


async def test_without_the_tick_it_is_as_always_again(front: Front) -> None:
    await coordinator(front)
    assert front.here.desk.plan_today(early_minutes=24 * 60).done
    async with front.app.run_test(size=SMALL) as pilot:
        await press(pilot, "ctrl+g", "p")
        front.said("[x] zu früh ist erlaubt")
        await press(pilot, "space", "enter")
        await opened(front, pilot, "ott wer")
        front.said("ZU FRÜH")


async def test_a_vaccine_is_assigned_to_a_lane_and_nothing_changed_records_nothing(front: Front) -> None:
    await coordinator(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await press(pilot, "ctrl+g", "p", "enter")
        front.said("nichts geändert")
        assert front.here.lines() == []
        await press(pilot, "ctrl+g", "p", "down", "down", "space", "enter")
        assert front.here.desk.day_plan().given == {(1, "Comirnaty")}
        await press(pilot, "ctrl+g", "p", "space", "escape")
        assert not front.here.desk.day_plan().early_lifted


async def test_a_clerk_is_not_offered_it_and_is_told_whose_it_is(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await press(pilot, "ctrl+g")
        front.unsaid("Tagesplan")
        await press(pilot, "p")
        assert not isinstance(front.app.screen, PlanOfDay)
        front.said("Den Tagesplan ändert die Koordination")
        await press(pilot, "ctrl+p")
        await type_in(pilot, "tagesplan")
        front.unsaid("Tagesplan des Zentrums")


async def test_an_open_card_follows_what_the_coordinator_sets_at_another_desk(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "ott wer")
        front.said("ZU FRÜH")
        front.world.put(Operator(id="op-2", name="Weber, Ines", role=Role.COORDINATOR, centre_ids=("KL",)))
        front.other.sync()
        front.other.desk.sign_in("op-2")
        assert front.other.desk.plan_today(early_minutes=24 * 60).done
        front.other.sync()
        front.sync()
        await settle(pilot, 0.2)
        front.unsaid("ZU FRÜH")


async def test_what_callers_are_told_is_written_by_the_coordinator_and_stands_at_the_telephones(front: Front) -> None:
    await coordinator(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await press(pilot, "ctrl+g", "p")
        front.said("INFO am Telefon: keine")
        await press(pilot, "i")
        await type_in(pilot, "Januar: [b]noch offen[/b].")
        await press(pilot, "enter")
        front.said("INFO am Telefon: Januar: [b]noch offen[/b].")
        assert front.here.lines() == []
        await settle(pilot, 0.8)
        await press(pilot, "enter")
        front.said("Tagesplan gemerkt")
        await press(pilot, "f3")
        front.said("INFO 09:40 Januar: [b]noch offen[/b].")
        front.sync()
        front.other.sync()
        assert front.other.desk.hotline.places().info == "Januar: [b]noch offen[/b]."
        await press(pilot, "f2", "ctrl+g", "p", "i")
        for _ in range(40):
            await pilot.press("backspace")
        await press(pilot, "enter")
        await settle(pilot, 0.8)
        await press(pilot, "enter", "f3")
        front.unsaid("INFO")
