"""Taking in commands: each is decided on its own, in the desk's order, and gets its verdict once."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from empfang.audit import AuditTrail, flush_all
from empfang.central.access import streams_of_desk
from empfang.central.capacity import watch_allotments, watch_capacity
from empfang.central.database import PASSING
from empfang.central.epochs import brought_again
from empfang.central.lines import ReadLine, read_line
from empfang.central.numbers import DeskNumbers, Progress
from empfang.central.sql import insert_into
from empfang.central.tables import Received, ReceivedSubject
from empfang.central.tx import CentralTx, Pending
from empfang.central.waiting import Waiting
from empfang.commands.base import (
    Fact,
    Granted,
    Payload,
    Request,
    UnreadableError,
    apply_fact,
    is_deleted,
    may_state,
)
from empfang.model import Deletion, Desk, moment_text
from empfang.protocol import Command, Effect, ForgottenCommand, Status, Verdict
from empfang.rows import Cursor, Flavour, marked

RETRY_S = 2.0
"""When a desk should ask again about a command that waits for another one."""
_AT_ONCE = 500
"""Ids in one query."""
_ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class _Statements:
    def __init__(self, flavour: Flavour) -> None:
        self._flavour: Flavour = flavour
        self.keep = insert_into(Received, flavour)
        self.concerns = insert_into(ReceivedSubject, flavour)

    @cache  # noqa: B019 - there is one of these for each flavour
    def known_among(self, number: int) -> str:
        """Id, digest and verdict of those of so many commands that are known."""
        marks = ", ".join("?" * number)
        return marked(f"SELECT command_id, digest, verdict FROM received WHERE command_id IN ({marks})", self._flavour)  # noqa: S608


@cache
def _statements(flavour: Flavour) -> _Statements:
    return _Statements(flavour)


@dataclass(slots=True)
class _Decided:
    """A verdict that is not yet written: its number is known only at the end."""

    row: dict[str, Any]
    verdict: Verdict
    pending: Pending | None
    subjects: tuple[str, ...]


class FailedError(Exception):
    """A command failed by itself: nothing of its transaction may stay."""


class Acceptance:
    """Decides commands of any desks within one transaction of the writer."""

    def __init__(self, cursor: Cursor, flavour: Flavour, now: datetime, *, one_by_one: bool = False) -> None:
        """`one_by_one`: each command can be undone without its neighbours; else a failure is a `FailedError`."""
        self.cursor = cursor
        self.flavour: Flavour = flavour
        self._one_by_one = one_by_one
        self._now = now
        self._sql = _statements(flavour)
        self._tx = CentralTx(cursor, flavour, now)
        self._numbers = DeskNumbers(cursor, flavour, self._tx)
        self._waiting = Waiting(cursor, flavour, self._tx)
        self._decided: dict[str, _Decided] = {}
        self._known: dict[str, tuple[str, str] | None] = {}
        self._streams: dict[str, frozenset[str]] = {}
        self._trails: dict[str, AuditTrail] = {}
        self._handed_over_by: str | None = None

    def look_up(self, command_ids: Iterable[str]) -> None:
        """Ask at once which of these commands are known. Others are asked about one by one."""
        wanted = list(dict.fromkeys(command_ids))
        for begin in range(0, len(wanted), _AT_ONCE):
            part = wanted[begin : begin + _AT_ONCE]
            self._known.update(dict.fromkeys(part))
            self.cursor.execute(self._sql.known_among(len(part)), tuple(part))
            self._known.update({row[0]: (row[1], row[2]) for row in self.cursor.fetchall()})

    def accept(self, desk_id: str, lines: Sequence[ReadLine], handed_over_by: str | None = None) -> list[Verdict | str]:
        """Decide the lines of one desk. A verdict, or the id of a command whose verdict `finish` completes.

        `handed_over_by` is the desk that brings them instead of their own; the audit trail says so.
        """
        self._handed_over_by = handed_over_by
        try:
            return [self._accept_line(desk_id, line) for line in lines]
        finally:
            self._handed_over_by = None

    def decide_own(self, desk: Desk, command_id: str, payload: Payload, digest: str) -> Verdict | str:
        """Decide what the service was asked by others than desks, as a command of a desk of its own.

        That desk's next number is given here, under the writer's lock. `digest` is of what was asked: the same id with
        another one is a mismatch.
        """
        known = self._first_verdict(command_id, digest)
        if known is not None:
            return known
        command = Command(
            kind=payload.kind,
            version=payload.version,
            id=command_id,
            desk_id=desk.id,
            number=self._numbers.next_of_own(desk),
            operator_id="",
            occurred_at=self._now,
            recorded_at=self._now,
            payload=payload.model_dump(mode="json"),
        )
        return self._decide_first(desk.id, command, payload, command.to_bytes(), digest)

    def recover(self, desk_id: str, epoch: str, forgotten: Sequence[ForgottenCommand]) -> list[Verdict | str]:
        """Take in again what a restored service has forgotten, with the verdicts of the earlier `epoch`.

        What was granted is honoured; what was refused stays refused; facts are applied like any other.
        """
        answers: list[Verdict | str] = []
        for each in forgotten:
            if each.command:
                answers.append(self._accept_line(desk_id, read_line(each.command.encode()), each.verdict))
            else:
                answers.append(self._accept_label(desk_id, each))
            if each.verdict.number is not None:
                brought_again(self.cursor, self.flavour, epoch, each.verdict.number, each.verdict.command_id)
        return answers

    @property
    def moved(self) -> frozenset[str]:
        """The streams in which something new stands after `finish`."""
        return frozenset(self._tx.moved)

    def finish(self) -> dict[str, Verdict]:
        """Number the effects and write everything down; gives the verdicts decided here, by command id."""
        numbers = self._tx.take_numbers()
        verdicts: dict[str, Verdict] = {}
        rows: list[Any] = []
        for command_id, decided in self._decided.items():
            number = numbers.get(id(decided.pending)) if decided.pending else None
            verdict = decided.verdict.model_copy(update={"number": number})
            verdicts[command_id] = verdict
            rows.append(self._sql.keep.parameters({**decided.row, "verdict": verdict.model_dump_json()}))
        if rows:
            self.cursor.executemany(self._sql.keep.sql, rows)
        concerned = [
            self._sql.concerns.parameters({"subject": subject, "command_id": command_id})
            for command_id, decided in self._decided.items()
            for subject in decided.subjects
        ]
        if concerned:
            self.cursor.executemany(self._sql.concerns.sql, concerned)
        flush_all(self._trails.values())
        self._tx.erase()
        return verdicts

    def progress(self, desk_id: str) -> Progress:
        """Where a desk's commands stand, moved forward over what has arrived; after `finish`."""
        return self._numbers.progress(desk_id)

    def _accept_line(self, desk_id: str, read: ReadLine, earlier: Verdict | None = None) -> Verdict | str:
        line, digest = read.line, read.digest
        if isinstance(read.said, UnreadableError):
            return self._set_aside(desk_id, read.command_id, read.said.number, line, digest, read.said.code)
        command, payload = read.said
        if command.desk_id != desk_id:
            return self._set_aside(desk_id, f"other-desk-{digest[:32]}", None, line, digest, "other_desk")
        known = self._first_verdict(command.id, digest)
        if known is not None:
            return known
        # What was decided in an earlier epoch had all that it needs then; the desk may have forgotten that since.
        needs = command.needs if earlier is None else ()
        waiting = [needed for needed in needs if self._verdict_of(needed) is None]
        if waiting:
            return Verdict(
                command_id=command.id,
                status=Status.RETRY,
                code="needs_missing",
                parameters={"needs": waiting},
                retry_after_s=RETRY_S,
            )
        return self._decide_first(desk_id, command, payload, line, digest, earlier)

    def _decide_first(
        self, desk_id: str, command: Command, payload: Payload, line: bytes, digest: str, earlier: Verdict | None = None
    ) -> str:
        """Decide a command that nobody knows yet; gives its id."""
        if not may_state(self._tx, command.operator_id, payload):
            verdict, pending = _not_allowed(command.id, payload), None
        elif earlier is not None and earlier.status not in {Status.RECORDED, Status.GRANTED}:
            verdict, pending = earlier.model_copy(update={"command_id": command.id, "number": None}), None
        else:
            verdict, pending = self._decide(command, payload, granted=earlier is not None)
        self._log(command, payload, verdict)
        subjects = payload.subjects()
        if any(is_deleted(self._tx, subject) for subject in subjects):
            line = b""
        row = {**self._row(desk_id, command.id, command.number, line, digest), "kind": command.kind}
        self._decided[command.id] = _Decided(row, verdict, pending, tuple(dict.fromkeys(subjects)))
        return command.id

    def _accept_label(self, desk_id: str, forgotten: ForgottenCommand) -> Verdict | str:
        """Keep that there was a command about somebody who was deleted: others need it, and nothing follows from it."""
        command_id = forgotten.verdict.command_id
        if command_id in self._decided:
            return command_id
        known = self._verdict_of(command_id)
        if known is not None:
            return known
        row = {**self._row(desk_id, command_id, forgotten.number, b"", ""), "kind": forgotten.kind}
        verdict = forgotten.verdict.model_copy(update={"number": None})
        self._decided[command_id] = _Decided(row, verdict, None, ())
        return command_id

    def _decide(self, command: Command, payload: Payload, *, granted: bool) -> tuple[Verdict, Pending | None]:
        """Apply a fact or decide a request. One that was `granted` before a restore is honoured.

        Raises:
            FailedError: it failed, and nothing of this transaction may stay.
        """
        if isinstance(payload, Request) and not granted:
            root = self._refused_root(command)
            if root is not None:
                refused = Verdict(
                    command_id=command.id, status=Status.REFUSED, code="depends_on_refused", depends_on=root
                )
                return refused, None
        checkpoint = self._tx.checkpoint()
        if self._one_by_one:
            self.cursor.execute("SAVEPOINT command")
        try:
            decided = self._effect(command, payload, granted=granted)
        except PASSING:
            # The whole transaction fails and the desks ask again: a fact must not be set aside for that.
            raise
        except Exception as error:
            if not self._one_by_one:
                raise FailedError from error
            # Whatever it is: the command is kept, visible, and its neighbours go on.
            self.cursor.execute("ROLLBACK TO SAVEPOINT command")
            self._tx.forget(checkpoint)
            decided = _quarantined(command.id, "failed"), None
        if self._one_by_one:
            self.cursor.execute("RELEASE SAVEPOINT command")
        return decided

    def _effect(self, command: Command, payload: Payload, *, granted: bool) -> tuple[Verdict, Pending | None]:
        self._tx.begin()
        verdict = self._run(command, payload, granted=granted)
        watch_capacity(self._tx, self._tx.changed(), command.occurred_at, new_ones_too=granted)
        watch_allotments(self._tx, self._tx.changed(), command.occurred_at, self._now)
        self._open_for_sender(command.desk_id, payload)
        created = [after for before, after in self._tx.changed() if before is None and after is not None]
        pending = self._tx.finish(command.id)
        self._waiting.came(created, self._line_of)
        return verdict, pending

    def _open_for_sender(self, desk_id: str, payload: Payload) -> None:
        """A desk sees what it does, also about people who are not of its centre."""
        if not payload.about_people or self._numbers.is_own(desk_id) or not self._tx.changed():
            return
        streams = self._streams.get(desk_id)
        if streams is None:
            streams = self._streams[desk_id] = frozenset(streams_of_desk(self.cursor, self.flavour, desk_id))
        for subject in payload.subjects():
            followed = not streams.isdisjoint(self._tx.streams_of(subject))
            if not followed and streams.isdisjoint(stream for stream, _ in self._tx.new_ties(subject)):
                self._tx.open_for(subject, desk_id)

    def _line_of(self, command_id: str) -> bytes | None:
        decided = self._decided.get(command_id)
        return None if decided is None else bytes(decided.row["line"])

    def _run(self, command: Command, payload: Payload, *, granted: bool) -> Verdict:
        if isinstance(payload, Fact):
            applied = apply_fact(self._tx, command, payload)
            if applied.effect is not Effect.FULL:
                self._waiting.wait(payload, command.id)
            return Verdict(command_id=command.id, status=Status.RECORDED, effect=applied.effect, code=applied.code)
        if not isinstance(payload, Request):
            raise TypeError(f"{payload.kind} is neither fact nor request")
        if granted:
            payload.honour(self._tx, command)
            return Verdict(command_id=command.id, status=Status.GRANTED, effect=Effect.FULL)
        answer = payload.decide(self._tx, command, self._now)
        if isinstance(answer, Granted):
            return Verdict(command_id=command.id, status=Status.GRANTED, effect=Effect.FULL)
        return Verdict(
            command_id=command.id,
            status=Status.REFUSED,
            code=answer.code,
            parameters=answer.parameters,
            alternatives=answer.alternatives,
        )

    def _refused_root(self, command: Command) -> str | None:
        """The refused request on which this one depends, if any."""
        for needed in command.needs:
            verdict = self._verdict_of(needed)
            if verdict is not None and verdict.status is Status.REFUSED:
                return verdict.depends_on or needed
        return None

    def _first_verdict(self, command_id: str, digest: str) -> Verdict | str | None:
        """The verdict of an earlier arrival; `mismatch` if that one had other bytes."""
        decided = self._decided.get(command_id)
        if decided is not None:
            return command_id if decided.row["digest"] == digest else _mismatch(command_id)
        row = self._known_row(command_id)
        if row is None:
            return None
        return Verdict.model_validate_json(row[1]) if row[0] == digest else _mismatch(command_id)

    def _verdict_of(self, command_id: str) -> Verdict | None:
        decided = self._decided.get(command_id)
        if decided is not None:
            return decided.verdict
        row = self._known_row(command_id)
        return None if row is None else Verdict.model_validate_json(row[1])

    def _known_row(self, command_id: str) -> tuple[str, str] | None:
        """Digest and verdict of a command that an earlier transaction has decided."""
        if command_id not in self._known:
            self.look_up([command_id])
        return self._known[command_id]

    def _set_aside(
        self, desk_id: str, command_id: str, number: int | None, line: bytes, digest: str, code: str
    ) -> Verdict | str:
        """Keep a line that cannot be decided, as it was sent."""
        known = self._first_verdict(command_id, digest)
        if known is not None:
            return known
        named = {found.decode() for found in _ID.findall(line)}
        if any(self._tx.get(Deletion, person_id) for person_id in sorted(named)):
            line = b""
        row = self._row(desk_id, command_id, number, line, digest)
        self._decided[command_id] = _Decided(row, _quarantined(command_id, code), None, ())
        return command_id

    def _row(self, desk_id: str, command_id: str, number: int | None, line: bytes, digest: str) -> dict[str, Any]:
        return {
            "command_id": command_id,
            "desk_id": desk_id,
            "number": number,
            "kind": "",
            "digest": digest,
            "line": line,
            "received_at": moment_text(self._now),
            "handed_over_by": self._handed_over_by,
        }

    def _trail(self, desk_id: str) -> AuditTrail:
        trail = self._trails.get(desk_id)
        if trail is None:
            trail = self._trails[desk_id] = AuditTrail(self.cursor, self.flavour, f"desk:{desk_id}")
        return trail

    def _log(self, command: Command, payload: Payload, verdict: Verdict) -> None:
        if self._handed_over_by is not None:
            self._trail(self._handed_over_by).append(
                "hand_over",
                command.desk_id,
                at=self._now,
                desk_id=self._handed_over_by,
                operator_id="",
                command_id=command.id,
            )
        trail = self._trail(command.desk_id)
        for subject in payload.subjects():
            trail.append(
                f"{command.kind}:{verdict.status}",
                subject,
                at=self._now,
                desk_id=command.desk_id,
                operator_id=command.operator_id,
                changed=payload.changed_fields(),
                command_id=command.id,
            )


def _quarantined(command_id: str, code: str) -> Verdict:
    return Verdict(command_id=command_id, status=Status.QUARANTINED, code=code)


def _not_allowed(command_id: str, payload: Payload) -> Verdict:
    """Its operator had no right to it: a request is refused, a fact is kept and set aside."""
    if isinstance(payload, Request):
        return Verdict(command_id=command_id, status=Status.REFUSED, code="not_allowed")
    return _quarantined(command_id, "not_allowed")


def _mismatch(command_id: str) -> Verdict:
    return Verdict(command_id=command_id, status=Status.MISMATCH, code="other_bytes")
