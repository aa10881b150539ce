"""Calls: new callers with a pair, a family in one go, what the service refuses, and what waits without a network."""

from datetime import date, timedelta

import pytest

from empfang.desk import Draft, ToBook
from empfang.ids import derived_id
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Centre,
    Communication,
    Contingent,
    DoseKind,
    MessageState,
    Person,
    Slot,
    moment_text,
)
from empfang.rules.dose_entry import Entered
from tests.times import DAY, at
from tests.world import Place, World

KAYA = {
    "family": "Kaya",
    "given": "Emine",
    "birth_date": date(1958, 8, 12),
    "street": "Lindenweg",
    "house_number": "14",
    "postal_code": "46282",
    "town": "Dorsten",
    "district": "05562",
    "phones": ({"number": "+4917604069020", "kind": "mobile"},),
}
NONE = Entered(none=True)
DORSTEN = Centre(
    id="DOR",
    name="Impfzentrum Dorsten",
    jurisdiction="DE-NW",
    district="05562",
    catchment=("05562",),
    slot_minutes=10,
)
PHONE = Contingent(id="DOR:phone", centre_id="DOR", name="phone")
ONLINE = Contingent(id="DOR:online", centre_id="DOR", name="online")


def slot(day: date, time: str, places: int = 2, vaccine: str = "Comirnaty") -> Slot:
    """Places by phone, and as many online."""
    start = at(time, day)
    return Slot(
        id=derived_id("slot", "DOR", moment_text(start), vaccine),
        centre_id="DOR",
        start=start,
        minutes=10,
        vaccine=vaccine,
        capacity={PHONE.id: places, ONLINE.id: places},
    )


@pytest.fixture
def dorsten(world: World) -> Place:
    """A telephone at Dorsten, with places on four weeks' days."""
    slots = [slot(DAY + timedelta(days=ahead), time) for ahead in range(1, 36) for time in ("10:00", "15:00")]
    world.put(DORSTEN, PHONE, ONLINE, *slots)
    return world.place("DOR")


def booked(world: World) -> list[Appointment]:
    """At the service, in order of time."""
    found = [each for each in world.state()["appointment"] if isinstance(each, Appointment)]
    return sorted((each for each in found if each.status is AppointmentStatus.BOOKED), key=lambda each: str(each.start))


def test_a_new_caller_gets_a_pair_whose_interval_the_rules_allow(world: World, dorsten: Place) -> None:
    options = dorsten.desk.hotline.options(Draft(fields=KAYA, doses=NONE))
    assert options.kind is DoseKind.FIRST
    day = options.first_day()
    assert day == DAY + timedelta(days=1)
    offer = options.on(day, pair=True)[0]
    assert offer.second is not None
    assert offer.second.at.date() >= day + timedelta(weeks=3)
    assert offer.second.at.time() == offer.first.at.time()
    asked = dorsten.desk.hotline.ask([ToBook(Draft(fields=KAYA, doses=NONE), options.kind, offer)])
    waiting = dorsten.desk.hotline.answer(asked)
    assert waiting.state.granted is None
    assert [each.appointment.status for each in waiting.people[0].held] == [AppointmentStatus.PENDING] * 2
    dorsten.sync()
    answer = dorsten.desk.hotline.answer(asked)
    assert answer.state.granted
    [kaya] = answer.people
    assert [each.appointment.status for each in kaya.held] == [AppointmentStatus.BOOKED] * 2
    assert {each.code for each in booked(world)} == {kaya.code}
    assert answer.message is not None
    assert (answer.message.channel, answer.message.state) == ("sms", MessageState.WAITING)
    assert len(answer.message.appointment_ids) == 2


def test_what_is_taken_and_what_is_asked_for_is_not_offered_again(world: World, dorsten: Place) -> None:
    day = DAY + timedelta(days=1)
    first = dorsten.desk.hotline.options(Draft(fields=KAYA, doses=NONE))
    before = sum(each.free for each in first.times)
    dorsten.desk.hotline.ask([ToBook(Draft(fields=KAYA, doses=NONE), first.kind, first.on(day, pair=True)[0])])
    assert sum(each.free for each in dorsten.desk.hotline.options(Draft(fields=KAYA)).times) == before - 2
    dorsten.sync()
    assert sum(each.free for each in dorsten.desk.hotline.options(Draft(fields=KAYA)).times) == before - 2
    [counted] = [each for each in dorsten.records(Slot) if isinstance(each, Slot) and each.start == at("10:00", day)]
    assert counted.taken == {PHONE.id: 1}


