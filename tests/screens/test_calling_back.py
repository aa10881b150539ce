"""Without the network nothing is promised; what is refused later is offered anew to those who are called back."""

from empfang.desk import Progress
from empfang.model import Appointment, AppointmentStatus
from tests.screens import call_states as states
from tests.screens.conftest import Front, press, settle

SMALL = (80, 24)


def of_the_kayas(front: Front) -> list[Appointment]:
    """What Emine and Murat have at the service, in order of time."""
    kayas = {each.id for each in front.world.state()["person"] if getattr(each, "given", "") in {"Emine", "Murat"}}
    found = [each for each in front.world.state()["appointment"] if isinstance(each, Appointment)]
    mine = [each for each in found if each.person_id in kayas and each.status is AppointmentStatus.BOOKED]
    return sorted(mine, key=lambda each: str(each.start))


async def test_everybody_of_a_refused_request_is_offered_what_is_free_now(front: Front) -> None:
    states.at_dorsten(front)
    front.progress = Progress(connected=False)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.refused_later(front, pilot)
        front.said(
            "Abgelehnt · 1", "KAYA, Emine · Termin angefragt",
            "Jetzt frei: Do 16.12. 09:00 + Fr 07.01. 09:00; ", "Zurückrufen: Emine Kaya, 0176 04069020",
            "t am Telefon anbieten",
        )  # fmt: skip
        assert of_the_kayas(front) == []
        await pilot.press("t")
        await settle(pilot, 0.3)
        front.said("Lindenweg 14", "Emine", "▸ Do 16.12. 09:00 + Fr 07.01. 09:00")
        await press(pilot, "enter", "enter", "enter")
        front.progress = Progress(connected=True)
        front.sync()
        await settle(pilot, 0.1)
        front.said("✓ GEBUCHT")
        assert len(of_the_kayas(front)) == 4
        await press(pilot, "f9")
        front.said("Alles übertragen, nichts zu klären.")


async def test_a_call_that_goes_on_is_not_dropped_for_it(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.refused_later(front, pilot)
        await press(pilot, "f3", "enter", "X", "f9")
        await pilot.press("t")
        await settle(pilot, 0.3)
        front.said("Erst dieses Gespräch beenden, dann zurückrufen.", "Name X")
        await press(pilot, "f9")
        front.said("Abgelehnt · 1")


async def test_the_end_of_the_shift_says_that_somebody_is_on_the_phone(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.at_the_places(front, pilot)
        await press(pilot, "f2", "ctrl+q")
        front.said("Am Telefon ist noch ein Gespräch offen")
        await press(pilot, "f3")
        front.said("Lindenweg 14", "▸ Do 16.12.")
