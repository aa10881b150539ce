"""Writes down who has looked for somebody, before they hear whom they found; one commit for all who wait together."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from empfang.audit import AuditTrail
from empfang.central.database import CentralDatabase


@dataclass(frozen=True, slots=True)
class Searched:
    """Somebody searched at a desk, and was shown so many people. Not what for."""

    desk_id: str
    operator_id: str
    at: datetime
    shown: int


class ViewLog:
    """Entries that wait for one transaction; for the event loop."""

    def __init__(self, write: Callable[[Sequence[Searched]], Awaitable[None]]) -> None:
        self._write = write
        self._waiting: list[tuple[Searched, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def note(self, searched: Searched) -> None:
        """Comes back when it is written; fails if that cannot be done."""
        noted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((searched, noted))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        await noted

    async def _write_all(self) -> None:
        while self._waiting:
            together, self._waiting = self._waiting, []
            error: Exception | None = None
            try:
                await self._write([searched for searched, _ in together])
            except Exception as failed:  # noqa: BLE001 - told to everybody who waits
                error = failed
            for _, noted in together:
                if noted.done():
                    continue  # whoever asked is gone
                if error is None:
                    noted.set_result(None)
                else:
                    noted.set_exception(error)


def write(database: CentralDatabase, together: Sequence[Searched]) -> None:
    """Append to the audit trails of the desks."""
    with database.writing() as cursor:
        trails: dict[str, AuditTrail] = {}
        for each in together:
            if each.desk_id not in trails:
                trails[each.desk_id] = AuditTrail(cursor, database.flavour, f"desk:{each.desk_id}")
            trails[each.desk_id].append(
                "search_persons",
                "",
                at=each.at,
                desk_id=each.desk_id,
                operator_id=each.operator_id,
                changed=(f"shown={each.shown}",),
            )
        for trail in trails.values():
            trail.flush()
