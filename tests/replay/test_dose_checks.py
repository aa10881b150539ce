"""The checks of doses and calls find what is wrong: an evening that is all right, and one fault planted at a time."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from empfang.model import RECORDS, moment_text
from empfang.replay.answers import Keeps
from empfang.replay.checks import Sent, ServiceEnd
from empfang.replay.dose_checks import DoseFindings, find_dose_faults, least_days
from empfang.replay.dose_ledger import Called, DoseLedger, Told
from empfang.rules.vials import Dose
from tests.times import DAY, at

COM = Dose("COM")
OF_COM = {"vaccine": "COM", "size": "full"}


def clock(text: str) -> str:
    return moment_text(at(text))


class End:
    """Six doses: two were given, one of them to somebody who was called; one was discarded, and three are left.

    A desk was allotted two doses at six, and promised one of them.
    """

    def __init__(self) -> None:
        self.records: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in RECORDS}
        self.put("vial", "v1", **OF_COM, drawn=6, void=False, opened_at=clock("17:00"))
        self.change("given", 1, "17:30", "v1")
        self.change("given", 1, "18:50", "v1")
        self.change("discarded", 1, "19:00", "v1")
        for visit, person, came in (("e1", "booked", "17:05"), ("e2", "called", "18:25")):
            self.put("encounter", visit, person_id=person, state="active", arrived_at=clock(came))
            self.put("immunization", f"i-{visit}", encounter_id=visit, person_id=person, status="completed")
        doses = [{"given_on": "2021-11-24", "vaccine": "Comirnaty"}]
        self.put("person", "called", reported_doses=doses)
        self.put("appointment", "w1", person_id="called", dose_kind="second", waiting_since=clock("08:00"))
        self.promise("p1", "called", "18:05", "18:30", state="kept", allotment_id="a1")
        self.put("allotment", "a1", **OF_COM, number=2, returned=0, until=clock("18:40"))
        allot = {"kind": "allot", "occurred_at": clock("18:00"), "payload": {"allotment_id": "a1"}}
        self.received = {"c1": Sent(json.dumps(allot).encode(), None, dealt=False)}
        self.put("call_attempt", "t1", person_id="called")
        self.ledger = DoseLedger(at_lane={"e1": True, "e2": True}, left=3)
        self.ledger.calls = [Called(7, "called", ("+491",), (COM,), at("18:02"), at("18:05"), "promised")]
        self.ledger.told = [Told("p1", "called", COM, at("18:30"), 7, Keeps.COMES)]

    def put(self, kind: str, key: str, **values: Any) -> None:
        self.records[kind][key] = {"id": key, **values}

    def change(self, change: str, number: int, text: str, vial: str) -> None:
        key = f"d{len(self.records['dose_change'])}"
        self.put("dose_change", key, **OF_COM, change=change, number=number, at=clock(text), vial_id=vial, void=False)

    def promise(self, key: str, person: str, made: str, by: str, **rest: Any) -> None:
        usual = {"persons": 1, "state": "open", "allotment_id": None, "state_at": clock(made)}
        self.put(
            "promise",
            key,
            **OF_COM,
            person_id=person,
            promised_at=clock(made),
            arrive_by=clock(by),
            **{**usual, **rest},
        )

    def found(self) -> DoseFindings:
        tables = {
            kind: {key: json.dumps(each).encode() for key, each in records.items()}
            for kind, records in self.records.items()
        }
        return find_dose_faults(ServiceEnd(tables, self.received, {}, frozenset()), self.ledger, DAY)


def test_an_evening_that_is_all_right_has_no_faults() -> None:
    found = End().found()
    assert (found.doses.drawn, found.doses.given, found.doses.discarded) == (6, 2, 1)
    assert (found.promised_twice, found.broken) == (0, ())


def lose_a_dose(end: End) -> None:
    end.ledger.left = 2


def take_more_from_a_vial(end: End) -> None:
    end.put("vial", "v2", **OF_COM, drawn=6, void=False, opened_at=clock("17:00"))
    end.change("discarded", 7, "19:00", "v2")
    end.ledger.left += -1


def give_without_noting_whom(end: End) -> None:
    del end.records["immunization"]["i-e2"]


def note_a_dose_that_nobody_saw(end: End) -> None:
    del end.ledger.at_lane["e2"]


def promise_beyond_the_allotment(end: End) -> None:
    end.records["allotment"]["a1"]["returned"] = 2


def promise_more_than_is_there(end: End) -> None:
    # Two are allotted, and five are there from half past five on.
    for number in range(4):
        end.promise(f"more{number}", f"other{number}", "18:10", "18:40")


def promise_the_same_person_twice(end: End) -> None:
    end.promise("p2", "called", "18:20", "18:40")


def call_by_two(end: End) -> None:
    end.ledger.calls.append(replace(end.ledger.calls[0], caller=8, begin=at("18:03"), end=at("18:04")))
    end.put("call_attempt", "t2", person_id="called")


def call_a_household_by_two(end: End) -> None:
    other = replace(end.ledger.calls[0], caller=8, person_id="spouse", begin=at("18:04"), end=at("18:06"))
    end.ledger.calls.append(other)
    end.put("call_attempt", "t2", person_id="spouse")


def call_after_twenty_days(end: End) -> None:
    end.records["person"]["called"]["reported_doses"][0]["given_on"] = (DAY - timedelta(days=20)).isoformat()


def lose_a_promise(end: End) -> None:
    end.ledger.told.append(replace(end.ledger.told[0], promise_id="gone"))


def lose_a_call(end: End) -> None:
    end.records["call_attempt"].clear()


@pytest.mark.parametrize(
    ("plant", "what"),
    [
        (lose_a_dose, "auf dem Tisch liegen 2"),
        (take_more_from_a_vial, "aus Fläschchen v2 gingen 7"),
        (give_without_noting_whom, "2 wurden geimpft, 1 stehen"),
        (note_a_dose_that_nobody_saw, "1 wurden geimpft, 2 stehen"),
        (promise_beyond_the_allotment, "aus Kontingent a1 sind 1"),
        (promise_more_than_is_there, "6 zugesagt, 5 da"),
        (promise_the_same_person_twice, "called ist mehr als einmal zugesagt"),
        (call_by_two, "zwei riefen zugleich an: called"),
        (call_a_household_by_two, "zwei riefen zugleich an: called spouse"),
        (call_after_twenty_days, "nach 20 Tagen statt frühestens 21: called"),
        (lose_a_promise, "Zusage gone ist verloren"),
        (lose_a_call, "1 Anrufe bei called, 0 sind"),
    ],
)
def test_a_fault_is_found(plant: Callable[[End], None], what: str) -> None:
    end = End()
    plant(end)
    assert any(what in text for text in end.found().broken), end.found().broken


@pytest.mark.parametrize(
    "plant", [promise_beyond_the_allotment, promise_more_than_is_there, promise_the_same_person_twice]
)
def test_what_is_promised_twice_is_counted(plant: Callable[[End], None]) -> None:
    end = End()
    plant(end)
    assert end.found().promised_twice >= 1


def test_a_dose_that_is_free_again_can_be_promised_again() -> None:
    end = End()
    for number in range(3):
        end.promise(f"back{number}", f"other{number}", "18:10", "18:40", state="withdrawn", state_at=clock("18:15"))
        end.promise(f"again{number}", f"third{number}", "18:16", "18:50")
    end.promise("late", "nobody", "17:10", "17:40")
    assert end.found().promised_twice == 0


@pytest.mark.parametrize(
    ("last", "kind", "days"),
    [
        ("Comirnaty", "second", 21), ("Spikevax", "second", 28), ("Comirnaty", "booster", 90),
        ("Janssen", "booster", 28), ("Vaxzevria", None, 28),
    ],
)  # fmt: skip
def test_days_between_doses(last: str, kind: str | None, days: int) -> None:
    assert least_days(last, kind) == days
