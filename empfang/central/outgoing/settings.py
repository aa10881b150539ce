"""How mail and text messages leave: what was set, checked."""

from dataclasses import dataclass, field
from enum import StrEnum


class Security(StrEnum):
    """How the connection to the mail server is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """Only to this computer."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The mail server. `sender` is an address."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """The gateway (seven.io, or what speaks as it does). `sender` is a name or number; empty: the account's own."""

    url: str
    key: str = field(repr=False)
    sender: str = ""
    local: bool = False
    """On this computer."""
