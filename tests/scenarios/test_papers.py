"""Papers, guardians, a doctor's word, groups, and people without an appointment (checkin.md 4, 14-16, 50, 57)."""

from datetime import timedelta
from typing import cast

import pytest

from empfang.commands.centre_day import PlanDay
from empfang.commands.papers import AddProof
from empfang.commands.person import DeleteRegistration, RegisterPerson
from empfang.commands.visit import CheckIn, walk_in_id
from empfang.desk import Admission, Card, Declined, PaperNote, RowState
from empfang.ids import new_id
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Centre,
    CentreDay,
    Conflict,
    DoseKind,
    Encounter,
    Operator,
    Outcome,
    Person,
    Proof,
    ProofKind,
    ProofState,
    Role,
)
from empfang.protocol import Status
from empfang.rules.arrival import Answer
from empfang.rules.papers import PaperState
from tests.times import DAY, at
from tests.world import Place, World

BOTH_SIGN = "present_and_both_sign_for_all_minors_when_walk_in signs_for_under_16"


def centre(world: World, **fields: object) -> None:
    """Kaiserslautern with other rules of its own."""
    world.put(Centre(id="KL", name="Landesimpfzentrum Kaiserslautern", early_minutes=10, **fields))


def coordinator(world: World, place: Place) -> None:
    """Somebody with the right to set what holds today sits down."""
    world.put(Operator(id="op-2", name="Weber, Ines", role=Role.COORDINATOR, centre_ids=("KL",)))
    place.sync()
    place.desk.sign_in("op-2")


def declined(result: Admission | Declined) -> Card:
    assert isinstance(result, Declined)
    return result.card


def admitted(result: Admission | Declined) -> Admission:
    assert isinstance(result, Admission)
    return result


def noted(place: Place, person: Person, kind: ProofKind, state: ProofState = ProofState.SHOWN, how: str = "") -> None:
    """The clerk notes something about a paper."""
    place.desk.note_papers(person.id, [PaperNote(kind, state, how)])


def blocked(card: Card) -> list[ProofKind]:
    return [paper.kind for paper in card.blocked_by]


# Papers


def test_16_a_paper_that_is_missing_keeps_out_until_it_is_there(world: World) -> None:
    person = world.person()
    world.booked(person)
    place = world.place()
    noted(place, person, ProofKind.CONSENT, ProofState.MISSING)
    card = declined(place.desk.admit(person.id, None))
    assert (card.arrival and card.arrival.answer, blocked(card)) == (Answer.ADMIT, [ProofKind.CONSENT])
    place.sync()
    other = world.place()
    assert blocked(declined(other.desk.scan(cast(Appointment, other.records(Appointment)[0]).code))) == [
        ProofKind.CONSENT
    ]
    noted(other, person, ProofKind.CONSENT)
    assert admitted(other.desk.admit(person.id, None)).papers
    other.sync()
    place.sync()
    world.assert_all_equal()
    assert len(place.records(Proof)) == 2, "what was said before stays"


def test_16_a_mistaken_note_is_taken_back(small_world: World) -> None:
    person = small_world.person()
    small_world.booked(person)
    place = small_world.place()
    noted(place, person, ProofKind.CONSENT, ProofState.MISSING)
    noted(place, person, ProofKind.CONSENT, ProofState.WITHDRAWN)
    states = {paper.kind: paper.state for paper in admitted(place.desk.admit(person.id, None)).papers}
    assert states[ProofKind.CONSENT] is PaperState.OPEN


def test_16_no_booklet_is_never_a_reason(small_world: World) -> None:
    person = small_world.person()
    small_world.booked(person, dose_kind=DoseKind.BOOSTER)
    place = small_world.place()
    noted(place, person, ProofKind.EARLIER_DOSES, ProofState.MISSING)
    admitted(place.desk.admit(person.id, None))


def test_a_note_of_yesterday_says_nothing_today_but_earlier_doses_were_seen(small_world: World) -> None:
    person = small_world.person()
    small_world.booked(person, day=DAY + timedelta(days=1), dose_kind=DoseKind.SECOND)
    place = small_world.place()
    noted(place, person, ProofKind.IDENTITY)
    noted(place, person, ProofKind.EARLIER_DOSES, how="booklet")
    small_world.wall.go_on(days=1)
    card = place.desk.card(person.id)
    states = {paper.kind: paper.state for paper in card.papers}
    assert (states[ProofKind.IDENTITY], states[ProofKind.EARLIER_DOSES]) == (PaperState.OPEN, PaperState.SHOWN)


