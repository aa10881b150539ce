"""Search over the whole store, in an encrypted database."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from empfang.model import RECORDS, Appointment, Person, Phone
from empfang.rows import Rows, record_table
from empfang.rules.query import parse
from empfang.store import search
from empfang.store.search import Hit, Search, SearchIndex


class Desk:
    """A database with people, and search in it through a second connection."""

    def __init__(self, folder: Path) -> None:
        self.connections = [self._connect(folder / "desk.db") for _ in range(2)]
        self.writer, reader = (connection.cursor() for connection in self.connections)
        for record in RECORDS.values():
            for statement in record_table(record, "sqlite").definition():
                self.writer.execute(statement)
        for statement in search.DEFINITION:
            self.writer.execute(statement)
        self.index = SearchIndex(self.writer)
        self.search = Search(reader)

    @staticmethod
    def _connect(path: Path) -> Any:
        connection = dbapi2.connect(str(path), isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{'5a' * 32}'\"")
        connection.execute("PRAGMA journal_mode = WAL")
        return connection

    def close(self) -> None:
        for connection in self.connections:
            connection.close()

    def put(self, *people: Person) -> None:
        Rows(self.writer, "sqlite").put_many(people)
        self.index.put(people)

    def find(self, typed: str, limit: int = 60, skip: frozenset[str] = frozenset()) -> list[str]:
        return ids(self.search.people(parse(typed), limit, skip))

    def like(self, typed: str) -> list[str]:
        while self.search.learn_words():
            pass
        exact = self.search.people(parse(typed))
        return ids(self.search.similar(parse(typed), skip=frozenset(ids(exact))))

    def check(self) -> None:
        """The index holds exactly what the people are found by: SQLite compares both."""
        self.writer.execute("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")

    def all_rows(self) -> list[Any]:
        return list(
            self.writer.execute("SELECT person_id, family, given, birth_date, terms FROM search_person ORDER BY 1")
        )

    def words(self) -> set[str]:
        return {row[0] for row in self.writer.execute("SELECT word FROM search_word")}


def ids(hits: list[Hit]) -> list[str]:
    return [hit.person_id for hit in hits]


def person(name: str, born: str = "1941-02-01", phone: str = "", town: str = "") -> Person:
    """`Given Family`, whose id is the name."""
    given, _, family = name.rpartition(" ")
    phones = (Phone(number=phone),) if phone else ()
    return Person(id=name, family=family, given=given, birth_date=date.fromisoformat(born), phones=phones, town=town)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def test_found_in_every_writing(desk: Desk) -> None:
    desk.put(person("Anna Müller"), person("Jan Mueller"), person("Eva Möller"))
    for typed in ("mueller", "Müller", "muller", "MÜLLER", "mü", "mulle"):
        assert sorted(desk.find(typed)) == ["Anna Müller", "Jan Mueller"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("weiss", "Anna Weiß"),
        ("oeztuerk", "Ali Öztürk"),
        ("ozturk ali", "Ali Öztürk"),
        ("groß-gerau", "Eva Groß-Gerau"),
        ("gerau", "Eva Groß-Gerau"),
        ("d'angelo", "Rosa d'Angelo"),
        ("angelo", "Rosa d'Angelo"),
        ("Łukasz", "Łukasz Nowak"),
        ("lukasz now", "Łukasz Nowak"),
        ("zimm ann", "Anna Zimmermann"),
        ("zimmermann a", "Anna Zimmermann"),
        ("1.2.41 zimm", "Anna Zimmermann"),
        ("zimm 41", "Anna Zimmermann"),
        ("9020", "Anna Zimmermann"),
        ("0176 04", "Anna Zimmermann"),
        ("0049 176 040", "Anna Zimmermann"),
        ("landstuhl", "Anna Zimmermann"),
    ],
)
def test_found_among_others(desk: Desk, typed: str, name: str) -> None:
    others = ["Anna Weiß", "Ali Öztürk", "Eva Groß-Gerau", "Rosa d'Angelo", "Łukasz Nowak", "Zoë Becker"]
    desk.put(*(person(other, "1950-12-31") for other in others))
    desk.put(person("Anna Zimmermann", phone="+4917604069020", town="Landstuhl"))
    assert desk.find(typed) == [name]


def test_particles_of_a_name(desk: Desk) -> None:
    desk.put(person("Anna von der Heide").with_(family="von der Heide", given="Anna"), person("Udo Heidemann"))
    assert desk.find("von der Heide") == desk.find("vonderheide") == ["Anna von der Heide"]
    assert desk.find("heide") == ["Anna von der Heide", "Udo Heidemann"]


def test_whole_words_before_longer_ones_then_by_name(desk: Desk) -> None:
    desk.put(person("Udo Meierhofer"), person("Eva Meier"), person("Anna Meier"), person("Ina Meiers"))
    assert desk.find("meier") == ["Anna Meier", "Eva Meier", "Udo Meierhofer", "Ina Meiers"]
    assert desk.find("meier", limit=3) == ["Anna Meier", "Eva Meier", "Udo Meierhofer"]


def test_all_readings_of_digits_the_best_first(desk: Desk) -> None:
    desk.put(
        person("Ina End", "1960-05-05", phone="+496311010241"),
        person("Ina Date", "1941-02-01"),
        person("Ina Begin", "1960-05-05", phone="+4910241777"),
        person("Ina Other", "1960-05-05", phone="+49631555555"),
    )
    assert desk.find("010241") == ["Ina Date", "Ina End", "Ina Begin"]


def test_skipped_people_leave_their_places_to_others(desk: Desk) -> None:
    desk.put(*(person(f"A{number:03} Meier") for number in range(200)))
    skip = frozenset(f"A{number:03} Meier" for number in range(150))
    assert desk.find("mei", 20, skip) == [f"A{number:03} Meier" for number in range(150, 170)]


@pytest.mark.parametrize("number", [3, 40])
def test_a_long_beginning_of_few_or_many_names(desk: Desk, number: int) -> None:
    letters = "abcdefghijklmnopqrstuvwxyzäöüßåçéñøł"
    names = [f"Ina Zimmermann{one}{two}" for one in letters for two in "xy"][:number]
    desk.put(*(person(name) for name in names), person("Ina Zimmer"))
    assert sorted(desk.find("zimmermann ina")) == sorted(names)


def test_nothing_for_one_letter(desk: Desk) -> None:
    desk.put(person("Anna Meier"))
    assert desk.find("m") == []
    assert desk.find("me") == ["Anna Meier"]


def test_a_hit_says_who_it_is(desk: Desk) -> None:
    desk.put(person("Anna Meier"), Person(id="2", family="Meier"))
    found = desk.search.people(parse("meier"))
    assert found == [Hit("2", "Meier", "", None), Hit("Anna Meier", "Meier", "Anna", date(1941, 2, 1))]


def test_sound_alikes_after_exact_ones(desk: Desk) -> None:
    desk.put(*(person(f"Anna {family}") for family in ("Schmidt", "Schmid", "Schmitt", "Schneider")))
    assert desk.find("schmitt") == ["Anna Schmitt"]
    assert desk.like("schmitt") == ["Anna Schmidt", "Anna Schmid"]
    assert desk.like("schmitt anna 41") == ["Anna Schmidt", "Anna Schmid"]
    assert desk.like("schmitt anna 42") == []


def test_one_typo(desk: Desk) -> None:
    desk.put(person("Anna Zimmermann"), person("Ali Öztürk"))
    assert desk.like("zimermann") == ["Anna Zimmermann"]
    assert desk.like("öztrük ali") == ["Ali Öztürk"]
    assert desk.like("beckenbauer") == []


def test_every_similar_name_has_a_share(desk: Desk) -> None:
    desk.put(*(person(f"A{number} Schmidt") for number in range(50)), person("Anna Schmid"))
    assert "Anna Schmid" in desk.like("schmitt")


def test_words_of_names_are_learnt_in_portions_and_each_once(desk: Desk) -> None:
    names = [
        f"Ab{chr(97 + one)}{chr(97 + two)}{chr(97 + three)}"
        for one in range(8)
        for two in range(16)
        for three in range(16)
    ]
    desk.put(*(Person(id=name, family=name) for name in names))
    portions = 1
    while desk.search.learn_words():
        portions += 1
    assert portions == 3
    assert desk.like("Xbaaa") == ["Abaaa"]
    desk.put(person("Anna Zimmermann"))
    assert not desk.search.learn_words()
    assert desk.like("zimerman") == ["Anna Zimmermann"]


def test_similar_names_know_who_came_later(desk: Desk) -> None:
    desk.put(person("Anna Weber"))
    assert desk.like("schmitt") == []
    desk.put(person("Anna Schmidt"))
    assert desk.like("schmitt") == ["Anna Schmidt"]


def test_a_changed_person_is_found_by_the_new_name_only(desk: Desk) -> None:
    before = person("Anna Meier", phone="+4917604069020")
    desk.put(before, person("Eva Meier"))
    desk.put(before.with_(family="Schulz", birth_date=date(1950, 3, 4)))
    assert desk.find("meier") == ["Eva Meier"]
    assert desk.find("schulz 50") == desk.find("9020") == ["Anna Meier"]
    desk.check()


def test_what_is_shown_changes_also_when_the_terms_stay(desk: Desk) -> None:
    before = person("Anna Mueller")
    desk.put(before)
    desk.put(before.with_(family="Müller"))
    assert [hit.family for hit in desk.search.people(parse("muller"))] == ["Müller"]
    desk.check()


def test_unchanged_people_write_nothing(desk: Desk) -> None:
    desk.put(person("Anna Meier"))
    before = desk.connections[0].total_changes
    desk.index.put([person("Anna Meier").with_(email="anna@example.org")])
    assert desk.connections[0].total_changes == before


def test_removed_people_and_their_rare_names_are_forgotten(desk: Desk) -> None:
    desk.put(person("Anna Meier"), person("Eva Meier"), person("Udo Rarename"))
    desk.index.remove(["Udo Rarename", "Anna Meier", "nobody"])
    assert desk.find("rarename") == desk.find("udo") == []
    assert desk.find("meier") == ["Eva Meier"]
    assert desk.words() == {"eva", "meier"}
    desk.check()


def test_the_check_sees_an_index_that_lags_behind(desk: Desk) -> None:
    desk.put(person("Anna Meier"))
    desk.writer.execute("UPDATE search_person SET terms = 'schulz'")
    with pytest.raises(dbapi2.DatabaseError):
        desk.check()


def test_a_transaction_taken_back_leaves_nothing(desk: Desk) -> None:
    desk.put(person("Anna Meier"))
    desk.writer.execute("BEGIN IMMEDIATE")
    desk.put(person("Anna Meier").with_(family="Schulz"), person("Eva Neu"))
    desk.writer.execute("ROLLBACK")
    assert desk.find("meier") == ["Anna Meier"]
    assert desk.find("schulz") == desk.find("neu") == []
    desk.check()


def test_reading_sees_nothing_unfinished_and_does_not_wait(desk: Desk) -> None:
    desk.put(person("Anna Meier"))
    desk.writer.execute("BEGIN IMMEDIATE")
    desk.put(person("Eva Meier"))
    assert desk.find("meier") == ["Anna Meier"]
    desk.writer.execute("COMMIT")
    assert desk.find("meier") == ["Anna Meier", "Eva Meier"]


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.sampled_from(["put", "put", "put", "remove"]),
        st.sampled_from(["Müller", "Groß-Gerau", "d'Angelo", "", "%", "Łuk 🙂", "Rao-Evers"])
        | st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
        st.sampled_from(["+4917604069020", "110", "keine", "+43664123"]),
    ),
    max_size=30,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PEOPLE)
def test_kept_step_by_step_or_built_anew_the_index_is_the_same(desk: Desk, steps: list[tuple[str, ...]]) -> None:
    rows = Rows(desk.writer, "sqlite")
    for person_id, step, name, number in steps:
        if step == "put":
            desk.put(Person(id=person_id, family=name, given="Anna", phones=(Phone(number=number),)))
        else:
            desk.index.remove([person_id])
            rows.delete(Person, person_id)
    desk.check()
    kept, words = desk.all_rows(), desk.words()
    assert desk.index.rebuild() == len(kept)
    desk.check()
    assert (desk.all_rows(), desk.words()) == (kept, words)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PEOPLE, min_size=1, max_size=5))
def test_whoever_goes_and_comes_in_one_transaction_is_found_and_so_is_everybody_else(
    desk: Desk, transactions: list[list[tuple[str, ...]]]
) -> None:
    """As when a desk takes in what the service says: own people go, and come back among others."""
    for steps in transactions:
        desk.writer.execute("BEGIN IMMEDIATE")
        for person_id, step, name, number in steps:
            if step == "put":
                desk.put(Person(id=person_id, family=f"Kaya {name}", given="Anna", phones=(Phone(number=number),)))
            else:
                desk.index.remove([person_id])
                Rows(desk.writer, "sqlite").delete(Person, person_id)
        desk.writer.execute("COMMIT")
        desk.check()
        found = {each.person_id for each in desk.search.people(parse("kaya"))}
        assert found == {row[0] for row in desk.all_rows()}


@pytest.mark.parametrize(
    "name",
    ["[/b]", "'; --", "%%", "**", '""', "NEAR(", "x OR y", "\x1b[31m", "a\x00b", "N" * 300, "👍👍", "^a*"],
)
def test_hostile_names_are_found_as_they_are_written(desk: Desk, name: str) -> None:
    desk.put(Person(id="hostile", family=name), person("Zoë Weber"))
    assert desk.find(name) == ["hostile"]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30) | st.text("0123456789+-./() ", max_size=20))
def test_nothing_typed_raises(desk: Desk, typed: str) -> None:
    query = parse(typed)
    assert desk.search.people(query) == desk.search.similar(query) == []
    assert desk.search.by_code(query.code, prefix=True) == []


def booking(code_key: str) -> Appointment:
    return Appointment(id=code_key, person_id="p", centre_id="KL", code_key=code_key)


def test_by_code_and_by_its_beginning(desk: Desk) -> None:
    Rows(desk.writer, "sqlite").put_many(booking(key) for key in ("KLAAAA2", "KLAAAA", "KLAAAB", "KLZ", ""))

    def found(key: str, *, prefix: bool, limit: int = 9) -> list[str]:
        return [appointment.code_key for appointment in desk.search.by_code(key, prefix=prefix, limit=limit)]

    assert found("KLAAAA", prefix=False) == ["KLAAAA"]
    assert found("KLAA", prefix=True) == ["KLAAAA", "KLAAAA2", "KLAAAB"]
    assert found("KLAA", prefix=True, limit=1) == ["KLAAAA"]
    assert found("KLAA", prefix=False) == found("", prefix=True) == found("", prefix=False) == []
