"""What a coordinator sets for a day: tolerances, which vaccine is given in which lane, what callers are told."""

from datetime import date
from typing import Any, ClassVar

from pydantic import Field, model_validator

from empfang.commands.base import FULL, Applied, Fact, nothing, released
from empfang.commands.tx import Tx
from empfang.ids import derived_id
from empfang.model import CentreDay, Role, moment_text
from empfang.protocol import Command
from empfang.rules.centre_day import is_plan_of_lanes

COORDINATORS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
_LONGEST = 24 * 60
LONGEST_INFO = 200
"""Signs in what callers are told."""
SETTABLE = frozenset({"early_minutes", "late_minutes", "lanes", "info"})


def centre_day_id(centre_id: str, day: date) -> str:
    """The id of what holds at a centre on a day."""
    return derived_id("centre_day", centre_id, day.isoformat())


@released()
class PlanDay(Fact):
    """Some of what holds on a day was set anew. For each field the latest word counts, in whatever order they come."""

    kind: ClassVar[str] = "plan_day"
    about_people: ClassVar[bool] = False
    centre_id: str
    day: date
    values: dict[str, Any] = Field(min_length=1)

    @model_validator(mode="after")
    def _readable(self) -> "PlanDay":
        if self.values.keys() - SETTABLE:
            raise ValueError("fields that a day does not have")
        day = self._blank().with_(**self.values)
        minutes = [each for each in (day.early_minutes, day.late_minutes) if each is not None]
        if any(not 0 <= each <= _LONGEST for each in minutes):
            raise ValueError("not within a day")
        if not is_plan_of_lanes(day.lanes):
            raise ValueError("a lane has a number, and a vaccine a name of a sensible length")
        if len(day.info) > LONGEST_INFO:
            raise ValueError("more than fits a line")
        return self

    def subjects(self) -> tuple[str, ...]:
        return (centre_day_id(self.centre_id, self.day),)

    def changed_fields(self) -> tuple[str, ...]:
        return tuple(sorted(self.values))

    def roles(self) -> frozenset[str] | None:
        return COORDINATORS

    def apply(self, tx: Tx, command: Command) -> Applied:
        known = tx.get(CentreDay, centre_day_id(self.centre_id, self.day)) or self._blank()
        mine = moment_text(command.occurred_at), command.id
        newer = {name: value for name, value in self.values.items() if known.set_by.get(name, ("", "")) < mine}
        if not newer:
            return nothing("set_later" if mine not in known.set_by.values() else "known_already")
        tx.put(known.with_(**newer, set_by={**known.set_by, **dict.fromkeys(newer, mine)}))
        return FULL

    def _blank(self) -> CentreDay:
        return CentreDay(id=centre_day_id(self.centre_id, self.day), centre_id=self.centre_id, day=self.day)
