"""Which vaccine and which lane hold for whom, also for somebody who comes in again."""

from datetime import timedelta
from typing import cast

from empfang.desk import Admission, Declined
from empfang.model import AppointmentStatus, DoseKind, Encounter
from empfang.rules.arrival import Answer
from tests.scenarios.test_papers import admitted, centre, coordinator
from tests.times import DAY
from tests.world import Place, World

SPIKEVAX_IN_2 = {"2": ["Spikevax"]}


def visits(place: Place) -> list[tuple[str | None, int | None]]:
    found = [cast(Encounter, each) for each in place.records(Encounter)]
    return [(each.vaccine, each.lane) for each in sorted(found, key=lambda each: each.arrived_at)]


def planned(world: World) -> Place:
    """A desk at which Spikevax is given, in lane 2 only."""
    place = world.place()
    coordinator(world, place)
    place.desk.plan_today(lanes=SPIKEVAX_IN_2)
    return place


def test_whoever_takes_another_vaccine_is_sent_where_that_is_given(world: World) -> None:
    centre(world, lane_of_need={"wheelchair": 1}, lanes=2)
    wheelchair, other = world.person(needs=("wheelchair",)), world.person("Ott, Werner")
    world.booked(wheelchair)
    world.booked(other)
    place = planned(world)
    assert admitted(place.desk.admit(wheelchair.id, None, vaccine="Spikevax")).lane == 2
    assert admitted(place.desk.admit(other.id, None, vaccine="Spikevax")).lane == 2
    assert place.desk.card(other.id).lane == 2
    place.sync()
    world.assert_all_equal()


def test_whoever_agreed_to_another_vaccine_comes_in_again_with_it(world: World) -> None:
    person = world.person()
    world.booked(person)
    place = planned(world)
    first = admitted(place.desk.admit(person.id, None, vaccine="Spikevax"))
    assert place.desk.card(person.id).given_today == (), "it was asked about"
    world.wall.go_on(minutes=20)
    assert place.desk.postpone(first.encounter_id, "warten").done
    world.wall.go_on(minutes=20)
    result: Admission | Declined = place.desk.admit(person.id, None, readmission_reason="wieder da")
    assert admitted(result).readmission
    assert visits(place) == [("Spikevax", 2)] * 2
    place.sync()
    world.assert_all_equal()


def test_after_an_undone_admission_the_vaccine_is_asked_about_anew(small_world: World) -> None:
    person = small_world.person()
    small_world.booked(person)
    place = planned(small_world)
    first = admitted(place.desk.admit(person.id, None, vaccine="Spikevax"))
    assert place.desk.undo(first.encounter_id).done
    assert isinstance(place.desk.admit(person.id, None), Declined)


def test_a_group_that_booked_pairs_comes_in_on_the_second_day_too(world: World) -> None:
    people = [world.person(f"Ott, {name}", born="1980-05-05") for name in ("Anna", "Bernd")]
    for person in people:
        pair = {"party_id": "party", "series_id": person.id}
        first = {"status": AppointmentStatus.FULFILLED, "dose_kind": DoseKind.FIRST}
        world.booked(person, day=DAY - timedelta(days=21), **pair, **first)
        world.booked(person, dose_kind=DoseKind.SECOND, **pair)
    place = world.place()
    group = place.desk.card(people[0].id).group
    assert [(each.given, each.may_come_in) for each in group] == [("Anna", True), ("Bernd", True)]
    admissions, refused = place.desk.admit_all(group)
    assert (len(admissions), refused) == (2, [])


def test_of_a_group_those_stay_open_whose_vaccine_is_not_here_today(small_world: World) -> None:
    anna, bernd = (small_world.person(f"Ott, {name}", born="1980-05-05") for name in ("Anna", "Bernd"))
    small_world.booked(anna, party_id="party")
    small_world.booked(bernd, party_id="party", vaccine="Spikevax")
    place = planned(small_world)
    group = place.desk.card(anna.id).group
    assert [(each.given, each.may_come_in) for each in group] == [("Anna", False), ("Bernd", True)]


def test_the_place_from_which_somebody_is_being_moved_is_no_further_booking(small_world: World) -> None:
    person = small_world.person()
    small_world.slot("14:10", 3)
    old = small_world.booked(person, day=DAY + timedelta(days=2))
    place = small_world.place()
    offer = place.desk.card(person.id).move
    assert offer is not None
    place.desk.move(old.id, offer)
    card = place.desk.card(person.id)
    assert (card.arrival and card.arrival.answer, card.further) == (Answer.PENDING, ())


def test_a_plan_that_changed_meanwhile_keeps_nobody_out_who_was_in(world: World) -> None:
    person = world.person()
    world.booked(person)
    place = world.place()
    first = admitted(place.desk.admit(person.id, None))
    world.wall.go_on(minutes=20)
    assert place.desk.postpone(first.encounter_id, "warten").done
    coordinator(world, place)
    place.desk.plan_today(lanes=SPIKEVAX_IN_2)
    world.wall.go_on(minutes=20)
    assert admitted(place.desk.admit(person.id, None, readmission_reason="wieder da")).readmission
    place.sync()
    world.assert_all_equal()
