"""What is read to somebody on the telephone."""

from datetime import date

import pytest

from empfang.desk import CalledPage
from empfang.model import DoseKind, Person
from empfang.screens.leftover_script import Said, questions, whole
from tests.times import at


def page(kind: DoseKind, last: date | None = None) -> CalledPage:
    person = Person(id="p", family="Meier", given="Hannelore", registered_centre_id="KL")
    return CalledPage(person, ("+4963112345",), kind, last, None, None)


def test_whoever_had_a_dose_is_asked_about_the_time_since() -> None:
    first, second, _ = questions(page(DoseKind.BOOSTER, date(2021, 6, 14)))
    assert first == "Wurden Sie seit dem 14.06.21 noch einmal geimpft?"
    assert second == "Hatten Sie seither Corona?"
    assert questions(page(DoseKind.SECOND))[0] == "Wurden Sie seit der letzten Impfung noch einmal geimpft?"


def test_before_the_first_dose_nobody_is_asked_about_a_last_one() -> None:
    first, second, _ = questions(page(DoseKind.FIRST))
    assert (first, second) == ("Wurden Sie schon gegen Corona geimpft?", "Hatten Sie schon Corona?")


@pytest.mark.parametrize(
    ("centre", "said"),
    [
        ("Landesimpfzentrum Kaiserslautern", "hier sein, im Landesimpfzentrum Kaiserslautern?“"),
        ("Messe Dorsten", "hier sein: Messe Dorsten?“"),
    ],
)
def test_where_it_is_can_be_read_aloud(centre: str, said: str) -> None:
    moment = at("18:40")
    text = whole(Said(page(DoseKind.BOOSTER), "Becker, Anja", centre, "Comirnaty", moment, None))
    assert any(said in str(part) for part in text)
