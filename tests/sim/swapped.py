"""What stands in the program's place while a story is told."""

from collections.abc import Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest import mock

import empfang.central.access
import empfang.central.feed
import empfang.central.lines
import empfang.central.pruning
import empfang.desk.desk
import empfang.ids
import empfang.store.base
import empfang.store.store
import empfang.sync.client
from empfang.commands import base as commands
from tests.sim.flights import Ahead, Sent
from tests.sim.future import FromTheFuture, read_by_an_older_service

if TYPE_CHECKING:
    from tests.sim.world import Sim


@contextmanager
def swapped_in(sim: "Sim") -> Iterator[None]:
    """For as long as this lasts: nothing is random, nobody needs an event loop, and all limits are small."""
    ids = sim.ids

    def ahead(work: Coroutine[Any, Any, Any]) -> Ahead:
        assert sim.at_work is not None
        return Ahead(sim.at_work, work)

    loop = SimpleNamespace(ensure_future=ahead, Event=Sent)
    with ExitStack() as stack:
        for module, name, value in (
            (empfang.ids, "uuid7", ids.uuid7),
            (empfang.central.pruning, "KEPT_DAYS", 0.05),
            (empfang.sync.client, "asyncio", loop),
            (empfang.central.feed, "PERSONS_PER_PART", sim.story.part),
            (empfang.desk.desk, "secrets", ids),
            (empfang.central.access, "secrets", ids),
            (empfang.store.store, "PEOPLE_AT_ONCE", 2),
            (empfang.store.base, "FEW", 4),
            (empfang.central.lines, "read_command", read_by_an_older_service),
        ):
            stack.enter_context(mock.patch.object(module, name, value))
        stack.enter_context(mock.patch.dict(commands._KINDS, {(FromTheFuture.kind, 1): FromTheFuture}))
        yield
