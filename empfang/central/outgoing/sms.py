"""Handing a text message to a gateway: the HTTP interface of seven.io (Kiel; docs.seven.io/en/rest-api/endpoints/sms).

`POST {url}/sms` with the key in `X-Api-Key` and a form: `to` (E.164), `text`, `from`, `foreign_id` (the confirmation's
id, which comes back in its reports). The answer is JSON with `success` (a code; 100 is well) and a line per recipient.
"""

import json
import logging
import threading
from dataclasses import dataclass
from typing import Any

import httpx

from empfang import __version__
from empfang.central.outgoing.answers import Meaning, Said, Scope, gateway_said
from empfang.central.outgoing.parcel import Parcel
from empfang.central.outgoing.settings import SmsSettings
from empfang.model import Channel

_LOG = logging.getLogger("empfang.central")
TIMEOUT_S = 20.0
_LONGEST_ANSWER = 65_536
_SOME_FAILED = 101


@dataclass(frozen=True)
class SmsCarrier:
    """Text messages over one gateway."""

    settings: SmsSettings
    timeout_s: float = TIMEOUT_S
    channel: str = Channel.SMS
    sessions: int = 2
    per_lane: int = 2

    def open(self) -> "SmsSession":
        return SmsSession(self.settings, self.timeout_s)


class SmsSession:
    """Text messages one after another."""

    def __init__(self, settings: SmsSettings, timeout_s: float) -> None:
        self._settings = settings
        self._timeout = httpx.Timeout(timeout_s)
        self._client: httpx.Client | None = None
        self._ending = threading.Lock()

    def carry(self, parcel: Parcel) -> Said:
        form = {"to": parcel.to, "text": parcel.text, "foreign_id": parcel.id}
        if self._settings.sender:
            form["from"] = self._settings.sender
        headers = {
            "X-Api-Key": self._settings.key,
            "Accept": "application/json",
            "SentWith": "empfang",
            "User-Agent": f"empfang/{__version__}",
        }
        try:
            with self._opened().stream("POST", f"{self._settings.url}/sms", data=form, headers=headers) as answer:
                status, body = answer.status_code, _beginning(answer)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
            _LOG.warning("SMS gateway: %s", type(error).__name__)
            return Said(Meaning.LATER, "unreachable", Scope.WAY)
        except (httpx.HTTPError, RuntimeError):
            # It may have gone out: the same text comes again, and the gateway tells it by that.
            return Said(Meaning.LATER, "unreachable")
        said = gateway_said(status, code_in(body))
        if said.scope is Scope.WAY:
            _LOG.warning("SMS gateway: HTTP %s, code %s", status, code_in(body))
        return said

    def rest(self) -> None:
        with self._ending:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def abort(self) -> None:
        self.rest()

    def _opened(self) -> httpx.Client:
        with self._ending:
            if self._client is None:
                # A proxy that is set for the world outside is not asked for what is on this computer.
                by_proxy = not self._settings.local
                self._client = httpx.Client(timeout=self._timeout, follow_redirects=False, trust_env=by_proxy)
            return self._client


def code_in(body: bytes) -> int | None:
    """The gateway's own code in an answer, of the recipient's line where that says why; None if there is none."""
    try:
        answer: Any = json.loads(body)
    except ValueError:
        return None
    if not isinstance(answer, dict):
        return _number(answer)
    code = _number(answer.get("success"))
    lines = answer.get("messages")
    line = lines[0] if isinstance(lines, list) and lines and isinstance(lines[0], dict) else {}
    if code == _SOME_FAILED or (code == 100 and line.get("success") is False):
        return _number(line.get("error")) or _SOME_FAILED
    return code


def _number(value: Any) -> int | None:
    text = str(value)
    return int(text) if not isinstance(value, bool) and text.isascii() and text.isdigit() and len(text) < 6 else None


def _beginning(answer: httpx.Response) -> bytes:
    body = b""
    for part in answer.iter_bytes():
        body += part
        if len(body) > _LONGEST_ANSWER:
            break
    return body
