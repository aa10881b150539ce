"""Leftover doses on the screen: from the list to the promise, with the network and without."""

from dataclasses import replace
from datetime import timedelta

import pytest

from empfang.model import CallAttempt, CallLease, DoseChange, Promise, PromiseState, Vial
from empfang.rules.call_outcomes import CallOutcome
from empfang.screens import leftover, leftover_words
from empfang.screens.finding_one import FindOne
from empfang.screens.leftover_call import Stage
from tests.scenarios.leftover import asked as asked_for
from tests.scenarios.leftover import to_promise, vial
from tests.screens import leftover_states as states
from tests.screens.conftest import HOSTILE, Front, press, settle, type_in
from tests.times import at

SMALL, LARGE = (80, 24), (120, 36)


def outcomes(front: Front) -> list[str]:
    """What came of the calls that this desk knows."""
    found = [each for each in front.here.records(CallAttempt) if isinstance(each, CallAttempt)]
    return [each.outcome for each in sorted(found, key=lambda each: (each.occurred_at, each.id))]


def lease_of(front: Front, person_id: str) -> CallLease | None:
    return front.here.desk.calling.lease(person_id)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_list_tells_who_is_next_and_why_and_who_is_not_on_it(front: Front, size: tuple[int, int]) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=size) as pilot:
        await states.listed(front, pilot)
        front.said(
            "LETZTE ZUSAGE PER TELEFON 19:10 (70 Min)",
            "JETZT FREI",
            "▸ 1 Meier, Hannelore 50 Comirnaty 10 Min Vorrang, wartet seit 05.12.",
            "Liste: 5 möglich · aus: nicht gefragt 3",
            "Nächster Anruf: Meier, Hannelore",
            "Vor Ort wartet niemand",
        )


