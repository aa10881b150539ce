"""Calling from a desk: whom next and why, what came of it, and what is promised, with the network and without."""

from datetime import timedelta
from typing import Any

from empfang.desk import PromiseStanding, Requested, Yes
from empfang.model import DoseKind, Person, Phone
from empfang.protocol import Status
from empfang.rules.call_order import CallLine
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.call_reasons import Barred
from empfang.rules.vials import Dose
from tests.scenarios.leftover import asked, centre, to_promise, waiting, waits
from tests.scenarios.test_contradictions import settled
from tests.times import DAY, at
from tests.world import Place, World

COM = Dose("COM")


def on_the_list(world: World, number: int, **more: Any) -> list[Person]:
    """People who wait for a booster and come at short notice, the first since longest."""
    people = waiting(world, number, standby=True, minutes_to_centre=15, **more)
    for place, person in enumerate(people):
        reachable = person.with_(phones=(Phone(number=f"+496314000{place}", kind="mobile"),))
        world.put(reachable)
        waits(world, person, since=at("09:00") - timedelta(days=10 - place))
    return people


def list_of(place: Place) -> list[str]:
    """Who is on a desk's list, in order."""
    while place.desk.calling.go_on():
        pass
    return [each.person_id for each in place.desk.calling.page().lines]


def test_the_list_is_in_order_and_says_who_is_not_on_it_and_why(world: World) -> None:
    centre(world)
    place = world.place()
    on_the_list(world, 3)
    far = world.person("Weit, Weg", "1950-05-05", id="far", standby=True, minutes_to_centre=200)
    waits(world, far, since=at("09:00"))
    place.desk.doses.open_vial(COM)
    settled(world)
    assert list_of(place) == ["w0", "w1", "w2"]
    counts = place.desk.calling.page().counts
    assert sum(counts.values()) == 1


def test_what_somebody_waits_for_tells_of_doses_that_the_list_leaves_out(world: World) -> None:
    centre(world)
    place = world.place()
    half = Dose("SPI", "half")
    for number, kind in enumerate((DoseKind.FIRST, DoseKind.BOOSTER)):
        last = () if kind is DoseKind.FIRST else ({"given_on": "2021-06-14", "vaccine": "Spikevax"},)
        person = world.person(
            f"Wartet, {kind}", "1975-05-05", id=kind.value, registered_centre_id="KL", reported_doses=last,
            district="07312", standby=True, minutes_to_centre=15,
            phones=({"number": f"+496314000{number}", "kind": "mobile"},),
        )  # fmt: skip
        waits(world, person, since=at("09:00") - timedelta(days=10 - number), kind=kind)
    for dose in (COM, half):
        place.desk.doses.open_vial(dose)
    settled(world)
    assert list_of(place) == ["first", "booster"]
    offered = {each.person_id: each.candidate.doses for each in place.desk.calling.page().lines}
    assert half in offered["booster"]
    assert half not in offered["first"]
    pages = [place.desk.call_room.open(each) for each in ("first", "booster")]
    assert [each.dose_kind for each in pages if each is not None] == [DoseKind.FIRST, DoseKind.BOOSTER]


def test_a_booster_is_not_promised_as_a_second_dose_before_its_time(world: World) -> None:
    centre(world)
    place = world.place()
    place.desk.doses.open_vial(COM)
    # Seven weeks ago: late enough for a second dose, and much too soon for a booster.
    last = {"given_on": (DAY - timedelta(days=49)).isoformat(), "vaccine": "Comirnaty"}
    [person] = on_the_list(world, 1)
    person = person.with_(reported_doses=[last], phones=(Phone(number="+4963140009", kind="mobile"),))
    world.put(person)
    settled(world)
    for kind, status in ((DoseKind.BOOSTER, Status.REFUSED), (DoseKind.SECOND, Status.GRANTED)):
        assert asked(place, to_promise(person).model_copy(update={"dose_kind": kind})).status is status


