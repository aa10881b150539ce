"""checkin.md 35-36 and what the slice has of delivery: first download, paging, requests, quarantine, merging."""

import json
from typing import cast

import pytest

from empfang.central import epochs, feed
from empfang.central.writer import decide
from empfang.desk import Admission
from empfang.model import Appointment, AppointmentStatus, Conflict, DoseKind, Encounter, Person, Phone
from empfang.packing import pack, unpack
from empfang.protocol import Effect, Status
from tests.world import KL_STREAMS, World


def test_35_the_first_download_is_complete_and_the_cursor_stored(world: World) -> None:
    for number in range(30):
        world.booked(world.person(f"Mensch{number:02}, A"))
    place = world.place(download=False)
    assert place.store.meta("cursor") is None
    place.download()
    world.assert_all_equal()
    with world.database.reading() as cursor:
        assert int(place.store.meta("cursor") or -1) == epochs.head(cursor)[1]


def test_35_broken_off_in_the_middle_it_goes_on_with_nothing_lost_and_nothing_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PERSONS_PER_PART", 7)
    people = [world.person(f"Mensch{number:02}, A") for number in range(30)]
    for person in people:
        world.booked(person)
    place = world.place(download=False)
    with world.database.reading() as cursor:
        first = unpack(
            pack(*feed.snapshot_part(cursor, world.database.flavour, KL_STREAMS, "", None, world.wall.moment))
        )
    place.store.take_snapshot_part(first, world.wall.moment)
    assert place.store.meta("cursor") is None
    # Meanwhile somebody of the part that is here already changes, and somebody new comes.
    changed = next(p for p in people if p.id == min(each.id for each in people))
    world.put(changed.with_(street="Neue Straße"))
    world.booked(world.person("Neu, Nora"))
    place.restart()
    after, begun_at = place.store.meta("snapshot_after"), int(place.store.meta("snapshot_cursor") or -1)
    assert (after, begun_at) == (first.head.until, first.head.cursor)
    while after is not None:
        with world.database.reading() as cursor:
            part = unpack(
                pack(
                    *feed.snapshot_part(cursor, world.database.flavour, KL_STREAMS, after, begun_at, world.wall.moment)
                )
            )
        place.store.take_snapshot_part(part, world.wall.moment)
        after = part.head.until
    assert int(place.store.meta("cursor") or -1) == first.head.cursor
    place.pull()
    world.assert_all_equal()


@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_36_a_change_while_paging_is_neither_missed_nor_double(world: World, limit: int) -> None:
    people = [world.person(f"Mensch{number:02}, A", registered_centre_id="KL") for number in range(9)]
    place = world.place()
    for person in people:
        world.put(person.with_(street="Eins"))
    pages = 0
    more = True
    while more:
        with world.database.reading() as cursor:
            page = feed.changes(
                cursor, world.database.flavour, KL_STREAMS,
                int(place.store.meta("cursor") or 0), limit, world.wall.moment,
            )  # fmt: skip
        place.store.pull(page, world.wall.moment)
        more = page.has_more
        pages += 1
        if pages == 2:
            world.put(people[0].with_(street="Zwei"), people[8].with_(street="Zwei"))
            more = True
    world.assert_all_equal()


def test_entries_of_one_number_are_never_split_between_pages(world: World) -> None:
    place = world.place()
    world.put(*[Person(id=f"p{n}", family="A", registered_centre_id="KL") for n in range(10)])
    with world.database.reading() as cursor:
        page = feed.changes(
            cursor, world.database.flavour, KL_STREAMS, int(place.store.meta("cursor") or 0), 3,
            world.wall.moment,
        )  # fmt: skip
    assert len({change.number for change in page.changes}) == 1
    assert len(page.changes) == 10


def test_37_five_hundred_unsent_commands_go_in_one_request(small_world: World) -> None:
    for number in range(500):
        small_world.booked(small_world.person(f"Mensch{number}, A", id=f"p{number:03}"))
    place = small_world.place()
    for number in range(500):
        assert isinstance(place.desk.admit(f"p{number:03}", None), Admission)
    reply = place.push()
    assert {verdict.status for verdict in reply.verdicts} == {Status.RECORDED}
    assert reply.contiguous == 500
    place.pull()
    small_world.assert_all_equal()


