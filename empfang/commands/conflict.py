"""Deciding what no rule can settle.

Of several decisions about one conflict the latest counts, whatever the order in which they arrive; the others are kept
as commands and in the audit trail.
"""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from pydantic import Field

from empfang.commands.base import FULL, Applied, Fact, nothing, released
from empfang.commands.fields import Code
from empfang.commands.tx import Tx
from empfang.model import Conflict, Encounter, EncounterState, Person
from empfang.protocol import Command

OPEN = "open"
"""The choice that takes an earlier decision back: the conflict needs one again."""


@released()
class ResolveConflict(Fact):
    """Somebody decided.

    `choice` is a word of `rules.conflicts`. `about` are the visits that the conflict spoke of when it was decided: the
    decision says nothing about a conflict of the same name among others. `field`: the person's field it is about.
    """

    kind: ClassVar[str] = "resolve_conflict"
    conflict_id: str
    person_id: str
    choice: Code
    about: tuple[str, ...] = Field(default=(), max_length=100)
    field: str = Field(default="", max_length=64)

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Conflict.kind, self.conflict_id), *((Encounter.kind, visit) for visit in self.about))

    def changed_fields(self) -> tuple[str, ...]:
        return (self.field,) if self.field else ()

    def apply(self, tx: Tx, command: Command) -> Applied:
        conflict = tx.get(Conflict, self.conflict_id)
        if conflict is None or conflict.person_id != self.person_id:
            return nothing("conflict_unknown")
        if conflict.decided_by_command == command.id:
            return nothing("known_already")
        if any(tx.get(Encounter, visit) is None for visit in self.about):
            return nothing("visit_unknown")
        if _all_undone(tx, self.about):
            return nothing("conflict_changed")
        if conflict.decided_at is not None:
            known = conflict.decided_at, conflict.decided_by_command or ""
            if known >= (command.occurred_at, command.id):
                return nothing("decided_later")
        tx.put(
            conflict.with_(
                open=self.choice == OPEN,
                decision=self.choice,
                decided_at=command.occurred_at,
                decided_desk_id=command.desk_id,
                decided_operator_id=command.operator_id,
                decided_by_command=command.id,
                facts={**conflict.facts, "decided_about": list(self.about)} if self.about else conflict.facts,
            )
        )
        self._write_value(tx, conflict)
        return FULL

    def _write_value(self, tx: Tx, conflict: Conflict) -> None:
        """A field that was changed twice gets the chosen value; taken back, the one that stood while it was open."""
        name = str(conflict.facts.get("field"))
        wanted = "theirs" if self.choice == OPEN else self.choice
        if conflict.conflict_kind != "field_changed_twice" or wanted not in {"base", "mine", "theirs"}:
            return
        person = tx.get(Person, self.person_id)
        if person is None:
            return
        if person.model_dump(mode="json")[name] != conflict.facts[wanted]:
            tx.put(person.with_(**{name: conflict.facts[wanted]}))


def rewritten(tx: Tx, known: Conflict, stated: Mapping[str, Any]) -> Conflict:
    """A conflict as the rules state it now. A decision stays until every visit that it was about is taken back."""
    about = known.facts.get("decided_about", ())
    if _all_undone(tx, about):
        undecided = {name: Conflict.model_fields[name].default for name in _DECIDED}
        return known.with_(**stated, **undecided)
    facts = {**stated["facts"], "decided_about": about} if about else stated["facts"]
    return known.with_(**{**stated, "facts": facts})


_DECIDED = (
    "open",
    "decision",
    "decided_at",
    "decided_desk_id",
    "decided_operator_id",
    "decided_by_command",
)


def _all_undone(tx: Tx, visits: Collection[str]) -> bool:
    found = [tx.get(Encounter, visit) for visit in visits]
    return bool(found) and all(visit is not None and visit.state is EncounterState.UNDONE for visit in found)
