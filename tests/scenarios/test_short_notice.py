"""Hessen in July 2021: freed places, a few days ahead, for people who are registered and not yet vaccinated.

Rows D1 to D4 of the mission, through the service as it runs, by the centre's own terms (`empfang/data/centres.toml`).
"""

from datetime import UTC, date, datetime, timedelta
from importlib.resources import as_file, files
from typing import Any

import pytest

from empfang.central.centres import read_centres
from empfang.commands.booking import Book, TakeShortNotice
from empfang.commands.cancelling import CancelAppointment
from empfang.commands.granting import NewAppointment
from empfang.desk import Draft
from empfang.ids import derived_id
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Centre,
    Communication,
    Contingent,
    Deletion,
    DoseKind,
    MessageState,
    Person,
    ReportedDose,
    Slot,
    moment_text,
)
from empfang.protocol import Status, Verdict
from empfang.rules.codes import make_code
from tests.scenarios.test_contradictions import recorded
from tests.scenarios.test_restore import of_kind
from tests.times import BERLIN
from tests.world import Place, World

TUESDAY = date(2021, 7, 20)
PHONE = "DA:phone"
DARMSTADT, DARMSTADT_DIEBURG, FRANKFURT = "06411", "06432", "06412"


def local(day: date, time: str) -> datetime:
    """A moment of the centre's clock."""
    return datetime.fromisoformat(f"{day} {time}").replace(tzinfo=BERLIN).astimezone(UTC)


def hessen(**terms: Any) -> Centre:
    """Darmstadt as it comes with the program; `terms` is what a test wants otherwise."""
    with as_file(files("empfang.data") / "centres.toml") as path:
        [centre] = [each for each in read_centres(path) if each.id == "DA"]
    return centre.with_(**terms)


@pytest.fixture
def hotline(world: World) -> Place:
    """A telephone at Darmstadt on Tuesday, 20 July 2021, at 10."""
    world.wall.moment = local(TUESDAY, "10:00")
    world.put(hessen(), Contingent(id=PHONE, centre_id="DA", name="phone"))
    return world.place("DA")


def slot(world: World, ahead: int, time: str = "11:00", places: int = 1) -> Slot:
    """Places by phone, so many days ahead."""
    start = local(TUESDAY + timedelta(days=ahead), time)
    made = Slot(
        id=derived_id("slot", "DA", moment_text(start), "Comirnaty"), centre_id="DA", start=start,
        vaccine="Comirnaty", capacity={PHONE: places},
    )  # fmt: skip
    world.put(made)
    return made


def registered(world: World, name: str = "Kaya, Emine", *, by: str = "online", **more: Any) -> Person:
    """Somebody of Darmstadt who registered three weeks ago."""
    return world.person(
        name,
        "1979-08-12",
        **{
            "registered_by": by,
            "registered_at": world.wall.moment - timedelta(days=21),
            "registered_centre_id": "DA",
            "district": DARMSTADT,
            "email": "kaya@gmx.example",
            "street": "Lindenweg",
            "house_number": "14",
            "postal_code": "64283",
            **more,
        },
    )


def wanted(person: Person, first: Slot, second: Slot | None = None) -> tuple[NewAppointment, ...]:
    """These places; with a second one they are a pair."""
    series_id = derived_id("series", person.id, first.id) if second is not None else None
    code = make_code("DA", lambda below: len(person.id + first.id) % below)
    places = [(first, DoseKind.FIRST), *([(second, DoseKind.SECOND)] if second is not None else [])]
    return tuple(
        NewAppointment(
            appointment_id=derived_id("wanted", person.id, each.id), person_id=person.id, centre_id="DA",
            slot_id=each.id, contingent_id=PHONE, dose_kind=kind, series_id=series_id, code=code, origin="phone",
        )
        for each, kind in places
    )  # fmt: skip


def says(place: Place, payload: Book | TakeShortNotice) -> Verdict:
    """What the service says to it; every desk has heard of it then."""
    recorded(place, payload)
    [verdict] = place.push().verdicts
    place.pull()
    return verdict


