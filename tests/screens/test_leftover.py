"""Calling for leftover doses on the screen: the list, the reservation, the call and what came of it."""

import pytest

from empfang.model import CallAttempt
from empfang.rules.call_outcomes import CallOutcome
from empfang.screens import leftover
from empfang.screens.leftover_call import Stage
from tests.scenarios.leftover import asked as asked_for
from tests.scenarios.leftover import to_promise
from tests.screens import leftover_states as states
from tests.screens.conftest import HOSTILE, Front, press, settle, type_in
from tests.times import at

SMALL, LARGE = (80, 24), (120, 36)


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
        assert states.outcomes(front) == [CallOutcome.NO_ANSWER]
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
        assert states.lease_of(front, "w0") is None
        await states.answered(front, pilot)
        await press(pilot, "enter")
        await states.answered(front, pilot)
        await press(pilot, "enter", "escape")
        front.said("Erst sagen, was herauskam", "ANRUF Meier")
        assert states.outcomes(front) == []


async def test_a_reservation_that_comes_after_esc_is_given_back(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        await press(pilot, "enter", "escape")
        await states.answered(front, pilot)
        assert states.lease_of(front, "w0") is None


async def test_while_the_call_goes_on_the_reservation_is_renewed(front: Front) -> None:
    states.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await states.called(front, pilot)
        for _ in range(5):
            front.world.wall.go_on(minutes=1)
            states.screen(front).second()
            await states.answered(front, pilot)
        assert states.lease_of(front, "w0") is not None
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
        assert states.outcomes(front) == [CallOutcome.NEVER_AGAIN]


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
