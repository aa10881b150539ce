"""The calls of the service as the engine needs them; `empfang.sync.client` makes them over HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

from empfang.packing import SnapshotPart
from empfang.protocol import ChangesPage, CommandsReply, ForgottenCommand, FoundPersons
from empfang.store.store import Standing
from empfang.sync.step import Reply

M = TypeVar("M", bound=BaseModel | SnapshotPart)


@dataclass(frozen=True, slots=True)
class Result(Generic[M]):
    """A message, or how the request went wrong; `code` is the service's own word for it."""

    reply: Reply
    message: M | None = None
    retry_after_s: float | None = None
    code: str = ""


class Calls(Protocol):
    """One connection to the service for one desk. Nothing is raised for what goes wrong on the way."""

    async def commands(self, lines: Sequence[bytes], standing: Standing) -> Result[CommandsReply]:
        """Send commands; a verdict for each line in order."""
        ...

    async def recover(
        self, forgotten: Sequence[ForgottenCommand], over: Standing, standing: Standing | None = None
    ) -> Result[CommandsReply]:
        """Send again what was decided in an epoch that is over; without any: ask what the service knows.

        `over` is how far the desk had come then, `standing` where it is in the present epoch.
        """
        ...

    async def changes(self, standing: Standing, limit: int, wait_s: float) -> Result[ChangesPage]:
        """What changed after the cursor."""
        ...

    async def snapshot(self, after: str, cursor: int | None, standing: Standing) -> Result[SnapshotPart]:
        """A part of the scope's state."""
        ...


class PersonCalls(Protocol):
    """The calls about persons beside the feed. Nothing is raised for what goes wrong on the way."""

    async def find_persons(self, text: str, operator_id: str) -> Result[FoundPersons]:
        """Who may be meant by what was typed, among the people of the centres that this desk serves."""
        ...

    async def open_person(self, person_id: str, operator_id: str) -> Result[FoundPersons]:
        """Follow a person until the day's end; nothing comes back but whether that was done."""
        ...
