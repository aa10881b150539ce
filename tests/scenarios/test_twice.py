"""checkin.md 18-20, 22-24, 58, 60 (and 21, whose order of arrival must not matter): admitted once, whatever happens."""

import itertools
from datetime import timedelta
from typing import cast

import pytest

from empfang.audit import broken_at, events
from empfang.commands.base import Fact
from empfang.desk import Admission, Declined
from empfang.model import Appointment, AppointmentStatus, Conflict, Encounter, EncounterState, Outcome, Source
from empfang.protocol import Effect, Status
from empfang.rules.arrival import Answer
from empfang.store.store import Stamp
from tests.times import at
from tests.world import Place, World


def admitted(place: Place, person_id: str) -> Admission:
    result = place.desk.admit(person_id, None)
    assert isinstance(result, Admission)
    return result


def visits(place: Place) -> list[Encounter]:
    return [cast(Encounter, each) for each in place.records(Encounter)]


def test_18_already_in_here_says_when_and_where_and_changes_nothing(world: World) -> None:
    person = world.person()
    world.booked(person)
    place = world.place(name="Empfang Nord")
    admitted(place, person.id)
    world.wall.go_on(minutes=5)
    before = place.state()
    result = place.desk.admit(person.id, None)
    assert isinstance(result, Declined)
    card = result.card
    assert card.arrival is not None
    assert card.arrival.answer is Answer.ALREADY_IN
    assert card.line is not None
    assert card.line.visit_at is not None
    assert (card.line.visit_at.strftime("%H:%M"), card.line.visit_desk) == ("09:40", "Empfang Nord")
    assert place.state() == before
    assert place.unsent() == 1


def test_19_already_in_at_another_desk_is_known_by_sync_with_its_name(world: World) -> None:
    person = world.person()
    world.booked(person)
    one, other = world.place(name="Empfang Nord"), world.place(name="Empfang Süd")
    admitted(one, person.id)
    one.push()
    other.pull()
    result = other.desk.admit(person.id, None)
    assert isinstance(result, Declined)
    assert result.card.line is not None
    assert result.card.line.visit_desk == "Empfang Nord"
    assert other.unsent() == 0


def test_20_the_same_command_delivered_twice_is_one_check_in_with_one_verdict(world: World) -> None:
    person = world.person()
    world.booked(person)
    place = world.place()
    admitted(place, person.id)
    first = place.push(lose_answer=True)
    second = place.push()
    assert first.verdicts == second.verdicts
    assert first.head == second.head
    place.pull()
    assert len(visits(place)) == 1
    world.assert_all_equal()


def test_20_the_same_line_twice_in_one_request_is_one_check_in(world: World) -> None:
    from empfang.central.writer import decide  # noqa: PLC0415 - the request is made by hand

    person = world.person()
    world.booked(person)
    place = world.place()
    admitted(place, person.id)
    [line] = place.lines()
    reply = decide(world.database, world.wall.clock, [(place.id, [line, line])])[0]
    assert reply.verdicts[0] == reply.verdicts[1]
    assert len(world.state()["encounter"]) == 1


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_21_three_desks_offline_admit_the_same_person_and_every_order_gives_the_same(
    small_world: World, order: tuple[int, ...]
) -> None:
    person = small_world.person()
    small_world.booked(person)
    places = [small_world.place() for _ in range(3)]
    made = []
    for place, clock in zip(places, ("09:42", "09:41", "09:43"), strict=True):
        small_world.wall.set(clock)
        made.append(admitted(place, person.id))
    for number in order:
        places[number].push()
    for place in places:
        place.pull()
    small_world.assert_all_equal()
    standing = {visit.id: visit for visit in visits(places[0])}
    assert standing[made[1].encounter_id].state is EncounterState.ACTIVE
    assert {standing[made[n].encounter_id].superseded_by_id for n in (0, 2)} == {made[1].encounter_id}
    [conflict] = [cast(Conflict, each) for each in places[0].records(Conflict)]
    assert (conflict.conflict_kind, conflict.needs_decision) == ("double_check_in", False)
    assert conflict.facts["encounters"] == [made[n].encounter_id for n in (1, 0, 2)]


def test_22_a_second_admission_by_intent_needs_a_reason_and_is_marked(world: World) -> None:
    person = world.person()
    world.booked(person)
    place = world.place()
    first = admitted(place, person.id)
    world.wall.go_on(minutes=20)
    again = place.desk.admit(person.id, None, readmission_reason="von der Ärztin zurück")
    assert isinstance(again, Admission)
    assert again.readmission
    assert again.day_number == "1-002"
    place.sync()
    world.assert_all_equal()
    standing = {visit.id: visit for visit in visits(place)}
    assert standing[again.encounter_id].readmission_reason == "von der Ärztin zurück"
    assert standing[first.encounter_id].state is EncounterState.ACTIVE
    assert place.records(Conflict) == []


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("sent", [False, True])
def test_23_undo_from_the_same_desk_on_the_same_day_is_gone_everywhere(
    world: World, *, restart: bool, sent: bool
) -> None:
    person = world.person()
    appointment = world.booked(person)
    place, other = world.place(), world.place()
    admission = admitted(place, person.id)
    if sent:
        world.settle()
    if restart:
        place.restart()
    [last] = place.desk.last_admissions()
    assert last.encounter_id == admission.encounter_id
    assert place.desk.undo(last.encounter_id).done
    assert place.desk.last_admissions() == []
    world.settle()
    world.assert_all_equal()
    for each in (place, other):
        [visit] = visits(each)
        assert visit.state is EncounterState.UNDONE
        card = each.desk.card(person.id)
        assert card.arrival is not None
        assert card.arrival.answer is Answer.ADMIT
        [now] = [cast(Appointment, a) for a in each.records(Appointment) if a.id == appointment.id]
        assert now.status is AppointmentStatus.BOOKED
    with world.database.reading() as cursor:
        trail = events(cursor, world.database.flavour, f"desk:{place.id}")
    assert [event.action for event in trail] == ["check_in:recorded", "undo_check_in:recorded"]
    assert broken_at(trail) is None


