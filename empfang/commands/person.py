"""Registering people and changing what is known about them."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, model_validator

from empfang.commands.base import CONFLICT, FULL, Applied, Fact, nothing, released
from empfang.commands.tx import Tx
from empfang.ids import derived_id
from empfang.model import OF_A_PERSON, Conflict, Deletion, Person
from empfang.protocol import Command

CHANGEABLE = frozenset(Person.model_fields) - {"id", "revision", "registered_at", "registered_centre_id"}
"""Fields of a person that a clerk may change."""


@released()
class RegisterPerson(Fact):
    """A person who was not known before. `person` holds the fields of the record."""

    kind: ClassVar[str] = "register_person"
    person_id: str
    centre_id: str
    person: dict[str, Any]

    @model_validator(mode="after")
    def _readable(self) -> "RegisterPerson":
        unknown = self.person.keys() - CHANGEABLE
        if unknown:
            raise ValueError("fields that a person does not have")
        self.record()
        return self

    def record(self) -> Person:
        """The person as stated, without what the command adds."""
        return Person.model_validate({**self.person, "id": self.person_id})

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def changed_fields(self) -> tuple[str, ...]:
        return tuple(sorted(self.person))

    def apply(self, tx: Tx, command: Command) -> Applied:
        if tx.get(Person, self.person_id) is not None:
            return nothing("known_already")
        tx.put(self.record().with_(registered_at=command.occurred_at, registered_centre_id=self.centre_id))
        return FULL


@released()
class DeleteRegistration(Fact):
    """A person wants to be forgotten: everything about them goes, and a `Deletion` says so (rule 8 of design 3)."""

    kind: ClassVar[str] = "delete_registration"
    person_id: str
    centre_id: str

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Person.kind, self.person_id),)

    def apply(self, tx: Tx, command: Command) -> Applied:
        if tx.get(Deletion, self.person_id) is not None:
            return nothing("known_already")
        # Also of somebody who is not known here (any more): what is said later must find the deletion.
        for kind in OF_A_PERSON:
            for record in tx.find(kind, person_id=self.person_id):
                tx.delete(kind, record.id)
        tx.delete(Person, self.person_id)
        tx.put(
            Deletion(
                id=self.person_id,
                centre_id=self.centre_id,
                deleted_at=command.occurred_at,
                command_id=command.id,
            )
        )
        return FULL


class FieldPatch(BaseModel):
    """A field's value before and after, as JSON values."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    old: Any
    new: Any


@released()
class ChangePerson(Fact):
    """Some fields of a person were corrected. Each carries its old value: two who changed the same one conflict."""

    kind: ClassVar[str] = "change_person"
    person_id: str
    centre_id: str
    changes: dict[str, FieldPatch]

    @model_validator(mode="after")
    def _readable(self) -> "ChangePerson":
        if not self.changes or self.changes.keys() - CHANGEABLE:
            raise ValueError("no fields, or fields that cannot be changed")
        blank = {"id": self.person_id, "family": "-"}
        Person.model_validate({**blank, **{name: patch.new for name, patch in self.changes.items()}})
        return self

    def subjects(self) -> tuple[str, ...]:
        return (self.person_id,)

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        return ((Person.kind, self.person_id),)

    def changed_fields(self) -> tuple[str, ...]:
        return tuple(sorted(self.changes))

    def apply(self, tx: Tx, command: Command) -> Applied:
        person = tx.get(Person, self.person_id)
        if person is None:
            return nothing("person_unknown")
        present = person.model_dump(mode="json")
        taken: dict[str, Any] = {}
        contradicted = False
        for name, patch in sorted(self.changes.items()):
            if present[name] == patch.new:
                continue
            if present[name] == patch.old:
                taken[name] = patch.new
                continue
            contradicted = True
            self._raise_conflict(tx, command, name, present[name])
        if taken:
            tx.put(person.with_(**taken))
        if contradicted:
            return CONFLICT
        return FULL if taken else nothing("known_already")

    def _raise_conflict(self, tx: Tx, command: Command, name: str, theirs: Any) -> None:
        conflict_id = derived_id("field_changed_twice", command.id, name)
        if tx.get(Conflict, conflict_id) is not None:
            return
        patch = self.changes[name]
        tx.put(
            Conflict(
                id=conflict_id,
                conflict_kind="field_changed_twice",
                centre_id=self.centre_id,
                person_id=self.person_id,
                needs_decision=True,
                raised_at=command.occurred_at,
                facts={
                    "field": name,
                    "base": patch.old,
                    "mine": patch.new,
                    "theirs": theirs,
                    "desk_id": command.desk_id,
                    "operator_id": command.operator_id,
                },
            )
        )
