"""What a desk forgets by itself, and what it never does."""

import random
from datetime import date, timedelta

import pytest

from empfang.central.scope import people_of, ties_of
from empfang.commands.person import DeleteRegistration
from empfang.model import (
    Appointment,
    AppointmentStatus,
    Conflict,
    DeskRole,
    DoseKind,
    Encounter,
    Person,
    Record,
    Source,
)
from empfang.store.base import PERSON_KEY
from empfang.store.pruning import KEPT_PEOPLE_DAYS, PEOPLE_AT_ONCE, prune
from tests.times import DAY, at
from tests.world import Place, World


def pruned(place: Place) -> None:
    """The keeper's turn, at a desk that is in touch with the service."""
    place.store.nothing_new(place.wall.moment)
    place.desk.took_in(prune(place.store.database, place.wall.moment))


def people(place: Place) -> set[str]:
    return {person.family for person in place.records(Person) if isinstance(person, Person)}


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def count(place: Place, what: str) -> int:
    return int(place.store.database.connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0])  # noqa: S608


def test_settled_commands_go_after_a_week_and_unsettled_ones_never(small_world: World) -> None:
    place = small_world.place()
    place.desk.register_person({"family": "Alt"})
    place.sync()
    place.desk.register_person({"family": "Wartet"})
    place.wall.go_on(days=6, hours=23)
    pruned(place)
    assert count(place, "outbox") == 2
    place.wall.go_on(hours=2)
    pruned(place)
    assert [each.number for each in place.store.unsent(10)] == [2]
    assert count(place, "outbox") == 1
    place.desk.register_person({"family": "Neu"})
    assert [each.number for each in place.store.unsent(10)] == [2, 3], "numbers go on"


def test_a_refused_request_stays_until_somebody_has_dealt_with_it(small_world: World) -> None:
    place = small_world.place()
    person = small_world.person()
    small_world.booked(person)
    slot = small_world.slot("11:00", capacity=0)
    place.pull()
    place.desk.book(person.id, slot.id, "KL:online", DoseKind.BOOSTER)
    place.sync()
    place.wall.go_on(days=30)
    pruned(place)
    assert place.desk.shift().to_deal_with == 1
    with place.store.database.writing() as cursor:
        cursor.execute("UPDATE outbox SET dealt_at = '2021-12-16'")
    pruned(place)
    assert count(place, "outbox") == 0


def test_people_go_62_days_after_what_tied_them_with_everything_about_them(small_world: World) -> None:
    place = small_world.place()
    for name, days in (("Lange, Her", 63), ("Gerade, Noch", 62), ("Heute, Da", 0)):
        person = small_world.person(name)
        small_world.booked(person, day=ago(days))
        small_world.put(_encounter(person, ago(days)))
    place.world.wall.go_on(days=-60)
    place.download()
    place.world.wall.go_on(days=60)
    assert people(place) == {"Lange", "Gerade", "Heute"}
    pruned(place)
    assert people(place) == {"Gerade", "Heute"}
    assert (count(place, "appointment"), count(place, "encounter"), count(place, "search_person")) == (2, 2, 2)
    assert place.desk.search("lange") == []
    assert [row.family for row in place.desk.search("gerade")] == ["Gerade"]


def _encounter(person: Person, day: date, centre_id: str = "KL") -> Encounter:
    return Encounter(
        id=f"e-{person.id}-{day}-{centre_id}",
        person_id=person.id,
        centre_id=centre_id,
        day=day,
        day_number="1-001",
        desk_id="d",
        operator_id="o",
        arrived_at=at("09:00", day),
        source=Source.SCAN,
    )


def test_the_waiting_list_has_no_end(small_world: World) -> None:
    place = small_world.place()
    person = small_world.person("Geduldig, A")
    appointment = Appointment(id="w", person_id=person.id, centre_id="KL", status=AppointmentStatus.WAITLIST)
    small_world.put(appointment)
    place.pull()
    place.wall.go_on(days=400)
    pruned(place)
    assert people(place) == {"Geduldig"}


