"""The day list comes again, corrected, while desks work without a network (checkin.md 62): either may come first.

What was done at a desk stays done; nobody is beyond a slot's capacity; all desks and the service show the same.
"""

from collections.abc import Callable

import pytest

from empfang.desk import Admission, Declined
from empfang.model import Appointment, AppointmentStatus, Conflict, Person
from empfang.protocol import Status
from empfang.rows import marked
from empfang.rules.arrival import Answer
from empfang.screens.faces import face_of
from tests.central.corrected import (
    all_of,
    assert_nobody_is_beyond_capacity,
    booked,
    correct,
    counts,
    line,
    room,
    take_in,
)
from tests.scenarios.test_contradictions import conflict_kinds, offer
from tests.scenarios.test_twice import admitted
from tests.times import DAY, at
from tests.world import Place, World

OTHERS = [
    line("KL-BBBB-2222", "10:00", "Ott;Werner;03.04.1955", "0631 31019202"),
    line("KL-CCCC-3333", "11:00", "Lang;Udo;05.06.1960", "0631 31019303"),
]
BOTH_ORDERS = pytest.mark.parametrize("desk_first", [True, False])


@pytest.fixture
def places(world: World) -> list[Place]:
    """Two desks that have the day list."""
    take_in(world, [line(), *OTHERS])
    return [world.place(), world.place()]


def meet(
    world: World, places: list[Place], corrected: str, at_the_desk: Callable[[Place], object], *, desk_first: bool
) -> dict[str, int]:
    """Something happens at a desk without a network; it reaches the service before or after the corrected list."""
    at_the_desk(places[0])
    if desk_first:
        places[0].push()
    report = correct(world, [corrected, *OTHERS])
    world.settle()
    world.settle()
    world.assert_all_equal()
    assert all(each.unsent() == 0 for each in places)
    assert_nobody_is_beyond_capacity(world)
    before = world.state()
    again = counts(correct(world, [corrected, *OTHERS]))
    assert set(again) <= {"unchanged", "collisions"}
    assert not desk_first or again.get("collisions") == counts(report).get("collisions"), "told until it is settled"
    assert world.state() == before, "and nothing is done twice"
    return counts(report)


def eva(world: World) -> Person:
    [found] = [each for each in all_of(world, Person) if each.family == "Kurz"]
    return found


def comes(world: World) -> Callable[[Place], object]:
    return lambda place: admitted(place, eva(world).id)


@BOTH_ORDERS
def test_who_was_admitted_and_is_moved_within_the_day_is_here(
    world: World, places: list[Place], desk_first: bool
) -> None:
    told = meet(world, places, line(time="11:00"), comes(world), desk_first=desk_first)
    assert told == {"moved": 1, "unchanged": 2}
    [one] = booked(world)
    assert (one.status, one.start) == (AppointmentStatus.CHECKED_IN, at("11:00"))
    assert conflict_kinds(world) == []
    assert room(world)["15.12. 11:00 Comirnaty KL:online"] == (2, 2)


@BOTH_ORDERS
def test_who_was_admitted_and_is_cancelled_in_the_list_counts_as_present(
    world: World, places: list[Place], desk_first: bool
) -> None:
    told = meet(world, places, line(status="storniert"), comes(world), desk_first=desk_first)
    [one] = booked(world)
    assert one.status is AppointmentStatus.CHECKED_IN
    if desk_first:
        assert told == {"unchanged": 2, "collisions": 1}
        assert (one.cancelled_at, conflict_kinds(world)) == (None, [])
    else:
        assert told == {"unchanged": 2, "cancelled": 1}
        assert conflict_kinds(world) == ["cancelled_but_present"]
        assert not all_of(world, Conflict)[0].needs_decision


@BOTH_ORDERS
def test_who_was_admitted_and_is_moved_to_another_day_is_here_and_somebody_is_asked_about_the_new_time(
    world: World, places: list[Place], desk_first: bool
) -> None:
    told = meet(world, places, line(day="17.12.2021"), comes(world), desk_first=desk_first)
    if desk_first:
        assert told == {"unchanged": 2, "collisions": 1}
        [one] = booked(world)
        assert (one.status, one.start, conflict_kinds(world)) == (AppointmentStatus.CHECKED_IN, at("09:40"), [])
    else:
        assert told == {"unchanged": 2, "moved": 1}
        old, new = booked(world)
        assert (old.status, new.status) == (AppointmentStatus.CHECKED_IN, AppointmentStatus.BOOKED)
        [conflict] = all_of(world, Conflict)
        assert (conflict.conflict_kind, conflict.needs_decision) == ("cancelled_but_present", True)
        places[1].desk.decide(conflict.id, "cancel_new")
        world.settle()
        world.settle()
        assert [each.status for each in booked(world)] == [AppointmentStatus.CHECKED_IN, AppointmentStatus.CANCELLED]
        world.assert_all_equal()


