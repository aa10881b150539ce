"""The checks after the day find what is wrong: a small day that is all right, and one fault planted at a time."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from empfang.model import RECORDS
from empfang.replay.balance import doubles_of
from empfang.replay.checks import DeskEnd, Sent, ServiceEnd, find_faults, unknown_at_a_desk
from empfang.replay.ledger import Ledger, Let
from empfang.rules.codes import code_key

AT = datetime(2021, 12, 15, 8, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def line(**values: Any) -> bytes:
    return json.dumps(values).encode()


def visit(name: str, at: str, state: str = "active", superseded_by: str | None = None) -> dict[str, Any]:
    return {
        "id": name, "person_id": "p1", "appointment_id": "a1", "desk_id": name[-1], "arrived_at": f"2021-12-15T{at}Z",
        "source": "scan", "state": state, "superseded_by_id": superseded_by, "readmission_reason": "",
        "day_number": f"{name}-001",
    }  # fmt: skip


def command(name: str, encounter: str, number: int = 1) -> Sent:
    payload = {"encounter_id": encounter}
    sent = line(id=name, number=number, kind="check_in", payload=payload)
    return Sent(sent, json.dumps({"command_id": name, "status": "recorded"}), dealt=False)


class End:
    """A day on which two desks let the same person in, and everything is as it must be."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in RECORDS}
        self.put("person", id="p1")
        self.put("slot", id="s1", capacity={"c1": 1})
        self.put(
            "appointment", id="a1", person_id="p1", code="KL-1", slot_id="s1", contingent_id="c1", status="checked-in"
        )
        self.put("encounter", **visit("e1", "08:00:00"))
        self.put("encounter", **visit("e2", "08:05:00", "superseded", "e1"))
        self.put(
            "conflict", id="k1", person_id="p1", appointment_id="a1", conflict_kind="double_check_in",
            needs_decision=False, facts={"encounters": ["e2", "e1"]},
        )  # fmt: skip
        self.sent = {"c1": command("c1", "e1"), "c2": command("c2", "e2")}
        self.received = dict(self.sent)
        self.effects = {"c1": frozenset({7}), "c2": frozenset({8})}
        self.at_desk: dict[str, dict[str, dict[str, Any]]] | None = None
        self.ledger = Ledger(settled=True)
        self.ledger.let_in = [Let("a1", "e1", 0, AT), Let("a1", "e2", 1, AT)]

    def put(self, kind: str, **values: Any) -> None:
        self.records[kind][values["id"]] = values

    def tables(self, records: dict[str, dict[str, dict[str, Any]]]) -> dict[str, dict[str, bytes]]:
        return {kind: {key: line(**each) for key, each in found.items()} for kind, found in records.items()}

    def service(self) -> ServiceEnd:
        return ServiceEnd(self.tables(self.records), self.received, self.effects, frozenset({"p1"}))

    def desks(self) -> list[DeskEnd]:
        shown = self.tables(self.at_desk or self.records)
        return [
            DeskEnd(
                f"Empfang {place}", place, shown, {name: each for name, each in self.sent.items() if name[-1] == place}
            )
            for place in ("1", "2")
        ]


def test_a_day_that_is_all_right_has_no_faults() -> None:
    end = End()
    found = find_faults(end.service(), end.desks(), end.ledger)
    assert (found.lost, found.counted_twice, found.desks_equal, found.broken) == (0, 0, True, ())
    [double] = doubles_of(end.service(), end.desks(), BERLIN)
    assert double.settled
    assert double.counts == ("Empfang 1", datetime(2021, 12, 15, 9, tzinfo=BERLIN))


def lose_a_command(end: End) -> None:
    del end.received["c2"]


def lose_a_visit(end: End) -> None:
    del end.records["encounter"]["e2"]


def count_both(end: End) -> None:
    end.put("encounter", **visit("e2", "08:05:00"))


def take_effect_twice(end: End) -> None:
    end.effects["c1"] = frozenset({7, 9})


def change_a_command(end: End) -> None:
    end.received["c1"] = command("c1", "e1", number=2)


def bring_a_strange_command(end: End) -> None:
    end.received["c9"] = command("c9", "e9")


def leave_one_unsent(end: End) -> None:
    end.sent["c1"] = replace(end.sent["c1"], verdict=None)


def tell_another_verdict(end: End) -> None:
    end.sent["c1"] = replace(end.sent["c1"], verdict='{"command_id": "c1", "status": "refused"}')