def test_24_undo_by_another_desk_is_recorded_without_effect_and_says_why(world: World) -> None:
    person = world.person()
    world.booked(person)
    place, other = world.place(), world.place()
    admission = admitted(place, person.id)
    world.settle()
    undone = other.desk.undo(admission.encounter_id)
    assert (undone.done, undone.code) == (False, "undo_other_desk")
    [verdict] = other.push().verdicts
    assert (verdict.status, verdict.effect, verdict.code, verdict.number) == (
        Status.RECORDED, Effect.NONE, "undo_other_desk", None,
    )  # fmt: skip
    world.settle()
    world.assert_all_equal()
    assert visits(place)[0].state is EncounterState.ACTIVE


def test_24_undo_on_another_day_or_after_the_dose_has_no_effect(world: World) -> None:
    person, vaccinated = world.person(), world.person("Ott, Werner")
    for each in (person, vaccinated):
        world.booked(each)
    place = world.place()
    first, second = admitted(place, person.id), admitted(place, vaccinated.id)
    place.sync()
    given = next(cast(Encounter, e) for e in world.state()["encounter"] if e.id == second.encounter_id)
    world.put(given.with_(outcome=Outcome.VACCINATED))
    place.pull()
    assert place.desk.undo(second.encounter_id).code == "undo_dose_given"
    world.wall.moment += timedelta(days=1)
    assert place.desk.undo(first.encounter_id).code == "undo_other_day"
    place.sync()
    assert {visit.state for visit in visits(place)} == {EncounterState.ACTIVE}
    world.assert_all_equal()


def test_58_two_desks_offline_give_different_day_numbers(small_world: World) -> None:
    people = [small_world.person(f"Mensch{n}, A") for n in range(4)]
    for person in people:
        small_world.booked(person)
    one, other = small_world.place(), small_world.place()
    numbers = [admitted(one, people[0].id), admitted(one, people[1].id)]
    numbers += [admitted(other, people[2].id), admitted(other, people[3].id)]
    assert [each.day_number for each in numbers] == ["1-001", "1-002", "2-001", "2-002"]


def test_58_a_taken_back_number_is_not_given_again(small_world: World) -> None:
    people = [small_world.person(f"Mensch{n}, A") for n in range(2)]
    for person in people:
        small_world.booked(person)
    place = small_world.place()
    place.desk.undo(admitted(place, people[0].id).encounter_id)
    place.sync()
    place.restart()
    assert admitted(place, people[1].id).day_number == "1-002"


def test_60_who_leaves_without_a_dose_is_a_fact_everywhere(world: World) -> None:
    person = world.person()
    world.booked(person)
    place, other = world.place(), world.place()
    admission = admitted(place, person.id)
    world.settle()
    world.wall.go_on(minutes=30)
    assert other.desk.left(admission.encounter_id, "wartet nicht länger").done
    world.settle()
    world.assert_all_equal()
    for each in (place, other):
        card = each.desk.card(person.id)
        assert card.arrival is not None
        assert card.arrival.answer is Answer.LEFT
        assert card.arrival.encounter is not None
        assert card.arrival.encounter.outcome is Outcome.LEFT_BEFORE_DOSE
        assert card.arrival.encounter.left_at == at("10:10")
    back = place.desk.admit(person.id, None, readmission_reason="ist zurück")
    assert isinstance(back, Admission)


def test_a_paper_check_in_does_not_beat_a_scanned_one(small_world: World) -> None:
    from empfang.commands.visit import CheckIn  # noqa: PLC0415 - paper has no desk function yet

    person = small_world.person()
    appointment = small_world.booked(person)
    scanned, paper = small_world.place(), small_world.place()
    kept = admitted(scanned, person.id)
    fact: Fact = CheckIn(
        encounter_id="from-paper", person_id=person.id, appointment_id=appointment.id, centre_id="KL",
        day=small_world.wall.moment.date(), day_number="2-001",
    )  # fmt: skip
    with paper.store.writing() as writing:
        writing.record(fact, Stamp(paper.id, "op-1", at("08:00"), at("12:00"), Source.PAPER))
    for place in (paper, scanned):
        place.push()
    small_world.settle()
    small_world.assert_all_equal()
    standing = {visit.id: visit.state for visit in visits(paper)}
    assert standing == {kept.encounter_id: EncounterState.ACTIVE, "from-paper": EncounterState.SUPERSEDED}