def test_the_list_may_win_against_an_admission_and_takes_nothing_back(world: World, places: list[Place]) -> None:
    admitted(places[0], eva(world).id)
    places[0].push()
    correct(world, [line(status="storniert"), *OTHERS], theirs_win=True)
    world.settle()
    world.assert_all_equal()
    [one] = booked(world)
    assert (one.status, one.cancelled_at is not None) == (AppointmentStatus.CHECKED_IN, True)
    assert conflict_kinds(world) == ["cancelled_but_present"]


@BOTH_ORDERS
def test_who_cancelled_at_a_desk_and_is_moved_in_the_list_stays_cancelled(
    world: World, places: list[Place], desk_first: bool
) -> None:
    told = meet(
        world, places, line(time="11:00"), lambda place: place.desk.cancel(booked(world)[0].id), desk_first=desk_first
    )
    assert told == ({"unchanged": 2, "collisions": 1} if desk_first else {"unchanged": 2, "moved": 1})
    [one] = booked(world)
    assert one.status is AppointmentStatus.CANCELLED
    assert one.cancelled_by_command is not None


@BOTH_ORDERS
def test_a_cancellation_at_a_desk_and_in_the_list_is_one(world: World, places: list[Place], desk_first: bool) -> None:
    told = meet(
        world,
        places,
        line(status="storniert"),
        lambda place: place.desk.cancel(booked(world)[0].id),
        desk_first=desk_first,
    )
    assert told == ({"unchanged": 3} if desk_first else {"unchanged": 2, "cancelled": 1})
    assert (booked(world)[0].status, conflict_kinds(world)) == (AppointmentStatus.CANCELLED, [])


@BOTH_ORDERS
def test_who_was_moved_at_a_desk_and_in_the_list_keeps_the_time_of_the_desk(
    world: World, places: list[Place], desk_first: bool
) -> None:
    slot = world.slot("12:00", 1)
    for place in places:
        place.pull()
    told = meet(
        world, places, line(time="11:00"), lambda place: place.desk.move(booked(world)[0].id, offer(slot)),
        desk_first=desk_first,
    )  # fmt: skip
    assert told == ({"unchanged": 2, "collisions": 1} if desk_first else {"unchanged": 2, "moved": 1})
    live = [each for each in all_of(world, Appointment) if each.person_id == eva(world).id and not each.cancelled_at]
    assert [each.start for each in live] == [at("12:00")]


def test_a_wish_for_another_time_of_an_appointment_that_the_list_moved_to_another_day_is_refused_and_seen(
    world: World, places: list[Place]
) -> None:
    slot = world.slot("12:00", 1)
    places[0].pull()
    places[0].desk.move(booked(world)[0].id, offer(slot))
    correct(world, [line(day="17.12.2021"), *OTHERS])
    [verdict] = places[0].push().verdicts
    assert (verdict.status, verdict.code) == (Status.REFUSED, "old_appointment_not_open")
    world.settle()
    world.assert_all_equal()
    assert_nobody_is_beyond_capacity(world)


@BOTH_ORDERS
def test_a_number_changed_at_a_desk_and_in_the_list_is_never_lost_without_a_word(
    world: World, places: list[Place], desk_first: bool
) -> None:
    mine = [{"number": "+4963131019777", "kind": "home", "whose": "own"}]
    told = meet(
        world, places, line(phone="0631 31019888"),
        lambda place: place.desk.change_person(eva(world).id, {"phones": mine}), desk_first=desk_first,
    )  # fmt: skip
    if desk_first:
        assert told == {"unchanged": 2, "collisions": 1}
        assert eva(world).phones[0].number == "+4963131019777"
    else:
        assert told == {"unchanged": 2, "corrected": 1}
        [conflict] = all_of(world, Conflict)
        assert (conflict.conflict_kind, conflict.facts["mine"], conflict.needs_decision) == (
            "field_changed_twice", mine, True,
        )  # fmt: skip


@BOTH_ORDERS
def test_who_is_missing_and_was_admitted_is_not_cancelled(world: World, places: list[Place], desk_first: bool) -> None:
    admitted(places[0], eva(world).id)
    if desk_first:
        places[0].push()
    report = correct(world, OTHERS, cancel_missing=True)
    world.settle()
    world.assert_all_equal()
    assert report.missing_cancelled == (0 if desk_first else 1)
    assert report.collisions == (1 if desk_first else 0)
    assert booked(world)[0].status is AppointmentStatus.CHECKED_IN
    assert conflict_kinds(world) == ([] if desk_first else ["cancelled_but_present"])


def test_somebody_let_in_for_an_appointment_that_only_the_next_list_brings_is_here(world: World) -> None:
    take_in(world, OTHERS)
    place = world.place()
    rows = [line(), *OTHERS]
    correct(world, rows)
    place.pull()
    admitted(place, eva(world).id)
    [known] = booked(world)
    with world.database.writing() as cursor:
        # As after a restore of what the service knew before that list.
        for statement in ("DELETE FROM appointment WHERE id = ?", "DELETE FROM imported_row WHERE appointment_id = ?"):
            cursor.execute(marked(statement, world.database.flavour), (known.id,))
    place.push()
    assert conflict_kinds(world) == ["appointment_unknown"]
    correct(world, rows)
    assert booked(world)[0].status is AppointmentStatus.CHECKED_IN
    assert conflict_kinds(world) == []


