"""What a person needs at a visit, as codes that say nothing about why: no diagnoses."""

from collections.abc import Iterable

from empfang.model import Centre

NEEDS: tuple[str, ...] = (
    "wheelchair",
    "lying",
    "companion",
    "interpreter",
    "text_only",
    "large_print",
    "guide_dog",
    "quiet",
    "longer",
)
"""The codes that can be chosen; lists may bring others, which are kept and shown as they are."""


def lane_for(needs: Iterable[str], centre: Centre) -> int | None:
    """The lane that suits somebody's needs, if the centre has named one; of several the one of the first need."""
    return next((centre.lane_of_need[need] for need in needs if need in centre.lane_of_need), None)
