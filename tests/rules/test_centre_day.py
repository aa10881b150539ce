"""What a plan of the day may say, and what follows from it."""

import pytest
from pydantic import ValidationError

from empfang.commands.centre_day import PlanDay
from empfang.model import CentreDay
from empfang.rules.centre_day import is_wrong_vaccine
from tests.times import DAY


@pytest.mark.parametrize(
    "lanes",
    [
        {"0": ["Comirnaty"]},
        {"100": ["Comirnaty"]},
        {"²": ["Comirnaty"]},
        {"٣": ["Comirnaty"]},
        {"01": ["Comirnaty"]},
        {"": ["Comirnaty"]},
        {"1": [""]},
        {"1": ["L" * 65]},
    ],
)
def test_nobody_could_be_sent_there(lanes: dict[str, list[str]]) -> None:
    with pytest.raises(ValidationError):
        PlanDay(centre_id="KL", day=DAY, values={"lanes": lanes})


@pytest.mark.parametrize("lanes", [{}, {"1": ["Comirnaty"], "99": ["L" * 64]}, {"2": []}])
def test_these_are_plans(lanes: dict[str, list[str]]) -> None:
    PlanDay(centre_id="KL", day=DAY, values={"lanes": lanes})


@pytest.mark.parametrize(("booked", "wrong"), [("Comirnaty", True), ("Spikevax", False), ("", False), (None, False)])
def test_where_no_vaccine_was_booked_none_is_the_wrong_one(booked: str | None, wrong: bool) -> None:
    plan = CentreDay(id="d", centre_id="KL", day=DAY, lanes={"1": ("Spikevax",)})
    assert is_wrong_vaccine(plan, booked) is wrong