def test_the_last_note_counts_in_whatever_order_they_arrive(world: World) -> None:
    person = world.person()
    world.booked(person)
    one, other = world.place(), world.place()
    noted(one, person, ProofKind.IDENTITY, ProofState.MISSING)
    world.wall.go_on(minutes=1)
    noted(other, person, ProofKind.IDENTITY, how="passport")
    other.sync()
    one.sync()
    other.sync()
    world.assert_all_equal()
    for place in (one, other):
        [identity] = [paper for paper in place.desk.card(person.id).papers if paper.kind is ProofKind.IDENTITY]
        assert identity.state is PaperState.SHOWN


def test_15_a_minor_needs_what_the_centre_asks_of_guardians_or_the_doctors_word(world: World) -> None:
    centre(world, guardian=BOTH_SIGN)
    child = world.person("Kaya, Deniz", born="2008-03-03")
    world.booked(child)
    place = world.place()
    card = declined(place.desk.admit(child.id, None))
    assert blocked(card) == [ProofKind.GUARDIAN]
    [guardian] = card.blocked_by
    assert guardian.guardian is not None
    assert (guardian.guardian.present, guardian.guardian.signatures) == (False, 1)
    noted(place, child, ProofKind.DOCTOR, how="Dr. Weber")
    admitted(place.desk.admit(child.id, None))
    place.sync()
    world.assert_all_equal()


@pytest.mark.parametrize(("born", "asked"), [("2005-12-16", True), ("2003-12-15", False), ("2004-12-15", True)])
def test_15_the_age_is_that_of_the_day(small_world: World, born: str, asked: bool) -> None:
    centre(small_world, guardian="signs_for_all_minors")
    person = small_world.person("Kaya, Deniz", born=born)
    small_world.booked(person)
    place = small_world.place()
    card = place.desk.card(person.id)
    assert (ProofKind.GUARDIAN in {paper.kind for paper in card.papers}) is asked


# Groups


def test_57_of_a_group_of_four_three_come_in_and_the_missing_paper_is_named(world: World) -> None:
    centre(world, guardian="signs_for_under_16")
    years = {"Anna": 1980, "Bernd": 1979, "Clara": 1990, "Dirk": 2010}
    people = {name: world.person(f"Ott, {name}", born=f"{year}-05-05") for name, year in years.items()}
    for person in people.values():
        world.booked(person, party_id="party")
    place = world.place()
    card = place.desk.card(people["Anna"].id)
    assert [(each.given, each.may_come_in) for each in card.group] == [
        ("Anna", True), ("Bernd", True), ("Clara", True), ("Dirk", False),
    ]  # fmt: skip
    here = [each for each in card.group if each.given in {"Anna", "Bernd", "Dirk"}]
    admissions, refused = place.desk.admit_all(here)
    assert [each.given for each in admissions] == ["Anna", "Bernd"]
    assert [blocked(each.card) for each in refused] == [[ProofKind.GUARDIAN]]
    noted(place, people["Dirk"], ProofKind.GUARDIAN, how="in_writing")
    admitted(place.desk.admit(people["Dirk"].id, None))
    again = place.desk.card(people["Clara"].id)
    assert [(each.given, each.is_in) for each in again.group] == [
        ("Anna", True), ("Bernd", True), ("Clara", False), ("Dirk", True),
    ]  # fmt: skip
    [row] = [row for row in place.desk.search("ott clara") if row.given == "Clara"]
    assert row.state is RowState.OPEN
    place.sync()
    world.assert_all_equal()


# Without an appointment


def walked_in(place: Place) -> list[tuple[AppointmentStatus, str, object]]:
    found = [cast(Appointment, each) for each in place.records(Appointment)]
    return [(each.status, each.origin, each.start) for each in found if each.origin == "walk-in"]


def test_14_on_the_waiting_list_the_centres_hours_decide(world: World) -> None:
    centre(world, walk_in=("2021-12-15 15:00-19:00",))
    person = world.person()
    world.put(Appointment(id="w", person_id=person.id, centre_id="KL", status=AppointmentStatus.WAITLIST,
                          waiting_since=at("08:00")))  # fmt: skip
    place = world.place()
    card = declined(place.desk.walk_in(person.id))
    assert card.walk_in is not None
    assert card.walk_in.next is not None
    assert (card.walk_in.now, card.walk_in.next[0].strftime("%H:%M")) == (False, "15:00")
    world.wall.set("15:10")
    admission = admitted(place.desk.walk_in(person.id))
    assert (admission.walk_in, admission.day_number) == (True, "1-001")
    assert walked_in(place) == [(AppointmentStatus.CHECKED_IN, "walk-in", at("15:10"))]
    place.sync()
    world.assert_all_equal()
    assert place.desk.undo(admission.encounter_id).done
    assert [status for status, _, _ in walked_in(place)] == [AppointmentStatus.ENTERED_IN_ERROR]
    again = admitted(place.desk.walk_in(person.id))
    assert again.day_number == "1-002"
    place.sync()
    world.assert_all_equal()