def test_38_one_unreadable_command_spoils_no_other(world: World) -> None:
    people = [world.person(f"Mensch{number}, A") for number in range(5)]
    for person in people:
        world.booked(person)
    place = world.place()
    for person in people:
        place.desk.admit(person.id, None)
    lines = place.lines()
    lines[2] = b'{"kind": "check_in", "id": "broken"'
    lines.insert(3, json.dumps({**json.loads(lines[0]), "id": "newer", "kind": "of_tomorrow"}).encode())
    reply = decide(world.database, world.wall.clock, [(place.id, lines)])[0]
    assert [verdict.status for verdict in reply.verdicts] == [
        Status.RECORDED, Status.RECORDED, Status.QUARANTINED, Status.QUARANTINED, Status.RECORDED, Status.RECORDED,
    ]  # fmt: skip
    again = decide(world.database, world.wall.clock, [(place.id, lines)])[0]
    assert again.verdicts == reply.verdicts
    assert again.gaps == (3,)


def test_40_the_same_id_with_other_bytes_is_a_mismatch_and_its_neighbours_settle(world: World) -> None:
    people = [world.person(f"Mensch{number}, A") for number in range(2)]
    for person in people:
        world.booked(person)
    place = world.place()
    place.desk.admit(people[0].id, None)
    [line] = place.lines()
    decide(world.database, world.wall.clock, [(place.id, [line])])
    place.desk.admit(people[1].id, None)
    other = line.replace(b'"1-001"', b'"1-009"')
    reply = decide(world.database, world.wall.clock, [(place.id, [other, place.lines()[1]])])[0]
    assert [verdict.status for verdict in reply.verdicts] == [Status.MISMATCH, Status.RECORDED]
    assert cast(Encounter, world.state()["encounter"][0]).day_number != "1-009"


def test_45_phone_changed_here_and_street_there_are_merged(world: World) -> None:
    person = world.person(registered_centre_id="KL")
    one, other = world.place(), world.place()
    one.desk.change_person(person.id, {"phones": [Phone(number="+4917604069020", kind="mobile")]})
    other.desk.change_person(person.id, {"street": "Gartenstraße", "house_number": "7"})
    world.settle()
    world.assert_all_equal()
    merged = cast(Person, one.records(Person)[0])
    assert (merged.phones[0].number, merged.street) == ("+4917604069020", "Gartenstraße")
    assert one.records(Conflict) == []


def test_45_the_same_field_changed_twice_is_a_conflict_with_both_values(world: World) -> None:
    person = world.person(registered_centre_id="KL", street="Alt")
    one, other = world.place(), world.place()
    one.desk.change_person(person.id, {"street": "Eins"})
    other.desk.change_person(person.id, {"street": "Zwei"})
    world.settle()
    world.settle()
    world.assert_all_equal()
    [conflict] = [cast(Conflict, each) for each in one.records(Conflict)]
    assert conflict.needs_decision
    assert {key: conflict.facts[key] for key in ("field", "base", "mine", "theirs")} == {
        "field": "street", "base": "Alt", "mine": "Zwei", "theirs": "Eins",
    }  # fmt: skip


def test_a_request_is_only_marked_until_the_service_grants_it(world: World) -> None:
    person = world.person(registered_centre_id="KL")
    slot = world.slot("11:00", capacity=1)
    place = world.place()
    request = place.desk.book(person.id, slot.id, "KL:online", DoseKind.BOOSTER)
    [pending] = [cast(Appointment, each) for each in place.records(Appointment)]
    assert pending.status is AppointmentStatus.PENDING
    assert world.state()["appointment"] == []
    place.sync()
    assert place.desk.request_state(request).granted is True
    world.assert_all_equal()
    assert cast(Appointment, place.records(Appointment)[0]).status is AppointmentStatus.BOOKED


def test_a_refused_request_leaves_no_mark_but_an_item_with_alternatives(world: World) -> None:
    taker, late = (
        world.person("Erst, A", registered_centre_id="KL"),
        world.person("Zweit, B", registered_centre_id="KL"),
    )
    slot, other = world.slot("11:00", capacity=1), world.slot("11:05", capacity=2)
    one, two = world.place(), world.place()
    one.desk.book(taker.id, slot.id, "KL:online", DoseKind.BOOSTER)
    request = two.desk.book(late.id, slot.id, "KL:online", DoseKind.BOOSTER)
    two.desk.change_person(late.id, {"street": "Lindenweg"})
    world.settle()
    world.settle()
    world.assert_all_equal()
    state = two.desk.request_state(request)
    assert (state.granted, state.code) == (False, "slot_full")
    assert [(a.slot_id, a.free) for a in state.alternatives] == [(other.id, 2)]
    assert two.desk.shift().to_deal_with == 1
    assert [cast(Person, p).street for p in two.records(Person) if p.id == late.id] == ["Lindenweg"]


