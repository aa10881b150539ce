"""A real mail server and a real gateway on this computer, which do what a test tells them."""

import asyncio
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

TAKES = "250 2.0.0 taken"
HANGS = "hangs"
DROPS = "drops"
Rule = Callable[[str], str]
"""Of a recipient: the server's reply, or that it hangs or drops the connection."""


@dataclass
class MailServer:
    """What came, and what is said to a recipient and to the content."""

    at_recipient: Rule = lambda _: "250 2.1.5 ok"
    at_content: Rule = lambda _: TAKES
    at_sender: Rule = lambda _: "250 2.1.0 ok"
    hang_s: float = 30.0
    port: int = 0
    came: list[EmailMessage] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Recipients that were named, also those refused."""
    connections: set[Any] = field(default_factory=set)
    logins: list[tuple[str, str]] = field(default_factory=list)

    def ids(self) -> list[str]:
        """The Message-IDs of what came."""
        return [each["Message-ID"] for each in self.came]

    def recipients(self) -> list[str]:
        """To whom mails came."""
        return [each["To"] for each in self.came]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.connections.add(session.peer)
        said = await self._said(server, self.at_sender(address))
        if said.startswith("2"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return said

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.asked.append(address)
        said = await self._said(server, self.at_recipient(address))
        if said.startswith("2"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        [to] = envelope.rcpt_tos
        said = self.at_content(to)
        if said.startswith("2") or said in {DROPS, HANGS}:
            content = envelope.content
            assert isinstance(content, bytes)
            message = message_from_bytes(content, policy=policy.SMTPUTF8)
            assert isinstance(message, EmailMessage)
            self.came.append(message)
        return await self._said(server, said)

    async def _said(self, server: SMTP, said: str) -> str:
        if said == HANGS:
            await asyncio.sleep(self.hang_s)
        if said == DROPS:
            assert server.transport is not None
            server.transport.abort()
        return "451 4.3.0 later" if said in {HANGS, DROPS} else said


class _FreePort(Controller):
    """On any free port."""

    def _trigger_server(self) -> None:
        """The controller looks whether the server is there, at the port that it was given."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(
    context: ssl.SSLContext | None = None,
    *,
    at_once: bool = False,
    login: bool = False,
    utf8: bool = True,
    idle_s: float = 60,
    **rules: Any,
) -> Iterator[MailServer]:
    """A mail server. With a context it offers STARTTLS, or is encrypted `at_once`; with `login` it asks for one;
    `utf8`: it takes letters beyond ASCII in addresses; after `idle_s` without a word it closes the connection.
    """
    made = MailServer(**rules)

    def known(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        made.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"right", handled=False)

    more: dict[str, Any] = {"authenticator": known, "auth_required": True} if login else {}
    controller = _FreePort(
        made, hostname="127.0.0.1", port=0, ssl_context=context if at_once else None,
        tls_context=None if at_once else context, require_starttls=context is not None and not at_once,
        enable_SMTPUTF8=utf8, timeout=idle_s, **more,
    )  # fmt: skip
    controller.start()
    made.port = controller.port
    try:
        yield made
    finally:
        controller.stop()


@dataclass
class Gateway:
    """What came, and what is answered: an HTTP status and seven.io's own code."""

    answers: Callable[[dict[str, str]], tuple[int, Any]]
    url: str = ""
    came: list[dict[str, str]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    hang_s: float = 0


def well(_asked: dict[str, str]) -> tuple[int, Any]:
    """What seven.io says when all is well."""
    line = {"id": "77149", "success": True, "error": None, "error_text": None, "parts": 1, "price": 0.075}
    return 200, {"success": "100", "total_price": 0.075, "balance": 3.2, "sms_type": "direct", "messages": [line]}


@contextmanager
def gateway(answers: Callable[[dict[str, str]], tuple[int, Any]] = well, hang_s: float = 0) -> Iterator[Gateway]:
    """An SMS gateway that speaks as seven.io does."""
    made = Gateway(answers, hang_s=hang_s)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked = {name: values[0] for name, values in parse_qs(body).items()}
            assert self.path == "/api/sms"
            made.came.append(asked)
            made.keys.append(self.headers["X-Api-Key"])
            time.sleep(made.hang_s)
            status, said = made.answers(asked)
            told = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            with suppress(BrokenPipeError):  # who asked does not wait any more
                self.wfile.write(told)

        def log_message(self, *_: Any) -> None:
            """Tests have their own words."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_address[1]}/api"
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
