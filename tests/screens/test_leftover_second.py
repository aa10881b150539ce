"""A yes to a first dose on the screen: what becomes of the second one is settled before anything is asked for."""

from datetime import timedelta

import pytest

from empfang.model import Appointment, AppointmentStatus, CallAttempt, DoseKind, Promise
from empfang.screens.leftover_call import Stage
from tests.screens import leftover_states as states
from tests.screens.conftest import Front, press, type_in
from tests.screens.states import offline
from tests.times import DAY, at

SMALL, LARGE = (80, 24), (120, 36)
BOOKED = AppointmentStatus.BOOKED


def seconds(front: Front) -> list[Appointment]:
    """The second doses that are booked for whoever is called."""
    found = [each for each in front.here.records(Appointment) if isinstance(each, Appointment)]
    return [
        each for each in found if each.person_id == "w0" and each.dose_kind is DoseKind.SECOND and each.status is BOOKED
    ]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_one_that_comes_too_soon_is_said_and_one_key_takes_another_time(
    front: Front, size: tuple[int, int]
) -> None:
    states.first_dose(front)
    async with front.app.run_test(size=size) as pilot:
        await states.asked_first(front, pilot)
        front.said(
            "2. IMPFUNG: Mo 03.01. 10:05 passt nicht zu heute",
            "„Ihre zweite Impfung wäre dann am Mittwoch, 12. Januar, 10 Uhr 5. Passt Ihnen das?“",
            "Mi 12.01.: 09:00 09:30 10:00 ▸10:05",
            "j passt: anfragen",
        )
        assert front.here.records(Promise) == [], "nothing is asked for before"
        await press(pilot, "j")
        front.said("ANGEFRAGT … noch nicht zusagen")
        await states.answered(front, pilot)
        front.said("Ihr Termin am 22.12. entfällt damit.", "Ihre zweite Impfung ist am Mittwoch, 12. Januar, 10 Uhr 5.")
        assert [each.start for each in seconds(front)] == [at("10:05", DAY + timedelta(days=28))]


async def test_enter_twice_takes_no_time_that_nobody_has_read(front: Front) -> None:
    states.first_dose(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.asked_first(front, pilot)
        await press(pilot, "enter", "enter")
        assert states.screen(front)._stage is Stage.SECOND
        assert front.here.records(Promise) == []


async def test_another_day_and_another_time_are_chosen_by_arrows(front: Front) -> None:
    states.first_dose(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.asked_first(front, pilot)
        await press(pilot, "right", "up")
        front.said("Freitag, 14. Januar, 10 Uhr. Passt", "Fr 14.01.: 09:00 09:30 ▸10:00")
        await press(pilot, "j")
        await states.answered(front, pilot)
        assert [each.start for each in seconds(front)] == [at("10:00", DAY + timedelta(days=30))]


async def test_one_that_is_far_enough_stays_without_a_question_and_is_said(front: Front) -> None:
    states.first_dose(front, 28)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.asked_first(front, pilot)
        front.said("ANGEFRAGT")
        await states.answered(front, pilot)
        front.said("Ihre zweite Impfung ist am Mittwoch, 12. Januar, 10 Uhr 5.")


async def test_whoever_has_none_gets_one_or_none_for_a_reason_that_is_kept(front: Front) -> None:
    states.first_dose(front, None)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.asked_first(front, pilot)
        front.said("2. IMPFUNG: noch kein Termin", "e nur erste")
        await press(pilot, "e")
        await type_in(pilot, "zieht um")
        await press(pilot, "enter")
        await states.answered(front, pilot)
        front.said("ZUGESAGT", "Über die zweite Impfung sprechen wir vor Ort.")
        await press(pilot, "enter")
        [attempt] = front.here.records(CallAttempt)
        assert isinstance(attempt, CallAttempt)
        assert attempt.reason == "ohne zweiten Termin: zieht um"
        assert seconds(front) == []


async def test_a_time_that_is_gone_meanwhile_is_chosen_anew_without_the_questions(front: Front) -> None:
    states.first_dose(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.asked_first(front, pilot)
        gone = front.world.slot("10:05", 1, day=DAY + timedelta(days=28))
        other = front.world.person("Ott, Werner", id="other")
        front.world.booked(other, "10:05", day=DAY + timedelta(days=28), slot_id=gone.id, contingent_id="KL:online")
        await press(pilot, "j")
        await states.answered(front, pilot)
        front.said("NICHT ZUGESAGT", "t anderer Termin")
        await press(pilot, "t")
        front.said("10 Uhr. Passt", "▸10:00")
        await press(pilot, "j")
        await states.answered(front, pilot)
        front.said("ZUGESAGT bis")


async def test_without_the_network_only_the_first_dose_is_promised_and_the_second_is_to_be_seen_to(
    front: Front,
) -> None:
    states.first_dose(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        await press(pilot, "o")
        await states.answered(front, pilot)
        front.progress = offline(front)
        await press(pilot, "enter", "enter", "j", "n", "n", "n", "enter")
        front.said("passt nicht zu heute", "OHNE NETZ", "noch einmal an", "j erste zusagen")
        await press(pilot, "j")
        front.said("ZUGESAGT bis", "Wegen der zweiten Impfung rufen wir Sie an.")
        await press(pilot, "enter", "f9")
        front.said("2. Impfung ohne passenden Termin")
        assert [each.start for each in seconds(front)] == [at("10:05", DAY + timedelta(days=19))]


async def test_all_that_is_to_be_said_is_there_when_only_one_of_two_gets_a_dose(front: Front) -> None:
    states.first_dose(front, drawn=1)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.called(front, pilot)
        await press(pilot, "enter", "j", "n", "n", "n", "2", "enter", "j")
        await states.answered(front, pilot)
        front.said("Nur EINE Dosis, zuerst sagen", "Ihre zweite Impfung ist am", "Vor Ort entscheidet die Ärztin.“")
