"""The day's side of what desks say, with desks that are none."""

import queue
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from empfang.errors import Problem
from empfang.replay import day as living
from empfang.replay import desks as waiting
from empfang.replay.clerk import Outcome
from empfang.replay.clock import DayClock
from empfang.replay.day import Day
from empfang.replay.desks import Desks
from empfang.replay.plan import Plan, Visitor
from empfang.replay.processes import DeskProcess, Said, ServiceProcess

AT = datetime(2021, 12, 15, 8, tzinfo=UTC)


class Willing:
    """A desk that lets everybody in."""

    def __init__(self, day: Day) -> None:
        self._day = day

    def tell(self, **wish: Any) -> None:
        self._day._desks.heard.put(Said(0, cast(DeskProcess, self), said(wish["visitor"], Outcome.ADMITTED)))


class Late:
    """What a queue of desks' words is when each word takes its time."""

    def __init__(self, takes_s: float) -> None:
        self._takes_s, self._words = takes_s, list[Said]()

    def put(self, word: Said) -> None:
        self._words.append(word)

    def get(self, timeout: float) -> Said:
        time.sleep(min(timeout, self._takes_s))
        if timeout < self._takes_s:
            raise queue.Empty
        return self._words.pop(0)


def said(visitor: int, outcome: Outcome, encounter_id: str = "") -> dict[str, Any]:
    return {
        "visitor": visitor, "outcome": outcome.value, "appointment_id": f"a{visitor}", "took_s": 0.0, "at": 0.0,
        "encounter_id": encounter_id or f"e{visitor}", "late": False, "possible_from": None,
    }  # fmt: skip


def made(tmp_path: Path) -> Day:
    clock = DayClock.begin(tmp_path / "clock", AT)
    service = ServiceProcess(tmp_path)
    return Day(Plan((), None, None, 0.0), Desks(tmp_path, service), clock, service, lambda *_: None)


def visitors(number: int) -> list[Visitor]:
    return [Visitor(each, f"KL-{each:04}", AT + timedelta(minutes=each), 0) for each in range(number)]


@pytest.mark.parametrize(("takes_s", "stuck"), [(0.05, False), (0.4, True)])
def test_a_desk_is_stuck_if_it_says_nothing_and_not_if_many_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, takes_s: float, stuck: bool
) -> None:
    for module in (living, waiting):
        monkeypatch.setattr(module, "ANSWER_WITHIN_S", 0.2)
    day = made(tmp_path)
    day._desks.heard = cast(Any, Late(takes_s))
    day._desks.all = [cast(DeskProcess, Willing(day))]
    if stuck:
        with pytest.raises(Problem, match="replay_stuck"):
            day._receive(visitors(10))
    else:
        day._receive(visitors(10))
        assert len(day.ledger.let_in) == 10


def test_who_was_in_before_was_not_let_in_by_the_desk_that_went_out(tmp_path: Path) -> None:
    day = made(tmp_path)
    first, again = visitors(2)
    day._asked_of_killed = {again.number}
    day._answered(first, said(0, Outcome.ADMITTED, "e0"))
    day._answered(again, said(1, Outcome.ALREADY_IN, "e0"))
    assert len(day.ledger.let_in) == 1
    assert day.ledger.outcomes == {Outcome.ADMITTED: 1, Outcome.ALREADY_IN: 1}
    day._answered(again, said(1, Outcome.ALREADY_IN, "e1"))
    assert [(each.encounter_id, each.fresh) for each in day.ledger.let_in] == [("e0", True), ("e1", False)]
