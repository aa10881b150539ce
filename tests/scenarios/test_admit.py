"""checkin.md 1-3, 5-13, 17: finding and deciding, at the level of desk and service."""

from datetime import timedelta

import pytest

from empfang.desk import Admission, Declined, RowState
from empfang.model import AppointmentStatus, DoseKind, Encounter, Person, ProofKind, Source
from empfang.rules.arrival import Answer
from empfang.rules.papers import PaperState
from empfang.rules.query import impossible_date
from empfang.screens.faces import face_of
from tests.times import DAY, at
from tests.world import Place, World


def answer(result: Admission | Declined) -> Answer | None:
    assert isinstance(result, Declined)
    return result.card.arrival.answer if result.card.arrival else None


def test_1_a_valid_code_of_today_admits_with_name_and_one_command_unsent(world: World) -> None:
    world.booked(world.person("Meier, Hannelore"), "09:40", code="KL-HANP-Y95H")
    place = world.place()
    admitted = place.desk.scan("KL-HANP-Y95H")
    assert isinstance(admitted, Admission)
    assert (admitted.family, admitted.given, admitted.day_number) == ("Meier", "Hannelore", "1-001")
    open_ones = [paper.kind for paper in admitted.papers if paper.state is PaperState.OPEN]
    assert open_ones == [
        ProofKind.IDENTITY, ProofKind.EARLIER_DOSES, ProofKind.INFORMATION, ProofKind.CONSENT,
    ]  # fmt: skip
    assert place.unsent() == 1
    place.sync()
    assert place.unsent() == 0
    world.assert_all_equal()
    [visit] = place.records(Encounter)
    assert isinstance(visit, Encounter)
    assert (visit.source, visit.arrived_at) == (Source.SCAN, at("09:40"))


@pytest.mark.parametrize(
    "typed", ["kl-hanp-y95h", "KLHANPY95H", " kl hanp y95h ", "KL_HANP_Y95H", "]Q3KL-HANP-Y95H", "]C1klhanpy95h"]
)
def test_2_the_code_in_any_writing_is_the_same(small_world: World, typed: str) -> None:
    small_world.booked(small_world.person(), code="KL-HANP-Y95H")
    place = small_world.place()
    assert place.desk.is_code(typed)
    assert isinstance(place.desk.scan(typed), Admission)


def test_2_the_scanners_own_prefix_is_dropped(small_world: World) -> None:
    small_world.booked(small_world.person(), code="KL-HANP-Y95H")
    place = small_world.place()
    from empfang.desk import Desk  # noqa: PLC0415 - with a setting of its own

    desk = Desk(place.store, small_world.wall.clock, scanner_prefix="~~")
    assert isinstance(desk.scan("~~KL-HANP-Y95H"), Admission)


def test_3_an_unknown_code_is_not_found_and_nothing_is_stored(world: World) -> None:
    world.booked(world.person())
    place = world.place()
    before = place.state()
    result = place.desk.scan("KL-NOBO-DY00")
    assert isinstance(result, Declined)
    assert result.card.arrival is None
    assert place.state() == before
    assert place.unsent() == 0


def test_5_one_of_a_pair_cancelled_the_live_one_decides(world: World) -> None:
    person = world.person()
    cancelled = world.booked(
        person, "09:30", code="KL-CANC-ELED", series_id="s", dose_kind=DoseKind.FIRST,
        status=AppointmentStatus.CANCELLED, cancelled_at=at("08:00"),
    )  # fmt: skip
    live = world.booked(person, "09:40", series_id="s", dose_kind=DoseKind.SECOND)
    place = world.place()
    admitted = place.desk.scan(cancelled.code)
    assert isinstance(admitted, Admission)
    [visit] = place.records(Encounter)
    assert isinstance(visit, Encounter)
    assert visit.appointment_id == live.id


