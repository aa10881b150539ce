"""Promises of leftover doses on the screen: from the yes to what was told, late, taken back."""

from datetime import timedelta

from empfang.model import Promise, PromiseState
from empfang.rules.call_outcomes import CallOutcome
from tests.scenarios.leftover import asked as asked_for
from tests.scenarios.leftover import to_promise
from tests.screens import leftover_states as states
from tests.screens.conftest import Front, press, settle
from tests.times import at

SMALL = (80, 24)


async def test_a_yes_takes_six_keys_and_is_promised_only_when_the_service_says_so(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.called(front, pilot)
        await press(pilot, "enter")
        await press(pilot, "j")
        front.said("Frage 1 von 3", "Wurden Sie seit dem 14.06.21 noch einmal geimpft?")
        await press(pilot, "n", "n", "n", "1", "enter")
        front.said("ANGEFRAGT … noch nicht zusagen")
        front.unsaid("Die Dosis liegt")
        await states.answered(front, pilot)
        front.said("ZUGESAGT bis 18:20, eine Person", "„Die Dosis liegt bis 18:20 für Sie bereit.")
        await press(pilot, "enter")
        assert states.outcomes(front) == [CallOutcome.PROMISED]
        front.said("Zugesagt: Meier 18:20", "Nächster Anruf: Ott, Werner")


async def test_enter_twice_makes_one_promise(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.asked(front, pilot)
        await press(pilot, "enter", "enter")
        await states.answered(front, pilot)
        assert len(front.here.records(Promise)) == 1


async def test_of_two_asked_and_one_granted_it_is_said_before_anything_is_promised(front: Front) -> None:
    states.in_the_evening(front, drawn=1)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.granted(front, pilot, "2")
        front.said("ZUGESAGT bis 18:20, eine Person", "Nur EINE Dosis, zuerst sagen")
        [promise] = front.here.records(Promise)
        assert isinstance(promise, Promise)
        assert promise.persons == 1


async def test_an_answer_that_says_yes_to_a_question_promises_nothing(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.called(front, pilot)
        await press(pilot, "enter", "j", "n", "j")
        front.said("Dann heute nicht zusagen")
        assert front.here.records(Promise) == []
        await press(pilot, "8")
        assert states.outcomes(front) == [CallOutcome.ALREADY_VACCINATED]


async def test_a_grant_that_comes_late_stands_there_until_it_is_offered(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.asked(front, pilot)
        await press(pilot, "n")
        assert states.outcomes(front) == [], "the service has a moment"
        front.world.wall.go_on(seconds=4)
        states.screen(front).second()
        await settle(pilot)
        front.said("KEINE ANTWORT: nichts zusagen. n → Nachrücker")
        await press(pilot, "n")
        assert states.outcomes(front) == [CallOutcome.STANDBY]
        await states.answered(front, pilot)
        front.said("‼ NACHTRÄGLICH ZUGESAGT: Meier, H. bis 18:20")
        await press(pilot, "a")
        await states.answered(front, pilot)
        front.said("Für Meier, H. steht eine Dosis bereit")
        await press(pilot, "enter", "j")
        front.said("ZUGESAGT bis 18:20")
        await press(pilot, "enter")
        front.unsaid("NACHTRÄGLICH")
        assert states.outcomes(front) == [CallOutcome.STANDBY, CallOutcome.PROMISED]


async def test_a_grant_that_comes_late_can_be_withdrawn(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.asked(front, pilot)
        front.world.wall.go_on(seconds=4)
        states.screen(front).second()
        await press(pilot, "n")
        await states.answered(front, pilot)
        await press(pilot, "w", "j")
        front.said("Zusage zurückgezogen")
        front.unsaid("NACHTRÄGLICH")
        [promise] = front.here.records(Promise)
        assert isinstance(promise, Promise)
        assert promise.state is PromiseState.WITHDRAWN


async def test_a_promise_that_was_not_told_is_there_after_a_restart(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.granted(front, pilot)
    front.here.restart()
    front.new_app()
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        front.said("NACHTRÄGLICH ZUGESAGT: Meier, H.")


async def test_when_the_last_dose_is_gone_the_operator_offers_standby(front: Front) -> None:
    people = states.in_the_evening(front, drawn=1)
    front.other.sync()
    async with front.app.run_test(size=SMALL) as pilot:
        await states.asked(front, pilot)
        asked_for(front.other, to_promise(people[4]))
        await states.answered(front, pilot)
        front.said("NICHT ZUGESAGT: Es ist keine Dosis frei. n → Nachrücker")
        await press(pilot, "n")
        assert states.outcomes(front) == [CallOutcome.STANDBY]


async def test_a_dose_that_is_gone_before_it_was_asked_for_is_said(front: Front) -> None:
    people = states.in_the_evening(front, drawn=1)
    front.other.sync()
    async with front.app.run_test(size=SMALL) as pilot:
        await states.called(front, pilot)
        await press(pilot, "enter", "j", "n", "n", "n")
        asked_for(front.other, to_promise(people[4]))
        await states.answered(front, pilot)
        front.said("Gerade ist keine Dosis frei: n merkt als Nachrücker vor.")
        await press(pilot, "n")
        assert states.outcomes(front) == [CallOutcome.STANDBY]


async def test_a_promise_that_is_corrected_is_withdrawn(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.granted(front, pilot)
        await press(pilot, "enter", "f8", "6")
        [promise] = front.here.records(Promise)
        assert isinstance(promise, Promise)
        assert promise.state is PromiseState.WITHDRAWN


async def test_late_promises_are_told_apart(front: Front) -> None:
    people = states.in_the_evening(front)
    asked_for(front.here, to_promise(people[0], at("18:10")))
    front.here.sync()
    front.here.desk.calling.record("w0", CallOutcome.PROMISED)
    front.world.wall.moment = at("18:10") + timedelta(minutes=16)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        front.said("Zugesagt: Meier 18:10 FEHLT")
