"""Taking in what another desk brings: the sealed copy of a desk that cannot send any more (design 4, checkin 64)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy import select

from empfang.central import keys
from empfang.central.sql import select_rows, table_of
from empfang.central.tables import DeskAccess, Received
from empfang.commands.all import read_command
from empfang.commands.base import UnreadableError
from empfang.protocol import HandedOver, HandoverReply, SealedCommand, Status, Verdict
from empfang.rows import Cursor, Flavour
from empfang.sealing import genuine, unseal


@dataclass(frozen=True, slots=True)
class Opened:
    """A line that is what it claims to be: a command of the desk that it names."""

    place: int
    desk_id: str
    number: int
    command_id: str
    line: bytes


@dataclass(frozen=True, slots=True)
class Brought:
    """The lines of a request: the good ones, and why the others are not. `known` commands have a verdict already."""

    opened: tuple[Opened, ...]
    rejected: Mapping[int, HandedOver]
    known: frozenset[str]

    @property
    def of_desks(self) -> dict[str, list[Opened]]:
        """The good ones of each desk, in the order in which that desk made them."""
        found: dict[str, list[Opened]] = {}
        for each in sorted(self.opened, key=lambda each: (each.number, each.place)):
            found.setdefault(each.desk_id, []).append(each)
        return found

    def reply(self, verdicts: Mapping[int, Verdict]) -> HandoverReply:
        """The answer, from the verdicts by the lines' places."""
        told: dict[int, HandedOver] = dict(self.rejected)
        seen = set(self.known)
        for each in sorted(self.opened, key=lambda each: each.place):
            verdict = verdicts[each.place]
            waits = verdict.status is Status.RETRY
            code = "waits" if waits else "known" if each.command_id in seen else "taken"
            seen.add(each.command_id)
            told[each.place] = HandedOver(
                code=code,
                desk_id=each.desk_id,
                number=each.number,
                command_id=each.command_id,
                verdict=None if waits else verdict,
            )
        return HandoverReply(lines=tuple(told[place] for place in sorted(told)))


def open_lines(cursor: Cursor, flavour: Flavour, lines: Sequence[bytes]) -> Brought:
    """Open the lines and check whose they are. A revoked desk's are taken, too: what happened has happened."""
    private = keys.private_key(cursor, flavour)
    access, received = table_of(DeskAccess), table_of(Received)
    rows = select_rows(cursor, flavour, select(access.c.desk_id, access.c.token_digest))
    digests: dict[str, str] = dict(rows)  # type: ignore[arg-type]
    opened: list[Opened] = []
    rejected: dict[int, HandedOver] = {}
    for place, line in enumerate(lines):
        found = _open(place, line, private, digests)
        if isinstance(found, Opened):
            opened.append(found)
        else:
            rejected[place] = found
    ids = [each.command_id for each in opened]
    query = select(received.c.command_id).where(received.c.command_id.in_(ids))
    known = frozenset(row[0] for row in select_rows(cursor, flavour, query)) if ids else frozenset[str]()
    return Brought(tuple(opened), rejected, known)


def _open(place: int, line: bytes, private: str | None, digests: Mapping[str, str]) -> Opened | HandedOver:
    try:
        outside = SealedCommand.model_validate_json(line)
    except ValidationError:
        return HandedOver(code="unreadable")

    def no(code: str) -> HandedOver:
        return HandedOver(code=code, desk_id=outside.desk_id, number=outside.number, command_id=outside.command_id)

    inside = None if private is None else unseal(private, outside)
    if inside is None:
        return no("unreadable")
    command, mac = inside
    digest = digests.get(outside.desk_id)
    if digest is None:
        return no("desk_unknown")
    if not genuine(digest, command, mac):
        return no("forged")
    try:
        read, _ = read_command(command)
    except UnreadableError:
        # Kept as it is, like any line that its own desk would have sent.
        return Opened(place, outside.desk_id, outside.number, outside.command_id, command)
    if read.desk_id != outside.desk_id:
        return no("forged")
    return Opened(place, outside.desk_id, read.number, read.id, command)
