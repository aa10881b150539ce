"""The day's report: drawn = given + discarded + left, or why not; and what became of calls and promises (callup 42)."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from empfang.model import CallAttempt, Change, DoseChange, Promise, PromiseState, Vial
from empfang.rules.call_outcomes import CallOutcome
from empfang.rules.day_report import Deviation, balances, tally
from empfang.rules.vials import Dose
from tests.times import DAY, at

BY = {"centre_id": "KL", "day": DAY, "desk_id": "d", "operator_id": "op"}


def vial(name: str, drawn: int = 6, time: str = "17:00", **more: Any) -> Vial:
    values = {"vaccine": "COM", "size": "full", "use_by": at("23:00"), **BY, **more}
    return Vial(id=name, opened_at=at(time), drawn=drawn, **values)


def change(what: Change, number: int = 1, time: str = "18:00", **more: Any) -> DoseChange:
    values = {"vaccine": "COM", "size": "full", **BY, **more}
    name = values.pop("id", f"{what} {time} {number} {more}")
    return DoseChange(id=name, at=at(time), change=what, number=number, **values)


def test_what_was_drawn_was_given_discarded_or_is_left_by_dose_with_reasons_and_lots() -> None:
    vials = [
        vial("1", lot="FH4090"),
        vial("2", lot="FH2211"),
        vial("3", 20, vaccine="SPI", size="half"),
        vial("4", void=True),
    ]
    changes = [
        *(change(Change.GIVEN, time=f"17:{minute}") for minute in range(10, 17)),
        change(Change.DISCARDED, 2, reason="gefallen"),
        change(Change.DISCARDED, 1, reason="abgelaufen"),
        change(Change.DISCARDED, 1, "18:01", reason="gefallen"),
        change(Change.DISCARDED, 5, "18:02", reason="Irrtum", void=True),
    ]
    comirnaty, spikevax = balances(vials, changes, at("20:00"))
    assert (comirnaty.dose, comirnaty.vials, comirnaty.drawn, comirnaty.given) == (Dose("COM"), 2, 12, 7)
    assert comirnaty.discarded == (("gefallen", 3), ("abgelaufen", 1))
    assert (comirnaty.left, comirnaty.missing, comirnaty.lots) == (1, 0, ("FH2211", "FH4090"))
    assert (spikevax.dose, spikevax.drawn, spikevax.left, spikevax.missing) == (Dose("SPI", "half"), 20, 20, 0)


def test_what_is_past_its_use_by_is_there_until_somebody_throws_it_away() -> None:
    [found] = balances([vial("1", use_by=at("19:00"))], [], at("20:00"))
    assert (found.left, found.expired, found.missing) == (6, 6, 0)


def test_a_count_that_was_otherwise_is_why_it_does_not_add_up() -> None:
    changes = [
        change(Change.COUNTED, 5, "18:00"), change(Change.COUNTED, 5, "18:10"), change(Change.COUNTED, 7, "18:20")
    ]  # fmt: skip
    [found] = balances([vial("1")], changes, at("20:00"))
    assert found.deviations == (Deviation(at("18:00"), 5, -1), Deviation(at("18:20"), 7, 2))
    assert (found.left, found.missing) == (7, -1)


def test_more_given_than_drawn_is_named() -> None:
    changes = [change(Change.GIVEN, time=f"18:0{minute}") for minute in range(8)]
    [found] = balances([vial("1")], changes, at("20:00"))
    assert (found.left, found.lacking, found.missing) == (0, 2, -2)


@pytest.mark.parametrize("seed", range(200))
def test_whatever_happened_the_difference_is_explained_to_the_last_dose(seed: int) -> None:
    draw = Random(seed)
    vials = [vial(str(n), draw.randint(1, 8), f"17:{draw.randint(10, 59)}") for n in range(draw.randint(0, 4))]
    changes = [
        change(
            draw.choice(list(Change)), draw.randint(1, 6), f"{draw.randint(17, 19)}:{draw.randint(10, 59)}", id=str(n),
            vial_id=draw.choice([None, "0", "1", "gone"]),
        )
        for n in range(draw.randint(0, 14))
    ]  # fmt: skip
    for each in balances(vials, changes, at("20:00")):
        assert each.missing == -each.lacking - sum(deviation.by for deviation in each.deviations)


def attempt(name: str, outcome: str, corrects: str | None = None) -> CallAttempt:
    return CallAttempt(
        id=name, person_id="p", occurred_at=at("18:00"), outcome=outcome, corrects=corrects, **BY
    )  # fmt: skip


def promise(name: str, state: PromiseState, arrive_by: str = "18:40", persons: int = 1) -> Promise:
    moments = {"promised_at": at("18:00"), "state_at": at("18:00"), "appointment_id": name}
    return Promise(
        id=name, person_id=name, vaccine="COM", size="full", persons=persons, arrive_by=at(arrive_by), state=state,
        **moments, **BY,
    )  # fmt: skip


def test_calls_and_promises_are_counted_by_what_became_of_them() -> None:
    attempts = [
        attempt("a", CallOutcome.MAILBOX), attempt("b", CallOutcome.NOT_TODAY), attempt("c", CallOutcome.PROMISED, "b"),
        attempt("d", CallOutcome.SKIPPED), attempt("e", "a word of a newer program"),
    ]  # fmt: skip
    promises = [
        promise("1", PromiseState.KEPT, persons=2), promise("2", PromiseState.OPEN, "18:30"),
        promise("3", PromiseState.OPEN, "19:00"), promise("4", PromiseState.WITHDRAWN),
        promise("5", PromiseState.PENDING),
    ]  # fmt: skip
    found = tally(attempts, promises, at("18:45") + timedelta(seconds=1))
    assert (found.calls, found.reached) == (3, 1), "who was skipped was not called, and a corrected call counts once"
    assert (found.promised, found.kept, found.waiting, found.late, found.withdrawn) == (5, 2, 1, 1, 1)
