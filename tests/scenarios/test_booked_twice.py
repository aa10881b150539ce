"""Kaiserslautern in December 2021: people book twice, also with several providers, or come spontaneously.

Row A4 of the mission: a further booking is noticed and asked about, cancelling takes seconds, walk-ins work.
"""

import time
from datetime import date, timedelta

from empfang.desk import Admission, Draft, ToBook
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Centre,
    Contingent,
    DoseKind,
    Encounter,
    EncounterState,
    Person,
    Slot,
)
from empfang.protocol import Status
from tests.scenarios.test_restore import of_kind
from tests.times import DAY, at
from tests.world import Place, World

SATURDAY = DAY + timedelta(days=3)
MEIER = {"family": "Maier", "given": "Hannelore", "birth_date": date(1941, 2, 4), "street": "Gartenstraße"}
PHONE = "KL:phone"


def twice(world: World) -> tuple[Person, Appointment, Appointment, Appointment]:
    """It is 9:30: booked here for today and for Saturday, and in Darmstadt under another spelling."""
    world.wall.set("09:30")
    meier = world.person("Meier, Hannelore", "1941-02-04", street="Gartenstr.", registered_centre_id="KL")
    maier = world.person("Maier, Hannelore", "1941-02-04", street="Gartenstraße", registered_centre_id="KL")
    today = world.booked(meier, "09:40", slot_id=world.slot("09:40").id, contingent_id="KL:online")
    saturday = world.booked(
        meier, "13:00", day=SATURDAY, slot_id=world.slot("13:00", day=SATURDAY).id, contingent_id="KL:online"
    )
    return meier, today, saturday, world.booked(maier, "10:20", day=DAY + timedelta(days=2), centre_id="DA")


def by_phone(world: World, day: date, places: int = 3) -> Slot:
    """Places by phone in Kaiserslautern."""
    made = world.slot("11:00", 0, day=day)
    made = made.with_(capacity={PHONE: places})
    world.put(Contingent(id=PHONE, centre_id="KL", name="phone"), made)
    return made


def taken(place: Place) -> dict[str, dict[str, int]]:
    """What is taken of each slot, as a desk knows it."""
    return {each.id: each.taken for each in of_kind(place, Slot)}


def test_at_the_reception_further_bookings_are_named_with_day_and_centre_also_under_another_spelling(
    world: World,
) -> None:
    meier, today, saturday, darmstadt = twice(world)
    card = world.place().desk.card(meier.id)
    assert card.arrival is not None
    assert card.arrival.appointment is not None
    assert card.arrival.appointment.id == today.id
    assert [(each.appointment_id, each.centre_name, each.same_entry) for each in card.further] == [
        (darmstadt.id, "Impfzentrum Darmstadt", False),
        (saturday.id, "Landesimpfzentrum Kaiserslautern", True),
    ]


def test_on_the_phone_whoever_has_a_place_already_is_known_with_it_before_another_one_is_asked_for(
    world: World,
) -> None:
    meier, today, saturday, darmstadt = twice(world)
    hotline = world.place().desk
    known = hotline.anywhere.lookalikes(MEIER).people
    assert {each.person_id for each in known} == {meier.id, darmstadt.person_id}
    held = [hotline.hotline.page(each.person_id) for each in known]
    assert {each.appointment.id for page in held if page for each in page.held} == {saturday.id, darmstadt.id, today.id}


def test_who_wants_both_may_have_both(world: World) -> None:
    """Two bookings are legitimate: it is asked about, and nothing is forbidden."""
    meier, _, _, _ = twice(world)
    by_phone(world, DAY + timedelta(days=5))
    place = world.place()
    draft = Draft(meier.id)
    options = place.desk.hotline.options(draft)
    day = options.first_day()
    assert day == DAY + timedelta(days=5)
    offer = options.on(day, pair=False)[0]
    place.desk.hotline.ask([ToBook(draft, DoseKind.BOOSTER, offer)])
    assert place.push().verdicts[-1].status is Status.GRANTED


def test_cancelling_the_further_one_takes_less_than_a_second_and_its_place_is_free_everywhere(world: World) -> None:
    meier, today, saturday, _ = twice(world)
    here, there = world.place(), world.place()
    [further] = [each for each in here.desk.card(meier.id).further if each.appointment_id == saturday.id]
    assert taken(there)[saturday.slot_id or ""] == {"KL:online": 1}
    begun = time.monotonic()
    assert here.desk.cancel(further.appointment_id).done
    here.push()
    there.pull()
    took_s = time.monotonic() - begun
    assert taken(there)[saturday.slot_id or ""] == {}
    assert taken(there)[today.slot_id or ""] == {"KL:online": 1}, "the other one stays"
    assert took_s < 1
    here.pull()
    assert saturday.id not in {each.appointment_id for each in here.desk.card(meier.id).further}
    world.assert_all_equal()


def test_whoever_comes_spontaneously_is_registered_and_let_in(world: World) -> None:
    world.put(
        Centre(id="KL", name="Landesimpfzentrum Kaiserslautern", walk_in=(f"{DAY} 08:00-19:00",), early_minutes=10)
    )
    here, there = world.place(), world.place()
    person_id = here.desk.hotline.register(Draft(fields=MEIER))
    admission = here.desk.walk_in(person_id)
    assert isinstance(admission, Admission)
    assert (admission.walk_in, admission.day_number) == (True, "1-001")
    world.settle()
    [visit] = of_kind(there, Encounter)
    assert (visit.person_id, visit.state) == (person_id, EncounterState.ACTIVE)
    [made] = of_kind(there, Appointment)
    assert (made.status, made.origin, made.start) == (AppointmentStatus.CHECKED_IN, "walk-in", at("09:40"))
    world.assert_all_equal()


def test_whoever_comes_spontaneously_although_booked_for_another_day_is_asked_about_that(world: World) -> None:
    world.put(
        Centre(id="KL", name="Landesimpfzentrum Kaiserslautern", walk_in=(f"{DAY} 08:00-19:00",), early_minutes=10)
    )
    meier = world.person("Meier, Hannelore", "1941-02-04", registered_centre_id="KL")
    later = world.booked(meier, "13:00", day=SATURDAY)
    place = world.place()
    card = place.desk.card(meier.id)
    assert card.arrival is not None
    assert card.arrival.appointment is not None
    assert card.arrival.appointment.id == later.id, "the place they have is shown before they are let in without one"
    assert isinstance(place.desk.walk_in(meier.id), Admission)
    assert place.desk.cancel(later.id).done
    place.sync()
    assert [each.status for each in of_kind(place, Appointment) if each.id == later.id] == [AppointmentStatus.CANCELLED]
