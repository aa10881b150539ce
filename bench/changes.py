"""Keys while 5,000 changes come in, with 200,000 people in scope, beside an empty Textual app with one input.

Another desk sends the changes to a real service over HTTP, some hundred at a time; the typing desk follows them.
"""

import asyncio
import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from bench.download import Counting, download, enrolled_desk, name_centre, prepare_service
from bench.people import people
from bench.result import Result, beside, quantile
from bench.terminal import type_texts
from empfang.clock import SystemClock
from empfang.commands.person import ChangePerson, FieldPatch
from empfang.model import Source
from empfang.store import Store, open_store
from empfang.store.store import Stamp
from empfang.sync.client import Client
from empfang.sync.correction import Correction
from empfang.sync.exchange import Exchange, answer_of
from empfang.sync.step import Lane
from tests.processes.parts import start_service
from tests.times import at

PEOPLE = 200_000
CHANGES = 5_000
_AT_ONCE = 100
_EACH_S = 0.35
_TOWN = "Bad Neustadt"
_RESULT_MS = 60.0


def measure() -> Iterator[Result]:
    """Milliseconds from key to letter and to the results."""
    empty_first, _ = type_texts("bench.empty_app", [], b"", b"IRSTPAINT")
    with tempfile.TemporaryDirectory(prefix="empfang-bench-") as name:
        folder = Path(name)
        database = prepare_service(folder, PEOPLE)
        name_centre(database)
        service, url, _ = start_service(str(folder / "central.db"))
        try:
            typing = enrolled_desk(database, folder / "typing", url)
            download(typing, Counting())
            changing = enrolled_desk(database, folder / "changing", url)
            _record(changing)
            # A process of its own: in a thread it would hold up the clock that measures.
            sender = multiprocessing.get_context("spawn").Process(target=_send_all, args=(changing,))
            sender.start()
            environment = {**os.environ, "PYTHONPATH": os.getcwd()}
            first, last = type_texts(
                "bench.desk_app", [str(typing)], b"\r", b"Suche", environment=environment, busy=True
            )
            meanwhile = _changed(typing)
            sender.join()
        finally:
            service.end()
            database.close()
    for share_name, share in (("median", 0.5), ("p95", 0.95)):
        name = f"typed letter while {CHANGES:,} changes come in, {share_name}"
        yield beside(name, quantile(first, share), quantile(empty_first, share), "ms", 2)
    p95 = quantile(last, 0.95)
    yield Result("result list meanwhile, p95", p95, "ms", None, f"≤ {_RESULT_MS:g} ms", p95 <= _RESULT_MS)
    yield Result("changes that came in meanwhile", float(meanwhile), "", CHANGES, "all", meanwhile == CHANGES)


def _record(folder: Path) -> None:
    """What the other desk will send: of so many people that they have moved."""
    store = Store(open_store(folder))
    stamp = Stamp(store.meta("desk_id") or "", "op-1", at("09:40"), at("09:40"), Source.KEYBOARD)
    with store.writing() as writing:
        for person in islice(people(PEOPLE), CHANGES):
            changes = {"town": FieldPatch(old=person.town, new=_TOWN)}
            writing.record(ChangePerson(person_id=person.id, centre_id="KL", changes=changes), stamp)
    store.close()


def _send_all(folder: Path) -> None:
    asyncio.run(_send(folder))


async def _send(folder: Path) -> None:
    """Send it little by little."""
    store = Store(open_store(folder))
    client = Client(store.meta("service_url") or "", store.meta("token") or "", None)
    clock = SystemClock(at("09:40") - datetime.now(UTC))
    exchange = Exchange(store, clock, Correction.of_store(store), batch=_AT_ONCE)
    while store.unsent_count()[0]:
        begun = time.monotonic()
        await answer_of(exchange.push(client), Lane.PUSH)
        await asyncio.sleep(max(0.0, _EACH_S - (time.monotonic() - begun)))
    await client.close()
    store.close()


def _changed(folder: Path) -> int:
    store = Store(open_store(folder))
    try:
        found = store.database.connection.execute("SELECT count(*) FROM person WHERE town = ?", (_TOWN,)).fetchone()
        return int(found[0])
    finally:
        store.close()


if __name__ == "__main__":
    for each in measure():
        print(each.line(), flush=True)
