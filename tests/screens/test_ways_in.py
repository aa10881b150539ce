"""Each card names a way in, or what is in the way and how to deal with it."""

from typing import cast

import pytest
from textual.pilot import Pilot

from empfang.model import Appointment, AppointmentStatus, Encounter, Outcome, Person, Record
from tests.screens.conftest import Front, press, settle
from tests.screens.papers_states import which_other_vaccine, with_rules
from tests.screens.states import opened
from tests.times import at

SMALL = (80, 24)
WALK_IN = ("2021-12-15 08:00-19:00",)


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
        await press(pilot, "n")
        assert visits(front) == []
        await press(pilot, "p")
        front.said("[ ] Sorgeberechtigte · anwesend · beide unterschreiben")
        await press(pilot, "j", "j")
        await settle(pilot, 0.4)  # so soon after a letter an Enter is a scanner's
        await press(pilot, "enter")
        front.said("n: ohne Termin aufnehmen (bis 19:00)")
        await press(pilot, "n", "j")
        front.said("✓ AUFGENOMMEN", "Ohne Termin aufgenommen.")
        assert len(visits(front)) == 1


async def test_a_doctor_may_let_a_minor_in_without_an_appointment(front: Front) -> None:
    child(front, AppointmentStatus.WAITLIST)
    async with front.app.run_test(size=SMALL) as pilot:
        await with_rules(front, pilot, walk_in=WALK_IN)
        await opened(front, pilot, "sommer")
        await press(pilot, "a", *"weber", "enter", "n", "j")
        front.said("✓ AUFGENOMMEN")


async def missing_inside(front: Front, pilot: Pilot[None]) -> None:
    """Somebody who is in, and of whom the consent is missing."""
    await opened(front, pilot, "ayse")
    await press(pilot, "enter")
    await opened(front, pilot, "ayse")
    await press(pilot, "p", "down", "down", "down", "n")
    await settle(pilot, 0.4)
    await press(pilot, "enter")


async def test_a_doctor_sends_somebody_back_whose_paper_is_missing(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await missing_inside(front, pilot)
        front.said("Wieder aufnehmen geht erst, wenn da ist: Einwilligung (p).")
        front.unsaid("w wieder")
        await press(pilot, "a")
        front.said("heute nicht impfen?")
        await press(pilot, *"formular", "enter")
        front.said("ÄRZTLICH ZURÜCKGESTELLT")
        [visit] = visits(front)
        assert visit.outcome is Outcome.POSTPONED


@pytest.mark.parametrize("way", ["paper", "doctor"])
async def test_whoever_was_sent_back_for_a_paper_comes_in_again_with_it_or_by_a_doctors_word(
    front: Front, way: str
) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await missing_inside(front, pilot)
        await press(pilot, "x", "j")
        front.said("Oder a: Ärztin oder Arzt lässt es zu.")
        if way == "paper":
            await press(pilot, "p", "down", "down", "down", "j")
            await settle(pilot, 0.4)
        else:
            await press(pilot, "a", *"weber", "enter", "w", *"wieder", "enter")
        front.said("✓ AUFGENOMMEN")
        assert len(visits(front)) == 2


async def test_the_appointment_is_cancelled_that_was_asked_about_though_time_goes_on(front: Front) -> None:
    person = front.world.person("Sommer, Mia", "1990-03-03")
    soon, later = front.world.booked(person, "09:40"), front.world.booked(person, "13:15")
    async with front.app.run_test(size=SMALL) as pilot:
        await with_rules(front, pilot, late_minutes=30)
        await opened(front, pilot, "sommer")
        await press(pilot, "s")
        front.said("09:40")
        front.world.wall.set("10:30")
        front.reception.minute_passed()
        await press(pilot, "j")
        status = {each.id: each.status for each in map(_appointment, front.here.records(Appointment))}
        assert (status[soon.id], status[later.id]) == (AppointmentStatus.CANCELLED, AppointmentStatus.BOOKED)


def _appointment(record: Record) -> Appointment:
    return cast(Appointment, record)


async def test_the_doctors_name_stays_where_there_is_nothing_else_to_show_instead(front: Front) -> None:
    child(front, AppointmentStatus.WAITLIST)
    async with front.app.run_test(size=SMALL) as pilot:
        await with_rules(front, pilot, walk_in=WALK_IN)
        await opened(front, pilot, "sommer")
        await press(pilot, "a", *"weber", "enter", "p", *["down"] * 5, "space")
        front.said("ärztlich zugelassen · weber")


async def test_a_group_of_whom_nobody_can_come_in_is_not_said_to_be_in(front: Front) -> None:
    for name in ("Mia", "Paul"):
        front.world.booked(front.world.person(f"Sommer, {name}", "2008-03-03"), party_id="party-3")
    async with front.app.run_test(size=SMALL) as pilot:
        await with_rules(front, pilot)
        await opened(front, pilot, "sommer mia")
        await press(pilot, "g")
        front.said("Von der Gruppe kann jetzt niemand hinein.", "fehlt: Sorgeberechtigte")


async def test_at_another_hour_a_minor_is_told_the_hours_and_what_is_missing(front: Front) -> None:
    child(front, AppointmentStatus.CANCELLED)
    async with front.app.run_test(size=SMALL) as pilot:
        await with_rules(front, pilot, walk_in=("2021-12-30 15:00-19:00",))
        await opened(front, pilot, "sommer")
        front.said("15:00–19:00. Jetzt nur mit Grund (n). Davor fehlt: Sorgeberechtigte (p oder a).")


async def test_the_language_of_the_form_is_seen_to_change(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await with_rules(front, pilot)
        await opened(front, pilot, "ayse")
        await press(pilot, "p", "down", "down")
        front.said("[ ] Aufklärung/Anamnese · de, Fassung mRNA 18.11.2021")
        await press(pilot, "space")
        front.said("[x] Aufklärung/Anamnese · en, Fassung mRNA 18.11.2021")


async def test_of_many_needs_the_marked_one_and_the_keys_are_seen(front: Front) -> None:
    needs = tuple(f"code{number}" for number in range(12))
    front.world.booked(front.world.person("Sommer, Mia", "1990-03-03", needs=needs))
    async with front.app.run_test(size=SMALL) as pilot:
        front.sync()
        await settle(pilot, 0.1)
        await opened(front, pilot, "sommer")
        await press(pilot, "b", *["down"] * 20)
        front.said("▸ 21 [x] code11", "Enter übernehmen")


async def test_a_language_that_means_harm_is_harmless(front: Front) -> None:
    front.world.booked(front.world.person("Sommer, Mia", "1990-03-03", language="\x1b[2J\x07[/b]\u202etr"))
    async with front.app.run_test(size=SMALL) as pilot:
        front.sync()
        await settle(pilot, 0.1)
        await opened(front, pilot, "sommer")
        await press(pilot, "p")
        front.said("Aufklärung/Anamnese · ")
        front.unsaid("\x1b", "\x07", "\u202e")


async def test_of_several_vaccines_the_one_is_taken_to_which_the_person_agrees(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await which_other_vaccine(front, pilot)
        front.said("Womit ist Öztürk, A. statt Comirnaty einverstanden?", "1 Nuvaxovid", "2 Spikevax")
        await press(pilot, "escape")
        assert visits(front) == []
        await press(pilot, "i", "2")
        front.said("✓ AUFGENOMMEN")
        assert [visit.vaccine for visit in visits(front)] == ["Spikevax"]
