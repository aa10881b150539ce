"""Calls while the network is away: registering works, requests wait and say so, nothing is promised; and what then."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from empfang.desk import Asked, Draft, Group, ToBook
from empfang.model import Appointment, AppointmentStatus, Communication, Person, Slot
from tests.scenarios.test_hotline import DORSTEN, KAYA, NONE, ONLINE, PHONE, booked, slot
from tests.scenarios.test_restore import of_kind
from tests.times import DAY
from tests.world import Place, World

TOMORROW = DAY + timedelta(days=1)
TIMES = ("10:00", "15:00")


@pytest.fixture
def cut_off(world: World) -> Place:
    """A telephone at Dorsten that has fetched everything, and is alone from now on; one place at each time."""
    slots = [slot(DAY + timedelta(days=ahead), time, places=1) for ahead in range(1, 36) for time in TIMES]
    world.put(DORSTEN, PHONE, ONLINE, *slots)
    return world.place("DOR")


def asks(place: Place, *people: Mapping[str, Any]) -> Asked:
    """Pairs for these people from tomorrow on, all at once, of what the desk believes to be free."""
    party, taken = [], []
    for fields in people:
        draft = Draft(fields=fields, doses=NONE)
        options = place.desk.hotline.options(draft).besides(taken)
        offer = options.on(TOMORROW, pair=True)[0]
        taken += offer.times
        party.append(ToBook(draft, options.kind, offer))
    return place.desk.hotline.ask(party)


def rival(name: str) -> dict[str, Any]:
    return {**KAYA, "family": name, "phones": ({"number": "+4917655512345", "kind": "mobile"},)}


def test_registering_works_the_request_waits_and_says_so_and_nothing_is_promised(world: World, cut_off: Place) -> None:
    asked = asks(cut_off, KAYA)
    [kaya] = of_kind(cut_off, Person)
    assert (kaya.family, kaya.phones[0].number) == ("Kaya", "+4917604069020")
    answer = cut_off.desk.hotline.answer(asked)
    assert (answer.state.granted, answer.message) == (None, None)
    assert {each.appointment.status for each in answer.people[0].held} == {AppointmentStatus.PENDING}
    waiting = cut_off.desk.transfers()
    assert waiting.counts[Group.WAITING] == cut_off.unsent()
    assert ("book", "Kaya") in {(each.kind, each.family) for each in waiting.items if each.group is Group.WAITING}
    assert cut_off.desk.shift_end().unsent == cut_off.unsent()
    cut_off.restart()
    assert cut_off.desk.hotline.answer(asked).state.granted is None, "also after the computer was switched off"
    assert booked(world) == []


def test_what_was_asked_for_here_is_not_offered_to_the_next_caller_although_nobody_has_granted_it(
    cut_off: Place,
) -> None:
    asks(cut_off, KAYA)
    options = cut_off.desk.hotline.options(Draft(fields=rival("Ott"), doses=NONE))
    assert [each.first.at.hour for each in options.on(TOMORROW, pair=True)] == [15]


def test_back_online_what_is_still_free_is_granted_with_its_code_and_one_confirmation(
    world: World, cut_off: Place
) -> None:
    asked = asks(cut_off, KAYA)
    cut_off.sync()
    answer = cut_off.desk.hotline.answer(asked)
    assert answer.state.granted
    assert [each.code for each in booked(world)] == [answer.people[0].code] * 2
    assert [len(each.appointment_ids) for each in of_kind(cut_off, Communication)] == [2]
    assert cut_off.desk.transfers().items == ()


def test_back_online_what_is_gone_comes_back_refused_with_alternatives_and_whom_to_call(
    world: World, cut_off: Place
) -> None:
    asked = asks(cut_off, KAYA)
    other = world.place("DOR")
    faster = asks(other, rival("Ott"))
    other.sync()
    assert other.desk.hotline.answer(faster).state.granted
    cut_off.sync()
    answer = cut_off.desk.hotline.answer(asked)
    assert (answer.state.granted, answer.state.code) == (False, "slot_full")
    free = {each.id: each for each in of_kind(cut_off, Slot)}
    assert answer.state.alternatives
    for each in answer.state.alternatives:
        assert free[each.slot_id].taken.get(each.contingent_id, 0) < free[each.slot_id].capacity[each.contingent_id]
    assert [each.held for each in answer.people] == [()], "registered, and nothing is marked any more"
    [refused] = [each for each in cut_off.desk.transfers().items if each.group is Group.REFUSED]
    assert (refused.kind, refused.family, refused.given, refused.code) == ("book", "Kaya", "Emine", "slot_full")
    detail = cut_off.desk.transfer_item(refused.key)
    assert detail is not None
    assert detail.call_back is not None
    assert detail.call_back.person_ids == asked.person_ids
    assert [each.number for each in detail.call_back.person.phones] == ["+4917604069020"], "whom to call back"


def test_called_back_the_same_person_gets_another_place_and_is_not_registered_again(
    world: World, cut_off: Place
) -> None:
    asked = asks(cut_off, KAYA)
    other = world.place("DOR")
    asks(other, rival("Ott"))
    other.sync()
    cut_off.sync()
    [person_id] = asked.person_ids
    options = cut_off.desk.hotline.options(Draft(person_id, doses=NONE))
    offer = options.on(TOMORROW, pair=True)[0]
    again = cut_off.desk.hotline.ask([ToBook(Draft(person_id, doses=NONE), options.kind, offer)])
    cut_off.sync()
    assert cut_off.desk.hotline.answer(again).state.granted
    kayas = [each for each in of_kind(cut_off, Person) if each.family == "Kaya"]
    assert [each.id for each in kayas] == [person_id]
    assert len([each for each in booked(world) if each.person_id == person_id]) == 2


def test_a_family_of_which_one_lost_the_place_has_nothing_and_is_called_back_together(
    world: World, cut_off: Place
) -> None:
    asked = asks(cut_off, KAYA, {**KAYA, "given": "Murat"})
    other = world.place("DOR")
    asks(other, rival("Ott"))
    other.sync()
    cut_off.sync()
    answer = cut_off.desk.hotline.answer(asked)
    assert answer.state.granted is False
    assert [each.held for each in answer.people] == [(), ()]
    mine = {each.id for each in of_kind(cut_off, Person) if each.family == "Kaya"}
    assert [each for each in of_kind(cut_off, Appointment) if each.person_id in mine] == []
    [refused] = [each for each in cut_off.desk.transfers().items if each.group is Group.REFUSED]
    assert (refused.given, refused.more) == ("Emine", 1)


def test_the_same_request_delivered_twice_books_once(world: World, cut_off: Place) -> None:
    """The answer was lost on the way: the desk asks again, and hears the same."""
    asked = asks(cut_off, KAYA)
    cut_off.push(lose_answer=True)
    assert cut_off.desk.hotline.answer(asked).state.granted is None
    cut_off.sync()
    answer = cut_off.desk.hotline.answer(asked)
    assert answer.state.granted
    assert len(booked(world)) == 2
    assert len(of_kind(cut_off, Communication)) == 1