def takes(place: Place, person: Person, first: Slot, second: Slot | None = None) -> Verdict:
    """Somebody takes a place at short notice."""
    return says(place, TakeShortNotice(appointments=wanted(person, first, second)))


def holds(place: Place, person: Person) -> list[datetime]:
    """When this person has appointments, as a desk knows it."""
    return sorted(
        each.start
        for each in of_kind(place, Appointment)
        if each.person_id == person.id and each.status is AppointmentStatus.BOOKED and each.start
    )


def freed(world: World, place: Place, ahead: int = 3) -> Slot:
    """The only place of a time, which somebody had and has cancelled."""
    made = slot(world, ahead)
    other = registered(world, "Ott, Werner", id="ott")
    assert says(place, Book(appointments=wanted(other, made))).status is Status.GRANTED
    [held] = [each for each in of_kind(place, Appointment) if each.person_id == other.id]
    recorded(place, CancelAppointment(appointment_id=held.id, person_id=other.id))
    place.sync()
    return made


def test_what_is_given_up_for_it_does_not_stand_against_it_online_either(world: World, hotline: Place) -> None:
    world.put(Contingent(id="DA:online", centre_id="DA", name="online"))
    friday = slot(world, 3)
    world.put(friday.with_(capacity={"DA:online": 1}))
    kaya = registered(world)
    late = slot(world, 28)
    assert says(hotline, Book(appointments=wanted(kaya, late))).status is Status.GRANTED
    [place] = wanted(kaya, friday)
    online = place.model_copy(update={"contingent_id": "DA:online", "origin": "online"})
    assert says(hotline, Book(appointments=(online,))).code == "has_appointment"
    again = online.model_copy(update={"appointment_id": "again"})
    assert says(hotline, TakeShortNotice(appointments=(again,))).status is Status.GRANTED
    assert holds(hotline, kaya) == [friday.start]


# D1: freed appointments, at most four days ahead, for who is registered and not yet vaccinated


def test_a_freed_place_is_taken_with_its_second_one_confirmed_at_once_and_the_older_pair_is_deleted(
    world: World, hotline: Place
) -> None:
    friday, second = freed(world, hotline, ahead=3), slot(world, 24)
    kaya = registered(world)
    late, late_second = slot(world, 28), slot(world, 49)
    assert says(hotline, Book(appointments=wanted(kaya, late, late_second))).status is Status.GRANTED
    assert holds(hotline, kaya) == [late.start, late_second.start]

    world.wall.go_on(minutes=1)
    assert takes(hotline, kaya, friday, second).status is Status.GRANTED
    assert holds(hotline, kaya) == [friday.start, second.start]
    older = [each for each in of_kind(hotline, Appointment) if each.slot_id == late.id]
    assert [(each.status, each.cancel_reason) for each in older] == [(AppointmentStatus.CANCELLED, "short_notice")]
    free = {each.id: each.taken for each in of_kind(hotline, Slot)}
    assert (free[late.id], free[late_second.id], free[friday.id]) == ({}, {}, {PHONE: 1})
    told = [each for each in of_kind(hotline, Communication) if each.person_id == kaya.id]
    newest = max(told, key=lambda each: each.made_at)
    assert (newest.channel, newest.state) == ("email", MessageState.WAITING)
    assert newest.made_at == world.wall.moment, "at once"
    assert set(newest.appointment_ids) == {each.appointment_id for each in wanted(kaya, friday, second)}


def test_who_comes_second_keeps_the_older_appointment_and_nothing_is_seen_half(world: World, hotline: Place) -> None:
    friday, second = freed(world, hotline), slot(world, 24, places=2)
    faster, slower = registered(world, "Weiß, Ada"), registered(world)
    late = slot(world, 28)
    says(hotline, Book(appointments=wanted(slower, late)))
    assert takes(hotline, faster, friday, second).status is Status.GRANTED
    assert takes(hotline, slower, friday, second).code in {"slot_full", "contingent_used_up"}
    assert holds(hotline, slower) == [late.start]
    assert holds(hotline, faster) == [friday.start, second.start]
    assert [each.taken for each in of_kind(hotline, Slot) if each.id == second.id] == [{PHONE: 1}]


