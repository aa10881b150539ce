"""What lies on the table with the doses."""

import pytest

from empfang.replay.tray import Lying, Tray
from empfang.rules.vials import Dose
from tests.times import at

COM, SPI = Dose("COM"), Dose("SPI", "half")


def test_the_vial_that_ends_first_is_used_first() -> None:
    tray = Tray([Lying("late", COM, 6, 6, at("20:00")), Lying("early", COM, 6, 1, at("18:00"))])
    assert [tray.take(COM).vial for _ in range(3)] == ["early", "late", "late"]
    assert (tray.usable(COM), tray.drawn(COM), tray.usable(SPI)) == (4, 12, 0)


def test_what_is_not_there_cannot_be_taken() -> None:
    with pytest.raises(ValueError, match="empty"):
        Tray([Lying("other", SPI, 20, 20, None)]).take(COM)


def test_what_has_ended_is_told_only_while_something_is_in_it() -> None:
    tray = Tray([Lying("over", COM, 6, 2, at("18:00")), Lying("used up", COM, 6, 0, at("18:00"))])
    assert [each.vial for each in tray.ended(at("18:00"))] == ["over"]
    assert list(tray.ended(at("17:59"))) == []
