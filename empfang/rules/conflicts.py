"""What can be done about facts that contradict each other: for information, or which choices a decision has. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from empfang.model import Conflict


class Also(StrEnum):
    """What a choice does besides being recorded: a further command of the same transaction."""

    NOTHING = "nothing"
    CANCEL_NEW = "cancel_new"
    """Cancels the appointment to which the person was moved."""
    CANCEL_IT = "cancel_it"
    """Cancels the appointment that the conflict is about."""
    UNDO_VISIT = "undo_visit"
    """Takes the admission back."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to decide: its word in `ResolveConflict`, and what it does besides."""

    word: str
    also: Also = Also.NOTHING

    @property
    def can_be_taken_back(self) -> bool:
        """Whether saying the opposite leaves everything as it was."""
        return self.also is Also.NOTHING


BASE, MINE, THEIRS = Choice("base"), Choice("mine"), Choice("theirs")
"""Values of a field that was changed twice: the one before, the one of the command that came second, the other."""
KEEP = Choice("keep")
"""It is all right as it stands."""
NOTED = Choice("noted")
"""Nothing is changed here: somebody clears it up elsewhere."""
SEEN = Choice("seen")
"""For information only. Not recorded for others: each desk shows it once."""

_DECISIONS: Mapping[str, tuple[Choice, Choice, Choice]] = {
    "field_changed_twice": (BASE, MINE, THEIRS),
    "cancelled_and_moved": (KEEP, Choice("cancel_new", Also.CANCEL_NEW), NOTED),
    "cancelled_but_present": (KEEP, Choice("cancel_new", Also.CANCEL_NEW), NOTED),
    "appointment_unknown": (KEEP, Choice("undo_visit", Also.UNDO_VISIT), NOTED),
    "over_capacity": (KEEP, Choice("cancel_it", Also.CANCEL_IT), NOTED),
}


def for_information(conflict: Conflict) -> bool:
    """Whether a rule has settled it, so that nobody need decide anything."""
    return not conflict.needs_decision


def choices(conflict: Conflict) -> tuple[Choice, ...]:
    """What can be chosen, in the order of the keys."""
    if for_information(conflict):
        return (SEEN,)
    return _DECISIONS.get(conflict.conflict_kind, (NOTED,))


def safe_for_many(conflict: Conflict) -> bool:
    """Whether it may be dealt with together with others, without looking at each: nothing that needs judgement."""
    return for_information(conflict)
