"""One test run over both implementations of the transaction interface: the desk's and the service's."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

import pytest

from empfang.central.tx import CentralTx
from empfang.commands.tx import Tx
from empfang.model import Appointment, AppointmentStatus, Conflict, Encounter, Person, Phone, ReportedDose, Slot, Source
from tests.times import at
from tests.world import World

Transaction = Callable[[], AbstractContextManager[Tx]]


@pytest.fixture(params=["desk", "service"])
def transaction(request: pytest.FixtureRequest, world: World) -> Transaction:
    """Begins a transaction of either side."""
    place = world.place()

    @contextmanager
    def at_desk() -> Iterator[Tx]:
        with place.store.writing() as writing:
            yield writing.tx

    @contextmanager
    def at_service() -> Iterator[Tx]:
        with world.database.writing() as cursor:
            tx = CentralTx(cursor, world.database.flavour, world.wall.moment)
            yield tx
            tx.finish(None)
            tx.take_numbers()

    return at_desk if request.param == "desk" else at_service


PERSON = Person(
    id="p1",
    family="[/b]'; DROP TABLE person; --",
    given="Öztürk \x1b[31m\u202e %s ? :name",
    birth_date=date(1941, 2, 4),
    phones=(Phone(number="+4917604069020", kind="mobile", whose="Tochter"),),
    reported_doses=(ReportedDose(given_on=date(2021, 6, 1), vaccine="Comirnaty"),),
    standby=False,
    registered_at=at("08:00"),
)
APPOINTMENT = Appointment(
    id="a1", person_id="p1", centre_id="KL", start=at("09:40"), status=AppointmentStatus.BOOKED, code="KL-1"
)


def test_what_is_put_is_got_back_as_it_was(transaction: Transaction) -> None:
    records = [
        PERSON,
        APPOINTMENT,
        Slot(id="s1", centre_id="KL", start=at("09:40"), capacity={"KL:online": 3, "KL:phone": 0}),
        Encounter(
            id="e1", person_id="p1", centre_id="KL", day=date(2021, 12, 15), day_number="3-042", desk_id="d",
            operator_id="o", arrived_at=at("09:41"), source=Source.SCAN, late=True,
        ),
        Conflict(id="c1", conflict_kind="x", centre_id="KL", person_id="p1", raised_at=at("09:41"), facts={"a": [1]}),
    ]  # fmt: skip
    with transaction() as tx:
        for record in records:
            tx.put(record)
    with transaction() as tx:
        for record in records:
            assert record.same_as(tx.get(type(record), record.id))


def test_what_is_not_there_is_none(transaction: Transaction) -> None:
    with transaction() as tx:
        assert tx.get(Person, "nobody") is None
        assert tx.find(Appointment, person_id="nobody") == []
        tx.delete(Person, "nobody")


def test_a_transaction_sees_its_own_writes(transaction: Transaction) -> None:
    with transaction() as tx:
        tx.put(PERSON)
        tx.put(PERSON.with_(street="Neu"))
        found = tx.get(Person, "p1")
        assert found is not None
        assert found.street == "Neu"
        tx.put(APPOINTMENT)
        assert [each.id for each in tx.find(Appointment, person_id="p1")] == ["a1"]
        tx.delete(Appointment, "a1")
        assert tx.get(Appointment, "a1") is None
        assert tx.find(Appointment, person_id="p1") == []


def test_found_records_come_in_the_order_of_ids_and_by_all_conditions(transaction: Transaction) -> None:
    with transaction() as tx:
        for number in (3, 1, 2):
            tx.put(APPOINTMENT.with_(id=f"a{number}", centre_id="KL" if number < 3 else "DA"))
        assert [each.id for each in tx.find(Appointment, person_id="p1")] == ["a1", "a2", "a3"]
        assert [each.id for each in tx.find(Appointment, person_id="p1", centre_id="DA")] == ["a3"]
        assert [each.id for each in tx.find(Appointment, status="booked", centre_id="KL")] == ["a1", "a2"]


def test_a_failed_transaction_leaves_nothing(transaction: Transaction) -> None:
    class FailedError(Exception):
        pass

    def put_and_fail() -> None:
        with transaction() as tx:
            tx.put(PERSON)
            raise FailedError

    with pytest.raises(FailedError):
        put_and_fail()
    with transaction() as tx:
        assert tx.get(Person, "p1") is None


def test_a_store_that_is_opened_again_knows_everything(small_world: World, tmp_path: Path) -> None:
    place = small_world.place()
    with place.store.writing() as writing:
        writing.tx.put(PERSON)
    place.restart()
    assert PERSON.same_as(place.desk.page("p1").person)  # type: ignore[union-attr]
    assert b"SQLite format 3" not in (place.folder / "desk.db").read_bytes()[:100]
    for file in place.folder.iterdir():
        if file.name.startswith("desk.db"):
            assert "Öztürk".encode() not in file.read_bytes()
