"""Finding people at the service, by what a hotline types: whom, by what, in which order, and whom not."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empfang.central import backup
from empfang.central.database import CentralDatabase
from empfang.central.migrating import migrate
from empfang.central.person_search import find_persons
from empfang.central.tx import CentralTx
from empfang.commands.person import DeleteRegistration
from empfang.model import AppointmentStatus, Encounter, Person, Source
from empfang.protocol import MAX_FOUND, FoundPersons
from empfang.rules.query import parse
from tests.central.searched import are_found, must_be_found
from tests.central.test_migrating import kept
from tests.scenarios.test_scope import delete, removed
from tests.times import DAY, at
from tests.world import World

KL = ("KL",)


def found(world: World, text: str, centres: Sequence[str] = KL, limit: int = MAX_FOUND) -> FoundPersons:
    """What the service finds."""
    with world.database.reading() as cursor:
        return find_persons(cursor, world.database.flavour, centres, text, limit)


def names(world: World, text: str, centres: Sequence[str] = KL) -> list[str]:
    """Whom the service finds, by their first names."""
    return [each.given for each in found(world, text, centres).persons]


def check_index(world: World) -> None:
    """What people are found by follows from the records."""
    with world.database.reading() as cursor:
        assert are_found(cursor) == must_be_found(cursor, world.database.flavour)


def some_people(world: World) -> None:
    """One for each way to be found."""
    phone = {"number": "+4917155512345", "kind": "mobile"}
    for name, born, more in (
        ("Müller, Käthe", "1941-02-04", {"phones": (phone,), "town": "Otterberg"}),
        ("Mueller, Jörg", "1970-06-15", {}),
        ("Weiß, Ann-Kathrin", "1941-11-23", {"town": "Kaiserslautern"}),
        ("Öztürk, Anna", "1988-03-05", {"street": "Pariser Straße", "house_number": "112"}),
        ("d'Angelo, Gia", "1962-09-30", {}),
        ("von der Heide, Ute", "1955-08-08", {}),
        ("山田, 太郎", "1990-01-01", {}),
        ("***, Stern", "1991-01-01", {}),
    ):
        world.person(name, born, registered_centre_id="KL", **more)


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("mueller 41", ["Käthe"]),
        ("müller", ["Jörg", "Käthe"]),
        ("muller k", ["Käthe"]),
        ("mü", ["Jörg", "Käthe"]),
        ("MUE", ["Jörg", "Käthe"]),
        ("Weiss", ["Ann-Kathrin"]),
        ("weiß", ["Ann-Kathrin"]),
        ("kathrin weis", ["Ann-Kathrin"]),
        ("annkathrin", ["Ann-Kathrin"]),
        ("öztürk anna", ["Anna"]),
        ("anna oeztuerk 88", ["Anna"]),
        ("dangelo", ["Gia"]),
        ("angelo gia", ["Gia"]),
        ("vonderheide", ["Ute"]),
        ("heide", ["Ute"]),
        ("0171 55", ["Käthe"]),
        ("+49 171 5551", ["Käthe"]),
        ("2345", ["Käthe"]),
        ("4.2.1941", ["Käthe"]),
        ("04021941", ["Käthe"]),
        ("4.2.41", ["Käthe"]),
        ("23.11.", ["Ann-Kathrin"]),
        ("1941", ["Ann-Kathrin", "Käthe"]),
        ("müller otterberg", ["Käthe"]),
        ("山田", ["太郎"]),
        ("***", ["Stern"]),
        ("müller 42", []),
        ("xy", []),
        ("31.2.1941", []),
    ],
)
def test_who_is_meant_is_found_however_it_is_written(world: World, typed: str, given: list[str]) -> None:
    some_people(world)
    assert sorted(names(world, typed)) == sorted(given)


def test_what_is_told_is_enough_to_tell_people_apart_and_no_more(world: World) -> None:
    person = world.person(
        "Öztürk, Anna", "1988-03-05", street="Pariser Straße", house_number="112", town="Landstuhl",
        phones=({"number": "+4917155512345"},), email="a@example.org", needs=("Rollstuhl",),
    )  # fmt: skip
    world.booked(person, code="KL-ABCD-2345")
    world.booked(person, "10:00", centre_id="DA")
    world.booked(person, "11:00", centre_id="DOR", status=AppointmentStatus.CANCELLED, cancelled_at=at("09:00"))
    [told] = found(world, "öz").persons
    assert told.model_dump(mode="json") == {
        "person_id": person.id, "family": "Öztürk", "given": "Anna", "birth_date": "1988-03-05",
        "street": "Pariser Straße", "town": "Landstuhl", "centre_ids": ["DA", "KL"], "by_code": False,
    }  # fmt: skip


def test_a_whole_booking_code_finds_its_person_first_and_says_so(world: World) -> None:
    some_people(world)
    person = world.person("Ott, Werner", "1950-05-06")
    world.booked(person, code="KL-HANP-Y95H")
    for typed in ("KL-HANP-Y95H", "klhanpy95h", "kl hanp y95h"):
        [told] = found(world, typed).persons
        assert (told.person_id, told.by_code) == (person.id, True)
    [begun] = found(world, "KL-HANP").persons
    assert (begun.person_id, begun.by_code) == (person.id, False)
    assert found(world, "KL-HANP-Y95H", ["DA"]).persons == ()


def test_people_of_centres_that_are_not_served_are_not_found(world: World) -> None:
    here, there, nowhere = world.person("Hier, A"), world.person("Dort, A"), world.person("Nirgends, A")
    world.booked(here)
    world.booked(there, centre_id="DA", code="DA-DORT-2345")
    both = world.person("Beide, A")
    world.booked(both)
    world.booked(both, "10:00", centre_id="DA")
    for typed in ("hier", "04.02.1941"):
        assert here.id in {each.person_id for each in found(world, typed).persons}
        assert here.id not in {each.person_id for each in found(world, typed, ["DA"]).persons}
    for typed in ("dort", "da-dort-2345"):
        assert found(world, typed).persons == ()
        assert len(found(world, typed, ["DA"]).persons) == 1
    assert [each.person_id for each in found(world, "beide", ["DA", "KL"]).persons] == [both.id]
    assert found(world, "nirgends", ["DA", "KL"]).persons == ()
    assert found(world, "hier", []).persons == ()
    assert nowhere.id not in repr(found(world, "41", ["DA", "KL"]))


def test_who_was_here_half_a_year_ago_is_found_and_who_was_moved_away_is_not(world: World) -> None:
    long_ago, moved = world.person("Früher, A"), world.person("Umgezogen, B")
    world.booked(long_ago, day=DAY - timedelta(days=200))
    appointment = world.booked(moved)
    assert names(world, "früher") == ["A"]
    assert names(world, "umgezogen") == ["B"]
    world.put(appointment.with_(centre_id="DA"))
    assert names(world, "umgezogen") == []
    assert names(world, "umgezogen", ["DA"]) == ["B"]
    check_index(world)


def test_who_only_comes_to_another_centre_is_found_there_from_then_on(world: World) -> None:
    person = world.person("Wandel, A", registered_centre_id="KL")
    assert names(world, "wandel", ["DA"]) == []
    visit = Encounter(
        id="visit", person_id=person.id, centre_id="DA", day=DAY, day_number="1-001", desk_id="d", operator_id="o",
        arrived_at=at("09:30"), source=Source.PAPER,
    )  # fmt: skip
    world.put(visit)
    assert names(world, "wandel", ["DA"]) == ["A"]
    check_index(world)
    world.put(visit.with_(centre_id="DOR"))
    assert [names(world, "wandel", [each]) for each in ("KL", "DA", "DOR")] == [["A"], [], ["A"]]
    check_index(world)


def test_who_loses_the_last_tie_to_a_centre_is_found_there_no_more(world: World) -> None:
    person = world.person("Wandel, A")
    here = world.booked(person)
    world.booked(person, "10:00", centre_id="DA")
    world.put(here.with_(centre_id="DA"))
    assert (names(world, "wandel"), names(world, "wandel", ["DA"])) == ([], ["A"])
    check_index(world)


def test_a_correction_is_found_by_what_is_right_now(world: World) -> None:
    person = world.person("Maier, Rosa", registered_centre_id="KL", phones=({"number": "+4963155555"},))
    appointment = world.booked(person, code="KL-FRST-2345")
    place = world.place()
    place.desk.change_person(person.id, {"family": "Meyer", "phones": ({"number": "+4963177777"},)})
    place.sync()
    assert (names(world, "maier"), names(world, "0631 555")) == ([], [])
    assert names(world, "meyer 77777") == ["Rosa"]
    world.put(appointment.with_(code="KL-SCND-2345", code_key="KLSCND2345"))
    assert (names(world, "KL-FRST-2345"), names(world, "KL-SCND-2345")) == ([], ["Rosa"])
    check_index(world)


def test_who_was_deleted_is_not_found(world: World) -> None:
    person = world.person("Vergessen, Vera", registered_centre_id="KL", phones=({"number": "+4963155555"},))
    world.booked(person, code="KL-VERG-2345")
    place = world.place()
    assert names(world, "vergessen") == ["Vera"]
    delete(place, person.id)
    place.sync()
    for typed in ("vergessen", "vera", "0631 5", "KL-VERG-2345", "4.2.1941"):
        assert names(world, typed) == []
    check_index(world)
    with world.database.reading() as cursor:
        for table in ("search_person", "search_term"):
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - own tables
            assert cursor.fetchone()[0] == 0


def test_what_a_failing_command_wrote_is_found_by_nobody(world: World) -> None:
    """A command that fails is rolled back; the others of the same transaction stand."""
    from empfang.central.writer import decide  # noqa: PLC0415

    place = world.place()
    place.desk.register_person({"family": "Bleibt"})
    with world.database.writing() as cursor:
        tx = CentralTx(cursor, world.database.flavour, world.wall.moment)
        tx.begin()
        tx.put(Person(id="stays", family="Steht", registered_centre_id="KL"))
        tx.finish(None)
        cursor.execute("SAVEPOINT command")
        checkpoint = tx.checkpoint()
        tx.begin()
        tx.put(Person(id="goes", family="Fällt", registered_centre_id="KL"))
        tx.finish(None)
        cursor.execute("ROLLBACK TO SAVEPOINT command")
        tx.forget(checkpoint)
        tx.take_numbers()
    decide(world.database, world.wall.clock, [(place.id, place.lines())])
    assert [len(found(world, typed).persons) for typed in ("steht", "fällt", "bleibt")] == [1, 0, 1]
    check_index(world)


def test_no_more_than_asked_for_and_whether_there_are_others(world: World) -> None:
    world.put(*[Person(id=f"p{n:03}", family="Viel", given=f"N{n:03}", registered_centre_id="KL") for n in range(50)])
    many = found(world, "viel")
    assert (len(many.persons), many.more) == (MAX_FOUND, True)
    assert [each.given for each in many.persons[:2]] == ["N049", "N048"], "the newest first"
    few = found(world, "viel", limit=3)
    assert ([each.given for each in few.persons], few.more) == (["N049", "N048", "N047"], True)
    exact = found(world, "viel n01")
    assert (len(exact.persons), exact.more) == (10, False)


def test_whole_words_come_before_longer_ones(world: World) -> None:
    world.person("Ottmann, Neu", registered_centre_id="KL")
    world.person("Ott, Alt", registered_centre_id="KL")
    world.person("Otterbach, Neuer", registered_centre_id="KL")
    assert names(world, "ott")[0] == "Alt"


def test_the_rare_is_found_among_thousands_who_share_each_half_of_it(world: World) -> None:
    """More than are compared one by one bear each of the words, and only one person both."""
    made = [Person(id=f"m{n:05}", family="Mayer", given="Alma", registered_centre_id="KL") for n in range(2_500)]
    made += [Person(id=f"s{n:05}", family="Schulz", given="Ines", registered_centre_id="KL") for n in range(2_500)]
    made.append(Person(id="x", family="Mayer", given="Ines", town="Kusel", registered_centre_id="KL"))
    with world.database.writing() as cursor:
        tx = CentralTx(cursor, world.database.flavour, world.wall.moment)
        tx.put_new(list(made))
        tx.finish(None)
        tx.take_numbers()
    for typed in ("mayer ines", "ma in", "ines mayer", "mayer ines kusel"):
        assert [each.person_id for each in found(world, typed).persons][:1] == ["x"], typed


HOSTILE = (
    "'; DROP TABLE search_term; --", "%", "%%", "_ _", "\\", '"', "''", "\0\0", "a\0b", "müller\0", "\U0010ffff" * 3,
    "\ud800x".encode("utf-8", "replace").decode(), "*" * 200, "a " * 100, "1 " * 100, "((((", "[/b][red]", "\x1b[2J",
    "🙂🙂", "ß" * 60, "=~+<@!#", "#KL", "=0402", "@kusel", "NULL", "1e99", "-1", "--",
)  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_there_is_an_answer(world: World, typed: str) -> None:
    some_people(world)
    assert len(found(world, typed).persons) <= MAX_FOUND
    check_index(world)


def test_any_text_finds_at_the_service_whom_it_finds_at_the_desk(small_world: World) -> None:
    """The query language is one: what a reception's box finds in its store the service finds, too."""
    some_people(small_world)
    place = small_world.place()
    letters = st.sampled_from("aäöüßkmüller weis 0149.'-von der山*")

    @given(st.text(letters, min_size=2, max_size=12))
    def same(typed: str) -> None:
        search = place.desk._finding._search
        here = {hit.person_id for hit in search.people(parse(typed), 60)}
        assert {each.person_id for each in found(small_world, typed).persons} == here

    same()


