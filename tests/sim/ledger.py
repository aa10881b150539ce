"""What a desk has committed, noted beside its store where no crash reaches it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from empfang.packing import SnapshotPart
from empfang.protocol import Verdict
from empfang.store import Store, Writing
from empfang.store.database import Database
from empfang.store.store import Recorded

if TYPE_CHECKING:
    from tests.sim.desks import SimDesk


@dataclass
class Entry:
    """A command that a desk has recorded, in a list that no crash can reach."""

    number: int
    recorded: Recorded
    payload: Any
    line: bytes
    verdicts: list[Verdict] = field(default_factory=list)
    """Those that the desk has stored, one after another."""
    stored: str | None = None
    """The last one as it was seen in the store."""
    gone: bool = False
    """Settled long ago, and forgotten by the desk since."""

    @property
    def id(self) -> str:
        return self.recorded.command.id


class WatchedStore(Store):
    """The real store; what it has committed is noted beside it."""

    def __init__(self, database: Database, desk: "SimDesk") -> None:
        super().__init__(database)
        self._desk_here = desk
        self._part: SnapshotPart | None = None

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        desk = self._desk_here
        try:
            with super().writing() as writing:
                record = writing.record

                def recording(payload: Any, stamp: Any) -> Recorded:
                    done = record(payload, stamp)
                    entry = Entry(done.command.number, done, payload, done.command.to_bytes())
                    desk.disk.on_commit.append(lambda: desk.noted(entry))
                    return done

                writing.record = recording
                yield writing
        finally:
            desk.disk.on_commit.clear()

    def _staged(self, note: Callable[[], None], work: Callable[[], Any]) -> Any:
        desk = self._desk_here
        desk.disk.on_commit.append(note)
        try:
            return work()
        finally:
            desk.disk.on_commit.clear()

    def pull(self, page: Any, now: Any) -> Any:
        desk = self._desk_here

        def note() -> None:
            desk.sim.rules.desk_takes_page(desk, page)
            desk.base.take_page(page)
            desk.cursor = page.cursor

        return self._staged(note, lambda: super(WatchedStore, self).pull(page, now))

    def take_snapshot_part(self, part: Any, now: Any) -> Any:
        self._part = part
        return super().take_snapshot_part(part, now)

    def _take_section(self, section: Any, head: Any, now: Any) -> Any:
        desk, part = self._desk_here, self._part

        def note() -> None:
            assert part is not None
            desk.base.take_section(section.after, section.until, part.records)
            desk.cursor = head.cursor if section.until is None else None
            desk.sim.cover.events["snapshot sections"] += 1
            if section.until is None:
                desk.sim.cover.events["snapshots complete"] += 1

        return self._staged(note, lambda: super(WatchedStore, self)._take_section(section, head, now))

    def take_verdicts(self, verdicts: Any, *more: Any, **named: Any) -> Any:
        desk = self._desk_here

        def note() -> None:
            for number, verdict in verdicts:
                if verdict.final:
                    desk.ledger[number].verdicts.append(verdict)

        return self._staged(note, lambda: super(WatchedStore, self).take_verdicts(verdicts, *more, **named))

    def begin_snapshot(self) -> None:
        self._desk_here.sim.cover.events["cursor too old"] += 1
        super().begin_snapshot()
        self._desk_here.cursor = None

    def begin_epoch(self, epoch: str, contiguous: int) -> None:
        self._desk_here.sim.cover.events["desk begins an epoch"] += 1
        super().begin_epoch(epoch, contiguous)
        self._desk_here.cursor = None