async def test_nobody_is_dialled_before_the_reservation_is_there(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        await press(pilot, "enter")
        front.said("wird reserviert … noch nicht wählen")
        front.unsaid("0631 123450")
        await states.answered(front, pilot)
        front.said("ANRUF Meier, Hannelore 0631 123450 gleich wählen", "2. Nummer: keine", "1 keine Antwort")


async def test_an_outcome_and_the_next_call_are_two_keys(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.called(front, pilot)
        await press(pilot, "enter", "1", "enter")
        assert outcomes(front) == [CallOutcome.NO_ANSWER]
        front.said("Ott, Werner wird reserviert")


async def test_whoever_moves_up_into_sight_after_an_outcome_has_a_name(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftover, "_SHOWN", 2)
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.called(front, pilot)
        front.unsaid("Seifert")
        await press(pilot, "enter", "6")
        front.said("1 Ott, Werner", "2 Seifert, Jana 50")


async def test_before_dialling_esc_releases_and_counts_nothing_and_after_it_an_outcome_is_wanted(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.called(front, pilot)
        await press(pilot, "escape")
        front.said("Meier, H.: nicht angerufen, wieder frei.")
        assert lease_of(front, "w0") is None
        await states.answered(front, pilot)
        await press(pilot, "enter")
        await states.answered(front, pilot)
        await press(pilot, "enter", "escape")
        front.said("Erst sagen, was herauskam", "ANRUF Meier")
        assert outcomes(front) == []


async def test_a_reservation_that_comes_after_esc_is_given_back(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        await press(pilot, "enter", "escape")
        await states.answered(front, pilot)
        assert lease_of(front, "w0") is None


async def test_while_the_call_goes_on_the_reservation_is_renewed(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.called(front, pilot)
        for _ in range(5):
            front.world.wall.go_on(minutes=1)
            states.screen(front).second()
            await states.answered(front, pilot)
        assert lease_of(front, "w0") is not None
        front.unsaid("abgelaufen")


async def test_a_reservation_that_ran_out_is_said(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.called(front, pilot)
        front.world.wall.go_on(minutes=4)
        states.screen(front).second()
        await settle(pilot)
        front.said("Die Reservierung ist abgelaufen")


async def test_without_an_answer_nobody_is_called(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        await press(pilot, "enter")
        front.world.wall.go_on(seconds=4)
        states.screen(front).second()
        await settle(pilot)
        front.said("Keine Antwort vom Dienst: nicht anrufen")
        await press(pilot, "escape")
        assert states.screen(front)._stage is Stage.LIST


async def test_whoever_another_desk_has_cannot_be_called(front: Front) -> None:
    people = states.in_the_evening(front)
    front.other.sync()
    front.other.desk.sign_in("op-2")
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        front.said("▸ 1 Meier, Hannelore")
        front.other.desk.calling.ask_for([people[0]])
        front.other.sync()
        await states.answered(front, pilot)
        front.said("1 Meier, Hannelore 50 Comirnaty 10 Min bei jemand", "▸ 2 Ott, Werner")
        await press(pilot, "up", "enter")
        front.said("Meier, H. ist schon bei jemand")
        assert not states.screen(front).in_a_call


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
        assert outcomes(front) == [CallOutcome.PROMISED]
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
        assert outcomes(front) == [CallOutcome.ALREADY_VACCINATED]


async def test_a_grant_that_comes_late_stands_there_until_it_is_offered(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.asked(front, pilot)
        await press(pilot, "n")
        assert outcomes(front) == [], "the service has a moment"
        front.world.wall.go_on(seconds=4)
        states.screen(front).second()
        await settle(pilot)
        front.said("KEINE ANTWORT: nichts zusagen. n → Nachrücker")
        await press(pilot, "n")
        assert outcomes(front) == [CallOutcome.STANDBY]
        await states.answered(front, pilot)
        front.said("‼ NACHTRÄGLICH ZUGESAGT: Meier, H. bis 18:20")
        await press(pilot, "a")
        await states.answered(front, pilot)
        front.said("Für Meier, H. steht eine Dosis bereit")
        await press(pilot, "enter", "j")
        front.said("ZUGESAGT bis 18:20")
        await press(pilot, "enter")
        front.unsaid("NACHTRÄGLICH")
        assert outcomes(front) == [CallOutcome.STANDBY, CallOutcome.PROMISED]


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
        assert outcomes(front) == [CallOutcome.STANDBY]


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
        assert outcomes(front) == [CallOutcome.STANDBY]


async def test_f8_corrects_the_last_outcome(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.called(front, pilot)
        await press(pilot, "enter", "6")
        front.said("Meier, H.: heute nicht mehr", "F8 berichtigt")
        await press(pilot, "f8")
        front.said("RICHTIGSTELLEN Meier, H.: bisher „heute nicht“")
        await press(pilot, "1")
        front.said("Berichtigt. Meier, H.: keine Antwort.")
        found = [each for each in front.here.records(CallAttempt) if isinstance(each, CallAttempt)]
        first = next(each for each in found if each.outcome == CallOutcome.NOT_TODAY)
        assert [each.corrects for each in found if each.id != first.id] == [first.id]


async def test_a_promise_that_is_corrected_is_withdrawn(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.granted(front, pilot)
        await press(pilot, "enter", "f8", "6")
        [promise] = front.here.records(Promise)
        assert isinstance(promise, Promise)
        assert promise.state is PromiseState.WITHDRAWN


@pytest.mark.parametrize(
    ("typed", "said"),
    [("25:99", "keine Uhrzeit"), ("19:30", "zu spät: spätestens um 19:10"), ("17:00", "schon vorbei")],
)
async def test_a_callback_that_cannot_be_is_refused_with_the_reason(front: Front, typed: str, said: str) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.called(front, pilot)
        await press(pilot, "enter", "4")
        front.app.screen.query_one("Field").insert_text_at_cursor(typed)  # type: ignore[attr-defined]
        await press(pilot, "enter")
        front.said(said)
        front.app.screen.query_one("Field").insert_text_at_cursor("18:30")  # type: ignore[attr-defined]
        await press(pilot, "enter")
        [attempt] = front.here.records(CallAttempt)
        assert isinstance(attempt, CallAttempt)
        assert (attempt.outcome, attempt.callback_at) == (CallOutcome.CALLBACK, at("18:30"))


async def test_medically_not_keeps_the_reason_and_the_earliest_date(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.called(front, pilot)
        await press(pilot, "enter", "9")
        await type_in(pilot, "krank")
        await press(pilot, "enter")
        await type_in(pilot, "31.2.")
        await press(pilot, "enter")
        front.said("kein Datum")
        await type_in(pilot, "3.1.")
        await press(pilot, "enter")
        [attempt] = front.here.records(CallAttempt)
        assert isinstance(attempt, CallAttempt)
        assert (attempt.reason, str(attempt.earliest_on)) == ("krank", "2022-01-03")


async def test_the_rarer_outcomes_are_behind_zero(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.called(front, pilot)
        await press(pilot, "enter", "0")
        front.said("1 falsche Nummer", "3 nie mehr anrufen", "8 übersprungen")
        await press(pilot, "3")
        assert outcomes(front) == [CallOutcome.NEVER_AGAIN]


async def test_going_past_a_higher_class_needs_a_reason_that_is_kept(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        await press(pilot, "down", "down", "enter")
        front.said("mit höherem Vorrang (1) stehen davor")
        await type_in(pilot, "wohnt nebenan")
        await press(pilot, "enter")
        await states.answered(front, pilot)
        await press(pilot, "enter", "2")
        [attempt] = front.here.records(CallAttempt)
        assert isinstance(attempt, CallAttempt)
        assert (attempt.person_id, attempt.reason) == ("w2", "außer der Reihe: wohnt nebenan")


async def test_outside_the_hours_the_list_is_locked_until_somebody_says_why(front: Front) -> None:
    states.in_the_evening(front, hours="Mo-Fr 08:00-17:00")
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        front.said("Außerhalb der Anrufzeiten (Mo-Fr 08:00-17:00).", "f gibt sie frei, mit Grund")
        await press(pilot, "enter")
        assert not states.screen(front).in_a_call
        await press(pilot, "f")
        await type_in(pilot, "Dosen verfallen")
        await press(pilot, "enter")
        front.said("Für heute freigegeben; das ist vermerkt.")
        await press(pilot, "enter")
        await states.answered(front, pilot)
        await press(pilot, "enter", "2")
        [attempt] = front.here.records(CallAttempt)
        assert isinstance(attempt, CallAttempt)
        assert attempt.reason == "Zeit freigegeben: Dosen verfallen"


async def test_when_too_many_are_promised_calling_stops(front: Front) -> None:
    people = states.in_the_evening(front, drawn=2)
    asked_for(front.here, to_promise(people[3], persons=2))
    front.here.sync()
    front.here.desk.doses.discard(front.here.desk.calling.overview().doses[0].found.dose, 2, "gefallen")
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        front.said("‼ 2 ZU VIEL ZUGESAGT: niemanden mehr anrufen")
        await press(pilot, "enter")
        assert not states.screen(front).in_a_call


async def test_a_vial_is_opened_counted_and_discarded_from(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        await press(pilot, "v")
        front.said("Fläschchen anbrechen: welcher Impfstoff?")
        await press(pilot, "1")
        await type_in(pilot, "7")
        await press(pilot, "enter")
        await type_in(pilot, "fh4090")
        await press(pilot, "enter", "enter")
        assert len(front.here.records(Vial)) == 2
        await press(pilot, "z")
        front.said("Welche Dosis?")


async def test_what_is_no_number_is_asked_for_again(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        await press(pilot, "z", "1")
        await type_in(pilot, "viele")
        await press(pilot, "enter")
        front.said("„viele“ ist keine Zahl von 0 bis 999.")
        await type_in(pilot, "2")
        await press(pilot, "enter")
        front.said("Comirnaty: 2 gezählt statt 3; das gilt ab jetzt.")
        await press(pilot, "x", "1")
        await type_in(pilot, "1")
        await press(pilot, "enter")
        await type_in(pilot, "gefallen")
        await press(pilot, "enter")
        front.said("Comirnaty: 1 verworfen.")
        assert len(front.here.records(DoseChange)) == 2


async def test_who_is_in_the_house_is_given_a_dose_and_who_hangs_is_cleared_up(front: Front) -> None:
    front.here.desk.walk_in("p-twin", "kam vorbei")
    front.here.desk.walk_in("p-twin", "kam vorbei")
    people = states.in_the_evening(front)
    front.world.wall.go_on(minutes=-1)
    front.here.desk.walk_in(people[4].id, "kam vorbei")
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        house = front.here.desk.calling.overview().house
        assert house
        front.said(f"Vor Ort warten {len(house)}")
        await press(pilot, "g", "enter")
        assert isinstance(front.app.screen, FindOne), "an Enter too many takes nobody"
        await type_in(pilot, house[-1].day_number.rpartition("-")[2])
        front.said(f"▸ {house[-1].day_number} ")
        await press(pilot, "enter", *(("1",) if len(front.app.screen_stack) > 2 else ()))
        front.said("geimpft (Comirnaty).")
        left = [each.encounter_id for each in front.here.desk.calling.overview().house]
        assert left == [each.encounter_id for each in house if each != house[-1]]


async def test_of_many_in_the_house_everybody_can_be_given_a_dose(front: Front) -> None:
    states.in_the_evening(front)
    for number in range(14):
        person = front.world.person(f"Haus, Nora {'abcdefghijklmn'[number]}", "1960-01-01", **states.HERE)
        front.here.sync()
        front.here.desk.walk_in(person.id, "kam vorbei")
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        last = front.here.desk.calling.overview().house[-1]
        await press(pilot, "g")
        await type_in(pilot, "nobody")
        front.said("So heißt hier niemand.")
        await press(pilot, *["backspace"] * 6, "up", *["pagedown"] * 3)
        front.said(f"▸ {last.day_number} ")
        await press(pilot, "enter", *(("1",) if len(front.app.screen_stack) > 2 else ()))
        front.said(f"Nr. {last.day_number} geimpft")


@pytest.mark.parametrize("width", [80, 120])
def test_large_numbers_stay_apart(front: Front, width: int) -> None:
    """In the morning a thousand are to come, and nothing is drawn for them yet."""
    states.in_the_evening(front)
    overview, now = front.here.desk.calling.overview(), front.here.desk.shift().now
    found = replace(overview.doses[0].found, in_house=193, coming=(928, 1037), left=(-1230, -1121))
    rows = (replace(overview.doses[0], found=found, counted=104, counted_at=now), *overview.doses[1:])
    _, first, *_ = leftover_words.table(replace(overview, doses=rows), now, width)
    said = "".join(text for text, _ in first)
    assert said.split() == ["Comirnaty", "20:00", "104", "18:00", "193", "928–1037", "0", "−1230–−1121", "3"]
    assert len(said) == width


async def test_names_that_mean_harm_are_shown_as_plain_text(front: Front) -> None:
    states.in_the_evening(front)
    for place, name in enumerate(HOSTILE.values()):
        values = {
            "registered_centre_id": "KL",
            "reported_doses": states.DOSES,
            "district": "07312",
            "standby": True,
            "phones": ({"number": "[/b]\x1b[2J", "kind": "mobile"},),
        }
        front.world.put(front.world.person(f"{name}, {name}", "1950-05-05", id=f"w{place % 5}", **values))
    front.here.sync()
    async with front.app.run_test(size=SMALL) as pilot:
        await states.called(front, pilot)
        await press(pilot, "enter", "s", "escape", "j", "n", "n", "n", "1", "enter")
        await states.answered(front, pilot)
        assert "\x1b" not in front.text()


async def test_the_whole_text_says_nothing_about_health_to_a_mailbox(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=LARGE) as pilot:
        await states.called(front, pilot)
        await press(pilot, "s")
        front.said("GESPRÄCHSTEXT", "Spreche ich mit Hannelore Meier selbst?", "Kein Problem, Ihr Platz bleibt.")
        mailbox = front.text().split("Mailbox, sonst nichts:")[1]
        assert "mpf" not in mailbox


async def test_a_view_of_whoever_is_called_is_logged(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.called(front, pilot)
        rows = front.here.store.database.connection.execute(
            "SELECT count(*) FROM audit_event WHERE subject = 'w0' AND action = 'view_leftover_call'"
        ).fetchone()
        assert rows[0] == 1


async def test_late_promises_are_told_apart(front: Front) -> None:
    people = states.in_the_evening(front)
    asked_for(front.here, to_promise(people[0], at("18:10")))
    front.here.sync()
    front.here.desk.calling.record("w0", CallOutcome.PROMISED)
    front.world.wall.moment = at("18:10") + timedelta(minutes=16)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        front.said("Zugesagt: Meier 18:10 FEHLT")


async def test_a_vial_that_another_desk_opened_shows_at_once(front: Front) -> None:
    states.in_the_evening(front)
    front.other.sync()
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        vial(front.other, label="2", drawn=4)
        front.other.sync()
        await states.answered(front, pilot)
        front.said("Comirnaty 20:00 – 0 0 0 7 7")
