"""What the observers of a rush must notice, done by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from empfang.central.database import CentralDatabase
from empfang.central.tx import CentralTx
from empfang.model import Appointment, AppointmentStatus, Communication, Slot
from tests.rush.checks import broken
from tests.rush.clients import Attempt
from tests.rush.observer import look
from tests.rush.planted import FAULTS, plant
from tests.rush.scene import DORSTEN, OPENED, contingent_id, days, make, slot_id, starts

ONLINE = contingent_id(DORSTEN, "online")
FIRST = slot_id(DORSTEN, next(starts(days()[0])))
Write = Callable[..., list[str]]
"""Writes something at the service, and gives what the observer says."""
LAST = slot_id(DORSTEN, next(starts(days()[-1])))


def appointment(number: int, slot: str = FIRST, **more: object) -> Appointment:
    """A place that somebody has."""
    return Appointment.of(
        {
            "id": f"a{number}",
            "person_id": f"p{number}",
            "centre_id": DORSTEN,
            "slot_id": slot,
            "contingent_id": ONLINE,
            "code": f"c{number}",
            **more,
        }
    )


def confirmation(*ids: str) -> Communication:
    """The one of these appointments."""
    return Communication(
        id=f"of {ids}",
        person_id="p",
        centre_id=DORSTEN,
        appointment_ids=ids,
        channel="",
        made_at=OPENED,
        state_at=OPENED,
    )


@pytest.fixture
def rushed(sqlite_database: CentralDatabase) -> Write:
    """A service in which three bookings were made."""
    make(sqlite_database, (DORSTEN,), 1)

    def write(how: Callable[[CentralTx], None], *, told: bool = True) -> list[str]:
        with sqlite_database.writing() as cursor:
            tx = CentralTx(cursor, sqlite_database.flavour, OPENED)
            how(tx)
            if told:
                tx.finish(None)
                tx.take_numbers()
        return look(sqlite_database).wrong

    def usual(tx: CentralTx) -> None:
        for each in (
            appointment(1),
            appointment(2),
            appointment(3, series_id="s"),
            appointment(4, LAST, series_id="s"),
        ):
            tx.put(each)
        for ids in (("a1",), ("a2",), ("a3", "a4")):
            tx.put(confirmation(*ids))

    assert write(usual) == []
    return write


def test_a_place_beyond_the_capacity_is_seen(rushed: Write) -> None:
    def too_many(tx: CentralTx) -> None:
        for number in range(10, 16):
            tx.put(appointment(number))
            tx.put(confirmation(f"a{number}"))

    assert "9 of 8 places are taken" in rushed(too_many)[0]


def test_a_count_that_is_not_true_is_seen(rushed: Write) -> None:
    def miscount(tx: CentralTx) -> None:
        slot = tx.get(Slot, FIRST)
        assert slot is not None
        tx.rows.put(slot.with_(taken={ONLINE: 2}))

    assert "where 3 of DOR:online are taken" in rushed(miscount, told=False)[0]


def test_free_places_that_are_not_there_are_seen(rushed: Write) -> None:
    def forget(tx: CentralTx) -> None:
        tx.cursor.execute("UPDATE free_place SET free = free + 1 WHERE slot_id = ?", (FIRST,))

    assert "other places are told to be free" in rushed(forget, told=False)[0]


def test_half_a_pair_and_half_a_booking_are_seen(rushed: Write) -> None:
    wrong = rushed(lambda tx: tx.delete(Appointment, "a4"))
    assert [each.partition(":")[0] for each in wrong] == ["half a pair", "confirmed and not there"]


def test_what_was_answered_is_compared_with_what_is_there(rushed: Write, sqlite_database: CentralDatabase) -> None:
    same = {"slot_id": FIRST, "contingent_id": ONLINE}
    granted = [{"appointment_id": f"a{n}", "person_id": f"p{n}", "code": f"c{n}", **same} for n in (1, 2)]
    right = [
        *(Attempt("book", "phone", 1, ["yes"], granted=[each]) for each in granted),
        Attempt("book", "phone", 2, ["yes"], granted=[
            {"appointment_id": "a3", "person_id": "p3", "code": "c3", **same},
            {"appointment_id": "a4", "person_id": "p4", "code": "c4", **same, "slot_id": LAST},
        ]),
    ]  # fmt: skip
    assert broken(right, sqlite_database) == []
    wrong = {
        "granted and not there": [*right, Attempt("book", "phone", 1, ["yes"], granted=[{"appointment_id": "a9"}])],
        "there and never granted": right[:2],
        "granted twice": [*right, right[0]],
        "book (phone): 2 answers": [Attempt("book", "phone", 1, ["yes", "no"], granted=[granted[0]]), *right[1:]],
        "book (phone): 0 answers": [*right, Attempt("book", "phone", 1)],
        "1 of 2 places": [Attempt("book", "phone", 2, ["yes"], granted=[granted[0]]), *right[1:]],
        "other than was granted": [
            Attempt("book", "phone", 1, ["yes"], granted=[granted[0]], given_back=True), *right[1:]
        ],
    }  # fmt: skip
    for said, attempts in wrong.items():
        assert any(each.startswith(said) for each in broken(attempts, sqlite_database)), said
    rushed(lambda tx: tx.put(appointment(1, status=AppointmentStatus.CANCELLED, revision=1)))
    assert (
        broken(
            [Attempt("book", "phone", 1, ["yes"], granted=[granted[0]], given_back=True), *right[1:]], sqlite_database
        )
        == []
    )


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_still_fits(name: str, tmp_path: Path) -> None:
    plant(name, tmp_path)
