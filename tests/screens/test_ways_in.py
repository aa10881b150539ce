"""Each card names a way in, or what is in the way and how to deal with it."""

from typing import cast

import pytest
from textual.pilot import Pilot

from empfang.model import Appointment, AppointmentStatus, Encounter, Person
from tests.screens.conftest import Front, settle
from tests.screens.papers_states import with_rules
from tests.screens.states import opened
from tests.world import at

SMALL = (80, 24)
WALK_IN = ("2021-12-15 08:00-19:00",)


async def keys(pilot: Pilot[None], *names: str) -> None:
    for name in names:
        await pilot.press(name)
        await settle(pilot)


def visits(front: Front) -> list[Encounter]:
    return [cast(Encounter, each) for each in front.here.records(Encounter)]


def child(front: Front, status: AppointmentStatus) -> Person:
    """Somebody of 13 years on the waiting list, or whose appointment was cancelled."""
    person = front.world.person("Sommer, Mia", "2008-03-03")
    if status is AppointmentStatus.CANCELLED:
        front.world.booked(person, status=status, cancelled_at=at("07:00"))
    else:
        waits = Appointment(id="w", person_id=person.id, centre_id="KL", status=status, waiting_since=at("08:00"))
        front.world.put(waits)
    return person


@pytest.mark.parametrize("status", [AppointmentStatus.WAITLIST, AppointmentStatus.CANCELLED])
async def test_a_minor_without_an_appointment_is_told_what_the_centre_asks_and_comes_in_with_it(
    front: Front, status: AppointmentStatus
) -> None:
    child(front, status)
    async with front.app.run_test(size=SMALL) as pilot:
        await with_rules(front, pilot, walk_in=WALK_IN)
        await opened(front, pilot, "sommer")
        front.said("Ohne Termin fehlt noch: Sorgeberechtigte")
        await keys(pilot, "n")
        assert visits(front) == []
        await keys(pilot, "p")
        await keys(pilot, "j", "j")
        await settle(pilot, 0.4)  # so soon after a letter an Enter is a scanner's
        await keys(pilot, "enter")
        front.said("n: ohne Termin aufnehmen (bis 19:00)")
        await keys(pilot, "n", "j")
        front.said("✓ AUFGENOMMEN", "Ohne Termin aufgenommen.")
        assert len(visits(front)) == 1


async def test_a_doctor_may_let_a_minor_in_without_an_appointment(front: Front) -> None:
    child(front, AppointmentStatus.WAITLIST)
    async with front.app.run_test(size=SMALL) as pilot:
        await with_rules(front, pilot, walk_in=WALK_IN)
        await opened(front, pilot, "sommer")
        await keys(pilot, "a", *"weber", "enter")
        await keys(pilot, "n", "j")
        front.said("✓ AUFGENOMMEN")