def test_what_depends_on_a_refused_request_is_refused_with_it_and_a_fact_is_kept(world: World) -> None:
    taker, late = (
        world.person("Erst, A", registered_centre_id="KL"),
        world.person("Zweit, B", registered_centre_id="KL"),
    )
    slot, evening = world.slot("11:00", capacity=1), world.slot("17:00", capacity=5)
    world.booked(taker, "11:00", slot_id=slot.id, contingent_id="KL:online")
    place = world.place()
    root = place.desk.book(late.id, slot.id, "KL:online", DoseKind.BOOSTER)
    pending = next(cast(Appointment, a) for a in place.records(Appointment) if a.person_id == late.id)
    from empfang.desk import MoveOffer  # noqa: PLC0415 - an offer made by hand
    from tests.times import at  # noqa: PLC0415

    place.desk.move(pending.id, MoveOffer(evening.id, "KL:online", at("17:00"), 5))
    place.desk.cancel(pending.id)
    reply = place.push()
    assert [verdict.status for verdict in reply.verdicts] == [Status.REFUSED, Status.REFUSED, Status.RECORDED]
    assert reply.verdicts[1].depends_on == root
    assert reply.verdicts[2].effect is Effect.NONE
    place.pull()
    world.assert_all_equal()


def test_a_record_changed_again_and_again_offline_does_not_make_longer_and_longer_commands(world: World) -> None:
    person = world.person(registered_centre_id="KL")
    place = world.place()
    for number in range(40):
        place.desk.change_person(person.id, {"street": f"Weg {number}"})
    assert {len(json.loads(line)["needs"]) for line in place.lines()[1:]} == {1}
    place.sync()
    world.assert_all_equal()
    assert cast(Person, place.records(Person)[0]).street == "Weg 39"


def test_a_dependent_waits_for_its_root(world: World) -> None:
    person = world.person()
    world.booked(person)
    place = world.place()
    admission = place.desk.admit(person.id, None)
    assert isinstance(admission, Admission)
    place.desk.undo(admission.encounter_id)
    root, dependent = place.lines()
    alone = decide(world.database, world.wall.clock, [(place.id, [dependent])])[0]
    assert [verdict.status for verdict in alone.verdicts] == [Status.RETRY]
    both = decide(world.database, world.wall.clock, [(place.id, [root, dependent])])[0]
    assert [verdict.status for verdict in both.verdicts] == [Status.RECORDED, Status.RECORDED]


def test_a_command_in_another_desks_name_is_quarantined(world: World) -> None:
    person = world.person()
    world.booked(person)
    one, other = world.place(), world.place()
    one.desk.admit(person.id, None)
    reply = decide(world.database, world.wall.clock, [(other.id, one.lines())])[0]
    assert [(v.status, v.code) for v in reply.verdicts] == [(Status.QUARANTINED, "other_desk")]
    assert world.state()["encounter"] == []


def test_no_request_takes_a_place_beyond_capacity(world: World) -> None:
    slot = world.slot("11:00", capacity=3)
    people = [world.person(f"Mensch{number}, A", registered_centre_id="KL") for number in range(6)]
    places = [world.place() for _ in range(2)]
    for number, person in enumerate(people):
        places[number % 2].desk.book(person.id, slot.id, "KL:online", DoseKind.BOOSTER)
    world.settle()
    world.settle()
    world.assert_all_equal()
    booked = [a for a in world.state()["appointment"] if cast(Appointment, a).status is AppointmentStatus.BOOKED]
    assert len(booked) == 3


def test_admitting_somebody_whose_place_was_given_on_raises_an_alarm(world: World) -> None:
    first, second = world.person("Erst, A"), world.person("Zweit, B", registered_centre_id="KL")
    slot = world.slot("09:40", capacity=1)
    appointment = world.booked(first, "09:40", slot_id=slot.id, contingent_id="KL:online")
    offline, hotline = world.place(), world.place()
    hotline.desk.cancel(appointment.id, "angerufen")
    hotline.desk.book(second.id, slot.id, "KL:online", DoseKind.BOOSTER)
    hotline.sync()
    assert isinstance(offline.desk.admit(first.id, None), Admission)
    world.settle()
    world.settle()
    world.assert_all_equal()
    kinds = {cast(Conflict, each).conflict_kind for each in world.state()["conflict"]}
    assert kinds == {"cancelled_but_present", "over_capacity"}
