"""A rush: 4,680 places on 13 days, 300 clients in bursts. Shortened here; `python -m tests.rush` has all of it."""

from empfang.central.database import CentralDatabase
from tests.rush.run import Outcome, Wish, rush
from tests.rush.scene import DORSTEN, PLACES, contingent_id

ATTEMPTS, CLIENTS = 300, 60


def services(database: CentralDatabase) -> int:
    """Processes of the service: SQLite has one, PostgreSQL as many as are wanted."""
    return 2 if database.flavour == "postgresql" else 1


def assert_was_right(outcome: Outcome) -> None:
    """Nothing was wrong, and there was something that could have been."""
    assert outcome.wrong == [], outcome.told()
    granted = [each for each in outcome.attempts if each.granted]
    assert {each.way for each in granted} == {"online", "phone"}
    assert {each.wanted for each in granted} == {1, 2, 3}, "single places, pairs and parties"
    assert any(each.given_back for each in granted)
    assert sum(each.code == "slot_full" for each in outcome.attempts) > ATTEMPTS / 50, "they were in each other's way"
    assert sum(each.sent for each in outcome.attempts) > len(outcome.attempts), "answers were lost and asked for again"
    refused_online = any(each.code for each in outcome.attempts if (each.kind, each.way) == ("book", "online"))
    assert outcome.looks or not refused_online, "whoever is refused chooses among what is free"
    assert outcome.moments > 3
    assert outcome.pages > ATTEMPTS / 20
    assert sum(outcome.taken.values()) <= PLACES
    assert outcome.taken.keys() == {contingent_id(DORSTEN, way) for way in ("online", "phone")}


def test_in_a_rush_nothing_is_sold_twice_and_every_call_has_one_answer(database: CentralDatabase) -> None:
    assert_was_right(rush(database, Wish(ATTEMPTS, CLIENTS, services=services(database))))


def test_nor_when_the_service_is_killed_in_the_middle(database: CentralDatabase) -> None:
    assert_was_right(rush(database, Wish(ATTEMPTS, CLIENTS, services=services(database), kills=1, seed=2)))
