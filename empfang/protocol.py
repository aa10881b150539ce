"""The messages between desk and service, version 1. Models of their own, apart from the tables.

Commands travel as NDJSON: the bytes of a line are the command, kept and compared as they were sent.
"""

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from empfang.model import DeskRole, Moment, Source

PROTOCOL_VERSION = 1
MAX_COMMANDS = 500
"""Lines in one request."""
MAX_COMMAND_BYTES = 65_536
MAX_NUMBER = 2**31 - 1
MAX_WAIT_S = 30.0
MAX_PAGE = 2_000
MAX_FOUND = 20
"""People in one answer to a search; more are narrowed down by typing on."""
SHORTEST_SEARCH, LONGEST_SEARCH = 2, 200
"""Signs in a search."""


class Message(BaseModel):
    """What all messages share: fields that a newer sender adds are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Command(Message):
    """Something a person did or asks for (design 3). `number` counts per desk without gaps."""

    kind: str = Field(max_length=64)
    version: int = 1
    id: str = Field(min_length=1, max_length=64)
    desk_id: str = Field(max_length=64)
    number: int = Field(ge=1, le=MAX_NUMBER)
    operator_id: str = Field(max_length=64)
    occurred_at: Moment
    recorded_at: Moment
    clock_uncertainty_s: float | None = None
    source: Source = Source.KEYBOARD
    needs: tuple[str, ...] = ()
    payload: dict[str, Any]

    def to_bytes(self) -> bytes:
        """The line that is sent, without its end. Made once; the outbox keeps it."""
        return self.model_dump_json().encode()


class Status(StrEnum):
    """What became of a command."""

    RECORDED = "recorded"
    GRANTED = "granted"
    REFUSED = "refused"
    QUARANTINED = "quarantined"
    MISMATCH = "mismatch"
    RETRY = "retry"


class Effect(StrEnum):
    """What a recorded fact changed."""

    FULL = "full"
    NONE = "none"
    CONFLICT = "conflict"


class Alternative(Message):
    """A place that was free when a request was refused."""

    slot_id: str
    contingent_id: str
    start: Moment
    vaccine: str
    free: int


class Verdict(Message):
    """The service's answer to one command. `number` is where its effect appears in the feed, if it has one."""

    command_id: str
    status: Status
    effect: Effect | None = None
    number: int | None = None
    code: str | None = None
    parameters: dict[str, Any] = {}
    alternatives: tuple[Alternative, ...] = ()
    depends_on: str | None = None
    retry_after_s: float | None = None

    @property
    def final(self) -> bool:
        """Whether the desk may stop sending the command."""
        return self.status is not Status.RETRY


class CommandsReply(Message):
    """Verdicts in the order of the lines; `contiguous` is the highest number of this desk without a gap below.

    `mark` belongs to `head`: both are handed back as the highest number that the desk has heard of.
    """

    epoch: str
    head: int
    mark: str = ""
    now: Moment
    contiguous: int
    gaps: tuple[int, ...] = ()
    verdicts: tuple[Verdict, ...]


class ForgottenCommand(Message):
    """A line of `POST /v1/recover`: a command, to the letter as it was sent, and the verdict of an earlier epoch.

    `command` is empty if its person was deleted since and the desk has it no more; `number` and `kind` say what it was,
    for those that need it.
    """

    command: str
    verdict: Verdict
    number: int | None = Field(default=None, ge=1, le=MAX_NUMBER)
    kind: str = Field(default="", max_length=64)


class SealedCommand(Message):
    """A line of `POST /v1/handover`, and of a desk's encrypted copy: a command in a box that only the service opens."""

    desk_id: str = Field(max_length=64)
    number: int = Field(ge=1, le=MAX_NUMBER)
    command_id: str = Field(max_length=64)
    sealed: str


class HandedOver(Message):
    """What became of a line: `taken` now, `known` before, `waits` for a command it needs, or why it was not taken.

    `unreadable`: the box cannot be opened or holds something else; `desk_unknown`; `forged`: not made with the token of
    the desk it names.
    """

    code: str
    desk_id: str = ""
    number: int | None = None
    command_id: str = ""
    verdict: Verdict | None = None


class HandoverReply(Message):
    """What became of the lines, in their order."""

    lines: tuple[HandedOver, ...]


class Op(StrEnum):
    """What happened to a record, seen from a desk."""

    PUT = "put"
    DELETED = "deleted"
    LEFT_SCOPE = "left_scope"


class Change(Message):
    """One record's new state. `command_id` names the command that made it, if one did."""

    number: int
    op: Op
    kind: str
    id: str
    revision: int
    command_id: str | None = None
    body: dict[str, Any] | None = None


class ChangesPage(Message):
    """What changed since the cursor; entries of one number are never split between pages.

    `mark` belongs to `cursor` and is handed back with it: it shows whether the service still has the same history.
    """

    epoch: str
    cursor: int
    mark: str = ""
    head: int
    has_more: bool
    now: Moment
    changes: tuple[Change, ...]


class SnapshotHead(Message):
    """The first line of a snapshot's part: a range of a scope's state.

    The part holds everything about the persons with `after` < id <= `until`; the one with `after` "" also all records
    that belong to no person. `until` None: the last part. `cursor` and `mark` are the feed's head before part one; the
    client hands `cursor` back with each further part. `records`: how many lines of each kind follow, in this order.
    `persons_total` is told by the first part only. `head` with `head_mark` is where the feed stood when this part was
    read: the part may know more than `cursor`, and that the service forgets it again must be noticed.
    """

    epoch: str
    cursor: int
    mark: str
    after: str
    until: str | None
    persons_total: int | None
    now: Moment
    head: int
    head_mark: str
    records: dict[str, int]


class FoundPerson(Message):
    """Somebody whom a search found: what tells them from others, and the centres at which they have appointments."""

    person_id: str
    family: str
    given: str
    birth_date: date | None = None
    street: str = ""
    town: str = ""
    centre_ids: tuple[str, ...] = ()
    by_code: bool = False
    """Whether what was typed is a booking code of theirs."""


class FoundPersons(Message):
    """Who may be meant, the likeliest first. `more`: there are others."""

    persons: tuple[FoundPerson, ...]
    more: bool = False


class EnrolRequest(Message):
    """A one-time code, typed in by whoever sets up the desk."""

    # FastAPI looks into the bodies it reads as soon as the service is put together.
    model_config = ConfigDict(defer_build=False)
    code: str = Field(max_length=64)


class EnrolReply(Message):
    """Who this desk is from now on. The token is shown once and kept only as a digest at the service."""

    desk_id: str
    desk_number: int
    desk_name: str
    centre_id: str
    token: str
    epoch: str
    role: DeskRole = DeskRole.RECEPTION
    recovery_key: str = ""
    """The service's public key (hexadecimal): what is sealed for it only the service can open."""


class ProblemDetails(Message):
    """RFC 9457, with a stable `code`."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str = ""
