"""What a centre asks of a minor's guardians, as its centre file says it.

A rule is a few words with underscores, such as `present_and_both_sign_for_all_minors_when_walk_in`: what is asked
(`present`, `signs`, `both_sign`, or presence and a signature), for whom (`under_16`, `all_minors`), and whether only of
those who come without an appointment. Several rules are separated by blanks.
"""

import re
from dataclasses import dataclass

MINOR_BELOW = 18
_RULE = re.compile(
    r"(?P<asked>present|signs|both_sign|present_and_signs|present_and_both_sign)"
    r"_for_(?P<whom>under_16|all_minors)(?P<only>_when_walk_in)?"
)


@dataclass(frozen=True, slots=True)
class GuardianRule:
    """What is asked: that a guardian is there, and how many sign. Of people younger than `below` years."""

    present: bool
    signatures: int
    below: int
    walk_in_only: bool


_STRICTEST = GuardianRule(present=True, signatures=2, below=MINOR_BELOW, walk_in_only=False)

BY_RULES = GuardianRule(present=False, signatures=1, below=MINOR_BELOW, walk_in_only=False)
"""What is asked where rule books ask for a guardian and the centre says nothing of its own."""


def guardian_rules(text: str) -> tuple[GuardianRule, ...]:
    """The rules of a centre.

    Raises:
        ValueError: a word that is no rule.
    """
    rules: list[GuardianRule] = []
    for word in text.split():
        found = _RULE.fullmatch(word)
        if found is None:
            raise ValueError(f"no rule about guardians: {word}")
        asked = found["asked"]
        rules.append(
            GuardianRule(
                present="present" in asked,
                signatures=2 if "both" in asked else 1 if "sign" in asked else 0,
                below=16 if found["whom"] == "under_16" else MINOR_BELOW,
                walk_in_only=found["only"] is not None,
            )
        )
    return tuple(rules)


def asked_of_guardians(text: str, age: int | None, *, walk_in: bool) -> GuardianRule | None:
    """All that is asked for somebody of this age in years (None: not known), as one rule; None if nothing is.

    Where a rule cannot be read (of another version of the program), all that can be asked is asked.
    """
    if age is None:
        return None
    try:
        rules = guardian_rules(text)
    except ValueError:
        rules = (_STRICTEST,)
    fitting = [rule for rule in rules if age < rule.below and (walk_in or not rule.walk_in_only)]
    if not fitting:
        return None
    return GuardianRule(
        present=any(rule.present for rule in fitting),
        signatures=max(rule.signatures for rule in fitting),
        below=max(rule.below for rule in fitting),
        walk_in_only=all(rule.walk_in_only for rule in fitting),
    )
