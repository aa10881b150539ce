"""The reception and people who were promised a dose that is left over, come along, or wait for one."""

import pytest

from empfang.model import Encounter, Person, Presence, Promise, PromiseState, Vial
from tests.scenarios.leftover import asked, to_promise
from tests.screens import leftover_states as leftover
from tests.screens.conftest import HOSTILE, Front, press, settle, type_in
from tests.screens.promised_pictures import promised
from tests.screens.states import opened
from tests.times import at

SMALL, LARGE = (80, 24), (120, 36)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_card_says_what_was_promised_and_enter_lets_them_in(front: Front, size: tuple[int, int]) -> None:
    promised(front)
    async with front.app.run_test(size=size) as pilot:
        await opened(front, pilot, "mei 50")
        front.said("18:40 Meier, Hannelore 50 zugesagt")
        for said in ("Zugesagt bis 18:40 für 1: Comirnaty", "✓ ZUGESAGT BIS 18:40"):
            assert said in front.card_text()
        await settle(pilot)
        await press(pilot, "enter")
        assert "✓ AUFGENOMMEN" in front.card_text()
        [promise] = [each for each in front.here.records(Promise) if isinstance(each, Promise)]
        assert promise.state is PromiseState.KEPT


async def test_a_late_one_is_not_let_in_while_none_is_left_and_is_as_soon_as_one_is(front: Front) -> None:
    people = promised(front, "18:10", drawn=1)
    front.world.wall.set("18:30")
    asked(front.here, to_promise(people[1], at("18:50")))
    front.here.sync()
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "mei 50")
        assert "! ZU SPÄT · GERADE KEINE ÜBRIG" in front.card_text()
        assert "willkommen, wenn eine übrig ist" in front.card_text()
        await press(pilot, "enter")
        assert front.here.records(Encounter) == []
        front.here.desk.doses.count(front.here.desk.calling.overview().doses[0].found.dose, 2, 1)
        front.sync()
        await settle(pilot, 0.1)
        assert "✓ ZU SPÄT, ABER EINE IST ÜBRIG" in front.card_text()
        await press(pilot, "enter")
        assert len(front.here.records(Encounter)) == 1


async def test_who_comes_along_is_entered_in_a_line_and_let_in_next(front: Front) -> None:
    promised(front, persons=2)
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "mei 50")
        await press(pilot, "m")
        await type_in(pilot, "Karl Weiss")
        await press(pilot, "enter")
        front.said("„Karl Weiss“: bitte mit Komma und Geburtsdatum")
        await press(pilot, *(["backspace"] * 10))
        await type_in(pilot, "Weiss, Karl 3.4.52")
        await press(pilot, "enter")
        assert "WEISS, Karl" in front.card_text()
        front.said("✓ Weiss, K. bekommt die zweite Dosis.")
        await settle(pilot, 0.0)
        await press(pilot, "enter")
        visits = [each for each in front.here.records(Encounter) if isinstance(each, Encounter)]
        people = {each.id: each for each in front.here.records(Person) if isinstance(each, Person)}
        assert [people[each.person_id].family for each in visits] == ["Weiss"]


async def test_who_waits_here_is_noted_and_taken_back_with_two_keys_each(front: Front) -> None:
    leftover.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "seifert")
        await press(pilot, "h", "2")
        assert "Vor Ort seit 18:00 (Mitarbeit)" in front.card_text()
        [known] = [each for each in front.here.records(Presence) if isinstance(each, Presence)]
        assert (known.how, known.here) == ("staff", True)
        front.world.wall.go_on(seconds=5)
        await press(pilot, "h", "j")
        assert "Vor Ort seit" not in front.card_text()
        [known] = [each for each in front.here.records(Presence) if isinstance(each, Presence)]
        assert not known.here


async def test_where_nothing_was_opened_nobody_is_asked_to_wait(front: Front) -> None:
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "ehlert")
        front.unsaid("h vor Ort")


async def test_nor_when_the_only_vial_was_entered_by_mistake(front: Front) -> None:
    leftover.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await opened(front, pilot, "seifert")
        front.said("h vor Ort")
        [vial] = [each for each in front.here.records(Vial) if isinstance(each, Vial)]
        front.here.desk.doses.correct(vial.id, void=True)
        await press(pilot, "escape", "enter")
        assert "SEIFERT" in front.card_text()
        front.unsaid("h vor Ort")


async def test_who_is_not_known_yet_is_registered_with_what_was_typed(front: Front) -> None:
    leftover.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await type_in(pilot, "Weiss, Karla 3.4.52")
        await settle(pilot, 0.4)
        front.said("Strg+N neue Person")
        await press(pilot, "ctrl+n")
        await press(pilot, "enter")
        assert "WEISS, Karla" in front.card_text()
        front.said("✓ Weiss, K. ist eingetragen.")
        await press(pilot, "h", "1")
        assert "Vor Ort seit 18:00 (Begleitung)" in front.card_text()
        await press(pilot, "escape", "escape", "ctrl+n")
        await type_in(pilot, "weiss, karla 3.4.1952")
        await press(pilot, "enter")
        front.said("Weiss, K. ist hier schon bekannt.")
        people = [each for each in front.here.records(Person) if isinstance(each, Person) and each.family == "Weiss"]
        assert len(people) == 1


@pytest.mark.parametrize("name", HOSTILE.values(), ids=list(HOSTILE))
async def test_hostile_names_of_companions_are_shown_as_plain_text(front: Front, name: str) -> None:
    people = promised(front, persons=2)
    front.world.put(people[0].with_(family=name, given="Hannelore"))
    front.here.sync()
    async with front.app.run_test(size=SMALL) as pilot:
        front.reception.card.open(people[0].id, None)
        front.reception.show()
        await press(pilot, "m")
        front.app.screen.query_one("Field").insert_text_at_cursor(f"{name[:40]}, Karl 3.4.52")  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert "\x1b" not in front.text()


async def test_a_companion_whose_doses_nobody_knows_is_asked_once_they_are_noted(front: Front) -> None:
    front.judge()
    leftover.in_the_evening(front)
    async with front.app.run_test(size=SMALL) as pilot:
        await press(pilot, "ctrl+n")
        await type_in(pilot, "Weiss, Karl 3.4.52")
        await press(pilot, "enter", "h", "1")
        assert "F4 fragt erst, wenn frühere Impfungen bekannt sind: f" in front.card_text()
        await leftover.listed(front, pilot)
        front.said("Vor Ort wartet niemand", "Impfungen unbekannt 1")
        await press(pilot, "f2", "f")
        await type_in(pilot, "com 3.5. com 14.6.")
        await press(pilot, "enter")
        assert "F4 fragt erst" not in front.card_text()
        await press(pilot, "f4")
        await settle(pilot, 0.1)
        front.said("▸ 1 Weiss, Karl 52 Comirnaty vor Ort Begleitung, seit 18:00")
