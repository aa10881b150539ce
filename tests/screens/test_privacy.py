"""checkin.md 63 and what belongs to it: the privacy key, the cover after a pause, PINs, the change of operator."""

import pytest
from textual import events
from textual.pilot import Pilot

from empfang.desk import UNNAMED
from empfang.model import Encounter
from empfang.rules.scanner import Pace
from empfang.screens.covers import Privacy, TooSmall
from empfang.screens.dialogs import Reason
from empfang.screens.person import PersonScreen
from empfang.screens.pins import AskPin, SetPin
from empfang.screens.shift_end import EndShift
from empfang.screens.sign_in import SignIn
from empfang.widgets.field import Field
from tests.screens.conftest import Front, settle, type_in
from tests.screens.scanner import scan
from tests.screens.shift_states import PIN, colleagues
from tests.screens.states import already_in, hostile_people, opened, person_page

SMALL = (80, 24)
AYSE = "KL-AYSE-3333"
IDLE_S = 300.0
PEOPLE = ("Öztürk", "ÖZTÜRK", "Ayşe", "1988", "05.03.", "ayse", "Meier", "AUFGENOMMEN", AYSE)


class Watch:
    """A stopwatch that a test moves."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def watch(front: Front) -> Watch:
    """The app covers itself after five minutes, and looks often."""
    watch = Watch()
    front.new_app(idle_s=IDLE_S, monotonic=watch, time_s=0.02)
    return watch


async def pause(pilot: Pilot[None], watch: Watch, seconds: float = IDLE_S) -> None:
    """Nobody touches anything for so long."""
    watch.now_s += seconds
    await settle(pilot, 0.1)


# The key


@pytest.mark.parametrize("size", [SMALL, (120, 36)])
async def test_63_the_key_hides_everything_at_once_and_any_key_brings_it_back(
    front: Front, size: tuple[int, int]
) -> None:
    async with front.app.run_test(size=size) as pilot:
        await opened(front, pilot, "ayse")
        front.said("ÖZTÜRK, Ayşe")
        before = front.text()
        await pilot.press("ctrl+l")
        await settle(pilot)
        front.unsaid(*PEOPLE, "Becker", "Empfang 1")
        await pilot.press("enter")
        await settle(pilot)
        assert front.text() == before
        assert front.here.records(Encounter) == []


@pytest.mark.parametrize("key", ["x", "f8", "f9", "escape", "ctrl+q", "ctrl+p", "tab"])
async def test_the_key_that_brings_it_back_does_nothing_else(front: Front, key: str) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await already_in(front, pilot)
        before = front.text()
        await pilot.press("ctrl+l", key)
        await settle(pilot)
        assert front.app.screen is front.reception
        assert front.text() == before


async def test_what_comes_in_meanwhile_is_not_shown_through_the_cover(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "mei 41")
        await pilot.press("ctrl+l")
        front.other.desk.scan("KL-KARL-2222")
        front.other.sync()
        front.sync()
        front.app.say_once("Drucker steht, Meier", "ask")
        await settle(pilot, 0.1)
        front.unsaid(*PEOPLE, "Drucker")
        await pilot.press("space")
        await settle(pilot)
        front.said("Meier, Karl", "ist da")


async def test_a_scan_is_refused_on_the_cover_and_on_the_names(front: Front) -> None:
    front.new_app(pace=Pace())
    async with front.app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+l")
        await settle(pilot)
        await scan(pilot, AYSE)
        assert isinstance(front.app.screen, Privacy)
        front.unsaid(*PEOPLE)
        await pilot.press("ctrl+l")
        await settle(pilot, 0.1)
        assert isinstance(front.app.screen, SignIn)
        await scan(pilot, AYSE)
        assert isinstance(front.app.screen, SignIn)
        front.unsaid(*PEOPLE)
        assert front.here.records(Encounter) == []


async def test_hostile_names_are_hidden_too(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await hostile_people(front, pilot)
        await type_in(pilot, "27.5.55")
        await pilot.press("ctrl+l")
        await settle(pilot)
        front.unsaid("Lang", "Böse", "山", "Rück")


# Another operator


async def test_two_keys_and_the_former_clerk_is_off_the_desk(front: Front) -> None:
    colleagues(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "ayse")
        await pilot.press("ctrl+l", "ctrl+l", *"rie", "enter")
        await settle(pilot)
        assert front.app.screen is front.reception
        assert not front.reception.card.active
        assert front.reception.field.value == ""
        front.unsaid("ÖZTÜRK", "ayse")
        front.said("Empfang 1 · Ries, Tim")
        await opened(front, pilot, AYSE)
        assert [each.operator_id for each in front.here.records(Encounter)] == ["op-3"]


async def test_a_digit_picks_a_name_and_the_last_ones_here_come_first(front: Front) -> None:
    colleagues(front)
    for operator_id in ("op-2", "op-3"):
        front.here.desk.sign_in(operator_id)
    front.here.restart()
    assert [each.id for each in front.here.desk.operators()] == ["op-3", "op-2", "op-1"]
    front.new_app()
    async with front.app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+l", "ctrl+l")
        await settle(pilot)
        front.said("▸ 1 Ries, Tim", "2 Çelik, Ebru", "3 Becker, Anja")
        await pilot.press("2", "enter")
        await settle(pilot)
        assert front.here.desk.operator_id == "op-2"
        await pilot.press("ctrl+l", "ctrl+l", "enter")
        await settle(pilot)
        assert front.here.desk.operator_id == "op-1"


async def test_the_same_name_again_finds_everything_as_it_was(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await person_page(front, pilot)
        await type_in(pilot, "7")
        await pilot.press("ctrl+l", "ctrl+l")
        await settle(pilot)
        front.said("verworfen")
        await pilot.press(*"beck", "enter")
        await settle(pilot)
        assert isinstance(front.app.screen, PersonScreen)
        assert front.app.screen.scan_obstacle() is not None


async def test_what_is_unsent_stays_and_what_was_begun_goes_and_that_is_said_before(front: Front) -> None:
    colleagues(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await already_in(front, pilot)
        await pilot.press("w")
        await settle(pilot)
        await type_in(pilot, "kam zur")
        await pilot.press("ctrl+l", "ctrl+l")
        await settle(pilot)
        front.said("Was Becker, Anja gerade offen und nicht gespeichert hat")
        await pilot.press(*"rie", "enter")
        await settle(pilot)
        assert front.app.screen is front.reception
        assert len(front.here.lines()) == 1
        assert len(front.here.records(Encounter)) == 1


async def test_the_privacy_key_once_more_or_esc_leads_back_to_the_cover(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        for back in ("ctrl+l", "escape"):
            await pilot.press("ctrl+l", "ctrl+l", back)
            await settle(pilot)
            assert isinstance(front.app.screen, Privacy)
            await pilot.press("space")
            await settle(pilot)
            assert front.app.screen is front.reception


async def test_a_name_that_cannot_be_noted_is_taken_all_the_same(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    colleagues(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+l", "ctrl+l")
        await settle(pilot)
        front.here.store.database.connection.execute("PRAGMA query_only = on")
        await pilot.press(*"rie", "enter")
        await settle(pilot)
        front.said("Empfang 1 · Ries, Tim", "‼ In den Speicher kann nicht geschrieben werden")


# After a pause


async def test_the_cover_comes_by_itself_after_a_pause_and_not_while_somebody_types(front: Front, watch: Watch) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        for sign in "ayse":
            await pause(pilot, watch, IDLE_S - 1)
            await pilot.press(sign)
        await pause(pilot, watch, IDLE_S - 1)
        assert front.app.screen is front.reception
        await pause(pilot, watch, 1)
        assert isinstance(front.app.screen, Privacy)
        front.unsaid(*PEOPLE)
        await pilot.press("a")
        await settle(pilot, 0.1)
        assert front.app.screen is front.reception
        assert front.reception.field.value == "ayse"


async def test_a_mouse_is_somebody_too(front: Front, watch: Watch) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await pause(pilot, watch, IDLE_S - 1)
        front.app.post_message(
            events.MouseDown(None, 70, 22, 0, 0, 1, False, False, False, 70, 22)  # as the terminal sends it
        )
        await settle(pilot)
        await pause(pilot, watch, IDLE_S - 1)
        assert front.app.screen is front.reception


async def test_zero_means_never(front: Front) -> None:
    watch = Watch()
    front.new_app(idle_s=0.0, monotonic=watch, time_s=0.02)
    async with front.app.run_test(size=SMALL) as pilot:
        await pause(pilot, watch, 1e6)
        assert front.app.screen is front.reception


async def test_a_question_that_is_being_answered_stays_below_the_cover(front: Front, watch: Watch) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        front.here.desk.scan(AYSE)
        await opened(front, pilot, "ayse")
        await pilot.press("w")
        await settle(pilot)
        await type_in(pilot, "von der")
        await pause(pilot, watch)
        front.unsaid(*PEOPLE, "von der")
        await pilot.press("x")
        await settle(pilot, 0.1)
        assert isinstance(front.app.screen, Reason)
        assert front.app.screen.query_one(Field).value == "von der"
        await type_in(pilot, " arztin")
        assert front.app.screen.query_one(Field).value == "von der arztin"


async def test_the_first_names_of_the_morning_need_no_cover(front: Front) -> None:
    watch = Watch()
    front.here.desk.sign_in(UNNAMED)
    front.new_app(sign_in=True, idle_s=IDLE_S, monotonic=watch, time_s=0.02)
    async with front.app.run_test(size=SMALL) as pilot:
        await pause(pilot, watch)
        assert isinstance(front.app.screen, SignIn)


async def test_a_window_made_large_again_after_a_pause_shows_nobody(front: Front, watch: Watch) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "ayse")
        await pilot.resize_terminal(60, 20)
        await settle(pilot)
        assert isinstance(front.app.screen, TooSmall)
        await pause(pilot, watch)
        await pilot.resize_terminal(*SMALL)
        await settle(pilot, 0.1)
        assert isinstance(front.app.screen, Privacy)
        front.unsaid(*PEOPLE)
        await pilot.press("space")
        await settle(pilot, 0.1)
        assert front.app.screen is front.reception


# PINs


async def wrong(pilot: Pilot[None], times: int = 1) -> None:
    for _ in range(times):
        await pilot.press(*"9999", "enter")
        await settle(pilot)


async def test_after_a_pause_only_the_pin_shows_the_screen_again(front: Front, watch: Watch) -> None:
    front.here.desk.set_pin(PIN)
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "ayse")
        await pause(pilot, watch)
        front.said("gesperrt von Becker, Anja")
        await pilot.press("space", "escape")
        await settle(pilot)
        assert isinstance(front.app.screen, Privacy)
        await pilot.press(PIN[0])
        await settle(pilot)
        front.unsaid(*PEOPLE, PIN[0])
        await pilot.press(*PIN[1:], "enter")
        await settle(pilot, 0.1)
        assert front.app.screen is front.reception
        front.said("ÖZTÜRK, Ayşe")


async def test_during_the_shift_any_key_will_do_also_with_a_pin(front: Front, watch: Watch) -> None:
    front.here.desk.set_pin(PIN)
    async with front.app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+l", "space")
        await settle(pilot)
        assert front.app.screen is front.reception
        await pilot.press("ctrl+l")
        await pause(pilot, watch)
        front.said("gesperrt von Becker, Anja")
        await pilot.press("space")
        await settle(pilot)
        assert isinstance(front.app.screen, AskPin)


async def test_three_wrong_pins_and_one_waits_half_a_minute(front: Front, watch: Watch) -> None:
    front.here.desk.set_pin(PIN)
    async with front.app.run_test(size=SMALL) as pilot:
        await pause(pilot, watch)
        await wrong(pilot)
        front.said("Das ist nicht die PIN. Noch 2 Versuche.")
        await wrong(pilot)
        front.said("Noch 1 Versuch.")
        await wrong(pilot)
        front.said("Zu oft falsch. In 30 Sekunden wieder.")
        watch.now_s += 29.5
        await pilot.press(*PIN, "enter")
        await settle(pilot)
        front.said("In 1 Sekunden wieder.")
        watch.now_s += 1
        await pilot.press(*PIN, "enter")
        await settle(pilot, 0.1)
        assert front.app.screen is front.reception


async def test_closing_the_question_does_not_give_new_tries(front: Front, watch: Watch) -> None:
    front.here.desk.set_pin(PIN)
    async with front.app.run_test(size=SMALL) as pilot:
        await pause(pilot, watch)
        await wrong(pilot, 2)
        await pilot.press("escape", "ctrl+l", *"beck", "enter")
        await settle(pilot)
        await wrong(pilot)
        front.said("Zu oft falsch.")


@pytest.mark.parametrize("way", [("ctrl+l",), ("space", "ctrl+l")])
async def test_who_has_forgotten_it_goes_on_with_another_name_and_sees_nothing_of_before(
    front: Front, watch: Watch, way: tuple[str, ...]
) -> None:
    colleagues(front)
    front.here.desk.set_pin(PIN)
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "ayse")
        await pause(pilot, watch)
        await pilot.press(*way)
        await settle(pilot)
        assert isinstance(front.app.screen, SignIn)
        await pilot.press("escape")
        await settle(pilot)
        front.said("gesperrt von Becker, Anja")
        await pilot.press("ctrl+l", *"celik", "enter")
        await settle(pilot, 0.1)
        assert front.app.screen is front.reception
        front.unsaid(*PEOPLE)
        front.said("Çelik, Ebru")


async def test_nothing_leads_past_a_locked_cover(front: Front, watch: Watch) -> None:
    front.here.desk.set_pin(PIN)
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "ayse")
        await pause(pilot, watch)
        await pilot.press("ctrl+l", "ctrl+q")
        await settle(pilot)
        assert isinstance(front.app.screen, EndShift)
        await pilot.press("f9", "f2", "f8", "ctrl+p", "ctrl+g", "n")
        await settle(pilot)
        assert isinstance(front.app.screen, SignIn)
        await pilot.press("f1", "escape", "ctrl+l", "space", "escape")
        await settle(pilot)
        assert isinstance(front.app.screen, Privacy)
        await pause(pilot, watch)
        await pilot.press("ctrl+l")
        await pause(pilot, watch)
        await pilot.press("escape", "space", "escape")
        await settle(pilot)
        assert isinstance(front.app.screen, Privacy)
        await pilot.resize_terminal(60, 20)
        await settle(pilot)
        await pilot.press("ctrl+q", "f9", "f2", "n")
        await pilot.resize_terminal(*SMALL)
        await settle(pilot, 0.1)
        assert isinstance(front.app.screen, Privacy)
        front.unsaid(*PEOPLE)


async def test_a_name_with_a_pin_is_not_taken_without_it(front: Front) -> None:
    colleagues(front)
    front.here.desk.set_pin(PIN)
    front.here.desk.sign_in("op-2")
    async with front.app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+l", "ctrl+l", *"beck", "enter")
        await settle(pilot)
        assert isinstance(front.app.screen, AskPin)
        await wrong(pilot)
        assert front.here.desk.operator_id == "op-2"
        await pilot.press(*PIN, "enter")
        await settle(pilot, 0.1)
        assert front.here.desk.operator_id == "op-1"
        assert front.app.screen is front.reception


async def from_palette(pilot: Pilot[None], words: str) -> None:
    await pilot.press("ctrl+p")
    await settle(pilot)
    await type_in(pilot, words)
    await pilot.press("enter")
    await settle(pilot, 0.05)


async def test_a_pin_is_set_from_the_palette_asked_twice_and_never_shown(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await from_palette(pilot, "pin setzen")
        assert isinstance(front.app.screen, SetPin)
        for bad in ("123", "12a4", ""):
            await pilot.press(*bad, "enter")
            await settle(pilot)
            front.said("Eine PIN hat 4 bis 12 Ziffern.")
        await pilot.press(*PIN)
        await settle(pilot)
        front.unsaid(PIN)
        await pilot.press("enter", *"1111", "enter")
        await settle(pilot)
        front.said("Die beiden sind verschieden.")
        await pilot.press(*PIN, "enter", *PIN, "enter")
        await settle(pilot)
        front.said("✓ PIN gesetzt.")
    kept = front.here.store.meta("pin:op-1")
    assert kept is not None
    assert kept.startswith("$argon2id$")
    assert PIN not in kept.split("$")[-1]


async def test_the_present_pin_is_asked_for_before_it_is_changed_or_removed(front: Front) -> None:
    front.here.desk.set_pin(PIN)
    async with front.app.run_test(size=SMALL) as pilot:
        await from_palette(pilot, "pin setzen")
        await wrong(pilot)
        assert isinstance(front.app.screen, AskPin)
        await pilot.press(*PIN, "enter")
        await settle(pilot, 0.05)
        await pilot.press("enter")
        await settle(pilot)
        front.said("✓ Keine PIN mehr für Becker, Anja.")
        assert not front.here.desk.guard.needed("op-1")


async def test_a_coordinator_removes_a_forgotten_pin_and_nobody_else(front: Front) -> None:
    colleagues(front)
    front.here.desk.set_pin(PIN)
    front.here.desk.sign_in("op-2")
    assert not front.here.desk.remove_pin("op-1").done
    async with front.app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+p")
        await type_in(pilot, "vergessene")
        await settle(pilot)
        front.unsaid("Vergessene PIN löschen")
        await pilot.press("escape")
        front.here.desk.sign_in("op-3")
        await from_palette(pilot, "vergessene")
        front.said("Wessen PIN", "1 Becker, Anja")
        await pilot.press("1")
        await settle(pilot)
        front.said("✓ Keine PIN mehr für Becker, Anja.")
        assert not front.here.desk.guard.needed("op-1")


async def test_without_a_name_there_is_no_pin(front: Front) -> None:
    front.here.desk.sign_in(UNNAMED)
    async with front.app.run_test(size=SMALL) as pilot:
        await from_palette(pilot, "pin setzen")
        front.said("Eine PIN gehört zu einem Namen")


def test_pins_survive_a_restart_and_are_no_part_of_what_is_sent(front: Front) -> None:
    front.here.desk.set_pin(PIN)
    front.here.restart()
    assert front.here.desk.guard.needed("op-1")
    assert front.here.desk.guard.opens("op-1", PIN, 0.0)
    assert front.here.lines() == []
