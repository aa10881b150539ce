"""Übertragung (F9): what is there is shown in words, and each key does what it says."""

from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from empfang.model import Appointment, AppointmentStatus
from empfang.screens.person import PersonScreen
from empfang.screens.transfer import TransferScreen
from empfang.screens.transfer_words import value_words
from empfang.sync.progress import Loss
from empfang.texts import transfer as t
from tests.screens.conftest import Front, settle
from tests.screens.states import offline, person_and_appointment
from tests.screens.transfer_states import (
    admitted_twice,
    booking,
    changed_twice,
    conflict_moved_and_cancelled,
    conflict_no_appointment,
    hostile_conflicts,
    moved_and,
    person_of,
    refused_move,
    set_aside,
    shown,
    transfer_everything,
)
from tests.times import at

SMALL, LARGE = (80, 24), (120, 36)
HANNELORE = "KL-AHNG-UJ5G"


def everyone(front: Front) -> None:
    """All has arrived everywhere."""
    for _ in range(2):
        front.other.sync()
        front.here.sync()
    assert front.here.state() == front.other.state()


def conflict_count(front: Front) -> tuple[int, int]:
    shift = front.here.desk.shift()
    return shift.open_conflicts, shift.to_deal_with


@pytest.mark.parametrize(("key", "value"), [("1", "Gartenstraße"), ("2", "Gartenweg"), ("3", "Gartengasse")])
async def test_the_keys_decide_in_the_order_of_the_columns(front: Front, key: str, value: str) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        changed_twice(front)
        await shown(front, pilot)
        front.said("1 Klärfall · F9", "Vorher", "Meine Angabe", "Andere Angabe", "09:42 Empfang 1", "✓ Gartengasse")
        await pilot.press(key)
        await settle(pilot)
        front.said("✓ Entschieden:", "Gartengasse“ bleibt stehen" if key == "3" else f"„{value}“")
        everyone(front)
        assert person_of(front, booking(front, HANNELORE).person_id).street == value
        assert conflict_count(front) == (0, 0)


async def test_at_the_other_desk_its_own_entry_is_mine(front: Front) -> None:
    front.world.wall.set("09:40")
    person_id = booking(front, HANNELORE).person_id
    front.here.desk.change_person(person_id, {"street": "Hierweg"})
    front.here.push()
    front.world.wall.go_on(minutes=2)
    front.other.desk.change_person(person_id, {"street": "Dortweg"})
    async with front.app.run_test(size=SMALL) as pilot:
        await shown(front, pilot)
        columns = next(line for line in front.text().splitlines() if "Hierweg" in line)
        assert columns.split() == ["Gartenstraße", "✓", "Hierweg", "Dortweg"]
        front.said("09:40 Empfang 1", "09:42 Empfang 2")
        await pilot.press("3")
        await settle(pilot)
        everyone(front)
        assert person_of(front, person_id).street == "Dortweg"


