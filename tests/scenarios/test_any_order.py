"""Contradicting facts about one person, delivered in every order there is: always the same end (checkin.md 21).

A story is told once for each order, each time about another person; their ends are compared with the names taken out.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from empfang.commands.base import Payload
from empfang.commands.cancelling import CancelAppointment
from empfang.commands.conflict import OPEN, ResolveConflict
from empfang.commands.visit import CheckIn, LeftBeforeDose, UndoCheckIn
from empfang.ids import derived_id
from empfang.model import Appointment, Source
from empfang.store.store import Stamp
from tests.times import DAY, at
from tests.world import Place, World


@dataclass(frozen=True)
class Told:
    """What somebody does at a desk (0, 1, …) at a time; visits are named by a word."""

    desk: int
    time: str
    what: str
    visits: tuple[str, ...] = ()
    choice: str = ""
    source: Source = Source.KEYBOARD


def comes(desk: int, time: str, visit: str, source: Source = Source.KEYBOARD) -> Told:
    return Told(desk, time, "comes", (visit,), source=source)


def undone(desk: int, time: str, visit: str) -> Told:
    return Told(desk, time, "undone", (visit,))


def cancels(desk: int, time: str) -> Told:
    return Told(desk, time, "cancels")


def decides(desk: int, time: str, kind: str, choice: str, *about: str) -> Told:
    return Told(desk, time, kind, about, choice)


TWICE, ABSENT = "double_check_in", "cancelled_but_present"
STORIES = {
    "two come": [comes(0, "09:42", "a"), comes(1, "09:41", "b")],
    "two at the same moment": [comes(0, "09:41", "b"), comes(1, "09:41", "a")],
    "three come": [comes(0, "09:42", "a"), comes(1, "09:41", "b"), comes(2, "09:43", "c")],
    "three come, the first is taken back": [
        comes(0, "09:42", "a"), comes(1, "09:41", "b"), undone(1, "09:50", "b"), comes(2, "09:43", "c"),
    ],
    "three come, all but one are taken back": [
        comes(0, "09:42", "a"), undone(0, "09:44", "a"), comes(1, "09:41", "b"), undone(1, "09:50", "b"),
        comes(2, "09:43", "c"),
    ],
    "one is from paper and earlier": [
        comes(0, "09:42", "a"), comes(1, "08:00", "b", Source.PAPER), comes(2, "09:43", "c"),
    ],
    "all that is scanned is taken back, and paper counts": [
        comes(0, "09:42", "a"), undone(0, "09:44", "a"), comes(1, "08:00", "b", Source.PAPER),
        comes(2, "09:30", "c", Source.PAPER),
    ],
    "two come though it was cancelled": [comes(0, "09:42", "a"), comes(1, "09:41", "b"), cancels(2, "09:00")],
    "three come, one taken back, and it was cancelled": [
        comes(0, "09:42", "a"), undone(0, "09:50", "a"), comes(1, "09:41", "b", Source.PAPER), comes(2, "09:43", "c"),
        cancels(3, "09:45"),
    ],
    "one leaves": [comes(0, "09:42", "a"), Told(0, "09:50", "leaves", ("a",)), comes(1, "09:41", "b")],
    "two decide": [
        comes(0, "09:42", "a"), cancels(1, "09:00"), decides(2, "10:00", ABSENT, "noted", "a"),
        decides(3, "10:05", ABSENT, "mine", "a"),
    ],
    "the later takes it back": [
        comes(0, "09:42", "a"), comes(1, "09:43", "b"), decides(2, "10:00", TWICE, "noted", "a", "b"),
        decides(3, "10:05", TWICE, OPEN, "a", "b"),
    ],
    "one decides, and everybody had been a mistake": [
        comes(0, "09:42", "a"), undone(0, "09:50", "a"), cancels(1, "09:00"),
        decides(2, "09:45", ABSENT, "noted", "a"),
    ],
    "one decides about a mistake, and then the person comes": [
        comes(0, "09:42", "a"), undone(0, "09:50", "a"), comes(0, "10:00", "b"), cancels(1, "09:00"),
        decides(2, "09:45", ABSENT, "noted", "a"),
    ],
}  # fmt: skip
"""Stories in which only the order between desks is open: a desk sends in its own order."""

LONG = [
    comes(0, "09:42", "a"), comes(1, "09:41", "b"), undone(1, "09:50", "b"), cancels(2, "09:00"),
    decides(3, "10:00", ABSENT, "noted", "a"), decides(4, "10:05", ABSENT, "theirs", "a", "b"),
]  # fmt: skip


def orders(story: Sequence[Told]) -> Iterator[tuple[int, ...]]:
    """Every order in which desks may send, one command at a time; a desk is named as often as it has commands."""

    def rest(left: dict[int, int]) -> Iterator[tuple[int, ...]]:
        if not any(left.values()):
            yield ()
        for desk, count in left.items():
            if count:
                for after in rest({**left, desk: count - 1}):
                    yield (desk, *after)

    return rest({told.desk: sum(each.desk == told.desk for each in story) for told in story})


def payload(told: Told, appointment: Appointment) -> Payload:
    visits = [f"{appointment.person_id}-{visit}" for visit in told.visits]
    person_id = appointment.person_id
    match told.what:
        case "comes":
            return CheckIn(
                encounter_id=visits[0], person_id=person_id, appointment_id=appointment.id, centre_id="KL", day=DAY,
                day_number=f"{told.desk}-001",
            )  # fmt: skip
        case "undone":
            return UndoCheckIn(encounter_id=visits[0], person_id=person_id, day=DAY)
        case "leaves":
            return LeftBeforeDose(encounter_id=visits[0], person_id=person_id, reason="keine Zeit")
        case "cancels":
            return CancelAppointment(appointment_id=appointment.id, person_id=person_id, reason="angerufen")
        case kind:
            return ResolveConflict(
                conflict_id=derived_id(kind, appointment.id), person_id=person_id, choice=told.choice,
                about=tuple(visits),
            )  # fmt: skip


def tell(story: Sequence[Told], places: Sequence[Place], appointment: Appointment) -> dict[str, str]:
    """Everybody does this without having heard of the others; gives names for the ids that came about."""
    names = {appointment.person_id: "person", appointment.id: "appointment"}
    names |= {appointment.code: "code", appointment.code_key: "code_key"}
    for told in story:
        place = places[told.desk]
        moment = at(told.time)
        with place.store.writing() as writing:
            stamp = Stamp(place.id, "op-1", moment, at("12:00"), told.source)
            recorded = writing.record(payload(told, appointment), stamp)
        names[recorded.command.id] = f"{told.what} {told.time}"
    for kind in (TWICE, ABSENT):
        names[derived_id(kind, appointment.id)] = kind
    return names


def about(world: World) -> dict[str, list[dict[str, Any]]]:
    """What the service knows of each person, without revisions."""
    found: dict[str, list[dict[str, Any]]] = {}
    state = world.state()
    for kind in ("appointment", "encounter", "conflict"):
        for record in state[kind]:
            found.setdefault(record.subject, []).append(record.model_dump(mode="json") | {"revision": 0})
    return found


def ends(world: World, story: Sequence[Told], every_nth: int = 1) -> dict[str, tuple[int, ...]]:
    """Each different end, with names for ids, and an order that led to it."""
    every = list(orders(story))[::every_nth]
    people = [world.person(f"Mensch {number:03}, A", id=f"person-{number:03}") for number in range(len(every))]
    booked = [world.booked(person, code=f"KL-{number:04}") for number, person in enumerate(people)]
    places = [world.place() for _ in range(1 + max(told.desk for told in story))]
    names: list[dict[str, str]] = []
    for order, appointment in zip(every, booked, strict=True):
        names.append(tell(story, places, appointment))
        for desk in order:
            places[desk].push(1)
    for place in places:
        place.pull()
    world.assert_all_equal()
    known = about(world)
    found: dict[str, tuple[int, ...]] = {}
    for order, person, named in zip(every, people, names, strict=True):
        text = "\n".join(json.dumps(record, sort_keys=True) for record in known[person.id])
        for record_id, name in named.items():
            text = text.replace(record_id, name)
        text = "\n".join(sorted(text.splitlines()))
        found.setdefault(text, order)
    return found


@pytest.mark.parametrize("name", list(STORIES))
def test_every_order_of_delivery_ends_the_same(world: World, name: str) -> None:
    found = ends(world, STORIES[name])
    assert len(found) == 1, list(found.values())


def test_orders_of_visits_and_decisions_end_the_same(small_world: World) -> None:
    [the_end] = ends(small_world, LONG, every_nth=7)
    assert '"decision": "theirs"' in the_end