def test_a_family_is_booked_in_one_go_and_gets_one_confirmation(world: World, dorsten: Place) -> None:
    couple = [KAYA, {**KAYA, "given": "Murat", "birth_date": date(1955, 3, 1)}]
    chosen, people = [], []
    for fields in couple:
        draft = Draft(fields=fields, doses=NONE)
        options = dorsten.desk.hotline.options(draft).besides(chosen)
        offer = options.on(DAY + timedelta(days=1), pair=True)[0]
        chosen += offer.times
        people.append(ToBook(draft, options.kind, offer))
    asked = dorsten.desk.hotline.ask(people)
    dorsten.sync()
    answer = dorsten.desk.hotline.answer(asked)
    assert answer.state.granted
    assert [each.person.given for each in answer.people] == ["Emine", "Murat"]
    assert len({each.party_id for each in booked(world)}) == 1
    assert len({each.code for each in booked(world)}) == 2
    [message] = [each for each in world.state()["communication"] if isinstance(each, Communication)]
    assert len(message.appointment_ids) == 4
    assert message.person_id == asked.person_ids[0]


def test_nothing_is_half_booked_when_one_of_a_family_cannot_have_a_place(world: World, dorsten: Place) -> None:
    other = world.place("DOR")
    draft = Draft(fields=KAYA, doses=NONE)
    options = dorsten.desk.hotline.options(draft)
    day = DAY + timedelta(days=1)
    party = []
    for given in ("Ada", "Bela"):
        member = Draft(fields={**KAYA, "given": given}, doses=NONE)
        party.append(ToBook(member, options.kind, options.on(day, pair=True)[0]))
    asked = dorsten.desk.hotline.ask(party)
    rival = Draft(fields={**KAYA, "family": "Ott"}, doses=NONE)
    other.desk.hotline.ask([ToBook(rival, options.kind, options.on(day, pair=True)[0])])
    other.sync()
    dorsten.sync()
    answer = dorsten.desk.hotline.answer(asked)
    assert (answer.state.granted, answer.state.code) == (False, "slot_full")
    assert answer.state.alternatives
    assert len(booked(world)) == 2, "the rival's pair"
    assert [each.held for each in answer.people] == [(), ()], "registered, and nothing marked any more"


def test_without_a_network_registering_works_and_the_request_waits(world: World, dorsten: Place) -> None:
    draft = Draft(fields=KAYA, doses=NONE)
    options = dorsten.desk.hotline.options(draft)
    asked = dorsten.desk.hotline.ask([ToBook(draft, options.kind, options.on(DAY + timedelta(days=1), pair=True)[0])])
    assert dorsten.desk.hotline.answer(asked).state.granted is None
    assert [each.family for each in dorsten.records(Person) if isinstance(each, Person)] == ["Kaya"]
    assert world.state()["person"] == []
    dorsten.sync()
    assert dorsten.desk.hotline.answer(asked).state.granted


def test_who_had_two_doses_is_offered_a_booster_not_before_it_is_due(dorsten: Place) -> None:
    told = dorsten.desk.read_doses("com 1.7. com 10.8.")
    options = dorsten.desk.hotline.options(Draft(fields=KAYA, doses=told))
    assert options.kind is DoseKind.BOOSTER
    assert not options.wants_pair
    assert options.first_day() is not None
    early = dorsten.desk.hotline.options(Draft(fields=KAYA, doses=dorsten.desk.read_doses("com 1.11. com 1.12.")))
    assert early.first_day() is None
    assert early.judged is not None
    assert early.judged.earliest.doctor is not None
    assert early.judged.earliest.doctor.date() == date(2022, 4, 1), "four months: nobody is sent away (R-NRW-08)"


def test_the_online_places_are_not_for_the_phone(dorsten: Place) -> None:
    options = dorsten.desk.hotline.options(Draft(fields=KAYA, doses=NONE))
    assert {each.contingent_id for each in options.times} == {PHONE.id}
    assert [(name, refusal.code) for name, refusal in options.why_not] == [("online", "contingent_way")]


