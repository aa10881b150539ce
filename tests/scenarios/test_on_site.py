"""People at the centre come before those who are called: by the same rules, and for doses that keep for nobody else."""

from datetime import timedelta

from empfang.commands.on_site import NoteOnSite
from empfang.commands.person import DeleteRegistration
from empfang.desk import Admission, Answer, Requested, Yes
from empfang.model import CallAttempt, DoseKind, Encounter, Person, Presence, PromiseState
from empfang.rules.call_order import CallLine
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.call_reasons import Barred
from empfang.rules.explained import Explained
from empfang.rules.on_site import OnSite
from empfang.rules.vials import Dose
from tests.scenarios.leftover import asked, at_the_service, called, centre, leased, promises, to_promise, vial, waiting
from tests.scenarios.test_calling import list_of, on_the_list
from tests.scenarios.test_contradictions import recorded, settled
from tests.times import DAY, at
from tests.world import Place, World

CLOSES_SOON = "19:20"
"""Half an hour through the house: who is here by 18:50 can have a dose, and nobody can be called after 18:30."""


def three_on_site(world: World, place: Place) -> list[Person]:
    """Staff since 17:50, a companion since 18:10, and somebody who was let in at 18:20."""
    people = waiting(world, 3)
    settled(world)
    for person, how, time in zip(people, (OnSite.STAFF, OnSite.COMPANION), ("17:50", "18:10"), strict=False):
        world.wall.set(time)
        place.desk.people_here.note(person.id, how)
    world.wall.set("18:20")
    assert isinstance(place.desk.walk_in(people[2].id, "fragt nach einer Restdosis"), Admission)
    settled(world)
    return people


def says_yes(world: World, place: Place, person: Person) -> Answer:
    """Somebody who is here says yes, and the service answers."""
    asked_for = place.desk.calling.promise(person, Yes("COM", "full", 1, at("18:50"), DoseKind.BOOSTER))
    assert isinstance(asked_for, Requested)
    settled(world)
    return place.desk.calling.answer(asked_for)


def test_three_on_site_and_two_doses_at_twenty_to_seven(world: World) -> None:
    """callup 44"""
    centre(world, last_jab=CLOSES_SOON)
    here, there = world.place(), world.place()
    vial(here, drawn=2)
    staff, companion, walk_in = three_on_site(world, here)
    world.wall.set("18:40")
    found = at_the_service(world)
    assert (found.safe, found.by_phone) == (2, 0), "nobody who is called would be in time"
    assert list_of(there) == list_of(here) == [walk_in.id, companion.id, staff.id]
    lines = here.desk.calling.page().lines
    assert [(each.why.code, each.why.values["how"]) for each in lines] == [
        ("why_on_site", "walk_in"), ("why_on_site", "companion"), ("why_on_site", "staff"),
    ]  # fmt: skip
    for person in (walk_in, companion):
        line = here.desk.calling.next()
        assert isinstance(line, CallLine)
        assert line.person_id == person.id
        assert says_yes(world, here, person).granted == 1
        here.desk.calling.record(person.id, CallOutcome.PROMISED)
    last = says_yes(world, here, staff)
    assert (last.granted, last.code) == (0, "no_dose_left")
    here.desk.calling.record(staff.id, CallOutcome.STANDBY)
    settled(world)
    found = at_the_service(world)
    assert (found.in_house, found.promised, found.safe) == (1, 1, 0), "the walk-in has it by being in the house"
    assert list_of(here) == [staff.id]
    assert here.desk.calling.next() == Explained("nobody_free", {"held": 0, "without": 1})
    here.desk.calling.withdraw(promises(world, PromiseState.OPEN)[0].id, "möchte doch nicht")
    settled(world)
    line = here.desk.calling.next()
    assert isinstance(line, CallLine)
    assert line.person_id == staff.id, "first when one becomes free"
    world.assert_all_equal()


def test_whoever_is_called_before_them_needs_a_reason_that_is_kept(world: World) -> None:
    """callup 44"""
    centre(world)
    place = world.place()
    vial(place, drawn=2)
    by_phone, person = on_the_list(world, 2)
    settled(world)
    place.desk.people_here.note(person.id, OnSite.COMPANION)
    settled(world)
    assert list_of(place) == [person.id, by_phone.id]
    passed = place.desk.calling.page().lines[1]
    assert place.desk.calling.passed_over(passed) == Explained("past_on_site", {"people": 1})
    called(place, by_phone, CallOutcome.BUSY, reason="außer der Reihe: ruft gerade selbst an")
    settled(world)
    [attempt] = [each for each in world.state()["call_attempt"] if isinstance(each, CallAttempt)]
    assert attempt.reason == "außer der Reihe: ruft gerade selbst an"


def test_the_rules_on_site_are_those_of_the_telephone(world: World) -> None:
    centre(world)
    place = world.place()
    vial(place, drawn=2)
    soon = ({"given_on": "2021-05-03", "vaccine": "Comirnaty"}, {"given_on": "2021-12-01", "vaccine": "Comirnaty"})
    person = world.person("Begleitet, Bea", "1950-05-05", registered_centre_id="KL", reported_doses=soon)
    settled(world)
    place.desk.people_here.note(person.id, OnSite.COMPANION)
    settled(world)
    assert list_of(place) == []
    assert place.desk.calling.page().counts == {Barred.INTERVAL: 1}
    refused = asked(place, to_promise(person))
    assert refused.code == "not_eligible"


