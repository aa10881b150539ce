"""Slips, lists and Nacherfassen at the screen."""

import pytest

from empfang.desk import Admission, Counts
from empfang.model import Centre
from empfang.screens.late_entry import LateEntryScreen
from empfang.screens.reception import Reception
from empfang.screens.transfer import TransferScreen
from tests.screens.conftest import HOSTILE, Front, settle, type_in
from tests.screens.paper_states import (
    Printer,
    admitted_and_the_printer_stands,
    enter,
    late_empty,
    late_hostile,
    late_lines,
    late_refused,
    late_which_one,
    number,
)
from tests.screens.states import admitted, opened

SMALL = (80, 24)


def late_screen(front: Front) -> LateEntryScreen:
    assert isinstance(front.app.screen, LateEntryScreen)
    return front.app.screen


# Slips


async def test_an_admission_sends_its_slip_and_f7_sends_it_again(front: Front) -> None:
    printer = Printer(front.here)
    async with front.app.run_test(size=SMALL) as pilot:
        await admitted(front, pilot)
        assert printer.slips == [("1-001", False)]
        front.said("✓ AUFGENOMMEN Nr. 1-001", "F7 Laufzettel")
        await pilot.press("f7")
        await settle(pilot)
        assert printer.slips == [("1-001", False), ("1-001", True)]
        front.said("Laufzettel Nr. 1-001 wird gedruckt: Öztürk, A.", "✓ AUFGENOMMEN Nr. 1-001")


async def test_f7_prints_the_open_card_s_slip_before_the_last_one(front: Front) -> None:
    printer = Printer(front.here)
    async with front.app.run_test(size=SMALL) as pilot:
        front.here.desk.scan("KL-AYSE-3333")
        front.here.desk.scan("KL-AHNG-UJ5G")
        await opened(front, pilot, "ayse")
        await pilot.press("f7")
        await settle(pilot)
        assert printer.slips[-1] == ("1-001", True)
        front.said("! IST SCHON DA")


async def test_f7_on_the_card_of_somebody_who_is_not_in_says_whose_slip_comes(front: Front) -> None:
    printer = Printer(front.here)
    async with front.app.run_test(size=SMALL) as pilot:
        front.here.desk.scan("KL-AHNG-UJ5G")
        await opened(front, pilot, "ayse")
        await pilot.press("f7")
        await settle(pilot)
        assert printer.slips[-1] == ("1-001", True)
        front.said("ÖZTÜRK, Ayşe", "Laufzettel Nr. 1-001 wird gedruckt: Meier, H.")


