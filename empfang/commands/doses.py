"""Doses: vials that are opened, drawn from and corrected; doses that are given, discarded, counted, taken back.

None of these tells of a person (that is `commands.immunization`), so a deletion takes nothing from the day's balance.
Of what can be set again the latest word counts, in whatever order the words come.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator

from empfang.commands.base import FULL, Applied, Fact, nothing, released
from empfang.commands.fields import Code, Label, Reason
from empfang.commands.tx import Tx
from empfang.ids import derived_id
from empfang.model import Change, DoseChange, Moment, Vial, moment_text
from empfang.protocol import Command

MOST_DOSES = 1_000
"""More at once is a slip of the finger."""


def vial_id(centre_id: str, day: date, vaccine: str, label: str) -> str:
    """The id of a vial with something written on it: the same at each desk where it is entered."""
    return derived_id("vial", centre_id, day.isoformat(), vaccine, label)


def newer(set_by: Mapping[str, tuple[str, str]], values: Mapping[str, Any], command: Command) -> dict[str, Any]:
    """Of these values those about which nothing later is known."""
    mine = moment_text(command.occurred_at), command.id
    return {name: value for name, value in values.items() if tuple(set_by.get(name, ("", ""))) < mine}


def noted(set_by: Mapping[str, tuple[str, str]], names: Iterable[str], command: Command) -> dict[str, Any]:
    """When and by which command each of these fields was set."""
    return {"set_by": {**set_by, **dict.fromkeys(names, (moment_text(command.occurred_at), command.id))}}


@released()
class OpenVial(Fact):
    """A container was opened. A vial with a label is one vial, however often and wherever it is entered."""

    kind: ClassVar[str] = "open_vial"
    about_people: ClassVar[bool] = False
    vial_id: str
    centre_id: str
    day: date
    vaccine: Code
    size: Code
    label: Label = ""
    lot: Label = ""
    opened_at: Moment
    out_at: Moment | None = None
    use_by: Moment | None = None
    drawn: int = Field(ge=0, le=MOST_DOSES)

    @model_validator(mode="after")
    def _one_for_all(self) -> "OpenVial":
        if self.label and self.vial_id != vial_id(self.centre_id, self.day, self.vaccine, self.label):
            raise ValueError("not the vial that every desk would make")
        return self

    def subjects(self) -> tuple[str, ...]:
        return (self.vial_id,)

    def apply(self, tx: Tx, command: Command) -> Applied:
        said: dict[str, Any] = {
            "size": self.size,
            "lot": self.lot,
            "opened_at": self.opened_at,
            "out_at": self.out_at,
            "use_by": self.use_by,
            "drawn": self.drawn,
        }
        known = tx.get(Vial, self.vial_id)
        if known is not None:
            return _set(tx, known, said, command)
        tx.put(
            Vial(
                id=self.vial_id,
                centre_id=self.centre_id,
                day=self.day,
                vaccine=self.vaccine,
                label=self.label,
                **said,
                desk_id=command.desk_id,
                operator_id=command.operator_id,
                **noted({}, said, command),
            )
        )
        return FULL


@released()
class DrawDoses(Fact):
    """So many doses came from a vial, in all; more or fewer than the table says."""

    kind: ClassVar[str] = "draw_doses"
    about_people: ClassVar[bool] = False
    vial_id: str
    drawn: int = Field(ge=0, le=MOST_DOSES)
    size: Code | None = None

    def subjects(self) -> tuple[str, ...]:
        return (self.vial_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Vial.kind, self.vial_id),)

    def apply(self, tx: Tx, command: Command) -> Applied:
        known = tx.get(Vial, self.vial_id)
        if known is None:
            return nothing("vial_unknown")
        return _set(tx, known, {"drawn": self.drawn, **({} if self.size is None else {"size": self.size})}, command)


@released()
class CorrectVial(Fact):
    """Something else about a vial is otherwise: it came out of the fridge, or was entered by mistake."""

    kind: ClassVar[str] = "correct_vial"
    about_people: ClassVar[bool] = False
    vial_id: str
    lot: Label | None = None
    out_at: Moment | None = None
    use_by: Moment | None = None
    void: bool | None = None

    def subjects(self) -> tuple[str, ...]:
        return (self.vial_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Vial.kind, self.vial_id),)

    def changed_fields(self) -> tuple[str, ...]:
        return tuple(self._said())

    def apply(self, tx: Tx, command: Command) -> Applied:
        known = tx.get(Vial, self.vial_id)
        return nothing("vial_unknown") if known is None else _set(tx, known, self._said(), command)

    def _said(self) -> dict[str, Any]:
        said = {"lot": self.lot, "out_at": self.out_at, "use_by": self.use_by, "void": self.void}
        return {name: value for name, value in said.items() if value is not None}


class _Changed(Fact):
    """What became of doses, or what somebody counted; made once, and taken back or not by the latest word."""

    about_people: ClassVar[bool] = False
    change_id: str
    centre_id: str
    day: date
    vaccine: Code
    size: Code

    def subjects(self) -> tuple[str, ...]:
        return (self.change_id,)

    def _write(self, tx: Tx, command: Command, change: Change, number: int, **more: Any) -> Applied:
        said = {"vaccine": self.vaccine, "size": self.size, "number": number, "void": False, **more}
        known = tx.get(DoseChange, self.change_id)
        if known is not None:
            return _set(tx, known, said, command)
        tx.put(
            DoseChange(
                id=self.change_id,
                centre_id=self.centre_id,
                day=self.day,
                at=command.occurred_at,
                change=change,
                **said,
                desk_id=command.desk_id,
                operator_id=command.operator_id,
                **noted({}, said, command),
            )
        )
        return FULL


@released()
class GiveDose(_Changed):
    """A dose left the stock into somebody's arm; who it was is said by `commands.immunization`."""

    kind: ClassVar[str] = "give_dose"
    vial_id: str | None = None

    def apply(self, tx: Tx, command: Command) -> Applied:
        return self._write(tx, command, Change.GIVEN, 1, vial_id=self.vial_id)


