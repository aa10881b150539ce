"""The service's word at the desk: snapshots that come again, half ones, and changes that are older than they are."""

from datetime import timedelta
from typing import cast

import pytest

from empfang.central import epochs, feed
from empfang.central.tx import CentralTx
from empfang.commands.booking import Book
from empfang.model import Appointment, AppointmentStatus, Conflict, DoseKind, Encounter, Person
from empfang.packing import SnapshotPart, pack, unpack
from empfang.protocol import ChangesPage
from empfang.store.rebase import connected
from tests.scenarios.test_contradictions import conflicts, recorded
from tests.scenarios.test_places import known, wanted
from tests.scenarios.test_twice import admitted
from tests.store.test_rebase import everything
from tests.sync.test_engine import breaks, goes_well, synced_once
from tests.times import DAY
from tests.world import KL_STREAMS, Place, World


def part_since(world: World, begun_at: int) -> SnapshotPart:
    """The only part of a snapshot that was begun at this number."""
    with world.database.reading() as cursor:
        return unpack(
            pack(*feed.snapshot_part(cursor, world.database.flavour, KL_STREAMS, "", begun_at, world.wall.moment))
        )


def page_since(world: World, number: int, limit: int) -> ChangesPage:
    """The first changes after this number."""
    with world.database.reading() as cursor:
        return feed.changes(cursor, world.database.flavour, KL_STREAMS, number, limit, world.wall.moment)


def head(world: World) -> int:
    """The number of the last change."""
    with world.database.reading() as cursor:
        return epochs.head(cursor)[1]


def lose(world: World, statement: str) -> None:
    """Let the service forget something, as after a restore from a backup."""
    with world.database.writing() as cursor:
        cursor.execute(statement)


def taken_away(world: World, conflict: Conflict) -> None:
    """Remove a conflict at the service, as somebody's decision would."""
    with world.database.writing() as cursor:
        tx = CentralTx(cursor, world.database.flavour, world.wall.moment)
        tx.delete(Conflict, conflict.id)
        tx.finish(None)
        tx.take_numbers()


def unsettled(place: Place) -> int:
    """Commands that are not yet part of the service's word."""
    row = place.store.database.connection.execute("SELECT count(*) FROM outbox WHERE settled_at IS NULL").fetchone()
    return int(row[0])


def doubly_admitted(world: World) -> tuple[Place, Place, str]:
    """Two desks that admitted the same person, both know it; and the later of the two visits, the second desk's."""
    person = world.person()
    world.booked(person)
    one, other = world.place(), world.place()
    admitted(one, person.id)
    world.wall.go_on(seconds=5)
    later = admitted(other, person.id)
    world.settle()
    world.settle()
    world.assert_all_equal()
    return one, other, later.encounter_id


def test_a_verdict_alone_leaves_the_check_in_on_the_screen(small_world: World) -> None:
    person = small_world.person()
    small_world.booked(person)
    place = small_world.place()
    admission = admitted(place, person.id)
    place.push()
    assert [each.id for each in place.records(Encounter)] == [admission.encounter_id]
    place.pull()
    small_world.assert_all_equal()


def test_a_snapshot_that_comes_again_drops_what_is_gone(small_world: World) -> None:
    known(small_world)
    place = small_world.place()
    assert len(place.records(Person)) == 1
    lose(small_world, "DELETE FROM person")
    lose(small_world, "DELETE FROM scope")
    place.download()
    assert place.records(Person) == []


def test_the_last_part_settles_what_it_contains(small_world: World) -> None:
    person = small_world.person()
    small_world.booked(person)
    place = small_world.place()
    admitted(place, person.id)
    place.push()
    assert unsettled(place) == 1
    place.download()
    assert unsettled(place) == 0
    assert everything(place)["images"] == []
    small_world.assert_all_equal()


def test_a_conflict_that_was_taken_away_here_does_not_come_back_as_a_ghost(small_world: World) -> None:
    one, other, later = doubly_admitted(small_world)
    other.desk.undo(later)
    other.push(lose_answer=True)
    other.download()
    other.push()
    for place in (one, other):
        place.pull()
    assert everything(other)["images"] == []
    assert conflicts(small_world) == []
    small_world.assert_all_equal()


def test_what_an_unsent_command_took_away_is_forgotten_when_it_goes_at_the_service_too(small_world: World) -> None:
    _, other, later = doubly_admitted(small_world)
    other.desk.undo(later)
    [conflict] = conflicts(small_world)
    taken_away(small_world, conflict)
    other.pull()
    count = "SELECT count(*) FROM image WHERE kind = 'conflict' AND body IS NOT NULL"
    assert other.store.database.connection.execute(count).fetchone()[0] == 0


