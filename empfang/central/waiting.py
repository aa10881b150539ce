"""Facts that came before what they speak of: they are applied when that comes.

This happens after a restore, when one desk brings again what another has already built upon, and when a list brings an
appointment for which somebody was let in. The first verdict stands; what the fact changes now has a number of its own.
"""

from collections.abc import Callable, Iterable
from functools import cache

from sqlalchemy import bindparam, delete, func, select

from empfang.central.sql import Statement, insert_into, table_of
from empfang.central.tables import Received, WaitingFact
from empfang.central.tx import CentralTx, Pending
from empfang.commands.all import read_command
from empfang.commands.base import Fact, apply_fact
from empfang.model import Record
from empfang.rows import Cursor, Flavour


class _Statements:
    def __init__(self, flavour: Flavour) -> None:
        waiting, received = table_of(WaitingFact), table_of(Received)
        self.keep = insert_into(WaitingFact, flavour)
        at = (waiting.c.kind == bindparam("of_kind"), waiting.c.record_id == bindparam("of_id"))
        self.those_for = Statement(select(waiting.c.command_id).where(*at).order_by(waiting.c.command_id), flavour)
        self.drop = Statement(delete(waiting).where(*at), flavour)
        self.line = Statement(select(received.c.line).where(received.c.command_id == bindparam("command_id")), flavour)
        self.count = Statement(select(func.count()).select_from(waiting), flavour)


@cache
def _statements(flavour: Flavour) -> _Statements:
    return _Statements(flavour)


class Waiting:
    """The facts that wait, within one transaction of the writer."""

    def __init__(self, cursor: Cursor, flavour: Flavour, tx: CentralTx) -> None:
        self._cursor = cursor
        self._tx = tx
        self._sql = _statements(flavour)
        self._any = bool(self._sql.count.run(cursor).fetchone()[0])

    def wait(self, fact: Fact, command_id: str) -> None:
        """Remember a fact for each record that it builds on and that is not there."""
        for kind, record_id in fact.builds_on():
            if self._tx.get_kind(kind, record_id) is None:
                self._sql.keep.run(self._cursor, kind=kind, record_id=record_id, command_id=command_id)
                self._any = True

    def came(self, records: Iterable[Record], line_of: Callable[[str], bytes | None]) -> list[Pending]:
        """Apply what waited for these new records; `line_of` knows commands that are not written down yet."""
        made: list[Pending] = []
        fresh = list(records) if self._any else []
        while fresh:
            record = fresh.pop(0)
            ids = [
                row[0] for row in self._sql.those_for.run(self._cursor, of_kind=record.kind, of_id=record.id).fetchall()
            ]
            if not ids:
                continue
            self._sql.drop.run(self._cursor, of_kind=record.kind, of_id=record.id)
            for command_id in ids:
                pending, created = self._apply(command_id, line_of(command_id))
                fresh += created
                made += [pending] if pending else []
        return made

    def _apply(self, command_id: str, line: bytes | None) -> tuple[Pending | None, list[Record]]:
        if line is None:
            row = self._sql.line.run(self._cursor, command_id=command_id).fetchone()
            line = None if row is None else bytes(row[0])
        if not line:  # its person was deleted
            return None, []
        command, payload = read_command(line)
        if not isinstance(payload, Fact):
            return None, []
        self._tx.begin()
        apply_fact(self._tx, command, payload)
        created = [after for before, after in self._tx.changed() if before is None and after is not None]
        return self._tx.finish(command_id), created