def test_a_call_from_the_lease_to_the_promise(world: World) -> None:
    centre(world)
    place = world.place()
    on_the_list(world, 2)
    place.desk.doses.open_vial(COM, drawn=1)
    settled(world)
    calling = place.desk.calling
    list_of(place)
    line = calling.next()
    assert isinstance(line, CallLine)
    person = place.desk.page(line.person_id)
    assert person is not None
    calling.ask_for([person.person])
    assert calling.lease(line.person_id) is None
    settled(world)
    lease = calling.lease(line.person_id)
    assert lease is not None
    asked = calling.promise(person.person, Yes("COM", "full", 1, at("18:40"), DoseKind.BOOSTER), lease.fence)
    assert isinstance(asked, Requested)
    assert calling.answer(asked).granted is None
    settled(world)
    answer = calling.answer(asked)
    assert (answer.granted, answer.arrive_by) == (1, at("18:40"))
    calling.record(line.person_id, CallOutcome.PROMISED, lease.fence)
    settled(world)
    [promised] = calling.overview().promises
    assert promised.standing is PromiseStanding.OPEN
    assert calling.page().counts[Barred.BOOKED_TODAY] == 1
    assert list_of(place) == ["w1"]


def test_whoever_did_not_answer_is_back_on_the_list_after_a_while_and_the_next_comes_first(world: World) -> None:
    centre(world)
    place = world.place()
    on_the_list(world, 2)
    place.desk.doses.open_vial(COM)
    settled(world)
    calling = place.desk.calling
    assert list_of(place) == ["w0", "w1"]
    calling.record("w0", CallOutcome.NO_ANSWER, number="+4963140000")
    line = calling.next()
    assert isinstance(line, CallLine)
    assert line.person_id == "w1"
    world.wall.go_on(minutes=20)
    line = calling.next()
    assert isinstance(line, CallLine)
    assert line.person_id == "w0"


def test_offline_only_the_allotment_is_promised_and_nothing_twice(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    people = on_the_list(world, 4)
    here.desk.doses.open_vial(COM, drawn=3)
    settled(world)
    here.desk.calling.allot(COM, 2, 60)
    settled(world)
    assert [left for _, left in here.desk.calling.allotments()] == [2]
    for person, granted in zip(people[:3], (1, 1, None), strict=True):
        yes = Yes("COM", "full", 1, at("18:40"), DoseKind.BOOSTER)
        answer = here.desk.calling.promise(person, yes)
        if isinstance(answer, Requested):
            answer = here.desk.calling.answer(answer)
        assert answer.granted == granted, "beyond the allotment it is only asked for"
    other = there.desk.calling.promise(people[3], Yes("COM", "full", 1, at("18:40"), DoseKind.BOOSTER))
    assert isinstance(other, Requested)
    there.push()
    settled(world)
    assert there.desk.calling.answer(other).granted == 1
    assert sum(each.promise.persons for each in there.desk.calling.overview().promises) == 3
    overview = there.desk.calling.overview()
    assert not overview.alarm
    there.restart()
    assert there.desk.calling.overview() == overview, "followed step by step, or read anew"


def test_a_promise_that_is_taken_back_is_free_and_the_first_on_standby_is_next(world: World) -> None:
    centre(world)
    place = world.place()
    people = on_the_list(world, 3)
    place.desk.doses.open_vial(COM, drawn=1)
    settled(world)
    calling = place.desk.calling
    asked = calling.promise(people[0], Yes("COM", "full", 1, at("18:40"), DoseKind.BOOSTER))
    settled(world)
    assert isinstance(asked, Requested)
    calling.record("w0", CallOutcome.PROMISED)
    calling.record("w2", CallOutcome.STANDBY)
    settled(world)
    calling.withdraw(asked.promise_id, "kommt doch nicht")
    settled(world)
    assert list_of(place) == ["w2", "w1"]
    line = calling.next()
    assert isinstance(line, CallLine)
    assert (line.person_id, line.why.code) == ("w2", "why_standby")
