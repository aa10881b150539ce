"""A first dose that is left over, and the second one after it: kept, moved with the yes, or open (callup 21)."""

from datetime import timedelta
from typing import cast

import pytest

from empfang.desk import Answer, CalledPage, Group, Requested, SecondDose, Yes
from empfang.model import Allotment, Appointment, AppointmentStatus, Communication, Conflict, DoseKind, Phone
from empfang.rules.call_candidates import Barred
from empfang.rules.vials import Dose
from tests.scenarios.leftover import centre, promises, waits
from tests.scenarios.test_calling import list_of
from tests.scenarios.test_contradictions import appointment, settled
from tests.scenarios.test_restore import of_kind
from tests.times import DAY, at
from tests.world import Place, World

COM = Dose("COM")
BOOKED, CANCELLED = AppointmentStatus.BOOKED, AppointmentStatus.CANCELLED
OFFERED = tuple(DAY + timedelta(days=ahead) for ahead in (15, 28, 30))


@pytest.fixture
def place(world: World) -> Place:
    """A desk in the evening with three doses, and free places in two weeks, in four, and two days later."""
    centre(world)
    made = world.place()
    for day in OFFERED:
        for time in ("09:00", "10:05", "16:00"):
            world.slot(time, day=day)
    made.desk.doses.open_vial(COM, drawn=3)
    settled(world)
    return made


def first(world: World, second_in_days: int | None, *, is_first_booked: bool = True) -> None:
    """Somebody who comes at short notice, with a first dose in a week (or on a waiting list), and perhaps a second."""
    person = world.person(
        "Erst, Anna", "1960-02-03", id="first", registered_centre_id="KL", district="07312", standby=True,
        minutes_to_centre=15, phones=(Phone(number="+491760406900", kind="mobile"),),
    )  # fmt: skip
    if is_first_booked:
        world.booked(
            person, "10:00", day=DAY + timedelta(days=7), id="one", dose_kind=DoseKind.FIRST, series_id="pair",
            code="KL-PAIR-2222",
        )  # fmt: skip
    else:
        waits(world, person, since=at("09:00"))
    if second_in_days is not None:
        world.booked(
            person, "10:00", day=DAY + timedelta(days=second_in_days), id="two", dose_kind=DoseKind.SECOND,
            series_id="pair" if is_first_booked else None, code="KL-PAIR-2222",
        )  # fmt: skip
    settled(world)


def called(place: Place) -> CalledPage:
    """The page of whoever is called."""
    page = place.desk.call_room.open("first")
    assert page is not None
    return page


def second(place: Place) -> SecondDose:
    """What becomes of the second dose if they get Comirnaty today."""
    found = place.desk.second_doses.of(called(place), "COM")
    assert found is not None
    return found


def says_yes(place: Place, found: SecondDose | None = None, *, alone: bool = False) -> Answer | Requested:
    """They say yes, and to the first time that is offered for the second dose."""
    page, free = called(place), None
    if found is not None:
        day = found.options.first_day()
        assert day is not None
        free = found.options.on(day, pair=False)[0].first
    yes = Yes("COM", "full", 1, at("18:40"), page.dose_kind, page.later.id if page.later else None, free)
    return place.desk.calling.promise(page.person, yes, alone=alone)


def granted(world: World, place: Place, asked: Answer | Requested) -> None:
    """The service was asked, and grants it."""
    assert isinstance(asked, Requested)
    settled(world)
    assert place.desk.calling.answer(asked).granted == 1


def open_conflicts(place: Place) -> list[str]:
    """What somebody at this desk is asked to see to."""
    return [each.kind for each in place.desk.transfers().items if each.group is Group.DECIDE]


def test_somebody_who_is_booked_for_a_first_dose_is_on_the_list_although_nobody_knows_of_earlier_ones(
    world: World, place: Place
) -> None:
    first(world, 28)
    assert list_of(place) == ["first"]
    assert Barred.DOSES_UNKNOWN not in place.desk.calling.page().counts


