"""What commands have in common: payloads, the two kinds, and reading one from its bytes."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from empfang.commands.tx import Deciding, Tx
from empfang.ids import derived_id
from empfang.model import Conflict, Deletion, Desk, Operator, Person
from empfang.protocol import MAX_COMMAND_BYTES, MAX_NUMBER, Alternative, Command, Effect


class UnreadableError(Exception):
    """A command that cannot be read; `code` says why. `command_id` and `number` where at least these could be."""

    def __init__(self, code: str, command_id: str | None = None, number: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.command_id = command_id
        self.number = number


@dataclass(frozen=True, slots=True)
class Applied:
    """What a fact changed; `code` tells the operator why when it changed nothing."""

    effect: Effect
    code: str | None = None


FULL = Applied(Effect.FULL)
CONFLICT = Applied(Effect.CONFLICT)


def nothing(code: str) -> Applied:
    """The fact is kept, and says nothing new."""
    return Applied(Effect.NONE, code)


@dataclass(frozen=True, slots=True)
class Granted:
    """The request is granted; what it asked for is written."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The request is refused, with what would be free instead. Nothing is written."""

    code: str
    parameters: dict[str, Any] = field(default_factory=dict)
    alternatives: tuple[Alternative, ...] = ()


class Payload(BaseModel):
    """What one kind of command says. An unknown field is not passed over: it may mean something."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    kind: ClassVar[str]
    version: ClassVar[int] = 1
    about_people: ClassVar[bool] = True
    """Whether its subjects are persons; else they are the records it sets."""

    @abstractmethod
    def subjects(self) -> tuple[str, ...]:
        """The ids of the persons it concerns."""

    def builds_on(self) -> tuple[tuple[str, str], ...]:
        """Records (kind, id) that must be as this desk saw them: unsettled commands that wrote them are needed."""
        return ()

    def changed_fields(self) -> tuple[str, ...]:
        """Names of the fields it changes, for the audit trail."""
        return ()

    def roles(self) -> frozenset[str] | None:
        """Whose word it takes (roles of operators); None: anybody's."""
        return None


def may_state(tx: Tx, operator_id: str, payload: Payload) -> bool:
    """Whether an operator has the right to say this."""
    roles = payload.roles()
    if roles is None:
        return True
    operator = tx.get(Operator, operator_id)
    return operator is not None and operator.role in roles


class Fact(Payload):
    """Something that has happened. Never refused, never lost."""

    @abstractmethod
    def apply(self, tx: Tx, command: Command) -> Applied:
        """Write what follows from it. On a state that already contains it, it changes nothing."""


def apply_fact(tx: Tx, command: Command, fact: Fact) -> Applied:
    """Apply a fact, at the desk and at the service alike.

    What is said about somebody whose registration was deleted changes nothing and is told: the deletion stands
    (rule 8).
    """
    for subject in fact.subjects():
        deletion = tx.get(Deletion, subject)
        if deletion is not None and deletion.command_id != command.id:
            return _said_about_deleted(tx, command, deletion)
    return fact.apply(tx, command)


def is_deleted(tx: Tx, person_id: str) -> bool:
    """Whether somebody's registration was deleted. Who is known was not."""
    return tx.get(Person, person_id) is None and tx.get(Deletion, person_id) is not None


def _said_about_deleted(tx: Tx, command: Command, deletion: Deletion) -> Applied:
    conflict_id = derived_id("person_deleted", command.id)
    if tx.get(Conflict, conflict_id) is not None:
        return nothing("known_already")
    desk = tx.get(Desk, command.desk_id)
    tx.put(
        Conflict(
            id=conflict_id,
            conflict_kind="person_deleted",
            centre_id=desk.centre_id if desk else deletion.centre_id,
            person_id=deletion.id,
            raised_at=command.occurred_at,
            facts={"command": command.kind, "desk_id": command.desk_id, "operator_id": command.operator_id},
        )
    )
    return CONFLICT


class Request(Payload):
    """Something asked of the service."""

    @abstractmethod
    def mark_pending(self, tx: Tx, command: Command) -> None:
        """Show at the desk that it was asked for."""

    @abstractmethod
    def decide(self, tx: Deciding, command: Command, now: datetime) -> Granted | Refused:
        """Grant it and write it, or refuse it and write nothing."""

    @abstractmethod
    def honour(self, tx: Tx, command: Command) -> None:
        """Write what was granted before the service lost its memory, whatever stands against it now."""


_KINDS: dict[tuple[str, int], type[Payload]] = {}
P = TypeVar("P", bound=Payload)


def released(version: int = 1) -> Callable[[type[P]], type[P]]:
    """Register a payload under its kind and a version; a released version stays readable for ever.

    A newer version that only adds fields with defaults reads the older ones, too: it is registered for each.
    """

    def register(payload: type[P]) -> type[P]:
        _KINDS[payload.kind, version] = payload
        return payload

    return register


def released_versions() -> frozenset[tuple[str, int]]:
    """Every kind with each of its versions that can be read."""
    return frozenset(_KINDS)


def kinds() -> tuple[type[Payload], ...]:
    """Every payload that can be read."""
    return tuple(_KINDS.values())


def is_request(kind: str) -> bool:
    """Whether commands of this kind ask for something, rather than state it."""
    return any(name == kind and issubclass(payload, Request) for (name, _), payload in _KINDS.items())


def payload_of(command: Command) -> Payload:
    """The payload of a command.

    Raises:
        UnreadableError: `unknown_kind`, or `bad_payload`.
    """
    model = _KINDS.get((command.kind, command.version))
    if model is None:
        raise UnreadableError("unknown_kind", command.id, command.number)
    try:
        return model.model_validate(command.payload)
    except ValidationError:
        raise UnreadableError("bad_payload", command.id, command.number) from None


def read_command(line: bytes) -> tuple[Command, Payload]:
    """A command and its payload from the bytes that were sent.

    Raises:
        UnreadableError: `too_long`, `bad_command`, `nul_character`, `unknown_kind` or `bad_payload`.
    """
    if len(line) > MAX_COMMAND_BYTES:
        raise UnreadableError("too_long", *_what_can_be_read(line))
    try:
        command = Command.model_validate_json(line)
    except ValidationError:
        raise UnreadableError("bad_command", *_what_can_be_read(line)) from None
    if b"\\u0000" in line and _has_nul(command.model_dump()):
        # PostgreSQL cannot store it
        raise UnreadableError("nul_character", command.id.replace("\0", ""), command.number)
    return command, payload_of(command)


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_has_nul(part) for pair in value.items() for part in pair)
    return isinstance(value, list | tuple) and any(_has_nul(part) for part in value)


class _Label(BaseModel):
    """The least of a command, for one of which the rest cannot be read."""

    id: str = Field(min_length=1)
    number: int | None = None

    @field_validator("number", mode="after")
    @classmethod
    def _storable(cls, number: int | None) -> int | None:
        return number if number is not None and 1 <= number <= MAX_NUMBER else None


def _what_can_be_read(line: bytes) -> tuple[str | None, int | None]:
    try:
        label = _Label.model_validate_json(line)
    except ValidationError:
        return None, None
    return label.id.replace("\0", "")[:64] or None, label.number