def test_6_another_day_says_which_and_offers_to_move_with_the_effect_on_the_pair(world: World) -> None:
    person = world.person()
    friday = DAY + timedelta(days=2)
    old = world.booked(person, "10:00", day=friday, series_id="s", dose_kind=DoseKind.FIRST)
    second = world.booked(person, "10:00", day=DAY + timedelta(days=30), series_id="s", dose_kind=DoseKind.SECOND)
    free = world.slot("10:20", capacity=1)
    place = world.place()
    result = place.desk.scan(old.code)
    assert answer(result) is Answer.OTHER_DAY
    assert isinstance(result, Declined)
    card = result.card
    assert card.line is not None
    assert card.line.at == at("10:00", friday).astimezone(card.line.at.tzinfo if card.line.at else None)
    assert card.move is not None
    assert (card.move.slot_id, card.move.free, card.move.pair_fits) == (free.id, 1, True)
    assert card.move.pair_at == second.start

    request = place.desk.move(old.id, card.move)
    assert request is not None
    assert place.desk.request_state(request).granted is None
    place.sync()
    assert place.desk.request_state(request).granted is True
    moved = place.desk.card(person.id)
    assert moved.arrival is not None
    assert moved.arrival.answer is Answer.TOO_EARLY
    world.wall.set("10:15")
    assert isinstance(place.desk.admit(person.id, None), Admission)
    states = {line.appointment.id: line.appointment.status for line in (moved.line, *moved.others) if line}
    assert states[old.id] is AppointmentStatus.CANCELLED
    assert states[second.id] is AppointmentStatus.BOOKED


def test_6_without_room_today_nothing_is_offered(small_world: World) -> None:
    full = small_world.slot("10:20", capacity=1)
    small_world.booked(small_world.person("Ott, Werner"), "10:20", slot_id=full.id, contingent_id="KL:online")
    old = small_world.booked(small_world.person(), "10:00", day=DAY + timedelta(days=2))
    place = small_world.place()
    result = place.desk.scan(old.code)
    assert isinstance(result, Declined)
    assert result.card.move is None


def test_7_another_centre_says_which_and_shows_no_other_data(world: World) -> None:
    person = world.person("Meier, Hannelore", registered_centre_id="KL")
    elsewhere = world.booked(person, "09:40", centre_id="DA", code="DA-HANP-Y95H")
    place = world.place()
    result = place.desk.scan(elsewhere.code)
    assert answer(result) is Answer.OTHER_CENTRE
    assert isinstance(result, Declined)
    [row] = place.desk.search("meier")
    assert (row.state, row.at) == (RowState.OTHER_CENTRE, None)
    assert result.card.centre_name == "Impfzentrum Darmstadt"
    assert result.card.person is None
    assert result.card.line is None


def test_7_a_person_of_another_centre_is_not_known_here(world: World) -> None:
    elsewhere = world.booked(world.person("Fremd, Fritz"), centre_id="DA", code="DA-HANP-Y95H")
    place = world.place()
    result = place.desk.scan(elsewhere.code)
    assert isinstance(result, Declined)
    assert result.card.arrival is None
    assert place.desk.search("fremd") == []


def test_8_two_that_overlap_are_asked_about(small_world: World) -> None:
    person = small_world.person()
    one = small_world.booked(person, "09:40")
    other = small_world.booked(person, "09:45")
    place = small_world.place()
    result = place.desk.admit(person.id, None)
    assert answer(result) is Answer.CHOOSE
    assert isinstance(result, Declined)
    assert {line.appointment.id for line in result.card.choices} == {one.id, other.id}
    assert isinstance(place.desk.admit(person.id, other.id), Admission)


def test_8_one_code_for_two_people_is_asked_about(small_world: World) -> None:
    for name in ("Kaya, Emine", "Kaya, Deniz"):
        small_world.booked(small_world.person(name), code="KL-SAME-CODE")
    place = small_world.place()
    result = place.desk.scan("KL-SAME-CODE")
    assert answer(result) is Answer.CHOOSE
    assert place.unsent() == 0


def test_9_of_two_that_do_not_overlap_the_one_valid_now(small_world: World) -> None:
    person = small_world.person()
    morning = small_world.booked(person, "09:00")
    evening = small_world.booked(person, "17:00")
    place = small_world.place()
    for clock, expected in (("09:05", morning), ("16:55", evening)):
        small_world.wall.set(clock)
        card = place.desk.card(person.id)
        assert card.arrival is not None
        assert card.arrival.answer is Answer.ADMIT
        assert expected.same_as(card.arrival.appointment)


def test_9_in_between_the_next_one_is_named(small_world: World) -> None:
    person = small_world.person()
    small_world.booked(person, "09:00")
    evening = small_world.booked(person, "17:00")
    place = small_world.place()
    small_world.wall.set("13:00")
    card = place.desk.card(person.id)
    assert card.arrival is not None
    assert card.arrival.answer is Answer.TOO_EARLY
    assert evening.same_as(card.arrival.appointment)