def test_4_whose_appointment_is_cancelled_may_come_in_for_a_reason(world: World) -> None:
    person = world.person()
    world.booked(person, status=AppointmentStatus.CANCELLED, cancelled_at=at("07:00"))
    place = world.place()
    assert declined(place.desk.walk_in(person.id)).walk_in is not None
    admitted(place.desk.walk_in(person.id, "Leitung hat zugestimmt"))
    [visit] = [cast(Encounter, each) for each in place.records(Encounter)]
    assert visit.exception == "Leitung hat zugestimmt"
    place.sync()
    world.assert_all_equal()


def test_two_desks_let_the_same_person_in_without_an_appointment_and_one_counts(world: World) -> None:
    person = world.person(registered_centre_id="KL")
    centre(world, walk_in=("2021-12-15 08:00-19:00",))
    one, other = world.place(), world.place()
    first = admitted(one.desk.walk_in(person.id))
    world.wall.go_on(minutes=3)
    admitted(other.desk.walk_in(person.id))
    other.sync()
    one.sync()
    other.sync()
    world.assert_all_equal()
    assert [(status, start) for status, _, start in walked_in(one)] == [(AppointmentStatus.CHECKED_IN, at("09:40"))]
    [conflict] = [cast(Conflict, each) for each in one.records(Conflict)]
    assert conflict.conflict_kind == "double_check_in"
    standing = [cast(Encounter, each) for each in one.records(Encounter)]
    assert [each.id for each in standing if each.superseded_by_id is None] == [first.encounter_id]


def test_somebody_unknown_who_walks_in_is_registered_and_admitted_offline(world: World) -> None:
    centre(world, walk_in=("2021-12-15 08:00-19:00",))
    place = world.place()
    person_id = place.desk.register_person({"family": "Neu", "given": "Nora", "birth_date": "1980-01-01"})
    admitted(place.desk.walk_in(person_id))
    place.sync()
    world.assert_all_equal()
    assert [status for status, _, _ in walked_in(place)] == [AppointmentStatus.CHECKED_IN]


def test_an_appointment_made_by_coming_has_the_id_that_every_desk_would_give() -> None:
    with pytest.raises(ValueError, match="every desk"):
        CheckIn(encounter_id="e", person_id="p", appointment_id="own", centre_id="KL", day=DAY, day_number="1-001",
                walk_in=True)  # fmt: skip
    assert walk_in_id("KL", "p", DAY) != walk_in_id("DA", "p", DAY)


# What holds today


def test_10_a_coordinator_lifts_the_tolerance_for_today_on_every_desk(world: World) -> None:
    person = world.person()
    world.booked(person, "11:00")
    place, other = world.place(), world.place()
    assert place.desk.plan_today(early_minutes=120).code == "not_allowed"
    assert declined(place.desk.admit(person.id, None)).arrival is not None
    coordinator(world, place)
    assert place.desk.plan_today(early_minutes=120).done
    place.sync()
    other.sync()
    admitted(other.desk.admit(person.id, None))
    world.wall.go_on(days=1)
    late = world.person("Ott, Werner")
    world.booked(late, "11:00", day=DAY + timedelta(days=1))
    other.sync()
    card = declined(other.desk.admit(late.id, None))
    assert card.arrival is not None
    assert card.arrival.answer is Answer.TOO_EARLY, "only for that day"


def test_the_later_word_about_a_day_counts_on_every_desk(world: World) -> None:
    one, other = world.place(), world.place()
    for place in (one, other):
        coordinator(world, place)
    one.desk.plan_today(early_minutes=15, lanes={"1": ["Comirnaty"]})
    world.wall.go_on(minutes=1)
    other.desk.plan_today(early_minutes=45)
    other.sync()
    one.sync()
    other.sync()
    plans = [cast(CentreDay, place.records(CentreDay)[0]) for place in (one, other)]
    assert [(plan.early_minutes, plan.lanes) for plan in plans] == [(45, {"1": ("Comirnaty",)})] * 2


def test_50_without_the_right_it_is_set_aside_at_the_service(world: World) -> None:
    place = world.place()
    place.desk._record(PlanDay(centre_id="KL", day=DAY, values={"early_minutes": 120}))
    [verdict] = place.push().verdicts
    assert (verdict.status, verdict.code) == (Status.QUARANTINED, "not_allowed")
    place.pull()
    assert place.records(CentreDay) == []
    assert place.desk.shift().to_deal_with == 1


