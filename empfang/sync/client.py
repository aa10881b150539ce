"""The service's calls as the desk makes them; what goes wrong becomes a `Reply`."""

import base64
import hashlib
import math
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from empfang.errors import ServiceProblem
from empfang.protocol import ChangesPage, CommandsReply, EnrolReply, EnrolRequest, ProblemDetails, SnapshotPart
from empfang.sync.address import check_url
from empfang.sync.step import Reply, classify

M = TypeVar("M", bound=BaseModel)
_CONNECT_S = 5.0
_LONGEST_DELAY_S = 300.0
_ANSWER_S = 20.0


@dataclass(frozen=True, slots=True)
class Result(Generic[M]):
    """A message, or how the request went wrong."""

    reply: Reply
    message: M | None = None
    retry_after_s: float | None = None


def trust(url: str) -> ssl.SSLContext | bool:
    """The certificates that this computer trusts (SSL_CERT_FILE adds the organisation's own)."""
    return ssl.create_default_context() if url.startswith("https:") else False


class Client:
    """One connection to the service for one desk."""

    def __init__(self, url: str, token: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        base = check_url(url)
        self._http = httpx.AsyncClient(
            base_url=base,
            verify=trust(base),
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(_ANSWER_S, connect=_CONNECT_S),
            transport=transport,
            trust_env=False,
        )

    async def close(self) -> None:
        """Give the connection back."""
        await self._http.aclose()

    async def commands(self, lines: Sequence[bytes]) -> Result[CommandsReply]:
        """Send commands; a verdict for each line in order."""
        request = self._http.build_request(
            "POST", "/v1/commands", content=b"\n".join(lines), headers={"Content-Type": "application/x-ndjson"}
        )
        result = await self._ask(request, CommandsReply)
        if result.message is not None and len(result.message.verdicts) != len(lines):
            return Result(Reply.UNREADABLE)
        return result

    async def changes(self, cursor: int, epoch: str, limit: int, wait_s: float) -> Result[ChangesPage]:
        """What changed after the cursor."""
        request = self._http.build_request(
            "GET",
            "/v1/changes",
            params={"cursor": cursor, "epoch": epoch, "limit": limit, "wait": wait_s},
            timeout=httpx.Timeout(wait_s + _ANSWER_S, connect=_CONNECT_S),
        )
        return await self._ask(request, ChangesPage)

    async def snapshot(self, after: str, cursor: int | None) -> Result[SnapshotPart]:
        """A part of the scope's state."""
        params: dict[str, str | int] = {"after": after}
        if cursor is not None:
            params["cursor"] = cursor
        return await self._ask(self._http.build_request("GET", "/v1/snapshot", params=params), SnapshotPart)

    async def _ask(self, request: httpx.Request, model: type[M]) -> Result[M]:
        try:
            response = await self._http.send(request)
        except httpx.HTTPError:
            return Result(Reply.UNREACHABLE)
        reply = classify(response.status_code, "" if response.is_success else _problem_code(response))
        if reply is not Reply.OK:
            return Result(reply, retry_after_s=_seconds(response.headers.get("Retry-After")))
        if not _whole(response):
            return Result(Reply.UNREADABLE)
        try:
            return Result(reply, model.model_validate_json(response.content))
        except ValidationError:
            return Result(Reply.UNREADABLE)


def enrol(url: str, code: str) -> EnrolReply:
    """Turn an enrolment code into this desk's token.

    Raises:
        ServiceProblem: `url_bad`, `url_needs_tls`, `tls_untrusted`, `unreachable`, `not_a_service`, or the service's
            own code (`enrol_code_unknown`, `enrol_code_used`, `enrol_code_expired`).
    """
    base = check_url(url)
    try:
        response = httpx.post(
            f"{base}/v1/enrol",
            json=EnrolRequest(code=code[:64]).model_dump(),
            timeout=httpx.Timeout(_ANSWER_S, connect=_CONNECT_S),
            trust_env=False,
            verify=trust(base),
        )
    except httpx.HTTPError as error:
        code = "tls_untrusted" if "CERTIFICATE_VERIFY_FAILED" in str(error) else "unreachable"
        raise ServiceProblem(code, url=base) from None
    try:
        if response.status_code != 200:
            raise ServiceProblem(ProblemDetails.model_validate_json(response.content).code)
        return EnrolReply.model_validate_json(response.content)
    except ValidationError:
        raise ServiceProblem("not_a_service", url=base) from None


def _seconds(header: str | None) -> float | None:
    """A delay in seconds, within reason; dates and nonsense are passed over."""
    try:
        seconds = float(header or "")
    except ValueError:
        return None
    return min(max(seconds, 0.0), _LONGEST_DELAY_S) if math.isfinite(seconds) else None


def _problem_code(response: httpx.Response) -> str:
    """The service's own code for what went wrong; empty if something else answered."""
    try:
        return ProblemDetails.model_validate_json(response.content).code
    except ValidationError:
        return ""


def _whole(response: httpx.Response) -> bool:
    """Whether the body is what the service sent (RFC 9530), where it says so."""
    stated = response.headers.get("Repr-Digest", "")
    if not stated.startswith("sha-256=:"):
        return True
    actual = base64.b64encode(hashlib.sha256(response.content).digest()).decode()
    return bool(stated == f"sha-256=:{actual}:")
