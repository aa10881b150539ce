"""The desk's calls over a real connection."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from urllib.parse import parse_qs, urlsplit

import pytest

from empfang.packing import pack
from empfang.protocol import SnapshotHead
from empfang.store.store import Standing
from empfang.sync.client import Client
from tests.times import at


class _Service(ThreadingHTTPServer):
    """Two parts of a snapshot without anybody in them."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: Queue[str] = Queue()


class _Answer(BaseHTTPRequestHandler):
    server: _Service

    def do_GET(self) -> None:
        after = parse_qs(urlsplit(self.path).query).get("after", [""])[0]
        self.server.asked.put(after)
        head = SnapshotHead(
            epoch="e", cursor=1, mark="m", after=after, until=None if after else "p", persons_total=None,
            now=at("09:00"), head=1, head_mark="m", records={},
        )  # fmt: skip
        body = pack(head, [])
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002 - the name it has there


@pytest.fixture
def service() -> Iterator[_Service]:
    """It answers in a thread of its own, also while this one is busy."""
    server = _Service()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


async def test_the_next_part_is_asked_for_before_this_one_is_handed_over(service: _Service) -> None:
    client = Client(f"http://127.0.0.1:{service.server_port}", "token")
    standing = Standing("e", None, "m", 1)
    first = await client.snapshot("", None, standing)
    # Nothing is awaited here, as while a part is taken in.
    assert [service.asked.get(timeout=5), service.asked.get(timeout=5)] == ["", "p"]
    second = await client.snapshot("p", 1, standing)
    await client.close()
    assert first.message
    assert second.message
    assert (first.message.head.until, second.message.head.until) == ("p", None)
    assert service.asked.empty()
