"""checkin.md 54 and 55 on the screen: a scan opens the person from wherever one is, and answers nothing."""

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input

from empfang.desk import UNNAMED, Desk
from empfang.model import Encounter
from empfang.rules.scanner import Pace, pace_with
from empfang.screens.base import DeskScreen
from empfang.screens.covers import Privacy, TooSmall
from empfang.screens.dialogs import Confirm, Reason
from empfang.screens.help import HelpScreen
from empfang.screens.palette import Palette
from empfang.screens.person import PersonScreen
from empfang.screens.sign_in import SignIn
from empfang.screens.transfer import TransferScreen
from empfang.widgets.field import Field
from tests.rules.keyboards import arrives
from tests.screens.conftest import Front, settle, type_in
from tests.screens.scanner import press, scan, send
from tests.screens.states import opened

SMALL = (80, 24)
AYSE, DENIZ, HANNELORE = "KL-AYSE-3333", "KL-DNZX-4444", "KL-AHNG-UJ5G"
CERTIFICATE = "HC1:6BFOXN+TSMAHN-HVN8J7UQMJ4/36 L-AHAF9LGA6:AHEK5F/S" * 8
NOT_TAKEN = "Gescannt, aber nicht übernommen"


@pytest.fixture
def desk(front: Front) -> Front:
    """The app as it is on a desk: it tells scanners by their pace."""
    front.new_app(pace=Pace())
    return front


def admitted(front: Front) -> int:
    return len(front.here.records(Encounter))


def bells(front: Front, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    rung: list[str] = []
    monkeypatch.setattr(App, "bell", lambda _app: rung.append("ding"))
    return rung


async def test_54_a_scan_admits_without_a_key(desk: Front) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await scan(pilot, AYSE)
        desk.said("✓ AUFGENOMMEN", "ÖZTÜRK, Ayşe", "Öztürk, A. ist aufgenommen")
        assert (admitted(desk), desk.reception.field.value) == (1, "")


async def test_54_typed_by_hand_the_code_is_opened_by_enter_as_ever(desk: Front) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await press(pilot, AYSE.lower(), 0.12)
        desk.said("✓ AUFGENOMMEN", "ÖZTÜRK, Ayşe")


@pytest.mark.parametrize("arrived", ["KLßAYSEß3333", "klßazseß3333", "KL-AYSE-3333", "]Q3KL-AYSE-3333"])
async def test_55_a_us_layout_is_understood(desk: Front, arrived: str) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await scan(pilot, arrived.replace("KLßAYSE", "KLßAZSE"))
        desk.said("✓ AUFGENOMMEN", "ÖZTÜRK, Ayşe")
        assert desk.reception.field.value == ""


async def test_a_scan_counts_whatever_stands_in_the_search_field(desk: Front) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "mei 41")
        await settle(pilot, 0.1)
        await scan(pilot, AYSE)
        desk.said("✓ AUFGENOMMEN", "ÖZTÜRK, Ayşe")
        desk.unsaid("Meier")
        assert desk.reception.field.value == ""


async def test_two_scans_in_direct_succession_admit_two(desk: Front) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{AYSE}\r{DENIZ}", 0.008)
        await settle(pilot)
        assert admitted(desk) == 2
        desk.said("✓ AUFGENOMMEN", "ÖZTÜRK, Deniz", "Nr. 1-002")


async def test_the_same_code_twice_by_a_slow_finger_counts_once_and_does_not_alarm(desk: Front) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        assert desk.reception.shows_scans
        await scan(pilot, AYSE, begin_s=500.0)
        assert not desk.reception.shows_scans, "the first letter would close who was admitted"
        await scan(pilot, AYSE, begin_s=500.8)
        desk.said("✓ AUFGENOMMEN", "zählt nur einmal")
        assert (admitted(desk), desk.reception.field.value) == (1, "")
        await scan(pilot, AYSE, begin_s=505.0)
        desk.said("! IST SCHON DA")
        assert admitted(desk) == 1


async def test_over_an_open_card_a_scan_comes_first_and_its_letters_do_nothing(desk: Front) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await opened(desk, pilot, "lutz")
        await settle(pilot, 0.1)
        assert desk.reception.card.active
        await scan(pilot, "psux0")
        desk.said("! CODE NICHT GEFUNDEN")
        assert desk.app.screen is desk.reception
        await opened(desk, pilot, "lutz")
        await scan(pilot, AYSE.lower())
        desk.said("✓ AUFGENOMMEN", "ÖZTÜRK, Ayşe")


