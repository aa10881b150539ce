"""A process with desks: `python -m tests.lastdose.operators` reads a `Desks`, then does what it is told, line by line.

Each desk follows the changes by a long poll; commands are sent at the same time, some of them twice, and the answers of
some are lost on purpose.
"""

import asyncio
import json
import ssl
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import httpx

from empfang.model import Promise

_WAIT_S = 20
_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Desks:
    """The desks of a process: by id their tokens. `urls`: of the service's processes."""

    urls: tuple[str, ...]
    tokens: Mapping[str, str]

    def to_json(self) -> str:
        """A line for the process."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, line: str) -> "Desks":
        """What a line says."""
        said = json.loads(line)
        return cls(tuple(said["urls"]), said["tokens"])


@dataclass(frozen=True, slots=True)
class ToSend:
    """A command of a desk. `lost_after_s`: so soon the first answers are not waited for any more; `times`: at once."""

    desk_id: str
    line: str
    lost_after_s: tuple[float, ...] = ()
    times: int = 1
    again: bool = False


class Follower:
    """A desk that follows: when it saw that a promise was withdrawn."""

    def __init__(self, wire: httpx.AsyncClient, url: str, token: str) -> None:
        self._wire, self._url = wire, url
        self._headers = {"Authorization": f"Bearer {token}"}
        self._cursor = 0
        self.withdrawn: dict[str, float] = {}

    async def catch_up(self) -> None:
        """To where the service is now."""
        while await self._page(0):
            pass

    async def follow(self) -> None:
        """For as long as it is let."""
        while True:
            await self._page(_WAIT_S)

    async def _page(self, wait_s: int) -> bool:
        asked = {"cursor": self._cursor, "limit": 500, "wait": wait_s}
        reply = await self._wire.get(f"{self._url}/v1/changes", params=asked, headers=self._headers)
        reply.raise_for_status()
        page = reply.json()
        now = time.monotonic()
        for change in page["changes"]:
            if change["kind"] == Promise.kind and change["body"] and change["body"]["state"] == "withdrawn":
                self.withdrawn.setdefault(change["id"], now)
        self._cursor = page["cursor"]
        return bool(page["has_more"])


@dataclass(slots=True)
class Room:
    """Where the desks of this process stand."""

    desks: Desks
    wire: httpx.AsyncClient
    followers: dict[str, Follower] = field(default_factory=dict)
    following: list["asyncio.Task[None]"] = field(default_factory=list)

    async def follow(self, desk_ids: Sequence[str]) -> dict[str, Any]:
        """From now on these follow."""
        for task in self.following:
            task.cancel()
        urls = self.desks.urls
        self.followers = {
            desk_id: Follower(self.wire, urls[place % len(urls)], self.desks.tokens[desk_id])
            for place, desk_id in enumerate(desk_ids)
        }
        await asyncio.gather(*(each.catch_up() for each in self.followers.values()))
        self.following = [asyncio.create_task(each.follow()) for each in self.followers.values()]
        return {}

    async def say(self, those: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Send all at the same time; gives when, and for each every verdict that was heard."""
        begun = time.monotonic()
        return {"sent_at": begun, "verdicts": await asyncio.gather(*(self._say(ToSend(**each)) for each in those))}

    async def seen(self, promise_ids: Sequence[str]) -> dict[str, Any]:
        """When each desk saw that these were withdrawn; None: not in time."""
        until = time.monotonic() + _PATIENCE_S
        all_of = [(follower, promise_id) for follower in self.followers.values() for promise_id in promise_ids]
        while time.monotonic() < until and any(which not in follower.withdrawn for follower, which in all_of):
            for task in self.following:
                if task.done():
                    task.result()
            await asyncio.sleep(0.002)
        return {"seen_at": [follower.withdrawn.get(which) for follower, which in all_of]}

    async def _say(self, sent: ToSend) -> list[Any]:
        heard: list[Any] = []
        place = 0
        for patience_s in sent.lost_after_s:
            place += 1
            # Whether the service has it by then or not: nobody knows.
            posting = asyncio.gather(*(self._post(sent, place) for _ in range(sent.times)))
            try:
                heard += await asyncio.wait_for(posting, patience_s)
            except TimeoutError:
                continue
        for _ in range(1 + sent.again):
            heard += await asyncio.gather(*(self._post(sent, place + each) for each in range(sent.times)))
        return heard

    async def _post(self, sent: ToSend, place: int) -> Any:
        url = self.desks.urls[place % len(self.desks.urls)]
        headers = {"Authorization": f"Bearer {self.desks.tokens[sent.desk_id]}"}
        while True:
            reply = await self.wire.post(f"{url}/v1/commands", content=sent.line.encode(), headers=headers)
            if reply.status_code in {429, 503}:
                await asyncio.sleep(float(reply.headers.get("retry-after", "1")))
                continue
            reply.raise_for_status()
            return reply.json()["verdicts"][0]


async def work(desks: Desks) -> None:
    """What is told, until nothing more is."""
    limits = httpx.Limits(max_connections=60)
    transport = httpx.AsyncHTTPTransport(verify=ssl.create_default_context(), limits=limits)
    async with httpx.AsyncClient(transport=transport, timeout=_WAIT_S + 10) as wire:
        room = Room(desks, wire)
        while line := await asyncio.to_thread(sys.stdin.readline):
            [(word, about)] = json.loads(line).items()
            does = {"follow": room.follow, "say": room.say, "seen": room.seen}[word]
            print(json.dumps(await does(about)), flush=True)
        for task in room.following:
            task.cancel()


if __name__ == "__main__":
    asyncio.run(work(Desks.of(sys.stdin.readline())))
