"""docs/online.md says what the public calls do: its example is run, its names and numbers are those of the program."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from empfang.central import public, public_messages
from empfang.central.public import USUAL
from empfang.config import Settings
from tests.central.test_public import service_of
from tests.world import World

ROOT = Path(__file__).parents[2]
TOLD = (ROOT / "docs" / "online.md").read_text("utf-8")
EXAMPLE = TOLD[TOLD.index("## An example") : TOLD.index("## The calls")]
_CALL = re.compile(r"```http\n(GET|POST) (\S+)\n(?:Idempotency-Key: (\S+)\n)?(.*?)```\n.*?```json\n(.*?)```", re.DOTALL)
_REFUSED = re.compile(r"Refus(?:ed|al)\(\s*\"(\w+)\"")
_PROBLEM = re.compile(r"HttpProblem\(\s*(\d+), \"(\w+)\"")


def names_in(told: Any) -> Any:
    """The names in an answer: what may differ from day to day are the values."""
    if isinstance(told, dict):
        return {name: names_in(value) for name, value in told.items()}
    if isinstance(told, list):
        return [names_in(each) for each in told]
    return type(told).__name__


def values_in(told: Any) -> dict[str, str]:
    """By name, what an answer says: for the calls that follow."""
    if isinstance(told, list):
        return {name: value for each in told for name, value in values_in(each).items()}
    found = {name: value for name, value in told.items() if isinstance(value, str)}
    for value in told.values():
        if isinstance(value, dict | list) and not (isinstance(value, list) and isinstance(next(iter(value), ""), str)):
            found.update(values_in(value))
    return found


async def test_the_example_is_what_happens(small_world: World) -> None:
    small_world.slot("11:00", 5)
    known: dict[str, str] = {}
    calls = _CALL.findall(EXAMPLE)
    assert [call[1].partition("?")[0].rpartition("/")[2] for call in calls] == ["places", "register", "book", "cancel"]
    async with service_of(small_world) as caller:
        for method, path, key, body, answer in calls:
            said = re.sub(r"<(\w+)>", lambda found: known[found[1]], body.strip())
            headers = {"Idempotency-Key": key} if key else {}
            reply = await caller.client.request(method, path, content=said, headers=headers)
            assert reply.is_success, (path, reply.text)
            assert names_in(reply.json()) == names_in(json.loads(answer)), path
            known.update(values_in(reply.json()))
            again = await caller.client.request(method, path, content=said, headers=headers)
            assert key == "" or again.content == reply.content, "same key, same answer"


@pytest.mark.parametrize(
    "message", ["FreePlaces", "Registration", "Registered", "Booking", "Member", "WantedPlace", "BookedPlace", "Dose",
                "Cancellation", "Cancelled", "FreeDay", "FreeSlot", "OpenContingent"],
)  # fmt: skip
def test_every_field_is_told_of(message: str) -> None:
    model: type[BaseModel] = getattr(public_messages, message)
    assert [name for name in model.model_fields if not re.search(rf"\b{name}\b", TOLD)] == []


def test_every_way_to_be_refused_is_told_of() -> None:
    deciding = [
        ROOT / "empfang" / name
        for name in ("commands/granting.py", "rules/booking.py", "central/public.py", "central/problems.py")
    ]
    text = "\n".join(path.read_text("utf-8") for path in deciding)
    refusals = {*_REFUSED.findall(text), "contingent_used_up"}
    assert len(refusals) > 15
    # An online booking names its appointments itself: that one is there already cannot be said to it.
    assert {code for code in refusals - {"appointment_exists"} if f"`{code}`" not in TOLD} == set()
    problems = _PROBLEM.findall(text)
    assert len(problems) > 10
    assert {each for each in problems if each[0] not in TOLD or f"`{each[1]}`" not in TOLD} == set()


def test_the_limits_are_those_of_the_program() -> None:
    rows = dict(re.findall(r"^\| ([^|]+) \| (\d+ \| \d\S*) s \|$", TOLD, re.MULTILINE))
    told = {name: tuple(float(number) for number in row.split(" | ")) for name, row in rows.items()}
    assert list(told.values()) == [USUAL.address, USUAL.registering, USUAL.person, USUAL.wrong, USUAL.guessing]
    assert f"at most {public_messages.MAX_BODY_BYTES:,} bytes" in TOLD
    assert f"within {public._BODY_S:.0f} seconds" in TOLD
    assert f"No more than {public._MOST_WAITING} calls" in TOLD
    assert f"1 to {public_messages.MAX_MEMBERS} people" in TOLD


def test_what_an_operator_sets_is_what_can_be_set() -> None:
    told = (ROOT / "docs" / "operations.md").read_text("utf-8")
    for name in Settings.model_fields:
        if name.startswith("online_"):
            assert f"{name} = {Settings.model_fields[name].default}" in told
    assert "\nonline = false" in told
