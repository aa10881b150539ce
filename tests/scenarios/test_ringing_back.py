"""A mailbox was left, and the person rings: what came of the call and how it stands now is there (callup 33)."""

from typing import Any

import pytest

from empfang.commands.allotting import Allot
from empfang.commands.calling import RecordCall
from empfang.desk import CalledToday
from empfang.ids import new_id
from empfang.model import CallAttempt, DeskRole
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.call_reasons import Barred
from empfang.rules.vials import Dose
from tests.scenarios.leftover import asked, centre, to_promise
from tests.scenarios.test_anywhere import opened
from tests.scenarios.test_calling import on_the_list
from tests.scenarios.test_contradictions import recorded, settled
from tests.scenarios.test_restore import met, of_kind
from tests.times import DAY, at
from tests.world import Place, World

COM = Dose("COM")


@pytest.fixture
def place(world: World) -> Place:
    """A desk at six with three doses, and two people on the list."""
    centre(world)
    made = world.place()
    on_the_list(world, 2)
    made.desk.doses.open_vial(COM, drawn=3)
    settled(world)
    return made


def called(place: Place, outcome: CallOutcome = CallOutcome.MAILBOX, **details: Any) -> CalledToday:
    """The first one was called, and rings now."""
    place.desk.calling.record("w0", outcome, number="+4963140000", **details)
    found = place.desk.ringing_back.of("w0")
    assert found is not None
    return found


def free(found: CalledToday) -> list[tuple[str, int]] | None:
    assert found.offer is not None
    return None if found.offer.free is None else [(each.name, each.number) for each in found.offer.free]


def test_whoever_was_not_called_today_is_not_said_to_have_been(world: World, place: Place) -> None:
    assert place.desk.ringing_back.of("w0") is None
    called(place)
    world.wall.go_on(hours=24)
    assert place.desk.ringing_back.of("w0") is None


def test_what_came_of_it_and_what_is_free_now(place: Place) -> None:
    found = called(place)
    assert (found.at, found.outcome, free(found)) == (at("18:00"), "mailbox", [("Comirnaty", 3)])
    assert found.offer is not None
    assert found.offer.until == at("19:15"), "a quarter of an hour away: later a promise would come too late for them"


def test_what_kept_us_from_ringing_them_keeps_nobody_from_an_offer_who_rings(place: Place) -> None:
    for outcome in (CallOutcome.MAILBOX, CallOutcome.MAILBOX, CallOutcome.NOT_ASSIGNED):
        called(place, outcome)
    assert free(called(place, CallOutcome.CANNOT_MAKE_IT)) == [("Comirnaty", 3)]


def test_with_no_dose_left_they_can_be_noted_as_standby(world: World, place: Place) -> None:
    other = world.place()
    recorded(other, Allot(allotment_id="a", centre_id="KL", day=DAY, vaccine="COM", size="full", number=3, minutes=60))
    other.sync()
    place.sync()
    assert free(called(place)) == []


def test_what_is_the_desks_own_can_be_promised_by_it(place: Place) -> None:
    recorded(place, Allot(allotment_id="a", centre_id="KL", day=DAY, vaccine="COM", size="full", number=2, minutes=60))
    place.sync()
    assert free(called(place)) == [("Comirnaty", 3)], "one that is free, and two of its own"


def test_too_late_is_said_and_so_is_that_they_want_no_calls(world: World, place: Place) -> None:
    called(place)
    world.wall.set("19:20")
    found = place.desk.ringing_back.of("w0")
    assert found is not None
    assert (found.offer, found.barred) == (None, Barred.TOO_FAR)
    assert called(place, CallOutcome.NEVER_AGAIN).barred is Barred.NEVER_AGAIN


def test_whoever_has_been_promised_one_hears_by_when(world: World, place: Place) -> None:
    person = place.desk.call_room.people(["w0"])["w0"]
    asked(place, to_promise(person))
    place.pull()
    found = called(place, CallOutcome.PROMISED)
    assert (found.promised_until, found.offer) == (at("18:40"), None)


def test_a_corrected_call_is_not_told(place: Place) -> None:
    first = place.desk.calling.record("w0", CallOutcome.NOT_TODAY)
    assert called(place, CallOutcome.STANDBY, corrects=first).outcome == "standby"


def test_a_telephone_far_from_the_centre_does_not_say_what_it_cannot_know(world: World, place: Place) -> None:
    called(place)
    met(place)
    hotline = world.place(role=DeskRole.HOTLINE)
    met(hotline)
    opened(hotline, "w0")
    found = hotline.desk.ringing_back.of("w0")
    assert found is not None
    assert (found.outcome, found.centre_name) == ("mailbox", "")
    assert found.offer is not None
    assert found.offer.free is None, "who is in the house is not known there"
    assert found.offer.candidate.vaccines == ("COM",)


def test_whoever_another_centre_has_called_is_referred_there(world: World, place: Place) -> None:
    attempt = RecordCall(
        attempt_id=new_id(), person_id="w0", centre_id="DA", day=DAY, outcome=CallOutcome.MAILBOX, number="+4963140000"
    )
    recorded(place, attempt)
    found = place.desk.ringing_back.of("w0")
    assert found is not None
    assert (found.centre_name, found.offer, found.barred) == ("Impfzentrum Darmstadt", None, None)
    assert len(of_kind(place, CallAttempt)) == 1
