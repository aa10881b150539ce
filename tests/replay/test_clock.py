"""The clock that all processes of a replay share."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from empfang.replay.clock import DayClock

MORNING = datetime(2021, 12, 15, 7, 30, tzinfo=UTC)


def test_it_runs_on_from_the_moment_it_was_set_to(tmp_path: Path) -> None:
    clock = DayClock.begin(tmp_path / "clock", MORNING)
    first, second = clock.now(), clock.now()
    assert MORNING <= first <= second < MORNING + timedelta(seconds=5)
    clock.close()


def test_a_leap_is_seen_by_everybody_who_has_the_clock(tmp_path: Path) -> None:
    clock, other = DayClock.begin(tmp_path / "clock", MORNING), DayClock(tmp_path / "clock")
    clock.leap_to(MORNING + timedelta(hours=3))
    assert timedelta(hours=3) <= other.now() - MORNING < timedelta(hours=3, seconds=5)
    clock.close()
    other.close()
