"""The service's calls as the desk makes them; what goes wrong becomes a `Reply`."""

import asyncio
import base64
import hashlib
import logging
import math
import ssl
from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from empfang.errors import ServiceProblem
from empfang.model import RECORDS
from empfang.packing import SnapshotPart, unpack
from empfang.protocol import (
    LONGEST_SEARCH,
    ChangesPage,
    CommandsReply,
    EnrolReply,
    EnrolRequest,
    ForgottenCommand,
    FoundPersons,
    HandoverReply,
    ProblemDetails,
)
from empfang.store.store import Standing
from empfang.sync.address import check_url
from empfang.sync.calls import Result
from empfang.sync.step import Reply, classify

# It would write down addresses, and with them what is searched for.
logging.getLogger("httpx").setLevel(logging.WARNING)
M = TypeVar("M", bound=BaseModel | SnapshotPart)
_RECORDS = frozenset(record.__name__ for record in RECORDS.values())
_CONNECT_S = 5.0
_LONGEST_DELAY_S = 300.0
_ANSWER_S = 20.0
_HANDOVER_S = 120.0
_SEARCH = httpx.Timeout(6.0, connect=3.0)
"""Somebody waits at the telephone."""


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
        self._ahead: tuple[tuple[str, int | None, Standing], asyncio.Future[Result[SnapshotPart]]] | None = None

    async def close(self) -> None:
        """Give the connection back."""
        if self._ahead is not None:
            self._ahead[1].cancel()
        await self._http.aclose()

    async def commands(self, lines: Sequence[bytes], standing: Standing) -> Result[CommandsReply]:
        """Send commands; a verdict for each line in order."""
        return await self._post("/v1/commands", lines, _seen(standing))

    async def recover(
        self, forgotten: Sequence[ForgottenCommand], over: Standing, standing: Standing | None = None
    ) -> Result[CommandsReply]:
        """Send again what was decided in an epoch that is over; without any: ask what the service knows."""
        now = {} if standing is None else {f"now_{name}": value for name, value in _seen(standing).items()}
        lines = [each.model_dump_json().encode() for each in forgotten]
        return await self._post("/v1/recover", lines, {**_seen(over), **now})

    async def _post(self, path: str, lines: Sequence[bytes], seen: dict[str, str | int]) -> Result[CommandsReply]:
        request = self._http.build_request(
            "POST",
            path,
            params=seen,
            content=b"\n".join(lines),
            headers={"Content-Type": "application/x-ndjson"},
        )
        result = await self._ask(request, CommandsReply.model_validate_json)
        if result.message is not None and len(result.message.verdicts) != len(lines):
            return Result(Reply.UNREADABLE)
        return result

    async def changes(self, standing: Standing, limit: int, wait_s: float) -> Result[ChangesPage]:
        """What changed after the cursor."""
        request = self._http.build_request(
            "GET",
            "/v1/changes",
            params={**_seen(standing), "limit": limit, "wait": wait_s},
            timeout=httpx.Timeout(wait_s + _ANSWER_S, connect=_CONNECT_S),
        )
        return await self._ask(request, ChangesPage.model_validate_json)

    async def snapshot(self, after: str, cursor: int | None, standing: Standing) -> Result[SnapshotPart]:
        """A part of the scope's state. The next one is asked for already while this one is taken in.

        Not while the feed moves: then the next question must tell of what this part has taught the desk.
        """
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead[0] != (after, cursor, standing):
            ahead[1].cancel()
            ahead = None
        result = await (self._part(after, cursor, standing, asyncio.Event()) if ahead is None else ahead[1])
        part = result.message
        if part is not None and part.head.until is not None and part.head.head == standing.heard:
            following = part.head.until, part.head.cursor, standing
            sent = asyncio.Event()
            self._ahead = following, asyncio.ensure_future(self._part(*following, sent))
            # The caller takes this part in next, which leaves a request no time to go out.
            await sent.wait()
        return result

    async def _part(
        self, after: str, cursor: int | None, standing: Standing, sent: asyncio.Event
    ) -> Result[SnapshotPart]:
        """A part; `sent` is set as soon as the question is on its way."""
        params = {**_seen(standing), "after": after}
        if cursor is None:
            del params["cursor"]
        else:
            params["cursor"] = cursor

        async def trace(event: str, _: object) -> None:
            if event.endswith("send_request_body.complete"):
                sent.set()

        request = self._http.build_request("GET", "/v1/snapshot", params=params, extensions={"trace": trace})
        try:
            return await self._ask(request, unpack)
        finally:
            sent.set()

    async def find_persons(self, text: str, operator_id: str) -> Result[FoundPersons]:
        """Who may be meant by what was typed."""
        asked = {"q": text[:LONGEST_SEARCH], "operator": operator_id}
        request = self._http.build_request("GET", "/v1/persons", params=asked, timeout=_SEARCH)
        return await self._ask(request, FoundPersons.model_validate_json)

    async def open_person(self, person_id: str, operator_id: str) -> Result[FoundPersons]:
        """Follow a person until the day's end."""
        path = f"/v1/persons/{quote(person_id, safe='')}/open"
        request = self._http.build_request("POST", path, params={"operator": operator_id}, timeout=_SEARCH)
        return await self._ask(request, _nothing)

    async def _ask(self, request: httpx.Request, read: Callable[[bytes], M | None]) -> Result[M]:
        """Send, and read the answer; `read` gives None for one that says nothing."""
        try:
            response = await self._http.send(request)
        except httpx.HTTPError:
            return Result(Reply.UNREACHABLE)
        if not _whole(response):
            return Result(Reply.UNREADABLE)
        code = "" if response.is_success else _problem_code(response)
        reply = classify(response.status_code, code)
        if reply is not Reply.OK:
            return Result(reply, retry_after_s=_seconds(response.headers.get("Retry-After")), code=code)
        try:
            return Result(reply, read(response.content))
        except ValidationError as error:
            # A digest that fits, and a record that this program does not know: the service is newer.
            return Result(Reply.FAILED, code="program_old") if error.title in _RECORDS else Result(Reply.UNREADABLE)
        except ValueError:
            return Result(Reply.UNREADABLE)


