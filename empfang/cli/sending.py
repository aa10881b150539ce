"""By which ways confirmations leave: from the settings, checked, and told at the service's start."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from empfang.central.outgoing.mail import MailCarrier, to_wire
from empfang.central.outgoing.parcel import Carrier
from empfang.central.outgoing.sender import Sending
from empfang.central.outgoing.settings import MailSettings, Security, SmsSettings
from empfang.central.outgoing.sms import SmsCarrier
from empfang.central.serve import is_loopback
from empfang.clock import Clock
from empfang.config import Settings
from empfang.errors import InputProblem
from empfang.texts import confirmations as t
from empfang.texts import say

_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
_HOST = re.compile(r"[0-9A-Za-z.-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
"""A name, or an address of IPv4 or IPv6: no port with it."""
_LONGEST_SECRET = 1_000
_LONGEST_NAME, _LONGEST_NUMBER = 11, 16


def sending_of(settings: Settings, clock: Clock) -> Sending:
    """The ways that are set.

    Raises:
        InputProblem: `setting_missing`, `setting_useless`, `setting_bad`, `secret_unreadable`, `secret_twice`,
            `unencrypted`.
    """
    mail, sms = mail_settings(settings), sms_settings(settings)
    carriers: list[Carrier] = []
    if mail is not None:
        carriers.append(MailCarrier(mail, clock))
    if sms is not None:
        carriers.append(SmsCarrier(sms))
    return Sending(tuple(carriers), settings.messages_per_minute)


def mail_settings(settings: Settings) -> MailSettings | None:
    """The mail server; None if none is set."""
    password = _secret("smtp_password", settings.smtp_password, settings.smtp_password_file)
    if not settings.smtp_host:
        for name, value in (("mail_from", settings.mail_from), ("smtp_user", settings.smtp_user)):
            if value:
                raise InputProblem("setting_missing", name="smtp_host", other=name)
        return None
    if not _HOST.fullmatch(settings.smtp_host):
        raise InputProblem("setting_bad", name="smtp_host", example="mail.impfzentrum.example")
    if not settings.mail_from:
        raise InputProblem("setting_missing", name="mail_from", other="smtp_host")
    if settings.smtp_user and not password:
        raise InputProblem("setting_missing", name="smtp_password", other="smtp_user")
    if password and not settings.smtp_user:
        raise InputProblem("setting_missing", name="smtp_user", other="smtp_password")
    security = Security(settings.smtp_security)
    if security is Security.NONE and not is_loopback(settings.smtp_host):
        raise InputProblem("unencrypted", name="smtp_security", where=settings.smtp_host)
    return MailSettings(
        host=settings.smtp_host,
        port=settings.smtp_port or _PORTS[security],
        security=security,
        sender=_mailbox("mail_from", settings.mail_from),
        user=settings.smtp_user,
        password=password,
        reply_to=_mailbox("mail_reply_to", settings.mail_reply_to) if settings.mail_reply_to else "",
    )


def sms_settings(settings: Settings) -> SmsSettings | None:
    """The gateway; None if there is no key for one."""
    key = _secret("sms_key", settings.sms_key, settings.sms_key_file)
    if not key:
        if settings.sms_sender:
            raise InputProblem("setting_missing", name="sms_key", other="sms_sender")
        return None
    url = urlsplit(settings.sms_url)
    try:
        host, _ = url.hostname, url.port
    except ValueError:
        host = None
    if url.scheme not in {"https", "http"} or not host or url.query or url.fragment or url.username:
        raise InputProblem("setting_bad", name="sms_url", example=Settings.model_fields["sms_url"].default)
    if url.scheme == "http" and not is_loopback(host):
        raise InputProblem("unencrypted", name="sms_url", where=host)
    sender = settings.sms_sender
    is_number = sender.removeprefix("+").isdigit() and len(sender) <= _LONGEST_NUMBER
    if sender and not (sender.isascii() and (is_number or (sender.isalnum() and len(sender) <= _LONGEST_NAME))):
        raise InputProblem("setting_bad", name="sms_sender", example="Impfzentrum")
    return SmsSettings(settings.sms_url.rstrip("/"), key, sender, local=is_loopback(host))


def told(sending: Sending) -> Iterator[str]:
    """What can be sent, a line each."""
    carriers = {type(each): each for each in sending.carriers}
    mail, sms = carriers.get(MailCarrier), carriers.get(SmsCarrier)
    if isinstance(mail, MailCarrier):
        by = mail.settings
        yield say(t.CAN_MAIL, host=by.host, port=by.port, security=by.security, sender=by.sender)
    else:
        yield say(t.NO_MAIL)
    if isinstance(sms, SmsCarrier):
        yield say(t.CAN_SMS, host=urlsplit(sms.settings.url).hostname)
    else:
        yield say(t.NO_SMS)
    yield say(t.LETTERS_LEAVE)


def _secret(name: str, given: SecretStr, file: Path | None) -> str:
    """A password or key, which may stand in a file."""
    if file is None:
        return given.get_secret_value().strip()
    if given.get_secret_value():
        raise InputProblem("secret_twice", name=name)
    try:
        with file.open(encoding="utf-8") as opened:
            secret = opened.readline(_LONGEST_SECRET).strip()
    except (OSError, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or type(error).__name__
        raise InputProblem("secret_unreadable", name=f"{name}_file", path=file, detail=detail) from None
    if not secret:
        raise InputProblem("secret_empty", name=f"{name}_file", path=file)
    return secret


def _mailbox(name: str, address: str) -> str:
    """An address of ours.

    Raises:
        InputProblem: `setting_bad`.
    """
    try:
        wire = to_wire(address)
    except ValueError:
        wire = ""
    if not wire.isascii() or not wire:
        raise InputProblem("setting_bad", name=name, example="termine@impfzentrum.example")
    return wire
