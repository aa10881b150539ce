"""Cut off, and back again: wrong clocks, spoilt answers, hours without a network (checkin.md 25, 39, 47)."""

import asyncio
import time
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from empfang.model import Conflict, Encounter, EncounterState
from empfang.protocol import Status
from tests.scenarios.test_restore import met, of_kind
from tests.scenarios.test_twice import admitted
from tests.sync.test_engine import (
    Fault,
    Way,
    all_sent,
    answers,
    breaks,
    engine_of,
    loses_answer,
    running,
    served,
    verdicts,
)
from tests.world import Wall, World

DESKS = 4
EACH = 60
DOUBLES = 8


@pytest.mark.parametrize("wrong_minutes", [6, -6])
def test_25_a_desk_whose_clock_is_wrong_counts_by_the_corrected_time(world: World, wrong_minutes: int) -> None:
    person = world.person()
    world.booked(person)
    wrong, right = world.place(), world.place()
    wrong.wall = Wall(world.wall.moment + timedelta(minutes=wrong_minutes))
    wrong.restart()
    met(wrong, right)
    for minutes, desk in ((12, wrong), (3, right)):
        for wall in (world.wall, wrong.wall):
            wall.go_on(minutes=minutes)
        admitted(desk, person.id)
    met(right, wrong)
    [counts] = [visit for visit in of_kind(right, Encounter) if visit.state is EncounterState.ACTIVE]
    assert counts.desk_id == wrong.id
    assert abs(counts.arrived_at - (world.wall.moment - timedelta(minutes=3))) < timedelta(seconds=1)
    world.assert_all_equal()


@pytest.mark.parametrize(
    "fault",
    [answers(500), answers(429, retry_after="0"), breaks, loses_answer],
    ids=["500", "429", "connection closed", "answer lost after the commit"],
)
async def test_39_whatever_the_way_does_each_command_counts_once(world: World, fault: Fault) -> None:
    people = [world.person(f"Mensch{number}, A") for number in range(3)]
    for person in people:
        world.booked(person)
    place = world.place()
    for person in people:
        admitted(place, person.id)
    async with served(world) as service:
        way = Way(service, "/v1/commands", fault, fault)
        async with running(engine_of(place, way)) as until:
            await until(all_sent, within_s=20)
    assert len(way.bodies("/v1/commands")) == 3
    assert verdicts(place) == [Status.RECORDED] * 3
    assert len(world.state()["encounter"]) == 3
    place.pull()
    world.assert_all_equal()


async def test_47_nobody_connected_for_four_hours_then_all(world: World) -> None:
    people = [world.person(f"Mensch{number}, A", id=f"p{number:03}") for number in range(DESKS * EACH)]
    for person in people:
        world.booked(person)
    places = [world.place() for _ in range(DESKS)]
    for number, person in enumerate(people):
        world.wall.go_on(seconds=4 * 3600 / len(people))
        admitted(places[number % DESKS], person.id)
        if number < DOUBLES:
            admitted(places[(number + 1) % DESKS], person.id)
        if number % 7 == 0:
            places[number % DESKS].desk.change_person(person.id, {"street": "Lindenweg"})
    begun = time.monotonic()
    async with served(world) as service, AsyncExitStack() as stack:
        waits = [await stack.enter_async_context(running(engine_of(place, Way(service)))) for place in places]
        await asyncio.gather(*[until(all_sent, within_s=60) for until in waits])
    assert time.monotonic() - begun < 60
    met(*places)
    world.assert_all_equal()
    visits = of_kind(places[0], Encounter)
    assert len(visits) == len(people) + DOUBLES
    assert len([visit for visit in visits if visit.state is EncounterState.ACTIVE]) == len(people)
    assert len(places[0].records(Conflict)) == DOUBLES
