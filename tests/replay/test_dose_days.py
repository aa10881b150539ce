"""`empfang replay --vials …`: a short evening by each way, with the real service and each desk in a process."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.replay.evening import BOOKED, CAME, written
from tests.replay.test_replay import run

VIAL = 6


def replayed(folder: Path, *options: str) -> dict[str, Any]:
    """The balance of a day that is all right."""
    status, said, problems = run(folder, "replay", *written(folder), *options)
    assert (status, problems) == (0, ""), said
    found: dict[str, Any] = json.loads(said)
    assert (found["lost"], found["counted_twice"], found["desks_equal"], found["rules_broken"]) == (0, 0, True, [])
    assert (found["booked"], found["admitted"]) == (BOOKED, CAME)
    assert found["drawn"] == found["given"] + found["discarded"] + found["left"]
    assert (found["left"], found["refused_with_appointment"], found["promised_twice"]) == (0, 0, 0)
    return found


@pytest.mark.parametrize(("way", "vials"), [("bookings", -(-BOOKED // VIAL)), ("arrivals", -(-CAME // VIAL))])
def test_vials_for_the_booked_or_for_those_who_came_and_what_is_left_is_thrown_away(
    tmp_path: Path, way: str, vials: int
) -> None:
    found = replayed(tmp_path, "--vials", way)
    assert (found["vials_opened"], found["drawn"]) == (vials, vials * VIAL)
    assert (found["given"], found["discarded"]) == (CAME, vials * VIAL - CAME)
    assert (found["calls"], found["promised"]) == (0, 0)


def test_by_the_forecast_people_are_called_and_come_for_what_is_left(tmp_path: Path) -> None:
    found = replayed(
        tmp_path, "--vials", "forecast", "--callers", "2", "--reached", "1", "--accepts", "1", "--kept", "1"
    )
    assert found["kept"] == found["promised"] > 0
    assert found["given"] == CAME + found["kept"]
    assert found["discarded"] < -(-CAME // VIAL) * VIAL - CAME
    assert found["calls"] >= found["promised"]
    assert found["none_for_promised"] == 0


def test_without_the_service_only_what_was_allotted_is_promised_and_nothing_is_lost(tmp_path: Path) -> None:
    # From twenty past six on people would be called, and those who say yes come while it is still away.
    found = replayed(
        tmp_path,
        "--vials", "forecast", "--callers", "2", "--reached", "1", "--accepts", "1", "--kept", "1",
        "--outage", "18:20-18:50",
    )  # fmt: skip
    assert found["unsent_at_return"] > 0
    assert found["promised_offline"] == found["promised"] > 0
    taken = found["taken_along"]
    assert found["promised"] <= taken["doses"]
    assert 10 < taken["people"] <= 20
    assert found["standby"] > 0
    assert found["kept"] == found["promised"]
    assert found["given"] == CAME + found["kept"]


def test_what_callers_hear_and_what_comes_of_promises_in_words(tmp_path: Path) -> None:
    options = [each for each in written(tmp_path) if each != "--json"]
    more = ["--vials", "forecast", "--callers", "2", "--reached", "1", "--accepts", "1", "--kept", "0.6"]
    status, said, problems = run(tmp_path, "--lang", "en", "replay", *options, *more)
    assert (status, problems) == (0, ""), said
    shown = dict(line.strip().rsplit(" ", 1) for line in said.splitlines() if line.strip())
    lines = {name.strip(): value for name, value in shown.items()}
    assert int(lines["doses drawn"]) == int(lines["of these given"]) + int(lines["of these discarded"])
    assert int(lines["calls"]) >= int(lines["doses promised"]) > 0
    assert lines["promised twice"] == lines["with an appointment, without a dose"] == "0"
    assert said.splitlines()[-1].startswith("All is well.")