def test_without_a_place_for_the_second_dose_the_first_is_not_taken_either(world: World, hotline: Place) -> None:
    friday, full = freed(world, hotline), slot(world, 24, places=0)
    kaya = registered(world)
    assert takes(hotline, kaya, friday, full).code in {"slot_full", "contingent_used_up"}
    assert holds(hotline, kaya) == []


@pytest.mark.parametrize(
    ("ahead", "code"), [(0, None), (1, None), (4, None), (5, "short_notice_far"), (12, "short_notice_far")]
)
def test_at_most_four_days_ahead(world: World, hotline: Place, ahead: int, code: str | None) -> None:
    assert takes(hotline, registered(world), slot(world, ahead), slot(world, ahead + 21)).code == code


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({}, None),
        ({"registered_at": None}, "short_notice_not_registered"),
        (
            {"reported_doses": (ReportedDose(given_on=date(2021, 6, 1), vaccine="Comirnaty"),)},
            "short_notice_vaccinated",
        ),
    ],
)
def test_only_for_who_is_registered_and_not_yet_vaccinated(
    world: World, hotline: Place, known: dict[str, Any], code: str | None
) -> None:
    assert takes(hotline, registered(world, **known), slot(world, 2), slot(world, 23)).code == code


def test_who_was_vaccinated_here_is_not_given_another_first_dose_at_short_notice(world: World, hotline: Place) -> None:
    kaya = registered(world)
    done = {"status": AppointmentStatus.FULFILLED, "dose_kind": DoseKind.FIRST}
    world.booked(kaya, day=TUESDAY - timedelta(days=30), centre_id="DA", **done)
    assert takes(hotline, kaya, slot(world, 2), slot(world, 23)).code == "short_notice_vaccinated"


def test_a_centre_that_does_not_give_places_at_short_notice_says_so(world: World, hotline: Place) -> None:
    world.put(hessen(short_notice_days=None))
    assert takes(hotline, registered(world), slot(world, 2), slot(world, 23)).code == "short_notice_none"


# D2: only in the centre of the district where the person lives


@pytest.mark.parametrize(
    ("today", "district", "rules"),
    [
        (TUESDAY, DARMSTADT, None),
        (TUESDAY, DARMSTADT_DIEBURG, ["R-HES-01"]),
        (TUESDAY, FRANKFURT, ["R-HES-01"]),
        (date(2021, 8, 2), FRANKFURT, None),
    ],
)
def test_only_in_the_centre_of_the_district_where_one_lives(
    world: World, hotline: Place, today: date, district: str, rules: list[str] | None
) -> None:
    world.wall.moment = local(today, "10:00")
    ahead = (today - TUESDAY).days + 2
    verdict = takes(hotline, registered(world, district=district), slot(world, ahead), slot(world, ahead + 21))
    assert (verdict.code, verdict.parameters.get("rules")) == (
        (None, None) if rules is None else ("not_eligible", rules)
    )


# D3: confirmed by post it cannot be had: the letter would come too late


@pytest.mark.parametrize(
    ("by", "channel", "code", "parameters"),
    [
        ("online", "email", None, {}),
        ("online", "post", "short_notice_channel", {"channel": "post", "days": 5}),
        ("phone", "post", "short_notice_way", {"way": "phone"}),
        ("phone", "email", "short_notice_way", {"way": "phone"}),
    ],
)
def test_hessen_leaves_out_who_registered_by_phone_and_who_is_confirmed_by_post(
    world: World, hotline: Place, by: str, channel: str, code: str | None, parameters: dict[str, Any]
) -> None:
    kaya = registered(world, by=by, channel=channel)
    verdict = takes(hotline, kaya, slot(world, 3), slot(world, 24))
    assert (verdict.code, verdict.parameters) == (code, parameters)


