"""Whose places are whose: a special contingent, a year group, Dorsten's release, the telephone's hours, freed places.

Rows C1, C3, E1, E2 and E3 of the mission, through the service as it runs.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any, cast

import pytest

from empfang.central.contingents import change_contingent, contingents_of
from empfang.central.slot_making import SlotMaking, SlotReport
from empfang.commands.booking import Book
from empfang.commands.granting import NewAppointment
from empfang.model import Appointment, AppointmentStatus, Centre, Contingent, DoseKind, Person, Slot
from empfang.protocol import Status, Verdict
from empfang.rows import Rows
from empfang.rules.contingents import Standing, State
from empfang.rules.slot_plan import Step, Wish
from tests.scenarios.test_contradictions import recorded
from tests.times import BERLIN
from tests.world import Place, World

DORSTEN = Centre(
    id="DOR",
    name="Impfzentrum Dorsten",
    jurisdiction="DE-NW",
    district="05562",
    catchment=("05562",),
    lanes=3,
    slot_minutes=10,
    hours={"default": "09:00-17:00"},
    hotline={"number": "02362 66-4443", "hours": "Mo-Fr 08:00-12:00"},
    contingents={"online": 0.8, "phone": 0.2},
)
RECKLINGHAUSEN, BORKEN = "05562", "05554"
ONLINE, PHONE, SPECIAL = "DOR:online", "DOR:phone", "DOR:sonder60"


def local(text: str) -> datetime:
    """A moment of the centre's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def telephone(world: World, now: str) -> Place:
    """A hotline's desk at Dorsten, at this time."""
    world.wall.moment = local(now)
    world.put(DORSTEN)
    return world.place("DOR")


def slots(world: World, shares: dict[str, str], **wanted: Any) -> SlotReport:
    """What `empfang central slots` does."""
    usual = {"vaccine": "Comirnaty", "minutes": 10, "per_slot": 1}
    wish = Wish(**{**usual, "shares": {name: Fraction(part) for name, part in shares.items()}, **wanted})
    return SlotMaking(world.database, DORSTEN, wish, world.wall.moment).run(lambda _done, _all: None)


def on(day: str) -> dict[str, date]:
    """Only this day."""
    return {"first": date.fromisoformat(day), "last": date.fromisoformat(day)}


def slots_there(world: World, contingent_id: str) -> list[Slot]:
    """Slots with places of a contingent, in order of time."""
    with world.database.reading() as cursor:
        found = Rows(cursor, world.database.flavour).find(Slot, centre_id="DOR")
    return sorted((each for each in found if each.capacity.get(contingent_id)), key=lambda each: each.start)


def standing(world: World, contingent_id: str) -> Standing:
    """How a contingent stands."""
    known = contingents_of(world.database, "DOR", world.wall.moment)
    return next(standing for contingent, standing in known if contingent.id == contingent_id)


def born(world: World, birthday: str, name: str = "", district: str = RECKLINGHAUSEN) -> Person:
    """Somebody who is registered."""
    return world.person(
        name or f"Mensch, {birthday}", birthday, registered_centre_id="DOR", district=district, id=name or birthday
    )


def ask(place: Place, person: Person, slot: Slot, contingent_id: str, way: str = "phone") -> Verdict:
    """What the service says to somebody who wants this place, by phone or online."""
    wanted = NewAppointment(
        appointment_id=f"of {person.id} at {slot.start} by {contingent_id} {len(place.records(Appointment))}",
        person_id=person.id, centre_id="DOR", slot_id=slot.id, contingent_id=contingent_id,
        dose_kind=DoseKind.FIRST, origin=way,
    )  # fmt: skip
    recorded(place, Book(appointments=(wanted,)))
    [verdict] = place.push().verdicts
    return verdict


def taken(world: World) -> Counter[str]:
    """Appointments that hold a place, by contingent."""
    found = [cast(Appointment, each) for each in world.state()["appointment"]]
    return Counter(each.contingent_id or "" for each in found if each.status is AppointmentStatus.BOOKED)


# C1: a special contingent: one vaccine, people over 60, one region, closed when it is used up