def test_what_was_said_on_the_telephone_is_not_what_somebody_says_who_has_come(world: World) -> None:
    centre(world)
    place = world.place()
    vial(place, drawn=2)
    [person] = on_the_list(world, 1)
    settled(world)
    place.desk.calling.record(person.id, CallOutcome.NOT_TODAY)
    assert list_of(place) == []
    world.wall.go_on(minutes=5)
    place.desk.people_here.note(person.id, OnSite.COMPANION)
    assert list_of(place) == [person.id]
    world.wall.go_on(minutes=1)
    place.desk.calling.record(person.id, CallOutcome.NOT_TODAY)
    assert list_of(place) == []
    assert place.desk.calling.page().counts == {Barred.OUT_TODAY: 1}


def test_who_is_skipped_on_site_rests_as_others_do(world: World) -> None:
    centre(world)
    place = world.place()
    vial(place, drawn=2)
    [person] = waiting(world, 1)
    settled(world)
    place.desk.people_here.note(person.id, OnSite.STAFF)
    list_of(place)
    place.desk.calling.record(person.id, CallOutcome.SKIPPED, reason="gerade im Gespräch")
    assert place.desk.calling.next() == Explained("nobody_before", {"at": at("18:20"), "held": 0})
    world.wall.set("18:20")
    assert isinstance(place.desk.calling.next(), CallLine)


def test_who_has_gone_is_off_the_list_at_every_desk(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    vial(here, drawn=2)
    people = three_on_site(world, here)
    assert len(list_of(there)) == 3
    for person in people:
        assert there.desk.people_here.gone(person.id).done
    settled(world)
    assert list_of(here) == list_of(there) == []
    assert not here.desk.people_here.gone(people[0].id).done
    [visit] = [each for each in world.state()["encounter"] if isinstance(each, Encounter)]
    assert visit.outcome == "left_before_dose"
    world.assert_all_equal()


def test_of_two_words_the_later_one_counts_whichever_comes_first(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    [person] = waiting(world, 1)
    settled(world)
    here.desk.people_here.note(person.id, OnSite.COMPANION)
    world.wall.go_on(minutes=10)
    word = {"person_id": person.id, "centre_id": "KL", "day": DAY, "how": OnSite.COMPANION}
    recorded(there, NoteOnSite(**word, here=False))
    there.push()
    verdict = here.push().verdicts[-1]
    assert verdict.code == "set_later"
    settled(world)
    [known] = [each for each in world.state()["presence"] if isinstance(each, Presence)]
    assert not known.here


def test_a_household_of_somebody_on_site_can_be_called_meanwhile(world: World) -> None:
    centre(world)
    here, there = world.place(), world.place()
    one, other = on_the_list(world, 2)
    same = other.with_(phones=one.phones)
    world.put(same)
    settled(world)
    here.desk.people_here.note(one.id, OnSite.COMPANION)
    here.desk.calling.ask_for([one], on_site=True)
    settled(world)
    assert here.desk.calling.lease(one.id) is not None
    there.desk.sign_in("op-2")
    assert leased(there, same).status == "granted"
    assert leased(there, one).code == "call_held", "but nobody else asks them"


def test_a_dose_for_a_walk_in_that_was_a_mistake_is_free_again_and_they_wait_on(world: World) -> None:
    centre(world)
    place = world.place()
    vial(place, drawn=1)
    *_, walk_in = three_on_site(world, place)
    world.wall.set("18:30")
    given = says_yes(world, place, walk_in)
    assert at_the_service(world).safe == 0
    place.desk.calling.withdraw(given.promise_id, "berichtigt")
    settled(world)
    assert at_the_service(world).safe == 1
    assert list_of(place)[0] == walk_in.id


def test_who_leaves_with_a_dose_that_was_theirs_leaves_it(world: World) -> None:
    centre(world)
    place = world.place()
    vial(place, drawn=1)
    *_, walk_in = three_on_site(world, place)
    world.wall.set("18:30")
    says_yes(world, place, walk_in)
    [visit] = place.records(Encounter)
    assert place.desk.left(visit.id).done
    settled(world)
    assert at_the_service(world).safe == 1


def test_a_deletion_takes_what_was_noted_with_it(world: World) -> None:
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    settled(world)
    place.desk.people_here.note(person.id, OnSite.STAFF)
    settled(world)
    recorded(place, DeleteRegistration(person_id=person.id, centre_id="KL"))
    settled(world)
    assert world.state()["presence"] == place.records(Presence) == []


def test_yesterdays_people_are_not_here_today(world: World) -> None:
    centre(world)
    place = world.place()
    [person] = waiting(world, 1)
    settled(world)
    place.desk.people_here.note(person.id, OnSite.STAFF)
    world.wall.moment += timedelta(days=1)
    place.desk.doses.open_vial(Dose("COM"))
    settled(world)
    assert list_of(place) == []
    assert place.desk.people_here.of(person.id) is None
