"""Who may call whom: one at a time, also with a shared number, after a crash, late, and offline (callup 1 to 7)."""

from datetime import timedelta
from typing import cast

from empfang.commands.calling import LeaseCalls, ReleaseCall, ToCall
from empfang.model import CallAttempt, CallLease, Phone
from empfang.protocol import Effect, Status
from empfang.rules.call_outcomes import CallOutcome
from tests.scenarios.leftover import called, centre, leased, waiting
from tests.scenarios.test_contradictions import recorded, settled
from tests.world import Place, World

SHARED = Phone(number="+4963140001", kind="home")


def lease_at(place: Place, person_id: str) -> CallLease:
    """A person's lease, as a desk knows it."""
    return next(each for each in map(_lease, place.records(CallLease)) if each.person_id == person_id)


def _lease(record: object) -> CallLease:
    return cast(CallLease, record)


def attempts(world: World) -> list[CallAttempt]:
    """The calls at the service, in order of time."""
    found = [cast(CallAttempt, each) for each in world.state()["call_attempt"]]
    return sorted(found, key=lambda each: (each.occurred_at, each.id))


def test_one_gets_somebody_and_the_other_hears_whose_they_are(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    [person] = waiting(world, 1)
    world.settle()
    assert leased(here, person).status is Status.GRANTED
    refused = leased(there, person)
    until = world.wall.moment + timedelta(minutes=3)
    assert refused.code == "call_held"
    assert refused.parameters == {
        "operator_id": "op-1", "until": until.isoformat(), "offline": False, "household": False,
    }  # fmt: skip
    settled(world)
    assert lease_at(there, person.id).desk_id == here.id


def test_after_a_crash_somebody_can_be_called_again_in_three_minutes(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    [person] = waiting(world, 1)
    leased(here, person)
    world.wall.go_on(minutes=2, seconds=59)
    assert leased(there, person).code == "call_held"
    world.wall.go_on(seconds=1)
    assert leased(there, person).status is Status.GRANTED


def test_an_offline_reservation_outlasts_calls_after_which_one_calls_again(world: World) -> None:
    """Without the network nobody could be reserved anew."""
    centre(world)
    here, there = world.place(), world.place()
    again, done = waiting(world, 2)
    leased(here, again, done, offline_minutes=30)
    recorded_at_once = [
        called(here, again, CallOutcome.NO_ANSWER, fence=1, number="+4963140001"),
        called(here, again, CallOutcome.BUSY, fence=1),
        called(here, done, CallOutcome.NOT_TODAY, fence=1),
    ]
    assert {each.effect for each in recorded_at_once} == {Effect.FULL}
    assert leased(there, again).code == "call_held"
    assert leased(there, done).status is Status.GRANTED
    world.wall.go_on(minutes=30)
    assert leased(there, again).status is Status.GRANTED


def test_a_long_call_stays_whose_it_is_while_it_is_renewed(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    [person] = waiting(world, 1)
    for _ in range(5):
        assert leased(here, person).status is Status.GRANTED
        world.wall.go_on(minutes=2)
        assert leased(there, person).code == "call_held"
    settled(world)
    assert lease_at(there, person.id).fence == 1


def test_what_is_said_after_the_lease_went_to_another_is_kept_and_has_no_consequences(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    [person] = waiting(world, 1)
    leased(here, person)
    world.wall.go_on(minutes=4)
    leased(there, person)
    late = called(here, person, CallOutcome.NOT_TODAY, fence=1)
    assert (late.status, late.effect, late.code) == (Status.RECORDED, Effect.NONE, "lease_passed")
    world.wall.go_on(minutes=1)
    assert called(there, person, CallOutcome.BUSY, fence=2).effect is Effect.FULL
    assert [(each.outcome, each.fenced) for each in attempts(world)] == [("not_today", True), ("busy", False)]


def test_whoever_was_not_dialled_is_free_at_once_and_no_attempt_counts(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    [person] = waiting(world, 1)
    leased(here, person)
    recorded(here, ReleaseCall(person_id=person.id, centre_id="KL", fence=1))
    here.push()
    assert leased(there, person).status is Status.GRANTED
    assert attempts(world) == []
    settled(world)
    assert lease_at(here, person.id).fence == 2


def test_a_lease_that_went_on_is_not_ended_by_who_had_it_before(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    [person] = waiting(world, 1)
    leased(here, person)
    world.wall.go_on(minutes=4)
    leased(there, person)
    recorded(here, ReleaseCall(person_id=person.id, centre_id="KL", fence=1))
    [verdict] = here.push().verdicts[-1:]
    assert (verdict.effect, verdict.code) == (Effect.NONE, "lease_passed")
    assert leased(here, person).code == "call_held"


def test_two_of_a_household_are_held_together(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    one, other = waiting(world, 2, phones=(SHARED,))
    assert leased(here, one).status is Status.GRANTED
    refused = leased(there, other)
    assert (refused.code, refused.parameters["household"]) == ("call_held", True)
    assert leased(here, other).status is Status.GRANTED, "both can be asked in the one call"


def test_somebody_on_the_lists_of_two_centres_is_called_by_one_of_them(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place("DA")
    [person] = waiting(world, 1)
    assert leased(here, person).status is Status.GRANTED
    recorded(there, LeaseCalls(centre_id="DA", people=(ToCall(person_id=person.id),)))
    refused = there.push().verdicts[-1]
    assert (refused.code, refused.parameters["household"]) == ("call_held", False)
    world.wall.go_on(minutes=3)
    recorded(there, LeaseCalls(centre_id="DA", people=(ToCall(person_id=person.id),)))
    assert there.push().verdicts[-1].status is Status.GRANTED


def test_a_desk_that_goes_on_offline_keeps_its_block_for_as_long_as_it_said(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    people = waiting(world, 3)
    leased(there, people[2])
    assert leased(here, *people, offline_minutes=30).status is Status.GRANTED
    settled(world)
    assert {each.person_id for each in map(_lease, there.records(CallLease)) if each.offline} == {"w0", "w1"}
    world.wall.go_on(minutes=29)
    refused = leased(there, people[0])
    assert (refused.code, refused.parameters["offline"]) == ("call_held", True)
    world.wall.go_on(minutes=1)
    assert leased(there, people[0]).status is Status.GRANTED