def test_who_has_something_unsent_stays_whatever_tied_them(small_world: World) -> None:
    place = small_world.place()
    person = small_world.person("Lange, Her")
    small_world.booked(person)
    place.pull()
    place.wall.go_on(days=70)
    place.desk.change_person(person.id, {"town": "Kusel"})
    pruned(place)
    assert people(place) == {"Lange"}
    place.sync()
    place.wall.go_on(days=1)
    pruned(place)
    assert people(place) == set()


def test_who_was_opened_today_stays_until_the_day_ends(small_world: World) -> None:
    """The desk of a centre opened somebody of another one."""
    place = small_world.place()
    person = small_world.person("Fremd, A")
    small_world.booked(person, centre_id="DA")
    pruned(place)
    assert place.store.meta("pruned_on") == "2021-12-15"
    from empfang.central.opening import open_person  # noqa: PLC0415

    with small_world.database.writing() as cursor:
        open_person(cursor, small_world.database.flavour, place.id, person.id, place.wall.moment)
    place.pull()
    pruned(place)
    assert people(place) == {"Fremd"}, "once a day, in its morning"
    place.store.set_meta(pruned_on=None)
    pruned(place)
    assert people(place) == {"Fremd"}, "also when its morning comes late: the desk was started for this person"
    place.wall.set("23:59")
    pruned(place)
    assert people(place) == {"Fremd"}
    place.wall.go_on(hours=2)
    pruned(place)
    assert people(place) == set()


def test_nobody_goes_while_the_first_download_is_under_way(small_world: World) -> None:
    place = small_world.place(download=False)
    place.desk.register_person({"family": "Hier"})
    place.wall.go_on(days=100)
    with place.store.database.writing() as cursor:
        cursor.execute("DELETE FROM outbox_subject")
    pruned(place)
    assert people(place) == {"Hier"}
    assert place.store.meta("pruned_on") is None


def test_a_hotline_desk_forgets_everybody_at_the_days_end(small_world: World) -> None:
    place = small_world.place("KL", role=DeskRole.HOTLINE)
    assert place.store.meta("role") == "hotline"
    place.desk.register_person({"family": "Gesendet"})
    place.sync()
    place.desk.register_person({"family": "Wartet"})
    assert people(place) == {"Gesendet", "Wartet"}
    pruned(place)
    assert people(place) == {"Gesendet", "Wartet"}, "they came today"
    place.wall.go_on(days=1)
    pruned(place)
    assert people(place) == {"Wartet"}, "what is not sent stays"
    place.sync()
    place.wall.go_on(days=1)
    pruned(place)
    assert people(place) == set()
    assert place.store.unsent_count()[0] == 0


def test_what_a_hotline_sends_only_the_next_day_stays_until_that_day_ends(small_world: World) -> None:
    """The rows that were made offline are made anew when the service tells of them, and get the same numbers again."""
    place = small_world.place("KL", role=DeskRole.HOTLINE)
    place.desk.register_person({"family": "Abends"})
    gone = place.desk.register_person({"family": "Gelöscht"})
    place.desk._record(DeleteRegistration(person_id=gone, centre_id="KL"))
    small_world.wall.go_on(days=1)
    place.store.nothing_new(place.wall.moment)
    place.sync()
    pruned(place)
    assert people(place) == {"Abends"}
    assert count(place, "deletion") == 1
    small_world.wall.go_on(days=1)
    pruned(place)
    assert people(place) == set()
    assert count(place, "deletion") == 0


def test_a_deletion_is_forgotten_like_everything_else(small_world: World) -> None:
    place = small_world.place()
    person = small_world.person("Gelöscht, A")
    small_world.booked(person)
    place.pull()
    place.desk._record(DeleteRegistration(person_id=person.id, centre_id="KL"))
    place.sync()
    assert count(place, "deletion") == 1
    place.wall.go_on(days=KEPT_PEOPLE_DAYS + 1)
    pruned(place)
    assert count(place, "deletion") == 0