@pytest.mark.parametrize(
    ("clock", "expected"),
    [("09:25", Answer.TOO_EARLY), ("09:29", Answer.TOO_EARLY), ("09:30", Answer.ADMIT), ("09:31", Answer.ADMIT)],
)
def test_10_fifteen_minutes_early_no_nine_yes_at_ten_of_tolerance(
    small_world: World, clock: str, expected: Answer
) -> None:
    person = small_world.person()
    small_world.booked(person, "09:40")
    place = small_world.place()
    small_world.wall.set(clock)
    card = place.desk.card(person.id)
    assert card.arrival is not None
    assert card.arrival.answer is expected
    if expected is Answer.TOO_EARLY:
        assert card.possible_from is not None
        assert card.possible_from.strftime("%H:%M") == "09:30"


def test_11_too_late_is_admitted_and_marked_late(small_world: World) -> None:
    person = small_world.person()
    first = small_world.booked(person, "09:40")
    other = small_world.person("Kaya, Emine")
    second = small_world.booked(other, "10:05")
    place = small_world.place()
    small_world.wall.set("11:31")
    late, in_time = (place.desk.admit(each.person_id, each.id) for each in (first, second))
    assert isinstance(late, Admission)
    assert isinstance(in_time, Admission)
    assert (late.late, in_time.late) == (True, False)
    place.sync()
    assert {each.person_id: each.late for each in encounters(place)} == {person.id: True, other.id: False}


def test_12_who_has_no_name_is_known_by_whoever_booked_with_them_or_by_an_address(small_world: World) -> None:
    nameless = small_world.person("", email="familie.kaya@example.net")
    small_world.booked(nameless, "09:40", code="KL-NAME-LESS", party_id="party-7")
    alone = small_world.person("", id="p-alone", phones=({"number": "+4917655512345", "kind": "mobile"},))
    small_world.booked(alone, "09:40", code="KL-ALNE-2222")
    place = small_world.place()
    assert contact_shown(place, nameless) == ("(ohne Namen)", "Kontakt: familie.kaya@example.net")
    small_world.booked(small_world.person("Kaya, Emine"), "09:40", party_id="party-7")
    place.sync()
    assert contact_shown(place, nameless) == ("(ohne Namen)", "Kontakt: KAYA, Emine")
    assert contact_shown(place, alone) == ("(ohne Namen)", "Kontakt: 0176 55512345")
    assert isinstance(place.desk.scan("KL-NAME-LESS"), Admission), "nobody is sent home for a record without a name"


def contact_shown(place: Place, person: Person) -> tuple[str, str]:
    face = face_of(place.desk.card(person.id), DAY, "Empfang 1")
    return face.title, face.facts[0]


def test_13_a_wish_without_an_answer_is_no_appointment_yet_and_what_can_be_done_is_offered(small_world: World) -> None:
    person = small_world.person(registered_centre_id="KL")
    slot = small_world.slot("09:40", capacity=1)
    place = small_world.place()
    place.desk.book(person.id, slot.id, "KL:online", DoseKind.BOOSTER)
    card = place.desk.card(person.id)
    assert card.arrival is not None
    assert card.arrival.answer is Answer.PENDING
    assert card.line is not None
    assert answer(place.desk.admit(person.id, card.line.appointment.id)) is Answer.PENDING
    assert encounters(place) == []
    face = face_of(card, DAY, "Empfang 1")
    assert face.actions, "the clerk can do something"
    assert all(face.steps), "and is told what"
    place.sync()
    assert isinstance(place.desk.admit(person.id, card.line.appointment.id), Admission), "granted: admitted as booked"


@pytest.mark.parametrize("typed", ["meier 29.2.2017", "31.2.1941", "31.4.41", "0.5.1950", "12.13.1950"])
def test_17_an_impossible_birth_date_is_asked_for_again(typed: str) -> None:
    assert impossible_date(typed) == typed.rsplit(maxsplit=1)[-1]


@pytest.mark.parametrize("typed", ["29.2.2016", "29.2.00", "1.2.41", "31.2.", "2.1941", "0176-12-12", "meier"])
def test_17_what_may_be_a_date_or_is_none_is_searched(typed: str) -> None:
    assert impossible_date(typed) is None


def encounters(place: Place) -> list[Encounter]:
    return [each for each in place.records(Encounter) if isinstance(each, Encounter)]
