"""Making slots beside a running service: in parts, broken off, and while people book."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from empfang.central.slot_making import SlotMaking, SlotReport
from empfang.errors import InputProblem
from empfang.model import Centre, Contingent, Slot
from empfang.rows import Rows
from empfang.rules.slot_plan import Step, Wish
from tests.times import DAY
from tests.world import World

CENTRE = Centre(id="KL", name="Kaiserslautern", slot_minutes=10, hours={"default": "09:00-17:00"})
ONLINE = "KL:online"
TEN_DAYS = Wish(
    first=DAY + timedelta(days=1), last=DAY + timedelta(days=10), vaccine="Comirnaty", minutes=10,
    shares={ONLINE: Fraction(1)}, per_slot=2,
)  # fmt: skip


def making(world: World, wish: Wish = TEN_DAYS) -> SlotMaking:
    return SlotMaking(world.database, CENTRE, wish, world.wall.moment)


def run(world: World, wish: Wish = TEN_DAYS) -> SlotReport:
    return making(world, wish).run(lambda _done, _all: None)


def slots(world: World) -> list[Slot]:
    with world.database.reading() as cursor:
        return sorted(Rows(cursor, world.database.flavour).find(Slot), key=lambda each: each.start)


def test_it_is_written_in_parts_of_a_hundred_and_others_get_their_turn(world: World) -> None:
    told: list[tuple[int, int]] = []
    rests: list[int] = []
    making(world).run(lambda done, whole: told.append((done, whole)), lambda _s: rests.append(len(told)))
    assert told == [(done, 480) for done in (100, 200, 300, 400, 480)]
    assert rests == []
    longer = replace(TEN_DAYS, last=DAY + timedelta(days=22))
    told.clear()
    making(world, longer).run(lambda done, whole: told.append((done, whole)), lambda _s: rests.append(len(told)))
    assert len(told) == 11
    assert rests == ([5, 10] if world.database.flavour == "sqlite" else [])


def test_what_is_broken_off_is_completed_by_the_same_command(world: World) -> None:
    def stop(done: int, _all: int) -> None:
        if done == 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        making(world).run(stop)
    assert len(slots(world)) == 200
    report = run(world)
    assert (report.count(Step.UNCHANGED), report.count(Step.NEW)) == (200, 280)
    assert [each.capacity for each in slots(world)] == [{ONLINE: 2}] * 480


def test_whoever_books_meanwhile_keeps_the_place(world: World) -> None:
    run(world)
    last = slots(world)[-1]
    person = world.person("Ott, Werner")

    def book(done: int, _all: int) -> None:
        if done == 100:
            world.booked(
                person,
                "16:50",
                day=DAY + timedelta(days=10),
                slot_id=last.id,
                contingent_id=ONLINE,
                vaccine="Comirnaty",
            )

    report = making(world, replace(TEN_DAYS, per_slot=0)).run(book)
    assert [(each.start, each.taken, each.wanted) for each in report.kept] == [(last.start, 1, 0)]
    assert [sum(each.capacity.values()) for each in slots(world)] == [0] * 479 + [1]


def test_a_preview_is_what_is_done_then_and_writes_nothing(world: World) -> None:
    previewed = making(world).preview().as_json()
    assert slots(world) == []
    assert run(world).as_json() == previewed


def test_desks_follow_and_nobody_sees_a_slot_before_its_contingent(world: World) -> None:
    place = world.place()
    run(world)
    place.pull()
    assert len(place.records(Slot)) == 480
    assert [each.id for each in place.records(Contingent)] == [ONLINE]
    with world.database.reading() as cursor:
        cursor.execute("SELECT kind FROM feed_entry WHERE kind IN ('slot', 'contingent') ORDER BY number, ordinal")
        assert cursor.fetchone()[0] == "contingent"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"first": DAY - timedelta(days=9), "last": DAY - timedelta(days=1)}, "slots_none"),
        ({"weekdays": frozenset({6}), "last": DAY + timedelta(days=2)}, "slots_none"),
        ({"per_slot": 0}, "slots_none"),
        ({"last": DAY + timedelta(days=390), "minutes": 1}, "slots_too_many"),
    ],
)
def test_what_means_nothing_or_too_much_is_refused(small_world: World, changed: dict[str, Any], code: str) -> None:
    with pytest.raises(InputProblem) as refused:
        making(small_world, replace(TEN_DAYS, **changed))
    assert refused.value.code == code


@pytest.mark.parametrize("changed", [{"minutes": 0}, {"minutes": 241}, {"last": date(2024, 1, 1)}])
def test_a_wish_without_measure_is_none(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        replace(TEN_DAYS, **changed)


def test_a_contingent_without_terms_is_not_made_in_passing(small_world: World) -> None:
    special = replace(TEN_DAYS, shares={"KL:sonder60": Fraction(1)})
    for attempt in (making(small_world, special).preview, lambda: run(small_world, special)):
        with pytest.raises(InputProblem) as refused:
            attempt()
        assert refused.value.code == "contingent_unknown"
    assert slots(small_world) == []