def test_changes_do_not_take_back_what_the_snapshot_brought(small_world: World) -> None:
    person = known(small_world, "Alt, Anna")
    place = small_world.place(download=False)
    begun_at = head(small_world)
    small_world.put(person.with_(street="Gartenstraße"))
    small_world.put(person.with_(family="Neumann", street="Lindenweg"))
    place.store.take_snapshot_part(part_since(small_world, begun_at), small_world.wall.moment)
    place.store.pull(page_since(small_world, begun_at, 1), small_world.wall.moment)
    [shown] = [cast(Person, each) for each in place.records(Person)]
    assert (shown.family, shown.street) == ("Neumann", "Lindenweg")
    place.restart()
    assert [row.person_id for row in place.desk.search("neumann")] == [person.id]


def test_a_party_ties_its_members_together(small_world: World) -> None:
    """What arrives about one of them makes anew what is shown about the other, too."""
    one, other = known(small_world, "Kaya, Emine"), known(small_world, "Kaya, Deniz")
    slot = small_world.slot("11:00", 2)
    place = small_world.place()
    recorded(place, Book(appointments=(wanted(one, slot, "a1"), wanted(other, slot, "a2"))))
    place.desk.change_person(other.id, {"street": "Lindenweg"})
    with place.store.database.writing() as cursor:
        assert connected(cursor, {one.id}) == ({one.id, other.id}, [1, 2])
    small_world.put(one.with_(town="Trier"))
    place.pull()
    assert {cast(Appointment, each).status for each in place.records(Appointment)} == {AppointmentStatus.PENDING}
    place.sync()
    small_world.assert_all_equal()


def test_a_booking_made_during_a_snapshot_stays_on_top(small_world: World) -> None:
    person = known(small_world)
    slot = small_world.slot("11:00")
    place = small_world.place()
    place.desk.book(person.id, slot.id, "KL:online", DoseKind.BOOSTER)
    place.download()
    assert [cast(Appointment, each).status for each in place.records(Appointment)] == [AppointmentStatus.PENDING]
    assert place.unsent() == 1


def in_pairs(world: World, monkeypatch: pytest.MonkeyPatch, people: int) -> None:
    """So many people of Kaiserslautern, p0 and so on, of whom two go into a part."""
    monkeypatch.setattr(feed, "PERSONS_PER_PART", 2)
    for number in range(people):
        world.person(f"Mensch{number}, A", id=f"p{number}", registered_centre_id="KL")


async def test_a_restart_in_the_middle_of_a_snapshot_that_comes_again_goes_on_with_it(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_pairs(small_world, monkeypatch, 6)
    place = small_world.place()
    small_world.put(Person(id="p9", family="Neu", registered_centre_id="KL"))
    place.store.set_meta(cursor=str(head(small_world)))
    lose(small_world, "UPDATE head SET epoch = 'restored'")
    lose(small_world, "DELETE FROM feed_entry WHERE record_id = 'p9'")
    broken_off = await synced_once(small_world, place, goes_well, breaks, path="/v1/snapshot")
    assert broken_off.last_error == "unreachable"
    assert place.store.meta("snapshot_after") == "p1"
    place.restart()
    assert (await synced_once(small_world, place)).last_error is None
    small_world.assert_all_equal()


async def test_a_desk_that_must_begin_anew_begins_with_the_first_person(small_world: World) -> None:
    place = small_world.place()
    known(small_world)
    place.store.set_meta(cursor=str(head(small_world) + 100), snapshot_after="zzz", snapshot_cursor="1")
    await synced_once(small_world, place)
    assert place.store.meta("snapshot_after") is None
    assert int(place.store.meta("cursor") or 0) == head(small_world)
    small_world.assert_all_equal()


async def test_a_service_that_is_restored_in_the_middle_of_a_snapshot_gives_it_from_the_beginning(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_pairs(small_world, monkeypatch, 6)
    place = small_world.place(download=False)
    await synced_once(small_world, place, goes_well, goes_well, breaks, path="/v1/snapshot")
    assert place.store.meta("snapshot_after") == "p3"
    lose(small_world, "UPDATE person SET street = 'Gartenstraße'")
    lose(small_world, "UPDATE head SET epoch = 'restored'")
    await synced_once(small_world, place)
    assert place.store.meta("epoch") == "restored"
    small_world.assert_all_equal()


async def test_a_download_that_goes_on_the_next_day_begins_anew(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who belonged to the centre until that day is in none of the later parts, and must not come in by half."""
    in_pairs(small_world, monkeypatch, 4)
    long_ago = small_world.booked(small_world.person("Alt, A", id="p8"), day=DAY - timedelta(days=60))
    place = small_world.place(download=False)
    await synced_once(small_world, place, goes_well, breaks, path="/v1/snapshot")
    assert place.store.meta("snapshot_after") == "p1"
    small_world.put(long_ago.with_(cancel_reason="krank"))
    small_world.wall.go_on(days=1)
    await synced_once(small_world, place)
    assert sorted(each.id for each in place.records(Person)) == ["p0", "p1", "p2", "p3"]
    assert place.records(Appointment) == []
