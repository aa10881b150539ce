"""Everything that the rules of leftover doses tell has words, in both languages and with the values that there are."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from empfang.rules import (
    another_vial,
    call_hours,
    call_order,
    call_outcomes,
    call_reasons,
    holidays,
    leftover,
    leftover_lines,
)
from empfang.texts import leftover_codes as codes

ALL = {
    **codes.FORECAST,
    **codes.WHY,
    **codes.NOBODY,
    **codes.PAST,
    **codes.HOURS,
    **codes.CALLBACK,
}
MODULES = (another_vial, call_hours, call_order, call_outcomes, leftover, leftover_lines)
CODE = re.compile(r"(leftover|vial)\.[a-z_]+|(why|nobody|past|call|callback)_[a-z_]+")
NO_CODES = {each.value for each in call_outcomes.Detail}


def of_module(module: ModuleType) -> Iterator[str]:
    """The codes that stand in a module: written out, and as its constants."""
    assert module.__file__
    for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            yield node.value
    for value in vars(module).values():
        if isinstance(value, str) and CODE.fullmatch(value):
            yield value


FOUND = sorted({code for module in MODULES for code in of_module(module)} - NO_CODES)


def test_the_codes_were_found() -> None:
    assert len(FOUND) >= 25
    for code in ("leftover.short", "leftover.call", "vial.not_yet", "why_standby", "past_class", "call_holiday"):
        assert code in FOUND


@pytest.mark.parametrize("code", FOUND)
def test_every_code_has_words(code: str) -> None:
    assert code in ALL


@pytest.mark.parametrize("code", sorted(ALL))
def test_no_words_are_left_of_codes_that_are_gone(code: str) -> None:
    assert code in FOUND


def test_every_reason_outcome_and_holiday_has_words() -> None:
    assert set(codes.OUT) == set(call_reasons.Barred)
    assert set(codes.OUTCOMES) == set(codes.FOLLOWS) == set(call_outcomes.CallOutcome)
    lands = [f"DE-{land}" for land in ("BW", "BY", "BE", "HE", "MV", "NI", "NW", "SL", "SN", "ST", "TH", "BB")]
    days = {code for land in lands for code in holidays.holidays(2026, land).values()}
    assert set(codes.HOLIDAYS) == days | {"of_the_town"}