@pytest.fixture
def special(world: World) -> Place:
    """3 April 2021, 9 o'clock: Vaxzevria for people over 60 of one district, three places."""
    place = telephone(world, "2021-04-03 09:00")
    terms = {
        "vaccine": "Vaxzevria", "born_until": date(1961, 4, 3), "districts": (RECKLINGHAUSEN,), "open_for": "special",
    }  # fmt: skip
    change_contingent(world.database, "DOR", "sonder60", terms, world.wall.moment)
    slots(world, {SPECIAL: "1"}, vaccine="Vaxzevria", per_day=3, **on("2021-04-07"))
    return place


@pytest.mark.parametrize(
    ("birthday", "district", "code", "parameters"),
    [
        ("1961-04-03", RECKLINGHAUSEN, None, {}),
        ("1941-06-01", RECKLINGHAUSEN, None, {}),
        ("1961-04-04", RECKLINGHAUSEN, "contingent_birth_dates", {"born_until": "1961-04-03"}),
        ("1950-01-01", BORKEN, "contingent_districts", {"districts": [RECKLINGHAUSEN]}),
        ("1950-01-01", "", "contingent_districts", {"districts": [RECKLINGHAUSEN]}),
    ],
)
def test_the_special_contingent_is_for_people_over_60_of_one_region(
    world: World, special: Place, birthday: str, district: str, code: str | None, parameters: dict[str, Any]
) -> None:
    [slot, *_] = slots_there(world, SPECIAL)
    verdict = ask(special, born(world, birthday, district=district), slot, SPECIAL)
    assert (verdict.code, verdict.parameters) == (code, parameters)
    assert taken(world) == ({SPECIAL: 1} if code is None else {})


def test_the_special_contingent_is_for_one_vaccine(world: World, special: Place) -> None:
    [slot, *_] = slots_there(world, SPECIAL)
    other = slot.with_(id="other", vaccine="Comirnaty")
    world.put(other)
    verdict = ask(special, born(world, "1950-01-01"), other, SPECIAL)
    assert (verdict.code, verdict.parameters) == ("contingent_vaccine", {"vaccine": "Vaxzevria"})


def test_the_special_contingent_is_closed_when_it_is_used_up_and_open_again_when_somebody_cancels(
    world: World, special: Place
) -> None:
    assert standing(world, SPECIAL).state is State.OPEN
    free = slots_there(world, SPECIAL)
    assert len(free) == 3
    people = [born(world, f"195{year}-01-01") for year in range(5)]
    for person, slot in zip(people, free, strict=False):
        assert ask(special, person, slot, SPECIAL).status is Status.GRANTED
    assert standing(world, SPECIAL).state is State.USED_UP
    refused = ask(special, people[3], free[0], SPECIAL)
    assert (refused.code, refused.alternatives) == ("contingent_used_up", ())
    special.pull()
    [first] = [each for each in special.records(Appointment) if cast(Appointment, each).person_id == people[0].id]
    special.desk.cancel(first.id)
    special.sync()
    assert ask(special, people[3], free[0], SPECIAL).status is Status.GRANTED
    assert ask(special, people[4], free[0], SPECIAL).code == "contingent_used_up"
    assert taken(world) == {SPECIAL: 3}


# C3: people born 1 February to 31 December 1941 from 6 April, 8:00, by phone or online


@pytest.fixture
def year_group(world: World) -> Place:
    """The places are there on 5 April; the year group's turn begins at 8 the next day."""
    place = telephone(world, "2021-04-05 12:00")
    terms = {
        "born_from": date(1941, 2, 1), "born_until": date(1941, 12, 31), "opens_at": local("2021-04-06 08:00:00"),
        "ways": ("online", "phone"), "open_for": "cohort",
    }  # fmt: skip
    change_contingent(world.database, "DOR", "jahrgang 1941", terms, world.wall.moment)
    slots(world, {"DOR:jahrgang 1941": "1"}, per_slot=2, **on("2021-04-08"))
    return place


