"""What is done with the forecast in the evening: when to call, what all vaccines together can spare, the last vial."""

from datetime import timedelta

import pytest

from empfang.rules.evening import Evening
from empfang.rules.explained import explained
from empfang.rules.in_time import Calling
from empfang.rules.leftover import CALL, NOT_YET
from empfang.rules.leftover_day import Leftover
from empfang.rules.vials import Dose
from tests.times import at

COM, SPI = Dose("COM"), Dose("SPI")
CALLING = Calling(callers=1, attempts_per_hour=20, reached=0.5, accepts=0.5, shows=1.0, buffer=timedelta(minutes=10))
HOLDS = {COM: 6, SPI: 10}


def found(dose: Dose, left: float = 0.0, by_phone: int = 0, band: int = 0, *, call: bool = False) -> Leftover:
    """A forecast of which only this matters; four attempts bring one who comes."""
    return Leftover(
        dose=dose, usable=10, planned=0, in_house=0, hanging=0, expected_booked=0.0, expected_promised=0.0,
        expected_left=left, coming=(0, band), left=(0, band), promised=0, safe=by_phone, by_phone=by_phone, short=0,
        use_by=None, last_promise=at("19:00"), attempts=4 * by_phone, begin=at("18:00"),
        action=explained(CALL if call else NOT_YET), vial=None,
    )  # fmt: skip


def evening(clock: str, *doses: Leftover) -> Evening:
    return Evening(at(clock), {each.dose: each for each in doses}, CALLING, HOLDS)


@pytest.mark.parametrize(("clock", "time"), [("18:01", False), ("18:02", True)])
def test_it_is_time_when_the_calls_for_all_doses_together_just_fit(clock: str, time: bool) -> None:
    # Sixteen attempts, twenty an hour: forty-eight minutes and ten to spare before seven.
    assert evening(clock, found(COM, 2.0, 2), found(SPI, 2.0, 2)).is_time() is time


def test_it_is_time_as_soon_as_one_dose_says_so_and_never_without_a_free_one() -> None:
    assert evening("12:00", found(COM, 2.0, 2, call=True), found(SPI)).is_time()
    assert not evening("18:59", found(COM), found(SPI)).is_time()


@pytest.mark.parametrize(("clock", "room"), [("17:00", 3), ("18:30", 1)])
def test_what_one_vaccine_lacks_the_other_must_have_spare_once_no_vial_can_be_filled(clock: str, room: int) -> None:
    assert evening(clock, found(COM, 3.0), found(SPI, -2.0)).room() == room


def test_the_less_is_certain_the_less_room_there_is() -> None:
    assert evening("18:30", found(COM, 3.0, band=0)).room() == 3
    assert evening("18:30", found(COM, 3.0, band=4)).room() == 1


@pytest.mark.parametrize(
    ("clock", "left", "needed"),
    [
        ("17:30", -2.0, False),  # four left of the vial: sixteen attempts, and time for them until two minutes past six
        ("18:10", -2.0, True),
        ("18:13", -2.0, False),  # too late to find takers
        ("18:10", -0.4, False),  # more likely than not nobody needs it
        ("18:10", -7.0, False),  # one would not do: it is no rest that is opened
    ],
)
def test_the_last_vial_is_opened_while_there_is_time_to_find_takers_for_its_rest(
    clock: str, left: float, needed: bool
) -> None:
    assert evening(clock, found(COM, left)).is_needed(COM) is needed
