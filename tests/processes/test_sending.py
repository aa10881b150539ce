"""Confirmations beside the running service: as processes, with a real mail server, killed and stopped."""

import os
import signal
import subprocess
import time
from datetime import timedelta

import pytest

from empfang.central.outgoing.queue import CLAIM
from empfang.clock import SystemClock
from empfang.model import MessageState
from tests.central.outgoing.posting import known, state, waiting
from tests.central.outgoing.servers import HANGS, MailServer, mail_server
from tests.processes.parts import Part, start, wait_until
from tests.world import World

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as the operating system sends them")


def service(world: World, server: MailServer, later: timedelta = timedelta()) -> Part:
    """`empfang central serve` with this mail server, so much after the world's moment."""
    offset = (world.wall.moment + later - SystemClock().now()).total_seconds()
    part = start(
        "-m", "empfang", "--lang", "en", "central", "serve", "--port", "0",
        "--database", world.database.url.render_as_string(hide_password=False),
        EMPFANG_CLOCK_OFFSET_S=str(offset), EMPFANG_SMTP_HOST="127.0.0.1", EMPFANG_SMTP_PORT=str(server.port),
        EMPFANG_SMTP_SECURITY="none", EMPFANG_MAIL_FROM="termine@impfzentrum.example",
    )  # fmt: skip
    assert "http://" in part.read_line()
    assert f"127.0.0.1:{server.port}" in part.read_line()
    return part


def test_killed_between_sending_and_writing_it_goes_again_with_the_same_message_id(world: World) -> None:
    told = waiting(world, known(world))
    with mail_server(at_content=lambda _: HANGS) as server:
        part = service(world, server)
        wait_until(lambda: len(server.came) == 1, 20)
        part.process.kill()
        part.end()
        assert state(world, told) == (MessageState.WAITING, "")
        server.at_content = lambda _: "250 2.0.0 taken"
        part = service(world, server, CLAIM + timedelta(minutes=1))
        try:
            wait_until(lambda: state(world, told) == (MessageState.SENT, ""), 20)
        finally:
            part.end()
    assert len(server.came) == 2
    assert len(set(server.ids())) == 1


def test_a_service_that_is_stopped_does_not_wait_for_a_mail_server_that_hangs(small_world: World) -> None:
    waiting(small_world, known(small_world))
    with mail_server(at_recipient=lambda _: HANGS, hang_s=15) as server:
        part = service(small_world, server)
        wait_until(lambda: bool(server.asked), 20)
        begun = time.monotonic()
        part.process.send_signal(signal.SIGTERM)
        try:
            part.process.wait(10)
        except subprocess.TimeoutExpired:
            pytest.fail("it waits for the mail server")
        finally:
            took = time.monotonic() - begun
            part.end()
    assert took < 4
