"""The open card while other desks go on working: what they did stays, and is seen."""

from typing import cast

from empfang.model import Person
from empfang.screens.open_card import OpenCard
from tests.screens.conftest import Front


def opened(front: Front, name: str) -> tuple[OpenCard, Person]:
    [person] = [each for each in map(_person, front.here.records(Person)) if each.given == name]
    card = OpenCard(front.here.desk, lambda: 0.0, lambda: False)
    card.open(person.id, None)
    return card, person


def _person(record: object) -> Person:
    return cast(Person, record)


def synced(front: Front, card: OpenCard, *changed: tuple[str, str]) -> None:
    front.other.sync()
    front.here.sync()
    card.took_in(set(changed))


def needs(front: Front, person: Person) -> tuple[str, ...]:
    return next(each.needs for each in map(_person, front.here.records(Person)) if each.id == person.id)


def test_a_need_noted_elsewhere_while_the_question_is_open_stays(front: Front) -> None:
    card, person = opened(front, "Ayşe")
    front.other.desk.change_person(person.id, {"needs": ("wheelchair",)})
    synced(front, card, ("person", person.id))
    card.change_needs((), ("interpreter",))
    assert needs(front, person) == ("wheelchair", "interpreter")


def test_needs_that_nobody_touched_keep_their_order(front: Front) -> None:
    card, person = opened(front, "Ayşe")
    card.change_needs((), ("interpreter", "wheelchair"))
    card.change_needs(("interpreter", "wheelchair"), ("wheelchair", "interpreter"))
    assert needs(front, person) == ("interpreter", "wheelchair")
    card.change_needs(("interpreter", "wheelchair"), ("wheelchair", "quiet"))
    assert needs(front, person) == ("wheelchair", "quiet")


def test_the_card_sees_that_another_desk_admits_somebody_of_the_group(front: Front) -> None:
    card, _ = opened(front, "Ayşe")
    assert card.card is not None
    deniz = next(each for each in card.card.group if each.given == "Deniz")
    front.other.desk.admit(deniz.person_id, None)
    synced(front, card, ("appointment", deniz.appointment_id))
    assert [(each.given, each.is_in) for each in card.card.group] == [("Ayşe", False), ("Deniz", True)]