@pytest.mark.parametrize("way", ["online", "phone"])
@pytest.mark.parametrize(
    ("moment", "code"),
    [("07:59:59", "contingent_not_open"), ("08:00:00", None), ("08:00:01", None)],
)
def test_the_year_group_s_turn_begins_to_the_second_by_phone_and_online(
    world: World, year_group: Place, way: str, moment: str, code: str | None
) -> None:
    [slot, *_] = slots_there(world, "DOR:jahrgang 1941")
    world.wall.moment = local(f"2021-04-06 {moment}")
    verdict = ask(year_group, born(world, "1941-05-17"), slot, "DOR:jahrgang 1941", way)
    assert verdict.code == code
    if code:
        assert local("2021-04-06 08:00:00") == datetime.fromisoformat(verdict.parameters["opens_at"])


@pytest.mark.parametrize(
    ("birthday", "granted"),
    [("1941-01-31", False), ("1941-02-01", True), ("1941-12-31", True), ("1942-01-01", False)],
)
def test_the_year_group_is_those_born_from_1_february_to_31_december_1941(
    world: World, year_group: Place, birthday: str, granted: bool
) -> None:
    [slot, *_] = slots_there(world, "DOR:jahrgang 1941")
    world.wall.moment = local("2021-04-06 08:00:00")
    verdict = ask(year_group, born(world, birthday), slot, "DOR:jahrgang 1941")
    if granted:
        assert verdict.status is Status.GRANTED
    else:
        assert verdict.code == "contingent_birth_dates"
        assert verdict.parameters == {"born_from": "1941-02-01", "born_until": "1941-12-31"}


def test_places_that_are_opened_for_nobody_stay_shut_while_the_land_calls_year_groups(
    world: World, year_group: Place
) -> None:
    change_contingent(world.database, "DOR", "jahrgang 1941", {"open_for": ""}, world.wall.moment)
    [slot, *_] = slots_there(world, "DOR:jahrgang 1941")
    world.wall.moment = local("2021-04-06 08:00:00")
    assert ask(year_group, born(world, "1941-05-17"), slot, "DOR:jahrgang 1941").code == "not_eligible"


def test_one_of_the_year_group_can_move_their_second_dose_while_the_first_stays(
    world: World, year_group: Place
) -> None:
    for day in ("2021-05-13", "2021-05-14"):
        slots(world, {"DOR:jahrgang 1941": "1"}, per_slot=2, **on(day))
    world.wall.moment = local("2021-04-06 08:00:00")
    person, there = born(world, "1941-05-17"), slots_there(world, "DOR:jahrgang 1941")
    pair = tuple(
        NewAppointment(
            appointment_id=kind.value, person_id=person.id, centre_id="DOR", slot_id=slot.id,
            contingent_id="DOR:jahrgang 1941", dose_kind=kind, series_id="pair", origin="phone",
        )
        for kind, slot in ((DoseKind.FIRST, there[0]), (DoseKind.SECOND, there[-1]))
    )  # fmt: skip
    recorded(year_group, Book(appointments=pair))
    year_group.sync()
    [second] = [each for each in year_group.records(Appointment) if each.id == DoseKind.SECOND.value]
    options = year_group.desk.hotline.options_to_move(cast(Appointment, second))
    assert options.on(date(2021, 5, 13), pair=False)


# E1: 4,680 appointments on 13 days, released at a moment

NOVEMBER = {
    "first": date(2021, 11, 24), "last": date(2021, 12, 22), "weekdays": frozenset({2, 3, 4}), "per_day": 360,
}  # fmt: skip
SHARES = {ONLINE: "0.8", PHONE: "0.2"}
RELEASE = local("2021-11-22 08:00:00")


def test_dorsten_s_4680_places_on_13_days_are_there_and_nobody_gets_one_before_the_moment(world: World) -> None:
    place = telephone(world, "2021-11-20 18:00")
    report = slots(world, SHARES, released_at=RELEASE, **NOVEMBER)
    assert (report.count(Step.NEW), dict(report.places)) == (624, {"online": 3_744, "phone": 936})
    place.pull()
    at_the_desk = [cast(Slot, each) for each in place.records(Slot)]
    assert sum(sum(each.capacity.values()) for each in at_the_desk) == 4_680
    assert len({each.start.astimezone(BERLIN).date() for each in at_the_desk}) == 13
    [slot, *_] = slots_there(world, PHONE)
    person = born(world, "1950-01-01")
    for moment, code in (("07:59:59", "contingent_not_open"), ("08:00:00", None)):
        world.wall.moment = local(f"2021-11-22 {moment}")
        assert ask(place, person, slot, PHONE).code == code


