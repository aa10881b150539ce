"""One field three ways, and the order in which people change places."""

from random import Random
from typing import Any

import pytest

from empfang.exchange.corrections import leaving_first
from empfang.exchange.differing import Answer, three_ways
from empfang.exchange.fields import Field
from empfang.exchange.said import BOOKING_FIELDS, PERSON_FIELDS, Said

ONE = {"number": "+4963131019101", "kind": "home", "whose": "own"}
MOBILE = {"number": "+4917139201101", "kind": "mobile", "whose": "own"}
KEEP, TAKE, COLLIDE = Answer.KEEP, Answer.TAKE, Answer.COLLIDE


@pytest.mark.parametrize(
    ("name", "base", "mine", "theirs", "answer"),
    [
        ("town", "Kaiserslautern", "Kaiserslautern", "Kaiserslautern", KEEP),
        ("town", "Kaiserslautern", "Kaiserslautern", "Landstuhl", TAKE),
        ("town", "Kaiserslautern", "Landstuhl", "Kaiserslautern", KEEP),
        ("town", "Kaiserslautern", "Landstuhl", "Landstuhl", KEEP),
        ("town", "Kaiserslautern", "Landstuhl", "Schopp", COLLIDE),
        ("town", "", "Landstuhl", "Schopp", COLLIDE),
        ("town", "", "", "Schopp", TAKE),
        ("town", "Schopp", "Schopp", "", TAKE),
        ("family", "Mueller", "Mueller", "Müller", TAKE),
        ("family", "Müller", "Müller", "Mueller", KEEP),
        ("family", "Müller", "Müller", "MÜLLER", KEEP),
        ("family", "M?ller", "M?ller", "Müller", TAKE),
        ("family", "Müller", "Müller", "M?ller", KEEP),
        ("family", "M?ller", "Müller", "M?ller", KEEP),
        ("family", "M?ller", "Möller", "Müller", COLLIDE),
        ("family", "Müller", "Müller", "Möller", TAKE),
        ("family", "李", "李", "王", TAKE),
        ("birth_date", "1941-02-04", "1941-02-04", "1914-02-04", TAKE),
        ("birth_date", "1916-02-04", "1916-02-04", "2016-02-04", COLLIDE),
        ("birth_date", "2016-02-04", "1916-02-04", "2016-02-04", KEEP),
        ("phones", [ONE, MOBILE], [ONE, MOBILE], [MOBILE, ONE], KEEP),
        ("phones", [ONE], [ONE], [{**ONE, "kind": "mobile"}], KEEP),
        ("phones", [ONE], [ONE], [MOBILE], TAKE),
        ("phones", [ONE], [ONE, MOBILE], [MOBILE], COLLIDE),
        ("needs", ["Rollstuhl", "Englisch"], ["Rollstuhl", "Englisch"], ["Englisch", "Rollstuhl"], KEEP),
        ("standby", None, None, True, TAKE),
        ("standby", True, False, None, COLLIDE),
        ("standby", True, True, None, TAKE),
    ],
)
def test_a_field_three_ways(name: str, base: Any, mine: Any, theirs: Any, answer: Answer) -> None:
    assert three_ways(name, base, mine, theirs) is answer


def said(told: set[Field], **values: Any) -> Said:
    person = dict.fromkeys(PERSON_FIELDS, "") | {name: values[name] for name in values if name in PERSON_FIELDS}
    booking = dict.fromkeys((*BOOKING_FIELDS, "start", "vaccine")) | {"cancelled": values.get("cancelled", False)}
    return Said(person, booking, frozenset(told))


def test_a_column_that_is_not_there_says_nothing() -> None:
    before = said({Field.FAMILY, Field.EMAIL}, family="Kurz", email="eva@example.net")
    now = said({Field.FAMILY}, family="Lang", email="").over(before)
    assert (now.person["family"], now.person["email"]) == ("Lang", "eva@example.net")
    assert now.told == {Field.FAMILY, Field.EMAIL}


def test_numbers_of_a_missing_column_are_not_gone() -> None:
    before = said({Field.PHONE, Field.MOBILE}, phones=[ONE, MOBILE])
    assert said({Field.PHONE}, phones=[ONE]).over(before).person["phones"] == [ONE, MOBILE]
    assert said({Field.PHONE, Field.MOBILE}, phones=[ONE]).over(before).person["phones"] == [ONE]


def test_who_somebody_is_is_not_given_up_for_an_empty_cell() -> None:
    before = said({Field.FAMILY, Field.BIRTH_DATE}, family="Kurz", given="Eva", birth_date="1950-02-01")
    now = said({Field.FAMILY, Field.BIRTH_DATE}, family="Kurz", given="", birth_date=None).over(before)
    assert (now.person["given"], now.person["birth_date"]) == ("Eva", "1950-02-01")


def test_what_was_said_is_kept_and_read_again() -> None:
    one = said({Field.FAMILY}, family="Öztürk", phones=[ONE])
    assert Said.from_text(one.as_text()) == one
    assert Said.from_text("") is None


@pytest.mark.parametrize("seed", range(20))
def test_who_leaves_a_time_goes_before_who_comes_to_it(seed: int) -> None:
    random = Random(seed)
    places: list[tuple[Any, Any]] = [(number, "x") for number in range(12)]
    moves = [(*random.sample(places, 2), number) for number in range(15)]
    order = leaving_first(moves)
    assert sorted(order) == list(range(15))
    chain = [(places[n], places[n + 1], n) for n in range(11)]
    random.shuffle(chain)
    assert leaving_first(chain) == list(range(10, -1, -1))
