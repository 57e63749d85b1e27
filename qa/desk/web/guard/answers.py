"""How the guard refuses: a page for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.types import Scope

from qa.desk.web.errors import is_api, told

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def refusal(
    scope: Scope, status: HTTPStatus, line: str, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer with a status and one line. The connection ends where a body may be unread."""
    request = Request(scope)
    answer: Response
    if is_api(request):
        answer = JSONResponse({"detail": line}, status)
    else:
        answer = told(request, status, line)
    answer.headers.update(headers or {})
    if not is_safe(scope):
        answer.headers["Connection"] = "close"
    return answer


def bare_refusal(status: HTTPStatus, line: str) -> Response:
    """An answer that nothing of the request goes into: not even its host can be trusted."""
    return PlainTextResponse(f"{line}\n", status, headers={"Connection": "close"})


def is_safe(scope: Scope) -> bool:
    """Whether a request's method changes nothing (RFC 9110, 9.2.1)."""
    return scope["method"] in _SAFE