def test_many_go_in_small_transactions(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    place = small_world.place()
    for number in range(PEOPLE_AT_ONCE + 5):
        small_world.put(Person(id=f"p{number:04}", family="Lange"), _appointment(f"p{number:04}"))
    place.pull()
    place.wall.go_on(days=70)
    sizes: list[int] = []
    from empfang.store import pruning  # noqa: PLC0415

    forget = pruning._forget_people

    def counted(tx, ids):  # type: ignore[no-untyped-def]
        sizes.append(len(ids))
        return forget(tx, ids)

    monkeypatch.setattr(pruning, "_forget_people", counted)
    pruned(place)
    assert sizes == [PEOPLE_AT_ONCE, 5]
    assert place.store.meta("pruned_on") is not None
    assert people(place) == set()


def _appointment(person_id: str) -> Appointment:
    return Appointment(id=f"a-{person_id}", person_id=person_id, centre_id="KL", start=at("09:40"))


@pytest.mark.parametrize("seed", range(5))
def test_desk_and_service_agree_on_what_ties_somebody(small_world: World, seed: int) -> None:
    """The desk's own rules against the service's, with two days more."""
    draw = random.Random(seed)
    place = small_world.place()
    everybody: dict[str, list[Record]] = {}
    for number in range(60):
        everybody[f"p{number:02}"] = _life(draw, f"p{number:02}")
    records = [record for about in everybody.values() for record in about]
    with place.store.database.writing() as cursor:
        from empfang.rows import Rows  # noqa: PLC0415

        Rows(cursor, "sqlite").put_many(records)
    place.store.set_meta(day_begun=None)
    pruned(place)
    today = (DAY - timedelta(days=2)).isoformat()
    expected = set()
    for person_id, about in everybody.items():
        until = ties_of(about, place.wall.moment).get(people_of("KL"), "")
        if until is None or until >= today:
            expected.add(person_id)
    left = set()
    for kind, column in PERSON_KEY.items():
        rows = place.store.database.connection.execute(f"SELECT {column} FROM {kind}")  # noqa: S608
        left |= {row[0] for row in rows}
    assert left == expected
    assert 0 < len(left) < 60


def _life(draw: random.Random, person_id: str) -> list[Record]:
    def when() -> date:
        return ago(draw.choice([0, 1, 30, 59, 60, 61, 62, 63, 64, 90, -10]))

    def centre() -> str:
        return draw.choice(["KL", "KL", "DA"])

    registered = draw.random() < 0.3
    found: list[Record] = [
        Person(
            id=person_id,
            family="Mensch",
            registered_at=at("09:00", when()) if registered and draw.random() < 0.8 else None,
            registered_centre_id=centre() if registered else None,
        )
    ]
    for number in range(draw.choice([0, 0, 1, 2])):
        kind = draw.choice(["start", "start", "waiting", "cancelled"])
        found.append(
            Appointment(
                id=f"a{number}-{person_id}",
                person_id=person_id,
                centre_id=centre(),
                start=at("10:00", when()) if kind == "start" else None,
                cancelled_at=at("10:00", when()) if kind == "cancelled" else None,
            )
        )
    if draw.random() < 0.2:
        found.append(_encounter(Person(id=person_id, family="Mensch"), when(), centre()))
    if draw.random() < 0.2:
        found.append(
            Conflict(
                id=f"k-{person_id}", conflict_kind="x", centre_id=centre(), person_id=person_id,
                raised_at=at("10:00", when()),
            )
        )  # fmt: skip
    return found


def test_a_shift_that_ends_stops_it_and_the_next_turn_goes_on(small_world: World) -> None:
    place = small_world.place()
    for number in range(PEOPLE_AT_ONCE * 2):
        small_world.put(Person(id=f"p{number:04}", family="Lange"), _appointment(f"p{number:04}"))
    place.pull()
    place.wall.go_on(days=70)
    place.store.nothing_new(place.wall.moment)
    place.desk.took_in(prune(place.store.database, place.wall.moment, lambda: True))
    assert count(place, "person") == PEOPLE_AT_ONCE
    assert place.store.meta("pruned_on") is None
    pruned(place)
    assert count(place, "person") == 0


@pytest.mark.parametrize("days", [8, 400, 4_000])
def test_nobody_goes_while_the_service_has_not_been_heard(small_world: World, days: int) -> None:
    """The desk was away, or its clock is years ahead: either way the store must not be emptied."""
    place = small_world.place()
    small_world.booked(small_world.person("Heute, Da"))
    place.pull()
    place.wall.go_on(days=days)
    place.desk.took_in(prune(place.store.database, place.wall.moment))
    assert people(place) == {"Heute"}
    place.wall.go_on(days=-days)
    pruned(place)
    assert people(place) == {"Heute"}