async def test_without_a_printer_nothing_is_said_unless_one_asks(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await admitted(front, pilot)
        front.unsaid("F7", "Drucker", "drucken")
        await pilot.press("f7")
        await settle(pilot)
        front.said("kein Drucker eingerichtet: die Nummer von Hand", "✓ AUFGENOMMEN Nr. 1-001")


async def test_a_printer_that_stands_is_said_beside_the_number_which_stays(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await admitted_and_the_printer_stands(front, pilot)
        front.said("! Der Drucker steht: Papier und Klappe prüfen. Später nachdrucken mit F7.", "Nr. 1-001")
        await opened(front, pilot, "deniz")
        front.unsaid("Der Drucker steht")


async def test_the_printer_s_trouble_waits_for_nobody_and_takes_no_focus(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "mei")
        front.app.say_once("! Der Drucker steht.", "ask")
        await settle(pilot, 0.1)
        front.said("Der Drucker steht.", "Meier, Hannelore")
        assert front.app.focused is front.reception.field
        assert front.reception.field.value == "mei"


async def test_the_palette_writes_an_emergency_list(front: Front) -> None:
    printer = Printer(front.here)
    async with front.app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+p")
        await type_in(pilot, "notfall")
        await pilot.press("enter")
        await settle(pilot)
        assert printer.lists == 1
        front.said("Die Notfallliste wird geschrieben …")


# Nacherfassen


async def test_one_enter_per_person_and_the_field_is_ready_for_the_next(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await late_empty(front, pilot)
        line = number(front, "KL-AHNG-UJ5G")
        await type_in(pilot, f"{line}0912")
        await pilot.press("enter")
        await settle(pilot)
        front.said("✓ Meier, H. um 09:12 eingetragen, Nr. 1-001.", f"{line[:3]} {line[3:]} 09:12")
        assert late_screen(front).field.value == ""
        assert front.app.focused is late_screen(front).field
        await pilot.press("enter")
        await settle(pilot)
        assert front.here.unsent() == 1


async def test_the_list_says_what_counts_and_f8_takes_the_last_own_line_back(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await late_lines(front, pilot)
        front.said("! schon da 09:40 Empfang 2", "zurückgenommen", "✓ Nr. 1-003", "✓ Nr. 1-001")
        front.said("✓ Eintrag von Abel, J. ist zurückgenommen.")
        await pilot.press("f8", "n")
        await settle(pilot)
        assert [line.counts for line in late_screen(front)._lines].count(Counts.TAKEN_BACK) == 1


async def test_a_refused_line_stays_to_be_corrected(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await late_refused(front, pilot)
        front.said("‼ Vertippt: Die Nummer stimmt nicht.")
        assert late_screen(front).field.value.endswith(" 0912")
        assert front.here.unsent() == 0


async def test_of_two_with_one_number_the_clerk_says_which(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await late_which_one(front, pilot)
        front.said(
            "haben zwei. Wer ist es?",
            "1 09:10 Zwilling, Eins · 01.01.1970",
            "2 09:10 Zwilling, [/b][red]Böse · 01.01.1970",
        )
        await pilot.press("escape")
        await settle(pilot)
        assert front.here.unsent() == 0
        await pilot.press("enter", "enter")
        await settle(pilot, 0.4)
        await pilot.press("enter")
        await settle(pilot)
        assert front.here.unsent() == 0, "a second Enter is no choice"
        await pilot.press("down", "down", "up", "enter")
        await settle(pilot)
        front.said("✓ Zwilling, E. um 09:12 eingetragen")
        assert front.here.unsent() == 1


async def test_a_line_follows_when_a_scan_elsewhere_becomes_known(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        front.other.desk.scan("KL-AYSE-3333")
        await late_empty(front, pilot)
        await enter(pilot, f"{number(front, 'KL-AYSE-3333')} 0931")
        front.said("✓ Nr. 1-001")
        await type_in(pilot, "12")
        front.other.sync()
        front.sync()
        await settle(pilot, 0.1)
        front.said("! schon da 09:40 Empfang 2")
        assert late_screen(front).field.value == "12"


async def test_a_time_that_was_typed_wrong_is_taken_back_and_nothing_says_that_the_other_counts(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await late_empty(front, pilot)
        line = number(front, "KL-AHNG-UJ5G")
        await enter(pilot, f"{line} 0912")
        await enter(pilot, f"{line} 0915")
        front.said("! schon da 09:12 Empfang 1")
        await pilot.press("f8", "j")
        await settle(pilot, 0.1)
        front.said("09:15 Meier, Hannelore 41 ! wieder offen: neu tippen", "zurückgenommen")
        front.unsaid("✓ Nr.")
        await enter(pilot, f"{line} 0915")
        front.said("09:15 Meier, Hannelore 41 ✓ Nr. 1-002")


async def test_a_time_outside_the_hours_is_asked_about_and_nobody_is_left_out(front: Front) -> None:
    front.world.put(Centre(id="KL", name="Kaiserslautern", early_minutes=0, hours={"default": "09:00-18:00"}))
    front.sync()
    async with front.app.run_test(size=SMALL) as pilot:
        await late_empty(front, pilot)
        await enter(pilot, f"{number(front, 'KL-AYSE-3333')} 0855")
        front.said("Um 08:55 war noch nicht geöffnet.")
        await pilot.press("n")
        await settle(pilot, 0.1)
        front.said("‼ Da war noch nicht geöffnet.")
        assert (front.here.unsent(), late_screen(front).field.value[-4:]) == (0, "0855")
        await pilot.press("enter", "j")
        await settle(pilot, 0.1)
        front.said("✓ Öztürk, A. um 08:55 eingetragen")
        assert (front.here.unsent(), late_screen(front).field.value) == (1, "")


async def test_who_had_left_before_the_time_on_paper_is_sent_to_the_reception(front: Front) -> None:
    scanned = front.here.desk.scan("KL-AYSE-3333")
    assert isinstance(scanned, Admission)
    front.world.wall.set("09:50")
    front.here.desk.left(scanned.encounter_id)
    front.world.wall.set("10:30")
    async with front.app.run_test(size=SMALL) as pilot:
        await late_empty(front, pilot)
        await enter(pilot, f"{number(front, 'KL-AYSE-3333')} 1015")
        front.said("Öztürk, A. ging um 09:50. Wieder gekommen: am Empfang aufnehmen.")
        front.said("10:15 Öztürk, Ayşe 88 ! ging 09:50: zum Empfang")


async def test_from_f9_gehe_zu_leads_back_to_the_lines_that_are_open(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await late_empty(front, pilot)
        await type_in(pilot, "12")
        lines = late_screen(front)
        await pilot.press("f9")
        await settle(pilot)
        assert isinstance(front.app.screen, TransferScreen)
        await pilot.press("ctrl+g", "n")
        await settle(pilot, 0.1)
        assert late_screen(front) is lines
        assert lines.field.value == "12"


async def test_another_day_s_list_and_what_was_entered_before(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await late_empty(front, pilot)
        await enter(pilot, f"{number(front, 'KL-AHNG-UJ5G')} 0912")
        await enter(pilot, "14.12.")
        front.said("Ab jetzt: Liste Di 14.12.", "Liste Di 14.12. ▸")
        front.unsaid("Meier")
        await enter(pilot, f"{number(front, 'KL-KARL-2222')} 0912")
        front.said("steht auf der Liste Mi 15.12. – erst deren Tag tippen: 15.12.")
        await pilot.press("ctrl+u", "escape")
        await settle(pilot)
        assert isinstance(front.app.screen, Reception)
        await late_empty(front, pilot)
        front.said("Meier, Hannelore", "✓ Nr. 1-001")


async def test_the_card_says_afterwards_when_the_person_came(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await late_empty(front, pilot)
        await enter(pilot, f"{number(front, 'KL-AYSE-3333')} 0931")
        await pilot.press("f2")
        await settle(pilot)
        assert isinstance(front.app.screen, Reception)
        await opened(front, pilot, "ayse")
        front.said("! IST SCHON DA", "Aufgenommen um 09:31")


@pytest.mark.parametrize("size", [SMALL, (120, 36)])
async def test_names_that_mean_harm_are_harmless_here_too(front: Front, size: tuple[int, int]) -> None:
    async with front.app.run_test(size=size) as pilot:
        await late_hostile(front, pilot)
        assert front.here.unsent() == len(HOSTILE)
        assert not any(sign in front.text() for sign in "\x1b\x07\u202e\u200b\ufeff")


async def test_a_store_that_cannot_be_written_says_so_and_keeps_the_line(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    from empfang.errors import StoreProblem  # noqa: PLC0415

    async with front.app.run_test(size=SMALL) as pilot:
        await late_empty(front, pilot)

        def full(*_: object) -> None:
            raise StoreProblem("disk_full")

        monkeypatch.setattr(front.here.desk.late, "type_in", full)
        await enter(pilot, f"{number(front, 'KL-AHNG-UJ5G')} 0912")
        front.said("‼")
        assert late_screen(front).field.value.endswith("0912")
