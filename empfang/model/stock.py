"""Doses of a centre's day: the vials that were opened, and what became of what was drawn from them.

A dose is known by its vaccine, as the rule books call it, and its size ("full", "half" …). What is there is never kept
as a number: it is computed from these records (`empfang.rules.stock`), so that the order in which they arrive cannot
matter.
"""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from empfang.model.base import Moment, Record


class Vial(Record):
    """An opened container. `label` is what is written on it, so that it is one vial at each desk; empty: nothing is.

    `out_at`: when it came out of the fridge; None: it is still in there. `use_by`: None where no table knows the
    vaccine and nobody said. `drawn` doses of `size` come from it, as far as anybody counted. `void`: it was entered by
    mistake. `set_by`: for each field that can be set again, when and by which command.
    """

    kind: ClassVar[str] = "vial"
    indexes: ClassVar[tuple[str, ...]] = ("centre_id", "day")
    centre_id: str
    day: date
    vaccine: str
    size: str
    label: str = ""
    lot: str = ""
    opened_at: Moment
    out_at: Moment | None = None
    use_by: Moment | None = None
    drawn: int
    void: bool = False
    desk_id: str
    operator_id: str
    set_by: dict[str, tuple[str, str]] = {}


class Change(StrEnum):
    """What became of doses, or what somebody counted."""

    GIVEN = "given"
    DISCARDED = "discarded"
    COUNTED = "counted"


class DoseChange(Record):
    """Doses were given or discarded, or somebody counted those that are there: the count rules from its moment on.

    Nothing in it tells of a person: it outlives a deletion. `computed`: what the desk had computed when it was counted.
    `vial_id`: from which vial, where that is known. `void`: taken back. `set_by`: as of a vial.
    """

    kind: ClassVar[str] = "dose_change"
    indexes: ClassVar[tuple[str, ...]] = ("centre_id", "day")
    centre_id: str
    day: date
    at: Moment
    vaccine: str
    size: str
    change: Change
    number: int
    vial_id: str | None = None
    reason: str = ""
    computed: int | None = None
    void: bool = False
    desk_id: str
    operator_id: str
    set_by: dict[str, tuple[str, str]] = {}


class Allotment(Record):
    """Doses that a desk may promise without asking, until a moment: the service has counted them as promised.

    `returned` of them came back before.
    """

    kind: ClassVar[str] = "allotment"
    indexes: ClassVar[tuple[str, ...]] = ("centre_id", "day")
    centre_id: str
    day: date
    desk_id: str
    vaccine: str
    size: str
    number: int
    until: Moment
    returned: int = 0


class PastDay(Record):
    """How many of those booked for a day that is over came, and when: what tomorrow's forecast is made of.

    `shows`: by segment (`rules.past_days`), how many came and how many had booked. `arrivals`: by minutes after the
    appointment (before it: negative), how many came. Nothing in it tells of a person.
    """

    kind: ClassVar[str] = "past_day"
    indexes: ClassVar[tuple[str, ...]] = ("centre_id", "day")
    centre_id: str
    day: date
    shows: dict[str, tuple[int, int]] = {}
    arrivals: dict[str, int] = {}
