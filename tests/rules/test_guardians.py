"""What a centre asks of guardians, where several rules hold at once."""

import pytest

from empfang.rules.guardians import asked_of_guardians

BOTH = "present_for_under_16 both_sign_for_all_minors"


@pytest.mark.parametrize(
    ("age", "present", "signatures"),
    [(15, True, 2), (16, False, 2), (17, False, 2), (0, True, 2)],
)
def test_every_rule_that_holds_is_asked_for(age: int, present: bool, signatures: int) -> None:
    asked = asked_of_guardians(BOTH, age, walk_in=False)
    assert asked is not None
    assert (asked.present, asked.signatures) == (present, signatures)


@pytest.mark.parametrize("age", [18, 80, None])
def test_nothing_is_asked_of_the_guardians_of_adults(age: int | None) -> None:
    assert asked_of_guardians(BOTH, age, walk_in=True) is None


def test_of_a_rule_that_cannot_be_read_everything_is_asked_and_adults_are_let_alone() -> None:
    asked = asked_of_guardians("signs_for_under_16 ask_the_parents", 17, walk_in=False)
    assert asked is not None
    assert (asked.present, asked.signatures) == (True, 2)
    assert asked_of_guardians("ask_the_parents", 18, walk_in=False) is None
