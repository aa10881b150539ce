"""What a desk shows is the service's word with its unsettled commands on top: the short way equals the long one."""

from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from empfang.central.database import CentralDatabase
from empfang.desk import Admission
from empfang.model import Appointment, DoseKind, Encounter, Person
from empfang.store import Store
from empfang.store.rebase import all_subjects, rework
from empfang.store.tx import DeskTx
from tests.world import Place, World

PEOPLE = 4


def everything(place: Place) -> dict[str, list[Any]]:
    """All that a desk's store holds of records and images."""
    run = place.store.database.connection.execute
    images = run("SELECT kind, record_id, subject, body FROM image ORDER BY kind, record_id").fetchall()
    return {**place.state(), "images": images}


def shown_the_long_way(place: Place) -> dict[str, list[Any]]:
    """Everything restored and applied anew, in a transaction that is thrown away."""

    class ThrowAwayError(Exception):
        pass

    found: dict[str, list[Any]] = {}
    try:
        with place.store.database.writing() as cursor:
            rework(DeskTx(cursor), all_subjects(cursor), lambda: None)
            found = everything(place)
            raise ThrowAwayError
    except ThrowAwayError:
        return found


class DesksAndService(RuleBasedStateMachine):
    """Two desks do what clerks do; answers get lost; pages are small; now and then a desk is started anew."""

    folder: Path

    @initialize()
    def begin(self) -> None:
        import tempfile  # noqa: PLC0415 - one folder per run of the machine

        self.folder = Path(tempfile.mkdtemp())
        self.world = World(CentralDatabase(self.folder / "central.db"), self.folder)
        slot = self.world.slot("09:40", capacity=PEOPLE)
        self.free = self.world.slot("11:00", capacity=1)
        for number in range(PEOPLE):
            person = self.world.person(f"Mensch{number}, A", id=f"p{number}")
            self.world.booked(person, id=f"a{number}", slot_id=slot.id, contingent_id="KL:online")
        self.places = [self.world.place(), self.world.place()]

    def teardown(self) -> None:
        import shutil  # noqa: PLC0415

        for place in self.places:
            for _ in range(3):
                place.sync()
        self.world.settle()
        self.world.settle()
        try:
            self.world.assert_all_equal()
            for place in self.places:
                assert place.unsent() == 0
                assert everything(place)["images"] == []
        finally:
            self.world.close()
            shutil.rmtree(self.folder)

    @rule(desk=st.integers(0, 1), person=st.integers(0, PEOPLE - 1))
    def admit(self, desk: int, person: int) -> None:
        self.world.wall.go_on(seconds=1)
        self.places[desk].desk.admit(f"p{person}", f"a{person}")

    @rule(desk=st.integers(0, 1), person=st.integers(0, PEOPLE - 1))
    def admit_again(self, desk: int, person: int) -> None:
        self.places[desk].desk.admit(f"p{person}", f"a{person}", readmission_reason="wieder da")

    @rule(desk=st.integers(0, 1), which=st.integers(0, 20))
    def undo(self, desk: int, which: int) -> None:
        visits = self.places[desk].records(Encounter)
        if visits:
            self.places[desk].desk.undo(visits[which % len(visits)].id)

    @rule(desk=st.integers(0, 1), which=st.integers(0, 20))
    def leave(self, desk: int, which: int) -> None:
        visits = self.places[desk].records(Encounter)
        if visits:
            self.world.wall.go_on(seconds=1)
            self.places[desk].desk.left(visits[which % len(visits)].id)

    @rule(desk=st.integers(0, 1), which=st.integers(0, 20))
    def cancel(self, desk: int, which: int) -> None:
        appointments = self.places[desk].records(Appointment)
        self.places[desk].desk.cancel(appointments[which % len(appointments)].id)

    @rule(desk=st.integers(0, 1), person=st.integers(0, PEOPLE - 1), street=st.sampled_from(["Eins", "Zwei"]))
    def change(self, desk: int, person: int, street: str) -> None:
        self.places[desk].desk.change_person(f"p{person}", {"street": street})

    @rule(desk=st.integers(0, 1), person=st.integers(0, PEOPLE - 1))
    def book(self, desk: int, person: int) -> None:
        self.places[desk].desk.book(f"p{person}", self.free.id, "KL:online", DoseKind.BOOSTER)

    @rule(desk=st.integers(0, 1), limit=st.integers(1, 4), lost=st.booleans())
    def push(self, desk: int, limit: int, *, lost: bool) -> None:
        self.places[desk].push(limit, lose_answer=lost)

    @rule(desk=st.integers(0, 1), limit=st.integers(1, 5))
    def pull(self, desk: int, limit: int) -> None:
        self.places[desk].pull(limit)

    @rule(desk=st.integers(0, 1))
    def restart(self, desk: int) -> None:
        self.places[desk].restart()

    @rule(desk=st.integers(0, 1))
    def download_again(self, desk: int) -> None:
        self.places[desk].download()

    @invariant()
    def the_short_way_shows_what_the_long_one_would(self) -> None:
        for place in getattr(self, "places", []):
            assert everything(place) == shown_the_long_way(place)

    @invariant()
    def nothing_leaves_the_outbox_without_a_verdict(self) -> None:
        for place in getattr(self, "places", []):
            run = place.store.database.connection.execute
            assert (
                run("SELECT count(*) FROM outbox WHERE settled_at IS NOT NULL AND verdict IS NULL").fetchone()[0] == 0
            )


TestDesksAndService = pytest.mark.filterwarnings("ignore::ResourceWarning")(DesksAndService.TestCase)
TestDesksAndService.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def test_a_pull_before_the_verdict_changes_nothing_on_the_screen(small_world: World) -> None:
    person = small_world.person()
    small_world.booked(person)
    place = small_world.place()
    admission = place.desk.admit(person.id, None)
    assert isinstance(admission, Admission)
    place.push(lose_answer=True)
    before = [(type(r), r.id, cast(Any, r).state) for r in place.records(Encounter)]
    place.pull()
    assert [(type(r), r.id, cast(Any, r).state) for r in place.records(Encounter)] == before
    assert place.unsent() == 1
    place.push()
    assert everything(place)["images"] == []
    small_world.assert_all_equal()


def test_my_change_that_the_feed_brought_is_not_a_conflict_when_somebody_changed_it_on(small_world: World) -> None:
    """My answer was lost; meanwhile another desk changed the same field further: nothing contradicts."""
    person = small_world.person(registered_centre_id="KL", street="Alt")
    one, other = small_world.place(), small_world.place()
    one.desk.change_person(person.id, {"street": "Eins"})
    one.push(lose_answer=True)
    other.pull()
    other.desk.change_person(person.id, {"street": "Zwei"})
    other.sync()
    one.pull()
    assert [cast(Person, p).street for p in one.records(Person)] == ["Zwei"]
    assert everything(one)["conflict"] == []
    one.push()
    small_world.settle()
    small_world.assert_all_equal()


def test_a_command_that_writes_about_somebody_it_does_not_concern_is_a_programming_error(small_world: World) -> None:
    place = small_world.place()
    store: Store = place.store
    with store.database.writing() as cursor:
        tx = DeskTx(cursor)
        tx.applying(1, ("p1",))
        with pytest.raises(AssertionError):
            tx.put(Person(id="p2", family="Fremd"))