def test_a_restored_backup_finds_the_same_people(world: World, tmp_path: Path) -> None:
    some_people(world)
    world.booked(world.person("Ott, Werner"), code="KL-HANP-Y95H")
    backup.write(world.database, tmp_path / "b", at("10:00"), lambda _done, _all: None)
    other = CentralDatabase(tmp_path / "other.db")
    try:
        backup.restore(other, tmp_path / "b", at("10:05"), lambda _done, _all: None, replace=False)
        with other.reading() as cursor:
            assert are_found(cursor) == must_be_found(cursor, "sqlite")
            assert len(find_persons(cursor, "sqlite", KL, "müller").persons) == 2
            assert find_persons(cursor, "sqlite", KL, "KL-HANP-Y95H").persons[0].by_code
        with other.writing() as cursor:
            tx = CentralTx(cursor, "sqlite", at("10:06"))
            tx.put(Person(id="new", family="Müller", given="Neu", registered_centre_id="KL"))
            tx.finish(None)
            tx.take_numbers()
        with other.reading() as cursor:
            assert find_persons(cursor, "sqlite", KL, "müller").persons[0].given == "Neu"
    finally:
        other.close()


def test_people_of_an_earlier_version_are_found_after_the_migration(tmp_path: Path) -> None:
    (tmp_path / "central.db").write_bytes(kept("service-v1.db.zst"))
    first = CentralDatabase(tmp_path / "central.db")
    try:
        migrate(first, at("12:00"))
        with first.reading() as cursor:
            whole = must_be_found(cursor, "sqlite")
            assert are_found(cursor) == whole
            assert len({person_id for person_id, _, _ in whole}) == 21
    finally:
        first.close()


