"""When people may come without an appointment."""

from datetime import datetime

import pytest

from empfang.model import Centre
from empfang.rules.walk_in import Window, next_walk_in, walk_in_now, walk_in_times

wall = datetime.fromisoformat
"""The centre's clock, without a zone."""
TIMES = ("2021-12-30 15:00-19:00", "2021-12-29 08:00-09:30")
FIRST = Window(wall("2021-12-29 08:00"), wall("2021-12-29 09:30"))
SECOND = Window(wall("2021-12-30 15:00"), wall("2021-12-30 19:00"))


def centre(*times: str) -> Centre:
    return Centre(id="KL", name="Kaiserslautern", walk_in=times)


def test_times_are_read_in_order() -> None:
    assert walk_in_times(TIMES) == (FIRST, SECOND)


@pytest.mark.parametrize(
    "text", ["", "morgen", "2021-12-30", "2021-12-30 15:00", "2021-13-01 08:00-09:00", "2021-12-30 19:00-15:00"]
)
def test_what_is_no_time_is_said_to_be_none_and_stops_nobody_at_a_desk(text: str) -> None:
    with pytest.raises(ValueError):
        walk_in_times([text])
    assert next_walk_in(centre(text, *TIMES), wall("2021-12-29 09:00")) == FIRST
    assert walk_in_now(centre(text, *TIMES), wall("2021-12-29 09:00"))


@pytest.mark.parametrize(
    ("time", "open_now", "following"),
    [("07:59", False, FIRST), ("08:00", True, FIRST), ("09:29", True, FIRST), ("09:30", False, SECOND)],
)
def test_the_end_is_not_in_it(time: str, open_now: bool, following: Window) -> None:
    now = wall(f"2021-12-29 {time}")
    assert walk_in_now(centre(*TIMES), now) == open_now
    assert next_walk_in(centre(*TIMES), now) == following


def test_after_the_last_there_is_none() -> None:
    assert next_walk_in(centre(*TIMES), wall("2021-12-30 19:00")) is None
