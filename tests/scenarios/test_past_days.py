"""Days that are over are summed up at the service, reach the desks, and move what is expected of today."""

from datetime import timedelta

from empfang.central.past_days import sum_up_days
from empfang.model import PastDay
from empfang.rules.past_days import past_of
from tests.scenarios.leftover import at_the_service, centre, vial
from tests.scenarios.test_contradictions import settled
from tests.scenarios.test_twice import admitted
from tests.times import DAY
from tests.world import World


def test_a_day_is_summed_up_once_it_is_over_and_again_while_late_news_may_come(world: World) -> None:
    centre(world)
    place = world.place()
    people = [world.person(f"Meier, {number}", "1950-01-01", id=f"m{number}") for number in range(4)]
    for person in people:
        world.booked(person, "18:00", vaccine="Comirnaty")
    world.settle()
    for person in people[:2]:
        admitted(place, person.id)
    settled(world)
    assert sum_up_days(world.database, world.wall.moment) == 0, "the day is not over"
    world.wall.go_on(days=1)
    assert sum_up_days(world.database, world.wall.moment) == 1
    assert sum_up_days(world.database, world.wall.moment) == 0
    settled(world)
    [known] = [each for each in place.records(PastDay) if isinstance(each, PastDay)]
    assert (known.day, list(known.shows.values()), known.arrivals) == (DAY, [(2, 4)], {"0": 2})
    usual, seen = past_of([], DAY + timedelta(days=1)), past_of([known], DAY + timedelta(days=1))
    assert seen.rates.centre < usual.rates.centre
    assert past_of([known], DAY).rates.centre == usual.rates.centre, "today tells nothing about itself"


def test_what_days_tell_holds_no_person(world: World) -> None:
    centre(world)
    world.booked(world.person("Meier, Hannelore", "1941-02-04"), "18:00", vaccine="Comirnaty")
    world.wall.go_on(days=1)
    sum_up_days(world.database, world.wall.moment)
    place = world.place()
    settled(world)
    [known] = place.records(PastDay)
    assert "Meier" not in known.model_dump_json()


def test_a_forecast_is_made_with_the_past_at_desk_and_service_alike(world: World) -> None:
    centre(world)
    place = world.place()
    few = {"1|18|COM|booster||3": (100, 1000)}
    world.put(PastDay(id="yesterday", centre_id="KL", day=DAY - timedelta(days=1), shows=few))
    for number in range(20):
        world.booked(world.person(f"Ott, {number}", "1950-01-01", id=f"o{number}"), "19:00", vaccine="Comirnaty")
    vial(place, drawn=10)
    settled(world)
    service = at_the_service(world)
    [row] = place.desk.calling.overview().doses
    assert row.found == service
    assert service.expected_booked < 10