def test_people_of_an_earlier_version_are_found_on_both_databases(world: World) -> None:
    """As the migration finds them: the tables are made anew from what is there."""
    from alembic.migration import MigrationContext  # noqa: PLC0415
    from alembic.operations import Operations  # noqa: PLC0415

    from empfang.central.migrations.search import make_search  # noqa: PLC0415

    some_people(world)
    world.booked(world.person("Ott, Werner"), code="KL-HANP-Y95H")
    world.person("Nirgends, A")
    with world.database.engine.begin() as connection:
        for table in ("search_person", "search_term"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        with Operations.context(MigrationContext.configure(connection)):
            make_search(world.database.flavour)
    check_index(world)
    assert sorted(names(world, "müller")) == ["Jörg", "Käthe"]


def test_an_import_and_what_vanishes_again_leave_the_index_in_step(world: World) -> None:
    day = [world.booked(world.person(f"Mensch{n}, A", id=f"p{n:03}"), code=f"KL-MNSC-{n:04}") for n in range(5)]
    removed(world, day[:2])
    check_index(world)
    assert found(world, "KL-MNSC-0000").persons == ()
    assert len(found(world, "mensch").persons) == 3


def test_two_appointments_with_one_code_and_one_of_them_gone(world: World) -> None:
    person = world.person()
    first = world.booked(person, code="KL-PAIR-2345")
    world.booked(person, "11:00", code="KL-PAIR-2345")
    removed(world, [first])
    assert found(world, "KL-PAIR-2345").persons[0].person_id == person.id
    check_index(world)


def test_a_name_of_thousands_of_words_is_bounded(world: World) -> None:
    words = " ".join(f"w{n}" for n in range(5_000))
    world.person(f"Lang {words}, A", registered_centre_id="KL")
    with world.database.reading() as cursor:
        cursor.execute("SELECT count(*) FROM search_term")
        assert cursor.fetchone()[0] <= 200
    assert names(world, "lang") == ["A"]


def test_deletions_and_registrations_of_one_moment(world: World) -> None:
    """Registered and deleted in the same batch; and somebody new gets no terms of theirs."""
    place = world.place()
    person_id = place.desk.register_person({"family": "Kurz"})
    with place.store.writing() as writing:
        payload = DeleteRegistration(person_id=person_id, centre_id="KL")
        writing.record(payload, place.desk._stamp(Source.KEYBOARD))
    place.desk.register_person({"family": "Danach"})
    place.sync()
    assert (found(world, "kurz").persons, len(found(world, "danach").persons)) == ((), 1)
    check_index(world)