async def test_an_unknown_code_in_the_search_is_searched_like_a_typed_one(desk: Front) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await scan(pilot, "KL-2222-NNNN")
        desk.said("! CODE NICHT GEFUNDEN")
        assert (admitted(desk), desk.reception.field.value) == (0, "KL-2222-NNNN")


@pytest.mark.parametrize("arrived", ["KLß2222ßNNNN", "~KL-2222-NNNN", "°KLß2222ßNNNN"])
async def test_an_unknown_code_is_said_to_be_one_also_from_a_scanner_set_to_us_or_with_a_prefix(
    front: Front, arrived: str
) -> None:
    front.here.desk = Desk(front.here.store, front.here.wall.clock, scanner_prefix="~")
    front.new_app(pace=pace_with("~"))
    async with front.app.run_test(size=SMALL) as pilot:
        await scan(pilot, arrived)
        front.said("! CODE NICHT GEFUNDEN")


async def test_a_name_that_comes_all_at_once_is_searched(desk: Front) -> None:
    """Behind a slow line a clerk's keys come together, with the Enter."""
    async with desk.app.run_test(size=SMALL) as pilot:
        await press(pilot, "lutz karin", 0.0)
        await settle(pilot)
        desk.said("LUTZ, Karin", "30.09.1962")


async def test_a_fast_typist_is_no_scanner_anywhere(desk: Front) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await press(pilot, "lutz karin", 0.03)
        desk.said("LUTZ, Karin")
        await press(pilot, "d", 0.03, enter=False)
        await settle(pilot, 0.1)
        page = desk.app.screen
        assert isinstance(page, PersonScreen)
        await press(pilot, "0171555", 0.03, enter=False)
        await settle(pilot, 0.1)
        assert isinstance(desk.app.focused, Input)
        assert desk.app.focused.value.endswith("0171555")


async def test_with_a_prefix_a_slow_scanner_is_one(front: Front) -> None:
    front.new_app(pace=pace_with("~"))
    async with front.app.run_test(size=SMALL) as pilot:
        await press(pilot, "~KL-AYSE-3333", 0.06)
        await settle(pilot)
        front.said("✓ AUFGENOMMEN", "ÖZTÜRK, Ayşe")
        await opened(front, pilot, "lutz")
        await press(pilot, "d", 0.1, enter=False)
        await settle(pilot, 0.4)
        assert isinstance(front.app.screen, PersonScreen)
        await press(pilot, "°KLßDNYXß4444", 0.06)
        front.said("✓ AUFGENOMMEN", "ÖZTÜRK, Deniz")


@pytest.mark.parametrize("arrived", [CERTIFICATE, arrives(CERTIFICATE, "windows")], ids=["as it is", "US"])
async def test_a_certificate_is_said_to_be_one_and_closes_nothing(desk: Front, arrived: str) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "mei 41")
        await settle(pilot, 0.1)
        await scan(pilot, arrived)
        desk.said("EU-Zertifikat", "Meier, Hannelore")
        assert desk.reception.field.value == "mei 41"
        await pilot.press("escape")
        await opened(desk, pilot, "lutz")
        await settle(pilot, 0.1)
        await scan(pilot, arrived)
        desk.said("EU-Zertifikat", "LUTZ, Karin")
        assert desk.reception.card.active


async def test_a_certificate_over_the_help_is_said_there(desk: Front) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await pilot.press("f1")
        await settle(pilot)
        await scan(pilot, CERTIFICATE)
        assert isinstance(desk.app.screen, HelpScreen)
        desk.said("EU-Zertifikat")


# From elsewhere


async def test_from_the_help_and_from_f9_and_from_a_persons_page_a_scan_leads_to_the_reception(desk: Front) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await pilot.press("f1")
        await settle(pilot)
        assert isinstance(desk.app.screen, HelpScreen)
        await scan(pilot, AYSE)
        assert desk.app.screen is desk.reception
        desk.said("✓ AUFGENOMMEN", "ÖZTÜRK, Ayşe")
        await pilot.press("f9")
        await settle(pilot)
        assert isinstance(desk.app.screen, TransferScreen)
        await scan(pilot, DENIZ)
        assert desk.app.screen is desk.reception
        desk.said("✓ AUFGENOMMEN", "ÖZTÜRK, Deniz")
        await opened(desk, pilot, "lutz")
        await settle(pilot, 0.1)
        await pilot.press("d", "f1")
        await settle(pilot, 0.1)
        assert [type(screen) for screen in desk.app.screen_stack[-2:]] == [PersonScreen, HelpScreen]
        await scan(pilot, HANNELORE)
        assert desk.app.screen is desk.reception
        desk.said("✓ AUFGENOMMEN", "MEIER, Hannelore")
        assert desk.app.focused is desk.reception.field


