"""The reception screen, told as what happens at the desk."""

import threading

import pytest
from textual import events

from empfang.errors import StoreProblem
from empfang.model import Encounter, Person
from empfang.screens.covers import TooSmall
from empfang.screens.reception import Reception
from empfang.texts import use_language
from empfang.widgets.search_field import SearchField
from tests.screens.conftest import Front, settle, type_in
from tests.screens.states import opened, person_and_appointment

SMALL = (80, 24)


def visits(front: Front) -> list[str]:
    """Who was admitted here, by family name and given name."""
    people = {person.id: person for person in front.here.records(Person)}
    return [people[visit.person_id].given for visit in front.here.records(Encounter)]  # type: ignore[attr-defined]


async def test_scanning_a_code_with_enter_admits_at_once(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "KL-AYSE-3333")
        await pilot.press("enter")
        await settle(pilot)
        front.said("✓ AUFGENOMMEN Nr. 1-001", "ÖZTÜRK, Ayşe", "Zuletzt 09:40 Nr. 1-001 Öztürk, A.")
        assert front.reception.field.value == ""
        assert front.here.unsent() == 1


async def test_two_scans_in_a_row_without_a_pause_admit_two(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        keys = [*"KLAYSE3333", "enter", *"KLDNZX4444", "enter"]
        for key in keys:
            front.app.post_message(events.Key(key, key if len(key) == 1 else "\r"))
        await settle(pilot, 0.1)
        assert sorted(visits(front)) == ["Ayşe", "Deniz"]


async def test_typed_search_enter_opens_and_enter_admits(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "ayse")
        await pilot.press("enter")
        front.said("✓ TERMIN PASST")
        assert visits(front) == []
        await pilot.press("enter")
        await settle(pilot)
        assert visits(front) == ["Ayşe"]


async def test_a_second_enter_within_seven_tenths_of_a_second_is_ignored(front: Front) -> None:
    now = [10.0]
    async with front.new_app(monotonic=lambda: now[0]).run_test(size=SMALL) as pilot:
        await type_in(pilot, "ayse")
        await pilot.press("enter")
        now[0] = 10.6
        await pilot.press("enter")
        await settle(pilot)
        assert visits(front) == []
        front.said("Zu schnell")
        now[0] = 10.8
        await pilot.press("enter")
        await settle(pilot)
        assert visits(front) == ["Ayşe"]


async def test_one_letter_searches_nothing_two_do(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "m")
        front.unsaid("Meier")
        await type_in(pilot, "e")
        front.said("Meier, Hannelore")


async def test_people_who_sound_alike_follow_a_moment_later_below(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "mayer")
        front.unsaid("ähnlich:")
        await settle(pilot, 0.4)
        front.said("ähnlich:", "Meier, Hannelore")


async def test_namesakes_are_always_a_choice_and_the_number_takes_one(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "KL-TWNS")
        front.said("‼ WER IST ES?", "04.02.1941 · Gartenstraße", "23.11.1941 · Am Rathaus")
        await pilot.press("1")
        await settle(pilot)
        front.said("geb. 23.11.1941")
        assert visits(front) == []


async def test_namesakes_are_chosen_by_arrows_too(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "hannelore")
        await pilot.press("enter", "enter")
        await settle(pilot)
        front.said("‼ WER IST ES?")
        await pilot.press("down", "down", "enter")
        await settle(pilot)
        front.said("geb. 23.11.1941")


async def test_capitals_or_digits_over_an_open_card_begin_a_new_search(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "abel")
        await type_in(pilot, "KL-AYSE-3333")
        await pilot.press("enter")
        await settle(pilot)
        assert visits(front) == ["Ayşe"]


async def test_a_letter_that_means_nothing_on_a_card_says_so(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "abel")
        await pilot.press("m")
        front.said("„m“ tut hier nichts")
        assert front.reception.field.value == "abel"


async def test_escape_goes_back_to_the_search_and_then_empties_it(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "abel")
        await pilot.press("escape")
        assert front.reception.field.value == "abel"
        await pilot.press("escape")
        assert front.reception.field.value == ""


async def test_who_is_in_already_is_told_with_time_and_desk_and_nothing_changes(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        front.other.desk.admit(*person_and_appointment(front, "KL-AYSE-3333"))
        front.other.sync()
        front.sync()
        await settle(pilot, 0.1)
        await type_in(pilot, "KL-AYSE-3333")
        await pilot.press("enter", "enter")
        await settle(pilot)
        front.said("! IST SCHON DA", "Aufgenommen um 09:40, Empfang 2, Nr. 2-001.")
        assert len(visits(front)) == 1


async def test_readmission_asks_for_a_reason_and_takes_no_empty_one(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        front.here.desk.scan("KL-AYSE-3333")
        await opened(front, pilot, "ayse")
        await pilot.press("w", "enter")
        await settle(pilot)
        front.said("Bitte den Grund kurz nennen.")
        await type_in(pilot, "zurueck")
        await pilot.press("enter")
        await settle(pilot)
        front.said("✓ AUFGENOMMEN Nr. 1-002", "Noch einmal aufgenommen.")
        [reason] = [v.readmission_reason for v in front.here.records(Encounter) if v.readmission_reason]  # type: ignore[attr-defined]
        assert reason == "zurueck"


async def test_leaving_without_a_dose_is_asked_once(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        front.here.desk.scan("KL-AYSE-3333")
        await opened(front, pilot, "ayse")
        await pilot.press("x", "n")
        await settle(pilot)
        front.said("! IST SCHON DA")
        await pilot.press("x", "j")
        await settle(pilot)
        front.said("! WAR DA UND IST GEGANGEN", "Öztürk, A. ist ohne Impfung gegangen.")


async def test_an_appointment_is_cancelled_after_one_question(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "lutz")
        await pilot.press("s")
        await settle(pilot)
        front.said("Termin Fr 17.12. 10:20 von Lutz, K. absagen?")
        await pilot.press("j")
        await settle(pilot)
        front.said("Termin von Lutz, K. ist abgesagt.")


async def test_a_move_is_not_to_be_promised_before_the_service_grants_it(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "lutz")
        front.said("! ANDERER TAG · Fr 17.12.", "Heute um 14:10: noch 3 Plätze frei.", "am Fr 14.01. bleibt")
        await pilot.press("u")
        await settle(pilot)
        front.said("… ANGEFRAGT, NOCH NICHT ZUSAGEN", "Heute 14:10 statt Fr 17.12. 10:20.")
        front.sync()
        await settle(pilot, 0.1)
        front.said("✓ VERSCHOBEN AUF HEUTE 14:10", "Aufnahme ab 14:00.")
        front.world.wall.set("14:05")
        front.reception.minute_passed()
        await pilot.press("enter")
        await settle(pilot)
        assert visits(front) == ["Karin"]


async def test_an_answer_that_comes_later_is_told_whatever_is_open(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "lutz")
        await pilot.press("u", "escape", "escape")
        await opened(front, pilot, "abel")
        front.sync()
        await settle(pilot, 0.1)
        front.said("✓ Lutz, K.: Verschieben hat geklappt.", "! TERMIN IST ABGESAGT")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("abel", ("! TERMIN IST ABGESAGT", "Abgesagt am Mo 13.12. um 17:40, von: Becker, Anja.")),
        ("ott wer", ("! ZU FRÜH · Aufnahme ab 13:55", "Ihr Termin ist um 14:05 Uhr.")),
        ("ehlert", ("! STEHT AUF DER WARTELISTE", "Mo 22.11.")),
        ("falk", ("! KEIN TERMIN",)),
        ("roth", ("‼ WELCHER TERMIN?", "1 09:40", "2 09:45")),
        ("scholz 31", ("Niemand gefunden.",)),
        ("KL-2222-NNNN", ("! CODE NICHT GEFUNDEN", "Vielleicht in einem anderen Impfzentrum")),
    ],
)
async def test_what_stands_against_admission_is_said(front: Front, text: str, said: tuple[str, ...]) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, text)
        await pilot.press("enter")
        await settle(pilot)
        if text != "roth":
            front.said(*said)
        assert visits(front) == []


async def test_of_an_appointment_elsewhere_only_the_centre_is_named(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "DA-DTER-9999")
        front.said("! ANDERES IMPFZENTRUM", "Impfzentrum Darmstadt")
        front.unsaid("08.08.1955", "Gartenstraße")


async def test_another_desks_check_in_changes_the_open_card_and_enter_no_longer_admits(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "ayse")
        front.other.desk.admit(*person_and_appointment(front, "KL-AYSE-3333"))
        front.other.sync()
        front.sync()
        await settle(pilot, 0.1)
        front.said("! IST SCHON DA", "Gerade geändert", "ist da")
        await pilot.press("enter")
        await settle(pilot)
        assert len(visits(front)) == 1


async def test_background_changes_take_neither_mark_nor_text_nor_focus(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "mei")
        await pilot.press("down", "down")
        marked = front.reception.results.row
        front.world.booked(front.world.person("Meiander, Adam", "1941-01-01"), "09:39", code="KL-NEUX-2222")
        front.sync()
        await settle(pilot, 0.1)
        front.said("Meiander, Adam")
        assert front.reception.results.row == marked
        assert front.reception.field.value == "mei"
        assert isinstance(front.app.focused, SearchField)


async def test_f8_takes_an_admission_back_after_one_question(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "KL-AYSE-3333")
        await pilot.press("f8", "1")
        await settle(pilot)
        front.said("Aufnahme von Öztürk, A., Nr. 1-001 um 09:40, zurücknehmen?")
        await pilot.press("j")
        await settle(pilot)
        front.said("zurückgenommen", "Heute hier noch niemand aufgenommen")
        await opened(front, pilot, "ayse")
        front.said("✓ TERMIN PASST")


async def test_a_scan_answers_no_question(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "KL-AYSE-3333")
        await pilot.press("ctrl+q")
        await type_in(pilot, "KL-DNZX-4444")
        await pilot.press("enter")
        await settle(pilot)
        front.said("Schicht beenden?")
        assert front.app.is_running


async def test_a_window_that_is_too_small_says_which_size_is_needed_and_recovers(front: Front) -> None:
    async with front.app.run_test(size=(70, 20)) as pilot:
        await settle(pilot)
        front.said("Nötig: 80 Spalten, 24 Zeilen. Jetzt: 70 × 20.")
        await pilot.resize_terminal(80, 24)
        await settle(pilot, 0.1)
        assert isinstance(front.app.screen, Reception)
        await pilot.resize_terminal(79, 24)
        await settle(pilot, 0.1)
        assert isinstance(front.app.screen, TooSmall)


async def test_bursts_from_the_engine_are_taken_in_together(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        times = []
        front.reception.took_in = times.append  # type: ignore[method-assign,assignment]
        threads = [
            threading.Thread(target=front.app.engine_changed, args=({("person", f"p{number}")},))
            for number in range(50)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        await settle(pilot, 0.15)
        assert len(times) == 1
        assert len(times[0]) == 50


def _ayse(front: Front) -> Person:
    return next(each for each in front.here.records(Person) if isinstance(each, Person) and each.given == "Ayşe")


async def test_thousands_of_changes_come_in_portions_and_none_of_them_is_lost(front: Front) -> None:
    ayse = _ayse(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "neumond")
        front.unsaid("Neumond, Ayşe")
        told: list[set[tuple[str, str]]] = []
        portions: list[int] = []
        show, take_in = front.reception.took_in, front.here.desk.took_in
        front.reception.took_in = lambda topics: (told.append(topics or set()), show(topics))  # type: ignore[method-assign,assignment]
        front.here.desk.took_in = lambda topics: (portions.append(len(topics)), take_in(topics))  # type: ignore[method-assign,assignment]
        front.other.sync()
        front.other.desk.change_person(ayse.id, {"family": "Neumond"})
        front.other.sync()
        front.here.sync()
        portions.clear()
        changed = {("person", ayse.id), *(("person", f"p{number}") for number in range(2_000))}
        front.app.engine_changed(changed)
        await settle(pilot, 0.1)
        front.app.engine_changed({("person", "while they come in")})
        await settle(pilot, 0.6)
        assert told == [changed, {("person", "while they come in")}], "shown when all of it is in memory, once"
        assert max(portions) <= 100
        assert sum(portions) == 2_002
        front.said("Neumond, Ayşe")


def _renamed_among_thousands(front: Front, family: str) -> None:
    front.other.desk.change_person(_ayse(front).id, {"family": family})
    front.other.sync()
    front.here.sync()
    front.app.engine_changed({("person", _ayse(front).id), *(("person", f"p{number}") for number in range(2_000))})


async def test_of_thousands_of_changes_the_rows_show_what_a_letter_finds_or_a_second_later(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "neumon")
        _renamed_among_thousands(front, "Neumond")
        await settle(pilot, 0.3)
        front.unsaid("Neumond, Ayşe")
        await type_in(pilot, "d")
        front.said("Neumond, Ayşe")
        _renamed_among_thousands(front, "Neumonde")
        await settle(pilot, 1.6)
        front.said("Neumonde, Ayşe")


async def test_a_click_marks_a_row_and_keeps_the_focus(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "mei 41")
        await pilot.click("#results", offset=(5, 2))
        await settle(pilot)
        assert front.reception.results.row is not None
        assert front.reception.results.row.given == "Karl"
        assert isinstance(front.app.focused, SearchField)
        await pilot.click("#keys", offset=(2, 0))
        await settle(pilot)
        front.said("MEIER, Karl")


async def test_in_english_no_german_is_left_on_the_screen(front: Front) -> None:
    use_language("en")
    app = front.new_app()
    async with app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "ayse")
        front.said("✓ APPOINTMENT IS NOW", "Enter admit", "Ctrl+P commands", "connected · everything sent")
        front.unsaid("Termin", "zurück", "Ausweis")


async def test_a_full_disk_is_told_and_nobody_is_admitted(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise StoreProblem("disk_full")

    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "ayse")
        monkeypatch.setattr(front.here.desk, "admit", full)
        await pilot.press("enter")
        await settle(pilot)
        front.said("‼", "✓ TERMIN PASST")
        front.unsaid("AUFGENOMMEN")
        assert visits(front) == []
        monkeypatch.undo()
        await pilot.press("enter")
        await settle(pilot)
        assert visits(front) == ["Ayşe"]


async def test_a_date_that_is_on_no_calendar_is_asked_for_again(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "meier 31.2.1941")
        await settle(pilot, 0.2)
        front.said("Den 31.2.1941 gibt es nicht.")


async def test_who_pressed_a_key_just_now_is_typing(front: Front) -> None:
    now = [100.0]
    app = front.new_app(monotonic=lambda: now[0])
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert not app.is_typing()
        await type_in(pilot, "m")
        now[0] += 0.2
        assert app.is_typing()
        now[0] += 0.2
        assert not app.is_typing()
