"""A desk that was off for 40 days (checkin.md 49), and what the service forgets of its feed."""

import pytest
from sqlalchemy import func, select

from empfang.central import feed, pruning
from empfang.central.database import CentralDatabase
from empfang.central.pruning import KEPT_DAYS, prune_feed
from empfang.central.sql import select_rows, table_of
from empfang.central.tables import FeedEntry, FeedNumber, Head
from empfang.desk.views import Admission
from empfang.model import Appointment, Encounter, Person
from tests.sync.test_engine import engine_of, served
from tests.world import Place, World


def sizes(world: World) -> tuple[int, int]:
    """Entries and numbers of the feed."""
    with world.database.reading() as cursor:
        counted = [
            select_rows(cursor, world.database.flavour, select(func.count()).select_from(table_of(each)))[0][0]
            for each in (FeedEntry, FeedNumber)
        ]
    return counted[0], counted[1]


def pruned_to(world: World) -> int:
    with world.database.reading() as cursor:
        return int(select_rows(cursor, world.database.flavour, select(table_of(Head).c.pruned_to))[0][0])


def standing(place: Place) -> str | None:
    """What the service says to where this desk stands."""
    at_desk = place.store.standing()
    number = at_desk.cursor or 0
    with place.world.database.reading() as cursor:
        flavour = place.world.database.flavour
        return feed.standing(cursor, flavour, at_desk.epoch, number, max(number, at_desk.heard), at_desk.mark)


async def settles(place: Place) -> None:
    """The engine over the service's own app, until nothing is left to do."""
    async with served(place.world) as way:
        progress = await engine_of(place, way).settle_once()
    assert progress.last_error is None
    assert progress.unsent == 0


async def test_49_after_forty_days_a_snapshot_comes_and_unsent_work_survives(world: World) -> None:
    early, gone = world.person("Früh, A"), world.person("Weg, B")
    world.booked(early)
    removed = world.booked(gone)
    away, here = world.place(), world.place()
    [row] = away.desk.search("früh")
    admission = away.desk.admit(row.person_id, row.appointment_id)
    assert isinstance(admission, Admission)
    new_id = away.desk.register_person({"family": "Unterwegs"})
    away.desk.change_person(gone.id, {"town": "Kusel"})
    assert away.unsent() == 3

    for _ in range(40):
        world.wall.go_on(days=1)
        prune_feed(world.database, world.wall.moment)
    later = world.person("Spät, C")
    world.booked(later, day=world.wall.moment.date())
    world.put(removed.with_(cancelled_at=world.wall.moment, status="cancelled"))
    assert standing(away) == "cursor_old"
    here.download()

    await settles(away)
    assert away.store.standing().cursor is not None
    assert {visit.person_id for visit in world.state()["encounter"] if isinstance(visit, Encounter)} == {early.id}
    known = {person.id: person for person in world.state()["person"] if isinstance(person, Person)}
    assert set(known) == {early.id, gone.id, later.id, new_id}
    assert known[gone.id].town == "Kusel"
    here.pull()
    world.assert_all_equal()
    assert standing(away) is None
    assert away.store.database.connection.execute("SELECT count(*) FROM image").fetchone()[0] == 0
    assert away.store.unsent_count()[0] == 0


async def test_49_also_when_the_desk_itself_prunes_first(world: World) -> None:
    """It has not heard from the service for long, so nobody goes before the snapshot has come."""
    quiet, busy = world.person("Still, A"), world.person("Offen, B")
    world.booked(quiet)
    world.booked(busy)
    away = world.place()
    away.desk.change_person(busy.id, {"town": "Kusel"})
    world.wall.go_on(days=90)
    prune_feed(world.database, world.wall.moment)
    from empfang.store.pruning import prune  # noqa: PLC0415

    away.desk.took_in(prune(away.store.database, world.wall.moment))
    assert {record.id for record in away.records(Person)} == {quiet.id, busy.id}
    await settles(away)
    away.desk.took_in(prune(away.store.database, world.wall.moment))
    assert {record.id for record in away.records(Person)} <= {busy.id}
    known = next(person for person in world.state()["person"] if person.id == busy.id)
    assert isinstance(known, Person)
    assert known.town == "Kusel"
    assert away.records(Appointment) == [] or {record.subject for record in away.records(Appointment)} == {busy.id}


def test_a_desk_that_was_away_for_less_simply_goes_on(world: World) -> None:
    place = world.place()
    world.wall.go_on(days=KEPT_DAYS - 1)
    world.booked(world.person())
    prune_feed(world.database, world.wall.moment)
    assert standing(place) is None
    place.pull()
    world.assert_all_equal()


def test_what_is_older_than_thirty_days_goes_and_the_rest_stays(world: World) -> None:
    for number in range(5):
        world.person(f"Alt{number}, A")
    old = sizes(world)
    world.wall.go_on(days=20)
    world.booked(world.person("Neu, A"))
    place = world.place()
    fresh = sizes(world)
    world.wall.go_on(days=11)
    assert prune_feed(world.database, world.wall.moment) == old[0]
    assert sizes(world) == (fresh[0] - old[0], fresh[1] - old[1] + 1), "the mark where it was cut stays"
    assert standing(place) is None
    assert prune_feed(world.database, world.wall.moment) == 0


def test_a_service_where_nothing_happened_for_long_still_tells_its_own_history(world: World) -> None:
    """All entries are old; the last mark stays, so that a copied-back file is noticed."""
    world.person()
    place = world.place()
    world.wall.go_on(days=100)
    prune_feed(world.database, world.wall.moment)
    assert sizes(world) == (0, 1)
    assert standing(place) is None
    place.pull()
    assert place.store.standing().mark
    with world.database.writing() as cursor:
        cursor.execute("UPDATE head SET pruned_to = 0")
    assert standing(place) is None
    behind = place.store.standing().cursor
    world.person("Neu, B")
    assert standing(place) is None
    place.pull()
    assert place.store.standing().cursor == (behind or 0) + 1


def test_pruning_goes_in_small_steps_and_goes_on_where_it_was_broken_off(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        world.booked(world.person(f"Alt{number}, A"))
    place = world.place()
    world.wall.go_on(days=31)
    monkeypatch.setattr(pruning, "_AT_ONCE", 7)
    remove, calls = pruning._remove_entries, []

    def breaks(database: CentralDatabase, stream: str, up_to: int) -> int:
        removed = remove(database, stream, up_to)
        calls.append(removed)
        if len(calls) == 3:
            raise RuntimeError("killed")
        return removed

    monkeypatch.setattr(pruning, "_remove_entries", breaks)
    with pytest.raises(RuntimeError):
        prune_feed(world.database, world.wall.moment)
    assert sizes(world)[0] > 0
    behind = place.store.standing().cursor
    place.store.set_meta(cursor="1")
    assert standing(place) == "cursor_old", "nobody is handed a feed with holes"
    place.store.set_meta(cursor=str(behind))
    prune_feed(world.database, world.wall.moment)
    assert sizes(world) == (0, 1)
    assert max(calls) < 30
    assert pruned_to(world) == behind


def test_a_clock_that_was_set_back_prunes_nothing_more(world: World) -> None:
    world.person()
    world.wall.go_on(days=40)
    prune_feed(world.database, world.wall.moment)
    before = pruned_to(world)
    world.wall.go_on(days=-40)
    world.person("Neu, A")
    prune_feed(world.database, world.wall.moment)
    assert pruned_to(world) == before
    assert sizes(world)[1] == 2