def test_what_was_booked_and_is_not_given_today_is_asked_about(world: World) -> None:
    person = world.person(needs=("wheelchair",))
    world.booked(person)
    centre(world, lane_of_need={"wheelchair": 2})
    place = world.place()
    assert place.desk.card(person.id).lane == 2
    coordinator(world, place)
    place.desk.plan_today(lanes={"1": ["Spikevax"], "2": ["Spikevax"]})
    card = declined(place.desk.admit(person.id, None))
    assert card.given_today == ("Spikevax",)
    declined(place.desk.scan(cast(Appointment, place.records(Appointment)[0]).code))
    admission = admitted(place.desk.admit(person.id, None, vaccine="Spikevax"))
    assert admission.lane == 2
    [visit] = [cast(Encounter, each) for each in place.records(Encounter)]
    assert (visit.vaccine, visit.lane) == ("Spikevax", 2)
    place.sync()
    world.assert_all_equal()


# The doctor


def test_whom_a_doctor_sends_back_is_not_expected_and_may_come_again(world: World) -> None:
    person = world.person()
    world.booked(person)
    place = world.place()
    admission = admitted(place.desk.admit(person.id, None))
    world.wall.go_on(minutes=20)
    assert place.desk.postpone(admission.encounter_id, "anderer Tag").done
    card = place.desk.card(person.id)
    assert card.arrival is not None
    assert card.arrival.answer is Answer.LEFT
    assert card.line is not None
    assert card.line.visit is not None
    assert card.line.visit.outcome is Outcome.POSTPONED
    admitted(place.desk.admit(person.id, None, readmission_reason="wieder da"))
    place.sync()
    world.assert_all_equal()


@pytest.mark.parametrize("first", ["postpone", "left"])
def test_of_leaving_and_being_sent_back_the_earlier_counts(world: World, first: str) -> None:
    person = world.person()
    world.booked(person)
    one, other = world.place(), world.place()
    admission = admitted(one.desk.admit(person.id, None))
    one.sync()
    other.sync()
    ways = {"postpone": Outcome.POSTPONED, "left": Outcome.LEFT_BEFORE_DOSE}
    second = next(way for way in ways if way != first)
    getattr(one.desk, first)(admission.encounter_id, "a")
    world.wall.go_on(minutes=1)
    getattr(other.desk, second)(admission.encounter_id, "b")
    other.sync()
    one.sync()
    other.sync()
    world.assert_all_equal()
    assert cast(Encounter, one.records(Encounter)[0]).outcome is ways[first]


# Further bookings


def test_a_further_booking_is_named_also_under_another_spelling(world: World) -> None:
    person = world.person("Müller, Hannelore", born="1941-02-04")
    twin = world.person("Mueller, Hannelore", born="1941-02-04")
    stranger = world.person("Ott, Werner", born="1941-02-04")
    world.booked(person)
    own = world.booked(person, "13:00", day=DAY + timedelta(days=2))
    others = world.booked(twin, "13:20")
    world.booked(stranger, "13:25")
    place = world.place()
    card = place.desk.card(person.id)
    assert [(each.appointment_id, each.same_entry) for each in card.further] == [(others.id, False), (own.id, True)]
    assert place.desk.cancel(card.further[0].appointment_id).done
    assert [each.appointment_id for each in place.desk.card(person.id).further] == [own.id]


def test_the_other_one_of_a_pair_is_no_further_booking(small_world: World) -> None:
    person = small_world.person()
    small_world.booked(person, series_id="s", dose_kind=DoseKind.FIRST)
    small_world.booked(person, day=DAY + timedelta(days=21), series_id="s", dose_kind=DoseKind.SECOND)
    assert small_world.place().desk.card(person.id).further == ()


# Deleting


def test_deleting_a_registration_takes_the_papers_along(world: World) -> None:
    person = world.person()
    world.booked(person)
    place = world.place()
    noted(place, person, ProofKind.IDENTITY, how="passport")
    place.sync()
    place.desk._record(DeleteRegistration(person_id=person.id, centre_id="KL"))
    place.sync()
    assert place.records(Proof) == []
    assert world.state()["proof"] == []


def test_a_paper_of_somebody_not_yet_known_there_is_noted_when_they_are(world: World) -> None:
    """After a restore one desk brings the paper, another one the person."""
    one, other = world.place(), world.place()
    payload = AddProof(proof_id=new_id(), person_id="p-late", centre_id="KL", day=DAY, proof_kind=ProofKind.IDENTITY)
    one.desk._record(payload)
    [verdict] = one.push().verdicts
    assert verdict.code == "person_unknown"
    other.desk._record(RegisterPerson(person_id="p-late", centre_id="KL", person={"family": "Spät"}))
    other.push()
    assert [each.id for each in world.state()["proof"]] == [payload.proof_id]
