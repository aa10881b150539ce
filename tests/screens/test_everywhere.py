"""What works on every screen: signing in, help, palette, and names that mean harm."""

import pytest
from rich.cells import cell_len

from empfang.desk import UNNAMED, Download, Progress
from empfang.model import Operator
from empfang.screens import actions
from empfang.screens.contact import values_of
from empfang.screens.reception import Reception
from empfang.texts import say
from empfang.widgets.actions import Action
from empfang.widgets.cells import cut, fit, plain, wrap
from tests.screens.conftest import HOSTILE, Front, settle, type_in
from tests.screens.states import hostile_people, opened
from tests.times import at

SMALL = (80, 24)
ALL = [each for each in vars(actions).values() if isinstance(each, Action)]


async def test_a_new_clerk_types_a_name_and_is_at_work(front: Front) -> None:
    front.world.put(Operator(id="op-2", name="Çelik, Ebru", centre_ids=("KL",)))
    front.here.sync()
    async with front.new_app(sign_in=True).run_test(size=SMALL) as pilot:
        front.said("Wer arbeitet an diesem Platz?", "Becker, Anja", "Çelik, Ebru")
        await type_in(pilot, "ebru")
        await pilot.press("enter")
        await settle(pilot)
        assert front.here.desk.operator_id == "op-2"
        front.said("KL · Empfang 1 · Çelik, Ebru", "Bereit.")
        assert front.app.focused is front.reception.field


async def test_without_operators_one_goes_on_without_a_name(front: Front) -> None:
    front.here.store.database.connection.execute("DELETE FROM operator")
    front.here.desk.sign_in(UNNAMED)
    async with front.new_app(sign_in=True).run_test(size=SMALL) as pilot:
        await settle(pilot)
        front.said("Ohne Namen weiter")
        await pilot.press("enter")
        await settle(pilot)
        assert front.here.desk.operator_id == UNNAMED
        assert front.app.screen is front.reception


async def test_names_that_arrive_with_the_first_download_appear_while_one_waits(front: Front) -> None:
    async with front.new_app(sign_in=True).run_test(size=SMALL) as pilot:
        front.world.put(Operator(id="op-2", name="Çelik, Ebru", centre_ids=("KL",)))
        front.here.sync()
        front.app.engine_changed({("operator", "op-2")})
        await settle(pilot, 0.1)
        front.said("Çelik, Ebru")


async def test_the_first_name_is_marked_when_the_names_come_in_late(front: Front) -> None:
    front.here.store.database.connection.execute("DELETE FROM operator")
    async with front.new_app(sign_in=True).run_test(size=SMALL) as pilot:
        await settle(pilot)
        front.said("▸ Ohne Namen weiter")
        front.world.put(Operator(id="op-2", name="Çelik, Ebru", centre_ids=("KL",)))
        front.here.sync()
        front.app.engine_changed({("operator", "op-2")})
        await settle(pilot, 0.1)
        front.said("▸ 1 Çelik, Ebru", "Ohne Namen weiter")


@pytest.mark.parametrize("key", ["f1", "question_mark"])
async def test_the_help_names_every_key_of_the_screen(front: Front, key: str) -> None:
    async with front.app.run_test(size=(120, 64)) as pilot:
        await pilot.press(key)
        await settle(pilot)
        for action in (*Reception.ACTIONS, *actions.EVERYWHERE):
            if action.key:
                front.said(action.caption)
        await pilot.press("escape")
        await settle(pilot)
        assert front.app.screen is front.reception


async def test_the_palette_offers_what_can_be_done_now_and_does_it(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "lutz")
        await pilot.press("ctrl+p")
        await settle(pilot)
        front.said("Termin auf heute verschieben", "Termin absagen")
        front.unsaid("Noch einmal aufnehmen")
        await type_in(pilot, "verschieben")
        await pilot.press("enter")
        await settle(pilot)
        front.said("… ANGEFRAGT")


async def test_the_status_line_says_what_is_true_and_nothing_about_people(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        for progress, said in (
            (Progress(connected=True), "verbunden · alles übertragen"),
            (Progress(connected=True, unsent=3), "verbunden · 3 werden übertragen"),
            (
                Progress(connected=False, offline_since=at("09:03"), unsent=17),
                "OHNE NETZ seit 09:03 · 17 warten auf Übertragung",
            ),
            (Progress(connected=False, offline_since=at("09:03"), unsent=1), "1 wartet auf Übertragung"),
            (Progress(), "verbinde …"),
            (Progress(blocked="denied", unsent=2), "PLATZ GESPERRT vom Dienst, Leitung rufen"),
            (Progress(connected=True, download=Download(0, 4300)), "0 von 4.300 Personen"),
        ):
            front.progress = progress
            front.app.engine_progress(progress)
            await settle(pilot, 0.1)
            front.said(said)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("size", [SMALL, (120, 36)])
async def test_names_that_mean_harm_are_harmless_everywhere(front: Front, name: str, size: tuple[int, int]) -> None:
    async with front.app.run_test(size=size) as pilot:
        await hostile_people(front, pilot)
        code = f"KL-HSTL-{2222 + list(HOSTILE).index(name)}"
        await type_in(pilot, code)
        await pilot.press("enter")
        await settle(pilot)
        front.said("✓ AUFGENOMMEN")
        await pilot.press("f8")
        await settle(pilot)
        await pilot.press("enter", "n")
        await opened(front, pilot, code)
        front.said("! IST SCHON DA")
        await pilot.press("x", "n", "d")
        await settle(pilot)
        front.said("Termine", "Verlauf")
        await pilot.press("ctrl+s", "escape")
        await settle(pilot)
        shown = front.text()
        assert all(cell_len(line) == size[0] for line in shown.splitlines())
        assert not any(sign in shown for sign in "\x1b\x07\u202e\u200b\ufeff")


def test_an_untouched_hostile_field_is_no_change(front: Front) -> None:
    person = front.world.person(HOSTILE["escape"], street=HOSTILE["bidi"], email=HOSTILE["zero"])
    assert "\x1b" not in "".join(values_of(person).values())


def test_each_key_has_one_meaning_at_a_time() -> None:
    for together in ((*Reception.ACTIONS, *actions.EVERYWHERE),):
        letters = [action.key for action in together if action.key and action.key != "enter"]
        assert len(letters) == len(set(letters))


def test_every_action_has_words_in_both_languages() -> None:
    assert len(ALL) > 20
    for action in ALL:
        for text in (action.label, action.command, action.what):
            assert text.de
            assert text.en
            assert say(text)


@pytest.mark.parametrize("text", [*HOSTILE.values(), "", "a", "ein zwei drei", "山" * 9, "x" * 41])
@pytest.mark.parametrize("width", [1, 2, 7, 20])
def test_texts_never_take_more_cells_than_there_are(text: str, width: int) -> None:
    assert cell_len(fit(plain(text), width)) == width
    assert cell_len(cut(plain(text), width)) <= width
    if width > 1:
        assert all(cell_len(line) <= width for line in wrap(plain(text), width))
    assert len(wrap(plain(text), width, most=2)) <= 2