def test_cancelling_frees_both_places_at_once_in_their_own_contingent(world: World, dorsten: Place) -> None:
    draft = Draft(fields=KAYA, doses=NONE)
    options = dorsten.desk.hotline.options(draft)
    asked = dorsten.desk.hotline.ask([ToBook(draft, options.kind, options.on(DAY + timedelta(days=1), pair=True)[0])])
    dorsten.sync()
    page = dorsten.desk.hotline.page(asked.person_ids[0])
    assert page is not None
    assert dorsten.desk.hotline.cancel([each.appointment.id for each in page.held], "krank").done
    dorsten.sync()
    assert booked(world) == []
    assert all(each.taken == {} for each in dorsten.records(Slot) if isinstance(each, Slot))


def test_who_waits_is_put_where_the_rules_put_them(world: World, dorsten: Place) -> None:
    elder = Draft(fields={**KAYA, "birth_date": date(1938, 8, 12)}, doses=NONE)
    assert dorsten.desk.hotline.priority_of(elder) is None
    world.wall.moment = at("10:00", date(2021, 3, 10))
    assert dorsten.desk.hotline.priority_of(elder) == 1
    assert dorsten.desk.hotline.priority_of(Draft(fields={**KAYA, "birth_date": date(1990, 1, 1)}, doses=NONE)) is None
    person_id = dorsten.desk.hotline.wait(elder, DoseKind.FIRST, priority=1)
    dorsten.sync()
    [waiting] = [each for each in world.state()["appointment"] if isinstance(each, Appointment)]
    assert (waiting.person_id, waiting.status, waiting.priority) == (person_id, AppointmentStatus.WAITLIST, 1)


def test_how_long_the_places_last_is_told_from_how_fast_they_go_and_not_forgotten_over_a_restart(
    world: World, dorsten: Place
) -> None:
    world.put(DORSTEN.with_(hotline={"hours": "Mo-Fr 08:00-12:00"}))
    dorsten.sync()
    before = dorsten.desk.hotline.places()
    assert (before.free, before.lasts_until) == (140, None)
    rival = world.place("DOR")
    for _ in range(10):
        options = rival.desk.hotline.options(Draft(fields=KAYA, doses=NONE))
        offer = options.on(options.first_day() or DAY, pair=True)[0]
        rival.desk.hotline.ask([ToBook(Draft(fields=KAYA, doses=NONE), options.kind, offer)])
        rival.sync()
    dorsten.sync()
    after = dorsten.desk.hotline.places()
    assert after.free == 120
    world.wall.moment = at("11:00")
    told = dorsten.desk.hotline.places().lasts_until
    assert told == DAY + timedelta(days=7), "20 went in three of four hours a day: 18 hours more, with a weekend"
    dorsten.restart()
    assert dorsten.desk.hotline.places().lasts_until == told


def test_a_full_disk_does_not_take_the_places_from_the_screen_and_what_went_is_noted_when_it_has_room_again(
    world: World, dorsten: Place
) -> None:
    before = dorsten.desk.hotline.places().free
    rival = world.place("DOR")
    options = rival.desk.hotline.options(Draft(fields=KAYA, doses=NONE))
    offer = options.on(options.first_day() or DAY, pair=True)[0]
    rival.desk.hotline.ask([ToBook(Draft(fields=KAYA, doses=NONE), options.kind, offer)])
    rival.sync()
    dorsten.sync()
    dorsten.store.database.connection.execute("PRAGMA query_only = on")
    assert dorsten.desk.hotline.places().free == before - 2
    assert dorsten.store.meta("places_gone") is None
    dorsten.store.database.connection.execute("PRAGMA query_only = off")
    world.wall.moment += timedelta(minutes=1)
    assert dorsten.desk.hotline.places().free == before - 2
    assert dorsten.store.meta("places_gone") == f'{{"{DAY}": 2}}'


def test_who_is_late_is_still_found_with_their_appointment_that_day(world: World, dorsten: Place) -> None:
    options = dorsten.desk.hotline.options(Draft(fields=KAYA, doses=NONE))
    offer = options.on(DAY + timedelta(days=1), pair=True)[0]
    asked = dorsten.desk.hotline.ask([ToBook(Draft(fields=KAYA, doses=NONE), options.kind, offer)])
    dorsten.sync()
    for moment, number in ((at("10:30", DAY + timedelta(days=1)), 2), (at("08:00", DAY + timedelta(days=2)), 1)):
        world.wall.moment = moment
        page = dorsten.desk.hotline.page(asked.person_ids[0])
        assert page is not None
        assert len(page.held) == number
    assert len(dorsten.desk.hotline.answer(asked).people[0].held) == 1
