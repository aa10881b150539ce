"""Stopping the service while desks send and wait: what was answered is committed, and nobody is kept."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

import httpx
import pytest

from empfang.central.agreeing import Seen
from empfang.rows import marked
from tests.central.test_robust import another_process
from tests.processes.parts import Part, start_service, wait_until
from tests.world import World

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as the operating system sends them")
SENDERS = 3
LINES = 150
WAITING = 6
GONE_WITHIN_S = 3.0


@dataclass
class Desks:
    """Desks in threads, and what the service has told them."""

    url: str
    answered: dict[str, int] = field(default_factory=dict)
    sent_home: list[float] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    polling: int = 0

    def send(self, token: str, lines: list[bytes]) -> None:
        """Send line by line, until the service is gone."""
        with httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {token}"}, trust_env=False) as client:
            for line in lines:
                try:
                    reply = client.post("/v1/commands", content=line, timeout=10)
                except httpx.TransportError:
                    return
                if reply.status_code != 200:
                    self.unexpected.append(f"{reply.status_code} {reply.text}")
                    return
                [verdict] = reply.json()["verdicts"]
                self.answered[verdict["command_id"]] = verdict["number"]

    def wait(self, token: str, seen: Seen) -> None:
        """Wait for changes of a centre in which nothing happens."""
        params: dict[str, str | int] = {"epoch": seen.epoch, "cursor": seen.cursor, "mark": seen.mark, "wait": 25}
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=self.url, headers=headers, trust_env=False) as client:
            self.polling += 1
            try:
                reply = client.get("/v1/changes", params=params, timeout=30)
            except httpx.TransportError as error:
                self.unexpected.append(type(error).__name__)
                return
            self.sent_home.append(time.monotonic())
            if reply.status_code != 200 or reply.json()["changes"]:
                self.unexpected.append(f"{reply.status_code} {reply.text}")


@pytest.fixture
def parts() -> Iterator[list[Part]]:
    """Whatever a test starts is ended."""
    started: list[Part] = []
    yield started
    for part in started:
        part.end()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_everything_that_was_answered_is_committed_and_who_waits_goes_home_at_once(
    world: World, parts: list[Part], sent: signal.Signals, capfd: pytest.CaptureFixture[str]
) -> None:
    senders = [world.place() for _ in range(SENDERS)]
    for place in senders:
        for number in range(LINES):
            place.desk.register_person({"family": f"Neu{number}"})
    waiting = [world.place("DA") for _ in range(WAITING)]
    with world.database.reading() as cursor:
        cursor.execute("SELECT epoch, number, mark FROM head")
        seen = Seen(*cursor.fetchone())
    service, url, _ = start_service(world.database.url.render_as_string(hide_password=False))
    parts.append(service)
    desks = Desks(url)
    threads = [
        *(threading.Thread(target=desks.send, args=(str(p.store.meta("token")), p.lines())) for p in senders),
        *(threading.Thread(target=desks.wait, args=(str(p.store.meta("token")), seen)) for p in waiting),
    ]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(desks.answered) > 30 and desks.polling == WAITING, 20)
    time.sleep(0.2)
    begun = time.monotonic()
    service.process.send_signal(sent)
    service.process.wait(10)
    gone = time.monotonic() - begun
    for thread in threads:
        thread.join(20)
    assert gone < GONE_WITHIN_S
    assert desks.unexpected == []
    assert len(desks.sent_home) == WAITING
    assert max(desks.sent_home) - begun < 1.0
    assert 30 < len(desks.answered) < SENDERS * LINES, "it was stopped in the midst of it"
    _assert_committed(world, desks.answered)
    assert "Traceback" not in capfd.readouterr().err


def _assert_committed(world: World, answered: dict[str, int]) -> None:
    with closing(another_process(world)) as database, database.reading() as cursor:
        cursor.execute("SELECT command_id, verdict FROM received")
        kept = {row[0]: json.loads(row[1])["number"] for row in cursor.fetchall()}
        cursor.execute("SELECT number FROM feed_number")
        numbers = {row[0] for row in cursor.fetchall()}
        cursor.execute(marked("SELECT count(*) FROM person WHERE family LIKE ?", database.flavour), ("Neu%",))
        assert cursor.fetchone()[0] == len(kept), "each once"
    assert answered.items() <= kept.items()
    assert set(kept.values()) <= numbers


def test_a_desk_that_never_ends_its_request_does_not_keep_the_service(world: World, parts: list[Part]) -> None:
    import socket  # noqa: PLC0415

    place = world.place()
    service, _, port = start_service(world.database.url.render_as_string(hide_password=False))
    parts.append(service)
    with socket.create_connection(("127.0.0.1", port)) as half:
        token = place.store.meta("token")
        half.sendall(f"POST /v1/commands HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n".encode())
        half.sendall(b"Content-Length: 100\r\n\r\n{")
        time.sleep(0.3)
        begun = time.monotonic()
        service.process.send_signal(signal.SIGTERM)
        service.process.wait(10)
        assert time.monotonic() - begun < GONE_WITHIN_S
    with world.database.reading() as cursor:
        cursor.execute("SELECT count(*) FROM received")
        assert cursor.fetchone()[0] == 0


def test_killed_in_the_midst_what_was_answered_is_there(world: World, parts: list[Part]) -> None:
    place = world.place()
    for number in range(LINES):
        place.desk.register_person({"family": f"Neu{number}"})
    service, url, _ = start_service(world.database.url.render_as_string(hide_password=False))
    parts.append(service)
    desks = Desks(url)
    sending = threading.Thread(target=desks.send, args=(str(place.store.meta("token")), place.lines()))
    sending.start()
    wait_until(lambda: len(desks.answered) > 20, 20)
    service.process.kill()
    service.process.wait(10)
    sending.join(20)
    _assert_committed(world, desks.answered)
