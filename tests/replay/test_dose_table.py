"""The replay's table with the doses, on a real store: what it opens, draws otherwise, gives and throws away."""

from collections.abc import Iterator
from typing import Any, cast

import pytest

from empfang.model import Change, DoseChange, Vial
from empfang.replay.clock import DayClock
from empfang.replay.dose_table import DoseTable
from empfang.replay.dose_wishes import Way
from empfang.rules.vials import Dose
from tests.world import World

COM, HALF, WHOLE = Dose("COM"), Dose("SPI", "half"), Dose("SPI")


@pytest.fixture
def table(world: World) -> Iterator[DoseTable]:
    place = world.place("KL")
    place.store.close()
    made = DoseTable(place.folder, cast(DayClock, place.wall.clock), Way.ARRIVALS)
    yield made
    made.store.close()
    made._claimed.release()


def look(table: DoseTable, *inside: tuple[Dose, int], batch: bool = True) -> int:
    """See who is in the house; gives how many vials were opened so far."""
    wish = {"inside": [(*dose, number) for dose, number in inside], "batch": batch, "evening": False}
    return int(table.does["look"](wish)["opened"])


def at_lane(table: DoseTable, dose: Dose, *inside: tuple[Dose, int], must: bool = True) -> bool:
    """Somebody is at the lane; gives whether they had a dose. `inside`: everybody in the house, them included."""
    wish: dict[str, Any] = {
        "inside": [(*each, number) for each, number in inside or ((dose, 1),)],
        "people": [{"encounter": "e1", "dose": list(dose), "must": must}],
    }
    return bool(table.does["jab"](wish)["results"]["e1"])


def drawn(table: DoseTable) -> dict[Dose, list[int]]:
    found: dict[Dose, list[int]] = {}
    for each in table.rows.find(Vial):
        found.setdefault(Dose(each.vaccine, each.size), []).append(each.drawn)
    return found


def test_vials_are_opened_for_those_in_the_house_when_it_is_time(table: DoseTable) -> None:
    assert look(table, (COM, 7), batch=False) == 0
    assert look(table, (COM, 7)) == 2
    assert look(table, (COM, 12)) == 2
    assert look(table, (COM, 12), (HALF, 1)) == 3
    assert drawn(table) == {COM: [6, 6], HALF: [20]}


def test_for_who_is_at_the_lane_a_vial_is_opened_at_once(table: DoseTable) -> None:
    assert at_lane(table, COM)
    assert drawn(table) == {COM: [6]}


def test_a_full_dose_is_drawn_from_two_halves_that_nobody_needs(table: DoseTable) -> None:
    assert look(table, (HALF, 18)) == 1
    assert at_lane(table, WHOLE, (HALF, 18), (WHOLE, 1))
    assert drawn(table) == {HALF: [18], WHOLE: [1]}
    assert at_lane(table, WHOLE, (HALF, 18), (WHOLE, 1))
    assert drawn(table) == {HALF: [18], WHOLE: [1, 10]}, "who is in the house needs the halves"


def test_two_halves_are_drawn_from_a_full_dose(table: DoseTable) -> None:
    assert look(table, (WHOLE, 4)) == 1
    assert at_lane(table, HALF, (WHOLE, 4), (HALF, 1))
    assert drawn(table) == {WHOLE: [9], HALF: [2]}


def test_who_comes_too_late_has_what_nobody_else_in_the_house_needs(table: DoseTable) -> None:
    look(table, (COM, 6))
    assert not at_lane(table, COM, (COM, 7), must=False)
    assert at_lane(table, COM, (COM, 6), must=False)
    assert drawn(table) == {COM: [6]}


def test_what_is_past_its_use_by_or_left_at_the_end_is_thrown_away_with_the_reason(
    table: DoseTable, world: World
) -> None:
    look(table, (COM, 1))
    world.wall.go_on(hours=6)
    look(table, (COM, 1))
    at_lane(table, COM)
    said = table.does["close"]({})
    assert (said["opened"], said["left"]) == (2, 0)
    gone = [each for each in table.rows.find(DoseChange) if each.change is Change.DISCARDED]
    assert sorted((each.number, each.reason) for each in gone) == [
        (5, "am Ende des Tages übrig"), (6, "Haltbarkeit abgelaufen"),
    ]  # fmt: skip


def test_a_dose_for_somebody_whom_the_desk_does_not_know_is_kept_on_paper(table: DoseTable) -> None:
    assert at_lane(table, COM)
    assert [each for each in table.rows.find(DoseChange) if each.change is Change.GIVEN] == []
    sent = table.store.unsent_count()[0]
    assert table.does["state"]({})["unsent"] == sent + 1