def _nothing(body: bytes) -> None:
    """What a call brings back of which only matters that it was done; somebody else's page is not that."""
    if body:
        raise ValueError("a body where there is none")


def _seen(standing: Standing) -> dict[str, str | int]:
    return {
        "epoch": standing.epoch,
        "cursor": standing.cursor or 0,
        "heard": standing.heard,
        "done": standing.done,
        "mark": standing.mark,
    }


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
        raise _way_problem(error, base) from None
    try:
        if response.status_code != 200:
            raise ServiceProblem(ProblemDetails.model_validate_json(response.content).code)
        return EnrolReply.model_validate_json(response.content)
    except ValidationError:
        raise ServiceProblem("not_a_service", url=base) from None


def hand_over(url: str, token: str, lines: Sequence[bytes]) -> HandoverReply:
    """Bring another desk's sealed lines, at most `MAX_COMMANDS` at once.

    Raises:
        ServiceProblem: `tls_untrusted`, `unreachable`, `denied`, `not_a_service`, or the service's own code.
    """
    base = check_url(url)
    try:
        response = httpx.post(
            f"{base}/v1/handover",
            content=b"\n".join(lines),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson"},
            timeout=httpx.Timeout(_HANDOVER_S, connect=_CONNECT_S),
            trust_env=False,
            verify=trust(base),
        )
    except httpx.HTTPError as error:
        raise _way_problem(error, base) from None
    try:
        if response.status_code != 200:
            code = ProblemDetails.model_validate_json(response.content).code
            raise ServiceProblem("denied" if code == "token_unknown" else code)
        reply = HandoverReply.model_validate_json(response.content)
    except ValidationError:
        raise ServiceProblem("not_a_service", url=base) from None
    if len(reply.lines) != len(lines):
        raise ServiceProblem("not_a_service", url=base)
    return reply


def _way_problem(error: httpx.HTTPError, base: str) -> ServiceProblem:
    return ServiceProblem("tls_untrusted" if "CERTIFICATE_VERIFY_FAILED" in str(error) else "unreachable", url=base)


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