@pytest.mark.parametrize("how", ["moved away", "cancelled", "missing"])
def test_a_list_that_changes_the_whole_day_gets_through_to_the_desks(world: World, how: str) -> None:
    rows = [line(f"KL-M{n:03}-AAAA", "10:00", f"Mensch{n};Ida;01.01.1950", "") for n in range(30)]
    take_in(world, rows)
    places = [world.place(), world.place()]
    changed = {
        "moved away": [each.replace("15.12.2021", "17.12.2021") for each in rows],
        "cancelled": [each.replace("bestätigt", "storniert") for each in rows],
        "missing": rows[:1],
    }[how]
    correct(world, changed, cancel_missing=True)
    world.settle()
    world.assert_all_equal()
    statuses = [each.status for each in all_of(world, Appointment) if each.start and each.start < at("23:00")]
    assert statuses.count(AppointmentStatus.CANCELLED) == (29 if how == "missing" else 30)
    assert places[0].store.meta("day_guard") is None, "nobody had to be asked"


def test_a_desk_says_that_the_list_cancelled_it_and_finds_whom_it_moved(world: World, places: list[Place]) -> None:
    correct(world, [line(status="storniert"), OTHERS[0].replace("10:00", "09:45"), OTHERS[1]])
    place = places[0]
    place.pull()
    face = face_of(place.desk.card(eva(world).id), DAY, place.name)
    assert any("von: Liste des Buchungssystems" in step for step in face.steps)
    [row] = place.desk.search("ott 55")
    assert isinstance(place.desk.admit(row.person_id, None), Admission)


def test_a_code_of_somebody_who_was_moved_to_another_day_says_which(world: World, places: list[Place]) -> None:
    correct(world, [line(day="17.12.2021"), *OTHERS])
    place = places[0]
    place.pull()
    found = place.desk.scan("KL-AAAA-1111")
    assert isinstance(found, Declined)
    assert found.card.arrival is not None
    assert (found.card.arrival.answer, found.card.arrival.appointment) == (Answer.OTHER_DAY, booked(world)[1])


def test_the_list_may_win_in_everything_but_who_is_here(world: World) -> None:
    names = ["Kurz;Eva;01.02.1950", "Ott;Werner;03.04.1955", "Lang;Udo;05.06.1960", "Roth;Ida;01.01.1970"]
    rows = [line(f"KL-P{place}00-AAAA", "09:40", name) for place, name in enumerate([*names, "Kraft;Mia;05.05.1985"])]
    take_in(world, rows)
    slot = world.slot("12:00", 1)
    place, other = world.place(), world.place()
    known = {each.family: each.id for each in all_of(world, Person)}
    for family in ("Kurz", "Ott", "Kraft"):
        admitted(place, known[family])
    place.desk.cancel(booked(world, "KL-P200-AAAA")[0].id)
    place.desk.move(booked(world, "KL-P300-AAAA")[0].id, offer(slot))
    place.sync()
    changed = [
        rows[0].replace("bestätigt", "storniert"),
        rows[1].replace("15.12.2021", "17.12.2021"),
        rows[2].replace("09:40", "10:20"),
        rows[3].replace("09:40", "11:00"),
    ]
    assert counts(correct(world, changed))["collisions"] == 5
    assert [each.status for each in booked(world, "KL-P200-AAAA")] == [AppointmentStatus.CANCELLED]
    report = correct(world, changed, theirs_win=True, cancel_missing=True)
    assert counts(report)["collisions"] == 5
    world.settle()
    world.settle()
    world.assert_all_equal()
    assert_nobody_is_beyond_capacity(world)
    [eva] = booked(world, "KL-P000-AAAA")
    assert (eva.status, eva.cancelled_at is not None) == (AppointmentStatus.CHECKED_IN, True)
    old, new = booked(world, "KL-P100-AAAA")
    assert (old.status, new.status, new.start) == (
        AppointmentStatus.CHECKED_IN, AppointmentStatus.BOOKED, at("09:40").replace(day=17),
    )  # fmt: skip
    [udo] = booked(world, "KL-P200-AAAA")
    assert (udo.status, udo.start, udo.cancelled_by_command) == (AppointmentStatus.BOOKED, at("10:20"), None)
    live = [each for each in all_of(world, Appointment) if each.person_id == known["Roth"] and not each.cancelled_at]
    assert [each.start for each in live] == [at("11:00")]
    assert booked(world, "KL-P400-AAAA")[0].status is AppointmentStatus.CHECKED_IN
    assert len(other.records(Appointment)) == len(all_of(world, Appointment))