async def test_what_is_not_saved_is_not_given_up_and_the_scan_is_not_typed(
    desk: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung = bells(desk, monkeypatch)
    async with desk.app.run_test(size=SMALL) as pilot:
        await opened(desk, pilot, "lutz")
        await settle(pilot, 0.1)
        await pilot.press("d")
        await settle(pilot, 0.1)
        await type_in(pilot, "0171 5")
        await settle(pilot, 0.1)
        page, field = desk.app.screen, desk.app.focused
        assert isinstance(field, Input)
        typed = field.value
        await scan(pilot, AYSE)
        await scan(pilot, "KLßAZSEß3333")
        assert desk.app.screen is page
        assert (desk.app.focused, field.value, admitted(desk)) == (field, typed, 0)
        desk.said(NOT_TAKEN, "Strg+S")
        assert rung == ["ding", "ding"]
        await pilot.press("escape", "j")
        await settle(pilot, 0.1)
        await scan(pilot, AYSE)
        desk.said("✓ AUFGENOMMEN", "ÖZTÜRK, Ayşe")
        desk.unsaid(NOT_TAKEN)


async def test_an_unknown_code_does_not_lead_away(desk: Front) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await opened(desk, pilot, "lutz")
        await settle(pilot, 0.1)
        await pilot.press("d")
        await settle(pilot, 0.1)
        await scan(pilot, "4006381333931")
        assert isinstance(desk.app.screen, PersonScreen)
        desk.said(NOT_TAKEN, "gibt es hier nicht")


@pytest.mark.parametrize("text", [AYSE, "jnjnjnjn", "KLßAZSEß3333", "4006381333931", CERTIFICATE[:50]])
async def test_55_a_scan_answers_no_question(desk: Front, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rung = bells(desk, monkeypatch)
    async with desk.app.run_test(size=SMALL) as pilot:
        desk.here.desk.scan(AYSE)
        await opened(desk, pilot, "ayse")
        await settle(pilot, 0.1)
        await pilot.press("x")
        await settle(pilot, 0.1)
        question = desk.app.screen
        assert isinstance(question, Confirm)
        await scan(pilot, text)
        assert desk.app.screen is question
        desk.said(NOT_TAKEN, "Erst dieses Fenster beantworten")
        assert (rung, admitted(desk)) == (["ding"], 1)
        await pilot.press("n")
        await settle(pilot, 0.1)
        await scan(pilot, DENIZ)
        assert admitted(desk) == 2


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+g", "f8", "ctrl+p"])
async def test_55_nor_any_other_window(desk: Front, key: str) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        desk.here.desk.scan(DENIZ)
        await pilot.press(key)
        await settle(pilot)
        window = desk.app.screen
        await scan(pilot, "e1u2j" + AYSE)
        assert desk.app.screen is window
        desk.said(NOT_TAKEN)
        if isinstance(window, Palette):
            assert window.query_one(Input).value == ""
        assert admitted(desk) == 1


async def test_55_a_scan_is_no_reason(desk: Front) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        desk.here.desk.scan(AYSE)
        await opened(desk, pilot, "ayse")
        await settle(pilot, 0.1)
        await pilot.press("w")
        await settle(pilot, 0.1)
        assert isinstance(desk.app.screen, Reason)
        await scan(pilot, DENIZ)
        assert isinstance(desk.app.screen, Reason)
        assert desk.app.screen.query_one(Input).value == ""
        assert admitted(desk) == 1


async def test_a_scan_does_not_lift_the_privacy_cover(desk: Front) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+l")
        await settle(pilot)
        await scan(pilot, AYSE)
        assert isinstance(desk.app.screen, Privacy)
        desk.said(NOT_TAKEN, "Erst eine Taste drücken")
        desk.unsaid("Öztürk", "ÖZTÜRK")
        assert admitted(desk) == 0
        await press(pilot, "a", 0.1, enter=False)
        await settle(pilot, 0.1)
        assert desk.app.screen is desk.reception
        assert desk.reception.field.value == ""


async def test_nobody_is_admitted_whose_number_cannot_be_read_or_in_nobodys_name(desk: Front) -> None:
    async with desk.app.run_test(size=(70, 20)) as pilot:
        await settle(pilot)
        await scan(pilot, AYSE)
        assert isinstance(desk.app.screen, TooSmall)
        assert admitted(desk) == 0
    desk.here.desk.sign_in(UNNAMED)
    async with desk.new_app(pace=Pace(), sign_in=True).run_test(size=SMALL) as pilot:
        await settle(pilot)
        await scan(pilot, AYSE)
        assert isinstance(desk.app.screen, SignIn)
        desk.said(NOT_TAKEN, "Erst den Namen wählen")
        assert desk.app.screen.query_one(Input).value == ""
        assert (admitted(desk), desk.here.desk.operator_id) == (0, UNNAMED)


class Form(DeskScreen):
    """Another screen with a field."""

    HELP_PAGE = PersonScreen.HELP_PAGE
    AUTO_FOCUS = "Field"

    def compose(self) -> ComposeResult:
        yield Field()


async def test_a_screen_with_something_typed_is_not_left_an_untouched_one_is(desk: Front) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        form = Form(desk.reception.station)
        await desk.app.push_screen(form)
        form.query_one(Field).value = "17 0912"
        await scan(pilot, AYSE)
        assert desk.app.screen is form
        desk.said(NOT_TAKEN, "etwas eingetippt")
        form.query_one(Field).value = ""
        await scan(pilot, AYSE)
        assert desk.app.screen is desk.reception
        desk.said("✓ AUFGENOMMEN", "ÖZTÜRK, Ayşe")


# Codes with a slip


async def test_a_slip_in_a_code_of_ours_is_said_kindly(desk: Front) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        for text in ("KL-222-333-444", "kl-abc-def-ghx"):
            await press(pilot, text, 0.1)
            desk.said("! TIPPFEHLER IM CODE", "Ich habe mich wohl vertippt")
            await pilot.press("escape", "escape")
        await press(pilot, "KL-HANP-Y95X", 0.1)
        desk.said("! CODE NICHT GEFUNDEN")


async def test_y_and_z_perhaps_exchanged_is_asked(desk: Front) -> None:
    desk.world.booked(desk.world.person("Yilmaz, Zoe"), "09:40", code="KLXYXZ2222")
    desk.sync()
    async with desk.app.run_test(size=SMALL) as pilot:
        await scan(pilot, "KLXZXY2222")
        desk.said("YILMAZ, Zoe", "✓ TERMIN PASST", "Y und Z sind im Code vielleicht vertauscht")
        assert admitted(desk) == 0


# Nobody's letters are held back or lost


async def test_in_a_form_letters_appear_within_a_moment_and_in_order(desk: Front) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await opened(desk, pilot, "lutz")
        await settle(pilot, 0.1)
        await pilot.press("d")
        await settle(pilot, 0.1)
        field = desk.app.focused
        assert isinstance(field, Input)
        before = field.value
        await press(pilot, "rosa", 0.01, enter=False)
        await settle(pilot, 0.1)
        assert field.value == before + "rosa"
        await press(pilot, "eeeeeeeeeeeeeeee", 0.016, enter=False)
        await settle(pilot, 0.1)
        assert field.value == before + "rosa" + "e" * 16
        await press(pilot, "ab", 0.01, enter=False)
        await pilot.press("backspace")
        await settle(pilot, 0.1)
        assert field.value == before + "rosa" + "e" * 16 + "a"


async def test_a_paste_is_no_scan_and_comes_behind_what_was_typed(desk: Front) -> None:
    from textual import events  # noqa: PLC0415 - a paste as the terminal tells it

    async with desk.app.run_test(size=SMALL) as pilot:
        await opened(desk, pilot, "lutz")
        await settle(pilot, 0.1)
        await pilot.press("d")
        await settle(pilot, 0.1)
        field = desk.app.focused
        assert isinstance(field, Input)
        before = field.value
        send(pilot, "ab", 0.01)
        desk.app.post_message(events.Paste(AYSE))
        await settle(pilot, 0.1)
        assert field.value == before + "ab" + AYSE
        await press(pilot, "", 0.01)
        await settle(pilot, 0.1)
        assert isinstance(desk.app.screen, PersonScreen)
        assert admitted(desk) == 0