def test_the_same_slots_again_change_nothing_and_more_places_are_added_beside_those_taken(world: World) -> None:
    place = telephone(world, "2021-11-24 08:00")
    slots(world, SHARES, **NOVEMBER)
    with world.database.reading() as cursor:
        before = Rows(cursor, world.database.flavour).find(Slot)
    report = slots(world, SHARES, **NOVEMBER)
    assert (report.count(Step.UNCHANGED), report.count(Step.NEW) + report.count(Step.CHANGED)) == (624, 0)
    with world.database.reading() as cursor:
        assert Rows(cursor, world.database.flavour).find(Slot) == before
    slot = slots_there(world, PHONE)[-1]
    assert ask(place, born(world, "1950-01-01"), slot, PHONE).status is Status.GRANTED
    report = slots(world, SHARES, **{**NOVEMBER, "per_day": 480})
    assert dict(report.places) == {"online": 4_992, "phone": 1_248}
    assert standing(world, PHONE).taken == 1


def test_places_are_taken_away_again_but_never_those_that_somebody_has(world: World) -> None:
    place = telephone(world, "2021-11-24 08:00")
    slots(world, SHARES, per_slot=10, **on("2021-11-26"))
    free = slots_there(world, PHONE)
    for number in (0, 1):
        assert ask(place, born(world, f"195{number}-01-01"), free[0], PHONE).status is Status.GRANTED
    report = slots(world, SHARES, per_slot=0, **on("2021-11-26"))
    assert [(each.contingent, each.taken, each.wanted) for each in report.kept] == [("phone", 2, 0)]
    assert report.places["phone"] == 2
    assert report.places["online"] == 0
    assert ask(place, born(world, "1953-01-01"), free[0], PHONE).code == "contingent_used_up"
    assert taken(world) == {PHONE: 2}


# E2: separate contingents; by phone Monday to Friday 8 to 12; outside, when and what instead


@pytest.fixture
def november(world: World) -> Place:
    """Dorsten's places of a Friday, two thirds of them online, from Wednesday noon on."""
    place = telephone(world, "2021-11-24 11:00")
    slots(world, {ONLINE: "2", PHONE: "1"}, per_slot=3, **on("2021-12-03"))
    return place


@pytest.mark.parametrize(
    ("moment", "opens_at"),
    [
        ("2021-11-24 07:59:59", "2021-11-24 08:00"),
        ("2021-11-24 08:00:00", None),
        ("2021-11-24 11:59:59", None),
        ("2021-11-24 12:00:00", "2021-11-25 08:00"),
        ("2021-11-26 17:30:00", "2021-11-29 08:00"),
        ("2021-11-28 10:00:00", "2021-11-29 08:00"),
    ],
)
def test_by_phone_places_are_given_monday_to_friday_from_8_to_12_and_else_it_is_said_when_and_what_instead(
    world: World, november: Place, moment: str, opens_at: str | None
) -> None:
    world.wall.moment = local(moment)
    verdict = ask(november, born(world, "1950-01-01"), slots_there(world, PHONE)[0], PHONE)
    if opens_at is None:
        assert verdict.status is Status.GRANTED
    else:
        assert verdict.code == "contingent_hours"
        assert datetime.fromisoformat(verdict.parameters["opens_at"]) == local(opens_at)
        assert verdict.parameters["instead"] == ["online"]


def test_online_places_are_given_at_any_hour(world: World, november: Place) -> None:
    world.wall.moment = local("2021-11-28 03:00")
    verdict = ask(november, born(world, "1950-01-01"), slots_there(world, ONLINE)[0], ONLINE, "online")
    assert verdict.status is Status.GRANTED


def test_a_contingent_s_own_hours_come_before_those_of_the_hotline(world: World, november: Place) -> None:
    change_contingent(world.database, "DOR", "phone", {"hours": "Mo-So 08:00-20:00"}, world.wall.moment)
    world.wall.moment = local("2021-11-28 19:59")
    verdict = ask(november, born(world, "1950-01-01"), slots_there(world, PHONE)[0], PHONE)
    assert verdict.status is Status.GRANTED