def test_a_second_dose_far_enough_stays_where_it_is(world: World, place: Place) -> None:
    first(world, 28)
    assert not second(place).is_open
    granted(world, place, says_yes(place))
    assert [appointment(world, each).status for each in ("one", "two")] == [CANCELLED, BOOKED]
    assert called(place).second_at == at("10:00", DAY + timedelta(days=28))


def test_one_that_is_too_soon_is_moved_with_the_yes_to_a_time_that_the_rules_allow(world: World, place: Place) -> None:
    first(world, 19)
    found = second(place)
    assert (found.is_open, found.at) == (True, at("10:00", DAY + timedelta(days=19)))
    days = [each.on for each in found.options.days() if each.allowed]
    assert days == list(OFFERED[1:]), "in two weeks it is too soon for Comirnaty"
    granted(world, place, says_yes(place, found))
    assert {appointment(world, each).status for each in ("one", "two")} == {CANCELLED}
    moved = appointment(world, appointment(world, "two").replaced_by_id or "")
    assert (moved.status, moved.start, moved.dose_kind) == (BOOKED, at("09:00", OFFERED[1]), DoseKind.SECOND)
    assert (moved.series_id, moved.code) == ("pair", "KL-PAIR-2222"), "they have the code already"
    [message] = of_kind(place, Communication)
    assert message.appointment_ids == (moved.id,)
    assert called(place).second_at == moved.start


def test_without_a_second_appointment_one_is_given_with_the_yes(world: World, place: Place) -> None:
    first(world, None, is_first_booked=False)
    world.put(appointment(world, "wait first").with_(dose_kind=DoseKind.FIRST))
    settled(world)
    found = second(place)
    assert (found.is_open, found.kept) == (True, None)
    granted(world, place, says_yes(place, found))
    booked = [each for each in of_kind(place, Appointment) if each.person_id == "first" and each.status is BOOKED]
    assert sorted(each.dose_kind or "" for each in booked) == [DoseKind.FIRST, DoseKind.SECOND]
    assert len({each.series_id for each in booked}) == 1
    assert len({each.code for each in booked}) == 1


def test_who_missed_the_first_dose_keeps_the_second_one(world: World, place: Place) -> None:
    first(world, 28, is_first_booked=False)
    world.put(appointment(world, "wait first").with_(dose_kind=DoseKind.FIRST))
    settled(world)
    found = second(place)
    assert (found.is_open, found.at) == (False, at("10:00", DAY + timedelta(days=28)))
    assert called(place).later is None, "the second one is not given up for the first"
    granted(world, place, says_yes(place))
    assert appointment(world, "two").status is BOOKED


def test_when_the_chosen_place_is_gone_nothing_is_promised_and_nothing_moved(world: World, place: Place) -> None:
    first(world, 19)
    asked = says_yes(place, second(place))
    taken = world.slot("09:00", 1, day=OFFERED[1])
    other = world.person("Ott, Werner", id="other", registered_centre_id="KL")
    world.booked(other, "09:00", day=OFFERED[1], slot_id=taken.id, contingent_id="KL:online")
    settled(world)
    assert isinstance(asked, Requested)
    answer = place.desk.calling.answer(asked)
    assert (answer.granted, answer.code) == (0, "slot_full")
    assert {appointment(world, each).status for each in ("one", "two")} == {BOOKED}
    assert promises(world) == []


@pytest.mark.parametrize("second_in_days", [19, 28])
def test_withdrawn_everything_is_as_it_was_before(world: World, place: Place, second_in_days: int) -> None:
    first(world, second_in_days)
    before = [appointment(world, each) for each in ("one", "two")]
    found = second(place)
    asked = says_yes(place, found if found.is_open else None)
    granted(world, place, asked)
    assert isinstance(asked, Requested)
    place.desk.calling.withdraw(asked.promise_id, "nicht ausgesprochen")
    settled(world)
    after = [appointment(world, each) for each in ("one", "two")]
    assert [each.with_(revision=0) for each in after] == [each.with_(revision=0) for each in before]
    booked = [each.id for each in of_kind(place, Appointment) if each.person_id == "first" and each.status is BOOKED]
    assert sorted(booked) == ["one", "two"]


