"""What can be done about each kind of conflict."""

import pytest

from empfang.model import Conflict
from empfang.rules.conflicts import NOTED, SEEN, Also, choices, for_information, safe_for_many
from tests.times import at

DECIDED = (
    "field_changed_twice",
    "cancelled_and_moved",
    "cancelled_but_present",
    "appointment_unknown",
    "over_capacity",
)
SETTLED = ("double_check_in", "cancelled_but_present", "person_deleted")


def conflict(kind: str, *, needs_decision: bool) -> Conflict:
    return Conflict(
        id="k", conflict_kind=kind, centre_id="KL", person_id="p", needs_decision=needs_decision, raised_at=at("09:40")
    )


@pytest.mark.parametrize("kind", DECIDED)
def test_a_decision_has_three_different_choices_and_is_never_made_for_many(kind: str) -> None:
    asked = conflict(kind, needs_decision=True)
    words = [choice.word for choice in choices(asked)]
    assert len(words) == len(set(words)) == 3
    assert not for_information(asked)
    assert not safe_for_many(asked)


@pytest.mark.parametrize("kind", SETTLED)
def test_what_a_rule_settled_is_only_seen_and_may_be_for_many(kind: str) -> None:
    told = conflict(kind, needs_decision=False)
    assert choices(told) == (SEEN,)
    assert for_information(told)
    assert safe_for_many(told)


def test_a_kind_of_a_newer_program_can_be_handed_on() -> None:
    assert choices(conflict("invented_later", needs_decision=True)) == (NOTED,)


def test_what_gives_a_place_away_cannot_be_taken_back() -> None:
    for kind in DECIDED:
        for choice in choices(conflict(kind, needs_decision=True)):
            assert choice.can_be_taken_back == (choice.also is Also.NOTHING)
