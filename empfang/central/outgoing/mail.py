"""A confirmation as a mail, and handing it to the mail server (SMTP)."""

import contextlib
import logging
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

import idna

from empfang.central.outgoing.answers import TAKEN, Meaning, Phase, Said, mail_broken, mail_said
from empfang.central.outgoing.parcel import Parcel
from empfang.central.outgoing.settings import MailSettings, Security
from empfang.clock import Clock
from empfang.model import Channel
from empfang.rules.reaching import ADDRESS_UNUSABLE, mailbox

_LOG = logging.getLogger("empfang.central")
TIMEOUT_S = 20.0
"""So long the server may take for one step; for a whole message the sender's own limit holds."""
_MANY = 50
"""Messages over one connection."""
_STATUS = re.compile(rb"^([245]\.\d{1,3}\.\d{1,3})\b")


@dataclass(frozen=True)
class MailCarrier:
    """Mail over one server."""

    settings: MailSettings
    clock: Clock
    timeout_s: float = TIMEOUT_S
    channel: str = Channel.EMAIL
    sessions: int = 6
    per_lane: int = 2

    def open(self) -> "MailSession":
        return MailSession(self.settings, self.clock, self.timeout_s)


def message_of(parcel: Parcel, settings: MailSettings, clock: Clock) -> EmailMessage:
    """The mail with its headers. The Message-ID is always the same for the same confirmation.

    Raises:
        ValueError, MessageError: the address cannot stand in a header.
    """
    message = EmailMessage(policy=SMTP if parcel.to.rpartition("@")[0].isascii() else SMTPUTF8)
    message["From"] = Address(parcel.sender, addr_spec=settings.sender)
    local, _, domain = to_wire(parcel.to).rpartition("@")
    message["To"] = Address(username=local, domain=domain)
    if settings.reply_to:
        message["Reply-To"] = Address(addr_spec=settings.reply_to)
    message["Subject"] = parcel.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<confirmation.{parcel.id}@{settings.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(parcel.text, charset="utf-8", cte="quoted-printable")
    return message


def to_wire(address: str) -> str:
    """An address with its domain in ASCII (IDNA 2008), as servers know it.

    Raises:
        ValueError: it cannot be an address.
    """
    local, _, domain = mailbox(address).address.rpartition("@")
    if not domain:
        raise ValueError("no address")
    return f"{local}@{idna.encode(domain, uts46=True).decode()}"


class MailSession:
    """Mails over one connection at a time, which is kept while there is something to send."""

    def __init__(self, settings: MailSettings, clock: Clock, timeout_s: float) -> None:
        self._settings = settings
        self._clock = clock
        self._timeout_s = timeout_s
        self._server: smtplib.SMTP | None = None
        self._sent = 0
        self._phase = Phase.GREETING

    def carry(self, parcel: Parcel) -> Said:
        try:
            message = message_of(parcel, self._settings, self._clock)
        except (ValueError, MessageError):
            return Said(Meaning.NEVER, ADDRESS_UNUSABLE)
        kept = self._server is not None
        said = self._try(parcel, message)
        if kept and self._phase is Phase.SENDER and (said is None or said.code == "unreachable"):
            # The server has closed a connection that lay idle: no word about this message.
            said = self._try(parcel, message)
        return said or mail_broken(self._phase)

    def rest(self) -> None:
        server, self._server, self._sent = self._server, None, 0
        if server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def abort(self) -> None:
        server = self._server
        if server is not None and server.sock is not None:
            with contextlib.suppress(OSError):
                server.sock.shutdown(socket.SHUT_RDWR)

    def _try(self, parcel: Parcel, message: EmailMessage) -> Said | None:
        """What was said; None if the connection broke, in `_phase`."""
        try:
            said = self._hand_over(parcel, message)
        except smtplib.SMTPResponseException as error:
            said = self._meaning(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError:
            # No STARTTLS, no login, or no letters such as ä before the @.
            phase = self._phase
            self._drop()
            if phase in {Phase.GREETING, Phase.LOGIN}:
                _LOG.warning("mail server: does not offer what is set (smtp_security, smtp_user)")
                return mail_said(Phase.LOGIN, 500)
            return Said(Meaning.NEVER, ADDRESS_UNUSABLE)
        except (OSError, smtplib.SMTPException) as error:
            phase = self._phase
            self._drop()
            if phase in {Phase.GREETING, Phase.LOGIN}:
                _LOG.warning("mail server: %s", getattr(error, "reason", None) or type(error).__name__)
            if phase is Phase.GREETING and isinstance(error, ssl.SSLError):
                return mail_said(Phase.LOGIN, 500)
            return None
        self._sent += 1
        if said.meaning is not Meaning.TAKEN and self._server is not None:
            self._forget_message()
        if self._sent >= _MANY:
            self.rest()
        return said

    def _hand_over(self, parcel: Parcel, message: EmailMessage) -> Said:
        self._phase = Phase.GREETING
        server = self._server or self._connect()
        recipient = to_wire(parcel.to)
        options = [] if recipient.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]
        self._phase = Phase.SENDER
        if options and not server.has_extn("smtputf8"):
            raise smtplib.SMTPNotSupportedError
        steps: tuple[tuple[Phase, Callable[[], tuple[int, bytes]]], ...] = (
            (Phase.SENDER, lambda: server.mail(self._settings.sender, options)),
            (Phase.RECIPIENT, lambda: server.rcpt(recipient)),
            (Phase.CONTENT, lambda: server.data(message.as_bytes())),
        )
        for phase, step in steps:
            self._phase = phase
            said = self._meaning(*step())
            if said.meaning is not Meaning.TAKEN:
                return said
        return TAKEN

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        context = ssl.create_default_context()
        if settings.security is Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host, settings.port, timeout=self._timeout_s, context=context
            )
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=self._timeout_s)
        self._server = server
        if settings.security is Security.STARTTLS:
            server.starttls(context=context)
        server.ehlo_or_helo_if_needed()
        self._phase = Phase.LOGIN
        if settings.user:
            server.login(settings.user, settings.password)
        return server

    def _meaning(self, reply: int, said: bytes | str) -> Said:
        found = _STATUS.match(said if isinstance(said, bytes) else said.encode())
        meaning = mail_said(self._phase, reply, found[1].decode() if found else "")
        if meaning.code == "gateway_refused":
            # The reply's words may name the recipient; its number does not.
            _LOG.warning("mail server: %s at %s", reply, self._phase)
        if reply == 421 or meaning.code == "gateway_refused":
            self._drop()
        return meaning

    def _forget_message(self) -> None:
        try:
            if self._server is not None:
                self._server.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        server, self._server, self._sent = self._server, None, 0
        if server is not None:
            server.close()
