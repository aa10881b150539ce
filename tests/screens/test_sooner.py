"""A place at short notice on the telephone screen (mission D1 and D3)."""

from datetime import timedelta

from empfang.model import Appointment, AppointmentStatus
from tests.screens import call_states as states
from tests.screens.conftest import Front, press, settle, type_in
from tests.times import BERLIN, DAY

SMALL = (80, 24)


def mine(front: Front, status: AppointmentStatus) -> list[Appointment]:
    """The caller's appointments at the service, in order of time."""
    found = [each for each in front.world.state()["appointment"] if isinstance(each, Appointment)]
    return sorted(
        (each for each in found if each.centre_id == "DOR" and each.status is status), key=lambda each: str(each.start)
    )


async def test_one_place_is_proposed_with_the_second_and_the_later_ones_go_with_it(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.wants_sooner(front, pilot)
        front.said("Kurzfristig frei: Do 16.12. 09:00 + Do 06.01. 09:00. k: anbieten.", "Mo 27.12.")
        before = mine(front, AppointmentStatus.BOOKED)
        await press(pilot, "k")
        front.said("▸ Do 16.12. 09:00 + Do 06.01. 09:00", "was später gebucht ist, entfällt dann")
        assert mine(front, AppointmentStatus.BOOKED) == before
        await press(pilot, "enter")
        front.said("ANGEFRAGT")
        front.sync()
        await settle(pilot, 0.1)
        front.said("✓ GEBUCHT – bitte vorlesen Entfallen: Mo 27.12.", "Erste Impfung Donnerstag, 16. Dezember, 9 Uhr")
        front.unsaid("Erste Impfung Montag, 27. Dezember")
    after = mine(front, AppointmentStatus.BOOKED)
    assert [each.start.astimezone(BERLIN).date() for each in after if each.start] == [
        DAY + timedelta(days=1), DAY + timedelta(days=22),
    ]  # fmt: skip
    gone = mine(front, AppointmentStatus.CANCELLED)
    assert [each.id for each in gone] == [each.id for each in before]
    assert {each.replaced_by_id for each in gone} == {after[0].id}


async def test_days_that_are_too_far_ahead_are_not_offered(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.sooner_places(front, pilot)
        for _ in range(9):
            await press(pilot, "right")
        front.said("▸ Fr 17.12.")
        front.unsaid("Mo 20.12. 0", "w Warteliste")
        await press(pilot, "escape")
        front.said("k kurzfristig", "Kurzfristig frei: Do 16.12.")
    assert len(mine(front, AppointmentStatus.BOOKED)) == 2


async def test_whoever_may_not_have_one_hears_why(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.wants_sooner(front, pilot, way="phone")
        front.unsaid("Kurzfristig frei")
        await press(pilot, "k")
        front.said("Kurzfristig geht nicht: ")
    assert len(mine(front, AppointmentStatus.BOOKED)) == 2


async def test_whoever_cannot_have_a_place_waits_in_turn_or_before_others(front: Front) -> None:
    states.at_dorsten(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.told_of_doses(front, pilot)
        await press(pilot, "w")
        front.said("Auf die Warteliste: wie?", "1 der Reihe nach", "2 mit Vorrang")
        await press(pilot, "escape")
        front.said("Kaya", "w Warteliste")
        assert mine(front, AppointmentStatus.WAITLIST) == []
        await press(pilot, "w", "2")
        front.said("✓ Emine Kaya steht mit Vorrang auf der Warteliste.")
        front.sync()
        await settle(pilot)
        await press(pilot, "a")
        await type_in(pilot, "kaya 58")
        await press(pilot, "enter", "g")
        front.said("Warteliste mit Vorrang, seit 15.12.")
    [waiting] = mine(front, AppointmentStatus.WAITLIST)
    assert waiting.priority == 1