async def test_f8_takes_the_last_decision_back(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        changed_twice(front)
        await shown(front, pilot)
        await pilot.press("1")
        front.world.wall.go_on(seconds=5)
        await pilot.press("f8")
        await settle(pilot)
        front.said("✓ Zurückgenommen", "Straße zweimal geändert", "✓ Gartengasse")
        everyone(front)
        assert conflict_count(front) == (1, 0)
        await pilot.press("f8")
        await settle(pilot)
        front.said("Hier ist nichts zurückzunehmen.")


async def test_cancelling_the_new_appointment_asks_first_and_frees_its_place(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await conflict_moved_and_cancelled(front, pilot)
        await pilot.press("2", "n")
        await settle(pilot)
        assert conflict_count(front) == (1, 0)
        await pilot.press("2", "j")
        await settle(pilot)
        front.said("✓ Entschieden: Die Person will auch den neuen nicht")
        everyone(front)
        karl = booking(front, "KL-KARL-2222").person_id
        held = [a for a in front.world.state()["appointment"] if isinstance(a, Appointment) and a.person_id == karl]
        assert {a.status for a in held} == {AppointmentStatus.CANCELLED}
        assert conflict_count(front) == (0, 0)
        await pilot.press("f8")
        await settle(pilot)
        front.said("Das lässt sich nicht zurücknehmen")


async def test_a_choice_that_is_not_possible_any_more_is_not_offered(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await conflict_moved_and_cancelled(front, pilot)
        front.said("2 = Die Person will auch den neuen nicht")
        moved = next(a for a in front.here.records(Appointment) if isinstance(a, Appointment) and a.replaces_id)
        front.other.desk.cancel(moved.id, "angerufen")
        front.other.sync()
        front.sync()
        await settle(pilot, 0.1)
        front.unsaid("Die Person will auch den neuen nicht")
        front.said("1 = Die Person will den neuen Termin", "2 = Nichts ändern")


async def test_an_admission_by_mistake_is_taken_back(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await conflict_no_appointment(front, pilot)
        await pilot.press("2", "j")
        await settle(pilot)
        everyone(front)
        assert conflict_count(front) == (0, 0)
        assert front.here.desk.last_admissions() == []


async def test_a_notice_is_shown_once_and_never_counted(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        admitted_twice(front)
        await shown(front, pilot)
        front.said("Zur Kenntnis · 1", "Zweimal aufgenommen", "✓ aufgenommen, Nr. 2-001")
        assert conflict_count(front) == (0, 0)
        await pilot.press("escape", "f9")
        await settle(pilot)
        front.said("Alles übertragen, nichts zu klären.")
    front.here.restart()
    assert front.here.desk.transfers().items == ()


async def test_a_notice_that_says_something_new_is_shown_again(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        admitted_twice(front)
        await shown(front, pilot)
        await pilot.press("1")
        await settle(pilot)
        front.said("✓ Gesehen.", "Alles übertragen, nichts zu klären.")
        third = front.world.place()
        third.store.database.connection.execute("DELETE FROM encounter")
        third.store.database.connection.execute("UPDATE appointment SET status = 'booked'")
        third.desk.admit(*person_and_appointment(front, "KL-AYSE-3333"))
        third.push()
        front.sync()
        await settle(pilot, 0.1)
        front.said("Zweimal aufgenommen")


async def test_g_takes_note_of_all_notices_and_of_nothing_else(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        admitted_twice(front)
        admitted_twice(front, "KL-KARL-2222")
        changed_twice(front)
        set_aside(front)
        await shown(front, pilot)
        await pilot.press("g")
        await settle(pilot)
        front.said("Alle 2 Hinweise zur Kenntnis nehmen?")
        await pilot.press("j")
        await settle(pilot)
        front.said("✓ 2 zur Kenntnis genommen.", "Klärfälle · 1", "Nicht lesbar · 1")
        front.unsaid("Zur Kenntnis ·")
        await pilot.press("f8")
        await settle(pilot)
        assert len(front.here.desk.transfers().items) == 4


async def test_an_alternative_is_asked_for_by_its_number(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        refused_move(front)
        await shown(front, pilot)
        front.said("Abgelehnt: Der Platz ist gerade vergeben worden.", "Mi 15.12. 14:10 statt Fr 17.12. 10:20")
        await pilot.press("3")
        await settle(pilot)
        front.said("✓ Angefragt: Mi 15.12. 16:05.")
        assert conflict_count(front) == (0, 0)
        everyone(front)
        moved = [a for a in front.world.state()["appointment"] if isinstance(a, Appointment) and a.replaces_id]
        assert [(a.start, a.status) for a in moved] == [(at("16:05"), AppointmentStatus.BOOKED)]


async def test_done_is_done_also_after_a_restart_and_can_be_taken_back(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        refused_move(front)
        await shown(front, pilot)
        assert conflict_count(front) == (0, 1)
        await pilot.press("e")
        await settle(pilot)
        front.said("✓ Abgehakt.", "verbunden · alles übertragen")
        assert conflict_count(front) == (0, 0)
        await pilot.press("f8")
        await settle(pilot)
        front.said("Abgelehnt · 1")
        await pilot.press("e")
        await settle(pilot)
    front.here.restart()
    assert conflict_count(front) == (0, 0)
    assert front.here.desk.transfers().items == ()


async def test_what_was_refused_with_another_request_is_one_item(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        refused_move(front)
        number = front.here.desk.transfers().items[0].number
        connection = front.here.store.database.connection
        root = connection.execute("SELECT command_id FROM outbox WHERE number = ?", (number,)).fetchone()[0]
        connection.execute(
            "INSERT INTO outbox (command_id, kind, bytes, recorded_at, verdict, settled_at)"
            " SELECT 'second', kind, bytes, recorded_at,"
            " json_set(verdict, '$.depends_on', ?, '$.code', 'depends_on_refused'), settled_at"
            " FROM outbox WHERE number = ?",
            (root, number),
        )
        await shown(front, pilot)
        front.said("Abgelehnt · 1", "Damit entfällt 1 weitere Anfrage.", "1 abgelehnt")
        await pilot.press("e")
        await settle(pilot)
        left = connection.execute("SELECT count(*) FROM outbox WHERE verdict IS NOT NULL AND dealt_at IS NULL")
        assert left.fetchone()[0] == 0


async def test_a_stopped_pull_is_on_top_and_accepted_only_after_a_question(front: Front) -> None:
    asked: list[str] = []
    front.here.desk._go_on = lambda: asked.append("go on")
    front.progress = replace(front.progress, stopped=True, loss=Loss(1204, 2122))
    async with front.app.run_test(size=SMALL) as pilot:
        changed_twice(front)
        await shown(front, pilot)
        front.said("‼ HOLEN ANGEHALTEN", "▸ Der Tag würde sich leeren", "1.204 von 2.122 Terminen von heute")
        await pilot.press("2")
        await settle(pilot)
        front.said("Bleibt angehalten.")
        await pilot.press("1", "n")
        assert asked == []
        await pilot.press("1", "j")
        await settle(pilot)
        assert asked == ["go on"]
        assert '"allowed": "2021-12-15"' in (front.here.store.meta("day_guard") or "")
        front.progress = replace(front.progress, stopped=False, loss=None)
        front.app.engine_progress(front.progress)
        await settle(pilot, 0.1)
        front.unsaid("Der Tag würde sich leeren")
        front.said("Straße zweimal geändert")


async def test_v_wakes_the_engine(front: Front) -> None:
    woken: list[str] = []
    front.here.desk._wake = lambda: woken.append("wake")
    front.progress = replace(offline(front, 3), last_error="unreachable", unsent_since=at("09:05"))
    async with front.app.run_test(size=SMALL) as pilot:
        await shown(front, pilot)
        front.said("3 Einträge warten, der älteste seit 09:05", "Der Dienst antwortet nicht.", "v jetzt versuchen")
        await pilot.press("v")
        await settle(pilot)
        assert woken == ["wake"]
        front.said("Wird jetzt versucht …")
        front.progress = replace(front.progress, connected=True, unsent=0, last_error=None)
        front.app.engine_progress(front.progress)
        await settle(pilot, 0.1)
        front.unsaid("Wird jetzt versucht …")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_what_one_reads_stays_when_something_comes_in(front: Front, size: tuple[int, int]) -> None:
    async with front.app.run_test(size=size) as pilot:
        changed_twice(front)
        await shown(front, pilot)
        before = front.text().count("Gartenweg")
        set_aside(front)
        refused_move(front)
        front.other.sync()
        front.sync()
        await settle(pilot, 0.1)
        front.said("▸ Meier, H. · Straße zweimal geändert", "MEIER, Hannelore", "Abgelehnt · 1")
        assert front.text().count("Gartenweg") == before
        await pilot.press("2")
        await settle(pilot)
        front.said("✓ Entschieden: „Gartenweg“ eintragen")


async def test_an_item_that_others_decide_meanwhile_goes(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        changed_twice(front)
        await shown(front, pilot)
        front.other.sync()
        [item] = front.other.desk.transfers().items
        assert front.other.desk.decide(item.conflict_id or "", "mine").done
        front.other.sync()
        front.sync()
        await settle(pilot, 0.1)
        front.said("Alles übertragen, nichts zu klären.")
        await pilot.press("1", "e", "g", "enter")
        await settle(pilot)
        assert front.here.unsent() == 0


async def test_each_open_item_is_one_logged_view(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        changed_twice(front)
        admitted_twice(front)
        await shown(front, pilot)
        for _ in range(3):
            front.sync()
            await settle(pilot, 0.1)
        await pilot.press("down", "up", "down")
        await settle(pilot)
        for code in (HANNELORE, "KL-AYSE-3333"):
            page = front.here.desk.page_again(booking(front, code).person_id)
            assert page is not None
            assert [what for _, what, _, _ in page.history].count("view_transfer") == 1


async def test_enter_opens_the_person_and_f2_leads_back_to_the_reception(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        changed_twice(front)
        await shown(front, pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(front.app.screen, PersonScreen)
        await pilot.press("f9")
        await settle(pilot)
        assert isinstance(front.app.screen, TransferScreen)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f2")
        await settle(pilot)
        assert front.app.screen is front.reception
        assert front.app.focused is front.reception.field


async def test_ctrl_g_leads_everywhere_by_letter(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+g", "u")
        await settle(pilot)
        assert isinstance(front.app.screen, TransferScreen)
        await pilot.press("ctrl+g", "e")
        await settle(pilot)
        assert front.app.screen is front.reception
        await pilot.press("ctrl+g", "escape")
        await settle(pilot)
        assert front.app.screen is front.reception


async def test_the_palette_names_what_the_keys_do_to_this_item(front: Front) -> None:
    async with front.app.run_test(size=LARGE) as pilot:
        changed_twice(front)
        await shown(front, pilot)
        await pilot.press("ctrl+p")
        await settle(pilot)
        front.said("„Gartenweg“ eintragen")
        await pilot.press(*"gartenweg", "enter")
        await settle(pilot)
        front.said("✓ Entschieden: „Gartenweg“ eintragen")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_hostile_names_and_values_are_harmless(front: Front, size: tuple[int, int]) -> None:
    async with front.app.run_test(size=size) as pilot:
        hostile_conflicts(front)
        await shown(front, pilot)
        for number in range(8):
            text = front.text()
            assert all(cell_len(line) == size[0] for line in text.splitlines()), number
            assert not any(sign in text for sign in "\x1b\x07\u202e\u200b\ufeff")
            await pilot.press("2" if number % 2 else "down")
            await settle(pilot)
        await pilot.press("f8", "escape")
        await settle(pilot)
        assert front.app.screen is front.reception


async def test_without_colours_everything_is_still_said(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with front.new_app().run_test(size=SMALL) as pilot:
        await transfer_everything(front, pilot)
        await pilot.press("down")
        await settle(pilot)
        front.said("▸ Meier, H.", "✓ Gartengasse", "1 = „Gartenstraße“ wieder eintragen")


async def test_a_full_disk_is_said_in_words(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    from empfang.errors import StoreProblem  # noqa: PLC0415

    def full(*_: object) -> None:
        raise StoreProblem("disk_full")

    async with front.app.run_test(size=SMALL) as pilot:
        changed_twice(front)
        await shown(front, pilot)
        monkeypatch.setattr(front.here.desk, "decide", full)
        await pilot.press("1")
        await settle(pilot)
        front.said("Der Datenträger ist voll.")
        assert conflict_count(front) == (1, 0)


async def walk_through(front: Front, pilot: Pilot[None]) -> list[str]:
    """What is said about each item, going down the list."""
    found: list[str] = []
    for _ in range(12):
        found.append(" ".join(front.text().split()))
        await pilot.press("down")
        await settle(pilot)
    return found


async def test_every_item_of_a_bad_morning_can_be_read_without_scrolling(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        front.here.desk.cancel(moved_and(front), "angerufen")
        refused_move(front)
        front.here.sync()
        set_aside(front)
        admitted_twice(front)
        changed_twice(front)
        await shown(front, pilot)
        pages = await walk_through(front, pilot)
        for words in (
            "war vorhin frei",
            "bleibt gespeichert",
            "Gesehen, nicht mehr",
            "bleibt stehen",
            "die Leitung klärt",
        ):
            assert any(words in page for page in pages), words


def test_every_text_of_a_choice_can_be_filled_in() -> None:
    for short, long in t.CHOICES.values():
        assert short.de != long.de
    assert value_words([{"number": "+496313652512", "kind": "home", "whose": "own"}]) == "+496313652512"
    assert (value_words(None), value_words([]), value_words("a\x1b[2J")) == ("(leer)", "(leer)", "a[2J")
