"""The doses above the list: vials opened, counted and discarded from, and who is given one."""

from dataclasses import replace

import pytest

from empfang.model import DoseChange, Vial
from empfang.screens import leftover_words
from empfang.screens.finding_one import FindOne
from tests.scenarios.leftover import vial
from tests.screens import leftover_states as states
from tests.screens.conftest import Front, press, type_in

SMALL = (80, 24)


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


async def test_a_vial_that_another_desk_opened_shows_at_once(front: Front) -> None:
    states.in_the_evening(front)
    front.other.sync()
    async with front.app.run_test(size=SMALL) as pilot:
        await states.listed(front, pilot)
        vial(front.other, label="2", drawn=4)
        front.other.sync()
        await states.answered(front, pilot)
        front.said("Comirnaty 20:00 – 0 0 0 7 7")
