"""Answers over HTTP, and what goes wrong: an RFC 9457 problem with a stable code, and nothing personal in it."""

import base64
import hashlib
import logging
import traceback
from collections.abc import Mapping
from math import ceil
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from pydantic_core import to_json
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from empfang.errors import Problem, ServiceProblem
from empfang.protocol import ProblemDetails

_LOG = logging.getLogger("empfang.central")
_STATUS = {
    "enrol_code_unknown": 403, "enrol_code_used": 403, "enrol_code_expired": 403, "token_unknown": 401,
    "not_allowed": 403, "person_unknown": 404, "search_short": 422, "too_many_searches": 429,
}  # fmt: skip


class HttpProblem(Exception):  # noqa: N818 - RFC 9457 calls it a problem
    """An answer that is not the one asked for, with a stable code.

    `retry_after_s`: when to ask again; `more`: what else the problem says, as JSON values.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        *,
        retry_after_s: float | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s
        self.more = dict(more or {})

    def response(self) -> Response:
        """As it is sent."""
        details = ProblemDetails(
            title=self.code.replace("_", " "), status=self.status, code=self.code, detail=self.detail
        )
        body = to_json({**details.model_dump(), **self.more})
        response = with_digest(body, "application/problem+json", self.status)
        if self.retry_after_s is not None:
            response.headers["Retry-After"] = str(max(1, ceil(self.retry_after_s)))
        return response


def answer(message: BaseModel, status: int = 200) -> Response:
    """A message, with the digest over its bytes."""
    return with_digest(message.model_dump_json().encode(), "application/json", status)


def with_digest(body: bytes, media_type: str, status: int = 200) -> Response:
    """Bytes with their digest (RFC 9530)."""
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    return Response(body, status, media_type=media_type, headers={"Repr-Digest": f"sha-256=:{digest}:"})


def over_http(problem: HttpProblem | Problem) -> HttpProblem:
    """What a problem is called over HTTP."""
    if isinstance(problem, HttpProblem):
        return problem
    if not isinstance(problem, ServiceProblem):
        return HttpProblem(503, problem.code)
    wait_s = problem.values.get("retry_after_s")
    status = _STATUS.get(problem.code, 400)
    return HttpProblem(status, problem.code, retry_after_s=wait_s if isinstance(wait_s, float) else None)


def handle_problems(app: FastAPI) -> None:
    """Let whatever goes wrong become a problem."""

    @app.exception_handler(HttpProblem)
    @app.exception_handler(Problem)
    async def some_problem(_request: Request, problem: HttpProblem | Problem) -> Response:
        return over_http(problem).response()

    @app.exception_handler(RequestValidationError)
    async def bad_request(_request: Request, error: RequestValidationError) -> Response:
        where = ", ".join(".".join(str(part) for part in each["loc"]) for each in error.errors())
        return HttpProblem(422, "bad_request", where).response()


async def body_of(request: Request, limit: int) -> bytes:
    """The request's body, refused when it grows beyond the limit."""
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > limit:
                raise HttpProblem(413, "too_large")
            parts.append(part)
    except ClientDisconnect:
        raise HttpProblem(400, "cut_off") from None
    return b"".join(parts)


class Discreet:
    """Turns a fault of ours into a problem, and logs where it was and not what was in it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def watching(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watching)
        except Exception as error:  # noqa: BLE001 - whatever it is, the desk must hear that it failed
            place = traceback.extract_tb(error.__traceback__)[-1]
            _LOG.error("%s in %s, line %s", type(error).__name__, place.name, place.lineno)
            if not begun:
                await HttpProblem(500, "internal").response()(scope, receive, send)
