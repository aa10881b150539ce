"""A desk's disk, and what befalls the writes to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from empfang.store.database import Database
from tests.sim.parts import FaultyCursor, KilledError

if TYPE_CHECKING:
    from tests.sim.desks import SimDesk


class Blow(StrEnum):
    """What may befall a write."""

    KILL = "kill -9 within a transaction"
    KILL_BEFORE = "kill -9 before the commit"
    KILL_AFTER = "kill -9 after the commit"
    FULL = "disk full at the desk"


@dataclass
class Disk:
    """What befalls the next transactions of a desk: `blow` at the `at`-th statement of the `skip`-th one from now."""

    blow: Blow | None = None
    at: int = 1
    skip: int = 0
    on_commit: list[Callable[[], None]] = field(default_factory=list)


class FragileDatabase(Database):
    """A store's connection on which writes fail as `Disk` says."""

    def __init__(self, folder: Path, key: str, desk: "SimDesk") -> None:
        super().__init__(folder, key)
        self._desk = desk

    @contextmanager
    def writing(self, **how: Any) -> Iterator[Any]:
        disk = self._desk.disk
        blow = disk.blow if disk.skip == 0 else None
        disk.skip = max(0, disk.skip - 1)
        with super().writing(**how) as cursor:
            happen = self._happening(blow)
            yield FaultyCursor(cursor, disk.at, happen) if blow in {Blow.KILL, Blow.FULL} else cursor
            if blow is not None and blow is not Blow.KILL_AFTER and disk.blow is not None:
                happen()
        staged, disk.on_commit = disk.on_commit, []
        for note in staged:
            note()
        if blow is Blow.KILL_AFTER:
            happen()

    def _happening(self, blow: Blow | None) -> Callable[[], None]:
        def happen() -> None:
            if blow is None:
                return
            self._desk.disk.blow = None
            self._desk.sim.fault(blow)
            if blow is Blow.FULL:
                raise dbapi2.OperationalError("database or disk is full")
            self._desk.freeze()
            raise KilledError

        return happen