def test_what_was_asked_for_in_time_is_granted_also_when_it_arrives_later(world: World, november: Place) -> None:
    person, slot = born(world, "1950-01-01"), slots_there(world, PHONE)[0]
    world.wall.moment = local("2021-11-24 11:59:59")
    november.desk.book(person.id, slot.id, PHONE, DoseKind.FIRST)
    world.wall.moment = local("2021-11-24 12:20")
    assert november.push().verdicts[0].status is Status.GRANTED


@pytest.mark.parametrize(("contingent_id", "way", "other"), [(ONLINE, "phone", "phone"), (PHONE, "online", "online")])
def test_nobody_takes_the_other_contingent_s_places_and_it_is_said_by_which_way_there_are_some(
    world: World, november: Place, contingent_id: str, way: str, other: str
) -> None:
    verdict = ask(november, born(world, "1950-01-01"), slots_there(world, contingent_id)[0], contingent_id, way)
    assert (verdict.code, verdict.parameters["instead"]) == ("contingent_way", [other])
    assert taken(world) == {}


def test_when_the_phone_s_places_are_used_up_those_online_are_left_alone(world: World, november: Place) -> None:
    free = slots_there(world, PHONE)
    for number, slot in enumerate(free):
        person = born(world, "1950-01-01", f"Mensch{number}, A")
        assert ask(november, person, slot, PHONE).status is Status.GRANTED
    late = born(world, "1951-01-01")
    refused = ask(november, late, free[0], PHONE)
    assert (refused.code, refused.parameters["instead"]) == ("contingent_used_up", ["online"])
    assert standing(world, ONLINE).taken == 0
    assert ask(november, late, free[0], ONLINE, "online").status is Status.GRANTED
    assert taken(world) == {PHONE: len(free), ONLINE: 1}


# E3: a cancelled place is free again at once, in its own contingent


@pytest.mark.parametrize(("contingent_id", "way"), [(PHONE, "phone"), (ONLINE, "online")])
def test_a_cancelled_place_is_free_again_at_once_in_its_own_contingent(
    world: World, contingent_id: str, way: str
) -> None:
    place = telephone(world, "2021-11-24 11:00")
    slots(world, {ONLINE: "1", PHONE: "1"}, per_slot=2, **on("2021-12-03"))
    [slot, *_] = slots_there(world, PHONE)
    one, second = born(world, "1950-01-01"), born(world, "1951-01-01")
    assert ask(place, one, slot, contingent_id, way).status is Status.GRANTED
    assert ask(place, second, slot, contingent_id, way).code == "slot_full"
    place.pull()
    [held] = [each for each in place.records(Appointment) if cast(Appointment, each).person_id == one.id]
    place.desk.cancel(held.id)
    place.push()
    [there, *_] = slots_there(world, PHONE)
    assert (there.taken, there.capacity) == ({}, {PHONE: 1, ONLINE: 1})
    assert ask(place, second, slot, contingent_id, way).status is Status.GRANTED
    assert taken(world) == {contingent_id: 1}
    place.pull()
    [seen] = [cast(Slot, each) for each in place.records(Slot) if each.id == slot.id]
    assert seen.taken == {contingent_id: 1}


def names(found: Iterable[Contingent]) -> list[str]:
    return sorted(each.name for each in found)


def test_slots_make_the_contingents_of_both_ways_and_every_desk_knows_them(world: World) -> None:
    place = telephone(world, "2021-11-24 11:00")
    slots(world, SHARES, **on("2021-12-03"))
    place.pull()
    assert names(cast(Contingent, each) for each in place.records(Contingent)) == ["online", "phone"]
    world.wall.moment += timedelta(minutes=1)
    change_contingent(world.database, "DOR", "phone", {"hours": "Mo-Do 08:00-12:00"}, world.wall.moment)
    place.pull()
    assert {cast(Contingent, each).hours for each in place.records(Contingent)} == {"", "Mo-Do 08:00-12:00"}