@released()
class DiscardDoses(_Changed):
    """Doses were thrown away, and why."""

    kind: ClassVar[str] = "discard_doses"
    number: int = Field(ge=1, le=MOST_DOSES)
    reason: Annotated[Reason, Field(min_length=1)]
    vial_id: str | None = None

    def apply(self, tx: Tx, command: Command) -> Applied:
        return self._write(tx, command, Change.DISCARDED, self.number, reason=self.reason, vial_id=self.vial_id)


@released()
class CountDoses(_Changed):
    """Somebody counted the doses that are there. `computed`: what the desk had computed, for the deviation."""

    kind: ClassVar[str] = "count_doses"
    number: int = Field(ge=0, le=MOST_DOSES)
    computed: int | None = None

    def apply(self, tx: Tx, command: Command) -> Applied:
        return self._write(tx, command, Change.COUNTED, self.number, computed=self.computed)


@released()
class TakeBackDoses(Fact):
    """What was said of doses was a mistake."""

    kind: ClassVar[str] = "take_back_doses"
    about_people: ClassVar[bool] = False
    change_id: str

    def subjects(self) -> tuple[str, ...]:
        return (self.change_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((DoseChange.kind, self.change_id),)

    def apply(self, tx: Tx, command: Command) -> Applied:
        known = tx.get(DoseChange, self.change_id)
        return nothing("change_unknown") if known is None else _set(tx, known, {"void": True}, command)


def _set(tx: Tx, known: Vial | DoseChange, said: Mapping[str, Any], command: Command) -> Applied:
    wanted = newer(known.set_by, said, command)
    if not wanted:
        mine = moment_text(command.occurred_at), command.id
        said_before = any(tuple(each) == mine for each in known.set_by.values())
        return nothing("known_already" if said_before else "set_later")
    tx.put(known.with_(**wanted, **noted(known.set_by, wanted, command)))
    return FULL