def test_withdrawn_who_waited_waits_again_and_has_no_second_dose_without_a_first(world: World, place: Place) -> None:
    first(world, None, is_first_booked=False)
    world.put(appointment(world, "wait first").with_(dose_kind=DoseKind.FIRST))
    settled(world)
    asked = says_yes(place, second(place))
    granted(world, place, asked)
    assert isinstance(asked, Requested)
    place.desk.calling.withdraw(asked.promise_id, "nicht ausgesprochen")
    settled(world)
    stand = {each.id: each.status for each in of_kind(place, Appointment) if each.status is not CANCELLED}
    assert stand == {"wait first": AppointmentStatus.WAITLIST}


def test_withdrawn_what_an_earlier_promise_cost_comes_back_but_not_the_way_to_it(world: World, place: Place) -> None:
    """A late promise made way for a new one: its visit is over for good."""
    first(world, 28)
    asked = says_yes(place)
    granted(world, place, asked)
    assert isinstance(asked, Requested)
    visit = appointment(world, appointment(world, "one").replaced_by_id or "")
    world.put(
        visit.with_(id="late", status=CANCELLED, cancel_reason="leftover", replaced_by_id=visit.id),
        appointment(world, "one").with_(replaced_by_id="late"),
    )
    settled(world)
    place.desk.calling.withdraw(asked.promise_id, "nicht ausgesprochen")
    settled(world)
    assert [appointment(world, each).status for each in ("one", "late", visit.id)] == [BOOKED, CANCELLED, CANCELLED]


def test_withdrawn_when_the_old_place_is_somebody_elses_there_is_an_alarm(world: World, place: Place) -> None:
    first(world, 28)
    old = world.slot("10:00", 1, day=DAY + timedelta(days=7))
    world.put(appointment(world, "one").with_(slot_id=old.id, contingent_id="KL:online"))
    settled(world)
    asked = says_yes(place)
    granted(world, place, asked)
    other = world.person("Ott, Werner", id="other", registered_centre_id="KL")
    world.booked(other, "10:00", day=DAY + timedelta(days=7), slot_id=old.id, contingent_id="KL:online")
    assert isinstance(asked, Requested)
    place.desk.calling.withdraw(asked.promise_id, "nicht ausgesprochen")
    settled(world)
    assert appointment(world, "one").status is BOOKED
    assert open_conflicts(place) == ["over_capacity"]


@pytest.mark.parametrize("second_in_days", [19, 28, None])
def test_offline_the_allotment_is_promised_and_a_second_dose_that_does_not_fit_is_to_be_seen_to(
    world: World, place: Place, second_in_days: int | None
) -> None:
    first(world, second_in_days)
    place.desk.calling.allot(COM, 1, 60)
    settled(world)
    assert [each.number for each in of_kind(place, Allotment)] == [1]
    answer = says_yes(place, alone=True)
    assert isinstance(answer, Answer)
    assert answer.granted == 1
    expected = [] if second_in_days == 28 else ["second_not_moved"]
    assert open_conflicts(place) == expected, "at once, without the network"
    settled(world)
    assert open_conflicts(place) == expected
    assert appointment(world, "one").status is CANCELLED
    if second_in_days is not None:
        assert appointment(world, "two").status is BOOKED
    place.desk.calling.withdraw(answer.promise_id, "kommt doch nicht")
    settled(world)
    assert open_conflicts(place) == []
    assert [cast(Conflict, each) for each in world.state()["conflict"]] == []


def test_with_the_network_a_first_dose_is_asked_for_although_the_desk_has_an_allotment(
    world: World, place: Place
) -> None:
    first(world, 19)
    place.desk.calling.allot(COM, 1, 60)
    settled(world)
    assert isinstance(says_yes(place, second(place)), Requested)