def drop_from_the_outbox(end: End) -> None:
    end.sent["c1"] = end.received["c1"] = command("c1", "e1", number=2)


def put_away_a_refusal(end: End) -> None:
    refused = replace(end.sent["c1"], verdict='{"command_id": "c1", "status": "quarantined"}')
    end.received["c1"], end.sent["c1"] = refused, replace(refused, dealt=True)


def show_something_else(end: End) -> None:
    end.at_desk = {**end.records, "encounter": {"e1": end.records["encounter"]["e1"]}}


def give_a_place_twice(end: End) -> None:
    end.put("appointment", id="a2", person_id="p1", code="KL-2", slot_id="s1", contingent_id="c1", status="booked")


def give_a_number_twice(end: End) -> None:
    end.put("encounter", **{**end.records["encounter"]["e2"], "day_number": "e1-001"})


def never_settle(end: End) -> None:
    end.ledger.settled = False


@pytest.mark.parametrize(
    ("plant", "rule"),
    [
        (lose_a_command, "Regel 4"),
        (lose_a_visit, "Regel 3: Aufnahme e2"),
        (count_both, "Regel 3: a1"),
        (take_effect_twice, "Regel 3: c1"),
        (change_a_command, "Regel 3: Vorgang c1"),
        (bring_a_strange_command, "Regel 3: Vorgang c9"),
        (leave_one_unsent, "keine Antwort"),
        (tell_another_verdict, "eine andere Antwort"),
        (drop_from_the_outbox, "eigene Vorgänge"),
        (put_away_a_refusal, "weggeräumt"),
        (show_something_else, "Regel 5: Empfang 1"),
        (give_a_place_twice, "Regel 1"),
        (give_a_number_twice, "Tagesnummer e1-001"),
        (never_settle, "Regel 5"),
    ],
)
def test_a_fault_is_found(plant: Callable[[End], None], rule: str) -> None:
    end = End()
    plant(end)
    assert any(rule in text for text in find_faults(end.service(), end.desks(), end.ledger).broken)


def lose_a_visit_with_its_command(end: End) -> None:
    lose_a_command(end)
    lose_a_visit(end)


def lose_a_person_altogether(end: End) -> None:
    end.ledger.let_in = [Let("a2", "e3", 0, AT)]
    end.sent["c31"] = command("c31", "e3", number=2)


def count_nobody(end: End) -> None:
    for name in ("e1", "e2"):
        end.put("encounter", **visit(name, "08:00:00", "superseded", "e9"))


@pytest.mark.parametrize(
    "plant", [lose_a_command, lose_a_visit, lose_a_visit_with_its_command, lose_a_person_altogether, count_nobody]
)
def test_what_is_lost_is_counted(plant: Callable[[End], None]) -> None:
    end = End()
    plant(end)
    assert find_faults(end.service(), end.desks(), end.ledger).lost == 1


@pytest.mark.parametrize("plant", [count_both, take_effect_twice])
def test_what_counts_twice_is_counted(plant: Callable[[End], None]) -> None:
    end = End()
    plant(end)
    assert find_faults(end.service(), end.desks(), end.ledger).counted_twice == 1


def test_somebody_of_the_list_whose_code_no_desk_knew_has_come_and_is_told_of() -> None:
    end = End()
    end.ledger.unknown = [("kl nobo dy99", AT), ("KL-ABCD-2345", AT), ("[/b]", AT)]
    unknown = unknown_at_a_desk(end.ledger, {"a1": code_key("KL-1"), "a2": code_key("kl abcd 2345"), "a3": ""})
    assert unknown == {"a2": "KL-ABCD-2345"}
    [told] = find_faults(end.service(), end.desks(), end.ledger, unknown.values()).broken
    assert "KL-ABCD-2345" in told


def let_the_later_count(end: End) -> None:
    end.put("encounter", **visit("e1", "08:00:00", "superseded", "e2"))
    end.put("encounter", **visit("e2", "08:05:00"))


def ask_for_a_decision(end: End) -> None:
    end.records["conflict"]["k1"]["needs_decision"] = True


def tell_no_desk(end: End) -> None:
    end.at_desk = {**end.records, "conflict": {}}


@pytest.mark.parametrize("plant", [let_the_later_count, count_both, ask_for_a_decision, tell_no_desk])
def test_a_double_that_is_not_settled_rightly_is_not_called_settled(plant: Callable[[End], None]) -> None:
    end = End()
    plant(end)
    [double] = doubles_of(end.service(), end.desks(), BERLIN)
    assert not double.settled