@pytest.mark.parametrize(
    ("channel", "ahead", "code"),
    [("email", 0, None), ("post", 1, "short_notice_channel"), ("post", 2, None), ("phone", 0, None)],
)
def test_how_one_registered_and_the_lead_time_of_the_channel_are_the_centre_s_own_terms(
    world: World, hotline: Place, channel: str, ahead: int, code: str | None
) -> None:
    """A centre that leaves out nobody for having called, and whose letters take two days."""
    world.put(hessen(short_notice_not=(), channel_days={"post": 2}))
    kaya = registered(world, by="phone", channel=channel)
    assert takes(hotline, kaya, slot(world, ahead), slot(world, ahead + 21)).code == code


# D4: only when the waiting list can no longer be reached in time; cancelling and deleting takes one call


def test_a_place_that_the_waiting_list_can_still_have_is_kept_for_it(world: World, hotline: Place) -> None:
    """The list is reached two days ahead: what is nearer is given at short notice, the rest is the list's."""
    world.put(hessen(waiting_list_days=2))
    kaya, patient = registered(world), registered(world, "Seifert, Jana")
    hotline.desk.hotline.wait(Draft(patient.id), DoseKind.FIRST, priority=1)
    hotline.sync()
    friday, tomorrow, second = freed(world, hotline, ahead=3), slot(world, 1), slot(world, 24, places=2)
    refused = takes(hotline, kaya, friday, second)
    assert (refused.code, refused.parameters) == ("short_notice_waiting_list", {"days": 2})
    assert takes(hotline, kaya, tomorrow, second).status is Status.GRANTED

    [waits] = [each for each in of_kind(hotline, Appointment) if each.person_id == patient.id]
    assert (waits.status, waits.priority) == (AppointmentStatus.WAITLIST, 1)
    assert says(hotline, Book(appointments=wanted(patient, friday, second))).status is Status.GRANTED
    assert holds(hotline, patient) == [friday.start, second.start]
    [waits] = [each for each in of_kind(hotline, Appointment) if each.id == waits.id]
    assert waits.status is AppointmentStatus.CANCELLED, "who has a place waits no longer"


def test_who_takes_a_place_at_short_notice_waits_no_longer(world: World, hotline: Place) -> None:
    kaya = registered(world)
    hotline.desk.hotline.wait(Draft(kaya.id), DoseKind.FIRST, priority=2)
    hotline.sync()
    assert takes(hotline, kaya, slot(world, 1), slot(world, 22)).status is Status.GRANTED
    mine = [each for each in of_kind(hotline, Appointment) if each.person_id == kaya.id]
    assert AppointmentStatus.WAITLIST not in {each.status for each in mine}


def test_cancelling_and_deleting_the_registration_takes_one_call(world: World, hotline: Place) -> None:
    kaya, first, second = registered(world), slot(world, 8), slot(world, 29)
    says(hotline, Book(appointments=wanted(kaya, first, second)))
    colleague = world.place("DA")
    page = hotline.desk.caller(kaya.id, "birth_and_street")
    assert page is not None
    assert hotline.desk.hotline.cancel([each.appointment.id for each in page.held], "phone").done
    assert hotline.desk.hotline.delete(kaya.id).done
    world.settle()
    for place in (hotline, colleague):
        kinds: tuple[Any, ...] = (Person, Appointment, Communication)
        assert [place.records(kind) for kind in kinds] == [[], [], []]
        assert [each.id for each in place.records(Deletion)] == [kaya.id]
        assert [each.taken for each in of_kind(place, Slot)] == [{}, {}], "both places are free again"


def test_deleting_alone_gives_the_places_back_too(world: World, hotline: Place) -> None:
    kaya, first, second = registered(world), slot(world, 8), slot(world, 29)
    says(hotline, Book(appointments=wanted(kaya, first, second)))
    assert hotline.desk.hotline.delete(kaya.id).done
    hotline.sync()
    assert hotline.records(Appointment) == []
    assert [each.taken for each in of_kind(hotline, Slot)] == [{}, {}]
